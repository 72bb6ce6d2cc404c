"""A case goes to another department, or to another signer; the clock runs on."""

from django.utils.translation import gettext as _

from zhijia.kernel import clock
from zhijia.kernel.actions import action, url_of
from zhijia.kernel.notices import tell
from zhijia.kernel.refusals import Refused

from .. import clocks
from ..models import Assignment, Proposal, rules_of
from .assigning import IN_HAND, committee, hand_to, heads, part_of, parts

P = Proposal.State


def may_ask(proposal, by):
    """Within the school's days from 交办 (rules 5.16)."""
    part, days = part_of(proposal, by), rules_of(proposal).reassign_days
    if part and clocks.working_days_since(proposal.org, part.sent) > days:
        return _("交办已超过 %d 个工作日，不能再申请改派。") % days
    return _("已经申请，等待提案委处理。") if part and part.asked else ""


@action(
    Proposal, may="proposals.assist", label="申请改派", source=[P.ASSIGNED, P.HANDLING], guard=may_ask,
    tells=committee,
)  # fmt: skip
def ask_reassign(proposal, *, by, reason):
    part = part_of(proposal, by)
    if part is None:
        raise Refused(_("请由要改派的部门自己申请。"))
    part.asked = reason
    part.save()


def is_asked(proposal, by):
    return "" if parts(proposal).exclude(asked="").exists() else _("没有部门申请改派。")


@action(
    Proposal, may="proposals.review", label="不予改派", source=[P.ASSIGNED, P.HANDLING], guard=is_asked,
    tells=heads,
)  # fmt: skip
def keep_assigned(proposal, *, by, reason):
    """It stays where it is."""
    parts(proposal).exclude(asked="").update(asked="")


@action(
    Proposal, may="proposals.review", label="改派",
    source=[P.ASSIGNED, P.HANDLING, P.CLARIFY], tells=heads,
)  # fmt: skip
def reassign(proposal, *, by, part, to, reason):
    """Another department takes a part over; a new lead receives it first. The clock runs on."""
    if part.proposal_id != proposal.pk or part.ended:
        raise Refused(_("这个部门已经不承办这件提案。"), _("请刷新页面。"))
    _move(proposal, part, to, reason)


def _move(proposal, part, to, reason):
    part.ended, part.why, part.asked = clock.today(), reason, ""
    part.save()
    own = parts(proposal).filter(department=to).first() if to else None
    if part.role != Assignment.Role.LEAD:
        if to and own is None:
            Assignment.objects.create(proposal=proposal, department=to, role="assist")
        return
    _run_on(proposal)
    if own:
        own.ended, own.why = clock.today(), _("改为主办")
        own.save()
    if to is None:
        proposal.lead, proposal.due, proposal.state = None, None, P.ASSIGN
        parts(proposal).update(ended=clock.today(), why=reason)
        return
    hand_to(proposal, to)
    proposal.state = P.ASSIGNED


def _run_on(proposal):
    """Start a clock that stood still."""
    if proposal.paused and proposal.due:
        proposal.due = clocks.after_pause(proposal, proposal.due, proposal.paused)
    proposal.paused, proposal.question = None, ""


@action(
    Proposal, may="proposals.review", label="改审签人", source=IN_HAND[:-1],
    when=lambda p: rules_of(p).reply_signer != "none", tells=lambda p: [p.leader],
)  # fmt: skip
def change_signer(proposal, *, by, leader, reason):
    """Another leader signs: the one named has left, is away, or is who is complained of."""
    if leader.pk in (proposal.against_id, proposal.lead.head_id):
        raise Refused(_("%s不能审签这件提案的答复。") % leader, _("请另选一位校领导。"))
    proposal.leader = leader


@action(
    Proposal, may="proposals.review", label="承办部门撤销", hidden=True,
    source=[s for s in Proposal.FILED if s != P.CONCLUDED],
)  # fmt: skip
def hand_over(proposal, *, by, part, to, reason):
    """A department was dissolved: its successor goes on where it stood; without one the case is to
    be assigned anew. Told to all whom it concerns."""
    if proposal.state in IN_HAND or part.role != Assignment.Role.LEAD:
        _move(proposal, part, to, reason)
    elif to:
        part.ended, part.why = clock.today(), reason
        part.save()
        parts(proposal).filter(department=to).update(ended=clock.today(), why=_("改为主办"))
        hand_to(proposal, to)
    people = [*proposal.proposers(), *heads(proposal)]
    words = _("承办部门有变动：%s") % proposal
    tell(people, proposal.org, words, url_of(proposal), besides=by)
