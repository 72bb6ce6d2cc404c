"""A letter about an owner never reaches that owner: no list, no count, no line, no figure."""

import pytest

from zhijia.domains.voice import actions, jobs, slot
from zhijia.domains.voice.models import Message
from zhijia.kernel import clock, codes
from zhijia.kernel.access import can
from zhijia.kernel.notices import Notice
from zhijia.kernel.people import Appointment
from zhijia.kernel.records import DONE, Fact, Record
from zhijia.kernel.refusals import NotAllowed, Refused
from zhijia.kernel.waiting import Call

from .parts import TEXT, dropped, fresh, later, letter

pytestmark = pytest.mark.django_db


def seen_by(enter, who, *paths):
    client = enter(who)
    return "".join(client.get(there).content.decode() for there in paths)


@pytest.mark.req("R-081")
def test_the_owner_complained_about_sees_nothing_anywhere(s, enter):
    start = Notice.objects.filter(person=s.li).count()
    message, _code = dropped(s, about=[s.li])
    assert set(message.readers.all()) == {s.lin, s.sun}
    assert not Message.objects.visible_to(s.li).exists()
    actions.take(message, by=s.lin)
    with later(40):
        jobs.ring()
        jobs.ring()
    assert Notice.objects.filter(person=s.li).count() == start
    assert not Call.objects.filter(person=s.li).exists()
    actions.answer(message, by=s.lin, text="已经核实，会提醒本人。")
    assert enter(s.li).get(f"/voice/message/{message.pk}/").status_code == 404
    words = seen_by(
        enter,
        s.li,
        "/",
        "/voice/",
        "/voice/message/",
        f"/voice/channel/{s.box.pk}/",
        "/voice/done/",
    )
    assert str(message) not in words and "共 0 条" in words
    assert "<b>0 <small>件</small></b>" in words, "the count of the year"
    assert not can(s.li, "voice.handle", fresh(message))


def test_no_record_and_no_figure_tells_of_it(s):
    other, _code = dropped(s)
    message, _code = dropped(s, about=[s.li])
    for one in (other, message):
        actions.take(one, by=s.lin)
        actions.answer(one, by=s.lin, text="已经处理，谢谢来信。")
    assert Record.objects.get(kind="voice.letter", stage=DONE).source_id == other.pk
    assert Fact.objects.filter(metric="voice.letters").count() == 1


def test_it_is_never_made_public(s):
    message, _code = dropped(s, about=[s.li])
    actions.take(message, by=s.lin)
    actions.answer(message, by=s.lin, text="已经处理，谢谢来信。")
    with pytest.raises(Refused, match="不作公开摘录"):
        actions.publish(message, by=s.lin, said="有意见", done="已改进")


def test_it_cannot_be_handed_to_whom_it_is_about(s):
    message, _code = dropped(s, about=[s.li])
    actions.take(message, by=s.lin)
    with pytest.raises(Refused, match="信里涉及这个人"):
        actions.hand_over(message, by=s.lin, person=s.li, words="请处理")
    with pytest.raises(NotAllowed):
        actions.answer(message, by=s.li, text="没有这回事")


def test_about_every_owner_it_goes_to_the_next_in_the_declared_order(s):
    message, _code = dropped(s, box=s.chair, about=[s.li])
    assert list(message.readers.all()) == [s.dang]
    both, _code = dropped(s, box=s.head, about=[s.gao, s.dang])
    assert list(both.readers.all()) == [s.li], "after the Party secretary the chair"


def test_new_owners_of_the_box_get_what_is_open_and_still_not_what_is_about_them(s):
    message, _code = dropped(s, about=[s.li])
    plain, _code = dropped(s)
    actions.amend_channel(s.box, by=s.dang, title="意见箱", owners=[s.li, s.cast.wang])
    assert set(message.readers.all()) == {s.cast.wang}
    assert set(plain.readers.all()) == {s.li, s.cast.wang}
    assert not Message.objects.visible_to(s.lin).filter(pk=message.pk).exists()
    assert Call.objects.filter(person=s.cast.wang, button="签收").count() == 2


def test_where_nobody_may_read_it_the_level_above_sees_a_count_and_nothing_else(s, enter):
    for post in ("party", "principal", "funds_review"):
        Appointment.objects.filter(org=s.org, post=post).update(
            ends=clock.today().replace(year=2025)
        )
    code = codes.new_code()
    slot.drop(s.chair, code, TEXT, about=[s.li])
    slot.empty()
    message = letter(s.chair, code)
    assert not message.readers.exists() and not Message.objects.visible_to(s.cast.chen).exists()
    words = seen_by(enter, s.cast.chen, "/voice/above/")
    assert "第一小学工会" in words and TEXT[:8] not in words
    assert Notice.objects.filter(person=s.cast.chen, title__contains="本级无人可办").exists()
    assert enter(s.cast.chen).get(f"/voice/message/{message.pk}/").status_code == 404
    assert "第一小学工会</td>" not in seen_by(enter, s.li, "/voice/above/")


def test_the_watch_does_not_see_what_is_about_itself_either(s, enter):
    """Party and funds review see what is called abuse; not where it is about them."""
    message, _code = dropped(s, box=s.head, about=[s.dang])
    actions.call_abuse(actions.take(message, by=s.gao), by=s.gao, words="没有具体事情")
    assert not Message.objects.visible_to(s.dang).exists() and not can(
        s.dang, "voice.judge", message
    )
    assert not Notice.objects.filter(person=s.dang, title__contains=str(message)).exists()
    assert not Call.objects.filter(person=s.dang, source="voice.message").exists()
    assert enter(s.dang).get(f"/voice/message/{message.pk}/").status_code == 404
    assert Call.objects.filter(person=s.wu, title__contains="认定是否恶意").exists()
    actions.set_aside(message, by=s.wu)


def test_only_owners_of_the_box_can_be_ticked(s):
    message, _code = dropped(s, about=[s.cast.zhao, s.li])
    assert set(message.about.all()) == {s.li}


def test_the_report_of_who_is_complained_about_counts_without_it(s):
    from zhijia.domains.voice.figures import letters_of

    dropped(s)
    dropped(s, about=[s.li])
    year = (clock.today().replace(month=1, day=1), clock.today().replace(month=12, day=31))
    assert letters_of(s.box, s.li, *year)["all"] == 1
    assert letters_of(s.box, s.lin, *year)["all"] == 2


def test_the_operation_log_does_not_tell_of_it_either(s, enter):
    message, _code = dropped(s, about=[s.li])
    actions.take(message, by=s.lin)
    assert f"来信 {message.pk}" not in enter(s.li).get("/privacy/log/").content.decode()
