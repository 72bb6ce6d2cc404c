"""The pages of the hall: for whom they are, when they are there, what they show and what they cost."""

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from zhijia.domains.ballots import actions as balloting
from zhijia.domains.ballots.models import Ballot
from zhijia.domains.ballots.tests.parts import Device
from zhijia.domains.congress import actions
from zhijia.domains.congress.models import Attendee, Congress
from zhijia.kernel import cards, clock
from zhijia.kernel.people import Membership, Person
from zhijia.kernel.testing import enter_as

from . import parts
from .test_votes import PASS, decide

HERE = "/congress/session"
PAGES = ("chair", "hall", "door", "poster", "poster.svg")
POSTS = ("marks", "speak", "speaker", "read")


def there(session, name):
    return f"{HERE}/{session.pk}/{name}" + ("" if "." in name else "/")


def screen(session, key=None):
    return f"/congress/screen/{session.pk}/{key or session.key}/"


def code(session, key=None):
    return f"/congress/here/{session.pk}/{key or session.key}/"


def html(answer):
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


@pytest.fixture
def nine(cast):
    people = parts.crowd(cast.first, 9)
    return people, parts.seated(cast, people)


@pytest.fixture
def hall(cast, nine):
    """In session, a motion of a secret vote on the floor, all there, a guest invited and there."""
    session = parts.called(cast, nine[1], items=[PASS, {"title": "工作报告", "power": "reports"}])
    actions.invite(session, by=cast.li, people=[cast.zhao])
    actions.open_doors(session, by=cast.li)
    parts.enter(cast, session)
    actions.check_in(parts.line_of(session, cast.zhao), by=cast.li)
    actions.open_session(session, by=cast.li)
    parts.on_floor(cast, session, PASS["title"])
    session.refresh_from_db()
    return session


# --- who finds them ---------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["zhou", "chen"])
def test_the_neighbour_and_the_level_above_find_none_of_them(cast, enter, hall, who):
    client = enter(getattr(cast, who))
    for name in ("", *PAGES):
        assert client.get(there(hall, name) if name else f"{HERE}/{hall.pk}/").status_code == 404, (
            name
        )
    for name in POSTS:
        assert client.post(there(hall, name)).status_code == 404, name
    assert client.get(code(hall)).status_code == 404
    assert client.post(code(hall)).status_code == 404
    assert hall.floor.speakers.count() == 0


def test_a_member_who_is_not_on_the_roll_finds_neither_hall_nor_desk(cast, enter, hall):
    client = enter(cast.qian)
    for name in PAGES:
        assert client.get(there(hall, name)).status_code == 404, name
    for name in ("marks", "speaker"):
        assert client.post(there(hall, name)).status_code == 404, name
    assert "您不在这次会议的名册上" in html(client.get(code(hall)))
    client.post(code(hall))
    client.post(there(hall, "speak"))
    assert not hall.floor.speakers.exists()
    assert not Attendee.objects.at(hall).filter(person=cast.qian).exists()
    assert html(client.get(f"{HERE}/{hall.pk}/")), "the session itself everybody of the union reads"


def test_who_is_not_signed_in_is_led_to_the_door_of_the_house(client, hall):
    for name in PAGES:
        assert client.get(there(hall, name)).status_code == 302, name
    for name in POSTS:
        answer = client.post(there(hall, name))
        assert answer.status_code == 302 and "/enter/" in answer["Location"], name
    assert client.get(code(hall)).status_code == 302


def test_the_committee_stands_at_the_door_and_not_in_the_chair(cast, enter, hall):
    client = enter(cast.sun)
    for name in ("door", "poster", "poster.svg"):
        assert client.get(there(hall, name)).status_code == 200
    assert client.get(there(hall, "chair")).status_code == 404
    assert client.post(there(hall, "speaker")).status_code == 404


@pytest.mark.parametrize("name", PAGES)
def test_the_doors_of_a_session_that_does_not_sit_are_not_there(cast, enter, nine, name):
    people, congress = nine
    client = enter(cast.li)
    session = parts.called(cast, congress)
    assert client.get(there(session, name)).status_code == 404
    assert client.get(screen(session)).status_code == 404
    parts.enter(cast, actions.open_doors(session, by=cast.li))
    actions.open_session(session, by=cast.li)
    actions.close(session, by=cast.li)
    kept = {"chair": 200, "hall": 404}  # the chair is no delegate here
    assert client.get(there(session, name)).status_code == kept.get(name, 404)
    assert enter(people[0]).get(there(session, "hall")).status_code == 200
    assert "会议闭幕" in html(Client().get(screen(session)))


def test_a_session_called_off_has_no_hall(cast, enter, nine):
    session = actions.call_off(parts.gathered(cast, nine[1]), by=cast.li, reason="改期")
    for name in PAGES:
        assert enter(cast.li).get(there(session, name)).status_code == 404
    assert Client().get(screen(session)).status_code == 404


# --- the big screen ---------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["x", "0" * 24, "%E5%9D%8F"])
def test_a_wrong_key_opens_no_screen_and_no_code(cast, client, enter, nine, hall, key):
    assert client.get(screen(hall, key)).status_code == 404
    assert enter(nine[0][0]).get(code(hall, key)).status_code == 404


def test_the_key_of_another_session_opens_no_screen(cast, client, nine, hall):
    other = parts.called(cast, nine[1])
    assert client.get(screen(hall, other.key)).status_code == 404


def test_the_screen_needs_no_login_and_shows_the_matter_and_no_voter(cast, client, nine, hall):
    people, _congress = nine
    page = html(client.get(screen(hall)))
    assert PASS["title"] in page and "应到 9 人，实到 9 人" in page
    actions.start_vote(hall.floor, by=cast.li)
    for person in people[:4]:
        device = Device(hall.floor.ballot, person)
        device.claim()
        device.drop({"1": "no"})
    page = html(client.get(screen(hall)))
    assert "已领票 4 / 9" in page
    names = [p.name for p in (*people, cast.zhao, cast.li, cast.sun)]
    assert not [name for name in names if name in page]
    assert "/ballots/" not in page and "booth" not in page and "反对" not in page


def test_the_screen_shows_the_result_as_announced(cast, client, nine, hall):
    people, _congress = nine
    item = hall.floor
    actions.start_vote(item, by=cast.li)
    decide(cast, item, [(p, {"1": "yes"}) for p in people[:6]])
    assert "赞成" not in html(client.get(screen(hall))), "not before it is announced"
    actions.announce(item, by=cast.li)
    page = html(client.get(screen(hall)))
    assert "已通过" in page and "以全体 9 人计，须 5 票以上赞成" in page


def test_the_screen_sends_only_what_changes_to_who_asks_again(client, hall):
    part = html(client.get(screen(hall), headers={"hx-request": "true"}))
    assert part.lstrip().startswith('<div id="now"') and "<html" not in part


# --- the chair --------------------------------------------------------------------------------------


def primary(page):
    """The labels of the red buttons within what refreshes itself."""
    from lxml import html as tree

    found = tree.fromstring(page).xpath(
        "//*[@id='now']//*[contains(@class,'btn') and contains(@class,'primary')]"
    )
    return [node.text_content().strip() for node in found]


def test_one_red_button_says_what_comes_next(cast, enter, nine):
    client = enter(cast.li)
    look = lambda: html(client.get(there(session, "chair")))  # noqa: E731
    items = [
        {"title": "会议议程", "power": "procedure"},
        {"title": "工作报告", "power": "reports"},
        PASS,
    ]
    session = parts.gathered(cast, nine[1], there=5, items=items)
    page = look()
    assert primary(page) == [] and "还差 1 人" in page
    parts.enter(cast, session)
    assert primary(look()) == ["宣布开会"]
    actions.open_session(session, by=cast.li)
    assert primary(look()) == ["进行这一项"]
    item = parts.on_floor(cast, session)
    assert primary(look()) == ["登记举手表决"]
    actions.count_hands(item, by=cast.li, yes=9, no=0, abstain=0)
    item = parts.on_floor(cast, session)
    assert primary(look()) == ["听取完毕"]
    actions.finish_hearing(item, by=cast.li)
    item = parts.on_floor(cast, session)
    assert primary(look()) == ["开始投票"]
    actions.start_vote(item, by=cast.li)
    assert primary(look()) == ["截止投票"]
    decide(cast, item, [(p, {"1": "yes"}) for p in nine[0]])
    assert primary(look()) == ["宣布结果"]
    actions.announce(item, by=cast.li)
    assert primary(look()) == ["宣布闭会"]
    actions.adjourn(session, by=cast.li)
    assert primary(look()) == ["继续开会"]
    actions.resume(session, by=cast.li)
    actions.close(session, by=cast.li)
    page = look()
    assert primary(page) == [] and there(session, "door") not in page and "加议题" not in page


def test_speakers_are_called_in_turn(cast, enter, nine, hall):
    people, _congress = nine
    for person in people[:2]:
        enter(person).post(there(hall, "speak"))
    client = enter(cast.li)
    first, second = hall.floor.speakers.all()
    assert html(client.get(there(hall, "chair"))).count("请发言") == 2
    client.post(there(hall, "speaker"), {"speaker": first.pk})
    page = html(client.get(there(hall, "chair")))
    assert page.count("请发言") == 1 and "结束" in page
    client.post(there(hall, "speaker"), {"speaker": second.pk})
    client.post(there(hall, "speaker"))
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.ended and second.began and second.ended


@pytest.mark.parametrize("given", ["²", "abc", "9" * 40, "-1"])
def test_a_speaker_who_is_none_changes_nothing(cast, enter, hall, given):
    assert enter(cast.li).post(there(hall, "speaker"), {"speaker": given}).status_code == 302
    assert not hall.floor.speakers.exists()


def test_nobody_is_called_when_nothing_is_on_the_floor(cast, enter, nine):
    session = parts.opened(cast, nine[1])
    assert enter(cast.li).post(there(session, "speaker")).status_code == 404
    answer = enter(nine[0][0]).post(there(session, "speak"), follow=True)
    assert "现在没有正在进行的议题" in html(answer)


# --- the delegate -----------------------------------------------------------------------------------


def test_a_delegate_sees_the_booth_while_papers_go_out_and_not_before_or_after(
    cast, enter, nine, hall
):
    people, _congress = nine
    look = lambda who: html(enter(who).get(there(hall, "hall")))  # noqa: E731
    assert "booth" not in look(people[0]) and "要求发言" in look(people[0])
    item = actions.start_vote(hall.floor, by=cast.li)
    page = look(people[0])
    assert f"/ballots/ballot/{item.ballot_id}/booth/" in page and "要求发言" not in page
    device = Device(item.ballot, people[0])
    device.claim()
    assert "您已领票" in look(people[0]) and "booth" in look(people[0])
    balloting.close(Ballot.objects.get(), by=cast.li)
    assert "截止后五分钟内还可以投" in look(people[0]), "a paper that is out may still be dropped"
    assert "booth" not in look(people[1]) and "投票已经截止" in look(people[1])


def test_who_has_not_arrived_or_has_left_is_told_so_and_gets_no_booth(cast, enter, nine):
    people, congress = nine
    session = parts.opened(cast, congress, items=[PASS], there=8)
    actions.start_vote(parts.on_floor(cast, session), by=cast.li)
    page = html(enter(people[8]).get(there(session, "hall")))
    assert "您还没有签到" in page and "booth" not in page
    actions.check_out(parts.line_of(session, people[0]), by=cast.li)
    page = html(enter(people[0]).get(there(session, "hall")))
    assert "您已登记离会" in page and "booth" not in page and "您还没有签到" not in page


def test_a_guest_hears_speaks_and_writes_and_is_shown_no_vote(cast, enter, hall):
    look = lambda: html(enter(cast.zhao).get(there(hall, "hall")))  # noqa: E731
    page = look()
    assert "您列席会议，可以发言，不参加表决" in page
    assert "要求发言" in page and "提意见" in page
    item = actions.start_vote(hall.floor, by=cast.li)
    page = look()
    assert "booth" not in page and "这次投票您不参加" in page
    assert enter(cast.zhao).get(f"/ballots/ballot/{item.ballot_id}/booth/").status_code == 404
    for name in ("chair", "door", "poster"):
        assert enter(cast.zhao).get(there(hall, name)).status_code == 404


def test_one_asks_to_speak_once_however_often_one_taps(cast, enter, nine, hall):
    client = enter(nine[0][0])
    for _tap in range(3):
        page = html(client.post(there(hall, "speak"), follow=True))
    assert "您已在发言名单上" in page and hall.floor.speakers.count() == 1


def test_a_phone_asks_slower_the_larger_the_hall_is(cast, enter, hall, nine):
    from zhijia.domains.congress.models import Part

    assert "every 4s" in html(enter(nine[0][0]).get(there(hall, "hall")))
    Part.objects.update(total=1200)
    assert "every 20s" in html(enter(nine[0][0]).get(there(hall, "hall")))


def test_reading_is_said_once_and_only_by_who_is_on_the_roll(cast, enter, nine):
    people, congress = nine
    session = parts.called(cast, congress)
    page = html(enter(people[0]).get(f"{HERE}/{session.pk}/"))
    assert "我已阅读" in page
    for _tap in range(2):
        page = html(enter(people[0]).post(there(session, "read"), follow=True))
    assert "我已阅读" not in page and session.receipts.count() == 1
    page = html(enter(cast.qian).post(there(session, "read"), follow=True))
    assert "权限" in page and session.receipts.count() == 1
    assert "我已阅读" not in page


def test_reading_after_the_close_is_answered_with_a_sentence(cast, enter, nine):
    session = actions.close(parts.opened(cast, nine[1]), by=cast.li)
    page = html(enter(nine[0][0]).post(there(session, "read"), follow=True))
    assert "已闭会" in page and not session.receipts.exists()


# --- the door ---------------------------------------------------------------------------------------


def test_the_door_ticks_takes_cards_and_lets_out(cast, enter, nine):
    people, congress = nine
    session = parts.gathered(cast, congress, there=0)
    client, line = enter(cast.sun), parts.line_of(session, people[0])
    assert (
        "已到" not in html(client.get(there(session, "door"))).split("</ul>")[0].split('door"')[-1]
    )
    client.post(there(session, "door"), {"id": line.pk})
    card = cards.token_of(Membership.objects.get(person=people[1]))
    client.post(there(session, "door"), {"card": card})
    assert session.parts.get().present() == 2
    client.post(there(session, "door"), {"out": line.pk})
    assert session.parts.get().present() == 1
    assert "已离会" in html(client.get(there(session, "door")))
    stranger = cards.token_of(Membership.objects.get(person=cast.zhou))
    page = html(client.post(there(session, "door"), {"card": stranger}, follow=True))
    assert "认不出这张会员证" in page and session.parts.get().present() == 1


@pytest.mark.parametrize("given", [{"id": "abc"}, {"id": "²"}, {"out": "9" * 40}, {}])
def test_a_tick_that_means_nothing_is_answered(cast, enter, nine, given):
    session = parts.gathered(cast, nine[1], there=0)
    page = html(enter(cast.sun).post(there(session, "door"), given, follow=True))
    assert "名册里没有这个人" in page


def send(client, session, body):
    return client.post(there(session, "marks"), body, content_type="application/json")


def test_marks_noted_without_network_come_in_one_and_twice(cast, enter, nine):
    session = parts.gathered(cast, nine[1], there=0)
    keys = list(Attendee.objects.at(session).values_list("pk", flat=True)[:3])
    body = json.dumps({"marks": [{"id": k} for k in keys] + [{"card": "坏的"}]})
    for _turn in range(2):
        answer = send(enter(cast.sun), session, body).json()
        assert [a["ok"] for a in answer["answers"]] == [True, True, True, False]
        assert answer["came"] == 3


@pytest.mark.parametrize("body", [
    "", "[]", "{}", '{"marks": 3}', '{"marks": [3]}', '{"marks": [{"id": "x"}]}', '{"marks": [{}]}',
    '{"marks": [{"id": 1e999}]}', '{"marks": "abc"}',
])  # fmt: skip
def test_marks_that_cannot_be_read_are_refused_with_a_sentence(cast, enter, nine, body):
    session = parts.gathered(cast, nine[1], there=0)
    answer = send(enter(cast.sun), session, body)
    assert answer.status_code == 400 and "看不懂" in answer.json()["words"]


def test_marks_of_another_session_s_lines_are_none(cast, enter, nine):
    people, congress = nine
    session = parts.gathered(cast, congress, there=0)
    other = parts.gathered(cast, congress, there=0)
    line = parts.line_of(other, people[0])
    answer = send(enter(cast.sun), session, json.dumps({"marks": [{"id": line.pk}]})).json()
    assert not answer["answers"][0]["ok"] and other.parts.get().present() == 0


def test_who_sits_in_both_bodies_has_one_line_at_the_door(cast, enter):
    people = parts.crowd(cast.first, 10)
    one, two = parts.seated(cast, people[:6]), parts.seated(cast, people[4:], body="members")
    session = parts.gathered(cast, one, two, there=0)
    assert html(enter(cast.sun).get(there(session, "door"))).count("<li data-id") == 10


# --- what they cost ---------------------------------------------------------------------------------


def cost(client, path):
    client.get(path)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(path).status_code == 200, path
    return len(seen)


def costs(cast, count):
    """Queries of every page of a session in the hall with so many delegates."""
    people = parts.crowd(cast.first, count)
    congress = parts.seated(cast, people)
    actions.form_delegations(congress, by=cast.li, delegations=[("一团", ["全校"])])
    items = [PASS, *({"title": f"报告{n}", "power": "reports"} for n in range(count // 25))]
    session = parts.called(cast, congress, items=items)
    for person in people[: count // 10]:
        actions.raise_opinion(session, by=person, text="意见")
        actions.read_papers(session, by=person)
    actions.open_doors(session, by=cast.li)
    Attendee.objects.at(session).update(state="there", came=clock.now())
    actions.open_session(session, by=cast.li)
    item = parts.on_floor(cast, session, PASS["title"])
    for person in people[: count // 10]:
        actions.ask_floor(item, by=person)
    actions.start_vote(item, by=cast.li)
    chair, delegate = enter_as(Client(), cast.li), enter_as(Client(), people[0])
    unit, delegation = congress.units.get(), congress.delegations.get()
    pages = {
        "hall": there(session, "hall"), "chair": there(session, "chair"), "door": there(session, "door"),
        "screen": screen(session), "session": f"{HERE}/{session.pk}/", "sessions": f"{HERE}/",
        "congress": f"/congress/congress/{congress.pk}/", "congresses": "/congress/congress/",
        "delegates": "/congress/delegate/", "delegation": f"/congress/delegation/{delegation.pk}/",
        "unit": f"/congress/unit/{unit.pk}/", "items": "/congress/agendaitem/",
        "item": f"/congress/agendaitem/{item.pk}/", "opinions": "/congress/opinion/",
        "resolutions": "/congress/resolution/",
    }  # fmt: skip
    who = {"hall": delegate, "screen": Client()}
    return {name: cost(who.get(name, chair), path) for name, path in pages.items()}


def test_three_hundred_delegates_cost_no_more_queries_than_ten(cast):
    few = costs(cast, 10)
    Congress.objects.update(state="over", number=1)
    Person.objects.filter(name__startswith="代表").update(name="旧人", staff_no="")
    many = costs(cast, 300)
    assert few == many
    assert max(many.values()) <= 30 and many["hall"] <= 20 and many["screen"] <= 12, many
