"""Hard line breaks: joining a sentence cut by a page or a column, never a heading or a list."""

from __future__ import annotations

import re

from .months import possible_markers
from .numbering import leading_number

_TERMINAL = "。！？!?；;：:…"
_CLOSERS = "”’\"'）)】》〉]"
_HANGING = re.compile(
    r"(?:[，,、（(“‘《【\[]|[的和与及把将被]|从而|以及|并且|通过|为了|对于|关于)$"
)
_CUT_DAY = re.compile(
    r"^[三五六七八十]\s*[、.．·]\s*[一四八]\s*(?:[”\"’]|(?:国际|妇女|劳动|儿童|青年|建党|建军|国庆|节))"
)
_DATE = re.compile(
    r"^[\s(（]*(?:(?:\d{4}|[一二][〇○零oO0一二三四五六七八九]{3}|[_xX＿]{2,4})\s*年.{0,14}|\d{4}[-./]\d{1,2}[-./]\d{1,2})"
    r"[)）\s]*$"
)
_SIGNED = re.compile(
    r"^[^，,。；;：:！!]{0,26}(?:工会|委员会|学校|小学|中学|学院|幼儿园|大学|党支部|总校)\s*(?:\d{4}.{0,12})?$"
)
_PROSE = re.compile(r"[，,。；;]")


def is_date(line: str) -> bool:
    """Say whether the line is a whole date with its year."""
    return bool(_DATE.match(line))


def is_signature(line: str) -> bool:
    """Say whether the line is a date or the name of a unit, as at the end of a document."""
    return is_date(line) or bool(_SIGNED.match(line))


def starts_cut_day(line: str) -> bool:
    """Say whether the line starts with the second half of a broken “三、八” or “六、一”."""
    return bool(_CUT_DAY.match(line))


_HEAD_INSIDE = re.compile(
    r"(?<=[。；;！!？?：: ])(?=[一二三四五六七八九十]{1,3}、(?![一四八]\s*[”\"节国妇劳儿青]))"
    r"|(?<=[。；;！!？? ])(?=[（(][一二三四五六七八九十]{1,3}[)）])"
    r"|(?<=[。；;！!？?：: ])(?=(?:[一二三四五六七八九十]{1,2}|\d{1,2})(?:[至到、-](?:[一二三四五六七八九十]{1,2}|\d{1,2}))?月份?[:：])"
)


def break_long(lines: list[str], breaks: set[int]) -> tuple[list[str], set[int]]:
    """Part lines into which a whole document has been run together, before headings and months."""
    longest = max(map(len, lines), default=0)
    if longest < 400 and not (len(lines) <= 3 and longest > 40):
        return lines, breaks
    result: list[str] = []
    moved: set[int] = set()
    for index, line in enumerate(lines):
        if index in breaks:
            moved.add(len(result))
        limit = 400 if len(lines) > 3 else 40
        parts = _HEAD_INSIDE.split(line) if len(line) >= limit else [line]
        result += [part.strip() for part in parts if part.strip()]
    if len(lines) in breaks:
        moved.add(len(result))
    return result, moved


def _starts_afresh(line: str) -> bool:
    """Say whether a line begins something of its own: a number, a month, a table row, a date."""
    if line.startswith(("#", "|", "附", ">")) or "\t" in line or is_signature(line):
        return True
    return leading_number(line) is not None or bool(possible_markers(line[:40]))


def _is_open(line: str) -> bool:
    """Say whether the line ends inside a quotation that started in its last 30 characters."""
    tail = line[-30:]
    if tail.rstrip().endswith(("“", "‘", "《")):
        return True
    return tail.rfind("“") > tail.rfind("”") and tail.rfind("“") > len(tail) - 12


def _width(lines: list[str], wrapped: bool) -> int:
    """Give the layout's line width, or 0 where lines are whole paragraphs.

    A laid-out text has many lines of nearly one length; its longest lines end in mid-sentence.
    """
    lengths = sorted(len(line) for line in lines if len(line) > 12)
    if len(lengths) < 6 or lengths[-1] > 120:
        return 0
    width = lengths[int(len(lengths) * 0.95) - 1] if len(lengths) > 20 else lengths[-1]
    full = [line for line in lines if width - 3 <= len(line) <= width + 4]
    cut = sum(line[-1] not in _TERMINAL + _CLOSERS for line in full)
    enough = 0.12 if wrapped else 0.3
    return (
        width if width >= 18 and len(full) >= len(lengths) * enough and cut * 2 >= len(full) else 0
    )


def _should_join(before: str, after: str, width: int, strict: bool) -> bool:
    """Decide whether the line break between two lines lies inside a sentence."""
    if before[-1] in _TERMINAL:
        return False
    closes = 0 <= after.find("”") < 14 and (
        after.find("“") < 0 or after.find("”") < after.find("“")
    )
    if starts_cut_day(after):
        return True
    if _is_open(before) and closes:
        return True
    if before.startswith(("#", "|")) or _starts_afresh(after):
        return False
    if before[-1] in _CLOSERS and len(before) < 20:
        return False
    if width:
        return len(before) >= width - 4
    if _HANGING.search(before) and len(before) >= 8:
        return True
    if strict or len(before) < 34:
        return False
    prose = len(_PROSE.findall(before)) >= 1
    return prose and bool(_PROSE.search(after)) and before[-1] not in _CLOSERS


def _changes_strictness(line: str, strict: bool) -> bool:
    """Inside a month schedule short lines are items: be strict until the next real heading."""
    if possible_markers(line[:40]):
        return True
    number = leading_number(line)
    return strict and not (number is not None and number.level == 1)


def rejoin(lines: list[str], breaks: set[int], wrapped: bool) -> tuple[list[str], set[int]]:
    """Join lines broken inside sentences; table ends move with the lines."""
    width = _width(lines, wrapped)
    pieces: list[list[str]] = []
    moved: set[int] = set()
    strict = False
    last = ""
    for index, line in enumerate(lines):
        if index in breaks:
            moved.add(len(pieces))
        if pieces and index not in breaks and _should_join(last, line, width, strict):
            gap = " " if last[-1].isascii() and last[-1].isalnum() and line[0].isascii() else ""
            pieces[-1].append(gap + line)
        else:
            pieces.append([line])
            strict = _changes_strictness(line, strict)
        last = line
    if len(lines) in breaks:
        moved.add(len(pieces))
    return ["".join(piece) for piece in pieces], moved
