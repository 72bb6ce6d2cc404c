"""Seats, elections, make-up, vacancies (rules 1.02, 1.05, 1.31–1.40; Appendix C5)."""

from datetime import date
from fractions import Fraction

import pytest

from zhijia.domains.congress import actions, standards
from zhijia.domains.congress.models import Congress, Delegate
from zhijia.kernel import clock
from zhijia.kernel.people import Group, Membership
from zhijia.kernel.refusals import NeedsReason, Refused

from . import parts


@pytest.mark.parametrize(("people", "seats", "given"), [
    ([50, 30, 20], 10, [5, 3, 2]),
    ([53, 24, 23], 7, [4, 2, 1]),   # 3.71 1.68 1.61: whole parts 3 1 1, then the two largest remainders
    ([60, 60, 60], 10, [4, 3, 3]),  # equal remainders: the one that stands first
    ([97, 2, 1], 10, [8, 1, 1]),    # nobody is left out
    ([100], 30, [30]),
])  # fmt: skip
def test_seats_fall_by_largest_remainders(people, seats, given):
    found = standards.allot(people, seats)
    assert [n for n, _share in found] == given and sum(given) == seats
    assert [share for _n, share in found] == [Fraction(p * seats, sum(people)) for p in people]


@pytest.mark.parametrize("seats", range(1, 40))
def test_every_seat_is_given_once(seats):
    people = [31, 7, 19, 4, 4, 1, 22]
    assert sum(n for n, _share in standards.allot(people, seats)) == seats


@pytest.fixture
def electing(cast):
    people = parts.crowd(cast.first, 100)
    group = Group.objects.create(org=cast.first, name="数学组")
    Membership.objects.filter(person__in=people[:40]).update(group=group)
    congress = actions.set_up(
        cast.first, by=cast.li, body="staff", number=8, starts=clock.today(), people=100, seats=30
    )
    actions.divide(congress, by=cast.li, units=[("数学组", 40), ("语文组", 60)])
    return congress, people


def vote(cast, unit, candidates, **more):
    given = {"on": clock.today(), "entitled": unit.people, "voted": unit.people} | more
    return actions.record_vote(unit, by=cast.li, candidates=candidates, **given)


def test_units_show_what_falls_to_them(electing):
    congress, _people = electing
    assert list(congress.units.values_list("name", "seats", "share")) == [
        ("数学组", 12, "12.00"), ("语文组", 18, "18.00"),
    ]  # fmt: skip


@pytest.mark.req("R-031")
def test_elected_is_who_has_more_than_half_of_all_the_unit(cast, electing):
    congress, people = electing
    unit = congress.units.get(name="数学组")
    held = vote(cast, unit, [(people[0], 40), (people[1], 21), (people[2], 20)], voted=40)
    assert [line["elected"] for line in held.lines] == [True, True, False]
    assert "过半数 21 票" in held.sentence and unit.delegates.count() == 2


def test_too_few_who_took_part_need_a_reason(cast, electing):
    congress, people = electing
    unit = congress.units.get(name="数学组")
    with pytest.raises(NeedsReason, match="须有 27 人参加"):
        vote(cast, unit, [(people[0], 26)], voted=26)
    assert vote(cast, unit, [(people[0], 26)], voted=26, reason="本地规定过半数参加").pk


def test_a_tie_at_the_last_seat_elects_neither(cast, electing):
    congress, people = electing
    unit = congress.units.get(name="数学组")
    thirteen = [(p, 40 - n) for n, p in enumerate(people[:11])] + [
        (people[11], 25),
        (people[12], 25),
    ]
    held = vote(cast, unit, thirteen)
    assert unit.delegates.count() == 11 and "得票相等" in held.sentence
    vote(cast, unit, [(people[11], 30), (people[12], 10)])
    assert unit.delegates.count() == 12
    with pytest.raises(Refused, match="名额都已选出"):
        vote(cast, unit, [(people[13], 40)])


def elect_all(cast, electing, teachers):
    congress, people = electing
    for at, person in enumerate(people[:30]):
        person.category = "teacher" if at < teachers else "support"
        person.save()
    first, second = congress.units.all()
    vote(cast, first, [(p, 40) for p in people[:12]])
    vote(cast, second, [(p, 60) for p in people[12:30]])
    return congress


def test_under_sixty_percent_of_teachers_the_roll_is_not_approved(cast, electing):
    congress = elect_all(cast, electing, teachers=17)
    with pytest.raises(Refused, match="教师代表 17 人，占代表 30 人的 56.6%"):
        actions.approve(congress, by=cast.li)


def test_sixty_percent_of_teachers_is_enough(cast, electing):
    assert actions.approve(elect_all(cast, electing, teachers=18), by=cast.li).state == "sitting"


def test_59_of_100_teachers_stop_it_and_60_do_not(cast):
    people = parts.crowd(cast.first, 59) + parts.crowd(cast.first, 41, "职员", category="support")
    congress = parts.seated(cast, people)
    stops = [f for f in standards.composition(congress, clock.today()) if f.stops]
    assert len(stops) == 1 and "教师代表 59 人" in stops[0].sentence
    Delegate.objects.filter(person=people[-1]).update(teacher=True)
    assert not any(f.stops for f in standards.composition(congress, clock.today()))


def test_what_is_no_national_rule_only_warns(cast):
    congress = parts.seated(cast, parts.crowd(cast.first, 30, birthday=date(1965, 1, 1)))
    Delegate.objects.update(leader=True)
    unkept = [f for f in standards.composition(congress, clock.today()) if not f.kept]
    assert {f.strength for f in unkept} == {"warn"}
    assert any("中层以上干部 30 人" in f.sentence for f in unkept)
    assert any("不满40岁的代表 0 人" in f.sentence for f in unkept)


def test_not_all_seats_filled_is_not_approved(cast, electing):
    congress, people = electing
    vote(cast, congress.units.get(name="数学组"), [(p, 40) for p in people[:12]])
    with pytest.raises(Refused, match="应选 30 名代表，还差 18 名"):
        actions.approve(congress, by=cast.li)


def test_who_leaves_is_followed_by_a_by_election_in_the_same_unit(cast, electing):
    congress = actions.approve(elect_all(cast, electing, teachers=30), by=cast.li)
    unit, people = congress.units.get(name="语文组"), electing[1]
    actions.leave(unit.delegates.first(), by=cast.li, left="retired")
    assert congress.in_office.count() == 29
    held = vote(cast, unit, [(people[40], 50)])
    assert held.extra and congress.in_office.count() == 30


def test_recall_needs_more_than_half_of_all_the_unit(cast, electing):
    congress = actions.approve(elect_all(cast, electing, teachers=30), by=cast.li)
    delegate = congress.units.get(name="语文组").delegates.first()
    with pytest.raises(Refused, match="过半数 31 人赞成，现有 30 人"):
        actions.recall(delegate, by=cast.li, entitled=60, votes=30, reason="长期不履职")
    assert (
        actions.recall(delegate, by=cast.li, entitled=60, votes=31, reason="长期不履职").left
        == "recalled"
    )


def test_a_head_is_a_delegate_of_the_delegation(cast, electing):
    congress = elect_all(cast, electing, teachers=30)
    actions.form_delegations(
        congress, by=cast.li, delegations=[("一团", ["数学组"]), ("二团", ["语文组"])]
    )
    first = congress.delegations.get(name="一团")
    with pytest.raises(Refused, match="不是本代表团的代表"):
        actions.name_head(first, by=cast.li, head=electing[1][20])
    assert actions.name_head(first, by=cast.li, head=electing[1][0]).head == electing[1][0]


def test_an_unknown_unit_in_a_delegation_is_named(cast, electing):
    with pytest.raises(Refused, match="没有这个选举单位：体育组"):
        actions.form_delegations(electing[0], by=cast.li, delegations=[("一团", ["体育组"])])


@pytest.mark.req("R-037")
def test_under_eighty_a_whole_staff_meeting_is_the_usual_form(cast):
    given = {"body": "staff", "number": 3, "starts": clock.today(), "people": 79}
    with pytest.raises(NeedsReason, match="不足 80 人，一般召开教职工大会"):
        actions.set_up(cast.first, by=cast.li, seats=30, **given)
    whole = actions.set_up(cast.first, by=cast.li, whole=True, **given)
    assert str(whole) == "第三届教职工大会" and whole.seats == 79
    with pytest.raises(NeedsReason, match="达到 80 人，应当建立教职工代表大会"):
        actions.set_up(cast.first, by=cast.li, whole=True, **given | {"people": 80})


def test_a_whole_meeting_counts_every_member_with_a_vote(cast):
    whole = Congress.objects.create(
        org=cast.first, body="staff", whole=True, number=3, starts=parts.FROM, ends=date(2029, 2, 28),
        people=9, seats=9, state="sitting",
    )  # fmt: skip
    Membership.objects.filter(person=cast.tian).update(kept=True)
    session = parts.actions.call(cast.first, by=cast.li, congresses=[whole], on=clock.today())
    actions.put(session, by=cast.li, title="报告", power="reports")
    actions.approve_agenda(session, by=cast.dang)
    actions.send_papers(session, by=cast.li)
    actions.open_doors(session, by=cast.li)
    assert session.parts.get().due_number == 8


@pytest.mark.parametrize("years", [1, 2, 4])
def test_a_term_is_three_or_five_years(cast, years):
    with pytest.raises(Refused, match="每届为 3 或 5 年"):
        actions.set_up(
            cast.first, by=cast.li, body="members", number=1, starts=clock.today(), years=years
        )


def test_the_same_term_is_set_up_once(cast):
    given = {"body": "members", "number": 1, "starts": clock.today()}
    actions.set_up(cast.first, by=cast.li, **given)
    with pytest.raises(Refused, match="这一届已经建过"):
        actions.set_up(cast.first, by=cast.li, **given)
