"""Item numbers at the start of a line: 一、 （一） 1、 （1） ① and bullets."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_CN = "一二三四五六七八九十百"
# 三、八 and 六、一 are festivals written with a comma, not headings 三、 and 六、.
_NOT_A_DAY = rf"(?![{_CN}]\s*(?:[”\"’]|节|国际|妇女|劳动|儿童|青年|建党|建军|国庆))"
_STYLES = (
    ("cn", 1, re.compile(rf"^([{_CN}]{{1,4}})\s*[、.．,，:：]{_NOT_A_DAY}\s*")),
    ("part", 1, re.compile(rf"^第([{_CN}\d]{{1,4}})(?:部分|章|篇章)[、:：\s]*")),
    ("cnp", 2, re.compile(rf"^[（(〔]\s*([{_CN}]{{1,4}})\s*[)）〕]\s*[、.．:：]?\s*")),
    ("ar", 3, re.compile(r"^(\d{1,3})\s*(?:[、．]|[:：.,，](?!\d))\s*")),
    ("ardot", 3, re.compile(r"^(\d{1,2})[.．](?=\d{1,2}\s*月)")),
    ("arp", 4, re.compile(r"^[（(]\s*(\d{1,3})\s*[)）]\s*[、.．:：]?\s*")),
    ("half", 4, re.compile(r"^(\d{1,2})\s*[)）]\s*[、.．]?\s*")),
    ("ring", 4, re.compile(r"^([①-⑳⑴-⒇⒈-⒛])\s*[、.．]?\s*")),
)
_BULLET = re.compile(r"^(?:[●•·◆■□★☆▲△➢➤√✓◇○▪‣–]|[-*+](?=\s))\s*")
_VALUES = {c: n for n, c in enumerate("零一二三四五六七八九十")}


@dataclass(frozen=True)
class Number:
    """An item number: its style, its level as a heading, its value and the text after it."""

    style: str
    level: int
    value: int
    rest: str


def chinese_value(text: str) -> int:
    """Give the value of 一 … 九十九 or of digits."""
    if text.isdecimal():
        return int(text)
    tens, _, ones = text.rpartition("十")
    if "十" not in text:
        return _VALUES.get(text[-1], 0)
    return (_VALUES.get(tens, 1) if tens else 1) * 10 + (_VALUES.get(ones, 0) if ones else 0)


def _ring_value(char: str) -> int:
    """Give 1–20 for the enclosed numbers, which come in runs of twenty."""
    return (ord(char) - 0x2460) % 20 + 1


@lru_cache(maxsize=4096)
def leading_number(line: str) -> Number | None:
    """Read the number or bullet a line starts with; None when there is none."""
    for style, level, pattern in _STYLES:
        if found := pattern.match(line):
            value = _ring_value(found[1]) if style == "ring" else chinese_value(found[1])
            name = "ar" if style == "ardot" else style
            return Number(name, level, value, line[found.end() :])
    if found := _BULLET.match(line):
        return Number("bullet", 5, 0, line[found.end() :])
    return None
