"""Surveys: anonymous yet once a person, nothing lost and nothing twice, few people never shown."""

import json
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zhijia.domains.voice import jobs, questions, results, sheets
from zhijia.domains.voice.actions import surveys
from zhijia.domains.voice.models import Issue, Participant, Question, Sheet
from zhijia.kernel import clock
from zhijia.kernel.people import Group
from zhijia.kernel.records import Record
from zhijia.kernel.refusals import Refused
from zhijia.kernel.waiting import Call

from .parts import crowd, fresh, later, say, survey

pytestmark = pytest.mark.django_db
WHOLE = {"a1": "满意", "a3": "一号"}


def closed(s, one):
    return surveys.close(one, by=s.lin)


# --- questions ----------------------------------------------------------------------------------


def test_lines_become_questions_and_lines_again():
    lines = [
        "口味｜满意度",
        "原因｜问答｜｜可不答｜第1题=不满意、很不满意",
        "几号窗口｜多选｜一号、二号",
        "一周几次｜数字",
    ]
    found = questions.read(lines)
    assert [q.form for q in found] == ["scale", "text", "many", "number"]
    assert found[0].options == Question.SCALE and found[1].when == 1 and not found[1].required
    assert questions.read(questions.written(found).splitlines())[1].when_in == [
        "不满意",
        "很不满意",
    ]


@pytest.mark.parametrize(
    ("line", "words"),
    [("口味｜打分", "题型“打分”不认识"), ("几号｜单选｜一号", "至少要有两个选项"), ("几号｜单选｜一号、一号", "重复的选项"),
     ("原因｜问答｜｜第3题=满意", "对不上前面的题"), ("原因｜问答｜｜第1题=特别好", "对不上前面的题")],
)  # fmt: skip
def test_a_wrong_line_is_told_with_its_number(line, words):
    with pytest.raises(Refused, match=words):
        questions.read(["总评｜满意度", line])


@pytest.mark.parametrize("name", list(questions.TEMPLATES))
def test_every_template_can_be_read(name):
    assert len(questions.read(questions.TEMPLATES[name][1])) >= 3


@pytest.mark.req("R-083")
def test_the_three_questions_are_a_template(s):
    one = surveys.draft(s.org, by=s.lin, title="", closes=date(2026, 3, 9), template="three")
    assert [q.text[-7:-1] for q in one.questions.all()]
    assert [
        word in str(list(one.questions.all())) for word in ("最关心", "最满意", "最不满意")
    ] == [True] * 3


# --- answering ----------------------------------------------------------------------------------


@pytest.mark.req("R-085")
def test_members_answer_once_and_the_result_is_shown_in_shares(s, enter):
    one = survey(s)
    people = [s.cast.zhao, s.cast.hua, s.cast.qian, s.cast.tian, s.cast.wang, s.dang]
    for who in people:
        page = enter(who).post(f"/voice/survey/{one.pk}/answer/", {"q1": "满意", "q3": "一号"})
        assert page.status_code == 302
    again = enter(s.cast.zhao).post(f"/voice/survey/{one.pk}/answer/", {"q1": "一般", "q3": "一号"})
    assert again.status_code == 422 and "已经答过" in again.content.decode()
    closed(s, one)
    surveys.publish(one, by=s.lin)
    words = enter(s.cast.hua).get(f"/voice/survey/{one.pk}/").content.decode()
    assert "收到 6 份" in words and "100.0%" in words and "满意率" in words
    assert Record.objects.get(kind="voice.survey").facts.get(metric="voice.sheets").value == 6


def test_a_question_is_only_put_where_its_condition_holds(s):
    one = survey(s)
    kept = sheets.checked(one, {"1": "满意", "2": "混进来的话", "3": "一号"})
    assert "2" not in kept
    assert sheets.checked(one, {"1": "不满意", "2": "太咸", "3": "一号"})["2"] == "太咸"


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"1": "", "3": "一号"}, "请回答第 1 题"),
        ({"1": "好极了", "3": "一号"}, "第 1 题请从选项里选"),
        ({}, "请回答第 1 题"),
    ],
)
def test_what_is_missing_or_wrong_is_told_and_nobody_is_marked(s, answers, words):
    one = survey(s)
    with pytest.raises(Refused, match=words):
        sheets.answer(one, s.cast.zhao, sheets.new_token(), answers)
    assert not Participant.objects.exclude(mark="").exists()


def test_numbers_are_numbers(s):
    one = survey(s, lines="几次｜数字")
    for text in ("三次", "NaN", "1e99"):
        with pytest.raises(Refused):
            sheets.checked(one, {"1": text})
    assert sheets.checked(one, {"1": " 3.50 "}) == {"1": "3.5"}


def test_the_same_request_again_is_the_same_answer(s):
    one = survey(s)
    token = say(one, s.cast.zhao, **WHOLE)
    say(one, s.cast.zhao, token, **WHOLE)
    assert Sheet.objects.count() == 1
    with pytest.raises(Refused, match="不能改答"):
        say(one, s.cast.zhao, token, a1="一般", a3="一号")


def test_a_request_lost_after_the_mark_goes_on_with_its_token_and_no_other_doubles_it(
    s, monkeypatch
):
    one, token = survey(s), sheets.new_token()
    fall = sheets.fall
    monkeypatch.setattr(sheets, "fall", lambda *given: (_ for _ in ()).throw(OSError("power cut")))
    with pytest.raises(OSError):
        say(one, s.cast.zhao, token, **WHOLE)
    monkeypatch.setattr(sheets, "fall", fall)
    assert not Sheet.objects.exists() and Participant.objects.exclude(mark="").count() == 1
    with pytest.raises(Refused, match="回到原来的手机或浏览器再提交一次"):
        say(one, s.cast.zhao, **WHOLE)
    say(one, s.cast.zhao, token, **WHOLE)
    assert Sheet.objects.count() == 1


def test_an_answer_that_comes_while_it_is_counted_is_told_so_and_not_lost_silently(s, monkeypatch):
    one, mark = survey(s), sheets.mark

    def marked_then_closed(*given):
        mark(*given)
        surveys.close(fresh(one), by=s.lin)

    monkeypatch.setattr(sheets, "mark", marked_then_closed)
    with pytest.raises(Refused, match="没有收进去"):
        say(one, s.cast.zhao, **WHOLE)
    assert not Sheet.objects.exists()


def test_the_browser_keeps_the_token_until_the_answer_is_in(s, enter, monkeypatch):
    one = survey(s)
    there = f"/voice/survey/{one.pk}/answer/"
    client = enter(s.cast.zhao)
    client.get(there)
    name = f"sheet-{one.pk}-{s.cast.zhao.pk}"
    token = client.cookies[name].value
    assert client.cookies[name]["httponly"] and client.cookies[name]["path"] == there
    client.get(there)
    assert client.cookies[name].value == token, "a page opened again goes on with the same"
    client.post(there, {"q1": "满意", "q3": "一号"})
    assert client.cookies[name].value == ""


def test_who_is_not_asked_finds_no_sheet(s, enter):
    group = Group.objects.create(org=s.org, name="数学组")
    crowd(s, 6, group)
    one = survey(s, groups=[group])
    assert one.asked == 6
    assert enter(s.cast.zhao).get(f"/voice/survey/{one.pk}/answer/").status_code == 404
    with pytest.raises(Refused, match="没有发给您"):
        say(one, s.cast.zhao, **WHOLE)


def test_nothing_falls_before_the_opening_or_after_the_close(s):
    draft = surveys.draft(s.org, by=s.lin, title="以后", closes=date(2026, 3, 9))
    with pytest.raises(Refused, match="没有开放"):
        say(draft, s.cast.zhao, a1="满意")
    one = survey(s)
    with later(8), pytest.raises(Refused, match="截止"):
        say(one, s.cast.zhao, **WHOLE)


def test_the_line_of_who_has_answered_stays_until_the_close(s):
    one = survey(s)
    before = list(Call.objects.filter(source="voice.survey").values_list("pk", "person"))
    say(one, s.cast.zhao, **WHOLE)
    assert list(Call.objects.filter(source="voice.survey").values_list("pk", "person")) == before
    closed(s, one)
    assert not Call.objects.filter(source="voice.survey", person=s.cast.zhao).exists()


def test_progress_is_a_number_and_no_name(s, enter):
    one = survey(s)
    say(one, s.cast.zhao, **WHOLE)
    words = enter(s.lin).get(f"/voice/survey/{one.pk}/").content.decode()
    assert f"1 / {one.asked}" in words and "赵明" not in words


# --- results ------------------------------------------------------------------------------------


def answers(s, people, pick, **more):
    one = survey(s, **more)
    for n, who in enumerate(people):
        say(one, who, **pick(n))
    return closed(s, one)


def test_fewer_than_five_are_not_shown_nor_even_counted(s):
    people = crowd(s, 4)
    one = answers(s, people, lambda n: {"a1": "不满意", "a2": f"原因{n}", "a3": "一号"})
    assert one.result["sheets"] is None and one.said == ""
    assert not [q for q in one.result["questions"] if q["shown"] or q["answered"] is not None]


def test_a_question_answered_by_few_is_hidden_and_the_others_are_shown(s):
    people = crowd(s, 7)
    one = answers(
        s, people, lambda n: {"a1": "不满意" if n < 3 else "满意", "a2": "太咸", "a3": "一号"}
    )
    first, why, _window = one.result["questions"]
    assert first["counts"] == [0, 4, 0, 3, 0] and first["good"] == 4
    assert why["answered"] is None and "太咸" not in one.said


def test_texts_stand_in_the_order_of_their_characters(s):
    people, said = crowd(s, 5), ["丙", "甲", "乙", "丁", "戊"]
    one = answers(s, people, lambda n: {"a1": said[n]}, lines="您的建议｜问答")
    assert json.loads(one.said)["1"] == sorted(said)


def test_sheets_and_marks_are_gone_after_the_count(s):
    one = answers(s, crowd(s, 5), lambda n: WHOLE)
    assert not Sheet.objects.filter(survey=one.pk).exists()
    assert not Participant.objects.filter(survey=one).exclude(mark="").exists()
    assert one.result["marked"] == 5 and one.result["sheets"] == 5


@pytest.mark.parametrize(
    ("sizes", "gone"),
    [
        ({"a": 9, "b": 8}, set()),
        ({"a": 9, "b": 3}, {"a", "b"}),  # 12 − 9 would tell of three
        ({"a": 9, "b": 6, "c": 3}, {"b", "c"}),
        ({"a": 9, "b": 3, "c": 3}, {"b", "c"}),
        ({"a": 9, "b": 6, "c": 0}, {"c"}),
        ({"a": 2}, {"a"}),
    ],
)
def test_no_difference_of_what_is_shown_tells_of_few(sizes, gone):
    assert results.hidden(sizes, 5) == gone
    rest = sum(sizes[key] for key in gone)
    assert rest == 0 or rest >= 5 or gone == set(sizes)


@pytest.mark.parametrize(
    ("groups", "kept"),
    [
        ({1: 9, 2: 6}, {1, 2}),
        ({1: 9, 2: 3}, set()),
        ({1: 9, 2: 6, None: 2}, {1}),
        ({1: 9, 2: 3, 3: 3}, {1}),
    ],
)
def test_no_sheet_says_that_it_came_from_a_small_group(groups, kept):
    assert results.rooms(groups, 5) == kept


def test_groups_are_shown_beside_one_another_where_they_are_large_enough(s):
    large, other, small = (
        Group.objects.create(org=s.org, name=n) for n in ("语数组", "英语组", "后勤组")
    )
    people = [*crowd(s, 7, large), *crowd(s, 6, other), *crowd(s, 2, small)]
    one = answers(s, people, lambda n: WHOLE, by_group=True)
    shown = {g["name"]: g["answered"] for g in one.result["questions"][0]["groups"]}
    assert (
        set(shown) <= {"语数组", "英语组", "其他"}
        and "后勤组" not in shown
        and shown["语数组"] == 7
    )


def test_compared_with_the_last_of_its_series(s, enter):
    people = crowd(s, 10)
    answers(s, people, lambda n: WHOLE | {"a1": "满意" if n < 4 else "一般"}, series="canteen")
    with later(30):
        one = answers(
            s, people, lambda n: WHOLE | {"a1": "满意" if n < 8 else "一般"}, series="canteen"
        )
        first = results.shown(one)[0]
        assert (first["rate"], first["old_rate"]) == ("80.0%", "40.0%")
        assert "上次 40.0%" in enter(s.lin).get(f"/voice/survey/{one.pk}/").content.decode()


def test_words_stay_with_who_organised_it_also_after_publishing(s, enter):
    one = answers(
        s, crowd(s, 6), lambda n: {"a1": f"希望多一点清淡的菜{n}"}, lines="您的建议｜问答"
    )
    surveys.publish(one, by=s.lin)
    assert "清淡的菜" in enter(s.lin).get(f"/voice/survey/{one.pk}/").content.decode()
    words = enter(s.cast.zhao).get(f"/voice/survey/{one.pk}/").content.decode()
    assert "清淡的菜" not in words and "由组织者汇总" in words


def test_it_ends_by_itself_after_its_last_day(s):
    one = survey(s)
    with later(7):
        assert jobs.close_surveys() == "0"
    with later(8):
        assert jobs.close_surveys() == "1"
    assert fresh(one).state == "closed"


@pytest.mark.req("R-076", "R-087")
def test_from_the_questionnaire_to_what_was_put_right(s, enter):
    """Questionnaire, problem, person and day, answer, done; reported in the year's figures."""
    from zhijia.domains.voice import actions

    one = answers(s, crowd(s, 6), lambda n: WHOLE | {"a1": "不满意", "a2": "排队太久"})
    issue = surveys.raise_problem(
        one, by=s.lin, text="午餐排队太久", handler=s.gao, department="总务处"
    )
    assert issue.due == date(2026, 3, 30), "twenty working days"
    assert Call.objects.filter(person=s.gao, title="答复：午餐排队太久").exists()
    actions.answer_issue(issue, by=s.gao, answer="增设一个窗口。")
    actions.finish_issue(issue, by=s.gao, result="新窗口已经启用。")
    assert Record.objects.get(kind="voice.issue").facts.get().metric == "voice.issues"
    surveys.publish(one, by=s.lin)
    assert "午餐排队太久" in enter(s.cast.hua).get(f"/voice/survey/{one.pk}/").content.decode()
    assert Issue.objects.get().finished == clock.today()


def test_five_thousand_sheets_are_read_once_and_the_page_costs_ten_queries(s, enter):
    one = survey(s, lines="口味｜满意度\n您的建议｜问答｜｜可不答")
    rows = [
        Sheet(
            key=f"{n:064d}", survey=one.pk, body=json.dumps({"1": "满意", "2": f"建议{n % 90:02d}"})
        )
        for n in range(5000)
    ]
    Sheet.objects.bulk_create(rows, batch_size=500)
    with CaptureQueriesContext(connection) as seen:
        figures, _texts = results.tally(one)
    assert figures["sheets"] == 5000 and len(seen) <= 5
    surveys.publish(closed(s, one), by=s.lin)
    client = enter(s.cast.zhao)
    client.get(f"/voice/survey/{one.pk}/")
    with CaptureQueriesContext(connection) as seen:
        client.get(f"/voice/survey/{one.pk}/")
    # what every page of the house asks for itself (session, person, union, menu) is not the survey's
    own = [
        q
        for q in seen
        if "voice_" in q["sql"] or "kernel_step" in q["sql"] or "attachment" in q["sql"]
    ]
    assert len(own) <= 10, [q["sql"][:90] for q in own]
