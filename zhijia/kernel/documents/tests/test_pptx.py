import io

import pytest
from pptx import Presentation
from pptx.enum.chart import XL_CHART_TYPE
from pptx.oxml.ns import qn

from zhijia.kernel.documents.pptx import Chart, Deck, Slide, to_pptx

from .samples import NASTY, PLAIN, png


def opened(*slides):
    return Presentation(io.BytesIO(to_pptx(Deck("年度报告", "小河学校\n2026年", slides))))


def test_wide_paper_background_titles_and_fonts():
    show = opened(Slide("一年", ["办了三件事"]))
    assert show.slide_width / show.slide_height == pytest.approx(16 / 9, rel=1e-3)
    assert [s.shapes.title.text for s in show.slides] == ["年度报告", "一年"]
    assert "FAF7F1" in show.slide_master._element.xml
    for slide in show.slides:
        for run in slide._element.iter(qn("a:rPr")):
            assert run.find(qn("a:latin")).get("typeface") == "Microsoft YaHei"
            assert run.find(qn("a:ea")).get("typeface") == "Microsoft YaHei"


@pytest.mark.parametrize(
    ("kind", "made"),
    [
        ("bar", XL_CHART_TYPE.COLUMN_CLUSTERED),
        ("line", XL_CHART_TYPE.LINE_MARKERS),
        ("pie", XL_CHART_TYPE.PIE),
    ],
)
def test_charts_are_native_with_their_figures(kind, made):
    show = opened(Slide("图", ["话"], Chart(kind, ["一月", "二月"], [("走访", [3, 5])], "人次")))
    shape = next(s for s in show.slides[1].shapes if s.has_chart)
    assert shape.chart.chart_type == made
    plot = shape.chart.plots[0]
    assert list(plot.categories) == ["一月", "二月"]
    assert list(plot.series[0].values) == [3.0, 5.0]
    assert "走访" in shape._element.nvGraphicFramePr.cNvPr.get("descr")
    assert shape.left + shape.width <= show.slide_width


def test_picture_big_figures_and_awkward_characters():
    slide = Slide(NASTY, [NASTY], picture=png(), big=[("¥1,280.00", "支出"), ("486", NASTY)])
    page = opened(slide).slides[1]
    words = "\n".join(s.text_frame.text for s in page.shapes if s.has_text_frame)
    assert words.count(PLAIN) == 3 and "¥1,280.00" in words
    picture = next(s for s in page.shapes if s.shape_type == 13)
    assert picture.width / picture.height == pytest.approx(1.5, rel=0.01)


def test_no_author_and_no_leftover_layouts():
    show = opened()
    assert show.core_properties.author == "" and len(show.slide_layouts) == 1


def test_mistakes_are_named():
    for wrong in (
        ("cake", ["甲"], [("a", [1])]),
        ("bar", [], []),
        ("bar", ["甲"], [("a", [1, 2])]),
        ("pie", ["甲"], [("a", [1]), ("b", [1])]),
    ):
        with pytest.raises(ValueError):
            Chart(*wrong)
    with pytest.raises(ValueError, match="图片"):
        opened(Slide("图", picture=b"nothing"))
