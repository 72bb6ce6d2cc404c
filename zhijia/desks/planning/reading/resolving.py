"""Choosing between readings of a month marker, and cutting a document into regions."""

from __future__ import annotations

import re

from .months import Marker, possible_markers
from .numbering import leading_number

# A markdown heading, or the next text of a collection (第二篇：).
_NEW_PART = re.compile(r"#{1,3}\s|第[一二三四五六七八九十\d]{1,3}篇\s*[:：]")


def resolve_markers(lines: list[str]) -> dict[int, Marker]:
    """Choose one reading for every line that starts with a month."""
    options = {n: found for n, line in enumerate(lines) if (found := possible_markers(line[:200]))}
    order = sorted(options)
    chosen: dict[int, Marker] = {}
    before: Marker | None = None
    for place, index in enumerate(order):
        ways = options[index]
        after = options[order[place + 1]] if place + 1 < len(order) else []
        heading = _heading_value(lines, index) if before is None else None
        pick = ways[0] if len(ways) == 1 else _choose(ways, before, after, heading)
        # The lines were cut for speed; read the rest from the whole line.
        full = [w for w in possible_markers(lines[index]) if w.month == pick.month] or [pick]
        chosen[index] = before = full[0]
    return chosen


def _heading_value(lines: list[str], index: int) -> tuple[str, int] | None:
    """Give the style and value of the nearest numbered line above."""
    for line in reversed(lines[max(0, index - 60) : index]):
        number = leading_number(line)
        if number is not None and number.level == 1:
            return number.style, number.value
    return None


def _choose(
    ways: list[Marker], before: Marker | None, after: list[Marker], heading: tuple | None
) -> Marker:
    """Tell 七、八月 (July to August) from heading 七 with 八月, by the neighbours' counting."""
    plain, numbered = ways
    number = numbered.number
    if before is not None and before.number is not None and before.number.style == number.style:
        return numbered if before.number.value == number.value - 1 else plain
    for way in after:
        following = way.number
        if following and following.style == number.style and following.value == number.value + 1:
            return numbered
    if before is not None:
        return plain if before.month[1] != number.value else numbered
    return numbered if heading == (number.style, number.value - 1) else plain


def regions(lines: list[str], markers: dict[int, Marker]) -> list[tuple[int, int]]:
    """Cut the document at headings of the first level that are not months themselves."""
    cuts = [0]
    for index, line in enumerate(lines):
        if index in markers:
            continue
        number = leading_number(line)
        top = number is not None and number.level == 1
        if top or line.startswith("附") or _NEW_PART.match(line):
            cuts.append(index)
    cuts.append(len(lines))
    return [(a, b) for a, b in zip(cuts, cuts[1:], strict=False) if b > a]
