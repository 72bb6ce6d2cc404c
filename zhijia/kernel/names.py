"""Chinese names by pinyin, with the surnames whose common reading is wrong in a name."""

from functools import lru_cache

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
