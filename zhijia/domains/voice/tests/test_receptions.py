"""Reception days, forums, what was raised there; talks and moods that stay in confidence."""

from datetime import date, timedelta

import pytest

from zhijia.domains.voice import actions, jobs
from zhijia.domains.voice.models import Booking, Reception
from zhijia.kernel import clock
from zhijia.kernel.notices import Notice
from zhijia.kernel.records import Record
from zhijia.kernel.refusals import NotAllowed, Refused
from zhijia.kernel.waiting import Call

from .parts import crowd, later

pytestmark = pytest.mark.django_db


def opened(s, **more):
    given = {"kind": "day", "title": "主席接待日", "on": clock.today() + timedelta(days=3), "host": s.li,
             "place": "教工之家", "slots": "14:00 1\n14:30 2"} | more  # fmt: skip
    return actions.open_reception(s.org, by=s.lin, **given)


@pytest.mark.req("R-082")
def test_a_forum_is_held_and_what_was_raised_is_followed_to_its_end(s, enter):
    forum = opened(s, kind="forum", title="青年教师座谈会", on=clock.today(), slots="")
    actions.hold(forum, by=s.li, people=18, summary="谈了备课负担和住宿。")
    issue = actions.raise_issue(
        forum, by=s.li, text="宿舍热水供应时间短", handler=s.cast.qian, department="总务处"
    )
    assert Notice.objects.filter(person=s.cast.qian, title__contains="宿舍热水").exists()
    with clock.at(date(2026, 3, 31)):
        jobs.ring()
        assert Notice.objects.filter(person=s.cast.qian, title="1 个提出的问题已逾期").exists()
    actions.answer_issue(issue, by=s.cast.qian, answer="从本周起供到十点。")
    actions.finish_issue(issue, by=s.cast.qian, result="已经供到十点。")
    words = enter(s.cast.hua).get(f"/voice/reception/{forum.pk}/").content.decode()
    assert "宿舍热水供应时间短" in words and "已解决" in words
    facts = Record.objects.get(kind="voice.reception").facts
    assert {f.metric: f.value for f in facts.all()} == {"voice.receptions": 1, "voice.came": 18}


@pytest.mark.req("R-089")
def test_a_dialogue_with_parents_leaves_the_meeting_and_what_they_need(s, enter):
    forum = opened(s, kind="forum", title="家长代表对话会", on=clock.today(), slots="")
    actions.hold(forum, by=s.li, people=24, summary="家长最关心课后服务和接送秩序。")
    actions.raise_issue(
        forum, by=s.li, text="课后服务结束时间与公交衔接", handler=s.gao, department="教务处"
    )
    words = enter(s.cast.zhao).get(f"/voice/reception/{forum.pk}/").content.decode()
    assert "家长最关心课后服务" in words and "与公交衔接" in words and "教务处" in words
    assert Record.objects.get(kind="voice.reception").public == "2026年3月举办座谈会一场"


def test_a_slot_is_never_oversold_and_nobody_has_two(s):
    day = opened(s)
    one, two = day.slots.all()
    actions.book(day, by=s.cast.zhao, slot=one)
    with pytest.raises(Refused, match="已经约满"):
        actions.book(day, by=s.cast.hua, slot=one)
    actions.book(day, by=s.cast.hua, slot=two)
    with pytest.raises(Refused, match="已经预约过"):
        actions.book(day, by=s.cast.zhao, slot=two)
    mine = Booking.objects.get(person=s.cast.zhao)
    with pytest.raises(NotAllowed):
        actions.cancel_booking(mine, by=s.cast.hua)
    actions.cancel_booking(mine, by=s.cast.zhao)
    actions.book(day, by=s.cast.qian, slot=one)
    actions.book(day, by=s.cast.zhao, slot=two)


def test_who_booked_and_what_for_is_for_the_host_alone(s, enter):
    day = opened(s)
    booking = actions.book(day, by=s.cast.zhao, slot=day.slots.first(), topic="孩子入学的事")
    assert "孩子入学" in enter(s.li).get(f"/voice/reception/{day.pk}/").content.decode()
    for who in (s.lin, s.cast.hua):
        words = enter(who).get(f"/voice/reception/{day.pk}/").content.decode()
        assert "孩子入学" not in words and "赵明" not in words and "已约满" in words
        assert enter(who).get(f"/voice/booking/{booking.pk}/").status_code == 404


def test_those_who_booked_hear_that_it_is_off(s):
    day = opened(s)
    actions.book(day, by=s.cast.zhao, slot=day.slots.first())
    actions.cancel_reception(day, by=s.li, reason="外出开会")
    assert Notice.objects.filter(person=s.cast.zhao, title__contains="取消接待").exists()
    with pytest.raises(Refused):
        actions.book(day, by=s.cast.hua, slot=day.slots.last())


@pytest.mark.parametrize(
    ("slots", "words"),
    [
        ("下午两点", "看不懂这一行：下午两点"),
        ("25:00 1", "看不懂"),
        ("14:00 1\n14:00 2", "写了两次"),
    ],
)
def test_times_that_cannot_be_read_are_told(s, slots, words):
    with pytest.raises(Refused, match=words):
        opened(s, slots=slots)
    assert not Reception.objects.exists()


def test_it_is_noted_on_its_day_and_not_before(s):
    day = opened(s)
    with pytest.raises(Refused, match="还没到日子"):
        actions.hold(day, by=s.li, people=3)
    with later(3):
        actions.hold(day, by=s.li, people=3)
    assert day.state == "held"


@pytest.mark.req("R-083", "R-084")
def test_talks_and_moods_are_sealed_counted_and_named_to_nobody(s, enter):
    talk = actions.confide(
        s.org, by=s.sun, kind="talk", on=clock.today(), note="谈到母亲住院", title="赵明谈心"
    )
    mood = actions.confide(
        s.org, by=s.sun, kind="mood", on=clock.today(), note="普遍觉得会议太多", people=12
    )
    seen = {
        who: [enter(who).get(f"/voice/reception/{r.pk}/").status_code for r in (talk, mood)]
        for who in (s.sun, s.li, s.dang, s.lin, s.cast.zhao, s.cast.chen)
    }
    assert seen == {s.sun: [200, 200], s.li: [404, 200], s.dang: [404, 200], s.lin: [404, 200],
                    s.cast.zhao: [404, 404], s.cast.chen: [404, 404]}  # fmt: skip
    titles = set(Record.objects.filter(kind="voice.reception").values_list("title", "public"))
    assert titles == {("谈心", ""), ("思想动态", "")}
    metrics = {
        f.metric for r in Record.objects.filter(kind="voice.reception") for f in r.facts.all()
    }
    assert metrics == {"voice.talks", "voice.moods"}


def test_what_is_told_in_confidence_raises_no_public_issue(s):
    talk = actions.confide(s.org, by=s.li, kind="talk", on=clock.today(), note="谈到家里的事")
    with pytest.raises(Refused, match="不在这里公开跟踪"):
        actions.raise_issue(talk, by=s.li, text="家里的事", handler=s.lin)


def test_an_issue_of_who_has_left_waits_for_the_committee(s):
    forum = opened(s, kind="forum", on=clock.today(), slots="")
    [gone] = crowd(s, 1)
    issue = actions.raise_issue(forum, by=s.li, text="打印机太少", handler=gone)
    assert Call.objects.filter(person=gone).exists()
    gone.memberships.update(ends=clock.today() - timedelta(days=1))
    del gone._offices
    from zhijia.kernel import waiting

    issue.refresh_from_db()
    waiting.sync(issue)
    assert Call.objects.filter(power="voice.settle", title="答复：打印机太少").exists()
    actions.move_issue(
        issue, by=s.lin, handler=s.cast.qian, due=clock.today() + timedelta(days=9), reason="已离校"
    )
    assert Call.objects.filter(person=s.cast.qian).exists()
