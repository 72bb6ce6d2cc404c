"""Cleaning: from the text of a file to tidy simplified lines, with a word on what was doubtful."""

from __future__ import annotations

import html
import re
import threading
import unicodedata
from functools import cache
from itertools import islice

from .furniture import drop_furniture
from .model import Cleaned
from .rejoin import break_long, rejoin
from .repair import repair_bytes

TABLE_END = "\x1e"
_TONES = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿêɑɡĀÁǍÀĒÉĚÈŌÓǑÒ"
_PINYIN = re.compile(rf"(?<=[㐀-鿿豈-﫿])[(（]\s*([A-Za-z{_TONES}]{{1,7}})\s*[)）]")
_TONED = re.compile(rf"[{_TONES}]")
_TAG = re.compile(r"</?[A-Za-z!][^<>]{0,800}>")
_BLOCK_TAG = re.compile(r"(?i)<(?:br|/p|/div|/li|/tr|/h[1-6]|/td|/th)\b[^<>]{0,200}>")
_INVISIBLE = dict.fromkeys(
    [0xAD, 0x34F, 0x61C, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F)]
    + [*range(0x2060, 0x2070), 0xFEFF, *range(0xFE00, 0xFE10), 0xFFF9, 0xFFFA, 0xFFFB]
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1d\x1f\x7f-\x84\x86-\x9f]")
_SPACES = re.compile(r"[ \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_RADICALS = dict(
    zip(
        "⺁⺅⺆⺈⺌⺎⺏⺐⺓⺗⺘⺝⺠⺡⺢⺣⺥⺧⺨⺩⺪⺭⺮⺯⺱⺳⺴⺶⺷⺸⺹⺺⺻⺼⺽⺾⺿⻀⻁⻂⻄⻅⻆⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻖⻗⻘⻙⻚⻛⻜⻝⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰",
        "厂亻冂刀小兀尣尢幺忄扌月民氵氺灬爪牛犭王疋礻竹糹罒罓四羊羊羊老肀聿肉臼艹艹艹虎衤西见角讠贝足车辶辶辶阝钅長镸长门阝雨青韦页风飞食飠饣首马骨鬼鱼鸟卤麦黄齐齿龙",
        strict=False,
    )
)
_MASK = re.compile(
    r"(?<![A-Za-z])[12]?[0-9]?[xX×＊*]{2,}(?![A-Za-z])|[_＿]{2,}|□|○{2,}|〇{3,}|（\s{1,9}）|\(\s{1,9}\)"
)
_BLANK = re.compile(
    r"(?:共计?|合计|总计|达|约|计|第)[ \t\u3000]{1,12}(?=(?:人次|人|名|元|万元|次|场|期|个|届|位))"
)
_CJK = re.compile(r"[㐀-鿿]")
_lock = threading.Lock()


@cache
def _simplifier():
    """Load opencc once, on first need."""
    import opencc

    return opencc.OpenCC("t2s")


def to_simplified(text: str) -> str:
    """Turn traditional characters into simplified ones."""
    with _lock:
        return _simplifier().convert(text)


def is_traditional(text: str) -> bool:
    """Say whether the text is traditional: over 4 % of its characters change on conversion."""
    sample = "".join(_CJK.findall(text[:6000]))
    if len(sample) < 4:
        return False
    changed = sum(a != b for a, b in zip(sample, to_simplified(sample), strict=False))
    return changed >= max(2, len(sample) * 0.04)


def _drop_element(text: str, name: str) -> str:
    """Drop <name>…</name> wholes; a hand scan, because a regex is quadratic on hostile text."""
    low = text.lower()
    parts, at = [], 0
    while (start := low.find(f"<{name}", at)) >= 0:
        end = low.find(f"</{name}", start)
        if end < 0:
            break
        parts.append(text[at:start])
        close = low.find(">", end)
        at = len(text) if close < 0 else close + 1
    return "".join(parts) + text[at:]


def strip_html(text: str) -> str:
    """Drop tags and resolve entities; text without either passes unchanged."""
    if "<" in text:
        for name in ("script", "style"):
            text = _drop_element(text, name)
        text = _TAG.sub("", _BLOCK_TAG.sub("\n", text))
    return html.unescape(text) if "&" in text else text


def _plain_char(char: str) -> str:
    """Give the ordinary character for a radical or a fullwidth letter, digit or space."""
    return _RADICALS.get(char) or unicodedata.normalize("NFKC", char)


def normalise_characters(text: str) -> str:
    """Fold radicals, compatibility ideographs and fullwidth letters; leave punctuation alone."""
    text = text.translate(_INVISIBLE)
    text = re.sub(r"[⺀-⿟豈-﫿０-９Ａ-Ｚａ-ｚ％＿＋＃]", lambda m: _plain_char(m[0]), text)
    return _CONTROL.sub("", text)


def strip_pinyin(text: str) -> str:
    """Drop pinyin in parentheses after a character; (PPT) and (分四组) stay.

    Syllables without a tone mark are dropped only in a text laced with marked ones.
    """
    laced = len([m for m in _PINYIN.finditer(text[:20000]) if _TONED.search(m[1])]) >= 3

    def decide(found: re.Match[str]) -> str:
        word = found[1]
        if _TONED.search(word) or (laced and word.islower()):
            return ""
        return found[0]

    return _PINYIN.sub(decide, text)


def _split_lines(text: str) -> tuple[list[str], set[int]]:
    """Cut into trimmed non-blank lines and note where tables ended."""
    lines: list[str] = []
    breaks: set[int] = set()
    text = re.sub(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]", "\n", text)
    for raw in text.split("\n"):
        ends = TABLE_END in raw
        line = _SPACES.sub(" ", raw.replace(TABLE_END, "")).strip()
        if line:
            lines.append(line)
        if ends:
            breaks.add(len(lines))
    return lines, breaks


def find_holes(lines: list[str], limit: int = 12) -> list[str]:
    """Name the lines with masks (20xx, ＿＿, □) or figures left out (共 人次)."""
    found = []
    for number, line in enumerate(lines, 1):
        hits = sorted(
            (m.start(), m.end()) for p in (_BLANK, _MASK) for m in islice(p.finditer(line), 20)
        )
        if hits:
            near = [min(end, start + 30) for start, end in hits if start - hits[0][0] < 40]
            quote = line[max(0, hits[0][0] - 6) : max(near) + 6].strip()
            found.append(f"第{number}行有空缺：“{quote}”，请补全或核对。")
    if len(found) > limit:
        rest = len(found) - limit
        found = [*found[:limit], f"另有{rest}处空缺，请逐行核对。"]
    return found


def clean(text: str, wrapped: bool = False) -> Cleaned:
    """Clean a whole text; wrapped says that its line breaks come from a page layout."""
    warnings: list[str] = []
    text, doubts = repair_bytes(strip_html(text))
    warnings += doubts
    text = strip_pinyin(normalise_characters(text))
    if is_traditional(text):
        text = to_simplified(text)
    if wrapped:
        text = re.sub(r"(?<=\d) (?=[年月日])|(?<=年) (?=\d)", "", text)
    lines, breaks = _split_lines(text)
    lines, breaks = drop_furniture(lines, breaks)
    lines, breaks = break_long(*rejoin(lines, breaks, wrapped))
    return Cleaned(lines, warnings + find_holes(lines), breaks)
