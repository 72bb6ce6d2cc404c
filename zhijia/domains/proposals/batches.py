"""One decision on several proposals: what would become of each, then each through its own door.

Nothing is decided here: every row passes the same checks as alone and leaves its own step, and one
that is refused holds up none of the others.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhijia.kernel.access import can
from zhijia.kernel.refusals import Refused

from . import actions
from .actions.assigning import is_signed, signer_of
from .actions.review import is_read_first
from .models import Proposal, rules_of

P = Proposal.State


@dataclass(frozen=True)
class Choice:
    """A verb done to many: ``asks``, the fields it needs; ``then``, what follows, in words."""

    code: str
    label: str
    state: str
    door: Callable
    asks: tuple
    then: Callable


def why_not(door, proposal, by) -> str:
    """Why the door is closed to the person just now, or nothing; it changes nothing."""
    verb = door.action
    if not can(by, verb.power, proposal):
        return _("您没有“%s”的权限。") % verb.label
    if verb.when and not verb.when(proposal):
        return _("本单位没有“%s”这一步。") % verb.label
    if proposal.state not in verb.source:
        return _("现在是“%s”，可能别人刚刚处理过。") % proposal.get_state_display()
    return (verb.guard(proposal, by) or "") if verb.guard else ""


def after_filing(proposal, given):
    if is_read_first(proposal):
        return _("立案，送校领导批示，批示后再交办")
    return after_assigning(proposal, given) if given.get("lead") else _("立案，待交办")


def after_assigning(proposal, given):
    lead = given["lead"]
    if is_signed(proposal) and signer_of(proposal, lead, None) is None:
        raise Refused(_("没有校领导可以审签%s的答复，请单独交办并另选审签人。") % lead)
    return _("交%s办理") % lead


def after_declining(proposal, given):
    answered = rules_of(proposal).unfiled_answered and given["ground"] != "unlawful"
    return _("不立案，转意见建议继续答复") if answered else _("不立案，告知提案人")


def file_and_assign(proposal, *, by, lead=None):
    """Filed and, where no leader reads it first, handed to the department at once."""
    actions.accept(proposal, by=by)
    if lead and proposal.state == P.ASSIGN:
        try:
            actions.assign(proposal, by=by, lead=lead)
        except Refused as no:
            raise Refused(_("已立案，没有交办：%s") % no) from no


file_and_assign.action = actions.accept.action
DECISIONS = {
    d.code: d
    for d in (
        Choice("file", gettext_lazy("立案交办"), P.REVIEW, file_and_assign, ("lead",), after_filing),
        Choice("refer", gettext_lazy("转意见建议"), P.REVIEW, actions.refer, ("reason",),
                 lambda p, given: _("转意见建议，待交办")),
        Choice("decline", gettext_lazy("不立案"), P.REVIEW, actions.decline, ("ground", "reason"),
                 after_declining),
        Choice("instruct", gettext_lazy("批示"), P.INSTRUCT, actions.instruct, ("instruction",),
                 lambda p, given: _("批示，待交办")),
        Choice("assign", gettext_lazy("交办"), P.ASSIGN, actions.assign, ("lead",), after_assigning),
    )
}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """A proposal with its verdict: whether it goes, and the sentence."""

    proposal: Proposal
    goes: bool
    words: str


def preview(decision, proposals, by, given) -> list[Row]:
    return [_foreseen(decision, p, by, given) for p in proposals]


def _foreseen(decision, proposal, by, given):
    if why := why_not(decision.door, proposal, by):
        return Row(proposal, False, why)
    try:
        return Row(proposal, True, decision.then(proposal, given))
    except Refused as no:
        return Row(proposal, False, str(no))


def carry_out(decision, proposals, by, given) -> list[Row]:
    """Each through its door; a refusal is that row's verdict and nobody else's."""
    return [_done(decision, p, by, given) for p in proposals]


def _done(decision, proposal, by, given):
    try:
        decision.door(proposal, by=by, **given)
    except Refused as no:
        return Row(proposal, False, str(no))
    words = _("已办：现在是“%s”") % proposal.get_state_display()
    return Row(proposal, True, f"{words}　{proposal.number}".strip())
