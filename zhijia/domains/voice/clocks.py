"""Working days by the union's own calendar, and how pressing a day is."""

from zhijia.kernel import clock
from zhijia.kernel.calendar import working_days
from zhijia.kernel.calendar.models import overrides_for
from zhijia.kernel.calendar.working_days import add_working_days

AMBER, TODAY, RED = 1, 2, 3  # stages of a clock: three days left, the day itself, past it
DAYS = {AMBER: 3, TODAY: 0, RED: -1}


def working_days_after(org, start, days):
    return add_working_days(start, days, overrides_for(org, start.year, start.year + 1))


def working_days_between(org, start, end) -> int:
    known = overrides_for(org, start.year, end.year)
    return working_days.working_days_between(start, end, known)


def due_badge(due, owed):
    """(tone, words) of a day while something is owed, else nothing."""
    if not owed or not due:
        return None
    left = (due - clock.today()).days
    if left < 0:
        return ("late", f"逾期 {-left} 天")
    return ("due" if left <= DAYS[AMBER] else "plan", f"还有 {left} 天")
