"""Walking a region line by line: which month is in force, and what it plans."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .model import Cleaned
from .months import Marker, has_month, read_marker
from .numbering import Number, leading_number
from .rejoin import is_date, is_signature
from .sentences import split_inline, split_sentences, trim_title

_VERB = re.compile(
    r"召开|举[办行]|成立|组织|选举|开展|参加|改选|筹备|协助|配合|慰问|评选|创建|换届|建立|完善"
)
_CLOSING = re.compile(
    r"^(?:[（(]?第?[一二上下12](?:学期|半年|学年)|总之|以上|上述"
    r"|除了?(?:开展|做好|完成)?(?:好)?(?:以上|上述)|除此|让我们|我们(?:相信|坚信|决心)"
    r"|本计划|备注|说明|注[:：]|附[:：件表]|同志们)"
)
# Openings that close a plan, but may also open a paragraph of work inside it.
_SOFT_CLOSING = re.compile(
    r"^(?:新的一?[年学]|在新的|我们将|在?今后|各位|希望|工会(?:将|要)|此外|另外|其他[:：])"
)
_THEME = re.compile(r"^[（(“\"【《].{1,24}[)）”\"】》]$|主题|^.{0,10}月$")


@dataclass
class Entry:
    """A provisional item, with how its month was written: head, glued or mid."""

    month: tuple[int, int]
    title: str
    line: int
    form: str


@dataclass
class Section:
    """The state while walking a region: the month in force and how its work is numbered."""

    month: tuple[int, int] | None = None
    number: Number | None = None
    style: str = ""
    last: int = 0
    form: str = ""
    glued: bool = False


class Walker:
    """Walks one region and collects entries."""

    def __init__(self, cleaned: Cleaned, markers: dict[int, Marker], start: int, end: int):
        self.lines, self.breaks = cleaned.lines, cleaned.breaks
        self.markers, self.start, self.end = markers, start, end
        self.state = Section()
        self.entries: list[Entry] = []
        self.used: set[int] = set()
        self.months: list[tuple[tuple[int, int], str]] = []
        here = [n for n in markers if start <= n < end]
        self.last_marker = max(here, default=-1)
        self.loose_before_last = self._has_loose_lines(here)

    def _has_loose_lines(self, here: list[int]) -> bool:
        """Say whether plain lines follow a month that has text of its own, before the last one."""
        for index in here:
            after = index + 1
            inside = index != self.last_marker and after < self.end and after not in self.markers
            if inside and self.markers[index].rest and leading_number(self.lines[after]) is None:
                return True
        return False

    def walk(self) -> None:
        for index in range(self.start, self.end):
            if index in self.breaks:
                self.state.month = None
            if index in self.markers:
                self._month_line(index)
            elif self.state.month is not None:
                self._plain_line(index)
            else:
                self._running_text(index, self.lines[index])

    def _month_line(self, index: int) -> None:
        marker = self.markers[index]
        form = "head" if marker.closed else "glued"
        self.state = Section(marker.month, marker.number, form=form, glued=bool(marker.rest))
        self.months.append((marker.month, form))
        self.used.add(index)
        if not marker.rest:
            return
        following = self.lines[index + 1] if index + 1 < self.end else ""
        number = leading_number(following)
        listed = number is not None and index + 1 not in self.markers and number.value in (0, 1)
        if listed and _THEME.search(marker.rest):
            return
        self._text(index, marker.rest)

    def _plain_line(self, index: int) -> None:
        line, state = self.lines[index], self.state
        number = leading_number(line)
        if number is not None:
            self._numbered_line(index, line, number)
            return
        soft = index > self.last_marker and _SOFT_CLOSING.match(line)
        if soft or _CLOSING.match(line) or self._is_signed(index):
            state.month = None
            return
        if index > self.last_marker and state.glued and not self.loose_before_last:
            state.month = None
            return
        if state.style:
            self._continue(index, line)
            return
        self._text(index, line)

    def _is_signed(self, index: int) -> bool:
        """Say whether a line is a date, or the unit's name at the end of the document."""
        line = self.lines[index]
        if is_date(line):
            return True
        if not is_signature(line) or _VERB.match(line):
            return False
        after = self.lines[index + 1 : index + 3]
        return len(after) < 2 and all(is_date(x) or is_signature(x) for x in after)

    def _numbered_line(self, index: int, line: str, number: Number) -> None:
        state = self.state
        own = state.number
        goes_on = number.style == state.style and number.value == state.last + 1
        same = own is not None and number.style == own.style and not goes_on
        if same and (state.style or number.value != 1):
            # 13、 after 12、十二月 is no longer part of the schedule; 1、 starts a list.
            state.month = None
            return
        if not state.style:
            if number.level <= 2 and number.value > 1:
                state.month = None
                return
            state.style = number.style
        elif number.level < self._level(state.style) and number.level <= 2:
            state.month = None
            return
        if number.style == state.style:
            state.last = number.value
        self.used.add(index)
        _, pieces = split_inline(line)
        for piece in pieces if len(pieces) > 1 else [number.rest]:
            self._add(piece, index)

    @staticmethod
    def _level(style: str) -> int:
        return {"cn": 1, "part": 1, "cnp": 2, "ar": 3, "bullet": 5}.get(style, 4)

    def _continue(self, index: int, line: str) -> None:
        """Take a plain line under a numbered one: its rest if it was cut, else no item."""
        before = self.lines[index - 1]
        following = self.lines[index + 1] if index + 1 < self.end else ""
        goes_on = index + 1 in self.markers or leading_number(following) is not None
        if self.entries and len(before) >= 15 and before[-1] not in "。；;！!" and goes_on:
            self.entries[-1].title = trim_title(self.entries[-1].title + line)
            self.used.add(index)

    def _text(self, index: int, text: str) -> None:
        """Take a month's own text: a list in the line, or one item per sentence."""
        self.used.add(index)
        lead, pieces = split_inline(text)
        if pieces:
            if len(lead) > 12 and not lead.endswith(("：", ":")):
                self._running_text(index, lead)
            for piece in pieces:
                self._add(piece, index)
            return
        self._running_text(index, text)

    def _running_text(self, index: int, text: str) -> None:
        """Take sentences; one that starts with a month changes the month in force."""
        if self.state.month is None and not has_month(text):
            return
        for part in split_sentences(text):
            marker = read_marker(part) if has_month(part[:48]) else None
            if marker is not None and marker.rest:
                self.state.month, self.state.form = marker.month, "mid"
                self.months.append((marker.month, "mid"))
                self._add(marker.rest, index)
            elif self.state.month is not None:
                self._add(part, index)
        if self.state.form == "mid":
            self.used.add(index)
            self.state.month = None if index not in self.markers else self.state.month

    def _add(self, text: str, index: int) -> None:
        title = trim_title(text)
        if len(re.sub(r"\W", "", title)) >= 2 and self.state.month is not None:
            self.entries.append(Entry(self.state.month, title, index, self.state.form))
