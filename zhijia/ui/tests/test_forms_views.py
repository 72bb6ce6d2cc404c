"""The views behind every verb: acting once, losing nothing, showing only what one may see."""

from datetime import date

import pytest
from django.apps import apps
from django.test import Client

from zhijia.kernel import clock
from zhijia.kernel.actions import Once, Step, actions, url_of
from zhijia.kernel.testing import enter_as

DAY = date(2026, 3, 10)
PLACE = "/care/occasion/report/"


@pytest.fixture(autouse=True)
def in_march():
    with clock.at(DAY):
        yield


def rows(name="care.Occasion"):
    return apps.get_model(name).objects.all()


def asked(cast, **more):
    return {
        "person": cast.qian.pk, "kind": "illness", "on": "2026-03-09", "relation": "self",
        "detail": "住院第三天", "once": "key-1",
    } | more  # fmt: skip


def reported(cast):
    given = {"person": cast.qian, "kind": "illness", "on": DAY}
    return actions["care.occasion.report"].run(cast.first, by=cast.zhao, **given)


def html(answer):
    return answer.content.decode()


def test_a_form_sent_twice_acts_once(cast, enter):
    client = enter(cast.zhao)
    one, two = (client.post(PLACE, asked(cast)) for _n in range(2))
    occasion = rows().get()
    assert (one.status_code, two.status_code) == (302, 302)
    assert one.url == two.url == url_of(occasion)
    assert Step.objects.about(occasion).count() == 1 and Once.objects.count() == 1
    assert "没有重复记录" in html(client.get(two.url))


def test_every_form_shown_has_a_key_of_its_own(cast, enter):
    client = enter(cast.zhao)
    keys = {
        html(client.get(PLACE)).split('name="once" value="')[1].split('"')[0] for _n in range(3)
    }
    assert len(keys) == 3 and all(len(k) >= 16 for k in keys)


def test_what_was_refused_is_acted_on_when_sent_again(cast, enter):
    client = enter(cast.zhao)
    assert client.post(PLACE, asked(cast, on="2014-01-01")).status_code == 422
    assert client.post(PLACE, asked(cast)).status_code == 302
    assert rows().count() == 1


@pytest.mark.parametrize("change", [{"on": "2014-01-01"}, {"on": "昨天"}, {"kind": "nothing"}])
def test_a_refusal_keeps_what_was_typed(cast, enter, change):
    answer = enter(cast.zhao).post(PLACE, asked(cast, **change))
    page = html(answer)
    assert answer.status_code == 422 and 'id="errors"' in page
    assert "住院第三天" in page
    assert f'<option value="{cast.qian.pk}" selected' in page
    assert not rows().exists() and not Step.objects.exists()


def test_a_rule_s_sentence_stands_on_the_page(cast, enter):
    client = enter(cast.zhao)
    client.post(PLACE, asked(cast))
    answer = client.post(PLACE, asked(cast, once="key-2"))
    assert answer.status_code == 422 and "已报过一次“生病住院”" in html(answer)
    assert client.post(PLACE, asked(cast, once="key-3", again="第二次住院")).status_code == 302


def test_what_one_may_not_see_is_not_there(cast, enter):
    occasion = reported(cast)
    place = url_of(occasion)
    for outsider in (cast.hua, cast.zhou, cast.chen, cast.wang):
        client = enter(outsider)
        for there in (place, f"{place}plan/", f"{place}dismiss/"):
            assert client.get(there).status_code == 404, (outsider, there)
        assert client.post(f"{place}dismiss/", {"reason": "x"}).status_code == 404
    occasion.refresh_from_db()
    assert occasion.state == "reported"


def test_what_one_sees_but_may_not_do_is_not_there_either(cast, enter):
    occasion = reported(cast)
    client = enter(cast.qian)
    assert client.get(url_of(occasion)).status_code == 200
    assert client.get(f"{url_of(occasion)}plan/").status_code == 404


@pytest.mark.parametrize("place", [
    "/care/occasion/987654/", "/care/occasion/1/nothing/", "/care/nothing/", "/nothing/occasion/",
    "/care/occasion/nothing/", "/kernel/person/", "/kernel/person/1/", "/kernel/look/",
    "/kernel/account/1/", "/file/987654/", "/paper/nothing/1.docx", "/paper/plan/1.exe",
    "/job/987654/", "/planning/link/1/",
])  # fmt: skip
def test_what_is_not_there_is_404(cast, enter, place):
    assert enter(cast.li).get(place).status_code == 404


def test_a_hidden_verb_has_no_address(cast, enter):
    occasion = reported(cast)
    client = enter(cast.li)
    for verb in ("mark_arranged", "mark_visited", "report"):
        assert client.post(f"{url_of(occasion)}{verb}/", {}).status_code == 404
    occasion.refresh_from_db()
    assert occasion.state == "reported"


def test_nothing_is_done_by_looking(cast, enter):
    occasion = reported(cast)
    assert enter(cast.li).get(f"{url_of(occasion)}dismiss/?reason=x").status_code == 200
    occasion.refresh_from_db()
    assert occasion.state == "reported"


def test_without_signing_in_one_is_sent_to_the_door(cast, client):
    occasion = reported(cast)
    for there in (url_of(occasion), PLACE, "/care/occasion/"):
        answer = client.get(there)
        assert answer.status_code == 302 and answer.url.startswith("/enter/?next=")
    assert client.post(PLACE, asked(cast)).url.startswith("/enter/") and rows().count() == 1


def test_without_its_token_a_form_is_refused(cast):
    client = enter_as(Client(enforce_csrf_checks=True), cast.zhao)
    assert client.post(PLACE, asked(cast)).status_code == 403 and not rows().exists()


@pytest.mark.parametrize("there", [
    "https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)",
    "http:///evil.example",
])  # fmt: skip
def test_next_never_leaves_the_site(cast, enter, there):
    client = enter(cast.zhao)
    answer = client.post(PLACE, asked(cast, next=there))
    assert answer.url == url_of(rows().get())
    page = html(client.get(PLACE, {"next": there}))
    assert 'name="next" value=""' in page


def test_next_within_the_site_is_followed(cast, enter):
    answer = enter(cast.zhao).post(PLACE, asked(cast, next="/planning/month/"))
    assert answer.url == "/planning/month/"


def test_a_person_of_another_school_cannot_be_chosen(cast, enter):
    answer = enter(cast.zhao).post(PLACE, asked(cast, person=cast.zhou.pk))
    assert answer.status_code == 422 and not rows().exists()


def test_typed_markup_stays_text(cast, enter):
    client = enter(cast.sun)
    nasty = "<script>alert(1)</script>"
    sent = {"kind": "activity", "title": nasty, "on": "2026-03-10", "persons": "3"}
    there = client.post("/worklog/event/log/", sent).url
    for place in (there, "/worklog/event/", "/planning/register/", "/"):
        assert nasty not in html(client.get(place))
    assert "&lt;script&gt;" in html(client.get(there))
