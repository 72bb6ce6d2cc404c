"""Nothing clashes, whatever is placed; what does not fit is said, and the remedy it names works.

The check here walks over all pairs by itself and knows nothing of how the search sees a clash.
"""

import re
from collections import defaultdict
from datetime import date, datetime, time, timedelta
from itertools import combinations, pairwise

import pytest

from zhijia.domains.activities.fixtures import (
    Court,
    Game,
    Placed,
    Window,
    advance,
    clashes,
    games_of_bracket,
    games_of_rounds,
    knockout,
    plan,
    round_robin,
    windows_on,
)
from zhijia.domains.activities.fixtures.placing import Board
from zhijia.domains.activities.tests.test_fixtures_knockout import played_out, stronger
from zhijia.kernel.refusals import Refused

LENGTH = timedelta(minutes=20)
START = datetime(2026, 9, 1, 8)
EVERY = pytest.mark.parametrize("count", range(2, 71))


def slots(count, start=START):
    return [Window(start, start + count * LENGTH)]


def courts(count):
    return [Court(f"{n + 1}号场") for n in range(count)]


def teams(count):
    return [f"t{n}" for n in range(1, count + 1)]


def is_sound(placed, sides, courts, windows, rest=0, after=None):
    """Every placed game on a free court in time; nobody twice without so many slots between."""
    for one in placed:
        court = next(court for court in courts if court.name == one.court)
        hours = windows if court.windows is None else court.windows
        assert one.end - one.start == LENGTH
        assert any(w.start <= one.start and one.end <= w.end for w in windows)
        assert any(w.start <= one.start and one.end <= w.end for w in hours)
    start = {one.key: one.start for one in placed}
    assert len(start) == len(placed)
    apart(placed, lambda one: [one.court], LENGTH)
    apart(placed, lambda one: sides[one.key], LENGTH * (rest + 1))
    for key, earlier in (after or {}).items():
        if key in start:
            assert all(start[key] - start[e] >= LENGTH * (rest + 1) for e in earlier)


def apart(placed, of, least):
    """The starts of all games of one court or one person lie so far apart."""
    starts = defaultdict(list)
    for one in placed:
        for whose in of(one):
            starts[whose].append(one.start)
    for found in starts.values():
        assert all(b - a >= least for a, b in pairwise(sorted(found)))


def plain(games):
    return {game.key: game.sides for game in games}


# --- round robins --------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [*range(2, 31), 37, 44, 53, 61, 70])
def test_a_round_robin_never_clashes(count):
    games = games_of_rounds(round_robin(teams(count)))
    field, rest = courts(1 + count % 6), count % 3
    hours = slots((rest + 2) * max(len(games) // len(field), count))
    timetable = plan(games, field, hours, LENGTH, rest=rest)
    assert timetable.left == ()
    is_sound(timetable.placed, plain(games), field, hours, rest)


@pytest.mark.parametrize("count", range(6, 21))
def test_where_hours_are_short_what_is_placed_does_not_clash_either(count):
    games = games_of_rounds(round_robin(teams(count)))
    field, hours, rest = courts(1 + count % 4), slots(count // 2), count % 3
    timetable = plan(games, field, hours, LENGTH, rest=rest)
    is_sound(timetable.placed, plain(games), field, hours, rest)
    assert timetable.left and timetable.placed
    assert {p.key for p in timetable.placed} | set(timetable.left) == {g.key for g in games}
    assert len(timetable.placed) + len(timetable.left) == len(games)


def test_sixteen_teams_on_four_courts_need_no_slot_more_than_there_must_be():
    games = games_of_rounds(round_robin(teams(16)), "篮球")
    timetable = plan(games, courts(4), slots(30), LENGTH)  # 120 games, 4 at a time
    assert timetable.left == () and timetable.sentence == "120 场全部排下。"
    is_sound(timetable.placed, plain(games), courts(4), slots(30))


@pytest.mark.parametrize(("count", "field"), [(16, 3), (16, 5), (15, 4), (12, 5), (10, 3), (9, 4)])
def test_other_fields_are_filled_to_the_last_place_too(count, field):
    games = games_of_rounds(round_robin(teams(count)))
    least = -(-len(games) // field)
    assert plan(games, courts(field), slots(least), LENGTH).left == ()


def test_sixteen_teams_with_rest():
    games = games_of_rounds(round_robin(teams(16)))
    timetable = plan(games, courts(4), slots(36), LENGTH, rest=1)
    assert timetable.left == ()
    is_sound(timetable.placed, plain(games), courts(4), slots(36), rest=1)


# --- brackets ------------------------------------------------------------------------------------


def really(bracket, contest=""):
    """Who stood in each match when all was over."""
    sides = advance(bracket, played_out(bracket, stronger)).sides
    return {f"{contest}:{number}": both for number, both in sides.items()}


def waits(games):
    return {game.key: game.after for game in games}


@EVERY
def test_a_bracket_never_clashes_and_keeps_its_order(count):
    bracket = knockout([], teams(count), "x", third_place=count > 3)
    games = games_of_bracket(bracket)
    field, hours, rest = courts(1 + count % 5), slots(70), count % 2
    timetable = plan(games, field, hours, LENGTH, rest=rest)
    assert timetable.left == ()
    is_sound(timetable.placed, really(bracket), field, hours, rest, waits(games))


def test_sixty_four_on_four_courts_in_the_fewest_slots():
    """32, 16, 8, 4 matches fill 8, 4, 2, 1 slots; two for the last two rounds."""
    bracket = knockout(teams(8), teams(64)[8:], "x")
    games = games_of_bracket(bracket)
    timetable = plan(games, courts(4), slots(17), LENGTH)
    assert timetable.left == ()
    is_sound(timetable.placed, really(bracket), courts(4), slots(17), 0, waits(games))


def test_the_list_may_be_in_any_order():
    games = games_of_bracket(knockout([], teams(64), "x"))[::-1]
    assert plan(games, courts(4), slots(17), LENGTH).left == ()


def test_a_game_is_moved_to_make_room():
    """In the order of the list 1 takes the first slot, and 3 clashes with 1 and 2 in the second."""
    games = [Game("1", ("a", "b")), Game("2", ("c", "d")), Game("3", ("a", "c"))]
    field = [Court("一"), Court("二", (Window(START + LENGTH, START + 2 * LENGTH),))]
    board = Board(games, field, slots(2), LENGTH, 0, {}, ())
    assert board.solve(tries=1) == {0: 1, 1: 1, 2: 0}


def test_sixty_four_after_school():
    """16:20 to 17:30 holds three matches of twenty minutes; six afternoons are enough for 17."""
    days = [date(2026, 9, 1) + timedelta(days=n) for n in (0, 2, 6, 8, 13, 15)]
    hours = windows_on(days, time(16, 20), time(17, 30))
    games = games_of_bracket(knockout([], teams(64), "x"))
    timetable = plan(games, courts(4), hours, LENGTH)
    assert timetable.left == ()
    assert max(p.end.time() for p in timetable.placed) == time(17, 20)
    assert {p.start.date() for p in timetable.placed} == set(days)


def test_known_sides_replace_the_possible_ones():
    bracket = knockout(teams(4), [], "x")
    sides = {1: ("t1", "t4"), 2: ("t3", "t2"), 3: ("t1", None)}
    final = games_of_bracket(bracket, "单打", sides)[2]
    assert final.key == "单打:3" and final.sides == ("t1",) and final.after == ("单打:1", "单打:2")
    assert final.possible == {"t2", "t3"}


# --- people in two contests ----------------------------------------------------------------------


def test_a_person_in_two_contests_is_never_in_both_at_once():
    """Sixteen in the singles, eight pairs of the same sixteen in the doubles."""
    singles = knockout([], teams(16), "x")
    pairs = {f"d{n}": [f"t{2 * n - 1}", f"t{2 * n}"] for n in range(1, 9)}
    doubles = knockout([], list(pairs), "y")
    games = [*games_of_bracket(singles, "单打"), *games_of_bracket(doubles, "双打")]
    people = {**{team: [team] for team in teams(16)}, **pairs}
    timetable = plan(games, courts(4), slots(40), LENGTH, rest=1, people=people)
    assert timetable.left == ()
    sides = really(singles, "单打")
    results = advance(doubles, played_out(doubles, stronger)).sides
    sides |= {f"双打:{n}": [p for side in both for p in pairs[side]] for n, both in results.items()}
    is_sound(timetable.placed, sides, courts(4), slots(40), 1, waits(games))


def test_a_person_in_two_teams_of_one_contest_is_never_in_both_at_once():
    people = {"t1": ["王老师"], "t4": ["王老师"]}
    bracket = knockout([], teams(16), "x")
    games = games_of_bracket(bracket)
    timetable = plan(games, courts(8), slots(20), LENGTH, people=people)
    start = {p.key: p.start for p in timetable.placed}
    may = {g.key: {*g.sides, *g.possible} for g in games}
    for one, other in combinations(start, 2):
        if {"t1"} & may[one] and {"t4"} & may[other]:
            assert start[one] != start[other]


def test_the_same_team_in_two_contests_plays_one_at_a_time():
    games = [Game("篮球:1", ("一组", "二组"), "篮球"), Game("拔河:1", ("一组", "三组"), "拔河")]
    placed = plan(games, courts(2), slots(2), LENGTH).placed
    assert placed[0].start != placed[1].start


# --- courts, days, what is fixed -----------------------------------------------------------------


def test_a_court_is_used_only_while_it_is_free():
    late = START + 5 * LENGTH
    field = [Court("一"), Court("二", (Window(late, late + 3 * LENGTH),))]
    games = games_of_rounds(round_robin(teams(6)))
    timetable = plan(games, field, slots(12), LENGTH)
    assert timetable.left == ()
    is_sound(timetable.placed, plain(games), field, slots(12))
    assert {p.court for p in timetable.placed} == {"一", "二"}


def test_windows_that_overlap_are_one():
    half = LENGTH / 2
    hours = [*slots(3), Window(START + half, START + half + 3 * LENGTH)]
    games = games_of_rounds(round_robin(teams(4)))
    timetable = plan(games, courts(1), hours, LENGTH)
    is_sound(timetable.placed, plain(games), courts(1), [Window(START, hours[1].end)])
    assert len(timetable.placed) == 3


def test_what_is_fixed_stays_and_the_rest_goes_around_it():
    games = games_of_rounds(round_robin(teams(6)))
    odd = START + LENGTH * 1.5
    fixed = [Placed(games[14].key, "1号场", odd, odd + LENGTH)]
    timetable = plan(games, courts(2), slots(20), LENGTH, rest=1, fixed=fixed)
    assert timetable.left == () and fixed[0] in timetable.placed
    is_sound(timetable.placed, plain(games), courts(2), slots(20), rest=1)


def test_a_fixed_later_round_holds_the_earlier_ones_before_it():
    games = games_of_bracket(knockout([], teams(8), "x"))
    at = START + 5 * LENGTH
    fixed = [Placed(games[-1].key, "1号场", at, at + LENGTH)]
    timetable = plan(games, courts(2), slots(20), LENGTH, fixed=fixed)
    assert timetable.left == ()
    assert all(p.start < at for p in timetable.placed if p.key != games[-1].key)
    alone = plan(games, courts(1), slots(20), LENGTH, fixed=fixed)  # five slots for six games
    assert len(alone.left) == 1 and max(p.start for p in alone.placed) == at


def test_the_same_question_has_the_same_answer():
    games = games_of_bracket(knockout([], teams(40), "x"))
    assert plan(games, courts(3), slots(12), LENGTH) == plan(games, courts(3), slots(12), LENGTH)


# --- what does not fit ---------------------------------------------------------------------------


def test_the_sentence_says_what_is_missing_and_what_would_help():
    games = games_of_bracket(knockout([], teams(64), "x"))
    timetable = plan(games, courts(4), slots(16), LENGTH)
    assert timetable.sentence == "还差 1 场没有场地：再加 1 块场地或最后一天延长 20 分钟。"
    assert len(timetable.left) == 1 and len(timetable.placed) == 62


@pytest.mark.parametrize("count", [9, 14, 16, 21, 32])
@pytest.mark.parametrize("rest", [0, 1])
def test_every_remedy_is_enough(count, rest):
    games = games_of_rounds(round_robin(teams(9))) if count == 9 else games_of_bracket(
        knockout([], teams(count), "x"))  # fmt: skip
    hours = windows_on([date(2026, 9, 1), date(2026, 9, 3)], time(16, 20), time(17, 30))
    timetable = plan(games, courts(2), hours, LENGTH, rest=rest)
    assert timetable.left and timetable.sentence.startswith(f"还差 {len(timetable.left)} 场")
    ways = [timetable.more_courts, timetable.more_time, timetable.more_windows, timetable.less_rest]
    assert any(way is not None for way in ways)

    def fits(field=2, hours=hours, rest=rest):
        return plan(games, courts(field), hours, LENGTH, rest=rest).left == ()

    if timetable.more_courts:
        assert fits(field=2 + timetable.more_courts)
        assert f"再加 {timetable.more_courts} 块场地" in timetable.sentence
    if timetable.more_time:
        assert fits(hours=[hours[0], Window(hours[1].start, hours[1].end + timetable.more_time)])
        assert re.search(r"最后一天延长 \d+ 分钟", timetable.sentence)
    if timetable.more_windows:
        more = [Window(hours[1].start + timedelta(days=n), hours[1].end + timedelta(days=n))
                for n in range(1, timetable.more_windows + 1)]  # fmt: skip
        assert fits(hours=[*hours, *more])
        assert not fits(hours=[*hours, *more[1:]])
    if timetable.less_rest is not None:
        assert fits(rest=timetable.less_rest)


def test_the_time_that_is_missing_counts_what_was_left_over():
    """Ten of the seventy minutes are unused: ten more make a slot."""
    hours = windows_on([date(2026, 9, 1)], time(16, 20), time(17, 30))
    games = [Game(str(n), (f"a{n}", f"b{n}")) for n in range(4)]
    assert plan(games, courts(1), hours, LENGTH).more_time == timedelta(minutes=10)


def test_where_no_court_is_enough_none_is_offered():
    games = games_of_bracket(knockout([], teams(16), "x"))
    timetable = plan(games, courts(8), slots(3), LENGTH)  # four rounds
    assert timetable.more_courts is None and timetable.more_time == LENGTH
    assert timetable.sentence == "还差 1 场没有场地：最后一天延长 20 分钟。"


def test_a_court_that_closes_is_kept_open_longer_too():
    field = [Court("一", tuple(slots(3)))]
    games = [Game(str(n), (f"a{n}", f"b{n}")) for n in range(5)]
    assert plan(games, field, slots(3), LENGTH).more_time == 2 * LENGTH


@pytest.mark.parametrize(
    ("field", "hours", "words"),
    [([], slots(3), "还没有场地"), (courts(1), [], "没有一个时段"),
     (courts(1), [Window(START, START + LENGTH / 2)], "没有一个时段"),
     ([Court("一"), Court("一")], slots(3), "场地有重名")],
)  # fmt: skip
def test_what_cannot_be_planned_is_refused(field, hours, words):
    with pytest.raises(Refused, match=words):
        plan([Game("1", ("a", "b"))], field, hours, LENGTH)


@pytest.mark.parametrize(
    "games",
    [[Game("1", ("a", "b")), Game("1", ("c", "d"))], [Game("1", ("a", "b"), after=("9",))],
     [Game("1", (), after=("2",)), Game("2", (), after=("1",))]],
)  # fmt: skip
def test_games_that_make_no_sense_are_an_error(games):
    with pytest.raises(ValueError):
        plan(games, courts(1), slots(3), LENGTH)


# --- changed by hand -----------------------------------------------------------------------------


def at(slot, key, court="1号场"):
    return Placed(key, court, START + slot * LENGTH, START + (slot + 1) * LENGTH)


def words(placed, games=None, **more):
    games = games or [
        Game("甲乙", ("甲", "乙")),
        Game("甲丙", ("甲", "丙")),
        Game("丁戊", ("丁", "戊")),
    ]
    return [clash.words for clash in clashes(games, placed, **more)]


def test_what_is_well_has_no_clash():
    assert words([at(0, "甲乙"), at(0, "丁戊", "2号场"), at(1, "甲丙")]) == []


def test_every_kind_of_clash_is_named():
    assert words([at(0, "甲乙"), at(0, "甲丙", "2号场")]) == [
        "甲乙 和 甲丙 有同一参赛者，时间重叠。"
    ]
    assert words([at(0, "甲乙"), at(1, "甲丙")], rest=LENGTH) == ["甲乙 和 甲丙 之间休息不够。"]
    assert words([at(0, "甲乙"), at(0.5, "丁戊")]) == ["甲乙 和 丁戊 同时用 1号场。"]
    assert words([at(0, "甲乙")], courts=[Court("1号场", ())]) == ["甲乙：1号场 这时不能用。"]
    people = {"甲": ["王"], "丁": ["王"]}
    assert words([at(0, "甲乙"), at(0, "丁戊", "2号场")], people=people, name=lambda k: k[0]) == [
        "甲 和 丁 有同一参赛者，时间重叠。"]  # fmt: skip


def test_a_round_before_the_one_it_depends_on_is_named():
    games = games_of_bracket(knockout([], teams(4), "x"))
    found = words([at(0, ":3"), at(1, ":1"), at(2, ":2")], games)
    assert found == [
        ":1 的胜负决定 :3 的对阵，须排在前面。",
        ":2 的胜负决定 :3 的对阵，须排在前面。",
    ]
    assert words([at(0, ":1"), at(0, ":2", "2号场"), at(0.5, ":3", "3号场")], games) == [
        ":1 和 :3 有同一参赛者，时间重叠。", ":2 和 :3 有同一参赛者，时间重叠。"]  # fmt: skip


def test_a_plan_has_no_clash():
    games = games_of_bracket(knockout([], teams(32), "x"))
    timetable = plan(games, courts(3), slots(30), LENGTH, rest=1)
    assert clashes(games, timetable.placed, courts(3), rest=LENGTH) == ()
