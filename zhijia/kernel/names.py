"""Chinese names by pinyin, with the surnames whose common reading is wrong in a name."""

import json
import re
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

# The library reads these characters as in ordinary words; as surnames they sound otherwise.
SURNAMES = {
    "单": "shan", "曾": "zeng", "解": "xie", "仇": "qiu", "区": "ou", "查": "zha", "朴": "piao",
    "盖": "ge", "任": "ren", "华": "hua", "尉": "wei", "翟": "zhai", "乐": "yue", "覃": "qin",
    "种": "chong", "缪": "miao", "逄": "pang", "员": "yun", "召": "shao", "折": "she", "洗": "xian",
    "燕": "yan", "宁": "ning", "万俟": "mo qi", "尉迟": "yu chi", "澹台": "tan tai", "长孙": "zhang sun",
}  # fmt: skip


def syllables(name: str) -> tuple[str, ...]:
    """The name's syllables without tones; surname readings first."""
    for length in (2, 1):
        reading = SURNAMES.get(name[:length])
        if reading and len(name) > length:
            return (*reading.split(), *_plain(name[length:]))
    return _plain(name)


WESTERN = re.compile(r"[0-9A-Za-z\s]")


@lru_cache(maxsize=20_000)
def _of_character(char: str) -> str:
    from pypinyin import Style, lazy_pinyin  # large, and only names being saved need it

    return "".join(lazy_pinyin(char, style=Style.NORMAL))


def _plain(text: str) -> tuple[str, ...]:
    """Character by character: a name is no phrase. Letters and figures stay together."""
    if not WESTERN.search(text):
        return tuple(map(_of_character, text))
    parts = re.findall(r"[0-9A-Za-z]+|\S", text)
    return tuple(part if len(part) > 1 else _of_character(part) for part in parts)


def readings_of(name: str) -> tuple[str, str]:
    """(pinyin, initials), as they are searched by."""
    parts = syllables(name)
    return "".join(parts).lower()[:120], "".join([s[:1] for s in parts]).lower()[:20]


def pinyin_of(name: str) -> str:
    return readings_of(name)[0]


def initials_of(name: str) -> str:
    return readings_of(name)[1]


UNKNOWN = 99_999  # characters the table lacks stand last, by code point


@lru_cache(maxsize=1)
def _stroke_ranks() -> dict[str, int]:
    """Character → its place by number of strokes, then by stroke order (横竖撇点折).

    The table comes with the ``cn-sort`` package. Only its data is read: importing the package
    would load numpy and reconfigure logging.
    """
    spec = find_spec("cn_sort")
    if spec is None or not spec.origin:
        raise RuntimeError("the package cn-sort is missing; run script/setup")
    table = Path(spec.origin).parent / "res" / "all_word.json"
    rows = json.loads(table.read_text(encoding="utf-8"))["all_word"]
    return {row["chinese"]: row["stroke_increment_level"] for row in rows}


def strokes_of(name: str) -> str:
    """A key that sorts names by the strokes of the surname, then of the given name (rules 8.13)."""
    return "".join(map(_strokes, name))[:60]


@lru_cache(maxsize=20_000)
def _strokes(char: str) -> str:
    rank = _stroke_ranks().get(char)
    return f"{UNKNOWN}{ord(char):06x}" if rank is None else f"{rank:05d}"
