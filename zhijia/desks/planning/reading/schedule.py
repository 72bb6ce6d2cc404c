"""The month schedule: which lines belong to which month, and what each of them plans."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .domains import suggest_domain
from .model import Cleaned, Item
from .months import Marker, possible_markers, read_marker
from .numbering import Number, leading_number
from .rejoin import is_signature
from .sentences import split_inline, split_sentences, trim_title

_STRONG_TITLE = re.compile(
    r"活动安排|月份|月度|日程|时间安排|行事历|逐月|各月|按月|月工作|进度|时间表|一览|活动计划|具体安排"
)
_WEAK_TITLE = re.compile(r"安排|附|要点")
_CLOSING = re.compile(
    r"^(?:总之|以上|上述|除了?(?:开展|做好|完成)?(?:好)?(?:以上|上述)|除此|新的一?[年学]|在新的|让我们|我们(?:相信|坚信|决心|将)"
    r"|本计划|备注|说明|注[:：]|附[:：件表]|在今后|今后|同志们|各位|希望|工会(?:将|要)在|此外|另外|其他[:：])"
)
_PAST = re.compile(
    r"[^为除]了(?!解|如|然|望)|荣获|获得|取得|获[一二三]等奖|圆满|得到|已经?[^知]|曾|受到.{0,12}(?:好评|表扬)|获奖"
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
    form: str = ""
    prose: bool = False
    glued: bool = False


@dataclass
class Schedule:
    """The items found, the lines they came from, and whether past events were passed over."""

    items: list[Item] = field(default_factory=list)
    used: set[int] = field(default_factory=set)
    markers: set[int] = field(default_factory=set)
    past: bool = False


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
        if top or line.startswith("附") or re.match(r"#{1,3}\s", line):
            cuts.append(index)
    cuts.append(len(lines))
    return [(a, b) for a, b in zip(cuts, cuts[1:], strict=False) if b > a]


class _Walker:
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
        if _CLOSING.match(line) or is_signature(line):
            state.month = None
            return
        if index > self.last_marker and state.glued and not self.loose_before_last:
            state.month = None
            return
        if state.style:
            self._continue(index, line)
            return
        self._text(index, line)

    def _numbered_line(self, index: int, line: str, number: Number) -> None:
        state = self.state
        own = state.number
        if own is not None and number.style == own.style and number.value == own.value + 1:
            if state.style != number.style or own.value + 1 != 2 or index > self.last_marker:
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
        if self.entries and before[-1] not in "。；;！!" and goes_on:
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
        for part in split_sentences(text):
            marker = read_marker(part) if len(part) > 2 else None
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


def _is_schedule(walker: _Walker, title: str) -> bool:
    """Say whether a region's months make a schedule rather than loose mentions of a month."""
    starts = {month for month, form in walker.months if form != "mid"}
    every = {month for month, _ in walker.months}
    first = min((entry.line for entry in walker.entries), default=walker.start)
    intro = title + "".join(line[:40] for line in walker.lines[walker.start : first + 1][:4])
    if not walker.entries:
        return False
    if _STRONG_TITLE.search(intro):
        return len(starts) >= 1 or len(every) >= 2
    if _WEAK_TITLE.search(intro):
        return len(every) >= 2
    return len(starts) >= 2 or len(every) >= 3


def read_schedule(cleaned: Cleaned, first_line: int = 0, title: str = "") -> Schedule:
    """Give the items planned by month from first_line on."""
    result = Schedule()
    markers = {n: m for n, m in resolve_markers(cleaned.lines).items() if n >= first_line}
    for start, end in regions(cleaned.lines, markers):
        if end <= first_line:
            continue
        walker = _Walker(cleaned, markers, max(start, first_line), end)
        walker.walk()
        if not _is_schedule(walker, title):
            continue
        past = sum(bool(_PAST.search(entry.title)) for entry in walker.entries)
        if past * 3 > len(walker.entries):
            result.past = True
            continue
        result.used |= walker.used
        result.markers |= {n for n in markers if start <= n < end}
        result.items += [
            Item(e.month, e.title, suggest_domain(e.title), e.line + 1) for e in walker.entries
        ]
    return result
