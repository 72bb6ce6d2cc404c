"""Offices named without election, and standing in (rules 2.14; decision: ninety days at most)."""

from datetime import timedelta

import pytest

from zhijia.domains.committees import actions
from zhijia.domains.committees.models import CommitteesSettings, Deputising, Office
from zhijia.domains.committees.tests.parts import DAY, opened
from zhijia.kernel import access, clock
from zhijia.kernel.actions import Step, open_to, url_of
from zhijia.kernel.notices import Notice
from zhijia.kernel.people import Membership, Person
from zhijia.kernel.refusals import NotAllowed, Refused
from zhijia.kernel.settings import save_settings

LAST = DAY + timedelta(6)


def office_of(who, post):
    return Office.objects.get(person=who, post=post)


def lent(cast, office=None, **more):
    given = {"by": cast.sun, "person": cast.qian, "starts": DAY, "ends": LAST, "reason": "外出培训"}
    return actions.delegate(office or office_of(cast.sun, "committee"), **(given | more))


def may(who, power, org):
    return access.can(Person.objects.get(pk=who.pk), power, org)


def test_an_officer_lends_their_office_for_some_days(cast, enter):
    made = lent(cast)
    assert may(cast.qian, "care.arrange", cast.first)
    assert may(cast.sun, "care.arrange", cast.first)
    assert [s.verb for s in Step.objects.about(made)] == ["delegate"]
    assert Notice.objects.filter(person=cast.qian, title__contains="委托代理").exists()
    html = enter(cast.zhao).get("/committees/officers/").content.decode()
    assert "钱学文代理至 3月16日" in html
    with clock.at(LAST + timedelta(1)):
        assert not may(cast.qian, "care.arrange", cast.first)
        assert "钱学文代理至" not in enter(cast.zhao).get("/committees/officers/").content.decode()


def test_the_power_taken_back_is_gone_the_same_minute(cast):
    made = lent(cast)
    actions.take_back(made, by=cast.sun)
    assert not may(cast.qian, "care.arrange", cast.first)
    assert Notice.objects.filter(person=cast.qian, title__contains="收回代理").exists()
    with pytest.raises(Refused, match="结束"):
        actions.take_back(made, by=cast.sun)
    assert lent(cast, person=cast.tian).person == cast.tian


def test_the_chair_lends_and_takes_back_for_a_member_but_not_for_everybody(cast):
    made = lent(cast, by=cast.li)
    actions.take_back(made, by=cast.li)
    for who, post in ((cast.wang, "treasurer"), (cast.dang, "party")):
        office = office_of(who, post)
        with pytest.raises(Refused, match="只有本人"):
            lent(cast, office, by=cast.li)
        own = lent(cast, office, by=who, person=cast.tian)
        with pytest.raises(Refused, match="只有委托人"):
            actions.take_back(own, by=cast.li)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"ends": DAY + timedelta(90)}, "最长 90 天"),
        ({"ends": DAY - timedelta(1)}, "止于开始之后"),
        ({"starts": DAY - timedelta(1)}, "今天或以后"),
    ],
)
def test_days_are_dated_and_at_most_ninety(cast, more, words):
    with pytest.raises(Refused, match=words):
        lent(cast, **more)


def test_ninety_days_are_not_too_many_unless_the_union_says_so(cast):
    last = DAY + timedelta(89)
    save_settings(cast.first, CommitteesSettings(deputy_days=30))
    with pytest.raises(Refused, match="最长 30 天"):
        lent(cast, ends=last)
    save_settings(cast.first, CommitteesSettings())
    assert lent(cast, ends=last).ends == last


def test_only_to_another_full_member_and_one_at_a_time(cast):
    with pytest.raises(Refused, match="本人"):
        lent(cast, person=cast.sun)
    with pytest.raises(Refused, match="周主席当日不是本会会员"):
        lent(cast, person=cast.zhou)
    Membership.objects.filter(person=cast.tian).update(kept=True)
    with pytest.raises(Refused, match="田老师当日不是本会会员"):
        lent(cast, person=cast.tian)
    lent(cast)
    with pytest.raises(Refused, match="已有人代理"):
        lent(cast, person=cast.hua, starts=LAST, ends=LAST)


def test_a_stand_in_lends_nothing_on(cast):
    """Who stands in for the chair has the chair's powers, but the office is not theirs to give."""
    chair = office_of(cast.li, "chair")
    lent(cast, chair, by=cast.li)
    qian = Person.objects.get(pk=cast.qian.pk)
    assert access.can(qian, "committees.organise", cast.first)
    with pytest.raises(Refused, match="只有本人"):
        lent(
            cast,
            chair,
            by=qian,
            person=cast.hua,
            starts=LAST + timedelta(1),
            ends=LAST + timedelta(2),
        )


def test_what_a_deputy_does_is_written_down_under_whose_office(cast, enter):
    lent(cast, office_of(cast.li, "chair"), by=cast.li)
    qian = Person.objects.get(pk=cast.qian.pk)
    made = actions.appoint(cast.first, by=qian, person=cast.hua, post="treasurer", starts=DAY)
    step = Step.objects.about(made).get()
    assert (step.by, step.acting_for) == (qian, cast.li)
    assert f"{qian}（代理{cast.li}）" in enter(cast.li).get(url_of(made)).content.decode()
    log = enter(cast.li).get("/privacy/log/").content.decode()
    assert f"{qian}（代理{cast.li}）" in log
    own = actions.relieve(made, by=cast.li, ends=DAY, reason="轮岗")
    assert Step.objects.about(own).last().acting_for is None


def test_who_has_the_power_in_their_own_right_acts_for_nobody(cast):
    lent(cast, office_of(cast.li, "chair"), by=cast.li, person=cast.lin)
    lin = Person.objects.get(pk=cast.lin.pk)
    made = actions.appoint(cast.first, by=lin, person=cast.hua, post="treasurer", starts=DAY)
    assert Step.objects.about(made).get().acting_for is None


def test_an_office_that_ends_ends_the_standing_in(cast):
    from zhijia.domains.committees.tests.parts import seat_of

    seat = seat_of(opened(cast), cast.sun)
    lent(cast, ends=DAY + timedelta(30))
    actions.vacate(seat, by=cast.li, ends=DAY, left="resigned", reason="x")
    assert not may(cast.qian, "care.arrange", cast.first)
    with pytest.raises(Refused, match="已于2026-03-10离任"):
        lent(cast, office_of(cast.sun, "committee"), person=cast.hua)


def test_nor_does_it_outlast_an_office_with_a_last_day(cast):
    Office.objects.filter(person=cast.sun).update(ends=LAST - timedelta(1))
    with pytest.raises(Refused, match="不能超过任期"):
        lent(cast)


def test_strangers_members_and_the_level_above_lend_and_take_nothing(cast):
    made, office = lent(cast), office_of(cast.sun, "committee")
    for who in (cast.zhou, cast.zhao, cast.chen, cast.lin, cast.qian):
        with pytest.raises(NotAllowed):
            actions.delegate(office, by=who)
        with pytest.raises(NotAllowed):
            actions.take_back(made, by=who)
    for who in (cast.zhou, cast.chen):
        assert open_to(office, who) == [] and open_to(made, who) == []
        assert not Office.objects.all().visible_to(who).filter(org=cast.first).exists()
        assert not Deputising.objects.all().visible_to(who).exists()


# --- offices no election gives ------------------------------------------------------------------


def test_a_treasurer_is_named_and_relieved(cast):
    made = actions.appoint(cast.first, by=cast.li, person=cast.hua, post="treasurer", starts=DAY)
    assert [s.verb for s in Step.objects.about(made)] == ["appoint"]
    assert Notice.objects.filter(person=cast.hua).exists()
    with pytest.raises(Refused, match="已任此职"):
        actions.appoint(cast.first, by=cast.li, person=cast.hua, post="treasurer", starts=DAY)
    actions.relieve(made, by=cast.li, ends=DAY, reason="轮岗")
    assert made.ends == DAY
    with pytest.raises(Refused, match="已于"):
        actions.relieve(made, by=cast.li, ends=DAY, reason="再来")


def test_what_an_election_gives_is_not_named_nor_relieved_here(cast):
    for post in ("chair", "committee", "funds_review", "officer", "member"):
        with pytest.raises(Refused, match="经选举或在小组里产生"):
            actions.appoint(cast.first, by=cast.li, person=cast.hua, post=post, starts=DAY)
    with pytest.raises(Refused, match="请在那里办理"):
        actions.relieve(office_of(cast.li, "chair"), by=cast.lin, ends=DAY, reason="x")
    with pytest.raises(Refused, match="不能晚于今天"):
        actions.appoint(cast.first, by=cast.li, person=cast.hua, post="party", starts=LAST)


def test_who_may_not_name_or_relieve(cast):
    office = office_of(cast.wang, "treasurer")
    for who in (cast.zhou, cast.zhao, cast.chen, cast.sun, cast.wang):
        with pytest.raises(NotAllowed):
            actions.appoint(cast.first, by=who)
        with pytest.raises(NotAllowed):
            actions.relieve(office, by=who)


def test_lending_through_the_pages(cast, enter):
    office = office_of(cast.sun, "committee")
    client = enter(cast.sun)
    assert "委托代理" in client.get(url_of(office)).content.decode()
    sent = {"person": cast.qian.pk, "starts": "2026-03-10", "ends": "2026-03-16", "reason": "培训"}
    there = client.post(f"{url_of(office)}delegate/", sent).url
    made = Deputising.objects.get()
    assert there == url_of(made) and "收回代理" in client.get(there).content.decode()
    assert client.post(f"{there}take_back/").status_code == 302
    assert enter(cast.zhou).get(there).status_code == 404
