"""The pages as people use them: every form by a browser's request, what was typed stays, papers open."""

import io
import re
import secrets
from datetime import date

import pytest

from zhijia.domains.voice import actions
from zhijia.domains.voice.actions import surveys
from zhijia.domains.voice.models import (
    Booking,
    Channel,
    Issue,
    Message,
    Reception,
    Suggestion,
    Survey,
    VoiceSettings,
)
from zhijia.kernel import held
from zhijia.kernel.access import can
from zhijia.kernel.settings import settings_for

from .parts import TEXT, answered, crowd, dropped, fresh, say, signed, survey, taken

pytestmark = pytest.mark.django_db


def sent(client, there, **given):
    """A form sent once, with a key of its own."""
    return client.post(there, given | {"once": secrets.token_urlsafe(18)})


def words(client, there, **given):
    return client.get(there, given).content.decode()


# --- forms --------------------------------------------------------------------------------------


def test_a_box_is_opened_with_the_school_s_own_days_offered(s, enter):
    client = enter(s.li)
    client.post("/system/settings/voice/", {"answer_days": 7, "keep_months": 24, "hourly": 5, "suggestion_days": 9,
                "issue_days": 9, "urgent_words": "打人", "help_lines": "保卫处 8110", "small": 6})  # fmt: skip
    assert settings_for(s.org, VoiceSettings).answer_days == 7
    form = client.get("/voice/channel/open_channel/")
    assert form.context["form"]["answer_days"].value() == 7
    assert "依次由党支部书记、工会主席、校长、经审委员办" in form.content.decode()
    page = sent(client, "/voice/channel/open_channel/", kind="party", title="书记信箱", owners=[s.dang.pk, s.wu.pk],
                answer_days=7, keep_months=24, anonymous="on")  # fmt: skip
    box = Channel.objects.get(title="书记信箱")
    assert (
        page.status_code == 302 and set(box.owners.all()) == {s.dang, s.wu} and box.answer_days == 7
    )
    assert "保卫处 8110" in words(enter(s.cast.zhao), f"/voice/channel/{box.pk}/send/")


def test_a_letter_under_one_s_name_goes_through_the_form_with_its_ticks(s, enter):
    client = enter(s.cast.zhao)
    there = f"/voice/channel/{s.box.pk}/send/"
    assert "勾选涉及的收信人看不到这封信" in words(client, there)
    back = sent(client, there, text="  ")
    assert back.status_code == 422
    page = sent(client, there + "?x=1", text=TEXT, about=[s.sun.pk], urgent="on")
    message = Message.objects.get()
    assert page.status_code == 302 and list(message.about.all()) == [s.sun] and message.urgent
    assert s.sun not in message.readers.all() and s.dang in message.readers.all()
    assert TEXT in words(client, f"/voice/message/{message.pk}/")
    assert "我的署名信" in words(client, "/voice/")


def test_too_long_a_letter_is_kept_on_the_page_with_a_sentence(s, enter):
    client = enter(s.cast.zhao)
    back = sent(client, f"/voice/channel/{s.box.pk}/send/", text="字" * 5001)
    assert back.status_code == 422 and "字" * 200 in back.content.decode()


def test_the_reader_s_page_has_the_next_step_and_hides_what_cannot_be(s, enter):
    message, _code = dropped(s)
    client = enter(s.lin)
    bar = words(client, f"/voice/message/{message.pk}/")
    assert ">签收<" in bar and ">办结<" not in bar and ">回信<" not in bar
    for verb, given in (("take", {}), ("answer", {"text": "已经调整排班。"}), ("close", {})):
        assert sent(client, f"/voice/message/{message.pk}/{verb}/", **given).status_code == 302
    assert fresh(message).state == "closed"
    assert "撤下公开" not in words(client, f"/voice/message/{message.pk}/")


def test_whom_it_is_about_is_not_offered_when_it_is_handed_on(s, enter):
    message, _code = dropped(s, about=[s.li])
    actions.take(message, by=s.lin)
    form = enter(s.lin).get(f"/voice/message/{message.pk}/hand_over/").context["form"]
    assert s.li not in form.fields["person"].queryset and s.sun in form.fields["person"].queryset


def test_only_letters_one_may_see_are_offered_as_the_same(s, enter):
    hidden, _code = dropped(s, about=[s.lin])
    mine, other = taken(s), taken(s)
    offered = (
        enter(s.lin)
        .get(f"/voice/message/{mine.pk}/mark_same/")
        .context["form"]
        .fields["other"]
        .queryset
    )
    assert set(offered) == {other} and hidden not in offered


def test_a_survey_is_made_from_a_template_amended_and_sent_out(s, enter):
    client = enter(s.lin)
    sent(
        client, "/voice/survey/draft/", template="canteen", title="食堂满意度", closes="2026-03-09"
    )
    one = Survey.objects.get()
    assert one.questions.count() == 6 and one.series == "canteen"
    assert "一周在食堂用餐几次" in words(client, f"/voice/survey/{one.pk}/ask_questions/")
    back = sent(client, f"/voice/survey/{one.pk}/ask_questions/", lines="口味｜打分")
    assert (
        back.status_code == 422
        and "口味｜打分" in back.content.decode()
        and one.questions.count() == 6
    )
    assert (
        sent(
            client, f"/voice/survey/{one.pk}/amend/", title="食堂调查", closes="2026-03-12"
        ).status_code
        == 302
    )
    assert sent(client, f"/voice/survey/{one.pk}/send_out/").status_code == 302
    assert sent(client, f"/voice/survey/{one.pk}/prolong/", closes="2026-03-20").status_code == 302
    assert fresh(one).closes == date(2026, 3, 20)
    past = sent(client, f"/voice/survey/{one.pk}/prolong/?x=2", closes="2026-02-20")
    assert past.status_code == 422 and "已经过去" in past.content.decode()


def test_an_empty_or_past_survey_is_not_sent_out(s, enter):
    one = surveys.draft(s.org, by=s.lin, title="空白", closes=date(2026, 3, 9))
    assert "还没有题目" in words(enter(s.lin), f"/voice/survey/{one.pk}/")


def test_the_sheet_keeps_what_was_ticked_when_something_is_missing(s, enter):
    one = survey(s)
    back = enter(s.cast.zhao).post(
        f"/voice/survey/{one.pk}/answer/", {"q1": "不满意", "q2": "太咸了"}
    )
    page = back.content.decode()
    assert back.status_code == 422 and "请回答第 3 题" in page and "太咸了" in page
    assert re.search(r'value="不满意"[^>]*checked', page)


def test_a_reception_is_arranged_and_booked_through_its_forms(s, enter):
    client = enter(s.lin)
    sent(client, "/voice/reception/open_reception/", kind="day", title="校长接待日", on="2026-03-06", host=s.gao.pk,
         slots="14:00 1")  # fmt: skip
    day = Reception.objects.get()
    mine = enter(s.cast.zhao)
    assert "还有 1 个名额" in words(mine, f"/voice/reception/{day.pk}/")
    slot = day.slots.get()
    assert (
        sent(mine, f"/voice/reception/{day.pk}/book/", slot=slot.pk, topic="课表").status_code
        == 302
    )
    booking = Booking.objects.get()
    assert "课表" in words(mine, f"/voice/booking/{booking.pk}/")
    full = sent(enter(s.cast.hua), f"/voice/reception/{day.pk}/book/", slot=slot.pk)
    assert full.status_code == 422 and "已经约满" in full.content.decode()
    host = enter(s.gao)
    assert "您是主持人，不用预约" in words(host, f"/voice/reception/{day.pk}/")
    sent(
        host, f"/voice/reception/{day.pk}/raise_issue/", text="课表太晚公布", handler=s.cast.qian.pk
    )
    issue = Issue.objects.get()
    head = enter(s.cast.qian)
    assert (
        sent(head, f"/voice/issue/{issue.pk}/answer_issue/", answer="提前一周公布。").status_code
        == 302
    )
    assert (
        sent(head, f"/voice/issue/{issue.pk}/finish_issue/", result="已公布。").status_code == 302
    )
    assert enter(s.cast.hua).get(f"/voice/issue/{issue.pk}/finish_issue/").status_code == 404


def test_lists_are_narrowed_to_what_concerns_the_reader(s, enter):
    made = actions.suggest(
        s.org, by=s.cast.zhao, title="共享雨伞", text="雨天没有伞，建议门口放伞架。"
    )
    actions.adopt(
        actions.thank(made, by=s.lin, handler=s.cast.qian),
        by=s.cast.qian,
        answer="好建议，下周采购。",
    )
    for who, of, there in (
        (s.cast.zhao, "mine", True),
        (s.cast.qian, "mine", False),
        (s.cast.qian, "handled", True),
    ):
        assert ("共享雨伞" in words(enter(who), "/voice/suggestion/", of=of)) is there
    assert "共享雨伞" in words(enter(s.cast.hua), "/voice/suggestion/", q="雨伞")
    assert Suggestion.objects.visible_to(s.cast.zhou).count() == 0


# --- papers -------------------------------------------------------------------------------------


def docx_words(data):
    import docx

    paper = docx.Document(io.BytesIO(data))
    cells = [c.text for t in paper.tables for r in t.rows for c in r.cells]
    return " ".join([*(p.text for p in paper.paragraphs), *cells])


def test_the_report_of_a_box_has_counts_rates_and_no_letter(s, enter):
    message = answered(s)
    actions.publish(message, by=s.lin, said="晚班不便。", done="已调整值班。")
    taken(s)
    said = docx_words(enter(s.lin).get(f"/paper/letter-report/{s.box.pk}.docx").content)
    assert "50.0%" in said and "已调整值班" in said and TEXT[:8] not in said
    assert enter(s.cast.zhao).get(f"/paper/letter-report/{s.box.pk}.docx").status_code == 404


def test_the_result_on_paper_hides_what_the_page_hides(s, enter):
    people = crowd(s, 6)
    one = survey(s)
    for n, who in enumerate(people):
        say(one, who, a1="不满意" if n < 2 else "满意", a2="太咸", a3="一号")
    surveys.close(one, by=s.lin)
    client = enter(s.lin)
    said = docx_words(client.get(f"/paper/survey-result/{one.pk}.docx").content)
    assert "满意率 66.7%" in said and "回答的人太少" in said and "太咸" not in said
    from python_calamine import CalamineWorkbook

    data = client.get(f"/paper/survey-figures/{one.pk}.xlsx").content
    rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    cells = [str(cell) for row in rows for cell in row]
    assert "66.7%" in cells and "太咸" not in " ".join(cells)
    assert enter(s.cast.zhao).get(f"/paper/survey-result/{one.pk}.docx").status_code == 404


def test_the_register_of_suggestions_leaves_out_the_name_of_who_wants_none(s, enter):
    from python_calamine import CalamineWorkbook

    for named in (True, False):
        actions.suggest(s.org, by=s.cast.zhao if named else s.cast.hua, title="共享雨伞", text="雨天没有伞，建议门口放伞架。",
                        named=named)  # fmt: skip
    data = enter(s.lin).get("/voice/suggestions/2026.xlsx").content
    rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    cells = " ".join(str(cell) for row in rows for cell in row)
    assert "赵明" in cells and "华小梅" not in cells and "共 2 条" in cells
    assert enter(s.cast.zhao).get("/voice/suggestions/2026.xlsx").status_code == 404


# --- one's own data -----------------------------------------------------------------------------


def test_what_is_held_of_a_person_is_their_signed_letters_and_no_other(s):
    dropped(s)
    mine = signed(s)
    rows = {
        one.model: list(one.rows(s.cast.zhao))
        for one in held.all_held()
        if one.model.startswith("voice.")
    }
    assert rows["voice.message"] == [mine] and not rows["voice.suggestion"]
    assert not [row for row in rows.values() if any(getattr(r, "code", "") for r in row)]


def test_who_has_an_unanswered_letter_in_hand_is_not_erased(s):
    taken(s)
    reasons = [check(s.lin) for check in held.keepers]
    assert "手上还有没答复的来信，请先转交。" in reasons
    assert not can(s.cast.zhou, "voice.see", s.org)
