"""An Excel file in: headers matched, a verdict per row, accepted rows through actions."""

import datetime

import pytest

from zhijia.domains.members.models import Member
from zhijia.domains.worklog.models import Event
from zhijia.kernel import importer, jobs
from zhijia.kernel.documents.xlsx import Column, Sheet, to_xlsx
from zhijia.kernel.importer.models import texts_of
from zhijia.kernel.refusals import Refused

DAY = datetime.date(2025, 9, 1)


def workbook(heads, rows, title="某校登记表"):
    return to_xlsx([Sheet("表", [Column(h) for h in heads], rows, title=title)])


HEADS = ["序号", "活动时间", "类型", "活动名称", "参加人数", "费用（元）"]
ROWS = [
    ["1", "2025年3月8日", "女职工活动", "插花沙龙", "40人", "1,200元"],
    ["2", "2025.4.10", "文体活动", "登山", "62", ""],
    ["3", "某日", "文体活动", "散步", "5", ""],
    ["4", "2025-5-4", "打麻将", "棋牌", "8", ""],
    ["5", "2025-04-10", "文体活动", "登山", "62", ""],
    ["", "", "", "", "", ""],
    ["6", "2025-6-1", "文体活动", "", "5", ""],
]


def test_headers_are_found_under_a_title_and_every_row_gets_a_verdict(cast):
    made = importer.take_in(
        cast.first, by=cast.li, kind="worklog", data=workbook(HEADS, ROWS), name="台账.xlsx"
    )
    rows = list(made.lines.all())
    texts = texts_of(made, [r.place for r in rows])
    verdicts = [(texts[r.place]["title"], r.verdict) for r in rows]
    assert verdicts == [
        ("插花沙龙", "new"), ("登山", "new"), ("散步", "refused"), ("棋牌", "refused"),
        ("登山", "again"), ("", "refused"),
    ]  # fmt: skip
    assert "不是日期" in rows[2].why and "某日" in rows[2].why and rows[2].cell == "B5"
    assert "应是" in rows[3].why and "事项" in rows[5].why
    assert not Event.objects.exists()


def test_accepted_rows_go_through_the_action_and_the_rest_stays_explained(cast, enter):
    client = enter(cast.li)
    file = workbook(HEADS, ROWS)
    from django.core.files.uploadedfile import SimpleUploadedFile

    answer = client.post("/import/worklog/", {"file": SimpleUploadedFile("台账.xlsx", file)})
    assert answer.status_code == 302
    page = client.get(answer.url).content.decode()
    assert "导入 2 行" in page and "不是日期" in page
    client.post(answer.url + "go/")
    job = jobs.Job.objects.get()
    jobs.run_job.call(job.pk)
    job.refresh_from_db()
    assert (job.state, job.percent) == ("done", 100)
    assert set(Event.objects.values_list("title", "persons", "money")) == {
        ("插花沙龙", 40, 1200), ("登山", 62, 0),
    }  # fmt: skip
    assert importer.Import.objects.get().counts == {
        "new": 0, "changed": 0, "same": 0, "again": 1, "refused": 3, "done": 2, "skipped": 0,
    }  # fmt: skip
    client.post(answer.url + "go/")
    assert Event.objects.count() == 2


def test_a_roll_from_excel_and_the_same_roll_again(cast):
    rows = [
        ["陈晓", "N1", "女", "19900308", "2024-9-1"],
        ["单小雨", "N2", "男", datetime.date(1988, 5, 2), DAY],
    ]
    file = workbook(["姓名*", "职工号", "性别", "出生年月日", "入会时间"], rows, title="")
    for expected in ("new", "same"):
        made = importer.take_in(cast.first, by=cast.li, kind="members", data=file, name="册.xlsx")
        assert set(made.lines.values_list("verdict", flat=True)) == {expected}
        if expected == "new":
            jobs.run_job.call(importer.confirm(made, by=cast.li).pk)
    assert Member.objects.filter(person__name="单小雨").get().person.pinyin == "shanxiaoyu"


@pytest.mark.parametrize(
    ("data", "words"),
    [(b"", "空"), (b"not a sheet", ""), (workbook(["甲", "乙"], [["1", "2"]]), "没有找到表头"),
     (workbook(HEADS, []), "没有内容")],
)  # fmt: skip
def test_what_is_no_such_sheet_is_refused_with_a_sentence(cast, data, words):
    with pytest.raises(Refused) as no:
        importer.take_in(cast.first, by=cast.li, kind="worklog", data=data, name="x.xlsx")
    assert words in str(no.value) and no.value.remedy
    assert not importer.Import.objects.exists()


def test_a_stranger_and_a_member_find_no_import(cast, enter):
    made = importer.take_in(
        cast.first, by=cast.li, kind="worklog", data=workbook(HEADS, ROWS), name="a.xlsx"
    )
    for who in (cast.zhou, cast.zhao, cast.chen):
        client = enter(who)
        assert client.get(f"/import/{made.pk}/").status_code == 404
        assert client.post(f"/import/{made.pk}/go/").status_code == 404
    assert enter(cast.zhao).get("/import/worklog/").status_code == 404
