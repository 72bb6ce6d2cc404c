import datetime
import io
import zipfile
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook

from zhijia.kernel.documents.xlsx import Column, Sheet, to_xlsx

from .samples import NASTY, PLAIN

COLUMNS = [
    Column("姓名"),
    Column("人次", 8, "int"),
    Column("金额", 14, "money"),
    Column("日期", 12, "date"),
]


def read(data, index=0):
    return CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(index).to_python()


def part(data, name):
    return zipfile.ZipFile(io.BytesIO(data)).read(name).decode()


def test_kinds_come_back_as_they_went_in():
    day = datetime.date(2026, 3, 8)
    given = iter([["甲", 3, Decimal("1234.50"), day], ["乙"]])
    rows = read(to_xlsx([Sheet("名单", COLUMNS, given)]))
    assert rows[0] == ["姓名", "人次", "金额", "日期"]
    assert rows[1] == ["甲", 3, 1234.5, day]
    assert rows[2][0] == "乙"


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+86",
        "-2",
        "@SUM(A1)",
        "=cmd|'/c calc'!A0",
        "007",
        "http://example.cn",
        "{=1}",
        "\t=1",
        "1e5",
    ],
)
@pytest.mark.parametrize("column", range(4))
def test_text_stays_text_in_every_kind_of_column(text, column):
    row = [""] * 4
    row[column] = text
    data = to_xlsx([Sheet("名单", COLUMNS, [row], title=text, notes=[text])])
    sheet = part(data, "xl/worksheets/sheet1.xml")
    assert "<f>" not in sheet and "hyperlink" not in sheet
    assert read(data)[2][column] == text


def test_awkward_characters():
    assert read(to_xlsx([Sheet(NASTY, COLUMNS[:1], [[NASTY]])]))[1][0] == PLAIN


def test_heading_frozen_filtered_and_repeated_in_print():
    data = to_xlsx([Sheet("名单", COLUMNS, [["甲", 1, 2.5]] * 9, title="会员名单", notes=["注一"])])
    sheet, book = part(data, "xl/worksheets/sheet1.xml"), part(data, "xl/workbook.xml")
    assert 'ySplit="2"' in sheet and '<autoFilter ref="A2:D11"' in sheet
    assert '<mergeCell ref="A1:D1"' in sheet
    assert 'orientation="landscape"' in sheet and 'fitToHeight="0"' in sheet
    assert 'paperSize="9"' in sheet and "$1:$2" in book
    assert "¥#,##0.00" in part(data, "xl/styles.xml")
    assert read(data)[-1][0] == "注一"


def test_sheet_names_are_made_legal_and_different():
    names = ["会员/名单", "会员:名单", "很长的名字" * 9, "很长的名字" * 9, "", "History"]
    data = to_xlsx([Sheet(name, COLUMNS, []) for name in names])
    made = CalamineWorkbook.from_filelike(io.BytesIO(data)).sheet_names
    assert len({name.lower() for name in made}) == 6 and all(0 < len(n) <= 31 for n in made)


def test_numbers_that_are_not_numbers_and_very_long_text():
    rows = [["字" * 40000, True, float("nan"), "三月"], [None, 10**18, Decimal("NaN"), 5]]
    back = read(to_xlsx([Sheet("表", COLUMNS, rows)]))
    assert len(back[1][0]) == 32767 and back[1][0].endswith("……")
    assert back[1][3] == "三月" and back[2][1] == str(10**18)


def test_mistakes_are_named():
    with pytest.raises(ValueError):
        to_xlsx([])
    with pytest.raises(ValueError):
        to_xlsx([Sheet("表", [], [])])
    with pytest.raises(ValueError):
        to_xlsx([Sheet("表", COLUMNS, [[1] * 5])])
    with pytest.raises(ValueError):
        Column("甲", 1, "colour")
