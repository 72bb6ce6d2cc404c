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
from hashlib import blake2b

from django.conf import settings
from django.db import connection, models, transaction
from django.utils.translation import gettext_lazy as _

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
from .orgs import Owned
from .periods import refuse_if_closed

DRAFT, PLANNED, DONE, VOID = "draft", "planned", "done", "void"
LISTED = (PLANNED, DONE)  # what the register shows


class Record(Owned):
    """One thing the union plans or did. Its words are safe for whoever may see the record."""

    class Stage(models.TextChoices):
        DRAFT = DRAFT, _("草稿")
        PLANNED = PLANNED, _("已安排")
        DONE = DONE, _("已办")
        VOID = VOID, _("作废")

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
            models.Index(fields=["org", "on", "stage", "topic"]),
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

    created = None
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
        rows = self.model._base_manager.select_related("org", *self.related)
        return rows.prefetch_related(*self.prefetch)


kinds: dict[type, RecordKind] = {}
kinds_by_code: dict[str, RecordKind] = {}
after_sync: list = []  # called with the list of records just written


def record_kind(model):
    def register(cls):
        if model in kinds or cls.code in kinds_by_code:
            raise ValueError(f"record kind {cls.code} is declared twice")
        kind = cls()
        kind.model = model
        kinds[model] = kinds_by_code[kind.code] = kind
        return cls

    return register


def person_token(person) -> str:
    """A keyed mark that tells persons apart in figures and cannot be traced back without the key."""
    key = settings.SECRET_KEY.encode()[:64]
    return blake2b(person.token.encode(), digest_size=9, key=key).hexdigest()


def _fact_rows(kind, obj, record):
    if record.stage != DONE:
        return
    for code, value in kind.facts(obj).items():
        if metrics[code].counts_people:
            for token in sorted({person_token(p) for p in value}):
                yield code, Decimal(1), token
        elif value:
            yield code, Decimal(value).quantize(Decimal("0.01")), ""


def _entry_rows(kind, obj, record):
    if record.stage == DONE:
        for subject, amount in kind.entries(obj).items():
            if amount:
                yield subject, Decimal(amount).quantize(Decimal("0.01"))


CARD = ("topic", "stage", "on", "until", "title", "public", "photos", "papers", "org_id")


def _wanted(kind, objs, evidence):
    """For each source object, the record it should have, with its figures; unsaved."""
    for obj in objs:
        card = kind.card(obj)
        photos, papers = evidence.get(obj.pk, (0, 0))
        record = Record(
            org=obj.org, org_path=obj.org.path, kind=kind.code, source_id=obj.pk,
            topic=kind.topic(obj),
            stage=kind.stage(obj), on=card["on"], until=card.get("until"),
            title=card["title"][:200], public=kind.public(obj)[:300], photos=photos, papers=papers,
        )  # fmt: skip
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


def project(kind, objs) -> list[Record]:
    """Bring the records of these source objects up to date; the changed ones are returned."""
    from .documents.models import evidence_of

    have = _existing(kind, [o.pk for o in objs])
    fresh, stale, figures = [], [], []
    for want, facts, entries in _wanted(kind, objs, evidence_of(kind.model, objs)):
        old = have.get(want.source_id)
        if old is None:
            fresh.append(want)
        elif _same(old, want, facts, entries):
            continue
        else:
            want.pk, want.created = old.pk, old.created
            stale.append(want)
        figures.append((want, facts, entries))
    Record.objects.bulk_create(fresh)
    Record.objects.bulk_update(stale, [*CARD, "org_path"], batch_size=200)
    _write_figures(have, stale, figures)
    return fresh + stale


def _differences(have, figures):
    """What the months' sums gain and lose by these records."""
    changes = defaultdict(Decimal)
    for record, facts, _entries in figures:
        old = have.get(record.source_id)
        for row, sign in ((old, -1), (record, 1)):
            if row is not None and row.stage in LISTED:
                month = row.on.replace(day=1)
                changes[row.org_id, row.org_path, month, topic_count(row.topic)] += sign
        for fact in old.facts.all() if old else ():
            key = (old.org_id, old.org_path, old.on.replace(day=1), fact.metric)
            changes[key] -= fact.value
        for code, value, _token in facts:
            changes[record.org_id, record.org_path, record.on.replace(day=1), code] += value
    return {k: v for k, v in changes.items() if is_summed(k[3])}


def _write_figures(have, stale, figures):
    add_to_tallies(_differences(have, figures))
    if stale:
        Fact.objects.filter(record__in=stale).delete()
        Entry.objects.filter(record__in=stale).delete()
    _insert_facts(figures)
    Entry.objects.bulk_create(
        Entry(record=r, org_id=r.org_id, org_path=r.org_path, on=r.on, subject=s, amount=a)
        for r, _facts, entries in figures
        for s, a in entries
    )


def _insert_facts(figures) -> None:
    """Plain rows instead of model objects: facts are by far the most rows of a rebuild."""
    columns = ("record_id", "org_id", "org_path", "on", "metric", "value", "token")
    quote, ops = connection.ops.quote_name, connection.ops
    rows = [
        (r.pk, r.org_id, r.org_path, ops.adapt_datefield_value(r.on), m,
         ops.adapt_decimalfield_value(v, 14, 2), t)
        for r, facts, _entries in figures
        for m, v, t in facts
    ]  # fmt: skip
    if rows:
        names, marks = ", ".join(map(quote, columns)), ", ".join(["%s"] * len(columns))
        with connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {quote(Fact._meta.db_table)} ({names}) VALUES ({marks})", rows
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


@dataclass
class Rebuilt:
    kind: str
    seen: int
    changed: int
    orphans: int


def rebuild(check=False, batch=1000, progress=lambda done: None) -> Iterable[Rebuilt]:
    """Derive every record again from its source, kind by kind. ``check`` changes nothing.

    Yields what was found per kind; in ``check`` every difference counts as ``changed``.
    """
    different = 0
    for kind in sorted(kinds.values(), key=lambda k: (k.order, k.code)):
        with transaction.atomic():
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
    while objs := list(kind.sources().filter(pk__gt=last).order_by("pk")[:batch]):
        last, seen = objs[-1].pk, seen + len(objs)
        kind.refresh(objs)
        touched = project(kind, objs)
        changed += len(touched)
        for listener in after_sync:
            listener(touched)
        progress(len(objs))
    alive = kind.model._base_manager.values("pk")
    orphans, _rows = Record.objects.filter(kind=kind.code).exclude(source_id__in=alive).delete()
    return Rebuilt(kind.code, seen, changed, orphans)


__all__ = ["Metric", "RecordKind", "Sentence", "metric", "metrics", "record_kind", "rebuild", "sync"]
