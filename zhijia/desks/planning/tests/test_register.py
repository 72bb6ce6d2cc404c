"""The register grows out of what was done; nobody fills it in (R-266; rules 12.08)."""

import io
from datetime import date
from decimal import Decimal

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from python_calamine import CalamineWorkbook

from zhijia.desks.planning import actions, register
from zhijia.desks.planning.models import Book
from zhijia.desks.planning.tests.parts import DAY, do, event, html, item, visit
from zhijia.kernel import records
from zhijia.kernel.people import Post
from zhijia.kernel.refusals import NotAllowed
from zhijia.kernel.testing import office

PLACE = "/planning/register/"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture
def filled(cast):
    """A visit, an activity, a study and what is only planned."""
    visit(cast, cast.qian, on=date(2026, 1, 20), amount="1234.50")
    event(cast, "教职工拔河比赛", date(2026, 3, 2), money=Decimal("88.80"))
    event(cast, "读书分享会", date(2026, 3, 5), kind="study")
    do(
        "worklog.event.plan",
        cast.first,
        by=cast.sun,
        kind="activity",
        title="春游",
        on=date(2026, 3, 6),
    )
    event(cast, "去年的登山", date(2025, 5, 1))
    return cast


def titles(answer):
    """What the page lists, in its order."""
    return [
        row.split("</td>")[0].split("<td>")[1].replace("</a>", "").split(">")[-1]
        for row in html(answer).split("<tbody>")[1].split("</tbody>")[0].split("<tr>")[1:]
    ]


def workbook(answer):
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0)
    rows = sheet.to_python()
    head = next(n for n, row in enumerate(rows) if row[0] == "序号")
    return [row for row in rows[head + 1 :] if row[3]]


def pdf_words(answer):
    pages = pypdfium2.PdfDocument(answer.content)
    return "".join("".join(p.get_textpage().get_text_bounded() for p in pages).split())


def listed(client, **query):
    answer = client.get(PLACE, query)
    return titles(answer) if "<tbody>" in html(answer) else []


@pytest.mark.req("R-266")
def test_the_electronic_ledger(filled, cast, enter):
    """Kinds, entries and evidence on one page; the upper union looks; it leaves as a file."""
    client = enter(cast.sun)
    rows = ["春游", "读书分享会", "教职工拔河比赛", "节日走访慰问"]
    assert listed(client) == rows
    page = html(client.get(PLACE))
    for book in ("送温暖与慰问", "文体活动", "学习培训", "会议记录"):
        assert f">{book}</a>" in page
    assert "2026年工作台账" in page and "钱学文" not in page
    source = records.Record.objects.get(title="教职工拔河比赛")
    there = f"{source.source_url}add_files/"
    client.post(there, {"files": SimpleUploadedFile("签到.pdf", PDF)})
    assert "材料 1" in html(client.get(PLACE))
    assert titles(enter(cast.chen).get(PLACE)) == rows
    assert [row[4] for row in workbook(client.get("/planning/register.xlsx"))] == rows


def test_by_book_month_words_and_year(filled, cast, enter):
    client = enter(cast.sun)
    assert listed(client, book="文体活动") == ["春游", "教职工拔河比赛"]
    assert listed(client, book="送温暖与慰问") == ["节日走访慰问"]
    assert listed(client, month=3) == ["春游", "读书分享会", "教职工拔河比赛"]
    assert listed(client, month=2) == []
    assert listed(client, q="拔河") == ["教职工拔河比赛"]
    assert listed(client, book="文体活动", month=3, q="春") == ["春游"]
    assert listed(client, month="十三") == listed(client, year=2026)
    assert listed(client, year=2025) == ["去年的登山"]


def test_gaps(filled, cast, enter):
    client = enter(cast.sun)
    assert "教职工拔河比赛" in listed(client, gap="no_photo")
    records.Record.objects.filter(title="教职工拔河比赛").update(photos=1)
    records.Record.objects.filter(title="读书分享会").update(papers=1)
    assert listed(client, gap="no_photo") == ["读书分享会", "节日走访慰问"]
    assert listed(client, gap="no_paper") == ["节日走访慰问"]
    assert listed(client, gap="overdue") == ["春游"]


def test_planned_items_without_any_record_are_named(cast, enter):
    tug = item(cast, "教职工拔河比赛", (1, 2))
    later = item(cast, "教师节座谈", (9, 9), of=tug.plan)
    page = html(enter(cast.sun).get(PLACE))
    assert "还没有任何记录" in page and tug.title in page and later.title not in page


def test_the_files_hold_the_rows_of_the_page(filled, cast, enter):
    client = enter(cast.sun)
    for query in ({}, {"book": "文体活动"}, {"month": 3, "q": "拔河"}):
        shown = listed(client, **query)
        sheet = workbook(client.get("/planning/register.xlsx", query))
        assert [row[3] for row in sheet] == shown
        words = pdf_words(client.get("/planning/register.pdf", query))
        assert all(title in words for title in shown)
        for other in {"春游", "读书分享会", "教职工拔河比赛", "节日走访慰问"} - set(shown):
            assert other not in words
    rows = {row[3]: row for row in workbook(client.get("/planning/register.xlsx"))}
    assert rows["节日走访慰问"][1:] == [
        date(2026, 1, 20), "节日走访", "节日走访慰问", "已办", 1234.5, 0, 0,
    ]  # fmt: skip
    assert rows["春游"][4] == "已安排" and rows["教职工拔河比赛"][5] == 88.8


@pytest.mark.parametrize("form", ["csv", "models"])
def test_an_unknown_format_is_not_there(cast, enter, form):
    client = enter(cast.sun)
    client.raise_request_exception = False
    assert client.get(f"/planning/register.{form}").status_code == 404


def test_members_and_strangers_find_no_register(filled, cast, enter):
    for who in (cast.zhao, cast.hua, cast.tian):
        client = enter(who)
        assert client.get(PLACE).status_code == 404
        assert client.get("/planning/register.xlsx").status_code == 404
        assert client.get("/planning/books/").status_code == 404
    assert listed(enter(cast.zhou)) == []
    for who in (cast.wang, cast.dang):
        assert len(listed(enter(who))) == 4


def test_the_district_sees_rows_but_no_sources(filled, cast, enter):
    do("worklog.event.log", cast.second, by=cast.zhou, kind="activity", title="二小跳绳", on=DAY)
    client = enter(cast.chen)
    page = client.get(PLACE)
    assert set(titles(page)) == {"二小跳绳", "春游", "读书分享会", "教职工拔河比赛", "节日走访慰问"}
    table = html(page).split("<tbody>")[1].split("</tbody>")[0]
    assert "<a " not in table
    source = records.Record.objects.get(title="教职工拔河比赛").source_url
    assert client.get(source).status_code == 404


def test_the_district_can_tell_the_schools_apart(filled, cast, enter):
    do("worklog.event.log", cast.second, by=cast.zhou, kind="activity", title="二小跳绳", on=DAY)
    page = html(enter(cast.chen).get(PLACE))
    assert "第一小学" in page and "第二小学" in page


def test_every_sort_of_work_stands_in_a_usual_book():
    usual = {topic for topics in register.usual().values() for topic in topics}
    known = set(register.topic_labels()) - {"planning.item", "people.membership"}
    assert usual <= known, "a usual book takes in what no record is"
    assert known <= usual, "records of these topics would stand in no book"


def test_a_meeting_stands_in_the_book_of_meetings(cast, enter):
    given = {
        "committee": None,
        "kind": "committee",
        "on": DAY,
        "title": "三月例会",
        "invited": [cast.sun],
    }
    committee = do(
        "committees.committee.found", cast.first, by=cast.li, name="工会委员会", kind="committee"
    )
    do("committees.meeting.convene", cast.first, by=cast.li, **given | {"committee": committee})
    client = enter(cast.sun)
    assert listed(client) == ["三月例会"]
    assert listed(client, book="会议记录") == ["三月例会"]


def test_the_school_s_own_books(filled, cast, enter):
    client = enter(cast.sun)
    sent = {
        "name": ["送温暖簿", "文体学习簿", ""],
        "topics": ["care.festival", "worklog.activity worklog.study", "worklog.other"],
    }
    assert client.post("/planning/books/", sent).status_code == 302
    kept = list(Book.objects.values_list("org", "name", "topics"))
    assert kept == [
        (cast.first.pk, "送温暖簿", ["care.festival"]),
        (cast.first.pk, "文体学习簿", ["worklog.activity", "worklog.study"]),
    ]
    assert listed(client, book="文体学习簿") == ["春游", "读书分享会", "教职工拔河比赛"]
    assert listed(client) == ["春游", "读书分享会", "教职工拔河比赛", "节日走访慰问"]
    assert "会议记录" not in html(client.get(PLACE))
    assert {b.name for b in register.books_of(cast.second)} >= {"会议记录"}
    with pytest.raises(NotAllowed):
        actions.set_books(cast.first, by=cast.wang, books=[("x", "y")])


def test_leaving_no_book_is_refused_with_a_sentence(cast, enter):
    client = enter(cast.sun)
    client.raise_request_exception = False
    answer = client.post("/planning/books/", {"name": ["", ""], "topics": ["", ""]})
    assert answer.status_code < 500
    page = html(answer if answer.status_code != 302 else client.get(answer.url))
    assert "至少要留一本台账" in page


def test_who_holds_offices_in_two_unions_sees_each_apart(filled, cast, enter):
    office(cast.second, cast.sun, Post.COMMITTEE)
    client = enter(cast.sun)
    client.post(f"/union/{cast.second.pk}/")
    assert listed(client) == []
    client.post(f"/union/{cast.first.pk}/")
    assert len(listed(client)) == 4
