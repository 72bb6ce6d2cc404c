"""Voting codes (投票码), and the secrets made from them. Its twin is ``codes.js``.

How a code is written is said in :mod:`zhijia.kernel.codes`.

``stretch`` (PBKDF2, RFC 8018) makes each guess at a code cost 2¹³ hashes, which is worth 13 more
bits against whoever holds the whole database; ``expand`` (HKDF, RFC 5869) draws independent
secrets from the result. A code is as good as the paper it leads to: nobody may keep it for the
voter, and whoever has it can show which paper was cast with it.
"""

import hashlib
import hmac

from zhijia.kernel.codes import LENGTH, LETTERS, BadCode, new_code, read_code, show_code

__all__ = [
    "LENGTH", "LETTERS", "BadCode", "expand", "extract", "new_code", "read_code", "show_code", "stretch",
]  # fmt: skip
ROUNDS = 4096  # two hashes each; a slow phone takes a tenth of a second


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
