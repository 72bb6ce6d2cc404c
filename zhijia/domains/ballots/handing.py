"""Papers that a teller hands out: a slip drawn from the box, or a paper ballot.

The mark on the roll is written here and not by an action, for the reason that casting gives: a step would
write down who came when. It says who took something out and in which way, never which slip or sheet.
"""

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from zhijia.kernel.access import can
from zhijia.kernel.refusals import NotAllowed, Refused

from . import casting, gates
from .models import SHEETS, SIGNED, Ballot, Kind, Slip, Voter, Way

FEW = 5  # under so many who chose a way, the way itself says too much (rules 7.07)
BY_HAND = (Way.SLIP, Way.HALL, Way.BOX)


def give_slip(ballot: Ballot, voter: Voter, *, by) -> None:
    """Mark a voter who draws a slip from the box; which one it is nobody sees."""
    printed = Slip.objects.filter(ballot=ballot.pk, klass=voter.klass).count()
    given = ballot.roll.filter(klass=voter.klass, way=Way.SLIP, marked=True).count()
    if given >= printed:
        raise Refused(_("这个类别的凭条已经发完。"), _("请先再印一些。"))
    _mark(ballot, voter, Way.SLIP, by)


def give_paper(ballot: Ballot, voter: Voter, *, by, where=Way.HALL) -> None:
    """Mark a voter who takes a paper ballot, in the hall or from the mobile box (rules 8.15)."""
    if where not in SHEETS:
        raise Refused(_("请选择会场或流动票箱。"))
    _mark(ballot, voter, where, by)


def _mark(ballot, voter, way, by) -> None:
    _check(ballot, by)
    out = (
        way == Way.BOX and ballot.kind == Kind.ELECTION
    )  # to those who cannot leave work (rules 8.15)
    if not out and (why := gates.why_not_now(ballot, voter.person)):
        raise Refused(why)
    with transaction.atomic():
        if casting.locked(voter).marked:
            raise Refused(_("%s已经领过票，每人只能领一次。") % voter.name)
        Voter.objects.filter(pk=voter.pk).update(marked=True, way=way)
        casting.stir_marks(ballot)


def take_back(ballot: Ballot, voter: Voter, *, by) -> None:
    """Undo a mark made by mistake, when slip or sheet came back unused."""
    _check(ballot, by)
    with transaction.atomic():
        now = casting.locked(voter)
        if not now.marked or now.way not in BY_HAND:
            raise Refused(_("%s没有领凭条或纸票，不用收回。") % voter.name)
        Voter.objects.filter(pk=voter.pk).update(marked=False, way=Way.PHONE)
        casting.stir_marks(ballot)


def _check(ballot, by) -> None:
    if not can(by, "ballots.tell", ballot):
        raise NotAllowed(_("发票"))
    if why := casting.why_not_claim(ballot):
        raise Refused(why)


def ways_of(ballot: Ballot) -> dict[str, int]:
    """How many papers went out in each way."""
    rows = ballot.roll.filter(marked=True).order_by().values_list("way").annotate(Count("pk"))
    return dict.fromkeys(Way.values, 0) | dict(rows)


def signed_and_sheets(ways: dict) -> tuple[int, int]:
    """Of these, how many were to come back as signed papers, and how many as sheets."""
    return sum(ways[w] for w in SIGNED), sum(ways[w] for w in SHEETS)


def answer_of(ballot: Ballot, marks: dict[str, str]) -> tuple[str, str]:
    """(class, signature) of a slip, for whoever brings the mark that follows from its code. ``marks``:
    class → mark, since a code does not say of which class it is."""
    if why := casting.why_not_claim(ballot):
        raise Refused(why)
    for slip in Slip.objects.filter(ballot=ballot.pk, mark__in=list(marks.values())):
        if marks.get(slip.klass) == slip.mark:
            return slip.klass, slip.answer
    raise Refused(_("没有这张凭条。"), _("请对照凭条再输一遍；仍然不行的，拿着凭条找监票人。"))
