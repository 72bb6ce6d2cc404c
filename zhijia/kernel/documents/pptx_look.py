"""Colours, fonts and the cleaned master of our slides. Lengths are EMU unless said."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml import etree
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

PAPER, RED, INK, GOLD, SOFT = (
    RGBColor.from_string(code) for code in ("FAF7F1", "B3261E", "211D18", "A8843A", "5F574C")
)
PALETTE = tuple(
    RGBColor.from_string(code)
    for code in ("B3261E", "A8843A", "5F574C", "D99A8B", "D8C193", "8C8377")
)
FONT = "Microsoft YaHei"


def dress(show) -> None:
    """16:9, warm paper behind every slide, our fonts and colours in the theme, one layout."""
    narrow = show.slide_width
    show.slide_width, show.slide_height = Inches(13.333), Inches(7.5)
    master = show.slide_master
    keep = title_only(show)
    for layout in list(show.slide_layouts):
        if layout is not keep:
            show.slide_layouts.remove(layout)
    for holder in (master, keep):
        for shape in holder.placeholders:
            if shape._element.spPr.find(qn("a:xfrm")) is not None:
                shape.left = int(shape.left * show.slide_width / narrow)
                shape.width = int(shape.width * show.slide_width / narrow)
    fill = master.background.fill
    fill.solid()
    fill.fore_color.rgb = PAPER
    _theme(master.part.part_related_by(RT.THEME))


def title_only(show):
    """The layout whose only content is a title placeholder (outline and screen readers use it)."""
    return next(item for item in show.slide_layouts if item.name == "Title Only")


def _theme(part) -> None:
    text = part.blob.decode()
    for tag in ("latin", "ea", "cs"):
        text = re.sub(rf'<a:{tag} typeface="[^"]*"', f'<a:{tag} typeface="{FONT}"', text)
    tree = etree.fromstring(text.encode())
    scheme = tree.find(f".//{qn('a:clrScheme')}")
    colours = {f"accent{i}": str(colour) for i, colour in enumerate(PALETTE, 1)}
    colours |= {"dk1": str(INK), "lt1": "FFFFFF", "dk2": str(SOFT), "lt2": str(PAPER)}
    for name, value in colours.items():
        slot = scheme.find(qn(f"a:{name}"))
        slot.clear()
        etree.SubElement(slot, qn("a:srgbClr")).set("val", value)
    part._blob = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)


def place(shape, left: int, top: int, width: int, height: int) -> None:
    """Put a shape where it belongs."""
    shape.left, shape.top, shape.width, shape.height = left, top, width, height


def bar(page, left: int, top: int, width: int, height: int, colour: RGBColor) -> None:
    """A plain strip of colour, decorative."""
    shape = page.shapes.add_shape(MSO_SHAPE.RECTANGLE, left, top, width, height)
    shape.fill.solid()
    shape.fill.fore_color.rgb = colour
    shape.line.fill.background()
    shape.shadow.inherit = False


def font(run_or_font, size: float, colour: RGBColor, bold: bool = False) -> None:
    """Size in pt, colour, and our font for Latin and Chinese alike."""
    face = getattr(run_or_font, "font", run_or_font)
    face.size, face.bold, face.name = Pt(size), bold, FONT
    face.color.rgb = colour
    properties = face._rPr
    for tag in ("a:ea", "a:cs"):
        for old in properties.findall(qn(tag)):
            properties.remove(old)
    latin = properties.find(qn("a:latin"))
    for tag in ("a:cs", "a:ea"):
        node = etree.Element(qn(tag))
        node.set("typeface", FONT)
        latin.addnext(node)


def write(
    frame,
    lines: Sequence[str],
    size: float,
    colour: RGBColor,
    *,
    bold: bool = False,
    align=None,
    bullet: bool = False,
    more: bool = False,
) -> None:
    """Paragraphs into a text frame; ``more`` adds to what is there."""
    frame.word_wrap = True
    for index, line in enumerate(lines):
        fresh = index or more
        paragraph = frame.add_paragraph() if fresh else frame.paragraphs[0]
        if align is not None:
            paragraph.alignment = align
        elif not bullet:
            paragraph._p.get_or_add_pPr().set("algn", "l")
        if bullet:
            _bullet(paragraph)
        run = paragraph.add_run()
        run.text = line.replace("\n", " ")
        font(run, size, colour, bold)


def _bullet(paragraph) -> None:
    properties = paragraph._p.get_or_add_pPr()
    properties.set("marL", "285750")
    properties.set("indent", "-285750")
    colour = etree.SubElement(properties, qn("a:buClr"))
    etree.SubElement(colour, qn("a:srgbClr")).set("val", str(RED))
    etree.SubElement(properties, qn("a:buFont")).set("typeface", "Arial")
    etree.SubElement(properties, qn("a:buChar")).set("char", "•")
