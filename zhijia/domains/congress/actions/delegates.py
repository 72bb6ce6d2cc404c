"""Delegates: elected by their unit, recalled by it, and gone when they leave the school."""

from django.utils.translation import gettext as _

from zhijia.domains.ballots.verdict import more_than_half
from zhijia.kernel import clock
from zhijia.kernel.actions import action
from zhijia.kernel.people import Person
from zhijia.kernel.refusals import NeedsReason, Refused

from .. import standards
from ..models import Congress, Delegate, Delegation, Unit, UnitVote


def why_no_seat(unit, by) -> str:
    if unit.congress.state == Congress.State.OVER:
        return _("这一届已经届满。")
    if unit.delegates.in_office().count() >= unit.seats:
        return _("%(unit)s的 %(n)d 个名额都已选出。") % {"unit": unit, "n": unit.seats}
    return ""


@action(UnitVote, creates=True, parent=Unit, may="congress.organise", label="登记选举结果",
        guard=why_no_seat)  # fmt: skip
def record_vote(unit, *, by, on, entitled, voted, candidates, reason=""):
    """Enter an election as it went. ``candidates``: [(person, votes)]. Elected is who has more than half
    of all who should vote, the most first, as many as there are seats (rules 1.36)."""
    not_ahead(on)
    if voted > entitled:
        raise Refused(
            _("实际参加 %(n)d 人，多于应参加 %(all)d 人。") % {"n": voted, "all": entitled}
        )
    turnout = standards.unit_vote(unit.org, on, entitled, voted)
    if turnout.stops or (turnout.wants_reason and not reason):
        raise NeedsReason(turnout.sentence, _("应当重新选举；确有规定的，请写明理由。"))
    if over := [p.name for p, votes in candidates if votes > voted]:
        raise Refused(_("%s的得票多于参加人数。") % "、".join(over))
    seats = unit.seats - unit.delegates.in_office().count()
    chosen, tied = _chosen(candidates, more_than_half(entitled), seats)
    fresh = unit.congress.state == Congress.State.ELECTING
    lines = [
        {"name": p.name, "person": p.pk, "votes": votes, "elected": p in chosen}
        for p, votes in candidates
    ]
    words = _("%(turnout)s以应参加 %(all)d 人的过半数 %(need)d 票当选，当选 %(n)d 名。") % {
        "turnout": turnout.sentence, "all": entitled, "need": more_than_half(entitled), "n": len(chosen)}  # fmt: skip
    if tied:
        words += _("%s得票相等，须在他们中间再选。") % "、".join(p.name for p in tied)
    for person, votes in candidates:
        if person in chosen:
            _seat(unit, person, votes, on)
    return UnitVote(
        org=unit.org, unit=unit, on=on, entitled=entitled, voted=voted, lines=lines, extra=not fresh,
        sentence=words[:300],
    )  # fmt: skip


def not_ahead(day):
    """What is entered has happened."""
    if day > clock.today():
        raise Refused(_("日期 %s 还没有到。") % f"{day:%Y-%m-%d}")


def _chosen(candidates, need, seats):
    """(elected, tied at the edge)."""
    ranked = sorted((c for c in candidates if c[1] >= need), key=lambda c: -c[1])
    if len(ranked) <= seats:
        return [p for p, _votes in ranked], []
    edge = ranked[seats - 1][1]
    if ranked[seats][1] < edge:
        return [p for p, _votes in ranked[:seats]], []
    return [p for p, v in ranked if v > edge], [p for p, v in ranked if v == edge]


def _seat(unit, person, votes, on):
    if unit.congress.delegates.in_office().filter(person=person).exists():
        raise Refused(_("%s已经是这一届的代表。") % person.name)
    leads = person.category == Person.Category.MANAGER
    Delegate.objects.create(
        org=unit.org, congress=unit.congress, unit=unit, person=person, votes=votes, since=on,
        teacher=person.category == Person.Category.TEACHER, leader=leads,
    )  # fmt: skip


@action(Delegate, may="congress.organise", label="登记出缺", source=["in_office"], target="left")
def leave(delegate, *, by, left, on=None):
    """A delegate resigns, retires or leaves the school: the seat is vacant, the unit elects again."""
    if left == Delegate.Left.RECALLED:
        raise Refused(_("罢免须由原选举单位表决，请用“罢免”。"))
    if on and on < delegate.since:
        raise Refused(_("出缺日期早于当选日期 %s。") % f"{delegate.since:%Y-%m-%d}")
    not_ahead(on or clock.today())
    delegate.left, delegate.until = left, on or clock.today()


@action(Delegate, may="congress.organise", label="罢免", source=["in_office"], target="left")
def recall(delegate, *, by, entitled, votes, on=None, reason):
    """The unit recalls its delegate with more than half of all its staff (rules 1.38)."""
    if votes > entitled:
        raise Refused(_("赞成 %(n)d 人，多于全体 %(all)d 人。") % {"n": votes, "all": entitled})
    if votes < more_than_half(entitled):
        raise Refused(_("罢免须有本单位全体 %(all)d 人的过半数 %(need)d 人赞成，现有 %(n)d 人。") % {
            "all": entitled, "need": more_than_half(entitled), "n": votes})  # fmt: skip
    delegate.left, delegate.until = Delegate.Left.RECALLED, on or clock.today()


@action(Delegation, may="congress.organise", label="定团长")
def name_head(delegation, *, by, head):
    """A delegation chooses its head among its own delegates (rules 1.40)."""
    own = Delegate.objects.in_office().filter(unit__delegation=delegation, person=head)
    if not own.exists():
        raise Refused(_("%s不是本代表团的代表。") % head.name)
    delegation.head = head
