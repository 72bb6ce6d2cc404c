"""Native charts: the reader can open the figures behind them in PowerPoint or WPS."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION
from pptx.util import Inches, Pt

from . import pptx_look as look
from .layout import clean

if TYPE_CHECKING:
    from .pptx import Chart

_TYPES = {
    "bar": XL_CHART_TYPE.COLUMN_CLUSTERED,
    "line": XL_CHART_TYPE.LINE_MARKERS,
    "pie": XL_CHART_TYPE.PIE,
}


def add_chart(page, chart: Chart, box: tuple[float, float, float, float]) -> None:
    """Put a chart into a box given in inches (left, top, width, height)."""
    data = CategoryChartData()
    data.categories = [clean(name) for name in chart.categories]
    for name, values in chart.series:
        data.add_series(clean(name), values)
    frame = page.shapes.add_chart(_TYPES[chart.kind], *(Inches(value) for value in box), data)
    names = "、".join(clean(name) for name, _ in chart.series)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", f"图表：{names}")
    made = frame.chart
    look.font(made.font, 14, look.INK)
    made.has_title = bool(chart.unit)
    if chart.unit:
        made.chart_title.include_in_layout = False
        look.write(made.chart_title.text_frame, [f"单位：{clean(chart.unit)}"], 12, look.SOFT)
    made.has_legend = chart.kind == "pie" or len(chart.series) > 1
    if made.has_legend:
        made.legend.position = XL_LEGEND_POSITION.BOTTOM
        made.legend.include_in_layout = False
    if chart.kind == "pie":
        _pie(made)
    else:
        _axes(made, chart)


def _pie(made) -> None:
    plot = made.plots[0]
    plot.has_data_labels = True
    labels = plot.data_labels
    labels.show_percentage, labels.show_value = True, False
    labels.number_format, labels.number_format_is_linked = "0.0%", False
    labels.position = XL_LABEL_POSITION.OUTSIDE_END
    for index, _ in enumerate(plot.categories):
        fill = plot.series[0].points[index].format.fill
        fill.solid()
        fill.fore_color.rgb = look.PALETTE[index % len(look.PALETTE)]


def _axes(made, chart: Chart) -> None:
    values, names = made.value_axis, made.category_axis
    values.major_gridlines.format.line.color.rgb = look.RGBColor.from_string("E4DCCF")
    values.format.line.fill.background()
    names.format.line.color.rgb = look.RGBColor.from_string("BDB5A8")
    names.has_major_gridlines = False
    plot = made.plots[0]
    for index, series in enumerate(plot.series):
        colour = look.PALETTE[index % len(look.PALETTE)]
        if chart.kind == "bar":
            series.format.fill.solid()
            series.format.fill.fore_color.rgb = colour
        else:
            series.smooth = False
            series.format.line.color.rgb = colour
            series.format.line.width = Pt(2.5)
            series.marker.format.fill.solid()
            series.marker.format.fill.fore_color.rgb = colour
            series.marker.format.line.color.rgb = colour
    if chart.kind == "bar":
        plot.gap_width = 70
    if len(chart.series) == 1 and len(chart.categories) <= 12:
        plot.has_data_labels = True
        plot.data_labels.show_value = True
        plot.data_labels.font.size = Pt(12)
