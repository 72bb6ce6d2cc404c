"""Handling: talking to the proposer, the other departments' words, time."""

from django.utils.translation import gettext as _

from zhijia.kernel import clock
from zhijia.kernel.access import holders
from zhijia.kernel.actions import action, url_of
from zhijia.kernel.documents.models import attach
from zhijia.kernel.notices import tell
from zhijia.kernel.refusals import Refused

from .. import clocks
from ..models import Assignment, Contact, Proposal, rules_of
from .assigning import heads, part_of

P = Proposal.State


def proposers(proposal):
    return proposal.proposers()


@action(Proposal, may="proposals.assist", label="提交协办意见", source=[P.HANDLING, P.CLARIFY],
        tells=heads)  # fmt: skip
def contribute(proposal, *, by, opinion):
    """An assisting department's own reply, which the lead works into the answer."""
    part = part_of(proposal, by, Assignment.Role.ASSIST)
    if part is None:
        raise Refused(_("协办意见由协办部门提交。"))
    part.opinion, part.received = opinion, part.received or clock.today()
    part.save()


@action(Proposal, may="proposals.handle", label="登记沟通", source=[P.HANDLING, P.CLARIFY],
        tells=proposers)  # fmt: skip
def contact(proposal, *, by, on, way, words):
    """How the proposer was spoken to, and what came of it (rules 5.20)."""
    if on > clock.today():
        raise Refused(_("沟通日期不能晚于今天。"), _("谈过之后再登记。"))
    if proposal.assigned and on < proposal.assigned:
        raise Refused(_("沟通日期早于交办日期。"))
    Contact.objects.create(
        proposal=proposal, round=proposal.round, on=on, way=way, words=words, by=by
    )


@action(
    Proposal, may="proposals.handle", label="请提案人说明", source=[P.HANDLING], target=P.CLARIFY,
    tells=proposers,
)  # fmt: skip
def clarify(proposal, *, by, question):
    """The clock stands still until the proposer has said what is meant."""
    proposal.question, proposal.paused = question, clock.today()


def _resume(proposal):
    proposal.due = clocks.after_pause(proposal, proposal.due, proposal.paused)
    proposal.paused, proposal.question, proposal.alarm = None, "", 0


@action(
    Proposal, may="proposals.joint", label="说明", source=[P.CLARIFY], target=P.HANDLING, tells=heads,
    main=True,
)  # fmt: skip
def explain(proposal, *, by, words):
    """The proposer answers; the clock goes on, later by the days it stood still."""
    Contact.objects.create(
        proposal=proposal, round=proposal.round, on=clock.today(), way=Contact.Way.WRITTEN,
        words=_("问：%(q)s\n答：%(a)s") % {"q": proposal.question, "a": words}, by=by,
    )  # fmt: skip
    _resume(proposal)


@action(
    Proposal, may="proposals.handle", label="恢复计时", source=[P.CLARIFY], target=P.HANDLING,
    tells=proposers,
)  # fmt: skip
def resume(proposal, *, by, reason):
    """Go on without an explanation."""
    _resume(proposal)


def may_extend(proposal, by):
    if proposal.extended:
        return _("已经延期过一次。")
    return "" if rules_of(proposal).extension_days else _("本校不设延期。")


def concerned(proposal):
    return [*proposal.proposers(), *holders("proposals.review", proposal.org)]


@action(
    Proposal, may="proposals.handle", label="延期", source=[P.ASSIGNED, P.HANDLING], guard=may_extend,
    tells=concerned,
)  # fmt: skip
def extend(proposal, *, by, reason):
    """Once, with a reason that the proposer is told (rules 5.18)."""
    days = rules_of(proposal).extension_days
    proposal.extended, proposal.alarm = reason, 0
    proposal.due = clocks.reply_due(proposal, proposal.due, days)


def may_press(proposal, by):
    return "" if proposal.due else _("还没有期限。")


@action(
    Proposal, may="proposals.review", label="督办", guard=may_press,
    source=[P.ASSIGNED, P.HANDLING, P.COUNTERSIGN, P.SIGNING],
)  # fmt: skip
def press(proposal, *, by, reason):
    """The committee reminds the department and the leader in charge, in urgent words."""
    people = [*heads(proposal), proposal.leader]
    words = _("督办提案：%s") % proposal
    tell(people, proposal.org, words, url_of(proposal), proposal.due, besides=by, urgent=True)


@action(
    Proposal,
    may="proposals.joint",
    label="加材料",
    source=[P.DRAFT, P.SECONDING, P.PRECHECK, P.REVIEW],
)
def add_files(proposal, *, by, files, consent=False):
    """Papers and photos that belong to the proposal."""
    for name, data in files:
        attach(proposal, data, name, by=by, sealed=True, consent=consent)
