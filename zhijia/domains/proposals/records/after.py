"""What follows a case: the promises kept, the best of a call."""

from zhijia.kernel.records import DONE, DRAFT, PLANNED, VOID, Sentence, record_kind

from ..models import Award, Promise
from .metrics import BEST, BEST_DEPARTMENTS, KEPT, Kind, about


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
        """Nothing of it is told before it is announced."""
        if award.state == Award.State.ANNOUNCED:
            return DONE
        return VOID if award.state == Award.State.REFUSED else DRAFT

    def card(self, award):
        day = award.announced or award.on
        if award.department:
            return {"on": day, "title": f"优秀承办部门：{award.department}"}
        return {"on": day, "title": f"优秀提案：{about(award.proposal)}"}

    def public(self, award):
        if award.state != Award.State.ANNOUNCED:
            return ""
        day = award.announced or award.on
        what = "优秀提案一件" if award.proposal_id else "优秀承办部门一个"
        return f"{day.year}年{day.month}月评选{what}"

    def facts(self, award):
        return {BEST if award.proposal_id else BEST_DEPARTMENTS: 1}
