"""The gate: two thirds of the delegates at the opening and before every vote; more than half of all to
adopt (rules 1.50, 1.51, 0.03–0.05, 1.41, 1.64; Appendix C1, C2, C4, C24; Appendix G 1–3)."""

import pytest

from zhijia.domains.congress import actions
from zhijia.domains.congress.models import AgendaItem, Attendee
from zhijia.kernel.refusals import NeedsReason, Refused, WrongState

from . import parts

A = AgendaItem.State
HANDS = {"title": "会议议程", "power": "procedure"}


@pytest.fixture
def hundred_twenty(cast):
    return parts.seated(cast, parts.crowd(cast.first, 120))


def test_79_of_120_do_not_open_and_80_do(cast, hundred_twenty):
    session = parts.gathered(cast, hundred_twenty, there=79)
    with pytest.raises(Refused) as no:
        actions.open_session(session, by=cast.li)
    assert "应到 120 人，实到 79 人" in str(no.value) and "还差 1 人" in str(no.value)
    parts.enter(cast, session, 80)
    assert actions.open_session(session, by=cast.li).state == "open"


def test_guests_do_not_count_however_many_come(cast, hundred_twenty):
    guests = parts.crowd(cast.first, 10, "来宾")
    session = parts.called(cast, hundred_twenty)
    actions.invite(session, by=cast.li, people=guests, role="guest")
    actions.open_doors(session, by=cast.li)
    parts.enter(cast, session, 78)
    for guest in guests:
        actions.check_in(parts.line_of(session, guest), by=cast.li)
    part = session.parts.get()
    assert (part.present(), part.due_number) == (78, 120)
    with pytest.raises(Refused, match="实到 78 人"):
        actions.open_session(session, by=cast.li)


def test_a_delegate_cannot_be_made_a_guest(cast, hundred_twenty):
    session = parts.called(cast, hundred_twenty)
    with pytest.raises(Refused, match="是代表，不用邀请"):
        actions.invite(session, by=cast.li, people=[hundred_twenty.in_office.first().person])


@pytest.mark.parametrize(("yes", "state"), [(60, A.RETURNED), (61, A.ADOPTED)])
def test_60_of_120_is_not_passed_though_all_but_twenty_of_those_present_agree(
    cast, hundred_twenty, yes, state
):
    session = parts.opened(cast, hundred_twenty, there=82, items=[HANDS])
    item = parts.on_floor(cast, session)
    actions.count_hands(item, by=cast.li, yes=yes, no=20, abstain=0)
    assert item.state == state
    assert "以全体 120 人计，须 61 票以上赞成" in item.sentence
    assert ("正好一半" in item.sentence) == (yes == 60)


def test_more_hands_than_people_in_the_hall_are_counted_again(cast, hundred_twenty):
    session = parts.opened(cast, hundred_twenty, there=80, items=[HANDS])
    item = parts.on_floor(cast, session)
    with pytest.raises(Refused, match="多于在场代表 80 人"):
        actions.count_hands(item, by=cast.li, yes=81, no=0, abstain=0)


def test_who_leaves_before_the_vote_shuts_it_and_who_returns_opens_it(cast, hundred_twenty):
    session = parts.opened(cast, hundred_twenty, there=80, items=[HANDS])
    item = parts.on_floor(cast, session)
    line = Attendee.objects.at(session).there().select_related("part__session").first()
    actions.check_out(line, by=cast.li)
    with pytest.raises(Refused, match="还差 1 人"):
        actions.count_hands(item, by=cast.li, yes=79, no=0, abstain=0)
    actions.check_in(line, by=cast.li)
    assert actions.count_hands(item, by=cast.li, yes=80, no=0, abstain=0).state == A.ADOPTED


def test_after_a_break_the_gate_asks_again(cast, hundred_twenty):
    session = parts.opened(cast, hundred_twenty, there=80)
    actions.adjourn(session, by=cast.li, reason="分组讨论")
    line = Attendee.objects.at(session).there().select_related("part__session").first()
    actions.check_out(line, by=cast.li)
    with pytest.raises(Refused, match="还差 1 人"):
        actions.resume(session, by=cast.li)
    actions.check_in(line, by=cast.li)
    assert actions.resume(session, by=cast.li).state == "open"


def test_nothing_is_taken_up_before_the_opening(cast, hundred_twenty):
    session = parts.gathered(cast, hundred_twenty)
    with pytest.raises(Refused, match="开会之后才能进行议题"):
        actions.take_up(session.items.get(), by=cast.li)


def test_one_thing_at_a_time_is_on_the_floor(cast, hundred_twenty):
    items = [HANDS, {"title": "工会工作报告", "power": "reports"}]
    session = parts.opened(cast, hundred_twenty, items=items)
    first, second = session.items.all()
    actions.take_up(first, by=cast.li)
    with pytest.raises(Refused, match="“会议议程”还没有结束"):
        actions.take_up(second, by=cast.li)
    with pytest.raises(Refused, match="还没有结束"):
        actions.close(session, by=cast.li)


def test_the_roll_is_frozen_when_the_doors_open(cast, hundred_twenty):
    session = parts.gathered(cast, hundred_twenty, there=80)
    gone = hundred_twenty.in_office.first()
    actions.leave(gone, by=cast.li, left="moved")
    assert session.parts.get().due_number == 120
    assert hundred_twenty.in_office.count() == 119


# --- what each power asks for -----------------------------------------------------------------------


@pytest.mark.parametrize("power", ["charter", "plans", "reports", "proposals", "supervise"])
def test_what_is_heard_is_not_put_to_the_vote(cast, hundred_twenty, power):
    session = parts.opened(cast, hundred_twenty, items=[{"title": "报告", "power": power}])
    item = parts.on_floor(cast, session)
    assert not item.votes
    with pytest.raises(WrongState, match="没有“开始投票”这一步"):
        actions.start_vote(item, by=cast.li)
    assert actions.finish_hearing(item, by=cast.li).state == A.HEARD


@pytest.mark.parametrize("power", ["pass", "election", "appraise"])
def test_what_binds_elects_or_appraises_is_secret_and_cannot_be_only_heard(
    cast, hundred_twenty, power
):
    options = ["甲", "乙"]
    session = actions.call(
        cast.first, by=cast.li, congresses=[hundred_twenty], on=parts.clock.today()
    )
    item = actions.put(session, by=cast.li, title="事项", power=power, options=options)
    assert item.method == "secret"
    with pytest.raises(Refused, match="不能用“听取，不表决”"):
        actions.put(session, by=cast.li, title="事项", power=power, options=options, method="none")


def test_hands_for_what_binds_need_a_reason(cast, hundred_twenty):
    session = actions.call(
        cast.first, by=cast.li, congresses=[hundred_twenty], on=parts.clock.today()
    )
    given = {"title": "福利办法", "power": "pass", "method": "hands"}
    with pytest.raises(NeedsReason):
        actions.put(session, by=cast.li, **given)
    assert actions.put(session, by=cast.li, reason="人数少", **given).method == "hands"


def test_a_meeting_of_heads_decides_nothing(cast, hundred_twenty):
    session = actions.call(
        cast.first, by=cast.li, congresses=[hundred_twenty], on=parts.clock.today(), kind="joint"
    )
    with pytest.raises(Refused, match="不能表决"):
        actions.put(session, by=cast.li, title="福利办法", power="pass")


# --- two rolls in one sitting -----------------------------------------------------------------------


@pytest.fixture
def double(cast):
    """双代会: thirty of the staff, thirty of the members; ten people sit in both."""
    people = parts.crowd(cast.first, 50)
    staff = parts.seated(cast, people[:30])
    members = parts.seated(cast, people[20:], body="members")
    return people, staff, members


@pytest.mark.req("R-038")
def test_each_body_has_its_own_quorum_and_who_sits_in_both_counts_in_both(cast, double):
    people, staff, members = double
    session = parts.gathered(cast, staff, members, there=0)
    one, two = session.parts.all()
    assert (one.due_number, two.due_number) == (30, 30)
    for person in people[10:30]:
        actions.check_in(parts.line_of(session, person), by=cast.li)
    assert (one.present(), two.present()) == (20, 10)
    with pytest.raises(Refused) as no:
        actions.open_session(session, by=cast.li)
    assert "工会会员代表大会" in str(no.value) and "还差 10 人" in str(no.value)
    for person in people[30:40]:
        actions.check_in(parts.line_of(session, person), by=cast.li)
    assert (one.present(), two.present()) == (20, 20)
    assert actions.open_session(session, by=cast.li).state == "open"


def test_a_vote_of_one_body_is_counted_of_that_body(cast, double):
    people, staff, members = double
    session = parts.gathered(cast, staff, members, there=0)
    for person in people[10:40]:
        actions.check_in(parts.line_of(session, person), by=cast.li)
    actions.open_session(session, by=cast.li)
    part = session.parts.get(congress=members)
    item = actions.put(
        session, by=cast.li, title="经审报告", power="procedure", part=part, reason="大会同意"
    )
    actions.take_up(item, by=cast.li)
    with pytest.raises(Refused, match="多于在场代表 20 人"):
        actions.count_hands(item, by=cast.li, yes=21, no=0, abstain=0)
    actions.count_hands(item, by=cast.li, yes=16, no=4, abstain=0)
    assert item.state == A.ADOPTED and "以全体 30 人计" in item.sentence


def test_a_session_that_is_over_takes_nobody_in(cast, hundred_twenty):
    session = parts.opened(cast, hundred_twenty, there=80)
    actions.close(session, by=cast.li)
    line = (
        Attendee.objects.at(session).exclude(state="there").select_related("part__session").first()
    )
    with pytest.raises(Refused, match="不是报到时间"):
        actions.check_in(line, by=cast.li)
    with pytest.raises(WrongState):
        actions.resume(session, by=cast.li)
