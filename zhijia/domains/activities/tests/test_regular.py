"""Regular slots and rooms: laid by the calendar, noted by their leader, tapped by who comes
(R-166, R-173, R-175)."""

from datetime import date, time, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.db.models import Q
from PIL import Image

from zhijia.domains.activities.actions import clubs, gatherings, regulars
from zhijia.domains.activities.models import Gathering, Regular
from zhijia.domains.activities.regular_days import left_out
from zhijia.kernel import clock, measures
from zhijia.kernel.actions import Step, open_to
from zhijia.kernel.calendar.models import say_day
from zhijia.kernel.documents.models import attachments_of
from zhijia.kernel.notices import Notice
from zhijia.kernel.people import Membership
from zhijia.kernel.periods import Period
from zhijia.kernel.records import Entry, Record
from zhijia.kernel.refusals import NotAllowed, Refused, WrongState
from zhijia.kernel.testing import enter_as, names_of
from zhijia.kernel.waiting import Call

from .club_parts import (
    TERM,
    at,
    day_of,
    friday,
    laid,
    lines,
    rebuilt_is_the_same,
    room,
    table_tennis,
)
from .parts import NOW, crowd, fresh

YEAR = date(2026, 1, 1), date(2026, 12, 31)
FORTNIGHTS = ["3-6", "3-20", "4-3", "4-17", "5-15", "5-29", "6-12", "6-26"]  # 1 May is a holiday


@pytest.fixture
def enter(client):
    return lambda who: enter_as(client, who)


def html(answer):
    return answer.content.decode()


def totals(cast):
    return measures.totals(cast.first, *YEAR)


# --- the days -------------------------------------------------------------------------------------


def test_every_second_friday_of_the_term_but_holidays(cast):
    regular = friday(table_tennis(cast))
    assert laid(regular) == FORTNIGHTS
    assert regular.when == "双周五 16:20–17:00"
    assert left_out(regular) == ["5月1日 劳动节，不开展"]
    assert set(Record.objects.values_list("stage", flat=True)) == {"planned"}
    assert Record.objects.count() == len(FORTNIGHTS)


def test_every_working_day_with_those_moved_to_a_weekend(cast):
    regular = room(cast, first=date(2026, 4, 30), last=date(2026, 5, 11))
    assert laid(regular) == ["4-30", "5-6", "5-7", "5-8", "5-9", "5-11"], (
        "9 May makes up for a holiday"
    )
    assert left_out(regular) == ["5月1日—5日 劳动节，不开展"], "an ordinary Sunday needs no word"
    assert regular.when == "每个工作日 15:30–18:00"
    assert room(cast, title="活动中心", every=2).every == 1, "a day is not left out"


def test_the_school_s_own_days_off_are_left_out_and_said(cast):
    say_day(cast.first, date(2026, 3, 20), False, "校庆")
    say_day(cast.second, date(2026, 4, 3), False, "邻校校庆")
    regular = friday(table_tennis(cast))
    assert laid(regular) == [day for day in FORTNIGHTS if day != "3-20"]
    assert left_out(regular) == ["3月20日 校庆，不开展", "5月1日 劳动节，不开展"]
    assert left_out(regular, date(2026, 3, 21)) == ["5月1日 劳动节，不开展"]


def test_national_day_and_a_working_day_of_the_school_s_own(cast):
    say_day(cast.first, date(2026, 10, 3), True, "补课")
    regular = room(cast, first=date(2026, 9, 30), last=date(2026, 10, 8))
    assert laid(regular) == ["9-30", "10-3", "10-8"]
    assert left_out(regular) == ["10月1日—2日 国庆节，不开展", "10月4日—7日 国庆节，不开展"]


def test_a_slot_of_saturdays_is_held_on_saturdays(cast):
    span = {"first": date(2026, 4, 25), "last": date(2026, 5, 16), "weekday": 5, "every": 1}
    regular = friday(table_tennis(cast), title="周六羽毛球", **span)
    assert laid(regular) == ["4-25", "5-9", "5-16"], "2 May lies in the holiday"


def test_what_cannot_be_laid_is_refused(cast):
    club = table_tennis(cast)
    for given, words in (
        ({"opens": time(17), "shuts": time(16)}, "结束时间应晚于开始时间"),
        ({"first": date(2026, 5, 1), "last": date(2026, 4, 1)}, "结束日期早于开始日期"),
        ({"first": date(2026, 5, 1), "last": date(2026, 5, 5)}, "没有一天可以开展"),
        ({"leader": cast.zhou}, "负责人须是本会会员"),
    ):
        with pytest.raises(Refused, match=words):
            friday(club, **given)
    with pytest.raises(Refused, match="一次最多安排 200 天"):
        room(cast, last=date(2027, 2, 1))
    assert not Regular.objects.exists() and not Gathering.objects.exists()
    assert not Record.objects.exists()


def test_the_committee_sets_up_slots_for_all_a_head_those_of_the_club(cast):
    club = table_tennis(cast)
    assert friday(club).leader == cast.qian
    assert room(cast).leader == cast.sun
    for who in (cast.qian, cast.zhao, cast.zhou, cast.chen):
        with pytest.raises(NotAllowed):
            room(cast, by=who, title="x")
    given = {"title": "x", "weekday": 2, "every": 1, "opens": time(16), "shuts": time(17), **TERM}
    for who in (cast.zhao, cast.zhou, cast.chen):
        with pytest.raises(NotAllowed):
            regulars.set_slot(club, by=who, **given)
    clubs.dissolve(club, by=cast.li, reason="x")
    with pytest.raises(WrongState):
        regulars.set_slot(club, by=cast.sun, **given)


# --- changing and ending --------------------------------------------------------------------------


def test_a_change_lays_only_untouched_days_ahead_anew(cast):
    club = table_tennis(cast)
    regular = friday(club)
    with clock.at(at(3, 6, 18)):
        gatherings.hold(day_of(regular, 3, 6), by=cast.qian, people=[cast.zhao])
    with clock.at(at(3, 20, 16, 30)):
        gatherings.arrive(day_of(regular, 3, 20), by=cast.zhao)
    with clock.at(at(3, 16)):  # 20 March lies ahead, though somebody stands there already
        regulars.amend(regular, by=cast.qian, title="双周三练习", weekday=2)
    assert laid(regular) == [
        "3-6",
        "3-18",
        "3-20",
        "4-1",
        "4-15",
        "4-29",
        "5-13",
        "5-27",
        "6-10",
        "6-24",
    ]
    assert str(day_of(regular, 3, 6)) == "双周练习（3月6日）", "what was held keeps its name"
    assert str(day_of(regular, 4, 1)) == "双周三练习（4月1日）"
    assert Record.objects.count() == 10 and rebuilt_is_the_same()


def test_a_day_whose_hour_has_come_is_no_longer_moved(cast):
    regular = friday(table_tennis(cast))
    with clock.at(at(3, 6, 16, 20)):
        regulars.amend(regular, by=cast.qian, weekday=2)
        assert laid(regular)[0] == "3-6"
    with clock.at(at(3, 18, 16, 19)):
        regulars.amend(regular, by=cast.qian, weekday=3)
        assert "3-18" not in laid(regular) and "3-19" in laid(regular)


def test_another_name_or_place_leaves_the_days_where_they_are(cast):
    club = table_tennis(cast)
    regular = friday(club)
    before = list(regular.gatherings.order_by("pk").values_list("pk", "on"))
    regulars.amend(regular, by=cast.qian, title="周五练习", place="二楼")
    assert list(regular.gatherings.order_by("pk").values_list("pk", "on")) == before
    assert set(Record.objects.values_list("title", flat=True)) == {"周五练习"}
    told = Notice.objects.filter(title__startswith="周五练习有变动").values_list(
        "person__name", flat=True
    )
    assert set(told) == {"赵明", "华小梅"}, "those in the club, not who did it"
    regulars.amend(regular, by=cast.qian, teacher="张教练")
    assert Notice.objects.filter(title__startswith="周五练习有变动").count() == 2


def test_who_may_change_and_end_a_slot(cast):
    regular = friday(table_tennis(cast))
    for who in (cast.zhao, cast.zhou, cast.chen):
        with pytest.raises(NotAllowed):
            regulars.amend(regular, by=who, title="x")
        with pytest.raises(NotAllowed):
            regulars.end(regular, by=who, reason="x")
    with clock.at(at(3, 10)):
        regulars.end(regular, by=cast.sun, reason="场地维修")
    assert (fresh(regular).state, fresh(regular).last) == ("ended", date(2026, 3, 9))
    assert laid(regular) == ["3-6"] and Record.objects.count() == 1
    for act in (regulars.amend, lambda r, **k: regulars.end(r, reason="x", **k)):
        with pytest.raises(WrongState):
            act(regular, by=cast.sun)
    with clock.at(at(3, 11)):
        gatherings.hold(day_of(regular, 3, 6), by=cast.qian, people=[cast.zhao])
    assert day_of(regular, 3, 6).state == "held", "what took place can still be noted"


# --- what the leader notes ------------------------------------------------------------------------


@pytest.mark.req("R-166")
def test_the_union_s_friday_hour_from_the_form_to_the_figures(cast, enter):
    """Every second Friday 16:20–17:00; each day's content and attendance (R-166)."""
    client = enter(cast.sun)
    sent = {"title": "双周五工会活动", "weekday": "4", "every": "2", "opens": "16:20", "shuts": "17:00",
            "first": "2026-03-02", "last": "2026-06-30", "place": "操场", "leader": cast.sun.pk}  # fmt: skip
    client.post("/activities/regular/set_up/", sent)
    regular = Regular.objects.get()
    assert laid(regular) == FORTNIGHTS
    page = html(enter(cast.zhao).get(f"/activities/regular/{regular.pk}/"))
    assert "双周五 16:20–17:00" in page and "5月1日 劳动节，不开展" in page
    gathering = day_of(regular, 3, 6)
    with clock.at(at(3, 6, 18)):
        form = {"content": "踢毽子", "people": [cast.zhao.pk, cast.hua.pk], "guests": "3"}
        enter(cast.sun).post(f"/activities/gathering/{gathering.pk}/hold/", form)
        seen = html(client.get(f"/activities/gathering/{gathering.pk}/"))
    assert "踢毽子" in seen and "赵明" in seen and "5 人次" in seen
    record = Record.objects.get(stage="done")
    assert (record.on, record.title, record.topic) == (
        date(2026, 3, 6), "双周五工会活动：踢毽子", "activities.regular")  # fmt: skip
    found = totals(cast)
    assert found["activities.regular"] == 1 and found["activities.regular.person_times"] == 5
    assert found["gatherings.person_times"] == 5 and found["gatherings.people"] == 2


def held_once(cast, **more):
    regular = friday(table_tennis(cast))
    gathering = day_of(regular, 3, 6)
    with clock.at(at(3, 6, 18)):
        gatherings.hold(gathering, by=cast.qian, **{"people": [cast.zhao, cast.hua]} | more)
    return gathering


def test_who_notes_and_from_when(cast):
    regular = friday(table_tennis(cast))
    gathering = day_of(regular, 3, 6)
    with clock.at(at(3, 6, 16, 19)), pytest.raises(Refused, match="还没有到时间"):
        gatherings.hold(gathering, by=cast.qian, people=[cast.zhao])
    other = clubs.found(cast.first, by=cast.li, name="合唱团", head=cast.hua)
    assert other.head == cast.hua
    with clock.at(at(3, 6, 16, 20)):
        for who in (cast.zhao, cast.hua, cast.zhou, cast.chen):
            with pytest.raises(NotAllowed):
                gatherings.hold(gathering, by=who, people=[cast.zhao])
            with pytest.raises(NotAllowed):
                gatherings.skip(gathering, by=who, reason="x")
        gatherings.hold(gathering, by=cast.qian, people=[cast.zhao])
        with pytest.raises(WrongState):
            gatherings.hold(gathering, by=cast.qian, people=[cast.zhao])
        with pytest.raises(WrongState):
            gatherings.skip(gathering, by=cast.qian, reason="x")
    assert Step.objects.about(gathering).get().verb == "hold"


def test_nobody_or_somebody_else_s_member_is_refused(cast):
    gathering = day_of(friday(table_tennis(cast)), 3, 6)
    with clock.at(at(3, 6, 18)):
        with pytest.raises(Refused, match="没有登记任何人参加"):
            gatherings.hold(gathering, by=cast.qian)
        with pytest.raises(Refused, match="周主席那天不是本会会员"):
            gatherings.hold(gathering, by=cast.qian, people=[cast.zhao, cast.zhou])
        assert fresh(gathering).state == "planned" and not gathering.people.exists()
        gatherings.hold(gathering, by=cast.qian, guests=4)
    assert totals(cast)["activities.regular.person_times"] == 4


def test_the_record_counts_and_names_nobody(cast):
    gathering = held_once(cast, content="双打", guests=1)
    gathering = gatherings.amend(
        gathering, by=cast.qian, people=[cast.zhao, cast.tian, cast.hua], guests=1
    )
    record = Record.objects.get(stage="done")
    assert record.public == "2026年3月开展固定文体活动"
    assert not any(name in record.title + record.public for name in names_of(cast))
    found = totals(cast)
    assert found["gatherings.persons"] == found["gatherings.person_times"] == 4
    assert found["gatherings.people"] == 3
    gatherings.amend(gathering, by=cast.qian, people=[cast.zhao], guests=1)
    assert totals(cast)["gatherings.people"] == 1, "whoever was ticked by mistake is out again"
    assert rebuilt_is_the_same()


def test_what_is_spent_is_owed_to_the_ledger(cast):
    regular = regulars.set_up(cast.first, by=cast.sun, title="太极", weekday=2, every=1, opens=time(16),
                              shuts=time(17), **TERM)  # fmt: skip
    with clock.at(at(3, 4, 18)):
        gatherings.hold(
            day_of(regular, 3, 4), by=cast.sun, people=[cast.zhao], spent=Decimal("88.50")
        )
    entry = Entry.objects.get()
    assert (entry.subject, entry.amount) == ("职工活动支出-文体活动费", Decimal("88.50"))
    assert totals(cast)["gatherings.spent"] == Decimal("88.50")


def test_a_person_of_many_days_is_one_person(cast):
    regular = friday(table_tennis(cast))
    for month, day in ((3, 6), (3, 20), (4, 3)):
        with clock.at(at(month, day, 18)):
            gatherings.hold(day_of(regular, month, day), by=cast.qian, people=[cast.zhao, cast.hua])
    found = totals(cast)
    assert found["activities.regular"] == 3 and found["gatherings.people"] == 2
    assert found["activities.regular.person_times"] == 6


def test_photos_need_consent(cast):
    data = BytesIO()
    Image.new("RGB", (64, 48), "#aa3322").save(data, "JPEG")
    photo = [("现场.jpg", data.getvalue())]
    gathering = day_of(friday(table_tennis(cast)), 3, 6)
    with clock.at(at(3, 6, 18)):
        with pytest.raises(Refused, match="照片须先征得本人同意"):
            gatherings.hold(gathering, by=cast.qian, people=[cast.zhao], files=photo)
        gatherings.hold(gathering, by=cast.qian, people=[cast.zhao], files=photo, consent=True)
    assert attachments_of(gathering).count() == 1
    assert Record.objects.get(stage="done").photos == 1


def test_a_day_is_called_off_with_a_reason_and_the_club_hears_it(cast):
    regular = friday(table_tennis(cast))
    gathering = day_of(regular, 3, 20)
    gatherings.skip(gathering, by=cast.qian, reason="期中监考")
    assert (fresh(gathering).state, fresh(gathering).why) == ("skipped", "期中监考")
    told = Notice.objects.filter(title="双周练习（3月20日）不开展（期中监考）")
    assert {n.person for n in told} == {cast.zhao, cast.hua}
    assert Record.objects.get(on=date(2026, 3, 20)).stage == "void"
    with clock.at(at(3, 20, 16, 30)), pytest.raises(WrongState):
        gatherings.arrive(gathering, by=cast.zhao)
    gatherings.restore(gathering, by=cast.qian)
    assert (fresh(gathering).state, fresh(gathering).why) == ("planned", "")
    assert rebuilt_is_the_same()


def test_a_closed_year_takes_nothing_more(cast):
    gathering = held_once(cast)
    Period.objects.create(org=cast.first, name="2026年3月", starts=date(2026, 3, 1),
                          ends=date(2026, 3, 31), closed=clock.now())  # fmt: skip
    with pytest.raises(Refused, match="已经关账"):
        gatherings.amend(gathering, by=cast.qian, people=[cast.zhao], guests=9)
    regular = gathering.regular
    with clock.at(at(4, 3)), pytest.raises(Refused, match="已经关账"):
        gatherings.hold(day_of(regular, 3, 20), by=cast.qian, people=[cast.zhao])
    regulars.amend(regular, by=cast.qian, title="新名字")
    assert Record.objects.get(on=date(2026, 3, 6)).title == "双周练习"


# --- one's own tap --------------------------------------------------------------------------------


def test_a_tap_within_the_hours_of_the_day(cast):
    regular = friday(table_tennis(cast))
    gathering = day_of(regular, 3, 6)
    for wrong in (at(3, 6, 16, 19), at(3, 6, 17, 1), at(3, 5, 16, 30), at(3, 20, 16, 30)):
        with clock.at(wrong), pytest.raises(Refused, match="3月6日 16:20–17:00"):
            gatherings.arrive(gathering, by=cast.zhao)
    with clock.at(at(3, 6, 16, 20)):
        gatherings.arrive(gathering, by=cast.zhao)
    with clock.at(at(3, 6, 17)):
        gatherings.arrive(gathering, by=cast.hua)
        with pytest.raises(Refused, match="您已经签到"):
            gatherings.arrive(gathering, by=cast.hua)
    assert {p.name for p in gathering.people.all()} == {"赵明", "华小梅"}
    assert fresh(gathering).state == "planned", "the leader notes what was done"
    assert not Record.objects.filter(stage="done").exists()


def test_a_club_s_hour_is_for_its_members_unless_it_welcomes_others(cast):
    club = table_tennis(cast)
    gathering = day_of(friday(club), 3, 6)
    with clock.at(at(3, 6, 16, 30)):
        with pytest.raises(Refused, match="这是乒乓球协会的活动，请先加入"):
            gatherings.arrive(gathering, by=cast.tian)
        for who in (cast.zhou, cast.chen):
            with pytest.raises(NotAllowed):
                gatherings.arrive(gathering, by=who)
        clubs.amend(club, by=cast.qian, welcomes=True)
        gatherings.arrive(gathering, by=cast.tian)
    assert [p.name for p in gathering.people.all()] == ["田老师"]


def test_an_office_without_membership_does_not_come(cast):
    spell = Membership.objects.get(person=cast.sun)
    spell.end(NOW.date() - timedelta(days=1))
    spell.save()
    gathering = day_of(room(cast, by=cast.li), 3, 3)
    with clock.at(at(3, 3, 16)), pytest.raises(Refused, match="面向本会会员"):
        gatherings.arrive(gathering, by=cast.sun)


def test_who_tapped_is_ticked_in_the_leader_s_form_and_the_club_comes_first(cast, enter):
    club = table_tennis(cast, people=("zhao",))
    gathering = day_of(friday(club), 3, 6)
    with clock.at(at(3, 6, 16, 30)):
        gatherings.arrive(gathering, by=cast.zhao)
        answer = enter(cast.qian).get(f"/activities/gathering/{gathering.pk}/hold/")
    form = answer.context["form"]
    names = [p.name for p in form.fields["people"].queryset]
    assert names[:2] == ["钱学文", "赵明"] and "华小梅" in names[2:] and "周主席" not in names
    assert [p.name for p in form.fields["people"].initial] == ["赵明"]
    with clock.at(at(3, 6, 17)), pytest.raises(Refused, match="已有 1 人签到"):
        gatherings.skip(gathering, by=cast.qian, reason="x")


# --- a room that stands open ----------------------------------------------------------------------


@pytest.mark.req("R-175")
def test_the_fitness_room_counts_visits_one_tap_a_day(cast, enter):
    """Equipment, value, opening hours and visits; no day to which nobody came (R-175)."""
    regular = room(cast)
    there = f"/activities/regular/{regular.pk}/"
    page = html(enter(cast.zhao).get(there))
    for words in ("每个工作日 15:30–18:00", "跑步机 2 台", "¥20,000.00", "3月2日 15:30–18:00"):
        assert words in page, words
    for day, people in ((2, (cast.zhao, cast.hua)), (4, (cast.zhao,))):
        for who in people:
            with clock.at(at(3, day, 16)):
                client = enter(who)
                assert "我来了" in html(client.get(there))
                today = day_of(regular, 3, day)
                tap = f"/activities/gathering/{today.pk}/arrive/"
                for _turn in range(2):
                    client.post(tap, {"next": there})
                assert "您今天已签到" in html(client.get(there))
    assert [day_of(regular, 3, day).state for day in (2, 3, 4)] == ["held", "skipped", "held"]
    assert day_of(regular, 3, 3).why == "无人签到"
    done = Record.objects.filter(kind="activities.gathering", stage="done")
    assert [(r.on.day, r.topic) for r in done.order_by("on")] == [
        (2, "activities.room"),
        (4, "activities.room"),
    ]
    found = totals(cast)
    assert found["activities.open_days"] == 2 and found["activities.visits"] == 3
    assert found["gatherings.people"] == 2 and not found.get("activities.regular")
    page = html(client.get(there))
    assert "天有人来" in page and "2 位同事来过" in page
    assert rebuilt_is_the_same()


def test_the_room_s_days_ahead_do_not_fill_the_register(cast):
    room(cast)
    assert set(Record.objects.values_list("stage", flat=True)) == {"draft"}


def test_who_was_in_the_room_is_read_by_its_leader_alone(cast, enter):
    regular = room(cast)
    with clock.at(at(3, 2, 16)):
        gatherings.arrive(day_of(regular, 3, 2), by=cast.zhao)
        there = f"/activities/gathering/{day_of(regular, 3, 2).pk}/"
        for who, sees in ((cast.hua, False), (cast.sun, True)):
            client = enter(who)
            page = html(client.get(there)) + html(client.get(f"/activities/regular/{regular.pk}/"))
            # the timeline shows who did each step, so names are looked for outside of it
            body = page.split("经过")[0]
            assert ("赵明" in body) is sees, who


def test_days_without_anybody_are_settled_at_once(cast):
    regular = room(cast)
    with pytest.raises(Refused, match="没有需要结清"):
        gatherings.settle(regular, by=cast.sun)
    with clock.at(at(3, 6)):
        for who in (cast.zhao, cast.zhou, cast.chen):
            with pytest.raises(NotAllowed):
                gatherings.settle(regular, by=who)
        gatherings.settle(regular, by=cast.sun)
    states = dict(Gathering.objects.values_list("on", "state"))
    assert [states[date(2026, 3, day)] for day in (2, 3, 4, 5, 6)] == ["skipped"] * 4 + ["planned"]
    assert not Record.objects.filter(stage="done").exists() and rebuilt_is_the_same()
    slot = friday(table_tennis(cast))
    with clock.at(at(3, 10)), pytest.raises(WrongState):
        gatherings.settle(slot, by=cast.sun)


# --- whom it calls on -----------------------------------------------------------------------------


def calls_today() -> int:
    """Lines of slots that hold today, before those of one address are taken together."""
    today = clock.today()
    rows = Call.objects.filter(source="activities.regular", since__lte=today)
    return rows.filter(Q(until=None) | Q(until__gte=today)).count()


def test_the_leader_is_called_on_once_a_slot_however_many_days_are_not_noted(cast):
    regular = friday(table_tennis(cast))
    assert not lines(cast.qian, cast.first)
    for month, day, words in (
        (3, 6, "登记：双周练习（3月6日）"), (3, 19, "登记：双周练习（3月6日）"),
        (3, 20, "补记：双周练习 2 次未登记"), (4, 10, "补记：双周练习 3 次未登记"),
    ):  # fmt: skip
        with clock.at(at(month, day)):
            assert lines(cast.qian, cast.first) == [words]
            assert calls_today() == 1
            assert not lines(cast.zhao, cast.first)
    with clock.at(at(4, 10)):
        gatherings.hold(day_of(regular, 3, 6), by=cast.qian, people=[cast.zhao])
        gatherings.skip(day_of(regular, 3, 20), by=cast.qian, reason="x")
        assert not Notice.objects.filter(title__contains="不开展").exists(), "it is past"
        assert lines(cast.qian, cast.first) == ["登记：双周练习（4月3日）"]
        gatherings.hold(day_of(regular, 4, 3), by=cast.qian, people=[cast.zhao])
        assert lines(cast.qian, cast.first) == []
        gatherings.restore(day_of(regular, 3, 20), by=cast.qian)
        assert lines(cast.qian, cast.first) == ["登记：双周练习（3月20日）"]
        regulars.amend(regular, by=cast.sun, leader=cast.tian)
        assert lines(cast.tian, cast.first) == ["登记：双周练习（3月20日）"]
        assert lines(cast.qian, cast.first) == []


def test_from_the_tenth_day_on_they_are_no_longer_counted(cast):
    friday(table_tennis(cast), every=1)
    with clock.at(at(6, 29)):
        assert lines(cast.qian, cast.first) == ["补记：双周练习 10 次以上未登记"]


def test_the_leader_of_a_room_hears_only_when_nobody_comes_for_long(cast):
    regular = room(cast)
    with clock.at(at(3, 5, 20)):
        assert not lines(cast.sun, cast.first)
    with clock.at(at(3, 6)):
        assert lines(cast.sun, cast.first) == ["教职工健身房：5 天无人签到"]
    with clock.at(at(3, 6, 16)):
        gatherings.arrive(day_of(regular, 3, 6), by=cast.zhao)
        assert not lines(cast.sun, cast.first)


# --- classes, pages -------------------------------------------------------------------------------


@pytest.mark.req("R-173")
def test_a_class_its_learners_and_its_sessions(cast, enter):
    """The class, who learned, how many sessions (R-173)."""
    client = enter(cast.sun)
    sent = {"title": "太极剑培训班", "weekday": "2", "every": "1", "opens": "16:30", "shuts": "17:30",
            "first": "2026-03-02", "last": "2026-03-31", "teacher": "武术协会教练"}  # fmt: skip
    client.post("/activities/regular/set_up/", sent)
    regular = Regular.objects.get()
    assert laid(regular) == ["3-4", "3-11", "3-18", "3-25"] and regular.leader == cast.sun
    for day, people in ((4, (cast.zhao, cast.hua)), (11, (cast.zhao, cast.hua, cast.tian))):
        with clock.at(at(3, day, 18)):
            gatherings.hold(day_of(regular, 3, day), by=cast.sun, people=people)
    page = html(enter(cast.sun).get(f"/activities/regular/{regular.pk}/"))
    for words in ("武术协会教练", "5</b> 人次", "3 位同事来过", "来得最多的"):
        assert words in page, words
    assert "来得最多的" not in html(enter(cast.zhao).get(f"/activities/regular/{regular.pk}/"))


def test_the_leader_s_page_lists_what_is_not_noted(cast, enter):
    regular = friday(table_tennis(cast))
    with clock.at(at(3, 21)):
        there = f"/activities/regular/{regular.pk}/"
        page = html(enter(cast.qian).get(there))
        late = [day_of(regular, 3, 6), day_of(regular, 3, 20)]
        assert all(f"/activities/gathering/{g.pk}/hold/" in page for g in late)
        assert "/hold/" not in html(enter(cast.zhao).get(there))


def test_a_day_the_calendar_closed_after_it_was_laid_goes_with_the_next_change(cast):
    regular = friday(table_tennis(cast))
    say_day(cast.first, date(2026, 3, 20), False, "台风停课")
    assert "3-20" in laid(regular)
    regulars.amend(regular, by=cast.qian)
    assert "3-20" not in laid(regular)


def test_lists_of_days_start_with_today_and_are_narrowed(cast, enter):
    club = table_tennis(cast)
    regular, other = friday(club), friday(club, title="周三练习", weekday=2, every=1)
    with clock.at(at(3, 6, 18)):
        gatherings.hold(day_of(regular, 3, 6), by=cast.qian, people=[cast.zhao], content="双打")
        client = enter(cast.zhao)
        rows = client.get(f"/activities/gathering/?regular={regular.pk}").context["rows"]
        assert [f"{g.on.month}-{g.on.day}" for g in rows] == FORTNIGHTS
        found = client.get("/activities/gathering/?q=双打").context["rows"].object_list
        assert [g.on for g in found] == [date(2026, 3, 6)]
        assert not client.get("/activities/gathering/?state=skipped").context["rows"].object_list
        rooms = client.get("/activities/regular/?sort=room")
        assert "还没有固定活动" in html(rooms)
        assert other.title in html(client.get(f"/activities/regular/?club={club.pk}"))
        assert other.title not in html(client.get("/activities/regular/?year=2025"))


def test_the_code_at_the_door_is_the_leader_s_to_print(cast, enter):
    regular = room(cast)
    for tail in ("poster/", "poster.svg"):
        there = f"/activities/regular/{regular.pk}/{tail}"
        assert enter(cast.sun).get(there).status_code == 200
        for who in (cast.zhao, cast.zhou, cast.chen):
            assert enter(who).get(there).status_code == 404


def test_a_full_hall_taps_and_the_page_costs_the_same(cast, enter, django_assert_max_num_queries):
    regular = room(cast)
    today = day_of(regular, 3, 2)
    people = crowd(cast, 40)
    with clock.at(at(3, 2, 16)):
        for who in people:
            gatherings.arrive(today, by=who)
        client = enter(cast.zhao)
        client.get(f"/activities/regular/{regular.pk}/")
        with django_assert_max_num_queries(20):
            client.get(f"/activities/regular/{regular.pk}/")
    assert totals(cast)["activities.visits"] == 40
    assert "arrive" in [o.action.name for o in open_to(fresh(today), cast.zhao)]
