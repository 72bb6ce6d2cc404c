"""What the house holds about a person: every domain declares it, with purpose, basis and term.

The pages of one's own data, the export, and the erasure of who has left all read this registry, so
nothing is held that its person cannot see. Declared in each app's ``held.py``.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.apps import apps
from django.db.models import Count, Model, Q

from .consent import Basis
from .privacy import Look


@dataclass(frozen=True)
class Item:
    """One field; what it does not say of itself its :class:`Held` says for it."""

    name: str
    label: str = ""
    purpose: str = ""
    basis: str = ""


@dataclass(frozen=True)
class Held:
    """Rows of one model that speak of a person.

    ``by``: look-ups that lead to the person. ``years`` after ``since`` they are thrown away or
    archived; ``erased``: the fields emptied when the person is erased, in rows that speak of nobody
    else (``shared`` names the relation that says so).
    """

    model: str
    label: str
    by: tuple
    items: tuple
    purpose: str
    basis: str = Basis.DUTY
    years: int | None = None
    since: str = ""
    erased: tuple = ()
    shared: str = ""

    @property
    def cls(self):
        return apps.get_model(self.model)

    def rows(self, person):
        """What is held about the person, the newest first."""
        mine = Q(pk__in=[])
        for path in self.by:
            mine |= Q(**{path: person.pk})
        found = self.cls._base_manager.filter(mine).select_related(*self.links)
        return (found.distinct() if len(self.by) > 1 or "__" in self.by[0] else found).order_by(
            "-pk"
        )

    @property
    def links(self):
        """The items that name another row, to be fetched along."""
        meta = self.cls._meta
        return [i.name for i in self.items if meta.get_field(i.name).many_to_one]

    def alone(self, person):
        """The rows that speak of nobody else."""
        mine = self.rows(person).order_by().values("pk")
        rows = self.cls._base_manager.filter(pk__in=mine)
        if self.shared:
            rows = rows.annotate(people_=Count(self.shared, distinct=True)).filter(people_=1)
        return rows

    @property
    def labels(self) -> list[str]:
        get = self.cls._meta.get_field
        return [item.label or str(get(item.name).verbose_name) for item in self.items]

    def term(self) -> str:
        if self.years is None:
            return self.since or "在会期间"
        return f"{self.since or '办结'}后 {self.years} 年"


held: dict[str, Held] = {}


def holds(model, label, by, items, purpose, **more) -> Held:
    """Declare what one model holds of a person; items are names, or :class:`Item`."""
    if model in held:
        raise ValueError(f"what {model} holds is declared twice")
    given = tuple(i if isinstance(i, Item) else Item(i) for i in items)
    by = (by,) if isinstance(by, str) else tuple(by)
    held[model] = Held(model, label, by, given, purpose, **more)
    return held[model]


FIRST = ("person", "membership", "appointment", "account", "contact")


def all_held() -> list[Held]:
    """Everything declared, what is nearest to the person first."""
    near = {f"kernel.{name}": at for at, name in enumerate(FIRST)}
    return sorted(held.values(), key=lambda one: near.get(one.model, len(near)))


@dataclass(frozen=True)
class Shown:
    """One field of one row: what stands there, and whether it is sensitive."""

    item: Item
    label: str
    value: str
    sensitive: bool
    purpose: str
    basis: str


def fields_of(one: Held, row) -> list[Shown]:
    sensitive = set(getattr(one.cls, "SENSITIVE", ()))
    return [
        Shown(
            item, item.label or str(one.cls._meta.get_field(item.name).verbose_name),
            words_of(row, item.name), item.name in sensitive, item.purpose or one.purpose,
            str(Basis(item.basis or one.basis).label),
        )
        for item in one.items
    ]  # fmt: skip


def reveal(one: Held, name, person) -> None:
    """Note that a person had a sensitive field of their own shown in full."""
    label = next(
        i.label or one.cls._meta.get_field(name).verbose_name for i in one.items if i.name == name
    )
    what = f"{one.label}：{label}"[:80]
    Look.objects.create(by=person, about=person, what=what, source=f"{one.cls._meta.label}:本人")


def words_of(row, name) -> str:
    """A value as a person reads it."""
    shown = getattr(row, f"get_{name}_display", None)
    value = shown() if shown else getattr(row, name)
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if hasattr(value, "hour") and hasattr(value, "year"):
        from django.utils import timezone

        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    if isinstance(value, Model):
        return str(value)
    return f"{value:%Y-%m-%d}" if hasattr(value, "year") else str(value)


# Why a person may not be erased yet: functions of a person that give a sentence, or "".
keepers: list[Callable] = []


def keeps(check):
    """Register a reason of law or of open matters to go on keeping a person's data."""
    keepers.append(check)
    return check
