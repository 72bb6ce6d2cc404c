"""The pages of committees through HTTP, and the two papers of a meeting."""

from io import BytesIO

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from zhijia.domains.committees.models import Committee, Decision, Meeting
from zhijia.domains.committees.tests.parts import called, founded, held, minuted
from zhijia.kernel.actions import url_of
from zhijia.kernel.records import Record

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def test_from_the_first_committee_to_the_minutes(cast, enter):
    client = enter(cast.li)
    sent = {"name": "工会委员会", "kind": "committee", "term": "第八届"}
    assert client.post("/committees/committee/found/", sent).status_code == 302
    committee = Committee.objects.get()
    page = client.get(f"/committees/meeting/convene/?committee={committee.pk}").content.decode()
    assert f'value="{committee.pk}" selected' in page
    assert page.count("checked") == 3  # the committee's posts are asked unless said otherwise
    sent = {
        "committee": committee.pk, "kind": "regular", "on": "2026-03-10", "at": "14:30",
        "invited": [cast.li.pk, cast.sun.pk],
    }  # fmt: skip
    there = client.post("/committees/meeting/convene/", sent).url
    meeting = Meeting.objects.get()
    assert there == url_of(meeting) and meeting.when == "2026年3月10日 14:30"
    sent = {"on": "2026-03-10", "attended": [cast.li.pk, cast.sun.pk]}
    assert client.post(f"{there}hold/", sent).status_code == 302
    assert "应到 2 人，实到 2 人" in client.get(f"{there}minute/").content.decode()
    sent = {"minutes": "通报生病教师情况", "decisions": "看望田老师｜孙丽华｜3月12日"}
    assert client.post(f"{there}minute/", sent).status_code == 302
    html = client.get(there).content.decode()
    assert "看望田老师" in html and "应到 2 人，实到 2 人" in html and "通报生病教师情况" in html
    assert "2026年3月工会例会" in client.get(url_of(committee)).content.decode()


def test_unknown_name_keeps_what_was_typed(cast, enter):
    meeting = held(cast)
    sent = {"minutes": "大家发言", "decisions": "写稿｜王五"}
    answer = enter(cast.lin).post(f"{url_of(meeting)}minute/", sent)
    assert answer.status_code == 422
    html = answer.content.decode()
    assert "本会没有“王五”" in html and "大家发言" in html


def test_every_page_opens(cast, enter):
    meeting, coming = minuted(cast), called(cast, kind="joint", title="联席会议")
    decision = Decision.objects.get(order=1)
    client = enter(cast.li)
    pages = [
        "/committees/committee/", "/committees/meeting/?q=联席&kind=joint", "/committees/decision/",
        "/committees/committee/found/", f"{url_of(meeting.committee)}amend/",
        f"{url_of(meeting.committee)}open_term/", f"{url_of(meeting)}amend_minutes/",
        f"{url_of(meeting)}add_files/", f"{url_of(coming)}hold/", f"{url_of(coming)}reschedule/",
        f"{url_of(coming)}cancel/", url_of(decision), f"{url_of(decision)}carry_out/",
        f"{url_of(decision)}drop/",
    ]  # fmt: skip
    for page in pages:
        assert client.get(page).status_code == 200, page
    assert "联席会议" in client.get(pages[1]).content.decode()
    assert client.get(f"{url_of(meeting)}entrust/").status_code == 404


def test_the_owner_carries_out_on_a_phone(cast, enter):
    minuted(cast, decisions="写稿｜田老师")
    decision, client = Decision.objects.get(), enter(cast.tian)
    assert client.get(url_of(decision.meeting)).status_code == 404
    assert "写稿" in client.get("/committees/decision/").content.decode()
    answer = client.post(f"{url_of(decision)}carry_out/", {"outcome": "已发稿"})
    assert answer.status_code == 302
    decision.refresh_from_db()
    assert (decision.state, decision.outcome) == ("done", "已发稿")


def test_the_signed_sheet_comes_back_as_a_file(cast, enter):
    meeting = held(cast)
    file = SimpleUploadedFile("签到表.pdf", PDF, "application/pdf")
    answer = enter(cast.lin).post(f"{url_of(meeting)}add_files/", {"files": file})
    assert answer.status_code == 302
    assert Record.objects.get(kind="committees.meeting").papers == 1


def test_a_stranger_finds_nothing(cast, enter):
    meeting = minuted(cast)
    decision = Decision.objects.get(order=1)
    for outsider in (cast.zhou, cast.chen, cast.zhao):
        client = enter(outsider)
        addresses = [url_of(meeting), url_of(decision), url_of(meeting.committee)]
        addresses += [
            f"{url_of(meeting)}amend_minutes/",
            f"/paper/meeting-minutes/{meeting.pk}.docx",
        ]
        for address in addresses:
            assert client.get(address).status_code == 404, address
        assert "修订慰问办法" not in client.get("/committees/decision/").content.decode()
    assert enter(cast.zhao).get("/committees/meeting/convene/").status_code == 404


def test_a_list_costs_the_same_however_long(cast, enter, django_assert_max_num_queries):
    committee = founded(cast)
    for _number in range(8):
        minuted(cast, committee=committee)
    client = enter(cast.li)
    with django_assert_max_num_queries(15):
        client.get("/committees/meeting/")
    with django_assert_max_num_queries(15):
        client.get("/committees/decision/")


@pytest.mark.parametrize("name", ["meeting-minutes", "meeting-sign-in"])
@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_papers(cast, enter, name, form):
    meeting = minuted(cast)
    answer = enter(cast.li).get(f"/paper/{name}/{meeting.pk}.{form}")
    assert answer.status_code == 200
    if form == "pdf":
        assert answer.content.startswith(b"%PDF")
        return
    paper = docx.Document(BytesIO(answer.content))
    words = "\n".join(p.text for p in paper.paragraphs)
    cells = [c.text for t in paper.tables for row in t.rows for c in row.cells]
    if name == "meeting-sign-in":
        assert {"李建国", "林秀英", "孙丽华", "签名"} <= set(cells)
        return
    assert "2026年3月委员会会议记录" in words and "缺席：林秀英" in words and "大家同意。" in words
    assert "应到 3 人，实到 2 人，已过半数" in words and "修订慰问办法" in cells
