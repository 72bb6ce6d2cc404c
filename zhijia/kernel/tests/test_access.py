"""Who may: the default is no, and a power ends with its office the same day."""

from datetime import date, timedelta

import pytest

from zhijia.kernel import access, clock
from zhijia.kernel.access import can, holders, scope
from zhijia.kernel.people import Appointment, Person, Post
from zhijia.kernel.records import Record
from zhijia.kernel.testing import office, person

from .parts import arranged, made, record, reported

DAY = date(2026, 3, 10)


@pytest.fixture(autouse=True)
def in_march():
    with clock.at(DAY):
        yield


def again(who):
    """The person as the next request meets them."""
    return Person.objects.get(pk=who.pk)


def test_the_default_answer_is_no(cast):
    nobody = person("生人", "X1")
    for code in access.powers:
        assert not can(None, code, cast.first)
        assert not can(nobody, code, cast.first)
        assert not can(cast.zhou, code, cast.first), code
    with pytest.raises(KeyError):
        can(cast.li, "no.such.power", cast.first)


def test_a_post_gives_its_powers_at_its_own_union_only(cast):
    assert can(cast.li, "care.approve", cast.first) and not can(
        cast.li, "care.approve", cast.second
    )
    assert not can(cast.sun, "care.approve", cast.first)
    assert not can(cast.li, "care.approve", cast.district), "no power upwards"


def test_members_hold_what_is_declared_for_members(cast):
    assert can(cast.zhao, "care.report", cast.first) and not can(cast.zhao, "care.see", cast.first)
    assert not can(cast.chen, "care.report", cast.first)


def test_a_power_ends_with_the_office_the_same_day(cast):
    Appointment.objects.filter(person=cast.sun).update(ends=DAY)
    assert can(again(cast.sun), "care.see", cast.first)
    with clock.at(DAY + timedelta(1)):
        assert not can(again(cast.sun), "care.see", cast.first)
        assert not can(cast.sun, "care.see", cast.first), "not even in a memory of yesterday"


def test_a_power_begins_with_the_office(cast):
    row = office(cast.first, cast.hua, Post.COMMITTEE)
    Appointment.objects.filter(pk=row.pk).update(starts=DAY + timedelta(1))
    assert not can(again(cast.hua), "care.see", cast.first)
    with clock.at(DAY + timedelta(1)):
        assert can(again(cast.hua), "care.see", cast.first)


def test_an_overseer_sees_below_only_what_is_overseen(cast):
    assert can(cast.chen, "planning.register", cast.first)
    assert can(cast.chen, "planning.register", record(cast.first))
    for code in ("care.see", "members.see", "worklog.see", "planning.edit"):
        assert not can(cast.chen, code, cast.first)
    elsewhere = type(cast.first).objects.create(name="外区", code="other", kind="school")
    assert not can(cast.chen, "planning.register", elsewhere)


def test_a_relation_gives_power_over_that_one_thing(cast):
    mine = arranged(cast, visitors=[cast.hua])
    other = arranged(cast, reported(cast, person=cast.tian))
    assert can(cast.hua, "care.visit", mine) and not can(cast.hua, "care.visit", other)
    assert not can(cast.hua, "care.visit", cast.first)


def test_a_relation_ends_with_the_membership(cast):
    """Who has left the union finishes no visit of it any more."""
    mine = arranged(cast, visitors=[cast.hua])
    cast.hua.memberships.update(ends=DAY - timedelta(1))
    assert not can(again(cast.hua), "care.visit", mine)


def test_the_filter_agrees_with_the_answer(cast):
    made(cast)
    record(cast.second)
    rows = list(Record.objects.all())
    for code in ("planning.register", "care.see", "planning.see", "site.overview"):
        for who in (cast.li, cast.sun, cast.zhao, cast.zhou, cast.chen, None):
            listed = set(Record.objects.filter(scope(who, code)))
            assert listed == {r for r in rows if can(who, code, r)}, (code, who)


def test_holders_are_those_in_office_on_the_day(cast):
    assert set(holders("care.approve", cast.first)) == {cast.li, cast.lin}
    Appointment.objects.filter(person=cast.lin).update(ends=DAY - timedelta(1))
    assert set(holders("care.approve", cast.first)) == {cast.li}
    assert set(holders("care.approve", cast.first, DAY - timedelta(1))) == {cast.li, cast.lin}
    assert cast.zhao not in holders("care.report", cast.first)


def test_offices_are_looked_up_once(cast, django_assert_max_num_queries):
    who = again(cast.li)
    with django_assert_max_num_queries(2):
        for code in ("care.see", "planning.edit", "members.keep"):
            can(who, code, cast.first)
