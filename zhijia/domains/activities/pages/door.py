"""The door: a list that also works without a network, the poster, and the member's card."""

import json
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.staticfiles import finders
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhijia.kernel import cards, clock
from zhijia.kernel.access import can
from zhijia.kernel.actions import url_of
from zhijia.kernel.refusals import Refused
from zhijia.ui.views import visible

from .. import actions
from ..actions.door import why_door_shut
from ..models import Activity, SignUp

MARKS = 2000  # marks taken in one request


def at_door(request, pk):
    """The activity, for those who stand at its door; otherwise it does not exist."""
    activity = visible(request, Activity, pk)
    if not can(request.person, "activities.door", activity):
        raise Http404
    return activity


@login_required
@require_http_methods(["GET", "POST"])
def door(request, pk):
    """The list to tick. Without a script each line sends itself; with one it waits for the network."""
    activity = at_door(request, pk)
    if request.method == "POST":
        mark = (
            {"id": _whole(request.POST.get("id"))}
            if "id" in request.POST
            else {"card": request.POST.get("card", "")}
        )
        (said,) = actions.take_marks(activity, [mark], by=request.person)
        (messages.success if said["ok"] else messages.warning)(
            request, _("已签到：%s") % said["words"] if said["ok"] else said["words"]
        )
        return redirect(request.path)
    rows = activity.signups.filter(state__in=("taken", "offered")).select_related(
        "person", "slot", "group"
    )
    rows = list(rows.order_by("person__pinyin", "number"))
    context = {
        "activity": activity, "rows": rows, "came": sum(s.came is not None for s in rows),
        "shut": why_door_shut(activity),
        "people": [
            {"id": s.pk, "name": s.person.name, "q": f"{s.person.name} {s.person.pinyin} {s.person.initials}",
             "came": s.came is not None}
            for s in rows
        ],
    }  # fmt: skip
    return render(request, "activities/door.html", context)


@login_required
@require_POST
def marks(request, pk):
    """What a phone noted meanwhile; each mark is answered. Sending the same again changes nothing."""
    activity = at_door(request, pk)
    try:
        given = json.loads(request.body)["marks"]
        found = [_mark_of(one) for one in given[:MARKS]]
    except (ValueError, KeyError, TypeError) as error:
        return JsonResponse({"words": _("看不懂的签到数据：%s") % type(error).__name__}, status=400)
    answers = actions.take_marks(activity, found, by=request.person)
    return JsonResponse({"answers": answers, "came": activity.signups.came().count()})


def _mark_of(given) -> dict:
    mark = {"at": _moment(given.get("at"))}
    if "id" in given:
        return mark | {"id": int(given["id"])}
    return mark | {"card": str(given["card"])[:400]}


def _moment(text):
    """The phone's own time of the mark; none, or one without a zone, counts as now."""
    try:
        moment = datetime.fromisoformat(str(text).replace("Z", "+00:00"))
    except ValueError:
        return None
    return moment if timezone.is_aware(moment) else None


def _whole(text) -> int:
    return int(text) if str(text).isdigit() else 0


@login_required
@require_GET
def poster(request, pk):
    """A page to print and hang up: whoever reads the code checks themselves in."""
    activity = at_door(request, pk)
    return render(request, "activities/poster.html", {"activity": activity})


@login_required
@require_GET
def poster_code(request, pk):
    activity = at_door(request, pk)
    there = request.build_absolute_uri(f"/activities/here/{activity.pk}/{activity.door_key}/")
    answer = HttpResponse(cards.picture(there), content_type="image/svg+xml")
    answer["Cache-Control"] = "private, max-age=600"
    return answer


@login_required
@require_http_methods(["GET", "POST"])
def here(request, pk, key):
    """Where the poster leads: one button, for whoever has a place."""
    activity = visible(request, Activity, pk)
    if not activity.door_key or key != activity.door_key:
        raise Http404
    mine = SignUp.objects.filter(activity=activity, person=request.person).first()
    place = mine is not None and mine.state in ("taken", "offered")
    if request.method == "POST" and place:
        try:
            actions.arrive(mine, by=request.person)
            messages.success(request, _("签到成功。"))
        except Refused as no:
            messages.warning(request, str(no))
        return redirect(request.path)
    context = {"activity": activity, "mine": mine, "place": place, "shut": why_door_shut(activity)}
    return render(request, "activities/here.html", context)


@login_required
@require_GET
def worker(request):
    """The script that lets the door's page open without a network; it has to live in this folder."""
    path_ = finders.find("activities/js/door-worker.js")
    with open(path_, "rb") as file:
        answer = HttpResponse(file.read(), content_type="text/javascript; charset=utf-8")
    answer["Cache-Control"] = "max-age=3600"
    return answer


@login_required
@require_GET
def card(request, token):
    """Where a member's card leads whoever stands at a door: the name, and today's activities."""
    spell = cards.spell_of(token)
    if spell is None:
        raise Http404
    today = clock.today()
    rows = Activity.objects.of(spell.org).visible_to(request.person).between(today, today)
    rows = rows.filter(state__in=("open", "closed")).select_related("org")
    doors = [a for a in rows if can(request.person, "activities.door", a)]
    if not doors:
        raise Http404
    signups = {
        s.activity_id: s for s in SignUp.objects.filter(activity__in=doors, person=spell.person)
    }
    context = {
        "spell": spell,
        "token": token,
        "doors": [(a, signups.get(a.pk)) for a in doors],
        "url_of": url_of,
    }
    return render(request, "activities/card.html", context)


urlpatterns = [
    path("activities/activity/<int:pk>/door/", door, name="activity-door"),
    path("activities/activity/<int:pk>/marks/", marks, name="activity-marks"),
    path("activities/activity/<int:pk>/poster/", poster, name="activity-poster"),
    path("activities/activity/<int:pk>/poster.svg", poster_code, name="activity-poster-code"),
    path("activities/door-worker.js", worker, name="door-worker"),
    path("activities/here/<int:pk>/<str:key>/", here, name="activity-here"),
    path("card/<str:token>/", card, name="card-at-door"),
]
