"""The plain pages, declared: a list and a detail page per model. Contract tests read these too."""

from collections.abc import Callable
from dataclasses import dataclass, field

lists: dict[type, "ListPage"] = {}
details: dict[type, "DetailPage"] = {}


@dataclass(frozen=True)
class Column:
    """``show(obj)`` gives what stands in the cell; ``kind`` text, date, money, number or badge."""

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


@dataclass
class DetailPage:
    """``facts(obj, person)`` → (label, value) pairs; ``more(obj, person)`` → extra context."""

    model: type
    title: Callable
    facts: Callable
    template: str = "ui/detail.html"
    more: Callable = lambda obj, person: {}
    related: tuple = ()
    prefetch: tuple = ()

    def __post_init__(self):
        details[self.model] = self


def badge_of(obj):
    """(tone, word) of an object's state: the word always stands beside the colour."""
    tones = getattr(obj, "TONES", {})
    return tones.get(obj.state, "plan"), obj.get_state_display()
