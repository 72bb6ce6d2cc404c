"""The parts of a Word file that do not change from paper to paper.

Written out here rather than taken from python-docx's template, whose styles alone are 876 KB of
Western defaults. GB/T 9704 numbers come from ``layout.page_of``; docGrid must be ``lines`` with
pitch 579 (stack.md §6: ``linesAndChars`` spreads the characters). Twips are 1/20 pt.
"""

from __future__ import annotations

from functools import lru_cache

from .docx_styles import HEAD, NS, font_table, styles
from .layout import Page
from .ooxml import Part, part

_PKG = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WML = "application/vnd.openxmlformats-officedocument.wordprocessingml."


def twips(mm: float) -> int:
    """Millimetres to twentieths of a point."""
    return round(mm * 1440 / 25.4)


def _footer(side: str) -> str:
    """— 1 — in 14 pt 宋体, one character in from the outer edge (12.24)."""
    indent = f'<w:ind w:{side}Chars="100" w:{side}="280"/><w:jc w:val="{side}"/>'
    return (
        f'{HEAD}<w:ftr {NS}><w:p><w:pPr><w:pStyle w:val="Footer"/>{indent}</w:pPr>'
        '<w:r><w:t xml:space="preserve">— </w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        '<w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        '<w:r><w:t xml:space="preserve"> —</w:t></w:r></w:p></w:ftr>'
    )


def _settings() -> str:
    return (
        f'{HEAD}<w:settings {NS}><w:zoom w:percent="100"/><w:evenAndOddHeaders/>'
        '<w:characterSpacingControl w:val="compressPunctuation"/><w:compat>'
        "<w:doNotExpandShiftReturn/><w:useFELayout/>"
        '<w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
    )


def _numbering(page: Page) -> str:
    hanging = round(page.size * 25)
    return (
        f'{HEAD}<w:numbering {NS}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0">'
        '<w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/>'
        '<w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{round(page.size * 40) + hanging}" w:hanging="{hanging}"/></w:pPr>'
        '</w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        "</w:numbering>"
    )


_PARTS = ("styles", "settings", "fontTable", "numbering", "footer1", "footer2")


def relationships(pictures: list[tuple[str, str]]) -> str:
    """document.xml.rels; ``pictures`` are (relationship id, target)."""
    links = [
        (f"rId{i}", name.rstrip("12") if name.startswith("footer") else name, f"{name}.xml")
        for i, name in enumerate(_PARTS, 1)
    ]
    links += [(ident, "image", target) for ident, target in pictures]
    body = "".join(
        f'<Relationship Id="{ident}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for ident, kind, target in links
    )
    return f'{HEAD}<Relationships xmlns="{_PKG}/relationships">{body}</Relationships>'


def _content_types() -> str:
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_WML}'
        f'{name.rstrip("12") if name.startswith("footer") else name}+xml"/>'
        for name in _PARTS
    )
    return (
        f'{HEAD}<Types xmlns="{_PKG}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
        'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="png" ContentType="image/png"/>'
        '<Default Extension="jpeg" ContentType="image/jpeg"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_WML}document.main+xml"/>'
        '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-'
        f'package.core-properties+xml"/>{overrides}</Types>'
    )


def _package_relationships() -> str:
    return (
        f'{HEAD}<Relationships xmlns="{_PKG}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
        f'<Relationship Id="rId2" Type="{_PKG}/relationships/metadata/core-properties" '
        'Target="docProps/core.xml"/></Relationships>'
    )


@lru_cache(maxsize=8)
def base_parts(page: Page) -> tuple[Part, ...]:
    """Compressed fixed parts for a page, made once per process; content types come first."""
    texts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _package_relationships(),
        "word/styles.xml": styles(page),
        "word/settings.xml": _settings(),
        "word/fontTable.xml": font_table(),
        "word/numbering.xml": _numbering(page),
        "word/footer1.xml": _footer("right"),
        "word/footer2.xml": _footer("left"),
    }
    return tuple(part(name, text, 9) for name, text in texts.items())


@lru_cache(maxsize=8)
def section(page: Page) -> str:
    """sectPr: paper, margins, line grid, footers. The number stands 7 mm below the type area."""
    turned = ' w:orient="landscape"' if page.width > page.height else ""
    grid = f'<w:docGrid w:type="lines" w:linePitch="{round(page.line * 20)}"/>'
    foot = twips(page.bottom - 4.5) - 280
    return (
        '<w:sectPr><w:footerReference w:type="default" r:id="rId5"/>'
        '<w:footerReference w:type="even" r:id="rId6"/>'
        f'<w:pgSz w:w="{twips(page.width)}" w:h="{twips(page.height)}"{turned}/>'
        f'<w:pgMar w:top="{twips(page.top)}" w:right="{twips(page.right)}" '
        f'w:bottom="{twips(page.bottom)}" w:left="{twips(page.left)}" w:header="851" '
        f'w:footer="{foot}" w:gutter="0"/>{grid if page.size == 16 else ""}</w:sectPr>'
    )
