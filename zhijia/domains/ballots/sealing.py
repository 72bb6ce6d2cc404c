"""Sealed papers: encrypted to the keys of n tellers, opened only by k of them. Its twin is ``seal.js``.

**No dealer.** Every teller alone, in their own browser, makes a key pair out of a code of their own,
and the server is given only the public half. Each voter's device draws a secret for its paper, splits it
by Shamir's scheme, k of n over the integers modulo 2²⁵⁵ − 19, and encrypts one share to each teller
(X25519, RFC 7748; HKDF-SHA-384, RFC 5869). The paper itself is encrypted under a key made from
the secret (ChaCha20-Poly1305, RFC 8439), after padding, so that all papers of a ballot are equally long.

To open, k tellers enter their codes and hand over this ballot's private keys, which are of no use
anywhere else; from then on everybody can check every paper. Fewer than k keys tell nothing.

Everything in a sealed paper follows from its secret, and the opener makes it anew and compares.
So a paper is either readable by every k of the tellers, and as the same paper, or by none.

What it does not do: k tellers together can open papers early; when more than n − k codes are lost,
nobody can ever open them; and sealing hides what is on a paper, not who sent it (``blind`` does that).
A teller should see their own public key among the published ones before the voting begins.
"""

import hashlib
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property, partial

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from zhijia.domains.ballots.codes import expand, extract, stretch

PRIME = 2**255 - 19
POINT = SHARE = 32  # bytes
LONGEST = 65535
MOST_TELLERS = 16
_NONCE = bytes(12)  # every key encrypts one paper only


class Unreadable(ValueError):
    """Not a paper sealed for this ballot; no set of tellers can read it."""


def teller_key(code: str, ballot_id: str) -> tuple[bytes, bytes]:
    """The private and the public key that a teller's code gives in one ballot. ``BadCode`` for a typo."""
    private = expand(stretch(code, b"zhijia teller 1" + ballot_id.encode()), "x25519", 32)
    return private, _public(X25519PrivateKey.from_private_bytes(private))


@dataclass(frozen=True)
class Sealing:
    """The public terms of a ballot's seal. ``ValueError`` when they cannot hold.

    ``need`` of the tellers' public ``keys`` open it; no paper has more than ``size`` bytes. The
    order of the keys counts.
    """

    ballot_id: str
    need: int
    keys: tuple[bytes, ...]
    size: int

    def __post_init__(self):
        if not 1 <= self.need <= len(self.keys) <= MOST_TELLERS:
            raise ValueError(f"{self.need} of {len(self.keys)} tellers")
        if len(set(self.keys)) < len(self.keys):
            raise ValueError("two tellers with one key")
        if not 0 < self.size <= LONGEST:
            raise ValueError(f"papers of {self.size} bytes")
        for key in self._points:  # refuses the few points that would give every voter one secret
            X25519PrivateKey.generate().exchange(key)

    @cached_property
    def _points(self) -> list[X25519PublicKey]:
        return [X25519PublicKey.from_public_bytes(key) for key in self.keys]

    @cached_property
    def _terms(self) -> bytes:
        numbers = bytes([self.need, len(self.keys)]) + self.size.to_bytes(2)
        words = b"zhijia sealed 1" + numbers + b"".join(self.keys) + self.ballot_id.encode()
        return hashlib.sha384(words).digest()

    @property
    def length(self) -> int:
        """Bytes of every sealed paper."""
        return self._head_length + 2 + self.size + 16

    @property
    def _head_length(self) -> int:
        return POINT + SHARE * len(self.keys)

    def seal(self, paper: bytes) -> bytes:
        """The paper, sealed; ``ValueError`` if it is longer than this ballot's papers may be."""
        if len(paper) > self.size:
            raise ValueError(f"{len(paper)} bytes of {self.size}")
        head, key = self._wrap(secrets.randbelow(PRIME))
        padded = len(paper).to_bytes(2) + paper.ljust(self.size, b"\0")
        return head + ChaCha20Poly1305(key).encrypt(_NONCE, padded, None)

    def opener(self, privates: Iterable[bytes]) -> Callable[[bytes], bytes]:
        """A function that opens this ballot's papers (or raises ``Unreadable``), from tellers' keys.

        ``ValueError`` for a key that belongs to no teller of this ballot, and for fewer than ``need``.
        """
        tellers = {}
        for private in privates:
            teller = X25519PrivateKey.from_private_bytes(private)
            if _public(teller) not in self.keys:
                raise ValueError("not the key of a teller of this ballot")
            tellers[self.keys.index(_public(teller)) + 1] = teller
        if len(tellers) < self.need:
            raise ValueError(f"{len(tellers)} of {self.need} keys")
        return partial(self._open, tellers, {i: _weight(i, tellers) for i in tellers})

    def _open(self, tellers: dict, weights: dict, sealed: bytes) -> bytes:
        if len(sealed) != self.length:
            raise Unreadable(f"{len(sealed)} bytes instead of {self.length}")
        head, body = sealed[: self._head_length], sealed[self._head_length :]
        point = X25519PublicKey.from_public_bytes(head[:POINT])
        try:
            shared = {i: teller.exchange(point) for i, teller in tellers.items()}
        except ValueError as error:
            raise Unreadable("a point of small order") from error
        shares = {i: self._mask(i, head[:POINT], shared[i], _part(head, i)) for i in tellers}
        secret = sum(weights[i] * int.from_bytes(shares[i]) for i in tellers) % PRIME
        again, key = self._wrap(secret, shared)
        if again != head:
            raise Unreadable("the shares do not belong together")
        try:
            padded = ChaCha20Poly1305(key).decrypt(_NONCE, body, None)
        except InvalidTag as error:
            raise Unreadable("the paper was changed") from error
        end = 2 + int.from_bytes(padded[:2])
        if end > len(padded) or any(padded[end:]):
            raise Unreadable("wrongly padded")
        return padded[2:end]

    def _wrap(self, secret: int, shared: dict | None = None) -> tuple[bytes, bytes]:
        """What follows from a paper's secret: point and encrypted shares, and the paper's key.

        ``shared`` are the secrets shared with tellers where they are known already.
        """
        root = extract(self._terms, secret.to_bytes(SHARE))
        once = X25519PrivateKey.from_private_bytes(expand(root, "point", 32))
        point = _public(once)
        curve = [secret] + [
            int.from_bytes(expand(root, f"coefficient {j}", 48)) % PRIME
            for j in range(1, self.need)
        ]
        head = point
        for i, key in enumerate(self._points, 1):
            share = sum(c * i**j for j, c in enumerate(curve)) % PRIME
            known = (shared or {}).get(i) or once.exchange(key)
            head += self._mask(i, point, known, share.to_bytes(SHARE))
        return head, expand(root, "key", 32)

    def _mask(self, i: int, point: bytes, shared: bytes, share: bytes) -> bytes:
        """Encrypt or decrypt teller i's share: a pad used once, so exclusive or is all it takes."""
        pad = expand(extract(self._terms, shared + point), f"share {i}", SHARE)
        return bytes(a ^ b for a, b in zip(pad, share, strict=True))


def _part(head: bytes, i: int) -> bytes:
    """Teller i's encrypted share."""
    return head[POINT + SHARE * (i - 1) : POINT + SHARE * i]


def _weight(i: int, tellers: Iterable[int]) -> int:
    """Lagrange's weight of share i at zero, where the secret lies."""
    weight = 1
    for j in tellers:
        if j != i:
            weight = weight * j * pow(j - i, -1, PRIME) % PRIME
    return weight


def _public(key: X25519PrivateKey) -> bytes:
    return key.public_key().public_bytes_raw()
