"""Groups by snake and draw, units spread, and the cross into the knock-out."""

import random
from collections import Counter

import pytest

from zhijia.domains.activities.fixtures import (
    RULES,
    GroupTable,
    Qualified,
    Result,
    best_placed,
    cross,
    make_groups,
    qualifiers,
    standings,
)
from zhijia.kernel.refusals import Refused

GENERAL = RULES["general"]
LETTERS = "ABCDEFGHIJKLMNOP"


def drawn(count):
    return [f"u{n}" for n in range(count)]


@pytest.mark.parametrize("count", range(2, 71))
def test_everybody_is_in_one_group_and_sizes_differ_by_one_at_most(count):
    for groups in range(1, min(count // 2, 26) + 1):
        made = make_groups(drawn(count)[: count // 3], drawn(count)[count // 3 :], groups, "x")
        sizes = [len(group.teams) for group in made]
        assert sorted(t for g in made for t in g.teams) == sorted(drawn(count))
        assert len(sizes) == groups and max(sizes) - min(sizes) <= 1
        assert [group.name for group in made] == [chr(65 + n) for n in range(groups)]


def test_seeds_go_in_a_snake():
    made = make_groups([str(n) for n in range(1, 13)], [], 4, "x")
    assert [group.teams for group in made] == [
        ("1", "8", "9"), ("2", "7", "10"), ("3", "6", "11"), ("4", "5", "12")]  # fmt: skip


def test_the_drawn_fill_what_the_seeds_leave():
    made = make_groups(["1", "2", "3", "4", "5", "6"], drawn(6), 4, "x")
    assert [group.teams[:1] for group in made] == [("1",), ("2",), ("3",), ("4",)]
    assert made[3].teams[1] == "5" and made[2].teams[1] == "6"
    assert {len(group.teams) for group in made} == {3}
    assert made == make_groups(["1", "2", "3", "4", "5", "6"], drawn(6)[::-1], 4, "x")
    assert made != make_groups(["1", "2", "3", "4", "5", "6"], drawn(6), 4, "y")


@pytest.mark.parametrize("turn", range(60))
def test_one_unit_is_spread_over_the_groups(turn):
    chance = random.Random(turn)
    groups, count = chance.randint(2, 8), chance.randint(16, 48)
    units = {team: f"第{chance.randrange(9)}小组" for team in drawn(count)}
    for unit in set(units.values()):
        have = [sum(units[t] == unit for t in g.teams)
                for g in make_groups([], drawn(count), groups, "x", units)]  # fmt: skip
        assert max(have) - min(have) <= 1


def test_the_drawn_make_room_for_a_seed_of_their_unit():
    units = {"1": "甲", "u0": "甲", "2": "乙", "u1": "乙", "u2": "甲"}
    for seed in map(str, range(40)):
        made = make_groups(["1", "2", "3"], drawn(6), 3, seed, units)
        for group in made:
            assert max(Counter(units[t] for t in group.teams if t in units).values()) == 1


@pytest.mark.parametrize(("teams", "groups"), [(5, 3), (4, 0), (60, 27)])
def test_groups_of_one_are_refused(teams, groups):
    with pytest.raises(Refused, match="不能分成"):
        make_groups([], drawn(teams), groups, "x")


# --- the cross ---------------------------------------------------------------------------------


def labels(groups, each, extra=0):
    """A1, A2, B1 …: also what a page prints before the groups are played."""
    named = {g: [f"{g}{n + 1}" for n in range(each)] for g in LETTERS[:groups]}
    return Qualified(named, {f"{g}{each + 1}": g for g in LETTERS[:extra]})


def test_two_groups_cross():
    assert cross(labels(2, 2)).lines == ("A1", "B2", "B1", "A2")
    assert cross(labels(4, 2)).lines == ("A1", "B2", "C1", "D2", "B1", "A2", "D1", "C2")


@pytest.mark.parametrize("groups", range(2, 13))
@pytest.mark.parametrize("each", [1, 2, 3, 4])
def test_nobody_meets_the_own_group_at_once_and_byes_go_to_the_first_winners(groups, each):
    for extra in range(groups):
        bracket = cross(labels(groups, each, extra))
        byes = bracket.size - groups * each - extra
        assert len(bracket.entries) == groups * each + extra
        assert all(m.a.entry[0] != m.b.entry[0] for m in bracket.rounds[0])
        playing = {s.entry for m in bracket.rounds[0] for s in (m.a, m.b)}
        firsts = [f"{g}1" for g in LETTERS[:groups]]
        assert not playing & set(firsts[:byes])
        if byes < groups:
            assert set(firsts[byes:]) <= playing


@pytest.mark.parametrize("groups", range(2, 17))
def test_two_of_one_group_are_in_opposite_halves(groups):
    lines = cross(labels(groups, 2)).lines
    upper = {team for team in lines[: len(lines) // 2] if team}
    assert all((f"{g}1" in upper) != (f"{g}2" in upper) for g in LETTERS[:groups])


def test_four_thirds_make_six_groups_sixteen():
    bracket = cross(labels(6, 2, 4), third_place=True)
    assert bracket.size == 16 and "" not in bracket.lines and bracket.third


# --- who goes on -------------------------------------------------------------------------------


def table(name, scores):
    """``scores``: 'ab' to (3, 1) for a match of a against b, teams named with the group."""
    results = [
        Result.of_points(name + pair[0], name + pair[1], points) for pair, points in scores.items()
    ]
    teams = sorted({side for result in results for side in result.sides})
    return GroupTable(name, standings(teams, results, GENERAL), tuple(results))


def three(name, third_scored):
    """a beats b and c, b beats c, who scores so much in each of two matches."""
    return table(name, {"ab": (5, 0), "ac": (5, third_scored), "bc": (5, third_scored)})


def test_the_first_go_on_and_the_best_of_the_next_place():
    tables = [three("A", 1), three("B", 3), three("C", 2)]
    found = qualifiers(tables, 2, GENERAL, best=1)
    assert found.groups == {"A": ("Aa", "Ab"), "B": ("Ba", "Bb"), "C": ("Ca", "Cb")}
    assert found.extra == {"Bc": "B"}
    assert [row.team for row in best_placed(tables, 3, GENERAL)] == ["Bc", "Cc", "Ac"]
    assert best_placed(tables, 3, GENERAL)[0].criterion == "净胜分"


def test_level_thirds_need_a_lot():
    tables = [three("A", 1), three("B", 1), three("C", 1)]
    with pytest.raises(Refused, match="各组第3名之间有并列，须先抽签"):
        qualifiers(tables, 2, GENERAL, best=1)
    found = qualifiers(tables, 2, GENERAL, best=1, lots=["Cc", "Ac", "Bc"])
    assert found.extra == {"Cc": "C"}
    assert qualifiers(tables, 2, GENERAL, best=3).extra.keys() == {"Ac", "Bc", "Cc"}


def test_groups_of_different_size_are_compared_over_as_many_matches():
    """Bc has beaten Bd, last of four: that does not count against Ac, who had nobody to beat."""
    larger = table("B", {"ab": (5, 0), "ac": (5, 0), "ad": (5, 0), "bc": (5, 0), "bd": (5, 0),
                         "cd": (9, 0)})  # fmt: skip
    rows = best_placed([three("A", 1), larger], 3, GENERAL)
    assert [(row.team, row.tally.played, row.tally.points) for row in rows] == [
        ("Ac", 2, 0), ("Bc", 2, 0)]  # fmt: skip


def test_nobody_goes_on_while_a_lot_is_open():
    level = table("A", {"ab": (1, 1), "ac": (1, 1), "bc": (1, 1)})
    with pytest.raises(Refused, match="A 组出线名次有并列"):
        qualifiers([level], 1, GENERAL)


def test_a_tie_below_those_who_go_on_does_no_harm():
    below = table("A", {"ab": (5, 0), "ac": (5, 0), "bc": (1, 1)})
    assert qualifiers([below], 1, GENERAL).groups == {"A": ("Aa",)}
    with pytest.raises(Refused):
        qualifiers([below], 2, GENERAL)


def test_a_tie_about_the_next_place_counts_where_its_best_go_on():
    level = table("A", {"ab": (5, 0), "ac": (5, 0), "bc": (5, 0), "ad": (5, 0), "bd": (5, 0),
                        "cd": (1, 1)})  # fmt: skip
    assert qualifiers([level], 2, GENERAL).groups == {"A": ("Aa", "Ab")}
    with pytest.raises(Refused, match="A 组出线名次有并列"):
        qualifiers([level, three("B", 1)], 2, GENERAL, best=1)


def test_thirds_at_table_tennis_are_parted_by_the_ratio_of_all_their_games():
    """Between them there are no matches; within a group only those between the tied would count."""
    rule = RULES["table_tennis"]

    def played(name, lost):
        """c loses both its matches, taking so many games in each."""
        results = tuple(
            Result.of_games(name + one, name + other, [(11, 5)] * 3 + [(5, 11)] * taken)
            for one, other, taken in (("a", "b", 0), ("a", "c", lost), ("b", "c", lost))
        )
        teams = [name + one for one in "abc"]
        return GroupTable(name, standings(teams, results, rule), results)

    rows = best_placed([played("A", 1), played("B", 2), played("C", 0)], 3, rule)
    assert [(row.team, row.criterion, row.value) for row in rows] == [
        ("Bc", "胜负局比值", "0.667"), ("Ac", "胜负局比值", "0.333"), ("Cc", "胜负局比值", "0.000")]  # fmt: skip


def test_more_places_than_teams_are_refused():
    with pytest.raises(Refused, match="不足 4 队"):
        qualifiers([three("A", 1)], 4, GENERAL)
