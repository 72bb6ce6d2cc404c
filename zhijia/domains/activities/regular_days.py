"""On which days a regular slot is held: those the school works, with the reason for the others.

A slot of a weekday is left out on holidays and on days the school itself has closed; one that falls
on Saturdays or Sundays is held on them. A slot of every working day follows the working days, those
moved to a weekend included.
"""

from datetime import date

from django.utils.translation import gettext as _

from zhijia.kernel.calendar import holidays, is_working_day, warning
from zhijia.kernel.calendar.models import said_of

WEEKEND = "-"  # left out without a word


def days_of(regular) -> list[tuple[date, str]]:
    """Each day it falls on, with why it is left out ("" when it is held)."""
    years = range(regular.first.year, regular.last.year + 1)
    said = {row.day: row for year in years for row in said_of(regular.org, year)}
    named = {day: name for year in years for day, name in holidays(year).items()}
    daily = regular.weekday is None
    return [(day, _why_not(day, said.get(day), named, daily)) for day in regular.days()]


def _why_not(day, said, named, daily) -> str:
    if said:
        return "" if said.working else said.name or _("学校安排休息")
    if is_working_day(day):
        return ""
    return named.get(day) or (WEEKEND if daily else "")


def open_days(regular, since) -> set[date]:
    """The days on which it is to be held, from ``since`` on."""
    return {day for day, why in days_of(regular) if not why and day >= since}


def left_out(regular, since=None) -> list[str]:
    """「10月1日—7日 国庆节，不开展」: what is left out, days on end taken together."""
    runs = []
    for day, why in days_of(regular):
        if not why or why == WEEKEND or (since and day < since):
            continue
        if runs and runs[-1][2] == why and (day - runs[-1][1]).days == 1:
            runs[-1][1] = day
        else:
            runs.append([day, day, why])
    words = _("%(when)s %(why)s，不开展")
    return [words % {"when": _span(first, last), "why": why} for first, last, why in runs]


def _span(first, last) -> str:
    words = f"{first.month}月{first.day}日"
    if last == first:
        return words
    return f"{words}—{'' if last.month == first.month else f'{last.month}月'}{last.day}日"


def doubts(regular) -> list[str]:
    """What to say where a year's official arrangement is not known yet."""
    years = sorted({regular.first.year, regular.last.year})
    return [words for year in years if (words := warning(year)) and not said_of(regular.org, year)]
