"""Decisions about the page that Word and PDF share. Lengths are mm or ems, as each name says."""

from __future__ import annotations

import datetime
import re
import unicodedata
from dataclasses import dataclass

from .paper import Facts, Paper, SignLine, Table

# Characters XML 1.0 cannot carry, C1 controls, and lone surrogates.
ILLEGAL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]")
_FIGURE = re.compile(r"[-+−]?[¥￥]?[-+]?\d[\d,]*(\.\d+)?%?")


@dataclass(frozen=True, slots=True)
class Page:
    """A4 and its type area, in mm; text sizes in pt. Source: rules.md 12.20–12.24."""

    width: float
    height: float
    top: float
    bottom: float
    left: float
    right: float
    size: float
    line: float
    tracking: float

    @property
    def text_width(self) -> float:
        """Width of the type area, mm."""
        return self.width - self.left - self.right

    @property
    def text_height(self) -> float:
        """Height of the type area, mm."""
        return self.height - self.top - self.bottom


def page_of(paper: Paper) -> Page:
    """The page a paper stands on. Landscape turns the portrait margins clockwise."""
    if paper.kind == "form":
        if paper.landscape:
            return Page(297, 210, 20, 20, 20, 20, 14, 24, 0)
        return Page(210, 297, 25, 25, 22, 22, 14, 24, 0)
    if paper.landscape:
        return Page(297, 210, 28, 26, 35, 37, 16, 28.95, -0.25)
    return Page(210, 297, 37, 35, 28, 26, 16, 28.95, -0.25)


def clean(text: object) -> str:
    """The text without characters no document format can hold; line ends become ``\\n``."""
    value = text if isinstance(text, str) else "" if text is None else str(text)
    if "\r" in value:
        value = value.replace("\r\n", "\n").replace("\r", "\n")
    return ILLEGAL.sub("", value) if ILLEGAL.search(value) else value


def ems(text: str) -> float:
    """Width in ems: a wide character is 1, a narrow one 0.5, a combining mark 0."""
    if text.isascii():
        return len(text) / 2
    narrow = 0.0
    for char in text:
        if char < "\u2e80":
            if unicodedata.combining(char):
                narrow += 1
            elif unicodedata.east_asian_width(char) not in "WFA":
                narrow += 0.5
    return len(text) - narrow


def chinese_date(day: datetime.date) -> str:
    """2026年3月8日: Arabic figures, full year, no leading zeros (12.25)."""
    return f"{day.year}年{day.month}月{day.day}日"


def addressee_line(text: str) -> str:
    """The 主送 line, ending with a full-width colon."""
    return clean(text).rstrip(" :：") + "："


def note_line(paper: Paper) -> str:
    """附注: in brackets on an official paper, as written on a form."""
    note = clean(paper.note)
    if paper.kind == "official" and not note.startswith(("（", "(")):
        return f"（{note}）"
    return note


def before_signatures(paper) -> set[int]:
    """The places of the blocks whose end stays on one page with the signature that follows them."""
    blocks = paper.blocks
    signed = paper.kind == "official" and (paper.org or paper.date)
    found = {n - 1 for n, block in enumerate(blocks) if n and isinstance(block, SignLine)}
    return found | ({len(blocks) - 1} if signed and blocks else set())


def sign_offsets(org: str, date: str) -> tuple[float, float]:
    """Right indents in ems of the organ's name and of the date below it.

    GB/T 9704-2012 7.3.5.2 (no seal): the name stands two characters in, the date starts two
    characters after the name starts; a date longer than the name stands two characters in and
    pushes the name left instead.
    """
    name, day = ems(org), ems(date)
    if not day:
        return 2.0, 0.0
    right = max(2.0, name - day)
    return (right + day + 2 - name if name else 0.0), right


def table_rows(table: Table) -> list[list[str]]:
    """Cleaned cells, every row as long as the header."""
    count = len(table.columns)
    return [[clean(cell) for cell in row] + [""] * (count - len(row)) for row in table.rows]


def column_align(table: Table, rows: list[list[str]]) -> list[str]:
    """left/center/right for each column, guessed from the first 200 rows when not given."""
    if table.align is not None:
        return [a if a in ("left", "center", "right") else "left" for a in table.align]
    result = []
    for index in range(len(table.columns)):
        cells = [row[index] for row in rows[:200] if row[index]]
        if index == 0 and table.columns[0] in ("序号", "编号"):
            result.append("center")
        elif cells and all(_FIGURE.fullmatch(cell) for cell in cells):
            result.append("right")
        elif cells and max(map(len, cells)) <= 6:
            result.append("center")
        else:
            result.append("left")
    return result


def column_shares(table: Table, rows: list[list[str]]) -> list[float]:
    """Share of the width for each column, summing to 1."""
    if table.widths is not None:
        weights = [max(0.01, float(w)) for w in table.widths]
    else:
        weights = []
        for index, head in enumerate(table.columns):
            widest = max((ems(row[index][:60]) for row in rows[:200]), default=0)
            weights.append(min(max(widest, ems(clean(head)), 2) + 1.5, 18))
    total = sum(weights)
    return [weight / total for weight in weights]


def one_line(row: list[str], shares: list[float], text_width_mm: float) -> bool:
    """Is every cell of a 12 pt row sure to fit on one line? Errs towards no."""
    ems_of_text = text_width_mm / 25.4 * 72 / 12
    for cell, share in zip(row, shares, strict=True):
        letters = any("A" <= char <= "z" for char in cell)
        need = len(cell) if letters else ems(cell) * 1.1 + 0.5
        if cell and (need > share * ems_of_text - 0.7 or "\n" in cell):
            return False
    return True


def facts_grid(facts: Facts, text_width_mm: float) -> tuple[float, list[list[tuple[str, str]]]]:
    """(share of the width a label takes, rows of label/value pairs) for 12 pt text.

    A value that would need more than two lines of its own part gets a row to itself, and so
    does the pair left over at the end of an incomplete row.
    """
    pairs = [(clean(label), clean(value)) for label, value in facts.pairs]
    em_mm = 12 * 25.4 / 72
    label_mm = (min(max((ems(p[0]) for p in pairs), default=4), 8) + 1.2) * em_mm
    share = min(label_mm / text_width_mm, 0.6 / facts.columns)
    room = text_width_mm * (1 / facts.columns - share) / em_mm - 1
    rows: list[list[tuple[str, str]]] = []
    current: list[tuple[str, str]] = []
    for pair in pairs:
        if "\n" in pair[1] or ems(pair[1]) > 2 * room:
            rows += [row for row in (current, [pair]) if row]
            current = []
            continue
        current.append(pair)
        if len(current) == facts.columns:
            rows.append(current)
            current = []
    if current:
        rows.append(current)
    return share, rows


@dataclass(frozen=True, slots=True)
class Slot:
    """A place to sign or date by hand; start and end in ems from the left of the type area."""

    label: str
    dated: bool
    start: float
    end: float


def sign_slots(labels: list[str], width: float) -> list[list[Slot]]:
    """Lines of slots for ``SignLine``; ``width`` is the type area in ems.

    A signature gets at least four ems to write on, a date nine; what is left over on a line is
    shared by the signatures.
    """
    lines: list[list[tuple[str, bool, float]]] = [[]]
    for raw in labels:
        label = clean(raw).rstrip(" :：_") + "："
        dated = "日期" in label or "时间" in label
        need = ems(label) + (9.5 if dated else 5)
        if lines[-1] and sum(slot[2] for slot in lines[-1]) + need > width:
            lines.append([])
        lines[-1].append((label, dated, need))
    result = []
    for line in lines:
        open_slots = sum(not dated for _, dated, _ in line)
        spare = max(0.0, width - sum(need for _, _, need in line)) / (open_slots or 1)
        at, slots = 0.0, []
        for label, dated, need in line:
            end = at + need + (0 if dated else min(spare, 12))
            slots.append(Slot(label, dated, at, end))
            at = end
        result.append(slots)
    return result if labels else []
