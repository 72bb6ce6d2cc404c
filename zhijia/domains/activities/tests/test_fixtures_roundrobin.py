"""Everyone meets everyone once, nobody twice in a round, the sides come out even."""

from collections import Counter
from itertools import combinations

import pytest

from zhijia.domains.activities.fixtures import balance, round_robin
from zhijia.kernel.refusals import Refused

EVERY = pytest.mark.parametrize("count", range(2, 71))


def teams(count):
    return [f"t{n}" for n in range(count)]


def met(rounds):
    return Counter(frozenset((m.home, m.away)) for one in rounds for m in one.meetings)


@EVERY
def test_everyone_meets_everyone_once(count):
    rounds = round_robin(teams(count))
    assert met(rounds) == Counter(frozenset(pair) for pair in combinations(teams(count), 2))
    assert len(rounds) == (count - 1 if count % 2 == 0 else count)
    assert [one.number for one in rounds] == list(range(1, len(rounds) + 1))


@EVERY
def test_in_a_round_everybody_is_once_or_has_the_bye(count):
    rounds = round_robin(teams(count))
    for one in rounds:
        there = [side for m in one.meetings for side in (m.home, m.away)]
        assert sorted(there + [one.bye] * bool(one.bye)) == sorted(teams(count))
        assert {m.round for m in one.meetings} == {one.number}
    byes = Counter(one.bye for one in rounds if one.bye)
    assert byes == (Counter(teams(count)) if count % 2 else Counter())


@EVERY
def test_homes_and_aways_differ_by_one_at_most(count):
    """And by none with an odd number; nobody is on one side three times running."""
    rounds = round_robin(teams(count))
    assert all(abs(balance(rounds)[team]) == (count + 1) % 2 for team in teams(count))
    for team in teams(count):
        sides = "".join(
            "H" if m.home == team else "A"
            for one in rounds
            for m in one.meetings
            if team in (m.home, m.away)
        )
        assert "HHH" not in sides and "AAA" not in sides


@EVERY
def test_the_double_round_changes_the_sides(count):
    rounds = round_robin(teams(count), double=True)
    pairs = Counter((m.home, m.away) for one in rounds for m in one.meetings)
    assert set(pairs.values()) == {1} and len(pairs) == count * (count - 1)
    assert set(balance(rounds).values()) == {0}
    assert [one.number for one in rounds] == list(range(1, len(rounds) + 1))
    assert all(m.round == one.number for one in rounds for m in one.meetings)


@pytest.mark.parametrize("few", [[], ["a"]])
def test_one_alone_meets_nobody(few):
    with pytest.raises(Refused, match="至少要有 2 队"):
        round_robin(few)


def test_a_team_given_twice_is_refused():
    with pytest.raises(Refused, match="重复"):
        round_robin(["a", "b", "a"])
