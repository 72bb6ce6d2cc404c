"""Voting codes (投票码), and the secrets made from them. Its twin is ``codes.js``.

A code is 16 characters of Crockford's base 32 (80 random bits) and a check character, shown in
groups of four: ``7K2M-9QXA-D4TW-0HRN-5``. O, I, L and U never occur; who reads O, I or L is taken
to mean 0 or 1, so that look-alikes do no harm.

``stretch`` (PBKDF2, RFC 8018) makes each guess at a code cost 2¹³ hashes, which is worth 13 more
bits against whoever holds the whole database; ``expand`` (HKDF, RFC 5869) draws independent
secrets from the result. A code is as good as the paper it leads to: nobody may keep it for the
voter, and whoever has it can show which paper was cast with it.
"""

import hashlib
import hmac
import secrets
import unicodedata

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16
ROUNDS = 4096  # two hashes each; a slow phone takes a tenth of a second
_LOOK_ALIKE = str.maketrans("OIL", "011")


class BadCode(ValueError):
    """Not a voting code; ``reason`` is ``length``, ``letter`` (one that never occurs) or ``check``."""

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


def stretch(code: str, context: bytes) -> bytes:
    """48 bytes that follow from a code, different for every ``context``."""
    return hashlib.pbkdf2_hmac("sha384", read_code(code).encode(), context, ROUNDS)


def extract(salt: bytes, secret: bytes) -> bytes:
    """HKDF-Extract: 48 even bytes out of an uneven secret."""
    return hmac.digest(salt, secret, "sha384")


def expand(root: bytes, label: str, length: int) -> bytes:
    """HKDF-Expand: so many bytes for one use, named by ``label``."""
    out, block = b"", b""
    for counter in range(1, -(-length // 48) + 1):
        block = hmac.digest(root, block + label.encode() + bytes([counter]), "sha384")
        out += block
    return out[:length]
