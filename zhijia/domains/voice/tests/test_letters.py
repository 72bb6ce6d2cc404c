"""A letter's way: one responsible person, a clock in working days, two hands for abuse, neutral extracts."""

from datetime import date

import pytest

from zhijia.domains.voice import actions, jobs, slot
from zhijia.domains.voice.models import Message, Talk
from zhijia.kernel import clock
from zhijia.kernel.access import can
from zhijia.kernel.notices import Notice
from zhijia.kernel.records import DONE, PLANNED, Record
from zhijia.kernel.refusals import NotAllowed, Refused, WrongState
from zhijia.kernel.waiting import Call, waiting_for

from .parts import TEXT, answered, dropped, fresh, later, letter, open_box, signed, taken

pytestmark = pytest.mark.django_db


def lines(who, org):
    return [line.title for line in waiting_for(who, org)]


def test_a_signed_letter_is_with_its_readers_at_once_and_seen_by_nobody_else(s, enter):
    message = signed(s)
    assert message.sender == s.cast.zhao and message.due == date(2026, 3, 16), "ten working days"
    assert Notice.objects.filter(person=s.lin, title__startswith="新来信").exists()
    for who, status in (
        (s.lin, 200),
        (s.cast.zhao, 200),
        (s.cast.qian, 404),
        (s.gao, 404),
        (s.cast.zhou, 404),
        (s.cast.chen, 404),
    ):
        assert enter(who).get(f"/voice/message/{message.pk}/").status_code == status, who


def test_nobody_answers_their_own_letter(s):
    message = signed(s, by=s.lin)
    assert set(message.readers.all()) == {s.li, s.sun} and not can(s.lin, "voice.handle", message)


def test_who_takes_it_keeps_it_until_answered_or_handed_to_somebody_by_name(s):
    message = taken(s)
    assert message.handler == s.lin
    assert any("答复来信" in t for t in lines(s.lin, s.org)) and not lines(s.sun, s.org)
    with pytest.raises(WrongState):
        actions.take(message, by=s.sun)
    actions.hand_over(message, by=s.lin, person=s.cast.zhao, words="他管排班")
    assert message.handler == s.cast.zhao and message.due == date(2026, 3, 16), "the clock goes on"
    assert any("答复来信" in t for t in lines(s.cast.zhao, s.org))
    actions.answer(message, by=s.cast.zhao, text="已经调整。")
    assert Message.objects.visible_to(s.cast.zhao).filter(pk=message.pk).exists()


def test_it_is_not_handed_to_a_stranger(s):
    message = taken(s)
    for who, words in ((s.cast.zhou, "不在本会"), (s.lin, "本来就在")):
        with pytest.raises(Refused, match=words):
            actions.hand_over(message, by=s.lin, person=who, words="请办")


def test_amber_the_day_and_red_are_told_once_each_and_red_to_all_readers(s):
    message = taken(s)
    before = Notice.objects.count()
    told = []
    for day in (12, 13, 16, 16, 17, 17, 20):
        with clock.at(date(2026, 3, day)):
            jobs.ring()
        told.append(Notice.objects.count() - before)
    assert told == [0, 1, 2, 2, 5, 5, 5]
    with clock.at(date(2026, 3, 18)):
        assert any("逾期未答复" in t for t in lines(s.sun, s.org)), "escalated to the other readers"
        actions.answer(message, by=s.lin, text="对不起，晚了。已经调整。")
    assert message.on_time is False


def test_one_notice_a_person_however_many_letters(s):
    for _n in range(4):
        taken(s)
    with clock.at(date(2026, 3, 17)):
        jobs.ring()
    assert Notice.objects.filter(person=s.lin, title="4 封来信已逾期").count() == 1


def test_the_record_says_planned_then_done_and_how_long_it_took(s):
    message = taken(s)
    assert Record.objects.get(kind="voice.letter").stage == PLANNED
    with later(3):
        actions.answer(message, by=s.lin, text="已经调整。")
    record = Record.objects.get(kind="voice.letter")
    assert record.stage == DONE and record.on == date(2026, 3, 5) and record.public == ""
    assert sorted(f.metric for f in record.facts.all()) == [
        "voice.letters",
        "voice.letters_on_time",
    ]


def test_the_sender_of_a_signed_letter_goes_on_talking(s):
    message = signed(s)
    actions.take(message, by=s.lin)
    actions.answer(message, by=s.lin, text="已经调整。")
    actions.close(message, by=s.lin)
    with pytest.raises(WrongState):
        actions.write_on(message, by=s.cast.zhao, text="还没有")
    other = signed(s)
    actions.answer(actions.take(other, by=s.lin), by=s.lin, text="已经调整。")
    actions.write_on(other, by=s.cast.zhao, text="周三还是很晚")
    assert other.state == "handling" and not can(s.cast.qian, "voice.own", other)


# --- the same matter, abuse ---------------------------------------------------------------------


def test_the_same_matter_is_linked_and_still_owed_an_answer(s):
    first, second = taken(s), taken(s)
    due = second.due
    actions.mark_same(second, by=s.lin, other=first)
    assert second.state == "handling" and second.due == due
    assert any(str(second) in t for t in lines(s.lin, s.org))
    other = open_box(s, "另一个信箱", [s.lin])
    elsewhere = taken(s, box=other)
    with pytest.raises(Refused, match="同一信箱"):
        actions.mark_same(second, by=s.lin, other=elsewhere)


def test_a_letter_about_one_reader_is_not_linked_by_them(s):
    hidden, _code = dropped(s, about=[s.lin])
    mine = taken(s)
    with pytest.raises(Refused, match="看不到"):
        actions.mark_same(mine, by=s.lin, other=hidden)


def test_one_hand_sets_nothing_aside(s):
    message = taken(s)
    actions.call_abuse(message, by=s.lin, words="广告，和学校无关")
    assert message.state == "accused" and any("答复来信" in t for t in lines(s.lin, s.org))
    with pytest.raises(Refused, match="另一位"):
        actions.set_aside(message, by=s.lin)
    assert not can(s.cast.zhao, "voice.judge", message)
    assert can(s.wu, "voice.judge", message) and can(s.dang, "voice.judge", message)
    actions.set_aside(message, by=s.wu)
    assert message.state == "aside" and message.text == TEXT


def test_party_and_funds_review_see_what_is_called_abuse_and_nothing_before(s):
    message = taken(s)
    assert not Message.objects.visible_to(s.wu).exists()
    actions.call_abuse(message, by=s.lin, words="广告，和学校无关")
    for who in (s.wu, s.dang):
        assert Message.objects.visible_to(who).filter(pk=message.pk).exists()
        assert any("认定是否恶意" in t for t in lines(who, s.org))
    actions.clear_abuse(message, by=s.sun)
    assert not Message.objects.visible_to(s.wu).exists() and message.abuse_by is None


def test_the_sender_objects_without_an_account_and_it_is_handled_again(s):
    message, code = dropped(s)
    actions.call_abuse(actions.take(message, by=s.lin), by=s.lin, words="无关的广告")
    actions.set_aside(message, by=s.sun)
    with later(5):
        slot.write_on(s.box, code, "这不是广告，是真的。", once="o1", objection=True)
        slot.empty()
        message = letter(s.box, code)
        assert message.state == "handling" and "不是广告" in message.objected
        assert message.due > date(2026, 3, 16)
        assert Notice.objects.filter(person=s.dang, title__contains="异议").exists()
        for deed in (actions.set_aside, actions.call_abuse):
            with pytest.raises(Refused):  # whoever objected is answered
                deed(
                    message, by=s.dang, **({"words": "广告"} if deed is actions.call_abuse else {})
                )


def test_an_objection_needs_something_to_object_to(s):
    _message, code = dropped(s)
    with pytest.raises(Refused, match="没有被搁置"):
        slot.write_on(s.box, code, "为什么", once="o2", objection=True)


def test_a_signed_letter_set_aside_is_objected_to_by_its_sender_alone(s):
    message = signed(s)
    actions.call_abuse(actions.take(message, by=s.lin), by=s.lin, words="无关的广告")
    actions.set_aside(message, by=s.sun)
    with pytest.raises(NotAllowed):
        actions.object_aside(message, by=s.cast.qian, text="不是")
    actions.object_aside(message, by=s.cast.zhao, text="不是广告")
    assert message.state == "handling" and message.objected == "不是广告"


# --- you said, we did ---------------------------------------------------------------------------


def test_an_extract_is_neutral_names_nobody_and_is_what_the_record_says(s, enter):
    message = answered(s)
    with pytest.raises(Refused, match="原话"):
        actions.publish(
            message, by=s.lin, said="晚自习值班回家太晚，末班公交只到九点四十", done="已调整"
        )
    with pytest.raises(Refused, match="出现了姓名：赵明"):
        actions.publish(message, by=s.lin, said="赵明提了意见", done="已调整")
    actions.publish(message, by=s.lin, said="有老师住得远，晚班不便。", done="已按住址调整值班。")
    words = "您说：有老师住得远，晚班不便。我们做：已按住址调整值班。"
    assert Record.objects.get(kind="voice.letter").public == words
    assert "已按住址调整值班" in enter(s.cast.qian).get("/voice/done/").content.decode()
    assert (
        "已按住址调整值班" in enter(s.cast.qian).get(f"/letter/{s.box.address}/").content.decode()
    )
    actions.unpublish(message, by=s.lin)
    assert Record.objects.get(kind="voice.letter").public == ""


def test_nothing_is_published_before_the_sender_has_an_answer(s):
    message = taken(s)
    message.state = "answered"
    message.save()
    with pytest.raises(Refused, match="先答复"):
        actions.publish(message, by=s.lin, said="有意见", done="已改进")


# --- keeping ------------------------------------------------------------------------------------


def test_after_the_term_of_the_box_what_was_written_goes_and_the_count_stays(s):
    message, code = dropped(s)
    actions.answer(actions.take(message, by=s.lin), by=s.lin, text="已经调整。")
    actions.close(message, by=s.lin)
    for years, gone in ((2, "0"), (3, "1"), (4, "0")):
        with clock.at(date(2026 + years, 3, 2)):
            assert jobs.purge() == gone
    message = fresh(message)
    assert message.text == "" and not Talk.objects.exists() and message.purged
    assert letter(s.box, code) is None, "the code opens nothing any more"
    assert Record.objects.get(kind="voice.letter").stage == DONE


def test_what_is_open_is_never_thrown_away(s):
    taken(s)
    with clock.at(date(2036, 3, 2)):
        assert jobs.purge() == "0"


def test_a_box_has_an_owner(s):
    with pytest.raises(Refused, match="至少要有一位收信人"):
        open_box(s, "空信箱", [])
    assert not Call.objects.filter(title__contains="空信箱").exists()
