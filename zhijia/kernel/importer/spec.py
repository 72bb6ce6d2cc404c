"""What a domain says about its sheet: columns, how a row is judged, how it is written."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from django.utils.translation import gettext as _

from .models import Verdict


@dataclass(frozen=True)
class Column:
    """A column of the sheet: ``read(text)`` gives its value or raises ValueError with a sentence.

    ``masked(text)``: how a sensitive text is shown on the preview.
    """

    name: str
    label: str
    synonyms: tuple = ()
    read: Callable = str
    required: bool = False
    masked: Callable | None = None

    def matches(self, header: str) -> bool:
        """Spaces (姓 名), remarks in brackets and marks of obligation do not matter."""
        word = re.sub(r"\s|[（(【\[].*|[*＊:：]", "", header)
        return word in (self.label, *self.synonyms)

    def show(self, text: str) -> str:
        return self.masked(text) if self.masked and text else text


@dataclass
class Judged:
    """What is to happen with one row. ``was``: column → text there now, for what would change."""

    verdict: Verdict
    why: str = ""
    column: str = ""
    source_id: int | None = None
    was: dict = field(default_factory=dict)


@dataclass
class Batch:
    """Some accepted rows to be written in one transaction.

    ``rows``: [(row, values, what was there before)]. The writer sets ``row.source_id`` to what
    came of it, or refuses a row by :meth:`refuse`.
    """

    import_: object
    by: object
    rows: list

    def refuse(self, row, why: str) -> None:
        row.verdict, row.why = Verdict.REFUSED, why[:200]


@dataclass(frozen=True)
class Importer:
    """``judge(org, given)`` gives a function from a row's values to :class:`Judged`.

    ``write(batch)`` writes a batch; ``undo(batch)`` takes one back and refuses the rows it cannot.
    ``asks``: questions of the upload form [(name, label, read)], answers in ``given``.
    """

    code: str
    label: str
    power: str
    columns: tuple
    judge: Callable
    write: Callable
    undo: Callable | None = None
    asks: tuple = ()
    note: str = ""

    @cached_property
    def by_name(self):
        return {column.name: column for column in self.columns}

    @cached_property
    def required(self):
        return [column for column in self.columns if column.required]


importers: dict[str, Importer] = {}


def importer(code, label, *, may, columns, judge=None, write=None, undo=None, asks=(), note="",
             act=None, key=None, known=None):  # fmt: skip
    """Declare a sheet. The short form gives ``act(org, by, row)``, one action a row, with
    ``key(row)`` and ``known(org)``, the keys that are there already."""
    if code in importers:
        raise ValueError(f"importer {code} is declared twice")
    if act:
        judge, write = judge_by_key(key, known), write_by_action(act)
    importers[code] = Importer(
        code, label, may, tuple(columns), judge, write, undo, tuple(asks), note
    )


def judge_by_key(key, known):
    """A row that is there already, or twice in the file, is not taken again."""

    def judge(org, given):
        seen = set(known(org))

        def one(values):
            mark = key(values)
            if mark in seen:
                return Judged(Verdict.AGAIN, _("已经有了，或在表里重复"))
            seen.add(mark)
            return Judged(Verdict.NEW)

        return one

    return judge


def write_by_action(act):
    from django.db import transaction

    from ..refusals import Refused

    def write(batch):
        for row, values, _was in batch.rows:
            try:
                with transaction.atomic():
                    made = act(batch.import_.org, batch.by, dict(values))
                row.source_id = getattr(made, "pk", None)
            except Refused as no:
                batch.refuse(row, str(no))

    return write
