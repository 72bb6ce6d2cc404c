"""The grammar of month markers: 三月, 1、四、五月, 七至八月, 9月10日, 第一季度, 暑假期间."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .numbering import Number, leading_number

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九十")}
_ONE = r"(?:十[一二]|十|[一二三四五六七八九]|1[0-2]|0?[1-9])"
_YEAR = (
    r"(?:(?:[12]\d{3}|[12]?\dx{2}|[xX]{2,4}|[_＿]{2,}|[一二][〇○零oO0一二三四五六七八九\d]{3}"
    r"|[今本当次明翌来每去])\s*年(?:度|的)?)"
)
_SEP = r"\s*(?:、|,|，|至|到|和|与|及|或|/|\.|．|~|～|[-—–－―一]{1,3}(?=\s*\d)|[-—–－―]{1,3})\s*"
_LIST = rf"{_ONE}(?:\s*月?\s*份?{_SEP}{_YEAR}?\s*{_ONE})*"
_PAIR = r"(?:十一二|[一二三四五六七八九][一二三四五六七八九])"
_DAY = r"(?:(?:[12]\d|3[01]|0?[1-9])|二?十[一二三四五六七八九]?|三十一?|[一二三四五六七八九])"
_DAYS = rf"(?:\s*{_DAY}\s*[日号]?(?:{_SEP}(?:{_ONE}\s*月)?\s*{_DAY})*\s*[日号])"
_TENS = r"(?:份?(?:的)?(?:上旬|中旬|下旬|上半月|下半月|期间|间|份|初(?!三|中|级)|底|末|中(?=[,，:：、\s]|$)))?"
_EDGE = r"(?:(?:之|以)?前(?=[,，:：\s]|[^后])|左右|前后|起|开始)?"
_NOT_A_MONTH = r"(?![一二两三四几多数\d]\s*次|之?内|度|刊|薪|考|均|饼|季|亮|以来|经|历|租|供|结|息)"
_OPEN = r"[（(【\[〔]?\s*"
_CLOSE = r"\s*[）)】\]〕]?"
_MONTH = re.compile(
    rf"{_OPEN}(?:[在于从自到]|每年)?(?:{_YEAR})?\s*"
    rf"(?P<list>{_PAIR}(?=\s*月)|{_LIST}|元)\s*月{_NOT_A_MONTH}"
    rf"(?:{_DAYS}|{_TENS}){_EDGE}(?:工作|活动)?{_CLOSE}"
)
_QUARTER = re.compile(rf"{_OPEN}(?:{_YEAR})?\s*第?(?P<q>[一二三四1-4])季度{_CLOSE}")
_HOLIDAY = re.compile(
    rf"{_OPEN}(?:[在]|利用)?(?:{_YEAR})?\s*(?P<h>暑假|暑期|寒假)"
    rf"(?:期间|里|中|活动(?=[:：])|工作(?=[:：])|(?=\s*[,，:：、）)】—]|\s*$)){_CLOSE}"
)
_TRIM = " \t:：,，、。.．;；-—–－~\u3000"
_GENERIC_REST = re.compile(
    r"^(?:工会|学校)?(?:的)?(?:主要|重点|具体|重要|中心)?(?:工作|活动)?"
    r"(?:内容|要点|安排|计划|任务|重点|项目|事项)?[:：。]?$"
)
_NUMBERS = re.compile(_ONE)


@dataclass
class Marker:
    """A month marker at the start of a text; rest is what follows it."""

    month: tuple[int, int]
    rest: str
    number: Number | None = None
    closed: bool = False


def has_month(text: str) -> bool:
    """Say quickly whether a text can hold a marker at all."""
    return "月" in text or "季度" in text or "假" in text or "暑期" in text


def month_number(text: str) -> int:
    """Give 1–12 for 十一, 11, 元."""
    if text == "元":
        return 1
    if text.isdigit():
        return int(text)
    if text.startswith("十"):
        return 10 + (_DIGITS[text[1]] if len(text) > 1 else 0)
    return _DIGITS[text]


def _span(text: str) -> tuple[int, int] | None:
    """Give the first and the last month named; None where the pair cannot be months."""
    if text == "十一二":
        return 11, 12
    if re.fullmatch(_PAIR, text):
        first, last = _DIGITS[text[0]], _DIGITS[text[1]]
        return (first, last) if last == first + 1 else None
    bare = re.sub(_YEAR, "", text)
    found = [month_number(m) for m in _NUMBERS.findall(bare)] or [month_number(bare)]
    return found[0], found[-1]


def _rest(text: str) -> str:
    """Drop the delimiter after a marker, and a tail that only says "work of the month"."""
    text = text.lstrip(_TRIM)
    return "" if _GENERIC_REST.match(text) else text


def read_marker(text: str) -> Marker | None:
    """Read a marker standing at the very start of the text, without any item number."""
    text = text.strip()
    if found := _MONTH.match(text):
        span = _span(found["list"])
        if span is None:
            return None
        tail = text[found.end() :]
        closed = not tail or tail[0] in _TRIM
        return Marker(span, _rest(tail), closed=closed)
    if found := _QUARTER.match(text):
        value = _DIGITS[found["q"]] if found["q"] in _DIGITS else int(found["q"])
        last = value * 3
        return Marker((last - 2, last), _rest(text[found.end() :]), closed=True)
    if found := _HOLIDAY.match(text):
        span = (1, 2) if found["h"] == "寒假" else (7, 8)
        return Marker(span, _rest(text[found.end() :]), closed=True)
    return None


def possible_markers(line: str) -> list[Marker]:
    """Give every way to read the line as a month marker: plain first, then number + month.

    一、二月 may be January to February or heading 一 with February: both are given, and the
    neighbours decide. Where the two numbers do not follow each other (七、五月; 3、六月) or
    differ in style (2、四月), only the number + month reading makes sense.
    """
    if not has_month(line[:48]):
        return []
    line = line.strip().lstrip("#*>").strip()
    numbered = _numbered_marker(line)
    plain = read_marker(line)
    if plain is None:
        return [numbered] if numbered else []
    if numbered is None:
        return [plain]
    value, digits = numbered.number.value, line.lstrip("（(")[:1].isdigit()
    after = numbered.number.rest.strip()[:1]
    follows = numbered.month[0] in (value + 1, 1 if value == 12 else 0)
    if follows and digits == after.isdigit() and not line.startswith("0"):
        return [plain, numbered]
    return [numbered]


def _numbered_marker(line: str) -> Marker | None:
    """Read 1、三月 or （二）四月份 as a number and a marker."""
    number = leading_number(line)
    if number is None:
        return None
    marker = read_marker(number.rest)
    if marker is not None:
        marker.number = number
    return marker
