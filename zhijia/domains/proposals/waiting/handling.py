"""Whom a proposal calls on while a department has it, until somebody closes it."""

from zhijia.kernel.access import can
from zhijia.kernel.waiting import Waiting

from .. import clocks
from ..actions.answering import reply_of
from ..actions.assigning import parts
from ..actions.drafting import current
from ..outcome import missing_raters
from ..signing import first_signer, second_signer, somebody_signs
from .lines import line, review


def following(proposal):
    """Whoever follows it, at the next check point; somebody else, once they have left the committee."""
    if not can(proposal.follower, "proposals.review", proposal):
        yield review(proposal, "另定跟踪委员", "change_follower", "指定")
    elif proposal.watched < len(points := clocks.check_points(proposal)):
        yield line(proposal, "跟踪提案", "look_in", "填写", proposal.due, person=proposal.follower,
                   since=points[proposal.watched])  # fmt: skip


def receiving(proposal, there):
    found = list(parts(proposal))
    for part in found:
        if not part.received:
            yield call_on(proposal, part, "签收提案", "receive", "签收")
    yield from asking(proposal, found)


def asking(proposal, found):
    for part in found:
        if part.asked:
            yield review(proposal, f"{part.department}申请改派", "", "处理", note=part.asked)


def call_on(proposal, part, what, verb, button, note=""):
    """The one who handles it at the department, else its head; the committee, once they left."""
    for who in (part.handler, part.department.head):
        if who and can(who, "proposals.assist", proposal):
            return line(proposal, what, verb, button, proposal.due, note, person=who)
    return review(proposal, what, verb, button, proposal.due, f"{part.department}没有人可以办理")


def handling(proposal, there):
    found, again = (
        list(parts(proposal)),
        f"第 {proposal.round} 次办理" if proposal.round > 1 else "",
    )
    for part in found:
        if part.role == "lead":
            yield call_on(proposal, part, "办理提案", "", "办理", again)
        elif not part.received:
            yield call_on(proposal, part, "签收提案", "receive", "签收")
        elif not part.opinion:
            yield call_on(proposal, part, "协办提案", "contribute", "填写")
    yield from asking(proposal, found)


def clarifying(proposal, there):
    for who in proposal.proposers():
        yield line(
            proposal, "承办部门请您说明", "explain", "说明", None, proposal.question, person=who
        )


def countersigning(proposal, there):
    for part in parts(proposal):
        if part.role == "assist" and not part.countersigned:
            yield call_on(proposal, part, "会签答复", "", "会签")


def signing(proposal, there):
    reply = current(proposal)
    first = first_signer(proposal, reply) if reply and not reply.signed_by_id else None
    second = second_signer(proposal, reply) if reply and reply.signed_by_id else None
    who = first or second
    if who:
        yield line(proposal, "审签答复", "", "审签", proposal.due, person=who)
    elif reply and somebody_signs(proposal, reply):
        yield line(proposal, "审签答复", "", "审签", proposal.due, power="proposals.sign",
                   besides=proposal.against)  # fmt: skip
    else:
        yield review(proposal, "另定审签校领导", "change_signer", "改审签人", proposal.due)


def delivering(proposal, there):
    for part in parts(proposal):
        if part.role == "lead":
            yield call_on(proposal, part, "送达答复", "", "送达")


def rating(proposal, there):
    reply = reply_of(proposal)
    for who in missing_raters(proposal, reply) if reply else ():
        yield line(proposal, "评价答复", "rate", "评价", proposal.rating_due, person=who)
    yield Waiting(f"评价期满：{proposal}", there, "处理", note="还有提案人没有评价",
                  power="proposals.review", since=proposal.rating_due)  # fmt: skip


def checking(proposal, there):
    words = f"提案人{proposal.get_outcome_display()}" if proposal.outcome else ""
    yield review(proposal, "核查提案", "", "处理", note=words)
