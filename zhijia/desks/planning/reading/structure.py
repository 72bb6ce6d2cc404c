"""Chapters: headings by their numbering or markdown marks, each with the body under it."""

from __future__ import annotations

import re

from .identity import plain_title
from .model import Chapter, Cleaned, Hint
from .numbering import Number, leading_number
from .rejoin import starts_cut_day
from .schedule import Schedule
from .sentences import split_sentences

_MARKDOWN = re.compile(r"^(#{1,6})\s*(.*)$")
_BOLD = re.compile(r"^\*\*(.{2,40})\*\*[:：]?$")
_APPENDIX = re.compile(r"^附(?:件|表|录)?\s*\d*\s*[:：、]?")
_LONGEST = 60
_LOOSE = re.compile(
    r"今?年?上半年|今?年?下半年|年内|年初|年末|年底|学期初|学期末|期末|期初|每月|每季度|每学期|每年"
)


def _cut_heading(text: str) -> tuple[str, str]:
    """Part a numbered line into its heading and the text that runs on after it."""
    text = text.strip()
    space = text.find(" ")
    first = split_sentences(text, "。；;！!？?")[0] if text else ""
    if len(text) > 40 and 4 <= space <= 40 and space < len(first):
        return text[:space].rstrip("。:："), text[space + 1 :].strip()
    colon = re.search(r"[:：](?!\d)", first)
    if colon and len(first) > 24 and 2 <= colon.start() <= 24:
        first = text[: colon.end()]
    if len(first) > _LONGEST:
        comma = re.search(r"[，,]", first)
        if comma and 4 <= comma.start() <= _LONGEST:
            return first[: comma.start()], text
        return first[:_LONGEST], text
    return first.rstrip("。；;:：. "), text[len(first) :].strip()


def _heading(line: str) -> tuple[int, str, str] | None:
    """Give level, heading and run-on text of a line, or None for body text."""
    if starts_cut_day(line):
        return None
    marked = _MARKDOWN.match(line) or _BOLD.match(line)
    inner = marked[marked.lastindex].strip() if marked else line
    number: Number | None = leading_number(inner)
    if number is not None and number.style != "bullet" and number.rest.strip():
        title, rest = _cut_heading(number.rest.strip("* "))
        return number.level, title, rest
    if marked:
        level = min(4, len(marked[1]) if marked.re is _MARKDOWN else 3)
        return max(1, level), inner.strip("* :："), ""
    if _APPENDIX.match(line) and len(line) <= 50:
        return 1, _APPENDIX.sub("", line).strip(" :：") or line, ""
    return None


def read_chapters(cleaned: Cleaned, schedule: Schedule, title_at: int) -> list[Chapter]:
    """Give the chapters in order; lines of the month schedule stay in the body above them.

    A text without any heading is one chapter, so that nothing of it gets lost.
    """
    chapters: list[Chapter] = []
    open_body: list[str] = []
    for index, line in enumerate(cleaned.lines):
        if index <= title_at and not _numbered(line):
            continue
        inside = index in schedule.used and not _is_chapter_too(index, cleaned.lines, schedule)
        found = None if inside else _heading(line)
        if found is None:
            open_body.append(line)
            continue
        if chapters:
            chapters[-1].text = "\n".join(filter(None, [chapters[-1].text, *open_body]))
        open_body = []
        chapters.append(Chapter(found[1], found[0], found[2], index + 1))
    body = "\n".join(open_body)
    if chapters:
        chapters[-1].text = "\n".join(filter(None, [chapters[-1].text, body]))
    elif body and not schedule.items:
        chapters.append(Chapter(plain_title(cleaned.lines[title_at])[:40] or "正文", 1, body, 1))
    return _level_markdown(chapters, cleaned.lines)


def _is_chapter_too(index: int, lines: list[str], schedule: Schedule) -> bool:
    """Say whether a month line is also a chapter: 七、五月间… that follows a plain chapter 六、."""
    number = leading_number(lines[index])
    if number is None or number.level != 1 or index not in schedule.markers:
        return False
    for above in range(index - 1, -1, -1):
        if above in schedule.markers:  # a month already stands above: this is the next of them
            return False
        before = leading_number(lines[above])
        if before is not None and before.style == number.style:
            return before.value == number.value - 1 and above not in schedule.markers
    return False


def _numbered(line: str) -> bool:
    number = leading_number(line)
    return number is not None and number.style != "bullet"


def _level_markdown(chapters: list[Chapter], lines: list[str]) -> list[Chapter]:
    """Raise markdown levels so that the topmost heading of a text is of level 1."""
    marked = [c for c in chapters if lines[c.line - 1].startswith("#")]
    plain = [c for c in marked if not _numbered(lines[c.line - 1].lstrip("# "))]
    if plain and len(plain) == len(marked):
        lift = min(c.level for c in plain) - 1
        for chapter in plain:
            chapter.level -= lift
    return chapters


def find_hints(cleaned: Cleaned, schedule: Schedule, limit: int = 30) -> list[Hint]:
    """Give the sentences with a loose time outside the schedule."""
    hints: list[Hint] = []
    for index, line in enumerate(cleaned.lines):
        if index in schedule.used or not _LOOSE.search(line):
            continue
        for part in split_sentences(line):
            if (found := _LOOSE.search(part)) and len(hints) < limit:
                hints.append(Hint(found[0], part, index + 1))
    return hints
