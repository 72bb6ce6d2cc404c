"""Titles broken into lines by meaning (rules.md 12.22; measured trouble: 「…会议的/通知」)."""

from __future__ import annotations

import re

from .layout import clean, ems

_STRAY_END = "。．.，,；;：:！!、 \u3000"
_GOOD_BREAK = re.compile(
    r"(?=关于|暨|第.{1,3}届|第.{1,3}次|《|（|——)|(?<=[》）、])|(?<=委员会)|(?<=学校工会)|(?<=代表大会)"
)
_BAD = 200.0
_NEVER_START = set("的地得了着等、，。；：！？）》」』”’%℃")
_NEVER_END = set("（《「『“‘第")


def break_title(title: str, limit: float) -> list[str]:
    """Lines of a title, broken by meaning, each at most ``limit`` ems where that is possible.

    No closing punctuation (12.22). A ``\\n`` in the title is the author's own break and is kept.
    Among all breaks into the fewest lines it prefers 关于…, 第…届, after 》 and the like; it
    avoids a short last line, 的通知 torn in two and split figures. Empty titles give ``[""]``.
    """
    text = clean(title).strip().rstrip(_STRAY_END)
    lines: list[str] = []
    for piece in text.split("\n"):
        piece = piece.strip()
        if piece:
            lines += [piece] if ems(piece) <= limit else _best_lines(piece, limit)
    return lines or [""]


def _best_lines(text: str, limit: float) -> list[str]:
    fewest = int(-(-ems(text) // limit))
    spots = {match.start() for match in _GOOD_BREAK.finditer(text)}
    memo: dict = {}
    found = [_search(text, 0, count, limit, spots, memo) for count in (fewest, fewest + 1)]
    good = [best for best in found if best and best[0] < _BAD] or [best for best in found if best]
    return good[0][1] if good else [text]


def _search(text: str, start: int, count: int, limit: float, spots: set[int], memo: dict):
    """The cheapest way to set ``text[start:]`` in ``count`` lines: (cost, lines) or None."""
    if (start, count) in memo:
        return memo[start, count]
    rest, best = text[start:], None
    width = ems(rest)
    if count == 1:
        best = (30.0 if width < 4 else 0.0, [rest]) if width <= limit else None
    elif width > count * limit:
        best = None
    else:
        for size in range(max(1, int(len(rest) / count * 0.45)), len(rest)):
            line = ems(rest[:size])
            if line > limit:
                break
            tail = _search(text, start + size, count - 1, limit, spots, memo)
            if tail is None:
                continue
            cost = (line - width / count) ** 2 / 8 + _break_cost(text, start + size, spots)
            if best is None or cost + tail[0] < best[0]:
                best = (cost + tail[0], [rest[:size], *tail[1]])
    memo[start, count] = best
    return best


def _break_cost(text: str, at: int, spots: set[int]) -> float:
    before, after = text[at - 1], text[at]
    if after in _NEVER_START or before in _NEVER_END or (before + after).isascii():
        return _BAD
    if before == "的":
        return 25.0
    return -6.0 if at in spots else 4.0
