"""A term from the founding to the next election (R-005, R-007; rules 2.03, 2.13, 8.06, 8.16, 8.22)."""

from datetime import date, timedelta

import pytest

from zhijia.domains.committees import actions
from zhijia.domains.committees.models import Committee, Seat
from zhijia.domains.committees.tests.parts import (
    DAY,
    ELECTED,
    called,
    founded,
    opened,
    reviewers,
    seat_of,
)
from zhijia.kernel import access, clock, measures, records
from zhijia.kernel.actions import Step, open_to
from zhijia.kernel.notices import Notice
from zhijia.kernel.people import Appointment, Person, Post
from zhijia.kernel.policy import PolicyRow
from zhijia.kernel.records import Record
from zhijia.kernel.refusals import NeedsReason, NotAllowed, Refused, WrongState
from zhijia.kernel.testing import member, names_of, office, person
from zhijia.kernel.waiting import Call, waiting_for

YEARS = (date(2026, 1, 1), date(2026, 12, 31))


def may(who, power, org):
    """Asked afresh, as at the next request."""
    return access.can(Person.objects.get(pk=who.pk), power, org)


def calls(committee):
    return Call.objects.filter(source="committees.committee", source_id=committee.pk)


def titles(person, org):
    return [w.title for w in waiting_for(Person.objects.get(pk=person.pk), org)]


@pytest.mark.req("R-005")
def test_an_election_seats_gives_powers_and_the_next_one_takes_them_away(cast):
    """The practice from end to end: elected, sits, meets, is renewed, and steps down by itself."""
    eighth = opened(cast)
    assert (eighth.starts, eighth.until) == (ELECTED, date(2031, 3, 1))  # five years from election
    posts = Appointment.objects.of(cast.first).filter(seat__committee=eighth)
    assert set(posts.values_list("person", "post")) == {
        (cast.li.pk, "chair"), (cast.lin.pk, "vice_chair"), (cast.sun.pk, "committee"),
    }  # fmt: skip
    assert called(cast, committee=eighth).committee == eighth
    ninth = actions.renew(eighth, by=cast.li, term="第九届")
    later = date(2031, 2, 20)
    with clock.at(later):
        actions.open_term(ninth, by=cast.li, starts=later, years=3, chair=cast.lin,
                          vices=[cast.sun], members=[cast.qian])  # fmt: skip
        eighth.refresh_from_db()
        assert (eighth.state, eighth.ends) == ("ended", date(2031, 2, 19))
        assert not posts.exclude(ends=date(2031, 2, 19)).exists()
        assert set(eighth.seats.values_list("state", "left", "ends")) == {
            ("left", "term", date(2031, 2, 19))
        }
        assert may(cast.lin, "committees.organise", cast.first)
        assert may(cast.qian, "care.arrange", cast.first)
        assert not may(cast.li, "committees.organise", cast.first)


def test_opening_leaves_steps_a_record_notices_and_a_figure(cast):
    committee = opened(cast)
    assert [s.verb for s in Step.objects.about(committee)] == ["found", "open_term"]
    step = Step.objects.about(committee).last()
    assert (step.was, step.became, step.by) == ("preparing", "current", cast.li)
    record = Record.objects.get(kind="committees.term")
    assert (record.title, record.on, record.stage) == ("选举产生第八届工会委员会", ELECTED, "done")
    assert not [name for name in names_of(cast) if name in record.public + record.title]
    assert measures.totals(cast.first, *YEARS)["committees.elections"] == 1
    told = Notice.objects.filter(title__contains="登记任职")
    assert set(told.values_list("person", flat=True)) == {cast.lin.pk, cast.sun.pk}
    found = {r.kind: r for r in records.rebuild(check=True)}
    assert found["committees.term"].changed == 0


def test_a_committee_being_prepared_is_no_work_done_yet(cast):
    founded(cast)
    assert Record.objects.get(kind="committees.term").stage == "draft"
    assert "登记选举结果：第八届工会委员会" in titles(cast.li, cast.first)


@pytest.mark.parametrize("years", [None, 2, 4, 6])
def test_a_term_is_three_or_five_years(cast, years):
    with pytest.raises(Refused, match="每届任期为 3、5 年"):
        opened(cast, years=years)
    assert Committee.objects.get().state == "preparing" and not Seat.objects.exists()


def test_three_years_end_the_day_before(cast):
    assert opened(cast, years=3).until == date(2029, 3, 1)


@pytest.mark.parametrize(("present", "fits"), [(79, False), (80, True)])
def test_two_thirds_must_come_to_elect(cast, present, fits):
    """Test vectors C1 and C2: of 120, 79 are too few, 80 enough; rounded up, never down."""
    if fits:
        assert opened(cast, entitled=120, present=present).state == "current"
        return
    with pytest.raises(Refused, match="至少 80 人"):
        opened(cast, entitled=120, present=present)


def test_it_is_entered_on_the_day_or_after_with_a_chair(cast):
    with pytest.raises(Refused, match="不能晚于今天"):
        opened(cast, starts=DAY + timedelta(1))
    with pytest.raises(Refused, match="新一届主席"):
        opened(cast, chair=None)


def many(cast, count):
    for number in range(count):
        member(cast.first, person(f"教师{number}", f"M{number:03d}", "m"))


def test_a_size_outside_the_range_needs_a_word_where_the_rule_is_sure(cast):
    """26 to 200 members: 3 to 7 (V2): more asks why."""
    many(cast, 20)
    with pytest.raises(NeedsReason, match="3 至 7 人"):
        opened(cast, places=9)
    assert opened(cast, places=9, why="上级批准").why == "上级批准"


def test_where_the_rule_is_not_sure_the_size_is_only_said(cast):
    """25 or fewer: 3 to 5 (K)."""
    committee = opened(cast, vices=[], members=[])
    assert "委员 1 人，规定为 3 至 5 人" in calls(committee).get(title__contains="人数").note


def test_an_even_number_is_said_not_refused(cast):
    committee = opened(cast, members=[cast.sun, cast.hua])
    line = calls(committee).get(title__contains="人数需要核对")
    assert "委员 4 人，应为单数" in line.note and "第七条" in line.note


def test_a_schools_own_row_wins(cast):
    PolicyRow.objects.create(
        org=cast.first, code="committees.size.25", value="5-5", unit="人", strength="reason",
        source="区教育工会规定", confidence="V",
    )  # fmt: skip
    with pytest.raises(NeedsReason, match="5 至 5 人（区教育工会规定）"):
        opened(cast)


def test_one_of_each_elected_kind_at_a_time(cast):
    opened(cast)
    with pytest.raises(Refused, match="本会已有工会委员会"):
        actions.found(cast.first, by=cast.li, name="又一个", kind="committee")
    for name in ("提案工作委员会", "文体委员会"):
        assert actions.found(cast.first, by=cast.li, name=name, kind="special").state == "preparing"


@pytest.mark.req("R-007")
def test_special_committees_have_members_rules_and_meetings_but_no_power(cast):
    body = actions.found(
        cast.first, by=cast.li, name="文体委员会", kind="special", rules="每月一次。"
    )
    actions.open_term(body, by=cast.li, starts=ELECTED, chair=cast.qian, members=[cast.tian])
    assert set(body.seats.values_list("how", "appointment")) == {("appointed", None)}
    assert str(seat_of(body, cast.qian)) == "文体委员会主任"
    assert not may(cast.qian, "committees.convene", cast.first)
    meeting = called(cast, committee=body, invited=[cast.qian, cast.tian])
    assert meeting.committee == body
    late = actions.seat(body, by=cast.li, person=cast.hua, role="member", starts=DAY)
    assert late.starts == DAY and "成立文体委员会" in Record.objects.values_list("title", flat=True)
    assert Committee.objects.all().visible_to(cast.qian).get() == body  # their own, no other


def test_funds_review_ends_with_the_committee(cast):
    assert opened(cast).until == reviewers(cast, years=None).until == date(2031, 3, 1)


def test_offices_held_before_without_a_seat_are_taken_over_or_end(cast):
    """A union that begins with the product has offices nobody was seen elected to."""
    old = office(cast.first, cast.hua, Post.COMMITTEE)
    before = Appointment.objects.get(person=cast.li, post="chair")
    committee = opened(cast)
    assert seat_of(committee, cast.li).appointment_id == before.pk
    before.refresh_from_db()
    old.refresh_from_db()
    assert (before.starts, before.ends) == (ELECTED, None)
    assert old.ends == ELECTED - timedelta(1)


def test_a_founder_who_is_not_elected_hands_over(cast):
    """Whoever set the union up was chair on paper only since this year; the term is older."""
    Appointment.objects.filter(person=cast.li).update(starts=date(2026, 3, 5))
    opened(cast, chair=cast.lin, vices=[])
    chairs = Appointment.objects.of(cast.first).on(DAY).filter(post="chair")
    assert [c.person for c in chairs] == [cast.lin]
    assert not may(cast.li, "committees.organise", cast.first)


def test_closing_ends_every_seat_and_office_that_day(cast):
    committee = opened(cast)
    actions.close_term(committee, by=cast.li, ends=DAY)
    assert set(committee.seats.values_list("state", "ends", "appointment__ends")) == {
        ("left", DAY, DAY)
    }
    assert not may(cast.lin, "committees.convene", cast.first)  # the same minute
    verbs = [s.verb for s in Step.objects.about(committee)]
    assert verbs == ["found", "open_term", "close_term"]
    assert [s.verb for s in Step.objects.about(committee.seats.first())][-1] == "expire"


def test_closing_lies_within_the_term(cast):
    committee = opened(cast)
    for day in (ELECTED - timedelta(1), DAY + timedelta(1)):
        with pytest.raises(Refused, match="届满日期"):
            actions.close_term(committee, by=cast.li, ends=day)


def test_amending_moves_the_first_day_of_those_elected_together(cast):
    committee = opened(cast)
    actions.amend(committee, by=cast.li, name="工会委员会", term="第九届", starts=date(2026, 3, 1),
                  until=date(2031, 2, 28))  # fmt: skip
    assert str(committee) == "第九届工会委员会"
    assert set(committee.seats.values_list("starts", "appointment__starts")) == {
        (date(2026, 3, 1), date(2026, 3, 1))
    }
    with pytest.raises(Refused, match="早于"):
        actions.amend(committee, by=cast.li, name="工会委员会", starts=DAY, until=ELECTED)


def test_approval_of_the_union_above_is_noted(cast):
    committee = opened(cast)
    actions.note_approval(committee, by=cast.li, approval="东教工〔2026〕3号", approved_on=DAY)
    assert committee.approval == "东教工〔2026〕3号"
    with pytest.raises(Refused, match="不能晚于今天"):
        actions.note_approval(committee, by=cast.li, approval="x", approved_on=DAY + timedelta(1))


def test_renewing_ends_nothing_by_itself_and_happens_once(cast):
    committee = opened(cast)
    ninth = actions.renew(committee, by=cast.lin, term="第九届")
    assert (ninth.previous, ninth.state, committee.state) == (committee, "preparing", "current")
    with pytest.raises(Refused, match="已经在筹备"):
        actions.renew(committee, by=cast.li, term="第九届")


# --- who may not, and when ----------------------------------------------------------------------


def test_strangers_members_and_the_level_above_are_refused(cast):
    committee = opened(cast)
    preparing = actions.renew(committee, by=cast.li, term="第九届")
    for who in (cast.zhou, cast.zhao, cast.chen, cast.sun, cast.dang):
        for verb, subject in (
            (actions.found, cast.first), (actions.open_term, preparing), (actions.amend, committee),
            (actions.close_term, committee), (actions.note_approval, committee),
            (actions.renew, committee),
        ):  # fmt: skip
            with pytest.raises(NotAllowed):
                verb(subject, by=who)
    for who in (cast.zhou, cast.zhao, cast.chen):
        assert open_to(committee, who) == []


def test_each_state_has_its_verbs(cast):
    committee = founded(cast)
    for verb in (
        actions.close_term,
        actions.note_approval,
        actions.renew,
        actions.seat,
        actions.co_opt,
    ):
        with pytest.raises(WrongState):
            verb(committee, by=cast.li)
    opened(cast)
    with pytest.raises(WrongState):
        actions.open_term(committee, by=cast.li, starts=DAY)
    committee.refresh_from_db()
    actions.close_term(committee, by=cast.li, ends=DAY)
    for verb in (
        actions.open_term,
        actions.amend,
        actions.close_term,
        actions.seat,
        actions.co_opt,
    ):
        with pytest.raises(WrongState):
            verb(committee, by=cast.li)


# --- what waits ---------------------------------------------------------------------------------


def test_the_term_calls_half_a_year_ahead_then_overdue_then_long_overdue(cast):
    """Term to 2029-03-01: from 2028-09-01; overdue from 03-02; after 2029-09-01 the next level."""
    committee = opened(cast, years=3)
    wanted = {
        date(2028, 8, 31): "", date(2028, 9, 1): "请筹备换届", date(2029, 3, 1): "请筹备换届",
        date(2029, 3, 2): "已届满，应当换届", date(2029, 9, 1): "已届满，应当换届",
        date(2029, 9, 2): "超期换届已过 6 个月",
    }  # fmt: skip
    for day, words in wanted.items():
        with clock.at(day):
            said = [t for t in titles(cast.li, cast.first) if "届满" in t or "换届" in t]
        assert len(said) == (1 if words else 0), (day, said)
        assert words in "".join(said)
    actions.renew(committee, by=cast.li, term="第九届")
    with clock.at(date(2029, 9, 2)):
        said = titles(cast.li, cast.first)
    assert "登记选举结果：第九届工会委员会" in said and not [t for t in said if "超期" in t]


def test_a_vacant_chair_is_to_be_filled_in_three_months(cast):
    committee = opened(cast)
    seat = seat_of(committee, cast.lin)
    actions.vacate(seat, by=cast.li, ends=DAY, left="retired", reason="退休")
    line = calls(committee).get(title__contains="副主席缺额")
    assert line.due == date(2026, 6, 11) and "3 个月" in line.note and "重庆" in line.note
    assert line.url.endswith("co_opt/?role=vice")


def test_a_funds_review_without_a_head_is_missed_from_the_start(cast):
    opened(cast)
    body = reviewers(cast, chair=None)
    assert calls(body).get(title__contains="主任缺额").due == date(2026, 6, 2)
    assert not calls(body).filter(title__contains="副主任").exists()


def test_funds_review_and_women_are_missed_until_they_stand(cast):
    """Four women: a women's member will do; ten: a committee (rules 2.11)."""
    committee = opened(cast)
    said = titles(cast.lin, cast.first)
    assert "还没有经费审查委员会" in said and "还没有女职工委员" in said
    actions.divide(seat_of(committee, cast.sun), by=cast.li, duty="女职工委员")
    assert "还没有女职工委员" not in titles(cast.lin, cast.first)
    reviewers(cast)
    assert "还没有经费审查委员会" not in titles(cast.lin, cast.first)
    assert "还没有经费审查委员会" not in titles(cast.sun, cast.first)  # not hers to arrange


@pytest.mark.req("R-213")
@pytest.mark.parametrize(("women", "wanted"), [(9, False), (10, True)])
def test_ten_women_have_a_committee_of_their_own(cast, women, wanted):
    for number in range(women - 4):
        member(cast.first, person(f"女教师{number}", f"W{number:03d}", "f"))
    main = opened(cast)
    line = calls(main).filter(title="还没有女职工委员会").first()
    assert bool(line) is wanted
    if not wanted:
        return
    assert "10 人" in line.note
    body = founded(cast, name="女职工委员会", kind="women")
    with pytest.raises(Refused, match="须由女性担任"):
        actions.open_term(body, by=cast.li, starts=ELECTED, chair=cast.qian)
    actions.open_term(body, by=cast.li, starts=ELECTED, chair=cast.lin, members=[cast.hua])
    assert not calls(main).filter(title__contains="女职工").exists()
    assert called(cast, committee=body).committee == body


def test_a_province_may_ask_for_twenty_five_women(cast):
    for number in range(8):
        member(cast.first, person(f"女教师{number}", f"W{number:03d}", "f"))
    PolicyRow.objects.create(
        org=cast.district, code="committees.women_from", value="25", unit="人", strength="warn",
        source="《上海市工会条例》", confidence="V2",
    )  # fmt: skip
    assert not calls(opened(cast)).filter(title="还没有女职工委员会").exists()
