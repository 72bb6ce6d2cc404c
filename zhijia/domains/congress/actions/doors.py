"""The doors: who is on the roll, who is in the hall. Presence is counted anew at every gate."""

from django.utils.translation import gettext as _

from zhijia.kernel import cards, clock
from zhijia.kernel.actions import action
from zhijia.kernel.refusals import Refused

from ..models import Attendee, Session
from .sessions import call_lines, fill_roll

S, L = Session.State, Attendee.State


@action(
    Session,
    may="congress.door",
    label="开始报到",
    source=[S.CALLED],
    target=S.GATHERING,
    main=True,
)
def open_doors(session, *, by):
    """Freeze the roll of each part as it stands this day (rules 0.05) and begin to check in."""
    for part in session.parts.all():
        fill_roll(part)
        part.total = part.attendees.delegates().count()
        part.save()
        if not part.total:
            raise Refused(_("%s没有代表。") % part.congress)
    session.state = S.GATHERING
    call_lines(session)


def why_no_door(line, by=None) -> str:
    state = line.part.session.state
    if state not in Session.IN_HALL:
        return _("会议现在是“%s”，不是报到时间。") % Session.State(state).label
    return ""


def _move(line, **said):
    """The same of the person's line in the other part."""
    others = Attendee.objects.at(line.part.session_id).filter(person=line.person_id)
    others.exclude(pk=line.pk).update(**said)
    for name, value in said.items():
        setattr(line, name, value)


@action(Attendee, may="congress.door", label="签到", source=[L.EXPECTED, L.GONE], guard=why_no_door,
        hidden=True)  # fmt: skip
def check_in(line, *, by):
    """Somebody is in the hall: in every part of which they are."""
    _move(line, state=L.THERE, came=line.came or clock.now(), gone=None)


@action(Attendee, may="congress.arrive", label="我到了", source=[L.EXPECTED, L.GONE],
        guard=why_no_door, hidden=True)  # fmt: skip
def arrive(line, *, by):
    """Check oneself in, by the code shown in the hall."""
    _move(line, state=L.THERE, came=line.came or clock.now(), gone=None)


@action(
    Attendee, may="congress.door", label="离会", source=[L.THERE], guard=why_no_door, hidden=True
)
def check_out(line, *, by):
    """Somebody leaves the hall: they no longer count, and may not vote until they are back."""
    _move(line, state=L.GONE, gone=clock.now())


def take_marks(session, marks, *, by) -> list[dict]:
    """Marks of the list at the door: ``{"id": line}``, ``{"card": token}`` or ``{"out": line}``.

    Each has its own answer: ``{"ok": bool, "words": str, "id": line or None}``. Sent twice, it
    changes nothing.
    """
    return [_take(session, mark, by) for mark in marks]


def _take(session, mark, by) -> dict:
    lines = Attendee.objects.at(session).select_related("person", "part__session")
    if "card" in mark:
        spell = cards.spell_of(str(mark["card"]))
        person = spell.person_id if spell and spell.org_id == session.org_id else None
        line = lines.filter(person=person).first()
    else:
        key = str(mark.get("out") or mark.get("id") or "")
        line = lines.filter(pk=key).first() if key.isdecimal() else None
    if line is None:
        unknown = _("认不出这张会员证，或者不在会议名册上。")
        words = unknown if "card" in mark else _("名册里没有这个人。")
        return {"ok": False, "words": words, "id": None}
    try:
        if mark.get("out") and line.there:
            check_out(line, by=by)
        elif not mark.get("out") and not line.there:
            check_in(line, by=by)
    except Refused as no:
        return {"ok": False, "words": str(no), "id": line.pk}
    return {"ok": True, "words": line.person.name, "id": line.pk}
