"""The best proposals and departments of a call: by a vote of the members, or by the committee's word.

The vote is a ballot like any other (decision 0017); what its tellers certify is announced here.
"""

import logging

from django.utils.translation import gettext as _

from zhijia.kernel import records
from zhijia.kernel.actions import action

from ..models import Award, Proposal, rules_of

P = Proposal.State
log = logging.getLogger(__name__)


def filed_in(call):
    return Proposal.objects.filter(call=call, suggestion=False, serial__isnull=False)


def most_awards(call) -> int:
    """The school's share of what was filed, one at least (rules 5.26)."""
    return max(1, filed_in(call).count() * rules_of(call).award_share // 100)


def give(call, **what):
    made = Award.objects.create(org=call.org, call=call, **what)
    records.sync(made)


def may_award(proposal, by):
    """No more than the school's share of what was filed in the call (rules 5.26)."""
    if proposal.awarded or proposal.suggestion:
        return _("已评为优秀提案。") if proposal.awarded else _("意见建议不参加评选。")
    most = most_awards(proposal.call)
    if filed_in(proposal.call).filter(awarded=True).count() >= most:
        return _("优秀提案不超过立案数的 %(share)d%%，本次最多 %(most)d 件。") % {
            "share": rules_of(proposal).award_share, "most": most,
        }  # fmt: skip
    return ""


@action(
    Proposal, may="proposals.award", label="评为优秀提案", source=[P.CONCLUDED], guard=may_award,
    tells=lambda proposal: proposal.proposers(),
)  # fmt: skip
def award(proposal, *, by):
    """By the committee's word, where the school holds no vote."""
    proposal.awarded = True
    give(proposal.call, proposal=proposal)
