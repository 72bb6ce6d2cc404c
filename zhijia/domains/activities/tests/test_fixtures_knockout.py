"""Brackets of any size: byes to the top, seeds meet when due, units apart, corrections traced."""

import random
from collections import Counter

import pytest

from zhijia.domains.activities.fixtures import (
    Comes,
    Played,
    advance,
    build,
    draw,
    finishes,
    knockout,
    record,
)
from zhijia.kernel.refusals import Refused

EVERY = pytest.mark.parametrize("count", range(2, 71))


def seeded(count):
    return [f"s{n}" for n in range(1, count + 1)]


def played_out(bracket, better):
    """All results when ``better`` of two always wins."""
    results = {}
    while ready := advance(bracket, results).ready:
        for number in ready:
            a, b = advance(bracket, results).sides[number]
            results[number] = Played(a, b, better(a, b))
    return results


def stronger(a, b):
    return min(a, b, key=lambda team: int(team[1:]))


@EVERY
def test_there_is_one_match_less_than_entries_and_everybody_is_in(count):
    bracket = knockout([], seeded(count), "x")
    assert len(bracket.matches) == count - 1
    assert [m.number for m in bracket.matches] == list(range(1, count))
    assert sorted(bracket.entries) == sorted(seeded(count))
    inside = [s.entry for m in bracket.matches for s in (m.a, m.b) if s.comes is Comes.ENTRY]
    assert sorted(inside) == sorted(seeded(count))
    before = {m.number: [s.match for s in (m.a, m.b) if s.match] for m in bracket.matches}
    assert all(max(earlier, default=0) < number for number, earlier in before.items())


@EVERY
def test_byes_go_to_the_highest_seeds(count):
    bracket = knockout(seeded(count), [], "x")
    playing = {s.entry for m in bracket.rounds[0] for s in (m.a, m.b)}
    byes = bracket.size - count
    assert set(seeded(count)) - playing == set(seeded(byes))
    assert 2 * len(bracket.rounds[0]) == count - byes


@EVERY
@pytest.mark.parametrize("part", [1, 2, 4])
def test_seeds_meet_no_earlier_than_due(count, part):
    """If seeds win: 1 to 2^k are all there when 2^k are left, however many are seeded."""
    seeds = seeded(count)[: max(count // part, 1)]
    bracket = knockout(seeds, [f"u{n}" for n in range(1000, 1000 + count - len(seeds))], "x")
    progress = advance(bracket, played_out(bracket, stronger))
    assert progress.champion == "s1"
    for match in bracket.matches:
        left = bracket.size >> (match.round - 1)
        top = {seed for seed in seeds if int(seed[1:]) <= left}
        if match.round > 1:
            alive = {
                side for m in bracket.rounds[match.round - 1] for side in progress.sides[m.number]
            }
            assert top <= alive
    if len(seeds) > 1:
        assert set(progress.sides[bracket.final.number]) == {"s1", "s2"}


def test_eight_seeds_stand_as_on_every_sheet():
    lines = knockout(seeded(8), [], "x").lines
    assert lines == ("s1", "s8", "s5", "s4", "s3", "s6", "s7", "s2")


@EVERY
def test_without_units_the_draw_fills_the_free_lines_from_the_top(count):
    seeds, others = seeded(count)[: count // 4], [f"u{n}" for n in range(count - count // 4)]
    lines = knockout(seeds, others, "种子").lines
    assert [one for one in lines if one.startswith("u")] == draw(others, "种子")


@EVERY
def test_one_unit_meets_as_late_as_can_be(count):
    """In every part of the bracket a unit has its share, rounded up: never more."""
    chance = random.Random(count)
    units = {team: f"第{chance.randrange(1, 9)}小组" for team in seeded(count)}
    lines = knockout([], seeded(count), "x", units).lines
    for unit, members in Counter(units.values()).items():
        size = len(lines)
        while size:
            parts = [lines[at : at + size] for at in range(0, len(lines), size)]
            most = max(sum(units.get(team) == unit for team in part) for part in parts)
            assert most <= -(-members // len(parts))
            size //= 2


def test_the_others_of_a_seeds_unit_keep_away_from_it():
    units = {"s1": "甲", "u1": "甲", "u2": "甲", "u3": "甲"}
    for seed in map(str, range(30)):
        bracket = knockout(["s1"], [f"u{n}" for n in range(1, 16)], seed, units)
        quarters = [bracket.lines[at : at + 4] for at in range(0, 16, 4)]
        assert all(sum(units.get(t) == "甲" for t in quarter) == 1 for quarter in quarters)


def test_drawing_is_the_same_again_and_differs_with_the_seed():
    others = seeded(32)
    assert knockout([], others, "a") == knockout([], others[::-1], "a")
    assert knockout([], others, "a") != knockout([], others, "b")


def test_third_place_is_played_by_those_beaten_in_the_semi_finals():
    bracket = knockout(seeded(6), [], "x", third_place=True)
    assert bracket.third.number == bracket.final.number - 1
    progress = advance(bracket, played_out(bracket, stronger))
    assert set(progress.sides[bracket.third.number]) == {"s3", "s4"}
    found = [(one.rank, one.team, one.words) for one in finishes(bracket, progress)]
    assert found == [(1, "s1", "冠军"), (2, "s2", "亚军"), (3, "s3", "季军"), (4, "s4", "第4名"),
                     (5, "s5", "并列第5名"), (5, "s6", "并列第5名")]  # fmt: skip


@EVERY
def test_everybody_gets_a_place_and_losers_of_a_round_share_it(count):
    bracket = knockout(seeded(count), [], "x")
    found = finishes(bracket, advance(bracket, played_out(bracket, stronger)))
    assert sorted(one.team for one in found) == sorted(seeded(count))
    for one in found:
        number = int(one.team[1:])
        due = 1 if number == 1 else 2 if number == 2 else (1 << (number - 1).bit_length() - 1) + 1
        assert one.rank == due


@pytest.mark.parametrize(
    ("size", "names"),
    [(2, ["决赛"]), (4, ["半决赛", "决赛"]), (8, ["1/4决赛", "半决赛", "决赛"]),
     (12, ["第一轮", "1/4决赛", "半决赛", "决赛"]), (16, ["1/8决赛", "1/4决赛", "半决赛", "决赛"])],
)  # fmt: skip
def test_rounds_have_their_names(size, names):
    bracket = knockout(seeded(size), [], "x")
    assert [bracket.round_name(n + 1) for n in range(len(bracket.rounds))] == names


# --- going on, and corrections -----------------------------------------------------------------


def four():
    """1: a-b, 2: c-d, 3: for third place, 4: final."""
    return build(["a", "b", "c", "d"], third_place=True)


def test_who_plays_whom_is_filled_in():
    bracket = four()
    assert advance(bracket, {}).sides == {
        1: ("a", "b"), 2: ("c", "d"), 3: (None, None), 4: (None, None)}  # fmt: skip
    assert advance(bracket, {}).ready == (1, 2)
    progress = record(bracket, {}, 1, "b")
    assert progress.sides[4] == ("b", None) and progress.sides[3] == ("a", None)
    assert progress.ready == (2,)
    assert bracket.final.a.words() == "第1场胜者" and bracket.third.b.words() == "第2场负者"


def test_a_correction_names_all_that_depended_on_it():
    bracket = knockout(seeded(16), [], "x", third_place=True)
    results = played_out(bracket, stronger)
    first = next(m for m in bracket.rounds[0] if bracket.lines[2 * m.place] == "s1")
    progress = record(bracket, results, first.number, "s16")
    path = [m.number for one in bracket.rounds[1:] for m in one if m.place == 0]
    path.insert(-1, bracket.third.number)  # who lost the semi-final is open again too
    assert list(progress.replay) == path and progress.dropped == progress.replay
    assert progress.ready == (path[0],) and set(progress.results) == set(results) - set(path)
    assert progress.champion == ""
    put_right = record(bracket, results, first.number, "s1")
    assert put_right.replay == () and put_right.champion == "s1"


def test_a_correction_of_a_semi_final_touches_the_third_place_too():
    bracket = four()
    results = played_out(bracket, min)
    assert record(bracket, results, 2, "d").replay == (3, 4)


def test_what_is_played_again_between_the_same_two_still_holds():
    bracket = build(list("abcdefgh"))
    results = played_out(bracket, min)
    assert record(bracket, results, 1, "a").dropped == ()
    assert record(bracket, results, 5, "c").replay == (7,)


@EVERY
def test_any_correction_drops_the_whole_way_to_the_final_and_nothing_else(count):
    bracket = knockout(seeded(count), [], "x")
    results = played_out(bracket, stronger)
    match = random.Random(count).choice(bracket.matches)
    progress = record(bracket, results, match.number, results[match.number].loser)
    way, number = [], match.number
    while later := [m for m in bracket.matches if number in (m.a.match, m.b.match)]:
        number = later[0].number
        way.append(number)
    assert list(progress.replay) == way
    assert set(progress.results) == set(results) - set(way)
    assert progress.ready == tuple(way[:1])


def test_a_result_can_be_taken_back():
    results = played_out(four(), min)
    progress = record(four(), results, 1, None)
    assert progress.ready == (1,) and progress.replay == (3, 4) and set(progress.results) == {2}


def test_where_neither_comes_the_next_goes_through_without_playing():
    bracket = four()
    progress = record(bracket, played_out(bracket, min), 1, "")
    assert progress.sides[4] == ("", "c") and progress.champion == "c"
    assert progress.dropped == (3, 4) and progress.replay == ()
    assert [(one.rank, one.team) for one in finishes(bracket, progress)] == [
        (1, "c"), (3, "a"), (3, "b"), (3, "d")]  # fmt: skip
    with pytest.raises(Refused, match="直接晋级"):
        record(bracket, progress.results, 4, "c")


@pytest.mark.parametrize(
    ("number", "winner", "words"),
    [(9, "a", "没有第 9 场"), (4, "a", "对阵还没有产生"), (1, "c", "胜者不是第 1 场的参赛方")],
)
def test_what_cannot_be_is_refused(number, winner, words):
    with pytest.raises(Refused, match=words):
        record(four(), {}, number, winner)


def test_too_few_and_twice_are_refused():
    with pytest.raises(Refused, match="至少要有 2 队"):
        knockout([], ["a"], "x")
    with pytest.raises(Refused, match="三四名决赛"):
        knockout([], ["a", "b", "c"], "x", third_place=True)
    with pytest.raises(Refused, match="重复"):
        knockout(["a"], ["a", "b"], "x")


@pytest.mark.parametrize("lines", [["a", "b", "c", ""] * 3, ["a", "b", "", ""]])
def test_lines_that_are_no_bracket_are_an_error(lines):
    with pytest.raises(ValueError):
        build(lines)
