"""The year is the frame, and what is closed stays as it is; one clock for all."""

from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from zhijia.kernel import clock
from zhijia.kernel.periods import Period, refuse_if_closed, this_year, year_bounds
from zhijia.kernel.refusals import Refused

DAY = date(2026, 3, 10)


def closed(org, **more):
    given = {"starts": date(2026, 1, 1), "ends": date(2026, 1, 31), "closed": timezone.now()}
    return Period.objects.create(org=org, name="一月", **given | more)


def test_both_ends_belong_to_it(cast):
    closed(cast.first)
    for day in (date(2026, 1, 1), date(2026, 1, 31)):
        with pytest.raises(Refused, match="一月已经关账") as no:
            refuse_if_closed(cast.first, day)
        assert "另记一笔更正" in no.value.remedy
    for day in (date(2025, 12, 31), date(2026, 2, 1)):
        refuse_if_closed(cast.first, day)


def test_an_open_one_and_another_union_s_close_nothing(cast):
    closed(cast.first, closed=None)
    closed(cast.second)
    closed(cast.district)
    refuse_if_closed(cast.first, date(2026, 1, 15))


def test_the_year_is_the_clock_s():
    with clock.at(DAY):
        assert this_year() == 2026
    assert year_bounds(2026) == (date(2026, 1, 1), date(2026, 12, 31))


def test_the_day_is_the_school_s_not_utc():
    with clock.at(datetime(2026, 3, 9, 17, tzinfo=UTC)):
        assert clock.today() == DAY


def test_it_goes_on_afterwards():
    with clock.at(date(1999, 1, 1)):
        with clock.at(DAY):
            assert clock.today() == DAY
        assert clock.today() == date(1999, 1, 1)
    assert clock.today().year > 2000
