"""The school union's calendar: working days, festivals, terms and the yearly duties.

Pure Python, no Django: days in, days out. Import everything from here.

* ``is_working_day``, ``add_working_days``, ``working_days_between`` count legal periods (rules
  0.06). The start day is never counted. ``overrides`` (day -> works?) always win: this is where a
  school enters a new year's make-up days, or its own. The official table is known for
  ``known_years()``; for a later year weekends and the statutory festivals are computed and
  ``warning(year)`` gives the sentence to show beside any date counted with them.
* ``festivals`` names the days a union plans around; only the seven statutory ones carry
  festival goods (rules 3.20).
* ``SchoolTerms``, ``school_year``, ``term_of``, ``half_of`` place a day in the school's year.
* ``offers`` lists what a school union owes each year (rules, Appendix D) as ready plan items.
"""

from .duties import Duty, offers
from .festivals import Festival, festivals, statutory_days
from .terms import SchoolTerms, Term, half_of, school_year, term_of
from .working_days import (
    add_working_days,
    holidays,
    is_working_day,
    known_years,
    warning,
    working_days_between,
)

__all__ = [
    "Duty",
    "Festival",
    "SchoolTerms",
    "Term",
    "add_working_days",
    "festivals",
    "half_of",
    "holidays",
    "is_working_day",
    "known_years",
    "offers",
    "school_year",
    "statutory_days",
    "term_of",
    "warning",
    "working_days_between",
]
