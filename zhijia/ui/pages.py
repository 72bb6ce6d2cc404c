"""The plain pages, declared: a list and a detail page per model. Contract tests read these too."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from django.core.paginator import Page, Paginator

lists: dict[type, "ListPage"] = {}
details: dict[type, "DetailPage"] = {}


class Due(NamedTuple):
    """The day by which something is owed, for a cell or a fact; late only while it is still owed."""

    day: object
    owed: bool


@dataclass(frozen=True)
class Column:
    """``show(obj)`` gives what stands in the cell: words, a date or a :class:`Due` among others;
    ``kind`` text, date, money, number or badge."""

    label: str
    show: Callable
    kind: str = "text"


@dataclass(frozen=True)
class Filter:
    """A choice above a list. ``apply(rows, value)`` narrows; ``options(org)`` gives the choices."""

    name: str
    label: str
    options: Callable
    apply: Callable


@dataclass
class ListPage:
    """``rows(queryset, request)`` prepares what ``visible_to`` gave: the year, related rows, order."""

    model: type
    title: str
    columns: list
    rows: Callable
    search: Callable | None = None
    filters: list = field(default_factory=list)
    empty: str = ""
    intro: str = ""
    template: str = "ui/list.html"
    per_page: int = 30
    importer: str = ""

    def __post_init__(self):
        lists[self.model] = self

    @property
    def searched(self):
        """Whether there is a search; a template would call ``search`` itself."""
        return self.search is not None


@dataclass
class DetailPage:
    """``facts(obj, person)`` → (label, value) pairs; ``more(obj, person)`` → extra context.

    Verbs named in ``apart`` are not in the bar of buttons but given to the template by name.
    """

    model: type
    title: Callable
    facts: Callable
    template: str = "ui/detail.html"
    more: Callable = lambda obj, person: {}
    related: tuple = ()
    prefetch: tuple = ()
    apart: tuple = ()

    def __post_init__(self):
        details[self.model] = self


class Pages(Paginator):
    """Pages of a long list: the keys of a page first, which an index alone can give however deep,
    then only its rows.

    Counting is dearer than a page, so ``known`` takes a number from elsewhere, and without one the
    rows are counted only up to ``CAP``; ``over`` says that there are more.
    """

    CAP = 1000

    def __init__(self, rows, per_page, known=None):
        super().__init__(rows, per_page)
        self.known, self.deep = known, False

    @cached_property
    def keys(self):
        """The keys of the rows from the first on; one more than ``CAP`` at most."""
        most = self.per_page if self.known is not None else self.CAP + 1
        return list(self.object_list.values_list("pk", flat=True)[:most])

    @property
    def over(self):
        return self.known is None and not self.deep and len(self.keys) > self.CAP

    @cached_property
    def all_counted(self):
        return self.object_list.order_by().count()

    @property
    def count(self):
        if self.known is not None:
            return self.known
        return self.all_counted if self.deep else min(len(self.keys), self.CAP)

    @property
    def num_pages(self):
        return max(1, -(-self.count // self.per_page))

    def validate_number(self, number):
        asked = int(number) if str(number).isdigit() else 1
        self.deep = self.deep or (self.over and asked * self.per_page > self.CAP)
        return super().validate_number(number)

    def page(self, number):
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        last = first + self.per_page
        keys = self.keys[first:last]
        if len(keys) < min(self.per_page, self.count - first):
            keys = list(self.object_list.values_list("pk", flat=True)[first:last])
        return Page(self._rows(keys), number, self)

    def _rows(self, keys) -> list:
        """The rows of these keys. They are asked for by key alone: with the list's own conditions
        beside it the database may prefer another index and read thousands."""
        wanted = self.object_list
        if wanted.query.annotations:
            return list(wanted.filter(pk__in=keys))
        rows = wanted.model._base_manager.all()
        rows.query.select_related = wanted.query.select_related
        rows.query.deferred_loading = wanted.query.deferred_loading
        found = rows.prefetch_related(*wanted._prefetch_related_lookups).in_bulk(keys)
        return [found[key] for key in keys if key in found]


def badge_of(obj):
    """(tone, word) of an object's state: the word always stands beside the colour."""
    tones = getattr(obj, "TONES", {})
    return tones.get(obj.state, "plan"), obj.get_state_display()
