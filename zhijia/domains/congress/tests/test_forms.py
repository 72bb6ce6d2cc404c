"""What people type into lists: units, votes, delegations, candidates. Each refusal names the line and says
how to mend it, and what was typed is still there (experience: nothing typed is lost)."""

import re

import pytest

from zhijia.domains.congress import actions
from zhijia.domains.congress.models import AgendaItem, Delegate, Delegation, Unit, UnitVote
from zhijia.kernel import clock
from zhijia.kernel.people import Membership, Person

from . import parts

CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture
def electing(cast):
    return actions.set_up(
        cast.first, by=cast.li, body="staff", number=8, starts=clock.today(), people=100, seats=30
    )


@pytest.fixture
def unit(cast, electing):
    actions.divide(electing, by=cast.li, units=[("数学组", 40), ("语文组", 60)])
    return electing.units.get(name="数学组")


def sent(client, there, **fields):
    """The answer to the form, its errors, and whether every typed word is still on the page."""
    from django.utils.html import escape

    answer = client.post(there, fields)
    page = answer.content.decode()
    said = " ".join(re.findall(r'class="errorlist[^"]*"[^>]*>(.*?)</ul>', page, re.S)) or page
    if answer.status_code == 422:
        assert CHINESE.search(said)
        for text in fields.values():
            for line in filter(None, (one.strip() for one in str(text).splitlines()[:50])):
                assert escape(line) in page, f"what was typed is lost: {line[:40]}"
    return answer.status_code, said, page


# --- units ------------------------------------------------------------------------------------------


def divide(enter, cast, congress, text):
    return sent(enter(cast.li), f"/congress/congress/{congress.pk}/divide/", units=text)


@pytest.mark.parametrize("line", [
    "语文组 32", "语文组　３２", "语文组：32", "语文组:32人", "语文组｜32", "  语文组   32 人  ", "语文组：３２人",
])  # fmt: skip
def test_a_unit_is_read_however_it_is_typed(cast, enter, electing, line):
    status, _said, _page = divide(enter, cast, electing, f"\n\n{line}\n\n数学组 28\n")
    assert status == 302
    assert list(electing.units.values_list("name", "people")) == [("语文组", 32), ("数学组", 28)]


def test_a_name_with_figures_keeps_them(cast, enter, electing):
    assert divide(enter, cast, electing, "2024级年级组 32\n高三 1 班 20")[0] == 302
    assert set(electing.units.values_list("name", "people")) == {
        ("2024级年级组", 32),
        ("高三 1 班", 20),
    }


@pytest.mark.parametrize(("text", "line", "words"), [
    ("语文组 32\n\n数学组", "第 3 行", "请写成“语文组 32”"),
    ("语文组 32\n28", "第 2 行", "请写成“语文组 32”"),
    ("语文组 -3", "第 1 行", "看不懂"),
    ("语文组 三十二", "第 1 行", "看不懂"),
    ("语文组 32\n数学组 28\n语文组 5", "第 3 行", "“语文组”在第 1 行已经写过，请删去一处或者改名"),
    ("语文组 999999999999", "第 1 行", "太大，请核对"),
    ("语文组 " + "9" * 300, "第 1 行", "太大，请核对"),
    ("语文组 32\n" + "长" * 41 + " 3", "第 2 行", "超过 40 个字，请写短一些"),
    ("语文组 32\n" + "组" * 2000, "第 2 行", "太长，请检查是不是少了换行"),
])  # fmt: skip
def test_a_unit_that_cannot_be_read_is_named_by_its_line(cast, enter, electing, text, line, words):
    status, said, _page = divide(enter, cast, electing, text)
    assert (status, electing.units.count()) == (422, 0)
    assert line in said and words in said, said


def test_a_name_of_forty_characters_is_a_name(cast, enter, electing):
    assert divide(enter, cast, electing, "组" * 40 + " 32")[0] == 302
    assert electing.units.get().name == "组" * 40


def test_five_thousand_lines_are_too_many_at_once(cast, enter, electing):
    text = "\n".join(f"小组{n} 3" for n in range(5000))
    status, said, page = divide(enter, cast, electing, text)
    assert status == 422 and "共 5000 行，一次最多 300 行，请分几次填" in said
    assert "小组4999 3" in page and not Unit.objects.exists()


def test_blanks_by_the_thousand_are_answered_at_once(cast, enter, electing):
    """A pattern that tries every split of them would take minutes."""
    status, _said, _page = divide(enter, cast, electing, "语" + " " * 50_000 + "文")
    assert status == 422


@pytest.mark.parametrize("text", ["", "   \n \n"])
def test_nothing_typed_is_asked_for(cast, enter, electing, text):
    status, _said, _page = divide(enter, cast, electing, text)
    assert (status, electing.units.count()) == (422, 0)


# --- the votes of a unit ----------------------------------------------------------------------------


@pytest.fixture
def people(cast):
    return parts.crowd(cast.first, 5, "候选")


def vote(enter, cast, unit, text, **more):
    given = {"on": f"{clock.today()}", "entitled": "40", "voted": "40"} | more
    return sent(enter(cast.li), f"/congress/unit/{unit.pk}/record_vote/", candidates=text, **given)


def test_votes_are_read_with_full_width_figures_and_colons(cast, enter, unit, people):
    text = "候选000　４０票\n\n候选001：３９\n候选002: 38票\n"
    assert vote(enter, cast, unit, text)[0] == 302
    assert list(unit.delegates.order_by("-votes").values_list("votes", flat=True)) == [40, 39, 38]


def test_of_two_people_of_one_name_the_number_tells(cast, enter, unit, people):
    other = parts.crowd(cast.first, 1, "另一位")[0]
    Person.objects.filter(pk=other.pk).update(name="候选000")
    status, said, _page = vote(enter, cast, unit, "候选001 30\n候选000 28")
    assert status == 422 and "第 2 行" in said
    assert "有几位“候选000”，请在姓名后空一格写工号" in said
    for gap in (" ", "　"):
        assert vote(enter, cast, unit, f"候选000{gap}另一位000 28")[0] == 302
        assert unit.delegates.get().person_id == other.pk
        Delegate.objects.all().delete()


@pytest.mark.parametrize(("text", "line", "words"), [
    ("候选001 30\n查无此人 28", "第 2 行", "名册里没有“查无此人”，请核对"),
    ("候选001 30\n候选001 28", "第 2 行", "“候选001”在第 1 行已经写过"),
    ("候选001 30\n候选001 候选001 28", "第 2 行", "在第 1 行已经写过"),
    ("候选001", "第 1 行", "请写成“王小红 28”"),
    ("候选001 9999999", "第 1 行", "太大，请核对"),
])  # fmt: skip
def test_votes_that_cannot_be_read_are_named_by_their_line(
    cast, enter, unit, people, text, line, words
):
    status, said, _page = vote(enter, cast, unit, text)
    assert status == 422 and line in said and words in said, said
    assert not UnitVote.objects.exists() and not Delegate.objects.exists()


def test_a_stranger_cannot_be_elected_by_name(cast, enter, unit):
    status, said, _page = vote(enter, cast, unit, f"{cast.zhou.name} 30")
    assert status == 422 and "名册里没有" in said


def test_who_has_left_is_not_found_on_the_roll(cast, enter, unit, people):
    spell = Membership.objects.get(person=people[0])
    spell.end(clock.today().replace(year=clock.today().year - 1))
    spell.save()
    assert vote(enter, cast, unit, "候选000 30")[0] == 422


@pytest.mark.parametrize(("figures", "words"), [
    ({"voted": "41"}, "实际参加 41 人，多于应参加 40 人"),
    ({"voted": "29"}, "候选000的得票多于参加人数"),
    ({"entitled": "99999999999", "voted": "99999999999"}, "100000"),
    ({"entitled": "四十"}, "整数"),
])  # fmt: skip
def test_figures_that_cannot_be_are_refused(cast, enter, unit, people, figures, words):
    status, said, page = vote(enter, cast, unit, "候选000 30", **figures)
    assert status == 422 and words in page, said
    assert not Delegate.objects.exists()


def test_a_recall_by_more_than_there_are_is_refused(cast, enter):
    congress = parts.seated(cast, parts.crowd(cast.first, 3))
    delegate = congress.delegates.first()
    there = f"/congress/delegate/{delegate.pk}/recall/"
    status, said, page = sent(enter(cast.li), there, entitled="40", votes="41", reason="长期不履职")
    assert status == 422 and "赞成 41 人，多于全体 40 人" in page, said


# --- delegations ------------------------------------------------------------------------------------


def form(enter, cast, congress, text):
    return sent(enter(cast.li), f"/congress/congress/{congress.pk}/form_delegations/", lines=text)


def test_delegations_take_either_colon_and_any_usual_comma(cast, enter, electing, unit):
    assert form(enter, cast, electing, "\n一团:数学组,语文组\n")[0] == 302
    assert form(enter, cast, electing, "一团：数学组；语文组")[0] == 302
    assert [d.units.count() for d in electing.delegations.all()] == [2]


@pytest.mark.parametrize(("text", "line", "words"), [
    ("一团：数学组\n二团 语文组", "第 2 行", "请写成“第一代表团：语文组、数学组”"),
    ("一团：", "第 1 行", "看不懂"),
    ("：数学组", "第 1 行", "看不懂"),
    ("一团：数学组\n二团：英语组", "第 2 行", "没有选举单位“英语组”"),
    ("一团：数学组 语文组", "第 1 行", "用顿号分开"),
    ("一团：数学组\n一团：语文组", "第 2 行", "“一团”在第 1 行已经写过"),
    ("一团：数学组\n二团：语文组、数学组", "第 2 行", "“数学组”在第 1 行已经写过"),
    ("团" * 41 + "：数学组", "第 1 行", "超过 40 个字"),
])  # fmt: skip
def test_delegations_that_cannot_be_read_are_named_by_their_line(
    cast, enter, electing, unit, text, line, words
):
    status, said, _page = form(enter, cast, electing, text)
    assert status == 422 and line in said and words in said, said
    assert not Delegation.objects.exists()


# --- candidates on the agenda -----------------------------------------------------------------------


def test_a_candidate_who_stands_twice_is_named(cast, enter):
    congress = parts.seated(cast, parts.crowd(cast.first, 6))
    session = actions.call(cast.first, by=cast.li, congresses=[congress], on=clock.today())
    there = f"/congress/session/{session.pk}/put/"
    given = {"title": "选举", "power": "election", "seats": "1"}
    status, said, page = sent(enter(cast.li), there, options="甲同志、乙同志\n甲同志", **given)
    assert status == 422 and "“甲同志”写了两次" in page and "加注单位" in page, said
    status, _said, _page = sent(enter(cast.li), there, options="甲同志、乙同志；丙同志", **given)
    assert status == 302
    assert AgendaItem.objects.get().asked["options"] == ["甲同志", "乙同志", "丙同志"]


def test_a_title_of_a_hundred_and_twenty_characters_fits_and_one_more_does_not(cast, enter):
    congress = parts.seated(cast, parts.crowd(cast.first, 6))
    session = actions.call(cast.first, by=cast.li, congresses=[congress], on=clock.today())
    there = f"/congress/session/{session.pk}/put/"
    assert sent(enter(cast.li), there, title="题" * 120, power="reports")[0] == 302
    status, _said, _page = sent(enter(cast.li), there, title="题" * 121, power="reports")
    assert status == 422


def test_more_hands_than_a_hall_can_hold_are_a_sentence(cast, enter):
    given = {"title": "会议议程", "power": "procedure"}
    session = parts.opened(cast, parts.seated(cast, parts.crowd(cast.first, 6)), items=[given])
    item = parts.on_floor(cast, session)
    there = f"/congress/agendaitem/{item.pk}/count_hands/"
    status, _said, page = sent(enter(cast.li), there, yes="9" * 30, no="0", abstain="0")
    assert status == 422 and "多于在场代表 6 人" in page
