"""What the proposers think of the answer: heard again or concluded. Silence concludes nothing."""

from django.utils.translation import gettext as _

from zhijia.kernel import clock, records
from zhijia.kernel.actions import action
from zhijia.kernel.refusals import Refused

from .. import clocks
from ..models import Conclusion, Grade, Proposal, Rating, rules_of
from ..outcome import missing_raters, outcome_of
from .answering import proposers, reply_of
from .assigning import heads, parts
from .handling import concerned

P = Proposal.State
ACCEPTABLE = (Grade.SATISFIED, Grade.BASIC)


def may_rate(proposal, by):
    if by not in proposal.proposers():
        return _("由提案人评价。")
    reply = reply_of(proposal)
    rated = reply.ratings.filter(person=by).exists()
    return _("您已经评价，等待其他提案人。") if rated else ""


@action(
    Proposal, may="proposals.joint", label="评价", source=[P.RATING], guard=may_rate, main=True,
    tells=heads,
)  # fmt: skip
def rate(proposal, *, by, attitude, result, words=""):
    """Attitude and result apart. Once every proposer has spoken, what they are satisfied with is
    closed by their own word, where the school says so; everything else goes to the committee."""
    if rules_of(proposal).rating_scale == "two" and Grade.BASIC in (attitude, result):
        raise Refused(_("本校的评价只分满意和不满意。"))
    if result == Grade.UNSATISFIED and not words.strip():
        raise Refused(_("不满意的，请写明哪里还没有解决。"), _("重办时会照着办。"))
    Rating.objects.create(
        reply=reply_of(proposal), person=by, attitude=attitude, result=result, words=words
    )
    if not missing_raters(proposal, reply_of(proposal)):
        proposal.outcome = outcome_of(proposal, reply_of(proposal))
        proposal.state = P.CHECKING
        if proposal.outcome in ACCEPTABLE and rules_of(proposal).closing == "own":
            end(proposal, by)


def end(proposal, by, words=""):
    proposal.state = P.CONCLUDED
    outcome = proposal.outcome or Grade.UNRATED
    made = Conclusion.objects.create(
        org=proposal.org, proposal=proposal, outcome=outcome, words=words, by=by
    )
    records.sync(made)


def may_lapse(proposal, by):
    if proposal.rating_due and clock.today() <= proposal.rating_due:
        return _("评价期限是 %s，还没有到。") % proposal.rating_due
    return ""


@action(
    Proposal, may="proposals.review", label="评价期满", source=[P.RATING], guard=may_lapse,
    tells=concerned,
)  # fmt: skip
def lapse(proposal, *, by):
    """Who has said nothing is noted as 未评价, never as satisfied; a person decides what follows.
    Where the school asks twice, the first time is only a reminder."""
    if rules_of(proposal).silence_policy == "again" and not proposal.reminded:
        proposal.reminded = True
        days = rules_of(proposal).rating_days
        proposal.rating_due = clocks.working_days_after(proposal.org, clock.today(), days)
        return
    reply = reply_of(proposal)
    for person in missing_raters(proposal, reply):
        unrated = Grade.UNRATED
        Rating.objects.create(reply=reply, person=person, attitude=unrated, result=unrated)
    proposal.outcome = outcome_of(proposal, reply)
    proposal.state = P.CHECKING


def may_hear(proposal, by):
    most = rules_of(proposal).max_rounds
    if proposal.round >= most:
        return _("已办理 %d 次，本校最多办理 %d 次；请写明情况后结案。") % (proposal.round, most)
    return ""


@action(
    Proposal, may="proposals.review", label="重办", source=[P.CHECKING], guard=may_hear, tells=heads,
    main=True,
)  # fmt: skip
def hear_again(proposal, *, by, reason):
    """Second handling, by the same department, within the school's days (rules 5.22)."""
    proposal.round += 1
    proposal.outcome, proposal.alarm = "", 0
    proposal.due = clocks.reply_due(proposal, clock.today(), rules_of(proposal).second_days)
    proposal.watched = 0
    if proposal.lead and proposal.lead.state == "active":
        proposal.state = P.HANDLING
    else:
        parts(proposal).update(ended=clock.today(), why=_("部门已撤销"))
        proposal.lead, proposal.state = None, P.ASSIGN


@action(Proposal, may="proposals.review", label="结案", source=[P.CHECKING], tells=proposers)
def conclude(proposal, *, by, reason):
    """A person closes it and says why: the proposer stayed silent, or what can be done is done."""
    if by in proposal.proposers():
        raise Refused(_("自己的提案由其他委员结案。"))
    end(proposal, by, reason)
