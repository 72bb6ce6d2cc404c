"""School years, terms and halves."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from zhijia.kernel.calendar import SchoolTerms, Term, festivals, half_of, school_year, term_of


@pytest.mark.parametrize(
    ("day", "year"),
    [(date(2025, 8, 31), 2024), (date(2025, 9, 1), 2025), (date(2026, 1, 1), 2025)],
)
def test_the_school_year_begins_in_september(day, year):
    assert school_year(day) == year


@pytest.mark.parametrize(
    ("day", "term"),
    [
        (date(2025, 9, 1), Term.AUTUMN),
        (date(2026, 1, 31), Term.AUTUMN),
        (date(2026, 2, 17), Term.WINTER_BREAK),
        (date(2026, 3, 8), Term.SPRING),
        (date(2026, 7, 5), Term.SPRING),
        (date(2026, 7, 6), Term.SUMMER_BREAK),
        (date(2026, 8, 31), Term.SUMMER_BREAK),
    ],
)
def test_a_day_lies_in_its_term(day, term):
    assert term_of(day) is term


@pytest.mark.parametrize("year", range(2003, 2060))
def test_the_default_winter_break_holds_the_spring_festival(year):
    terms = SchoolTerms.default(year)
    eve, second = [
        next(f.date for f in festivals(year + 1) if f.name == "春节") + timedelta(days=i)
        for i in (-1, 2)
    ]
    assert terms.autumn[1] < eve < second < terms.spring[0]
    assert terms.autumn[1].month == 1
    assert terms.name == f"{year}—{year + 1}学年"


@pytest.mark.parametrize("year", [2024, 2025, 2027])
def test_the_terms_cover_every_day_of_the_year_once(year):
    terms = SchoolTerms.default(year)
    day, seen = terms.starts, []
    while day in terms:
        seen.append(term_of(day, terms))
        day += timedelta(days=1)
    assert len(seen) in (365, 366)
    order = list(Term)
    assert seen == sorted(seen, key=order.index)
    assert set(seen) == set(order)


def test_a_school_sets_its_own_dates():
    terms = replace(SchoolTerms.default(2025), spring=(date(2026, 2, 23), date(2026, 7, 10)))
    assert term_of(date(2026, 7, 10), terms) is Term.SPRING
    assert term_of(date(2026, 2, 23), terms) is Term.SPRING


def test_reversed_dates_and_foreign_days_are_refused():
    with pytest.raises(ValueError, match="颠倒"):
        replace(SchoolTerms.default(2025), autumn=(date(2026, 1, 31), date(2025, 9, 1)))
    with pytest.raises(ValueError, match="不在2025—2026学年内"):
        term_of(date(2027, 1, 1), SchoolTerms.default(2025))


def test_halves():
    assert [half_of(date(2026, month, 1)) for month in (1, 6, 7, 12)] == [1, 1, 2, 2]
