"""The wall of the year's activities, the calendar as a feed, and who takes part."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from zhijia.kernel import clock, gatherings, measures
from zhijia.kernel.documents.models import Attachment
from zhijia.kernel.periods import year_bounds
from zhijia.ui.pages import DetailPage, Pages
from zhijia.ui.views import need

from ..feed import calendar_of
from ..models import Activity, CalendarKey
from ..taking_part import participation

PICTURES = 4  # photos of one activity on the wall
FIGURES = (gatherings.HELD, gatherings.PERSON_TIMES, gatherings.PEOPLE)


@login_required
@require_GET
def wall(request):
    """What is coming, then the year's activities with their photos, the latest first."""
    org = need(request, "activities.see")
    bounds = year_bounds(request.year)
    rows = Activity.objects.of(org).visible_to(request.person).between(*bounds)
    held = Pages(rows.held().order_by("-starts"), 24).get_page(request.GET.get("page"))
    shown = list(held)
    photos = photos_of(shown)
    totals = measures.totals(org, *bounds, FIGURES)
    context = {
        "coming": rows.filter(state__in=("open", "closed"), until__gte=clock.today()).order_by("starts")[:6],
        "tiles": [(activity, photos.get(activity.pk, [])) for activity in shown], "rows": held,
        "stats": [(measures.metrics[code], totals[code]) for code in FIGURES], "query": "",
    }  # fmt: skip
    return render(request, "activities/wall.html", context)


def photos_of(activities) -> dict[int, list]:
    """The first photos of each, in one query."""
    rows = Attachment.objects.filter(
        source=Activity._meta.label_lower, source_id__in=[a.pk for a in activities],
        kind=Attachment.Kind.PHOTO,
    )  # fmt: skip
    found: dict[int, list] = {}
    for photo in rows:
        some = found.setdefault(photo.source_id, [])
        if len(some) < PICTURES:
            some.append(photo)
    return found


@login_required
@require_GET
def participation_page(request):
    """By group: who took part in anything this year, and whom nobody has met. Never published."""
    org = need(request, "activities.participation")
    start, end = year_bounds(request.year)
    rows = participation(org, start, min(end, clock.today()) if start <= clock.today() else end)
    members, came = sum(r.members for r in rows), sum(r.took_part for r in rows)
    context = {"rows": rows, "members": members, "came": came, "never": members - came}
    return render(request, "activities/participation.html", context)


@require_GET
def feed(request, key):
    """The calendar behind a secret address: no sign-in, since phones fetch it by themselves."""
    found = (
        CalendarKey.objects.filter(key=key).select_related("org", "person").first() if key else None
    )
    if found is None or not found.org.is_base or not still_a_member(found):
        raise Http404
    base = f"{request.scheme}://{request.get_host()}"
    answer = HttpResponse(calendar_of(found, base), content_type="text/calendar; charset=utf-8")
    answer["Cache-Control"] = "private, max-age=1800"
    answer["Referrer-Policy"] = "no-referrer"
    return answer


def still_a_member(key) -> bool:
    return key.person.memberships.filter(org=key.org).live().exists()


DetailPage(
    CalendarKey,
    title=lambda k: _("活动日历"),
    facts=lambda k, person: [(_("状态"), _("使用中") if k.key else _("已停用"))],
    template="activities/calendar.html",
)

urlpatterns = [
    path("activities/wall/", wall, name="activity-wall"),
    path("activities/participation/", participation_page, name="participation"),
    path("activities/feed/<str:key>.ics", feed, name="activity-feed"),
]
