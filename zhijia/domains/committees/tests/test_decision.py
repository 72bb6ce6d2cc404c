"""What a meeting settles: reading the lines, carrying out, dropping (R-278)."""

from datetime import date, timedelta

import pytest

from zhijia.domains.committees import actions
from zhijia.domains.committees.lines import read_lines
from zhijia.domains.committees.models import Decision, Meeting
from zhijia.domains.committees.tests.parts import DAY, SETTLED, held, minuted
from zhijia.kernel import clock, measures, records
from zhijia.kernel.actions import Step, open_to
from zhijia.kernel.notices import Notice
from zhijia.kernel.periods import Period
from zhijia.kernel.refusals import NotAllowed, Refused, WrongState
from zhijia.kernel.testing import member, person
from zhijia.kernel.waiting import waiting_for

YEAR = (date(2026, 1, 1), date(2026, 12, 31))


def done(cast):
    return measures.totals(cast.first, *YEAR)["committees.decisions_done"]


def rebuilt_the_same():
    found = {r.kind: r for r in records.rebuild(check=True)}
    return found["committees.meeting"].changed == 0


def test_lines_are_read(cast):
    first, second, third = read_lines(SETTLED, cast.first, DAY)
    assert (first.text, first.owner, first.due) == ("修订慰问办法", cast.sun, date(2026, 3, 20))
    assert (second.text, second.owner, second.due) == ("采购健身器材", None, date(2026, 4, 1))
    assert (third.text, third.owner, third.due) == ("表扬志愿者", None, None)


@pytest.mark.parametrize(
    ("typed", "text", "due"),
    [
        ("1. 迎新｜2月1日", "迎新", date(2027, 2, 1)),
        ("3.5 万元用于体检 | 2026年5月1日", "3.5 万元用于体检", date(2026, 5, 1)),
        ("（2）座谈｜｜2026/6/30", "座谈", date(2026, 6, 30)),
        ("  \n评优｜\n", "评优", None),
    ],
)
def test_ways_of_typing(cast, typed, text, due):
    (line,) = read_lines(typed, cast.first, DAY)
    assert (line.text, line.owner, line.due) == (text, None, due)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("修订办法｜孙莉华｜3月20日", "本会没有“孙莉华”"),
        ("修订办法｜周主席", "本会没有“周主席”"),
        ("修订办法｜孙丽华｜下周", "看不懂期限“下周”"),
        ("修订办法｜孙丽华｜2月30日", "看不懂期限“2月30日”"),
        ("修订办法｜孙丽华｜2026-03-01", "早于会议日期"),
        ("修订办法｜孙丽华｜3月20日｜抓紧", "太多段"),
        ("｜孙丽华｜3月20日", "没有写明事项"),
        ("长" * 201, "超过 200 字"),
    ],
)
def test_what_cannot_be_understood_is_refused_and_leaves_nothing(cast, typed, words):
    meeting = held(cast)
    with pytest.raises(Refused, match=words):
        actions.minute(meeting, by=cast.lin, minutes="记录", decisions=f"先办的事\n{typed}")
    meeting.refresh_from_db()
    assert meeting.state == "held" and not Decision.objects.exists()


def test_of_two_with_one_name_the_staff_number_decides(cast):
    other = person("孙丽华", "F099", "f")
    member(cast.first, other)
    with pytest.raises(Refused, match="2 位“孙丽华”"):
        read_lines("写稿｜孙丽华", cast.first, DAY)
    assert read_lines("写稿｜F099", cast.first, DAY)[0].owner == other


def test_a_decision_carried_out(cast):
    decision = minuted(cast).decisions.get(order=1)
    assert "落实：修订慰问办法" in [w.title for w in waiting_for(cast.sun, cast.first)]
    assert Notice.objects.get(person=cast.sun, title="修订慰问办法：请您落实").due == decision.due
    actions.carry_out(decision, by=cast.sun, outcome="已经印发")
    assert (decision.state, decision.done) == ("done", DAY)
    assert done(cast) == 1 and not Meeting.objects.exclude(state="minuted").exists()
    assert Notice.objects.filter(person=cast.li, title__contains="登记落实").exists()
    assert [s.verb for s in Step.objects.about(decision)] == ["entrust", "carry_out"]
    assert rebuilt_the_same()
    assert "落实：修订慰问办法" not in [w.title for w in waiting_for(cast.sun, cast.first)]
    for verb in (actions.carry_out, actions.drop):
        with pytest.raises(WrongState):
            verb(decision, by=cast.li)


def test_not_before_the_meeting_nor_after_today(cast):
    decision = minuted(cast).decisions.get(order=1)
    for day in (DAY - timedelta(1), DAY + timedelta(1)):
        with pytest.raises(Refused, match="会议之后"):
            actions.carry_out(decision, by=cast.sun, outcome="已办", done=day)
    assert done(cast) == 0


def test_dropped_stays_decided(cast):
    decision = minuted(cast).decisions.get(order=2)
    actions.drop(decision, by=cast.li, reason="经费不足")
    totals = measures.totals(cast.first, *YEAR)
    assert (totals["committees.decisions"], done(cast)) == (3, 0)
    assert Step.objects.about(decision).last().note == "经费不足"


def test_carried_out_after_the_year_is_closed(cast):
    decision = minuted(cast).decisions.get(order=1)
    with clock.at(date(2027, 3, 1)):
        Period.objects.create(
            org=cast.first, name="2026年", starts=YEAR[0], ends=YEAR[1], closed=clock.now()
        )
        actions.carry_out(decision, by=cast.sun, outcome="跨年办成")
    assert decision.state == "done" and done(cast) == 0
    assert rebuilt_the_same()


def test_whose_it_is(cast):
    decision = minuted(cast, decisions="写稿｜田老师").decisions.get()
    assert Decision.objects.all().visible_to(cast.tian).get() == decision
    assert [o.action.name for o in open_to(decision, cast.tian)] == ["carry_out"]
    for other in (cast.zhou, cast.chen, cast.zhao):
        assert not Decision.objects.all().visible_to(other).exists()
        for verb in (actions.carry_out, actions.drop):
            with pytest.raises(NotAllowed):
                verb(decision, by=other)
    with pytest.raises(NotAllowed):
        actions.drop(decision, by=cast.tian, reason="不想做")
    with pytest.raises(NotAllowed):
        actions.carry_out(decision, by=cast.sun, outcome="不是我的")
    actions.carry_out(decision, by=cast.tian, outcome="已发稿")
