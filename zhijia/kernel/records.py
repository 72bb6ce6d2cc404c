"""Record once: what the union plans or did, projected from its domains; never typed by hand.

A :class:`RecordKind` says what one model means to the outside. :func:`sync` is called after every
action and by :func:`rebuild`, by nothing else; it writes one :class:`Record` per source object
with its :class:`Fact` and :class:`Entry` rows. All of it can be thrown away and rebuilt.
"""

from abc import ABC, abstractmethod
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from operator import attrgetter

from django.db import transaction
from django.db.models.base import ModelState

from . import bulk, clock
from .crowds import people_fields, person_token, with_people
from .derived import DONE, DRAFT, LISTED, PLANNED, VOID, Entry, Fact, Record
from .metrics import (
    Metric,
    Sentence,
    Tally,
    add_to_tallies,
    count_tallies,
    is_summed,
    metric,
    metrics,
    topic_count,
)
from .periods import refuse_if_closed

CENT, ONE = Decimal("0.01"), Decimal(1)
MANY = 50  # from so many rows on, plain inserts pay


class RecordKind(ABC):
    """What one model means to the outside."""

    model: type
    code, label, chapter = "", "", ""
    book = ""  # the ledger box of all its topics, where they stand in one
    order = 0  # kinds drawn from other records come later
    serves = ""  # the metric by which plan items of this kind are measured
    sentences: tuple = ()
    related: tuple = ()  # select_related names
    prefetch: tuple = ()

    def topics(self):
        """Topic → label, where one kind holds several sorts of work; the register's finest grain."""
        return {self.code: self.label}

    def books(self):
        """Topic → the ledger box in which it usually stands; a school may have others."""
        return dict.fromkeys(self.topics(), self.book) if self.book else {}

    def topic(self, obj):
        return self.code

    def chapter_of(self, topic):
        return self.chapter

    @abstractmethod
    def stage(self, obj): ...

    @abstractmethod
    def card(self, obj):
        """``{"on": date, "title": str}`` and maybe ``"until"``."""

    @abstractmethod
    def public(self, obj):
        """The wording that may be disclosed; "" means never."""

    def by_month(self, obj) -> str:
        """Public words that say no more than the month, of what is done: 2026年3月答复来信一件."""
        on = self.card(obj)["on"]
        return f"{on.year}年{on.month}月{self.label}一件" if self.stage(obj) == DONE else ""

    def facts(self, obj):
        """Metric → number, or → list of persons for a metric that counts people."""
        return {f"{self.code}.count": 1}

    def entries(self, obj):
        return {}

    def refresh(self, objs):
        """Before a rebuild: bring up to date what the objects themselves derive from records."""
        return

    def url(self, source_id):
        meta = self.model._meta
        return f"/{meta.app_label}/{meta.model_name}/{source_id}/"

    def sources(self):
        """All source objects with what the card and the figures read; persons come in
        :func:`with_people`."""
        people = people_fields(self)
        rows = self.model._base_manager.select_related("org", *self.related)
        return rows.prefetch_related(*(name for name in self.prefetch if name not in people))


kinds: dict[type, RecordKind] = {}
kinds_by_code: dict[str, RecordKind] = {}
# Called with the list of records just written; with ``rebuilding`` when kinds drawn from other
# records are about to be derived anyway.
after_sync: list = []


def record_kind(model):
    def register(cls):
        if model in kinds or cls.code in kinds_by_code:
            raise ValueError(f"record kind {cls.code} is declared twice")
        kind = cls()
        kind.model = model
        kinds[model] = kinds_by_code[kind.code] = kind
        return cls

    return register


@lru_cache(maxsize=4096)
def _cents(value) -> Decimal:
    return Decimal(value).quantize(CENT)


def _figures(kind, obj):
    """([(metric, value, mark of a person or "")], [(subject, amount)]) of done work."""
    facts = []
    for code, value in kind.facts(obj).items():
        if metrics[code].counts_people:
            facts += [(code, ONE, token) for token in sorted({person_token(p) for p in value})]
        elif value:
            facts.append((code, _cents(value), ""))
    return facts, [(s, _cents(amount)) for s, amount in kind.entries(obj).items() if amount]


CARD = ("topic", "stage", "on", "until", "title", "public", "photos", "papers", "org_id")
NEW = tuple(field.attname for field in Record._meta.concrete_fields)


def _wanted(kind, objs, evidence):
    """For each source object, the record it should have, with its figures; unsaved."""
    now, none = clock.now(), (0, 0)
    for obj in objs:
        card, org, stage, source = kind.card(obj), obj.org, kind.stage(obj), obj.pk
        photos, papers = evidence.get(source, none)
        facts, entries = _figures(kind, obj) if stage == DONE else ([], [])
        record = Record.__new__(Record)  # without a model's constructor, at a tenth of its price
        record.__dict__ = {
            "_state": ModelState(),
            "id": None, "org_id": org.pk, "org_path": org.path, "created": now, "kind": kind.code,
            "topic": kind.topic(obj), "source_id": source, "stage": stage,
            "on": card["on"], "until": card.get("until"), "title": card["title"][:200],
            "public": kind.public(obj)[:300], "photos": photos, "papers": papers,
            "codes": frozenset([code for code, _value, _token in facts]),
        }  # fmt: skip
        yield record, facts, entries


def _existing(kind, pks):
    rows = Record.objects.filter(kind=kind.code, source_id__in=pks)
    return {r.source_id: r for r in rows.prefetch_related("facts", "entries")}


def _same(have, want, facts, entries):
    return (
        all(getattr(have, name) == getattr(want, name) for name in CARD)
        and sorted((f.metric, f.value, f.token) for f in have.facts.all()) == sorted(facts)
        and sorted((e.subject, e.amount) for e in have.entries.all()) == sorted(entries)
    )


def project(kind, objs, *, empty=False, new=False, tally=True) -> list[Record]:
    """Bring the records of these source objects up to date; the changed ones are returned, each
    with ``codes``, the metrics it carries, and those that had no record before with ``fresh``.

    ``empty``: the caller knows that none of them has a record yet; ``new``: they were written this
    very moment, so nothing is attached to them either, and the kind asks the database nothing.
    Without ``tally`` the months' sums are left to the caller.
    """
    from .documents.models import evidence_of

    if new:
        have, stale, figures = {}, [], _insert_with_figures(kind, objs)
        fresh = [record for record, _facts, _entries in figures]
    else:
        have = {} if empty else _existing(kind, [o.pk for o in objs])
        wanted = _wanted(kind, objs, evidence_of(kind.model, objs))
        fresh, stale, figures = _different(wanted, have)
        _insert_records(fresh)
        Record.objects.bulk_update(stale, [*CARD, "org_path"], batch_size=200)
    if tally:
        add_to_tallies(_differences(have, figures))
    _write_figures(stale, figures)
    return fresh + stale


def _different(wanted, have):
    """(records not there yet, records that changed, figures of both)."""
    fresh, stale, figures = [], [], []
    for want, facts, entries in wanted:
        old = have.get(want.source_id)
        if old is None:
            want.fresh = True
            fresh.append(want)
        elif _same(old, want, facts, entries):
            continue
        else:
            want.pk, want.created = old.pk, old.created
            stale.append(want)
        figures.append((want, facts, entries))
    return fresh, stale, figures


ROW = attrgetter(*NEW)


def _insert_records(fresh) -> None:
    if len(fresh) < MANY:
        Record.objects.bulk_create(fresh)
        return
    for record, pk in zip(fresh, bulk.reserve(Record, len(fresh)), strict=True):
        record.id, record._state.adding = pk, False
    bulk.insert(Record, NEW, map(ROW, fresh))


def _insert_with_figures(kind, objs):
    """Insert the records of new objects as they are made; they are returned with their figures."""
    figures, keys = [], bulk.reserve(Record, len(objs))

    def rows():
        for pk, figure in zip(keys, _wanted(kind, objs, {}), strict=True):
            record = figure[0]
            record.id, record.fresh, record._state.adding = pk, True, False
            figures.append(figure)
            yield ROW(record)

    bulk.insert(Record, NEW, rows())
    return figures


def _differences(have, figures):
    """What the months' sums gain and lose by these records."""
    counts = Counter(_counted(r, [fact[:2] for fact in facts]) for r, facts, _e in figures)
    before = [have[r.source_id] for r, _facts, _e in figures if r.source_id in have]
    counts.subtract(map(_counted_before, before))
    return _sums(counts)


def _counted(record, facts):
    """What the sums see of a record: of thousands of records they see the same."""
    topic = record.topic if record.stage in LISTED else ""
    return record.org_id, record.org_path, record.on, topic, tuple(facts)


def _counted_before(old):
    return _counted(old, [(f.metric, f.value) for f in old.facts.all()])


def _sums(counts):
    """(org, path, month, metric) → amount, of metrics that are summed."""
    changes = defaultdict(Decimal)
    for (org, path, on, topic, facts), times in counts.items():
        place = (org, path, on.replace(day=1))
        if topic:
            changes[*place, topic_count(topic)] += times
        for code, value in facts:
            changes[*place, code] += times * value
    return {k: v for k, v in changes.items() if is_summed(k[3])}


def _write_figures(stale, figures):
    if stale:
        Fact.objects.filter(record__in=stale).delete()
        Entry.objects.filter(record__in=stale).delete()
    own = [(r.pk, r.org_id, r.org_path, r.on) for r, _facts, _entries in figures]
    bulk.insert(
        Fact,
        ("record_id", "org_id", "org_path", "on", "metric", "value", "token"),
        (
            (*head, *fact)
            for head, (_r, facts, _e) in zip(own, figures, strict=True)
            for fact in facts
        ),
    )
    bulk.insert(
        Entry,
        ("record_id", "org_id", "org_path", "on", "subject", "amount"),
        (
            (*head, *e)
            for head, (_r, _f, entries) in zip(own, figures, strict=True)
            for e in entries
        ),
    )


@transaction.atomic
def sync(obj) -> None:
    """Bring one object's record up to date. A done record in a closed period is refused."""
    kind = kinds.get(type(obj))
    if kind is None:
        return
    before = Record.objects.filter(kind=kind.code, source_id=obj.pk).first()
    changed = project(kind, [obj])
    for record in filter(None, [before, *changed] if changed else []):
        if record.stage == DONE:
            refuse_if_closed(obj.org, record.on)
    for listener in after_sync:
        listener(changed)


def forget(kind, source_ids) -> None:
    """Drop the records of objects that are about to be deleted; the months' sums lose them."""
    have = _existing(kind, source_ids).values()
    for old in have:
        if old.stage == DONE:
            refuse_if_closed(old.org, old.on)
    lost = Counter()
    lost.subtract(map(_counted_before, have))
    add_to_tallies(_sums(lost))
    Record.objects.filter(pk__in=[r.pk for r in have]).delete()


@dataclass
class Rebuilt:
    kind: str
    seen: int
    changed: int
    orphans: int


def rebuild(check=False, batch=2000, progress=lambda done: None) -> Iterable[Rebuilt]:
    """Derive every record again from its source, kind by kind. ``check`` changes nothing.

    Yields what was found per kind; in ``check`` every difference counts as ``changed``.
    """
    different = 0
    for kind in sorted(kinds.values(), key=lambda k: (k.order, k.code)):
        with transaction.atomic(), bulk.few_collections():
            found = _rebuild_kind(kind, batch, progress)
            transaction.set_rollback(check)
        different += found.changed + found.orphans
        yield found
    with transaction.atomic():
        wrong = count_tallies(Fact.objects.all(), Record.objects.filter(stage__in=LISTED))
        transaction.set_rollback(check)
    yield Rebuilt("tally", Tally.objects.count(), wrong if check and not different else 0, 0)


def _rebuild_kind(kind, batch, progress):
    seen = changed = last = 0
    empty, known = not Record.objects.filter(kind=kind.code).exists(), {}
    while objs := list(kind.sources().filter(pk__gt=last).order_by("pk")[:batch]):
        last, seen = objs[-1].pk, seen + len(objs)
        with_people(kind, objs, known)
        kind.refresh(objs)
        touched = project(kind, objs, empty=empty, tally=False)
        changed += len(touched)
        for listener in after_sync:
            listener(touched, rebuilding=True)
        progress(len(objs))
    alive = kind.model._base_manager.values("pk")
    orphans, _rows = Record.objects.filter(kind=kind.code).exclude(source_id__in=alive).delete()
    return Rebuilt(kind.code, seen, changed, orphans)


__all__ = [
    "DONE",
    "DRAFT",
    "LISTED",
    "PLANNED",
    "VOID",
    "Entry",
    "Fact",
    "Metric",
    "Record",
    "RecordKind",
    "Sentence",
    "metric",
    "metrics",
    "record_kind",
    "rebuild",
    "sync",
]
