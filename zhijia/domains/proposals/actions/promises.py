"""Promises, followed by date after the case is closed, with evidence (rules 5.24)."""

from django.utils.translation import gettext as _

from zhijia.kernel import clock
from zhijia.kernel.actions import action, url_of
from zhijia.kernel.documents.models import attach
from zhijia.kernel.notices import tell
from zhijia.kernel.refusals import Refused

from ..models import Promise, Proposal
from .assigning import committee

P, M = Proposal.State, Promise.State


def landing_of(proposal) -> str:
    """Whether what was promised is done: nothing promised, under way, done, or all of it given up."""
    states = list(proposal.promises.values_list("state", flat=True))
    if not states:
        return Proposal.Landing.NONE
    if {M.OPEN, M.REPORTED} & set(states):
        return Proposal.Landing.OPEN
    return Proposal.Landing.OFF if set(states) == {M.WITHDRAWN} else Proposal.Landing.DONE


@action(Proposal, may="proposals.see", label="落实进展", hidden=True, source=[*Proposal.FILED])
def land(proposal, *, by):
    """Follows from what becomes of a promise: done is another fact than answered or satisfied."""
    proposal.landing = landing_of(proposal)


@action(
    Promise, creates=True, parent=Proposal, may="proposals.handle", label="承诺", hidden=True,
    source=[P.SIGNED],
)  # fmt: skip
def promise(proposal, *, by, text, due, department):
    """Follows from delivering the answer it stands in."""
    return Promise(
        org=proposal.org,
        proposal=proposal,
        department=department,
        text=text[:200],
        first_due=due,
        due=due,
    )


@action(
    Promise, may="proposals.report", label="报告落实", source=[M.OPEN], target=M.REPORTED,
    tells=lambda p: [*committee(p), *p.proposal.proposers()], main=True,
)  # fmt: skip
def report_promise(promise, *, by, evidence, files=(), consent=False):
    """The department says what was done and shows it."""
    promise.evidence, promise.reported = evidence, clock.today()
    promise.check_due = None
    for name, data in files:
        attach(promise, data, name, by=by, sealed=True, consent=consent)


def not_mine(promise, by):
    """Who reports does not confirm."""
    if promise.department.head_id == by.pk:
        return _("本部门的承诺由别人核实。")
    return ""


def people_of(promise):
    return [promise.department.head, *promise.proposal.proposers()]


@action(
    Promise, may="proposals.verify", label="核实兑现", source=[M.REPORTED], guard=not_mine,
    tells=people_of, main=True,
)  # fmt: skip
def confirm_promise(promise, *, by):
    """Done, as the committee or the proposer has seen: kept if reported by the first day set."""
    promise.state = M.KEPT if promise.reported <= promise.first_due else M.LATE
    promise.settled = clock.today()
    promise.save()
    land(promise.proposal, by=by)


@action(
    Promise, may="proposals.verify", label="未兑现，退回", source=[M.REPORTED], target=M.OPEN,
    guard=not_mine, tells=people_of,
)  # fmt: skip
def return_promise(promise, *, by, reason):
    """What was shown is not what was promised."""
    promise.reported = None


@action(Promise, may="proposals.report", label="顺延", source=[M.OPEN], tells=people_of)
def postpone_promise(promise, *, by, due, reason):
    """Later, with a reason that all can read; the first day stays, so it counts as late."""
    if due <= promise.due or due <= clock.today():
        raise Refused(_("新的期限要晚于原期限和今天。"))
    promise.due, promise.alarm = due, 0


@action(
    Promise, may="proposals.review", label="不再办理", source=[M.OPEN, M.REPORTED], tells=people_of
)
def withdraw_promise(promise, *, by, reason):
    """It will not be done; the reason stands on the public board."""
    promise.state, promise.closing, promise.settled = M.WITHDRAWN, reason, clock.today()
    promise.save()
    land(promise.proposal, by=by)


@action(Promise, may="proposals.review", label="督办", source=[M.OPEN])
def press_promise(promise, *, by, reason):
    head, words = promise.department.head, _("督办承诺：%s") % promise
    people = [head, promise.department.leader]
    tell(people, promise.org, words, url_of(promise), promise.due, besides=by, urgent=True)


@action(
    Promise,
    may="proposals.call",
    label="转由接手部门落实",
    source=[M.OPEN, M.REPORTED],
    hidden=True,
)
def pass_on(promise, *, by, to, reason):
    """The department was dissolved; its successor keeps the promise."""
    promise.department = to
    tell([to.head], promise.org, _("请接手落实承诺：%s") % promise, url_of(promise), promise.due)
