"""What waits for a person in the year's work."""

from zhijia.kernel import clock
from zhijia.kernel.access import can
from zhijia.kernel.actions import url_of
from zhijia.kernel.waiting import Waiting, waits

from .models import Plan, PlanItem, Summary


@waits
def items_due(person, org):
    """This month's items and those left behind: one's own, or all for who keeps the plan."""
    today = clock.today()
    rows = PlanItem.objects.of(org).filter(year=today.year, month_from__lte=today.month)
    rows = rows.filter(state=PlanItem.State.OPEN)
    if not can(person, "planning.edit", org):
        rows = rows.filter(owner=person)
    for item in rows.select_related("owner").order_by("month_to", "order")[:12]:
        note = item.owner.name if item.owner else ""
        yield Waiting(item.title, url_of(item), "去办", item.due, note)


@waits
def papers_to_decide(person, org):
    """Plans and summaries that wait for one's word."""
    steps = {
        Plan.State.SUBMITTED: ("planning.agree", "同意"),
        Plan.State.AGREED: ("planning.adopt", "通过"),
    }
    wanted = [state for state, (power, _word) in steps.items() if can(person, power, org)]
    for plan in Plan.objects.of(org).filter(state__in=wanted):
        yield Waiting(plan.title, url_of(plan), steps[plan.state][1])
    if can(person, "planning.sign", org):
        for summary in Summary.objects.of(org).filter(state=Summary.State.SUBMITTED).defer("blocks"):
            yield Waiting(summary.title, url_of(summary), "签发")
