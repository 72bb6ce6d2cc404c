"""Working days against the State Council's published arrangements (rules 0.06)."""

from datetime import date, timedelta

import pytest

from zhijia.kernel.calendar import (
    add_working_days,
    holidays,
    is_working_day,
    known_years,
    statutory_days,
    warning,
    working_days_between,
)

MAKE_UP_DAYS = [  # weekends worked: 国办发明电〔2024〕12号 for 2025, the 2025 notice for 2026
    date(2025, 1, 26), date(2025, 2, 8), date(2025, 4, 27), date(2025, 9, 28), date(2025, 10, 11),
    date(2026, 1, 4), date(2026, 2, 14), date(2026, 2, 28), date(2026, 5, 9), date(2026, 9, 20),
    date(2026, 10, 10),
]  # fmt: skip
DAYS_OFF = [  # weekdays off
    date(2025, 1, 28), date(2025, 2, 4), date(2025, 5, 2), date(2025, 5, 5), date(2025, 10, 8),
    date(2026, 1, 2), date(2026, 2, 16), date(2026, 2, 23), date(2026, 5, 5), date(2026, 10, 7),
]  # fmt: skip


@pytest.mark.parametrize("day", MAKE_UP_DAYS)
def test_a_make_up_day_is_a_weekend_that_works(day):
    assert day.weekday() >= 5
    assert is_working_day(day)


@pytest.mark.parametrize("day", DAYS_OFF)
def test_a_weekday_in_a_holiday_does_not_work(day):
    assert day.weekday() < 5
    assert not is_working_day(day)


def test_no_other_weekend_works_in_2025_and_2026():
    days = [date(2025, 1, 1) + timedelta(days=i) for i in range(730)]
    assert [d for d in days if d.weekday() >= 5 and is_working_day(d)] == MAKE_UP_DAYS


def test_the_number_of_working_days_of_a_year():
    """365 days less 104 weekend days, 13 statutory ones: 248 in both years."""
    assert working_days_between(date(2024, 12, 31), date(2025, 12, 31)) == 248
    assert working_days_between(date(2025, 12, 31), date(2026, 12, 31)) == 248


def test_a_legal_period_runs_over_the_spring_festival():
    """Five working days of public notice from Friday 2025-01-24 end on Friday 02-07:
    Sunday 01-26 works, 01-28 to 02-04 does not."""
    assert add_working_days(date(2025, 1, 24), 5) == date(2025, 2, 7)
    assert add_working_days(date(2025, 2, 7), -5) == date(2025, 1, 24)


def test_overrides_win_over_every_table():
    assert not is_working_day(date(2025, 3, 5), {date(2025, 3, 5): False})
    assert is_working_day(date(2025, 10, 1), {date(2025, 10, 1): True})
    assert is_working_day(date(2027, 2, 20), {date(2027, 2, 20): True})
    closed = {date(2025, 3, 5): False}
    assert add_working_days(date(2025, 3, 4), 1, closed) == date(2025, 3, 6)
    assert working_days_between(date(2025, 3, 4), date(2025, 3, 6), closed) == 1


@pytest.mark.parametrize("overrides", [{}, {date(2026, 7, 1): False, date(2026, 7, 4): True}])
def test_adding_and_counting_are_inverse(overrides):
    for i in range(0, 800, 7):
        start = date(2025, 12, 1) + timedelta(days=i)
        for n in (-23, -5, -1, 0, 1, 3, 15, 20):
            end = add_working_days(start, n, overrides)
            assert working_days_between(start, end, overrides) == n
            assert n == 0 or is_working_day(end, overrides)
            if is_working_day(start, overrides):
                assert add_working_days(end, -n, overrides) == start


def test_counting_adds_up_and_changes_sign_on_working_days():
    a, b, c = date(2025, 1, 2), date(2025, 5, 6), date(2027, 3, 1)
    assert working_days_between(a, b) + working_days_between(b, c) == working_days_between(a, c)
    assert working_days_between(b, a) == -working_days_between(a, b)
    assert working_days_between(a, a) == 0


def test_known_holidays_carry_chinese_names():
    found = holidays(2025)
    assert found[date(2025, 1, 28)] == "春节"
    assert found[date(2025, 2, 4)] == "春节"
    assert found[date(2025, 10, 6)] == "中秋节"
    assert len(found) == 28
    assert all(holidays(year) for year in known_years())


def test_the_statutory_days_lie_within_the_published_holidays():
    for year in (2025, 2026):
        assert len(statutory_days(year)) == 13
        assert set(statutory_days(year)) <= set(holidays(year))


def test_a_year_without_a_table_uses_the_statutory_days_and_warns():
    """2027: 除夕 is 02-05, 清明 04-05, 端午 06-09, 中秋 09-15."""
    off = holidays(2027)
    assert list(off) == [
        date(2027, 1, 1), date(2027, 2, 5), date(2027, 2, 6), date(2027, 2, 7), date(2027, 2, 8),
        date(2027, 4, 5), date(2027, 5, 1), date(2027, 5, 2), date(2027, 6, 9), date(2027, 9, 15),
        date(2027, 10, 1), date(2027, 10, 2), date(2027, 10, 3),
    ]  # fmt: skip
    assert not any(is_working_day(day) for day in off)
    assert is_working_day(date(2027, 2, 9))
    assert not is_working_day(date(2027, 2, 13))
    assert "2027年的调休安排尚未录入" in warning(2027)
    assert warning(2040).startswith("2040年")


def test_two_festivals_on_one_day_share_it():
    assert statutory_days(2028)[date(2028, 10, 3)] == "中秋节、国庆节"
    assert len(statutory_days(2028)) == 12


def test_known_years_do_not_warn_and_earlier_ones_do():
    assert known_years()[0] == 2004
    assert 2026 in known_years()
    assert warning(2004) == warning(2026) == ""
    assert "2003年" in warning(2003)
    assert holidays(2003) == {}
    assert is_working_day(date(2003, 9, 1))
