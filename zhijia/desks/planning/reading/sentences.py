"""Cutting running text: sentences, and numbers that stand inside a line."""

from __future__ import annotations

import re
from functools import cache

_INLINE = (
    re.compile(r"(?:^|(?<=[。；;，,、\s：:]))(\d{1,2})\s*(?:[、．)）]|[.](?!\d))"),
    re.compile(r"[（(](\d{1,2})[)）]"),
    re.compile(r"([①-⑳])"),
    re.compile(r"[（(]([一二三四五六七八九十]{1,2})[)）]"),
)
_VALUES = {c: n for n, c in enumerate("零一二三四五六七八九十")}


def split_sentences(text: str, marks: str = "。；;！!？?") -> list[str]:
    """Cut at 。；; and the like, but not inside a parenthesis that closes soon."""
    parts, start = [], 0
    for found in _ends(marks).finditer(text):
        if found[0][0] in marks:
            parts.append(text[start : found.end()])
            start = found.end()
    parts.append(text[start:])
    return [part.strip() for part in parts if part.strip()]


@cache
def _ends(marks: str) -> re.Pattern[str]:
    """Give the pattern of a sentence's end, or of a parenthesis to pass over as a whole."""
    inner = r"[（(【\[][^（(【\[）)】\]]{0,40}[）)】\]]"
    outer = rf"[（(【\[](?:[^（(【\[）)】\]]|{inner}){{0,60}}[）)】\]]"
    return re.compile(rf"{outer}|[{marks}][”’\"'{marks}]*")


def _value(text: str) -> int:
    if text.isdecimal():
        return int(text)
    if text in _VALUES:
        return _VALUES[text]
    if text.startswith("十"):
        return 10 + _VALUES.get(text[1:], 0)
    return (ord(text) - 0x2460) % 20 + 1


def split_inline(text: str) -> tuple[str, list[str]]:
    """Cut 1、… 2、… standing in one line; give what precedes the first number and the pieces.

    Only numbers that count upwards one by one are taken, so 4:20 or 3.5 stay in the text.
    """
    for pattern in _INLINE:
        chain: list[re.Match[str]] = []
        for found in pattern.finditer(text):
            if _value(found[1]) == (_value(chain[-1][1]) + 1 if chain else 1):
                chain.append(found)
        if len(chain) < 2 and not (chain and chain[0].start() == 0):
            continue
        ends = [*(m.start() for m in chain[1:]), len(text)]
        pieces = [text[m.end() : end].strip() for m, end in zip(chain, ends, strict=True)]
        return text[: chain[0].start()].strip(), [p for p in pieces if p]
    return text.strip(), []


def trim_title(text: str) -> str:
    """Drop the closing 。 or ； and stray marks around a title."""
    return text.strip().lstrip(":：,，、—-").strip().rstrip("。；;，,、. ").strip()
