"""Byte damage in GBK text: a lost byte, or pinyin put inside a two-byte character.

A damaged run starts at a lone ? (a byte that no longer had a partner) and goes on until the
bytes are aligned again. The run is rebuilt as bytes, unknown ones included; every pinyin left
in it says how the character that ends there must be read; a small lexicon chooses the rest.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import islice

from .damage import ANY, NOTE, TONED, Run, parse_runs
from .vocabulary import CELEBRATED, LEXICON

_SUSPECT = re.compile(rf"[\u3400-\u9fff][?\ufffd](?=[^\n]{{0,40}}?[{TONED}]{{1,6}}[)）])")
# Pinyin without its opening parenthesis, or after a lone letter: proof of damage.
_BROKEN_NOTE = re.compile(
    rf"(?<![(（{TONED}A-Z])[{TONED}]{{1,6}}[)）]|[A-Za-z][(（][{TONED}]{{1,6}}[)）]"
)
_BEAM = 120
_ENOUGH = 1.0
_BARE_SCORE = 4.0
_MOST_PLACES = 200
_MOST_CANDIDATES = 600


@cache
def _readings():
    """Load pypinyin's table of readings, only when a text is damaged."""
    from pypinyin.pinyin_dict import pinyin_dict

    return pinyin_dict


@cache
def _words() -> frozenset[str]:
    """Give the lexicon: our own words and pypinyin's phrases."""
    from pypinyin.phrases_dict import phrases_dict

    cheers = {"庆祝" + day for day in CELEBRATED}
    return LEXICON | cheers | frozenset(w for w in phrases_dict if len(w) <= 4)


def _reads(char: str, sound: str) -> bool:
    return sound in _readings().get(ord(char), "").split(",")


def _decode(first: int, second: int) -> str:
    """Give the GBK character of two bytes, or an empty string."""
    try:
        char = bytes((first, second)).decode("gbk")
    except (UnicodeDecodeError, ValueError):
        return ""
    return char if len(char) == 1 else ""


def _narrow(run: Run, before: str) -> dict[int, set[int]]:
    """Use readings noted after an odd byte: they tell how the misaligned character reads."""
    allowed: dict[int, set[int]] = {}
    tail = before.encode("gb18030", "replace")[-1:]
    for place, sound in run.notes.items():
        if place % 2 == 0 or run.slots[place - 1] is not ANY:
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


def _candidates(run: Run, place: int, allowed: dict[int, set[int]]) -> list[str]:
    """Give every character that the bytes at place and place + 1 can be."""
    firsts = allowed.get(place) or _choices(run.slots[place], range(0x81, 0xFF))
    seconds = allowed.get(place + 1) or _choices(run.slots[place + 1], range(0x40, 0xFF))
    chars = [c for a in firsts for b in seconds if (c := _decode(a, b))]
    sound = run.notes.get(place + 2)
    return [c for c in chars if _reads(c, sound)] if sound else chars


def _choices(slot: int | None, span: range) -> range | tuple[int, ...]:
    return span if slot is ANY else (slot,)


def _common(char: str) -> bool:
    """Say whether GB2312 counts the character among its 3,755 common ones."""
    try:
        code = char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return 0xB0 <= code[0] <= 0xD7 or char in "“”、，。；：《》（）"


def _score(plain: str, words: frozenset[str]) -> float:
    """Score the words that end with the last character; rare characters cost."""
    total = 0.0 if _common(plain[-1]) else -0.8
    for size in (2, 3, 4):
        if len(plain) >= size and plain[-size:] in words:
            total += size
    return total


def _grow(beam: list, chars: list[str], words: frozenset[str]) -> list:
    """Add one character to every text of the beam and keep the best ones."""
    plain = dict(zip(chars, _simple("\n".join(chars)).split("\n"), strict=False))
    if len(chars) > _MOST_CANDIDATES:
        # Two unknown bytes allow any character: keep those that end a word.
        lasts = {simple[-1:] for _, _, simple in beam}
        chars = [c for c in chars if any(last + plain[c] in words for last in lasts)]
    grown = [
        (score + _score(simple + plain[c], words), text + c, simple + plain[c])
        for score, text, simple in beam
        for c in chars
    ]
    return sorted(grown, key=lambda row: -row[0])[:_BEAM]


def _simple(text: str) -> str:
    from .clean import to_simplified

    return to_simplified(text)


def _solve(run: Run, before: str, after: str) -> list[tuple[float, str]]:
    """Give the likeliest texts of a run with their scores, best last."""
    words = _words()
    allowed = _narrow(run, before[-1:])
    context = _simple(NOTE.sub("", before)[-3:])
    beam: list[tuple[float, str, str]] = [(0.0, "", context)]
    for place in range(0, len(run.slots), 2):
        beam = _grow(beam, _candidates(run, place, allowed), words)
        if not beam:
            return []
    tail = _simple(NOTE.sub("", after)[:3])
    ends = [(score + _tail_score(simple, tail, words), text) for score, text, simple in beam]
    least = 0.0 if run.notes else _BARE_SCORE
    return sorted(row for row in ends if row[0] >= least)


def _tail_score(simple: str, tail: str, words: frozenset[str]) -> float:
    return sum(_score(simple + tail[: n + 1], words) for n in range(len(tail)))


def _mend(text: str, at: int, done: int) -> tuple[str, int] | None:
    """Choose the best reading of the run at a place; None when two are about as good."""
    results = []
    for run in parse_runs(text, at):
        ranked = _solve(run, text[max(done, at - 24) : at], text[run.end : run.end + 24])
        results += [(score, mended, run.end) for score, mended in ranked[-3:]]
    results.sort(key=lambda row: -row[0])
    best = results[0] if results else (0.0, "", 0)
    # A character and its simplified form are one answer.
    rivals = [row for row in results if _simple(row[1]) != _simple(best[1])]
    if not results or (rivals and best[0] - rivals[0][0] < _ENOUGH):
        return None
    return best[1], best[2]


def repair_bytes(text: str) -> tuple[str, list[str]]:
    """Mend damaged runs; give the text and a warning for each place touched or left alone."""
    if "?" not in text and "\ufffd" not in text:
        return text, []
    parts, warnings, done = [], [], 0
    for found in islice(_SUSPECT.finditer(text), _MOST_PLACES):
        at = found.end() - 1
        if at < done:
            continue
        mended = _mend(text, at, done)
        if mended is None:
            quote = text[at - 1 : at + 10].split("\n")[0]
            if not _BROKEN_NOTE.search(text, at, at + 20):
                continue
            warnings.append(f"“{quote}”处文字可能已损坏，无法确定原文，请对照原件改正。")
        else:
            parts += [text[done:at], mended[0]]
            broken, done = text[at - 1 : mended[1]], mended[1]
            plain = _simple(text[at - 1] + mended[0])
            warnings.append(f"“{broken}”处编码损坏，已按“{plain}”修复，请核对。")
    return "".join(parts) + text[done:], warnings
