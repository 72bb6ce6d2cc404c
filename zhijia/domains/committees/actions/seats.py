"""The verbs of a seat: take it, share out the work, co-opt, leave. Its office goes with it."""

from django.utils.translation import gettext as _

from zhijia.kernel import clock, waiting
from zhijia.kernel.actions import action
from zhijia.kernel.people import Appointment, Post
from zhijia.kernel.refusals import Refused

from .. import fitness
from ..models import Committee, Decision, Meeting, Seat

C, S = Committee.State, Seat.State
NEEDS_CONSENT = (Seat.Left.RESIGNED, Seat.Left.MOVED, Seat.Left.REMOVED)


def holder(seat):
    return [seat.person]


@action(
    Seat, creates=True, parent=Committee, may="committees.organise", label="登记任职",
    source=[C.CURRENT], tells=holder,
)  # fmt: skip
def seat(committee, *, by, person, role, duty="", tasks="", starts=None):
    """Somebody chosen when the term opened; a special committee takes people on at any time."""
    starts = starts or committee.starts
    if committee.is_elected and starts != committee.starts:
        raise Refused(_("任期中增加委员，请用“增补”，并写明会议决定。"))
    how = Seat.How.ELECTED if committee.is_elected else Seat.How.APPOINTED
    return _sit(committee, person, role, starts, how=how, duty=duty, tasks=tasks)


@action(
    Seat, creates=True, parent=Committee, may="committees.organise", label="增补",
    source=[C.CURRENT], tells=holder,
)  # fmt: skip
def co_opt(committee, *, by, person, role, starts, decision, duty="", tasks=""):
    """Fill a vacancy during the term; a meeting must have settled it (rules 2.16, 8.23)."""
    if not settled(decision, committee.org) or decision.meeting.on > starts:
        raise Refused(_("增补须有本会会议在此之前作出的决定。"), _("请先登记会议和议定事项。"))
    return _sit(
        committee, person, role, starts, how=Seat.How.CO_OPTED, decision=decision, duty=duty,
        tasks=tasks,
    )  # fmt: skip


def settled(decision, org) -> bool:
    """Whether a meeting of the union held and settled it, and nobody has dropped it."""
    return (
        decision.org_id == org.pk
        and decision.state != Decision.State.DROPPED
        and decision.meeting.state in (Meeting.State.HELD, Meeting.State.MINUTED)
    )


def _sit(committee, person, role, starts, duty, **more):
    if not committee.starts <= starts <= clock.today():
        raise Refused(_("任职日期须在本届任期之内、今天以前。"))
    _refuse_full(committee, person, role)
    place = fitness.place_of(committee, role)
    refuse_unfit(committee.org, person, place, starts, duty)
    made = Seat(
        org=committee.org, committee=committee, person=person, role=role, starts=starts, duty=duty,
        appointment=_office(committee.org, person, place, starts, duty), **more,
    )  # fmt: skip
    made.save()
    waiting.sync(committee)
    return made


def _refuse_full(committee, person, role):
    others = list(committee.seats.serving().values_list("person", "role"))
    if any(who == person.pk for who, _role in others):
        raise Refused(_("%s已在这个委员会任职。") % person)
    if role == Seat.Role.CHAIR and any(taken == role for _who, taken in others):
        raise Refused(_("%s已有人选，请先办理离任。") % committee.chair_word)
    if committee.places and len(others) >= committee.places:
        words = _("委员名额 %d 人已满。") % committee.places
        raise Refused(words, _("如名额有变，请先“改”委员会的名额。"))


def refuse_unfit(org, person, place, day, duty="", lent=False):
    """Raise with every rule that says no (rules 2.04, 2.14, 2.23, 8.09)."""
    if sentences := fitness.objections(org, person, place, day, duty, lent):
        raise Refused(" ".join(sentences))


def _office(org, person, place, starts, duty):
    """The office the seat makes; one the person holds already without a seat is taken over."""
    if place not in Post.values:
        return None
    held = (
        Appointment.objects.of(org).filter(person=person, post=place, seat=None, ends=None).first()
    )
    office = held or Appointment(org=org, person=person, post=place)
    office.starts, office.duty = starts, duty or office.duty
    office.save()
    return office


@action(Seat, may="committees.organise", label="分工", source=[S.SERVING], tells=holder)
def divide(seat, *, by, duty, tasks=""):
    """What the person answers for (R-008); nobody who reviews the funds is given money to handle."""
    place = fitness.place_of(seat.committee, seat.role)
    if fitness.handles_money("", duty):
        refuse_unfit(seat.org, seat.person, place, clock.today(), duty)
    seat.duty, seat.tasks = duty, tasks
    if seat.appointment:
        seat.appointment.duty = duty
        seat.appointment.save()
    seat.save()
    waiting.sync(seat.committee)


@action(
    Seat, may="committees.organise", label="办理离任", source=[S.SERVING], target=S.LEFT,
    tells=holder,
)  # fmt: skip
def vacate(seat, *, by, ends, left, reason, consent=None, consent_above=""):
    """Leave before the term ends; the office ends the same day.

    Chair and vice chair may not be moved before the term ends unless their own committee and the
    next higher union agree (rules 2.06).
    """
    if not seat.starts <= ends <= clock.today():
        raise Refused(_("离任日期须在任职之后、今天以前。"))
    if needs_consents(seat, ends, left):
        if not consent or not settled(consent, seat.org) or not consent_above.strip():
            raise Refused(
                _(
                    "主席、副主席任期未满不得随意调动：须本级工会委员会和上一级工会同意（《工会法》第十八条）。"
                ),
                _("请选本级委员会的决定，并写明上一级工会同意的文号或日期。"),
            )
        if consent.meeting.on > ends:
            raise Refused(_("本级委员会的决定晚于离任日期。"))
    seat.left, seat.consent, seat.consent_above = left, consent, consent_above
    _leave(seat, ends)


def needs_consents(seat, ends, left) -> bool:
    """Whether the two consents of rules 2.06 are asked for."""
    leading = fitness.place_of(seat.committee, seat.role) in fitness.LEADING
    until = seat.committee.until
    return leading and left in NEEDS_CONSENT and (until is None or ends < until)


@action(
    Seat, may="committees.organise", label="任期结束", source=[S.SERVING], target=S.LEFT,
    hidden=True, tells=holder,
)  # fmt: skip
def expire(seat, *, by, ends):
    """Follows from closing the term."""
    seat.left = Seat.Left.TERM
    _leave(seat, max(ends, seat.starts))


def _leave(seat, ends):
    seat.ends, seat.state = ends, S.LEFT
    seat.save()
    office = seat.appointment
    if office and (office.ends is None or office.ends > ends):  # leaving the union ended it before
        office.end(ends)
        office.save()
    waiting.sync(seat.committee)
