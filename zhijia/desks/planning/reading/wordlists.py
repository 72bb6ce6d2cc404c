"""Automatic list numbers of Word: they are not in the text, so they are counted here."""

from __future__ import annotations

import re

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CN = "零一二三四五六七八九"
_CHINESE = {
    "chineseCounting",
    "chineseCountingThousand",
    "japaneseCounting",
    "ideographDigital",
    "taiwaneseCounting",
    "taiwaneseCountingThousand",
    "ideographTraditional",
}


def chinese_number(value: int) -> str:
    """Give 一 … 九十九."""
    if value < 10:
        return _CN[value]
    tens, ones = divmod(min(value, 99), 10)
    return ("" if tens == 1 else _CN[tens]) + "十" + (_CN[ones] if ones else "")


def _write(value: int, form: str) -> str:
    """Write a counter in the form a list asks for."""
    if form in _CHINESE:
        return chinese_number(value)
    if form.startswith("decimalEnclosedCircle") and 1 <= value <= 20:
        return chr(0x245F + value)
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (value - 1) % 26)
        return letter.upper() if form == "upperLetter" else letter
    return str(value)


class ListNumbers:
    """Counts the automatic numbers of one document, paragraph by paragraph."""

    def __init__(self, numbering, styles) -> None:
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self._abstract: dict[str, str] = {}
        self._counts: dict[tuple[str, int], int] = {}
        self._by_style: dict[str, tuple[str, int]] = {}
        if numbering is not None:
            self._read_numbering(numbering)
        if styles is not None:
            self._read_styles(styles)

    def _read_numbering(self, root) -> None:
        for abstract in root.iterchildren(f"{_W}abstractNum"):
            levels = {}
            for level in abstract.iterchildren(f"{_W}lvl"):
                form, text = _value(level, "numFmt", "decimal"), _value(level, "lvlText", "")
                start = _value(level, "start", "1")
                depth = int(level.get(f"{_W}ilvl", "0"))
                levels[depth] = (form, text, int(start) if start.isdecimal() else 1)
            self._levels[abstract.get(f"{_W}abstractNumId", "")] = levels
        for number in root.iterchildren(f"{_W}num"):
            self._abstract[number.get(f"{_W}numId", "")] = _value(number, "abstractNumId", "")

    def _read_styles(self, root) -> None:
        for style in root.iterchildren(f"{_W}style"):
            found = _reference(style)
            if found:
                self._by_style[style.get(f"{_W}styleId", "")] = found

    def label(self, paragraph) -> str:
        """Give the number a paragraph shows, and count it."""
        found = _reference(paragraph)
        if found is None:
            style = paragraph.find(f"{_W}pPr/{_W}pStyle")
            found = self._by_style.get(style.get(f"{_W}val", "")) if style is not None else None
        if found is None or found[0] == "0":
            return ""
        number, depth = found
        key = self._abstract.get(number, "")
        levels = self._levels.get(key, {})
        if depth not in levels:
            return ""
        self._count(number, depth, levels)
        form, text, _ = levels[depth]
        if form in ("bullet", "none") or not text:
            return "● " if form == "bullet" else ""
        return self._fill(text, number, levels)

    def _count(self, number: str, depth: int, levels: dict) -> None:
        """Count up at this depth and start the deeper ones anew."""
        self._counts[number, depth] = self._counts.get((number, depth), levels[depth][2] - 1) + 1
        for deeper in range(depth + 1, 10):
            self._counts.pop((number, deeper), None)

    def _fill(self, text: str, number: str, levels: dict) -> str:
        """Put the counters into a pattern such as %1、 or （%1）."""

        def counter(found: re.Match[str]) -> str:
            depth = int(found[1]) - 1
            form, _, start = levels.get(depth, ("decimal", "", 1))
            return _write(self._counts.get((number, depth), start), form)

        label = re.sub(r"%(\d)", counter, text)
        return label if label[-1:] in "、.．)） ：:" else label + "、"


def _value(node, name: str, default: str) -> str:
    child = node.find(f"{_W}{name}")
    return child.get(f"{_W}val", default) if child is not None else default


def _reference(node) -> tuple[str, int] | None:
    """Give the list and the depth a paragraph or a style points to."""
    properties = node.find(f"{_W}pPr/{_W}numPr")
    if properties is None:
        return None
    depth = _value(properties, "ilvl", "0")
    number = _value(properties, "numId", "")
    return (number, int(depth) if depth.isdecimal() else 0) if number else None
