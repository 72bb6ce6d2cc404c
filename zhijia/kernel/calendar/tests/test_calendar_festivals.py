"""Festivals by date (rules 3.20, Appendix D)."""

from datetime import date

import pytest

from zhijia.kernel.calendar import festivals

KNOWN = [
    ("春节", date(2025, 1, 29)), ("春节", date(2026, 2, 17)), ("春节", date(2027, 2, 6)),
    ("元宵节", date(2025, 2, 12)), ("元宵节", date(2026, 3, 3)),
    ("清明节", date(2025, 4, 4)), ("清明节", date(2026, 4, 5)),
    ("端午节", date(2025, 5, 31)), ("端午节", date(2026, 6, 19)),
    ("中秋节", date(2025, 10, 6)), ("中秋节", date(2026, 9, 25)),
    ("重阳节", date(2025, 10, 29)), ("重阳节", date(2026, 10, 18)),
    ("三八妇女节", date(2026, 3, 8)), ("教师节", date(2026, 9, 10)), ("建军节", date(2026, 8, 1)),
]  # fmt: skip


@pytest.mark.parametrize(("name", "day"), KNOWN)
def test_a_festival_falls_on_its_day(name, day):
    assert day in [f.date for f in festivals(day.year) if f.name == name]


@pytest.mark.parametrize("year", [2020, 2025, 2026, 2033, 2060])
def test_exactly_seven_are_statutory_and_the_list_is_in_order(year):
    found = festivals(year)
    assert found == sorted(found)
    assert len(found) == 15
    assert {f.date.year for f in found} == {year}
    assert {f.name for f in found if f.statutory} == {
        "元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节",
    }  # fmt: skip


def test_every_other_festival_says_it_carries_no_festival_goods():
    for festival in festivals(2026):
        assert festival.statutory == ("不发节日慰问品" not in festival.note)


def test_a_leap_month_does_not_move_the_festival():
    """2025 has a leap sixth month, 2020 a leap fourth."""
    days = {f.name: f.date for f in festivals(2020)}
    assert days["端午节"] == date(2020, 6, 25)
    assert days["中秋节"] == date(2020, 10, 1)
