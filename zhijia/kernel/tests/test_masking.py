"""What is shown in public of a name or a number (rules 13.24)."""

import pytest

from zhijia.kernel.masking import mask_address, mask_bank, mask_id, mask_name, mask_phone


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("张三", "张*"), ("张三丰", "张**"), ("欧阳修文", "欧阳**"), ("欧阳锋", "欧阳*"), ("欧阳", "欧*"),
        ("司马光", "司马*"), ("阿依古丽·买买提", "阿依古丽·***"), ("李", "李"), ("", ""), ("John Smith", "John *****"),
    ],
)  # fmt: skip
def test_a_name_keeps_its_surname(name, shown):
    assert mask_name(name) == shown


def test_identity_card_six_and_four():
    assert mask_id("110101199003078515") == "110101********8515"
    assert mask_id("11010119900307851X") == "110101********851X"


@pytest.mark.parametrize("number", ["13812345678", "+86 138 1234 5678", "138-1234-5678"])
def test_phone_three_and_four(number):
    assert mask_phone(number) == "138****5678"


def test_bank_last_four():
    assert mask_bank("6222 0200 1234 5678 901") == "*" * 15 + "8901"


@pytest.mark.parametrize("mask", [mask_id, mask_phone, mask_bank])
@pytest.mark.parametrize("short", ["", "1", "12345"])
def test_what_is_too_short_shows_nothing_of_itself(mask, short):
    assert mask(short) == "*" * len(short)


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("qian@school.cn", "q***@school.cn"),
        ("13812345678", "138****5678"),
        ("qianxuewen", "qi*******n"),
    ],
)
def test_an_address_shows_its_ends(address, shown):
    assert mask_address(address) == shown
