"""Byte damage in GBK text: reading a damaged run back into bytes, unknown ones included."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

TONED = "a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü"
_NOTE_AFTER_LOSS = re.compile(rf"([{TONED}]{{1,6}})[)）]")
NOTE = re.compile(rf"[(（]([{TONED}]{{1,6}})[)）]")
ANY = None
_MAX_BYTES = 24
_MOST_RUNS = 12


@dataclass
class Run:
    """A damaged run as byte slots (None is unknown) and the readings noted after slot n."""

    slots: list[int | None] = field(default_factory=list)
    notes: dict[int, str] = field(default_factory=dict)
    end: int = 0

    def grown(self, code: list[int | None], note: str | None) -> Run:
        """Give a copy with more bytes and, at its end, a reading."""
        run = Run(self.slots + code, dict(self.notes))
        if note:
            run.notes[len(run.slots)] = note
        return run


def _codes(char: str, odd: bool) -> list[list[int | None]]:
    """Give the bytes a character of a damaged run can stand for."""
    if not char.isascii():
        code = char.encode("gb18030", "replace")
        return [list(code)] if len(code) == 2 else []
    codes: list[list[int | None]] = []
    if char in ";:,!()" or char.isalnum():
        codes.append([0xA3, 0x80 + ord(char)])
    if odd and 0x40 <= ord(char) <= 0x7E:
        codes.append([ord(char)])
    return codes


def _steps(text: str, at: int, first: bool, odd: bool) -> list[tuple[list, str | None, int]]:
    """Give the ways to read one place: bytes, the reading noted, and where to go on.

    A ? before pinyin is one byte whose partner the parenthesis became; in mid-run it is two
    bytes that are no character, or one after which the text is aligned again.
    """
    char = text[at]
    if char in "?\ufffd":
        if note := _NOTE_AFTER_LOSS.match(text, at + 1):
            return [([ANY], note[1], note.end())]
        return [([ANY], None, at + 1)] + ([] if first else [([ANY, ANY], None, at + 1)])
    note = NOTE.match(text, at + 1)
    after = note.end() if note else at + 1
    return [(code, note[1] if note else None, after) for code in _codes(char, odd)]


def parse_runs(text: str, start: int) -> list[Run]:
    """Read the runs that can start with the ? at this place, each up to where it comes right."""
    found: list[Run] = []
    open_runs = [(Run(), start)]
    while open_runs and len(found) < _MOST_RUNS:
        run, at = open_runs.pop()
        if at >= len(text) or text[at] == "\n" or len(run.slots) >= _MAX_BYTES:
            continue
        for code, note, after in _steps(text, at, not run.slots, len(run.slots) % 2 == 1):
            grown = run.grown(code, note)
            if len(grown.slots) % 2 == 0:
                grown.end = after
                found.append(grown)
            else:
                open_runs.append((grown, after))
    return found
