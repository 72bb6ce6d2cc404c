"""Small XML pieces of a Word file that change with the paper: root, properties, drawings."""

from __future__ import annotations

from .docx_styles import HEAD, NS
from .ooxml import escape
from .paper import Paper

_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
ROOT = (
    f'<w:document {NS} xmlns:wp="{_DRAWING}/wordprocessingDrawing" xmlns:a="{_DRAWING}/main" '
    f'xmlns:pic="{_DRAWING}/picture"><w:body>'
)
__all__ = ["HEAD", "ROOT", "core_properties", "drawing"]


def core_properties(paper: Paper) -> str:
    """docProps/core.xml: title, the organ as author, the paper's own date; no user, no machine."""
    made = ""
    if paper.date:
        made = (
            f'<dcterms:created xsi:type="dcterms:W3CDTF">{paper.date:%Y-%m-%d}T00:00:00Z'
            "</dcterms:created>"
        )
    title = escape(paper.title.replace("\n", ""))
    return (
        f"{HEAD}<cp:coreProperties "
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{title}</dc:title><dc:creator>{escape(paper.org)}</dc:creator>{made}"
        "</cp:coreProperties>"
    )


def drawing(number: int, width_mm: float, height_mm: float, words: str) -> str:
    """An inline picture by relationship ``pic{number}``; ``words`` is the alternative text."""
    size = f'cx="{round(width_mm * 36000)}" cy="{round(height_mm * 36000)}"'
    words = escape(words).replace("\n", " ") or "图片"
    return (
        f'<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/>'
        f'<wp:docPr id="{number}" name="图片 {number}" descr="{words}"/>'
        '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
        f'<a:graphic><a:graphicData uri="{_DRAWING}/picture"><pic:pic><pic:nvPicPr>'
        f'<pic:cNvPr id="{number}" name="图片 {number}"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="pic{number}"/><a:stretch><a:fillRect/></a:stretch>'
        f'</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>'
        "</a:graphic></wp:inline></w:drawing>"
    )
