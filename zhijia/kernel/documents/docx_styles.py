"""Fonts and styles of the Word file.

GB/T 9704 numbers come from ``layout.page_of``. Traps cured here (stack.md §6): 16 pt text needs
spacing −5 (twentieths of a point) to hold 28 characters, the *Normal* style itself must be 16 pt
with an eastAsia font, and the title leaves the line grid (snapToGrid 0).
"""

from __future__ import annotations

from .layout import Page

NS = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

FANGSONG, XIAOBIAOSONG = "仿宋_GB2312", "方正小标宋简体"
HEITI, KAITI, SONGTI = "黑体", "楷体_GB2312", "宋体"
# Named stand-ins for machines without the first font (12.27); nothing is embedded.
_STAND_INS = (
    (FANGSONG, "FangSong,仿宋", "modern"),
    (XIAOBIAOSONG, "FZXiaoBiaoSong-B05S,SimSun,宋体", "auto"),
    (HEITI, "SimHei", "modern"),
    (KAITI, "KaiTi,楷体", "modern"),
    (SONGTI, "SimSun", "auto"),
)


def face(font: str) -> str:
    return (
        f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{font}" w:cs="{font}"'
        ' w:hint="eastAsia"/>'
    )


def _style(ident: str, name: str, paragraph: str, run: str, based: str = "Normal") -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="{ident}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="{based}"/><w:qFormat/>'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


def _size(points: float, tracking: float = 0) -> str:
    half = round(points * 2)
    return (
        f'<w:spacing w:val="{round(tracking * 20)}"/><w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'
    )


def _line(points: float, rule: str = "exact") -> str:
    height = round(points * 20)
    return f'<w:spacing w:before="0" w:after="0" w:line="{height}" w:lineRule="{rule}"/>'


def _indent(size: float, chars: int = 2) -> str:
    return f'<w:ind w:firstLineChars="{chars * 100}" w:firstLine="{round(size * chars * 20)}"/>'


_OFF_GRID = '<w:snapToGrid w:val="0"/>'
_CENTER, _LEFT, _RIGHT = (f'<w:jc w:val="{side}"/>' for side in ("center", "left", "right"))


def _paragraph_styles(page: Page) -> str:
    own = _size(page.size, page.tracking)
    cell = _line(18, "atLeast")
    heads = (HEITI, KAITI, FANGSONG, FANGSONG)
    made = [
        _style("Body", "正文缩进", _indent(page.size), ""),
        _style(
            "Title",
            "Title",
            f"<w:keepNext/>{_OFF_GRID}{_line(36)}{_CENTER}",
            face(XIAOBIAOSONG) + _size(22),
        ),
        _style("Cell", "表格文字", _OFF_GRID + cell + _LEFT, _size(12)),
        _style("CellC", "表格居中", _CENTER, "", "Cell"),
        _style("CellR", "表格数字", _RIGHT, "", "Cell"),
        _style("CellH", "表头", "<w:keepNext/>" + _CENTER, face(HEITI), "Cell"),
        _style(
            "Caption",
            "caption",
            f"<w:keepNext/>{_OFF_GRID}{_line(26)}{_CENTER}",
            face(HEITI) + _size(14),
        ),
        _style("Picture", "图片", f"<w:keepNext/>{_OFF_GRID}{_line(12, 'auto')}{_CENTER}", ""),
        _style("PictureText", "图注", f"{_OFF_GRID}{_line(22)}{_CENTER}", _size(12)),
        _style("Small", "附注小字", f"{_OFF_GRID}{_line(20)}", _size(12)),
        _style("Gap", "表后空行", f"{_OFF_GRID}{_line(8)}", _size(4)),
        _style("Bullet", "列表", '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>', ""),
        _style("Footer", "footer", f"{_OFF_GRID}{_line(14)}", face(SONGTI) + _size(14)),
    ]
    for level, font in enumerate(heads, 1):
        made.append(
            _style(
                f"Heading{level}",
                f"heading {level}",
                f'<w:keepNext/>{_indent(page.size)}<w:outlineLvl w:val="{level - 1}"/>',
                face(font) + own,
            )
        )
    return "".join(made)


def styles(page: Page) -> str:
    """word/styles.xml for a page."""
    edges = "".join(
        f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    return (
        f"{HEAD}<w:styles {NS}><w:docDefaults><w:rPrDefault><w:rPr>{face(FANGSONG)}"
        '<w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault><w:pPrDefault/>'
        "</w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        f'<w:qFormat/><w:pPr><w:widowControl w:val="0"/>{_line(page.line)}<w:jc w:val="both"/>'
        f"</w:pPr><w:rPr>{face(FANGSONG)}{_size(page.size, page.tracking)}</w:rPr></w:style>"
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal">'
        '<w:name w:val="Normal Table"/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>'
        '<w:left w:w="85" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        '</w:style><w:style w:type="table" w:styleId="Grid"><w:name w:val="Table Grid"/>'
        f'<w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>{edges}</w:tblBorders>'
        '<w:tblCellMar><w:top w:w="28" w:type="dxa"/><w:left w:w="85" w:type="dxa"/>'
        '<w:bottom w:w="28" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar>'
        f"</w:tblPr></w:style>{_paragraph_styles(page)}</w:styles>"
    )


def font_table() -> str:
    """word/fontTable.xml with the named stand-ins."""
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/>'
        f'<w:family w:val="{family}"/></w:font>'
        for name, other, family in _STAND_INS
    )
    return f"{HEAD}<w:fonts {NS}>{fonts}</w:fonts>"
