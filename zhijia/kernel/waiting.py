"""What waits for a person, across everything: each domain adds its lines, the first page shows them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Waiting:
    """One line: what, where, by when, and the word on its button."""

    title: str
    url: str
    button: str
    due: date | None = None
    note: str = ""


sources: list[Callable[..., Iterable[Waiting]]] = []


def waits(source):
    """Register ``source(person, org)``; it costs at most two queries however much waits."""
    sources.append(source)
    return source


def waiting_for(person, org) -> list[Waiting]:
    """Everything that waits for the person at the union, the most pressing first."""
    lines = [line for source in sources for line in source(person, org)]
    return sorted(lines, key=lambda w: (w.due is None, w.due or date.max, w.title))
