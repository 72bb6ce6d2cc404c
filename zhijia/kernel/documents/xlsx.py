"""Excel files: lists, ledgers, statistics. Streams rows, so 100,000 of them stay in bounds.

Every text is written as text: a name that starts with = + - @ is never a formula (CSV/Excel
injection), an address never becomes a link, 007 stays 007. Print set-up is A4 landscape, one page
wide, headings repeated.
"""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

import xlsxwriter

from .layout import clean

Kind = Literal["text", "int", "money", "date"]
MAX_ROWS, MAX_TEXT = 1_048_576, 32_767
_FORMATS = {"text": "@", "int": "#,##0", "money": "¥#,##0.00", "date": "yyyy-mm-dd"}
_BAD_SHEET = re.compile(r"[\[\]:*?/\\]")


@dataclass(slots=True)
class Column:
    """A column; ``width`` in characters of the default font (a Chinese one takes two)."""

    title: str
    width: float = 12
    kind: Kind = "text"

    def __post_init__(self) -> None:
        if self.kind not in _FORMATS:
            raise ValueError(f"unknown kind of column: {self.kind!r}")


@dataclass(slots=True)
class Sheet:
    """One sheet. ``rows`` may be a generator and is read once.

    ``title`` becomes a merged heading row; ``notes`` follow the table, one row each.
    """

    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[object]]
    title: str = ""
    notes: Sequence[str] = field(default_factory=list)


def to_xlsx(sheets: Sequence[Sheet]) -> bytes:
    """The workbook.

    Raises ``ValueError`` when there is no sheet, a sheet has no column, a row is longer than the
    columns, or there are more rows than Excel holds (1,048,576). Text beyond 32,767 characters
    (Excel's limit) is cut and ends with ……
    """
    if not sheets:
        raise ValueError("a workbook needs at least one sheet")
    out = io.BytesIO()
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_date_format": "yyyy-mm-dd",
    }
    book = xlsxwriter.Workbook(out, options)
    formats = _formats(book)
    taken: set[str] = set()
    for sheet in sheets:
        page = book.add_worksheet(_sheet_name(sheet.name, taken))
        _write(page, sheet, formats)
    book.close()
    return out.getvalue()


def _formats(book) -> dict:
    font = {"font_name": "宋体", "font_size": 11, "valign": "vcenter"}
    cell = {**font, "border": 1, "border_color": "#BDB5A8"}
    made = {
        kind: book.add_format(
            {
                **cell,
                "num_format": code,
                "text_wrap": kind == "text",
                "align": {"text": "left", "date": "center"}.get(kind, "right"),
            }
        )
        for kind, code in _FORMATS.items()
    }
    made["head"] = book.add_format(
        {**cell, "bold": True, "align": "center", "text_wrap": True, "bg_color": "#F3ECE0"}
    )
    made["title"] = book.add_format({**font, "font_size": 16, "bold": True, "align": "center"})
    made["note"] = book.add_format({**font, "font_size": 10, "font_color": "#5F574C"})
    return made


def _sheet_name(name: str, taken: set[str]) -> str:
    """A name Excel accepts: 31 characters, none of []:*?/\\, unlike the others."""
    base = _BAD_SHEET.sub("_", clean(name).replace("\n", " ")).strip("' ")[:31] or "表"
    if base.lower() == "history":
        base += "_"
    result, number = base, 2
    while result.lower() in taken:
        tail = f"({number})"
        result, number = base[: 31 - len(tail)] + tail, number + 1
    taken.add(result.lower())
    return result


def _write(page, sheet: Sheet, formats: dict) -> None:
    columns = list(sheet.columns)
    if not columns:
        raise ValueError("a sheet needs at least one column")
    last = len(columns) - 1
    page.set_default_row(18)
    for index, column in enumerate(columns):
        page.set_column(index, index, column.width)
    head = 0
    if sheet.title:
        page.set_row(0, 30)
        if last:
            page.merge_range(0, 0, 0, last, "", formats["title"])
        page.write_string(0, 0, _fit(sheet.title), formats["title"])
        head = 1
    page.set_row(head, 24)
    for index, column in enumerate(columns):
        page.write_string(head, index, _fit(column.title), formats["head"])
    kinds = [column.kind for column in columns]
    row = head
    for row, values in enumerate(sheet.rows, head + 1):  # noqa: B007
        if row >= MAX_ROWS:
            raise ValueError("Excel 一张表最多 1,048,576 行。")
        if len(values) > len(kinds):
            raise ValueError("a row has more values than the sheet has columns")
        for index, value in enumerate(values):
            _cell(page, row, index, value, kinds[index], formats[kinds[index]])
    page.autofilter(head, 0, max(row, head + 1), last)
    for number, note in enumerate(sheet.notes, row + 1):
        page.write_string(number, 0, _fit(note), formats["note"])
    _print_setup(page, head)


def _cell(page, row: int, index: int, value: object, kind: str, style) -> None:
    """One value in its column's kind; a value of another nature is written as text."""
    if value is None or value == "":
        page.write_blank(row, index, None, style)
    elif (
        kind in ("int", "money")
        and isinstance(value, (int, float, Decimal))
        and (not isinstance(value, bool) and value == value and abs(value) < 10**15)
    ):
        page.write_number(row, index, value, style)
    elif kind == "date" and isinstance(value, datetime.date) and value.year >= 1900:
        day = value.replace(tzinfo=None) if isinstance(value, datetime.datetime) else value
        page.write_datetime(row, index, day, style)
    else:
        page.write_string(row, index, _fit(value), style)


def _fit(value: object) -> str:
    text = clean(value)
    return text if len(text) <= MAX_TEXT else text[: MAX_TEXT - 2] + "……"


def _print_setup(page, head: int) -> None:
    page.freeze_panes(head + 1, 0)
    page.set_paper(9)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(0, head)
    page.center_horizontally()
    page.set_margins(left=0.6, right=0.6, top=0.7, bottom=0.7)
    page.set_footer("&C第 &P 页，共 &N 页")
