"""The roll: in, out and back again (R-012, R-013)."""

from datetime import date

import pytest

from zhijia.domains.members import actions
from zhijia.domains.members.models import Member
from zhijia.kernel import clock, measures
from zhijia.kernel.actions import Step, url_of
from zhijia.kernel.people import Account, Person, Post
from zhijia.kernel.records import Record
from zhijia.kernel.refusals import NotAllowed, Refused
from zhijia.kernel.testing import office

DAY = date(2026, 3, 10)
PLACE = "/members/member/"


@pytest.fixture(autouse=True)
def in_march():
    with clock.at(DAY):
        yield


def admitted(cast, name="单小雨", **more):
    given = {"starts": DAY, "by": cast.li} | more
    return actions.admit(cast.first, name=name, **given)


def spell_of(person):
    return Member.objects.get(person=person)


def html(answer):
    return answer.content.decode()


@pytest.mark.req("R-013")
def test_a_new_teacher_is_admitted_through_the_page(cast, enter):
    client = enter(cast.sun)
    sent = {
        "name": "单小雨", "staff_no": "F100", "sex": "f", "birthday": "1999-05-02",
        "starts": "2026-03-01", "group": cast.group.pk, "politics": "league", "title": "junior",
        "establishment": "on", "category": "teacher",
    }  # fmt: skip
    answer = client.post(f"{PLACE}admit/", sent)
    spell = Member.objects.get(person__name="单小雨")
    assert (answer.status_code, answer.url) == (302, url_of(spell))
    who = spell.person
    assert (who.staff_no, who.sex, who.birthday) == ("F100", "f", date(1999, 5, 2))
    sorts = (who.politics, who.title, who.establishment, who.category)
    assert sorts == ("league", "junior", "on", "teacher")
    assert (spell.starts, spell.ends, spell.group) == (date(2026, 3, 1), None, cast.group)
    step = Step.objects.about(spell).get()
    assert (step.verb, step.by) == ("admit", cast.sun)
    assert who in Person.objects.members_of(cast.first)
    assert "单小雨" in html(client.get(PLACE, {"q": "sxy"}))
    totals = measures.totals(cast.first, date(2026, 1, 1), date(2026, 12, 31))
    assert totals["people.admitted"] == 1


def test_the_record_of_an_admission_names_nobody(cast):
    spell = admitted(cast)
    record = Record.objects.get(source_id=spell.pk)
    assert (record.kind, record.on, record.public) == ("people.membership", DAY, "")
    assert "单小雨" not in record.title


def test_nobody_is_admitted_before_the_day(cast):
    with pytest.raises(Refused, match="不能晚于今天"):
        admitted(cast, starts=date(2026, 3, 11))
    assert not Person.objects.filter(name="单小雨").exists()


def test_a_member_is_not_admitted_twice(cast):
    before = Member.objects.count()
    with pytest.raises(Refused, match="钱学文当日已经是会员"):
        admitted(cast, "钱学文", staff_no=cast.qian.staff_no)
    assert Member.objects.count() == before


def test_a_member_is_not_admitted_for_an_earlier_day_either(cast):
    """Two spells of one person at one union never overlap."""
    with pytest.raises(Refused):
        admitted(cast, "钱学文", staff_no=cast.qian.staff_no, starts=date(2014, 9, 1))
    assert Member.objects.filter(person=cast.qian).count() == 1


def test_a_staff_number_of_somebody_else_is_refused(cast):
    with pytest.raises(Refused, match="工号F005已经是钱学文"):
        admitted(cast, "单小雨", staff_no=cast.qian.staff_no)
    assert not Person.objects.filter(name="单小雨").exists()


def test_a_staff_number_means_nothing_in_another_school(cast):
    actions.admit(cast.second, by=cast.zhou, name="钱进", starts=DAY, staff_no=cast.qian.staff_no)
    assert Person.objects.filter(staff_no=cast.qian.staff_no).count() == 2


def test_two_of_the_same_name_are_two_people(cast):
    one, other = admitted(cast, staff_no="A1"), admitted(cast, staff_no="A2")
    assert one.person != other.person


def test_leaving_ends_the_spell_and_keeps_its_history(cast):
    spell = actions.leave(
        spell_of(cast.qian), by=cast.li, ends=date(2026, 3, 5), left="quit", reason="调离"
    )
    assert (spell.ends, Step.objects.about(spell).get().note) == (date(2026, 3, 5), "调离")
    assert cast.qian not in Person.objects.members_of(cast.first)
    assert cast.qian in Person.objects.members_of(cast.first, date(2026, 3, 5))
    with pytest.raises(Refused, match="已于2026-03-05离会"):
        actions.leave(spell, by=cast.li, ends=DAY, left="quit", reason="再次")


def test_nobody_leaves_before_they_came(cast):
    with pytest.raises(Refused, match="不能早于入会日期"):
        actions.leave(
            spell_of(cast.qian), by=cast.li, ends=date(2010, 1, 1), left="quit", reason="x"
        )
    assert spell_of(cast.qian).ends is None


def test_a_leaver_comes_back_as_the_same_person(cast):
    actions.leave(
        spell_of(cast.qian), by=cast.li, ends=date(2026, 1, 5), left="quit", reason="借调"
    )
    with clock.at(date(2026, 9, 1)):
        admitted(cast, "钱学文", staff_no=cast.qian.staff_no, starts=date(2026, 9, 1))
    spells = Member.objects.filter(person=cast.qian).order_by("starts")
    assert [(s.starts, s.ends) for s in spells] == [
        (date(2015, 9, 1), date(2026, 1, 5)), (date(2026, 9, 1), None),
    ]  # fmt: skip
    assert cast.qian not in Person.objects.members_of(cast.first, date(2026, 5, 1))


def test_a_leaver_who_comes_back_keeps_what_was_known(cast):
    """R-012: birth date and retirement feed other work; leaving a field empty must not wipe them."""
    Person.objects.filter(pk=cast.qian.pk).update(retires=date(2040, 5, 1))
    actions.leave(
        spell_of(cast.qian), by=cast.li, ends=date(2026, 1, 5), left="quit", reason="借调"
    )
    admitted(cast, "钱学文", staff_no=cast.qian.staff_no)
    cast.qian.refresh_from_db()
    assert (cast.qian.sex, cast.qian.birthday) == ("m", date(1980, 5, 15))
    assert cast.qian.retires == date(2040, 5, 1)


def test_members_at_the_year_s_end(cast):
    year = date(2026, 1, 1), date(2026, 12, 31)
    gone, stays = admitted(cast, "单小雨"), admitted(cast, "解晓东")
    actions.leave(gone, by=cast.li, ends=DAY, left="quit", reason="调离")
    book = measures.Book(cast.first, *year)
    assert (book.value("people.members"), book.value("people.admitted")) == (1, 2)
    assert book.measure("people.members").records == (
        Record.objects.get(kind="people.membership", source_id=stays.pk).pk,
    )


def test_only_the_committee_keeps_the_roll(cast):
    office(cast.first, cast.hua, Post.GROUP_LEADER)
    for who in (cast.zhao, cast.hua, cast.wang, cast.dang, cast.zhou, cast.chen):
        with pytest.raises(NotAllowed):
            admitted(cast, by=who)
        with pytest.raises(NotAllowed):
            actions.leave(spell_of(cast.qian), by=who, ends=DAY, left="quit", reason="x")
    assert not Person.objects.filter(name="单小雨").exists() and spell_of(cast.qian).ends is None


def test_the_roll_is_seen_by_the_committee_and_by_oneself(cast, enter):
    page = html(enter(cast.sun).get(PLACE))
    assert "钱学文" in page and "赵明" in page and "周主席" not in page
    for outsider in (cast.zhao, cast.wang):
        own = html(enter(outsider).get(PLACE)).split("<main")[1]
        assert outsider.name in own and "钱学文" not in own
    there = url_of(spell_of(cast.qian))
    for outsider in (cast.zhao, cast.zhou, cast.chen, cast.wang):
        assert enter(outsider).get(there).status_code == 404
    assert enter(cast.qian).get(there).status_code == 200


def test_the_roll_by_pinyin_number_and_standing(cast, enter):
    actions.leave(spell_of(cast.qian), by=cast.li, ends=DAY, left="quit", reason="调离")
    client = enter(cast.sun)

    def found(**query):
        page = html(client.get(PLACE, query))
        table = page.split("<tbody>")[1].split("</tbody>")[0] if "<tbody>" in page else ""
        return {
            who.name for who in vars(cast).values() if isinstance(who, Person) and who.name in table
        }

    assert found(q="qian") == found(q="qxw") == found(q="学文") == {"钱学文"}
    assert found(q="F006") == {"赵明"}
    assert found(now="out") == {"钱学文"}
    assert "钱学文" not in found(now="in") and len(found(now="in")) == 8


@pytest.mark.req("R-012")
def test_the_roll_is_kept_up_to_date_and_private(cast, enter):
    """Admitted, left, came back: the roll, the figures and what one may see follow at once."""
    client = enter(cast.sun)
    client.post(f"{PLACE}admit/", {"name": "单小雨", "staff_no": "F100", "starts": "2026-03-01"})
    spell = Member.objects.get(person__staff_no="F100")
    Account.objects.create(username="shan", person=spell.person)
    own = enter(spell.person)
    assert own.get("/planning/month/").status_code == 200
    client = enter(cast.sun)
    sent = {"ends": "2026-03-09", "left": "quit", "reason": "调离"}
    assert client.post(f"{url_of(spell)}leave/", {"ends": "2026-03-09"}).status_code == 422
    assert client.post(f"{url_of(spell)}leave/", sent).status_code == 302
    page = html(client.get(url_of(spell)))
    assert "2026-03-09" in page and "调离" in page
    assert enter(spell.person).get("/planning/month/").status_code == 404
    assert "单小雨" not in html(enter(cast.zhao).get("/open/"))


def test_the_list_costs_the_same_however_long(cast, enter, django_assert_max_num_queries):
    for n in range(15):
        admitted(cast, f"新会员{n}")
    client = enter(cast.sun)
    with django_assert_max_num_queries(12):
        client.get(PLACE)
