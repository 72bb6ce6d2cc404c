"""Where the rules meet one another: what is handed in twice, merged, dissolved, given up, or left half done."""

from datetime import timedelta
from itertools import product

import pytest

from zhijia.domains.proposals import actions, jobs
from zhijia.domains.proposals.documents.calls import report
from zhijia.domains.proposals.figures import departments_of, figures_of
from zhijia.domains.proposals.models import Assignment, Proposal
from zhijia.domains.proposals.support import agreed
from zhijia.kernel import clock
from zhijia.kernel.actions import open_to, url_of
from zhijia.kernel.notices import Notice
from zhijia.kernel.people import Post
from zhijia.kernel.refusals import NotAllowed, Refused
from zhijia.kernel.testing import office, person
from zhijia.kernel.waiting import waiting_for

from .parts import (
    answer,
    answered,
    assigned,
    delivered,
    drafted,
    filed,
    fresh,
    later,
    promised,
    rated,
    received,
    rule,
    seconded,
    submitted,
    talked,
    words,
)

# --- in time, once and for all ------------------------------------------------------------------


@pytest.mark.parametrize("policy", ["suggestion", "refuse"])
def test_what_was_in_time_stays_in_time_when_it_is_sent_back(s, policy):
    """The committee reviews after the window; whoever mends on its word is not late for it (5.08, 5.12)."""
    rule(s.cast, late_policy=policy)
    p = submitted(s)
    with later(25):
        actions.send_back(p, by=s.cast.sun, reason="请补充人数")
        actions.amend(p, by=s.cast.qian, **words(reason="早读值班的老师约四十人，七点前到校。"))
        for who in (s.cast.zhao, s.cast.hua):
            actions.second(p, by=who)
        actions.submit(p, by=s.cast.qian)
        assert (p.state, p.suggestion) == ("review", False)
        assert actions.accept(p, by=s.cast.sun).number == "2026-提-001"


def test_the_last_day_of_the_window_is_in_it(s):
    """21 days from 2 March: the call closes on the 22nd, a Sunday, and takes what comes that day."""
    p, late = seconded(s), seconded(s)
    with clock.at(s.call.closes):
        assert not actions.submit(p, by=s.cast.qian).suggestion
    with clock.at(s.call.closes + timedelta(days=1)):
        assert actions.submit(late, by=s.cast.qian).suggestion


def test_the_first_day_of_a_call_is_not_the_day_before(s):
    opens = clock.today() + timedelta(days=3)
    call = actions.open_call(
        s.cast.first, by=s.cast.sun, title="下一次", session="第六届第一次", opens=opens
    )
    with later(2), pytest.raises(Refused, match="不在征集时间内"):
        drafted(s, call=call)
    with clock.at(opens):
        assert drafted(s, call=call).pk


# --- seconders ----------------------------------------------------------------------------------


def test_who_joins_as_proposer_seconds_it_no_more(s):
    """5.03: the proposer cannot second their own, not even one who seconded first and joined then."""
    p = seconded(s)
    given = words() | {"co_proposers": [s.cast.zhao]}
    actions.amend(p, by=s.cast.qian, **given)
    assert agreed(p) == 1
    with pytest.raises(Refused, match="还差 1 位附议人"):
        actions.submit(p, by=s.cast.qian)
    with pytest.raises(Refused, match="不能附议自己的提案"):
        actions.second(p, by=s.cast.zhao)


def test_joining_after_it_was_handed_in_takes_it_back_to_its_seconders(s):
    p = submitted(s)
    actions.amend(p, by=s.cast.qian, **words() | {"co_proposers": [s.cast.hua]})
    assert fresh(p).state == "seconding"


@pytest.mark.parametrize("stage", [submitted, seconded])
def test_every_withdrawal_below_the_minimum_counts_and_the_last_word_stands(s, stage):
    p = stage(s)
    for who, missing in ((s.cast.zhao, 1), (s.cast.hua, 2)):
        actions.decline_second(p, by=who)
        with pytest.raises(Refused, match=f"还差 {missing} 位"):
            actions.submit(fresh(p), by=s.cast.qian)
    with pytest.raises(Refused, match="没有请您附议"):
        actions.decline_second(p, by=s.cast.zhao)
    actions.second(p, by=s.cast.zhao)
    actions.second(p, by=s.cast.tian)
    assert actions.submit(p, by=s.cast.qian).state == "review"


def test_a_seconder_cannot_withdraw_once_the_committee_has_decided(s):
    p = filed(s)
    with pytest.raises(Refused, match="不能“不附议或撤回附议”"):
        actions.decline_second(p, by=s.cast.zhao)
    assert agreed(fresh(p)) == 2


def test_edited_twice_seconders_are_asked_for_the_last_text(s):
    p = seconded(s)
    for n in (2, 3):
        actions.amend(p, by=s.cast.qian, **words(reason=f"第{n}稿：早读值班的老师七点前到校。"))
        assert (p.version, agreed(p), p.versions.count()) == (n, 0, n - 1)
        assert (
            Notice.objects.filter(person=s.cast.zhao, title__startswith="您附议过的").count()
            == n - 1
        )
        actions.second(p, by=s.cast.zhao)
    assert p.seconds.get(person=s.cast.zhao).version == 3
    assert list(p.versions.values_list("number", "by")) == [
        (2, s.cast.qian.pk),
        (1, s.cast.qian.pk),
    ]


# --- merged -------------------------------------------------------------------------------------


def merged(s, **rules):
    """Zhao's is merged into Qian's: (host, the other)."""
    rule(s.cast, leader_reads=False, **rules)
    host = actions.accept(submitted(s), by=s.cast.sun)
    other = drafted(s, by=s.cast.zhao)
    actions.ask_second(other, by=s.cast.zhao, people=[s.cast.hua, s.cast.tian])
    for who in (s.cast.hua, s.cast.tian):
        actions.second(other, by=who)
    other = actions.merge(actions.submit(other, by=s.cast.zhao), by=s.cast.sun, into=host)
    return fresh(host), other


def answered_case(s, p):
    actions.assign(p, by=s.cast.sun, lead=s.other)
    actions.receive(p, by=s.wu)
    actions.contact(p, by=s.wu, on=clock.today(), way="face", words="当面说明")
    actions.draft_reply(p, by=s.wu, kind="A", text="建议合理，已经采纳。", measures="已调整")
    return actions.deliver(actions.sign(p, by=s.fu), by=s.wu)


# 满意 2, 基本满意 1, 不满意 0; the average counts from a half upward
GRADES = ["satisfied", "basic", "unsatisfied"]
AVERAGE = {"satisfied": {"satisfied": "satisfied", "basic": "satisfied", "unsatisfied": "basic"},
           "basic": {"satisfied": "satisfied", "basic": "basic", "unsatisfied": "unsatisfied"},
           "unsatisfied": {"satisfied": "basic", "basic": "unsatisfied", "unsatisfied": "unsatisfied"}}  # fmt: skip


@pytest.mark.parametrize("way", ["all", "first", "average"])
def test_every_pair_of_ratings_comes_to_what_the_school_says(s, way):
    p = answered_case(s, merged(s, merged_rating=way, closing="committee")[0])
    for first, second in product(GRADES, GRADES):
        p.replies.get().ratings.all().delete()
        Proposal.objects.filter(pk=p.pk).update(state="rating", outcome="")
        p = fresh(p)
        actions.rate(p, by=s.cast.qian, attitude="satisfied", result=first, words="看过")
        assert p.state == "rating", "the other proposer has not spoken"
        actions.rate(p, by=s.cast.zhao, attitude="unsatisfied", result=second, words="看过")
        worse = max(first, second, key=GRADES.index)
        assert p.outcome == {"all": worse, "first": first, "average": AVERAGE[first][second]}[way]


def test_silence_of_one_proposer_is_neither_yes_nor_no(s):
    p = answered_case(s, merged(s)[0])
    actions.rate(p, by=s.cast.zhao, attitude="satisfied", result="basic")
    with clock.at(p.rating_due), pytest.raises(Refused, match="还没有到"):
        actions.lapse(p, by=s.cast.sun)
    with clock.at(p.rating_due + timedelta(days=1)):
        assert jobs.lapse_ratings() == "1"
    p = fresh(p)
    assert (p.state, p.outcome) == ("checking", "basic")
    found = dict(p.replies.get().ratings.values_list("person", "result"))
    assert found == {s.cast.zhao.pk: "basic", s.cast.qian.pk: "unrated"}
    assert (figures_of(s.call)["rated"], figures_of(s.call)["unrated"]) == (1, 0)


def test_once_it_is_answered_a_merged_case_is_not_parted(s):
    host, other = merged(s)
    answered_case(s, host)
    with pytest.raises(Refused, match="不能再分开"):
        actions.object_merge(fresh(other), by=s.cast.zhao, reason="不是一回事")
    with pytest.raises(Refused, match="不能由一位提案人撤回|不能“撤回提案”"):
        actions.withdraw(fresh(host), by=s.cast.qian, reason="不提了")


def test_parted_again_each_stands_alone_and_the_other_proposer_is_out(s):
    host, other = merged(s)
    actions.object_merge(other, by=s.cast.zhao, reason="不是一回事")
    host = fresh(host)
    assert (other.state, other.merged_into, host.proposers()) == ("review", None, [s.cast.qian])
    p = answered_case(s, host)
    with pytest.raises(NotAllowed):
        actions.rate(p, by=s.cast.zhao, attitude="satisfied", result="satisfied")


# --- departments that go ------------------------------------------------------------------------


STAGES = {"assigned": assigned, "handling": received, "signing": answered, "rating": delivered,
          "checking": lambda s, **m: rated(s, "unsatisfied", **m)}  # fmt: skip


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("assists", [False, True])
def test_a_department_dissolved_in_any_state_has_its_successor_lead_and_nobody_twice(
    s, stage, assists
):
    """Also where the successor assists already: it leads then and assists no more."""
    rule(s.cast, contact_required=False)
    p = STAGES[stage](s)
    if assists:
        Assignment.objects.create(proposal=p, department=s.other, role="assist")
    actions.dissolve_department(s.lead, by=s.cast.sun, successor=s.other)
    p = fresh(p)
    parts = list(p.assignments.filter(ended=None).values_list("department__name", "role"))
    assert (parts, p.lead) == ([("教务处", "lead")], s.other)
    assert Notice.objects.filter(person=s.wu, title__startswith="承办部门有变动").exists()
    if stage == "checking":
        actions.hear_again(p, by=s.cast.sun, reason="再办一次")
        assert any("办理提案" in line.title for line in waiting_for(s.wu, s.cast.first))


@pytest.mark.parametrize(("stage", "state"), [("assigned", "assign"), ("handling", "assign"), ("signing", "assign"),
                                              ("rating", "rating"), ("checking", "checking")])  # fmt: skip
def test_without_a_successor_nothing_is_lost(s, stage, state):
    p = STAGES[stage](s)
    actions.dissolve_department(s.lead, by=s.cast.sun)
    p = fresh(p)
    assert p.state == state
    if state == "assign":
        assert p.due is None and p.lead is None
        assert any("交办提案" in line.title for line in waiting_for(s.cast.sun, s.cast.first))
    if state == "checking":
        again = actions.hear_again(p, by=s.cast.sun, reason="重新交办")
        assert (again.state, again.lead) == ("assign", None)


def test_a_department_still_owing_a_promise_is_not_dissolved_into_nothing(s):
    rated(s, kind="B", promised=promised())
    with pytest.raises(Refused, match="不能没有人接手"):
        actions.dissolve_department(s.lead, by=s.cast.sun)
    for to in (s.lead, actions.dissolve_department(s.other, by=s.cast.sun)):
        with pytest.raises(Refused, match="另一个在用的部门"):
            actions.dissolve_department(fresh(s.lead), by=s.cast.sun, successor=to)


# --- given up is not done -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ends", "landing", "word"),
    [(("kept", "kept"), "done", "已落实"), (("kept", "withdrawn"), "done", "已落实"),
     (("withdrawn", "withdrawn"), "off", "不再办理"), (("kept", "open"), "open", "落实中")],
)  # fmt: skip
def test_what_was_given_up_is_never_shown_as_done(s, enter, ends, landing, word):
    p = rated(s, kind="B", promised=promised(30) + promised(40, "公布菜单"))
    for promise, end in zip(p.promises.all(), ends, strict=True):
        if end == "kept":
            actions.report_promise(promise, by=s.cast.tian, evidence="已经做到")
            actions.confirm_promise(promise, by=s.cast.sun)
        elif end == "withdrawn":
            actions.withdraw_promise(promise, by=s.cast.sun, reason="场地移交政府")
    p = fresh(p)
    assert p.landing == landing
    page = enter(s.cast.hua).get(url_of(p)).content.decode()
    assert word in page.split("three-facts")[1].split("</ul>")[0]


# --- who signs ----------------------------------------------------------------------------------


def who_may_sign(s, p):
    people = [s.fu, s.gao, s.cast.dang, s.cast.tian, s.cast.sun, s.cast.li]
    return {
        w
        for w in people
        if any(o.action.name == "sign" and not o.why for o in open_to(fresh(p), w))
    }


@pytest.mark.parametrize(
    ("mode", "accused", "first", "second"),
    [("one", None, "fu", None), ("one", "fu", "gao", None), ("one", "gao", "fu", None),
     ("both", None, "fu", "gao"), ("both", "fu", "gao", "dang"), ("both", "gao", "fu", "dang")],
)  # fmt: skip
def test_whoever_is_complained_of_never_signs_and_somebody_always_can(
    s, mode, accused, first, second
):
    """The leader in charge; the principal besides, where both do; in place of the accused, another."""
    rule(s.cast, reply_signer=mode, leader_reads=False)
    by = {"fu": s.fu, "gao": s.gao, "dang": s.cast.dang}
    p = answered(s, against=by.get(accused))
    assert by.get(accused) not in who_may_sign(s, p)
    if accused:
        with pytest.raises(Refused):
            actions.sign(p, by=by[accused])
    actions.sign(p, by=by[first])
    if second:
        assert p.state == "signing"
        with pytest.raises(Refused):
            actions.sign(p, by=by[first])
        actions.sign(p, by=by[second])
    assert p.state == "signed"


def test_where_the_only_leader_is_complained_of_the_committee_is_told_whom_to_ask(s):
    """A school whose one leader holds the power and is the one complained of."""
    s.fu.appointments.all().delete()
    s.cast.dang.appointments.all().delete()
    with pytest.raises(Refused, match="没有校领导可以审签.*请在交办时另选"):
        actions.assign(filed_for(s, against=s.gao), by=s.cast.sun, lead=department(s, leader=s.gao))
    signer = person("兼管领导", "F099")
    office(s.cast.first, signer, Post.PARTY)
    p = actions.assign(
        filed_for(s, against=s.gao), by=s.cast.sun, lead=department(s, "保卫处", leader=s.gao)
    )
    assert p.leader == signer


def filed_for(s, **more):
    """Filed at a school where nobody reads it first."""
    rule(s.cast, leader_reads=False)
    return actions.accept(submitted(s, **more), by=s.cast.sun)


def department(s, name="后勤处", leader=None):
    return actions.add_department(s.cast.first, by=s.cast.sun, name=name, head=s.wu, leader=leader)


def test_a_head_who_drafts_and_leads_signs_nothing_of_their_own(s):
    """A vice principal who heads the department: the principal signs."""
    own = actions.add_department(s.cast.first, by=s.cast.sun, name="基建处", head=s.gao)
    p = actions.assign(filed(s), by=s.cast.sun, lead=own)
    assert p.leader != s.gao
    with pytest.raises(Refused, match="不能审签"):
        actions.change_signer(p, by=s.cast.sun, leader=s.gao, reason="他是校长")


# --- countersigning, separate replies -----------------------------------------------------------


def test_the_draft_waits_for_every_assisting_department_and_a_new_draft_asks_all_again(s):
    rule(s.cast, countersign=True)
    third = department(s)
    third.head = s.cast.wang
    third.save()
    p = talked(s, [s.other, third])
    for who in (s.wu, s.cast.wang):
        with pytest.raises(Refused, match="等待.*协办意见"):
            answer(p, s)
        actions.contribute(p, by=who, opinion="同意配合")
    answer(p, s)
    assert p.state == "countersign"
    with pytest.raises(Refused, match="由协办部门会签"):
        actions.countersign(p, by=s.cast.tian)
    actions.countersign(p, by=s.wu)
    with pytest.raises(Refused, match="已经会签"):
        actions.countersign(p, by=s.wu)
    actions.return_reply(p, by=s.cast.wang, reason="人手不够")
    answer(p, s, text="改写之后的答复：先增加一个窗口。")
    assert not p.assignments.filter(countersigned__isnull=False).exists()
    for who in (s.cast.wang, s.wu):
        assert p.state == "countersign"
        actions.countersign(p, by=who)
    assert p.state == "signing"


# --- second handling ----------------------------------------------------------------------------


@pytest.mark.parametrize("most", [1, 2, 3])
def test_so_many_rounds_and_no_more_each_with_its_own_answer_and_rating(s, most):
    rule(s.cast, max_rounds=most, second_days=30)
    p = rated(s, "unsatisfied")
    for n in range(2, most + 1):
        p = actions.hear_again(p, by=s.cast.sun, reason="没有解决")
        assert (p.round, p.outcome, p.state) == (n, "", "handling")
        with pytest.raises(Refused, match="先与提案人沟通"):
            answer(p, s)
        actions.contact(p, by=s.cast.tian, on=clock.today(), way="face", words="再谈")
        actions.deliver(actions.sign(answer(p, s), by=s.fu), by=s.cast.tian)
        actions.rate(p, by=s.cast.qian, attitude="satisfied", result="unsatisfied", words="还没有")
    with pytest.raises(Refused, match=f"最多办理 {most} 次"):
        actions.hear_again(p, by=s.cast.sun, reason="再来")
    actions.conclude(p, by=s.cast.sun, reason="条件不具备，说明情况")
    assert (p.state, p.outcome, p.replies.count()) == ("concluded", "unsatisfied", most)
    found = figures_of(s.call)
    assert (found["answered"], found["unsatisfied"], found["rated"]) == (1, 1, 1), "one case is one"


# --- figures ------------------------------------------------------------------------------------


def test_what_its_proposer_took_back_is_owed_no_answer(s, enter):
    """Filed, then withdrawn before a department had it: it was filed, and nothing is owed."""
    kept = delivered(s)
    taken = filed(s)
    actions.withdraw(taken, by=s.cast.qian, reason="已经解决")
    found = figures_of(s.call)
    assert (found["submitted"], found["withdrawn"], found["to_answer"], found["answered"]) == (
        2,
        1,
        1,
        1,
    )
    said = "".join(getattr(b, "text", "") for b in report(s.call, s.cast.li).blocks)
    assert "应答复1件，已答复1件，答复率100.0%" in said
    page = enter(s.cast.hua).get("/proposals/board/").content.decode()
    assert kept.number in page and taken.number not in page


def test_on_time_and_satisfied_per_department_as_counted_by_hand(s, enter):
    """总务处 leads four: answered in time, answered late, overdue, running. 教务处 one, in time. By hand:
    on time 1 of 3 (two answered and one overdue), and 1 of 1; satisfied 1 of 2 rated, 0 of 0."""
    rule(s.cast, reply_days=10, day_type="working", leader_reads=False)  # 2 March: by 16 March
    good, slow, due = talked(s), talked(s), received(s)
    actions.deliver(actions.sign(answer(good, s), by=s.fu), by=s.cast.tian)
    actions.rate(good, by=s.cast.qian, attitude="unsatisfied", result="basic")
    other = answered_case(s, actions.accept(submitted(s), by=s.cast.sun))
    with clock.at(due.due + timedelta(days=1)):
        actions.deliver(actions.sign(answer(slow, s), by=s.fu), by=s.cast.tian)
        actions.rate(slow, by=s.cast.qian, attitude="satisfied", result="unsatisfied", words="太晚")
        running = received(s)
        rows = {d["department"].name: d for d in departments_of(s.cast.first, s.call)}
        counted = {
            name: tuple(
                d[k] for k in ("led", "answered", "on_time", "overdue", "judged", "rated", "good")
            )
            for name, d in rows.items()
        }
        assert counted == {"总务处": (4, 2, 1, 1, 3, 2, 1), "教务处": (1, 1, 1, 0, 1, 0, 0)}
        page = enter(s.cast.hua).get("/proposals/board/").content.decode()
        assert "33.3%" in page and "50.0%" in page
        actions.clarify(due, by=s.cast.tian, question="哪个时段？")
        paused = departments_of(s.cast.first, s.call)
        assert [d["overdue"] for d in paused if d["department"] == s.lead] == [0], (
            "its clock stands"
        )
    assert other.on_time and running.answered is None
