"""The answer is signed and delivered; its promises are followed from then on."""

from datetime import date

from django.utils.translation import gettext as _

from zhijia.kernel import clock, records
from zhijia.kernel.access import holders
from zhijia.kernel.actions import action

from .. import clocks
from ..models import Proposal, Second, rules_of
from ..signing import first_signer, second_signer
from . import drafting, promises
from .assigning import heads

P = Proposal.State


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
    reply = drafting.current(proposal)
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
    Proposal, may="proposals.sign", label="审签", source=[P.SIGNING], when=drafting.has_signing,
    guard=may_sign, tells=deliverers, main=True,
)  # fmt: skip
def sign(proposal, *, by):
    reply = drafting.current(proposal)
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
    reply = drafting.current(proposal)
    hand_out(proposal, reply, proposal.due)
    for one in reply.promised:
        promises.promise(
            proposal,
            by=by,
            text=one["text"],
            due=date.fromisoformat(one["due"]),
            department=proposal.lead,
        )
    proposal.landing = promises.landing_of(proposal)


def hand_out(proposal, reply, due):
    """An answer is given, in time or not; the time to rate it begins."""
    today = clock.today()
    reply.delivered, reply.on_time = today, today <= due
    reply.save()
    records.sync(reply)
    if proposal.answered is None:
        proposal.answered, proposal.on_time = today, reply.on_time
    days = rules_of(proposal).rating_days
    proposal.rating_due = clocks.working_days_after(proposal.org, today, days)
    proposal.outcome, proposal.reminded = "", False
