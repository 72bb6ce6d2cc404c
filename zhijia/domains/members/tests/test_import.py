"""The roll out of Excel: every row judged, changes field by field, killed and resumed, undone (R-012)."""

from datetime import date

import pytest
from django.db import connection

from zhijia.domains.members import actions
from zhijia.domains.members.models import Member
from zhijia.kernel import clock, importer, jobs, measures, records
from zhijia.kernel.actions import Step
from zhijia.kernel.documents.xlsx import Column, Sheet, to_xlsx
from zhijia.kernel.importer import Import, Verdict, running
from zhijia.kernel.importer.models import texts_of, values_of
from zhijia.kernel.importer.values import read_id_number, read_phone
from zhijia.kernel.people import Group, Membership, Person
from zhijia.kernel.refusals import Refused

DAY = date(2026, 3, 10)
HEADS = ["姓名", "职工号", "性别", "出生日期", "身份证号", "手机号", "职称", "所在小组", "入会日期"]
GOOD = "11010119900307029X"


@pytest.fixture(autouse=True)
def in_march():
    with clock.at(DAY):
        yield


def workbook(rows, heads=HEADS):
    return to_xlsx([Sheet("表", [Column(h) for h in heads], rows)])


def read(cast, rows, heads=HEADS, by=None, org=None, **given):
    return importer.take_in(
        org or cast.first, by=by or cast.li, kind="members", data=workbook(rows, heads), name="名册.xlsx",
        given=given,
    )  # fmt: skip


def go(made, cast):
    jobs.run_job.call(importer.confirm(made, by=cast.li).pk)
    made.refresh_from_db()
    return made


def verdicts(made):
    return [(row.verdict, row.cell) for row in made.lines.all()]


def line(
    name="单小雨",
    no="N1",
    sex="女",
    born="1990-03-07",
    number="",
    phone="",
    title="",
    group="",
    starts="2019-9-1",
):
    return [name, no, sex, born, number, phone, title, group, starts]


# --- judging -------------------------------------------------------------------------------------


def test_each_row_gets_its_verdict_with_the_cell_that_is_wrong(cast):
    made = read(cast, [
        line(),
        line("", "N2"),
        line("丁一", "N3", born="某日"),
        line("丁二", "N4", number="110101199003074518"),
        line("丁三", "N5", number=GOOD, born="1991-01-01", sex="男"),
        line("丁四", "N6", number=GOOD, sex="女"),
        line("丁五", "N7", phone="12345"),
        line("丁六", "N8", starts="2027-01-01"),
        line("丁七", "N9", starts=""),
        line("别人", "F005"),
        line("单小雨", "N1"),
        line("丁八", "N10", title="高级"),
    ])  # fmt: skip
    assert verdicts(made) == [
        ("new", ""), ("refused", "A3"), ("refused", "D4"), ("refused", "E5"), ("refused", "D6"),
        ("refused", "C7"), ("refused", "F8"), ("refused", "I9"), ("refused", "I10"),
        ("refused", "B11"), ("again", "A12"), ("new", ""),
    ]  # fmt: skip
    why = {row.number: row.why for row in made.lines.all()}
    assert "没有填" in why[3] and "不是日期" in why[4] and "校验位" in why[5] and "不一致" in why[6]
    assert "11 位" in why[8] and "晚于今天" in why[9] and "统一的入会日期" in why[10]
    assert "工号已经是钱学文" in why[11]
    assert not Person.objects.filter(name="单小雨").exists()


def test_one_date_for_all_who_have_none(cast):
    made = go(read(cast, [line(starts="")], starts="2020-09-01"), cast)
    assert made.counts["done"] == 1
    assert Member.objects.get(person__staff_no="N1").starts == date(2020, 9, 1)


def test_the_default_date_never_moves_one_who_has_a_date(cast):
    made = read(cast, [["钱学文", "F005", "男", "", "", "", "", "语文组", ""]], starts="2020-09-01")
    assert verdicts(made) == [("same", "")]


def test_a_header_over_two_rows_with_remarks_and_spaces(cast):
    rows = [
        ["教职工基本情况", "", "", "会籍", ""],
        ["姓 名（必填）", "工 号", "性别*", "入会时间", "备注"],
        ["单小雨", "N1", "女", "2019年9月1日", "看完删"],
    ]
    made = read(cast, rows, heads=["某校名册", "", "", "", ""])
    assert verdicts(made) == [("new", "")] and made.unread == ["备注"]


def test_what_is_known_is_compared_field_by_field_and_an_empty_cell_erases_nothing(cast):
    go(read(cast, [line(title="中级", phone="13800000001")]), cast)
    made = read(cast, [line(title="副高级", phone="", group="数学组")])
    assert verdicts(made) == [("changed", "")]
    _values, was = values_of(made, [0])[0]
    assert was == {"title": "中级", "group": ""}
    go(made, cast)
    spell = Member.objects.get(person__staff_no="N1")
    assert (spell.person.title, spell.person.phone) == ("deputy", "13800000001")
    assert spell.group == Group.objects.get(org=cast.first, name="数学组")
    assert sorted(Step.objects.about(spell).last().changed) == ["group", "title"]
    assert verdicts(read(cast, [line(title="副高级", group="数学组")])) == [("same", "")]


def test_the_sensitive_is_sealed_in_the_import_and_masked_on_the_preview(cast, enter):
    made = read(cast, [line(number=GOOD, phone="13812345678", sex="男")])
    with connection.cursor() as cursor:
        for table in ("kernel_importrow", "kernel_importblock", "kernel_import"):
            cursor.execute(f"SELECT * FROM {table}")
            said = str(cursor.fetchall())
            assert GOOD not in said and "13812345678" not in said and "单小雨" not in said
    page = enter(cast.li).get(f"/import/{made.pk}/").content.decode()
    assert (
        "单小雨" in page
        and "138****5678" in page
        and "13812345678" not in page
        and GOOD not in page
    )
    go(made, cast)
    who = Person.objects.get(staff_no="N1")
    assert (who.id_number, who.phone, who.birthday) == (GOOD, "13812345678", date(1990, 3, 7))


@pytest.mark.parametrize(
    "name", ["䶮一", "㛃子", "𬀪𠀀", "阿卜杜拉·买买提·" + "古丽" * 12, "O'Brien 玛丽"]
)
def test_rare_and_long_names_survive_there_and_back(cast, enter, name):
    go(read(cast, [line(name)]), cast)
    assert Person.objects.get(staff_no="N1").name == name
    file = enter(cast.li).get("/members/roll.xlsx?on=2026-03-10").content
    from io import BytesIO

    from python_calamine import CalamineWorkbook

    cells = CalamineWorkbook.from_filelike(BytesIO(file)).get_sheet_by_index(0).to_python()
    assert any(name in row for row in cells)


@pytest.mark.parametrize("text", ["=1+1", "=cmd|' /C calc'!A0", "+86", "@SUM(A1)", "-1+1"])
def test_what_looks_like_a_formula_stays_text_on_the_way_out(cast, enter, text):
    go(read(cast, [line(group=text)]), cast)
    assert Group.objects.filter(org=cast.first, name=text).exists()
    file = enter(cast.li).get("/members/roll.xlsx?on=2026-03-10").content
    import zipfile
    from io import BytesIO

    parts = zipfile.ZipFile(BytesIO(file))
    sheets = [parts.read(n).decode() for n in parts.namelist() if "worksheets/" in n]
    assert not any("<f>" in sheet for sheet in sheets)


def test_a_formula_or_link_in_the_file_is_read_as_what_was_saved(cast):
    import io

    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["姓名", "工号", "入会日期"])
    sheet.write_formula(1, 0, '="坏"&WEBSERVICE("http://x")', None, "单小雨")
    sheet.write_url(1, 1, "https://evil.example/", None, "N1")
    sheet.write(1, 2, "2019-9-1")
    book.close()
    made = importer.take_in(
        cast.first, by=cast.li, kind="members", data=out.getvalue(), name="a.xlsx"
    )
    assert texts_of(made, [0])[0]["name"] == "单小雨" and texts_of(made, [0])[0]["staff_no"] == "N1"


def test_a_table_in_the_middle_of_a_sheet_names_rows_and_cells_as_excel_shows_them(cast):
    import io

    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    book.add_worksheet("空")
    sheet = book.add_worksheet("名册")
    sheet.write_row(3, 2, ["姓名", "工号", "入会日期"])
    sheet.write_row(5, 2, ["单小雨", "N1", "2019-9-1"])
    sheet.write_row(6, 2, ["丁一", "N2", "某日"])
    book.close()
    made = importer.take_in(
        cast.first, by=cast.li, kind="members", data=out.getvalue(), name="a.xlsx"
    )
    assert [(row.number, row.verdict, row.cell) for row in made.lines.all()] == [
        (6, "new", ""),
        (7, "refused", "E7"),
    ]


def test_who_was_entered_by_name_alone_is_found_again_and_completed(cast):
    actions.admit(cast.first, by=cast.li, name="单小雨", starts=date(2020, 1, 1))
    made = read(
        cast, [line(starts="2020-01-01"), line("单小雨", "N2", born="1991-01-01", starts="")]
    )
    assert verdicts(made) == [("changed", ""), ("refused", "I3")], "the second is somebody else"
    go(made, cast)
    assert Person.objects.get(name="单小雨").staff_no == "N1"


# --- who may -------------------------------------------------------------------------------------


def test_a_member_of_another_union_is_moved_not_imported_and_that_union_is_not_named(cast):
    cast.zhou.id_number = GOOD
    cast.zhou.save()
    made = go(read(cast, [line("周主席", number=GOOD, sex="男")]), cast)
    row = made.lines.get()
    assert (row.verdict, made.counts["done"]) == ("refused", 0)
    assert "会籍接转" in row.why and "第二" not in row.why
    assert Membership.objects.filter(person=cast.zhou).count() == 1


def test_the_same_staff_number_in_two_schools(cast):
    go(read(cast, [line("丁一", "S001")]), cast)
    assert Person.objects.filter(staff_no="S001").count() == 2


def test_stranger_member_and_level_above_cannot_read_confirm_or_undo(cast, enter):
    made = read(cast, [line()])
    for who in (cast.zhou, cast.zhao, cast.chen, cast.wang):
        client = enter(who)
        for deed in ("go", "undo", "skip/0"):
            assert client.post(f"/import/{made.pk}/{deed}/").status_code == 404
    assert made.lines.get().skipped is False and not Person.objects.filter(name="单小雨").exists()


# --- writing -------------------------------------------------------------------------------------


def test_what_stands_in_the_cells_is_what_is_held_afterwards_for_new_and_for_changed(cast):
    """Every column there and back: kept in the block, read out of it, written, compared, undone."""
    heads = [str(c.label) for c in importer.importers["members"].columns]
    first = ["单小雨", "N1", "男", "1990-03-07", GOOD, "13812345678", "群众", "中级", "在编", "专任教师",
             "数学组", "2019-09-01", "2045-03-31", "0001"]  # fmt: skip
    go(read(cast, [first], heads=heads), cast)
    spell = Member.objects.select_related("person", "group").get(person__staff_no="N1")
    who = spell.person
    assert (who.name, who.sex, who.birthday, who.id_number, who.phone, who.politics) == (
        "单小雨", "m", date(1990, 3, 7), GOOD, "13812345678", "none",
    )  # fmt: skip
    assert (who.title, who.establishment, who.category, who.retires) == (
        "middle", "on", "teacher", date(2045, 3, 31),
    )  # fmt: skip
    assert (spell.group.name, spell.starts, spell.member_no) == ("数学组", date(2019, 9, 1), "0001")
    assert verdicts(read(cast, [first], heads=heads)) == [("same", "")]
    second = ["单晓雨", "N9", "男", "1990-3-7", GOOD, "139 1234 5678", "中共党员", "高级", "合同", "职员",
              "语文组", "2019.9.2", "2045年4月1日", "0002"]  # fmt: skip
    made = go(read(cast, [second], heads=heads), cast)
    _values, was = values_of(made, [0])[0]
    assert was["name"] == "单小雨" and was["title"] == "中级" and was["group"] == "数学组"
    assert "birthday" not in was and "sex" not in was
    assert verdicts(read(cast, [second], heads=heads)) == [("same", "")]
    undone(made, cast)
    assert verdicts(read(cast, [first], heads=heads)) == [("same", "")]


def test_records_figures_and_history_are_what_one_by_one_would_give(cast):
    list(records.rebuild())
    go(read(cast, [line(), line("丁一", "N2", starts="2026-02-01")]), cast)
    assert measures.totals(cast.first, date(2026, 1, 1), date(2026, 12, 31))["people.admitted"] == 1
    assert not any(
        f.changed or f.orphans for f in records.rebuild(check=True) if f.kind == "people.membership"
    )
    for spell in Member.objects.filter(person__staff_no__in=["N1", "N2"]):
        step = Step.objects.about(spell).get()
        assert (step.by, step.verb) == (cast.li, "import") and "名册.xlsx" in step.note
    who = Person.objects.get(staff_no="N1")
    same = Person(name="单小雨")
    same.derive()
    assert (who.pinyin, who.initials, who.strokes) == (same.pinyin, same.initials, same.strokes)


def test_rows_left_out_by_hand_and_only_new_ones(cast, enter):
    go(read(cast, [line("丁一", "N2")]), cast)
    made = read(cast, [line(), line("丁三", "N3"), line("丁一", "N2", title="中级")])
    client = enter(cast.li)
    client.post(f"/import/{made.pk}/skip/1/")
    client.post(f"/import/{made.pk}/go/", {"only": "new"})
    jobs.run_job.call(jobs.Job.objects.latest("pk").pk)
    made.refresh_from_db()
    assert (made.counts["done"], made.counts["skipped"]) == (1, 2)
    assert set(Person.objects.filter(staff_no__startswith="N").values_list("name", flat=True)) == {
        "单小雨",
        "丁一",
    }
    assert Person.objects.get(staff_no="N2").title == ""


class Killed(BaseException):
    """What kill -9 is to the process: nothing after it runs."""


def test_killed_half_way_it_goes_on_where_it_stopped_and_says_so(cast, monkeypatch):
    made = read(cast, [line(f"丁{n}", f"N{n}") for n in range(12)])
    job = importer.confirm(made, by=cast.li)
    monkeypatch.setattr(running, "AT_A_TIME", 5)
    mark, turns = running._mark, iter(range(9))

    def dies(rows, done):
        mark(rows, done)
        if next(turns) == 1:
            raise Killed

    monkeypatch.setattr(running, "_mark", dies)
    with pytest.raises(Killed):
        jobs.run_job.call(job.pk)
    assert Person.objects.filter(staff_no__startswith="N").count() == 5, (
        "the second batch rolled back whole"
    )
    job.refresh_from_db()
    assert job.state == "running"
    monkeypatch.setattr(running, "_mark", mark)
    assert jobs.take_up_again(alone=True) == 1
    jobs.run_job.call(job.pk)
    job.refresh_from_db()
    made.refresh_from_db()
    assert (job.state, made.state, made.counts["done"]) == ("done", "done", 12)
    assert "已写入 5 行" in job.message and "第 6 行" in job.message
    assert Membership.objects.filter(person__staff_no__startswith="N").count() == 12


def test_work_that_cannot_go_on_is_shown_as_broken_off(cast):
    job = jobs.Job.objects.create(
        org=cast.first, by=cast.li, label="x", work="zhijia.kernel.jobs:prune", state="running"
    )
    assert jobs.take_up_again() == 0, "it may still be alive"
    assert jobs.take_up_again(alone=True) == 1
    job.refresh_from_db()
    assert job.state == "failed" and "重新开始" in job.message


# --- undoing -------------------------------------------------------------------------------------


def undone(made, cast):
    jobs.run_job.call(importer.undo(made, by=cast.li).pk)
    made.refresh_from_db()
    return made


def test_a_whole_import_is_taken_back_and_nothing_remains(cast):
    before = (Person.objects.count(), Membership.objects.count(), records.Record.objects.count())
    totals = measures.totals(cast.first, date(2026, 1, 1), date(2026, 12, 31))
    made = go(read(cast, [line(), line("丁一", "N2", starts="2026-02-01")]), cast)
    assert undone(made, cast).state == "undone"
    assert (
        Person.objects.count(),
        Membership.objects.count(),
        records.Record.objects.count(),
    ) == before
    after = measures.totals(cast.first, date(2026, 1, 1), date(2026, 12, 31))
    assert {k: v for k, v in after.items() if v} == {k: v for k, v in totals.items() if v}


def test_what_was_changed_says_again_what_it_said(cast):
    go(read(cast, [line(title="中级")]), cast)
    made = go(read(cast, [line(title="副高级", group="数学组")]), cast)
    Person.objects.filter(staff_no="N1").update(sex="m")
    undone(made, cast)
    spell = Member.objects.get(person__staff_no="N1")
    assert (spell.person.title, spell.group, spell.person.sex) == ("middle", None, "m")


def test_who_has_a_history_since_then_stays_and_the_row_says_why(cast):
    made = go(read(cast, [line(), line("丁一", "N2")]), cast)
    spell = Member.objects.get(person__staff_no="N1")
    actions.regroup(spell, by=cast.li, group=cast.group)
    assert undone(made, cast).state == "done"
    assert (
        Person.objects.filter(staff_no="N1").exists()
        and not Person.objects.filter(staff_no="N2").exists()
    )
    row = made.lines.get(place=0)
    assert row.done and "没有撤销" in row.why


def test_undone_only_once_and_never_before_it_was_done(cast):
    made = read(cast, [line()])
    with pytest.raises(Refused):
        importer.undo(made, by=cast.li)
    undone(go(made, cast), cast)
    with pytest.raises(Refused):
        importer.undo(made, by=cast.li)
    assert Import.objects.get(pk=made.pk).state == "undone"


# --- reading cells -------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [GOOD, "11010119900307029x", " 11010119900307029X "])
def test_a_right_id_number_is_read(number):
    assert read_id_number(number) == GOOD


@pytest.mark.parametrize(
    "number", ["11010119900307029", "110101199003074519", "110101199013074510", "1.10101E+17"]
)
def test_a_wrong_id_number_is_refused(number):
    with pytest.raises(ValueError):
        read_id_number(number)


@pytest.mark.parametrize("text", ["13812345678", "138 1234 5678", "+86 138-1234-5678"])
def test_a_mobile_number_is_read(text):
    assert read_phone(text) == "13812345678"


def test_verdicts_are_the_five_words_people_see():
    assert [str(v.label) for v in Verdict] == ["新增", "变更", "无变化", "重复", "不合格"]
