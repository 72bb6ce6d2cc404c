"""The doors: who is on the roll, who is in the hall. Presence is counted anew at every gate."""

from django.utils.translation import gettext as _

from zhijia.kernel import cards, clock
from zhijia.kernel.actions import action
from zhijia.kernel.people import Person
from zhijia.kernel.refusals import Refused

from ..models import Attendee, Session
from .sessions import fill_roll

S = Session.State
HALL = list(Session.IN_HALL)


@action(
    Session, may="congress.door", label="开始报到", source=[S.CALLED], target=S.GATHERING, main=True
)
def open_doors(session, *, by):
    """Freeze the roll of each part as it stands this day (rules 0.05) and begin to check in."""
    for part in session.parts.all():
        fill_roll(part)
        part.total = part.attendees.delegates().count()
        part.save()
        if not part.total:
            raise Refused(_("%s没有代表。") % part.congress)


def lines_of(session, person):
    found = Attendee.objects.filter(part__session=session, person=person)
    if not found.exists():
        raise Refused(_("%s不在会议名册上。") % person.name)
    return found


@action(Session, may="congress.door", label="签到", source=HALL, hidden=True)
def check_in(session, *, by, person):
    """Somebody is in the hall: in every part of which they are. Doing it twice changes nothing."""
    _enter(lines_of(session, person))


def _enter(lines):
    lines.filter(came=None).update(came=clock.now())
    lines.exclude(gone=None).update(gone=None)


@action(Session, may="congress.door", label="离会", source=HALL, hidden=True)
def check_out(session, *, by, person):
    """Somebody leaves the hall: they no longer count, and may not vote until they are back."""
    lines_of(session, person).filter(came__isnull=False, gone=None).update(gone=clock.now())


@action(Session, may="congress.attend", label="我到了", source=HALL, hidden=True)
def arrive(session, *, by):
    """Check oneself in, by the code shown in the hall."""
    _enter(lines_of(session, by))


def take_marks(session, marks, *, by) -> list[dict]:
    """Marks of the list at the door: ``{"id": line}`` or ``{"card": token}``, ``{"out": line}``.

    Each has its own answer: ``{"ok": bool, "words": str, "id": line or None}``.
    """
    return [_take(session, mark, by) for mark in marks]


def _take(session, mark, by) -> dict:
    try:
        person, verb = _marked(session, mark)
        verb(session, by=by, person=person)
    except Refused as no:
        return {"ok": False, "words": str(no), "id": None}
    line = Attendee.objects.filter(part__session=session, person=person).first()
    return {"ok": True, "words": person.name, "id": line.pk}


def _marked(session, mark):
    if "card" in mark:
        spell = cards.spell_of(str(mark["card"]))
        if spell is None or spell.org_id != session.org_id:
            raise Refused(_("认不出这张会员证。"))
        return spell.person, check_in
    key = mark.get("id") or mark.get("out")
    person = Person.objects.filter(
        pk__in=Attendee.objects.filter(part__session=session, pk=key).values("person")
    ).first()
    if person is None:
        raise Refused(_("名册里没有这个人。"))
    return person, check_out if mark.get("out") else check_in
