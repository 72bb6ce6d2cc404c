"""Handling: parts, clocks, contacts, answers (R-048; rules 5.16–5.20)."""

from datetime import date, timedelta

import pytest

from zhijia.domains.proposals import actions, jobs
from zhijia.domains.proposals.models import Assignment
from zhijia.kernel import clock
from zhijia.kernel.calendar.models import say_day
from zhijia.kernel.notices import Notice
from zhijia.kernel.refusals import NotAllowed, Refused

from .parts import (
    DAY,
    answer,
    answered,
    assigned,
    delivered,
    filed,
    fresh,
    later,
    promised,
    received,
    rule,
    talked,
)


def test_the_clock_runs_sixty_calendar_days_from_assigning(s):
    assert assigned(s).due == date(2026, 5, 6)  # 1 May and its neighbours are days off


@pytest.mark.parametrize(
    ("given", "due"),
    [({"reply_days": 45}, date(2026, 4, 16)), ({"reply_days": 10, "day_type": "working"}, date(2026, 3, 16)),
     ({"reply_days": 30}, date(2026, 4, 1)), ({"reply_days": 90}, date(2026, 6, 1))],
)  # fmt: skip
def test_each_school_sets_days_and_how_they_are_counted(s, given, due):
    """2 March plus 90 is 31 May, a Sunday: the period ends on the Monday."""
    rule(s.cast, **given)
    assert assigned(s).due == due


def test_a_deadline_on_a_moved_holiday_ends_on_the_next_working_day(s):
    say_day(s.cast.first, date(2026, 4, 16), False, "调休")
    rule(s.cast, reply_days=45)
    assert assigned(s).due == date(2026, 4, 17)
    say_day(s.cast.first, date(2026, 4, 18), True, "调休上班")  # a Saturday
    say_day(s.cast.first, date(2026, 4, 17), False, "调休")
    assert assigned(s).due == date(2026, 4, 18)


def test_only_the_department_or_the_committee_receives(s):
    p = assigned(s)
    for who in (s.cast.zhao, s.cast.chen, s.cast.zhou, s.wu):
        with pytest.raises(NotAllowed):
            actions.receive(p, by=who)
    actions.receive(p, by=s.cast.tian, handler=s.cast.hua)
    assert p.state == "handling"
    assert actions.contact(p, by=s.cast.hua, on=DAY, way="phone", words="x").state == "handling"


def test_reassignment_within_its_working_days(s):
    p = assigned(s)
    with later(8), pytest.raises(Refused, match="超过 5 个工作日"):
        actions.ask_reassign(p, by=s.cast.tian, reason="不归我部门")
    with later(7):
        actions.ask_reassign(p, by=s.cast.tian, reason="不归我部门")
        part = p.assignments.get(ended=None)
        due = p.due
        actions.reassign(p, by=s.cast.sun, part=part, to=s.other, reason="属教务处职责")
    assert (p.state, p.lead, p.due) == ("assigned", s.other, due)
    old = Assignment.objects.get(pk=part.pk)
    assert old.ended and old.why == "属教务处职责"
    with pytest.raises(NotAllowed):
        actions.receive(p, by=s.cast.tian)
    actions.receive(p, by=s.wu)


def test_a_request_may_be_refused(s):
    p = assigned(s)
    actions.ask_reassign(p, by=s.cast.tian, reason="不归我部门")
    actions.keep_assigned(p, by=s.cast.sun, reason="职责明确")
    assert not p.assignments.exclude(asked="").exists()
    with pytest.raises(Refused, match="没有部门申请"):
        actions.keep_assigned(p, by=s.cast.sun, reason="再来")


def test_the_clock_stands_still_while_the_proposer_is_asked(s):
    rule(s.cast, day_type="working", reply_days=20)
    p = received(s)
    assert p.due == date(2026, 3, 30)
    actions.clarify(p, by=s.cast.tian, question="哪个时段？")
    with later(7):
        assert jobs.ring() == "0"
        actions.explain(p, by=s.cast.qian, words="早上七点")
    assert (p.state, p.due, p.paused) == ("handling", date(2026, 4, 7), None)  # 6 April is 清明


def test_one_extension_with_a_reason(s):
    p = received(s)
    due = p.due
    actions.extend(p, by=s.cast.tian, reason="等待招标")
    assert p.due > due + timedelta(days=29)
    with pytest.raises(Refused, match="已经延期过"):
        actions.extend(p, by=s.cast.tian, reason="再延")
    assert Notice.objects.filter(person=s.cast.qian, title__contains="延期").exists()
    rule(s.cast, extension_days=0)
    with pytest.raises(Refused, match="不设延期"):
        actions.extend(received(s), by=s.cast.tian, reason="x")


def test_no_answer_without_talking_first(s):
    p = received(s)
    with pytest.raises(Refused, match="先与提案人沟通"):
        answer(p, s)
    rule(s.cast, contact_required=False, face_to_face_required=[])
    assert answer(fresh(p), s).state == "signing"


@pytest.mark.parametrize("kind", ["B", "C", "D"])
def test_what_is_not_solved_is_said_face_to_face(s, kind):
    p = talked(s, way="phone")
    given = {
        "kind": kind,
        "text": "条件暂不具备，已经记录在案，条件成熟时优先考虑办理。",
        "promised": promised(),
    }
    with pytest.raises(Refused, match="面复"):
        answer(p, s, **given)
    actions.contact(p, by=s.cast.tian, on=DAY, way="meeting", words="座谈会上说明")
    assert answer(p, s, **given).state == "signing"


def test_which_answers_need_it_is_the_schools_choice(s):
    rule(s.cast, face_to_face_required=["D"])
    p = talked(s, way="phone")
    assert answer(p, s, kind="B", promised=promised()).state == "signing"


def test_each_kind_of_answer_needs_its_contents(s):
    p = talked(s)
    with pytest.raises(Refused, match="A 类"):
        answer(p, s, measures="")
    with pytest.raises(Refused, match="B 类"):
        answer(p, s, kind="B")
    for kind in ("C", "D"):
        with pytest.raises(Refused, match="原因说清楚"):
            answer(p, s, kind=kind, text="不行")
    with pytest.raises(Refused, match="已经过去"):
        answer(p, s, kind="B", promised=promised(-1))


def test_lead_and_assisting_department_with_replies_of_their_own(s):
    rule(s.cast, countersign=True)
    p = talked(s, [s.other])
    with pytest.raises(Refused, match="等待教务处的协办意见"):
        answer(p, s)
    with pytest.raises(Refused, match="由协办部门提交"):
        actions.contribute(p, by=s.cast.tian, opinion="x")
    actions.contribute(p, by=s.wu, opinion="课表可以配合")
    assert answer(p, s).state == "countersign"
    with pytest.raises(Refused, match="由协办部门会签"):
        actions.countersign(p, by=s.cast.tian)
    actions.return_reply(p, by=s.wu, reason="没有写课表")
    assert p.state == "handling"
    assert answer(p, s).state == "countersign"
    actions.countersign(p, by=s.wu)
    assert p.state == "signing"


def test_the_answer_need_not_wait_for_a_silent_department_past_the_day(s):
    p = talked(s, [s.other])
    with clock.at(p.due + timedelta(days=1)):
        assert answer(p, s).state == "signing"


def test_the_leader_in_charge_signs_and_nobody_signs_their_own(s):
    p = answered(s)
    for who in (s.gao, s.cast.dang):
        with pytest.raises(Refused, match="先由分管校领导付副校长"):
            actions.sign(p, by=who)
    with pytest.raises(NotAllowed):
        actions.sign(p, by=s.cast.tian)
    actions.sign(p, by=s.fu)
    assert p.state == "signed"
    with pytest.raises(Refused, match="不能审签自己"):
        actions.change_department(s.lead, by=s.cast.sun, name="总务处", head=s.fu, leader=s.fu)


def test_where_both_sign_the_principal_comes_second(s):
    rule(s.cast, reply_signer="both")
    p = answered(s)
    actions.sign(p, by=s.fu)
    assert p.state == "signing"
    with pytest.raises(Refused, match="您已审签"):
        actions.sign(p, by=s.fu)
    actions.sign(p, by=s.gao)
    assert p.state == "signed"
    reply = p.replies.get()
    assert (reply.signed_by, reply.also_signed_by) == (s.fu, s.gao)


def test_where_nobody_signs_it_is_delivered_at_once(s):
    rule(s.cast, reply_signer="none")
    p = answered(s)
    assert p.state == "signed"
    assert actions.deliver(p, by=s.cast.tian).state == "rating"


def test_a_leader_complained_of_signs_nothing(s):
    p = answered(s, against=s.fu)
    assert p.leader == s.gao
    with pytest.raises(NotAllowed):
        actions.sign(p, by=s.fu)
    actions.change_signer(p, by=s.cast.sun, leader=s.cast.dang, reason="校长出差")
    with pytest.raises(Refused, match="不能审签"):
        actions.change_signer(p, by=s.cast.sun, leader=s.fu, reason="x")
    actions.sign(p, by=s.cast.dang)
    assert p.state == "signed"


def test_a_dissolved_department_hands_on_to_its_successor_visibly(s):
    p = received(s)
    due = p.due
    actions.dissolve_department(s.lead, by=s.cast.sun, successor=s.other, reason="机构调整")
    p = fresh(p)
    assert (p.state, p.lead, p.due) == ("assigned", s.other, due)
    assert p.assignments.get(department=s.lead).why == "“总务处”已撤销"
    assert Notice.objects.filter(person=s.cast.qian, title__startswith="承办部门有变动").exists()
    assert actions.receive(p, by=s.wu).state == "handling"


def test_without_a_successor_it_is_to_be_assigned_anew(s):
    p = received(s)
    actions.dissolve_department(s.lead, by=s.cast.sun)
    p = fresh(p)
    assert (p.state, p.lead, p.due) == ("assign", None, None)
    actions.assign(p, by=s.cast.sun, lead=s.other)
    assert p.due and p.state == "assigned"


def test_promises_of_a_dissolved_department_need_somebody_to_keep_them(s):
    p = delivered(s, kind="B", promised=promised())
    with pytest.raises(Refused, match="没兑现的承诺"):
        actions.dissolve_department(s.lead, by=s.cast.sun)
    actions.dissolve_department(s.lead, by=s.cast.sun, successor=s.other)
    assert p.promises.get().department == s.other


def test_the_committee_presses(s):
    p = assigned(s)
    actions.press(p, by=s.cast.sun, reason="请尽快签收")
    urgent = Notice.objects.filter(title__startswith="督办提案", sort="urgent")
    assert {n.person for n in urgent} == {s.cast.tian, s.fu}
    with pytest.raises(NotAllowed):
        actions.press(p, by=s.cast.qian, reason="x")


def test_only_who_is_in_charge_assigns(s):
    p = filed(s)
    for who in (s.cast.qian, s.cast.tian, s.cast.zhou, s.cast.chen):
        with pytest.raises(NotAllowed):
            actions.assign(p, by=who, lead=s.lead)
