"""PDF of official papers with typst: the same page as ``docx.to_docx``, set in Noto fonts.

No free 仿宋 or 小标宋 exists (stack.md §6), so Noto Serif SC stands for the body and title and
Noto Sans SC for 黑体. Nothing is fetched: fonts come from the pylopdf-fonts-zh-cn package, the
template from this folder. Words travel as JSON (``sys_inputs``) and are never read as markup.
"""

from __future__ import annotations

import datetime
import json
import os
import shutil
import tempfile
import threading
from importlib.resources import files
from pathlib import Path

import pylopdf_fonts_zh_cn
import typst

from . import paper as p
from .images import fit, prepare
from .layout import (
    addressee_line,
    before_signatures,
    chinese_date,
    clean,
    column_align,
    column_shares,
    facts_grid,
    note_line,
    one_line,
    page_of,
    sign_offsets,
    sign_slots,
    table_rows,
)
from .title import break_title

_lock = threading.Lock()
_compiler: typst.Compiler | None = None
_template = files(__package__).joinpath("paper.typ").read_bytes()


def _forget() -> None:
    """After a fork: the child makes its own compiler and lock."""
    global _lock, _compiler
    _lock, _compiler = threading.Lock(), None


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)


def _get_compiler() -> typst.Compiler:
    """One compiler per process: loading the fonts costs 50 ms, a paper 10. Call with the lock."""
    global _compiler
    if _compiler is None:
        fonts = Path(pylopdf_fonts_zh_cn.__file__).parent
        _compiler = typst.Compiler(_template, font_paths=[str(fonts)], ignore_system_fonts=True)
    return _compiler


def to_pdf(paper: p.Paper, tagged: bool = True) -> bytes:
    """The paper as a PDF; equal papers give equal bytes. Safe from several threads.

    ``tagged`` gives screen readers headings and tables; leaving it out saves a tenth of the time
    and half the size where hundreds are printed at once.
    Raises ``ValueError`` for a picture that cannot be read, ``TypeError`` for an unknown block,
    and ``typst.TypstError`` if the template itself fails.
    """
    folder = None
    if any(isinstance(block, p.Picture) for block in paper.blocks):
        folder = tempfile.mkdtemp(prefix="zhijia-pdf-")
    try:
        data = json.dumps(_as_data(paper, folder), ensure_ascii=False)
        made = paper.date or datetime.date(2000, 1, 1)
        stamp = datetime.datetime(made.year, made.month, made.day, tzinfo=datetime.UTC)
        with _lock:
            return _get_compiler().compile(
                _template,
                format="pdf",
                sys_inputs={"paper": data},
                root=folder,
                timestamp=stamp,
                pdf_tags=tagged,
            )
    finally:
        if folder:
            shutil.rmtree(folder, ignore_errors=True)


def _as_data(paper: p.Paper, folder: str | None) -> dict:
    page, kept = page_of(paper), before_signatures(paper)
    org, day = clean(paper.org), chinese_date(paper.date) if paper.date else ""
    return {
        "page": {
            **{name: getattr(page, name) for name in page.__slots__},
            "em": page.size + page.tracking,
        },
        "official": paper.kind == "official",
        "title": clean(paper.title).replace("\n", ""),
        "lines": break_title(paper.title, page.text_width / 25.4 * 72 / 22),
        "number": clean(paper.number),
        "addressee": addressee_line(paper.addressee) if paper.addressee else "",
        "org": org,
        "date": day,
        "offsets": sign_offsets(org, day),
        "note": note_line(paper) if paper.note else "",
        "blocks": [
            _block(block, page, folder) | {"keep": n in kept} for n, block in enumerate(paper.blocks)
        ],
    }


def _block(block: p.Block, page, folder: str | None) -> dict:
    match block:
        case p.Para():
            return {
                "t": "para",
                "text": clean(block.text),
                "indent": block.indent,
                "align": block.align,
                "bold": block.bold,
            }
        case p.Heading():
            return {"t": "heading", "level": block.level, "text": clean(block.text)}
        case p.Table():
            rows = table_rows(block)
            heads, shares = [clean(name) for name in block.columns], column_shares(block, rows)
            single = [one_line(row, shares, page.text_width) for row in (heads, *rows)]
            return {
                "t": "table",
                "columns": heads,
                "rows": rows,
                "shares": shares,
                "single": single,
                "align": column_align(block, rows),
                "caption": clean(block.caption),
            }
        case p.Facts():
            share, rows = facts_grid(block, page.text_width)
            return {"t": "facts", "columns": block.columns, "share": share, "rows": rows}
        case p.SignLine():
            em = page.size + page.tracking
            lines = sign_slots(block.labels, page.text_width / 25.4 * 72 / em)
            return {
                "t": "sign",
                "lines": [
                    [
                        {"label": s.label, "dated": s.dated, "start": s.start, "end": s.end}
                        for s in line
                    ]
                    for line in lines
                ],
            }
        case p.Bullets():
            return {"t": "bullets", "items": [clean(item) for item in block.items]}
        case p.Picture():
            return _picture(block, page, folder)
        case p.PageBreak():
            return {"t": "break"}
    raise TypeError(f"not a block of a paper: {type(block).__name__}")


def _picture(block: p.Picture, page, folder: str) -> dict:
    ready = prepare(block.data)
    caption = clean(block.caption)
    width, _ = fit(ready, block.width_mm, page.text_width, page.text_height - (15 * bool(caption)))
    handle, path = tempfile.mkstemp(suffix="." + ready.suffix, dir=folder)
    with os.fdopen(handle, "wb") as file:
        file.write(ready.data)
    return {
        "t": "picture",
        "path": "/" + os.path.basename(path),
        "width": width,
        "caption": caption,
        "alt": caption or "图片",
    }
