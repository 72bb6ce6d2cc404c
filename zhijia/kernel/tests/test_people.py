"""Names by sound, spells by day, offices of a union."""

from datetime import date

import pytest

from zhijia.kernel import clock
from zhijia.kernel.names import initials_of, pinyin_of
from zhijia.kernel.people import Membership, Person, Post, home_of, post_holder
from zhijia.kernel.testing import office, person

DAY = date(2026, 3, 10)


@pytest.mark.parametrize(("name", "sound", "initials"), [
    ("单小雨", "shanxiaoyu", "sxy"), ("曾国强", "zengguoqiang", "zgq"), ("解放", "xiefang", "xf"),
    ("仇英", "qiuying", "qy"), ("区丽", "ouli", "ol"), ("查良", "zhaliang", "zl"),
    ("尉迟恭", "yuchigong", "ycg"), ("李单", "lidan", "ld"), ("王解", "wangjie", "wj"),
    ("Anna", "anna", "a"),
])  # fmt: skip
def test_surnames_sound_as_surnames(name, sound, initials):
    assert (pinyin_of(name), initials_of(name)) == (sound, initials)


def test_found_by_name_sound_initials_or_number(cast):
    shan = person("单小雨", "T-9")

    def found(words):
        return set(Person.objects.all().named(words))

    for words in ("单", "小雨", "shanxiao", "SHAN", "sxy", " sx ", "T-9"):
        assert shan in found(words), words
    assert shan not in found("dan") and shan not in found("T-")
    assert found("sxy") == {shan}
    assert found("") == set(Person.objects.all())


def test_a_new_name_brings_a_new_sound(cast):
    cast.qian.name = "曾学文"
    cast.qian.save()
    assert Person.objects.get(pk=cast.qian.pk).initials == "zxw"


def test_the_last_day_belongs_to_the_spell(cast):
    Membership.objects.filter(person=cast.qian).update(ends=DAY)
    with clock.at(DAY):
        assert cast.qian in Person.objects.members_of(cast.first)
    with clock.at(date(2026, 3, 11)):
        assert cast.qian not in Person.objects.members_of(cast.first)
        assert cast.qian in Person.objects.members_of(cast.first, DAY)
    assert cast.qian not in Person.objects.members_of(cast.first, date(2015, 8, 31))


def test_one_enters_at_the_office_before_the_membership(cast):
    assert home_of(cast.zhao) == cast.first
    office(cast.second, cast.zhao, Post.TREASURER)
    assert home_of(cast.zhao) == cast.second
    assert home_of(person("生人", "X")) is None


def test_who_holds_a_post(cast):
    assert post_holder(cast.first, Post.CHAIR) == cast.li
    assert post_holder(cast.first, Post.PRINCIPAL) is None
    cast.li.appointments.update(ends=date(2025, 12, 31))
    assert post_holder(cast.first, Post.CHAIR, DAY) is None
    assert post_holder(cast.first, Post.CHAIR, date(2025, 12, 31)) == cast.li
