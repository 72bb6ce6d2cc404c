"""A visit from report to follow-up, the standard and the higher approver (R-185, R-187; rules 3.20–3.27)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from zhijia.domains.care import actions
from zhijia.domains.care.models import Occasion, Visit
from zhijia.kernel import clock, measures
from zhijia.kernel.actions import Step, open_to
from zhijia.kernel.policy import PolicyRow
from zhijia.kernel.records import Entry, Record
from zhijia.kernel.refusals import NeedsReason, NotAllowed, Refused, WrongState

DAY = date(2026, 3, 10)


@pytest.fixture(autouse=True)
def in_march():
    with clock.at(DAY):
        yield


@pytest.fixture
def cap(cast):
    return PolicyRow.objects.create(
        org=cast.first, code="care.cap.illness", value="1000", unit="元",
        strength=PolicyRow.Strength.REASON, source="本校慰问办法", article="第三条", confidence="V",
    )  # fmt: skip


def reported(cast, **more):
    given = {"person": cast.qian, "kind": "illness", "on": DAY} | more
    return actions.report(cast.first, by=more.pop("by", cast.zhao), **given)


def planned(cast, amount=800, **more):
    given = {"on": DAY, "visitors": [cast.sun], "form": "cash", "amount": Decimal(amount)} | more
    return actions.plan(reported(cast), by=cast.sun, **given)


@pytest.mark.req("R-185", "R-187")
def test_a_visit_is_recorded_by_being_made(cast, cap):
    visit = planned(cast)
    assert visit.state == "planned"
    assert "1,000.00 元以内（本校慰问办法第三条）" in visit.rule
    actions.finish(visit, by=cast.sun, on=DAY, amount=Decimal(800), follow_up=DAY + timedelta(30))
    record = Record.objects.get(kind="care.visit", source_id=visit.pk)
    assert (record.stage, record.on) == ("done", DAY)
    totals = measures.totals(cast.first, DAY, DAY)
    assert (totals["care.visits"], totals["care.spent"]) == (1, Decimal(800))
    assert totals["care.people"] == 1 and totals["care.in_time"] == 1
    assert Entry.objects.get(record=record).amount == Decimal(800)
    visit.occasion.refresh_from_db()
    assert visit.occasion.state == "visited"


def test_record_names_nobody(cast, cap):
    visit = planned(cast)
    actions.finish(visit, by=cast.sun, on=DAY, amount=Decimal(800), note="钱学文住院")
    record = Record.objects.get(kind="care.visit")
    assert cast.qian.name not in record.title + record.public
    steps = Step.objects.about(visit)
    assert not any("note" in s.changed or "钱学文" in s.note for s in steps)


def test_over_the_standard_needs_a_reason_and_somebody_else(cast, cap):
    with pytest.raises(NeedsReason, match="超出生病住院标准 200.00 元"):
        planned(cast, 1200)
    assert not Visit.objects.exists() and Occasion.objects.count() == 1
    Occasion.objects.update(state="dismissed")
    visit = planned(cast, 1200, over="两次手术，费用特别高")
    assert visit.state == "awaiting"
    with pytest.raises(NotAllowed):
        actions.approve(visit, by=cast.sun)
    with pytest.raises(WrongState):
        actions.finish(visit, by=cast.sun, on=DAY, amount=Decimal(1200))
    actions.approve(visit, by=cast.li)
    assert (visit.state, visit.approved_by) == ("planned", cast.li)


def test_nobody_approves_what_they_planned(cast, cap):
    given = {
        "on": DAY,
        "visitors": [cast.li],
        "form": "cash",
        "amount": Decimal(1200),
        "over": "特殊",
    }
    visit = actions.plan(reported(cast), by=cast.li, **given)
    with pytest.raises(Refused, match="另一位"):
        actions.approve(visit, by=cast.li)
    locked = {o.action.name: o.why for o in open_to(visit, cast.li)}
    assert "另一位" in locked["approve"]
    actions.approve(visit, by=cast.lin)


def test_a_ban_is_a_ban(cast):
    PolicyRow.objects.create(
        code="care.cap.illness", value="500", strength="block", source="上级规定", confidence="V"
    )
    with pytest.raises(Refused, match="超出"):
        planned(cast, 800, over="再大的理由")


def test_unknown_standard_is_said_not_guessed(cast):
    visit = planned(cast, 5000)
    assert visit.state == "planned" and "尚未录入" in visit.rule and visit.standard is None


def test_the_lower_level_is_only_stricter(cast, cap):
    row = {"code": "care.cap.illness", "strength": "reason", "source": "区标准", "confidence": "V"}
    PolicyRow.objects.create(org=cast.district, value="2000", **row)
    assert "1,000.00 元以内" in planned(cast).rule
    PolicyRow.objects.filter(org=cast.district).update(value="600")
    Occasion.objects.update(state="dismissed")
    with pytest.raises(NeedsReason, match="区标准"):
        planned(cast, 800)


def test_spending_more_than_was_allowed_is_refused(cast, cap):
    visit = planned(cast)
    with pytest.raises(Refused, match="超出"):
        actions.finish(visit, by=cast.sun, on=DAY, amount=Decimal(1500))
    visit.refresh_from_db()
    assert (visit.state, visit.amount) == ("planned", 800)


def test_not_before_it_happened(cast, cap):
    with pytest.raises(Refused, match="不能晚于今天"):
        actions.finish(planned(cast), by=cast.sun, on=DAY + timedelta(1), amount=Decimal(1))


def test_the_same_event_twice_asks_why(cast):
    reported(cast)
    with pytest.raises(NeedsReason, match="本人"):
        reported(cast, on=DAY - timedelta(5))
    assert reported(cast, on=DAY - timedelta(5), again="第二次住院").pk


def test_both_spouses(cast):
    reported(cast, person=cast.zhao, kind="birth")
    with pytest.raises(NeedsReason, match="其配偶"):
        reported(cast, person=cast.hua, kind="birth")
    PolicyRow.objects.create(
        code="care.both_spouses.birth",
        value="yes",
        strength="warn",
        source="省细则",
        confidence="V2",
    )
    assert reported(cast, person=cast.hua, kind="birth").pk


def test_follow_up_and_thanks(cast, cap):
    visit = planned(cast)
    actions.finish(visit, by=cast.sun, on=DAY, amount=Decimal(800), follow_up=DAY)
    actions.note_thanks(visit, by=cast.sun, thanks="谢谢大家")
    actions.follow(visit, by=cast.sun, followed="恢复得不错")
    with pytest.raises(Refused, match="已经回访"):
        actions.follow(visit, by=cast.sun, followed="再来")


def test_cancelling_opens_the_occasion_again(cast, cap):
    visit = planned(cast)
    actions.cancel(visit, by=cast.sun, reason="本人谢绝")
    assert Record.objects.get(kind="care.visit").stage == "void"
    assert Occasion.objects.get().state == "reported"


def test_a_stranger_and_the_level_above_are_refused(cast, cap):
    visit = planned(cast)
    for outsider in (cast.zhou, cast.chen, cast.zhao):
        with pytest.raises(NotAllowed):
            actions.finish(visit, by=outsider, on=DAY, amount=Decimal(1))
        assert not Visit.objects.all().visible_to(outsider).exists()
    assert Visit.objects.all().visible_to(cast.qian).exists()
