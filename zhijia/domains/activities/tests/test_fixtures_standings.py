"""Tables computed by hand, sport by sport, with ties that are broken one part after another."""

import random
from dataclasses import replace
from decimal import Decimal
from itertools import combinations

import pytest

from zhijia.domains.activities.fixtures import (
    RULES,
    Ended,
    Level,
    Result,
    Withdrawal,
    draw,
    standings,
)
from zhijia.kernel.refusals import Refused

GENERAL, BASKETBALL, FOOTBALL = RULES["general"], RULES["basketball"], RULES["football"]
TABLE_TENNIS, BADMINTON, VOLLEYBALL = (
    RULES["table_tennis"],
    RULES["badminton"],
    RULES["volleyball"],
)


def scored(**scores):
    """``ab=(80, 70)``: a beat b 80 to 70."""
    return [Result.of_points(pair[0], pair[1], points) for pair, points in scores.items()]


def games(**scores):
    """``ab=(3, 1)``: a won three games to b's one, every game 11 to 5."""
    return [
        Result.of_games(pair[0], pair[1], [(11, 5)] * won + [(5, 11)] * lost)
        for pair, (won, lost) in scores.items()
    ]


def table(results, rule, teams=None, **more):
    teams = teams or sorted({side for result in results for side in result.sides})
    return standings(teams, results, rule, **more)


def order(rows):
    return "".join(row.team for row in rows)


def by(rows):
    return {row.team: (row.criterion, row.value) for row in rows}


# --- basketball ----------------------------------------------------------------------------------

# a, b and c have beaten one another by +10, +6, +2: between them a +8, b -4, c -4.
RING = scored(ab=(80, 70), bc=(76, 70), ca=(82, 80), ad=(60, 50), bd=(90, 50), cd=(70, 50))


def test_basketball_those_still_level_begin_again_between_themselves():
    rows = table(RING, BASKETBALL)
    assert order(rows) == "abcd" and [row.rank for row in rows] == [1, 2, 3, 4]
    assert by(rows) == {
        "a": ("相互间净胜分", "+8"),
        "b": ("相互间积分", "2"),  # b has beaten c
        "c": ("相互间积分", "1"),
        "d": ("积分", "3"),
    }
    assert rows[0].reason() == "与b、c并列，看相互间净胜分：+8"
    assert rows[1].reason({"a": "甲队", "c": "丙队"}.get) == "与丙队并列，看相互间积分：2"
    assert rows[3].reason() == "积分 3"


def test_basketball_the_margin_against_others_comes_last():
    """b has by far the best difference of all matches; between the three it counts for nothing."""
    rows = table(RING, BASKETBALL)
    assert [row.tally.score[0] - row.tally.score[1] for row in rows[:2]] == [18, 36]


def test_basketball_a_difference_that_parts_all_three_places_all_three():
    rows = table(scored(ab=(80, 70), bc=(75, 70), ca=(79, 76)), BASKETBALL)
    assert order(rows) == "acb"  # +7, -2, -5, although b has beaten c
    assert {row.criterion for row in rows} == {"相互间净胜分"}


def test_basketball_a_forfeit_gives_none_and_twenty():
    results = [Result.forfeit("a", "b", "b"), *scored(ac=(70, 60), bc=(60, 50))]
    rows = table(results, BASKETBALL)
    assert [(row.team, row.tally.points) for row in rows] == [("a", 4), ("b", 2), ("c", 2)]
    assert rows[0].tally.score == (90, 60) and rows[1].tally.score == (60, 70)


def test_basketball_who_gives_up_on_court_keeps_the_point_of_a_loss():
    short = Result.of_points("a", "b", (2, 0), ended=Ended.RETIRED, fault=("b",))
    assert [row.tally.points for row in table([short], BASKETBALL)] == [2, 1]


def test_basketball_knows_no_draw():
    with pytest.raises(Refused, match="a 对 b 打成平局，篮球不设平局"):
        table(scored(ab=(70, 70)), BASKETBALL)


def test_three_a_side_counts_the_average_without_won_forfeits():
    """a, b, c have two wins more than d each, one between them each; a did not play d."""
    results = [*scored(ab=(21, 10), bc=(21, 15), ca=(21, 20), bd=(21, 9), cd=(21, 9)),
               Result.forfeit("a", "d", "d")]  # fmt: skip
    rows = table(results, RULES["basketball_3x3"])
    assert order(rows) == "acbd"
    assert by(rows)["a"] == ("场均得分", "20.50")  # (21 + 20) / 2, not / 3
    assert by(rows)["c"] == ("场均得分", "19.00")  # (15 + 21 + 21) / 3


# --- football ------------------------------------------------------------------------------------


def test_football_all_three_criteria_between_the_tied_come_before_a_new_beginning():
    """Between the three a +8, b and c -4: then goals, 146 to 152. Basketball asks b against c."""
    rows = table(RING, FOOTBALL)
    assert order(rows) == "acbd" and by(rows)["c"] == ("相互间进球", "152")


def test_football_those_still_level_are_compared_again_before_all_matches_count():
    """Between the three b and c are level in all: -1 and 3 goals. b has beaten c; c the better
    difference of all."""
    rows = table(scored(ab=(3, 0), bc=(3, 1), ca=(2, 1), ad=(1, 0), bd=(1, 0), cd=(9, 0)), FOOTBALL)
    assert order(rows) == "abcd"
    assert by(rows)["a"] == ("相互间净胜球", "+2") and by(rows)["b"] == ("相互间积分", "3")


def test_football_fewer_cards_come_first():
    cards = [Result.of_points("a", "b", (1, 1), cards=(4, 1))]
    rows = table([*cards, *scored(ac=(2, 0), bc=(2, 0))], FOOTBALL)
    assert order(rows) == "bac" and by(rows)["b"] == ("红黄牌扣分", "1")


def test_football_gives_three_one_none_and_then_the_difference_of_all():
    rows = table(scored(ab=(2, 0), ac=(2, 2), bc=(0, 1)), FOOTBALL)
    assert [(row.team, row.tally.points) for row in rows] == [("a", 4), ("c", 4), ("b", 0)]
    assert by(rows)["a"] == ("净胜球", "+2") and by(rows)["b"] == ("积分", "0")


# --- volleyball ----------------------------------------------------------------------------------


def sets(home, away, won, lost, each=(25, 20)):
    return Result.of_games(home, away, [each] * won + [each[::-1]] * lost)


def test_volleyball_victories_come_before_points():
    results = [sets("a", "b", 3, 2), sets("a", "c", 3, 2), sets("d", "a", 3, 0),
               sets("c", "b", 3, 2), sets("b", "d", 3, 0), sets("c", "d", 3, 0)]  # fmt: skip
    rows = table(results, VOLLEYBALL)
    assert [(r.team, r.tally.won, r.tally.points) for r in rows] == [
        ("c", 2, 6), ("a", 2, 4), ("b", 1, 5), ("d", 1, 3)]  # fmt: skip


def test_volleyball_a_ring_is_parted_by_the_quotient_of_sets():
    rows = table([sets("a", "b", 3, 0), sets("b", "c", 3, 1), sets("c", "a", 3, 1)], VOLLEYBALL)
    assert order(rows) == "acb"
    assert [row.value for row in rows] == ["1.333", "1.000", "0.750"]
    assert {row.criterion for row in rows} == {"胜负局比值（C值）"}


def test_volleyball_then_by_the_quotient_of_points():
    rows = table([sets("a", "b", 3, 0, (25, 10)), sets("b", "c", 3, 0), sets("c", "a", 3, 0)],
                 VOLLEYBALL)  # fmt: skip
    assert order(rows) == "acb" and rows[0].criterion == "得失分比值（Z值）"
    assert rows[0].value == "1.286"  # (75 + 60) / (30 + 75)


def test_volleyball_two_level_in_all_look_at_their_last_match():
    rows = table([sets("a", "b", 3, 0), sets("b", "a", 3, 0)], VOLLEYBALL, legs=2)
    assert order(rows) == "ba" and by(rows)["b"] == ("两队间最近一场", "胜")


def test_volleyball_nothing_lost_is_shown_as_max():
    rows = table([sets("a", "c", 3, 0), sets("b", "c", 3, 0)], VOLLEYBALL)
    assert [row.team for row in rows][2] == "c" and rows[0].lot and rows[1].lot


# --- table tennis --------------------------------------------------------------------------------


def test_table_tennis_a_ring_is_parted_by_the_ratio_of_games_between_them():
    """a 5:3, c 4:5, b 3:4 between the three; what they did to d is left out."""
    rows = table(games(ab=(3, 0), bc=(3, 1), ca=(3, 2), ad=(3, 2), bd=(3, 0), cd=(3, 0)),
                 TABLE_TENNIS)  # fmt: skip
    assert order(rows) == "acbd"
    assert [row.value for row in rows] == ["1.667", "0.800", "0.750", "3"]
    assert rows[0].criterion == "相互间胜负局比值"


def test_table_tennis_who_is_placed_is_left_out_of_what_follows():
    """Points between them 49:36, 36:42, 42:49: a is first, b and c are 6/7 both. b has beaten c."""
    results = [
        Result.of_games("a", "b", [(11, 1)] * 3),
        Result.of_games("b", "c", [(11, 3)] * 3),
        Result.of_games("c", "a", [(11, 5), (11, 5), (11, 6)]),
    ]
    rows = table(results, TABLE_TENNIS)
    assert order(rows) == "abc"
    assert by(rows)["a"] == ("相互间得失分比值", "1.361")
    assert by(rows)["b"] == ("相互间积分", "2") and rows[1].level_with == ("c",)


def test_table_tennis_a_loss_not_played_or_not_finished_gives_nothing():
    retired = Result.of_games("a", "c", [(11, 5)], ended=Ended.RETIRED, fault=("c",))
    rows = table([retired, Result.forfeit("b", "c", "c"), *games(ab=(3, 0))], TABLE_TENNIS)
    assert [(row.team, row.tally.points) for row in rows] == [("a", 4), ("b", 3), ("c", 0)]


def test_table_tennis_teams_look_at_their_matches_first():
    """A team match: matches, then games, then points. Matches between them 5:3, 4:5, 3:4."""

    def team(a, b, won, lost):
        return Result.of_matches(a, b, [[(11, 9)] * 3] * won + [[(9, 11)] * 3] * lost)

    rows = table([team("a", "b", 3, 0), team("b", "c", 3, 1), team("c", "a", 3, 2)], TABLE_TENNIS)
    assert order(rows) == "acb" and rows[0].criterion == "相互间胜负场比值"
    assert rows[0].tally.matches == (5, 3) and rows[0].tally.games == (15, 9)


# --- badminton -----------------------------------------------------------------------------------


def shuttle(**scores):
    return [
        Result.of_games(pair[0], pair[1], [(21, 15)] * won + [(15, 21)] * lost)
        for pair, (won, lost) in scores.items()
    ]


def test_badminton_two_level_look_at_their_match():
    """a has beaten b, whose games are +3 against its 0."""
    rows = table(
        shuttle(ab=(2, 1), ca=(2, 0), ad=(2, 1), bc=(2, 0), bd=(2, 0), dc=(2, 1)), BADMINTON
    )
    assert order(rows) == "abdc" and {row.criterion for row in rows} == {"两者间胜负"}


def test_badminton_no_single_match_decides_between_three():
    rows = table(shuttle(ab=(2, 0), bc=(2, 1), ca=(2, 1)), BADMINTON)
    assert order(rows) == "acb" and [row.value for row in rows] == ["+1", "0", "-1"]
    assert {row.criterion for row in rows} == {"净胜局"}


def test_badminton_three_level_then_two_look_at_their_match():
    """Games of all matches: a +3, b +1, c +1; b has beaten c, c has the better points."""
    results = shuttle(ab=(2, 0), bc=(2, 1), ca=(2, 1), ad=(2, 0), bd=(2, 0))
    results.append(Result.of_games("c", "d", [(21, 0), (19, 21), (21, 0)]))
    rows = table(results, BADMINTON)
    assert order(rows) == "abcd"
    assert by(rows)["a"] == ("净胜局", "+3") and by(rows)["b"] == ("两者间胜负", "1")


def test_badminton_an_even_ring_needs_a_lot():
    rows = table(shuttle(ab=(2, 0), bc=(2, 0), ca=(2, 0)), BADMINTON)
    assert [(row.rank, row.lot) for row in rows] == [(1, True)] * 3
    assert rows[0].reason() == "与b、c各项相同，须抽签"


def test_badminton_who_does_not_finish_the_group_is_deleted():
    results = [*shuttle(ab=(2, 0), bc=(2, 0), ad=(0, 2), bd=(2, 0), cd=(2, 0)),
               Result.forfeit("a", "c", "a")]  # fmt: skip
    rows = table(results, BADMINTON)
    assert order(rows) == "bcda"
    assert rows[3].rank is None and rows[3].reason() == "弃权或退赛，不计名次"
    assert [row.tally.played for row in rows] == [2, 2, 2, 0]
    kept = table(results, replace(BADMINTON, absence_withdraws=False))
    assert all(row.rank for row in kept)


# --- chess, and sports without a rule of their own -----------------------------------------------


def test_chess_by_the_strength_of_those_beaten():
    """a and b have two points, drew, won once: a beat c (½), b beat d (1½)."""
    rows = table(scored(ab=(1, 1), ac=(1, 0), ad=(1, 1), bd=(1, 0), bc=(1, 1), dc=(1, 0)),
                 RULES["chess"])  # fmt: skip
    assert order(rows) == "badc"
    assert [row.tally.points for row in rows] == [2, 2, Decimal("1.5"), Decimal("0.5")]
    assert by(rows)["b"] == ("小分（索伯分）", "2.75") and by(rows)["a"][1] == "2.25"


def test_general_between_them_first_then_all():
    rows = table(scored(ab=(1, 1), ac=(1, 0), bc=(3, 0)), GENERAL)
    assert order(rows) == "bac" and by(rows)["b"] == ("净胜分", "+3")


# --- lots, absence, withdrawal -------------------------------------------------------------------

EVEN = scored(ab=(1, 0), bc=(1, 0), ca=(1, 0), ad=(2, 0), bd=(2, 0), cd=(2, 0))


def test_a_lot_settles_the_table():
    rows = table(EVEN, GENERAL)
    assert [(row.team, row.rank, row.lot) for row in rows][3] == ("d", 4, False)
    lots = draw(list("abc"), "种子")
    settled = table(EVEN, GENERAL, lots=lots)
    assert order(settled) == "".join(lots) + "d" and [r.rank for r in settled] == [1, 2, 3, 4]
    assert settled[0].reason().endswith("各项相同，抽签决定") and not settled[0].lot


def test_a_lot_drawn_without_one_of_them_settles_nothing():
    assert [row.rank for row in table(EVEN, GENERAL, lots=["a", "b"])] == [1, 1, 1, 4]


def test_while_matches_are_to_come_equals_only_share_the_place():
    rows = table(EVEN[:1], GENERAL, teams=list("abcd"), finished=False)
    assert [row.rank for row in rows][:1] == [1] and not any(row.lot for row in rows)
    assert rows[1].reason() == "与d各项相同，暂时并列"


def test_where_neither_side_comes_both_lose():
    rows = table([Result.forfeit("a", "b", "a", "b"), *scored(ac=(1, 0), bc=(0, 1))], BASKETBALL)
    assert {r.team: (r.tally.points, r.tally.lost, r.tally.score) for r in rows} == {
        "a": (2, 1, (1, 0)), "b": (1, 2, (0, 1)), "c": (3, 1, (1, 1))}  # fmt: skip


WITHDRAWN = scored(ab=(3, 0), cd=(0, 9), ac=(1, 0), bc=(1, 0))  # d played once, against c


def leaves(withdrawal, results=WITHDRAWN):
    rule = replace(GENERAL, withdrawal=withdrawal, forfeit=((Level.POINTS, 5),))
    rows = table(results, rule, withdrawn={"d"})
    assert rows[-1].team == "d" and rows[-1].rank is None
    return {row.team: (row.tally.played, row.tally.points, row.tally.score) for row in rows}


def test_results_of_who_left_are_annulled():
    assert leaves(Withdrawal.ANNUL) == {
        "a": (2, 6, (4, 0)), "b": (2, 3, (1, 3)), "c": (2, 0, (0, 2)), "d": (0, 0, (0, 0))}  # fmt: skip


def test_or_kept_and_the_rest_are_forfeits():
    assert leaves(Withdrawal.KEEP) == {
        "a": (3, 9, (9, 0)), "b": (3, 6, (6, 3)), "c": (3, 0, (0, 11)), "d": (3, 3, (9, 10))}  # fmt: skip


def test_or_kept_from_half_of_the_matches_on():
    assert leaves(Withdrawal.HALF) == leaves(Withdrawal.ANNUL)
    twice = [*WITHDRAWN, *scored(db=(0, 1))]
    assert leaves(Withdrawal.HALF, twice)["b"] == (3, 6, (2, 3))
    assert leaves(Withdrawal.HALF, twice)["a"] == (3, 9, (9, 0))


def test_exactly_half_is_enough():
    """Five teams, four matches due, two played."""
    rule = replace(GENERAL, withdrawal=Withdrawal.HALF)
    rows = table(scored(ea=(0, 1), eb=(0, 1)), rule, teams=list("abcde"), withdrawn=["e"])
    assert {row.team: row.tally.played for row in rows} == dict.fromkeys("abcd", 1) | {"e": 4}


def test_who_forfeited_and_then_left_is_gone_once():
    results = [*shuttle(ab=(2, 0), bc=(2, 0)), Result.forfeit("a", "c", "a")]
    rows = table(results, BADMINTON, withdrawn={"a"})
    assert order(rows) == "bca" and rows[2].rank is None


@pytest.mark.parametrize(
    ("result", "words"),
    [
        (Result.of_points("a", "b", (-1, 2)), "比分有负数"),
        (Result.of_points("a", "a", (1, 2)), "不能和自己比赛"),
        (Result.forfeit("a", "b"), "哪一方弃权"),
        (Result.forfeit("a", "b", "c"), "哪一方弃权"),
        (Result.of_points("a", "b", (1, 2), fault=("a",)), "哪一方弃权"),
    ],
)
def test_what_cannot_be_is_refused(result, words):
    with pytest.raises(Refused, match=words):
        standings(["a", "b"], [result], GENERAL)


def test_a_result_of_a_stranger_is_an_error():
    with pytest.raises(ValueError):
        standings(["a", "b"], scored(ax=(1, 0)), GENERAL)


# --- whatever the results ------------------------------------------------------------------------


@pytest.mark.parametrize("key", sorted(RULES))
@pytest.mark.parametrize("turn", range(25))
def test_neither_names_nor_lists_decide(key, turn):
    """Other names and another order of the list: the same places. Only a lot parts equals."""
    chance, rule = random.Random(turn), RULES[key]
    teams = [f"t{n}" for n in range(chance.randint(2, 7))]
    results = []
    for a, b in combinations(teams, 2):
        won = chance.choice([(2, 0), (2, 1), (1, 2), (0, 2)])
        results.append(Result.of_games(a, b, [(11, 9)] * won[0] + [(9, 11)] * won[1]))
    renamed = {team: f"z{99 - int(team[1:])}" for team in teams}
    other = [replace(r, home=renamed[r.home], away=renamed[r.away]) for r in results]
    chance.shuffle(other)
    rows = standings(teams, results, rule)
    again = standings(sorted(renamed.values()), other, rule)
    assert {renamed[r.team]: (r.rank, r.lot, r.criterion, r.value) for r in rows} == {
        r.team: (r.rank, r.lot, r.criterion, r.value) for r in again}  # fmt: skip
    ranks = [row.rank for row in rows]
    assert all(rank == 1 + sum(other < rank for other in ranks) for rank in ranks)
    assert all(row.lot == (ranks.count(row.rank) > 1) for row in rows)
    assert all(row.reason() for row in rows)
