"""The month schedule: which lines belong to which month, and what each of them plans."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .domains import suggest_domain
from .model import Cleaned, Item
from .resolving import regions, resolve_markers
from .walker import Walker

_STRONG_TITLE = re.compile(
    r"活动安排|月份|月度|日程|时间安排|行事历|逐月|各月|按月|月工作|进度|时间表|一览|活动计划|具体安排"
)
_WEAK_TITLE = re.compile(r"安排|附|要点")
_VERB = re.compile(
    r"召开|举[办行]|成立|组织|选举|开展|参加|改选|筹备|协助|配合|慰问|评选|创建|换届|建立|完善"
)
_PAST = re.compile(
    r"[^为除]了(?!解|如|然|望)|荣获|获得|取得|获[一二三]等奖|圆满|得到|已经?[^知]|曾|受到.{0,12}(?:好评|表扬)|获奖"
)


@dataclass
class Schedule:
    """The items found, the lines they came from, and whether past events were passed over."""

    items: list[Item] = field(default_factory=list)
    used: set[int] = field(default_factory=set)
    markers: set[int] = field(default_factory=set)
    past: bool = False


def _is_schedule(walker: Walker, title: str) -> bool:
    """Say whether a region's months make a schedule rather than loose mentions of a month."""
    starts = {month for month, form in walker.months if form != "mid"}
    every = {month for month, _ in walker.months}
    first = min((entry.line for entry in walker.entries), default=walker.start)
    before = [n for n in range(walker.start, first) if n not in walker.markers][-4:]
    intro = title + "".join(walker.lines[n][:40] for n in before)
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
        walker = Walker(cleaned, markers, max(start, first_line), end)
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
