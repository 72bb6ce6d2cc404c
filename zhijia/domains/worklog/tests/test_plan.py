"""From the plan to the day, and putting right afterwards: plan, finish, amend, add_files, void."""

from datetime import timedelta
from decimal import Decimal

import pytest

from zhijia.domains.worklog import actions
from zhijia.domains.worklog.tests.parts import DAY, PDF, logged, picture, planned
from zhijia.kernel import clock, measures
from zhijia.kernel.actions import Step, open_to
from zhijia.kernel.periods import Period
from zhijia.kernel.records import Record
from zhijia.kernel.refusals import NotAllowed, Refused, WrongState
from zhijia.kernel.waiting import waiting_for


def totals(cast):
    return measures.totals(cast.first, DAY - timedelta(60), DAY + timedelta(60))


def test_planned_then_finished(cast):
    event = planned(cast, on=DAY + timedelta(5), place="南山")
    assert Record.objects.get().stage == "planned" and not totals(cast)
    with pytest.raises(Refused, match="还没有办完"):
        actions.finish(event, by=cast.sun, on=DAY + timedelta(5))
    with clock.at(DAY + timedelta(6)):
        actions.finish(event, by=cast.sun, on=DAY + timedelta(5), persons=25, place="北山")
    event.refresh_from_db()
    assert (event.state, event.place, event.persons) == ("done", "北山", 25)
    assert Record.objects.get().stage == "done" and totals(cast)["gatherings.held"] == 1
    assert [(s.verb, s.was, s.became) for s in Step.objects.about(event)] == [
        ("plan", "", "planned"), ("finish", "planned", "done"),
    ]  # fmt: skip
    with pytest.raises(WrongState):
        actions.finish(event, by=cast.sun, on=DAY)


def test_what_has_come_waits_to_be_finished(cast, leader):
    planned(cast, by=leader)
    planned(cast, title="五四活动", on=DAY + timedelta(50))
    planned(cast, title="植树")
    titles = {w.title for w in waiting_for(cast.sun, cast.first)}
    assert {"登记：春季登山", "登记：植树"} <= titles and "登记：五四活动" not in titles
    hers = [w.title for w in waiting_for(leader, cast.first)]
    assert "登记：春季登山" in hers and "登记：植树" not in hers
    assert not [w for w in waiting_for(cast.zhao, cast.first) if "登记" in w.title]


def test_amending_moves_the_figures(cast):
    event = logged(cast, money=Decimal(100))
    actions.amend(event, by=cast.li, kind="women", title="女教职工插花", on=DAY, persons=12)
    assert totals(cast)["gatherings.women.person_times"] == 12
    assert not totals(cast)["gatherings.held"] and not totals(cast)["gatherings.spent"]
    assert Record.objects.get().topic == "worklog.women"
    with pytest.raises(Refused, match="还没有办完"):
        actions.amend(event, by=cast.li, kind="women", title="插花", on=DAY + timedelta(1))


def test_files_come_after(cast):
    event = planned(cast)
    with pytest.raises(WrongState):
        actions.add_files(event, by=cast.sun, files=[("a.jpg", picture())])
    actions.finish(event, by=cast.sun, on=DAY, files=[("a.jpg", picture())])
    actions.add_files(event, by=cast.sun, files=[("奖状.pdf", PDF)])
    assert (Record.objects.get().photos, Record.objects.get().papers) == (1, 1)
    with pytest.raises(Refused, match="已经上传过"):
        actions.add_files(event, by=cast.sun, files=[("奖状2.pdf", PDF)])


def test_void_takes_it_out_of_the_figures_and_keeps_why(cast):
    event = logged(cast)
    actions.void(event, by=cast.li, reason="重复登记")
    assert Record.objects.get().stage == "void" and not totals(cast)
    assert Step.objects.about(event).last().note == "重复登记"
    assert open_to(event, cast.li) == []
    for verb in (actions.amend, actions.void, actions.add_files):
        with pytest.raises(WrongState):
            verb(event, by=cast.li)


def test_strangers_touch_nothing(cast):
    event = planned(cast)
    for outsider in (cast.zhou, cast.chen, cast.zhao, cast.wang):
        assert open_to(event, outsider) == []
        for verb in (actions.finish, actions.amend, actions.void, actions.add_files):
            with pytest.raises(NotAllowed):
                verb(event, by=outsider)
        with pytest.raises(NotAllowed):
            planned(cast, by=outsider)


def test_a_group_leader_tends_only_their_own(cast, leader):
    own, other = logged(cast, by=leader), logged(cast)
    actions.void(own, by=leader, reason="记错了")
    with pytest.raises(NotAllowed):
        actions.void(other, by=leader, reason="不是我的")
    with clock.at(DAY + timedelta(30)):
        cast.hua.appointments.update(ends=DAY)
        mine = logged(cast, by=cast.sun, on=DAY)
        type(mine).objects.filter(pk=mine.pk).update(logged_by=leader)
        with pytest.raises(NotAllowed):
            actions.void(mine, by=type(leader).objects.get(pk=leader.pk), reason="已卸任")


def test_a_closed_period_stays_as_it_is(cast):
    event = logged(cast)
    Period.objects.create(
        org=cast.first, name="2026年3月", starts=DAY.replace(day=1), ends=DAY.replace(day=31),
        closed=clock.now(),
    )  # fmt: skip
    with pytest.raises(Refused, match="已经关账"):
        actions.void(event, by=cast.li, reason="晚了")
    event.refresh_from_db()
    assert event.state == "done"
