"""Members whom no word reaches, and who is told of it."""

from datetime import timedelta

import pytest

from zhijia.kernel import clock, reach
from zhijia.kernel.contacts import keep_trusted
from zhijia.kernel.notices import read_all, tell
from zhijia.kernel.people import Account, Person, Post
from zhijia.kernel.testing import member, office, person
from zhijia.kernel.waiting import waiting_for

from .parts import DAY


@pytest.fixture
def leader(cast):
    """Qian leads the group everybody of the cast belongs to."""
    office(cast.first, cast.qian, Post.GROUP_LEADER)
    return cast.qian


def lines(who, org):
    return [c.title for c in waiting_for(who, org) if c.url == "/notices/unreached/"]


def later(days=2):
    return clock.at(DAY + timedelta(days=days))


def test_who_never_entered_and_left_no_address(cast):
    Account.objects.create(username="li", person=cast.li, last_login=clock.now())
    Account.objects.create(username="sun", person=cast.sun)
    keep_trusted(cast.lin, cast.first, "mail", "lin@school.cn")
    silent = set(reach.out_of_reach(Person.objects.members_of(cast.first)))
    assert not {cast.li, cast.lin} & silent
    assert {cast.sun, cast.zhao, cast.qian} <= silent


def test_the_leader_hears_after_a_day(cast, leader):
    with clock.at(DAY):
        tell([cast.zhao, cast.hua], cast.first, "开会")
        assert reach.refresh() == 0
    with later():
        assert reach.refresh() == 1
        assert lines(leader, cast.first) == ["当面转告：语文组 2 位组员收不到通知"]
        assert reach.refresh() == 0
        assert lines(cast.sun, cast.first) == [] and lines(cast.zhou, cast.second) == []


def test_the_line_goes_when_they_can_be_reached(cast, leader):
    with clock.at(DAY):
        tell([cast.zhao, cast.hua], cast.first, "开会")
    with later():
        reach.refresh()
        keep_trusted(cast.hua, cast.first, "mail", "hua@school.cn")
        reach.refresh()
        assert lines(leader, cast.first) == ["当面转告：语文组 1 位组员收不到通知"]
        read_all(cast.zhao)
        reach.refresh()
        assert lines(leader, cast.first) == []


def test_another_group_is_not_this_leader_s(cast, leader):
    from zhijia.kernel.people import Group

    other = Group.objects.create(org=cast.first, name="数学组")
    far = person("远老师", "F099")
    member(cast.first, far, other)
    with clock.at(DAY):
        tell([far], cast.first, "开会")
    with later():
        assert reach.refresh() == 0 and lines(leader, cast.first) == []


@pytest.mark.parametrize("count", [1, 60])
def test_it_costs_the_same_for_one_and_for_many(cast, leader, count, django_assert_max_num_queries):
    people = [person(f"人{n}", f"N{n}") for n in range(count)]
    for one in people:
        member(cast.first, one, cast.group)
    with clock.at(DAY):
        tell(people, cast.first, "开会")
    with later(), django_assert_max_num_queries(14):
        assert reach.refresh() == 1
