"""Signing up: never one too many, a visible line, an offer with a clock (R-165; features B14)."""

from datetime import timedelta
from decimal import Decimal

import pytest

from zhijia.domains.activities import actions
from zhijia.domains.activities.jobs import pass_on
from zhijia.domains.activities.models import Audience, Quota, SignUp
from zhijia.kernel import clock
from zhijia.kernel.actions import Step
from zhijia.kernel.notices import Notice
from zhijia.kernel.people import Group, Membership, Post
from zhijia.kernel.refusals import NotAllowed, Refused, WrongState
from zhijia.kernel.testing import office

from .parts import NOW, crowd, drafted, fresh, moment, of, opened, sound, states


def test_places_then_the_line_in_order_of_arrival(cast):
    activity = opened(cast, 2)
    for who in (cast.zhao, cast.qian, cast.hua, cast.tian):
        actions.sign_up(activity, by=who)
    assert states(activity) == ["taken", "taken", "waiting", "waiting"]
    assert [s.person for s in activity.signups.waiting()] == [cast.hua, cast.tian]
    sound(activity)


def test_tapping_twice_takes_one_place(cast):
    activity = opened(cast, 5)
    actions.sign_up(activity, by=cast.zhao)
    with pytest.raises(Refused, match="已经报过名"):
        actions.sign_up(activity, by=cast.zhao)
    assert SignUp.objects.count() == 1 and Quota.objects.get().taken == 1


def test_who_leaves_makes_room_for_the_next_who_is_asked(cast):
    activity = opened(cast, 1)
    first, second, third = (
        actions.sign_up(activity, by=w) for w in (cast.zhao, cast.qian, cast.hua)
    )
    actions.withdraw(first, by=cast.zhao)
    assert states(activity) == ["cancelled", "offered", "waiting"]
    offer = fresh(second)
    assert offer.offered_until == clock.now() + timedelta(hours=24)
    assert Notice.objects.filter(person=cast.qian, title__startswith="轮到您了").exists()
    sound(activity)
    actions.accept(offer, by=cast.qian)
    assert states(activity) == ["cancelled", "taken", "waiting"]
    with pytest.raises(WrongState):
        actions.accept(third, by=cast.hua)
    sound(activity)


def test_an_offer_that_is_declined_goes_on(cast):
    activity = opened(cast, 1)
    first, second, third = (
        actions.sign_up(activity, by=w) for w in (cast.zhao, cast.qian, cast.hua)
    )
    actions.withdraw(first, by=cast.zhao)
    actions.decline(second, by=cast.qian)
    assert states(activity) == ["cancelled", "declined", "offered"]
    sound(activity)


def test_an_offer_that_runs_out_while_one_is_deciding(cast):
    activity = opened(cast, 1)
    first, second, third = (
        actions.sign_up(activity, by=w) for w in (cast.zhao, cast.qian, cast.hua)
    )
    actions.withdraw(first, by=cast.zhao)
    with clock.at(NOW + timedelta(hours=23)):
        assert pass_on() == "0"
    with clock.at(NOW + timedelta(hours=25)):
        with pytest.raises(Refused, match="确认时间已过"):
            actions.accept(second, by=cast.qian)
        assert pass_on() == "1"
        assert states(activity) == ["cancelled", "lapsed", "offered"]
        sound(activity)
        again = actions.sign_up(activity, by=cast.qian)
        assert again.state == "waiting" and again.number == 4
        assert pass_on() == "0"


def test_an_offer_lapses_though_the_organiser_has_left(cast):
    activity = opened(cast, 1)
    first, second = (actions.sign_up(activity, by=w) for w in (cast.zhao, cast.qian))
    actions.withdraw(first, by=cast.zhao)
    Membership.objects.filter(person=cast.sun).update(ends=NOW, closed=clock.now())
    cast.sun.appointments.update(ends=NOW, closed=clock.now())
    with clock.at(NOW + timedelta(hours=25)):
        assert pass_on() == "1"
    assert fresh(second).state == "lapsed"


def test_offers_end_when_the_activity_begins(cast):
    activity = opened(cast, 1)
    first = actions.sign_up(activity, by=cast.zhao)
    second = actions.sign_up(activity, by=cast.qian)
    with clock.at(activity.starts - timedelta(hours=2)):
        actions.withdraw(first, by=cast.zhao)
        assert fresh(second).offered_until == activity.starts


def test_families_have_a_limit_of_their_own(cast):
    activity = opened(cast, 10, {"companions": 3, "heads": 5}, companions=2)
    actions.sign_up(activity, by=cast.zhao, companions=2)
    assert actions.sign_up(activity, by=cast.qian, companions=2).state == "waiting"
    assert actions.sign_up(activity, by=cast.hua, companions=1).state == "taken"
    assert actions.sign_up(activity, by=cast.tian).state == "waiting", "five heads are five heads"
    sound(activity)
    with pytest.raises(Refused, match="最多带 2 位"):
        actions.sign_up(activity, by=cast.li, companions=3)


def test_a_small_wish_may_pass_a_large_one_that_finds_no_room(cast):
    activity = opened(cast, None, {"heads": 4}, companions=2)
    alone = actions.sign_up(activity, by=cast.zhao)
    actions.sign_up(activity, by=cast.qian, companions=2)
    actions.sign_up(activity, by=cast.hua, companions=2)
    small = actions.sign_up(activity, by=cast.tian)
    assert states(activity) == ["taken", "taken", "waiting", "waiting"]
    actions.withdraw(alone, by=cast.zhao)
    assert fresh(small).state == "offered"
    sound(activity)


def test_slots_and_groups_limit_on_their_own_levels(cast):
    maths = Group.objects.create(org=cast.first, name="数学组")
    Membership.objects.filter(person__in=[cast.hua, cast.tian]).update(group=maths)
    slots = [{"title": "上午", "size": 2}, {"title": "下午", "size": 2}]
    activity = opened(cast, 3, {"slots": slots, "groups": {maths: 1}})
    morning, afternoon = activity.slots.all()
    with pytest.raises(Refused, match="请选择一个场次"):
        actions.sign_up(activity, by=cast.zhao)
    assert actions.sign_up(activity, by=cast.zhao, slot=morning).state == "taken"
    assert actions.sign_up(activity, by=cast.hua, slot=morning).state == "taken"
    assert actions.sign_up(activity, by=cast.tian, slot=afternoon).state == "waiting", (
        "one of maths"
    )
    assert actions.sign_up(activity, by=cast.qian, slot=morning).state == "waiting", "two a morning"
    assert actions.sign_up(activity, by=cast.li, slot=afternoon).state == "taken"
    assert actions.sign_up(activity, by=cast.lin, slot=afternoon).state == "waiting", "three in all"
    sound(activity)
    moved = actions.change(of(activity, cast.qian), by=cast.qian, slot=afternoon)
    assert moved.state == "waiting"
    actions.withdraw(of(activity, cast.hua), by=cast.hua)
    assert fresh(of(activity, cast.tian)).state == "offered", "first in line, and maths has room"
    sound(activity)


def test_changing_keeps_what_one_had_where_there_is_no_room(cast):
    slots = [{"title": "一号场", "size": 1}, {"title": "二号场", "size": 1}]
    activity = opened(cast, places={"slots": slots}, companions=1)
    one, two = activity.slots.all()
    mine = actions.sign_up(activity, by=cast.zhao, slot=one)
    actions.sign_up(activity, by=cast.qian, slot=two)
    late = actions.sign_up(activity, by=cast.hua, slot=one)
    with pytest.raises(Refused, match="原来的报名没有变"):
        actions.change(mine, by=cast.zhao, slot=two)
    assert fresh(mine).slot == one
    actions.withdraw(of(activity, cast.qian), by=cast.qian)
    actions.change(mine, by=cast.zhao, slot=two, companions=1)
    assert fresh(late).state == "offered", "the court that was left goes to the line"
    sound(activity)


def test_quota_below_what_is_taken_is_refused_and_more_room_moves_the_line(cast):
    activity = opened(cast, 3)
    for who in (cast.zhao, cast.qian, cast.hua, cast.tian):
        actions.sign_up(activity, by=who)
    with pytest.raises(Refused, match="已经有 3 个名额报出，不能减到 2"):
        actions.set_places(activity, by=cast.sun, places={"members": 2})
    assert Quota.objects.get().size == 3
    actions.set_places(activity, by=cast.sun, places={"members": 4})
    assert states(activity) == ["taken", "taken", "taken", "offered"]
    sound(activity)


def test_somebody_is_moved_up_for_a_reason_all_can_read(cast):
    activity = opened(cast, 1)
    signups = [actions.sign_up(activity, by=w) for w in (cast.zhao, cast.qian, cast.hua)]
    moved = actions.move_up(signups[2], by=cast.li, reason="代表学校参赛的队员")
    assert moved.state == "waiting" and moved.moved_up == "代表学校参赛的队员"
    actions.withdraw(signups[0], by=cast.zhao)
    assert states(activity) == ["cancelled", "waiting", "offered"]
    assert Step.objects.about(moved).filter(verb="move_up", note="代表学校参赛的队员").exists()


def test_whom_it_is_for(cast):
    women = actions.save_search(cast.first, by=cast.sun, name="女会员", sex="f")
    activity = opened(cast, 5, kind="women", title="手工沙龙", audience=women)
    assert actions.sign_up(activity, by=cast.hua).state == "taken"
    with pytest.raises(Refused, match="面向女会员，钱学文不在其中"):
        actions.sign_up(activity, by=cast.qian)
    with pytest.raises(NotAllowed):
        actions.sign_up(activity, by=cast.zhou)


def test_a_saved_search_holds_whom_all_its_conditions_fit(cast):
    Membership.objects.filter(person=cast.tian).update(kept=True)
    kept = Audience(org=cast.first, name="退休", standing="retired")
    kept.save()
    assert [s.person for s in kept.spells()] == [cast.tian]
    young = Audience(org=cast.first, name="青年", age_to=45)
    young.save()
    assert not young.holds(cast.li, NOW.date()), "born 15 January 1980: 46 on 2 March 2026"
    assert young.holds(cast.qian, NOW.date()), "born 15 May 1980: still 45"
    with pytest.raises(Refused, match="前大后小"):
        actions.save_search(cast.first, by=cast.sun, name="x", age_from=50, age_to=40)


def test_the_leader_enters_those_without_a_phone_but_only_of_the_own_group(cast):
    office(cast.first, cast.qian, Post.GROUP_LEADER)
    other = Group.objects.create(org=cast.first, name="数学组")
    Membership.objects.filter(person=cast.tian).update(group=other)
    activity = opened(cast, 5)
    made = actions.sign_up(activity, by=cast.qian, person=cast.zhao)
    assert (made.person, made.by) == (cast.zhao, cast.qian)
    with pytest.raises(NotAllowed):
        actions.sign_up(activity, by=cast.qian, person=cast.tian)
    with pytest.raises(NotAllowed):
        actions.sign_up(activity, by=cast.hua, person=cast.tian)
    assert actions.sign_up(activity, by=cast.sun, person=cast.tian).state == "taken"


def test_the_window_of_sign_up(cast):
    activity = opened(cast, 5, opens=moment(1), closes=moment(3))
    with pytest.raises(Refused, match="报名从3月3日 09:00开始"):
        actions.sign_up(activity, by=cast.zhao)
    with clock.at(moment(2)):
        actions.sign_up(activity, by=cast.zhao)
    with clock.at(moment(3)), pytest.raises(Refused, match="报名已于3月5日 09:00截止"):
        actions.sign_up(activity, by=cast.qian)


def test_leaving_after_the_last_moment_is_the_organiser_s_to_allow(cast):
    activity = opened(cast, 5, leave_by=moment(5))
    mine = actions.sign_up(activity, by=cast.zhao)
    with clock.at(moment(6)):
        with pytest.raises(Refused, match="取消报名的时间已过"):
            actions.withdraw(mine, by=cast.zhao)
        assert actions.withdraw(mine, by=cast.sun, reason="发烧").state == "cancelled"


def test_the_activity_s_own_questions(cast):
    questions = [
        {"name": "q1", "label": "球衣尺码", "options": ["M", "L"], "required": True},
        {"name": "q2", "label": "备注", "options": [], "required": False},
    ]
    activity = opened(cast, 5, questions=questions)
    with pytest.raises(Refused, match="请回答：球衣尺码"):
        actions.sign_up(activity, by=cast.zhao)
    with pytest.raises(Refused, match="从选项里选"):
        actions.sign_up(activity, by=cast.zhao, answers={"q1": "XXXL"})
    assert actions.sign_up(activity, by=cast.zhao, answers={"q1": "M"}).answers == {
        "q1": "M",
        "q2": "",
    }


def test_what_is_paid_comes_back_when_it_is_called_off(cast):
    activity = opened(cast, 5, price=Decimal(30), companions=1, companion_price=Decimal(20))
    mine = actions.sign_up(activity, by=cast.zhao, companions=1)
    assert mine.owes == 50
    actions.pay(mine, by=cast.wang, amount=Decimal(50))
    with pytest.raises(NotAllowed):
        actions.pay(mine, by=cast.zhao, amount=Decimal(1))
    actions.cancel(activity, by=cast.sun, reason="台风")
    assert Notice.objects.filter(
        person=cast.zhao, title="活动取消：教职工羽毛球赛（台风）"
    ).exists()
    mine = SignUp.objects.select_related("activity").get(pk=mine.pk)
    assert mine.owes == -50
    with pytest.raises(Refused, match="退款多于收款"):
        actions.refund(mine, by=cast.wang, amount=Decimal(51))
    actions.refund(mine, by=cast.wang, amount=Decimal(50))
    assert SignUp.objects.select_related("activity").get(pk=mine.pk).owes == 0
    with pytest.raises(Refused, match="不用退"):
        actions.refund(mine, by=cast.wang, amount=Decimal(1))


def test_without_sign_up_nobody_can_sign_up(cast):
    activity = opened(cast, sign_up_needed=False)
    with pytest.raises(Refused, match="不用报名"):
        actions.sign_up(activity, by=cast.zhao)


def test_a_draft_takes_nobody(cast):
    with pytest.raises(WrongState):
        actions.sign_up(drafted(cast), by=cast.zhao)


def test_two_hundred_sign_up_and_leave_at_random_and_no_place_is_lost(cast):
    """A walk through many orders: after each step every quota holds what the sign-ups need, and
    nobody waits beside a place that would fit them."""
    import random

    dice = random.Random(7)
    people = crowd(cast, 12)
    slots = [{"title": "甲", "size": 3}, {"title": "乙", "size": 2}]
    activity = opened(cast, 4, {"companions": 2, "heads": 6, "slots": slots}, companions=1)
    choices = list(activity.slots.all())
    for _turn in range(200):
        who, mine = dice.choice(people), None
        mine = SignUp.objects.filter(activity=activity, person=who).first()
        try:
            if mine and mine.state == "offered":
                (actions.accept if dice.random() < 0.6 else actions.decline)(mine, by=who)
            elif mine and mine.state in ("taken", "waiting"):
                if dice.random() < 0.5:
                    actions.withdraw(mine, by=who)
                else:
                    actions.change(
                        mine, by=who, slot=dice.choice(choices), companions=dice.randint(0, 1)
                    )
            else:
                slot, family = dice.choice(choices), dice.randint(0, 1)
                actions.sign_up(activity, by=who, slot=slot, companions=family)
        except Refused:
            pass
        sound(activity)
        from zhijia.domains.activities.actions.admission import Room

        room = Room(activity)
        idle = [s for s in activity.signups.waiting() if room.full(s) is None]
        assert not idle, "somebody waits beside a free place"
