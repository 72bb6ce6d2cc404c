"""Writing, seconding and handing in (R-047; rules 5.02–5.11, Appendix B)."""

from datetime import timedelta

import pytest

from zhijia.domains.proposals import actions, jobs
from zhijia.domains.proposals.models import Proposal, Second, Version
from zhijia.kernel.notices import Notice
from zhijia.kernel.people import Group, Membership, Post
from zhijia.kernel.refusals import NotAllowed, Refused, WrongState
from zhijia.kernel.testing import office

from .parts import DAY, TEXT, drafted, filed, fresh, later, rule, seconded, submitted, words


def test_one_proposer_and_two_seconders_who_confirm_themselves(s):
    p = drafted(s)
    actions.ask_second(p, by=s.cast.qian, people=[s.cast.zhao, s.cast.hua])
    with pytest.raises(Refused, match="还差 2 位附议人"):
        actions.submit(p, by=s.cast.qian)
    actions.second(p, by=s.cast.zhao)
    with pytest.raises(Refused, match="还差 1 位"):
        actions.submit(p, by=s.cast.qian)
    actions.second(p, by=s.cast.hua)
    assert actions.submit(p, by=s.cast.qian).state == "review"


@pytest.mark.parametrize(
    ("given", "seconders"),
    [({"min_seconders": 1}, 1), ({"min_seconders": 3}, 3), ({"min_seconders": 7}, 7),
     ({"min_seconders": 8, "count_includes_proposer": True}, 7),
     ({"min_seconders": 3, "count_includes_proposer": True}, 2), ({"min_seconders": 0}, 0)],
)  # fmt: skip
def test_every_school_counts_seconders_its_own_way(s, given, seconders):
    rule(s.cast, **given)
    c = s.cast
    people = [c.zhao, c.hua, c.li, c.lin, c.sun, c.wang, c.tian][:seconders]
    p = drafted(s)
    if people:
        actions.ask_second(p, by=c.qian, people=people)
    for who in people:
        with pytest.raises(Refused, match="还差"):
            actions.submit(p, by=c.qian)
        actions.second(p, by=who)
    assert actions.submit(p, by=c.qian).state == "review"


def test_nobody_seconds_their_own(s):
    p = drafted(s, co_proposers=[s.cast.wang])
    actions.ask_second(p, by=s.cast.qian, people=[s.cast.zhao])
    for who in (s.cast.qian, s.cast.wang):
        with pytest.raises(Refused, match="自己的提案"):
            actions.second(p, by=who)


def test_the_same_unit_only_where_the_school_allows_it(s):
    rule(s.cast, same_unit_allowed=False)
    p = drafted(s)
    actions.ask_second(p, by=s.cast.qian, people=[s.cast.zhao, s.gao])
    with pytest.raises(Refused, match="其他小组"):
        actions.second(p, by=s.cast.zhao)
    actions.second(p, by=s.gao)
    assert Second.objects.get(proposal=p, person=s.gao).state == "agreed"


def test_who_may_read_while_seconders_are_sought(s):
    p = drafted(s)
    assert not Proposal.objects.visible_to(s.cast.wang).filter(pk=p.pk).exists()
    actions.ask_second(p, by=s.cast.qian, people=[s.cast.zhao])
    assert Proposal.objects.visible_to(s.cast.wang).filter(pk=p.pk).exists()
    rule(s.cast, visible_collecting=False)
    p = drafted(s)
    actions.ask_second(p, by=s.cast.qian, people=[s.cast.zhao])
    assert not Proposal.objects.visible_to(s.cast.wang).filter(pk=p.pk).exists()
    assert Proposal.objects.visible_to(s.cast.zhao).filter(pk=p.pk).exists()


def test_a_change_asks_the_seconders_again_and_keeps_the_old_text(s):
    p = submitted(s)
    old = p.reason
    actions.amend(p, by=s.cast.qian, **words(reason="改写后的案由，说明早读值班的情况和人数。"))
    assert p.state == "seconding" and p.version == 2
    assert set(p.seconds.values_list("state", flat=True)) == {"asked"}
    assert Version.objects.get(proposal=p).reason == old
    told = Notice.objects.filter(person=s.cast.zhao, title__startswith="您附议过的提案改动了")
    assert told.exists()
    with pytest.raises(Refused, match="还差 2 位"):
        actions.submit(p, by=s.cast.qian)


def test_a_change_of_category_alone_asks_nobody(s):
    p = submitted(s)
    actions.amend(p, by=s.cast.qian, **words(about="logistics"))
    assert p.state == "review" and not p.versions.exists()


def test_edits_are_locked_as_the_school_says(s):
    p = submitted(s)
    rule(s.cast, edit_lock="submit")
    with pytest.raises(Refused, match="提交之后不能再改"):
        actions.amend(p, by=s.cast.qian, **words())
    rule(s.cast, edit_days=30)
    with later(31), pytest.raises(Refused, match="超过 30 天"):
        actions.amend(p, by=s.cast.qian, **words())
    with later(30):
        actions.amend(p, by=s.cast.qian, **words())
    rule(s.cast)
    with pytest.raises(WrongState):
        actions.amend(filed(s), by=s.cast.qian, **words())


def test_a_seconder_who_withdraws_takes_it_below_the_minimum(s):
    p = submitted(s)
    actions.decline_second(p, by=s.cast.hua)
    assert p.state == "seconding"
    assert Notice.objects.filter(person=s.cast.qian, title__startswith="附议不足").exists()
    actions.second(p, by=s.cast.wang)
    assert actions.submit(p, by=s.cast.qian).state == "review"


def test_one_seconder_to_spare_changes_nothing(s):
    p = submitted(s, by=None)
    assert p.state == "review"
    p = seconded(s, [s.cast.zhao, s.cast.hua, s.cast.wang])
    actions.submit(p, by=s.cast.qian)
    actions.decline_second(p, by=s.cast.hua)
    assert p.state == "review"


@pytest.mark.parametrize("name", ["reason", "measures"])
def test_a_hundred_thousand_characters_are_refused_with_the_limit_and_nothing_is_lost(
    s, enter, name
):
    text = "长" * 100_000
    answer = enter(s.cast.qian).post(
        "/proposals/proposal/draft/",
        TEXT | {name: text, "call": s.call.pk, "about": "other", "kind": "personal"},
    )
    assert answer.status_code == 422
    words = answer.content.decode()
    assert "100000 字" in words and "最多 3000 字" in words
    assert text in words and not Proposal.objects.exists()


def test_lengths_and_the_pattern_of_the_title(s):
    rule(s.cast, reason_min=50, reason_max=300, measures_min=30)
    with pytest.raises(Refused, match="案由至少要写 50 字"):
        drafted(s)
    rule(s.cast)
    with pytest.raises(Refused, match="关于……的提案"):
        drafted(s, title="食堂早餐")
    rule(s.cast, title_pattern=False)
    assert drafted(s, title="食堂早餐").pk


def test_outside_the_window_nothing_is_written_and_what_is_late_becomes_a_suggestion(s):
    p = seconded(s)
    with later(21):
        with pytest.raises(Refused, match="不在征集时间内"):
            drafted(s)
        actions.submit(p, by=s.cast.qian)
        assert p.suggestion and p.state == "review"
        with pytest.raises(Refused, match="按意见建议办理"):
            actions.accept(p, by=s.cast.sun)
        actions.refer(p, by=s.cast.sun)
    assert p.number == "2026-建-001" and p.state == "assign"


def test_a_school_may_take_nothing_late(s):
    rule(s.cast, late_policy="refuse")
    p = seconded(s)
    with later(21), pytest.raises(Refused, match="不再接收"):
        actions.submit(p, by=s.cast.qian)


def test_at_the_end_of_the_window_what_has_its_seconders_is_handed_in_by_itself(s):
    ready, short = seconded(s), drafted(s)
    actions.ask_second(short, by=s.cast.qian, people=[s.cast.zhao])
    jobs.close_calls()
    assert fresh(ready).state == "seconding"
    with later(21):
        assert jobs.close_calls() == "1"
        assert jobs.close_calls() == "0"
    ready, short = fresh(ready), fresh(short)
    assert (ready.state, ready.suggestion) == ("review", False)
    assert short.state == "seconding"


def test_a_school_may_leave_handing_in_to_the_proposer(s):
    rule(s.cast, auto_submit=False)
    p = seconded(s)
    with later(21):
        jobs.close_calls()
    assert fresh(p).state == "seconding"


def test_the_head_of_the_delegation_hands_in_a_collective_proposal(s):
    c = s.cast
    office(c.first, c.zhao, Post.GROUP_LEADER)
    with pytest.raises(Refused, match="由小组长"):
        drafted(s, kind="collective")
    p = drafted(s, kind="collective", by=c.zhao)
    assert actions.submit(p, by=c.zhao).state == "review"
    rule(c, collective_allowed=False)
    with pytest.raises(Refused, match="不接收"):
        drafted(s, kind="collective", by=c.zhao)


def test_a_collective_proposal_may_need_more_than_half_of_the_delegation(s):
    c = s.cast
    rule(c, collective_majority=True)
    office(c.first, c.zhao, Post.GROUP_LEADER)
    p = drafted(s, kind="collective", by=c.zhao)  # nine in the group
    actions.ask_second(p, by=c.zhao, people=[])
    for who in (c.qian, c.hua, c.wang):
        actions.second(p, by=who)
    with pytest.raises(Refused, match="还差 1 位"):
        actions.submit(p, by=c.zhao)
    actions.second(p, by=c.tian)
    assert actions.submit(p, by=c.zhao).state == "review"


def test_people_of_congress_may_stand_alone_where_the_school_says_so(s):
    with pytest.raises(Refused, match="不单列"):
        drafted(s, kind="alone")
    rule(s.cast, alone_allowed=True)
    p = drafted(s, kind="alone")
    assert actions.submit(p, by=s.cast.qian).state == "review"


def test_the_head_prechecks_or_sends_back(s):
    c = s.cast
    rule(c, leader_precheck=True)
    other = Group.objects.create(org=c.first, name="数学组")
    Membership.objects.filter(person__in=[c.qian, c.wang]).update(group=other)
    office(c.first, c.wang, Post.GROUP_LEADER)
    p = submitted(s)
    assert (p.state, p.head) == ("precheck", c.wang)
    with pytest.raises(NotAllowed):
        actions.precheck(p, by=c.hua)
    actions.send_back(p, by=c.wang, reason="请把人数写清楚")
    assert p.state == "seconding"
    actions.submit(p, by=c.qian)
    actions.precheck(p, by=c.wang)
    assert p.state == "review"


def test_one_who_joined_may_leave(s):
    p = drafted(s, co_proposers=[s.cast.wang])
    actions.leave_proposal(p, by=s.cast.wang)
    assert p.proposers() == [s.cast.qian]
    with pytest.raises(Refused, match="第一提案人"):
        actions.leave_proposal(p, by=s.cast.qian)


def test_withdrawn_it_is_shown_to_nobody_else(s):
    p = submitted(s)
    with pytest.raises(NotAllowed):
        actions.withdraw(p, by=s.cast.zhao, reason="x")
    actions.withdraw(p, by=s.cast.qian, reason="学校已经解决")
    assert p.state == "withdrawn"
    assert not Proposal.objects.visible_to(s.cast.wang).filter(pk=p.pk).exists()


def test_strangers_neighbours_and_the_level_above_see_and_do_nothing(s):
    p = submitted(s)
    for who in (s.cast.zhou, s.cast.chen):
        assert not Proposal.objects.visible_to(who).exists()
        with pytest.raises(NotAllowed):
            actions.accept(p, by=who)
        with pytest.raises(NotAllowed):
            actions.second(p, by=who)
    assert not Proposal.objects.visible_to(None).exists()
    assert DAY + timedelta(days=20) == s.call.closes
