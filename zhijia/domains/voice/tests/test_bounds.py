"""Days, seats, small groups and figures at their boundaries; what the Excel says, counted by hand."""

import io
from collections import Counter
from datetime import date, timedelta

import pytest
from python_calamine import CalamineWorkbook

from zhijia.domains.proposals import actions as proposals
from zhijia.domains.proposals.models import Proposal
from zhijia.domains.voice import actions, jobs, results, sheets
from zhijia.domains.voice.actions import surveys
from zhijia.domains.voice.figures import letters_of, suggestions_of
from zhijia.domains.voice.models import Booking, Participant, Sheet, Slot, Suggestion, VoiceSettings
from zhijia.kernel import clock, measures
from zhijia.kernel.calendar.models import say_day
from zhijia.kernel.notices import Notice
from zhijia.kernel.people import Group
from zhijia.kernel.periods import year_bounds
from zhijia.kernel.refusals import NotAllowed, Refused, WrongState
from zhijia.kernel.settings import save_settings
from zhijia.kernel.waiting import waiting_for

from .parts import (
    DAY,
    answered,
    closed_with,
    crowd,
    dropped,
    fresh,
    later,
    open_box,
    say,
    survey,
    taken,
)

pytestmark = pytest.mark.django_db
IDEA = {"title": "设立共享雨伞架", "text": "雨天在各楼之间来回没有伞，建议放伞架。"}
YEAR = year_bounds(DAY.year)


def sent(s, by=None, **more):
    return actions.suggest(s.org, by=by or s.cast.zhao, **IDEA | more)


def handled(s, **more):
    return actions.thank(sent(s, **more), by=s.lin, handler=s.cast.qian)


def book_of(page):
    assert page.status_code == 200
    return (
        CalamineWorkbook.from_filelike(io.BytesIO(page.content)).get_sheet_by_index(0).to_python()
    )


# --- days ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "due"),
    [(1, date(2026, 3, 3)), (5, date(2026, 3, 9)), (10, date(2026, 3, 16)), (24, date(2026, 4, 3)), (25, date(2026, 4, 7)),
     (43, date(2026, 5, 6)), (46, date(2026, 5, 9)), (47, date(2026, 5, 11))],
)  # fmt: skip
def test_every_promise_of_a_day_counts_working_days(s, days, due):
    """Letters by their box; suggestions and issues by the school; Saturday 9 May is worked."""
    save_settings(s.org, VoiceSettings(suggestion_days=days, issue_days=days))
    box = open_box(s, f"{days} 天的信箱", [s.lin], answer_days=days)
    call = actions.note_call(s.org, by=s.sun, text="热水太少", handler=s.cast.qian)
    assert (dropped(s, box)[0].due, handled(s).due, call.due) == (due, due, due)


def test_a_day_off_of_the_school_moves_them_all(s):
    say_day(s.org, date(2026, 3, 9), False, "校庆")
    save_settings(s.org, VoiceSettings(suggestion_days=5))
    assert handled(s).due == date(2026, 3, 10)


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (4, ""),
        (3, "三天内到期"),
        (1, "三天内到期"),
        (0, "今天到期"),
        (-1, "已逾期"),
        (-9, "已逾期"),
    ],
)
@pytest.mark.parametrize("what", ["letter", "suggestion", "issue"])
def test_amber_the_day_and_red_begin_on_their_day(s, what, left, words):
    made, unit, who = {
        "letter": lambda: (taken(s), "1 封来信", s.lin),
        "suggestion": lambda: (handled(s), "1 条建议", s.cast.qian),
        "issue": lambda: (actions.note_call(s.org, by=s.sun, text="热水", handler=s.cast.qian), "1 个提出的问题", s.cast.qian),
    }[what]()  # fmt: skip
    with clock.at(made.due - timedelta(days=left)):
        assert jobs.ring() == str(int(bool(words)))
        assert jobs.ring() == "0", "once a stage"
    told = Notice.objects.filter(person=who, title__startswith=unit).values_list("title", flat=True)
    assert list(told) == ([unit + words] if words else [])


@pytest.mark.parametrize(("after", "on_time"), [(0, True), (1, False)])
def test_the_last_day_is_in_time(s, after, on_time):
    message = taken(s)
    with clock.at(message.due + timedelta(days=after)):
        assert actions.answer(message, by=s.lin, text="已经调整。").on_time is on_time


def test_handed_on_its_day_stays_and_moved_by_a_reason_its_stages_begin_anew(s):
    issue = actions.note_call(s.org, by=s.sun, text="热水", handler=s.cast.qian)
    with clock.at(issue.due):
        jobs.ring()
        actions.move_issue(
            issue, by=s.lin, handler=s.cast.tian, due=issue.due + timedelta(days=3), reason="换人"
        )
        assert jobs.ring() == "1", "three days left, told to whoever has it now"
        with pytest.raises(Refused, match="期限已经过去"):
            actions.move_issue(issue, by=s.lin, handler=s.cast.tian, due=DAY, reason="写错")
    assert Notice.objects.filter(person=s.cast.tian, title="1 个提出的问题三天内到期").exists()


# --- suggestions --------------------------------------------------------------------------------


@pytest.mark.parametrize(("length", "fits"), [(0, False), (9, False), (10, True), (3000, True)])
def test_a_suggestion_says_something(s, length, fits):
    if fits:
        assert sent(s, text="建" * length).state == "sent"
    else:
        with pytest.raises(Refused):
            sent(s, text="建" * length)
        assert not Suggestion.objects.exists()


@pytest.mark.parametrize(("verb", "taken_", "state"), [("adopt", True, "adopted"), ("adopt_partly", True, "partly"),
                                                       ("decline", False, "declined")])  # fmt: skip
def test_each_answer_needs_its_reason_is_told_and_counted(s, enter, verb, taken_, state):
    door, made = getattr(actions, verb), handled(s)
    for few in ("", "    ", "好的。", "  好的啊。  "):
        with pytest.raises(Refused, match="写明理由"):
            door(made, by=s.cast.qian, answer=few)
    assert fresh(made).state == "handling" and fresh(made).answered is None
    door(made, by=s.cast.qian, answer="场地已经看过，按此办理。")
    assert (made.state, made.taken) == (state, taken_)
    assert Notice.objects.filter(person=s.cast.zhao, url=f"/voice/suggestion/{made.pk}/").exists()
    assert "场地已经看过" in enter(s.cast.hua).get(f"/voice/suggestion/{made.pk}/").content.decode()
    found = suggestions_of(s.org, *YEAR)
    assert (found["all"], found["answered"], found["taken"]) == (1, 1, int(taken_))
    with pytest.raises(WrongState):
        door(made, by=s.cast.qian, answer="再答复一次也可以。")


def test_a_suggestion_not_answered_in_time_goes_to_those_who_sort_and_to_nobody_else(s):
    made = handled(s)
    with clock.at(made.due + timedelta(days=1)):
        for who, called in (
            (s.cast.qian, True),
            (s.lin, True),
            (s.cast.zhao, False),
            (s.cast.hua, False),
        ):
            lines = [line.title for line in waiting_for(who, s.org)]
            assert any(str(made) in t for t in lines) is called, who


def test_made_a_proposal_it_is_one_and_counts_as_no_suggestion_any_more(s):
    call = proposals.open_call(s.org, by=s.sun, title="征集", session="第五届第三次", opens=DAY)
    made = handled(s)
    given = {"call": call, "matter": made.text, "measures": made.text}
    for who in (s.cast.qian, s.lin, s.cast.hua):
        with pytest.raises(NotAllowed):
            actions.promote(made, by=who, **given)
    actions.promote(made, by=s.cast.zhao, **given)
    p = Proposal.objects.get()
    assert (p.title, p.proposer, p.state, made.proposal) == (
        "关于设立共享雨伞架的提案",
        s.cast.zhao,
        "draft",
        p,
    )
    assert measures.totals(s.org, *YEAR, ["voice.suggestions"]).get("voice.suggestions", 0) == 0
    with pytest.raises(WrongState):
        actions.adopt(made, by=s.cast.qian, answer="已经转为提案，不再答复。")


def test_a_proposal_the_school_does_not_take_leaves_the_suggestion_as_it_was(s):
    call = proposals.open_call(
        s.org, by=s.sun, title="征集", session="第五届", opens=DAY, closes=DAY
    )
    made = handled(s)
    with later(1), pytest.raises(Refused, match="不在征集时间内"):
        actions.promote(made, by=s.cast.zhao, call=call, matter=made.text, measures=made.text)
    with pytest.raises(Refused, match="至少要写 10 字"):
        actions.promote(made, by=s.cast.zhao, call=call, matter="短", measures=made.text)
    assert fresh(made).state == "handling" and not Proposal.objects.exists()


def test_the_register_of_suggestions_as_counted_by_hand(s, enter):
    """Five: adopted, adopted and shown, declined, made a proposal, still waiting."""
    call = proposals.open_call(s.org, by=s.sun, title="征集", session="第五届", opens=DAY)
    one, two, three, four = (handled(s, title=f"建议{n}") for n in "甲乙丙丁")
    sent(s, title="建议戊", named=False)
    actions.adopt(one, by=s.cast.qian, answer="好建议，本周采购。")
    actions.show_result(
        actions.adopt(two, by=s.cast.qian, answer="好建议，采纳。"), by=s.lin, result="已做好"
    )
    actions.decline(three, by=s.cast.qian, answer="场地不够，暂不办理。")
    actions.promote(four, by=s.cast.zhao, call=call, matter=four.text, measures=four.text)
    rows = book_of(enter(s.lin).get("/voice/suggestions/2026.xlsx"))
    words = ["".join(map(str, row)) for row in rows]
    assert "共 5 条，已答复 3 条，采纳 2 条，转提案 1 条。" in "".join(words)
    lines = {row[2]: row for row in rows if str(row[2]).startswith("建议")}
    states = {name: row[6] for name, row in lines.items() if name != "建议"}
    assert states == {
        "建议甲": "已采纳",
        "建议乙": "已见成效",
        "建议丙": "未采纳",
        "建议丁": "已转提案",
        "建议戊": "待受理",
    }
    assert lines["建议戊"][4] == "（不署名）" and lines["建议甲"][4] == "赵明"
    assert enter(s.cast.hua).get("/voice/suggestions/2026.xlsx").status_code == 404


# --- receptions ---------------------------------------------------------------------------------


def opened(s, slots="14:00 2\n14:30", **more):
    given = {"kind": "day", "title": "接待日", "on": DAY + timedelta(days=3), "host": s.li} | more
    return actions.open_reception(s.org, by=s.lin, slots=slots, **given)


def test_a_slot_of_two_takes_two_and_a_seat_given_back_is_taken_again(s):
    day = opened(s)
    first, second = day.slots.all()
    assert (first.seats, second.seats) == (2, 1)
    for who in (s.cast.zhao, s.cast.hua):
        actions.book(day, by=who, slot=first)
    with pytest.raises(Refused, match="14:00 已经约满.*请选别的时间"):
        actions.book(day, by=s.cast.qian, slot=first)
    actions.cancel_booking(Booking.objects.get(person=s.cast.zhao), by=s.cast.zhao)
    actions.book(day, by=s.cast.qian, slot=first)
    assert Booking.objects.filter(state="booked").count() == 2


@pytest.mark.parametrize(
    ("case", "words"),
    [
        ("host", "您是主持人"),
        ("over", "已经过去"),
        ("foreign", "这次接待的时间"),
        ("open", "直接来"),
        ("twice", "已经预约过"),
    ],
)
def test_each_booking_that_is_refused_says_why(s, case, words):
    day = opened(s, "" if case == "open" else "14:00 2\n14:30")
    slot = opened(s).slots.first() if case in ("foreign", "open") else day.slots.last()
    who, after = (s.li, 0) if case == "host" else (s.cast.zhao, 4 if case == "over" else 0)
    if case == "twice":
        actions.book(day, by=who, slot=day.slots.first())
    with later(after), pytest.raises(Refused, match=words):
        actions.book(day, by=who, slot=slot)
    assert Booking.objects.count() == (1 if case == "twice" else 0)


def test_on_the_day_itself_one_may_book_and_it_is_held_and_not_before(s):
    day = opened(s)
    with later(3):
        actions.book(day, by=s.cast.zhao, slot=day.slots.first())
    with later(2), pytest.raises(Refused, match="还没到日子"):
        actions.hold(day, by=s.li, people=1)
    with later(3):
        actions.hold(day, by=s.li, people=4, summary="谈了排班。")
    with pytest.raises(WrongState):
        actions.book(day, by=s.cast.hua, slot=day.slots.first())
    assert measures.totals(s.org, *YEAR, ["voice.came"])["voice.came"] == 4


@pytest.mark.parametrize("line", ["14:60 1", "24:00", "14点", "14:00 2\n14:00 1", "abc 3"])
def test_times_that_cannot_be_read_open_nothing(s, line):
    with pytest.raises(Refused):
        opened(s, line)
    assert not Slot.objects.exists()


# --- small groups -------------------------------------------------------------------------------


@pytest.mark.parametrize("small", [5, 6, 10])
@pytest.mark.parametrize("less", [0, 1])
def test_the_boundary_of_what_is_shown_is_the_schools_and_never_below_five(s, enter, small, less):
    save_settings(s.org, VoiceSettings(small=small))
    people = crowd(s, small - less)
    one = survey(s, lines="食堂｜满意度\n您的建议｜问答")
    one = closed_with(
        one, people, [{"a1": "满意", "a2": f"多一些青菜{n}"} for n in range(len(people))], by=s.lin
    )
    page = enter(s.lin).get(f"/voice/survey/{one.pk}/").content.decode()
    assert ("100.0%" in page) is not less and ("多一些青菜" in page) is not less
    assert one.result["sheets"] == (None if less else small)
    rows = "".join(
        str(c)
        for row in book_of(enter(s.lin).get(f"/paper/survey-figures/{one.pk}.xlsx"))
        for c in row
    )
    assert ("多一些青菜" in rows) is not less and f"少于 {small} 人" in rows


@pytest.mark.parametrize(
    ("sizes", "shown"),
    [
        ((5, 5), 2),
        ((5, 4), 0),
        ((9, 4), 0),
        ((10, 5, 4), 1),
        ((10, 5, 5), 3),
        ((6, 6, 2, 2), 1),
        ((6, 6, 2, 3), 2),
    ],
)
def test_no_group_below_five_can_be_told_from_what_is_shown(s, sizes, shown):
    """Whatever is hidden, taken together, is nobody or at least five: the groups of a question as shown."""
    people, groups, names = [], [], "甲乙丙丁"
    for n, size in enumerate(sizes):
        group = Group.objects.create(org=s.org, name=f"{names[n]}")
        people += crowd(s, size, group)
        groups.append(group)
    one = survey(s, lines="食堂｜满意度", by_group=True, groups=groups)
    one = closed_with(one, people, [{"a1": "满意"}] * len(people), by=s.lin)
    line = one.result["questions"][0]
    seen = {g["name"]: g["answered"] for g in line["groups"] if g["name"] != "其他"}
    assert set(seen) <= {names[n] for n, size in enumerate(sizes) if size >= 5}
    assert all(count >= 5 for g in line["groups"] for count in [g["answered"]])
    hidden = line["answered"] - sum(g["answered"] for g in line["groups"])
    assert hidden == 0 or hidden >= 5 or not line["groups"]
    assert len(seen) == shown


def test_a_conditional_question_answered_by_few_is_hidden_and_by_five_is_shown(s):
    lines = "总评｜满意度\n原因｜问答｜｜｜第1题=不满意\n几次｜数字"
    for few in (4, 5):
        people = crowd(s, 12, Group.objects.create(org=s.org, name=f"组{few}"))
        one = survey(s, lines=lines, groups=[people[0].memberships.get().group])
        said = [
            {"a1": "不满意", "a2": "太咸", "a3": "2"} if n < few else {"a1": "满意", "a3": "4"}
            for n in range(12)
        ]
        one = closed_with(one, people, said, by=s.lin)
        first, why, times = one.result["questions"]
        assert why["answered"] == (None if few == 4 else 5)
        assert ("太咸" in one.said) is (few == 5)
        assert (first["counts"][1], first["counts"][3]) == (12 - few, few)
        assert times["average"] == f"{(2 * few + 4 * (12 - few)) / 12:.1f}"


# --- once a person ------------------------------------------------------------------------------


def test_two_surveys_at_once_are_two_marks_and_one_of_each_is_all(s):
    first, second = survey(s), survey(s, title="另一份")
    for one in (first, second):
        say(one, s.cast.zhao, a1="满意", a3="一号")
        with pytest.raises(Refused, match="已经答过"):
            say(one, s.cast.zhao, a1="一般", a3="一号")
    assert Counter(Sheet.objects.values_list("survey", flat=True)) == {first.pk: 1, second.pk: 1}
    tokens = set(Participant.objects.exclude(mark="").values_list("mark", flat=True))
    assert len(tokens) == 2


def test_who_joins_or_leaves_after_it_was_sent_out_changes_nothing(s):
    one = survey(s)
    asked_ = one.asked
    [new] = crowd(s, 1)
    with pytest.raises(Refused, match="没有发给您"):
        say(one, new, a1="满意", a3="一号")
    assert fresh(one).asked == asked_ == Participant.objects.filter(survey=one).count()


@pytest.mark.parametrize("token", ["", "x", "0" * 31, "0" * 33])
def test_a_request_that_is_not_whole_marks_nobody(s, token):
    one = survey(s)
    with pytest.raises(Refused, match="提交不完整"):
        sheets.answer(one, s.cast.zhao, token, {"1": "满意", "3": "一号"})
    assert not Participant.objects.exclude(mark="").exists()


@pytest.mark.parametrize(("days", "longer"), [(-3, False), (0, False), (1, True), (30, True)])
def test_prolonged_is_later_than_before(s, days, longer):
    one = survey(s)
    closes = one.closes + timedelta(days=days)
    if longer:
        assert surveys.prolong(one, by=s.lin, closes=closes).closes == closes
    else:
        with pytest.raises(Refused, match="要晚于原来的.*截止并统计"):
            surveys.prolong(one, by=s.lin, closes=closes)
        assert fresh(one).closes == one.closes


# --- figures ------------------------------------------------------------------------------------

SAID = ["很满意"] * 3 + ["满意"] * 4 + ["一般"] * 2 + ["不满意"]


def test_the_excel_of_a_survey_as_counted_by_hand(s, enter):
    """Ten sheets: 3 very content, 4 content, 2 so-so, 1 not: 70.0 %. Two windows, one may tick both."""
    people = crowd(s, 10)
    one = survey(s, lines="食堂｜满意度\n窗口｜多选｜一号、二号\n一周几次｜数字")
    said = [
        {"a1": SAID[n], "a2": ["一号", "二号"] if n < 5 else ["一号"], "a3": str(n)}
        for n in range(10)
    ]
    one = closed_with(one, people, said, by=s.lin)
    rows = book_of(enter(s.lin).get(f"/paper/survey-figures/{one.pk}.xlsx"))
    lines = [
        (str(r[1]), str(r[2]), r[3], r[4])
        for r in rows
        if str(r[0]) in ("1", "2", "3", "1.0", "2.0", "3.0")
    ]
    assert [(o, n, share) for _q, o, n, share in lines[:5]] == [
        ("很满意", 3, "30.0%"), ("满意", 4, "40.0%"), ("一般", 2, "20.0%"), ("不满意", 1, "10.0%"), ("很不满意", 0, "0.0%")]  # fmt: skip
    assert [(o, n, share) for _q, o, n, share in lines[5:7]] == [
        ("一号", 10, "100.0%"),
        ("二号", 5, "50.0%"),
    ]
    assert "平均 4.5" in lines[7][1]
    assert results.shown(one)[0]["rate"] == "70.0%"


@pytest.mark.parametrize(
    ("change", "old"),
    [
        ({}, "70.0%"),
        ({"lines": "食堂总评｜满意度"}, ""),
        ({"series": "another"}, ""),
        ({"series": ""}, ""),
    ],
)
def test_last_time_is_the_same_question_of_the_same_series_and_nothing_else(s, change, old):
    people = crowd(s, 10)
    given = {"lines": "食堂｜满意度", "series": "canteen"}
    closed_with(survey(s, **given), people, [{"a1": word} for word in SAID], by=s.lin)
    with later(60):
        one = survey(s, **given | change)
        one = closed_with(one, people, [{"a1": "满意"}] * 10, by=s.lin)
        line = results.shown(one)[0]
        assert (line["rate"], line["old_rate"]) == ("100.0%", old)


def test_options_that_changed_are_not_laid_beside_one_another(s):
    people = crowd(s, 6)
    closed_with(
        survey(s, lines="窗口｜单选｜一号、二号", series="w"),
        people,
        [{"a1": "一号"}] * 6,
        by=s.lin,
    )
    with later(60):
        one = survey(s, lines="窗口｜单选｜一号、三号", series="w")
        one = closed_with(one, people, [{"a1": "三号"}] * 6, by=s.lin)
        assert [r["old"] for r in results.shown(one)[0]["rows"]] == ["", ""]


def test_the_figures_of_a_box_as_counted_by_hand(s, enter):
    """Five letters: answered in time, answered late, overdue, set aside, new today. By hand: answered 2 of
    5, in time 1 of 2, overdue 1."""
    answered(s)
    slow, aside = taken(s), taken(s)
    taken(s)
    actions.set_aside(actions.call_abuse(aside, by=s.lin, words="像是广告"), by=s.sun)
    with clock.at(date(2026, 3, 17)):
        actions.answer(slow, by=s.lin, text="晚了一天，已经调整。")
        dropped(s)
        found = letters_of(s.box, s.lin, *YEAR)
        assert [found[k] for k in ("all", "anonymous", "answered", "on_time", "late", "aside")] == [
            5,
            5,
            2,
            1,
            1,
            1,
        ]
        page = enter(s.li).get(f"/voice/channel/{s.box.pk}/").content.decode()
        assert "40.0%" in page and "50.0%" in page
    totals = measures.totals(s.org, *YEAR, ["voice.letters", "voice.letters_on_time"])
    assert [int(v) for v in totals.values()] == [2, 1]
