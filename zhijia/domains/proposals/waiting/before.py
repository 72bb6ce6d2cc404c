"""Whom a proposal calls on until a department has it."""

from datetime import timedelta

from zhijia.kernel.access import can

from ..actions.forwarding import sent
from ..actions.merging import MERGEABLE
from ..delegations import presidium_of
from ..models import Second, rules_of
from ..support import why_short
from .lines import line, review


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


def tabled(proposal, there):
    day = proposal.item.session.on if proposal.item else None
    yield review(proposal, "等大会表决", "", "查看", day, note="大会闭幕后结果自动记下")


def instructing(proposal, there):
    yield line(proposal, "批示提案", "instruct", "批示", power="proposals.instruct",
               besides=proposal.against)  # fmt: skip


def assigning(proposal, there):
    yield review(proposal, "交办提案", "assign", "交办", note=proposal.instruction)


def forwarded(proposal, there):
    note = f"已转送{sent(proposal).name}，答复到了转告提案人"
    yield review(proposal, "转告上级答复", "relay", "登记", note=note)


def merged(proposal, there):
    into = proposal.merged_into
    if into.state not in MERGEABLE:
        return
    if not proposal.merge_agreed:
        words = f"并入“{into}”"
        yield line(proposal, "请确认并案", "", "查看", None, words, person=proposal.proposer)
    if not proposal.host_agreed:
        words = f"并入您的“{into}”"
        yield line(proposal, "请确认并案", "", "查看", None, words, person=into.proposer)
