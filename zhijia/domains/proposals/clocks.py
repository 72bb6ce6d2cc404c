"""Days by the union's own calendar, 调休 included (rules 0.06, 5.18)."""

from datetime import timedelta

from zhijia.kernel import clock
from zhijia.kernel.calendar.models import overrides_for
from zhijia.kernel.calendar.working_days import (
    add_working_days,
    is_working_day,
    working_days_between,
)

from .models import rules_of

AMBER, SOON, TODAY, RED = 1, 2, 3, 4  # stages of a clock: 15 days, 7 days, the day itself, past
DAYS = {AMBER: 15, SOON: 7, TODAY: 0, RED: -1}  # days left from which each stage holds


def working_days_after(org, start, days):
    """The n-th working day after ``start``."""
    return add_working_days(start, days, overrides_for(org, start.year, start.year + 1))


def working_days_since(org, start) -> int:
    today = clock.today()
    return working_days_between(start, today, overrides_for(org, start.year, today.year))


def reply_due(obj, start, days):
    """The last day of a period of ``days`` after ``start``, counted as the school's settings say.

    A calendar period that ends on a day off ends on the next working day.
    """
    if rules_of(obj).day_type == "working":
        return working_days_after(obj.org, start, days)
    last = start + timedelta(days=days)
    known = overrides_for(obj.org, last.year, last.year + 1)
    while not is_working_day(last, known):
        last += timedelta(days=1)
    return last


def after_pause(obj, due, since):
    """The day a clock ends that stood still from ``since`` until today."""
    if rules_of(obj).day_type == "working":
        return working_days_after(obj.org, due, working_days_since(obj.org, since))
    return reply_due(obj, due, (clock.today() - since).days)


def check_points(obj) -> list:
    """The three days on which whoever follows a case looks in: after a third of the period, after two
    thirds, and a week before its end (rules 5.23)."""
    days = rules_of(obj).second_days if obj.round > 1 else (obj.due - obj.assigned).days
    start = obj.due - timedelta(days=days)
    return [start + timedelta(days=days // 3), start + timedelta(days=days * 2 // 3),
            obj.due - timedelta(days=min(7, days // 6))]  # fmt: skip


def points_passed(obj) -> int:
    return sum(day <= clock.today() for day in check_points(obj))


def stage_of(due) -> int:
    """How pressing a day is; 0 while there is time."""
    left = (due - clock.today()).days
    return max((stage for stage, days in DAYS.items() if left <= days), default=0)
