"""Appendix B of the rules: each school's way can be set, and a proposal lives through it to the end.

One row a school; what a text does not say is left at the default. The last column of the appendix
(figures of one year) is no rule and has no row of its own: it is lived by ``unfiled`` below.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest

from zhijia.domains.proposals import actions, jobs
from zhijia.domains.proposals.figures import figures_of
from zhijia.domains.proposals.models import Proposal
from zhijia.kernel import clock
from zhijia.kernel.actions import url_of
from zhijia.kernel.notices import Notice
from zhijia.kernel.people import Group, Membership, Post
from zhijia.kernel.refusals import Refused
from zhijia.kernel.testing import office
from zhijia.kernel.waiting import sources

from .parts import (
    DAY,
    answer,
    delivered,
    drafted,
    filed,
    fresh,
    promised,
    received,
    rule,
    submitted,
    words,
)  # fmt: skip


@dataclass
class Variant:
    """A row: its settings, how many seconders it then needs, and what else it is known for."""

    name: str
    seconders: int
    rules: dict = field(default_factory=dict)
    precheck: bool = False
    due: date | None = None
    unfiled: str = "assign"


VARIANTS = [
    Variant("清华大学", 7, {"min_seconders": 8, "count_includes_proposer": True, "visible_collecting": True,
                        "auto_submit": True, "title_pattern": True}),
    Variant("北京大学公卫学院", 1, {"min_seconders": 1, "alone_allowed": True, "leader_reads": True, "pass_upward": True}),
    Variant("浙江财经大学", 2, {"min_seconders": 2, "reason_min": 10, "measures_min": 10, "window_days": 18}),
    Variant("宁波大学", 3, {"min_seconders": 3, "leader_precheck": True,
                         "refuse_grounds": ["unlawful", "outside", "personal", "empty"]}, precheck=True),
    Variant("深圳大学", 2, {"min_seconders": 2, "same_unit_allowed": True, "reason_min": 50, "reason_max": 300,
                        "measures_min": 30, "edit_days": 30, "number_pattern": "{年}-ZSTA-{序号}",
                        "suggestion_pattern": "{年}-TY-{序号}", "edit_lock": "review"}),
    Variant("西北师范大学", 2, {"min_seconders": 2, "late_policy": "suggestion", "merged_rating": "all", "close_before": 15,
                          "unfiled_answered": True}),
    Variant("常州某校和某学院", 2, {"min_seconders": 2, "unfiled_answered": True}),
    Variant("某学院通用办法", 2, {"min_seconders": 3, "count_includes_proposer": True, "collective_majority": True}),
    Variant("福州大学", 2, {"reply_days": 53, "reply_signer": "one", "check_month": 12}, due=date(2026, 4, 24)),
    Variant("华中科技大学", 2, {"reply_days": 50, "face_to_face_required": ["A", "B", "C", "D"]},
            due=date(2026, 4, 21)),
    Variant("浙江中医药大学", 2, {"reply_days": 45}, due=date(2026, 4, 16)),
    Variant("北京理工大学", 2, {"max_rounds": 3, "unfiled_answered": False, "pass_upward": True,
                           "closing": "committee"}, unfiled="declined"),
    Variant("吉林某校", 2, {"unfiled_answered": True, "followers": True}),
    Variant("深圳职业技术学院", 2, {"late_policy": "suggestion"}),
    Variant("上海政法学院", 2, {"rating_scale": "three", "silence_policy": "again", "award_share": 15,
                          "confirm_best": True}),
]  # fmt: skip
each = pytest.mark.parametrize("variant", VARIANTS, ids=lambda v: v.name)

LONG = {
    "reason": "早读值班的老师七点前就要到校，食堂却到七点二十才开门，许多人空腹上完两节课，身体吃不消，也影响上课的状态，大家反映多年。",
    "measures": "请总务处把食堂开门提前到六点五十，增加两个窗口，每周公布菜单，并听取大家的意见。",
}  # fmt: skip


@each
def test_the_row_can_be_set_and_a_proposal_lives_through_it(s, variant):
    c = s.cast
    rule(c, **variant.rules)
    if variant.precheck:
        own_group(c)
    p = drafted(s, **LONG)
    people = [c.zhao, c.hua, c.li, c.lin, c.wang, c.dang, c.tian][: variant.seconders]
    actions.ask_second(p, by=c.qian, people=people)
    for who in people:
        with pytest.raises(Refused, match="还差"):
            actions.submit(p, by=c.qian)
        actions.second(p, by=who)
    actions.submit(p, by=c.qian)
    assert p.state == ("precheck" if variant.precheck else "review")
    if variant.precheck:
        actions.precheck(p, by=c.wang)
    actions.accept(p, by=c.sun)
    assert p.number
    if p.state == "instruct":
        actions.instruct(p, by=s.gao, instruction="请办理")
    actions.assign(p, by=c.sun, lead=s.lead, assisting=[s.other])
    assert variant.due is None or p.due == variant.due
    actions.receive(p, by=c.tian)
    actions.contribute(p, by=s.wu, opinion="同意配合")
    actions.contact(p, by=c.tian, on=clock.today(), way="face", words="当面说明")
    answer(p, s, kind="B", promised=promised())
    if p.state == "countersign":
        actions.countersign(p, by=s.wu)
    while p.state == "signing":
        actions.sign(p, by=s.fu if not p.replies.get().signed_by_id else s.gao)
    actions.deliver(p, by=c.tian)
    actions.rate(p, by=c.qian, attitude="satisfied", result="satisfied")
    assert bool(p.follower) == variant.rules.get("followers", False)
    if variant.rules.get("closing") == "committee":
        assert p.state == "checking"
        actions.conclude(p, by=c.sun, reason="已核查")
    assert (p.state, p.outcome, p.on_time, p.landing) == ("concluded", "satisfied", True, "open")


@each
def test_what_is_not_filed_ends_as_the_row_says(s, variant):
    rule(
        s.cast,
        **variant.rules
        | {"min_seconders": 2, "count_includes_proposer": False, "leader_precheck": False},
    )
    p = submitted(s, **LONG)
    actions.decline(p, by=s.cast.sun, ground="outside", reason="不属于学校职权")
    assert p.state == variant.unfiled
    assert p.suggestion == (variant.unfiled == "assign")


def own_group(c):
    """A delegation of its own, with a head who is not the proposer."""
    group = Group.objects.create(org=c.first, name="数学组")
    Membership.objects.filter(person__in=[c.qian, c.wang]).update(group=group)
    office(c.first, c.wang, Post.GROUP_LEADER)


# --- what a row is known for besides ------------------------------------------------------------


def test_tsinghua_everybody_reads_and_what_is_ready_goes_in_by_itself(s):
    rule(s.cast, min_seconders=8, count_includes_proposer=True)
    c = s.cast
    p = drafted(s)
    actions.ask_second(p, by=c.qian, people=[])
    for who in (c.zhao, c.hua, c.li, c.lin, c.wang, c.dang, c.tian):
        assert Proposal.objects.visible_to(who).filter(pk=p.pk).exists()
        actions.second(p, by=who)
    with clock.at(s.call.closes + timedelta(days=1)):
        assert jobs.close_calls() == "1"
    assert (fresh(p).state, fresh(p).suggestion) == ("review", False)


def test_peking_public_health_people_of_congress_stand_alone_and_the_leader_reads_first(s):
    rule(s.cast, min_seconders=1, alone_allowed=True)
    p = actions.submit(drafted(s, kind="alone"), by=s.cast.qian)
    assert actions.accept(p, by=s.cast.sun).state == "instruct"


def test_peking_public_health_what_is_out_of_scope_is_passed_upward_and_answered(s):
    rule(s.cast, min_seconders=1, pass_upward=True)
    p = actions.decline(submitted(s), by=s.cast.sun, ground="outside", reason="由区里决定")
    actions.forward(p, by=s.cast.sun, to="union", name="东城区教育工会", reason="由区里决定")
    assert p.state == "forwarded" and p.number.startswith("2026-建-")
    actions.relay(p, by=s.cast.sun, on=clock.today(), kind="B", text="已列入区里明年计划。")
    assert (
        actions.rate(p, by=s.cast.qian, attitude="satisfied", result="basic").state == "concluded"
    )


def test_beijing_tech_hard_cases_go_up_and_nothing_closes_without_the_committee(s):
    rule(s.cast, pass_upward=True, closing="committee")
    p = actions.forward(
        received(s), by=s.cast.sun, to="authority", name="市教委", reason="超出权限"
    )
    actions.relay(p, by=s.cast.sun, on=clock.today(), kind="C", text="暂不调整")
    actions.rate(p, by=s.cast.qian, attitude="satisfied", result="satisfied")
    assert (p.state, p.outcome) == ("checking", "satisfied")
    assert actions.conclude(p, by=s.cast.sun, reason="满意答复").state == "concluded"


def test_fuzhou_departments_look_again_at_their_promises_at_years_end(s):
    rule(s.cast, check_month=12, reply_days=53)
    promise = delivered(s, kind="B", promised=promised(450)).promises.get()
    with clock.at(date(2026, 12, 1)):
        assert jobs.ask_year_check() == "1"
        promise.refresh_from_db()
        assert actions.check_promise(promise, by=s.cast.tian, reason="正在招标").checked


def test_jilin_one_of_the_committee_follows_each_case(s):
    rule(s.cast, followers=True)
    took = [filed(s).follower for _n in range(3)]
    assert set(took) == {s.cast.li, s.cast.lin, s.cast.sun}


def test_ningbo_four_grounds_and_no_other(s):
    rule(s.cast, refuse_grounds=["unlawful", "outside", "personal", "empty"])
    for ground in ("settled", "unsupported"):
        with pytest.raises(Refused, match="没有这条不立案理由"):
            actions.decline(submitted(s), by=s.cast.sun, ground=ground, reason="x")
    for ground in ("unlawful", "outside", "personal", "empty"):
        actions.decline(submitted(s), by=s.cast.sun, ground=ground, reason="x")


def test_shenzhen_lengths_thirty_days_and_two_series(s):
    rule(s.cast, reason_min=50, reason_max=300, measures_min=30, edit_days=30,
         number_pattern="{年}-ZSTA-{序号}", suggestion_pattern="{年}-TY-{序号}")  # fmt: skip
    with pytest.raises(Refused, match="案由至少要写 50 字"):
        drafted(s)
    with pytest.raises(Refused, match="最多 300 字"):
        drafted(s, **LONG | {"reason": "长" * 301})
    p = submitted(s, **LONG)
    with clock.at(DAY + timedelta(days=31)), pytest.raises(Refused, match="超过 30 天"):
        actions.amend(p, by=s.cast.qian, **words(**LONG))
    assert actions.accept(p, by=s.cast.sun).number == "2026-ZSTA-001"
    assert actions.refer(submitted(s, **LONG), by=s.cast.sun).number == "2026-TY-001"


def test_northwest_normal_closes_fifteen_days_before_and_late_is_a_suggestion(s):
    session = DAY + timedelta(days=35)
    actions.amend_call(s.call, by=s.cast.sun, title="征集", session="第五届第三次", opens=DAY,
                       closes=session - timedelta(days=15))  # fmt: skip
    p = drafted(s)
    actions.ask_second(p, by=s.cast.qian, people=[s.cast.zhao, s.cast.hua])
    for who in (s.cast.zhao, s.cast.hua):
        actions.second(p, by=who)
    with clock.at(session - timedelta(days=14)):
        assert actions.submit(p, by=s.cast.qian).suggestion


def test_generic_rule_three_in_all_and_more_than_half_of_a_delegation(s):
    c = s.cast
    rule(c, min_seconders=3, count_includes_proposer=True, collective_majority=True)
    office(c.first, c.zhao, Post.GROUP_LEADER)
    p = drafted(s, kind="collective", by=c.zhao)
    actions.ask_second(p, by=c.zhao, people=[])
    for who in (c.qian, c.hua, c.wang):
        actions.second(p, by=who)
    with pytest.raises(Refused, match="还差 1 位"):
        actions.submit(p, by=c.zhao)
    actions.second(p, by=c.tian)
    assert actions.submit(p, by=c.zhao).state == "review", "five of nine"


def test_huazhong_those_who_seconded_hear_of_the_answer(s):
    for told in (False, True):
        rule(s.cast, seconders_told=told)
        p = delivered(s)
        heard = Notice.objects.filter(url=url_of(p), title__contains="送达答复")
        assert {n.person for n in heard} == {
            s.cast.qian,
            *([s.cast.zhao, s.cast.hua] if told else []),
        }


def test_ningbo_the_head_has_six_days_then_the_chair_is_called_on(s):
    rule(s.cast, leader_precheck=True, precheck_days=6)
    own_group(s.cast)
    p = submitted(s)
    lines = {w.power or w.person: w for w in sources[Proposal](p)}
    assert lines[s.cast.wang].due == DAY + timedelta(days=6)
    assert lines["proposals.precheck"].since == DAY + timedelta(days=7)
    assert "王会计没有按期初审" in lines["proposals.precheck"].note
    with clock.at(DAY + timedelta(days=7)):
        assert actions.precheck(p, by=s.cast.li).state == "review"


def test_huazhong_every_answer_is_given_face_to_face(s):
    rule(s.cast, face_to_face_required=["A", "B", "C", "D"], leader_reads=False)
    p = actions.assign(actions.accept(submitted(s), by=s.cast.sun), by=s.cast.sun, lead=s.lead)
    actions.receive(p, by=s.cast.tian)
    actions.contact(p, by=s.cast.tian, on=DAY, way="phone", words="电话说明")
    with pytest.raises(Refused, match="A 类答复须先与提案人面复"):
        answer(p, s)


def test_shenzhen_polytechnic_what_was_asked_is_counted_once(s):
    """126 forms became 64 proposals, 31 suggestions and 5 refused: the figures add up."""
    into = actions.accept(submitted(s), by=s.cast.sun)
    actions.merge(submitted(s), by=s.cast.sun, into=into, reason="同一件事")
    actions.refer(submitted(s), by=s.cast.sun)
    actions.decline(submitted(s), by=s.cast.sun, ground="unlawful", reason="与政策不符")
    actions.withdraw(submitted(s), by=s.cast.qian, reason="已经解决")
    f = figures_of(s.call)
    parts = [f[k] for k in ("accepted", "merged", "referred", "declined", "withdrawn")]
    assert parts == [1, 1, 1, 1, 1] and f["submitted"] == sum(parts)


def test_shanghai_law_silence_is_asked_twice_and_poor_handling_returned(s):
    rule(s.cast, silence_policy="again", max_rounds=2, leader_reads=False)
    p = actions.assign(actions.accept(submitted(s), by=s.cast.sun), by=s.cast.sun, lead=s.lead)
    actions.receive(p, by=s.cast.tian)
    actions.contact(p, by=s.cast.tian, on=DAY, way="face", words="谈过")
    answer(p, s)
    actions.return_reply(p, by=s.fu, reason="没有时间表")
    assert p.state == "handling"
    answer(p, s)
    actions.sign(p, by=s.fu)
    actions.deliver(p, by=s.cast.tian)
    with clock.at(DAY + timedelta(days=15)):
        jobs.lapse_ratings()
        assert fresh(p).state == "rating" and fresh(p).reminded
