"""A case from the day it is handed in: decided, answered, concluded."""

from zhijia.kernel.records import DONE, PLANNED, VOID, Sentence, record_kind

from ..models import Category, Conclusion, Decision, Forwarding, Grade, Proposal, Reply
from .metrics import (
    ACCEPTED,
    ANSWERED,
    CONCLUDED,
    DECIDED,
    FORWARDED,
    MOTIONS,
    ON_TIME,
    PART,
    PROMISES,
    RATED,
    SATISFIED,
    SUBMITTED,
    VOTED,
    Kind,
    about,
)


@record_kind(Proposal)
class ProposalRecord(Kind):
    """Handed in; it stays so whatever becomes of it."""

    code, label, serves = "proposals.proposal", "收到提案", SUBMITTED
    sentences = (
        Sentence(
            "征集教职工提案{proposals.submitted}件",
            parts=tuple((PART[c], str(c.label)) for c in Category),
        ),
        Sentence("其中提请大会审议的议案{proposals.motions}件"),
    )

    def stage(self, proposal):
        return DONE if proposal.submitted else "draft"

    def card(self, proposal):
        day = proposal.submitted or proposal.created.date()
        return {"on": day, "title": f"收到{about(proposal)}"}

    def facts(self, proposal):
        motion = int(proposal.kind == Proposal.Kind.MOTION)
        return {SUBMITTED: 1, PART[Category(proposal.about)]: 1, MOTIONS: motion}


@record_kind(Decision)
class DecisionRecord(Kind):
    code, label, serves = "proposals.decision", "审查提案", ACCEPTED
    related = ("proposal",)
    sentences = (
        Sentence("提案委审查立案{proposals.accepted}件"),
        Sentence("并案办理{proposals.merged}件"),
        Sentence("转为意见建议继续答复{proposals.referred}件"),
        Sentence("依照理由不立案{proposals.declined}件"),
        Sentence("由大会表决是否立案{proposals.voted}件"),
    )

    def stage(self, decision):
        return DONE if decision.what in DECIDED else VOID

    def card(self, decision):
        title = f"{about(decision.proposal)}：{decision.get_what_display()}"
        return {"on": decision.on, "title": title}

    def facts(self, decision):
        return {DECIDED[decision.what]: 1, VOTED: int(decision.congress)}


@record_kind(Forwarding)
class ForwardingRecord(Kind):
    """The level above sees that there was one and what it was about, no more."""

    code, label, serves = "proposals.forwarding", "向上转送提案", FORWARDED
    related = ("proposal",)
    sentences = (Sentence("向上转送超出学校权限的提案{proposals.forwarded}件"),)

    def stage(self, forwarding):
        return DONE

    def card(self, forwarding):
        return {"on": forwarding.on, "title": f"向上转送{about(forwarding.proposal)}"}

    def facts(self, forwarding):
        return {FORWARDED: 1}


@record_kind(Reply)
class ReplyRecord(Kind):
    """The first answer counts as the answer; a second handling counts no second time."""

    code, label, serves = "proposals.reply", "答复提案", ANSWERED
    related = ("proposal",)
    sentences = (
        Sentence("答复提案{proposals.answered}件，其中按期答复{proposals.on_time}件"),
        Sentence("在答复中作出承诺{proposals.promises}项"),
    )

    def stage(self, reply):
        return DONE if reply.delivered else PLANNED

    def card(self, reply):
        return {"on": reply.delivered or reply.drafted, "title": f"答复{about(reply.proposal)}"}

    def facts(self, reply):
        first = int(reply.round == 1)
        return {
            ANSWERED: first,
            ON_TIME: int(first and reply.on_time),
            PROMISES: len(reply.promised),
        }


@record_kind(Conclusion)
class ConclusionRecord(Kind):
    code, label, serves = "proposals.conclusion", "提案结案", CONCLUDED
    related = ("proposal",)
    sentences = (
        Sentence("提案结案{proposals.concluded}件"),
        Sentence("提案人作出评价{proposals.rated}件，其中满意和基本满意{proposals.satisfied}件"),
    )

    def stage(self, conclusion):
        return DONE

    def card(self, conclusion):
        return {"on": conclusion.on, "title": f"{about(conclusion.proposal)}结案"}

    def facts(self, conclusion):
        rated = conclusion.outcome != Grade.UNRATED
        satisfied = conclusion.outcome in (Grade.SATISFIED, Grade.BASIC)
        return {CONCLUDED: 1, RATED: int(rated), SATISFIED: int(satisfied)}
