"""The secrets of a slip: a readable code and the token of its link.

Both are worked out from the slip's random nonce with the house's secret key whenever a slip is
printed; the database holds only keyed digests of them, so a copy of it opens nothing.
"""

import secrets
from base64 import urlsafe_b64encode
from hashlib import blake2b

from django.conf import settings

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that is read for something else
LENGTH = 8


def new_nonce() -> str:
    return secrets.token_hex(16)


def _keyed(text: str, use: bytes, size=16) -> bytes:
    key = settings.SECRET_KEY.encode()[:64]
    return blake2b(text.encode(), digest_size=size, key=key, person=use).digest()


def code_of(nonce: str) -> str:
    """Eight letters that nobody misreads."""
    number, found = int.from_bytes(_keyed(nonce, b"slip-code")), ""
    for _ in range(LENGTH):
        number, left = divmod(number, len(LETTERS))
        found += LETTERS[left]
    return found


def token_of(nonce: str) -> str:
    """What stands in the link: 128 bits."""
    return urlsafe_b64encode(_keyed(nonce, b"slip-token")).rstrip(b"=").decode()


def plain(code: str) -> str:
    """A code as typed: case, blanks and dashes do not matter."""
    return "".join(c for c in code.upper() if c.isalnum())


def readable(code: str) -> str:
    return f"{code[:4]}-{code[4:]}"


def digest(secret: str) -> str:
    """By which a code or token is found again."""
    return _keyed(secret, b"slip-digest").hex()
