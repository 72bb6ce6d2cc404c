"""Who signs an answer (rules 5.17): the leader in charge, the principal too where the school wants
both; never who is complained of, never who drafted it."""

from zhijia.kernel.access import can, holders
from zhijia.kernel.people import Post

from .models import rules_of


def first_signer(proposal, reply):
    """The leader in charge, as long as they hold the power and may sign this very answer."""
    leader = proposal.leader
    if leader is None or leader.pk in (proposal.against_id, reply.drafted_by_id):
        return None
    return leader if can(leader, "proposals.sign", proposal) else None


def second_signer(proposal, reply):
    """Who signs after the first, where the school wants both; the principal before others."""
    if rules_of(proposal).reply_signer != "both":
        return None
    out = [
        proposal.against_id or 0,
        reply.drafted_by_id,
        reply.signed_by_id or proposal.leader_id or 0,
    ]
    others = holders("proposals.sign", proposal.org).exclude(pk__in=out).order_by("pk")
    return others.filter(appointments__post=Post.PRINCIPAL).first() or others.first()


def somebody_signs(proposal, reply) -> bool:
    """Whether anybody at all may sign it now; otherwise the committee names a signer."""
    if reply.signed_by_id or first_signer(proposal, reply):
        return True
    out = [proposal.against_id or 0, reply.drafted_by_id]
    return holders("proposals.sign", proposal.org).exclude(pk__in=out).exists()
