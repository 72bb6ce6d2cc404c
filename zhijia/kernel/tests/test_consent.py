"""Consent: to one purpose, in these very words, until it is withdrawn."""

import pytest

from zhijia.kernel import clock, consent
from zhijia.kernel.consent import Basis, Consent, consented, consenting, purpose


@pytest.fixture
def photos(monkeypatch):
    monkeypatch.setattr(consent, "purposes", {})
    return purpose("t.photos", "照片", "用在公开栏。", basis=Basis.CONSENT, asks=True)


def given(cast, who, known, **more):
    return Consent.objects.create(
        org=cast.first, person=who, purpose=known.code, digest=known.digest, version="1", **more
    )


def test_the_default_is_no(cast, photos):
    assert not consented(cast.qian, "t.photos")
    given(cast, cast.qian, photos)
    assert consented(cast.qian, "t.photos") and not consented(cast.sun, "t.photos")


def test_withdrawn_is_no(cast, photos):
    given(cast, cast.qian, photos, withdrawn=clock.now())
    assert not consented(cast.qian, "t.photos")


@pytest.mark.parametrize(
    "changed", [{"words": "用在网站。"}, {"shared": "某公司"}, {"kinds": "姓名"}]
)
def test_changed_words_ask_again(cast, photos, changed, monkeypatch):
    given(cast, cast.qian, photos)
    monkeypatch.setattr(consent, "purposes", {})
    words = {"words": "用在公开栏。"} | changed
    purpose("t.photos", "照片", words.pop("words"), basis=Basis.CONSENT, asks=True, **words)
    assert not consented(cast.qian, "t.photos")


def test_a_consent_at_one_union_is_none_at_another(cast, photos):
    given(cast, cast.qian, photos)
    assert consented(cast.qian, "t.photos", cast.first)
    assert not consented(cast.qian, "t.photos", cast.second)


def test_many_are_asked_about_in_one_query(cast, photos, django_assert_num_queries):
    given(cast, cast.qian, photos)
    given(cast, cast.sun, photos)
    with django_assert_num_queries(1):
        assert consenting([cast.qian.pk, cast.sun.pk, cast.li.pk], "t.photos") == {
            cast.qian.pk,
            cast.sun.pk,
        }


def test_a_purpose_that_asks_rests_on_consent(photos):
    with pytest.raises(ValueError, match="asks for consent"):
        purpose("t.other", "别的", "词", basis=Basis.DUTY, asks=True)
    with pytest.raises(ValueError, match="declared twice"):
        purpose("t.photos", "照片", "词")


def test_an_unknown_purpose_is_a_fault_not_a_no(cast, photos):
    with pytest.raises(KeyError):
        consented(cast.qian, "t.typo")
