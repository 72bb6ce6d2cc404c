"""A seat: taken, shared out, filled in mid-term, left (R-008; rules 2.06, 2.16, 8.23)."""

from datetime import timedelta

import pytest

from zhijia.domains.committees import actions
from zhijia.domains.committees.models import Committee, Decision, Seat
from zhijia.domains.committees.tests.parts import DAY, ELECTED, minuted, opened, seat_of
from zhijia.kernel import access, clock
from zhijia.kernel.actions import Step, open_to
from zhijia.kernel.notices import Notice
from zhijia.kernel.people import Person
from zhijia.kernel.refusals import NotAllowed, Refused, WrongState

OUTSIDERS = ("zhou", "zhao", "chen", "sun", "dang")


def settled(cast, words="增补委员｜孙丽华", **more):
    """A decision of the union's own committee."""
    return minuted(cast, decisions=words, **more).decisions.get()


def may(who, power, org):
    return access.can(Person.objects.get(pk=who.pk), power, org)


@pytest.mark.req("R-008")
def test_work_is_shared_out_and_open_to_every_member(cast, enter):
    committee = opened(cast)
    seat = seat_of(committee, cast.sun)
    actions.divide(seat, by=cast.lin, duty="文体", tasks="组织活动\n管理器材")
    seat.appointment.refresh_from_db()
    assert (seat.duty, seat.appointment.duty) == ("文体", "文体")
    assert [s.verb for s in Step.objects.about(seat)] == ["seat", "divide"]
    assert Notice.objects.filter(person=cast.sun, title__contains="分工").exists()
    html = enter(cast.zhao).get("/committees/officers/").content.decode()
    assert "孙丽华" in html and "文体" in html and "管理器材" in html
    assert "孙丽华" not in enter(cast.zhou).get("/committees/officers/").content.decode()


def test_nobody_sits_twice_nor_beyond_the_places(cast):
    committee = opened(cast)
    with pytest.raises(Refused, match="名额 3 人已满"):
        actions.seat(committee, by=cast.li, person=cast.qian, role="member")
    actions.amend(committee, by=cast.li, name="工会委员会", term="第八届", places=5)
    with pytest.raises(Refused, match="孙丽华已在这个委员会任职"):
        actions.seat(committee, by=cast.li, person=cast.sun, role="member")
    seat = actions.seat(committee, by=cast.li, person=cast.qian, role="member", duty="宣传")
    assert (seat.how, seat.starts, seat.appointment.post) == ("elected", ELECTED, "committee")
    with pytest.raises(Refused, match="请用“增补”"):
        actions.seat(committee, by=cast.li, person=cast.hua, role="member", starts=DAY)


def test_co_opting_needs_a_decision_of_a_meeting_before(cast):
    committee = opened(cast)
    actions.amend(committee, by=cast.li, name="工会委员会", places=5)
    decision = settled(cast)
    given = {"by": cast.li, "person": cast.qian, "role": "member", "decision": decision}
    with pytest.raises(Refused, match="会议在此之前"):
        actions.co_opt(committee, starts=DAY - timedelta(1), **given)
    seat = actions.co_opt(committee, starts=DAY, **given)
    assert (seat.how, seat.decision, seat.starts) == ("co_opted", decision, DAY)
    assert may(cast.qian, "care.arrange", cast.first)
    assert [s.verb for s in Step.objects.about(seat)] == ["co_opt"]


@pytest.mark.parametrize("wrong", ["dropped", "foreign", "called"])
def test_not_every_decision_will_do(cast, wrong):
    committee, decision = opened(cast), settled(cast)
    if wrong == "dropped":
        actions.drop(decision, by=cast.li, reason="不再增补")
    elif wrong == "foreign":
        Decision.objects.filter(pk=decision.pk).update(org=cast.second)
    else:
        type(decision.meeting).objects.filter(pk=decision.meeting_id).update(state="called")
    decision = Decision.objects.get(pk=decision.pk)
    with pytest.raises(Refused, match="决定"):
        actions.co_opt(committee, by=cast.li, person=cast.qian, role="member", starts=DAY,
                       decision=decision)  # fmt: skip


def test_leaving_ends_the_office_the_same_day(cast):
    seat = seat_of(opened(cast), cast.sun)
    actions.vacate(seat, by=cast.li, ends=DAY, left="resigned", reason="工作太忙")
    seat.appointment.refresh_from_db()
    assert (seat.state, seat.ends, seat.appointment.ends) == ("left", DAY, DAY)
    assert not may(cast.sun, "care.arrange", cast.first)  # the same minute
    step = Step.objects.about(seat).last()
    assert (step.verb, step.was, step.became, step.note) == (
        "vacate",
        "serving",
        "left",
        "工作太忙",
    )


@pytest.mark.parametrize("who", ["li", "lin"])
@pytest.mark.parametrize("left", ["moved", "resigned", "removed"])
def test_chair_and_vice_chair_are_not_moved_without_two_consents(cast, who, left):
    """Rules 2.06, union law article 18: own committee and next higher union, both."""
    seat = seat_of(opened(cast), getattr(cast, who))
    consent = settled(cast, "同意调动")
    given = {"by": cast.li, "ends": DAY, "left": left, "reason": "调任"}
    for consents in ({}, {"consent": consent}, {"consent_above": "东教工〔2026〕5号"},
                     {"consent": consent, "consent_above": "  "}):  # fmt: skip
        with pytest.raises(Refused, match="《工会法》第十八条"):
            actions.vacate(seat, **given, **consents)
    actions.vacate(seat, consent=consent, consent_above="东教工〔2026〕5号", **given)
    assert (seat.consent, seat.consent_above, seat.state) == (consent, "东教工〔2026〕5号", "left")


def test_no_consent_is_asked_for_what_nobody_can_refuse(cast):
    seat = seat_of(opened(cast), cast.lin)
    actions.vacate(seat, by=cast.li, ends=DAY, left="retired", reason="到龄退休")
    assert seat.state == "left"


def test_nor_once_the_term_is_over(cast):
    committee = opened(cast, starts=ELECTED.replace(year=2021))
    Committee.objects.filter(pk=committee.pk).update(until=DAY - timedelta(1))
    seat = seat_of(committee, cast.lin)
    actions.vacate(seat, by=cast.li, ends=DAY, left="moved", reason="调任")
    assert seat.state == "left"


def test_an_office_that_ended_with_the_membership_is_not_drawn_out(cast):
    """Who leaves the union loses the office that day; the seat is closed when somebody gets to it."""
    seat = seat_of(opened(cast), cast.sun)
    seat.appointment.end(DAY - timedelta(2))
    seat.appointment.save()
    actions.vacate(seat, by=cast.li, ends=DAY, left="moved", reason="已调离")
    seat.appointment.refresh_from_db()
    assert seat.appointment.ends == DAY - timedelta(2)


def test_leaving_lies_between_taking_up_and_today(cast):
    seat = seat_of(opened(cast), cast.sun)
    for day in (ELECTED - timedelta(1), DAY + timedelta(1)):
        with pytest.raises(Refused, match="离任日期"):
            actions.vacate(seat, by=cast.li, ends=day, left="resigned", reason="x")


def test_one_chair_goes_and_the_next_comes_on_the_same_day(cast):
    committee, consent = opened(cast), settled(cast, "同意调动，补选主席")
    actions.vacate(seat_of(committee, cast.li), by=cast.lin, ends=DAY, left="moved", reason="调任",
                   consent=consent, consent_above="东教工〔2026〕5号")  # fmt: skip
    actions.co_opt(committee, by=cast.lin, person=cast.qian, role="chair", starts=DAY,
                   decision=consent)  # fmt: skip
    assert may(cast.qian, "committees.organise", cast.first)
    assert not may(cast.li, "committees.organise", cast.first)


def test_the_chair_who_left_is_followed_by_one_co_opted(cast):
    """A vacancy from end to end: two consents, the vice chair enters who follows."""
    committee, consent = opened(cast), settled(cast, "同意调动")
    actions.vacate(seat_of(committee, cast.li), by=cast.li, ends=DAY, left="moved", reason="调任",
                   consent=consent, consent_above="东教工〔2026〕5号")  # fmt: skip
    later = DAY + timedelta(20)
    with clock.at(later):
        meeting = minuted(cast, committee=committee, by=cast.lin, on=later, decisions="补选主席")
        seat = actions.co_opt(committee, by=cast.lin, person=cast.qian, role="chair", starts=later,
                              decision=meeting.decisions.get())  # fmt: skip
        assert may(cast.qian, "committees.organise", cast.first)
        assert not may(cast.li, "committees.organise", cast.first)
    assert seat.appointment.post == "chair"


def test_who_may_not(cast):
    committee = opened(cast)
    seat = seat_of(committee, cast.sun)
    for name in OUTSIDERS:
        who = getattr(cast, name)
        for verb in (actions.divide, actions.vacate):
            with pytest.raises(NotAllowed):
                verb(seat, by=who)
        for verb in (actions.seat, actions.co_opt):
            with pytest.raises(NotAllowed):
                verb(committee, by=who)
    for who in (cast.zhou, cast.zhao, cast.chen):
        assert open_to(seat, who) == []
    assert Seat.objects.all().visible_to(cast.zhao).count() == 3
    for who in (cast.zhou, cast.chen, None):
        assert not Seat.objects.all().visible_to(who).exists()


def test_what_is_left_is_not_left_again_nor_shared_out(cast):
    seat = seat_of(opened(cast), cast.sun)
    actions.vacate(seat, by=cast.li, ends=DAY, left="resigned", reason="x")
    for verb in (actions.vacate, actions.divide, actions.expire):
        with pytest.raises(WrongState):
            verb(seat, by=cast.li)
