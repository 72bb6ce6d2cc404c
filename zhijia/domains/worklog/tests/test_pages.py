"""The pages of the log through HTTP, and its sheet on paper."""

from io import BytesIO

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from zhijia.domains.worklog.models import Event
from zhijia.domains.worklog.tests.parts import DAY, logged, picture, planned
from zhijia.kernel.actions import url_of


def test_the_quick_form(cast, enter):
    client = enter(cast.li)
    page = client.get("/worklog/event/log/?kind=study&title=读书会&on=2026-03-05")
    assert page.status_code == 200
    html = page.content.decode()
    assert 'value="读书会"' in html and 'value="2026-03-05"' in html
    assert '<option value="study" selected>' in html
    assert html.index("id_title") < html.index("id_persons") < html.index("id_place")
    sent = {"kind": "study", "title": "读书会", "persons": "12", "on": "2026-03-10", "once": "k1"}
    answer = client.post("/worklog/event/log/", sent)
    event = Event.objects.get()
    assert (answer.status_code, answer.url) == (302, url_of(event))
    assert (event.persons, event.person_times, event.money) == (12, 12, 0)
    client.post("/worklog/event/log/", sent)
    assert Event.objects.count() == 1


def test_a_refusal_keeps_what_was_typed(cast, enter):
    sent = {
        "kind": "study",
        "title": "读书会",
        "persons": "12",
        "person_times": "3",
        "on": "2026-03-10",
    }
    answer = enter(cast.li).post("/worklog/event/log/", sent)
    assert answer.status_code == 422
    html = answer.content.decode()
    assert "人数（12）不能多于人次（3）" in html and 'value="读书会"' in html


def test_photo_with_the_entry(cast, enter):
    photo = SimpleUploadedFile("合影.jpg", picture(), "image/jpeg")
    sent = {
        "kind": "activity",
        "title": "拔河",
        "on": "2026-03-10",
        "persons": "30",
        "files": photo,
    }
    client = enter(cast.li)
    there = client.post("/worklog/event/log/", sent).url
    html = client.get(there).content.decode()
    assert "合影" in html and "/thumb/" in html


def test_list_detail_and_forms(cast, enter):
    event = logged(cast, people=[cast.zhao], result="一等奖", money=20)
    coming = planned(cast)
    client = enter(cast.li)
    rows = client.get("/worklog/event/").content.decode()
    assert "教职工拔河比赛" in rows and "春季登山" in rows
    found = client.get("/worklog/event/?q=zm&kind=activity&state=done").content.decode()
    assert "教职工拔河比赛" in found and "春季登山" not in found
    detail = client.get(url_of(event)).content.decode()
    assert "一等奖" in detail and "赵明" in detail and "活动登记表" in detail
    for thing, verbs in (
        (event, ("amend", "add_files", "void")),
        (coming, ("finish", "amend", "void")),
    ):
        for verb in verbs:
            assert client.get(f"{url_of(thing)}{verb}/").status_code == 200
    assert client.get("/worklog/event/plan/").status_code == 200


def test_finish_and_amend_through_the_forms(cast, enter):
    event, client = planned(cast), enter(cast.sun)
    sent = {"on": "2026-03-10", "persons": "8", "people": [cast.zhao.pk, cast.hua.pk]}
    assert client.post(f"{url_of(event)}finish/", sent).status_code == 302
    html = client.get(f"{url_of(event)}amend/").content.decode()
    assert 'name="persons" value="8"' in html and 'name="person_times" value' not in html
    sent = {"kind": "women", "title": "登山", "on": "2026-03-10", "persons": "9"}
    assert client.post(f"{url_of(event)}amend/", sent).status_code == 302
    event.refresh_from_db()
    assert (event.kind, event.persons, event.public_ok) == ("women", 9, False)


def test_a_stranger_finds_nothing(cast, enter):
    event = logged(cast)
    for outsider in (cast.zhou, cast.chen):
        client = enter(outsider)
        assert "拔河" not in client.get("/worklog/event/").content.decode()
        addresses = (
            url_of(event),
            f"{url_of(event)}amend/",
            f"/paper/worklog-event/{event.pk}.docx",
        )
        for address in addresses:
            assert client.get(address).status_code == 404
    member = enter(cast.zhao)
    assert member.get("/worklog/event/log/").status_code == 404
    assert member.get(url_of(event)).status_code == 404


def test_a_list_costs_the_same_however_long(cast, enter, django_assert_max_num_queries):
    for number in range(12):
        logged(cast, title=f"活动{number}", people=[cast.zhao])
    client = enter(cast.li)
    with django_assert_max_num_queries(15):
        client.get("/worklog/event/")


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_the_register_sheet(cast, enter, form):
    event = logged(cast, on=DAY, people=[cast.zhao], files=[("a.jpg", picture())], consent=True)
    answer = enter(cast.wang).get(f"/paper/worklog-event/{event.pk}.{form}")
    assert answer.status_code == 200
    if form == "pdf":
        assert answer.content.startswith(b"%PDF")
        return
    paper = docx.Document(BytesIO(answer.content))
    cells = [c.text for t in paper.tables for row in t.rows for c in row.cells]
    assert "教职工拔河比赛" in cells and "赵明" in cells and len(paper.inline_shapes) == 1
