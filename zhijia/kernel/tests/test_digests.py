"""One letter a day with what waits and what is unread; none without; once only."""

from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone

from zhijia.kernel import clock, digests
from zhijia.kernel.contacts import Preference, keep_trusted
from zhijia.kernel.deliveries import Delivery, route_new
from zhijia.kernel.digests import send_digests
from zhijia.kernel.notices import read_all, tell

from .parts import reported
from .test_deliveries import channel

DAY = date(2026, 3, 10)
D = Delivery.State


def at(hour, minute=0, day=10):
    return timezone.make_aware(datetime(2026, 3, day, hour, minute))


@pytest.fixture
def ready(cast):
    """Sun can be written to since yesterday, and one thing waits for her."""
    channel(cast.first, "mail")
    keep_trusted(cast.sun, cast.first, "mail", "sun@school.cn")
    with clock.at(at(12, day=9)):
        digests.settle_preferences()
    with clock.at(at(9)):
        reported(cast)
    return cast


def run(moment):
    with clock.at(moment):
        return send_digests()


def digest():
    return Delivery.objects.get(notice=None)


def test_at_half_past_five_with_what_waits_and_what_is_unread(ready):
    assert run(at(17, 29)) == 0
    assert run(at(17, 30)) == 1
    row = digest()
    assert (row.person, row.channel, row.state) == (ready.sun, "mail", D.QUEUED)
    head, first, *rest = [title for title, _path in row.lines]
    assert head == "今日小结：1 件事等您办，1 条通知未读"
    assert "（3月17日前）" in first
    assert not [line for line in row.lines for word in ("钱学文", "住院") if word in line[0]]


def test_once_a_day_only_and_again_tomorrow(ready):
    assert run(at(17, 30)) == 1
    assert run(at(17, 31)) == 0 and run(at(21)) == 0
    assert run(at(17, 30, day=11)) == 1


def test_two_workers_write_it_once(ready):
    with clock.at(at(17, 30)):
        wish = Preference.objects.select_related("person").get(person=ready.sun)
        assert digests._write(wish, DAY) is True
        assert digests._write(wish, DAY) is False
    assert Delivery.objects.filter(notice=None).count() == 1


def test_none_when_nothing_waits_and_nothing_is_unread(ready):
    keep_trusted(ready.hua, ready.first, "mail", "hua@school.cn")
    with clock.at(at(9, day=9)):
        digests.settle_preferences()
    assert run(at(17, 30)) == 1
    assert not Delivery.objects.filter(person=ready.hua).exists()


def test_unread_alone_is_enough(ready):
    keep_trusted(ready.hua, ready.first, "mail", "hua@school.cn")
    with clock.at(at(9, day=9)):
        digests.settle_preferences()
    with clock.at(at(10)):
        tell([ready.hua], ready.first, "看一看")
        route_new()
    assert Delivery.objects.get(person=ready.hua).state == D.DIGEST
    assert run(at(17, 30)) == 2
    assert Delivery.objects.get(person=ready.hua, notice=None).lines[1][0] == "· 看一看"
    assert Delivery.objects.exclude(notice=None).get(person=ready.hua).state == D.SENT


def test_read_things_are_left_out(ready):
    with clock.at(at(10)):
        read_all(ready.sun)
    run(at(17, 30))
    assert digest().lines[0][0] == "今日小结：1 件事等您办，0 条通知未读"


def test_at_an_hour_of_one_s_own_or_not_at_all(ready):
    Preference.objects.filter(person=ready.sun).update(digest_at=time(12))
    assert run(at(12)) == 1
    Preference.objects.update(digest=False)
    assert run(at(12, day=11)) == 0


def test_a_digest_missed_in_the_evening_is_held_over_night(ready):
    assert run(at(23)) == 1
    assert digest().state == D.HELD and digest().next_try == at(7, day=11)


def test_one_letter_by_the_channel_looked_at_most(ready):
    channel(ready.first, "wecom")
    keep_trusted(ready.sun, ready.first, "wecom", "sun")
    run(at(17, 30))
    assert digest().channel == "wecom"


def test_who_gave_an_address_today_gets_the_first_one_tomorrow(ready):
    keep_trusted(ready.li, ready.first, "mail", "li@school.cn")
    assert run(at(18)) == 1
    assert not Delivery.objects.filter(person=ready.li, notice=None).exists()
    assert run(at(18) + timedelta(days=1)) == 2
