"""Sensitive text is cipher text on disk, keys rotate, and looking leaves a trace."""

import pytest
from cryptography.fernet import Fernet, InvalidToken
from django.db import connection

from zhijia.kernel import privacy
from zhijia.kernel.privacy import Look, look, seal, unseal

from .parts import reported


def raw(table, column, pk):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table} WHERE id = %s", [pk])
        return cursor.fetchone()[0]


@pytest.fixture
def keys(settings):
    settings.ENCRYPTION_KEYS = [Fernet.generate_key().decode()]
    return settings


def with_phone(who):
    who.phone = "13800000000"
    who.save()
    return who


def test_encrypted_at_rest_plain_in_hand(cast, keys):
    with_phone(cast.qian)
    kept = raw("kernel_person", "phone", cast.qian.pk)
    assert "13800001111" not in kept and kept.startswith("z2")
    cast.qian.refresh_from_db()
    assert cast.qian.phone == "13800000000"


def test_what_was_told_of_an_illness_is_encrypted(cast, keys):
    occasion = reported(cast, detail="胃部手术")
    assert "手术" not in raw("care_occasion", "detail", occasion.pk)


def test_nothing_stays_nothing(cast, keys):
    assert raw("kernel_person", "phone", cast.zhao.pk) == ""


def test_the_same_words_look_different_every_time(keys):
    assert seal(b"x") != seal(b"x") and unseal(seal(b"x")) == b"x"


def test_an_old_key_still_reads(cast, keys):
    with_phone(cast.qian)
    keys.ENCRYPTION_KEYS = [Fernet.generate_key().decode(), *keys.ENCRYPTION_KEYS]
    cast.qian.refresh_from_db()
    assert cast.qian.phone == "13800000000"


def test_rotating_writes_all_with_the_new_key(cast, keys):
    with_phone(cast.qian)
    reported(cast, detail="胃部手术")
    keys.ENCRYPTION_KEYS = [Fernet.generate_key().decode(), *keys.ENCRYPTION_KEYS]
    assert privacy.rotate() == 2
    keys.ENCRYPTION_KEYS = keys.ENCRYPTION_KEYS[:1]
    cast.qian.refresh_from_db()
    assert cast.qian.phone == "13800000000"


def test_a_key_thrown_away_too_early_changes_nothing(cast, keys):
    with_phone(cast.qian)
    with_phone(cast.zhao)
    before = raw("kernel_person", "phone", cast.qian.pk)
    keys.ENCRYPTION_KEYS = [Fernet.generate_key().decode()]
    with pytest.raises(InvalidToken):
        privacy.rotate()
    assert raw("kernel_person", "phone", cast.qian.pk) == before
    cast.qian.refresh_from_db()
    assert cast.qian.phone == "（无法解密：缺少密钥）"


def test_an_unreadable_value_survives_a_save(cast, keys):
    """With a key missing, saving a person must not write the notice over the cipher text."""
    with_phone(cast.qian)
    old = keys.ENCRYPTION_KEYS
    keys.ENCRYPTION_KEYS = [Fernet.generate_key().decode()]
    cast.qian.refresh_from_db()
    cast.qian.save()
    keys.ENCRYPTION_KEYS = [*keys.ENCRYPTION_KEYS, *old]
    cast.qian.refresh_from_db()
    assert cast.qian.phone == "13800000000"


def test_a_look_is_noted_for_ever(cast):
    look(cast.sun, cast.qian, "手机号", cast.first)
    row = Look.objects.get()
    assert (row.by, row.about, row.what) == (cast.sun, cast.qian, "手机号")
    row.what = "x"
    for breach in (row.save, row.delete):
        with pytest.raises(TypeError):
            breach()


@pytest.mark.parametrize("breach", [
    lambda: Look.objects.all().delete(), lambda: Look.objects.update(what="x"),
], ids=["delete", "update"])  # fmt: skip
def test_looks_are_not_changed_by_the_dozen_either(cast, breach):
    look(cast.sun, cast.qian, "手机号", cast.first)
    with pytest.raises(TypeError):
        breach()


def test_one_s_own_data_needs_no_note(cast):
    look(cast.qian, cast.qian, "手机号", cast.first)
    assert not Look.objects.exists()


def test_values_sealed_with_the_former_cipher_are_read_and_rotate_to_the_new(settings):
    old = Fernet(settings.ENCRYPTION_KEYS[0].encode()).encrypt("旧值".encode())
    assert privacy.unseal(old).decode() == "旧值"
    fresh = privacy.box().rotate(old)
    assert fresh.startswith(b"z2") and privacy.unseal(fresh).decode() == "旧值"


@pytest.mark.parametrize(
    "spoil",
    [lambda t: t[:-6], lambda t: t[:20] + b"AAAA" + t[24:], lambda t: b"z2" + b"000000" + t[8:]],
)
def test_a_touched_token_or_an_unknown_key_is_refused(spoil):
    with pytest.raises(InvalidToken):
        privacy.unseal(spoil(privacy.seal("家庭困难".encode())))


def test_the_same_number_is_found_again_and_the_mark_tells_nothing():
    mark = privacy.digest("11010119900307451x")
    assert mark == privacy.digest(" 110101 19900307451X ") and "1990" not in mark
    assert (
        mark != privacy.digest("110101199003074528")
        and privacy.digest("") == privacy.digest("  ") == ""
    )
