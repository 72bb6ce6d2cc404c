"""Voting codes: a slip of the hand is noticed, look-alikes do no harm, secrets follow the RFCs."""

import hashlib

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from zhijia.domains.ballots.codes import (
    LETTERS,
    BadCode,
    expand,
    extract,
    new_code,
    read_code,
    show_code,
    stretch,
)  # fmt: skip

CODE = "7K2M9QXAD4TW0HRN"


def reason(text):
    with pytest.raises(BadCode) as caught:
        read_code(text)
    return caught.value.reason


def test_a_fresh_code_is_shown_in_fours_and_read_back():
    code = new_code()
    assert [len(group) for group in code.split("-")] == [4, 4, 4, 4, 1]
    assert show_code(read_code(code)) == code
    assert new_code() != code


def test_every_letter_comes_at_every_place():
    codes = [read_code(new_code()) for _ in range(1000)]
    for place in range(16):
        assert {code[place] for code in codes} == set(LETTERS)


def test_case_width_dashes_and_look_alikes_do_not_matter():
    shown = show_code(CODE)
    assert "0" in shown
    wide = "".join(chr(ord(c) + 0xFEE0) for c in shown)
    for text in (shown.lower(), shown.replace("-", " — "), wide, shown.replace("0", "o")):
        assert read_code(text) == CODE
    one = show_code("1" * 16)
    assert read_code(one.replace("1", "l")) == read_code(one.replace("1", "I")) == "1" * 16


def test_every_single_wrong_character_is_noticed():
    whole = show_code(CODE).replace("-", "")
    for place in range(17):
        for letter in set(LETTERS) - {whole[place]}:
            assert reason(whole[:place] + letter + whole[place + 1 :]) == "check"


def test_every_exchange_of_two_characters_is_noticed():
    whole = show_code("0123456789ABCDEF").replace("-", "")
    for i in range(17):
        for j in range(i):
            if whole[i] != whole[j]:
                word = list(whole)
                word[i], word[j] = word[j], word[i]
                assert reason("".join(word)) == "check"


def test_what_is_no_code_says_why():
    shown = show_code(CODE)
    assert reason(shown[:-1]) == reason(shown + "0") == reason("") == "length"
    assert reason(shown.replace("7", "U")) == reason(shown.replace("7", "票")) == "letter"


def test_secrets_follow_the_rfcs():
    root = stretch(show_code(CODE), b"context")
    assert root == hashlib.pbkdf2_hmac("sha384", CODE.encode(), b"context", 4096)
    assert expand(root, "use", 500) == HKDFExpand(hashes.SHA384(), 500, b"use").derive(root)
    assert extract(b"salt", b"secret") != extract(b"salt", b"secret2")
    assert expand(root, "use", 32) != expand(root, "another", 32)
    assert stretch(show_code(CODE), b"other") != root


def test_the_browser_reads_and_stretches_alike(in_browser):
    assert not in_browser("() => window.isSecureContext || Boolean(crypto.subtle)")
    codes = in_browser("() => Array.from({ length: 200 }, m.newCode)")
    assert all(show_code(read_code(code)) == code for code in codes)
    assert len(set(codes)) == 200 and set("".join(map(read_code, codes))) == set(LETTERS)
    shown = show_code(CODE)
    wide = "".join(chr(ord(c) + 0xFEE0) for c in shown)
    good = [shown.lower(), shown.replace("-", " — "), wide, shown.replace("0", "o")]
    assert in_browser("(texts) => texts.map(m.readCode)", good) == [CODE] * 4
    bad = [
        shown[:-1],
        shown + "0",
        "",
        shown.replace("7", "U"),
        shown.replace("7", "票"),
        "8" + shown[1:],
    ]
    told = in_browser("(texts) => texts.map((text) => fails(() => m.readCode(text)))", bad)
    assert told == [reason(text) for text in bad]
    root = stretch(shown, "票".encode())
    assert in_browser("(code) => hex(m.stretch(code, m.join('票')))", shown) == root.hex()
    assert in_browser("(r) => hex(m.expand(unhex(r), 'use', 500))", root.hex()) == expand(root, "use", 500).hex()  # fmt: skip


def test_the_browser_hashes_every_length_alike(in_browser):
    texts = [bytes(range(256))[:n] for n in range(256)]
    told = in_browser("(all) => all.map((t) => hex(m.sha384(unhex(t))))", [t.hex() for t in texts])
    assert told == [hashlib.sha384(text).hexdigest() for text in texts]
