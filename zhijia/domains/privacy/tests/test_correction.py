"""Corrections answered within fifteen working days; consents with one touch; who may."""

from datetime import date

import pytest

from zhijia.domains.privacy import actions
from zhijia.domains.privacy.models import Consent, Correction
from zhijia.kernel import clock
from zhijia.kernel.actions import Step, open_to, url_of
from zhijia.kernel.calendar.models import say_day
from zhijia.kernel.consent import consented, purposes
from zhijia.kernel.notices import Notice
from zhijia.kernel.people import Person
from zhijia.kernel.privacy import Look
from zhijia.kernel.refusals import NotAllowed, Refused, WrongState
from zhijia.kernel.waiting import waiting_for

DAY = date(2026, 3, 10)  # a Tuesday


@pytest.fixture(autouse=True)
def in_march():
    with clock.at(DAY):
        yield


def asked(cast, who=None, field="kernel.person.phone", right="13900001111", **more):
    return actions.ask(cast.first, by=who or cast.qian, field=field, right=right, **more)


def test_the_day_is_fifteen_working_days_on(cast):
    assert asked(cast).answer_by == date(2026, 3, 31)
    say_day(cast.first, date(2026, 3, 12), False, "校运会")
    assert asked(cast).answer_by == date(2026, 4, 1)


def test_it_waits_for_the_keepers_and_not_for_who_asked(cast):
    correction = asked(cast, cast.sun)
    line = next(c for c in waiting_for(cast.li, cast.first) if c.url == url_of(correction))
    assert (
        line.due == correction.answer_by
        and "手机号" in line.title
        and "139" not in line.title + line.note
    )
    assert not [c for c in waiting_for(cast.sun, cast.first) if c.url == url_of(correction)]
    assert not [c for c in waiting_for(cast.zhou, cast.second) if c.url == url_of(correction)]
    actions.accept(correction, by=cast.li)
    assert not [c for c in waiting_for(cast.li, cast.first) if c.url == url_of(correction)]


def test_accepted_it_is_put_right_and_the_person_is_told(cast):
    correction = asked(cast)
    actions.accept(correction, by=cast.sun)
    assert Person.objects.get(pk=cast.qian.pk).phone == "13900001111"
    assert Notice.objects.filter(person=cast.qian, title__contains="更正").get().due is None
    step = Step.objects.about(correction).last()
    assert (step.verb, step.by) == ("accept", cast.sun)
    assert not [s for s in Step.objects.values() if "13900001111" in str(s)]
    with pytest.raises(WrongState):
        actions.refuse(correction, by=cast.sun, reason="x")


@pytest.mark.parametrize(
    ("field", "right", "attr", "value"),
    [
        ("kernel.person.birthday", "1980年5月2日", "birthday", date(1980, 5, 2)),
        ("kernel.person.title", "副高级", "title", "deputy"),
        ("kernel.person.name", "钱学闻", "name", "钱学闻"),
    ],
)
def test_each_kind_of_field(cast, field, right, attr, value):
    actions.accept(asked(cast, field=field, right=right), by=cast.sun)
    person = Person.objects.get(pk=cast.qian.pk)
    assert getattr(person, attr) == value
    assert attr != "name" or person.pinyin.startswith("qian")


@pytest.mark.parametrize(("field", "right"), [("birthday", "去年"), ("title", "教授级")])
def test_what_cannot_be_is_refused_when_it_is_asked(cast, field, right):
    with pytest.raises(Refused):
        asked(cast, field=f"kernel.person.{field}", right=right)
    with pytest.raises(Refused, match="没有这一项"):
        asked(cast, field="kernel.person.token")


def test_refused_with_a_reason_the_person_reads(cast, enter):
    correction = asked(cast)
    actions.refuse(correction, by=cast.li, reason="与身份证不符")
    assert Person.objects.get(pk=cast.qian.pk).phone == ""
    assert "与身份证不符" in enter(cast.qian).get(url_of(correction)).content.decode()


def test_what_is_kept_elsewhere_needs_a_word_on_where_it_was_changed(cast):
    correction = asked(cast, field="kernel.membership.starts", right="2014-9-1")
    with pytest.raises(Refused, match="先在原处改好"):
        actions.accept(correction, by=cast.sun)
    actions.accept(correction, by=cast.sun, answer="已在会员名册改")


def test_nobody_answers_their_own(cast):
    correction = asked(cast, cast.sun)
    with pytest.raises(Refused, match="另一位"):
        actions.accept(correction, by=cast.sun)
    assert {o.action.name: o.why for o in open_to(correction, cast.sun)}["accept"]
    actions.accept(correction, by=cast.li)


def test_only_the_keepers_of_the_union_answer(cast, enter):
    correction = asked(cast)
    for other in (cast.zhou, cast.chen, cast.zhao, cast.qian):
        with pytest.raises(NotAllowed):
            actions.accept(correction, by=other)
        with pytest.raises(NotAllowed):
            actions.refuse(correction, by=other, reason="x")
    for other in (cast.zhou, cast.chen, cast.zhao):
        assert enter(other).get(url_of(correction)).status_code == 404
        assert not Correction.objects.all().visible_to(other).exists()


def test_who_decides_sees_both_and_is_noted(cast, enter):
    correction = asked(cast, why="换号了")
    page = enter(cast.sun).get(f"{url_of(correction)}accept/").content.decode()
    assert "13900001111" in page
    assert Look.objects.get().by == cast.sun
    assert "13900001111" not in enter(cast.sun).get(url_of(correction)).content.decode()


def test_asking_through_the_page(cast, enter):
    client = enter(cast.qian)
    form = {"field": "kernel.person.birthday", "right": "不知道"}
    answer = client.post("/privacy/correction/ask/", form)
    assert answer.status_code == 422 and "2026-3-8" in answer.content.decode()
    assert (
        client.post("/privacy/correction/ask/", form | {"right": "1980-05-02"}).status_code == 302
    )


# --- consent --------------------------------------------------------------------------------------

PHOTOS = "photos.publish"


def switch(client, on, code=PHOTOS):
    return client.post(f"/privacy/consents/{code}/", {"on": on})


def test_one_touch_gives_and_one_withdraws(cast, enter):
    client = enter(cast.qian)
    switch(client, "1")
    assert consented(cast.qian, PHOTOS) and not consented(cast.qian, "share.insurer")
    assert 'aria-checked="true"' in client.get("/privacy/consents/").content.decode()
    switch(client, "0")
    assert not consented(cast.qian, PHOTOS)
    row = Consent.objects.get()
    assert row.withdrawn and row.given
    switch(client, "1")
    assert consented(cast.qian, PHOTOS) and Consent.objects.count() == 2


def test_given_twice_is_one_consent(cast, enter):
    client = enter(cast.qian)
    switch(client, "1")
    switch(client, "1")
    assert Consent.objects.count() == 1


def test_changed_words_are_said_on_the_page(cast, enter):
    client = enter(cast.qian)
    switch(client, "1")
    Consent.objects.update(digest="old")
    assert not consented(cast.qian, PHOTOS)
    page = client.get("/privacy/consents/").content.decode()
    assert "说明有改动" in page and 'aria-checked="true"' not in page


def test_sensitive_ones_stand_apart_and_say_why():
    for code in ("children.care", "share.insurer"):
        assert purposes[code].asks and purposes[code].sensitive
    assert purposes["share.insurer"].shared and purposes["share.above"].shared


def test_nobody_withdraws_or_gives_for_another(cast, enter):
    row = actions.give(cast.first, by=cast.qian, purpose=PHOTOS)
    for other in (cast.li, cast.zhou, cast.chen, cast.zhao):
        with pytest.raises(NotAllowed):
            actions.withdraw(row, by=other)
        switch(enter(other), "0")
    assert consented(cast.qian, PHOTOS)
    with pytest.raises(NotAllowed):
        actions.give(cast.first, by=cast.zhou, purpose=PHOTOS)


@pytest.mark.parametrize("code", ["members.apply", "x"])
def test_what_asks_for_no_consent_has_no_switch(cast, enter, code):
    with pytest.raises(Refused):
        actions.give(cast.first, by=cast.qian, purpose=code)


# --- words where data are asked -------------------------------------------------------------------


def test_the_words_stand_in_the_form_that_asks(cast, enter):
    page = enter(cast.qian).get("/care/occasion/report/").content.decode()
    assert purposes["care.report"].words in page and "不必写诊断" in page


def test_every_form_s_purpose_is_declared():
    from zhijia.ui.forms import forms_by_action

    assert [f for f in forms_by_action.values() if f.purpose]
    assert not [f for f in forms_by_action.values() if f.purpose and f.purpose not in purposes]
