"""What the committee cannot agree on goes to the presidium; its word is final (rules 5.15)."""

from django.utils.translation import gettext as _

from zhijia.kernel.access import holders
from zhijia.kernel.actions import action
from zhijia.kernel.refusals import Refused

from ..delegations import presidium_of
from ..models import Decision, Proposal
from .review import decline_with, file, is_voted, not_own, note, pass_on, proposers

P, D = Proposal.State, Decision.What


def may_dispute(proposal, by):
    """The committee before it has decided, the proposer against a refusal, once."""
    if proposal.state == P.DECLINED and proposal.decisions.filter(presidium=True).exists():
        return _("主席团已经裁定。")
    if proposal.state == P.DECLINED and proposal.decisions.filter(congress=True).exists():
        return _("大会已经表决，不再提请裁定。")
    if proposal.state == P.REVIEW:
        return not_own(proposal, by)
    return "" if by.pk == proposal.proposer_id else _("由提案人自己提请裁定。")


def presidium(proposal):
    return {*holders("proposals.decide", proposal.org), *presidium_of(proposal.org)}


@action(
    Proposal, may="proposals.dispute", label="提请主席团裁定", source=[P.REVIEW, P.DECLINED],
    target=P.DISPUTED, guard=may_dispute, tells=presidium,
)  # fmt: skip
def dispute(proposal, *, by, reason):
    note(proposal, by, D.DISPUTE, reason)


@action(
    Proposal, may="proposals.decide", label="裁定", source=[P.DISPUTED], guard=not_own,
    tells=proposers, main=True, under="call",
)  # fmt: skip
def decide(proposal, *, by, what, reason, ground=""):
    """The presidium's word ends the dispute: ``what`` is accept, refer or decline."""
    if what == D.ACCEPT and not proposal.suggestion:
        if is_voted(proposal):
            raise Refused(
                _("是否立案由大会表决，主席团不代替大会立案。"), _("请转意见建议，或撤销裁定后提请大会表决。")
            )  # fmt: skip
        note(proposal, by, D.ACCEPT, reason, presidium=True)
        file(proposal)
    elif what == D.DECLINE:
        if not ground:
            raise Refused(_("不立案要选一条理由。"))
        decline_with(proposal, by, ground, reason, presidium=True)
    else:
        note(proposal, by, D.REFER, reason, presidium=True)
        pass_on(proposal)
