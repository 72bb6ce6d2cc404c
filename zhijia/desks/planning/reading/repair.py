"""Byte damage in GBK text: a lost byte, or pinyin put inside a two-byte character.

A damaged run starts at a lone ? (a byte that no longer had a partner) and goes on until the
bytes are aligned again. The run is rebuilt as bytes, unknown ones included; every pinyin left
in it says how the character that ends there must be read; a small lexicon chooses the rest.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from .vocabulary import LEXICON

_TONED = "a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü"
_NOTE_AFTER_LOSS = re.compile(rf"([{_TONED}]{{1,6}})[)）]")
_NOTE = re.compile(rf"[(（]([{_TONED}]{{1,6}})[)）]")
_SUSPECT = re.compile(rf"[\u3400-\u9fff][?\ufffd](?=[^\n]{{0,24}}?[{_TONED}]{{1,6}}[)）])")
_WIDE = str.maketrans(";:,!()", "；：，！（）")
_ANY = None
_MAX_BYTES = 24
_BEAM = 120
_ENOUGH = 1.0


@dataclass
class _Run:
    """A damaged run as byte slots (None is unknown) and the readings noted after slot n."""

    slots: list[int | None] = field(default_factory=list)
    notes: dict[int, str] = field(default_factory=dict)
    end: int = 0


def _lost(text: str, at: int, run: _Run) -> int:
    """Take a ? : one byte with its parenthesis swallowed, or two bytes in mid-run."""
    if note := _NOTE_AFTER_LOSS.match(text, at + 1):
        run.slots.append(_ANY)
        run.notes[len(run.slots)] = note[1]
        return note.end()
    run.slots += [_ANY] if not run.slots else [_ANY, _ANY]
    return at + 1


def _parse(text: str, at: int) -> _Run | None:
    """Read the run that starts with the ? at this place; None if it never comes right."""
    run = _Run()
    while at < len(text) and len(run.slots) < _MAX_BYTES:
        char = text[at]
        if char in "?\ufffd":
            at = _lost(text, at, run)
        else:
            odd = len(run.slots) % 2 == 1
            if char.isascii() and char not in ";:,!":
                if not (odd and 0x40 <= ord(char) <= 0x7E):
                    return None
                run.slots.append(ord(char))
            else:
                code = char.translate(_WIDE).encode("gb18030", "replace")
                if len(code) != 2:
                    return None
                run.slots += code
            at += 1
            if note := _NOTE.match(text, at):
                run.notes[len(run.slots)] = note[1]
                at = note.end()
        if len(run.slots) % 2 == 0:
            run.end = at
            return run if run.notes else None
    return None


@cache
def _readings():
    """Load pypinyin's table of readings, only when a text is damaged."""
    from pypinyin.pinyin_dict import pinyin_dict

    return pinyin_dict


@cache
def _words() -> frozenset[str]:
    """Give the lexicon: our own words and pypinyin's phrases."""
    from pypinyin.phrases_dict import phrases_dict

    return LEXICON | frozenset(w for w in phrases_dict if len(w) <= 4)


def _reads(char: str, sound: str) -> bool:
    return sound in _readings().get(ord(char), "").split(",")


def _decode(first: int, second: int) -> str:
    """Give the GBK character of two bytes, or an empty string."""
    try:
        char = bytes((first, second)).decode("gbk")
    except (UnicodeDecodeError, ValueError):
        return ""
    return char if len(char) == 1 else ""


def _narrow(run: _Run, before: str) -> dict[int, set[int]]:
    """Use readings noted after an odd byte: they tell how the misaligned character reads."""
    allowed: dict[int, set[int]] = {}
    tail = before.encode("gb18030", "replace")[-1:]
    for place, sound in run.notes.items():
        if place % 2 == 0 or run.slots[place - 1] is not _ANY:
            continue
        lead = tail[0] if place == 1 and tail else None
        if place > 1:
            lead = run.slots[place - 2]
        if lead is None:
            continue
        fits = {b for b in range(0x40, 0xFF) if (c := _decode(lead, b)) and _reads(c, sound)}
        if fits:
            allowed[place - 1] = fits
    return allowed


def _candidates(run: _Run, place: int, allowed: dict[int, set[int]]) -> list[str]:
    """Give every character that the bytes at place and place + 1 can be."""
    firsts = allowed.get(place) or _choices(run.slots[place], range(0x81, 0xFF))
    seconds = allowed.get(place + 1) or _choices(run.slots[place + 1], range(0x40, 0xFF))
    chars = [c for a in firsts for b in seconds if (c := _decode(a, b))]
    sound = run.notes.get(place + 2)
    return [c for c in chars if _reads(c, sound)] if sound else chars


def _choices(slot: int | None, span: range) -> range | tuple[int, ...]:
    return span if slot is _ANY else (slot,)


def _common(char: str) -> bool:
    """Say whether GB2312 counts the character among its 3,755 common ones."""
    try:
        code = char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return 0xB0 <= code[0] <= 0xD7 or char in "“”、，。；：《》（）"


def _score(plain: str, words: frozenset[str]) -> float:
    """Score the words that end with the last character."""
    total = 0.6 if _common(plain[-1]) else 0.0
    for size in (2, 3, 4):
        if len(plain) >= size and plain[-size:] in words:
            total += size
    return total


def _solve(run: _Run, before: str, after: str) -> str | None:
    """Choose the likeliest characters for a run; None when two choices are about as good."""
    from .clean import to_simplified

    words = _words()
    allowed = _narrow(run, before[-1:])
    context = to_simplified(_NOTE.sub("", before)[-3:])
    beam: list[tuple[float, str, str]] = [(0.0, "", context)]
    for place in range(0, len(run.slots), 2):
        chars = _candidates(run, place, allowed)
        if not chars or len(chars) > 600:
            return None
        plain = dict(zip(chars, to_simplified("\n".join(chars)).split("\n"), strict=False))
        grown = [
            (score + _score(simple + plain[c], words), text + c, simple + plain[c])
            for score, text, simple in beam
            for c in chars
        ]
        beam = sorted(grown, key=lambda row: -row[0])[:_BEAM]
    tail = to_simplified(_NOTE.sub("", after)[:2])
    ranked = sorted(
        (score + sum(_score(simple + tail[: n + 1], words) for n in range(len(tail))), text)
        for score, text, simple in beam
    )
    best = ranked[-1]
    if len(ranked) > 1 and best[0] - ranked[-2][0] < _ENOUGH:
        return None
    return best[1]


def repair_bytes(text: str) -> tuple[str, list[str]]:
    """Mend damaged runs; give the text and a warning for each place touched or left alone."""
    parts, warnings, done = [], [], 0
    for found in _SUSPECT.finditer(text):
        at = found.end() - 1
        if at < done:
            continue
        run = _parse(text, at)
        if run is None:
            continue
        mended = _solve(run, text[max(done, at - 24) : at], text[run.end : run.end + 24])
        broken = text[at - 1 : run.end]
        if mended is None:
            warnings.append(f"“{broken}”处文字已损坏，无法确定原文，请对照原件改正。")
            continue
        parts += [text[done:at], mended]
        done = run.end
        warnings.append(f"“{broken}”处编码损坏，已按“{text[at - 1]}{mended}”修复，请核对。")
    return "".join(parts) + text[done:], warnings
