"""Secret votes of the congress: who gets a paper, what decides, ties, appraisal (rules 1.13, 1.51, 8.20)."""

import pytest

from zhijia.domains.ballots import actions as balloting
from zhijia.domains.ballots.models import Ballot
from zhijia.domains.ballots.tests.parts import Device
from zhijia.domains.congress import actions
from zhijia.kernel.refusals import Refused

from . import parts

PASS = {"title": "绩效工资方案", "power": "pass"}


@pytest.fixture
def nine(cast):
    people = parts.crowd(cast.first, 9)
    return people, parts.seated(cast, people)


def decide(cast, item, papers):
    """Those people vote so; then the tellers count and sign."""
    for person, answers in papers:
        device = Device(item.ballot, person)
        device.claim()
        device.drop(answers)
    ballot = Ballot.objects.get(pk=item.ballot_id)
    one, two = ballot.tellers.all()
    balloting.close(ballot, by=cast.li)
    balloting.count(ballot, by=one)
    balloting.certify(ballot, by=one)
    balloting.certify(ballot, by=two)
    item.refresh_from_db()
    return item


def floor(cast, congress, *items, there=None):
    session = parts.opened(cast, congress, items=items, there=there)
    return session, parts.on_floor(cast, session)


@pytest.mark.req("R-034")
@pytest.mark.parametrize(("yes", "state"), [(4, "returned"), (5, "adopted")])
def test_a_motion_passes_with_more_than_half_of_all_delegates(cast, nine, yes, state):
    """Six of nine are there; four of six in favour is two thirds of those present, and not enough."""
    people, congress = nine
    session, item = floor(cast, congress, PASS, there=6)
    actions.start_vote(item, by=cast.li)
    assert item.state == "voting"
    said = ["yes"] * yes + ["no"] * (6 - yes)
    decide(cast, item, [(p, {"1": w}) for p, w in zip(people, said, strict=False)])
    assert actions.announce(item, by=cast.li).state == state
    assert "以全体 9 人计，须 5 票以上赞成" in item.sentence
    session.refresh_from_db()
    assert session.floor is None


def test_only_who_is_in_the_hall_gets_a_paper(cast, nine):
    people, congress = nine
    session, item = floor(cast, congress, PASS, there=7)
    actions.start_vote(item, by=cast.li)
    with pytest.raises(Refused, match="还没有签到"):
        Device(item.ballot, people[8]).claim()
    line = parts.line_of(session, people[6])
    actions.check_out(line, by=cast.li)
    with pytest.raises(Refused, match="已登记离会"):
        Device(item.ballot, people[6]).claim()
    actions.check_in(line, by=cast.li)
    assert Device(item.ballot, people[6]).claim()
    late = parts.line_of(session, people[8])
    actions.check_in(late, by=cast.li)
    assert Device(item.ballot, people[8]).claim()


def test_a_guest_and_a_colleague_get_none(cast, nine):
    _people, congress = nine
    _session, item = floor(cast, congress, PASS)
    actions.start_vote(item, by=cast.li)
    from zhijia.domains.ballots import casting

    with pytest.raises(Refused, match="不在这次投票的名册上"):
        casting.claim(item.ballot, cast.zhao, b"x")


def test_the_vote_stays_shut_until_enough_are_there(cast, nine):
    people, congress = nine
    session, item = floor(cast, congress, PASS, there=6)
    actions.check_out(parts.line_of(session, people[0]), by=cast.li)
    with pytest.raises(Refused, match="还差 1 人"):
        actions.start_vote(item, by=cast.li)


def test_without_tellers_there_is_no_vote(cast, nine):
    session, item = floor(cast, nine[1], PASS)
    session.tellers.clear()
    with pytest.raises(Refused, match="还没有定监票人"):
        actions.start_vote(item, by=cast.li)


def test_the_result_is_not_announced_before_the_tellers_signed(cast, nine):
    _session, item = floor(cast, nine[1], PASS)
    actions.start_vote(item, by=cast.li)
    with pytest.raises(Refused, match="监票人计票并签字后"):
        actions.announce(item, by=cast.li)


def test_a_vote_that_went_wrong_is_called_off_and_begun_again(cast, nine):
    people, congress = nine
    session, item = floor(cast, congress, PASS)
    actions.start_vote(item, by=cast.li)
    first = item.ballot_id
    actions.call_off_vote(item, by=cast.li, reason="票面题目写错")
    assert item.state == "floor" and "票面题目写错" in item.sentence
    assert Ballot.objects.get(pk=first).state == "void"
    actions.start_vote(item, by=cast.li)
    decide(cast, item, [(p, {"1": "yes"}) for p in people])
    assert actions.announce(item, by=cast.li).state == "adopted"


ELECTION = {
    "title": "选举提案委员",
    "power": "election",
    "options": ["甲同志", "乙同志", "丙同志"],
    "seats": 2,
}


def chosen(ballot, *names):
    keys = {o["label"]: o["key"] for o in ballot.questions.get().options}
    return {"1": {"yes": [keys[n] for n in names], "no": [], "write": []}}


def test_a_tie_at_the_edge_is_balloted_again_among_the_tied(cast, nine):
    people, congress = nine
    _session, item = floor(cast, congress, ELECTION)
    actions.start_vote(item, by=cast.li)
    ballot = item.ballot
    said = [("甲同志", "乙同志")] * 5 + [("甲同志", "丙同志")] * 4
    decide(cast, item, [(p, chosen(ballot, *s)) for p, s in zip(people, said, strict=True)])
    found = item.ballot.result["questions"][0]
    assert found["left"] == 0, "five of nine is more than half: both are elected, there is no tie"
    assert actions.announce(item, by=cast.li).state == "elected"


def test_a_real_tie_and_its_second_ballot(cast):
    people = parts.crowd(cast.first, 8)
    _session, item = floor(cast, parts.seated(cast, people), ELECTION)
    actions.start_vote(item, by=cast.li)
    # over-marked papers would be void: each names two of three; 乙 and 丙 have five each by absent 甲
    said = [("乙同志", "丙同志")] * 2 + [("甲同志", "乙同志")] * 3 + [("甲同志", "丙同志")] * 3
    decide(cast, item, [(p, chosen(item.ballot, *s)) for p, s in zip(people, said, strict=True)])
    found = item.ballot.result["questions"][0]
    labels = found["labels"]
    assert [labels[k] for k in found["elected"]] == ["甲同志"]
    assert {labels[k] for k in found["tied"]} == {"乙同志", "丙同志"}
    first = item.ballot_id
    actions.vote_again(item, by=cast.li)
    assert item.ballot_id != first and item.ballot.state == "open"
    assert {o["label"] for o in item.ballot.questions.get().options} == {"乙同志", "丙同志"}
    said = ["丙同志"] * 3 + ["乙同志"] * 2
    decide(cast, item, [(p, chosen(item.ballot, s)) for p, s in zip(people, said, strict=False)])
    actions.announce(item, by=cast.li)
    assert item.state == "elected" and "丙同志" in item.sentence


def test_no_second_ballot_where_nothing_is_left(cast, nine):
    people, congress = nine
    _session, item = floor(cast, congress, ELECTION)
    actions.start_vote(item, by=cast.li)
    decide(cast, item, [(p, chosen(item.ballot, "甲同志", "乙同志")) for p in people])
    with pytest.raises(Refused, match="没有“再次投票”这一步"):
        actions.vote_again(item, by=cast.li)


def test_too_few_candidates_for_the_spread_do_not_open(cast, nine):
    few = ELECTION | {"options": ["甲同志", "乙同志"]}
    _session, item = floor(cast, nine[1], few)
    with pytest.raises(Refused, match="候选人不少于 3 名"):
        actions.start_vote(item, by=cast.li)
    item.refresh_from_db()
    assert item.state == "floor" and not Ballot.objects.exists()


@pytest.mark.req("R-075")
def test_an_appraisal_is_graded_and_named_on_the_item(cast, nine):
    people, congress = nine
    given = {
        "title": "干部评议",
        "power": "appraise",
        "options": ["高校长"],
        "criteria": ["德", "能"],
    }
    _session, item = floor(cast, congress, given)
    actions.start_vote(item, by=cast.li)
    marks = {"德": "优秀", "能": "称职", "总评": "优秀"}
    decide(cast, item, [(p, {"1": {"o1": marks}}) for p in people])
    rows = item.ballot.result["questions"][0]["rows"]
    assert [(r["criterion"], r["total"]) for r in rows] == [
        ("德", {"优秀": 9}), ("能", {"称职": 9}), ("总评", {"优秀": 9}),
    ]  # fmt: skip
    assert actions.announce(item, by=cast.li).state == "elected"


def test_who_is_appraised_does_not_count_the_papers(cast, nine):
    people, congress = nine
    given = {"title": "干部评议", "power": "appraise", "options": [people[0].name]}
    session, item = floor(cast, congress, given)
    session.tellers.set(people[:3])
    actions.start_vote(item, by=cast.li)
    assert people[0] not in item.ballot.tellers.all() and item.ballot.tellers.count() == 2


def test_the_mobile_box_goes_to_who_cannot_come_to_an_election_and_to_no_other_vote(cast, nine):
    """Rules 8.15 against 1.50: an election of the union knows the box, a vote of the congress does not."""
    from zhijia.domains.ballots import handing
    from zhijia.domains.ballots.models import Voter, Way

    people, congress = nine
    for item, taken in ((ELECTION, True), (PASS, False)):
        _session, item = floor(cast, congress, item, there=8)
        actions.start_vote(item, by=cast.li)
        teller = item.ballot.tellers.first()
        absent = Voter.objects.get(ballot=item.ballot, person=people[8])
        with pytest.raises(Refused, match="还没有签到"):
            handing.give_paper(item.ballot, absent, by=teller)
        if taken:
            handing.give_paper(item.ballot, absent, by=teller, where=Way.BOX)
        else:
            with pytest.raises(Refused, match="还没有签到"):
                handing.give_paper(item.ballot, absent, by=teller, where=Way.BOX)
        absent.refresh_from_db()
        assert absent.marked == taken
