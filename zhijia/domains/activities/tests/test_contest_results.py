"""What a result does: who goes on, what a correction voids, who leaves, which lot decides."""

import hashlib

import pytest

from zhijia.domains.activities.actions import fixtures as actions
from zhijia.domains.activities.contests.scores import winner_of
from zhijia.domains.activities.contests.scores import words as words_of
from zhijia.domains.activities.models import Fixture
from zhijia.kernel.actions import Step
from zhijia.kernel.refusals import Refused

from .contest_parts import beat, between, competitor, drawn, fixture, fixtures, fresh, play, ranks


def test_winners_go_on_and_the_places_follow(cast):
    made = drawn(cast, list("甲乙丙丁戊己庚辛"), third=True)
    order = "甲乙丙丁戊己庚辛"
    made = play(made, cast.sun, better=lambda one, other: order.index(one) < order.index(other))
    assert made.state == "running"
    actions.finish(made, by=cast.sun)
    found = ranks(made)
    assert found["甲"] == (1, "冠军")
    assert sorted(rank for rank, _words in found.values()) == [1, 2, 3, 4, 5, 5, 5, 5]
    assert {words for rank, words in found.values() if rank == 5} == {"并列第5名"}


def test_a_match_scored_wrongly_is_refused_and_nothing_changes(cast):
    made = drawn(cast, ["甲", "乙"])
    match = fixture(made, 1)
    for score, words in (
        ([[[21, 10]]], "3局2胜还没有分出胜负"),
        ([[[21, 10], [21, 10], [21, 10]]], "第3局多余"),
        ([[[21, 10], [15, 15], [21, 3]]], "第2局打成平分"),
        ([], "还没有填比分"),
        ([[[21, 10], [21, 11]], [[21, 3], [21, 4]]], "最多 1 场"),
    ):
        with pytest.raises(Refused, match=words):
            actions.score(match, by=cast.sun, score=score)
    with pytest.raises(Refused, match="哪一方弃权"):
        actions.score(match, by=cast.sun, score=[], ended="forfeit")
    assert not fixture(made, 1).has_result and fresh(made).state == "drawn"


def test_a_walkover_and_a_retirement(cast):
    made = drawn(cast, list("甲乙丙丁"))
    one, two = fixture(made, 1), fixture(made, 2)
    actions.score(one, by=cast.sun, score=[], ended="forfeit", fault="home")
    actions.score(two, by=cast.sun, score=[[[21, 5], [3, 8]]], ended="retired", fault="away")
    final = fixture(made, 3)
    assert (final.home.name, final.away.name) == (one.away.name, two.home.name)


def test_a_knock_out_never_ends_level_without_saying_who_goes_on(cast):
    made = drawn(cast, ["甲", "乙"], sport="football", sets=1)
    match = fixture(made, 1)
    with pytest.raises(Refused, match="谁晋级"):
        actions.score(match, by=cast.sun, score=[[[1, 1]]])
    actions.score(match, by=cast.sun, score=[[[1, 1]]], decided="away")
    actions.finish(fresh(made), by=cast.sun)
    assert ranks(made)[match.away.name] == (1, "冠军")
    basket = drawn(cast, ["甲", "乙"], title="篮球", sport="basketball", sets=1, form="round_robin",
                   activity=made.activity)  # fmt: skip
    with pytest.raises(Refused, match="篮球不设平局"):
        actions.score(fixture(basket, 1), by=cast.sun, score=[[[50, 50]]])


def test_a_team_match_of_three_rubbers(cast):
    made = drawn(cast, ["甲队", "乙队", "丙队"], form="round_robin", sport="table_tennis", sets=5,
                 rubbers=3, teams=True)  # fmt: skip
    win, lose = [[11, 5]] * 3, [[5, 11]] * 3
    match = between(made, "甲队", "乙队")
    first = match.home.name == "甲队"
    score = [win, lose, win] if first else [lose, win, lose]
    actions.score(match, by=cast.sun, score=score)
    for other in ("甲队", "乙队"):
        beat(between(made, other, "丙队"), other, cast.sun)
    actions.finish(fresh(made), by=cast.sun)
    assert [ranks(made)[n][0] for n in ("甲队", "乙队", "丙队")] == [1, 2, 3]


def test_a_correction_upstream_names_what_it_voids_and_asks(cast):
    made = drawn(cast, list("甲乙丙丁戊己庚辛"))
    play(made, cast.sun)
    first = fixture(made, 1)
    loser = max(first.home.name, first.away.name)
    after = [5, 7]  # the match its winner went on to, and the final
    before = {f.number: (f.home_id, f.away_id, f.score) for f in fixtures(made)}
    said = words_of(fixture(made, after[0]))
    with pytest.raises(Refused) as no:
        beat(first, loser, cast.sun)
    assert "第 " + "、".join(map(str, after)) + " 场" in str(no.value) and "作废" in str(no.value)
    assert {f.number: (f.home_id, f.away_id, f.score) for f in fixtures(made)} == before

    beat(first, loser, cast.sun, sure=True)
    second = fixture(made, after[0])
    assert loser in (second.home.name, second.away.name) and second.state == "ready"
    assert not second.has_result
    step = Step.objects.about(second).get(verb="void")
    assert step.note == said, "what had been played is kept in the timeline"
    untouched = [f for f in fixtures(made) if f.number != 1 and f.number not in after]
    assert all((f.home_id, f.away_id, f.score) == before[f.number] for f in untouched)


def test_a_correction_that_changes_no_winner_voids_nothing(cast):
    made = drawn(cast, list("甲乙丙丁"))
    play(made, cast.sun)
    first = fixture(made, 1)
    beat(first, min(first.home.name, first.away.name), cast.sun, lost=1)
    assert all(f.has_result for f in fixtures(made))
    assert not Step.objects.filter(verb="void").exists()


def test_a_score_taken_back_opens_the_match_and_voids_what_followed(cast):
    made = drawn(cast, list("甲乙丙丁"))
    play(made, cast.sun)
    with pytest.raises(Refused, match="第 3 场"):
        actions.take_back(fixture(made, 1), by=cast.sun, reason="录错场次")
    actions.take_back(fixture(made, 1), by=cast.sun, reason="录错场次", sure=True)
    assert [fixture(made, n).state for n in (1, 2, 3)] == ["ready", "over", "waiting"]
    assert fixture(made, 3).home is None or fixture(made, 3).away is None


def test_two_who_score_at_once_do_not_undo_one_another(cast):
    """Both opened the form while nothing stood there; the second is told, and loses nothing."""
    made = drawn(cast, ["甲", "乙"])
    mine, yours = fixture(made, 1), fixture(made, 1)
    beat(mine, "甲", cast.sun, seen="")
    with pytest.raises(Refused, match="刚由孙丽华登记为 "):
        beat(yours, "乙", cast.li, seen="")
    assert beat_by(made, 1) == "甲"
    beat(yours, "乙", cast.li, seen="", sure=True)
    assert beat_by(made, 1) == "乙"


def beat_by(made, number):
    match = Fixture.objects.select_related("home", "away", "contest").get(
        contest=made, number=number
    )
    return winner_of(match)


def test_two_phones_at_two_courts_both_count(cast):
    """Both semi-finals were opened before either ended: the final has both winners."""
    made = drawn(cast, list("甲乙丙丁"))
    matches = [fixture(made, n) for n in (1, 2)]
    for match in matches:
        beat(match, "home", cast.sun, seen="")
    final = fixture(made, 3)
    assert (final.home, final.away) == (matches[0].home, matches[1].home)
    assert final.state == "ready" and fresh(made).state == "running"


# --- who leaves -----------------------------------------------------------------------------------


def test_who_leaves_a_knock_out_gives_the_next_match_away(cast):
    made = drawn(cast, list("甲乙丙丁"))
    first = fixture(made, 1)
    beat(first, "home", cast.sun)
    actions.withdraw(competitor(made, first.home.name), by=cast.sun, reason="受伤")
    second = fixture(made, 2)
    beat(second, "home", cast.sun)
    final = fixture(made, 3)
    assert final.state == "idle" and not final.has_result
    actions.finish(fresh(made), by=cast.sun)
    assert ranks(made)[second.home.name] == (1, "冠军")
    assert ranks(made)[first.home.name] == (2, "亚军")


def test_a_final_that_goes_to_who_was_not_in_it_is_void_even_without_playing(cast):
    """The semi-final is corrected in favour of one who has gone home: the final is not played, and
    the one that was played counts for nothing."""
    made = drawn(cast, list("甲乙丙丁"))
    for number in (1, 2, 3):
        beat(fixture(made, number), "home", cast.sun)
    first = fixture(made, 1)
    actions.withdraw(competitor(made, first.away.name), by=cast.sun, reason="先走")
    beat(first, first.away.name, cast.sun, sure=True)
    final = fixture(made, 3)
    assert final.state == "idle" and not final.has_result
    assert first.away in (final.home, final.away)
    actions.finish(fresh(made), by=cast.sun)
    assert ranks(made)[fixture(made, 2).home.name] == (1, "冠军")


def test_who_comes_back_opens_what_was_won_without_playing(cast):
    made = drawn(cast, list("甲乙丙丁"))
    first = fixture(made, 1)
    gone = competitor(made, first.home.name)
    actions.withdraw(gone, by=cast.sun, reason="联系不上")
    beat(fixture(made, 2), "home", cast.sun)
    beat(fixture(made, 3), first.away.name, cast.sun)
    gone = fresh(gone)
    with pytest.raises(Refused, match="第 3 场"):
        actions.restore(gone, by=cast.sun)
    assert fresh(gone).state == "withdrawn"
    actions.restore(gone, by=cast.sun, sure=True)
    assert [fixture(made, n).state for n in (1, 2, 3)] == ["ready", "over", "waiting"]


def test_at_badminton_who_leaves_a_group_has_all_results_deleted(cast):
    """BWF 16.2: nothing of the one who does not finish the group counts."""
    made = drawn(cast, list("甲乙丙丁"), form="round_robin")
    beat(between(made, "甲", "丁"), "丁", cast.sun)
    beat(between(made, "甲", "乙"), "甲", cast.sun)
    beat(between(made, "乙", "丙"), "乙", cast.sun)
    beat(between(made, "甲", "丙"), "甲", cast.sun)
    actions.withdraw(competitor(made, "丁"), by=cast.sun, reason="受伤")
    assert {f.state for f in fixtures(made)} == {"over", "idle"}
    actions.finish(fresh(made), by=cast.sun)
    assert [ranks(made)[n][0] for n in "甲乙丙丁"] == [1, 2, 3, None]
    assert "不计名次" in ranks(made)["丁"][1]


def test_at_badminton_who_forfeits_one_match_of_a_group_plays_no_other(cast):
    made = drawn(cast, list("甲乙丙"), form="round_robin")
    match = between(made, "甲", "丙")
    side = "home" if match.home.name == "丙" else "away"
    actions.score(match, by=cast.sun, score=[], ended="forfeit", fault=side)
    assert between(made, "乙", "丙").state == "idle"
    beat(between(made, "甲", "乙"), "甲", cast.sun)
    actions.finish(fresh(made), by=cast.sun)
    assert [ranks(made)[n][0] for n in "甲乙丙"] == [1, 2, None]
    other = drawn(cast, list("甲乙丙"), title="乒乓球", form="round_robin", sport="table_tennis",
                  activity=made.activity)  # fmt: skip
    match = between(other, "甲", "丙")
    actions.score(match, by=cast.sun, score=[], ended="forfeit", fault="home")
    assert between(other, "乙", "丙").state == "ready", "at table tennis only that match is lost"


def test_who_has_played_all_and_leaves_keeps_the_place(cast):
    made = drawn(cast, list("甲乙丙"), form="round_robin")
    for pair in ("甲乙", "甲丙"):
        beat(between(made, *pair), "甲", cast.sun)
    actions.withdraw(competitor(made, "甲"), by=cast.sun, reason="先走")
    beat(between(made, "乙", "丙"), "乙", cast.sun)
    actions.finish(fresh(made), by=cast.sun)
    assert [ranks(made)[n][0] for n in "甲乙丙"] == [1, 2, 3]


# --- groups, lots ---------------------------------------------------------------------------------


def grouped(cast, **given):
    """Two groups of three, two of each go on."""
    return drawn(cast, list("甲乙丙丁戊己"), form="groups", groups=2, through=2, **given)


def test_the_bracket_holds_labels_until_the_groups_are_over(cast):
    made = grouped(cast)
    cups = [f for f in fixtures(made) if not f.pool]
    assert len(cups) == 3 and all(f.home is None and f.state == "waiting" for f in cups)
    for match in [f for f in fixtures(made) if f.pool][:-1]:
        beat(match, min(match.home.name, match.away.name), cast.sun)
    assert all(f.home is None for f in fixtures(made) if not f.pool)
    last = [f for f in fixtures(made) if f.pool][-1]
    beat(last, min(last.home.name, last.away.name), cast.sun)
    assert [f.state for f in fixtures(made) if not f.pool] == ["ready", "ready", "waiting"]


def test_a_corrected_group_match_voids_the_knock_out_it_fed(cast):
    made = grouped(cast)
    play(made, cast.sun)
    pool = sorted(c.name for c in made.competitors.filter(pool="A"))
    middle = between(made, pool[1], pool[2])
    if middle.pool != "A":
        pytest.fail("the match of the group is the only one of the two")
    with pytest.raises(Refused, match="作废"):
        beat(middle, pool[2], cast.sun)
    beat(middle, pool[2], cast.sun, sure=True)
    semis = [f for f in fixtures(made) if not f.pool][:2]
    there = {name for f in semis for name in (f.home.name, f.away.name)}
    assert pool[2] in there and pool[1] not in there


def circle(cast, **given):
    """Three who beat one another in a circle by the same score: level on everything."""
    made = drawn(cast, list("甲乙丙"), form="round_robin", sport="general", sets=1, **given)
    for winner, loser in ("甲乙", "乙丙", "丙甲"):
        match = between(made, winner, loser)
        actions.score(match, by=cast.sun, score=[[[3, 1] if match.home.name == winner else [1, 3]]])
    return fresh(made)


def test_level_on_everything_a_lot_decides_and_can_be_computed_again(cast):
    made = circle(cast)
    actions.cast_lots(made, by=cast.sun)
    (cast_,) = fresh(made).lots
    hashed = {n: hashlib.sha256(f"{cast_['seed']}\n{n}".encode()).hexdigest() for n in "甲乙丙"}
    assert cast_["order"] == sorted("甲乙丙", key=hashed.get)
    actions.finish(fresh(made), by=cast.sun)
    assert [ranks(made)[n][0] for n in cast_["order"]] == [1, 2, 3]
    other = drawn(cast, list("甲乙"), title="无并列", activity=made.activity)
    with pytest.raises(Refused, match="没有要抽签决定的并列"):
        actions.cast_lots(other, by=cast.sun)


def test_without_a_lot_they_share_the_place(cast):
    made = circle(cast)
    actions.finish(made, by=cast.sun)
    assert set(ranks(made).values()) == {(1, "并列第1名")}


def test_a_lot_lets_the_groups_go_on(cast):
    made = drawn(
        cast, list("甲乙丙丁戊己"), form="groups", groups=2, through=1, sport="general", sets=1
    )
    for pool in "AB":
        a, b, c = sorted(x.name for x in made.competitors.filter(pool=pool))
        for winner, loser in ((a, b), (b, c), (c, a)):
            match = between(made, winner, loser)
            actions.score(
                match, by=cast.sun, score=[[[3, 1] if match.home.name == winner else [1, 3]]]
            )
    final = fixtures(made)[-1]
    assert final.state == "waiting"
    actions.cast_lots(fresh(made), by=cast.sun)
    final = fixtures(made)[-1]
    assert final.state == "ready" and {final.home.pool, final.away.pool} == {"A", "B"}


def test_a_lot_decides_between_the_best_of_different_groups(cast):
    """Three groups of two, all won alike: one of the equal seconds goes on, and only a lot says who."""
    made = drawn(cast, list("甲乙丙丁戊己"), form="groups", groups=3, through=1, best=1,
                 sport="general", sets=1)  # fmt: skip
    for match in fixtures(made, state="ready"):
        actions.score(match, by=cast.sun, score=[[[3, 1]]])
    seconds = {f.away.name for f in fixtures(made) if f.pool}
    assert {f.state for f in fixtures(made) if not f.pool} == {"waiting"}
    actions.cast_lots(fresh(made), by=cast.sun)
    order = fresh(made).lots[-1]["order"]
    assert set(order) >= seconds
    there = {s.name for f in fixtures(made) if not f.pool for s in (f.home, f.away) if s}
    assert there & seconds == {next(name for name in order if name in seconds)}
