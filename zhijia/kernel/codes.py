"""Codes that people copy by hand: voting codes, receipt codes of anonymous letters.

A code is 16 characters of Crockford's base 32 (80 random bits) and a check character, shown in
groups of four: ``7K2M-9QXA-D4TW-0HRN-5``. O, I, L and U never occur; who reads O, I or L is taken
to mean 0 or 1, so that look-alikes do no harm.
"""

import secrets
import unicodedata

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16
_LOOK_ALIKE = str.maketrans("OIL", "011")


class BadCode(ValueError):
    """Not a code; ``reason`` is ``length``, ``letter`` (one that never occurs) or ``check``."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


def new_code() -> str:
    """A fresh code in its printed form."""
    code = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    return show_code(code)


def show_code(code: str) -> str:
    """The 16 characters with their check character, in groups of four."""
    whole = code + LETTERS[_rest(code + "0")]
    return "-".join(whole[i : i + 4] for i in range(0, len(whole), 4))


def read_code(text: str) -> str:
    """The 16 characters of a typed code: any case, width, spacing and dashes. ``BadCode`` if wrong."""
    typed = unicodedata.normalize("NFKC", text).upper().translate(_LOOK_ALIKE)
    typed = "".join(c for c in typed if unicodedata.category(c)[0] not in "CPSZ")
    if any(c not in LETTERS for c in typed):
        raise BadCode("letter")
    if len(typed) != LENGTH + 1:
        raise BadCode("length")
    if _rest(typed):
        raise BadCode("check")
    return typed[:LENGTH]


def _rest(word: str) -> int:
    """Zero for a whole code. One wrong character or two exchanged ones never give zero.

    The characters are coefficients over GF(32), taken at the generator 2 of x⁵ + x² + 1: each
    of the 17 places has a weight of its own.
    """
    rest = 0
    for letter in word:
        rest <<= 1
        rest = (rest ^ 37 if rest & 32 else rest) ^ LETTERS.index(letter)
    return rest
