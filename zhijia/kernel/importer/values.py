"""Reading one cell: text in, a value that JSON can hold out, or ValueError with a sentence."""

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from operator import mul

from django.utils.translation import gettext as _


@lru_cache(maxsize=50_000)
def read_date(text: str) -> str:
    """An ISO date from 2026-3-8, 2026年3月8日, 2026.3.8 or 20260308."""
    numbers = re.findall(r"\d+", text)
    if len(numbers) == 1 and len(numbers[0]) == 8:
        numbers = [numbers[0][:4], numbers[0][4:6], numbers[0][6:]]
    try:
        found = date(*(int(n) for n in numbers[:3]))
    except (ValueError, TypeError) as error:
        raise ValueError(_("不是日期，请写成 2026-3-8")) from error
    if not 1900 <= found.year <= 2200:
        raise ValueError(_("年份不对"))
    return found.isoformat()


def read_count(text: str) -> int:
    number = re.fullmatch(r"(\d+)(?:\.0+)?\s*(?:人次|人)?", text.strip())
    if not number:
        raise ValueError(_("不是整数"))
    return int(number[1])


def read_money(text: str) -> str:
    """Yuan as text with two decimals; 元, ¥ and thousands marks are taken off."""
    try:
        value = Decimal(re.sub(r"[¥￥,，元\s]", "", text))
    except InvalidOperation as error:
        raise ValueError(_("不是金额")) from error
    if value < 0:
        raise ValueError(_("金额不能是负数"))
    return str(value.quantize(Decimal("0.01")))


def read_choice(choices, synonyms=None):
    """Reads a label of ``choices`` [(value, label)], the value itself, or one of ``synonyms``
    {other word: value}."""
    known = {str(label): value for value, label in choices} | {v: v for v, _label in choices}
    known |= synonyms or {}

    def read(text):
        value = known.get(text.strip())
        if value is None:
            raise ValueError(_("应是：%s") % "、".join(str(label) for _v, label in choices))
        return value

    return read


def read_text(most: int):
    """Text of at most so many characters, without line breaks."""

    def read(text):
        if not text.isalnum():
            text = " ".join(text.split())
        if len(text) > most:
            raise ValueError(_("超过 %d 个字") % most)
        return text

    return read


MOBILE = re.compile(r"1[3-9]\d{9}")


def read_phone(text: str) -> str:
    """A mainland mobile number; spaces, dashes and +86 are taken off."""
    if MOBILE.fullmatch(text):
        return text
    number = re.sub(r"^(\+?86)", "", re.sub(r"[\s-]", "", text))
    if not MOBILE.fullmatch(number):
        raise ValueError(_("不是 11 位手机号"))
    return number


WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
DIGIT_ZERO = 48 * sum(WEIGHTS)  # digits are summed as their ASCII codes
RESIDENT = re.compile(r"\d{17}[\dX]", re.ASCII)


def read_id_number(text: str) -> str:
    """A resident's number of 18 places, its date and check character right (GB 11643-1999)."""
    number = text.strip().upper()
    if not RESIDENT.fullmatch(number):
        raise ValueError(_("不是 18 位身份证号；在 Excel 里请把这一列设成文本"))
    total = sum(map(mul, WEIGHTS, number.encode())) - DIGIT_ZERO
    if CHECKS[total % 11] != number[17]:
        raise ValueError(_("身份证号的校验位不对，请核对"))
    read_date(number[6:14])
    return number
