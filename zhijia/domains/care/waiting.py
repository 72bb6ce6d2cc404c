"""What waits for a person in care."""

from datetime import timedelta

from zhijia.kernel import clock
from zhijia.kernel.access import can
from zhijia.kernel.actions import url_of
from zhijia.kernel.waiting import Waiting, waits

from .models import Occasion, Visit


@waits
def visits_to_make(person, org):
    """Visits one is to make, and follow-ups falling due, as a visitor."""
    soon = clock.today() + timedelta(days=7)
    mine = Visit.objects.of(org).filter(visitors=person).select_related("occasion__person")
    rows = mine.to_make() | mine.to_follow_up(soon)
    for visit in rows.distinct()[:20]:
        who = visit.occasion.person.name if visit.occasion else visit.get_kind_display()
        if visit.state == Visit.State.PLANNED:
            yield Waiting(f"走访：{who}（{visit.get_kind_display()}）", f"{url_of(visit)}finish/", "登记",
                          visit.on, visit.rule)  # fmt: skip
        else:
            yield Waiting(f"回访：{who}", f"{url_of(visit)}follow/", "登记", visit.follow_up)


@waits
def occasions_to_arrange(person, org):
    if not can(person, "care.arrange", org):
        return
    rows = Occasion.objects.of(org).open().select_related("person", "org")
    for occasion in rows[:20]:
        yield Waiting(f"安排走访：{occasion}", f"{url_of(occasion)}plan/", "安排", occasion.due)


@waits
def visits_to_approve(person, org):
    if not can(person, "care.approve", org):
        return
    rows = Visit.objects.of(org).filter(state=Visit.State.AWAITING).exclude(planned_by=person)
    for visit in rows.select_related("occasion")[:20]:
        yield Waiting(f"批准超标准慰问：{visit}", url_of(visit), "查看", visit.on, visit.rule)
