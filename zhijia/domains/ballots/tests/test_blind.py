"""Blind signatures: RFC 9474's own example, the way of a vote through them, and everything forged."""

import json
from dataclasses import astuple
from hashlib import sha256
from pathlib import Path

import gmpy2
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from zhijia.domains.ballots import blind
from zhijia.domains.ballots.codes import BadCode, new_code, show_code

EXAMPLE = json.loads(Path(__file__).with_name("rfc9474.json").read_text())
CODE = show_code("7K2M9QXAD4TW0HRN")
FORM = serialization.PublicFormat.SubjectPublicKeyInfo


def number(name):
    return int(EXAMPLE[name], 16)


def octets(name):
    return bytes.fromhex(EXAMPLE[name])


@pytest.fixture(scope="module")
def rfc_key():
    p, q, d, e = (number(name) for name in "pqde")
    public = rsa.RSAPublicNumbers(e, p * q)
    numbers = rsa.RSAPrivateNumbers(p, q, d, d % (p - 1), d % (q - 1), pow(q, -1, p), public)
    return blind.PrivateKey(numbers.private_key())


@pytest.fixture(scope="module")
def key():
    return blind.new_key()


@pytest.fixture(scope="module")
def other_key():
    return blind.new_key()


def signed(key, code=CODE, ballot_id="ballot 7"):
    claim = blind.derive(code, ballot_id, key.public)
    return claim.finalize(key.sign_blinded(claim.blinded))


def flipped(data, bit):
    changed = bytearray(data)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


# --- the RFC's example ---------------------------------------------------------------------------


def test_the_example_of_the_rfc(rfc_key):
    message = octets("msg_prefix") + octets("msg")
    factor = pow(number("inv"), -1, number("p") * number("q"))
    blinded, inverse = blind.blind(rfc_key.public, message, octets("salt"), factor)
    assert (blinded, inverse) == (octets("blinded_msg"), number("inv"))
    answer = rfc_key.sign_blinded(blinded)
    assert answer == octets("blind_sig")
    signature = blind.finalize(rfc_key.public, message, answer, inverse)
    assert signature == octets("sig")
    assert blind.verify(rfc_key.public, message, signature)


def test_the_example_of_the_rfc_in_a_browser(rfc_key, in_browser):
    message = octets("msg_prefix") + octets("msg")
    factor = pow(number("inv"), -1, number("p") * number("q"))
    told = in_browser(
        """({ key, message, salt, factor, answer }) => {
          const claim = m.blind(unhex(key), unhex(message), unhex(salt), BigInt(factor));
          return [hex(claim.blinded), hex(claim.finalize(unhex(answer)).signature)];
        }""",
        {
            "key": rfc_key.public.hex(),
            "message": message.hex(),
            "salt": EXAMPLE["salt"],
            "factor": hex(factor),
            "answer": EXAMPLE["blind_sig"],
        },  # fmt: skip
    )
    assert told == [EXAMPLE["blinded_msg"], EXAMPLE["sig"]]


# --- the way of a vote ---------------------------------------------------------------------------


def test_a_code_gives_the_same_claim_again_and_an_ordinary_signature(key):
    claim, again = (blind.derive(code, "ballot 7", key.public) for code in (CODE, CODE.lower()))
    assert astuple(claim)[:3] == astuple(again)[:3]
    message, signature = again.finalize(key.sign_blinded(claim.blinded))
    assert message == claim.message and message.endswith(claim.token)
    assert (len(claim.token), len(message), len(signature)) == (32, 64, 384)
    assert blind.verify(key.public, message, signature)


def test_neither_code_nor_ballot_nor_key_share_anything(key, other_key):
    claims = [
        blind.derive(CODE, "ballot 7", key.public),
        blind.derive(new_code(), "ballot 7", key.public),
        blind.derive(CODE, "ballot 8", key.public),
        blind.derive(CODE, "ballot 7", other_key.public),
    ]
    for parts in zip(*(astuple(claim)[:3] for claim in claims), strict=True):
        assert len(set(parts)) == 4


def test_what_the_server_sees_tells_nothing_of_what_is_cast(key):
    claim = blind.derive(CODE, "ballot 7", key.public)
    answer = key.sign_blinded(claim.blinded)
    _message, signature = claim.finalize(answer)
    assert signature not in (claim.blinded, answer)
    assert claim.token not in claim.blinded and "token" not in repr(claim)
    assert CODE not in repr(claim) and claim.token.hex() not in repr(claim)


def test_the_derivation_stays_as_it_is(rfc_key):
    """Codes of a running ballot must still work after an update."""
    claim = blind.derive(CODE, "投票 7", rfc_key.public)
    digest = sha256(claim.message + claim.blinded).hexdigest()
    assert digest == "3cf7df2ab09033def9e59f8237b5cabbf86d094047328e3f45fd261bff67f719"


def test_a_browser_makes_the_same_claim_and_finishes_it(key, in_browser):
    codes = [CODE, *(new_code() for _ in range(4))]
    script = """({ key, codes }) => codes.map((code) => {
      const claim = m.derive(code, "投票 7", unhex(key));
      return [claim.token, claim.message, claim.blinded].map(hex);
    })"""
    told = in_browser(script, {"key": key.public.hex(), "codes": codes})
    claims = [blind.derive(code, "投票 7", key.public) for code in codes]
    assert told == [[part.hex() for part in astuple(claim)[:3]] for claim in claims]
    finish = """({ key, codes, answers }) => codes.map((code, i) => {
      const done = m.derive(code, "投票 7", unhex(key)).finalize(unhex(answers[i]));
      return [hex(done.message), hex(done.signature)];
    })"""
    answers = [key.sign_blinded(bytes.fromhex(blinded)).hex() for _t, _m, blinded in told]
    done = in_browser(finish, {"key": key.public.hex(), "codes": codes, "answers": answers})
    for message, signature in done:
        assert blind.verify(key.public, bytes.fromhex(message), bytes.fromhex(signature))


def test_a_browser_refuses_wrong_answers_keys_and_codes(key, other_key, in_browser):
    claim = blind.derive(CODE, "ballot 7", key.public)
    good = key.sign_blinded(claim.blinded)
    other = key.sign_blinded(blind.derive(new_code(), "ballot 7", key.public).blinded)
    bad = [flipped(good, 0), flipped(good, 3071), good[:-1], good + b"\0", b"", bytes(384), other]
    bad += [other_key.sign_blinded(b"\0" + claim.blinded[1:])]
    script = """({ key, code, answers }) => {
      const claim = m.derive(code, "ballot 7", unhex(key));
      return answers.map((answer) => fails(() => claim.finalize(unhex(answer))));
    }"""
    answers = [answer.hex() for answer in [good, *bad]]
    told = in_browser(script, {"key": key.public.hex(), "code": CODE, "answers": answers})
    assert told == [None] + ["signature"] * len(bad)
    short = rsa.generate_private_key(65537, 1024)
    three = rsa.generate_private_key(3, 2048)
    keys = [key.public[:-1] + b"\0", *(blind.PrivateKey(k).public for k in (short, three)), b""]
    script = "({ keys, code }) => keys.map((key) => fails(() => m.derive(code, '7', unhex(key))))"
    assert in_browser(script, {"keys": [k.hex() for k in keys], "code": CODE}) == ["key"] * 4
    script = "({ key, code }) => fails(() => m.derive(code, '7', unhex(key)))"
    assert in_browser(script, {"key": key.public.hex(), "code": "8" + CODE[1:]}) == "check"


# --- the server refuses --------------------------------------------------------------------------


def test_what_no_honest_client_sends_is_not_signed(key):
    n = key._n
    for value in (0, n, n + 1, (1 << 3072) - 1):
        with pytest.raises(ValueError, match="modulus"):
            key.sign_blinded(int(value).to_bytes(384))
    blinded = blind.derive(CODE, "ballot 7", key.public).blinded
    for wrong in (b"", blinded[:-1], blinded + b"\0", b"\0" + blinded):
        with pytest.raises(ValueError, match="bytes instead of 384"):
            key.sign_blinded(wrong)


def test_signatures_are_of_one_message_under_one_key(key, other_key):
    message, signature = signed(key)
    another, _signature = signed(key, new_code())
    assert not blind.verify(key.public, another, signature)
    assert not blind.verify(other_key.public, message, signature)
    assert not blind.verify(key.public, message[32:], signature)
    assert not blind.verify(key.public, message + b"\0", signature)
    for bit in range(0, 512, 37):
        assert not blind.verify(key.public, flipped(message, bit), signature)
    for bit in range(0, 3072, 173):
        assert not blind.verify(key.public, message, flipped(signature, bit))
    for wrong in (b"", signature[:-1], signature + b"\0", b"\0" + signature, bytes(384)):
        assert not blind.verify(key.public, message, wrong)


def test_a_signature_has_one_spelling_only(key):
    """Adding the modulus gives the same number modulo it: not a second signature."""
    for _ in range(50):
        message, signature = signed(key, new_code())
        more = int.from_bytes(signature) + int(key._n)
        if more < 1 << 3072:
            assert not blind.verify(key.public, message, more.to_bytes(384))
            return
    pytest.fail("no signature was small enough to try")


def test_the_voters_side_refuses_wrong_answers(key, other_key):
    claim = blind.derive(CODE, "ballot 7", key.public)
    good = key.sign_blinded(claim.blinded)
    elsewhere = blind.derive(CODE, "ballot 8", key.public)
    wrong = (flipped(good, 9), good[1:], b"\0" + good, b"", key.sign_blinded(elsewhere.blinded))
    for answer in wrong:
        with pytest.raises(ValueError, match="not a signature"):
            claim.finalize(answer)
    with pytest.raises(BadCode):
        blind.derive("8" + CODE[1:], "ballot 7", key.public)
    with pytest.raises(ValueError, match="small factor"):
        blind.blind(key.public, claim.message, bytes(48), int(key._p))


def test_a_key_built_to_be_taken_apart_is_refused(in_browser):
    """With small factors the server could tell claims apart by what the factor cannot hide."""
    n = 3 * 5 * 7 * 11 * 13 * ((1 << 3057) + 1)
    public = rsa.RSAPublicNumbers(65537, n).public_key()
    der = public.public_bytes(serialization.Encoding.DER, FORM)
    script = """({ key, words }) => words.map((word) =>
      fails(() => m.blind(unhex(key), m.join(word), new Uint8Array(48), 1n)))"""
    words = [f"message {i}" for i in range(40)]
    told = in_browser(script, {"key": der.hex(), "words": words})
    assert set(told) == {"key", None}
    for word, answer in zip(words, told, strict=True):
        try:
            blind.blind(der, word.encode(), bytes(48), 1)
            assert answer is None
        except ValueError:
            assert answer == "key"


# --- faults --------------------------------------------------------------------------------------


def test_a_kept_key_is_the_same_key(key):
    again = blind.PrivateKey.from_bytes(key.to_bytes())
    assert again.public == key.public
    blinded = blind.derive(CODE, "ballot 7", key.public).blinded
    assert again.sign_blinded(blinded) == key.sign_blinded(blinded)
    assert blind.pem(key.public).startswith("-----BEGIN PUBLIC KEY-----\n")
    loaded = serialization.load_pem_public_key(blind.pem(key.public).encode())
    assert loaded.key_size == 3072 and loaded.public_numbers().e == 65537


def test_a_fault_in_one_half_gives_no_signature(key, monkeypatch):
    """Half a wrong power would give the key away (Boneh, DeMillo and Lipton)."""
    blinded = blind.derive(CODE, "ballot 7", key.public).blinded
    power = gmpy2.powmod_sec
    monkeypatch.setattr(gmpy2, "powmod_sec", lambda x, e, n: power(x, e, n) ^ (n == key._p))
    with pytest.raises(blind.Fault):
        key.sign_blinded(blinded)


def test_a_damaged_key_never_signs_wrongly(key):
    kept = key.to_bytes()
    blinded = blind.derive(CODE, "ballot 7", key.public).blinded
    good, outcomes = key.sign_blinded(blinded), set()
    for bit in range(0, 8 * len(kept), 251):
        try:
            assert blind.PrivateKey.from_bytes(flipped(kept, bit)).sign_blinded(blinded) == good
            outcomes.add("a part that signing does not use")
        except (ValueError, blind.Fault) as error:
            outcomes.add(type(error))
    assert blind.Fault in outcomes and len(outcomes) == 3


def test_other_keys_are_no_keys():
    curve = ec.generate_private_key(ec.SECP256R1())
    form = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    with pytest.raises(ValueError, match="not an RSA key"):
        blind.PrivateKey.from_bytes(curve.private_bytes(serialization.Encoding.DER, *form))
    with pytest.raises(ValueError, match="not an RSA key"):
        blind.verify(curve.public_key().public_bytes(serialization.Encoding.DER, FORM), b"", b"")


def test_two_threads_sign_the_same(key):
    from concurrent.futures import ThreadPoolExecutor

    blinded = [blind.derive(new_code(), "ballot 7", key.public).blinded for _ in range(8)]
    alone = [key.sign_blinded(each) for each in blinded]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(key.sign_blinded, blinded)) == alone
