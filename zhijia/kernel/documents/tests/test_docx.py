import io
import zipfile
from datetime import date

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from zhijia.kernel.documents.docx import to_docx
from zhijia.kernel.documents.paper import Paper, Para, Picture, Table

from .samples import NASTY, PLAIN, notice, png


def opened(paper):
    return docx.Document(io.BytesIO(to_docx(paper)))


def texts(paper):
    return [p.text for p in opened(paper).paragraphs]


def test_zip_is_sound_and_equal_papers_give_equal_bytes():
    data = to_docx(notice())
    assert zipfile.ZipFile(io.BytesIO(data)).testzip() is None
    assert data == to_docx(notice())
    assert zipfile.ZipFile(io.BytesIO(data)).namelist()[0] == "[Content_Types].xml"


def test_page_is_a4_with_the_standards_margins_and_grid():
    section = opened(notice()).sections[0]
    near = pytest.approx
    assert section.page_width == near(Mm(210), rel=1e-3)
    assert section.page_height == near(Mm(297), rel=1e-3)
    for side, mm in (("top", 37), ("bottom", 35), ("left", 28), ("right", 26)):
        assert getattr(section, f"{side}_margin") == near(Mm(mm), abs=Mm(0.1))
    grid = section._sectPr.find(qn("w:docGrid"))
    assert (grid.get(qn("w:type")), grid.get(qn("w:linePitch"))) == ("lines", "579")


def test_styles_hold_the_standards_fonts_and_sizes():
    styles = opened(notice()).styles
    normal, title = styles["Normal"], styles["Title"]
    assert normal.font.size == Pt(16)
    assert normal.element.rPr.rFonts.get(qn("w:eastAsia")) == "仿宋_GB2312"
    assert normal.element.rPr.find(qn("w:spacing")).get(qn("w:val")) == "-5"
    assert normal.paragraph_format.line_spacing == Pt(28.95)
    assert title.font.size == Pt(22)
    assert title.element.rPr.rFonts.get(qn("w:eastAsia")) == "方正小标宋简体"
    assert title.element.pPr.find(qn("w:snapToGrid")).get(qn("w:val")) == "0"
    indent = styles["正文缩进"].element.pPr.ind
    assert indent.get(qn("w:firstLineChars")) == "200"
    for level, font in enumerate(("黑体", "楷体_GB2312", "仿宋_GB2312", "仿宋_GB2312"), 1):
        heading = styles[f"Heading {level}"]
        assert heading.element.rPr.rFonts.get(qn("w:eastAsia")) == font
        assert heading.font.size == Pt(16) and not heading.font.bold


def test_title_has_no_closing_mark_and_signature_stands_two_characters_in():
    document = opened(notice())
    title = next(p for p in document.paragraphs if p.style.name == "Title")
    assert title.text == "小河学校工会关于春季健步走的通知"
    org = next(p for p in document.paragraphs if p.text == "小河学校工会委员会")
    day = next(p for p in document.paragraphs if p.text == "2026年3月8日")
    assert org.alignment == day.alignment == 2
    assert day.paragraph_format.right_indent >= org.paragraph_format.right_indent
    assert org.paragraph_format.keep_with_next
    assert {"河工〔2026〕1号", "各小组：", "（联系人：林小满）"} <= set(texts(notice()))


def test_page_number_is_a_field_odd_right_even_left():
    document = opened(notice())
    assert document.settings.odd_and_even_pages_header_footer
    section = document.sections[0]
    for footer, side in ((section.footer, 2), (section.even_page_footer, 0)):
        paragraph = footer.paragraphs[0]
        assert " PAGE " in paragraph._p.xml
        assert paragraph.text == "— 1 —"
        assert paragraph.alignment == side
        assert paragraph.style.font.size == Pt(14)
        assert paragraph.style.element.rPr.rFonts.get(qn("w:eastAsia")) == "宋体"


def test_every_awkward_character_survives_or_is_dropped():
    paper = Paper(NASTY, [Para(NASTY)], org=NASTY, number=NASTY, addressee=NASTY, note=NASTY)
    paper.blocks += notice().blocks
    document = opened(paper)
    assert [p.text for p in document.paragraphs].count(PLAIN) >= 2
    assert document.core_properties.author == PLAIN
    assert document.tables[0].cell(1, 1).text == PLAIN


def test_table_repeats_its_header_and_keeps_rows_whole():
    table = opened(notice()).tables[0]
    rows = table._tbl.tr_lst
    assert rows[0].trPr.find(qn("w:tblHeader")) is not None
    assert all(row.trPr.find(qn("w:cantSplit")) is not None for row in rows)
    assert [cell.text for cell in table.rows[2].cells] == ["2", "乙", ""]
    assert table.style.name == "Table Grid"
    assert [c.paragraphs[0].style.name for c in table.rows[1].cells][2] == "表格数字"
    assert 12 <= table.rows[1].cells[1].paragraphs[0].style.base_style.font.size.pt <= 16


def test_table_widths_fill_the_type_area():
    paper = Paper("表", [Table(["甲", "乙"], [["一", "二"]], widths=[1, 3])])
    first, second = opened(paper).tables[0].columns
    assert second.width / first.width == pytest.approx(3, rel=0.01)
    assert first.width + second.width == pytest.approx(Mm(156), rel=0.001)


def test_facts_put_a_long_value_on_its_own_row():
    grid = opened(notice()).tables[1]
    assert [c.text for c in grid.rows[0].cells] == ["姓名", "欧阳䶮", "性别", "女"]
    assert len(grid.rows[1]._tr.tc_lst) == 2
    assert grid.rows[1]._tr.tc_lst[1].grid_span == 3
    assert [c.text for c in grid.rows[2].cells] == ["签名", "", "", ""]


def test_picture_is_embedded_with_words_and_stays_on_the_page():
    document = opened(Paper("图", [Picture(png(100, 900), "高图", 500)]))
    shape = document.inline_shapes[0]
    assert shape.height <= Mm(225) and shape.width <= Mm(156)
    assert 'descr="高图"' in document.element.xml
    image = document.part.related_parts["pic1"]
    assert image.blob == png(100, 900)


def test_unreadable_picture_and_unknown_block_are_errors():
    with pytest.raises(ValueError, match="图片"):
        to_docx(Paper("图", [Picture(b"not a picture")]))
    with pytest.raises(TypeError):
        to_docx(Paper("坏", ["text"]))


def test_form_and_landscape_have_their_own_pages():
    form = opened(notice(kind="form"))
    assert form.styles["Normal"].font.size == Pt(14)
    assert "小河学校工会委员会\t2026年3月8日" in [p.text for p in form.paragraphs]
    wide = opened(notice(landscape=True)).sections[0]
    assert wide.page_width > wide.page_height


def test_empty_paper_opens():
    assert len(opened(Paper("")).paragraphs) >= 1


def kept_before_the_name(*blocks):
    """The paragraphs, those of cells too, that Word holds on one page with the signature."""
    paper = Paper("报告", list(blocks), org="小河学校", date=date(2026, 3, 8), kind="official")
    held = []
    for paragraph in opened(paper).element.body.iter(qn("w:p")):
        words = "".join(t.text or "" for t in paragraph.iter(qn("w:t")))
        if words == "小河学校":
            return held
        if paragraph.find(f"{qn('w:pPr')}/{qn('w:keepNext')}") is not None:
            held.append(words)


def test_the_end_of_the_text_stays_with_the_signature():
    assert kept_before_the_name(Para("一"), Para("二")) == ["二", ""]


def test_the_last_row_of_a_table_stays_with_the_signature():
    held = kept_before_the_name(Para("一"), Table(["甲", "乙"], [["1", "2"], ["3", "4"]]))
    assert held == ["3", "4", "", ""], "the row, the thin line below the table, the blank line"
