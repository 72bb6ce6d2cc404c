"""Reading the facts: one formula for every figure (requirements §6: 人次 and 人数 are two)."""

from datetime import date
from decimal import Decimal

import pytest

from zhijia.kernel import measures
from zhijia.kernel.measures import Book, recompute, totals

from .parts import record

START, END = date(2026, 1, 1), date(2026, 12, 31)


def value(cast, expression):
    return Book(cast.first, START, END).value(expression)


def test_a_sum_adds_up_to_the_cent_within_the_period(cast):
    record(cast.first, START, care__spent="10.10")
    record(cast.first, END, care__spent="0.05")
    record(cast.first, date(2025, 12, 31), care__spent="99")
    record(cast.first, date(2027, 1, 1), care__spent="99")
    record(cast.second, START, care__spent="7")
    assert value(cast, "care.spent") == Decimal("10.15")
    assert totals(cast.first, START, END)["care.spent"] == Decimal("10.15")


def test_people_are_counted_once(cast):
    record(cast.first, care__visits=2, care__people=["a", "b"])
    record(cast.first, care__visits=1, care__people=["a"])
    assert (value(cast, "care.visits"), value(cast, "care.people")) == (3, 2)
    assert totals(cast.first, START, END)["care.people"] == 2


def test_standing_counts_those_there_on_the_last_day(cast):
    record(cast.first, date(2015, 9, 1), people__members=["stays"])
    record(cast.first, date(2015, 9, 1), date(2026, 6, 30), people__members=["left"])
    record(cast.first, date(2015, 9, 1), END, people__members=["goes on the last"])
    record(cast.first, date(2026, 9, 1), people__members=["came"])
    record(cast.first, date(2027, 1, 1), people__members=["comes later"])
    assert value(cast, "people.members") == 3
    june = Book(cast.first, START, date(2026, 6, 30))
    assert june.value("people.members") == 3
    assert Book(cast.first, date(2025, 1, 1), date(2025, 12, 31)).value("people.members") == 3


def test_who_left_and_came_back_stands_once(cast):
    record(cast.first, date(2015, 9, 1), date(2026, 1, 31), people__members=["a"])
    record(cast.first, date(2026, 9, 1), people__members=["a"])
    assert value(cast, "people.members") == 1


def test_totals_of_standing_agree_with_the_book(cast):
    record(cast.first, date(2015, 9, 1), people__members=["stays"])
    record(cast.first, date(2026, 2, 1), date(2026, 6, 30), people__members=["left"])
    assert totals(cast.first, START, END)["people.members"] == value(cast, "people.members") == 1


def test_a_ratio_is_a_percentage_to_one_place(cast):
    record(cast.first, gatherings__people=["a"])
    record(cast.first, people__members=["a", "b", "c"])
    assert value(cast, "gatherings.people/people.members") == Decimal("33.3")


def test_a_zero_divisor_gives_zero(cast):
    record(cast.first, gatherings__people=["a"])
    assert value(cast, "gatherings.people/people.members") == 0


def test_a_difference(cast):
    record(cast.first, committees__decisions=5, committees__decisions_done=3)
    assert value(cast, "committees.decisions-committees.decisions_done") == 2


def test_nothing_is_zero(cast):
    assert value(cast, "care.visits") == 0
    assert totals(cast.first, START, END)["care.visits"] == 0
    assert "care.visits" not in Book(cast.first, START, END)


@pytest.mark.parametrize("expression", [
    "care.visits", "care.spent", "care.people", "gatherings.people/people.members",
    "committees.decisions-committees.decisions_done", "people.members",
])  # fmt: skip
def test_every_figure_recomputes_from_its_records(cast, expression):
    rows = [
        record(cast.first, care__visits=2, care__spent="3.33", care__people=["a", "b"]),
        record(cast.first, gatherings__people=["a"], people__members=["a", "b", "c"]),
        record(cast.first, committees__decisions=5, committees__decisions_done=3),
    ]
    measure = Book(cast.first, START, END).measure(expression)
    assert measure.value > 0 and set(measure.records) <= {r.pk for r in rows}
    assert recompute(expression, measure.records) == measure.value


def test_a_figure_over_some_records_only(cast):
    one = record(cast.first, care__visits=2)
    record(cast.first, care__visits=5)
    measure = Book(cast.first, START, END).measure("care.visits", [one.pk])
    assert (measure.value, measure.records) == (2, (one.pk,))


def test_the_district_adds_up_its_schools(cast):
    record(cast.first, care__visits=2)
    record(cast.second, care__visits=3)
    assert totals(cast.district, START, END, below=True)["care.visits"] == 5
    assert totals(cast.district, START, END)["care.visits"] == 0
    assert totals(cast.first, START, END, below=True)["care.visits"] == 2


def test_a_book_is_read_in_few_questions(cast, django_assert_max_num_queries):
    for n in range(20):
        record(cast.first, care__visits=n)
    with django_assert_max_num_queries(2):
        book = Book(cast.first, START, END)
        assert [book.value(code) for code in measures.metrics]
