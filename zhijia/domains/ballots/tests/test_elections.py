"""Elections and figures at their edges (rules 0.01–0.04, 8.09–8.21; Appendix C7–C9, G 1 and 4)."""

import json
from fractions import Fraction
from math import ceil

import pytest

from zhijia.domains.ballots import actions, verdict
from zhijia.domains.ballots.actions.again import still_to_do
from zhijia.domains.ballots.checker import check_ballot
from zhijia.domains.ballots.models import Ballot, Question
from zhijia.domains.ballots.published import public_record
from zhijia.kernel.people import Membership, Post
from zhijia.kernel.refusals import Refused
from zhijia.kernel.testing import office

from .parts import Device, drafted, ended, opened, votes
from .test_rules import choose, counted, question
from .test_sheets import given as handed
from .test_sheets import typed

ALL = ("li", "lin", "sun", "wang", "qian", "zhao", "hua", "tian", "dang")


def everybody(cast):
    return [getattr(cast, name) for name in ALL]


def fresh(ballot):
    return Ballot.objects.get(pk=ballot.pk)


# --- of what a majority is counted ------------------------------------------------------------------


@pytest.mark.parametrize("of", range(1, 61))
def test_thresholds_follow_from_fractions_and_never_from_rounding(of):
    two_thirds, half = verdict.at_least(Fraction(2, 3), of), verdict.more_than_half(of)
    assert 3 * two_thirds >= 2 * of > 3 * (two_thirds - 1)
    assert 2 * half > of >= 2 * (half - 1)
    for present, met in ((two_thirds, True), (two_thirds - 1, False)):
        assert verdict.quorum(present, of).met is met
    for yes, passed in ((half, True), (half - 1, False)):
        assert verdict.motion({"yes": yes, "no": 0, "abstain": 0}, "roll", of)["passed"] is passed


@pytest.mark.parametrize("of", range(1, 61))
def test_exactly_half_is_told_and_nothing_else_is_called_so(of):
    for yes in range(of + 1):
        found = verdict.motion({"yes": yes, "no": of - yes, "abstain": 0}, "roll", of)
        assert ("正好一半" in found["sentence"]) == (2 * yes == of)
        assert (
            found["sentence"].endswith("通过。")
            and ("未通过" in found["sentence"]) != found["passed"]
        )


@pytest.mark.parametrize(("base", "of", "passes_at"), [
    ("roll", 120, 61), ("due", 100, 51), ("present", 90, 46), ("returned", 80, 41), ("valid", 70, 36),
])  # fmt: skip
def test_each_base_is_its_own_number(base, of, passes_at):
    given = {"roll": 120, "due": 100, "present": 90, "returned": 80, "valid": 70}
    assert verdict.denominator(base, **given) == of
    for yes, passed in ((passes_at, True), (passes_at - 1, False)):
        found = verdict.motion({"yes": yes, "no": 0, "abstain": 0}, base, of)
        assert found["passed"] is passed and verdict.BASES[base] % of in found["sentence"]


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "base"), [
    ("motion", "roll"), ("election", "due"), ("appraisal", "valid"), ("poll", "returned"),
])  # fmt: skip
def test_a_kind_of_ballot_has_its_base_by_rule(cast, kind, base):
    assert actions.draft(cast.first, by=cast.li, kind=kind, title="投票").base == base


@pytest.mark.django_db
@pytest.mark.parametrize(("yes", "passed"), [(4, False), (5, True)])
def test_blank_void_abstaining_unreturned_and_absent_all_count_against(cast, yes, passed):
    """Rules 0.02: nine on the roll, every way of not being in favour at once."""
    ballot = opened(cast)
    people = everybody(cast)
    for who in people[:yes]:
        votes(ballot, who, {"1": "yes"})
    rest = iter(people[yes:])
    votes(ballot, next(rest), {"1": "abstain"})
    votes(ballot, next(rest), {})
    votes(ballot, next(rest), {"1": "maybe"})
    Device(ballot, next(rest)).claim()
    actions.close(fresh(ballot), by=cast.li)
    Ballot.objects.filter(pk=ballot.pk).update(closed="2020-01-01T00:00Z")
    actions.count(fresh(ballot), by=cast.lin)
    result = fresh(ballot).result
    found = result["questions"][0]
    assert (result["issued"], result["returned"], found["of"]) == (yes + 4, yes + 3, 9)
    mine = found["counted"]
    assert (mine["valid"], mine["blank"], mine["void"]) == (yes + 1, 1, 1)
    assert found["passed"] is passed


@pytest.mark.parametrize(("yes", "elected"), [(45, []), (46, ["o1"])])
def test_45_of_90_due_is_not_elected_and_46_is_though_60_came(yes, elected):
    """Appendix C8: three quarters of those present, exactly half of those due."""
    q = question(n=2, seats=1)
    found = verdict.election(
        q, counted(q, *[choose("o1")] * yes, *[choose("o2")] * (60 - yes)), "due", 90
    )
    assert found["elected"] == elected and "以应到 90 人计，须 46 票以上" in found["sentence"]


@pytest.mark.parametrize(
    ("issued", "returned", "valid"), [(61, 62, False), (61, 61, True), (61, 0, True), (0, 0, True)]
)
def test_one_paper_too_many_voids_the_whole(issued, returned, valid):
    assert verdict.valid_election(issued, returned).met is valid


@pytest.mark.parametrize("rate", [5, 10])
@pytest.mark.parametrize("seats", [1, 2, 3, 5, 7, 9, 10, 11, 15, 19, 20, 21, 29, 37, 40, 60, 100])
def test_the_spread_is_the_next_whole_number_up(seats, rate):
    need = verdict.candidates_needed(seats, rate)
    assert need == max(ceil(Fraction(seats * (100 + rate), 100)), seats + 1)
    assert need > seats, "a contested election has somebody who is not elected"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("seats", "names", "opens"),
    [(7, 7, False), (7, 8, True), (20, 21, True), (21, 22, False), (21, 23, True)],
)
def test_an_election_opens_with_its_spread_and_not_one_short(cast, seats, names, opens):
    """Appendix C9 and G 4, at the door where it counts."""
    asked = {
        "text": "委员",
        "form": "choose",
        "seats": seats,
        "options": [f"候选{n:02}" for n in range(names)],
    }
    ballot = drafted(cast, kind="election", questions=[asked])
    if opens:
        assert actions.open_(ballot, by=cast.li).state == "open"
        return
    need = verdict.candidates_needed(seats, 5)
    with pytest.raises(
        Refused, match=f"应选 {seats} 名，差额 5%，候选人不少于 {need} 名，现有 {names} 名"
    ):
        actions.open_(ballot, by=cast.li)


# --- who is elected ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("votes_", "seats", "elected", "tied"), [
    ([9, 8, 7], 2, ["o1", "o2"], []),
    ([9, 8, 8], 2, ["o1"], ["o2", "o3"]),      # the tie stands at the edge
    ([9, 9, 8], 2, ["o1", "o2"], []),           # above it it does not matter
    ([8, 8, 8], 2, [], ["o1", "o2", "o3"]),
    ([9, 5, 5], 2, ["o1"], []),                 # equal, and neither has a majority
    ([9, 6, 5], 2, ["o1", "o2"], []),           # one more than half is enough, exactly half is not
    ([5, 5, 5], 2, [], []),
    ([6, 6], 2, ["o1", "o2"], []),
    ([6, 6, 6, 6], 3, [], ["o1", "o2", "o3", "o4"]),
    ([9, 6, 6, 6], 3, ["o1"], ["o2", "o3", "o4"]),
])  # fmt: skip
def test_most_votes_first_and_a_tie_only_where_it_decides(votes_, seats, elected, tied):
    q = question(n=len(votes_), seats=seats)
    given = {"counts": {f"o{n}": {"yes": v} for n, v in enumerate(votes_, 1)}, "written": {}}
    found = verdict.election(q, given, "due", 10)
    assert (found["elected"], found["tied"]) == (elected, tied)
    assert found["left"] == seats - len(elected)
    assert ("须另行选举" in found["sentence"]) == (not tied and len(elected) < seats)
    assert ("再次投票" in found["sentence"]) == bool(tied)
    need = found["need"]
    assert check_ballot.winners(dict(found["votes"]), need, seats) == (set(elected), set(tied))


@pytest.mark.parametrize(("paper", "fault"), [
    (choose("o1", "o2"), ""), (choose("o1"), ""), (choose(no=["o1", "o2"]), ""),
    (choose("o1", write=["外人"]), ""), (choose(write=["外人", "来客"]), ""),
    (choose("o1", "o2", "o3"), "选了 3 名，多于应选的 2 名"),
    (choose("o1", "o2", write=["外人"]), "选了 3 名，多于应选的 2 名"),
    (choose("o1", "o1"), "重复填写"), (choose(write=["外人", "外人"]), "重复填写"),
    (choose("o1", no=["o1"]), "填写不清"), (choose("o9"), "填写不清"),
    (choose("o1", write=["候选1"]), "重复填写"),       # marked and written in
    (choose("o1", "o2", write=["候选3"]), "选了 3 名，多于应选的 2 名"),
])  # fmt: skip
def test_what_makes_a_paper_void_the_house_and_the_checker_judge_alike(paper, fault):
    """Rules 8.14, 8.18: as many as there are seats or fewer; who is written in counts among them."""
    q = question(n=3, seats=2)
    mine = counted(q, paper)
    assert mine["why"] == ({fault: 1} if fault else {})
    theirs = check_ballot.count(q, [("A", {"1": paper})])
    assert (theirs["valid"], theirs["void"]) == (mine["valid"], mine["void"])
    assert theirs["counts"] == mine["counts"] and theirs["written"] == mine["written"]


def test_a_candidate_written_in_is_the_candidate_and_not_another():
    """Two lines for one person would halve the votes, or elect the same one twice."""
    q = question(n=2, seats=1)
    mine = counted(
        q, *[choose("o1")] * 3, *[choose(write=["候选1"])] * 2, choose(write=["候选1"], no=["o2"])
    )
    assert mine["counts"]["o1"]["yes"] == 6 and mine["written"] == {}
    assert verdict.election(q, mine, "due", 10)["elected"] == ["o1"]
    both = counted(q, *[choose(write=[" 候选1 "])] * 6)
    assert verdict.election(q, both, "due", 10)["elected"] == ["o1"]
    contradicts = counted(q, choose(write=["候选1"], no=["o1"]))
    assert contradicts["void"] == 1


OFFICE = {
    "text": "选举委员",
    "form": "choose",
    "options": ["孙丽华", "钱学文"],
    "seats": 1,
    "write_in": True,
}


def write_in(cast, name, **more):
    """Six of nine write this name in; the ballot as certified."""
    ballot = opened(cast, kind="election", questions=[OFFICE | more])
    for who in everybody(cast)[:6]:
        votes(ballot, who, {"1": {"yes": [], "no": [], "write": [name]}})
    ended(cast, ballot)
    return fresh(ballot)


@pytest.mark.django_db
def test_a_member_written_in_by_more_than_half_is_elected(cast):
    found = write_in(cast, "田老师").result["questions"][0]
    assert found["elected"] == ["田老师"] and found["barred"] == []


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["head", "spouse", "kept", "stranger"])
def test_whom_the_rules_bar_is_not_elected_by_being_written_in(cast, who):
    """Rules 8.09 with 8.14: a write-in is for those who may hold the office."""
    name = {"head": "华小梅", "spouse": "赵明", "kept": "华小梅", "stranger": "周主席"}[who]
    if who == "kept":
        Membership.objects.filter(person=cast.hua).update(kept=True)
        cast_people = [p for p in everybody(cast) if p != cast.hua]
        ballot = opened(cast, kind="election", questions=[OFFICE], people=cast_people)
        for person in cast_people[:6]:
            votes(ballot, person, {"1": {"yes": [], "no": [], "write": [name]}})
        ended(cast, ballot)
        ballot = fresh(ballot)
    else:
        if who != "stranger":
            office(cast.first, cast.hua, Post.PRINCIPAL)
        ballot = write_in(cast, name)
    found = ballot.result["questions"][0]
    assert found["elected"] == [] and found["barred"] == [name] and found["left"] == 1
    assert f"另选的{name}依规定不能当选" in found["sentence"]
    record = json.loads(json.dumps(public_record(ballot)))
    report = check_ballot.check(record)
    assert report.faults == [] and any("请对照规定核实" in line for line in report.lines)


@pytest.mark.django_db
def test_for_an_office_that_is_none_of_the_union_s_a_write_in_is_free(cast):
    office(cast.first, cast.hua, Post.PRINCIPAL)
    assert write_in(cast, "华小梅", union=False).result["questions"][0]["elected"] == ["华小梅"]
    assert not Question.objects.get().union


@pytest.mark.django_db
def test_seats_left_over_are_elected_anew_for_the_same_kind_of_office(cast):
    first = write_in(cast, "周主席")
    second = actions.again(first, by=cast.li, what="rest")
    assert second.questions.get().union and second.questions.get().write_in
    ballot = opened(cast, kind="election", questions=[OFFICE | {"union": False}])
    ended(cast, ballot)
    assert not actions.again(fresh(ballot), by=cast.li, what="rest").questions.get().union


@pytest.mark.django_db
def test_more_sheets_than_were_handed_out_elect_nobody(cast):
    """Appendix C7: the figures are shown, the whole is void, and only the whole can be held anew."""
    asked = OFFICE | {"write_in": False}
    ballot = opened(cast, kind="election", questions=[asked])
    handed(ballot, cast.lin, *everybody(cast)[:6])
    typed(ballot, (cast.lin, cast.wang), *["10"] * 7)
    ended(cast, ballot)
    ballot = fresh(ballot)
    assert not ballot.result["valid"] and "整个选举无效，须重新进行" in ballot.result["sentence"]
    assert set(still_to_do(ballot)) == {"whole"}, "neither a run-off nor single seats stand on it"


# --- the hall ---------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(("present", "words"), [
    (5, "须有 6 人到会"), (0, "还差 6 人"), (10, "实到 10 人，多于名册 9 人"), (10**12, "多于名册 9 人"),
])  # fmt: skip
def test_a_hall_too_empty_or_too_full_opens_no_vote(cast, present, words):
    ballot = drafted(cast, kind="election", questions=[OFFICE])
    with pytest.raises(Refused, match=words):
        actions.open_(ballot, by=cast.li, present=present)
    assert fresh(ballot).state == "draft" and not fresh(ballot).keys.exclude(public="").exists()


@pytest.mark.django_db
@pytest.mark.parametrize("present", [6, 9])
def test_in_an_election_who_is_present_changes_the_gate_and_not_the_majority(cast, present):
    ballot = actions.open_(
        drafted(cast, kind="election", questions=[OFFICE]), by=cast.li, present=present
    )
    keys = {o["label"]: o["key"] for o in ballot.questions.get().options}
    for who in everybody(cast)[:4]:
        votes(ballot, who, {"1": {"yes": [keys["孙丽华"]], "no": [], "write": []}})
    ended(cast, ballot)
    found = fresh(ballot).result["questions"][0]
    assert (found["of"], found["need"], found["elected"]) == (9, 5, [])


@pytest.mark.django_db
def test_kept_members_are_neither_on_the_roll_nor_in_the_denominator(cast):
    """Rules 2.23, Appendix G 3."""
    Membership.objects.filter(person=cast.tian).update(kept=True)
    ballot = opened(cast, kind="election", questions=[OFFICE])
    assert ballot.roll.count() == 8 and not ballot.roll.filter(person=cast.tian).exists()
    for who in everybody(cast)[:5]:
        votes(ballot, who, {"1": {"yes": ["o1"], "no": [], "write": []}})
    ended(cast, ballot)
    assert fresh(ballot).result["questions"][0]["of"] == 8


@pytest.mark.django_db
def test_a_roll_frozen_yesterday_stays_when_somebody_joins_or_leaves(cast):
    """Rules 0.05: the denominator is the roll at the opening."""
    ballot = opened(cast)
    spell = Membership.objects.get(person=cast.tian)
    from zhijia.kernel import clock

    spell.end(clock.today())
    spell.save()
    for who in everybody(cast)[:4]:
        votes(ballot, who, {"1": "yes"})
    ended(cast, ballot)
    found = fresh(ballot).result["questions"][0]
    assert (found["of"], found["passed"]) == (9, False)
