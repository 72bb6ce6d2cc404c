"""Word files of official papers (GB/T 9704-2012, rules.md 12.20–12.27).

The fixed parts come compressed from ``docx_base``; only document.xml is written per paper, as
text, because building it through an XML tree costs ten times as much (see bench/documents.py).
Every piece of a caller's text passes ``escape``.
"""

from __future__ import annotations

import re

from . import paper as p
from .docx_base import base_parts, relationships, section, twips
from .docx_parts import HEAD, ROOT, core_properties, drawing
from .images import fit, prepare
from .layout import (
    Page,
    addressee_line,
    before_signatures,
    chinese_date,
    clean,
    column_align,
    column_shares,
    facts_grid,
    note_line,
    page_of,
    sign_offsets,
    sign_slots,
    table_rows,
)
from .ooxml import Part, escape, pack, part
from .title import break_title

_CELL_STYLE = {"left": "Cell", "center": "CellC", "right": "CellR"}
_BREAK = '</w:t><w:br/><w:t xml:space="preserve">'
_TAB = "<w:r><w:tab/></w:r>"


def to_docx(paper: p.Paper) -> bytes:
    """The paper as a .docx file; equal papers give equal bytes.

    Raises ``ValueError`` for a picture that cannot be read and ``TypeError`` for an unknown block.
    """
    return _Writer(paper).file()


def _text(value: object, run: str = "") -> str:
    """One run; line breaks and tabs inside the text are kept."""
    text = escape(value)
    if "\n" in text:
        text = text.replace("\n", _BREAK)
    if "\t" in text:
        text = text.replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">')
    return f'<w:r>{run}<w:t xml:space="preserve">{text}</w:t></w:r>'


def _para(style: str, text: object, extra: str = "", run: str = "") -> str:
    """A paragraph. ``extra`` is pPr XML after pStyle, in the schema's order."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{extra}</w:pPr>{_text(text, run)}</w:p>'


class _Writer:
    """Turns one paper into document.xml and packs it."""

    def __init__(self, paper: p.Paper) -> None:
        self.paper = paper
        self.page: Page = page_of(paper)
        self.em = (self.page.size + self.page.tracking) * 20  # twips
        self.width = twips(self.page.text_width)
        self.out: list[str] = []
        self.pictures: list[Part] = []

    def file(self) -> bytes:
        """Everything, zipped."""
        self._opening()
        writers = {
            p.Heading: self._heading,
            p.Para: self._paragraph,
            p.Table: self._table,
            p.Facts: self._facts,
            p.SignLine: self._sign,
            p.Picture: self._picture,
            p.Bullets: self._bullets,
            p.PageBreak: self._page_break,
        }
        kept = before_signatures(self.paper)
        for number, block in enumerate(self.paper.blocks):
            writer = writers.get(type(block))
            if writer is None:
                raise TypeError(f"not a block of a paper: {type(block).__name__}")
            writer(block)
            if number in kept:
                self._hold_end()
        self._closing()
        self.out.append(section(self.page) + "</w:body></w:document>")
        links = [(f"pic{i}", pic.name.decode()[5:]) for i, pic in enumerate(self.pictures, 1)]
        return pack(
            [
                *base_parts(self.page),
                part("docProps/core.xml", core_properties(self.paper), 1),
                part("word/_rels/document.xml.rels", relationships(links), 1),
                part("word/document.xml", HEAD + ROOT + "".join(self.out), 3),
                *self.pictures,
            ]
        )

    def _opening(self) -> None:
        paper, add = self.paper, self.out.append
        official = paper.kind == "official"
        if paper.number:
            side = "center" if official else "right"
            style = "Normal" if official else "Small"
            add(_para(style, paper.number, f'<w:jc w:val="{side}"/>'))
            if official:
                add(_para("Normal", ""))
        limit = self.page.text_width / 25.4 * 72 / 22
        add(_para("Title", "\n".join(break_title(paper.title, limit))))
        if official:
            add(_para("Normal", ""))
            if paper.addressee:
                add(_para("Normal", addressee_line(paper.addressee)))
        elif paper.org or paper.date:
            tabs = f'<w:tabs><w:tab w:val="right" w:pos="{self.width}"/></w:tabs>'
            day = chinese_date(paper.date) if paper.date else ""
            add(_para("Small", f"{clean(paper.org)}\t{day}", tabs))

    def _hold_end(self) -> None:
        """The last paragraph, or the last row of a table, stays with what follows."""
        last = self.out[-1]
        begin = max(last.rfind("<w:tr>"), 0) if "<w:tbl>" in last else 0
        self.out[-1] = last[:begin] + _STYLED.sub(r"\1<w:keepNext/>", last[begin:])

    def _closing(self) -> None:
        paper, add = self.paper, self.out.append
        if paper.kind == "official" and (paper.org or paper.date):
            org, day = clean(paper.org), chinese_date(paper.date) if paper.date else ""
            name_at, day_at = sign_offsets(org, day)
            keep = "<w:keepNext/>"
            add(_para("Normal", "", keep))
            for text, indent, hold in ((org, name_at, keep if day else ""), (day, day_at, "")):
                if text:
                    place = f'<w:ind w:right="{round(indent * self.em)}"/><w:jc w:val="right"/>'
                    add(_para("Normal", text, hold + place))
        if paper.note:
            add(_para("Body" if paper.kind == "official" else "Small", note_line(paper)))

    def _heading(self, block: p.Heading) -> None:
        self.out.append(_para(f"Heading{block.level}", block.text))

    def _paragraph(self, block: p.Para) -> None:
        aside = block.align in ("center", "right")
        extra = f'<w:jc w:val="{block.align}"/>' if aside else ""
        style = "Body" if block.indent and not aside else "Normal"
        self.out.append(_para(style, block.text, extra, "<w:rPr><w:b/></w:rPr>" * block.bold))

    def _bullets(self, block: p.Bullets) -> None:
        self.out += [_para("Bullet", item) for item in block.items]

    def _page_break(self, block: p.PageBreak) -> None:
        self.out.append(
            '<w:p><w:pPr><w:pStyle w:val="Gap"/></w:pPr><w:r><w:br w:type="page"/></w:r></w:p>'
        )

    def _grid(self, widths: list[int], rows: list[str]) -> None:
        """A fixed-layout bordered table, and the thin line that parts it from what follows."""
        columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        self.out.append(
            f'<w:tbl><w:tblPr><w:tblStyle w:val="Grid"/><w:tblW w:w="{sum(widths)}" '
            'w:type="dxa"/><w:jc w:val="center"/><w:tblLayout w:type="fixed"/></w:tblPr>'
            f"<w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"
            '<w:p><w:pPr><w:pStyle w:val="Gap"/></w:pPr></w:p>'
        )

    def _table(self, block: p.Table) -> None:
        rows = table_rows(block)
        widths = [round(share * self.width) for share in column_shares(block, rows)]
        if block.caption:
            self.out.append(_para("Caption", block.caption))
        opens = [
            _cell_open(width, _CELL_STYLE[align])
            for width, align in zip(widths, column_align(block, rows), strict=True)
        ]
        head = "".join(
            f"{_cell_open(width, 'CellH')}{escape(name)}{_CELL_CLOSE}"
            for width, name in zip(widths, block.columns, strict=True)
        )
        made = [f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{head}</w:tr>"]
        for row in rows:
            cells = _CELL_CLOSE.join(
                opening + escape(cell) for opening, cell in zip(opens, row, strict=True)
            )
            if "\n" in cells or "\t" in cells:
                cells = cells.replace("\n", _BREAK).replace("\t", " ")
            made.append(f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}{_CELL_CLOSE}</w:tr>")
        self._grid(widths, made)

    def _facts(self, block: p.Facts) -> None:
        share, rows = facts_grid(block, self.page.text_width)
        label = round(share * self.width)
        value = round(self.width / block.columns) - label
        made = []
        for row in rows:
            cells = []
            for index, (name, text) in enumerate(row):
                last = index == len(row) - 1
                span = 1 + 2 * (block.columns - len(row)) if last else 1
                width = value + (label + value) * (span - 1) // 2
                cells.append(f"{_cell_open(label, 'CellC')}{escape(name)}{_CELL_CLOSE}")
                body = escape(text).replace("\n", _BREAK).replace("\t", " ")
                cells.append(f"{_cell_open(width, 'Cell', span)}{body}{_CELL_CLOSE}")
            whole = "<w:cantSplit/>" if sum(len(text) for _, text in row) < 400 else ""
            height = '<w:trHeight w:val="567" w:hRule="atLeast"/>'
            made.append(f"<w:tr><w:trPr>{whole}{height}</w:trPr>{''.join(cells)}</w:tr>")
        if made:
            self._grid([label, value] * block.columns, made)

    def _sign(self, block: p.SignLine) -> None:
        for slots in sign_slots(block.labels, self.width / self.em):
            stops, runs = [], []
            for slot in slots:
                start, end = round(slot.start * self.em), round(slot.end * self.em)
                if slot.start:
                    stops.append(f'<w:tab w:val="left" w:pos="{start}"/>')
                    runs.append(_TAB)
                runs.append(_text(slot.label + ("　　年　　月　　日" if slot.dated else "")))
                if not slot.dated:
                    line = end - round(self.em)
                    stops.append(f'<w:tab w:val="left" w:leader="underscore" w:pos="{line}"/>')
                    runs.append(_TAB)
            extra = (
                f'<w:tabs>{"".join(stops)}</w:tabs><w:spacing w:before="160"/><w:jc w:val="left"/>'
            )
            self.out.append(
                f'<w:p><w:pPr><w:pStyle w:val="Normal"/>{extra}</w:pPr>{"".join(runs)}</w:p>'
            )

    def _picture(self, block: p.Picture) -> None:
        ready = prepare(block.data)
        room = self.page.text_height - (15 if block.caption else 5)
        width, height = fit(ready, block.width_mm, self.page.text_width, room)
        number = len(self.pictures) + 1
        self.pictures.append(part(f"word/media/image{number}.{ready.suffix}", ready.data, 0))
        keep = "" if block.caption else '<w:keepNext w:val="0"/>'
        self.out.append(
            f'<w:p><w:pPr><w:pStyle w:val="Picture"/>{keep}</w:pPr><w:r>'
            f"{drawing(number, width, height, block.caption)}</w:r></w:p>"
        )
        if block.caption:
            self.out.append(_para("PictureText", block.caption))


_STYLED = re.compile(r"(<w:pStyle [^>]*/>)(?!<w:keepNext)")
_CELL_CLOSE = "</w:t></w:r></w:p></w:tc>"


def _cell_open(width: int, style: str, span: int = 1) -> str:
    """The XML of a cell up to where its text begins; ``width`` in twips."""
    merged = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{merged}<w:vAlign w:val="center"/>'
        f'</w:tcPr><w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r>'
        '<w:t xml:space="preserve">'
    )
