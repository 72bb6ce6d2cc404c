"""Figures in a text: marks that stay references, their values, and the trace of each.

A block of text holds ``{{f3}}``; ``figures["f3"]`` says what it measures: ``metric`` (``a``,
``a/b``, ``a-b``), the period ``start`` … ``end``, maybe ``only`` (these records), and the ``value``
as accepted. In the editor a mark is shown as ``【91#f3】`` so that it survives a plain text field.
"""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from zhijia.kernel.measures import Book, Measure
from zhijia.kernel.money import yuan
from zhijia.kernel.periods import year_bounds
from zhijia.kernel.records import DONE, Record, metrics
from zhijia.kernel.refusals import Refused

from .models import PlanItem

MARK = re.compile(r"\{\{(f\d+)\}\}")
SHOWN = re.compile(r"【[^【】#]*#(f\d+)】")
TYPED = re.compile(r"\d[\d,.]*\s*(?:人次|人|次|元|万元|项|件|场|%|％|名|个|篇|条)")


def as_mark(key: str) -> str:
    return "{{" + key + "}}"


def shown(metric: str, value) -> str:
    """How a figure is printed: money to the cent, a share with one decimal, counts whole."""
    value = Decimal(value)
    if "/" in metric:
        return f"{value:.1f}%"
    first = re.split(r"[-]", metric)[0]
    if first in metrics and metrics[first].money:
        return yuan(value)
    return f"{value:,.0f}" if value == value.to_integral() else f"{value:,.2f}"


class Ledger:
    """Hands out marks while a text is written, reading each period's facts only once."""

    def __init__(self, org):
        self.org, self.figures, self._books = org, {}, {}

    def book(self, start: date, end: date) -> Book:
        key = (start, end)
        if key not in self._books:
            self._books[key] = Book(self.org, start, end)
        return self._books[key]

    def mark(self, metric, start, end, only=None) -> str:
        """A mark for the metric's figure over the period (or over ``only`` these records)."""
        value = self.book(start, end).measure(metric, only).value
        key = f"f{len(self.figures) + 1}"
        figure = {"metric": metric, "start": str(start), "end": str(end), "value": str(value)}
        self.figures[key] = figure | ({"only": list(only)} if only is not None else {})
        return as_mark(key)


def live(summary) -> Iterator[tuple[str, dict, Measure]]:
    """Every figure in the order of the text, with what its records say now."""
    ledger = Ledger(summary.org)
    for block in summary.blocks:
        for key in MARK.findall(block["text"]):
            fig = summary.figures[key]
            if "records" in fig:
                yield key, fig, Measure(fig["metric"], Decimal(fig["value"]), tuple(fig["records"]))
                continue
            book = ledger.book(date.fromisoformat(fig["start"]), date.fromisoformat(fig["end"]))
            yield key, fig, book.measure(fig["metric"], fig.get("only"))


def plain(text: str, figures) -> str:
    """The text with the accepted figures in it."""
    return MARK.sub(lambda m: shown(figures[m[1]]["metric"], figures[m[1]]["value"]), text)


def editable(text: str, figures) -> str:
    """The text with marks a plain text field can hold."""
    return MARK.sub(
        lambda m: f"【{shown(figures[m[1]]['metric'], figures[m[1]]['value'])}#{m[1]}】", text
    )


def from_editable(text: str) -> str:
    return SHOWN.sub(lambda m: as_mark(m[1]), text)


def read_marks(text: str, figures) -> list[str]:
    """The marks of a text; one that refers to no figure is refused."""
    keys = MARK.findall(text)
    for key in keys:
        if key not in figures:
            raise Refused(_("文中有一个数字标记无法识别：%s。") % key, _("请撤销这处改动再保存。"))
    return keys


def typed_figures(text: str) -> list[str]:
    """Figures typed by hand into the words: shown to the writer, since no record bears them out."""
    return TYPED.findall(MARK.sub("", text))


def trace(summary) -> list[dict]:
    """One row for every figure in order: its text, value, metric and the records behind it."""
    return [
        {
            "text": shown(fig["metric"], fig["value"]),
            "value": float(fig["value"]) if "." in fig["value"] else int(fig["value"]),
            "metric": fig["metric"],
            "records": list(measure.records),
        }
        for _key, fig, measure in live(summary)
    ]


KEY_FIGURES = (
    "care.visits", "care.people", "care.spent", "gatherings.held", "worklog.study",
    "gatherings.person_times", "worklog.honour", "committees.meetings", "planning.items",
    "planning.items_done",
)  # fmt: skip


def figures_beside(summary) -> dict:
    """What the one page and the slides show beside the text; frozen with it when signed."""
    if summary.frozen:
        return summary.frozen
    now = Book(summary.org, *year_bounds(summary.year))
    last = Book(summary.org, *year_bounds(summary.year - 1))
    key = [
        [str(metrics[c].label), shown(c, now.value(c)) + metrics[c].unit,
         shown(c, last.value(c)) + metrics[c].unit if last.value(c) else "—"]
        for c in KEY_FIGURES
        if c in metrics and now.value(c)
    ]  # fmt: skip
    rows = Record.objects.of(summary.org).filter(stage=DONE, on__range=year_bounds(summary.year))
    rows = rows.exclude(kind__in=("planning.item", "people.membership"))
    months = Counter(on.month for on in rows.values_list("on", flat=True))
    items = PlanItem.objects.of(summary.org).filter(year=summary.year)
    states = Counter(items.values_list("state", flat=True))
    return {
        "key": key, "months": [months[m] for m in range(1, 13)] if months else [],
        "states": [[str(s.label), states[s.value]] for s in PlanItem.State if states[s.value]],
    }  # fmt: skip
