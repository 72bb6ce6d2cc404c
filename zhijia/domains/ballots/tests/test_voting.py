"""Taking out a paper, dropping it, and nothing in between lost or doubled (issue: ballots)."""

import pytest

from zhijia.domains.ballots import actions, blind, casting, codes, urn
from zhijia.domains.ballots.models import Ballot, NamedVote, Voter
from zhijia.kernel.actions import Step
from zhijia.kernel.refusals import NotAllowed, Refused, WrongState

from .parts import Device, drafted, ended, opened, votes

YES, NO = {"1": "yes"}, {"1": "no"}
pytestmark = pytest.mark.django_db


def test_a_vote_from_claim_to_result(cast):
    ballot = opened(cast)
    everybody = [cast.li, cast.lin, cast.sun, cast.wang, cast.qian, cast.zhao]
    receipts = {votes(ballot, who, YES if who != cast.zhao else NO) for who in everybody}
    assert len(receipts) == 6
    ended(cast, ballot)
    result = Ballot.objects.get().result
    (answer,) = result["questions"]
    assert answer["counted"]["counts"] == {"yes": 5, "no": 1, "abstain": 0}
    assert answer["passed"] and "以全体 9 人计，须 5 票以上赞成，通过" in answer["sentence"]
    assert Ballot.objects.get().state == "certified"


def test_nobody_has_two_papers(cast):
    ballot = opened(cast)
    votes(ballot, cast.zhao, YES)
    with pytest.raises(Refused, match="已经领过票"):
        Device(ballot, cast.zhao).claim()
    assert urn.papers_of(ballot.pk).count() == 1


def test_a_phone_that_died_between_mark_and_paper_costs_nobody_the_vote(cast):
    ballot = opened(cast)
    first = Device(ballot, cast.zhao)
    answer = first.claim()
    again = Device(ballot, cast.zhao, code=first.code)
    assert again.claim() == answer
    again.drop(YES)
    assert urn.papers_of(ballot.pk).count() == 1


def test_the_same_paper_twice_lies_there_once_and_another_is_refused(cast):
    ballot = opened(cast)
    device = Device(ballot, cast.zhao)
    device.claim()
    assert device.drop(YES) == device.drop(YES)
    with pytest.raises(Refused, match="已经投过了，不能改投"):
        device.drop(NO)
    assert [p.body for p in urn.papers_of(ballot.pk)] == ['{"a":{"1":"yes"}}']


def test_who_is_not_on_the_roll_gets_no_paper(cast):
    ballot = opened(cast, people=[cast.li, cast.lin, cast.zhao])
    claim = blind.derive(
        codes.new_code(), ballot.public_id, casting.unb64(ballot.keys.get().public)
    )
    for stranger in (cast.qian, cast.zhou, cast.chen):
        with pytest.raises(Refused, match="不在这次投票的名册上"):
            casting.claim(ballot, stranger, claim.blinded)
    assert not Voter.objects.filter(marked=True).exists()


@pytest.mark.parametrize("harm", ["message", "signature", "other", "short", "class"])
def test_forged_papers_do_not_fall(cast, harm):
    ballot = opened(cast)
    device = Device(ballot, cast.zhao)
    device.claim()
    message, signature, klass = device.message, device.signature, "A"
    if harm == "message":
        message = message[:-1] + bytes([message[-1] ^ 1])
    elif harm == "signature":
        signature = signature[:-1] + bytes([signature[-1] ^ 1])
    elif harm == "short":
        message = message[:-1]
    elif harm == "class":
        klass = "B"
    else:
        second = opened(cast)
        other = Device(second, cast.zhao)
        other.claim()
        message, signature = other.message, other.signature
    with pytest.raises(Refused, match="没有有效的签名"):
        casting.cast(ballot, klass, message, signature, '{"a":{"1":"yes"}}')
    assert not urn.papers_of(ballot.pk).exists()


def test_after_the_close_no_paper_goes_out_but_those_that_are_out_come_in(cast):
    from zhijia.kernel import clock

    ballot = opened(cast)
    late, never = Device(ballot, cast.zhao), Device(ballot, cast.qian)
    late.claim()
    never.claim()
    actions.close(ballot, by=cast.li)
    with pytest.raises(Refused, match="投票没有开放"):
        Device(ballot, cast.hua).claim()
    assert not Ballot.objects.get().keys.exclude(private="").exists(), "nobody can sign any more"
    with pytest.raises(Refused, match="还有 2 张领出的票没有投回"):
        actions.count(ballot, by=cast.lin)
    late.drop(YES)
    from datetime import timedelta

    with clock.at(clock.now() + timedelta(minutes=6)):
        with pytest.raises(Refused, match="投票已经截止"):
            never.drop(YES)
        actions.count(ballot, by=cast.lin)
    result = Ballot.objects.get().result
    assert (result["issued"], result["returned"]) == (2, 1)


def test_a_hall_below_two_thirds_does_not_open(cast):
    ballot = drafted(cast)
    with pytest.raises(Refused, match="应到 9 人，实到 5 人，须有 6 人到会.*还差 1 人，不能表决"):
        actions.open_(ballot, by=cast.li, present=5)
    assert actions.open_(ballot, by=cast.li, present=6).state == "open"


def test_the_roll_is_frozen_and_fingerprinted(cast):
    ballot = opened(cast)
    assert len(ballot.roll_print) == 64
    with pytest.raises(WrongState):
        actions.enrol(ballot, by=cast.li, people=[cast.zhao])
    with pytest.raises(WrongState):
        actions.ask(ballot, by=cast.li, questions=[])
    other = opened(cast, people=[cast.li, cast.zhao, cast.qian])
    assert other.roll_print != ballot.roll_print


def test_a_step_says_who_opened_and_counted_never_who_voted(cast):
    ballot = opened(cast)
    votes(ballot, cast.zhao, YES)
    assert not Step.objects.filter(by=cast.zhao).exists()
    assert {s.verb for s in Step.objects.about(ballot)} == {
        "draft",
        "ask",
        "enrol",
        "name_tellers",
        "open_",
    }


def test_two_tellers_sign_and_nobody_twice(cast):
    ballot = opened(cast)
    votes(ballot, cast.zhao, YES)
    actions.close(ballot, by=cast.li)
    with pytest.raises(NotAllowed):
        actions.count(ballot, by=cast.li)
    actions.count(ballot, by=cast.lin)
    assert actions.certify(ballot, by=cast.lin).state == "counted"
    with pytest.raises(Refused, match="还要另一位监票人"):
        actions.certify(ballot, by=cast.lin)
    assert actions.certify(ballot, by=cast.wang).state == "certified"


def test_a_candidate_tells_nothing(cast):
    questions = [{"text": "选举委员", "form": "choose", "options": ["林秀英", "赵明"], "seats": 1}]
    ballot = actions.draft(cast.first, by=cast.li, kind="election", title="补选")
    actions.ask(ballot, by=cast.li, questions=questions)
    with pytest.raises(Refused, match="林秀英是候选人"):
        actions.name_tellers(ballot, by=cast.li, tellers=[cast.lin, cast.wang])


def test_a_named_vote_is_named_and_may_be_changed(cast):
    ballot = opened(cast, grade="named")
    with pytest.raises(Refused, match="公开投票"):
        casting.claim(ballot, cast.zhao, b"x")
    actions.vote_openly(ballot, by=cast.zhao, body='{"a":{"1":"yes"}}')
    actions.vote_openly(ballot, by=cast.zhao, body='{"a":{"1":"no"}}')
    assert NamedVote.objects.get().body == {"a": {"1": "no"}}
    with pytest.raises(NotAllowed):
        actions.vote_openly(ballot, by=cast.zhou, body='{"a":{"1":"no"}}')
    ended(cast, ballot)
    assert Ballot.objects.get().result["questions"][0]["counted"]["counts"]["no"] == 1


def test_two_devices_of_one_person_at_once_give_one_paper(cast):
    """Whoever comes second is answered as if they had come late, not signed."""
    ballot = opened(cast)
    one, two = Device(ballot, cast.zhao), Device(ballot, cast.zhao)
    one.claim()
    with pytest.raises(Refused, match="请输入领票时抄下的投票码"):
        two.claim()


ELECTION = {"text": "委员", "form": "choose", "seats": 1}


@pytest.mark.parametrize("who", ["head", "spouse", "kept"])
def test_whom_the_rules_bar_is_no_candidate(cast, who):
    """Rules 8.09: the head of the unit, the wife of the head, a kept member; Appendix G 4."""
    from zhijia.kernel.people import Membership, Post
    from zhijia.kernel.testing import office

    if who == "kept":
        Membership.objects.filter(person=cast.hua).update(kept=True)
    else:
        office(cast.first, cast.zhao if who == "spouse" else cast.hua, Post.PRINCIPAL)
    ballot = actions.draft(cast.first, by=cast.li, kind="election", title="选举委员")
    asked = ELECTION | {"options": [cast.hua.name, cast.sun.name]}
    with pytest.raises(Refused, match=f"{cast.hua.name}是.*不能列为候选人"):
        actions.ask(ballot, by=cast.li, questions=[asked])
    assert not ballot.questions.exists()
    actions.ask(ballot, by=cast.li, questions=[asked | {"union": False}])
    assert ballot.questions.count() == 1
