"""From the leader's word to the department that has it in hand."""

from django.utils.translation import gettext as _

from zhijia.kernel import clock
from zhijia.kernel.access import holders
from zhijia.kernel.actions import action
from zhijia.kernel.people import Post, post_holder
from zhijia.kernel.refusals import Refused

from .. import clocks
from ..models import Assignment, Proposal, rules_of

P = Proposal.State
IN_HAND = (P.ASSIGNED, P.HANDLING, P.CLARIFY, P.COUNTERSIGN, P.SIGNING, P.SIGNED)


def parts(proposal):
    """Those departments that have it now."""
    return proposal.assignments.filter(ended=None).select_related("department__head")


def part_of(proposal, by, role=None):
    """The part of the person's department; for the committee, which may note down what a
    department said on paper, the one department there is of that role."""
    found = list(parts(proposal))
    own = [p for p in found if by.pk in (p.department.head_id, p.handler_id)]
    fitting = [p for p in own or found if role in (None, p.role)]
    return fitting[0] if fitting and (own or len(fitting) == 1) else None


def heads(proposal):
    return [p.department.head for p in parts(proposal)]


def committee(proposal):
    return holders("proposals.review", proposal.org)


def not_accused(proposal, by):
    """Who is complained of does not decide on it."""
    if proposal.against_id == by.pk:
        return _("提案人请您回避这件提案，由其他校领导办理。")
    return ""


@action(
    Proposal, may="proposals.instruct", label="批示", source=[P.INSTRUCT], target=P.ASSIGN,
    when=lambda p: rules_of(p).leader_reads, guard=not_accused, tells=committee, main=True,
)  # fmt: skip
def instruct(proposal, *, by, instruction):
    """The leader has read it and says how it should be handled."""
    proposal.instruction = instruction


def signer_of(proposal, lead, chosen):
    """Who signs: the leader in charge of the department, another one if that is who is complained
    of; nobody signs what their own department answers."""
    for who in (chosen, lead.leader, post_holder(proposal.org, Post.PRINCIPAL)):
        if who and who.pk not in (proposal.against_id, lead.head_id):
            return who
    others = holders("proposals.sign", proposal.org)
    return others.exclude(pk__in=[proposal.against_id or 0, lead.head_id]).order_by("pk").first()


def without_own(proposal, by):
    return _("自己的提案由其他委员交办。") if by in proposal.proposers() else ""


@action(
    Proposal, may="proposals.review", label="交办", source=[P.ASSIGN], target=P.ASSIGNED, tells=heads,
    guard=without_own, main=True,
)  # fmt: skip
def assign(proposal, *, by, lead, assisting=(), leader=None):
    """One department leads, others assist; the clock starts (rules 5.16, 5.18)."""
    if leader and leader.pk == proposal.against_id:
        raise Refused(_("提案人请%s回避，不能由其审签。") % leader, _("请另选一位校领导。"))
    hand_to(proposal, lead, assisting, leader)
    proposal.assigned = clock.today()
    proposal.due = clocks.reply_due(proposal, clock.today(), rules_of(proposal).reply_days)
    proposal.alarm = proposal.watched = 0


def is_signed(proposal) -> bool:
    """Whether a leader signs what is answered to it."""
    return rules_of(proposal).reply_signer != "none" and not proposal.suggestion


def hand_to(proposal, lead, assisting=(), leader=None):
    proposal.leader = signer_of(proposal, lead, leader)
    if is_signed(proposal) and proposal.leader is None:
        raise Refused(_("没有校领导可以审签这件提案的答复。"), _("请在交办时另选一位审签校领导。"))
    proposal.lead = lead
    Assignment.objects.create(proposal=proposal, department=lead, role="lead")
    for department in assisting:
        if department != lead:
            Assignment.objects.create(proposal=proposal, department=department, role="assist")


def may_receive(proposal, by):
    part = part_of(proposal, by)
    if part is None or part.received:
        waiting = [p.department.name for p in parts(proposal) if not p.received]
        return _("等待%s签收。") % "、".join(waiting) if waiting else _("已经签收。")
    return ""


@action(
    Proposal, may="proposals.assist", label="签收", source=[P.ASSIGNED, P.HANDLING], guard=may_receive,
    main=True,
)  # fmt: skip
def receive(proposal, *, by, handler=None):
    """The department takes it in hand and may name who handles it."""
    part = part_of(proposal, by)
    part.received, part.handler, part.asked = clock.today(), handler, ""
    part.save()
    if part.role == Assignment.Role.LEAD:
        proposal.state = P.HANDLING
