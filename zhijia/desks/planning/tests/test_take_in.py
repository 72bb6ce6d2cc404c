"""A plan document from upload to saved plan (R-286, R-287; input traps of requirements §9)."""

import struct

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from zhijia.desks.planning.models import Plan, PlanItem, Upload
from zhijia.desks.planning.reading.tests.builders import docx
from zhijia.desks.planning.tests.parts import event, html

PLACE = "/planning/upload/take_in/"
LINES = [
    "第一小学工会2026年工作计划",
    "一、指导思想",
    "围绕学校中心工作，服务教职工。",
    "二、主要工作",
    "（一）丰富文体活动",
    "组织教职工参加体育锻炼。",
    "三、月度工作安排",
    "三月份",
    "1、庆祝“三八”妇女节登山活动",
    "2、召开工会委员会议",
    "四、五月",
    "1、教职工拔河比赛",
    "七至八月",
    "1、教职工疗休养",
    "九月份",
    "1、教师节座谈会",
]
ITEMS = [
    ("庆祝“三八”妇女节登山活动", 3, 3), ("召开工会委员会议", 3, 3), ("教职工拔河比赛", 4, 5),
    ("教职工疗休养", 7, 8), ("教师节座谈会", 9, 9),
]  # fmt: skip
SUMMARY = [
    "第一小学工会2025年工作总结",
    "一年来，校工会在上级工会领导下，开展了以下工作。",
    "一、主要工作",
    "三月份组织女教师登山活动，五月份举行了拔河比赛。",
    "二、存在问题",
    "活动较少。",
]


def text(lines=LINES):
    return "\n".join(lines).encode()


def locked():
    """An Office file with a password: an old container whose directory says so."""
    data = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(1024, b"\0"))
    raw = "EncryptedPackage".encode("utf-16-le") + b"\0\0"
    return bytes(data + raw.ljust(64, b"\0") + struct.pack("<H", len(raw)) + b"\0" * 62)


def send(client, data, name="计划.txt", year=2026, **more):
    file = SimpleUploadedFile(name, data)
    return client.post(PLACE, {"file": file, "year": year, **more})


def corrected(rows=ITEMS, year=2026, title="第一小学工会2026年工作计划", **more):
    """What the review form sends."""
    return {
        "title": title, "year": year, "item": [r[0] for r in rows], "from": [r[1] for r in rows],
        "to": [r[2] for r in rows], "domain": ["activities"] * len(rows), **more,
    }  # fmt: skip


def kept():
    return [(i.title, i.month_from, i.month_to) for i in PlanItem.objects.all()]


@pytest.mark.req("R-286", "R-287")
@pytest.mark.parametrize(("data", "name"), [(text(), "计划.txt"), (docx(LINES), "计划.docx")])
def test_from_the_document_to_the_year_table(cast, enter, data, name):
    client = enter(cast.sun)
    answer = send(client, data, name)
    upload = Upload.objects.get()
    assert (answer.status_code, answer.url) == (302, f"/planning/upload/{upload.pk}/")
    page = html(client.get(answer.url))
    for title, _first, _last in ITEMS:
        assert f">{title}</textarea>" in page
    assert '<li id="line-9" class="marked">1、庆祝“三八”妇女节登山活动</li>' in page
    assert '<li id="line-2">一、指导思想</li>' in page
    assert not Plan.objects.exists() and not PlanItem.objects.exists()

    rows = [("春季登山", 3, 4), *ITEMS[1:]]
    answer = client.post(f"/planning/upload/{upload.pk}/", corrected(rows, drop=["2"]))
    assert (answer.status_code, answer.url) == (302, "/planning/year/?year=2026")
    plan = Plan.objects.get()
    assert (plan.title, plan.year, plan.state) == ("第一小学工会2026年工作计划", 2026, "draft")
    assert kept() == [("春季登山", 3, 4), *ITEMS[2:]]
    assert "围绕学校中心工作" in str(plan.chapters)
    table = html(client.get(answer.url))
    assert "春季登山" in table and "教职工拔河比赛" in table and "召开工会委员会议" not in table
    upload.refresh_from_db()
    assert upload.plan == plan


def test_pasted_text_is_read_like_a_file(cast, enter):
    client = enter(cast.sun)
    there = client.post(PLACE, {"text": text().decode(), "year": 2026}).url
    assert "教师节座谈会</textarea>" in html(client.get(there))


def test_a_line_that_opens_a_range_of_months_is_no_heading(cast, enter):
    send(enter(cast.sun), text())
    titles = [c["title"] for c in Upload.objects.get().reading["chapters"]]
    assert titles == ["指导思想", "主要工作", "丰富文体活动", "月度工作安排"]


def test_damage_in_the_source_is_shown_beside_it(cast, enter):
    """Requirements §9.2: a lost byte is mended and said, never silently."""
    client = enter(cast.sun)
    broken = [*LINES[:8], "1、慶?;顒?dòng)", *LINES[9:]]
    page = html(client.get(send(client, text(broken)).url))
    assert "请留意" in page and "请核对" in page


def test_a_summary_gives_no_items_and_says_why(cast, enter):
    client = enter(cast.sun)
    there = send(client, text(SUMMARY), "总结.txt").url
    page = html(client.get(there))
    assert "已经做过的事，不作为计划安排列出" in page and "总结　·" in page
    assert 'name="item"' not in page and "没有读出按月安排的事项" in page


@pytest.mark.parametrize(("data", "name", "words"), [
    (locked(), "计划.docx", "加了密码"),
    (b"", "计划.txt", "空"),
    (b"  \n \n", "计划.txt", "空的"),
    (b"\x89PNG\r\n\x1a\n" + b"\0" * 64, "计划.png", "图片"),
    (b"PK\x03\x04 not a zip at all", "计划.docx", "文件"),
    (b"x" * (20 * 1024 * 1024 + 1), "计划.txt", "太大"),
], ids=["locked", "empty", "blank", "picture", "broken", "oversize"])  # fmt: skip
def test_what_cannot_be_read_is_refused_with_a_sentence(cast, enter, data, name, words):
    answer = send(enter(cast.sun), data, name)
    assert answer.status_code == 422
    said = html(answer).split('id="errors"')[1].split("</div>")[0]
    assert words in said
    assert not Upload.objects.exists() and not Plan.objects.exists()


def test_neither_file_nor_text_is_refused(cast, enter):
    answer = enter(cast.sun).post(PLACE, {"year": 2026})
    assert answer.status_code == 422 and "请选择一个文件" in html(answer)


def test_the_same_document_again_is_said_and_adds_nothing_double(cast, enter):
    client = enter(cast.sun)
    first = send(client, text()).url
    assert "已经读入过" not in html(client.get(first))
    client.post(first, corrected())
    again = send(client, text()).url
    assert "这份文件已经读入过" in html(client.get(again))
    client.post(again, corrected([*ITEMS, ("重阳节走访", 10, 10)]))
    assert sorted(kept()) == sorted([*ITEMS, ("重阳节走访", 10, 10)])
    assert Plan.objects.count() == 1


def test_saving_the_same_review_twice_adds_nothing_and_says_so(cast, enter):
    client = enter(cast.sun)
    there = send(client, text()).url
    client.post(there, corrected())
    page = html(client.post(there, corrected(), follow=True))
    assert len(kept()) == len(ITEMS)
    assert "新增 0 项" in page


def test_one_document_naming_an_item_twice_adds_it_once(cast, enter):
    client = enter(cast.sun)
    there = send(client, text()).url
    client.post(there, corrected([ITEMS[0], ITEMS[0]]))
    assert kept() == [ITEMS[0]]


@pytest.mark.parametrize("months", [(5, 3), (0, 3), (3, 13), ("", 3)])
def test_a_bad_month_keeps_every_typed_row(cast, enter, months):
    client = enter(cast.sun)
    there = send(client, text()).url
    rows = [("亲手改过的登山", *months), ("亲手添的读书会", 6, 6)]
    answer = client.post(there, corrected(rows))
    assert answer.status_code == 422
    page = html(answer)
    assert "第 1 项的月份不对" in page
    assert "亲手改过的登山</textarea>" in page and "亲手添的读书会</textarea>" in page
    assert not Plan.objects.exists()


def test_a_bad_month_keeps_the_typed_title_and_year(cast, enter):
    client = enter(cast.sun)
    there = send(client, text()).url
    page = html(client.post(there, corrected([("登山", 5, 3)], 2027, "亲手改过的标题")))
    assert 'value="亲手改过的标题"' in page and 'name="year" value="2027"' in page


@pytest.mark.parametrize("year", ["明年", "99999"])
def test_a_bad_year_is_refused_with_a_sentence(cast, enter, year):
    client = enter(cast.sun)
    client.raise_request_exception = False
    there = send(client, text()).url
    answer = client.post(there, corrected(year=year))
    assert answer.status_code == 422 and "年度" in html(answer)
    assert not Plan.objects.exists()


def test_what_is_saved_finds_the_records_that_were_there_before(cast, enter):
    event(cast, "庆“三八”登山")
    client = enter(cast.sun)
    client.post(send(client, text()).url, corrected())
    assert PlanItem.objects.get(title__contains="登山").state == "done"


def test_only_the_committee_reads_plans_in(cast, enter):
    send(enter(cast.sun), text())
    upload = Upload.objects.get()
    for outsider in (cast.zhao, cast.wang, cast.zhou, cast.chen):
        client = enter(outsider)
        assert client.get(f"/planning/upload/{upload.pk}/").status_code == 404
        assert client.post(f"/planning/upload/{upload.pk}/", corrected()).status_code == 404
    assert enter(cast.zhao).get(PLACE).status_code == 404
    assert enter(cast.chen).get(PLACE).status_code == 404
    assert not Plan.objects.exists()
