"""Record once: what the union plans or did, projected from its domains; never typed by hand.

A :class:`RecordKind` says what one model means to the outside. :func:`sync` is called after every
action and by :func:`rebuild`, by nothing else; it writes one :class:`Record` per source object
with its :class:`Fact` and :class:`Entry` rows. All of it can be thrown away and rebuilt.
"""

from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from . import bulk, clock
from .crowds import people_fields, person_token, with_people
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
from .orgs import Owned, org_key
from .periods import refuse_if_closed

DRAFT, PLANNED, DONE, VOID = "draft", "planned", "done", "void"
CENT, ONE = Decimal("0.01"), Decimal(1)
LISTED = (PLANNED, DONE)  # what the register shows
MANY = 50  # from so many rows on, plain inserts pay


class Record(Owned):
    """One thing the union plans or did. Its words are safe for whoever may see the record."""

    class Stage(models.TextChoices):
        DRAFT = DRAFT, _("草稿")
        PLANNED = PLANNED, _("已安排")
        DONE = DONE, _("已办")
        VOID = VOID, _("作废")

    org = org_key()
    kind = models.CharField(max_length=40)
    topic = models.CharField(max_length=40)
    source_id = models.BigIntegerField()
    stage = models.CharField(max_length=10, choices=Stage)
    on = models.DateField(_("日期"))
    until = models.DateField(_("至"), null=True, blank=True)
    title = models.CharField(_("事项"), max_length=200)
    public = models.CharField(_("可公开的表述"), max_length=300, blank=True)
    photos = models.PositiveIntegerField(_("照片"), default=0)
    papers = models.PositiveIntegerField(_("材料"), default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "source_id"], name="one_per_source")]
        indexes = [
            # with the title, so that a word is searched in the index alone
            models.Index(fields=["org", "on", "stage", "topic", "title"], name="record_register"),
            models.Index(fields=["org", "topic", "on"]),
            models.Index(fields=["org_path", "on"]),
        ]
        verbose_name = _("工作记录")

    def __str__(self):
        return self.title

    @property
    def source_url(self):
        return kinds_by_code[self.kind].url(self.source_id)


class Fact(Owned):
    """One measured figure of one record. ``token`` stands for a person without naming them."""

    created, org = None, org_key()
    record = models.ForeignKey(Record, models.CASCADE, related_name="facts")
    on = models.DateField()
    metric = models.CharField(max_length=60)
    value = models.DecimalField(max_digits=14, decimal_places=2)
    token = models.CharField(max_length=20, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["org", "metric", "on"]),
            models.Index(fields=["org_path", "metric", "on"]),
        ]


class Entry(Owned):
    """What one record owes the ledger: an accounting subject and an amount in yuan."""

    created = None
    record = models.ForeignKey(Record, models.CASCADE, related_name="entries")
    on = models.DateField()
    subject = models.CharField(max_length=60)
    amount = models.DecimalField(max_digits=14, decimal_places=2)


class RecordKind(ABC):
    """What one model means to the outside."""

    model: type
    code, label, chapter = "", "", ""
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
        return {}

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


def _fact_rows(kind, obj, record):
    if record.stage != DONE:
        return
    for code, value in kind.facts(obj).items():
        if metrics[code].counts_people:
            for token in sorted({person_token(p) for p in value}):
                yield code, ONE, token
        elif value:
            yield code, _cents(value), ""


def _entry_rows(kind, obj, record):
    if record.stage == DONE:
        for subject, amount in kind.entries(obj).items():
            if amount:
                yield subject, _cents(amount)


CARD = ("topic", "stage", "on", "until", "title", "public", "photos", "papers", "org_id")
NEW = tuple(field.attname for field in Record._meta.concrete_fields)


def _wanted(kind, objs, evidence):
    """For each source object, the record it should have, with its figures; unsaved."""
    now = clock.now()
    for obj in objs:
        card, org = kind.card(obj), obj.org
        photos, papers = evidence.get(obj.pk, (0, 0))
        values = {
            "id": None, "org_id": org.pk, "org_path": org.path, "created": now, "kind": kind.code,
            "topic": kind.topic(obj), "source_id": obj.pk, "stage": kind.stage(obj),
            "on": card["on"], "until": card.get("until"), "title": card["title"][:200],
            "public": kind.public(obj)[:300], "photos": photos, "papers": papers,
        }  # fmt: skip
        record = Record(*[values[name] for name in NEW])  # by position: half the price of keywords
        yield record, list(_fact_rows(kind, obj, record)), list(_entry_rows(kind, obj, record))


def _existing(kind, pks):
    rows = Record.objects.filter(kind=kind.code, source_id__in=pks)
    return {r.source_id: r for r in rows.prefetch_related("facts", "entries")}


def _same(have, want, facts, entries):
    return (
        all(getattr(have, name) == getattr(want, name) for name in CARD)
        and sorted((f.metric, f.value, f.token) for f in have.facts.all()) == sorted(facts)
        and sorted((e.subject, e.amount) for e in have.entries.all()) == sorted(entries)
    )


def project(kind, objs, *, empty=False, tally=True) -> list[Record]:
    """Bring the records of these source objects up to date; the changed ones are returned, each
    with ``codes``, the metrics it carries, and those that had no record before with ``fresh``.

    ``empty``: the caller knows that none of them has a record yet. Without ``tally`` the months'
    sums are left to the caller.
    """
    from .documents.models import evidence_of

    have = {} if empty else _existing(kind, [o.pk for o in objs])
    fresh, stale, figures = [], [], []
    for want, facts, entries in _wanted(kind, objs, evidence_of(kind.model, objs)):
        old = have.get(want.source_id)
        if old is None:
            want.fresh = True
            fresh.append(want)
        elif _same(old, want, facts, entries):
            continue
        else:
            want.pk, want.created = old.pk, old.created
            stale.append(want)
        want.codes = frozenset(code for code, _value, _token in facts)
        figures.append((want, facts, entries))
    _insert_records(fresh)
    Record.objects.bulk_update(stale, [*CARD, "org_path"], batch_size=200)
    if tally:
        add_to_tallies(_differences(have, figures))
    _write_figures(stale, figures)
    return fresh + stale


def _insert_records(fresh) -> None:
    if len(fresh) < MANY:
        Record.objects.bulk_create(fresh)
        return
    for record, pk in zip(fresh, bulk.reserve(Record, len(fresh)), strict=True):
        record.pk, record._state.adding = pk, False
    bulk.insert(Record, NEW, ([getattr(r, name) for name in NEW] for r in fresh))


def _differences(have, figures):
    """What the months' sums gain and lose by these records."""
    changes = defaultdict(Decimal)
    for record, facts, _entries in figures:
        old = have.get(record.source_id)
        if old is not None:
            _count(changes, old, [(f.metric, f.value) for f in old.facts.all()], -1)
        _count(changes, record, [(code, value) for code, value, _token in facts], 1)
    return {k: v for k, v in changes.items() if is_summed(k[3])}


def _count(changes, record, facts, sign):
    place = (record.org_id, record.org_path, record.on.replace(day=1))
    if record.stage in LISTED:
        changes[*place, topic_count(record.topic)] += sign
    for code, value in facts:
        changes[*place, code] += sign * value


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
    have = _existing(kind, source_ids)
    changes = defaultdict(Decimal)
    for old in have.values():
        if old.stage == DONE:
            refuse_if_closed(old.org, old.on)
        _count(changes, old, [(f.metric, f.value) for f in old.facts.all()], -1)
    add_to_tallies({k: v for k, v in changes.items() if is_summed(k[3])})
    Record.objects.filter(pk__in=[r.pk for r in have.values()]).delete()


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
    "Metric",
    "RecordKind",
    "Sentence",
    "metric",
    "metrics",
    "record_kind",
    "rebuild",
    "sync",
]
