"""What cannot be is answered with a Chinese sentence, and nothing that was typed is lost.

Each form once with what it takes, then with one field wrong at a time: blank, too long, no date, no number,
somebody of another school, a thing of another activity.
"""

import re
from datetime import timedelta
from decimal import Decimal
from html import escape, unescape

import pytest

from zhijia.domains.activities import actions
from zhijia.domains.activities.actions import clubs
from zhijia.domains.activities.models import Contest, Slot
from zhijia.kernel import clock
from zhijia.kernel.actions import Step, url_of
from zhijia.kernel.people import Group

from .club_parts import TERM, agreed, at, day_of, friday, table_tennis
from .contest_parts import contest, drawn, fixture
from .parts import drafted, moment, opened

BLANK, CHOICE, NUMBER = "这个字段是必填项", "选择一个有效的选项", "输入整数"
LONG = "包含不超过"
NEGATIVE, MOMENT, DAY = "大于或等于0", "输入一个有效的日期/时间", "输入一个有效的日期"


def held(cast, **more):
    activity = opened(cast, 5, **more)
    actions.sign_up(activity, by=cast.zhao)
    with clock.at(activity.ends):
        return actions.finish(activity, by=cast.sun, everybody=True, guests=5)


def with_slots(cast):
    """Two slots, one of the family, a question; and a slot of another activity."""
    slots = {"slots": [{"title": "上午", "size": 2}, {"title": "下午", "size": 2}]}
    asked = [{"name": "q1", "label": "尺码", "options": ["M", "L"], "required": True}]
    foreign = opened(cast, title="另一场", places=slots)
    activity = opened(cast, places=slots, companions=1, questions=asked)
    return activity, activity.slots.first().pk, Slot.objects.filter(activity=foreign).first().pk


WHAT = {"kind": "sports", "title": "羽毛球赛", "starts": "2026-03-12T14:00", "ends": "2026-03-12T16:00",
        "place": "体育馆", "sign_up_needed": "on", "rule": "arrival", "fund": "union", "summary": "自带球拍", "members": "20"}  # fmt: skip
HOURS = {"title": "太极晨练", "weekday": "4", "every": "1", "opens": "16:20", "shuts": "17:00",
         "first": "2026-03-02", "last": "2026-06-30", "place": "操场", "equipment": "垫子"}  # fmt: skip
SEARCH = {"name": "青年会员", "standing": "all", "age_from": "18", "age_to": "35"}
CLUB = {
    "kind": "club",
    "name": "骑行协会",
    "founded": "2026-03-01",
    "place": "校门口",
    "purpose": "周末骑行",
}
SHOWN = {
    "contest": "区教职工赛",
    "on": "2026-03-01",
    "level": "county",
    "result": "第二名",
    "pupils": "",
}


def draft(c):
    return "/activities/activity/draft/", c.sun, WHAT


def amend(c):
    return f"{url_of(drafted(c))}amend/", c.sun, WHAT


def places(c):
    return (
        f"{url_of(opened(c, 5))}set_places/",
        c.sun,
        {"members": "9", "slots": "上午｜10-20 9:00｜10-20 10:00｜3"},
    )


def sign_up(c):
    activity, slot, c.foreign = with_slots(c)
    return (
        f"{url_of(activity)}sign_up/",
        c.zhao,
        {"slot": slot, "companions": "1", "family": "女儿六岁", "q1": "M"},
    )


def change(c):
    activity, slot, c.foreign = with_slots(c)
    mine = actions.sign_up(activity, by=c.zhao, slot=Slot.objects.get(pk=slot), answers={"q1": "M"})
    return (
        f"{url_of(mine)}change/",
        c.zhao,
        {"slot": slot, "companions": "0", "family": "爱人", "q1": "L"},
    )


def move_up(c):
    activity = opened(c, 0)
    waits = actions.sign_up(activity, by=c.zhao)
    return f"{url_of(waits)}move_up/", c.sun, {"reason": "代表学校参赛"}


def pay(c):
    """By the treasurer."""
    mine = actions.sign_up(opened(c, 5, price=Decimal(30)), by=c.zhao)
    return f"{url_of(mine)}pay/", c.wang, {"amount": "30"}


def cancel(c):
    return f"{url_of(opened(c))}cancel/", c.sun, {"reason": "下雨"}


def award(c):
    activity = held(c)
    c.moment = activity.ends
    return (
        f"{url_of(activity)}award/",
        c.sun,
        {"prizes": "一等奖｜赵明｜水杯｜80", "ceremony": "教职工大会"},
    )


def finish(c):
    activity = opened(c, 5)
    actions.sign_up(activity, by=c.zhao)
    c.moment = activity.ends
    given = {
        "everybody": "on",
        "guests": "2",
        "spent": "120",
        "from_dues": "20",
        "result": "很热闹",
    }
    return f"{url_of(activity)}finish/", c.sun, given


def feedback(c):
    return (
        f"{url_of(held(c))}give_feedback/",
        c.zhao,
        {"stars": "5", "liked": "氛围好", "wish": "多办几次"},
    )


def search(c):
    return "/activities/audience/save_search/", c.sun, SEARCH


def found(c):
    return "/activities/club/found/", c.li, CLUB | {"head": c.qian.pk}


def enrol(c):
    return f"{url_of(table_tennis(c, people=()))}enrol/", c.qian, {"people": [c.zhao.pk]}


def head(c):
    return f"{url_of(table_tennis(c))}change_head/", c.qian, {"head": c.zhao.pk}


def year(c):
    return (
        f"{url_of(table_tennis(c))}draft/",
        c.qian,
        {"year": "2026", "plan": "每月一赛", "budget": "500"},
    )


def compete(c):
    return f"{url_of(table_tennis(c))}compete/", c.qian, SHOWN | {"people": [c.zhao.pk]}


def slot(c):
    return "/activities/regular/set_up/", c.sun, HOURS | {"leader": c.sun.pk}


def gather(c):
    club = table_tennis(c)
    agreed(c, club, 500)
    day = day_of(friday(club, **TERM), 3, 6)
    c.moment = at(3, 6, 18)
    return (
        f"{url_of(day)}hold/",
        c.qian,
        {"content": "双打", "people": [c.zhao.pk], "guests": "1", "spent": "50"},
    )


def enter_names(c):
    return f"{url_of(contest(c))}enter/", c.sun, {"entries": "赵明｜语文组"}


def timetable(c):
    made = drawn(c, ["甲", "乙", "丙", "丁"])
    given = {
        "courts": "一号场、二号场",
        "windows": "3-12 14:00-17:00",
        "minutes": "30",
        "rest": "0",
    }
    return f"{url_of(made)}schedule/", c.sun, given


def score(c):
    made = drawn(c, ["甲", "乙"], sport="general", sets=1)
    given = {"ended": "played", "score-0-0-a": "21", "score-0-0-b": "17"}
    return f"{url_of(fixture(made, 1))}score/", c.sun, given


def marks(c):
    return (
        f"{url_of(drawn(c, ['甲', '乙'], form='measured'))}mark_all/",
        c.sun,
        {"marks": "甲｜45\n乙｜40"},
    )


def walk_in(c):
    activity = opened(c, 5)
    c.moment = activity.starts
    return f"{url_of(activity)}walk_in/", c.sun, {"person": c.zhao.pk}


FORMS = (draft, amend, places, sign_up, change, move_up, pay, cancel, award, finish, feedback, search, found, enrol, head,
         year, compete, slot, gather, enter_names, timetable, score, marks, walk_in)  # fmt: skip


def send(cast, enter, build, **wrong):
    """(answer, what was sent): the form filled in rightly but for ``wrong``."""
    cast.moment, cast.foreign = moment(0), None
    there, who, given = build(cast)
    given = {k: v(cast) if callable(v) else v for k, v in (given | wrong).items()}
    cast.steps = Step.objects.count()
    with clock.at(cast.moment):
        return enter(who).post(there, given), given


@pytest.mark.parametrize("build", FORMS, ids=lambda b: b.__name__)
def test_what_the_form_takes(cast, enter, build):
    """So that what is refused below is refused for the one field that is wrong."""
    answer, _given = send(cast, enter, build)
    assert answer.status_code == 302 and Step.objects.count() > cast.steps


def stranger(c):
    return c.zhou.pk


def strangers(c):
    return [c.zhao.pk, c.zhou.pk]


def foreign(c):
    return c.foreign


WRONG = [
    *[(draft, f, w, s) for f, w, s in (
        ("title", "", BLANK), ("title", "赛" * 81, LONG), ("kind", "party", CHOICE), ("kind", "", BLANK),
        ("starts", "", BLANK), ("starts", "明天下午", MOMENT), ("starts", "2026-02-30T14:00", MOMENT),
        ("ends", "2026-03-12T13:59", "结束时间早于开始时间"), ("place", "馆" * 61, LONG), ("rule", "favour", CHOICE),
        ("fund", "cash", CHOICE), ("audience", "99", CHOICE), ("organiser", stranger, CHOICE),
        ("helpers", strangers, CHOICE), ("planners", strangers, CHOICE), ("members", "-1", NEGATIVE),
        ("members", "二十", NUMBER), ("closes", "2026-03-12T14:01", "报名截止晚于活动开始"),
        ("opens", "2026-03-12T14:01", "报名开始晚于活动开始"), ("price", "-0.01", NEGATIVE), ("price", "1.234", "2"),
        ("budget", "一千", "输入一个数字"), ("safety", "注" * 2001, LONG), ("summary", "绍" * 4001, LONG),
        ("insurance", "险" * 121, LONG), ("partner", "友" * 81, LONG), ("series", "节" * 41, LONG),
        ("slots", "上午", "没有写名额"), ("slots", "上午｜10-20 25:00｜｜5", "没有“10-20 25:00”这个时间"),
        ("slots", "上午｜昨天｜｜5", "“昨天”不是时间"), ("slots", "上午｜5\n上午｜6", "有两个场次都叫“上午”"),
        ("slots", "上午｜10-20 10:00｜10-20 9:00｜5", "结束早于开始"),
        ("group_places", "数学组 5", "小组须是本会已有的"), ("group_places", "语文组 五", "看不懂"),
        ("group_places", "语文组 5\n语文组 6", "写了两行"), ("questions", "：S、M", "这个问题看不懂"),
        ("questions", "\n".join(f"问题{n}" for n in range(13)), "最多 12 个"),
    )],
    (amend, "title", "", BLANK), (amend, "ends", "2026-03-12T13:59", "结束时间早于开始时间"), (amend, "members", "x", NUMBER),
    (draft, "rule", "draw", "要有报名截止时间"), (draft, "offer_hours", "721", "小于或等于720"),
    (places, "members", "x", NUMBER), (places, "slots", "上午｜a｜b｜c｜d｜e｜f｜g", "分成了太多段"),
    (sign_up, "slot", "", BLANK), (sign_up, "slot", foreign, CHOICE), (sign_up, "slot", "x", CHOICE),
    (sign_up, "companions", "2", "每人最多带 1 位家属"), (sign_up, "companions", "-1", NEGATIVE),
    (sign_up, "family", "家" * 81, LONG), (sign_up, "q1", "", BLANK), (sign_up, "q1", "XXL", CHOICE),
    (change, "slot", foreign, CHOICE), (change, "companions", "2", "每人最多带 1 位家属"), (change, "q1", "", BLANK),
    (move_up, "reason", "", BLANK), (cancel, "reason", "", BLANK), (cancel, "reason", "雨" * 501, LONG),
    (pay, "amount", "", BLANK), (pay, "amount", "-5", NEGATIVE), (pay, "amount", "五元", "输入一个数字"),
    (pay, "amount", "0", "金额要大于零"), (pay, "amount", "99999999", "已收"),
    (award, "prizes", "一等奖", "没有写给谁"), (award, "prizes", "一等奖｜赵明｜购物卡｜100", "不能发现金"),
    (award, "prizes", "一等奖｜赵明｜杯｜八十", "不是金额"), (award, "prizes", "一等奖｜赵明｜杯｜99999999", "不是金额"),
    (award, "prizes", "一等奖｜甲队｜杯｜8｜0", "不是人数"), (award, "prizes", "一等奖｜甲队｜杯｜8｜10001", "不是人数"),
    (award, "prizes", "一等奖｜甲队｜杯｜8｜几个", "不是人数"), (award, "prizes", f"一等奖｜{'队' * 61}｜杯｜8", "太长"),
    (award, "ceremony", "会" * 81, LONG), (award, "over", "由" * 201, LONG),
    (finish, "guests", "-1", NEGATIVE), (finish, "guests", "两位", NUMBER), (finish, "spent", "-1", NEGATIVE),
    (finish, "person_times", "2", "人次（2）少于到场人数（3）"), (finish, "from_dues", "120.01", "不能多于实际支出"),
    (finish, "result", "闹" * 2001, LONG), (finish, "spent", "1" * 13, "12"),
    (feedback, "stars", "", BLANK), (feedback, "stars", "6", CHOICE), (feedback, "liked", "好" * 201, LONG),
    (search, "name", "", BLANK), (search, "name", "名" * 41, LONG), (search, "age_to", "17", "前大后小"),
    (search, "sex", "x", CHOICE), (search, "groups", "99", CHOICE), (search, "people", strangers, CHOICE),
    (search, "club", "99", CHOICE), (search, "standing", "", BLANK), (search, "age_from", "151", "小于或等于150"),
    (found, "name", "", BLANK), (found, "name", "会" * 41, LONG), (found, "kind", "party", CHOICE), (found, "head", "", BLANK),
    (found, "head", stranger, CHOICE), (found, "founded", "三月", DAY), (found, "purpose", "旨" * 1001, LONG),
    (found, "host", "院" * 61, LONG),
    (enrol, "people", [], BLANK), (enrol, "people", strangers, CHOICE), (head, "head", stranger, CHOICE),
    (head, "head", lambda c: c.qian.pk, CHOICE), (year, "plan", "", BLANK), (year, "budget", "-1", NEGATIVE),
    (year, "year", "2035", CHOICE), (year, "plan", "划" * 3001, LONG),
    (compete, "contest", "", BLANK), (compete, "on", "2026-03-03", "还没有到日子"), (compete, "level", "world", CHOICE),
    (compete, "people", strangers, CHOICE), (compete, "people", [], "请选择参赛的会员"), (compete, "pupils", "-2", NEGATIVE),
    (compete, "selection", "99", CHOICE), (compete, "result", "名" * 61, LONG), (compete, "pupils", "10001", "小于或等于10000"),
    (slot, "title", "", BLANK), (slot, "weekday", "7", CHOICE), (slot, "every", "3", CHOICE), (slot, "opens", "四点", "有效的时间"),
    (slot, "shuts", "16:20", "结束时间应晚于开始时间"), (slot, "last", "2026-03-01", "结束日期早于开始日期"), (slot, "leader", stranger, CHOICE),
    (slot, "equipment", "球" * 1001, LONG), (slot, "worth", "-1", NEGATIVE),
    (gather, "people", strangers, CHOICE), (gather, "spent", "500.01", "加上这次 500.01 元就超了"),
    (gather, "guests", "-1", NEGATIVE), (gather, "content", "打" * 201, LONG),
    (enter_names, "entries", "", BLANK), (enter_names, "entries", "赵明｜语文组｜｜零", "不是种子号"),
    (enter_names, "entries", "赵明｜语文组｜｜65", "不是种子号"), (enter_names, "entries", "名" * 41, "没有名字，或者太长"),
    (enter_names, "entries", "｜语文组", "没有名字，或者太长"), (enter_names, "entries", "赵明\n赵明", "名单里有重复：赵明"),
    (timetable, "courts", "", BLANK), (timetable, "courts", "一号场、一号场", "不能空着或重名"), (timetable, "courts", "场" * 21, "不超过 20 个字"),
    (timetable, "windows", "", BLANK), (timetable, "windows", "下午", "不是时段"), (timetable, "windows", "3-12 17:00-14:00", "结束不晚于开始"),
    (timetable, "windows", "2-30 14:00-17:00", "不是时段"), (timetable, "minutes", "0", "每场 1 到 600 分钟"),
    (timetable, "minutes", "601", "每场 1 到 600 分钟"), (timetable, "minutes", "", BLANK), (timetable, "rest", "-1", NEGATIVE),
    (score, "score-0-0-b", "", "两边都要填整数"), (score, "score-0-0-a", "二十", "两边都要填整数"),
    (score, "score-0-0-a", "1000", "两边都要填整数"), (score, "ended", "walked", CHOICE),
    (marks, "marks", "", BLANK), (marks, "marks", "甲｜多", "“多”不是成绩"), (marks, "marks", "甲｜1\n甲｜2", "“甲”写了两行"),
    (marks, "marks", "丙｜1", "没有这个参赛者：丙"), (marks, "marks", "甲｜-1", "不在成绩范围内"), (marks, "marks", "甲｜1.2345", "最多三位小数"),
    (marks, "marks", "甲", "还没有写一个成绩"),
    (walk_in, "person", stranger, CHOICE), (walk_in, "person", "", BLANK),
]  # fmt: skip


@pytest.mark.parametrize(
    ("build", "field", "typed", "said"), WRONG,
    ids=[f"{b.__name__}-{f}-{n}" for n, (b, f, _w, _s) in enumerate(WRONG)],
)  # fmt: skip
def test_what_cannot_be_is_said_and_nothing_is_lost(cast, enter, build, field, typed, said):
    answer, given = send(cast, enter, build, **{field: typed})
    page = answer.content.decode()
    assert answer.status_code == 422
    plain = unescape(re.sub(r"<[^>]+>", "", page))
    assert said in plain, [line for line in plain.splitlines() if "确" in line or "请" in line]
    for name, value in given.items():
        for one in value if isinstance(value, list) else [value]:
            if one not in ("", "on") and name not in (
                "people",
                "helpers",
                "planners",
                "slot",
                "head",
                field,
            ):
                assert escape(str(one)) in page, f"{name} was lost"
    assert Step.objects.count() == cast.steps, "nothing was done"


def test_ids_of_another_school_are_no_choices(cast, enter):
    """Group, club, audience and contest of the second school."""
    theirs = Group.objects.create(org=cast.second, name="外校组")
    club = clubs.found(cast.second, by=cast.zhou, head=cast.zhou, name="外校协会")
    audience = actions.save_search(cast.second, by=cast.zhou, name="外校")
    sent = [("draft", WHAT | {"audience": audience.pk}, "activity", cast.sun)]
    sent += [("save_search", SEARCH | {"groups": [theirs.pk]}, "audience", cast.sun),
             ("save_search", SEARCH | {"club": club.pk}, "audience", cast.sun)]  # fmt: skip
    before = Step.objects.count()
    for verb, given, place, who in sent:
        answer = enter(who).post(f"/activities/{place}/{verb}/", given)
        assert answer.status_code == 422 and CHOICE in answer.content.decode()
        assert not {"外校组", "外校协会"} & set(
            re.findall("外校[组协会]+", answer.content.decode())
        )
    assert Step.objects.count() == before


def test_the_settings_of_a_contest_are_named_in_chinese(cast, enter):
    there = f"{url_of(opened(cast))}add_contest/"
    for field, words in (
        ("groups", "“分几组”超出范围，应为 1 到 26"),
        ("attempts", "“每人几次机会”超出范围"),
    ):
        answer = enter(cast.sun).post(there, {"title": "x", "form": "groups", field: "99"})
        page = answer.content.decode()
        assert answer.status_code == 422 and words in page
    assert not Contest.objects.exists()


def test_a_form_sent_twice_acts_once(cast, enter):
    activity = opened(cast, 5)
    sent = {"once": "k" * 24, "reason": "下雨"}
    for _turn in range(2):
        assert enter(cast.sun).post(f"{url_of(activity)}cancel/", sent).status_code == 302
    assert Step.objects.about(activity).filter(verb="cancel").count() == 1


def test_what_was_sent_after_the_activity_had_begun_is_refused(cast, enter):
    activity = opened(cast, 5, closes=moment(3))
    with clock.at(activity.closes + timedelta(seconds=1)):
        answer = enter(cast.zhao).post(f"{url_of(activity)}sign_up/", {})
    assert answer.status_code == 422 and "报名已于" in answer.content.decode()
