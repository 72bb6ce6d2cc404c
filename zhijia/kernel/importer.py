"""Bringing in what a school already has in Excel: headers matched, a verdict per row, then actions.

A domain declares an :class:`Importer` in its ``imports.py``. Reading a file only makes a preview;
nothing happens until the person confirms, and then each accepted row goes through an action, in a
job with a progress bar. A row that is refused then keeps its reason and harms no other.
"""

import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import jobs
from .orgs import Owned
from .people import Person
from .refusals import Refused

NEW, AGAIN, REFUSED, DONE = "new", "again", "refused", "done"
MOST = 100_000  # rows of one file


@dataclass(frozen=True)
class Column:
    """A column of the sheet: ``read(text)`` gives its value or raises ValueError with a sentence."""

    name: str
    label: str
    synonyms: tuple = ()
    read: Callable = str
    required: bool = False

    def matches(self, header: str) -> bool:
        return re.sub(r"[\s（(].*|[*＊:：]", "", header) in (self.label, *self.synonyms)


@dataclass(frozen=True)
class Importer:
    """``act(org, by, row)`` performs one row; ``known(org)`` gives keys already there;
    ``key(row)`` the key of a row."""

    code: str
    label: str
    power: str
    columns: tuple
    act: Callable
    key: Callable
    known: Callable


importers: dict[str, Importer] = {}


def importer(code, label, *, may, columns, act, key, known):
    if code in importers:
        raise ValueError(f"importer {code} is declared twice")
    importers[code] = Importer(code, label, may, tuple(columns), act, key, known)


class Import(Owned):
    """A file as read: its rows with their verdicts, and what became of them."""

    class State(models.TextChoices):
        READ = "read", gettext_lazy("待确认")
        RUNNING = "running", gettext_lazy("导入中")
        DONE = "done", gettext_lazy("已导入")

    TONES = {"read": "due", "running": "info", "done": "done"}

    kind = models.CharField(max_length=40)
    name = models.CharField(gettext_lazy("文件名"), max_length=120)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    rows = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State, default=State.READ)

    class Meta:
        ordering = ["-pk"]
        verbose_name = gettext_lazy("导入")

    def __str__(self):
        return self.name

    @property
    def counts(self):
        found = {NEW: 0, AGAIN: 0, REFUSED: 0, DONE: 0}
        for row in self.rows:
            found[row["verdict"]] += 1
        return found


def read_date(text: str) -> str:
    """An ISO date from 2026-3-8, 2026年3月8日, 2026.3.8 or 20260308."""
    numbers = re.findall(r"\d+", text)
    if len(numbers) == 1 and len(numbers[0]) == 8:
        numbers = [numbers[0][:4], numbers[0][4:6], numbers[0][6:]]
    try:
        return date(*(int(n) for n in numbers[:3])).isoformat()
    except (ValueError, TypeError) as error:
        raise ValueError(_("不是日期，请写成 2026-3-8")) from error


def read_count(text: str) -> int:
    number = re.fullmatch(r"(\d+)(?:\.0+)?\s*(?:人次|人)?", text.strip())
    if not number:
        raise ValueError(_("不是整数"))
    return int(number[1])


def read_money(text: str) -> str:
    """Yuan as text with two decimals; 元, ¥ and thousands marks are taken off."""
    try:
        value = Decimal(re.sub(r"[¥￥,，元\s]", "", text))
    except InvalidOperation as error:
        raise ValueError(_("不是金额")) from error
    if value < 0:
        raise ValueError(_("金额不能是负数"))
    return str(value.quantize(Decimal("0.01")))


def read_choice(choices):
    """Reads a label of ``choices`` [(value, label)], or the value itself."""
    known = {str(label): value for value, label in choices} | {v: v for v, _label in choices}

    def read(text):
        if text.strip() not in known:
            raise ValueError(_("应是：%s") % "、".join(str(label) for _v, label in choices))
        return known[text.strip()]

    return read


def take_in(org, *, by, kind, data, name) -> Import:
    """Read a file into a preview. Raises :class:`Refused` when it holds no such table."""
    spec = importers[kind]
    sheet = _sheet(data, name)
    at, places = _headers(spec, sheet)
    rows = [_row(spec, number, cells, places) for number, cells in enumerate(sheet[at:], at + 1)]
    rows = [row for row in rows if row]
    if not rows:
        raise Refused(_("表头下面没有内容。"), _("请填好后再上传。"))
    _mark_known(spec, org, rows)
    return Import.objects.create(org=org, by=by, kind=kind, name=name[:120], rows=rows)


def _sheet(data, name) -> list[list[str]]:
    """The first sheet's cells as text. Office files are checked before they are opened."""
    from python_calamine import CalamineError, CalamineWorkbook

    from .documents import uploads

    uploads.check_upload(data, name, allow=frozenset({"xlsx", "xls"}))
    try:
        table = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    except CalamineError as error:
        raise Refused(_("表格打不开，可能已经损坏。"), _("请另存为 .xlsx 后再上传。")) from error
    if len(table) > MOST:
        raise Refused(_("一次最多导入 %d 行。") % MOST, _("请分成几份。"))
    return [[_text(cell) for cell in row] for row in table]


def _text(cell) -> str:
    if isinstance(cell, datetime | date):
        return cell.strftime("%Y-%m-%d")
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _headers(spec, sheet):
    """(the row after the header, column → place): the first row that holds all that is required."""
    missing = []
    for at, cells in enumerate(sheet[:15]):
        places = {}
        for place, header in enumerate(cells):
            column = next((c for c in spec.columns if c.name not in places and c.matches(header)), None)
            if column:
                places[column.name] = place
        missing = [c.label for c in spec.columns if c.required and c.name not in places]
        if not missing:
            return at + 1, places
    labels = "、".join(c.label for c in spec.columns if c.required)
    raise Refused(_("没有找到表头。"), _("前几行里要有一行写着：%s。") % labels)


def _row(spec, number, cells, places):
    """One row with its verdict; None for a row with nothing in it."""
    texts = {c.name: cells[places[c.name]] for c in spec.columns if places.get(c.name, 99) < len(cells)}
    if not any(texts.values()):
        return None
    values, why = {}, ""
    for column in spec.columns:
        text = texts.get(column.name, "")
        if not text and column.required:
            why = why or _("“%s”没有填") % column.label
        elif text:
            try:
                values[column.name] = column.read(text)
            except ValueError as error:
                why = why or f"“{column.label}”{error}：{text[:20]}"
    verdict = REFUSED if why else NEW
    return {"n": number, "texts": texts, "values": values, "verdict": verdict, "why": why}


def _mark_known(spec, org, rows):
    """A row that is there already, or twice in the file, is not taken again."""
    seen = set(spec.known(org))
    for row in rows:
        if row["verdict"] != NEW:
            continue
        key = spec.key(row["values"])
        if key in seen:
            row["verdict"], row["why"] = AGAIN, _("已经有了，或在表里重复")
        seen.add(key)


def confirm(import_, *, by) -> jobs.Job:
    """Let the accepted rows go through their actions, in the background."""
    with transaction.atomic():
        locked = Import.objects.select_for_update().get(pk=import_.pk)
        if locked.state != Import.State.READ:
            raise Refused(_("这份文件已经导入过了。"))
        locked.state = Import.State.RUNNING
        locked.save()
        label = _("导入：%s") % locked.name
        return jobs.start(run, org=locked.org, by=by, label=label, pk=locked.pk)


def run(job, pk):
    """The job: each row in its own transaction, so that one refusal harms no other."""
    import_ = Import.objects.select_related("org").get(pk=pk)
    spec = importers[import_.kind]
    wanted = [row for row in import_.rows if row["verdict"] == NEW]
    for done, row in enumerate(wanted, 1):
        try:
            spec.act(import_.org, job.by, dict(row["values"]))
            row["verdict"] = DONE
        except Refused as no:
            row["verdict"], row["why"] = REFUSED, str(no)
        if done % 25 == 0 or done == len(wanted):
            job.advance(done, len(wanted))
    import_.state = Import.State.DONE
    import_.save()
    return f"/import/{pk}/"
