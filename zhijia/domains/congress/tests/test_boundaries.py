"""The congress at the edges of its rules: one short and just enough, exactly half and one over, ties, the day
before and the day itself (rules 0.02–0.05, 1.02–1.64; Appendix C and G 1–4)."""

import random
from datetime import date, timedelta
from fractions import Fraction
from math import ceil, floor

import pytest

from zhijia.domains.ballots import casting
from zhijia.domains.ballots.models import Ballot
from zhijia.domains.ballots.tests.parts import Device
from zhijia.domains.congress import actions, calendars, standards, writing
from zhijia.domains.congress.documents import delegates as of_congress
from zhijia.domains.congress.documents import sessions as of_session
from zhijia.domains.congress.models import AgendaItem, Attendee, Congress, Delegate, Session
from zhijia.kernel import access, clock
from zhijia.kernel.actions import Step
from zhijia.kernel.actions import actions as registry
from zhijia.kernel.people import Membership, Person
from zhijia.kernel.refusals import NeedsReason, Refused, WrongState

from . import parts
from .test_documents import tables, text_of
from .test_votes import ELECTION, PASS, chosen, decide

HANDS = {"title": "评优办法", "power": "pass", "method": "hands", "reason": "人少"}


@pytest.fixture
def twelve(cast):
    people = parts.crowd(cast.first, 12)
    return people, parts.seated(cast, people)


def fresh(row):
    return type(row).objects.get(pk=row.pk)


# --- quorum and majority ----------------------------------------------------------------------------


@pytest.mark.parametrize("size", [2, 3, 4, 5, 6, 7, 9, 10, 11, 12])
def test_a_hall_of_any_size_opens_at_two_thirds_and_passes_over_half_of_all(cast, size):
    congress = parts.seated(cast, parts.crowd(cast.first, size))
    need, half = ceil(Fraction(2 * size, 3)), size // 2
    session = parts.gathered(
        cast, congress, there=need - 1, items=[HANDS, HANDS | {"title": "考核办法"}]
    )
    with pytest.raises(
        Refused, match=f"应到 {size} 人，实到 {need - 1} 人，须有 {need} 人到会.*还差 1 人"
    ):
        actions.open_session(session, by=cast.li)
    parts.enter(cast, session, need)
    actions.open_session(session, by=cast.li)
    for yes, state in ((half, "returned"), (half + 1, "adopted")):
        item = parts.on_floor(cast, session)
        actions.count_hands(item, by=cast.li, yes=yes, no=0, abstain=min(1, need - yes))
        assert item.state == state and f"须 {half + 1} 票以上赞成" in item.sentence
        assert ("正好一半" in item.sentence) == (2 * yes == size)
        assert item.hands["total"] == size and item.hands["present"] == need


@pytest.mark.parametrize(("yes", "no", "abstain", "fits"), [(8, 0, 0, True), (0, 0, 0, True), (4, 2, 2, True),
                                                           (8, 1, 0, False), (0, 0, 9, False)])  # fmt: skip
def test_hands_add_up_to_those_present_or_fewer(cast, twelve, yes, no, abstain, fits):
    session = parts.opened(cast, twelve[1], there=8, items=[HANDS])
    item = parts.on_floor(cast, session)
    if fits:
        assert actions.count_hands(item, by=cast.li, yes=yes, no=no, abstain=abstain).state in (
            "adopted",
            "returned",
        )
    else:
        with pytest.raises(Refused, match="三项合计 9 人，多于在场代表 8 人.*重新清点"):
            actions.count_hands(item, by=cast.li, yes=yes, no=no, abstain=abstain)
        assert fresh(item).state == "floor" and fresh(item).hands == {}


def test_a_vacancy_lowers_the_number_and_a_by_election_restores_it(cast, twelve):
    """Rules 0.05: elected less those who left, and those elected since; whoever comes too late is not on it."""
    people, congress = twelve
    unit = congress.units.get()
    actions.leave(congress.delegates.get(person=people[0]), by=cast.li, left="moved")
    session = parts.gathered(cast, congress, there=7, items=[PASS])
    part = session.parts.get()
    assert part.due_number == 11
    with pytest.raises(Refused, match="应到 11 人，实到 7 人，须有 8 人"):
        actions.open_session(session, by=cast.li)
    actions.record_vote(unit, by=cast.li, on=clock.today(), entitled=400, voted=400,
                        candidates=[(cast.qian, 201), (cast.zhao, 199)])  # fmt: skip
    assert congress.in_office.count() == 12 and fresh(part).due_number == 11, "the doors are open"
    parts.enter(cast, session, 11)
    item = parts.on_floor(cast, actions.open_session(session, by=cast.li))
    actions.start_vote(item, by=cast.li)
    assert item.ballot.roll.count() == 11
    assert not item.ballot.roll.filter(person__in=[people[0], cast.qian]).exists()
    actions.call_off_vote(item, by=cast.li, reason="改日再投")
    actions.withdraw(item, by=cast.li, reason="改日再议")
    actions.close(session, by=cast.li)
    later = parts.gathered(cast, congress, there=0)
    assert later.parts.get().due_number == 12
    names = set(Attendee.objects.at(later).values_list("person", flat=True))
    assert cast.qian.pk in names and people[0].pk not in names


def test_each_votes_in_the_body_they_sit_in_and_guests_in_none(cast):
    """Appendix C24, G 3."""
    people = parts.crowd(cast.first, 9)
    staff, members = parts.seated(cast, people[:6]), parts.seated(cast, people[3:], body="members")
    session = parts.called(cast, staff, members, items=[PASS])
    second = session.parts.get(congress=members)
    actions.put(session, by=cast.li, part=second, reason="大会同意", **ELECTION)
    actions.name_tellers(session, by=cast.li, people=people[3:5])
    actions.invite(session, by=cast.li, people=[cast.tian], role="guest")
    actions.open_doors(session, by=cast.li)
    parts.enter(cast, session)
    actions.check_in(parts.line_of(session, cast.tian), by=cast.li)
    actions.open_session(session, by=cast.li)
    for body, due in ((staff, people[:6]), (members, people[3:])):
        item = parts.on_floor(cast, session)
        assert item.part.congress == body
        actions.start_vote(item, by=cast.li)
        assert set(item.ballot.roll.values_list("person", flat=True)) == {p.pk for p in due}
        outside = next(p for p in people if p not in due)
        for who in (outside, cast.tian):
            with pytest.raises(Refused, match="不在这次投票的名册上"):
                casting.claim(item.ballot, who, b"x")
        names = [o["label"] for o in item.ballot.questions.get().options][:2]
        answer = chosen(item.ballot, *names) if names else {"1": "yes"}
        decide(cast, item, [(p, answer) for p in due[:4]])
        actions.announce(item, by=cast.li)
        assert item.state == ("elected" if names else "adopted")
        assert ("以应到 6 人计" if names else "以全体 6 人计") in item.sentence


# --- the powers -------------------------------------------------------------------------------------

HEARD = {"none": True, "hands": True, "secret": False}
BY_VOTE = {"none": False, "hands": False, "secret": True}
RULES = {  # rules 1.10–1.17, 1.52, written down here anew
    "charter": ("none", HEARD), "plans": ("none", HEARD), "reports": ("none", HEARD),
    "pass": ("secret", {"none": False, "hands": True, "secret": True}), "proposals": ("none", HEARD),
    "appraise": ("secret", BY_VOTE), "supervise": ("none", HEARD),
    "other": ("none", {"none": True, "hands": True, "secret": True}),
    "procedure": ("hands", {"none": True, "hands": True, "secret": True}), "election": ("secret", BY_VOTE),
}  # fmt: skip


@pytest.mark.parametrize("power", list(RULES))
def test_each_power_is_exercised_in_its_own_way(cast, twelve, power):
    """Appendix G 2: not every power is a vote; what binds is never merely heard."""
    usual, fits = RULES[power]
    session = actions.call(cast.first, by=cast.li, congresses=[twelve[1]], on=clock.today())
    given = {
        "by": cast.li,
        "title": "事项",
        "power": power,
        "options": ["甲", "乙"],
        "reason": "理由",
    }
    assert actions.put(session, **given).method == usual
    for method, may in fits.items():
        if may:
            assert actions.put(session, method=method, **given).method == method
        else:
            with pytest.raises(Refused, match="可以用："):
                actions.put(session, method=method, **given)
    assert {i.session_id for i in AgendaItem.objects.all()} == {session.pk}


@pytest.mark.parametrize(
    ("power", "passed"), [("other", True), ("reports", False), ("procedure", False)]
)
def test_what_is_put_to_hands_beside_the_binding_power_is_no_rule(cast, twelve, power, passed):
    """Only what power 4 passes enters the book of rules (rules 1.13)."""
    given = {"title": "事项", "power": power, "method": "hands"}
    session = parts.opened(cast, twelve[1], items=[given])
    item = parts.on_floor(cast, session)
    actions.count_hands(item, by=cast.li, yes=12, no=0, abstain=0)
    assert item.state == "adopted"
    with pytest.raises(WrongState):
        actions.put_in_force(item, by=cast.li, effective=clock.today())
    assert tables(of_congress.rules_book(twelve[1], cast.li))[0] == [["", "（无）"]]


# --- seats ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(12))
def test_seats_stay_within_the_quota_and_never_favour_the_smaller(seed):
    draw = random.Random(seed)
    people = [draw.randint(20, 400) for _unit in range(draw.randint(2, 15))]
    seats = draw.randint(len(people) * 2, sum(people) // 4)
    found = standards.allot(people, seats)
    assert sum(n for n, _share in found) == seats
    for own, (given, share) in zip(people, found, strict=True):
        assert share == Fraction(own * seats, sum(people))
        if all(s >= 1 for _n, s in found):
            assert floor(share) <= given <= ceil(share), "largest remainders keep the quota"
    for a, (one, _s) in zip(people, found, strict=True):
        for b, (two, _t) in zip(people, found, strict=True):
            assert a <= b or one >= two, "the larger unit has no fewer"


@pytest.mark.parametrize(("people", "seats", "given"), [
    ([40, 40, 20], 5, [2, 2, 1]),
    ([50, 50], 3, [2, 1]),               # equal in everything: the one that stands first
    ([30, 50, 20], 5, [1, 3, 1]),        # 1.5 2.5 1.0: of equal remainders the larger unit first
    ([10, 10, 10], 2, [1, 1, 0]),        # fewer seats than units: nobody's floor is kept
    ([100, 1, 1, 1], 4, [1, 1, 1, 1]),   # nobody is left out where there are enough
    ([0, 60, 40], 5, [0, 3, 2]),         # a unit without people elects nobody
    ([7], 7, [7]), ([3, 4], 0, [0, 0]), ([0, 0], 5, [0, 0]),
])  # fmt: skip
def test_ties_and_small_units_fall_as_is_said(people, seats, given):
    assert [n for n, _share in standards.allot(people, seats)] == given


@pytest.mark.parametrize(
    ("people", "seats"),
    [(20, 20), (30, 30), (100, 30), (120, 30), (121, 31), (124, 31), (400, 100), (401, 101)],
)
def test_the_number_of_delegates_is_the_share_rounded_up_and_never_under_the_least(
    cast, people, seats
):
    assert standards.seats_for(cast.first, people) == seats


# --- the election in a unit -------------------------------------------------------------------------


def unit_of(cast, size, seats):
    congress = actions.set_up(
        cast.first, by=cast.li, body="staff", number=8, starts=clock.today(), people=90, seats=30
    )
    actions.divide(congress, by=cast.li, units=[("数学组", size), ("其他", 90 - size)])
    unit = congress.units.first()
    unit.seats = seats
    unit.save()
    return unit


def vote(cast, unit, candidates, **more):
    given = {"on": clock.today(), "entitled": unit.people, "voted": unit.people} | more
    return actions.record_vote(unit, by=cast.li, candidates=candidates, **given)


@pytest.mark.parametrize(("size", "need"), [(30, 20), (31, 21), (32, 22), (3, 2), (1, 1)])
def test_two_thirds_of_the_unit_take_part_or_it_elects_nobody(cast, size, need):
    unit, people = unit_of(cast, size, 1), parts.crowd(cast.first, 1, "候选")
    with pytest.raises(NeedsReason, match=f"须有 {need} 人参加.*应当重新选举"):
        vote(cast, unit, [(people[0], need - 1)], voted=need - 1)
    assert not unit.votes.exists() and not Delegate.objects.exists()
    half = size // 2 + 1
    vote(cast, unit, [(people[0], min(need, half))], voted=max(need, half))
    assert unit.delegates.count() == 1


@pytest.mark.parametrize(("votes", "elected"), [
    ([16, 15], 1), ([15, 15], 0), ([30, 16], 2), ([30, 16, 16], 1), ([16, 16], 2), ([16, 16, 16], 0),
    ([30, 30, 15], 2), ([30, 20, 20], 1), ([0, 0], 0),
])  # fmt: skip
def test_over_half_of_all_the_unit_the_most_first_and_none_of_the_tied(cast, votes, elected):
    """Thirty in the unit, two seats (rules 1.36)."""
    unit, people = unit_of(cast, 30, 2), parts.crowd(cast.first, len(votes), "候选")
    held = vote(cast, unit, list(zip(people, votes, strict=True)))
    assert unit.delegates.count() == elected == sum(line["elected"] for line in held.lines)
    assert f"过半数 16 票当选，当选 {elected} 名" in held.sentence
    over = sorted((v for v in votes if v >= 16), reverse=True)
    assert ("得票相等" in held.sentence) == (len(over) > 2 and over[1] == over[2])


def test_sixty_who_are_tied_are_told_as_far_as_there_is_room(cast):
    unit, people = unit_of(cast, 80, 5), parts.crowd(cast.first, 60, "候选的人")
    held = vote(cast, unit, [(p, 80) for p in people])
    assert unit.delegates.count() == 0 and len(held.sentence) == 300


@pytest.mark.parametrize(("entitled", "votes", "goes"), [(60, 30, False), (60, 31, True), (61, 30, False), (61, 31, True),
                                                         (1, 0, False), (1, 1, True), (2, 1, False)])  # fmt: skip
def test_a_recall_takes_over_half_of_all_the_unit(cast, entitled, votes, goes):
    """Rules 1.38: not of those who came."""
    congress = parts.seated(cast, parts.crowd(cast.first, 3))
    delegate = congress.delegates.first()
    if goes:
        actions.recall(delegate, by=cast.li, entitled=entitled, votes=votes, reason="不履职")
        assert fresh(delegate).left == "recalled" and congress.in_office.count() == 2
    else:
        with pytest.raises(Refused, match="罢免须有本单位全体"):
            actions.recall(delegate, by=cast.li, entitled=entitled, votes=votes, reason="不履职")
        assert congress.in_office.count() == 3


def test_a_recall_is_no_leaving_and_a_leaving_no_recall(cast):
    congress = parts.seated(cast, parts.crowd(cast.first, 3))
    with pytest.raises(Refused, match="罢免须由原选举单位表决"):
        actions.leave(congress.delegates.first(), by=cast.li, left="recalled")
    with pytest.raises(Refused, match="还没有到"):
        actions.leave(
            congress.delegates.first(), by=cast.li, left="moved", on=clock.today() + timedelta(1)
        )
    with pytest.raises(Refused, match="早于当选日期"):
        actions.leave(
            congress.delegates.first(), by=cast.li, left="moved", on=parts.FROM - timedelta(1)
        )
    assert congress.in_office.count() == 3


# --- who the delegates are --------------------------------------------------------------------------


def finding(congress, words):
    return next(f for f in standards.composition(congress, clock.today()) if words in f.sentence)


@pytest.mark.parametrize(("leaders", "kept"), [(0, True), (2, True), (3, False), (10, False)])
def test_a_fifth_of_leaders_is_the_most(cast, leaders, kept):
    congress = parts.seated(cast, parts.crowd(cast.first, 10))
    rows = list(congress.delegates.values_list("pk", flat=True)[:leaders])
    Delegate.objects.filter(pk__in=rows).update(leader=True)
    found = finding(congress, "中层以上干部")
    assert found.kept is kept and not found.stops and f"{leaders * 10}.0%" in found.sentence


@pytest.mark.parametrize(("young", "kept"), [(1, False), (2, True)])
def test_a_fifth_of_the_young_is_the_least_and_who_turns_forty_is_none(cast, young, kept):
    people = parts.crowd(
        cast.first, 10, birthday=date(1984, 3, 1)
    )  # forty on the first day of the term
    Person.objects.filter(pk__in=[p.pk for p in people[:young]]).update(birthday=date(1984, 3, 2))
    found = finding(parts.seated(cast, people), "不满40岁的代表")
    assert found.kept is kept and f"{young} 人" in found.sentence


@pytest.mark.parametrize(("women", "kept"), [(4, False), (5, True), (9, True)])
def test_women_among_delegates_are_as_many_as_among_members(cast, women, kept):
    """The cast has nine members of whom four are women; with ten delegates half of them are."""
    people = parts.crowd(cast.first, 10, sex="m")
    Person.objects.filter(pk__in=[p.pk for p in people[:women]]).update(sex="f")
    members = Membership.objects.of(cast.first).live().full()
    share = Fraction(members.filter(person__sex="f").count(), members.count())
    found = finding(parts.seated(cast, people), "女代表")
    assert found.kept is (Fraction(women, 10) >= share) and found.kept is kept


@pytest.mark.parametrize(("part", "whole", "said"), [(2, 3, "66.6"), (599, 1000, "59.9"), (5999, 10000, "59.9"),
                                                     (3, 5, "60.0"), (0, 7, "0.0"), (7, 7, "100.0"), (0, 0, "0.0")])  # fmt: skip
def test_a_share_is_never_made_to_look_like_more(part, whole, said):
    assert standards.percent(part, whole) == said


def test_the_report_on_credentials_follows_vacancies_and_by_elections(cast):
    people = parts.crowd(cast.first, 12)
    congress = actions.set_up(
        cast.first, by=cast.li, body="members", number=4, starts=clock.today(), people=90, seats=3
    )
    actions.divide(congress, by=cast.li, units=[("数学组", 30), ("语文组", 60)])
    one, two = congress.units.all()
    vote(cast, one, [(people[0], 16), (people[1], 15)])
    vote(cast, two, [(people[2], 60), (people[3], 31), (people[4], 30)])
    rows = lambda: tables(of_congress.credentials(congress, cast.li))[0]  # noqa: E731
    assert rows() == [["数学组", "30", "1.00", "1", "1"], ["语文组", "60", "2.00", "2", "2"]]
    actions.approve(congress, by=cast.li)
    actions.leave(congress.delegates.get(person=people[3]), by=cast.li, left="retired")
    assert rows()[1] == ["语文组", "60", "2.00", "2", "1"]
    with pytest.raises(Refused, match="名额都已选出"):
        vote(cast, one, [(people[5], 30)])
    held = vote(cast, two, [(people[5], 31), (people[6], 30)])
    assert held.extra and rows()[1][4] == "2"
    words = text_of(of_congress.credentials(congress, cast.li))
    assert "应选代表 3 名" in words and "实际选出 3 名" in words and "资格有效" in words
    assert words.count("语文组：应参加 60 人") == 2, "the first election and the by-election"
    assert {row[1] for row in tables(of_congress.register(congress, cast.li))[0]} == {
        people[0].name, people[2].name, people[5].name,
    }  # fmt: skip


# --- days and sizes ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "kept"), [(0, False), (6, False), (7, True), (20, True)])
def test_papers_go_out_seven_days_before(cast, twelve, days, kept):
    with clock.at(clock.now() - timedelta(days=days)):
        session = parts.called(cast, twelve[1])
    session.on = session.papers_sent + timedelta(days=days)
    found = standards.papers_in_time(session)
    assert found.kept is kept and f"开会前 {days} 天，规定提前 7 天" in found.sentence


@pytest.mark.parametrize(
    ("size", "kept"),
    [
        (3, False),
        (4, False),
        (5, True),
        (6, False),
        (7, True),
        (15, True),
        (16, False),
        (17, False),
    ],
)
def test_a_presidium_is_odd_and_of_five_to_fifteen(cast, size, kept):
    people = parts.crowd(cast.first, 17)
    session = actions.call(
        cast.first, by=cast.li, congresses=[parts.seated(cast, people)], on=clock.today()
    )
    number, teachers = standards.presidium_fits(session, people[:size])
    assert number.kept is kept and teachers.kept
    for person in people[: size // 2 + size % 2]:
        person.category = "support"
    assert not standards.presidium_fits(session, people[:size])[1].kept, "half is no majority"


@pytest.mark.parametrize(
    ("people", "whole", "kept"),
    [(79, True, True), (79, False, False), (80, True, False), (80, False, True)],
)
def test_eighty_is_the_line_between_a_congress_and_a_meeting_of_all(cast, people, whole, kept):
    assert standards.form_fits(whole, people, cast.first, clock.today()).kept is kept


@pytest.mark.parametrize(("starts", "years", "ends"), [
    (date(2024, 3, 1), 5, date(2029, 2, 28)), (date(2024, 2, 29), 3, date(2027, 2, 28)),
    (date(2024, 2, 29), 4, date(2028, 2, 28)), (date(2024, 9, 1), 3, date(2027, 8, 31)),
])  # fmt: skip
def test_a_term_ends_the_day_before_it_would_begin_again(starts, years, ends):
    assert calendars.last_day(starts, years) == ends


def test_a_term_does_not_end_before_it_began(cast, twelve):
    congress = twelve[1]
    with pytest.raises(Refused, match="早于任期起 2024-03-01"):
        actions.end(congress, by=cast.li, on=date(2024, 2, 29))
    actions.end(congress, by=cast.li, on=date(2024, 3, 1))
    assert fresh(congress).ends == date(2024, 3, 1) and fresh(congress).state == "over"


# --- breaks -----------------------------------------------------------------------------------------


def test_a_session_goes_on_after_a_break_where_it_stood(cast, twelve):
    people, congress = twelve
    session = parts.opened(
        cast, congress, there=8, items=[HANDS, {"title": "报告", "power": "reports"}]
    )
    item = parts.on_floor(cast, session)
    actions.adjourn(session, by=cast.li, reason="分组讨论")
    later = clock.now() + timedelta(days=1)
    with clock.at(later):
        assert fresh(session).floor_id == item.pk, "the matter is still on the floor"
        with pytest.raises(Refused, match="休会中.*不能表决"):
            actions.count_hands(item, by=cast.li, yes=8, no=0, abstain=0)
        with pytest.raises(Refused, match="开会之后才能进行议题"):
            actions.take_up(session.items.get(title="报告"), by=cast.li)
        with pytest.raises(Refused, match="“评优办法”还没有结束"):
            actions.close(fresh(session), by=cast.li)
        gone = parts.line_of(session, people[0])
        actions.check_out(gone, by=cast.li)
        with pytest.raises(Refused, match="还差 1 人"):
            actions.resume(fresh(session), by=cast.li)
        actions.check_in(parts.line_of(session, people[11]), by=cast.li)
        actions.resume(fresh(session), by=cast.li)
        actions.count_hands(item, by=cast.li, yes=7, no=1, abstain=0)
        assert item.state == "adopted"
        actions.finish_hearing(parts.on_floor(cast, session), by=cast.li)
        assert fresh(session).parts.get().due_number == 12, "the roll is that of the first day"
        actions.close(fresh(session), by=cast.li)
    assert "实到 9 人" in writing.minutes_of(fresh(session)), "who came on either day came"


def test_a_session_may_be_closed_out_of_a_break_and_not_taken_up_again(cast, twelve):
    session = parts.opened(cast, twelve[1], there=8)
    actions.adjourn(session, by=cast.li)
    actions.close(session, by=cast.li)
    for verb in (actions.resume, actions.adjourn, actions.open_session, actions.open_doors):
        with pytest.raises(WrongState):
            verb(session, by=cast.li)
    assert "学校工作报告。未进行。" in writing.minutes_of(session)


def test_who_arrives_during_the_break_counts_and_who_left_and_came_back_counts_once(cast, twelve):
    people, congress = twelve
    session = parts.opened(cast, congress, there=8)
    actions.adjourn(session, by=cast.li)
    line = parts.line_of(session, people[0])
    came = line.came
    actions.check_out(line, by=cast.li)
    actions.check_in(line, by=cast.li)
    actions.arrive(parts.line_of(session, people[9]), by=people[9])
    line.refresh_from_db()
    assert line.came == came and line.gone is None
    assert session.parts.get().present() == 9
    assert session.parts.get().attendees.came().count() == 9


# --- what is signed ---------------------------------------------------------------------------------


def signed(cast, congress):
    session = parts.opened(
        cast, congress, items=[HANDS, {"title": "报告", "power": "reports", "presenter": "校长"}]
    )
    actions.count_hands(parts.on_floor(cast, session), by=cast.li, yes=12, no=0, abstain=0)
    actions.finish_hearing(parts.on_floor(cast, session), by=cast.li, notes="两人发言。")
    actions.close(session, by=cast.li)
    actions.write_minutes(session, by=cast.li, minutes=writing.minutes_of(session),
                          resolution=writing.resolution_of(session))  # fmt: skip
    return actions.sign(session, by=cast.li)


def test_papers_of_a_signed_session_stay_as_they_were_whatever_happens_after(cast, twelve):
    people, congress = twelve
    session = signed(cast, congress)
    taken = lambda: [text_of(of_session.minutes(fresh(session), cast.li)),  # noqa: E731
                     text_of(of_session.resolution(fresh(session), cast.li))]  # fmt: skip
    before = taken()
    item = session.items.get(power="pass")
    actions.put_in_force(item, by=cast.li, effective=clock.today())
    actions.repeal(item, by=cast.li, on=clock.today(), reason="新办法代替")
    actions.leave(congress.delegates.get(person=people[0]), by=cast.li, left="moved")
    AgendaItem.objects.filter(pk=item.pk).update(title="改了的题目")
    actions.resolve(session, by=cast.li, text="落实办法", owner=cast.sun)
    assert taken() == before
    for verb, given in (
        (actions.write_minutes, {"minutes": "改", "resolution": "改"}), (actions.sign, {}), (actions.close, {}),
        (actions.amend, {"title": "改", "on": clock.today()}), (actions.call_off, {"reason": "改"}),
        (actions.invite, {"people": [cast.zhao]}), (actions.name_tellers, {"people": people[:2]}),
        (actions.put_usual, {"which": ["work"]}), (actions.raise_opinion, {"text": "意见"}),
    ):  # fmt: skip
        with pytest.raises(WrongState):
            verb(
                fresh(session), by=people[1] if verb is actions.raise_opinion else cast.li, **given
            )
    assert taken() == before


def test_minutes_tell_what_happened_in_the_order_of_the_agenda(cast, twelve):
    people, congress = twelve
    items = [{"title": "报告", "power": "reports", "presenter": "校长"}, HANDS, PASS, {"title": "撤下的事", "power": "other"},
             {"title": "没轮到的事", "power": "other"}]  # fmt: skip
    session = parts.called(cast, congress, items=items, place="礼堂")
    actions.name_presidium(session, by=cast.li, people=people[:5])
    actions.invite(session, by=cast.li, people=[cast.tian, cast.hua], role="guest")
    actions.open_doors(session, by=cast.li)
    parts.enter(cast, session, 9)
    actions.check_in(parts.line_of(session, cast.tian), by=cast.li)
    opened = clock.now().replace(hour=6, minute=30)
    with clock.at(opened):
        actions.open_session(session, by=cast.li)
    actions.finish_hearing(
        parts.on_floor(cast, session), by=cast.li, notes="第一团：赞同。\n\n第二团：补充。"
    )
    actions.count_hands(parts.on_floor(cast, session), by=cast.li, yes=6, no=2, abstain=1)
    item = actions.start_vote(parts.on_floor(cast, session), by=cast.li)
    decide(cast, item, [(p, {"1": "yes"}) for p in people[:9]])
    actions.announce(item, by=cast.li)
    actions.withdraw(session.items.get(title="撤下的事"), by=cast.li, reason="再议")
    with clock.at(opened + timedelta(hours=2)):
        actions.close(session, by=cast.li)
    lines = writing.minutes_of(fresh(session)).splitlines()
    assert "在礼堂召开" in lines[0] and "应到代表 12 人，实到 9 人" in lines[1]
    assert (
        "列席和特邀 1 人，不参加表决" in lines[2] and "14:30 宣布开会，16:30 宣布闭会" in lines[3]
    )
    assert lines[4] == f"主席团：{'、'.join(p.name for p in fresh(session).presidium.all())}。"
    said = [line for line in lines if line[:1].isdigit() and line[1:2] == "."]
    assert [line.split("。")[0] for line in said] == [
        "1. 校长：报告",
        "2. 评优办法",
        "3. 绩效工资方案",
        "4. 没轮到的事",
    ]
    assert "　　第一团：赞同。" in lines and "　　第二团：补充。" in lines
    assert "赞成 6 票，反对 2 票，弃权 1 票" in said[1] and "未通过" in said[1]
    ballot = Ballot.objects.get()
    assert ballot.roll_print[:16] in said[2] and said[3].endswith("未进行。")
    assert not any(p.name in "\n".join(lines) for p in people[5:]), (
        "nobody is named but the presidium"
    )


# --- every refusal has its reason -------------------------------------------------------------------

GIVEN = {
    "put": {"title": "事", "power": "other"}, "put_usual": {"which": ["work"]}, "change": {"title": "事", "power": "other"},
    "withdraw": {"reason": "由"}, "amend": {"title": "名", "on": clock.today()}, "invite": {"people": []},
    "name_presidium": {"people": []}, "name_tellers": {"people": []}, "call_off": {"reason": "由"},
    "raise_opinion": {"text": "意见"}, "write_minutes": {"minutes": "记", "resolution": "决"}, "resolve": {"text": "事"},
    "count_hands": {"yes": 1, "no": 0, "abstain": 0}, "call_off_vote": {"reason": "由"}, "give_floor": {"speaker": 0},
    "put_in_force": {"effective": clock.today()}, "repeal": {"on": clock.today(), "reason": "由"},
    "join_making": {"stage": "idea", "text": "意见"},
}  # fmt: skip


@pytest.mark.parametrize("model", [Session, AgendaItem], ids=["session", "item"])
def test_in_every_state_what_cannot_be_done_is_refused_with_a_sentence(cast, twelve, model):
    people, congress = twelve
    session = parts.opened(cast, congress, items=[HANDS])
    subject = session if model is Session else session.items.get()
    verbs = [v for v in registry.values() if v.place is model and v.source]
    assert len(verbs) > 10
    for state in model.State.values:
        model.objects.filter(pk=subject.pk).update(state=state)
        for verb in verbs:
            if state in verb.source:
                continue
            who = [cast.li, cast.dang, people[0]]
            by = next(p for p in who if access.can(p, verb.power, fresh(subject)))
            before = Step.objects.count()
            with pytest.raises(WrongState) as no:
                verb.run(fresh(subject), by=by, **GIVEN.get(verb.name, {}))
            assert any("\u4e00" <= c <= "\u9fff" for c in str(no.value)), verb.code
            assert Step.objects.count() == before and fresh(subject).state == state


def test_a_meeting_of_heads_without_heads_does_not_begin(cast, twelve):
    session = actions.call(
        cast.first, by=cast.li, congresses=[twelve[1]], on=clock.today(), kind="joint"
    )
    actions.put(session, by=cast.li, title="讨论", power="other")
    actions.send_papers(session, by=cast.li)
    with pytest.raises(Refused, match="第八届教职工代表大会没有代表"):
        actions.open_doors(session, by=cast.li)
    assert fresh(session).state == "called"


def test_two_terms_of_one_body_do_not_sit_together(cast, twelve):
    other = Congress.objects.create(
        org=cast.first, body="staff", number=9, starts=clock.today(), ends=date(2031, 2, 28), state="sitting",
    )  # fmt: skip
    with pytest.raises(Refused, match="同一个会只能有一届"):
        actions.call(cast.first, by=cast.li, congresses=[twelve[1], other], on=clock.today())
    with pytest.raises(Refused, match="所选的会议还没有选出代表"):
        actions.call(cast.first, by=cast.li, congresses=[], on=clock.today())
    assert not Session.objects.exists()


def test_an_over_marked_paper_in_the_hall_is_void_and_counts_against(cast, twelve):
    """Rules 8.18 with 8.19: void, and still of those who are due."""
    people, congress = twelve
    session = parts.opened(cast, congress, items=[ELECTION])
    item = actions.start_vote(parts.on_floor(cast, session), by=cast.li)
    over = chosen(item.ballot, "甲同志", "乙同志", "丙同志")
    fine = chosen(item.ballot, "甲同志", "乙同志")
    decide(cast, item, [(p, fine if n < 6 else over) for n, p in enumerate(people)])
    found = item.ballot.result["questions"][0]
    assert found["counted"]["void"] == 6 and found["elected"] == []
    assert found["need"] == 7 and found["left"] == 2
    assert Device(item.ballot, people[0]).voter.marked
