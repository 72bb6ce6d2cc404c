"""A meeting from the call to the minutes (R-278, R-279)."""

from datetime import date, timedelta

import pytest

from zhijia.domains.committees import actions
from zhijia.domains.committees.models import Committee, Meeting
from zhijia.domains.committees.tests.parts import DAY, called, founded, held, minuted
from zhijia.kernel import clock, measures
from zhijia.kernel.actions import Step, open_to
from zhijia.kernel.notices import Notice
from zhijia.kernel.records import Record
from zhijia.kernel.refusals import NotAllowed, Refused, WrongState
from zhijia.kernel.waiting import waiting_for

YEAR = (date(2026, 1, 1), date(2026, 12, 31))


@pytest.mark.req("R-278")
def test_nine_meetings_in_a_year_write_themselves(cast):
    committee = founded(cast)
    for number in range(9):
        minuted(cast, committee=committee, kind="regular", on=DAY - timedelta(number))
    totals = measures.totals(cast.first, *YEAR)
    assert totals["committees.meetings"] == totals["committees.meetings.regular"] == 9
    assert (totals["committees.attendance"], totals["committees.decisions"]) == (18, 27)
    record = Record.objects.filter(kind="committees.meeting").first()
    assert (record.title, record.public) == ("2026年3月工会例会", "2026年3月召开工会例会")
    assert (record.stage, record.topic) == ("done", "committees.regular")


@pytest.mark.req("R-279")
def test_a_joint_meeting_decides_and_the_owner_is_told(cast):
    meeting = minuted(
        cast, kind="joint", agenda="研究教职工反映的食堂问题", invited=[cast.li, cast.dang, cast.sun],
        attended=[cast.li, cast.dang], decisions="公布食堂整改结果｜孙丽华｜3月31日",
    )  # fmt: skip
    assert meeting.decisions.get().due == date(2026, 3, 31)
    notice = Notice.objects.get(person=cast.sun, title__contains="公布食堂整改结果")
    assert notice.due == date(2026, 3, 31)
    assert measures.totals(cast.first, *YEAR)["committees.meetings.joint"] == 1


def test_the_call_tells_those_invited(cast):
    meeting = called(cast, on=DAY + timedelta(3))
    assert set(Notice.objects.values_list("person", flat=True)) == {cast.lin.pk, cast.sun.pk}
    assert Notice.objects.first().due == DAY + timedelta(3)
    assert Record.objects.get(kind="committees.meeting").stage == "planned"
    assert [s.verb for s in Step.objects.about(meeting)] == ["convene"]
    assert (meeting.chaired_by, meeting.recorded_by) == (cast.li, cast.lin)
    assert "参加会议：2026年3月委员会会议" in [w.title for w in waiting_for(cast.sun, cast.first)]
    called(cast, on=DAY - timedelta(3))
    assert Notice.objects.count() == 2


def test_another_day_is_told_again(cast):
    meeting = called(cast, on=DAY + timedelta(3))
    actions.reschedule(meeting, by=cast.li, on=DAY + timedelta(9), invited=[cast.sun])
    assert Notice.objects.filter(person=cast.sun).count() == 2
    assert Record.objects.get(kind="committees.meeting").on == DAY + timedelta(9)


def test_only_under_a_committee_of_ones_own_that_sits(cast):
    committee = founded(cast)
    other = Committee.objects.create(org=cast.second, name="工会委员会")
    with pytest.raises(Refused, match="本会在任"):
        called(cast, committee=other)
    Committee.objects.filter(pk=committee.pk).update(state="ended")
    committee.refresh_from_db()
    with pytest.raises(Refused, match="本会在任"):
        called(cast, committee=committee)
    with pytest.raises(WrongState):
        actions.amend(committee, by=cast.li, name="工会委员会")


def test_attendance(cast):
    meeting = called(cast)
    assert meeting.presence == "应到 3 人"
    with pytest.raises(Refused, match="至少选一位"):
        actions.hold(meeting, by=cast.lin, on=DAY, attended=[])
    with pytest.raises(Refused, match="不能晚于今天"):
        actions.hold(meeting, by=cast.lin, on=DAY + timedelta(1), attended=[cast.li])
    actions.hold(meeting, by=cast.lin, on=DAY, attended=[cast.li, cast.sun, cast.qian])
    assert meeting.presence == "应到 3 人，实到 2 人，列席 1 人，已过半数"
    assert measures.totals(cast.first, *YEAR)["committees.attendance"] == 3
    with pytest.raises(WrongState):
        actions.hold(meeting, by=cast.lin, on=DAY, attended=[cast.li])


def test_half_is_not_more_than_half_and_does_not_bar(cast):
    meeting = held(cast, attended=[cast.li], invited=[cast.li, cast.sun])
    assert meeting.presence == "应到 2 人，实到 1 人，未过半数"
    assert actions.minute(meeting, by=cast.lin, minutes="改日再议。").state == "minuted"


def test_the_recorder_writes_even_without_an_office(cast):
    meeting = held(cast, recorded_by=cast.qian)
    assert "写记录：2026年3月委员会会议" in [w.title for w in waiting_for(cast.qian, cast.first)]
    actions.minute(meeting, by=cast.qian, minutes="如实记录。")
    assert meeting.state == "minuted" and meeting.minutes == "如实记录。"
    assert "写记录" not in "".join(w.title for w in waiting_for(cast.li, cast.first))


def test_minutes_are_amended_not_rewritten(cast):
    meeting = minuted(cast)
    actions.amend_minutes(meeting, by=cast.sun, minutes="更正。", decisions="增设母婴室")
    assert [d.order for d in meeting.decisions.order_by("order")] == [1, 2, 3, 4]
    assert measures.totals(cast.first, *YEAR)["committees.decisions"] == 4
    with pytest.raises(WrongState):
        actions.minute(meeting, by=cast.sun, minutes="再写一遍")
    verbs = [s.verb for s in Step.objects.about(meeting)]
    assert verbs == ["convene", "hold", "minute", "amend_minutes"]


def test_cancelled(cast):
    meeting = called(cast)
    actions.cancel(meeting, by=cast.li, reason="时间冲突")
    assert Record.objects.get(kind="committees.meeting").stage == "void"
    assert Notice.objects.filter(person=cast.sun, title__contains="取消会议").exists()
    assert open_to(meeting, cast.li) == []
    for verb in (actions.hold, actions.minute, actions.cancel, actions.reschedule):
        with pytest.raises(WrongState):
            verb(meeting, by=cast.li)


def test_who_may_not(cast):
    meeting = called(cast)
    for outsider in (cast.zhou, cast.chen, cast.zhao, cast.wang):
        assert open_to(meeting, outsider) == []
        assert not Meeting.objects.all().visible_to(outsider).exists()
        assert not Committee.objects.all().visible_to(outsider).exists()
        for verb in (actions.hold, actions.minute, actions.cancel, actions.reschedule):
            with pytest.raises(NotAllowed):
                verb(meeting, by=outsider)
        for verb in (actions.found, actions.convene):
            with pytest.raises(NotAllowed):
                verb(cast.first, by=outsider)
    with pytest.raises(NotAllowed):
        called(cast, by=cast.sun)


def test_who_sees(cast):
    meeting = held(cast, invited=[cast.qian], attended=[cast.zhao], recorded_by=cast.hua)
    for person in (cast.li, cast.sun, cast.dang, cast.qian, cast.zhao, cast.hua):
        assert Meeting.objects.all().visible_to(person).get() == meeting
    assert not Meeting.objects.all().visible_to(cast.tian).exists()


def test_a_meeting_whose_day_has_passed_waits_for_attendance(cast):
    called(cast, on=DAY)
    with clock.at(DAY + timedelta(2)):
        titles = [w.title for w in waiting_for(cast.li, cast.first)]
    assert "登记到会：2026年3月委员会会议" in titles
