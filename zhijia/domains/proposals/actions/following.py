"""One member of the committee follows each case, by turns, and looks in three times (rules 5.23)."""

from django.utils.translation import gettext as _

from zhijia.kernel.actions import action
from zhijia.kernel.refusals import Refused

from .. import clocks
from ..models import Proposal, rules_of
from ..turns import followers_of

P = Proposal.State


@action(
    Proposal, may="proposals.follow", label="跟踪记录", source=Proposal.CLOCKED,
    when=lambda p: p.follower_id,
)  # fmt: skip
def look_in(proposal, *, by, reason):
    """What was found stands in the timeline; the next check point calls again."""
    proposal.watched = clocks.points_passed(proposal)


@action(
    Proposal, may="proposals.review", label="改跟踪委员", when=lambda p: rules_of(p).followers,
    source=[s for s in Proposal.FILED if s != P.CONCLUDED], tells=lambda p: [p.follower],
)  # fmt: skip
def change_follower(proposal, *, by, follower):
    """Another member of the committee follows it."""
    if not followers_of(proposal).filter(pk=follower.pk).exists():
        raise Refused(_("%s不能跟踪这件提案。") % follower, _("请选一位不是提案人的工会委员。"))
    proposal.follower = follower
