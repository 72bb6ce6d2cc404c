"""Whom a proposal calls on, in every state but the last: a person, or who holds a power."""

from datetime import timedelta

from zhijia.kernel.access import can
from zhijia.kernel.actions import url_of
from zhijia.kernel.waiting import Waiting, waits

from ..actions.answering import reply_of
from ..actions.assigning import parts
from ..actions.drafting import current
from ..delegations import presidium_of
from ..models import Proposal, Second, rules_of
from ..outcome import missing_raters
from ..signing import first_signer, second_signer, somebody_signs
from ..support import why_short

P = Proposal.State


@waits(Proposal)
def of_proposal(proposal):
    lines = LINES.get(proposal.state)
    return lines(proposal, url_of(proposal)) if lines else ()


def line(proposal, what, verb, button, due=None, note="", **whom):
    url = f"{url_of(proposal)}{verb}/" if verb else url_of(proposal)
    return Waiting(f"{what}：{proposal}", url, button, due, note, **whom)


def review(proposal, what, verb, button, due=None, note=""):
    """For the committee, but not for the proposer who sits in it."""
    return line(proposal, what, verb, button, due, note, power="proposals.review",
                besides=proposal.proposer)  # fmt: skip


def writing(proposal, there):
    closes = proposal.call.closes
    yield line(proposal, "写完提案", "", "查看", closes, person=proposal.proposer)


def seconding(proposal, there):
    closes, short = proposal.call.closes, why_short(proposal)
    if short:
        yield line(proposal, "征集附议", "", "查看", closes, short, person=proposal.proposer)
    else:
        yield line(proposal, "提交提案", "submit", "提交", closes, person=proposal.proposer)
    for one in proposal.seconds.filter(state=Second.State.ASKED).select_related("person"):
        yield line(proposal, "请您附议", "", "查看", closes, person=one.person)


def precheck(proposal, there):
    """The head of the delegation; the chair too once the days for it are over."""
    days, head = rules_of(proposal).precheck_days, proposal.head
    due = proposal.submitted + timedelta(days=days) if days else None
    heads = bool(head) and can(head, "proposals.precheck", proposal)
    if heads:
        yield line(proposal, "初审提案", "", "查看", due, person=head)
    if due or not heads:
        since = due + timedelta(days=1) if heads else None
        words = f"小组长（代表团长）{head}没有按期初审" if heads else ""
        yield line(proposal, "代为初审提案" if heads else "初审提案", "", "查看", due, words,
                   power="proposals.precheck", besides=proposal.proposer, since=since)  # fmt: skip


def reviewing(proposal, there):
    yield review(
        proposal, "审查提案", "", "审查", note="按意见建议办理" if proposal.suggestion else ""
    )


def disputed(proposal, there):
    for person in presidium_of(proposal.org):
        if person.pk != proposal.proposer_id:
            yield line(proposal, "裁定提案", "decide", "裁定", person=person)
    yield line(proposal, "裁定提案", "decide", "裁定", power="proposals.decide",
               besides=proposal.proposer)  # fmt: skip


def instructing(proposal, there):
    yield line(proposal, "批示提案", "instruct", "批示", power="proposals.instruct",
               besides=proposal.against)  # fmt: skip


def assigning(proposal, there):
    yield review(proposal, "交办提案", "assign", "交办", note=proposal.instruction)


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


def merged(proposal, there):
    into = proposal.merged_into
    if into.state not in MERGE_OPEN:
        return
    if not proposal.merge_agreed:
        words = f"并入“{into}”"
        yield line(proposal, "请确认并案", "", "查看", None, words, person=proposal.proposer)
    if not proposal.host_agreed:
        words = f"并入您的“{into}”"
        yield line(proposal, "请确认并案", "", "查看", None, words, person=into.proposer)


MERGE_OPEN = (P.REVIEW, P.INSTRUCT, P.ASSIGN, P.ASSIGNED, P.HANDLING)
LINES = {
    P.DRAFT: writing, P.SECONDING: seconding, P.PRECHECK: precheck, P.REVIEW: reviewing,
    P.DISPUTED: disputed, P.INSTRUCT: instructing, P.ASSIGN: assigning, P.ASSIGNED: receiving,
    P.HANDLING: handling, P.CLARIFY: clarifying, P.COUNTERSIGN: countersigning, P.SIGNING: signing,
    P.SIGNED: delivering, P.RATING: rating, P.CHECKING: checking, P.MERGED: merged,
}  # fmt: skip
