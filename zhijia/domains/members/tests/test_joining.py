"""Applying, keeping membership, leaving; the roll on a day (rules 2.20–2.24)."""

from datetime import date, timedelta

import pytest

from zhijia.domains.members import actions, documents, roll
from zhijia.domains.members.models import Application, Child, Member
from zhijia.kernel import access, clock, waiting
from zhijia.kernel.actions import Step
from zhijia.kernel.people import Appointment, Membership, Person
from zhijia.kernel.refusals import NotAllowed, Refused

DAY = date(2026, 3, 10)
WORDS = "我自愿加入中国工会，遵守工会章程。"


@pytest.fixture(autouse=True)
def in_march():
    with clock.at(DAY):
        yield


def applied(cast, by=None, **more):
    given = {"name": "单小雨", "words": WORDS, "signed": date(2026, 3, 2)} | more
    return actions.apply(cast.first, by=by or cast.lin, **given)


def spell_of(who):
    return Member.objects.live().get(person=who)


@pytest.mark.req("R-013")
def test_from_the_signed_application_to_the_member_s_number(cast, enter):
    made = applied(cast, staff_no="F100", sex="f", birthday=date(1998, 5, 2))
    assert [c.url for c in waiting.waiting_for(cast.li, cast.first)] == [
        f"/members/application/{made.pk}/"
    ]
    assert not Member.objects.filter(person__name="单小雨").exists(), "nobody joins by a list"
    page = enter(cast.li).post(
        f"/members/application/{made.pk}/approve/",
        {"starts": "2026-03-10", "decided": "委员会第3次会议"},
    )
    assert page.status_code == 302
    made.refresh_from_db()
    member = made.member
    assert (made.state, made.decided, member.starts) == ("approved", "委员会第3次会议", DAY)
    assert member.member_no == "20260001" and member.person.birthday == date(1998, 5, 2)
    assert not waiting.waiting_for(cast.li, cast.first)
    assert "20260001" in enter(cast.li).get(f"/members/member/{member.pk}/").content.decode()


def test_who_typed_it_does_not_approve_it_alone(cast):
    made = applied(cast, by=cast.li)
    with pytest.raises(Refused, match="另一位主席或副主席"):
        actions.approve(made, by=cast.li, starts=DAY, decided="会议")
    actions.approve(made, by=cast.lin, starts=DAY, decided="会议")
    assert made.state == "approved"


def test_nobody_becomes_a_member_before_signing(cast):
    with pytest.raises(Refused, match="签名"):
        actions.approve(applied(cast), by=cast.li, starts=date(2026, 3, 1), decided="会议")
    with pytest.raises(Refused, match="签名日期"):
        applied(cast, signed=date(2026, 3, 11))


@pytest.mark.parametrize("who", ["zhao", "zhou", "chen", "wang"])
def test_only_the_chair_and_vice_chair_of_the_union_approve(cast, who):
    made = applied(cast)
    with pytest.raises(NotAllowed):
        actions.approve(made, by=getattr(cast, who), starts=DAY, decided="会议")
    with pytest.raises(NotAllowed):
        actions.apply(cast.first, by=cast.zhou, name="某", words=WORDS, signed=DAY)
    assert Application.objects.get().state == "submitted"


def test_a_refused_or_withdrawn_application_makes_nobody_a_member(cast):
    one, other = applied(cast), applied(cast, name="丁一")
    actions.refuse(one, by=cast.li, reason="不在本校工作")
    actions.withdraw(other, by=cast.lin)
    assert {one.state, other.state} == {"refused", "withdrawn"}
    assert not Person.objects.filter(name__in=["单小雨", "丁一"]).exists()


# --- kept membership -----------------------------------------------------------------------------


@pytest.mark.req("R-014")
def test_the_retired_keep_membership_without_vote_and_lose_their_offices(cast):
    spell = spell_of(cast.sun)
    actions.keep(spell, by=cast.li, on=DAY, reason="退休")
    old, new = Membership.objects.filter(person=cast.sun).order_by("starts")
    assert (old.ends, old.left) == (date(2026, 3, 9), "kept")
    assert (new.starts, new.kept, new.entered) == (DAY, True, "kept")
    assert not access.can(cast.sun, "members.keep", cast.first), "the office ended with it"
    on_the_day = roll.roll(cast.first, DAY)
    assert cast.sun in [m.person for m in on_the_day]
    assert cast.sun not in [m.person for m in roll.roll(cast.first, DAY, "voting")]
    assert [m.person for m in roll.roll(cast.first, DAY, "kept")] == [cast.sun]
    (listed,) = roll.roll(cast.first, DAY, "kept")
    printed = dict(zip(documents.HEADS, next(documents.lines([listed])), strict=True))
    assert printed["入会日期"] == old.starts, "keeping membership is no new admission"
    assert cast.sun in [m.person for m in roll.roll(cast.first, date(2026, 3, 9), "voting")]


def test_back_at_work_the_full_membership_is_restored(cast):
    actions.keep(spell_of(cast.qian), by=cast.li, on=date(2026, 1, 5), reason="应征入伍")
    actions.restore(spell_of(cast.qian), by=cast.li, on=DAY, reason="退役返校")
    assert [s.kept for s in Membership.objects.filter(person=cast.qian).order_by("starts")] == [
        False, True, False,
    ]  # fmt: skip
    with pytest.raises(Refused, match="恢复会籍"):
        actions.restore(spell_of(cast.qian), by=cast.li, on=DAY, reason="再来")


# --- leaving -------------------------------------------------------------------------------------


def test_leaving_ends_access_the_same_minute_though_the_day_still_counts(cast, enter):
    Appointment.objects.create(
        org=cast.first, person=cast.qian, post="group_leader", starts=date(2020, 1, 1)
    )
    client = enter(cast.qian)
    assert client.get("/worklog/event/").status_code == 200
    actions.leave(spell_of(cast.qian), by=cast.li, ends=DAY, left="quit", reason="本人申请")
    assert client.get("/worklog/event/").status_code == 404
    assert cast.qian in Person.objects.members_of(cast.first, DAY)
    assert cast.qian not in Person.objects.members_of(cast.first, DAY + timedelta(days=1))


def test_a_leaving_in_the_future_keeps_access_until_then(cast):
    actions.leave(
        spell_of(cast.qian), by=cast.li, ends=date(2026, 6, 30), left="quit", reason="合同到期"
    )
    cast.qian.__dict__.pop("_offices", None)
    assert access.stands_at(cast.qian, cast.first.path)
    with clock.at(date(2026, 7, 1)):
        assert not access.stands_at(cast.qian, cast.first.path)


@pytest.mark.parametrize("who", ["zhao", "zhou", "chen"])
def test_a_member_a_stranger_and_the_level_above_end_no_membership(cast, who):
    by = getattr(cast, who)
    for verb, given in (
        (actions.leave, {"ends": DAY, "left": "quit", "reason": "x"}),
        (actions.keep, {"on": DAY, "reason": "x"}),
        (actions.regroup, {"group": None}),
    ):
        with pytest.raises(NotAllowed):
            verb(spell_of(cast.qian), by=by, **given)
    assert spell_of(cast.qian).group == cast.group


# --- the roll on a day ---------------------------------------------------------------------------


@pytest.mark.req("R-012")
def test_the_roll_stands_in_the_order_of_strokes_and_prints(cast, enter):
    names = [m.person.name for m in roll.roll(cast.first, DAY)]
    assert (
        names.index("王会计") < names.index("孙丽华") < names.index("李建国") < names.index("赵明")
    )
    client = enter(cast.li)
    page = client.get("/members/roll/?on=2026-03-10&purpose=women").content.decode()
    assert "孙丽华" in page and "钱学文" not in page
    for form in ("xlsx", "docx", "pdf"):
        answer = client.get(f"/members/roll.{form}?on=2026-03-10")
        assert answer.status_code == 200 and len(answer.content) > 2000
    assert "赵明" not in enter(cast.zhou).get("/members/roll/").content.decode()
    assert enter(cast.zhao).get("/members/roll/").status_code == 404


def test_statistics_count_each_once_and_the_district_adds_its_schools(cast, enter):
    found = roll.statistics(cast.first, DAY)
    sexes = {word: (n, women) for word, n, women in found.sorts[0][1]}
    people = Person.objects.members_of(cast.first, DAY)
    assert found.total == people.count() == sum(n for n, _w in sexes.values())
    assert sexes["女"] == (people.filter(sex="f").count(),) * 2 and sexes["男"][1] == 0
    ages = dict((word, n) for word, n, _w in found.sorts[1][1])
    assert sum(ages.values()) == found.total
    above = roll.statistics(cast.district, DAY, below=True)
    assert above.total == found.total + roll.statistics(cast.second, DAY).total
    assert enter(cast.chen).get("/members/statistics/").status_code == 200
    assert "赵明" not in enter(cast.chen).get("/members/statistics/").content.decode()
    assert enter(cast.zhao).get("/members/statistics/").status_code == 404


@pytest.mark.parametrize(
    ("born", "band"),
    [(date(1996, 3, 10), "30岁及以下"), (date(1995, 3, 11), "30岁及以下"), (date(1995, 3, 10), "31—35岁"),
     (date(1970, 3, 10), "56岁及以上"), (date(1970, 3, 11), "51—55岁"), (None, "未填")],
)  # fmt: skip
def test_age_bands_turn_on_the_birthday(cast, born, band):
    Person.objects.exclude(pk=cast.qian.pk).update(birthday=date(1980, 1, 1))
    Person.objects.filter(pk=cast.qian.pk).update(birthday=born)
    ages = {word: n for word, n, _women in roll.statistics(cast.first, DAY).sorts[1][1]}
    assert ages.get(band) == 1


# --- children and the card -----------------------------------------------------------------------


@pytest.mark.req("R-015")
def test_a_parent_registers_a_child_and_the_name_is_sealed(cast, enter):
    from django.db import connection

    own = spell_of(cast.zhao)
    made = actions.add_child(own, by=cast.zhao, born=2019, name="小满", consented=DAY)
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM members_child WHERE id = %s", [made.pk])
        assert "小满" not in cursor.fetchone()[0]
    assert Child.objects.visible_to(cast.zhao).get() == made
    assert not Child.objects.visible_to(cast.qian).exists()
    assert not Child.objects.visible_to(cast.chen).exists()
    with pytest.raises(NotAllowed):
        actions.add_child(own, by=cast.qian, born=2019, consented=DAY)
    actions.forget(made, by=cast.zhao)
    assert Child.objects.get().name == "" and "小满" not in str(Step.objects.about(made).values())


def test_the_card_names_nobody_and_opens_only_while_the_spell_lasts(cast, enter):
    from zhijia.kernel import cards

    own = spell_of(cast.qian)
    token = cards.token_of(own)
    assert "钱" not in token and cards.spell_of(token) == own
    assert cards.spell_of(token[:-2] + "xx") is None and cards.spell_of("") is None
    answer = enter(cast.qian).get("/members/card.svg")
    assert answer["Content-Type"] == "image/svg+xml" and b"<svg" in answer.content
    actions.leave(own, by=cast.li, ends=DAY, left="quit", reason="x")
    assert cards.spell_of(token) is None
