"""Blind signatures of ballots: RFC 9474, RSABSSA-SHA384-PSS-Randomized. Its twin is ``blind.js``.

The server signs what it cannot read; a finished signature is an ordinary RSA-PSS signature that
anybody can verify. One fresh key per ballot, used for nothing else (RFC 9474 §6.2).

**One difference from the RFC.** Randomizer, salt and blinding factor are not random but follow
from the voter's code. To a server that does not know the code they look random, so it cannot tell
which of the cast tokens it signed for whom; that holds as long as nobody can search through 2⁸⁰
codes, each stretched, and not against unlimited computing. Whoever learns a code can link.
"""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass

import gmpy2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from gmpy2 import mpz

from zhijia.domains.ballots.codes import expand, stretch

BITS = 3072
TOKEN = PREFIX = 32  # bytes
HASH = SALT = 48
_PSS = padding.PSS(padding.MGF1(hashes.SHA384()), SALT)
_DER, _PEM = serialization.Encoding.DER, serialization.Encoding.PEM
_SPKI, _PKCS8 = serialization.PublicFormat.SubjectPublicKeyInfo, serialization.PrivateFormat.PKCS8


class Fault(RuntimeError):
    """The private operation went wrong (a broken key, memory or processor); nothing was signed."""


class PrivateKey:
    """The signing key of one ballot."""

    def __init__(self, key: rsa.RSAPrivateKey):
        numbers = key.private_numbers()
        self._key = key
        self._p, self._q = mpz(numbers.p), mpz(numbers.q)
        self._dp, self._dq = mpz(numbers.dmp1), mpz(numbers.dmq1)
        self._q_inverse = mpz(numbers.iqmp)
        self._n, self._e = mpz(numbers.public_numbers.n), numbers.public_numbers.e

    @property
    def public(self) -> bytes:
        """The public key: SubjectPublicKeyInfo in DER. Its SHA-384 is the key's fingerprint."""
        return self._key.public_key().public_bytes(_DER, _SPKI)

    def to_bytes(self) -> bytes:
        """PKCS#8 in DER, not encrypted: the keeper encrypts it at rest."""
        return self._key.private_bytes(_DER, _PKCS8, serialization.NoEncryption())

    @classmethod
    def from_bytes(cls, der: bytes) -> "PrivateKey":
        """The key again, in 0.1 ms; ``ValueError`` when it is not one.

        The primes are not tested (it would take 150 ms a request): a damaged key cannot sign
        wrongly, since every signature is checked before it is given.
        """
        key = serialization.load_der_private_key(der, None, unsafe_skip_rsa_key_validation=True)
        if not isinstance(key, rsa.RSAPrivateKey):
            raise ValueError("not an RSA key")
        return cls(key)

    def sign_blinded(self, blinded: bytes) -> bytes:
        """RFC 9474 BlindSign. ``ValueError`` for what no honest client sends, else maybe ``Fault``."""
        size = (self._n.bit_length() + 7) // 8
        if len(blinded) != size:
            raise ValueError(f"{len(blinded)} bytes instead of {size}")
        m = mpz.from_bytes(blinded)
        if not 0 < m < self._n:
            raise ValueError("not between 0 and the modulus")
        try:
            # The other threads of the server go on meanwhile.
            with gmpy2.context(gmpy2.get_context(), allow_release_gil=True):
                s = self._power(m)
                if gmpy2.powmod(s, self._e, self._n) != m:
                    raise Fault("the signature does not verify")
        except (ValueError, ZeroDivisionError) as error:
            raise Fault("the key is damaged") from error
        return s.to_bytes(size)

    def _power(self, m: mpz) -> mpz:
        """m to the private exponent, by the Chinese remainder theorem.

        The base is blinded afresh and the powers take a time that does not depend on the
        exponent, so that the time of an answer tells nothing about the key.
        """
        r = mpz(secrets.randbelow(int(self._n) - 1) + 1)
        x = m * gmpy2.powmod(r, self._e, self._n) % self._n
        by_p = gmpy2.powmod_sec(x % self._p, self._dp, self._p)
        by_q = gmpy2.powmod_sec(x % self._q, self._dq, self._q)
        s = by_q + self._q * ((by_p - by_q) * self._q_inverse % self._p)
        return s * gmpy2.invert(r, self._n) % self._n


def new_key() -> PrivateKey:
    """A fresh key for one ballot; takes about half a second."""
    return PrivateKey(rsa.generate_private_key(65537, BITS))


def pem(public: bytes) -> str:
    """The public key for people and for files."""
    return _load(public).public_bytes(_PEM, _SPKI).decode()


def verify(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the holder of the key blindly signed this message (randomizer and token)."""
    try:
        _load(public).verify(signature, message, _PSS, hashes.SHA384())
    except InvalidSignature:
        return False
    return True


def _load(public: bytes) -> rsa.RSAPublicKey:
    key = serialization.load_der_public_key(public)
    if not isinstance(key, rsa.RSAPublicKey):
        raise ValueError("not an RSA key")
    return key


# --- the voter's side ----------------------------------------------------------------------------


@dataclass(frozen=True, repr=False)  # nothing of it belongs in a log
class Claim:
    """What a voter's device makes from a code: ``blinded`` is sent to be signed, with a login.

    ``finalize(blind_signature)`` gives ``(message, signature)`` for the paper, without a login;
    ``ValueError`` when the answer is no signature of this claim.
    """

    token: bytes
    message: bytes
    blinded: bytes
    finalize: Callable[[bytes], tuple[bytes, bytes]]


def derive(code: str, ballot_id: str, public: bytes) -> Claim:
    """The claim that belongs to a code in one ballot: always the same. ``BadCode`` for a typo.

    ``ballot_id`` may be any text; it and the public key keep the claims of ballots apart.
    """
    context = b"zhijia ballot 1" + hashlib.sha384(public).digest() + ballot_id.encode()
    root = stretch(code, context)
    token = expand(root, "token", TOKEN)
    message = expand(root, "prefix", PREFIX) + token
    numbers = _load(public).public_numbers()
    factor = _below(root, numbers.n)
    blinded, inverse = blind(public, message, expand(root, "salt", SALT), factor)

    def finish(blind_signature: bytes) -> tuple[bytes, bytes]:
        return message, finalize(public, message, blind_signature, inverse)

    return Claim(token, message, blinded, finish)


def _below(root: bytes, n: int) -> int:
    """An even choice between 1 and n: the first of as many draws as it takes (RFC 9474 §4.2)."""
    size, spare = (n.bit_length() + 7) // 8, -n.bit_length() % 8
    for draw in range(256):
        r = int.from_bytes(expand(root, f"blinding {draw}", size)) >> spare
        if 0 < r < n:
            return r
    raise ValueError("not a modulus")


def blind(public: bytes, message: bytes, salt: bytes, factor: int) -> tuple[bytes, int]:
    """RFC 9474 Blind with given salt and factor: the blinded message and the inverse."""
    numbers = _load(public).public_numbers()
    n = mpz(numbers.n)
    m = mpz.from_bytes(_encode(message, salt, numbers.n.bit_length() - 1))
    try:
        # One inversion shows that message and factor are both coprime to n, as the RFC asks.
        inverse = gmpy2.invert(m * factor, n) * m % n
    except ZeroDivisionError as error:
        raise ValueError("the public key has a small factor") from error
    z = m * gmpy2.powmod(factor, numbers.e, n) % n
    return z.to_bytes((n.bit_length() + 7) // 8), int(inverse)


def finalize(public: bytes, message: bytes, blind_signature: bytes, inverse: int) -> bytes:
    """RFC 9474 Finalize: the signature, verified. ``ValueError`` when it is none."""
    n = _load(public).public_numbers().n
    size = (n.bit_length() + 7) // 8
    signature = (int.from_bytes(blind_signature) * inverse % n).to_bytes(size)
    if len(blind_signature) != size or not verify(public, message, signature):
        raise ValueError("not a signature of this claim")
    return signature


def _encode(message: bytes, salt: bytes, bits: int) -> bytes:
    """EMSA-PSS-ENCODE (RFC 8017 §9.1.1) with SHA-384."""
    size = (bits + 7) // 8
    digest = hashlib.sha384(bytes(8) + hashlib.sha384(message).digest() + salt).digest()
    block = (b"\x01" + salt).rjust(size - HASH - 1, b"\0")
    mask = b"".join(
        hashlib.sha384(digest + i.to_bytes(4)).digest() for i in range(-(-len(block) // HASH))
    )
    masked = bytes(a ^ b for a, b in zip(block, mask, strict=False))
    return bytes([masked[0] & 0xFF >> 8 * size - bits]) + masked[1:] + digest + b"\xbc"
