"""In each state a proposal calls on those who have the next move, and on nobody else (rules 0, 5A)."""

import pytest

from zhijia.domains.proposals import actions
from zhijia.kernel.people import Appointment
from zhijia.kernel.waiting import waiting_for

from .parts import (
    DAY,
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
)  # fmt: skip

CAST = ("qian", "zhao", "hua", "tian", "wu", "sun", "lin", "gao", "fu", "dang", "wang")


def called(s):
    """Who is called on for what, by the first words of each line."""
    found = {}
    for name in CAST:
        who = getattr(s.cast, name, None) or getattr(s, name)
        for line in waiting_for(who, s.cast.first):
            if line.source.startswith("proposals."):
                found.setdefault(line.title.split("：")[0], set()).add(name)
    return found


COMMITTEE = {"sun", "lin"}  # of those asked; the chair is in it too
LEADERS = {"gao", "dang"}


@pytest.mark.parametrize(
    ("stage", "lines"),
    [
        (drafted, {"写完提案": {"qian"}}),
        (seconded, {"提交提案": {"qian"}}),
        (submitted, {"审查提案": COMMITTEE}),
        (lambda s: actions.accept(submitted(s), by=s.cast.sun), {"批示提案": LEADERS}),
        (filed, {"交办提案": COMMITTEE}),
        (assigned, {"签收提案": {"tian"}}),
        (received, {"办理提案": {"tian"}}),
        (talked, {"办理提案": {"tian"}}),
        (lambda s: actions.clarify(received(s), by=s.cast.tian, question="哪个时段"), {"承办部门请您说明": {"qian"}}),
        (answered, {"审签答复": {"fu"}}),
        (lambda s: actions.sign(answered(s), by=s.fu), {"送达答复": {"tian"}}),
        (delivered, {"评价答复": {"qian"}}),
        (lambda s: rated(s, "unsatisfied"), {"核查提案": COMMITTEE}),
        (rated, {}),
        (lambda s: actions.dispute(submitted(s), by=s.cast.sun, reason="意见不一"), {"裁定提案": {"lin", "dang"}}),
        (lambda s: actions.withdraw(submitted(s), by=s.cast.qian, reason="已解决"), {}),
    ],
)  # fmt: skip
def test_each_state_calls_on_who_has_the_next_move(s, stage, lines):
    stage(s)
    assert called(s) == lines


def test_those_asked_to_second_are_called_on_until_they_have_answered(s):
    p = drafted(s)
    actions.ask_second(p, by=s.cast.qian, people=[s.cast.zhao, s.cast.hua, s.cast.wang])
    assert called(s)["请您附议"] == {"zhao", "hua", "wang"}
    actions.second(p, by=s.cast.zhao)
    actions.decline_second(p, by=s.cast.hua)
    assert called(s)["请您附议"] == {"wang"}


def test_assisting_departments_are_called_on_for_their_own_part(s):
    rule(s.cast, countersign=True)
    p = received(s, [s.other])
    assert called(s)["签收提案"] == {"wu"}
    actions.receive(p, by=s.wu)
    assert called(s)["协办提案"] == {"wu"}
    actions.contribute(p, by=s.wu, opinion="同意")
    actions.contact(p, by=s.cast.tian, on=DAY, way="face", words="谈过")
    actions.draft_reply(p, by=s.cast.tian, kind="A", text="已经采纳并落实到位。", measures="完成")
    assert called(s) == {"会签答复": {"wu"}}


def test_where_both_sign_the_second_is_called_on_after_the_first(s):
    rule(s.cast, reply_signer="both")
    p = answered(s)
    assert called(s) == {"审签答复": {"fu"}}
    actions.sign(p, by=s.fu)
    assert called(s) == {"审签答复": {"gao"}}


def test_who_handles_it_is_called_on_in_place_of_the_head(s):
    p = assigned(s)
    actions.receive(p, by=s.cast.tian, handler=s.cast.hua)
    assert called(s) == {"办理提案": {"hua"}}


def test_a_request_to_be_reassigned_calls_on_the_committee(s):
    p = assigned(s)
    actions.ask_reassign(p, by=s.cast.tian, reason="不归我部门")
    assert called(s)["总务处申请改派"] == COMMITTEE


def test_a_promise_calls_shortly_before_its_day_then_on_who_confirms(s):
    p = rated(s, kind="B", promised=promised(60)).promises.get()
    assert called(s) == {}
    with later(45):
        assert called(s) == {"落实承诺": {"tian"}}
        actions.report_promise(p, by=s.cast.tian, evidence="已完成")
        assert called(s) == {"核实承诺": COMMITTEE}
        actions.confirm_promise(p, by=s.cast.sun)
        assert called(s) == {}


def test_when_the_head_has_left_the_committee_is_called_on(s):
    from zhijia.kernel.people import Membership

    p = assigned(s)
    Membership.objects.filter(person=s.cast.tian).update(ends=DAY.replace(day=1))
    Appointment.objects.filter(person=s.cast.tian).update(ends=DAY.replace(day=1))
    from zhijia.kernel import waiting

    with later(1):
        waiting.sync(fresh(p))
        assert called(s) == {"签收提案": COMMITTEE}


def test_what_lapsed_calls_on_the_committee_only_after_the_last_day(s):
    p = delivered(s)
    with later((p.rating_due - DAY).days - 1):
        assert "评价期满" not in called(s)
    with later((p.rating_due - DAY).days):
        assert called(s)["评价期满"] == COMMITTEE


def test_a_merged_case_asks_both_who_wrote(s):
    into = filed(s)
    other = drafted(s, by=s.cast.wang)
    actions.ask_second(other, by=s.cast.wang, people=[s.cast.zhao, s.cast.hua])
    for who in (s.cast.zhao, s.cast.hua):
        actions.second(other, by=who)
    actions.merge(actions.submit(other, by=s.cast.wang), by=s.cast.sun, into=into)
    assert called(s)["请确认并案"] == {"qian", "wang"}
    actions.agree_merge(fresh(other), by=s.cast.wang)
    assert called(s)["请确认并案"] == {"qian"}
