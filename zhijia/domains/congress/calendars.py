"""Days of the congress: terms that end, school years without a session, reports that are due."""

from datetime import date, timedelta

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from zhijia.kernel.calendar.models import overrides_for
from zhijia.kernel.calendar.terms import school_year
from zhijia.kernel.calendar.working_days import add_working_days

from .standards import rule


def report_due(session) -> date | None:
    """The last working day for the report to the union above (rules 1.58)."""
    if session.closed is None:
        return None
    day = localtime(session.closed).date()
    days = int(rule("congress.report_days", session.org, day).value)
    return add_working_days(day, days, overrides_for(session.org, day.year, day.year + 1))


def year_of(day: date) -> str:
    """2026—2027学年: sessions are counted by school year, not by calendar year (rules 1.06)."""
    first = school_year(day)
    return _("%(a)d—%(b)d学年") % {"a": first, "b": first + 1}


def next_year(congress) -> tuple[date, date]:
    """(from when on to warn, last day) of the first school year of the term without a session."""
    held = congress.parts.filter(number__gt=0).exclude(session__state="void")
    days = held.values_list("session__on", flat=True)
    last = max(days, default=None)
    year = school_year(last) + 1 if last else school_year(congress.starts)
    months = int(rule("congress.year_month", congress.org, congress.starts).value)
    month = 8 + months  # of a school year that begins in September
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1), date(year + 1, 8, 31)


def prepare_from(congress) -> date:
    """From when on the next term should be prepared (rules 1.05)."""
    months = int(rule("congress.prepare_months", congress.org, congress.ends).value)
    return congress.ends - timedelta(days=30 * months)


def last_day(starts: date, years: int) -> date:
    """A term ends the day before its return."""
    try:
        return starts.replace(year=starts.year + years) - timedelta(days=1)
    except ValueError:  # a term that began on 29 February
        return date(starts.year + years, 2, 28)
