"""Review: file, merge, refer, decline, dispute; numbering (rules 5.12–5.15, 5.27)."""

import pytest

from zhijia.domains.proposals import actions
from zhijia.domains.proposals.models import Decision, Ground, Proposal
from zhijia.kernel.notices import Notice
from zhijia.kernel.refusals import NotAllowed, Refused, WrongState
from zhijia.kernel.waiting import sources

from .parts import assigned, delivered, drafted, filed, fresh, rule, submitted


def test_two_reviewers_at_once_decide_once(s):
    p = submitted(s)
    seen_by_another = fresh(p)
    actions.accept(p, by=s.cast.sun)
    with pytest.raises(WrongState, match="待批示"):
        actions.decline(seen_by_another, by=s.cast.lin, ground="empty", reason="x")
    assert Decision.objects.filter(proposal=p).count() == 1


def test_filed_it_is_numbered_and_read_by_the_leader_first(s):
    p = actions.accept(submitted(s), by=s.cast.sun)
    assert (p.number, p.state) == ("2026-提-001", "instruct")
    with pytest.raises(NotAllowed):
        actions.instruct(p, by=s.cast.sun, instruction="x")
    actions.instruct(p, by=s.gao, instruction="请按期答复")
    assert p.state == "assign"


def test_a_school_without_instruction_goes_on_at_once(s):
    rule(s.cast, leader_reads=False)
    p = actions.accept(submitted(s), by=s.cast.sun)
    assert p.state == "assign"


def test_numbers_are_in_two_series_and_never_used_again(s):
    rule(s.cast, number_pattern="{届次}-{序号}", suggestion_pattern="{年}-TY-{序号}")
    one = actions.accept(submitted(s), by=s.cast.sun)
    actions.withdraw(one, by=s.cast.qian, reason="x")
    two = actions.accept(submitted(s), by=s.cast.sun)
    three = actions.refer(submitted(s), by=s.cast.sun)
    assert (one.number, two.number, three.number) == (
        "第五届第三次-001", "第五届第三次-002", "2026-TY-001",
    )  # fmt: skip


def test_nobody_reviews_their_own(s):
    p = submitted(s, by=None)
    own = drafted(s, by=s.cast.sun)
    actions.ask_second(own, by=s.cast.sun, people=[s.cast.zhao, s.cast.hua])
    for who in (s.cast.zhao, s.cast.hua):
        actions.second(own, by=who)
    actions.submit(own, by=s.cast.sun)
    with pytest.raises(Refused, match="由其他委员"):
        actions.accept(own, by=s.cast.sun)
    assert actions.accept(own, by=s.cast.lin).serial == 1
    assert actions.accept(p, by=s.cast.sun).serial == 2


def test_declined_with_a_ground_it_is_still_answered(s):
    p = submitted(s)
    actions.decline(p, by=s.cast.sun, ground="outside", reason="属于上级职权")
    assert (p.state, p.suggestion, p.ground) == ("assign", True, "outside")
    assert p.number.startswith("2026-建-")
    told = Notice.objects.filter(person=s.cast.qian, title__contains="不立案")
    assert told.exists()


def test_a_school_may_end_it_there_and_the_proposer_may_dispute_once(s):
    rule(s.cast, unfiled_answered=False)
    p = submitted(s)
    actions.decline(p, by=s.cast.sun, ground="personal", reason="个人事务")
    assert p.state == "declined"
    with pytest.raises(NotAllowed):
        actions.dispute(p, by=s.cast.hua, reason="x")
    actions.dispute(p, by=s.cast.qian, reason="涉及全体教职工")
    with pytest.raises(NotAllowed):
        actions.decide(p, by=s.cast.sun, what="accept", reason="x")
    actions.decide(p, by=s.cast.li, what="decline", ground="personal", reason="维持")
    assert p.state == "declined"
    with pytest.raises(Refused, match="主席团已经裁定"):
        actions.dispute(p, by=s.cast.qian, reason="再来")


def test_the_presidium_may_file_what_the_committee_disputes(s):
    p = submitted(s)
    actions.dispute(p, by=s.cast.sun, reason="意见不一")
    assert p.state == "disputed"
    actions.decide(p, by=s.cast.dang, what="accept", reason="属于大会职权")
    assert (p.state, p.serial) == ("instruct", 1)
    assert p.decisions.filter(presidium=True, what="accept").exists()


def test_only_the_grounds_of_the_school(s):
    rule(s.cast, refuse_grounds=["unlawful", "outside"])
    p = submitted(s)
    with pytest.raises(Refused, match="没有这条"):
        actions.decline(p, by=s.cast.sun, ground="empty", reason="x")
    assert fresh(p).state == "review"
    assert set(Ground.values) >= {
        "unlawful",
        "outside",
        "personal",
        "empty",
        "settled",
        "unsupported",
    }


def test_merged_all_stay_proposers_each_is_told_and_may_object(s):
    into, other = filed(s), submitted(s, by=None)
    third = drafted(s, by=s.cast.wang)
    actions.ask_second(third, by=s.cast.wang, people=[s.cast.zhao, s.cast.hua])
    for who in (s.cast.zhao, s.cast.hua):
        actions.second(third, by=who)
    actions.submit(third, by=s.cast.wang)
    actions.merge(third, by=s.cast.sun, into=into, reason="同一件事")
    assert third.state == "merged" and fresh(into).proposers() == [s.cast.qian, s.cast.wang]
    assert Notice.objects.filter(person=s.cast.wang, title__contains="并案").exists()
    actions.object_merge(third, by=s.cast.wang, reason="说的是两件事")
    assert third.state == "review" and fresh(into).proposers() == [s.cast.qian]
    actions.merge(third, by=s.cast.sun, into=into)
    actions.agree_merge(third, by=s.cast.wang)
    with pytest.raises(Refused, match="您已经同意"):
        actions.agree_merge(third, by=s.cast.wang)
    called = [w.person for w in sources[Proposal](fresh(third))]
    assert called == [s.cast.qian], "whose case it was merged into is asked too"
    actions.agree_merge(third, by=s.cast.qian)
    assert fresh(third).merge_agreed and fresh(third).host_agreed
    with pytest.raises(NotAllowed):
        actions.object_merge(third, by=s.cast.hua, reason="x")
    with pytest.raises(Refused, match="另一件"):
        actions.merge(other, by=s.cast.sun, into=other)


def test_what_was_merged_into_a_case_follows_it_into_another(s):
    rule(s.cast, leader_reads=False)
    first, second, third = submitted(s), submitted(s), submitted(s)
    actions.merge(second, by=s.cast.sun, into=first)
    actions.merge(first, by=s.cast.sun, into=third)
    assert fresh(second).merged_into == third


def test_nothing_is_merged_into_what_is_answered(s):
    into, other = delivered(s), submitted(s)
    with pytest.raises(WrongState):
        actions.merge(other, by=s.cast.sun, into=into)
    assert fresh(other).state == "review"


def test_a_merged_case_cannot_be_withdrawn_by_one(s):
    into = filed(s)
    actions.merge(submitted(s), by=s.cast.sun, into=into)
    with pytest.raises(Refused, match="已有其他提案并入"):
        actions.withdraw(into, by=s.cast.qian, reason="x")


def test_filed_without_enough_seconders_is_refused(s):
    p = submitted(s)
    p.seconds.update(state="declined")
    with pytest.raises(Refused, match="附议人数不足"):
        actions.accept(p, by=s.cast.sun)


def test_who_is_to_stand_aside_neither_instructs_nor_signs(s):
    p = actions.accept(submitted(s, against=s.gao), by=s.cast.sun)
    with pytest.raises(Refused, match="回避"):
        actions.instruct(p, by=s.gao, instruction="x")
    actions.instruct(p, by=s.cast.dang, instruction="请办理")
    with pytest.raises(Refused, match="回避"):
        actions.assign(p, by=s.cast.sun, lead=s.lead, leader=s.gao)
    p = assigned(s, against=s.fu)
    assert p.leader == s.gao
