"""Membership moves with the work: one admission, two steps (rules 2.21)."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from zhijia.domains.members import actions
from zhijia.domains.members.models import Arrival, Member, Transfer
from zhijia.kernel import access, clock, measures, waiting
from zhijia.kernel.people import Membership
from zhijia.kernel.refusals import NotAllowed, Refused, WrongState

DAY = date(2026, 3, 10)


@pytest.fixture(autouse=True)
def in_march():
    with clock.at(DAY):
        yield


def asked(cast):
    spell = Member.objects.live().get(person=cast.qian)
    return actions.move_out(spell, by=cast.li, to=cast.second, reason="工作调动")


def arrival():
    return Arrival.objects.get()


@pytest.mark.req("R-012")
def test_both_sides_in_a_browser_s_steps_and_never_two_memberships_on_a_day(cast, enter):
    spell = Member.objects.live().get(person=cast.qian)
    there = f"/members/member/{spell.pk}/move_out/"
    assert "第二小学工会" in enter(cast.li).get(there).content.decode()
    enter(cast.li).post(there, {"to": cast.second.pk, "reason": "工作调动"})
    came = arrival()
    assert "钱学文" in waiting.waiting_for(cast.zhou, cast.second)[0].title
    assert Member.objects.live().get(person=cast.qian).org == cast.first, "in transit, still here"
    enter(cast.zhou).post(f"/members/arrival/{came.pk}/receive/", {"on": "2026-03-10"})
    old, new = Membership.objects.filter(person=cast.qian).order_by("starts")
    assert (old.org, old.ends, old.left) == (cast.first, date(2026, 3, 9), "moved")
    assert (new.org, new.starts, new.entered) == (cast.second, DAY, "moved")
    assert (Transfer.objects.get().state, arrival().state) == ("confirmed", "confirmed")
    for org, day, count in (
        (cast.first, date(2026, 3, 9), 1),
        (cast.first, DAY, 0),
        (cast.second, DAY, 1),
    ):
        assert Membership.objects.of(org).on(day).filter(person=cast.qian).count() == count
    book = measures.Book(cast.second, date(2026, 1, 1), date(2026, 12, 31))
    assert (book.value("people.moved_in"), book.value("people.admitted")) == (1, 0)


def test_offices_and_access_go_with_the_membership(cast):
    spell = Member.objects.live().get(person=cast.sun)
    actions.move_out(spell, by=cast.li, to=cast.second, reason="调动")
    assert access.can(cast.sun, "members.keep", cast.first)
    actions.receive(arrival(), by=cast.zhou, on=DAY)
    cast.sun.__dict__.pop("_offices", None)
    assert not access.stands_at(cast.sun, cast.first.path)
    assert access.stands_at(cast.sun, cast.second.path)


def test_withdrawn_half_way_nothing_has_changed_and_nothing_can_be_received(cast):
    made = asked(cast)
    actions.take_back(made, by=cast.li)
    assert (made.state, arrival().state) == ("withdrawn", "withdrawn")
    with pytest.raises((Refused, WrongState)):
        actions.receive(arrival(), by=cast.zhou, on=DAY)
    assert Membership.objects.get(person=cast.qian).ends is None
    assert not waiting.waiting_for(cast.zhou, cast.second)
    assert asked(cast).state == "asked", "it may be asked again"


def test_received_it_cannot_be_taken_back(cast):
    made = asked(cast)
    actions.receive(arrival(), by=cast.zhou, on=DAY)
    made.refresh_from_db()
    with pytest.raises((Refused, WrongState)):
        actions.take_back(made, by=cast.li)
    assert Membership.objects.live().get(person=cast.qian).org == cast.second


def test_declined_the_member_stays_and_the_reason_comes_back(cast):
    made = asked(cast)
    actions.decline(arrival(), by=cast.zhou, reason="尚未报到")
    made.refresh_from_db()
    assert (made.state, made.answer) == ("declined", "尚未报到")
    assert Membership.objects.live().get(person=cast.qian).org == cast.first


def test_one_transfer_at_a_time_and_no_leaving_meanwhile(cast):
    asked(cast)
    with pytest.raises(Refused, match="正在转接"):
        asked(cast)
    with pytest.raises(Refused, match="正在转接"):
        actions.leave(
            Member.objects.live().get(person=cast.qian),
            by=cast.li,
            ends=DAY,
            left="quit",
            reason="x",
        )


@pytest.mark.parametrize("to", ["first", "district"])
def test_to_oneself_or_to_no_base_union_is_refused(cast, to):
    with pytest.raises(Refused, match="不能转往"):
        actions.move_out(
            Member.objects.live().get(person=cast.qian),
            by=cast.li,
            to=getattr(cast, to),
            reason="x",
        )


def test_neither_side_does_the_other_s_part_nor_sees_its_papers(cast, enter):
    made = asked(cast)
    for who in ("li", "chen", "zhao", "sun"):
        with pytest.raises(NotAllowed):
            actions.receive(arrival(), by=getattr(cast, who), on=DAY)
    for who in ("zhou", "chen", "zhao"):
        with pytest.raises(NotAllowed):
            actions.take_back(made, by=getattr(cast, who))
    assert enter(cast.zhou).get(f"/members/transfer/{made.pk}/").status_code == 404
    assert enter(cast.zhou).get(f"/members/member/{made.member_id}/").status_code == 404
    assert enter(cast.li).get(f"/members/arrival/{arrival().pk}/").status_code == 404
    page = enter(cast.zhou).get(f"/members/arrival/{arrival().pk}/").content.decode()
    assert "钱学文" in page and "第一小学工会" in page and "F005" not in page


def test_a_person_known_elsewhere_by_id_number_is_moved_not_admitted_twice(cast):
    cast.qian.id_number = "11010119900307451X"
    cast.qian.save()
    with pytest.raises(Refused, match="别的工会有会籍"):
        actions.admit(
            cast.second, by=cast.zhou, name="钱学文", starts=DAY, id_number="11010119900307451X"
        )
    assert Membership.objects.filter(person=cast.qian).count() == 1


def test_the_same_staff_number_in_two_schools_is_two_people(cast):
    actions.admit(cast.second, by=cast.zhou, name="丁一", staff_no="F005", starts=DAY)
    assert Membership.objects.filter(person__staff_no="F005").count() == 2


@pytest.mark.parametrize("verb", ["receive", "decline"])
def test_the_receiver_asks_the_other_half_and_not_only_their_own(cast, verb):
    """Taken back in the very second in which the other side answers: their row still says waiting."""
    made = asked(cast)
    Transfer.objects.filter(pk=made.pk).update(state="withdrawn")
    given = {"on": DAY} if verb == "receive" else {"reason": "x"}
    with pytest.raises(Refused, match="已经撤回"):
        getattr(actions, verb)(arrival(), by=cast.zhou, **given)
    assert Membership.objects.get(person=cast.qian).ends is None
    assert Transfer.objects.get().state == "withdrawn"


# --- both sides in the same second ---------------------------------------------------------------


def asked_in_order(verb, *given, **more):
    """Which half each verb reads, and so locks, first."""
    with CaptureQueriesContext(connection) as caught:
        verb(*given, **more)
    halves = [
        name
        for query in caught.captured_queries
        for name in ("transfer", "arrival")
        if f'FROM "members_{name}"' in query["sql"]
    ]
    return list(dict.fromkeys(halves))


def test_every_verb_on_both_halves_locks_the_transfer_before_the_arrival(cast):
    for verb, who, given in (
        (actions.receive, cast.zhou, {"on": DAY}),
        (actions.decline, cast.zhou, {"reason": "x"}),
    ):
        with transaction.atomic():
            asked(cast)
            assert asked_in_order(verb, arrival(), by=who, **given) == ["transfer", "arrival"]
            transaction.set_rollback(True)
    made = asked(cast)
    assert asked_in_order(actions.take_back, made, by=cast.li) == ["transfer", "arrival"]


@pytest.fixture
def lasting_cast(transactional_db):
    from zhijia.kernel import testing

    return testing.cast()


@pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="SQLite has one writer: nobody waits for a row"
)
@pytest.mark.parametrize("answer", ["receive", "decline"])
def test_taken_back_and_answered_in_the_same_second_one_is_refused_and_nobody_is_stuck(
    lasting_cast, monkeypatch, answer
):
    """Both hold their first lock before either asks for its second, if the order lets them."""
    cast, made = lasting_cast, asked(lasting_cast)
    both = threading.Barrier(2)
    can = access.can

    def meets(*given):
        with suppress(threading.BrokenBarrierError):
            both.wait(timeout=1)
        return can(*given)

    monkeypatch.setattr(access, "can", meets)

    def act(verb, subject, **given):
        try:
            with clock.at(DAY):
                verb(subject, **given)
            return "done"
        except (Refused, WrongState):
            return "refused"
        except DatabaseError as error:
            return str(error)
        finally:
            connection.close()

    theirs = {"on": DAY} if answer == "receive" else {"reason": "x"}
    with ThreadPoolExecutor(2) as two:
        here = two.submit(act, actions.take_back, made, by=cast.li)
        there = two.submit(act, getattr(actions, answer), arrival(), by=cast.zhou, **theirs)
        assert sorted((here.result(), there.result())) == ["done", "refused"]
    states = {"withdrawn"} if here.result() == "done" else {"confirmed", "declined"}
    assert {Transfer.objects.get().state, arrival().state} <= states
