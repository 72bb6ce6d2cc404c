"""Groups of members: set up, led, regrouped each September, dissolved (R-010)."""

from datetime import date, timedelta

import pytest

from zhijia.domains.committees import actions
from zhijia.domains.committees.models import Group
from zhijia.domains.committees.tests.parts import DAY
from zhijia.kernel import access, clock
from zhijia.kernel.actions import Step, open_to, url_of
from zhijia.kernel.people import Appointment, Membership, Person
from zhijia.kernel.refusals import NotAllowed, Refused

SEPTEMBER = date(2026, 9, 3)


def set_up(cast, name="七年级组", **more):
    given = {"kind": "grade", "unit": "七年级"} | more
    return actions.set_up(cast.first, by=cast.sun, name=name, **given)


def old(cast):
    return Group.objects.get(pk=cast.group.pk)


def members(group):
    return set(
        Membership.objects.on(clock.today()).filter(group=group).values_list("person", flat=True)
    )


def leader(group):
    found = (
        Appointment.objects.on(clock.today()).filter(post="group_leader", duty=group.name).first()
    )
    return found.person if found else None


@pytest.mark.req("R-010")
def test_september_from_end_to_end(cast, enter):
    """A new group for the year, everybody moved at once, a leader; the old one goes."""
    with clock.at(SEPTEMBER):
        client, group = enter(cast.sun), old(cast)
        sent = {"name": "七年级组", "kind": "grade", "unit": "七年级", "tasks": "收集意见"}
        there = client.post("/committees/group/set_up/", sent).url
        fresh = Group.objects.get(name="七年级组")
        page = client.get(f"{there}gather/").content.decode()
        assert "赵明（语文组）" in page
        everybody = list(Membership.objects.of(cast.first).values_list("person", flat=True))
        assert client.post(f"{there}gather/", {"people": everybody}).status_code == 302
        assert members(fresh) == set(everybody) and members(group) == set()
        sent = {"person": cast.qian.pk, "starts": "2026-09-03"}
        assert client.post(f"{there}lead/", sent).status_code == 302
        assert leader(fresh) == cast.qian
        actions.dissolve(group, by=cast.sun, reason="按年级重新编组")
        assert [g.name for g in Group.objects.of(cast.first).in_use()] == ["七年级组"]
        html = client.get("/committees/officers/").content.decode()
        assert "七年级组" in html and "年级组（七年级）" in html and "语文组" not in html


def test_steps_say_what_was_done(cast):
    group = set_up(cast)
    actions.gather(group, by=cast.sun, people=[cast.zhao, cast.hua])
    actions.lead(group, by=cast.sun, person=cast.zhao, starts=DAY)
    actions.rename(group, by=cast.sun, name="初一组")
    actions.describe(group, by=cast.sun, kind="grade", unit="初一", tasks="收集意见")
    verbs = [s.verb for s in Step.objects.about(group)]
    assert verbs == ["set_up", "gather", "lead", "rename", "describe"]
    assert Group.objects.get(pk=group.pk).kept.words == "年级组（初一）"


def test_who_left_keeps_the_group_they_left_from(cast):
    Membership.objects.filter(person=cast.tian).update(ends=DAY - timedelta(1))
    group = set_up(cast)
    with pytest.raises(Refused, match="今天的会员"):
        actions.gather(group, by=cast.sun, people=[cast.tian])
    actions.gather(group, by=cast.sun, people=[cast.zhao])
    assert Membership.objects.get(person=cast.tian).group_id == cast.group.pk


def test_one_leader_at_a_time_out_of_the_group(cast):
    group = old(cast)
    actions.lead(group, by=cast.sun, person=cast.qian, starts=DAY - timedelta(5))
    assert access.can(Person.objects.get(pk=cast.qian.pk), "committees.write_summary", cast.first)
    actions.lead(group, by=cast.sun, person=cast.zhao, starts=DAY)
    assert leader(group) == cast.zhao
    ended = Appointment.objects.get(person=cast.qian, post="group_leader")
    assert ended.ends == DAY - timedelta(1)
    with pytest.raises(Refused, match="须在此之后"):
        actions.lead(group, by=cast.sun, person=cast.hua, starts=DAY)
    with pytest.raises(Refused, match="不在这个小组"):
        actions.lead(set_up(cast), by=cast.sun, person=cast.hua, starts=DAY)
    with pytest.raises(Refused, match="不能晚于今天"):
        actions.lead(group, by=cast.sun, person=cast.hua, starts=DAY + timedelta(1))


def test_a_leader_is_not_moved_away_and_keeps_the_office_under_a_new_name(cast):
    group, other = old(cast), set_up(cast)
    actions.lead(group, by=cast.sun, person=cast.qian, starts=DAY)
    with pytest.raises(Refused, match="钱学文是语文组组长"):
        actions.gather(other, by=cast.sun, people=[cast.qian])
    actions.rename(group, by=cast.sun, name="文科组")
    assert leader(group) == cast.qian
    with pytest.raises(Refused, match="本会已有“七年级组”"):
        actions.rename(group, by=cast.sun, name="七年级组")


def test_members_are_moved_first(cast):
    group, other = old(cast), set_up(cast)
    with pytest.raises(Refused, match="还有 9 位会员"):
        actions.dissolve(group, by=cast.sun, reason="合并")
    with pytest.raises(Refused, match="只能调出本组"):
        actions.move_out(other, by=cast.sun, people=[cast.zhao], to=group)
    with pytest.raises(Refused, match="另一个在用的小组"):
        actions.move_out(group, by=cast.sun, people=[cast.zhao], to=group)
    actions.move_out(
        group, by=cast.sun, people=Person.objects.filter(pk__in=members(group)), to=other
    )
    actions.dissolve(group, by=cast.sun, reason="合并")
    assert old(cast).kept.dissolved == DAY
    for verb, given in (
        (actions.gather, {"people": [cast.zhao]}), (actions.rename, {"name": "旧组"}),
        (actions.dissolve, {"reason": "再撤"}), (actions.lead, {"person": cast.zhao, "starts": DAY}),
        (actions.describe, {"kind": "grade"}),
    ):  # fmt: skip
        with pytest.raises(Refused, match="撤销"):
            verb(old(cast), by=cast.sun, **given)
    with pytest.raises(Refused, match="在用的小组"):
        actions.move_out(other, by=cast.sun, people=[cast.zhao], to=old(cast))
    assert set_up(cast, name="语文组").pk != group.pk  # the name is free again


def test_who_may_not(cast, enter):
    group = old(cast)
    for who in (cast.zhou, cast.zhao, cast.chen, cast.dang):
        assert not [o for o in open_to(group, who)]
        with pytest.raises(NotAllowed):
            actions.set_up(cast.first, by=who)
        for verb in (actions.rename, actions.describe, actions.lead, actions.gather,
                     actions.move_out, actions.dissolve):  # fmt: skip
            with pytest.raises(NotAllowed):
                verb(group, by=who)
    assert enter(cast.zhao).get(url_of(group)).status_code == 200
    assert enter(cast.zhou).get(url_of(group)).status_code == 404


def test_a_group_of_another_union_is_no_place_to_go(cast):
    from zhijia.kernel.people import Group as Plain

    foreign = Group.objects.get(pk=Plain.objects.create(org=cast.second, name="外校组").pk)
    with pytest.raises(Refused, match="本会另一个"):
        actions.move_out(old(cast), by=cast.sun, people=[cast.zhao], to=foreign)
    with pytest.raises(Refused, match="今天的会员"):
        actions.gather(old(cast), by=cast.sun, people=[cast.zhou])
