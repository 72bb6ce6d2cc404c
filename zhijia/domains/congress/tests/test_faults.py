"""What goes wrong in a hall: two at one button, two phones, people who leave, votes that break off."""

import threading
import time

import pytest
from django.db import connection, transaction

from zhijia.domains.ballots import actions as balloting
from zhijia.domains.ballots import codes, handing, sealing
from zhijia.domains.ballots.models import Ballot, Way
from zhijia.domains.ballots.tests.parts import Device, printed
from zhijia.domains.congress import actions
from zhijia.domains.congress.models import AgendaItem, Attendee, Session
from zhijia.kernel import clock
from zhijia.kernel.actions import open_to
from zhijia.kernel.people import Appointment, Membership, Post
from zhijia.kernel.refusals import NotAllowed, Refused, WrongState
from zhijia.kernel.testing import office

from . import parts
from .test_votes import ELECTION, PASS, chosen, decide

HANDS = {"title": "会议议程", "power": "procedure"}


def fresh(row):
    return type(row).objects.select_related("org").get(pk=row.pk)


@pytest.fixture
def nine(cast):
    people = parts.crowd(cast.first, 9)
    return people, parts.seated(cast, people)


def voting(cast, congress, given=PASS, **more):
    session = parts.opened(cast, congress, items=[given], **more)
    item = parts.on_floor(cast, session)
    return session, actions.start_vote(item, by=cast.li)


def ready(obj, *people):
    """The verbs that any of them can use now."""
    return {o.action.name for who in people for o in open_to(fresh(obj), who) if not o.why}


# --- two at once ------------------------------------------------------------------------------------

at_once = pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="SQLite writes one transaction at a time"
)
real = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people_of(transactional_db):
    from zhijia.kernel.testing import cast as made

    cast = made()
    people = parts.crowd(cast.first, 9)
    return cast, people, parts.seated(cast, people)


def meanwhile(first, second):
    """What ``second`` answers on a connection of its own when it comes while ``first`` is not yet
    committed: its result or the refusal."""
    answers = []

    def other():
        try:
            answers.append(second())
        except Refused as no:
            answers.append(no)
        finally:
            connection.close()

    thread = threading.Thread(target=other)
    with transaction.atomic():
        first()
        thread.start()
        time.sleep(0.4)
    thread.join(20)
    assert answers, "the second is stuck or failed"
    return answers[0]


@at_once
@real
def test_two_chairs_put_two_matters_on_the_floor_and_one_is_there(people_of):
    cast, _people, congress = people_of
    session = parts.opened(cast, congress, items=[HANDS, {"title": "报告", "power": "reports"}])
    one, two = session.items.all()
    said = meanwhile(
        lambda: actions.take_up(one, by=cast.li), lambda: actions.take_up(two, by=cast.lin)
    )
    assert "“会议议程”还没有结束" in str(said)
    assert [i.state for i in session.items.all()] == ["floor", "listed"]
    assert fresh(session).floor_id == one.pk


@at_once
@real
def test_two_chairs_start_the_same_vote_and_there_is_one_ballot(people_of):
    cast, _people, congress = people_of
    session = parts.opened(cast, congress, items=[PASS])
    item = parts.on_floor(cast, session)
    said = meanwhile(
        lambda: actions.start_vote(fresh(item), by=cast.li),
        lambda: actions.start_vote(fresh(item), by=cast.lin),
    )
    assert isinstance(said, WrongState) and Ballot.objects.count() == 1


@at_once
@real
def test_a_break_and_a_vote_do_not_pass_each_other(people_of):
    cast, _people, congress = people_of
    session = parts.opened(cast, congress, items=[PASS])
    item = parts.on_floor(cast, session)
    said = meanwhile(
        lambda: actions.adjourn(fresh(session), by=cast.li),
        lambda: actions.start_vote(fresh(item), by=cast.lin),
    )
    assert "休会中" in str(said) and not Ballot.objects.exists()


@at_once
@real
def test_a_close_and_a_new_matter_do_not_pass_each_other(people_of):
    cast, _people, congress = people_of
    session = parts.opened(cast, congress, items=[HANDS])
    item = session.items.get()
    said = meanwhile(
        lambda: actions.close(fresh(session), by=cast.li),
        lambda: actions.take_up(fresh(item), by=cast.lin),
    )
    assert "已闭会" in str(said) and fresh(item).state == "listed"


@at_once
@real
def test_two_tellers_count_at_once_and_it_is_counted_once(people_of):
    cast, _people, congress = people_of
    _session, item = voting(cast, congress)
    ballot = fresh(item.ballot)
    one, two = ballot.tellers.all()
    balloting.close(ballot, by=cast.li)
    said = meanwhile(
        lambda: balloting.count(fresh(ballot), by=one),
        lambda: balloting.count(fresh(ballot), by=two),
    )
    assert isinstance(said, WrongState) and fresh(ballot).state == "counted"


@at_once
@real
def test_two_tellers_sign_at_once_and_the_result_stands(people_of):
    cast, _people, congress = people_of
    _session, item = voting(cast, congress)
    ballot = fresh(item.ballot)
    one, two = ballot.tellers.all()
    balloting.close(ballot, by=cast.li)
    balloting.count(ballot, by=one)
    meanwhile(
        lambda: balloting.certify(fresh(ballot), by=one),
        lambda: balloting.certify(fresh(ballot), by=two),
    )
    assert fresh(ballot).state == "certified" and ballot.signatures.count() == 2


@at_once
@real
def test_two_chairs_announce_at_once_and_it_is_announced_once(people_of):
    cast, people, congress = people_of
    _session, item = voting(cast, congress)
    decide(cast, item, [(p, {"1": "yes"}) for p in people])
    said = meanwhile(
        lambda: actions.announce(fresh(item), by=cast.li),
        lambda: actions.announce(fresh(item), by=cast.lin),
    )
    assert isinstance(said, WrongState) and fresh(item).state == "adopted"


@at_once
@real
def test_one_person_on_two_phones_arrives_once(people_of):
    cast, people, congress = people_of
    session = parts.gathered(cast, congress, there=0)
    arrive = lambda: actions.arrive(parts.line_of(session, people[0]), by=people[0])  # noqa: E731
    assert isinstance(meanwhile(arrive, arrive), WrongState)
    assert session.parts.get().present() == 1


def test_one_person_on_two_phones_is_told_of_success_on_both(cast, client, nine):
    from django.test import Client

    from zhijia.kernel.testing import enter_as

    people, congress = nine
    session = parts.gathered(cast, congress, there=0)
    there = f"/congress/here/{session.pk}/{session.key}/"
    for phone in (client, Client()):
        answer = enter_as(phone, people[0]).post(there, follow=True)
        assert "签到成功" in answer.content.decode()
    line = parts.line_of(session, people[0])
    assert line.there and session.parts.get().present() == 1


def test_the_door_and_the_phone_at_once_count_one(cast, nine):
    people, congress = nine
    session = parts.gathered(cast, congress, there=0)
    line = parts.line_of(session, people[0])
    actions.arrive(parts.line_of(session, people[0]), by=people[0])
    came = fresh(line).came
    (said,) = actions.take_marks(session, [{"id": line.pk}], by=cast.sun)
    assert said == {"ok": True, "words": people[0].name, "id": line.pk}
    assert fresh(line).came == came, "the first arrival is the one that is written"


@pytest.mark.parametrize("mark", [
    {"id": "abc"}, {"id": "²"}, {"id": 10**40}, {"id": -1}, {"out": "x"}, {}, {"card": "坏的"}, {"card": ""},
])  # fmt: skip
def test_a_mark_that_means_nothing_is_answered_and_changes_nothing(cast, nine, mark):
    session = parts.gathered(cast, nine[1], there=0)
    (said,) = actions.take_marks(session, [mark], by=cast.sun)
    assert not said["ok"] and said["words"] and session.parts.get().present() == 0


# --- who is gone ------------------------------------------------------------------------------------


def test_whose_membership_ends_between_door_and_vote_gets_no_paper(cast, nine):
    """The denominator is frozen (rules 0.05), the seat is vacant (1.38)."""
    people, congress = nine
    _session, item = voting(cast, congress)
    there = item.part.present()
    spell = Membership.objects.get(person=people[0])
    spell.end(clock.today())
    spell.save()
    with pytest.raises(Refused, match="已不是代表"):
        Device(item.ballot, people[0]).claim()
    assert item.part.due_number == 9 and Device(item.ballot, people[1]).claim()
    assert item.part.present() == there - 1, (
        "who sits in the hall without a seat does not make it full"
    )


def test_who_is_recalled_in_mid_session_gets_no_paper(cast, nine):
    people, congress = nine
    _session, item = voting(cast, congress)
    there = item.part.present()
    delegate = congress.delegates.get(person=people[0])
    actions.recall(delegate, by=cast.li, entitled=400, votes=201, reason="不履职")
    with pytest.raises(Refused, match="已不是代表"):
        Device(item.ballot, people[0]).claim()
    assert item.part.present() == there - 1


def test_in_a_whole_meeting_a_kept_membership_gets_no_paper(cast):
    from zhijia.domains.congress.models import Congress

    whole = Congress.objects.create(
        org=cast.first, body="staff", whole=True, number=1, starts=parts.FROM,
        ends=clock.today().replace(year=2029), people=9, seats=9, state="sitting",
    )  # fmt: skip
    session = actions.call(cast.first, by=cast.li, congresses=[whole], on=clock.today())
    actions.put(session, by=cast.li, **PASS)
    actions.name_tellers(session, by=cast.li, people=[cast.sun, cast.wang])
    actions.approve_agenda(session, by=cast.dang)
    actions.send_papers(session, by=cast.li)
    actions.open_doors(session, by=cast.li)
    parts.enter(cast, session)
    actions.open_session(session, by=cast.li)
    item = actions.start_vote(parts.on_floor(cast, session), by=cast.li)
    Membership.objects.filter(person=cast.tian).update(kept=True)
    with pytest.raises(Refused, match="已不是代表"):
        Device(item.ballot, cast.tian).claim()
    assert Device(item.ballot, cast.zhao).claim()


@pytest.mark.parametrize("way", ["slip", "hall", "box"])
@pytest.mark.parametrize("where", ["expected", "gone"])
def test_a_teller_hands_no_paper_to_who_is_not_in_the_hall(cast, nine, way, where):
    """The same gate as for a phone, whichever way the paper goes out."""
    people, congress = nine
    session, item = voting(cast, congress, there=8)
    ballot = fresh(item.ballot)
    teller = ballot.tellers.first()
    absent = people[8]
    if where == "gone":
        line = parts.line_of(session, absent)
        actions.check_in(line, by=cast.li)
        actions.check_out(line, by=cast.li)
    if way == "slip":
        printed(ballot, teller, 2)
    for person, refused in ((absent, True), (people[7], False)):
        voter = ballot.roll.get(person=person)
        give = lambda v=voter: (  # noqa: E731
            handing.give_slip(ballot, v, by=teller)
            if way == "slip"
            else handing.give_paper(ballot, v, by=teller, where=Way(way))
        )
        if refused:
            with pytest.raises(
                Refused, match="还没有签到" if where == "expected" else "已登记离会"
            ):
                give()
        else:
            give()
        voter.refresh_from_db()
        assert voter.marked != refused


def test_a_vote_is_started_and_everybody_leaves(cast, nine):
    """Nobody can vote; the chair still has a way on, and the matter is not passed."""
    people, congress = nine
    session, item = voting(cast, congress)
    for line in Attendee.objects.at(session).select_related("part__session", "org"):
        actions.check_out(line, by=cast.li)
    with pytest.raises(Refused, match="已登记离会"):
        Device(item.ballot, people[0]).claim()
    assert "call_off_vote" in ready(item, cast.li) and "close" in ready(item.ballot, cast.li)
    decide(cast, item, [])
    assert actions.announce(item, by=cast.li).state == "returned"
    assert actions.close(session, by=cast.li).state == "closed"


def test_a_chair_is_replaced_in_mid_session_and_the_new_one_goes_on(cast, nine):
    people, congress = nine
    session, item = voting(cast, congress)
    held = Appointment.objects.get(person=cast.li, post=Post.CHAIR)
    held.end(clock.today())
    held.save()
    office(cast.first, cast.hua, Post.CHAIR)
    for who in (cast.li, cast.hua):
        who.__dict__.pop("_offices", None)
    with pytest.raises(NotAllowed):
        actions.call_off_vote(item, by=cast.li, reason="停")
    ballot, (one, two) = fresh(item.ballot), item.ballot.tellers.all()
    balloting.close(ballot, by=cast.hua)
    balloting.count(ballot, by=one)
    balloting.certify(ballot, by=one)
    balloting.certify(ballot, by=two)
    item.refresh_from_db()
    actions.announce(item, by=cast.hua)
    assert actions.close(session, by=cast.hua).state == "closed"


def test_who_is_a_candidate_does_not_tell_and_without_two_others_there_is_no_vote(cast, nine):
    people, congress = nine
    given = ELECTION | {"options": [people[0].name, "乙同志", "丙同志"], "seats": 2}
    session = parts.opened(cast, congress, items=[given])
    item = parts.on_floor(cast, session)
    with pytest.raises(Refused, match="至少要有两位监票人"):
        actions.start_vote(item, by=cast.li)
    item.refresh_from_db()
    assert item.state == "floor" and not Ballot.objects.exists()
    actions.name_tellers(session, by=cast.li, people=people[:3])
    actions.start_vote(fresh(item), by=cast.li)
    assert set(Ballot.objects.get().tellers.all()) == {people[1], people[2]}


# --- votes that break off ---------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["open", "closed", "counted", "certified"])
def test_no_session_is_closed_or_adjourned_over_a_vote(cast, nine, state):
    session, item = voting(cast, nine[1])
    ballot, (one, two) = fresh(item.ballot), item.ballot.tellers.all()
    steps = [
        lambda: balloting.close(ballot, by=cast.li), lambda: balloting.count(ballot, by=one),
        lambda: [balloting.certify(ballot, by=t) for t in (one, two)],
    ]  # fmt: skip
    for step in steps[: ["open", "closed", "counted", "certified"].index(state)]:
        step()
    assert fresh(ballot).state == state
    with pytest.raises(Refused, match="还没有结束"):
        actions.close(session, by=cast.li)
    with pytest.raises(Refused, match="正在表决"):
        actions.adjourn(session, by=cast.li)
    with pytest.raises(WrongState):
        actions.call_off(session, by=cast.li, reason="取消")


def test_what_is_being_voted_on_is_not_withdrawn(cast, nine):
    _session, item = voting(cast, nine[1])
    with pytest.raises(WrongState):
        actions.withdraw(item, by=cast.li, reason="撤下")


def test_a_signed_result_is_announced_and_not_put_aside(cast, nine):
    """Else a chair could ballot until the result pleases."""
    people, congress = nine
    _session, item = voting(cast, congress)
    decide(cast, item, [(p, {"1": "no"}) for p in people])
    with pytest.raises(Refused, match="结果要当场宣布，不能作废"):
        actions.call_off_vote(item, by=cast.li, reason="重来")
    with pytest.raises(WrongState):
        actions.withdraw(item, by=cast.li, reason="撤下")
    assert actions.announce(item, by=cast.li).state == "returned"


def test_a_ballot_voided_on_its_own_page_leaves_the_chair_a_way_on(cast, nine):
    people, congress = nine
    session, item = voting(cast, congress)
    balloting.void(fresh(item.ballot), by=cast.li, reason="题目写错")
    item = fresh(item)
    assert ready(item, cast.li) == {"call_off_vote"}
    with pytest.raises(Refused, match="选票已经作废，没有结果。请点“作废这次投票”"):
        actions.announce(item, by=cast.li)
    actions.call_off_vote(item, by=cast.li, reason="题目写错")
    assert fresh(session).floor_id == item.pk
    actions.start_vote(item, by=cast.li)
    decide(cast, item, [(p, {"1": "yes"}) for p in people])
    assert actions.announce(item, by=cast.li).state == "adopted"


def test_more_papers_than_went_out_void_the_vote_and_it_is_taken_again(cast, nine):
    """Rules 8.18: the result is announced as void, the matter is on the floor again."""
    _people, congress = nine
    session, item = voting(cast, congress)
    decide(cast, item, [])
    ballot = fresh(item.ballot)
    Ballot.objects.filter(pk=ballot.pk).update(
        result=ballot.result | {"valid": False, "sentence": "收回多于发出，选举无效。"}
    )
    actions.announce(fresh(item), by=cast.li)
    item = fresh(item)
    assert (item.state, item.sentence) == ("floor", "收回多于发出，选举无效。")
    assert fresh(session).floor_id == item.pk and "start_vote" in ready(item, cast.li)


@pytest.mark.parametrize("opened", [False, True])
def test_a_second_ballot_arranged_on_the_ballot_s_page_is_the_one(cast, opened):
    people = parts.crowd(cast.first, 8)
    _session, item = voting(cast, parts.seated(cast, people), ELECTION)
    said = [("乙同志", "丙同志")] * 2 + [("甲同志", "乙同志")] * 3 + [("甲同志", "丙同志")] * 3
    decide(cast, item, [(p, chosen(item.ballot, *s)) for p, s in zip(people, said, strict=True)])
    second = balloting.again(fresh(item.ballot), by=cast.li)
    if opened:
        balloting.open_(second, by=cast.li)
    actions.vote_again(item, by=cast.li)
    assert item.ballot_id == second.pk and fresh(second).state == "open"
    decide(cast, item, [(p, chosen(item.ballot, "丙同志")) for p in people[:5]])
    assert actions.announce(item, by=cast.li).state == "elected"


def test_a_sealed_ballot_is_not_opened_to_a_hall_that_emptied(cast, nine):
    """Rules 1.50 before each vote: a sealed ballot is opened later than it is begun, on its own page."""
    people, congress = nine
    session = parts.opened(cast, congress, items=[PASS])
    item = actions.start_vote(parts.on_floor(cast, session), by=cast.li, grade="sealed")
    ballot = fresh(item.ballot)
    for teller in ballot.tellers.all():
        _private, public = sealing.teller_key(codes.new_code(), ballot.public_id)
        balloting.make_seal(ballot, by=teller, public=public.hex())
    for line in Attendee.objects.at(session).select_related("part__session", "org"):
        actions.check_out(line, by=cast.li)
    with pytest.raises(Refused, match="还差"):
        balloting.open_(fresh(ballot), by=cast.li)


# --- what stands ------------------------------------------------------------------------------------


@pytest.mark.parametrize("end", ["closed", "signed", "void"])
def test_the_agenda_of_a_session_that_is_over_stands(cast, nine, end):
    if end == "void":
        session = actions.call_off(parts.gathered(cast, nine[1]), by=cast.li, reason="改期")
    else:
        session = actions.close(parts.opened(cast, nine[1]), by=cast.li)
        if end == "signed":
            actions.write_minutes(session, by=cast.li, minutes="记录", resolution="决议")
            actions.sign(session, by=cast.li)
    item = session.items.get()
    for verb, given in (
        (actions.withdraw, {"reason": "撤下"}), (actions.move_up, {}),
        (actions.change, {"title": "改题目", "power": "reports", "reason": "改"}),
    ):  # fmt: skip
        with pytest.raises(Refused, match="议程不能再改"):
            verb(item, by=cast.li, **given)
    assert not ready(item, cast.li)


def test_what_the_party_organisation_approved_is_not_changed_without_a_reason(cast, nine):
    session = actions.call(cast.first, by=cast.li, congresses=[nine[1]], on=clock.today())
    item = actions.put(session, by=cast.li, title="报告", power="reports")
    actions.approve_agenda(session, by=cast.dang)
    session = fresh(session)
    with pytest.raises(Refused, match="议程已经批准"):
        actions.put(session, by=cast.li, title="另一项", power="other")
    with pytest.raises(Refused, match="议程已经批准"):
        actions.change(fresh(item), by=cast.li, title="别的题目", power="other")
    actions.change(fresh(item), by=cast.li, title="别的题目", power="other", reason="党组织同意")
    assert AgendaItem.objects.get().title == "别的题目"
    assert Session.objects.get().approved
