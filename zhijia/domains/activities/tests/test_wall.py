"""The wall, the feed for phones, who takes part, and what comes out on paper."""

import io
from datetime import date
from decimal import Decimal

import pytest
from icalendar import Calendar

from zhijia.domains.activities import actions
from zhijia.domains.activities.models import CalendarKey, SignUp
from zhijia.domains.activities.taking_part import participation
from zhijia.kernel import clock
from zhijia.kernel.documents.registry import documents
from zhijia.kernel.people import Group, Membership
from zhijia.kernel.privacy import Look
from zhijia.kernel.refusals import NotAllowed
from zhijia.kernel.testing import enter_as

from .parts import NOW, crowd, held, opened


def photo():
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (64, 48), "#aa3322").save(out, "JPEG")
    return [("合影.jpg", out.getvalue())]


def test_the_wall_shows_what_was_held_and_what_comes_with_photos(cast, client):
    past = held(cast, [cast.zhao], days=-3, title="健步走")
    actions.add_photos(past, by=cast.zhao, files=photo(), consent=True)
    opened(cast, title="羽毛球赛")
    page = enter_as(client, cast.qian).get("/activities/wall/").content.decode()
    assert "健步走" in page and "羽毛球赛" in page and "/thumb/" in page
    assert (
        enter_as(client, cast.zhou).get("/activities/wall/").content.decode().count("健步走") == 0
    )


def test_one_s_calendar_says_where_one_stands(cast, client):
    activity = opened(cast, 1, title="羽毛球赛")
    actions.sign_up(activity, by=cast.zhao)
    key = actions.subscribe(cast.first, by=cast.zhao)
    answer = client.get(f"/activities/feed/{key.key}.ics")
    assert answer["Content-Type"].startswith("text/calendar")
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert event["summary"] == "羽毛球赛（已报上）" and event["location"] == "体育馆"
    assert event.decoded("dtstart") == activity.starts and event.walk("VALARM")
    actions.cancel(activity, by=cast.sun, reason="下雨")
    (event,) = Calendar.from_ical(client.get(f"/activities/feed/{key.key}.ics").content).walk(
        "VEVENT"
    )
    assert event["status"] == "CANCELLED"


def test_a_new_address_ends_the_old_and_leaving_ends_both(cast, client):
    old = actions.subscribe(cast.first, by=cast.zhao).key
    new = actions.subscribe(cast.first, by=cast.zhao).key
    assert client.get(f"/activities/feed/{old}.ics").status_code == 404
    assert client.get(f"/activities/feed/{new}.ics").status_code == 200
    with pytest.raises(NotAllowed):
        actions.stop(CalendarKey.objects.get(), by=cast.li)
    Membership.objects.filter(person=cast.zhao).update(ends=NOW, closed=clock.now())
    assert client.get(f"/activities/feed/{new}.ics").status_code == 404
    assert client.get("/activities/feed/.ics").status_code == 404


def test_a_draft_is_in_nobody_s_calendar(cast, client):
    from .parts import drafted

    drafted(cast)
    key = actions.subscribe(cast.first, by=cast.zhao)
    feed = Calendar.from_ical(client.get(f"/activities/feed/{key.key}.ics").content)
    assert not feed.walk("VEVENT")


def test_who_takes_part_by_group_and_who_never_did(cast, client):
    maths = Group.objects.create(org=cast.first, name="数学组")
    Membership.objects.filter(person__in=[cast.hua, cast.tian]).update(group=maths)
    held(cast, [cast.zhao, cast.hua], days=-20)
    held(cast, [cast.zhao], days=-10, title="拔河")
    rows = {r.name: r for r in participation(cast.first, date(2026, 1, 1), date(2026, 3, 2))}
    assert (rows["数学组"].members, rows["数学组"].took_part, rows["数学组"].times) == (2, 1, 1)
    assert (rows["语文组"].took_part, rows["语文组"].times) == (1, 2)
    assert rows["数学组"].never == [cast.tian]
    assert enter_as(client, cast.li).get("/activities/participation/").status_code == 200
    assert (
        "田老师"
        not in enter_as(client, cast.zhou).get("/activities/participation/").content.decode()
    )
    for who in (cast.lin, cast.sun, cast.zhao, cast.chen):
        assert enter_as(client, who).get("/activities/participation/").status_code == 404


def test_participation_costs_the_same_for_many(cast, django_assert_num_queries):
    crowd(cast, 20)
    with django_assert_num_queries(2):
        participation(cast.first, date(2026, 1, 1), date(2026, 12, 31))


def test_the_sheets_hold_what_was_wished_and_note_who_read_it(cast):
    activity = opened(cast, 5, companions=1, questions=[
        {"name": "q1", "label": "尺码", "options": [], "required": False}])  # fmt: skip
    actions.sign_up(activity, by=cast.zhao, companions=1, family="女儿 6 岁", answers={"q1": "L"})
    (sheet,) = documents["activity-sheet"].make(activity, cast.sun)
    (line,) = list(sheet.rows)
    assert line[1] == "赵明" and "女儿 6 岁" in line and "L" in line
    assert Look.objects.filter(by=cast.sun, about=cast.zhao).count() == 1


def test_family_and_answers_are_sealed(cast):
    from django.db import connection

    activity = opened(cast, 5, companions=1)
    actions.sign_up(activity, by=cast.zhao, companions=1, family="女儿 6 岁")
    with connection.cursor() as cursor:
        cursor.execute("SELECT family, answers_kept FROM activities_signup")
        family, answers = cursor.fetchone()
    assert family and "女儿" not in family and answers == ""
    assert SignUp.objects.get().family == "女儿 6 岁"


def test_the_news_says_what_was_recorded_and_nothing_else(cast):
    activity = held(cast, crowd(cast, 4), days=-3, title="拔河比赛")
    actions.award(activity, by=cast.sun, prizes=[
        {"name": "一等奖", "person": None, "team": "语文组", "item": "球", "value": Decimal(80), "people": 3,
         "souvenir": False}])  # fmt: skip
    paper = documents["activity-news"].make(activity, cast.sun)
    words = "".join(b.text for b in paper.blocks if hasattr(b, "text"))
    assert "2月27日" in words and "4人次" in words and "语文组获一等奖" in words
    prizes = documents["activity-prizes"].make(activity, cast.sun)
    assert any(getattr(b, "rows", [[""]])[0][-3:-1] == ["球", "80.00"] for b in prizes.blocks)
