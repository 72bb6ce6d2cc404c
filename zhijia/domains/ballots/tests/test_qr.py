"""QR codes drawn in the teller's browser are the standard's, module by module."""

import pytest
import qrcode
from qrcode.util import MODE_8BIT_BYTE, QRData

TEXTS = [
    "A", "投票码", "https://school.example/ballots/hall/7/#7K2M-9QXA-D4TW-0HRN-P",
    "http://192.168.1.20:8000/ballots/hall/1234/#7K2M-9QXA-D4TW-0HRN-P", "x" * 60, "x" * 62, "x" * 63, "x" * 100,
    "x" * 122, "x" * 151, "x" * 152, "x" * 180, "x" * 200, "票" * 71,
]  # fmt: skip


def wanted(text, mask):
    """As another library draws it: not segno, whose padding of short texts is its own (and as readable)."""
    made = qrcode.QRCode(
        error_correction=qrcode.constants.ERROR_CORRECT_M, mask_pattern=mask, border=0
    )
    made.add_data(QRData(text.encode(), mode=MODE_8BIT_BYTE))
    made.make(fit=True)
    return [[int(dark) for dark in row] for row in made.get_matrix()]


@pytest.mark.parametrize("mask", range(8))
def test_every_pattern_is_the_standard_s(in_browser, mask):
    told = in_browser(
        "({ texts, mask }) => texts.map((t) => m.qr(t, mask))", {"texts": TEXTS, "mask": mask}
    )
    assert told == [wanted(text, mask) for text in TEXTS]


def test_the_pattern_chosen_is_one_of_the_eight_and_the_versions_are_the_smallest(in_browser):
    told = in_browser("(texts) => texts.map((t) => m.qr(t))", TEXTS)
    for text, rows in zip(TEXTS, told, strict=True):
        assert rows in [wanted(text, mask) for mask in range(8)]


def test_a_text_that_is_too_long_is_refused(in_browser):
    assert in_browser('() => fails(() => m.qr("x".repeat(214)))') == "long"
    assert in_browser('() => m.qr("x".repeat(213)).length') == 57


def test_the_picture_has_a_margin_of_four(in_browser):
    box = in_browser('() => m.drawn("x").getAttribute("viewBox")')
    assert box == "0 0 29 29"
