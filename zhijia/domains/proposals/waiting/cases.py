"""Which lines each state of a proposal has."""

from zhijia.kernel.actions import url_of
from zhijia.kernel.waiting import waits

from ..models import Proposal
from . import before, handling

P = Proposal.State
LINES = {
    P.DRAFT: before.writing,
    P.SECONDING: before.seconding,
    P.PRECHECK: before.precheck,
    P.REVIEW: before.reviewing,
    P.DISPUTED: before.disputed,
    P.TABLED: before.tabled,
    P.INSTRUCT: before.instructing,
    P.ASSIGN: before.assigning,
    P.FORWARDED: before.forwarded,
    P.ASSIGNED: handling.receiving,
    P.HANDLING: handling.handling,
    P.CLARIFY: handling.clarifying,
    P.COUNTERSIGN: handling.countersigning,
    P.SIGNING: handling.signing,
    P.SIGNED: handling.delivering,
    P.RATING: handling.rating,
    P.CHECKING: handling.checking,
    P.MERGED: before.merged,
}


@waits(Proposal)
def of_proposal(proposal):
    if lines := LINES.get(proposal.state):
        yield from lines(proposal, url_of(proposal))
    if proposal.follower_id and proposal.state in Proposal.CLOCKED and proposal.due:
        yield from handling.following(proposal)
