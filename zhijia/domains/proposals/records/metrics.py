"""The figures that proposals add to, and what all their kinds have in common."""

from zhijia.kernel.records import RecordKind, metric

from ..models import Category

SUBMITTED = metric("proposals.submitted", "收到提案", "件")
MOTIONS = metric("proposals.motions", "收到议案", "件")
VOTED = metric("proposals.voted", "大会表决提案和议案", "件")
ACCEPTED = metric("proposals.accepted", "提案立案", "件")
MERGED = metric("proposals.merged", "提案并案", "件")
REFERRED = metric("proposals.referred", "转意见建议", "件")
DECLINED = metric("proposals.declined", "不立案", "件")
FORWARDED = metric("proposals.forwarded", "向上转送提案", "件")
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

    chapter, book = "democracy", "民主管理"

    def public(self, obj):
        return self.by_month(obj)
