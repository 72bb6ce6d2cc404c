"""Places of individual events, judges' points, attempts, and team points."""

from decimal import Decimal

import pytest

from zhijia.domains.activities.fixtures import (
    Mark,
    Status,
    best_of,
    judged,
    rank,
    team_points,
    team_totals,
)
from zhijia.kernel.refusals import Refused


def places(marks, ascending=True):
    return [(place.rank, place.key) for place in rank(marks, ascending)]


def times(**seconds):
    return [Mark(key, Decimal(str(value))) for key, value in seconds.items()]


def test_equals_share_a_place_and_the_next_is_left_out():
    found = rank(times(a="12.5", b="12.3", c="12.3", d="12.9"), ascending=True)
    assert [(p.rank, p.key, p.shared) for p in found] == [
        (1, "b", True), (1, "c", True), (3, "a", False), (4, "d", False)]  # fmt: skip


def test_counts_go_the_other_way():
    assert places([Mark("a", 160), Mark("b", 181), Mark("c", 160), Mark("d", 90)], False) == [
        (1, "b"), (2, "a"), (2, "c"), (4, "d")]  # fmt: skip


def test_ten_and_ten_point_nought_are_the_same():
    assert places([Mark("a", 10), Mark("b", Decimal("10.0"))]) == [(1, "a"), (1, "b")]


def test_who_has_no_mark_stands_below_with_the_reason():
    marks = [Mark("x", status=Status.DSQ), Mark("y", status=Status.DNS), *times(a="9.9"),
             Mark("z", status=Status.DNF)]  # fmt: skip
    assert [(p.rank, p.key, p.words) for p in rank(marks, True)] == [
        (1, "a", ""), (None, "z", "未完成"), (None, "y", "未参赛"), (None, "x", "取消资格")]  # fmt: skip


def test_a_further_mark_parts_equals():
    marks = [Mark("a", 90, (30,)), Mark("b", 90, (25,)), Mark("c", 90), Mark("d", 90, (25,))]
    assert places(marks) == [(1, "b"), (1, "d"), (3, "a"), (4, "c")]


def test_the_best_attempt_counts_then_the_second_best():
    jumps = [best_of("a", [Decimal("5.10"), None, Decimal("5.00")], ascending=False),
             best_of("b", [Decimal("5.02"), Decimal("5.10"), None], ascending=False),
             best_of("c", [None, None, Decimal("5.10")], ascending=False),
             best_of("d", [None, None, None], ascending=False),
             best_of("e", [], ascending=False)]  # fmt: skip
    assert places(jumps, False) == [(1, "b"), (2, "a"), (3, "c"), (None, "d"), (None, "e")]
    assert [p.words for p in rank(jumps, False)][3:] == ["无有效成绩", "未参赛"]
    assert best_of("f", [9, 7, 8], ascending=True).value == 7


def test_judges_highest_and_lowest_are_dropped():
    scores = [Decimal("9.8"), Decimal("9.0"), Decimal("9.3"), Decimal("9.2"), Decimal("9.2")]
    assert judged("a", scores).value == Decimal("9.23")  # (9.3 + 9.2 + 9.2) / 3 = 9.2333
    assert judged("a", scores, 0, 0, digits=1).value == Decimal("9.3")
    assert judged("a", [9, 9, 9]).value == Decimal("9.00")  # only one of the equal ones goes


def test_a_half_is_rounded_up():
    assert judged("a", [Decimal("9.01"), Decimal("9.02")], 0, 0).value == Decimal("9.02")
    assert judged("a", [Decimal("9.11"), Decimal("9.12")], 0, 0).value == Decimal("9.12")


def test_too_few_judges_are_refused():
    with pytest.raises(Refused, match="只有 2 位评委打分.*至少要 3 位"):
        judged("a", [9, 8])


def test_twice_and_nothing_are_refused():
    with pytest.raises(Refused, match="重复"):
        rank([Mark("a", 1), Mark("a", 2)], True)
    with pytest.raises(Refused, match="既没有成绩"):
        rank([Mark("a")], True)


# --- team points ---------------------------------------------------------------------------------


def points(scored):
    return {one.key: one.points for one in scored}


EACH = {key: key.upper() for key in "abcdefghij"}


def test_places_bring_nine_seven_six_down_to_one():
    found = points(
        team_points(rank(times(**dict(zip("abcdefghi", range(9), strict=True))), True), EACH)
    )
    assert list(found.values()) == [9, 7, 6, 5, 4, 3, 2, 1] and "i" not in found


def test_shared_places_share_their_points():
    found = points(team_points(rank(times(a=1, b=2, c=2, d=2, e=5), True), EACH))
    assert found == {"a": 9, "b": 6, "c": 6, "d": 6, "e": 4}  # (7 + 6 + 5) / 3
    last = rank(
        [Mark(key, at) for at, key in enumerate("abcdefg")] + [Mark("h", 7), Mark("i", 7)], True
    )
    assert points(team_points(last, EACH))["h"] * 2 == 1  # the eighth point for two


def test_a_relay_counts_twice_and_another_scale_may_hold():
    found = team_points(rank(times(a=1, b=2, c=3), True), EACH, scale=(3, 2), times=2)
    assert points(found) == {"a": 6, "b": 4}


def test_who_has_no_place_or_no_team_brings_nothing():
    marks = [*times(a=1, b=2), Mark("c", status=Status.DNF)]
    assert points(team_points(rank(marks, True), {"b": "B", "c": "C"})) == {"b": 7}


def test_thirds_of_a_point_add_up():
    """Three times a third of (9 + 7 + 6): 22, not 21.99."""
    shared = team_points(rank(times(a=1, b=1, c=1), True), dict.fromkeys("abc", "X"))
    assert team_totals(shared)[0].points == Decimal("22.00")


def test_level_teams_look_at_their_firsts_then_seconds():
    """X 9 + 1, Y 7 + 3, Z 6 + 4: ten each. V and W have the same places."""
    one = team_points(rank(times(x1=1, y1=2, z1=3, z2=5, y2=6, x2=8, v1=4, w1=7), True), {})
    assert one == ()
    places = rank([Mark("x1", 1), Mark("y1", 2), Mark("z1", 3), Mark("v1", 4), Mark("z2", 5),
                   Mark("y2", 6), Mark("w1", 7), Mark("x2", 8)], True)  # fmt: skip
    team_of = {p.key: p.key[0].upper() for p in places}
    totals = team_totals(team_points(places, team_of), teams=["U", "T"])
    assert [(t.rank, t.team, t.points) for t in totals] == [
        (1, "X", 10), (2, "Y", 10), (3, "Z", 10), (4, "V", 5), (5, "W", 2), (6, "U", 0), (6, "T", 0)]  # fmt: skip
    assert totals[0].places[:2] == (1, 0) and totals[-1].shared and not totals[0].shared
