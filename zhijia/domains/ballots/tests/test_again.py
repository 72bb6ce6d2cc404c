"""Voting again among the tied and for empty seats (rules 8.19–8.21)."""

import json

import pytest

from zhijia.domains.ballots import actions, handing, verdict
from zhijia.domains.ballots.checker import check_ballot
from zhijia.domains.ballots.models import Ballot
from zhijia.domains.ballots.pages.ballots import public_record
from zhijia.kernel.actions import open_to
from zhijia.kernel.refusals import NotAllowed, Refused, WrongState
from zhijia.kernel.testing import enter_as

from .parts import drafted, ended, typed, votes
from .test_rules import choose, counted, question

pytestmark = pytest.mark.django_db
SEATS = [
    {"text": "选举委员", "form": "choose", "options": ["赵明", "钱学文", "孙丽华"], "seats": 2}
]


def tied(n=3, seats=1):
    return question(n=n, seats=seats, write_in=False, runoff=True)


@pytest.mark.parametrize(("given", "elected"), [
    ([choose("o1")] * 2 + [choose("o2")], ["o1"]),      # no majority of ten due, and yet more votes
    ([choose("o2")], ["o2"]),
])  # fmt: skip
def test_among_the_tied_more_votes_win_without_a_majority_of_those_due(given, elected):
    q = tied(n=2)
    found = verdict.runoff(q, counted(q, *given))
    assert found["elected"] == elected and not found["tied"] and not found["left"]
    assert "得票多的当选" in found["sentence"]


@pytest.mark.parametrize("given", [[], [choose("o1"), choose("o2")]])
def test_who_are_equal_again_are_balloted_again_and_nobody_draws_lots(given):
    q = tied(n=2)
    found = verdict.runoff(q, counted(q, *given))
    assert found["elected"] == [] and set(found["tied"]) == {"o1", "o2"} and found["left"] == 1
    assert "仍然相等" in found["sentence"] and "再投一次" in found["sentence"]


def test_of_three_for_two_seats_the_first_is_in_and_the_others_vote_on():
    q = tied(n=3, seats=2)
    found = verdict.runoff(q, counted(q, choose("o1"), choose("o2"), choose("o3"), choose("o1")))
    assert found["elected"] == ["o1"] and set(found["tied"]) == {"o2", "o3"} and found["left"] == 1


@pytest.mark.parametrize(("votes_", "need", "seats"), [
    ({"a": 5, "b": 4, "c": 4, "d": 1}, 3, 2), ({"a": 5, "b": 5, "c": 5}, 3, 2), ({"a": 5}, 3, 2),
    ({"a": 4, "b": 4}, 3, 2), ({"a": 2, "b": 2}, 3, 1), ({"a": 0, "b": 0, "c": 3}, 0, 2), ({}, 1, 1),
])  # fmt: skip
def test_the_checker_s_own_way_finds_the_same_winners(votes_, need, seats):
    ranked = sorted((k for k in votes_ if votes_[k] >= need), key=lambda k: -votes_[k])
    elected, again = verdict._at_the_edge(ranked, votes_, seats)
    assert check_ballot.winners(votes_, need, seats) == (set(elected), set(again))


def election(cast, papers, **more):
    """An election of two among three, by nine people, certified."""
    given = {"kind": "election", "questions": SEATS, "people": None} | more
    ballot = actions.open_(drafted(cast, **given), by=cast.li)
    everybody = [cast.li, cast.lin, cast.sun, cast.wang, cast.qian, cast.zhao, cast.hua, cast.tian]
    for who, names in zip(everybody, papers, strict=False):
        keys = {o["label"]: o["key"] for o in ballot.questions.get().options}
        votes(ballot, who, {"1": {"yes": [keys[n] for n in names], "no": [], "write": []}})
    return Ballot.objects.get(pk=ended(cast, ballot).pk)


TIE = [["赵明", "钱学文"]] * 2 + [["赵明", "孙丽华"]] * 3 + [["钱学文", "孙丽华"]] * 3
#      赵明 5, 钱学文 5, 孙丽华 6 of 9 due: 孙丽华 is in, the other two are tied for one seat


def test_the_tied_vote_again_with_the_same_roll_and_the_higher_number_wins(cast):
    first = election(cast, TIE)
    assert [
        o.action.name for o in open_to(first, cast.li) if o.action.main or o.action.name == "again"
    ]
    second = actions.again(first, by=cast.li)
    asked = second.questions.get()
    assert {o["label"] for o in asked.options} == {"赵明", "钱学文"} and asked.seats == 1
    assert second.after == first and (second.grade, second.base) == (first.grade, first.base)
    lines = lambda b: sorted(b.roll.values_list("klass", "name", "unit", "marked"))  # noqa: E731
    assert [row[:3] for row in lines(second)] == [row[:3] for row in lines(first)]
    assert not second.roll.filter(marked=True).exists() and second.state == "draft"
    assert set(second.tellers.all()) == {cast.lin, cast.wang}
    second = actions.open_(second, by=cast.li)
    assert second.roll_print == first.roll_print
    votes(second, cast.hua, {"1": {"yes": [asked.options[0]["key"]], "no": [], "write": []}})
    ended(cast, second)
    result = Ballot.objects.get(pk=second.pk).result["questions"][0]
    assert result["elected"] == [asked.options[0]["key"]], (
        "one vote of nine due, and more than none"
    )
    record = json.loads(json.dumps(public_record(Ballot.objects.get(pk=second.pk))))
    assert check_ballot.check(record).faults == []
    record["result"]["questions"][0]["elected"] = []
    assert any("当选人与票数不符" in fault for fault in check_ballot.check(record).faults)
    record["questions"][0].pop("runoff")
    assert any("票面与指纹不符" in fault for fault in check_ballot.check(record).faults)


def test_the_page_leads_from_one_to_the_next_and_back(cast, client):
    first = election(cast, TIE)
    second = actions.again(first, by=cast.li)
    page = enter_as(client, cast.li).get(f"/ballots/ballot/{first.pk}/").content.decode()
    assert f"/ballots/ballot/{second.pk}/" in page
    page = client.get(f"/ballots/ballot/{second.pk}/").content.decode()
    assert f"/ballots/ballot/{first.pk}/" in page and "第二次投票" in page
    page = enter_as(client, cast.zhao).get(f"/ballots/ballot/{first.pk}/").content.decode()
    assert f"/ballots/ballot/{second.pk}/" not in page, "a draft is not for voters"


def test_a_tie_after_a_tie_is_the_third_time(cast):
    second = actions.open_(actions.again(election(cast, TIE), by=cast.li), by=cast.li)
    ended(cast, second)
    third = actions.again(Ballot.objects.get(pk=second.pk), by=cast.li)
    assert "第三次投票" in third.title and third.questions.get().runoff


def test_seats_that_nobody_filled_are_elected_anew_among_those_who_stood(cast):
    first = election(cast, [["赵明"]] * 6 + [["孙丽华"]])
    with pytest.raises(Refused, match="没有这样的名额：在得票相等的人中再次投票"):
        actions.again(first, by=cast.li, what="tied")
    second = actions.again(first, by=cast.li, what="rest")
    asked = second.questions.get()
    assert {o["label"] for o in asked.options} == {"钱学文", "孙丽华"} and asked.seats == 1
    assert not asked.runoff, "a majority of those due is asked for as before (rules 8.19)"
    questions = [
        {"text": "选举委员", "form": "choose", "options": ["钱学文", "华小梅"], "seats": 1}
    ]
    actions.ask(second, by=cast.li, questions=questions)


def test_it_is_arranged_once_by_who_prepares_and_never_for_who_was_not_tied(cast):
    first = election(cast, TIE)
    with pytest.raises(NotAllowed):
        actions.again(first, by=cast.zhao)
    second = actions.again(first, by=cast.li)
    with pytest.raises(Refused, match="已经安排了再次投票"):
        actions.again(first, by=cast.li)
    with pytest.raises(Refused, match="只在得票相等的几位中间进行"):
        actions.ask(second, by=cast.li, questions=SEATS)
    with pytest.raises(WrongState):
        actions.again(second, by=cast.li)
    actions.void(second, by=cast.li, reason="改日再投")
    assert actions.again(first, by=cast.li).state == "draft"


def test_an_election_without_open_seats_offers_nothing(cast):
    first = election(cast, [["赵明", "孙丽华"]] * 8)
    assert first.result["questions"][0]["left"] == 0
    assert "again" not in [o.action.name for o in open_to(first, cast.li)]
    with pytest.raises(WrongState):
        actions.again(first, by=cast.li)


def test_fewer_candidates_than_an_election_needs_do_not_open(cast):
    first = election(cast, [["赵明", "钱学文"]] * 3 + [["孙丽华"]] * 3)
    assert first.result["questions"][0]["left"] == 2
    second = actions.again(first, by=cast.li, what="rest")
    question_ = second.questions.get()
    question_.options = question_.options[:1]
    question_.save()
    with pytest.raises(Refused, match="候选人只有 1 名，请补充提名"):
        actions.open_(second, by=cast.li)


def overfull(cast):
    """Two paper ballots in the box, one handed out: the whole election is void (rules 8.18)."""
    ballot = actions.open_(drafted(cast, kind="election", questions=SEATS), by=cast.li)
    handing.give_paper(ballot, ballot.roll.get(person=cast.zhao), by=cast.lin)
    typed(ballot, [cast.lin, cast.wang], "110", "110")
    return Ballot.objects.get(pk=ended(cast, ballot).pk)


def test_an_election_with_more_papers_than_were_handed_out_is_held_anew_as_a_whole(cast, client):
    first = overfull(cast)
    assert first.result["valid"] is False
    with pytest.raises(Refused, match="没有这样的名额"):
        actions.again(first, by=cast.li, what="tied")
    there = f"/ballots/ballot/{first.pk}/again/"
    form = enter_as(client, cast.li).get(there).content.decode()
    assert "投票无效，全部重新投票" in form and first.result["sentence"] in form
    assert "为没有选出的名额另行选举" not in form
    client.post(there, {"what": "whole", "on": "2026-11-22"})
    second = first.followers.get()
    same = ("order", "text", "form", "options", "seats", "write_in", "union", "runoff")
    assert list(second.questions.values(*same)) == list(first.questions.values(*same))
    assert first.questions.count() == 1 and "第二次投票" in second.title
    assert not second.roll.exclude(marked=False).exists()
    assert second.roll.count() == first.roll.count()
    assert "again" not in [o.action.name for o in open_to(first, cast.li) if not o.why]
    second = actions.open_(second, by=cast.li)
    keys = [o["key"] for o in second.questions.get().options][:2]
    for who in (cast.li, cast.lin, cast.sun, cast.wang, cast.qian, cast.zhao, cast.hua):
        votes(second, who, {"1": {"yes": keys, "no": [], "write": []}})
    result = Ballot.objects.get(pk=ended(cast, second).pk).result
    assert result["valid"] and sorted(result["questions"][0]["elected"]) == sorted(keys)


def test_what_was_void_in_the_hall_is_voted_on_there_and_not_from_the_list_of_ballots(cast):
    first = overfull(cast)
    Ballot.objects.filter(pk=first.pk).update(source="congress.agendaitem", source_id=1)
    first = Ballot.objects.get(pk=first.pk)
    with pytest.raises(WrongState):
        actions.again(first, by=cast.li, what="whole")
