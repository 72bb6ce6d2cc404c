"""What leaves the house: when, once, again after a failure, never at night, never what is private."""

import threading
from datetime import datetime, time, timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from zhijia.kernel import clock, sending
from zhijia.kernel.channels import Answer
from zhijia.kernel.channels.models import ChannelSettings, in_force
from zhijia.kernel.contacts import Contact, Preference, keep_trusted
from zhijia.kernel.deliveries import Delivery, route_new
from zhijia.kernel.notices import Notice, read_all, tell
from zhijia.kernel.sending import BACKOFF, send_due, take_due

from .parts import do, reported

D = Delivery.State


def at(*given):
    return timezone.make_aware(datetime(2026, 3, *given))


NOON = at(10, 12)


@pytest.fixture
def sent(monkeypatch):
    """What channels were given; ``sent.answers`` says what they answer next (sent, if nothing)."""
    box = SimpleNamespace(letters=[], answers=[])

    def send(channel_settings, contact, letters):
        box.letters.append((contact.channel, contact.address, [x.title for x in letters]))
        box.links = [x.link for x in letters]
        return box.answers.pop(0) if box.answers else Answer(True)

    modules = {c: SimpleNamespace(send=send) for c in ("mail", "wecom", "sms")}
    monkeypatch.setattr(sending, "modules", lambda: modules)
    return box


def channel(org, name="mail", on=True, **values):
    row = ChannelSettings(org=org, channel=name, on=on)
    row.values = values or {"host": "x"}
    row.save()
    return row


@pytest.fixture
def ready(cast, sent):
    """The district has mail; Qian and Sun have an address."""
    channel(cast.district)
    for who in (cast.qian, cast.sun):
        keep_trusted(who, cast.first, "mail", f"{who.pk}@school.cn")
    return cast


def told(cast, who=None, title="例会通知", **given):
    with clock.at(given.pop("when", NOON)):
        tell([who or cast.qian], cast.first, title, "/committees/meeting/1/", **given)


def pump(moment):
    with clock.at(moment):
        route_new()
        return send_due()


def state():
    return list(Delivery.objects.order_by("pk").values_list("state", flat=True))


# --- routed ---------------------------------------------------------------------------------------


def test_a_thing_to_do_goes_out_at_once_by_the_channel_inherited_from_above(ready, sent):
    told(ready, due=NOON.date())
    assert pump(NOON) == 1
    assert sent.letters == [("mail", f"{ready.qian.pk}@school.cn", ["例会通知"])]
    assert sent.links == [f"http://localhost:8000/notices/notice/{Notice.objects.get().pk}/"]
    assert state() == [D.SENT] and pump(NOON + timedelta(hours=1)) == 0


def test_what_is_merely_to_know_waits_for_the_digest(ready, sent):
    told(ready)
    assert pump(NOON) == 0 and state() == [D.DIGEST] and not sent.letters


def test_a_person_s_own_wish_wins(ready, sent):
    Preference.objects.create(
        org=ready.first,
        person=ready.qian,
        routes={"know": {"mail": "now"}, "todo": {"mail": "never"}},
    )
    told(ready)
    told(ready, title="要办", due=NOON.date())
    assert pump(NOON) == 1 and sent.letters[0][2] == ["例会通知"]


def test_an_address_not_proved_gets_nothing(ready, sent):
    Contact.objects.filter(person=ready.qian).update(state="asked")
    told(ready, due=NOON.date())
    assert pump(NOON) == 0 and not Delivery.objects.exists()


def test_a_union_may_switch_off_what_it_would_inherit(ready, sent):
    channel(ready.first, on=False)
    told(ready, due=NOON.date())
    assert pump(NOON) == 0 and not Delivery.objects.exists()
    assert ("mail" in {c for _p, c in in_force([ready.second.path])}) is True


def test_the_nearest_word_holds(ready):
    own = channel(ready.first, host="own")
    there = in_force([ready.first.path, ready.second.path])
    assert there[ready.first.path, "mail"] == own
    assert there[ready.second.path, "mail"].org == ready.district
    ChannelSettings.objects.filter(pk=own.pk).update(sealed="")
    assert in_force([ready.first.path])[ready.first.path, "mail"].org == ready.district


def test_old_notices_are_not_sent_out_late(ready, sent):
    told(ready, due=NOON.date())
    assert pump(NOON + timedelta(days=4)) == 0 and not Delivery.objects.exists()


def test_what_was_read_meanwhile_is_not_sent(ready, sent):
    told(ready, due=NOON.date())
    with clock.at(NOON):
        route_new()
        read_all(ready.qian)
    assert pump(NOON) == 0 and state() == [D.DROPPED]


def test_several_letters_of_one_person_go_together(ready, sent):
    for title in ("一", "二", "三"):
        told(ready, title=title, due=NOON.date())
    assert pump(NOON) == 3 and [x[2] for x in sent.letters] == [["一", "二", "三"]]


@pytest.mark.parametrize("count", [1, 40])
def test_routing_costs_the_same_for_one_and_for_many(ready, count, django_assert_max_num_queries):
    from zhijia.kernel.people import Person

    people = [Person.objects.create(name=f"人{n}") for n in range(count)]
    for person in people:
        keep_trusted(person, ready.first, "mail", "a@b.cn")
    with clock.at(NOON):
        tell(people, ready.first, "标题", due=NOON.date())
        with django_assert_max_num_queries(10):
            assert route_new() == count


# --- failing --------------------------------------------------------------------------------------


def test_a_failure_that_may_pass_is_tried_again_ever_later_and_then_given_up(ready, sent):
    sent.answers = [Answer(False, False, "忙")] * 9
    told(ready, due=NOON.date())
    moment = NOON - timedelta(hours=4)
    told_at = Notice.objects.get()
    Notice.objects.filter(pk=told_at.pk).update(created=moment)
    pump(moment)
    for number, pause in enumerate(BACKOFF, 1):
        row = Delivery.objects.get()
        assert (row.state, row.tries, row.answer) == (D.QUEUED, number, "忙")
        assert row.next_try == moment + pause
        assert pump(moment + pause - timedelta(seconds=1)) == 0 and len(sent.letters) == number
        moment += pause
        pump(moment)
    row = Delivery.objects.get()
    assert (row.state, row.tries, row.next_try) == (D.FAILED, 5, None)
    assert pump(moment + timedelta(days=1)) == 0 and len(sent.letters) == 5


def test_the_pauses_are_a_minute_five_thirty_and_two_hours():
    assert [p.total_seconds() / 60 for p in BACKOFF] == [1, 5, 30, 120]


def test_a_passing_failure_then_success(ready, sent):
    sent.answers = [Answer(False, False, "忙")]
    told(ready, due=NOON.date())
    pump(NOON)
    assert pump(NOON + timedelta(minutes=1)) == 1
    row = Delivery.objects.get()
    assert (row.state, row.tries, row.answer) == (D.SENT, 2, "")


def test_a_final_refusal_is_not_tried_again(ready, sent):
    sent.answers = [Answer(False, True, "550 no such user")]
    told(ready, due=NOON.date())
    pump(NOON)
    row = Delivery.objects.get()
    assert (row.state, row.tries, row.answer) == (D.FAILED, 1, "550 no such user")


def test_a_fault_in_a_channel_harms_nobody_else(ready, sent, monkeypatch):
    def send(channel_settings, contact, letters):
        if contact.person_id == ready.qian.pk:
            raise ZeroDivisionError("secret")
        return Answer(True)

    monkeypatch.setattr(sending, "modules", lambda: {"mail": SimpleNamespace(send=send)})
    told(ready, due=NOON.date())
    told(ready, ready.sun, due=NOON.date())
    assert pump(NOON) == 1
    assert sorted(state()) == [D.QUEUED, D.SENT]
    assert Delivery.objects.get(state=D.QUEUED).answer == "ZeroDivisionError"


# --- at night -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moment", "until"),
    [
        (at(10, 21, 59), None), (at(10, 22), at(11, 7)), (at(10, 23, 59, 59), at(11, 7)),
        (at(11, 0), at(11, 7)), (at(11, 6, 59), at(11, 7)), (at(11, 7), None), (at(11, 12), None),
    ],
)  # fmt: skip
def test_quiet_hours_run_over_midnight(moment, until):
    assert Preference().quiet_until(moment) == until


def test_quiet_hours_of_an_afternoon_and_none_at_all():
    nap = Preference(quiet_from=time(12), quiet_to=time(14))
    assert nap.quiet_until(at(10, 13)) == at(10, 14)
    assert nap.quiet_until(at(10, 14)) is None and nap.quiet_until(at(10, 23)) is None
    assert Preference(quiet_from=time(0), quiet_to=time(0)).quiet_until(at(10, 3)) is None


def test_at_night_letters_are_held_until_morning(ready, sent):
    told(ready, due=NOON.date(), when=at(10, 23, 30))
    assert pump(at(10, 23, 31)) == 0 and state() == [D.HELD]
    assert pump(at(11, 6, 59)) == 0
    assert pump(at(11, 7)) == 1 and state() == [D.SENT]


def test_what_is_urgent_wakes_only_who_allows_it(ready, sent):
    Preference.objects.create(org=ready.first, person=ready.sun, urgent_passes=True)
    for who in (ready.qian, ready.sun):
        told(ready, who, urgent=True, when=at(10, 23, 30))
    assert pump(at(10, 23, 31)) == 1
    assert sent.letters == [("mail", f"{ready.sun.pk}@school.cn", ["例会通知"])]


def test_a_retry_that_would_fall_into_the_night_waits(ready, sent):
    sent.answers = [Answer(False, False, "忙")]
    told(ready, due=NOON.date(), when=at(10, 21, 59))
    pump(at(10, 21, 59, 30))
    assert pump(at(10, 22, 1)) == 0 and state() == [D.HELD]
    assert pump(at(11, 7)) == 1


# --- once -----------------------------------------------------------------------------------------


def test_what_one_worker_took_another_does_not_get(ready, sent):
    for who in (ready.qian, ready.sun):
        told(ready, who, due=NOON.date())
    with clock.at(NOON):
        route_new()
        first, second = take_due(), take_due()
    assert len(first) == 2 and second == []


def test_two_workers_at_once_send_each_letter_once(ready, sent, monkeypatch):
    """The second worker comes while the first is in the middle of sending."""
    plain, entered = sending.modules()["mail"].send, []

    def send(channel_settings, contact, letters):
        if not entered:
            entered.append(threading.current_thread())
            assert send_due() == 0
        return plain(channel_settings, contact, letters)

    monkeypatch.setattr(sending, "modules", lambda: {"mail": SimpleNamespace(send=send)})
    told(ready, due=NOON.date())
    told(ready, ready.sun, due=NOON.date())
    assert pump(NOON) == 2 and len(sent.letters) == 2


def test_two_workers_with_the_same_list_of_what_is_due(ready, sent, monkeypatch):
    """Both read the same keys before either takes them: the second statement finds nothing left."""
    told(ready, due=NOON.date())
    with clock.at(NOON):
        route_new()
        pks = list(Delivery.objects.values_list("pk", flat=True))
        taken = [
            Delivery.objects.filter(pk__in=pks, state__in=Delivery.OPEN, next_try__lte=NOON).update(
                next_try=NOON + timedelta(minutes=15), claim=f"w{n}"
            )
            for n in range(2)
        ]
    assert taken == [1, 0]


def test_what_a_dead_worker_took_is_sent_later(ready, sent):
    told(ready, due=NOON.date())
    with clock.at(NOON):
        route_new()
        take_due()
    assert pump(NOON + timedelta(minutes=14)) == 0
    assert pump(NOON + timedelta(minutes=16)) == 1


# --- private --------------------------------------------------------------------------------------


def test_no_illness_and_no_name_of_the_ill_leaves_the_house(ready, sent):
    with clock.at(NOON):
        reported(ready, on=NOON.date())
    title = Notice.objects.get(person=ready.sun).title
    assert "钱学文" in title and "生病住院" in title
    assert pump(NOON) == 1
    said = sent.letters[0][2][0] + sent.links[0]
    assert "关爱事项" in said
    for inside in ("钱学文", "病", "住院", "occasion"):
        assert inside not in said


@pytest.mark.parametrize(
    "title", ["王老师住院慰问安排", "困难职工补助名单", "关于收入申报", "举报处理情况"]
)
def test_a_title_that_names_trouble_stays_inside(ready, sent, title):
    told(ready, title=title, due=NOON.date())
    pump(NOON)
    assert (
        sent.letters[0][2] == ["会议：有一条待办，请登录查看"]
        or "请登录查看" in sent.letters[0][2][0]
    )
    assert title not in str(sent.letters)


def test_a_visit_s_figure_stays_inside_too(ready, sent):
    with clock.at(NOON):
        occasion = reported(ready, on=NOON.date())
        do(
            "care.occasion.plan",
            occasion,
            by=ready.li,
            on=NOON.date(),
            visitors=[ready.sun],
            form="cash",
            amount=800,
        )
    pump(NOON)
    assert "800" not in str(sent.letters) and "住院" not in str(sent.letters)
