"""Slides with native charts, 16:9, in the platform's calm look (experience.md "Look")."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from pptx import Presentation
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.util import Emu, Inches, Pt

from . import pptx_look as look
from .images import prepare
from .layout import clean
from .pptx_chart import add_chart


@dataclass(slots=True)
class Chart:
    """A chart; each series has one figure per category (``None`` is a gap). One series for a pie.

    Raises ``ValueError`` when lengths differ or the kind is unknown.
    """

    kind: Literal["bar", "line", "pie"]
    categories: Sequence[str]
    series: Sequence[tuple[str, Sequence[float | None]]]
    unit: str = ""

    def __post_init__(self) -> None:
        if self.kind not in ("bar", "line", "pie"):
            raise ValueError(f"unknown kind of chart: {self.kind!r}")
        if not self.series or not self.categories:
            raise ValueError("a chart needs categories and at least one series")
        if any(len(values) != len(self.categories) for _, values in self.series):
            raise ValueError("a series must have one figure for each category")
        if self.kind == "pie" and len(self.series) != 1:
            raise ValueError("a pie has exactly one series")


@dataclass(slots=True)
class Slide:
    """One slide. With ``bullets`` and one of chart/picture, words stand left, the other right."""

    title: str
    bullets: Sequence[str] = field(default_factory=list)
    chart: Chart | None = None
    picture: bytes | None = None
    big: Sequence[tuple[str, str]] | None = None


@dataclass(slots=True)
class Deck:
    """A title page and slides."""

    title: str
    subtitle: str = ""
    slides: Sequence[Slide] = field(default_factory=list)


def to_pptx(deck: Deck) -> bytes:
    """The .pptx file. Raises ``ValueError`` for a picture that cannot be read."""
    show = Presentation()
    look.dress(show)
    _cover(show, deck)
    for number, slide in enumerate(deck.slides, 2):
        _slide(show, slide, number)
    show.core_properties.title = clean(deck.title)
    show.core_properties.author = ""
    out = io.BytesIO()
    show.save(out)
    return out.getvalue()


def _cover(show, deck: Deck) -> None:
    page = show.slides.add_slide(look.title_only(show))
    look.bar(page, Inches(0.9), Inches(2.55), Inches(0.09), Inches(1.75), look.RED)
    title = page.shapes.title
    look.place(title, Inches(1.25), Inches(2.3), Inches(10.8), Inches(1.5))
    title.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM
    size = 40 if len(deck.title) <= 22 else 32
    look.write(title.text_frame, [clean(deck.title)], size, look.INK, bold=True)
    if deck.subtitle:
        box = page.shapes.add_textbox(Inches(1.25), Inches(3.85), Inches(10.8), Inches(0.9))
        look.write(box.text_frame, clean(deck.subtitle).split("\n"), 20, look.SOFT)


def _slide(show, slide: Slide, number: int) -> None:
    page = show.slides.add_slide(look.title_only(show))
    title = page.shapes.title
    look.place(title, Inches(0.75), Inches(0.45), Inches(11.8), Inches(0.85))
    title.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    look.write(title.text_frame, [clean(slide.title)], 28, look.INK, bold=True)
    look.bar(page, Inches(0.85), Inches(1.32), Inches(0.9), Inches(0.05), look.RED)
    top = 1.65
    if slide.big:
        _big(page, slide.big, top)
        top += 1.9
    visual = slide.chart is not None or slide.picture is not None
    room = 6.75 - top
    left, width = 0.85, 11.6
    if slide.bullets:
        _bullets(page, slide.bullets, top, 4.4 if visual else 11.6, room)
        left, width = (5.5, 6.95) if visual else (left, width)
    if slide.chart is not None:
        half = room / 2 if slide.picture is not None else room
        add_chart(page, slide.chart, (left, top, width, half))
        top, room = top + half, room - half
    if slide.picture is not None:
        _picture(page, slide.picture, (left, top, width, room), clean(slide.title))
    foot = page.shapes.add_textbox(Inches(11.6), Inches(6.95), Inches(1), Inches(0.35))
    look.write(foot.text_frame, [str(number)], 12, look.SOFT, align=PP_ALIGN.RIGHT)


def _big(page, figures: Sequence[tuple[str, str]], top: float) -> None:
    """Up to six large figures side by side, each over its label."""
    shown = list(figures)[:6]
    width = 11.6 / len(shown)
    longest = max(1, *(len(figure) for figure, _ in shown), 1)
    size = int(max(18, min(44, (width - 0.35) * 72 / longest / 0.62)))
    for index, (figure, label) in enumerate(shown):
        left = Inches(0.85 + index * width)
        box = page.shapes.add_textbox(left, Inches(top), Inches(width - 0.15), Inches(1.6))
        look.write(box.text_frame, [clean(figure)], size, look.RED, bold=True)
        look.write(box.text_frame, [clean(label)], 16, look.SOFT, more=True)


def _bullets(page, words: Sequence[str], top: float, width: float, room: float) -> None:
    """Words that shrink until they fit: 22 pt down to 14 pt."""
    size = 22
    while size > 14:
        per_line = max(1, int((width - 0.5) * 72 / size))
        lines = sum(-(-max(1, len(word)) // per_line) for word in words)
        if lines * size * 1.45 + len(words) * 8 <= room * 72:
            break
        size -= 1
    box = page.shapes.add_textbox(Inches(0.75), Inches(top), Inches(width), Inches(room))
    box.text_frame.auto_size = MSO_AUTO_SIZE.NONE
    look.write(box.text_frame, [clean(word) for word in words], size, look.INK, bullet=True)
    for paragraph in box.text_frame.paragraphs:
        paragraph.space_after = Pt(8)
        paragraph.line_spacing = 1.25


def _picture(page, data: bytes, box: tuple[float, ...], words: str) -> None:
    ready = prepare(data)
    left, top, width, height = (Inches(value) for value in box)
    scale = min(width / ready.width, height / ready.height)
    wide, high = Emu(int(ready.width * scale)), Emu(int(ready.height * scale))
    shape = page.shapes.add_picture(
        io.BytesIO(ready.data), left + (width - wide) // 2, top + (height - high) // 2, wide, high
    )
    shape._element.nvPicPr.cNvPr.set("descr", words)
