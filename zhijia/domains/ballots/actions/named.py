"""Voting openly, under one's own name."""

from django.utils.translation import gettext as _

from zhijia.kernel.actions import action
from zhijia.kernel.refusals import Refused

from .. import gates, papers
from ..models import Ballot, Grade, NamedVote, Voter


def why_not_openly(ballot, by) -> str:
    if ballot.grade != Grade.NAMED:
        return _("这是无记名投票，请在投票页领票。")
    return ""


@action(NamedVote, creates=True, parent=Ballot, may="ballots.vote", label="记名投票",
        source=[Ballot.State.OPEN], guard=why_not_openly, hidden=True)  # fmt: skip
def vote_openly(ballot, *, by, body):
    """Say yes or no for everybody to see; it may be changed until the close."""
    if not papers.looks_like_one(body):
        raise Refused(_("票面内容读不出来。"))
    voter = Voter.objects.filter(ballot=ballot, person=by).first()
    if voter is None:
        raise Refused(_("您不在这次投票的名册上。"))
    if why := gates.why_not_now(ballot, by):
        raise Refused(why)
    vote = NamedVote.objects.filter(ballot=ballot, person=by).first()
    vote = vote or NamedVote(org=ballot.org, ballot=ballot, person=by)
    vote.body = papers.read(body)
    Voter.objects.filter(pk=voter.pk).update(marked=True)
    return vote
