"""Read a plan document into chapters and dated items; plain Python, no Django."""

from __future__ import annotations

from .clean import clean
from .domains import suggest_domain
from .identity import find_kind, find_title, find_year, plan_part
from .intake import take_in
from .model import Chapter, Cleaned, Hint, Item, Reading, Unreadable
from .schedule import Schedule, read_schedule
from .structure import find_hints, read_chapters
from .tables import text_tables

__all__ = [
    "Chapter",
    "Hint",
    "Item",
    "Reading",
    "Unreadable",
    "read_document",
    "read_text",
    "suggest_domain",
]

LONGEST = 2_000_000  # characters; a plan of a thousand pages is a mistake
_LONG = ("文字太长，不像一份工作计划。", "请只上传计划部分，或分成几份。")
_EMPTY = ("文档里没有可以读取的文字。", "请检查文件内容，或把文字直接粘贴进来。")


def read_document(data: bytes, name: str) -> Reading:
    """Read a file of any supported type, by what its bytes are rather than by its name."""
    taken = take_in(data, name)
    return _read(taken.text, taken.wrapped, taken.warnings)


def read_text(text: str) -> Reading:
    """Read pasted text."""
    return _read(text_tables(text), False, [])


def _read(text: str, wrapped: bool, warnings: list[str]) -> Reading:
    if len(text) > LONGEST:
        raise Unreadable(*_LONG)
    cleaned = clean(text, wrapped)
    if not cleaned.lines:
        raise Unreadable(*_EMPTY)
    title, at = find_title(cleaned.lines)
    schedule = read_schedule(cleaned, 0, title)
    kind = find_kind(title, at, cleaned.lines, bool(schedule.items), schedule.past)
    schedule, reasons = _settle(kind, schedule, cleaned, title, at)
    year, doubts = find_year(title, cleaned.lines, kind)
    return Reading(
        kind=kind,
        title=title,
        year=year,
        chapters=read_chapters(cleaned, schedule, at),
        items=schedule.items,
        warnings=[*warnings, *reasons, *(doubts if kind != "other" else []), *cleaned.warnings],
        lines=cleaned.lines,
        hints=find_hints(cleaned, schedule),
    )


def _settle(
    kind: str, schedule: Schedule, cleaned: Cleaned, title: str, at: int
) -> tuple[Schedule, list[str]]:
    """Keep only items that are planned, and say why when there are none."""
    if kind == "summary":
        return Schedule(), ["这是一份总结：文中的日期是已经做过的事，不作为计划安排列出。"]
    if kind == "other":
        return Schedule(), ["看不出这是工会的计划或总结，没有列出安排，请确认是否选对了文件。"]
    if kind == "combined":
        start = plan_part(cleaned.lines, at)
        schedule = read_schedule(cleaned, start or 0, title)
        if schedule.items:
            return schedule, [
                "这份文件总结和计划合在一起：只列出计划部分的安排，总结部分的日期不列。"
            ]
        return schedule, ["这份文件总结和计划合在一起，计划部分没有按月安排，因此没有列出安排。"]
    if schedule.items:
        return schedule, []
    if schedule.past:
        return schedule, ["文中按月写的是已经做过的事，不作为计划安排列出。"]
    return schedule, ["这份计划没有按月的安排，只列出章节。"]
