"""Sealed papers: any k of n tellers read them, fewer do not, and all read the same."""

from hashlib import sha256
from itertools import combinations

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from zhijia.domains.ballots.codes import BadCode, new_code, show_code
from zhijia.domains.ballots.sealing import PRIME, Sealing, Unreadable, teller_key

CODES = [new_code() for _ in range(5)]
TELLERS = [teller_key(code, "ballot 7") for code in CODES]
PRIVATE = [private for private, _public in TELLERS]
PUBLIC = tuple(public for _private, public in TELLERS)
TERMS = {"ballot_id": "ballot 7", "need": 3, "keys": PUBLIC, "size": 100}
PAPER = "王明：赞成".encode()


@pytest.fixture
def sealing():
    return Sealing(**TERMS)


def wrongly_padded(sealing):
    """Lengths beyond the end and words behind it: a paper must have one spelling."""
    head, key = sealing._wrap(5)
    for padded in (b"\0\x65" + bytes(100), b"\xff\xff" + bytes(100), b"\0\x01ab" + bytes(98)):
        yield head + ChaCha20Poly1305(key).encrypt(bytes(12), padded, None)


def for_browser(sealing):
    keys = [key.hex() for key in sealing.keys]
    return {"ballotId": sealing.ballot_id, "need": sealing.need, "keys": keys, "size": sealing.size}


def test_any_three_of_five_open_and_two_do_not(sealing):
    sealed = sealing.seal(PAPER)
    for tellers in combinations(PRIVATE, 3):
        assert sealing.opener(tellers)(sealed) == PAPER
    assert sealing.opener(PRIVATE)(sealed) == PAPER
    for tellers in (*combinations(PRIVATE, 2), PRIVATE[:1] * 3, ()):
        with pytest.raises(ValueError, match="of 3 keys"):
            sealing.opener(tellers)


def test_three_shares_fix_the_curve_to_the_secret_and_two_do_not(sealing):
    head, _key = sealing._wrap(1234)
    point = X25519PublicKey.from_public_bytes(head[:32])
    known = []
    for i, private in enumerate(PRIVATE[:3], 1):
        shared = X25519PrivateKey.from_private_bytes(private).exchange(point)
        pad = sealing._mask(i, head[:32], shared, head[32 * i : 32 * i + 32])
        known.append(int.from_bytes(pad))
    assert (3 * known[0] - 3 * known[1] + known[2]) % PRIME == 1234
    assert (2 * known[0] - known[1]) % PRIME != 1234 != known[0]


@pytest.mark.parametrize(("need", "count"), [(1, 1), (1, 3), (2, 2), (4, 4), (5, 5)])
def test_other_numbers_of_tellers(need, count):
    sealing = Sealing("ballot 7", need, PUBLIC[:count], 10)
    sealed = sealing.seal(b"yes")
    assert sealing.opener(PRIVATE[:count][-need:])(sealed) == b"yes"


def test_all_papers_of_a_ballot_are_equally_long_and_none_alike(sealing):
    papers = [b"", b"x", PAPER, PAPER, b"\0" * 100, "票".encode() * 33]
    sealed = [sealing.seal(paper) for paper in papers]
    assert {len(each) for each in sealed} == {sealing.length} == {32 + 5 * 32 + 2 + 100 + 16}
    assert len(set(sealed)) == len({each[:32] for each in sealed}) == 6
    opened = sealing.opener(PRIVATE)
    assert [opened(each) for each in sealed] == papers
    with pytest.raises(ValueError, match="101 bytes of 100"):
        sealing.seal(b"x" * 101)


def test_a_changed_paper_is_unreadable(sealing):
    sealed, opened = sealing.seal(PAPER), sealing.opener(PRIVATE[:3])
    for bit in range(0, 8 * len(sealed), 61):
        changed = bytearray(sealed)
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises(Unreadable):
            opened(bytes(changed))
    for wrong in (b"", sealed[:-1], sealed + b"\0", bytes(len(sealed))):
        with pytest.raises(Unreadable):
            opened(wrong)


def test_a_share_that_does_not_belong_is_seen_by_tellers_who_do_not_use_it(sealing):
    """Else a voter could have the paper read by some tellers and not by others, or differently."""
    sealed = sealing.seal(PAPER)
    spoilt = sealed[: 32 * 5] + bytes(32) + sealed[32 * 6 :]
    for tellers in combinations(PRIVATE, 3):
        with pytest.raises(Unreadable, match="do not belong together"):
            sealing.opener(tellers)(spoilt)


def test_wrong_padding_is_unreadable(sealing):
    for sealed in wrongly_padded(sealing):
        with pytest.raises(Unreadable, match="padded"):
            sealing.opener(PRIVATE)(sealed)


def test_a_paper_belongs_to_one_ballot_and_its_terms(sealing):
    sealed = sealing.seal(PAPER)
    others = [{"ballot_id": "ballot 8"}, {"need": 2}, {"keys": PUBLIC[::-1]}]
    for change in others:
        with pytest.raises(Unreadable):
            Sealing(**TERMS | change).opener(PRIVATE)(sealed)


def test_a_tellers_code_gives_one_key_for_every_ballot(sealing):
    assert teller_key(CODES[0].lower(), "ballot 7") == TELLERS[0]
    elsewhere = teller_key(CODES[0], "ballot 8")
    assert not set(elsewhere) & set(TELLERS[0])
    with pytest.raises(ValueError, match="not the key"):
        sealing.opener([*PRIVATE, elsewhere[0]])
    with pytest.raises(BadCode):
        teller_key(CODES[0][:-1], "ballot 7")


def test_terms_that_cannot_hold_are_refused():
    twist = bytes(31) + b"\x80"  # zero with the bit that is ignored
    wrong = [
        {"need": 0}, {"need": 6}, {"keys": ()}, {"keys": (PUBLIC[0],) * 5}, {"size": 0},
        {"size": 65536}, {"keys": (*PUBLIC[:4], PUBLIC[4][:-1])}, {"keys": (*PUBLIC, *PUBLIC) * 2},
        {"keys": (*PUBLIC[:4], bytes(32))}, {"keys": (*PUBLIC[:4], b"\x01" + bytes(31))},
        {"keys": (*PUBLIC[:4], twist)},
    ]  # fmt: skip
    for change in wrong:
        with pytest.raises(ValueError):
            Sealing(**TERMS | change)


# --- browser and server --------------------------------------------------------------------------


def test_the_browser_makes_the_same_keys(in_browser):
    told = in_browser(
        """(codes) => codes.map((code) => {
          const key = m.tellerKey(code, "ballot 7");
          return [hex(key.secret), hex(key.publicKey)];
        })""",
        CODES,
    )
    assert told == [[private.hex(), public.hex()] for private, public in TELLERS]


def test_the_browsers_curve_is_the_curve(in_browser):
    keys = [X25519PrivateKey.generate() for _ in range(8)]
    points = [key.public_key().public_bytes_raw() for key in keys[::-1]]
    points += [bytes([255] * 31 + [last]) for last in (127, 255)] + [b"\x02" + bytes(31)]
    keys += keys[:3]
    expected = [
        key.exchange(X25519PublicKey.from_public_bytes(point)).hex()
        for key, point in zip(keys, points, strict=True)
    ]
    pairs = [[k.private_bytes_raw().hex(), p.hex()] for k, p in zip(keys, points, strict=True)]
    script = "(pairs) => pairs.map(([k, p]) => hex(m.x25519(unhex(k), unhex(p))))"
    assert in_browser(script, pairs) == expected


@pytest.mark.parametrize(("need", "count"), [(3, 5), (1, 2), (2, 2)])
def test_papers_sealed_in_a_browser_open_on_the_server(need, count, in_browser):
    sealing = Sealing("投票 7", need, PUBLIC[:count], 100)
    papers = ["", "x", "王明：赞成", "票" * 33]
    script = """({ terms, papers }) => {
      const seal = m.sealing({ ...terms, keys: terms.keys.map(unhex) });
      return papers.map((paper) => hex(seal.seal(m.join(paper))));
    }"""
    told = in_browser(script, {"terms": for_browser(sealing), "papers": papers})
    opened = sealing.opener(PRIVATE[count - need : count])
    assert [opened(bytes.fromhex(sealed)).decode() for sealed in told] == papers


def test_papers_sealed_on_the_server_open_in_a_browser(sealing, in_browser):
    papers = [b"", b"x", PAPER, b"z" * 100]
    sealed = [sealing.seal(paper).hex() for paper in papers]
    other = f"{int(sealed[0][-2:], 16) ^ 1:02x}"
    broken = [sealed[0][:-2], sealed[0][:-2] + other, "00" * sealing.length]
    broken += [sealed[1][: 64 * 5] + "00" * 32 + sealed[1][64 * 6 :]]
    broken += [each.hex() for each in wrongly_padded(sealing)]
    script = """({ terms, secrets, sealed }) => {
      const seal = m.sealing({ ...terms, keys: terms.keys.map(unhex) });
      const open = seal.opener(secrets.map(unhex));
      return sealed.map((paper) => { try { return hex(open(unhex(paper))); } catch (e) { return e.message; } });
    }"""
    data = {"terms": for_browser(sealing), "sealed": sealed + broken}
    for tellers in ((0, 1, 2), (4, 1, 3)):
        told = in_browser(script, data | {"secrets": [PRIVATE[i].hex() for i in tellers]})
        assert told == [paper.hex() for paper in papers] + ["unreadable"] * len(broken)


def test_the_browser_refuses_too_few_strangers_and_bad_terms(sealing, in_browser):
    script = """({ terms, secrets }) => fails(() =>
      m.sealing({ ...terms, keys: terms.keys.map(unhex) }).opener(secrets.map(unhex)))"""
    terms, secrets = for_browser(sealing), [private.hex() for private in PRIVATE]
    stranger = teller_key(new_code(), "ballot 7")[0].hex()
    assert in_browser(script, {"terms": terms, "secrets": secrets[:2]}) == "few"
    assert in_browser(script, {"terms": terms, "secrets": secrets[:1] * 3}) == "few"
    assert in_browser(script, {"terms": terms, "secrets": [*secrets[:2], stranger]}) == "teller"
    assert in_browser(script, {"terms": terms | {"need": 6}, "secrets": secrets}) == "terms"
    long = """({ terms, paper }) => fails(() =>
      m.sealing({ ...terms, keys: terms.keys.map(unhex) }).seal(m.join(paper)))"""
    assert in_browser(long, {"terms": terms, "paper": "x" * 101}) == "size"
    flat = terms | {"keys": [*terms["keys"][:4], "00" * 32]}
    assert in_browser(long, {"terms": flat, "paper": "x"}) == "unreadable"


def test_the_derivation_stays_as_it_is():
    """A teller's code of a running ballot must still work after an update."""
    _private, public = teller_key(show_code("7K2M9QXAD4TW0HRN"), "投票 7")
    sealing = Sealing("投票 7", 1, (public,), 10)
    head, key = sealing._wrap(1)
    digest = sha256(public + head + key).hexdigest()
    assert digest == "d1b1675e7458eee0e8b2fd7bd83b59199dcdc6b4999e4160365c06891d7059fa"
