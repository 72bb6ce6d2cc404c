"""An import as kept: the file, one row a line with its verdict, and sealed blocks of what was read."""

import json
import zlib
from collections import defaultdict
from itertools import chain
from typing import NamedTuple

from django.db import models
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from .. import bulk
from ..orgs import Owned
from ..people import Person
from ..privacy import also_sealed, box, seal, unseal

BLOCK = 500  # rows sealed together


class Verdict(models.TextChoices):
    NEW = "new", _("新增")
    CHANGED = "changed", _("变更")
    SAME = "same", _("无变化")
    AGAIN = "again", _("重复")
    REFUSED = "refused", _("不合格")


TAKEN = (Verdict.NEW, Verdict.CHANGED)  # what confirming writes


class Import(Owned):
    """A file as read: its rows with their verdicts, and what became of them."""

    class State(models.TextChoices):
        READING = "reading", _("读取中")
        READ = "read", _("待确认")
        RUNNING = "running", _("导入中")
        DONE = "done", _("已导入")
        UNDOING = "undoing", _("撤销中")
        UNDONE = "undone", _("已撤销")
        FAILED = "failed", _("未读成")

    TONES = {
        "reading": "info", "read": "due", "running": "info", "done": "done", "undoing": "info",
        "undone": "plan", "failed": "late",
    }  # fmt: skip

    kind = models.CharField(max_length=40)
    name = models.CharField(_("文件名"), max_length=120)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    given = models.JSONField(default=dict)
    unread = models.JSONField(default=list)
    counts = models.JSONField(default=dict)
    sealed = models.BinaryField(null=True)
    why = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.READING)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("导入")

    def __str__(self):
        return self.name

    def recount(self) -> dict:
        """Count rows by verdict, done and undone ones apart, and keep it."""
        rows = self.lines.values_list("verdict").annotate(
            n=Count("pk"),
            written=Count("pk", filter=Q(done=True)),
            out=Count("pk", filter=Q(skipped=True)),
        )
        found = {v.value: 0 for v in Verdict} | {"done": 0, "skipped": 0}
        for verdict, n, written, out in rows:
            found[verdict] = n - written - out
            found["done"] += written
            found["skipped"] += out
        self.counts = found
        Import.objects.filter(pk=self.pk).update(counts=found)
        return found

    def waiting_rows(self):
        """What confirming still has to write."""
        return self.lines.filter(verdict__in=TAKEN, done=False, skipped=False)


class ImportRow(models.Model):
    """One line of the file: what is decided about it. What its cells say lies sealed in its block."""

    FILLFACTOR = 50  # a line is written, then changed once by what is made of it

    file = models.ForeignKey(  # written with it or after it, and no import is ever deleted
        Import, models.CASCADE, related_name="lines", db_index=False, db_constraint=False
    )
    place = models.PositiveIntegerField()
    number = models.PositiveIntegerField(_("行"))
    verdict = models.CharField(max_length=8, choices=Verdict)
    why = models.CharField(max_length=200, blank=True)
    cell = models.CharField(max_length=12, blank=True)
    source_id = models.BigIntegerField(null=True)
    skipped = models.BooleanField(default=False)
    done = models.BooleanField(default=False)

    class Meta:
        ordering = ["place"]
        indexes = [models.Index(fields=["file", "verdict", "place"])]
        constraints = [models.UniqueConstraint(fields=["file", "place"], name="one_row_a_place")]


class ImportBlock(models.Model):
    """``BLOCK`` rows, sealed: ``texts`` as the cells said them, for the preview; ``values`` and what
    was there before, for writing and undoing."""

    file = models.ForeignKey(Import, models.CASCADE, related_name="blocks", db_index=False)
    number = models.PositiveIntegerField()
    texts = models.BinaryField()
    values = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["file", "number"], name="one_block_a_number")
        ]


class Kept(NamedTuple):
    """A line as its :class:`ImportRow` keeps it."""

    number: int
    verdict: str
    why: str
    cell: str
    source_id: int | None


class Row(NamedTuple):
    """A line as it was read: ``texts`` of the columns the file has, in their order; ``values`` and
    ``was`` by column."""

    line: Kept
    texts: list
    values: dict
    was: dict


def sealed(names, rows: list[Row]) -> tuple[bytes, bytes]:
    """What the rows of one block hold, ``names`` being the columns the file has: (texts, values).
    Names stand once, not on every row."""
    known = list(dict.fromkeys(chain.from_iterable(row.values for row in rows)))
    values = [list(map(row.values.get, known)) for row in rows]
    was = {place: row.was for place, row in enumerate(rows) if row.was}
    return (
        _pack({"names": names, "rows": [row.texts for row in rows]}),
        _pack({"names": known, "rows": values, "was": was}),
    )


def _pack(content) -> bytes:
    return seal(zlib.compress(json.dumps(content, ensure_ascii=False).encode(), 1))


def keep(import_, lines: list[Kept], blocks) -> None:
    """Write the lines of a file in their order, and its sealed blocks."""
    pk = import_.pk
    bulk.insert(
        ImportRow,
        ("file_id", "place", *Kept._fields, "skipped", "done"),
        ((pk, place, *line, False, False) for place, line in enumerate(lines)),
    )
    bulk.insert(
        ImportBlock,
        ("file_id", "number", "texts", "values"),
        ((pk, number, *block) for number, block in enumerate(blocks)),
    )


def _of_rows(import_, places, column) -> dict:
    """Place → (column → what stands there, what was there before), of these rows only."""
    asked = defaultdict(list)
    for place in places:
        asked[place // BLOCK].append(place)
    found = {}
    blocks = ImportBlock.objects.filter(file=import_, number__in=asked)
    for number, sealed in blocks.values_list("number", column):
        block = json.loads(zlib.decompress(unseal(bytes(sealed))))
        names, rows, was = block["names"], block["rows"], block.get("was", {})
        for place in asked[number]:
            row = zip(names, rows[place % BLOCK], strict=True)
            here = {name: value for name, value in row if value is not None}
            found[place] = here, was.get(str(place % BLOCK), {})
    return found


def texts_of(import_, places) -> dict[int, dict]:
    """Place → column → text, of these rows only."""
    return {place: texts for place, (texts, _was) in _of_rows(import_, places, "texts").items()}


def values_of(import_, places) -> dict[int, tuple[dict, dict]]:
    """Place → (values, what was there before), of these rows only."""
    return _of_rows(import_, places, "values")


def rotate_blocks() -> int:
    """Seal what imports hold anew with the first key."""
    count = 0
    for model, columns in ((ImportBlock, ("texts", "values")), (Import, ("sealed",))):
        rows = model.objects.exclude(**{columns[0]: None}).values_list("pk", *columns)
        for pk, *sealed in rows.iterator():
            fresh = [box().rotate(bytes(part)) for part in sealed]
            model.objects.filter(pk=pk).update(**dict(zip(columns, fresh, strict=True)))
            count += 1
    return count


also_sealed.append(rotate_blocks)
