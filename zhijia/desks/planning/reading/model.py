"""The plain values a reading is made of: no behaviour beyond turning into JSON."""

from __future__ import annotations

from dataclasses import dataclass, field


class Unreadable(Exception):
    """A document that cannot be read; says what is wrong and how to mend it, in Chinese."""

    def __init__(self, sentence: str, remedy: str) -> None:
        super().__init__(sentence, remedy)
        self.sentence = sentence
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.sentence}{self.remedy}"


@dataclass
class Chapter:
    """A heading and the body under it; level 1 is 一、, 2 is （一）, 3 is 1、, 4 is （1）."""

    title: str
    level: int
    text: str
    line: int


@dataclass
class Item:
    """One dated piece of work; month is [first, last], source_line counts from 1."""

    month: tuple[int, int]
    title: str
    domain: str
    source_line: int


@dataclass
class Hint:
    """A loose time (上半年, 年末) met outside a month schedule: worth showing, not an item."""

    phrase: str
    text: str
    line: int


@dataclass
class Intake:
    """What the file gave before cleaning; wrapped means its line breaks come from a layout."""

    text: str
    warnings: list[str] = field(default_factory=list)
    wrapped: bool = False


@dataclass
class Cleaned:
    """Cleaned lines without blank ones; breaks holds indexes at which a table has just ended."""

    lines: list[str]
    warnings: list[str] = field(default_factory=list)
    breaks: set[int] = field(default_factory=set)


@dataclass
class Reading:
    """A document read: its kind, title, year, chapters, dated items and what to check."""

    kind: str
    title: str
    year: int | None
    chapters: list[Chapter]
    items: list[Item]
    warnings: list[str]
    lines: list[str]
    hints: list[Hint] = field(default_factory=list)

    def as_json(self) -> dict:
        """Give the plain form that files and other desks exchange."""
        return {
            "kind": self.kind,
            "title": self.title,
            "year": self.year,
            "chapters": [
                {"title": c.title, "level": c.level, "text": c.text} for c in self.chapters
            ],
            "items": [
                {
                    "month": list(i.month),
                    "title": i.title,
                    "domain": i.domain,
                    "source_line": i.source_line,
                }
                for i in self.items
            ],
            "warnings": list(self.warnings),
        }
