"""Word documents: paragraphs and tables in document order, automatic numbers written out."""

from __future__ import annotations

import re

from .archive import corrupt, open_archive, read_part
from .model import Intake
from .tables import rows_to_lines
from .wordlists import ListNumbers

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_SKIP = {f"{_W}del", f"{_W}instrText", f"{_W}delText", f"{_MC}Fallback", f"{_W}moveFrom"}


def parse_xml(content: bytes):
    """Parse XML that may be hostile: no entities, no network, no huge trees, no DTD."""
    from lxml import etree

    if b"<!DOCTYPE" in content[:4096] or b"<!ENTITY" in content[:4096]:
        raise corrupt()
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False
    )
    try:
        return etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise corrupt() from None


def read_docx(data: bytes) -> Intake:
    """Give the document's paragraphs and tables as lines."""
    box = open_archive(data)
    names = set(box.namelist())
    if "word/document.xml" not in names:
        raise corrupt()
    body = parse_xml(read_part(box, "word/document.xml")).find(f"{_W}body")
    if body is None:
        raise corrupt()

    def part(name: str):
        return parse_xml(read_part(box, name)) if name in names else None

    numbers = ListNumbers(part("word/numbering.xml"), part("word/styles.xml"))
    return Intake("\n".join(_blocks(body, numbers)))


def _blocks(parent, numbers: ListNumbers) -> list[str]:
    """Walk paragraphs, tables and content controls in order."""
    lines: list[str] = []
    for child in parent:
        if child.tag == f"{_W}p":
            lines += paragraph_text(child, numbers).split("\n")
        elif child.tag == f"{_W}tbl":
            lines += rows_to_lines(_rows(child, numbers))
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}customXml", f"{_W}ins"):
            lines += _blocks(child, numbers)
    return lines


def paragraph_text(paragraph, numbers: ListNumbers) -> str:
    """Give a paragraph's text with its automatic number before it."""
    text = "".join(_runs(paragraph)).strip("\r\n")
    if not text.strip():
        return ""
    return numbers.label(paragraph) + text


def _runs(node) -> list[str]:
    """Collect text, tabs and breaks, without deletions, field codes and fallbacks."""
    parts: list[str] = []
    for child in node:
        if not isinstance(child.tag, str) or child.tag in _SKIP:
            continue
        if child.tag == f"{_W}t":
            parts.append(child.text or "")
        elif child.tag == f"{_W}tab":
            # A w:tab inside w:tabs describes a stop and is no text.
            parts.append(" " if node.tag == f"{_W}r" else "")
        elif child.tag in (f"{_W}br", f"{_W}cr"):
            parts.append("\n")
        elif child.tag != f"{_W}pPr":
            parts += _runs(child)
    return parts


def _rows(table, numbers: ListNumbers) -> list[list[str]]:
    """Give a table's cells; a cell merged downwards is blank below its first row."""
    rows = []
    for row in table.iterchildren(f"{_W}tr", f"{_W}sdt"):
        cells: list[str] = []
        for cell in row.iter(f"{_W}tc"):
            span = cell.find(f"{_W}tcPr/{_W}gridSpan")
            merge = cell.find(f"{_W}tcPr/{_W}vMerge")
            goes_on = merge is not None and merge.get(f"{_W}val", "continue") == "continue"
            text = "" if goes_on else "\n".join(filter(None, _blocks(cell, numbers)))
            cells.append(re.sub(r"\x1e", "", text))
            width = span.get(f"{_W}val", "1") if span is not None else "1"
            cells += [""] * (min(int(width), 60) - 1 if width.isdecimal() else 0)
        rows.append(cells)
    return rows
