"""Sizes, terms and days, as figures (rules 2.03, 2.15, 8.06)."""

from datetime import date

import pytest

from zhijia.domains.committees import standards
from zhijia.domains.committees.models import Committee
from zhijia.domains.committees.tests.parts import DAY


@pytest.mark.parametrize(
    ("members", "low", "high"),
    [(9, 3, 5), (25, 3, 5), (26, 3, 7), (200, 3, 7), (201, 7, 15), (1000, 7, 15), (1001, 15, 21),
     (5000, 15, 21), (5001, 21, 29), (10_000, 21, 29), (10_001, 29, 37)],
)  # fmt: skip
def test_the_size_goes_by_the_number_of_members(cast, members, low, high):
    span = standards.span(Committee(org=cast.first, kind="committee"), DAY, members)
    assert (span.low, span.high) == (low, high)
    assert span.misfit(low) == span.misfit(high) == ""
    assert f"{low} 至 {high} 人" in span.misfit(low - 2) and span.misfit(high + 2)
    assert "单数" in span.misfit(low + 1)


@pytest.mark.parametrize(
    ("seats", "fits"), [(2, False), (3, True), (4, True), (11, True), (12, False)]
)
def test_three_to_eleven_review_the_funds(cast, seats, fits):
    span = standards.span(Committee(org=cast.first, kind="funds_review"), DAY)
    assert (span.misfit(seats) == "") is fits


def test_doubtful_rows_only_warn():
    for code, row in standards.shipped().items():
        assert row.confidence in ("V", "V2") or row.strength == "warn", code


@pytest.mark.parametrize(
    ("starts", "years", "until"),
    [(date(2024, 9, 1), 3, date(2027, 8, 31)), (date(2024, 2, 29), 5, date(2029, 2, 27)),
     (date(2026, 1, 1), 5, date(2030, 12, 31))],
)  # fmt: skip
def test_a_term_counts_from_the_day_of_election(starts, years, until):
    assert standards.last_day(starts, years) == until


def test_months_end_where_the_month_ends():
    assert standards.months_after(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert standards.months_after(date(2026, 2, 15), -6) == date(2025, 8, 15)


@pytest.mark.parametrize(
    ("term", "following"),
    [("第五届", "第六届"), ("第九届", "第十届"), ("第十届", "第十一届"), ("第十九届", "第二十届"),
     ("第二十一届", "第二十二届"), ("第9届", "第10届"), ("", ""), ("2024届次", "")],
)  # fmt: skip
def test_the_next_term(term, following):
    assert standards.next_term(term) == following
