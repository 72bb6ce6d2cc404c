"""Whom a letter reaches: every box, every combination of whom it is about, signed or not, urgent or not.

The expected readers are written down from the declared order (docs/voice.md): the other owners of the box; if
it is about all of them, the first of Party secretary, chair, principal, funds review whom it is not about;
an urgent letter besides reaches Party secretary and chair, never whom it is about.
"""

from datetime import date
from itertools import combinations

import pytest

from zhijia.domains.voice import actions, jobs, slot
from zhijia.domains.voice.figures import letters_of
from zhijia.domains.voice.models import Message
from zhijia.kernel import clock, codes
from zhijia.kernel.access import can
from zhijia.kernel.notices import Notice
from zhijia.kernel.people import Appointment
from zhijia.kernel.records import Fact, Record
from zhijia.kernel.refusals import NotAllowed, Refused
from zhijia.kernel.waiting import Call

from .parts import DAY, TEXT, answered, dropped, fresh, later, open_box, signed, taken

pytestmark = pytest.mark.django_db

BOXES = {"box": ("li", "lin", "sun"), "head": ("gao", "dang"), "chair": ("li",)}
# whoever is next when it is about all owners, in the declared order, without whom it is about
NEXT = {
    ("box", ("li", "lin", "sun")): "dang",
    ("head", ("gao", "dang")): "li",
    ("chair", ("li",)): "dang",
}
ABOUT = [
    (box, about)
    for box, owners in BOXES.items()
    for size in range(len(owners) + 1)
    for about in combinations(owners, size)
]


def sent_to(box, about, urgent):
    readers = set(BOXES[box]) - set(about) or {NEXT[box, about]}
    return readers | ({"dang", "li"} - set(about) if urgent else set())


def people(s, names):
    return [getattr(s, name) for name in names]


def written(s, box, about, urgent, named):
    if named:
        return signed(s, getattr(s, box), about=people(s, about), urgent=urgent)
    return dropped(s, getattr(s, box), about=people(s, about), urgent=urgent)[0]


@pytest.mark.req("R-081")
@pytest.mark.parametrize(
    ("box", "about"), ABOUT, ids=[f"{b}-{'-'.join(a) or 'nobody'}" for b, a in ABOUT]
)
@pytest.mark.parametrize("named", [False, True], ids=["anonymous", "signed"])
def test_it_reaches_the_next_in_order_and_never_whom_it_is_about(s, enter, box, about, named):
    """And no page, list, line, figure, record or power of theirs knows of it."""
    for urgent in (False, True):
        before = {who.pk: Notice.objects.filter(person=who).count() for who in people(s, about)}
        message = written(s, box, about, urgent, named)
        assert set(message.readers.all()) == set(people(s, sent_to(box, about, urgent)))
        for who in people(s, about):
            assert not Message.objects.visible_to(who).filter(pk=message.pk).exists()
            assert not can(who, "voice.handle", message) and not can(who, "voice.judge", message)
            assert Notice.objects.filter(person=who).count() == before[who.pk]
            assert not Call.objects.filter(person=who, source="voice.message").exists()
            assert letters_of(getattr(s, box), who, DAY, DAY)["all"] == 0
            assert enter(who).get(f"/voice/message/{message.pk}/").status_code == 404
            with pytest.raises(NotAllowed):
                actions.take(message, by=who)
        if about:
            assert Record.objects.get(kind="voice.letter", source_id=message.pk).stage == "void"
    assert not about or not Fact.objects.filter(metric="voice.letters").exists()


@pytest.mark.parametrize(
    ("gone", "reader"),
    [((), "dang"), (("party",), "gao"), (("party", "principal"), "wu"), (("principal",), "dang"),
     (("party", "principal", "funds_review"), None)],
)  # fmt: skip
def test_offices_that_are_vacant_are_passed_over(s, gone, reader):
    """About the chair, in the chair's own box: Party, (chair), principal, funds review, then nobody here."""
    Appointment.objects.filter(org=s.org, post__in=gone).update(ends=date(2025, 12, 31))
    message, _code = dropped(s, s.chair, about=[s.li])
    assert list(message.readers.all()) == ([getattr(s, reader)] if reader else [])
    assert Notice.objects.filter(person=s.cast.chen, title__contains="无人可办").exists() is (
        reader is None
    )


def test_an_owner_who_has_left_reads_nothing_and_the_rest_of_the_order_holds(s):
    box = open_box(s, "心理信箱", [s.cast.tian])
    s.cast.tian.memberships.update(ends=date(2026, 1, 31))
    assert list(dropped(s, box)[0].readers.all()) == [s.dang]
    s.cast.dang.memberships.update(ends=date(2026, 1, 31))
    Appointment.objects.filter(person=s.dang).update(ends=date(2026, 1, 31))
    assert list(dropped(s, box)[0].readers.all()) == [s.li]


@pytest.mark.parametrize("urgent", [False, True])
def test_who_writes_to_their_own_box_does_not_answer_it_nor_hear_of_it(s, urgent):
    before = Notice.objects.filter(person=s.li).count()
    message = signed(s, s.chair, by=s.li, urgent=urgent)
    assert list(message.readers.all()) == [s.dang]
    assert Notice.objects.filter(person=s.li).count() == before
    assert Message.objects.visible_to(s.li).filter(pk=message.pk).exists(), "one's own one reads"
    assert not can(s.li, "voice.handle", message)


def test_handed_on_it_is_read_by_whom_it_was_handed_to_and_by_whoever_had_it(s):
    message = taken(s)
    actions.hand_over(message, by=s.lin, person=s.cast.tian, words="他管排班")
    for who, reads in (
        (s.cast.tian, True),
        (s.lin, True),
        (s.sun, True),
        (s.cast.hua, False),
        (s.gao, False),
    ):
        assert Message.objects.visible_to(who).filter(pk=message.pk).exists() is reads, who
    with pytest.raises(Refused, match="本来就在他手上"):
        actions.hand_over(message, by=s.lin, person=s.cast.tian, words="还是他")


# --- two people against one letter --------------------------------------------------------------


@pytest.mark.parametrize("second", ["sun", "li", "dang", "wu"])
def test_any_second_reader_or_watch_decides_and_the_first_never(s, second):
    message = actions.call_abuse(taken(s), by=s.lin, words="整页谩骂，没有具体事情")
    with pytest.raises(Refused, match="另一位认定"):
        actions.set_aside(message, by=s.lin)
    for who in (s.cast.hua, s.gao, s.cast.zhou, s.cast.chen):
        with pytest.raises(NotAllowed):
            actions.set_aside(message, by=who)
    aside = actions.set_aside(message, by=getattr(s, second))
    assert (aside.state, aside.abuse_second, aside.text) == ("aside", getattr(s, second), TEXT)
    assert Record.objects.get(kind="voice.letter").stage == "void"


def test_taken_back_it_is_an_ordinary_letter_again_with_its_clock(s):
    message = actions.call_abuse(taken(s), by=s.lin, words="像是广告")
    due = message.due
    actions.clear_abuse(message, by=s.dang)
    assert (message.state, message.due, message.abuse_by) == ("handling", due, None)
    assert not Message.objects.visible_to(s.wu).exists(), "nobody watches any more"
    actions.answer(message, by=s.lin, text="已经调整。")
    assert message.on_time


def test_accused_it_is_still_owed_an_answer_and_rings(s):
    message = actions.call_abuse(taken(s), by=s.lin, words="像是广告")
    with clock.at(date(2026, 3, 17)):
        jobs.ring()
        assert Notice.objects.filter(person=s.lin, title="1 封来信已逾期").exists()
        actions.answer(message, by=s.lin, text="已经处理，谢谢。")
    assert (message.state, message.on_time) == ("answered", False)


@pytest.mark.parametrize("named", [True, False])
def test_objecting_opens_it_once_and_for_all_with_a_new_day(s, named):
    message, code = (signed(s), "") if named else dropped(s)
    actions.call_abuse(actions.take(message, by=s.lin), by=s.lin, words="像是广告")
    actions.set_aside(message, by=s.sun)
    with later(5):
        if named:
            actions.object_aside(message, by=s.cast.zhao, text="说的都是事实")
        else:
            slot.write_on(s.box, code, "说的都是事实", once="w" * 16, objection=True)
            slot.empty()
        message = fresh(message)
        assert (message.state, message.due) == ("handling", date(2026, 3, 20)), (
            "ten working days anew"
        )
        with pytest.raises(Refused, match="提出过异议，不能再搁置"):
            actions.call_abuse(message, by=s.lin, words="还是像广告")


# --- codes --------------------------------------------------------------------------------------


def asks(client, box, code, **more):
    return client.post(f"/letter/{box.address}/talk/", {"code": code} | more)


@pytest.mark.parametrize(
    "shape", [str, str.lower, lambda c: c.replace("-", ""), lambda c: f"  {c.replace('-', ' ')} "]
)
def test_a_code_is_read_however_it_was_written_down(s, client, shape):
    message, code = dropped(s)
    actions.answer(actions.take(message, by=s.lin), by=s.lin, text="已按住址调整排班。")
    page = asks(client, s.box, shape(code))
    assert page.status_code == 200 and "已按住址调整排班" in page.content.decode()


@pytest.mark.parametrize(
    ("code", "status", "words"),
    [("", 422, "回执码不对"), ("ABC", 422, "回执码不对"), ("字" * 17, 422, "回执码不对"), ("0" * 100_000, 422, "回执码不对")],
)  # fmt: skip
def test_a_code_that_is_none_is_told_so_and_opens_nothing(s, client, code, status, words):
    dropped(s)
    page = asks(client, s.box, code)
    assert (
        page.status_code == status
        and words in page.content.decode()
        and TEXT not in page.content.decode()
    )


def test_a_code_opens_its_own_box_and_no_other_and_one_letter_only(s, client):
    _one, first = dropped(s, text=f"第一封：{TEXT}")
    _two, second = dropped(s, text=f"第二封：{TEXT}")
    page = asks(client, s.box, first).content.decode()
    assert "第一封" in page and "第二封" not in page
    other = asks(client, s.head, second)
    assert other.status_code == 404 and "这个信箱里没有这个回执码的信" in other.content.decode()
    unknown = asks(client, s.box, codes.new_code())
    assert unknown.status_code == 404 and TEXT not in unknown.content.decode()


def test_writing_twice_with_one_code_is_one_letter_and_the_first_words_stand(s):
    code = codes.new_code()
    slot.drop(s.box, code, f"先写的：{TEXT}")
    slot.drop(s.box, code, f"后写的：{TEXT}")
    slot.empty()
    slot.drop(s.box, code, f"再写的：{TEXT}")
    assert slot.empty() == 0 and Message.objects.get().text.startswith("先写的")


def test_several_lines_either_way_stand_in_their_order_and_an_answer_is_owed_again(s, client):
    message, code = dropped(s)
    actions.take(message, by=s.lin)
    actions.ask(message, by=s.lin, text="请问是哪个校区？")
    assert fresh(message).state == "handling" and fresh(message).answered is None, (
        "a question is no answer"
    )
    for day, text in ((1, "南校区。"), (2, "另外，周五也晚。")):
        with later(day):
            asks(client, s.box, code, text=text, once=f"{day}" * 16)
            slot.empty()
    actions.answer(fresh(message), by=s.lin, text="两处都已调整。")
    with later(9):
        asks(client, s.box, code, text="还是没有变。", once="z" * 16)
        slot.empty()
    message = fresh(message)
    said = list(message.talk.values_list("text", "by"))
    assert [text for text, _by in said] == [
        "请问是哪个校区？",
        "南校区。",
        "另外，周五也晚。",
        "两处都已调整。",
        "还是没有变。",
    ]
    assert [by for _text, by in said] == [s.lin.pk, None, None, s.lin.pk, None]
    assert (message.state, message.answered, message.on_time) == ("handling", DAY, True)


# --- how long it is kept ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("months", "closed", "day", "gone"),
    [(1, date(2026, 3, 2), date(2026, 4, 1), False), (1, date(2026, 3, 2), date(2026, 4, 2), True),
     (36, date(2026, 3, 2), date(2029, 3, 1), False), (36, date(2026, 3, 2), date(2029, 3, 2), True),
     (1, date(2026, 3, 31), date(2026, 4, 30), False), (1, date(2026, 3, 31), date(2026, 5, 1), True),
     (12, date(2026, 3, 9), date(2027, 3, 8), False), (12, date(2026, 3, 9), date(2027, 3, 9), True)],
)  # fmt: skip
def test_a_letter_goes_after_the_months_of_its_box_to_the_day(s, client, months, closed, day, gone):
    box = open_box(s, "短期信箱", [s.lin], keep_months=months)
    message, code = dropped(s, box)
    actions.answer(actions.take(message, by=s.lin), by=s.lin, text="已经调整。")
    with clock.at(closed):
        actions.close(message, by=s.lin)
    with clock.at(day):
        assert jobs.purge() == str(int(gone))
        message = fresh(message)
        assert (message.text == "", message.purged, message.talk.exists()) == (gone, gone, not gone)
        assert asks(client, box, code).status_code == (404 if gone else 200)
    assert int(Fact.objects.get(metric="voice.letters").value) == 1, (
        "that it was answered stays counted"
    )


@pytest.mark.parametrize("state", ["new", "handling", "answered"])
def test_what_is_not_over_is_kept_however_old(s, state):
    message = {
        "new": lambda: dropped(s)[0],
        "handling": lambda: taken(s),
        "answered": lambda: answered(s),
    }[state]()
    with clock.at(date(2036, 1, 1)):
        assert jobs.purge() == "0" and fresh(message).text == TEXT


# --- the extract --------------------------------------------------------------------------------


@pytest.mark.parametrize(("run", "quotes"), [(11, False), (12, True), (30, True)])
def test_so_many_characters_in_a_row_are_a_quotation(s, run, quotes):
    message = answered(s)
    said = f"有老师说{TEXT[3 : 3 + run]}这件事"
    if quotes:
        with pytest.raises(Refused, match="是来信的原话"):
            actions.publish(message, by=s.lin, said=said, done="已改进")
        assert fresh(message).published is None
    else:
        assert actions.publish(message, by=s.lin, said=said, done="已改进").published == DAY


@pytest.mark.parametrize("where", ["said", "done"])
@pytest.mark.parametrize("broken", ["", " ", "\n"])
def test_spaces_hide_no_quotation_and_no_name_stands_in_either_field(s, where, broken):
    given = {"said": "晚班回家不便", "done": "已按住址调整"}
    message = answered(s)
    quoted = broken.join(TEXT[:14])
    with pytest.raises(Refused, match="是来信的原话"):
        actions.publish(message, by=s.lin, **given | {where: quoted})
    with pytest.raises(Refused, match="出现了姓名：赵明"):
        actions.publish(message, by=s.lin, **given | {where: "赵明老师说得对"})


def test_what_the_sender_wrote_later_is_not_quoted_either(s):
    message, code = dropped(s)
    actions.take(message, by=s.lin)
    slot.write_on(s.box, code, "我住在城北的桃花源小区三号楼", once="q" * 16)
    slot.empty()
    actions.answer(fresh(message), by=s.lin, text="已经调整。")
    with pytest.raises(Refused, match="是来信的原话"):
        actions.publish(
            fresh(message), by=s.lin, said="住在城北的桃花源小区三号楼的老师", done="已改进"
        )


@pytest.mark.parametrize("at", [0, 6, 18, 20])
def test_one_wrong_character_is_noticed_and_opens_no_other_letter(s, client, at):
    _message, code = dropped(s)
    wrong = code[:at] + ("7" if code[at] != "7" else "8") + code[at + 1 :]
    page = asks(client, s.box, wrong)
    assert page.status_code == 422 and "请对照抄下的再看一遍" in page.content.decode()
