"""What an official paper says, before anyone decides whether it becomes Word or PDF.

One ``Paper`` feeds both ``docx.to_docx`` and ``pdf.to_pdf``, so the two cannot drift apart.
Rule sources: GB/T 9704-2012 as listed in rules.md 12.20–12.28. Forms (ballots, registers) need
not follow it (12.28) and use ``kind="form"``.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Literal

Align = Literal["left", "center", "right", "both"]


@dataclass(slots=True)
class Heading:
    """A section heading, level 1–4; the text already carries its 一、/（一）/1./（1） (12.23)."""

    level: int
    text: str

    def __post_init__(self) -> None:
        if self.level not in (1, 2, 3, 4):
            raise ValueError(f"heading level must be 1 to 4, not {self.level!r}")


@dataclass(slots=True)
class Para:
    """A paragraph; ``indent`` is the two-character first-line indent (12.22).

    ``align="left"`` is ordinary body text and is justified, as Chinese body text is;
    a line break inside ``text`` stays a line break.
    """

    text: str
    indent: bool = True
    align: Align = "left"
    bold: bool = False


@dataclass(slots=True)
class Table:
    """A bordered table; the header row repeats on each page and rows are never split.

    ``widths`` are relative; ``None`` measures the text. ``align`` is one of left/center/right per
    column; ``None`` puts figures right, short words in the middle, the rest left.
    A row shorter than ``columns`` is filled with blanks; a longer one raises ``ValueError``.
    """

    columns: list[str]
    rows: list[list[str]]
    widths: list[float] | None = None
    align: list[str] | None = None
    caption: str = ""

    def __post_init__(self) -> None:
        count = len(self.columns)
        if not count:
            raise ValueError("a table needs at least one column")
        for name, given in (("widths", self.widths), ("align", self.align)):
            if given is not None and len(given) != count:
                raise ValueError(f"{name} has {len(given)} entries for {count} columns")
        if any(len(row) > count for row in self.rows):
            raise ValueError("a row has more cells than the table has columns")


@dataclass(slots=True)
class Facts:
    """A bordered label/value grid, as in Chinese registration forms.

    ``columns`` is the number of label/value pairs side by side; a value too long for its half
    takes the whole row.
    """

    pairs: list[tuple[str, str]]
    columns: int = 2

    def __post_init__(self) -> None:
        if not 1 <= self.columns <= 4:
            raise ValueError("facts can stand in 1 to 4 columns")


@dataclass(slots=True)
class SignLine:
    """One line to be signed by hand: each label is followed by a rule to write on.

    A label that holds 日期 or 时间 gets 年 月 日 to fill in instead of a bare rule.
    """

    labels: list[str]


@dataclass(slots=True)
class Picture:
    """A picture, centred, ``width_mm`` wide (made smaller if the page is); caption beneath.

    ``data`` is PNG, JPEG or anything Pillow reads; unreadable data raises ``ValueError`` when
    the paper is rendered.
    """

    data: bytes
    caption: str = ""
    width_mm: float = 120


@dataclass(slots=True)
class Bullets:
    """A list whose order carries no meaning."""

    items: list[str]


@dataclass(slots=True)
class PageBreak:
    """What follows starts on a new page."""


Block = Heading | Para | Table | Facts | SignLine | Picture | Bullets | PageBreak


@dataclass(slots=True)
class Paper:
    """One paper.

    ``number`` is the 文号, complete (「阳工〔2026〕1号」, made by the kernel's numbering).
    ``addressee`` is the 主送; a missing ： is added. ``org`` and ``date`` make the signature block
    of an official paper (12.25), and the line under the title of a form. ``note`` is the 附注 of
    an official paper (put in brackets) or the small print under a form.
    """

    title: str
    blocks: list[Block] = field(default_factory=list)
    org: str = ""
    date: datetime.date | None = None
    number: str = ""
    addressee: str = ""
    kind: Literal["official", "form"] = "official"
    landscape: bool = False
    note: str = ""

    def __post_init__(self) -> None:
        if self.kind not in ("official", "form"):
            raise ValueError(f"unknown kind of paper: {self.kind!r}")
