"""One member of the committee follows each case, by turns, with three check points (rules 5.23)."""

from collections import Counter
from datetime import timedelta

import pytest

from zhijia.domains.proposals import actions
from zhijia.domains.proposals.clocks import check_points
from zhijia.domains.proposals.models import Proposal
from zhijia.kernel import clock
from zhijia.kernel.actions import Step, open_to
from zhijia.kernel.people import Appointment
from zhijia.kernel.refusals import NotAllowed, Refused
from zhijia.kernel.waiting import sources, waiting_for

from .parts import DAY, assigned, delivered, drafted, filed, fresh, rated, received, rule, submitted


@pytest.fixture
def followed(s):
    rule(s.cast, followers=True)
    return s


def called_on(person, org):
    return [w.title for w in waiting_for(person, org) if w.title.startswith("跟踪提案")]


def test_nobody_follows_unless_the_school_says_so(s):
    p = filed(s)
    assert p.follower is None
    assert not {"look_in", "change_follower"} & {o.action.name for o in open_to(p, s.cast.sun)}


def test_the_committee_takes_turns(followed):
    """Three members, six cases: two each, whoever files them."""
    s = followed
    took = Counter(filed(s).follower for _n in range(6))
    assert took == {s.cast.li: 2, s.cast.lin: 2, s.cast.sun: 2}


def test_what_is_concluded_is_no_load_any_more(followed):
    s = followed
    first = rated(s)
    assert first.state == "concluded" and filed(s).follower == first.follower


def test_suggestions_are_followed_too(followed):
    assert actions.refer(submitted(followed), by=followed.cast.sun).follower


def test_nobody_follows_their_own(followed):
    s = followed
    for _n in range(4):
        p = actions.submit(seconded_of(s, s.cast.sun), by=s.cast.sun)
        assert actions.accept(p, by=s.cast.li).follower in (s.cast.li, s.cast.lin)


def seconded_of(s, by):
    p = drafted(s, by=by)
    actions.ask_second(p, by=by, people=[s.cast.zhao, s.cast.hua])
    for who in (s.cast.zhao, s.cast.hua):
        actions.second(p, by=who)
    return p


def test_three_check_points_each_call_once(followed):
    s = followed
    p = assigned(s)
    who = p.follower
    points = check_points(p)
    assert [(d - DAY).days for d in points] == [
        21,
        43,
        58,
    ]  # of 65 days, up to the next working day
    assert not called_on(who, s.cast.first)
    for number, day in enumerate(points, 1):
        with clock.at(day - timedelta(days=1)):
            assert not called_on(who, s.cast.first), number
        with clock.at(day):
            assert called_on(who, s.cast.first) == [f"跟踪提案：{p}"]
            actions.look_in(p, by=who, reason=f"第 {number} 次看：正在办")
            assert not called_on(who, s.cast.first), number
    notes = Step.objects.about(p).filter(verb="look_in").values_list("note", flat=True)
    assert list(notes) == [f"第 {n} 次看：正在办" for n in (1, 2, 3)]


def test_looking_in_early_does_not_spare_the_check_point(followed):
    s = followed
    p = assigned(s)
    actions.look_in(p, by=p.follower, reason="已签收")
    with clock.at(check_points(p)[0]):
        assert called_on(p.follower, s.cast.first)


def test_nothing_is_followed_once_it_is_answered(followed):
    s = followed
    p = delivered(s)
    with clock.at(DAY + timedelta(days=100)):
        assert not called_on(p.follower, s.cast.first)


def test_a_second_handling_is_followed_anew_in_its_own_days(followed):
    s = followed
    p = rated(s, "unsatisfied")
    actions.hear_again(p, by=s.cast.sun, reason="没有时间表")
    assert p.watched == 0 and check_points(p)[0] < p.due - timedelta(days=15)
    with clock.at(check_points(p)[0]):
        assert called_on(p.follower, s.cast.first)


def test_the_committee_writes_it_down_and_nobody_else(followed):
    """Another member may stand in for the one who follows."""
    s = followed
    p = received(s)
    for who in (s.cast.qian, s.cast.tian, s.gao, s.cast.hua, s.cast.zhou, s.cast.chen):
        with pytest.raises(NotAllowed):
            actions.look_in(p, by=who, reason="x")
    other = next(w for w in (s.cast.li, s.cast.lin) if w != p.follower)
    assert actions.look_in(p, by=other, reason="代为查看").watched == 0


def test_another_member_may_take_it_over(followed, enter):
    s = followed
    p = received(s)
    other = s.cast.lin if p.follower != s.cast.lin else s.cast.sun
    for wrong in (s.cast.qian, s.cast.tian):
        with pytest.raises(Refused, match="不能跟踪"):
            actions.change_follower(p, by=s.cast.li, follower=wrong)
    there = f"/proposals/proposal/{p.pk}/change_follower/"
    form = enter(s.cast.li).get(there).content.decode()
    assert other.name in form and "钱学文" not in form.split("<form", 2)[-1]
    enter(s.cast.li).post(there, {"follower": other.pk})
    assert fresh(p).follower == other


def test_who_left_the_committee_is_replaced_and_calls_stop(followed):
    s = followed
    p = received(s)
    Appointment.objects.filter(person=p.follower).update(
        closed=clock.now(), ends=DAY - timedelta(1)
    )
    lines = [w for w in sources[Proposal](fresh(p)) if "跟踪" in w.title]
    assert [(w.title.split("：")[0], w.power) for w in lines] == [
        ("另定跟踪委员", "proposals.review")
    ]


def test_the_committee_reads_who_follows_and_colleagues_do_not(followed, enter):
    s = followed
    p = received(s)
    there = f"/proposals/proposal/{p.pk}/"
    assert "跟踪委员" in enter(s.cast.li).get(there).content.decode()
    assert "跟踪委员" not in enter(s.cast.hua).get(there).content.decode()
