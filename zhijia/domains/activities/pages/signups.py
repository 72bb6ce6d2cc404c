"""Signing up with one tap, one's own sign-ups, the line for all to see, and the draw to recompute."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from zhijia.kernel.access import can
from zhijia.kernel.masking import mask_name
from zhijia.kernel.money import yuan
from zhijia.kernel.periods import year_bounds
from zhijia.kernel.privacy import look
from zhijia.kernel.refusals import NotAllowed, Refused
from zhijia.ui.pages import Column, DetailPage, ListPage, Pages, badge_of
from zhijia.ui.views import visible

from ..actions import admission, rush
from ..clashes import clashes
from ..fixtures.draw import digests
from ..models import Activity, Rule, SignUp

ListPage(
    SignUp,
    _("我的报名"),
    [
        Column(_("活动"), lambda s: s.activity.title),
        Column(_("时间"), lambda s: s.activity.when),
        Column(_("场次"), lambda s: s.slot.title if s.slot else ""),
        Column(_("家属"), lambda s: s.companions or "", "number"),
        Column(_("状态"), badge_of, "badge"),
    ],
    rows=lambda rows, request: (
        rows.filter(person=request.person, activity__on__range=year_bounds(request.year))
        .select_related("activity", "slot")
        .order_by("-activity__starts")
    ),
    empty=_("本年还没有报过名。看看有什么活动。"),
)


def signup_facts(s, person):
    """Who only keeps the money reads neither the family nor the answers."""
    reads = person.pk in (s.person_id, s.by_id) or can(person, "activities.door", s)
    family, given = (s.family, s.answers) if reads else ("", {})
    if family or any(given.values()):
        look(person, s.person, "报名时的说明", s)
    answers = {q["name"]: q["label"] for q in s.activity.questions}
    told = [(answers[name], words) for name, words in given.items() if name in answers]
    money = f"已收 ¥{yuan(s.paid)}，已退 ¥{yuan(s.refunded)}" if s.paid else ""
    return [
        (_("活动"), s.activity.title),
        (_("时间"), s.activity.when),
        (_("报名人"), s.person.name),
        (_("经办人"), s.by.name if s.by_id != s.person_id else ""),
        (_("报名序号"), s.number),
        (_("次序"), s.rank_words),
        (_("提前的理由"), s.moved_up),
        (_("场次"), s.slot.title if s.slot else ""),
        (_("家属"), f"{s.companions} 位 {family}" if s.companions else ""),
        *told,
        (_("签到"), admission.moment_words(s.came) if s.came else ""),
        (_("收退款"), money),
        (_("还应收（负数为应退）"), f"¥{yuan(s.owes)}" if s.owes else ""),
    ]


DetailPage(
    SignUp,
    title=lambda s: f"{s.activity}",
    facts=signup_facts,
    template="activities/signup.html",
    related=("activity", "person", "by", "slot"),
    more=lambda s, person: {"mine": s.person_id == person.pk},
)


@login_required
@require_POST
def tap(request, pk):
    """Sign up with one tap, where nothing else is asked. Tapping again does no harm."""
    there = f"/activities/activity/{pk}/"
    try:
        signup = rush.enter(pk, request.person)
    except (Activity.DoesNotExist, NotAllowed) as error:
        raise Http404 from error
    except Refused as no:
        messages.warning(request, str(no))
        return redirect(there)
    words = {
        "taken": gettext("报上了。"),
        "waiting": gettext("名额满了，已进候补，有空位会按次序问您。"),
        "entered": gettext("已登记，报名截止后按公布的规则分配名额。"),
    }
    messages.success(request, words[signup.state])
    return redirect(there)


@login_required
@require_GET
def clashes_of(request, pk):
    """What else one has to do at that time: beside the button, or on a page of its own."""
    activity = visible(request, Activity, pk)
    context = {"activity": activity, "found": clashes(activity, request.person)}
    template = "clashes" if request.htmx else "clashes_page"
    return render(request, f"activities/{template}.html", context)


@login_required
@require_GET
def line(request, pk):
    """Who holds a place and who waits, in order, with the reasons; for all whom it concerns."""
    activity = visible(request, Activity, pk)
    organises = can(request.person, "activities.organise", activity)
    if not (activity.names_shown or organises):
        raise Http404
    rows = SignUp.objects.filter(activity=activity).standing().select_related("person", "slot")
    state = request.GET.get("state", "taken")
    if state not in ("taken", "waiting", "entered"):
        state = "taken"
    held = ("taken", "offered") if state == "taken" else (state,)
    rows = rows.filter(state__in=held).order_by("rank", "number")
    shown = Pages(rows, 50).get_page(request.GET.get("page"))
    context = {
        "activity": activity, "rows": shown, "state": state, "organises": organises,
        "query": f"state={state}", "states": [("taken", _("已报上")), ("waiting", _("候补")), ("entered", _("待分配"))],
        "first": (shown.number - 1) * 50,
    }  # fmt: skip
    return render(request, "activities/line.html", context)


@login_required
@require_GET
def draw_sheet(request, pk, form=""):
    """The seed and every entry with its digest, so that anyone can compute the order again."""
    activity = visible(request, Activity, pk)
    if activity.rule == Rule.ARRIVAL or not activity.seed:
        raise Http404
    open_names = activity.names_shown or can(request.person, "activities.organise", activity)
    rows = list(activity.signups.exclude(state=SignUp.State.CANCELLED).select_related("person"))
    if activity.drawn:
        rows = [s for s in rows if s.rank_words]
    entries = admission.entries_of(rows)
    lines = []
    for at, (digest, entry) in enumerate(digests(list(entries), activity.seed), 1):
        signup = entries[entry]
        mine = signup.person_id == request.person.pk
        lines.append(
            (at, entry if open_names or mine else mask_name(signup.person.name), digest, signup)
        )
    if form == "txt":
        if not open_names:
            raise Http404
        words = activity.seed + "\n" + "\n".join(entry for _at, entry, _d, _s in lines) + "\n"
        return HttpResponse(words, content_type="text/plain; charset=utf-8")
    context = {"activity": activity, "lines": lines, "open_names": open_names}
    return render(request, "activities/draw.html", context)


urlpatterns = [
    path("activities/activity/<int:pk>/tap/", tap, name="activity-tap"),
    path("activities/activity/<int:pk>/clashes/", clashes_of, name="activity-clashes"),
    path("activities/activity/<int:pk>/line/", line, name="activity-line"),
    path("activities/activity/<int:pk>/draw/", draw_sheet, name="activity-draw"),
    path(
        "activities/activity/<int:pk>/draw.txt",
        draw_sheet,
        {"form": "txt"},
        name="activity-draw-text",
    ),
]
