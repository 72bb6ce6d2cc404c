"""The best proposals and departments, by a vote of the members (R-050; rules 5.26), at a school that
announces at once; what the presidium confirms first is in ``test_confirming``."""

import pytest

from zhijia.domains.ballots import actions as ballots
from zhijia.domains.ballots.tests.parts import ended, votes
from zhijia.domains.proposals import actions
from zhijia.domains.proposals.documents.calls import report
from zhijia.domains.proposals.models import Award, Poll
from zhijia.kernel import measures, records
from zhijia.kernel.actions import Step
from zhijia.kernel.notices import Notice
from zhijia.kernel.periods import year_bounds
from zhijia.kernel.records import Record
from zhijia.kernel.refusals import NotAllowed, Refused

from .parts import assigned, delivered, fresh, later, rated, rule


@pytest.fixture
def over(s):
    """Three concluded cases of one department and one of another, the call closed."""
    rule(s.cast, award_share=40, leader_reads=False, confirm_best=False)
    s.cases = [rated(s) for _n in range(3)]
    p = assigned(s, lead=s.other)
    actions.receive(p, by=s.wu)
    actions.contact(p, by=s.wu, on=p.assigned, way="face", words="当面说明")
    actions.draft_reply(p, by=s.wu, kind="A", text="建议合理，已经采纳。", measures="已办")
    actions.sign(p, by=s.fu)
    actions.deliver(p, by=s.wu)
    s.cases.append(actions.rate(p, by=s.cast.qian, attitude="satisfied", result="satisfied"))
    with later(30):
        yield s


def polled(s, of="proposals", seats=1, **more):
    tellers = [s.cast.lin, s.cast.wang]
    return actions.hold_poll(s.call, by=s.cast.li, of=of, seats=seats, tellers=tellers, **more)


def vote(s, poll, *yes):
    """One paper of each: the option they tick."""
    ballots.open_(poll.ballot, by=s.cast.li)
    people = [s.cast.qian, s.cast.zhao, s.cast.hua, s.cast.tian]
    for who, option in zip(people, yes, strict=False):
        votes(poll.ballot, who, {"1": {"yes": [option], "no": [], "write": []}})
    return ended(s.cast, poll.ballot)


@pytest.mark.req("R-050")
def test_what_the_tellers_certify_is_on_the_board_by_itself(over, enter):
    s = over
    poll = polled(s)
    assert poll.ballot.roll.count() == 12, "every member with a vote"
    question = poll.ballot.questions.get()
    assert [o["label"] for o in question.options][0] == f"{s.cases[0].number} {s.cases[0].title}"
    assert "正在评选" not in enter(s.cast.hua).get("/proposals/board/").content.decode()
    vote(s, poll, "o2", "o2", "o2", "o1")
    poll = fresh(poll)
    assert poll.state == "announced" and fresh(s.cases[1]).awarded
    award = Award.objects.get()
    assert (award.proposal, award.votes, award.poll) == (s.cases[1], 3, poll)
    page = enter(s.cast.hua).get("/proposals/board/").content.decode()
    assert "评优" in page and "3 票" in page and "钱学文" not in page
    step = Step.objects.about(poll).last()
    assert (step.verb, step.by) == ("announce", s.cast.wang)
    assert Notice.objects.filter(person=s.cast.qian, title__contains="评为优秀提案").exists()
    assert Notice.objects.filter(person=s.cast.hua, title__contains="公布评选结果").exists()
    assert "优秀提案1件" in " ".join(
        getattr(b, "text", "") for b in report(s.call, s.cast.li).blocks
    )


def test_the_best_department_is_its_own_fact(over):
    s = over
    vote(s, polled(s, of="departments"), "o2", "o2", "o2", "o1")
    award = Award.objects.get()
    assert award.department.name == "教务处"
    made = Record.objects.get(kind="proposals.award", source_id=award.pk)
    assert (made.stage, made.title) == ("done", "优秀承办部门：教务处")
    assert made.public == "2026年4月评选优秀承办部门一个"
    totals = measures.totals(s.cast.first, *year_bounds(2026))
    assert totals["proposals.best_departments"] == 1 and not totals.get("proposals.best")


def test_half_of_the_papers_is_not_enough_and_nobody_is_awarded(over):
    s = over
    poll = polled(s)
    vote(s, poll, "o1", "o1", "o2", "o3")
    assert fresh(poll).state == "announced" and not Award.objects.exists()


def test_who_holds_it_and_when(s):
    rule(s.cast, award_share=100)
    rated(s), rated(s)
    with pytest.raises(Refused, match="还没有截止"):
        polled(s)
    with later(30):
        for who in (s.cast.qian, s.cast.sun, s.cast.zhou, s.cast.chen):
            with pytest.raises(NotAllowed):
                actions.hold_poll(s.call, by=who, of="proposals", seats=1, tellers=[])
        assert polled(s).state == "running"
        with pytest.raises(Refused, match="已经组织过"):
            polled(s)


def test_no_more_seats_than_candidates_nor_than_the_schools_share(over):
    s = over
    with pytest.raises(Refused, match="不超过立案数的 40%，还可以评 1 件"):
        polled(s, seats=2)
    with pytest.raises(Refused, match="候选要比名额多"):
        polled(s, of="departments", seats=2)
    with pytest.raises(Refused, match="候选要比名额多"):
        polled(s, candidates=s.cases[:1])
    assert not Poll.objects.exists()
    assert [fresh(p).pk for p in s.cases[:2]] == polled(s, candidates=s.cases[:2]).candidates


def test_too_few_are_concluded(s):
    delivered(s)
    with later(30), pytest.raises(Refused, match="还不能评选"):
        polled(s)


def test_a_ballot_called_off_frees_the_call_for_another(over):
    s = over
    poll = polled(s)
    ballots.void(poll.ballot, by=s.cast.li, reason="名册有误")
    assert fresh(poll).state == "void"
    assert polled(s).state == "running"


def test_what_the_poll_is_refused_never_holds_up_the_tellers(over):
    s = over
    poll = polled(s)
    Poll.objects.filter(pk=poll.pk).update(state="void")
    assert vote(s, poll, "o1", "o1", "o1", "o1").state == "certified"
    assert not Award.objects.exists()


def test_what_the_chair_has_awarded_meanwhile_holds_nothing_up(over):
    s = over
    poll = polled(s)
    actions.award(s.cases[0], by=s.cast.li)
    vote(s, poll, "o1", "o1", "o1", "o2")
    assert fresh(poll).state == "announced" and Award.objects.get().votes is None


def test_rebuilding_records_announces_nothing(over):
    s = over
    poll = polled(s)
    vote(s, poll, "o1", "o1", "o1", "o2")
    Poll.objects.filter(pk=poll.pk).update(state="running")
    list(records.rebuild())
    assert fresh(poll).state == "running" and Award.objects.count() == 1


def test_by_the_chairs_word_it_leaves_the_same_award(over):
    s = over
    actions.award(s.cases[0], by=s.cast.li)
    award = Award.objects.get()
    assert (award.proposal, award.poll, award.votes) == (s.cases[0], None, None)


def test_the_form_offers_what_can_be_voted_for_and_the_page_leads_to_the_ballot(over, enter):
    s = over
    client, there = enter(s.cast.li), f"/proposals/call/{s.call.pk}/hold_poll/"
    form = client.get(there).content.decode()
    assert s.cases[0].title in form and "教务处" in form and "最多 1 件" in form
    given = {"of": "departments", "seats": 1, "tellers": [s.cast.lin.pk, s.cast.wang.pk],
             "candidates": [f"p{s.cases[0].pk}"]}  # fmt: skip
    assert (
        "至少要有两位监票人"
        in client.post(there, given | {"tellers": [s.cast.lin.pk]}).content.decode()
    )
    page = client.post(there, given, follow=True).content.decode()
    poll = Poll.objects.get()
    assert f"/ballots/ballot/{poll.ballot_id}/" in page and "点“开始投票”" in page
    assert set(poll.candidates) == {s.lead.pk, s.other.pk}, "a proposal is no department"
    assert enter(s.cast.zhou).get(f"/proposals/poll/{poll.pk}/").status_code == 404
