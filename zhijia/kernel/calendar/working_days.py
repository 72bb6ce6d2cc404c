"""Working days by the official table of holidays and make-up days (rules 0.06).

The table is chinesecalendar's, 2004 to the last year it knows. For a later year the weekends and
the statutory festivals hold until somebody enters the year's 调休 as overrides.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType

from chinese_calendar import constants

from .festivals import statutory_days

NONE: Mapping[date, bool] = MappingProxyType({})

NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "National Day": "国庆节",
    "Mid-autumn Festival": "中秋节",
    "Anti-Fascist 70th Day": "抗战胜利70周年纪念日",
}
YEARS = tuple(sorted({day.year for day in constants.holidays}))


def known_years() -> tuple[int, ...]:
    """The years whose official arrangement is in the table."""
    return YEARS


def warning(year: int) -> str:
    """A sentence to show beside dates counted in a year whose table is missing; else empty."""
    if year in YEARS:
        return ""
    if year < YEARS[0]:
        return f"没有{year}年的放假数据，工作日只按周末推算，请人工核对。"
    return (
        f"{year}年的调休安排尚未录入，工作日暂按周末和法定节日推算；"
        "国务院办公厅公布放假通知后，请及时录入并核对期限。"
    )


def holidays(year: int) -> dict[date, str]:
    """Days off around festivals with their names, weekends and days moved included if known."""
    if year in YEARS:
        found = {day: NAMES[name] for day, name in constants.holidays.items() if day.year == year}
        return dict(sorted(found.items()))
    return dict(statutory_days(year)) if year > YEARS[-1] else {}


def is_working_day(day: date, overrides: Mapping[date, bool] = NONE) -> bool:
    """Whether people work that day. The overrides win over any table."""
    if day in overrides:
        return overrides[day]
    if day in constants.workdays:
        return True
    if day in constants.holidays:
        return False
    if day.year > YEARS[-1] and day in statutory_days(day.year):
        return False
    return day.weekday() < 5


def add_working_days(start: date, n: int, overrides: Mapping[date, bool] = NONE) -> date:
    """The n-th working day after ``start`` (before it when negative); start is not counted."""
    step = timedelta(days=1 if n > 0 else -1)
    day, left = start, abs(n)
    while left:
        day += step
        left -= is_working_day(day, overrides)
    return day


def working_days_between(a: date, b: date, overrides: Mapping[date, bool] = NONE) -> int:
    """Working days from ``a`` (not counted) to ``b`` (counted); negative when b is before a.

    So ``working_days_between(a, add_working_days(a, n)) == n``.
    """
    sign = 1 if b >= a else -1
    steps = range(1, abs((b - a).days) + 1)
    return sign * sum(is_working_day(a + timedelta(days=sign * i), overrides) for i in steps)
