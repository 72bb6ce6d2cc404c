"""In the hall: the chair's one screen, the big screen, the delegate's phone. All show one thing: what is
on the floor now."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zhijia.domains.ballots import casting
from zhijia.domains.ballots.models import Ballot
from zhijia.kernel.access import can
from zhijia.kernel.actions import open_to
from zhijia.kernel.refusals import Refused
from zhijia.ui.views import visible

from .. import actions, preparing
from ..models import AgendaItem, Attendee, Session

A = AgendaItem.State
HALL = (*Session.IN_HALL, "closed", "signed")
FASTEST = 4  # seconds after which a phone asks again what is on the floor
A_SECOND = 60  # at most so many phones ask in one second, however large the hall


def floor_of(session) -> dict:
    """What everybody in the hall may see now: the same for every screen, in a fixed number of queries."""
    parts = preparing.parts_of(session)
    items = [i for i in preparing.items_of(session) if i.state != A.WITHDRAWN]
    now = next((i for i in items if i.pk == session.floor_id), None)
    speakers = list(now.speakers.select_related("person")) if now else []
    last = [
        i for i in items if i.state in A.values and i.sentence and i.state in AgendaItem.SETTLED
    ]
    ballot = now.ballot if now and now.state == A.VOTING else None
    counted = {}
    if ballot:
        counted = {"marked": ballot.roll.filter(marked=True).count(), "of": now.part.present()}
    return {
        "session": session, "parts": parts,
        "items": items, "now": now, "ballot": ballot, "voted": counted,
        "next": next((i for i in items if i.state == A.LISTED), None),
        "speaking": next((s for s in speakers if s.began and not s.ended), None),
        "queue": [s for s in speakers if not s.began], "last": last[-1] if last and not now else None,
        "pace": max(FASTEST, sum(due for _part, due, *_rest in parts) // A_SECOND),
        "clock": timezone.now(), "hall": session.state in Session.IN_HALL,
    }  # fmt: skip


def there(request, pk):
    session = visible(request, Session, pk)
    if session.state not in HALL:
        raise Http404
    return session


@login_required
@require_GET
def chair(request, pk):
    """The chair's screen: what is on, who is there, who wants to speak, what comes next."""
    session = there(request, pk)
    if not can(request.person, "congress.prepare", session):
        raise Http404
    context = floor_of(session)
    here = f"/congress/session/{pk}/chair/"
    context |= {
        "here": here, "own": buttons(session, request.person, RUNNING),
        "doing": buttons(context["now"], request.person, DOING),
    }  # fmt: skip
    context["red"] = comes_next(context)
    template = (
        "congress/chair_now.html" if request.headers.get("HX-Request") else "congress/chair.html"
    )
    return render(request, template, context)


RUNNING = ("open_session", "resume", "adjourn", "close")
DOING = (
    "announce", "vote_again", "count_hands", "start_vote", "finish_hearing", "withdraw", "call_off_vote",
)  # fmt: skip


NEXT = ("vote_again", "announce", "count_hands", "start_vote", "finish_hearing")


def comes_next(context) -> str:
    """The one verb that is red on the chair's screen; while papers go out it is the ballot's own."""
    now, ballot, session = context["now"], context["ballot"], context["session"]
    if now:
        void = ballot and ballot.state == Ballot.State.VOID
        own, order = context["doing"], ("call_off_vote",) if void else NEXT
    elif context["next"] and session.state == Session.State.OPEN:
        return "take_up"
    else:
        own, order = context["own"], ("open_session", "resume", "close")
    free = {o.action.name for o in own if not o.why}
    return next((name for name in order if name in free), "")


def buttons(obj, person, order):
    """What can be done now, in the order of the hall and not of the alphabet."""
    found = {o.action.name: o for o in open_to(obj, person)} if obj else {}
    return [found[name] for name in order if name in found]


@require_GET
def screen(request, pk, key):
    """The big screen: opened by its own address on any machine in the hall, without signing in.

    It shows what is said aloud there: the matter, the presence, the result; no name of a voter.
    """
    session = Session.objects.filter(pk=pk, key=key).select_related("org").first()
    if session is None or session.state not in HALL:
        raise Http404
    context = floor_of(session) | {"here": request.path}
    template = (
        "congress/screen_now.html" if request.headers.get("HX-Request") else "congress/screen.html"
    )
    return render(request, template, context)


@login_required
@require_GET
def hall(request, pk):
    """The delegate's phone: only what is on the floor, and what one can do about it."""
    session = there(request, pk)
    lines = list(Attendee.objects.at(session).filter(person=request.person))
    if not lines:
        raise Http404
    context = floor_of(session)
    now, ballot = context["now"], context["ballot"]
    mine = ballot.roll.filter(person=request.person).first() if ballot else None
    context |= {
        "lines": lines, "came": lines[0].there, "here": f"/congress/session/{pk}/hall/",
        "counts": any(line.role == "delegate" for line in lines),
        "mine": mine if mine and may_drop(ballot, mine) else None,
        "waiting": any(s.person_id == request.person.pk for s in context["queue"]),
        "asks": bool(now) and now.state == A.FLOOR,
    }  # fmt: skip
    template = (
        "congress/hall_now.html" if request.headers.get("HX-Request") else "congress/hall.html"
    )
    return render(request, template, context)


def may_drop(ballot, mine) -> bool:
    """While papers go out; and who took one out in time may still drop it for some minutes."""
    if ballot.state == Ballot.State.OPEN:
        return True
    return mine.marked and casting.still_falls(ballot)


@login_required
@require_POST
def speak(request, pk):
    """Ask to speak to the matter on the floor."""
    session = there(request, pk)
    item = session.floor
    try:
        if item is None:
            raise Refused(_("现在没有正在进行的议题。"))
        actions.ask_floor(item, by=request.person)
        messages.success(request, _("已排上发言名单。"))
    except Refused as no:
        messages.warning(request, str(no))
    return redirect(f"/congress/session/{pk}/hall/")


@login_required
@require_POST
def call_speaker(request, pk):
    """Give the floor to the next speaker, or end the speech."""
    session = there(request, pk)
    if session.floor is None or not can(request.person, "congress.prepare", session):
        raise Http404
    given = request.POST.get("speaker", "")
    try:
        if given.isdecimal():
            actions.give_floor(session.floor, by=request.person, speaker=int(given))
        else:
            actions.end_speech(session.floor, by=request.person)
    except Refused as no:
        messages.warning(request, str(no))
    return redirect(f"/congress/session/{pk}/chair/")


urlpatterns = [
    path("congress/session/<int:pk>/chair/", chair, name="congress-chair"),
    path("congress/session/<int:pk>/hall/", hall, name="congress-hall"),
    path("congress/session/<int:pk>/speak/", speak, name="congress-speak"),
    path("congress/session/<int:pk>/speaker/", call_speaker, name="congress-speaker"),
    path("congress/screen/<int:pk>/<str:key>/", screen, name="congress-screen"),
]
