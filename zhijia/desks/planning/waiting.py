"""Whom the year's plan and summary call on."""

from datetime import date

from zhijia.kernel.actions import url_of
from zhijia.kernel.waiting import Waiting, waits

from .models import Plan, PlanItem, Summary


@waits(PlanItem)
def to_do(item):
    """From its month on: who answers for it, and who keeps the plan. What was put off to a later
    month waits from there; what was carried into next year waits there."""
    put_off = item.state == PlanItem.State.POSTPONED
    if item.state != PlanItem.State.OPEN and not put_off:
        return
    if put_off and item.carried_to.exists():
        return
    owner = item.owner.name if item.owner else ""
    given = (item.title, url_of(item), "去办", item.due, owner)
    since = date(item.year, item.month_to if put_off else item.month_from, 1)
    yield Waiting(*given, power="planning.edit", since=since)
    if item.owner:
        yield Waiting(*given, person=item.owner, since=since)


@waits(Plan)
def to_decide(plan):
    steps = {
        Plan.State.SUBMITTED: ("planning.agree", "同意"),
        Plan.State.AGREED: ("planning.adopt", "通过"),
    }
    if plan.state in steps:
        power, word = steps[plan.state]
        yield Waiting(plan.title, url_of(plan), word, power=power)


@waits(Summary)
def to_sign(summary):
    if summary.state == Summary.State.SUBMITTED:
        yield Waiting(summary.title, url_of(summary), "签发", power="planning.sign")
