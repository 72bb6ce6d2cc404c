"""Chinese names by pinyin, with the surnames whose common reading is wrong in a name."""

import json
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


@lru_cache(maxsize=20_000)
def syllables(name: str) -> tuple[str, ...]:
    """The name's syllables without tones; surname readings first."""
    from pypinyin import Style, lazy_pinyin  # large, and only names being saved need it

    for length in (2, 1):
        reading = SURNAMES.get(name[:length])
        if reading and len(name) > length:
            return (*reading.split(), *lazy_pinyin(name[length:], style=Style.NORMAL))
    return tuple(lazy_pinyin(name, style=Style.NORMAL))


def pinyin_of(name: str) -> str:
    return "".join(syllables(name)).lower()[:120]


def initials_of(name: str) -> str:
    return "".join(s[:1] for s in syllables(name)).lower()[:20]


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


@lru_cache(maxsize=20_000)
def strokes_of(name: str) -> str:
    """A key that sorts names by the strokes of the surname, then of the given name (rules 8.13)."""
    ranks = _stroke_ranks()
    return "".join(
        f"{ranks[char]:05d}" if char in ranks else f"{UNKNOWN}{ord(char):06x}" for char in name
    )[:60]
