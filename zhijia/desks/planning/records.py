"""A plan item, as the summary counts it: planned, and what became of it."""

from datetime import date

from zhijia.kernel.records import DONE, RecordKind, metric, record_kind

from .models import PlanItem
from .progress import OWN_KIND, recount

ITEMS = metric("planning.items", "计划事项", "项")
BECAME = {
    PlanItem.State.DONE: metric("planning.items_done", "办结", "项"),
    PlanItem.State.POSTPONED: metric("planning.items_postponed", "顺延", "项"),
    PlanItem.State.CANCELLED: metric("planning.items_cancelled", "取消", "项"),
    PlanItem.State.OPEN: metric("planning.items_open", "在办", "项"),
}


@record_kind(PlanItem)
class PlanItemRecord(RecordKind):
    """Drawn from other records, so it comes after them; the register does not list it."""

    code, label, chapter, order = OWN_KIND, "计划事项", "self", 1

    def refresh(self, objs):
        recount(objs)

    def stage(self, item):
        return DONE

    def card(self, item):
        return {"on": date(item.year, item.month_to, 1), "title": item.title}

    def public(self, item):
        return ""

    def facts(self, item):
        return {ITEMS: 1, BECAME[PlanItem.State(item.state)]: 1}
