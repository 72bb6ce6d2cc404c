"""The answer: signed, delivered, rated; heard again or concluded. Silence concludes nothing."""

from datetime import date

from django.utils.translation import gettext as _

from zhijia.kernel import clock, records
from zhijia.kernel.access import holders
from zhijia.kernel.actions import action
from zhijia.kernel.refusals import Refused

from .. import clocks
from ..models import Conclusion, Grade, Proposal, Rating, Second, rules_of
from ..outcome import missing_raters, outcome_of
from ..signing import first_signer, second_signer
from . import handling, promises
from .assigning import heads, parts

P = Proposal.State
ACCEPTABLE = (Grade.SATISFIED, Grade.BASIC)


def reply_of(proposal):
    """The latest answer that was delivered."""
    return proposal.replies.exclude(delivered=None).order_by("-round", "-pk").first()


def deliverers(proposal):
    return [*heads(proposal), *holders("proposals.review", proposal.org)]


def may_sign(proposal, by):
    """The leader in charge signs first, the principal after, where both do; who is complained of
    or drafted the answer signs nothing."""
    if proposal.against_id == by.pk:
        return _("提案人请您回避这件提案，由其他校领导审签。")
    reply = handling.current(proposal)
    if reply is None:
        return _("还没有答复稿。")
    if by.pk == reply.drafted_by_id:
        return _("自己拟的答复由别人审签。")
    if reply.signed_by_id == by.pk:
        return _("您已审签，等待校长审签。")
    first = first_signer(proposal, reply)
    if reply.signed_by_id is None and first and first != by:
        return _("先由分管校领导%s审签。") % first
    return ""


@action(
    Proposal, may="proposals.sign", label="审签", source=[P.SIGNING], when=handling.has_signing,
    guard=may_sign, tells=deliverers, main=True,
)  # fmt: skip
def sign(proposal, *, by):
    reply = handling.current(proposal)
    if reply.signed_by_id:
        reply.also_signed_by = by
    else:
        reply.signed_by, reply.signed = by, clock.today()
    reply.save()
    if reply.also_signed_by_id or not second_signer(proposal, reply):
        proposal.state = P.SIGNED


@action(
    Proposal, may="proposals.return_reply", label="退回答复", source=[P.COUNTERSIGN, P.SIGNING],
    target=P.HANDLING, tells=heads,
)  # fmt: skip
def return_reply(proposal, *, by, reason):
    """To be written anew, with the reason."""
    proposal.replies.filter(round=proposal.round, delivered=None).update(
        signed_by=None, signed=None, also_signed_by=None
    )


def proposers(proposal):
    return proposal.proposers()


def receivers(proposal):
    """The proposers; those who seconded too, where the school says so."""
    if not rules_of(proposal).seconders_told:
        return proposal.proposers()
    seconds = proposal.seconds.filter(state=Second.State.AGREED).select_related("person")
    return [*proposal.proposers(), *(s.person for s in seconds)]


@action(
    Proposal, may="proposals.handle", label="送达答复", source=[P.SIGNED], target=P.RATING,
    tells=receivers, main=True,
)  # fmt: skip
def deliver(proposal, *, by):
    """Every proposer gets it; its promises are followed from now on; the time to rate begins."""
    today, reply = clock.today(), handling.current(proposal)
    reply.delivered, reply.on_time = today, today <= proposal.due
    reply.save()
    records.sync(reply)
    if proposal.answered is None:
        proposal.answered, proposal.on_time = today, reply.on_time
    for one in reply.promised:
        promises.promise(
            proposal,
            by=by,
            text=one["text"],
            due=date.fromisoformat(one["due"]),
            department=proposal.lead,
        )
    proposal.landing = promises.landing_of(proposal)
    days = rules_of(proposal).rating_days
    proposal.rating_due = clocks.working_days_after(proposal.org, today, days)
    proposal.outcome, proposal.reminded = "", False


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
    closed by their own word; what not goes to the committee."""
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
        if proposal.outcome in ACCEPTABLE:
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
    tells=handling.concerned,
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
    if proposal.lead.state == "active":
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
