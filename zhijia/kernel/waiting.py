"""What waits for whom: one table, written with every action, read in one query by the first page.

Each domain's ``waiting.py`` says, for one object as it stands, whom it calls on: a person, or
whoever holds a power at its union. :func:`sync` is called after every action and by
:func:`rebuild`; the rows are a projection and can be thrown away. So the first page costs the same
however many domains there are (decision 0008).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from . import access, clock
from .orgs import Owned
from .people import Person

MOST = 60  # lines shown; who has more than that waiting needs the lists


@dataclass(frozen=True)
class Waiting:
    """One line: what, where, by when, the word on its button; and on whom it calls.

    ``person``, or every holder of ``power`` at the union except ``besides``; shown from ``since``
    to ``until``, both inclusive.
    """

    title: str
    url: str
    button: str
    due: date | None = None
    note: str = ""
    person: Person | None = None
    power: str = ""
    besides: Person | None = None
    since: date | None = None
    until: date | None = None


class Call(Owned):
    """A line that waits for somebody; see :class:`Waiting`."""

    created = None
    source = models.CharField(max_length=60)
    source_id = models.BigIntegerField()
    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="+")
    power = models.CharField(max_length=60, blank=True)
    besides = models.ForeignKey(Person, models.CASCADE, null=True, related_name="+")
    title = models.CharField(_("事项"), max_length=200)
    url = models.CharField(max_length=200)
    button = models.CharField(max_length=20)
    due = models.DateField(null=True)
    note = models.CharField(max_length=300, blank=True)
    since = models.DateField(null=True)
    until = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["org", "person"]),
            models.Index(fields=["org", "power"]),
            models.Index(fields=["source", "source_id"]),
        ]


sources: dict[type, Callable[..., Iterable[Waiting]]] = {}


def waits(model):
    """Register ``calls(obj)`` for a model: the lines that wait because of one object."""

    def register(calls):
        if model in sources:
            raise ValueError(f"{model} has two waiting sources")
        sources[model] = calls
        return calls

    return register


COMPARED = (
    "person_id", "power", "besides_id", "title", "url", "button", "due", "note", "since", "until",
)  # fmt: skip


def _rows(obj, calls):
    for w in calls(obj):
        yield Call(
            org=obj.org, org_path=obj.org.path, source=obj._meta.label_lower, source_id=obj.pk,
            person=w.person, power=w.power, besides=w.besides, title=w.title[:200], url=w.url,
            button=w.button, due=w.due, note=w.note[:300], since=w.since, until=w.until,
        )  # fmt: skip


def _mark(call):
    return tuple(str(getattr(call, name)) for name in COMPARED)


def sync(*objs) -> int:
    """Bring the lines of these objects of one model up to date; how many objects changed."""
    calls = sources.get(type(objs[0])) if objs else None
    if calls is None:
        return 0
    mine = Call.objects.filter(source=objs[0]._meta.label_lower, source_id__in=[o.pk for o in objs])
    have = {}
    for row in mine:
        have.setdefault(row.source_id, []).append(row)
    stale, fresh = [], []
    for obj in objs:
        wanted, old = list(_rows(obj, calls)), have.get(obj.pk, [])
        if sorted(map(_mark, wanted)) != sorted(map(_mark, old)):
            stale.append(obj.pk)
            fresh += wanted
    if stale:
        mine.filter(source_id__in=stale).delete()
        Call.objects.bulk_create(fresh)
    return len(stale)


def rebuild(batch=500) -> int:
    """Derive every line again; the number of objects whose lines had been wrong."""
    changed = 0
    for model in sources:
        rows = model._base_manager.select_related("org").order_by("pk")
        last = 0
        while objs := list(rows.filter(pk__gt=last)[:batch]):
            last = objs[-1].pk
            with transaction.atomic():
                changed += sync(*objs)
        alive = model._base_manager.values("pk")
        Call.objects.filter(source=model._meta.label_lower).exclude(source_id__in=alive).delete()
    return changed


def powers_at(person, org) -> list[str]:
    """The powers the person's offices give them at the union itself."""
    posts = {post for path, post, _org in access.offices(person) if path == org.path}
    return [p.code for p in access.powers.values() if posts & p.posts]


def waiting_for(person, org) -> list[Call]:
    """Everything that waits for the person at the union today, the most pressing first."""
    today = clock.today()
    rows = Call.objects.of(org).filter(Q(person=person) | Q(power__in=powers_at(person, org)))
    rows = rows.filter(Q(besides=None) | ~Q(besides=person))
    rows = rows.filter(Q(since=None) | Q(since__lte=today), Q(until=None) | Q(until__gte=today))
    lines = {
        row.url: row for row in rows.order_by(models.F("due").asc(nulls_last=True), "pk")[:MOST]
    }
    return list(lines.values())
