"""Documents built on the fly for the tests, all of invented text."""

from __future__ import annotations

import io
import json
import tempfile
from pathlib import Path

import pytest

from .. import Reading, read_document


def corpus() -> Path:
    """Give the folder of real documents beside the checkout; skip where there is none."""
    for parent in Path(__file__).resolve().parents:
        folder = parent / "shared" / "corpus"
        if folder.is_dir():
            return folder
    pytest.skip("no shared/corpus folder beside this checkout: real documents cannot be tried")


def read_corpus(start: str, end: str = ".txt") -> Reading:
    """Read the corpus file whose name starts and ends so."""
    found = sorted(p for p in corpus().glob(f"{start}*") if p.name.endswith(end))
    if end == ".txt":
        found = [p for p in found if not p.name.endswith(".clean.txt")]
    return read_document(found[0].read_bytes(), found[0].name)


def expected(start: str) -> list[tuple[tuple[int, int], str]]:
    """Give the ground truth of a corpus file."""
    path = next(corpus().glob(f"{start}*.expected.json"))
    return [(tuple(row["month"]), row["title"]) for row in json.loads(path.read_text("utf-8"))]


def dated(reading: Reading) -> list[tuple[tuple[int, int], str]]:
    """Give month and title of every item."""
    return [(item.month, item.title) for item in reading.items]


def docx(lines: list[str], rows: list[list[str]] = (), after: list[str] = ()) -> bytes:
    """Build a Word document with paragraphs, a table and more paragraphs."""
    from docx import Document

    document = Document()
    for line in lines:
        document.add_paragraph(line)
    if rows:
        table = document.add_table(rows=len(rows), cols=len(rows[0]))
        for r, row in enumerate(rows):
            for c, text in enumerate(row):
                table.cell(r, c).text = text
    for line in after:
        document.add_paragraph(line)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def xlsx() -> bytes:
    """Build a month table with a merged title and a merged month cell."""
    import xlsxwriter

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    sheet = book.add_worksheet()
    sheet.merge_range(0, 0, 0, 2, "2031年工会活动安排表")
    sheet.write_row(1, 0, ["时间", "活动内容", "负责人"])
    sheet.merge_range(2, 0, 3, 0, "三月")
    sheet.write_row(2, 1, ["插花活动", "甲"])
    sheet.write_row(3, 1, ["拜师仪式", "乙"])
    sheet.write_row(4, 0, [5, "歌咏比赛", "丙"])
    sheet.write_row(5, 0, ["7-8月", "疗休养", "丁"])
    book.close()
    return buffer.getvalue()


def pdf(body: str) -> bytes:
    """Build a PDF with Chinese text on a narrow page, so that lines break inside sentences."""
    typst = pytest.importorskip("typst")
    fonts = pytest.importorskip("pylopdf_fonts_zh_cn")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plan.typ"
        head = '#set page(width: 12cm, height: 16cm)\n#set text(font: "Noto Serif SC")\n'
        path.write_text(head + body, "utf-8")
        return typst.compile(str(path), font_paths=[str(Path(fonts.__file__).parent)])
