"""Files of every type read as what they are, and every refusal with its remedy."""

import io
import shutil
import struct
import zipfile

import pytest

from .. import Unreadable, read_document
from ..oldword import read_old
from . import builders
from .builders import dated

PLAN = "2031年工会活动安排\n三月\n1、插花\n四月\n1、踏青\n"
ITEMS = [((3, 3), "插花"), ((4, 4), "踏青")]


@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_in_every_encoding(code):
    reading = read_document(PLAN.encode(code), "plan.txt")
    assert dated(reading) == ITEMS
    assert reading.warnings == []


def test_markdown_and_tabbed_tables():
    text = "# 工会计划\n## 安排\n| 月份 | 内容 | 负责人 |\n|---|---|---|\n| 三月 | 插花 | 甲 |\n| 四月 | 踏青 | 乙 |\n"
    assert dated(read_document(text.encode(), "plan.md")) == ITEMS
    pasted = "工会计划\n月份\t内容\n3月\t插花\n4月\t踏青\n"
    assert dated(read_document(pasted.encode(), "plan.txt")) == ITEMS


def test_word_paragraphs_and_table_in_order():
    rows = [
        ["序号", "月份", "工作内容", "负责人"],
        ["1", "三月", "插花", "甲"],
        ["2", "", "拜师", "乙"],
        ["3", "七、八月", "1.休养\n2.走访", "丙"],
    ]
    data = builders.docx(["2031年工会计划", "一、活动安排"], rows, ["二、要求", "守时。"])
    reading = read_document(data, "plan.docx")
    assert dated(reading) == [
        ((3, 3), "插花"),
        ((3, 3), "拜师"),
        ((7, 8), "休养"),
        ((7, 8), "走访"),
    ]
    assert [(c.title, c.text) for c in reading.chapters][1] == ("要求", "守时。")


def test_spreadsheet_with_merged_cells():
    assert dated(read_document(builders.xlsx(), "plan.xlsx")) == [
        ((3, 3), "插花活动"),
        ((3, 3), "拜师仪式"),
        ((5, 5), "歌咏比赛"),
        ((7, 8), "疗休养"),
    ]


def test_pdf_lines_broken_by_the_page_are_joined():
    long = "1、组织全体女教职工开展插花和茶艺体验活动，丰富大家的业余生活，增进友谊，放松身心"
    data = builders.pdf(
        f"2031年学校工会工作计划\n\n一、活动安排\n\n三月\n\n{long}\n\n2、拜师\n\n四月\n\n1、踏青\n"
    )
    assert dated(read_document(data, "plan.pdf")) == [
        ((3, 3), long[2:]),
        ((3, 3), "拜师"),
        ((4, 4), "踏青"),
    ]


def test_a_misnamed_file_is_read_as_what_it_is_with_a_warning():
    reading = read_document(builders.docx(PLAN.splitlines()), "plan.txt")
    assert dated(reading) == ITEMS
    assert "实际是Word 文档" in reading.warnings[0]


def test_an_old_word_file_without_a_reader_is_refused(monkeypatch):
    monkeypatch.setattr("zhijia.desks.planning.reading.oldword.shutil.which", lambda name: None)
    with pytest.raises(Unreadable) as refusal:
        read_old(ole("WordDocument"))
    assert ".docx" in refusal.value.remedy


@pytest.mark.skipif(shutil.which("soffice") is None, reason="no soffice to make an .rtf readable")
def test_rtf_is_read_through_the_converter():
    body = "".join(f"\\u{ord(c)}?" if ord(c) > 127 else c.replace("\n", "\\par ") for c in PLAN)
    data = ("{\\rtf1\\ansi\\uc1 " + body + "}").encode()
    assert dated(read_document(data, "plan.rtf")) == ITEMS


def ole(name: str) -> bytes:
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + b"\x00" * 600
        + name.encode("utf-16-le")
        + b"\x00" * 64
    )


def zipped(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as box:
        for name, content in parts.items():
            box.writestr(name, content)
    return buffer.getvalue()


def lying_archive() -> bytes:
    """Give an archive whose directory declares a part of 70 MB as 100 bytes."""
    data = bytearray(zipped({"word/document.xml": b" " * 70_000_000}))
    central = data.rfind(b"PK\x01\x02")
    data[central + 24 : central + 28] = struct.pack("<I", 100)
    return bytes(data)


BAD_XML = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "空的"),
        (b"  \n ", "空的"),
        (b"a" * (20 * 1024 * 1024 + 1), "20 MB"),
        (ole("EncryptedPackage"), "密码"),
        (ole("Nothing"), "旧版 Office"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, "图片"),
        (b"\xff\xd8\xff\xe0" + b"\x00" * 50, "图片"),
        (bytes(range(256)) * 40, "认不出"),
        (b"PK\x03\x04" + b"garbage" * 30, "损坏"),
        (zipped({"a.txt": b"x"}), "压缩包"),
        (zipped({"word/document.xml": b"<not closed"}), "损坏"),
        (zipped({"word/document.xml": BAD_XML}), "损坏"),
        (zipped({"word/document.xml": b" " * 40_000_000}), "解压后"),
        (lying_archive(), "损坏"),
        (zipped({"xl/workbook.xml": b"<x/>"}), "损坏"),
        (b"%PDF-1.7\nbroken", "损坏"),
        ("　\u200b".encode(), "没有可以读取的文字"),
    ],
)
def test_refusals_say_what_is_wrong_and_how_to_mend_it(data, words):
    with pytest.raises(Unreadable) as refusal:
        read_document(data, "plan.docx")
    assert words in refusal.value.sentence
    assert refusal.value.remedy
    assert str(refusal.value) == refusal.value.sentence + refusal.value.remedy


def test_a_scanned_pdf_is_refused():
    with pytest.raises(Unreadable) as refusal:
        read_document(builders.pdf("#rect(width: 3cm, height: 3cm)"), "scan.pdf")
    assert "扫描" in refusal.value.sentence


def test_a_locked_pdf_is_refused():
    lock = b"<</Filter/Standard/V 2/R 3/Length 128/P -44/O(%s)/U(%s)>>" % (b"o" * 32, b"u" * 32)
    data = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Count 0/Kids[]>>endobj\n3 0 obj" + lock + b"endobj\n"
        b"trailer<</Root 1 0 R/Size 4/Encrypt 3 0 R/ID[(abcdefgh)(abcdefgh)]>>\n%%EOF"
    )
    with pytest.raises(Unreadable) as refusal:
        read_document(data, "locked.pdf")
    assert "密码" in refusal.value.sentence


def test_automatic_numbers_of_word_are_written_out():
    from docx import Document

    document = Document()
    document.add_paragraph("2031年工会活动安排")
    for month, works in (("三月", ["插花", "拜师"]), ("四月", ["踏青"])):
        document.add_paragraph(month)
        for work in works:
            document.add_paragraph(work, style="List Number")
    buffer = io.BytesIO()
    document.save(buffer)
    reading = read_document(buffer.getvalue(), "plan.docx")
    assert reading.lines[2] == "1.插花"
    assert dated(reading) == [((3, 3), "插花"), ((3, 3), "拜师"), ((4, 4), "踏青")]
