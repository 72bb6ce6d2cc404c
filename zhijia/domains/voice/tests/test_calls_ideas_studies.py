"""The hotline, campaigns for ideas, what is asked of the level above, studies, measures after a survey."""

import io
from dataclasses import asdict
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from zhijia.domains.voice import actions, jobs
from zhijia.domains.voice.actions import surveys
from zhijia.domains.voice.documents import call_register, result, study
from zhijia.domains.voice.models import Issue, Reception, Suggestion, VoiceSettings
from zhijia.kernel import clock, measures
from zhijia.kernel.documents.models import attachments_of
from zhijia.kernel.documents.paper import Table
from zhijia.kernel.notices import Notice
from zhijia.kernel.people import Appointment
from zhijia.kernel.periods import year_bounds
from zhijia.kernel.records import Record
from zhijia.kernel.refusals import NotAllowed, Refused
from zhijia.kernel.waiting import waiting_for

from .parts import DAY, closed_with, crowd, fresh, later, survey

pytestmark = pytest.mark.django_db
CALL = {"text": "报销医药补助等了三周没有消息", "department": "财务处"}
IDEA = {
    "title": "开放校史馆给新教师",
    "text": "新教师入职第一周由老教师带着看校史馆，费用不多，印象深。",
}
NAME = "我为学校发展献计献策"


def figures(s, *names):
    codes = [f"voice.{n}" for n in names]
    found = measures.totals(s.org, *year_bounds(DAY.year), codes)
    return [int(found.get(code, 0)) for code in codes]


def rows_of(page):
    assert page.status_code == 200
    book = CalamineWorkbook.from_filelike(io.BytesIO(page.content))
    return [[str(c) for c in row] for row in book.get_sheet_by_index(0).to_python()]


def called(s, **more):
    return actions.note_call(s.org, by=s.sun, **CALL | {"handler": s.cast.qian} | more)


# --- the hotline --------------------------------------------------------------------------------


@pytest.mark.req("R-018")
def test_a_call_from_the_telephone_to_the_figures_of_the_year(s, enter):
    """Caller, topic, time, handler, reply, days taken, content or not: page, register, record, figures."""
    sent = CALL | {"handler": s.cast.qian.pk, "caller": s.cast.zhao.pk, "once": "c1"}
    assert enter(s.sun).post("/voice/issue/note_call/", sent).status_code == 302
    issue = Issue.objects.get()
    there = f"/voice/issue/{issue.pk}/"
    assert issue.due == date(2026, 3, 30), "twenty working days"
    assert any(CALL["text"] in line.title for line in waiting_for(s.cast.qian, s.org))
    with clock.at(date(2026, 3, 9)):
        actions.answer_issue(issue, by=s.cast.qian, answer="材料已补齐，本周到账。")
        assert Record.objects.get(kind="voice.issue").on == date(2026, 3, 9)
        sent = {"grade": "basic", "reason": "等得久了一点", "once": "c2"}
        assert enter(s.lin).post(f"{there}grade_issue/", sent).status_code == 302
        page = enter(s.lin).get(there).content.decode()
        assert "5 个工作日" in page and "基本满意" in page and "赵明" in page
        assert "赵明" not in enter(s.cast.hua).get(there).content.decode()
        called(s, text="活动室钥匙找不到人领")
        rows = rows_of(enter(s.li).get("/voice/calls/2026.xlsx"))
    line = next(row for row in rows if CALL["text"] in row)
    assert line[2] == "赵明" and float(line[8]) == 5 and line[9:] == ["是", "基本满意"]
    assert any(
        "共 2 件，已答复 1 件，平均用时 5.0 个工作日，按期率 100.0%" in "".join(r) for r in rows
    )
    names = ("calls", "calls_on_time", "calls_graded", "calls_content", "issues")
    assert figures(s, *names) == [1, 1, 1, 1, 0]
    assert "赵明" not in str(Record.objects.filter(kind="voice.issue").values())


def test_a_call_answered_late_is_late_and_told_of(s):
    issue = called(s, due=date(2026, 3, 6))
    with clock.at(date(2026, 3, 7)):
        jobs.ring()
        assert Notice.objects.filter(person=s.cast.qian, title="1 个提出的问题已逾期").exists()
        actions.answer_issue(issue, by=s.cast.qian, answer="已经办好。")
    assert issue.on_time is False and figures(s, "calls", "calls_on_time") == [1, 0]


def test_settled_in_the_same_breath_it_is_answered_too(s):
    issue = actions.finish_issue(called(s), by=s.cast.qian, result="电话里已经说清楚。")
    assert (issue.answered, issue.days_taken, issue.on_time) == (DAY, 0, True)
    assert figures(s, "calls", "calls_on_time") == [1, 1]


def test_who_asks_whether_the_caller_is_content(s):
    issue = called(s, caller=s.cast.zhao)
    with pytest.raises(Refused, match="先答复再回访|不能“回访”"):
        actions.grade_issue(issue, by=s.lin, grade="satisfied")
    actions.answer_issue(issue, by=s.cast.qian, answer="已经办好。")
    for who in (s.cast.qian, s.cast.hua, s.cast.zhou, s.cast.chen):
        with pytest.raises(NotAllowed):
            actions.grade_issue(issue, by=who, grade="satisfied")
    actions.grade_issue(issue, by=s.cast.zhao, grade="unsatisfied")
    with pytest.raises(Refused, match="已经回访：不满意"):
        actions.grade_issue(issue, by=s.lin, grade="satisfied")
    assert figures(s, "calls_graded", "calls_content") == [1, 0]


def test_who_answered_does_not_ask_about_it(s):
    issue = actions.answer_issue(called(s, handler=s.lin), by=s.lin, answer="已经办好。")
    with pytest.raises(Refused, match="由别人回访"):
        actions.grade_issue(issue, by=s.lin, grade="satisfied")


def test_a_call_without_a_name_names_nobody_and_what_was_raised_in_a_hall_is_not_called_back(
    s, enter
):
    issue = called(s)
    assert "来电人" not in enter(s.li).get(f"/voice/issue/{issue.pk}/").content.decode()
    forum = actions.open_reception(s.org, by=s.li, kind="forum", title="座谈", on=DAY, host=s.li)
    other = actions.raise_issue(forum, by=s.li, text="灯不亮", handler=s.cast.qian)
    actions.answer_issue(other, by=s.cast.qian, answer="换好了。")
    with pytest.raises(Refused, match="没有“回访”这一步"):
        actions.grade_issue(other, by=s.lin, grade="satisfied")


@pytest.mark.parametrize(
    ("who", "status"), [("li", 200), ("gao", 200), ("hua", 404), ("chen", 404)]
)
def test_the_register_names_callers_and_is_for_the_committee_and_the_leaders(s, enter, who, status):
    reader = getattr(s, who, None) or getattr(s.cast, who)
    assert enter(reader).get("/voice/calls/2026.xlsx").status_code == status


# --- a campaign for ideas -----------------------------------------------------------------------


@pytest.mark.req("R-053")
def test_a_campaign_from_its_name_to_the_prizes(s, enter):
    there = "/voice/suggestion/suggest/"
    assert "joins" not in enter(s.cast.zhao).get(there).content.decode()
    page = enter(s.li).post("/system/settings/voice/", asdict(VoiceSettings()) | {"campaign": NAME})
    assert page.status_code == 302
    assert f"参加“{NAME}”活动" in enter(s.cast.zhao).get(there).content.decode()
    sent = IDEA | {"category": "other", "named": "on", "joins": "on", "once": "i1"}
    assert enter(s.cast.zhao).post(there, sent).status_code == 302
    made = Suggestion.objects.get()
    assert made.campaign == NAME
    actions.thank(made, by=s.lin, handler=s.cast.qian)
    with pytest.raises(Refused, match="不能“评奖”"):
        actions.award(made, by=s.li, prize="一等奖")
    actions.adopt(made, by=s.cast.qian, answer="很好，下学期起安排。")
    page = enter(s.li).post(
        f"/voice/suggestion/{made.pk}/award/", {"prize": "一等奖", "once": "i2"}
    )
    assert page.status_code == 302
    assert Notice.objects.filter(person=s.cast.zhao, title__contains="评奖").exists()
    words = enter(s.cast.hua).get(f"/voice/suggestion/{made.pk}/").content.decode()
    assert "一等奖" in words and NAME in words and "赵明" in words
    plain = actions.suggest(s.org, by=s.cast.hua, **IDEA | {"title": "平时的建议"})
    listed = enter(s.lin).get("/voice/suggestion/", {"campaign": NAME}).content.decode()
    assert IDEA["title"] in listed and str(plain) not in listed
    rows = rows_of(enter(s.lin).get("/voice/suggestions/2026.xlsx"))
    assert next(r for r in rows if IDEA["title"] in r)[10:12] == [NAME, "一等奖"]
    assert figures(s, "ideas", "prizes", "suggestions") == [1, 1, 1]


def test_prizes_are_the_chairs_and_for_what_took_part(s):
    made = actions.suggest(s.org, by=s.li, **IDEA)
    actions.adopt(actions.thank(made, by=s.lin, handler=s.lin), by=s.lin, answer="采纳，谢谢。")
    with pytest.raises(Refused, match="没有“评奖”这一步"):
        actions.award(made, by=s.lin, prize="一等奖")
    Suggestion.objects.filter(pk=made.pk).update(campaign=NAME)
    for who, words in ((s.li, "由别人评奖"), (s.sun, "评奖"), (s.cast.hua, "评奖")):
        with pytest.raises(Refused, match=words):
            actions.award(made, by=who, prize="一等奖")
    assert actions.award(made, by=s.lin, prize="二等奖").prize == "二等奖"


def test_a_campaign_that_is_over_takes_no_more(s):
    with pytest.raises(Refused, match="活动已经结束"):
        actions.suggest(s.org, by=s.cast.zhao, **IDEA, joins=True)
    assert not Suggestion.objects.exists()


# --- what is asked of the level above -----------------------------------------------------------


def asked(s, **more):
    made = actions.suggest(s.org, by=s.cast.zhao, **IDEA | {"title": "增设基层工会联络员"} | more)
    return actions.send_up(made, by=s.lin, reason="要由区里统一安排")


@pytest.mark.req("R-054")
def test_what_the_level_above_is_asked_it_answers(s, enter):
    made = actions.suggest(s.org, by=s.cast.zhao, **IDEA | {"title": "增设基层工会联络员"})
    there = f"/voice/suggestion/{made.pk}/"
    assert enter(s.cast.chen).get(there).status_code == 404
    sent = {"reason": "要由区里统一安排", "once": "u1"}
    assert enter(s.lin).post(f"{there}send_up/", sent).status_code == 302
    assert Notice.objects.filter(person=s.cast.chen, title__contains="报上级工会").exists()
    above = enter(s.cast.chen)
    assert "增设基层工会联络员" in above.get("/voice/suggestion/").content.decode()
    words = above.get(there).content.decode()
    assert "要由区里统一安排" in words and "第一小学工会" in words and "赵明" not in words
    sent = {"verdict": "partly", "answer": "先在三所学校试行联络员。", "once": "u2"}
    assert above.post(f"{there}answer_up/", sent).status_code == 302
    made = fresh(made)
    assert (made.state, made.taken, made.answered) == ("partly", True, DAY)
    for who in (s.cast.zhao, s.lin):
        assert Notice.objects.filter(person=who, title__contains="答复下级建议").exists()
    assert "先在三所学校试行" in enter(s.cast.hua).get(there).content.decode()
    rows = rows_of(enter(s.lin).get("/voice/suggestions/2026.xlsx"))
    assert next(r for r in rows if "增设基层工会联络员" in r)[12].startswith("2026")
    assert figures(s, "upward", "suggestions", "adopted") == [1, 1, 1]


def test_the_level_above_reads_what_it_is_asked_and_nothing_else(s, enter):
    plain = actions.suggest(s.org, by=s.cast.hua, **IDEA)
    made = asked(s)
    listed = enter(s.cast.chen).get("/voice/suggestion/").content.decode()
    assert str(made) in listed and str(plain) not in listed
    assert not Suggestion.objects.visible_to(s.cast.zhou).exists(), "not the neighbour"
    with pytest.raises(NotAllowed):
        actions.answer_up(made, by=s.li, verdict="adopted", answer="我们自己答。")
    with pytest.raises(NotAllowed):
        actions.adopt(
            actions.thank(plain, by=s.lin, handler=s.lin), by=s.cast.chen, answer="可以。"
        )


def test_after_a_month_of_silence_the_committee_is_called_on(s):
    made = asked(s)
    for days, called_on in ((29, False), (30, True)):
        with later(days):
            lines = [line.title for line in waiting_for(s.sun, s.org)]
            assert (f"等上级工会答复：{made}" in lines) is called_on


def test_where_nobody_above_answers_it_is_not_sent(s):
    Appointment.objects.filter(person=s.cast.chen).update(ends=date(2025, 1, 1))
    with pytest.raises(Refused, match="还没有人在这里答复"):
        asked(s)
    assert Suggestion.objects.get().state == "sent"


@pytest.mark.parametrize(
    ("given", "words"),
    [({"verdict": "shown", "answer": "已经看到成效。"}, "请选择采纳"),
     ({"verdict": "declined", "answer": "不行"}, "写明理由")],
)  # fmt: skip
def test_the_level_above_gives_a_verdict_and_a_reason(s, given, words):
    made = asked(s)
    with pytest.raises(Refused, match=words):
        actions.answer_up(made, by=s.cast.chen, **given)
    assert fresh(made).state == "up"


# --- studies ------------------------------------------------------------------------------------


@pytest.mark.req("R-086")
def test_a_study_from_its_topic_to_whom_the_report_went(s, enter):
    sent = {"kind": "study", "title": "青年教师负担调研", "on": DAY.isoformat(), "place": "三所学校",
            "host": s.lin.pk, "method": "走访、问卷", "once": "s1"}  # fmt: skip
    assert enter(s.lin).post("/voice/reception/open_reception/", sent).status_code == 302
    made = Reception.objects.get()
    there = f"/voice/reception/{made.pk}/"
    with pytest.raises(Refused, match="不能“报送调研报告”"):
        actions.submit_report(made, by=s.lin, to="区教育工会", report="报告")
    actions.hold(made, by=s.lin, people=42, summary="平均每周工作五十小时。\n会议占四小时。")
    actions.raise_issue(made, by=s.lin, text="会议太多", handler=s.gao, department="校办")
    assert "东城区教育工会" in enter(s.lin).get(f"{there}submit_report/").content.decode()
    sent = {"to": "东城区教育工会", "report": "建议每周无会日。", "once": "s2",
            "files": io.BytesIO(b"%PDF-1.4 data")}  # fmt: skip
    sent["files"].name = "数据.pdf"
    assert enter(s.lin).post(f"{there}submit_report/", sent).status_code == 302
    made = fresh(made)
    assert (made.submitted, attachments_of(made).count()) == (DAY, 1)
    words = enter(s.cast.hua).get(there).content.decode()
    for part in (
        "走访、问卷",
        "平均每周工作五十小时",
        "建议每周无会日",
        "东城区教育工会",
        "会议太多",
    ):
        assert part in words, part
    paper = enter(s.lin).get(f"/paper/study-report/{made.pk}.docx")
    assert paper.status_code == 200 and len(paper.content) > 5000
    (table,) = [b for b in study(made, s.lin).blocks if isinstance(b, Table)]
    assert table.rows == [["会议太多", "", "校办", "2026-03-30", "待答复"]]
    assert figures(s, "studies", "study_reports", "receptions", "came") == [1, 1, 0, 0]
    record = Record.objects.get(kind="voice.reception")
    assert (record.title, record.public) == (
        "调查研究：青年教师负担调研",
        "2026年3月开展调查研究一次",
    )
    with pytest.raises(Refused, match="已于 2026-03-02 报送"):
        actions.submit_report(made, by=s.lin, to="市总工会", report="再报一次")


def test_only_a_study_has_a_report(s):
    forum = actions.open_reception(s.org, by=s.li, kind="forum", title="座谈", on=DAY, host=s.li)
    actions.hold(forum, by=s.li, people=5)
    with pytest.raises(Refused, match="没有“报送调研报告”这一步"):
        actions.submit_report(forum, by=s.li, to="区教育工会", report="报告")
    mood = actions.confide(s.org, by=s.sun, kind="mood", on=DAY, note="普遍觉得会议太多")
    assert "会议太多" not in str(study(mood, s.li).blocks), "nothing told in confidence is on paper"


# --- after a survey -----------------------------------------------------------------------------


@pytest.mark.req("R-016")
def test_the_satisfaction_of_members_from_the_questions_to_the_measures(s, enter):
    """Questionnaire, answers, score, problem, measure, owner, due day; score and measures in the figures."""
    people = crowd(s, 8)
    one = survey(s, lines="", template="union", title="会员满意度调查")
    said = [
        {"a1": "满意" if n < 6 else "不满意", "a2": "办过", "a3": ["文体活动"]} for n in range(8)
    ]
    one = closed_with(one, people, said, by=s.lin)
    words = enter(s.lin).get(f"/voice/survey/{one.pk}/").content.decode()
    assert "75.0%" in words
    sent = {"text": "走访慰问不及时", "measure": "住院三天内走访，节假日顺延", "department": "工会",
            "handler": s.cast.qian.pk, "due": "2026-03-20", "once": "p1"}  # fmt: skip
    assert enter(s.lin).post(f"/voice/survey/{one.pk}/raise_problem/", sent).status_code == 302
    issue = one.issues.get()
    assert (issue.handler, issue.due) == (s.cast.qian, date(2026, 3, 20))
    assert any("走访慰问不及时" in line.title for line in waiting_for(s.cast.qian, s.org))
    assert "住院三天内走访" in enter(s.cast.hua).get(f"/voice/issue/{issue.pk}/").content.decode()
    surveys.publish(one, by=s.lin)
    (table,) = [
        b for b in result(one, s.lin).blocks if isinstance(b, Table) and b.caption == "整改清单"
    ]
    assert table.rows == [
        ["走访慰问不及时", "住院三天内走访，节假日顺延", "工会", "2026-03-20", "待答复"]
    ]
    with later(10):
        actions.answer_issue(issue, by=s.cast.qian, answer="已定走访办法。", measure="两天内走访")
        actions.finish_issue(issue, by=s.cast.qian, result="本月三人住院都已走访。")
    assert result(one, s.lin).blocks[-1].rows[0][1::3] == ["两天内走访", "本月三人住院都已走访。"]
    assert figures(s, "surveys", "sheets", "scored", "good", "issues") == [1, 8, 8, 6, 1]


def test_a_score_of_few_is_no_figure(s):
    people = crowd(s, 4)
    one = survey(s, lines="", template="union")
    said = [{"a1": "满意", "a2": "办过", "a3": ["文体活动"]}] * 4
    closed_with(one, people, said, by=s.lin)
    assert figures(s, "surveys", "sheets", "scored", "good") == [1, 0, 0, 0]


def test_the_register_of_calls_asks_no_more_for_five_than_for_one(s, django_assert_num_queries):
    year = (date(2026, 1, 1), date(2026, 12, 31))
    actions.answer_issue(called(s), by=s.cast.qian, answer="已退")
    with CaptureQueriesContext(connection) as one:
        call_register(s.org, *year)
    for _n in range(4):
        actions.answer_issue(called(s), by=s.cast.qian, answer="已退")
    with django_assert_num_queries(len(one)):
        (sheet,) = call_register(s.org, *year)
    assert "共 5 件，已答复 5 件" in sheet.notes[0]
