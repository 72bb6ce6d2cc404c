"""The pages: one tap, the line, the draw's sheet, the door and its marks."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zhijia.domains.activities import actions
from zhijia.domains.activities.models import SignUp
from zhijia.kernel import cards, clock
from zhijia.kernel.people import Membership, Post
from zhijia.kernel.testing import office

from .parts import NOW, crowd, drafted, fresh, moment, of, opened

HERE = "/activities/activity"


@pytest.fixture
def enter(client):
    from zhijia.kernel.testing import enter_as

    return lambda who: enter_as(client, who)


def html(answer):
    return answer.content.decode()


def test_one_tap_takes_a_place_and_a_second_tap_changes_nothing(cast, enter):
    activity = opened(cast, 1)
    client = enter(cast.zhao)
    page = html(client.get(f"{HERE}/{activity.pk}/"))
    assert f'action="{HERE}/{activity.pk}/tap/"' in page
    for _turn in range(2):
        answer = client.post(f"{HERE}/{activity.pk}/tap/", follow=True)
        assert answer.status_code == 200
    assert of(activity, cast.zhao).state == "taken" and SignUp.objects.count() == 1
    assert "已报上" in html(answer)
    assert "候补" in html(enter(cast.qian).post(f"{HERE}/{activity.pk}/tap/", follow=True))


@pytest.mark.parametrize("who", ["zhou", "chen"])
def test_the_neighbour_and_the_level_above_find_nothing(cast, enter, who):
    activity = opened(cast, 1)
    client = enter(getattr(cast, who))
    for tail in ("", "line/", "draw/", "door/", "poster/", "sign_up/"):
        assert client.get(f"{HERE}/{activity.pk}/{tail}").status_code == 404, tail
    assert client.post(f"{HERE}/{activity.pk}/tap/").status_code == 404
    assert client.post(f"{HERE}/{activity.pk}/marks/").status_code == 404
    assert client.get(f"/activities/here/{activity.pk}/{activity.door_key}/").status_code == 404
    assert not SignUp.objects.exists()


def test_a_draft_is_seen_by_who_organises_alone(cast, enter):
    activity = drafted(cast)
    assert enter(cast.zhao).get(f"{HERE}/{activity.pk}/").status_code == 404
    assert enter(cast.li).get(f"{HERE}/{activity.pk}/").status_code == 200


def test_the_page_costs_the_same_with_five_thousand_sign_ups(cast, enter):
    activity = opened(cast, 5000)
    people = crowd(cast, 30)
    own = {"org": cast.first, "org_path": cast.first.path, "activity": activity}
    rows = [SignUp(person=p, by=p, number=n, **own) for n, p in enumerate(people)]
    client = enter(cast.zhao)
    SignUp.objects.bulk_create(rows[:10])
    client.get(f"{HERE}/{activity.pk}/")
    counts = []
    for extra in ([], rows[10:]):
        SignUp.objects.bulk_create(extra)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(f"{HERE}/{activity.pk}/").status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 10, "\n".join(q["sql"][:260] for q in seen)


def test_the_line_shows_order_and_reasons_to_all(cast, enter):
    activity = opened(cast, 1)
    signups = [actions.sign_up(activity, by=w) for w in (cast.zhao, cast.qian, cast.hua)]
    actions.move_up(signups[2], by=cast.li, reason="带队教师")
    page = html(enter(cast.tian).get(f"{HERE}/{activity.pk}/line/?state=waiting"))
    assert page.index("华小梅") < page.index("钱学文") and "提前：带队教师" in page


def test_a_list_that_is_not_public_is_the_organiser_s(cast, enter):
    activity = opened(cast, 5, kind="health", names_shown=False)
    actions.sign_up(activity, by=cast.qian)
    client = enter(cast.zhao)
    assert client.get(f"{HERE}/{activity.pk}/line/").status_code == 404
    assert "钱学文" not in html(client.get(f"{HERE}/{activity.pk}/"))
    assert "钱学文" in html(enter(cast.sun).get(f"{HERE}/{activity.pk}/line/"))


def test_the_leader_s_form_offers_the_own_group_alone(cast, enter):
    office(cast.first, cast.qian, Post.GROUP_LEADER)
    Membership.objects.filter(person=cast.tian).update(group=None)
    activity = opened(cast, 5)
    page = html(enter(cast.qian).get(f"{HERE}/{activity.pk}/sign_up/"))
    assert "赵明" in page and "田老师" not in page
    assert "为谁报名" not in html(enter(cast.zhao).get(f"{HERE}/{activity.pk}/sign_up/"))


# --- the door ---------------------------------------------------------------------------------


def at_the_hour(activity):
    return clock.at(activity.starts)


def test_marks_noted_without_a_network_count_once_with_their_own_time(cast, enter):
    activity = opened(cast, 5)
    mine = actions.sign_up(activity, by=cast.zhao)
    other = actions.sign_up(activity, by=cast.qian)
    client = enter(cast.sun)
    with at_the_hour(activity):
        before = (clock.now() - timedelta(minutes=20)).isoformat()
        ahead = (clock.now() + timedelta(hours=5)).isoformat()
        sent = {"marks": [{"id": mine.pk, "at": before}, {"id": other.pk, "at": ahead}, {"id": 0}]}
        for _turn in range(2):
            answer = client.post(
                f"{HERE}/{activity.pk}/marks/", json.dumps(sent), content_type="application/json"
            ).json()
            assert [a["ok"] for a in answer["answers"]] == [True, True, False]
            assert answer["came"] == 2
        assert fresh(mine).came == clock.now() - timedelta(minutes=20)
        assert fresh(other).came == clock.now(), "a phone's clock that runs ahead is not believed"


def test_a_card_at_the_door_and_a_walk_in(cast, enter):
    activity = opened(cast, 1)
    actions.sign_up(activity, by=cast.zhao)
    with at_the_hour(activity):
        client = enter(cast.sun)
        for who in (cast.zhao, cast.qian):
            token = cards.token_of(Membership.objects.get(person=who))
            sent = {"marks": [{"card": f"http://x/card/{token}/"}]}
            client.post(
                f"{HERE}/{activity.pk}/marks/", json.dumps(sent), content_type="application/json"
            )
        assert of(activity, cast.zhao).came and not of(activity, cast.zhao).walk_in
        assert of(activity, cast.qian).came and of(activity, cast.qian).walk_in
        neighbour = cards.token_of(Membership.objects.get(person=cast.zhou))
        answer = client.post(f"{HERE}/{activity.pk}/door/", {"card": neighbour}, follow=True)
        assert "认不出这张会员证" in html(answer)
        assert SignUp.objects.count() == 2


def test_rubbish_instead_of_marks_is_answered(cast, enter):
    activity = opened(cast, 1)
    client = enter(cast.sun)
    for body in ("", "{}", "[]", '{"marks": 3}', '{"marks": [{}]}'):
        answer = client.post(f"{HERE}/{activity.pk}/marks/", body, content_type="application/json")
        assert answer.status_code == 400, body


def test_the_poster_s_code_checks_in_who_has_a_place(cast, enter):
    activity = opened(cast, 1)
    actions.sign_up(activity, by=cast.zhao)
    there = f"/activities/here/{activity.pk}/{activity.door_key}/"
    assert enter(cast.zhao).get(f"/activities/here/{activity.pk}/wrong/").status_code == 404
    assert "还没有到签到时间" in html(enter(cast.zhao).get(there))
    with at_the_hour(activity):
        assert "签到成功" in html(enter(cast.zhao).post(there, follow=True))
        assert "没有报上这项活动" in html(enter(cast.qian).get(there))
        enter(cast.qian).post(there)
    assert of(activity, cast.zhao).came and SignUp.objects.count() == 1


def test_the_card_s_page_is_for_who_stands_at_a_door_today(cast, enter):
    activity = opened(cast, 3)
    actions.sign_up(activity, by=cast.zhao)
    there = cards.path_of(Membership.objects.get(person=cast.zhao))
    assert enter(cast.sun).get(there).status_code == 404, "no activity today"
    with at_the_hour(activity):
        assert "赵明" in html(enter(cast.sun).get(there))
        assert enter(cast.qian).get(there).status_code == 404
        assert enter(cast.zhou).get(there).status_code == 404


def test_clashes_are_shown_before_signing_up(cast, enter):
    first = opened(cast, 5)
    second = opened(cast, 5, title="合唱排练", starts=moment(10, 15), ends=moment(10, 16))
    actions.sign_up(first, by=cast.zhao)
    page = html(enter(cast.zhao).get(f"{HERE}/{second.pk}/clashes/"))
    assert "同一时间您还报了“教职工羽毛球赛”" in page
    assert NOW.date() < second.on
