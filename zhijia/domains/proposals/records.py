"""What proposals mean to the outside, each fact on the day it came to be: handed in, decided,
answered, concluded, a promise kept, found best. A case lives over several years and the years are closed one by
one, so no figure of a closed year changes when the case goes on. No words name a proposer.
"""

from zhijia.kernel.records import DONE, PLANNED, VOID, RecordKind, Sentence, metric, record_kind

from .models import Award, Category, Conclusion, Decision, Grade, Promise, Proposal, Reply

SUBMITTED = metric("proposals.submitted", "收到提案", "件")
ACCEPTED = metric("proposals.accepted", "提案立案", "件")
MERGED = metric("proposals.merged", "提案并案", "件")
REFERRED = metric("proposals.referred", "转意见建议", "件")
DECLINED = metric("proposals.declined", "不立案", "件")
ANSWERED = metric("proposals.answered", "提案答复", "件")
ON_TIME = metric("proposals.on_time", "提案按期答复", "件")
CONCLUDED = metric("proposals.concluded", "提案结案", "件")
RATED = metric("proposals.rated", "提案已评价", "件")
SATISFIED = metric("proposals.satisfied", "提案人满意或基本满意", "件")
PROMISES = metric("proposals.promises", "答复中的承诺", "项")
KEPT = metric("proposals.promises_kept", "已兑现的承诺", "项")
BEST = metric("proposals.best", "优秀提案", "件")
BEST_DEPARTMENTS = metric("proposals.best_departments", "优秀承办部门", "个")
PART = {c: metric(f"proposals.about.{c}", f"{c.label}类提案", "件") for c in Category}
DECIDED = {"accept": ACCEPTED, "merge": MERGED, "refer": REFERRED, "decline": DECLINED}


def about(proposal) -> str:
    return f"{Category(proposal.about).label}类提案"


class Kind(RecordKind):
    """What the five have in common."""

    chapter = "democracy"

    def topics(self):
        return {self.code: self.label}

    def books(self):
        return {self.code: "民主管理"}

    def public(self, obj):
        on = self.card(obj)["on"]
        return f"{on.year}年{on.month}月{self.label}一件" if self.stage(obj) == DONE else ""


@record_kind(Proposal)
class ProposalRecord(Kind):
    """Handed in; it stays so whatever becomes of it."""

    code, label, serves = "proposals.proposal", "收到提案", SUBMITTED
    sentences = (
        Sentence(
            "征集教职工提案{proposals.submitted}件",
            parts=tuple((PART[c], str(c.label)) for c in Category),
        ),
    )

    def stage(self, proposal):
        return DONE if proposal.submitted else "draft"

    def card(self, proposal):
        day = proposal.submitted or proposal.created.date()
        return {"on": day, "title": f"收到{about(proposal)}"}

    def facts(self, proposal):
        return {SUBMITTED: 1, PART[Category(proposal.about)]: 1}


@record_kind(Decision)
class DecisionRecord(Kind):
    code, label, serves = "proposals.decision", "审查提案", ACCEPTED
    related = ("proposal",)
    sentences = (
        Sentence("提案委审查立案{proposals.accepted}件"),
        Sentence("并案办理{proposals.merged}件"),
        Sentence("转为意见建议继续答复{proposals.referred}件"),
        Sentence("依照理由不立案{proposals.declined}件"),
    )

    def stage(self, decision):
        return DONE if decision.what in DECIDED else VOID

    def card(self, decision):
        title = f"{about(decision.proposal)}：{decision.get_what_display()}"
        return {"on": decision.on, "title": title}

    def facts(self, decision):
        return {DECIDED[decision.what]: 1}


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


@record_kind(Promise)
class PromiseRecord(Kind):
    code, label, serves = "proposals.promise", "提案承诺兑现", KEPT
    related = ("proposal",)
    sentences = (Sentence("兑现答复中的承诺{proposals.promises_kept}项"),)

    def stage(self, promise):
        if promise.state == Promise.State.WITHDRAWN:
            return VOID
        return DONE if promise.settled else PLANNED

    def card(self, promise):
        return {"on": promise.settled or promise.due, "title": f"{about(promise.proposal)}的承诺"}

    def facts(self, promise):
        return {KEPT: 1}


@record_kind(Award)
class AwardRecord(Kind):
    """Found best; its title names a department, never who proposed."""

    code, label, serves = "proposals.award", "提案评优", BEST
    related = ("proposal", "department")
    sentences = (
        Sentence("评选优秀提案{proposals.best}件"),
        Sentence("评选优秀承办部门{proposals.best_departments}个"),
    )

    def stage(self, award):
        return DONE

    def card(self, award):
        if award.department:
            return {"on": award.on, "title": f"优秀承办部门：{award.department}"}
        return {"on": award.on, "title": f"优秀提案：{about(award.proposal)}"}

    def public(self, award):
        what = "优秀提案一件" if award.proposal_id else "优秀承办部门一个"
        return f"{award.on.year}年{award.on.month}月评选{what}"

    def facts(self, award):
        return {BEST if award.proposal_id else BEST_DEPARTMENTS: 1}
