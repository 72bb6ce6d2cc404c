"""Contests of work: teaching, skills, papers, classes, quizzes (chapter K; rules 3.11, 14.01–14.07)."""

from datetime import date
from decimal import Decimal
from hashlib import sha256

import pytest

from zhijia.domains.activities import actions
from zhijia.domains.activities.actions import clubs
from zhijia.domains.activities.actions import fixtures as contests
from zhijia.domains.activities.contests.marking import item_means
from zhijia.domains.activities.models import Audience, Club, Competitor, Prize, Showing
from zhijia.kernel import clock
from zhijia.kernel.policy import PolicyRow
from zhijia.kernel.records import Record
from zhijia.kernel.refusals import NotAllowed, Refused

from .contest_parts import competitor, contest, fresh, opened
from .parts import crowd
from .stories import Story

BOOK = "竞赛与评优"


@pytest.fixture
def story(cast, enter):
    return Story(cast, enter)


def judged(story, made, marks):
    """Each competitor's points, typed into the boxes; the places written."""
    for name, points in marks.items():
        boxes = {f"attempt{n}": p for n, p in enumerate(points, 1)}
        seen = {"seen": "", "status": "ok"}
        story.post(competitor(made, name), "mark", boxes | seen)
    story.post(made, "finish")
    return fresh(made)


# --- points of judges ---------------------------------------------------------------------------------


@pytest.mark.req("R-127")
def test_a_teaching_contest_from_judges_to_the_nominee(story, cast):
    """Edition, groups, entrants, judges, item scores, ranks, nominees; the result is published."""
    story.plan("第二届青年教师教学竞赛")
    activity = story.open("第二届青年教师教学竞赛", "contest", series="青年教师教学竞赛")
    story.join(activity, cast.zhao, cast.hua, cast.qian)
    arts = story.contest(
        activity, title="文科组", entries=["赵明｜语文组", "华小梅｜英语组"], judges=3, drop_high=0,
        drop_low=0, panel="甲评委、乙评委、丙评委", items="教学设计 20、课堂教学 70、教学反思 10",
    )  # fmt: skip
    science = story.contest(
        activity, title="理科组", entries=["钱学文"], judges=3, drop_high=0, drop_low=0
    )
    form = story.page(f"/activities/competitor/{competitor(arts, '赵明').pk}/mark/")
    assert "甲评委·教学设计" in form and "丙评委·教学反思" in form
    arts = judged(
        story,
        arts,
        {"赵明": [18, 60, 9, 17, 62, 9, 19, 61, 8], "华小梅": [16, 65, 8, 16, 63, 8, 17, 62, 8]},
    )
    judged(story, science, {"钱学文": [90, 91, 92]})
    # 87+88+88 and 89+87+87: level at 87.67, and the main item decides: 61.00 against 63.33
    assert (competitor(arts, "华小梅").rank, competitor(arts, "赵明").rank) == (1, 2)
    assert dict(item_means(competitor(arts, "华小梅")))["课堂教学"] == Decimal("63.33")
    story.post(arts, "nominate", {"names": ["华小梅"], "to": "第五届省高校青年教师教学竞赛"})
    story.hold(activity)
    story.recorded(activity, BOOK)
    assert story.figures("contest", "contest.person_times", "items", "nominees") == (1, 3, 2, 1)
    page = story.page(arts, cast.zhao)
    for words in (
        "甲评委、乙评委、丙评委",
        "课堂教学 63.33",
        "87.67",
        "华小梅（第五届省高校青年教师教学竞赛）",
    ):
        assert words in page
    book = story.paper("contest-results", arts)
    assert "推荐华小梅参加第五届省高校青年教师教学竞赛" in book and "教学设计 16.33" in book
    assert "第二届青年教师教学竞赛" in story.page("/activities/series/")
    assert "开展劳动竞赛和技能比武1场，2个项目，参加3人次" in story.summary()


@pytest.mark.req("R-128")
@pytest.mark.parametrize("item", ["简笔画", "板书", "普通话"])
def test_a_basic_skill_of_the_month(story, cast, item):
    story.plan(f"{item}比赛")
    activity = story.open(f"{item}比赛", "contest")
    story.join(activity, cast.zhao, cast.hua)
    made = story.contest(activity, title=item, entries=["赵明", "华小梅"], judges=5)
    made = judged(story, made, {"赵明": [90, 80, 85, 86, 84], "华小梅": [70, 95, 88, 87, 86]})
    story.hold(activity)
    story.recorded(activity, BOOK)
    page = story.page(made, cast.qian)
    assert "87.00" in page and "85.00" in page and competitor(made, "华小梅").rank == 1
    assert "第1名" in story.paper("contest-results", made) or "1" in story.paper(
        "contest-results", made
    )


@pytest.mark.req("R-133")
def test_women_s_teaching_and_skills_in_march(story, cast):
    women = Audience.objects.create(org=cast.first, name="女职工", sex="f")
    story.plan("女教师教学比武")
    activity = story.open("女教师教学比武", "women", audience=women.pk, series="三八")
    assert (
        story.enter(cast.zhao).post(f"/activities/activity/{activity.pk}/sign_up/").status_code
        == 422
    )
    story.join(activity, cast.hua, cast.lin)
    made = story.contest(
        activity, title="课堂教学", entries=["华小梅", "林秀英"], judges=3, drop_high=0, drop_low=0
    )
    made = judged(story, made, {"华小梅": [90, 91, 92], "林秀英": [93, 92, 94]})
    story.hold(activity)
    story.recorded(activity, "女职工工作")
    assert "林秀英" in story.paper("contest-results", made) and "93.00" in story.page(
        made, cast.hua
    )
    assert competitor(made, "林秀英").rank == 1 and story.totals()["gatherings.women"] == 1


# --- prizes -------------------------------------------------------------------------------------------


@pytest.mark.req("R-129")
def test_labour_emulation_with_prizes_by_grade_and_a_ceremony(story, cast):
    story.plan("班组技能比武")
    activity = story.open("班组技能比武", "contest")
    story.join(activity, cast.zhao, cast.hua, cast.qian, cast.tian)
    story.contest(activity, title="钳工", form="measured", unit="个", entries=["甲班", "乙班"])
    story.hold(activity, guests=50)
    prizes = "一等奖｜赵明｜工具箱｜200\n二等奖｜华小梅｜保温杯｜100\n二等奖｜钱学文｜保温杯｜100\n三等奖｜乙班｜毛巾｜30｜10\n纪念品｜全体｜本子｜5｜40"
    with clock.at(activity.ends):
        story.post(activity, "award", {"prizes": prizes, "ceremony": "1月20日新春酒会现场颁奖"})
    story.recorded(activity, BOOK)
    names = ("prizes.first", "prizes.second", "prizes.third", "prizes", "items")
    assert story.figures(*names) == (1, 2, 10, 53, 1)
    assert "新春酒会现场颁奖" in story.page(activity, cast.zhao)
    news = story.paper("activity-news", activity)
    assert "评选出一等奖1名、二等奖2名、三等奖10名，颁奖：1月20日新春酒会现场颁奖" in news
    assert "一等奖1名、二等奖2名、三等奖10名" in story.summary()
    assert "工具箱" in story.paper("activity-prizes", activity)


# --- grades and comments ------------------------------------------------------------------------------


@pytest.mark.req("R-130", "R-137")
@pytest.mark.parametrize(
    ("title", "entry", "grades", "won", "who"),
    [
        ("观摩课评比", "华小梅：《背影》", "优、良、合格", "优", "听课人王会计"),
        ("教育科研论文评选", "华小梅：《课堂提问》", "", "一等奖", "评委周教授"),
    ],
)
def test_a_class_or_a_paper_is_read_commented_and_graded(
    story, cast, title, entry, grades, won, who
):
    """Class or paper, who sat in or judged, the comments, the grade; comments are not for everybody."""
    story.plan(title)
    activity = story.open(title, "contest")
    story.join(activity, cast.hua, cast.zhao)
    made = story.contest(
        activity, title="作品", form="measured", unit="grade", grades=grades,
        entries=[f"{entry}｜语文组｜华小梅", "赵明：《荷花》｜语文组｜赵明"],
    )  # fmt: skip
    words = f"{who}｜目标明确，板书规范\n听课人李建国｜提问再集中些"
    story.post(competitor(made, entry), "comment", {"comments": words})
    second = made.setup.grades[1]
    made = judged(story, made, {entry: [won], "赵明：《荷花》": [second]})
    assert [(c.rank, c.rank_words) for c in made.competitors.order_by("rank")] == [
        (1, won),
        (2, second),
    ]
    story.hold(activity)
    story.recorded(activity, BOOK)
    own = competitor(made, entry)
    for reader, reads in ((cast.hua, True), (cast.sun, True), (cast.qian, False)):
        page = story.page(own, reader)
        assert (
            won in page and (f"{who}的评语" in page) == reads and ("提问再集中些" in page) == reads
        )
    assert won in story.paper("contest-results", made) and won in story.page(made, cast.qian)
    assert story.figures("items") == (1,)


def test_equals_in_a_grade_share_the_place_and_the_words(cast):
    made = contest(cast, ["甲", "乙", "丙"], form="measured", unit="grade")
    contests.draw(made, by=cast.sun)
    marks = {"甲": (["二等奖"], "ok"), "乙": (["一等奖"], "ok"), "丙": (["二等奖"], "ok")}
    contests.mark_all(fresh(made), by=cast.sun, marks=marks)
    contests.finish(fresh(made), by=cast.sun)
    found = Competitor.objects.filter(contest=made).order_by("rank", "name")
    assert [(c.name, c.rank, c.rank_words) for c in found] == [
        ("乙", 1, "一等奖"),
        ("丙", 2, "二等奖"),
        ("甲", 2, "二等奖"),
    ]
    with pytest.raises(Refused, match="“特等奖”不是这个项目的等级"):
        contests.resume(fresh(made), by=cast.sun, reason="x")
        contests.mark_all(fresh(made), by=cast.sun, marks={"甲": (["特等奖"], "ok")})


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("panel", "甲、乙", "评委人数填了 5，名单里有 2 位"),
        ("items", "课堂教学", "看不懂"),
        ("items", "课堂教学 0", "看不懂"),
        ("items", "课堂教学 101", "看不懂"),
        ("grades", "优", "等级至少两个"),
        ("grades", "优、优", "等级至少两个"),
        ("scale", "九、七", "按名次写分数"),
        ("title", "项" * 41, "40"),
        ("title", "", "这个字段是必填项"),
        ("form", "五局三胜", "选择一个有效的选项"),
        ("judges", "二十一", "整数"),
    ],
)
def test_settings_that_cannot_be_are_said_and_nothing_is_lost(story, cast, field, typed, said):
    activity = opened(cast)
    given = {"title": "板书", "form": "judged", "unit": "次", "rubbers": "3"}
    given |= {"form": "measured", "unit": "grade"} if field == "grades" else {}
    answer = story.enter(cast.sun).post(
        f"/activities/activity/{activity.pk}/add_contest/", given | {field: typed}
    )
    page = answer.content.decode()
    assert answer.status_code == 422 and said in page and 'value="3"' in page
    assert not activity.contests.exists()


def test_items_are_held_to_their_most_and_all_must_be_there(cast):
    made = contest(
        cast,
        ["甲"],
        form="judged",
        judges=2,
        drop_high=0,
        drop_low=0,
        items=[["内容", 60], ["语言", 40]],
    )
    contests.draw(made, by=cast.sun)
    one = competitor(made, "甲")
    with pytest.raises(Refused, match="2 位评委各 2 项的打分，现有 3 个"):
        contests.mark(one, by=cast.sun, attempts=["50", "30", "55"])
    with pytest.raises(Refused, match="“语言”最多 40 分，甲写了 41 分"):
        contests.mark(one, by=cast.sun, attempts=["50", "30", "55", "41"])
    contests.mark(one, by=cast.sun, attempts=["60", "40", "55", "40"])
    assert item_means(competitor(made, "甲")) == [
        ("内容", Decimal("57.50")),
        ("语言", Decimal("40.00")),
    ]


@pytest.mark.parametrize("typed", ["只有一段话", "｜没有人说", "王主任｜"])
def test_a_comment_names_who_says_it(story, cast, typed):
    made = contest(cast, ["甲"], form="judged")
    there = f"/activities/competitor/{competitor(made, '甲').pk}/comment/"
    answer = story.enter(cast.sun).post(there, {"comments": typed})
    assert answer.status_code == 422 and "没有写清谁说的" in answer.content.decode()
    assert competitor(made, "甲").comments == []


# --- on to the contest above --------------------------------------------------------------------------


@pytest.mark.req("R-136")
def test_a_selection_sends_a_team_above_and_its_result_comes_back(story, cast):
    """Event, selection round, team, result; the result stands in the summary."""
    story.plan("区运动会选拔赛")
    activity = story.open("区运动会选拔赛", "sports")
    story.join(activity, cast.zhao, cast.hua, cast.qian)
    made = story.contest(
        activity, title="跳绳选拔", form="measured", entries=["赵明", "华小梅", "钱学文"]
    )
    made = judged(story, made, {"赵明": [150], "华小梅": [170], "钱学文": [120]})
    story.post(made, "nominate", {"names": ["华小梅", "赵明"], "to": "区教职工运动会"})
    story.hold(activity)
    story.recorded(activity)
    team = clubs.found(cast.first, by=cast.li, head=cast.sun, name="跳绳队", kind="team")
    with clock.at(date(2026, 4, 20)):
        given = {"contest": "区教职工运动会", "on": "2026-04-18", "level": "county", "result": "团体第一名",
                 "people": [cast.zhao.pk, cast.hua.pk], "selection": made.pk}  # fmt: skip
        story.post(team, "compete", given)
        showing = Showing.objects.get()
        assert "区运动会选拔赛：跳绳选拔" in story.page(showing, cast.qian)
        page = story.page(made, cast.qian)
        assert "区教职工运动会 团体第一名" in page and "（区教职工运动会）" in page
        record = Record.objects.get(kind="activities.showing")
        assert record.title == "区教职工运动会，团体第一名"
        assert story.figures(
            "nominees", "showings", "showings.county", "showings.person_times"
        ) == (2, 1, 1, 2)
        assert "区教职工运动会，团体第一名" in story.summary()


@pytest.mark.req("R-174")
def test_a_city_s_cooking_contest_and_the_place_of_the_team(story, cast):
    team = clubs.found(cast.first, by=cast.li, head=cast.sun, name="厨艺队", kind="team")
    with clock.at(date(2026, 6, 20)):
        story.plan("市教工厨艺大赛", 6)
        given = {"contest": "市教工厨艺大赛", "on": "2026-06-18", "level": "city", "result": "第13名",
                 "people": [cast.zhao.pk, cast.hua.pk]}  # fmt: skip
        story.post(team, "compete", given)
        assert "第13名" in story.page("/activities/showing/") and "第13名" in story.page(
            team, cast.zhao
        )
        assert story.figures("showings", "showings.city") == (1, 1)
        assert "市教工厨艺大赛，第13名" in story.page("/planning/register/?year=2026&book=文体活动")
        assert "市教工厨艺大赛，第13名" in story.summary()
        story.item.refresh_from_db()
        assert story.item.state == "done"


@pytest.mark.req("R-308")
def test_a_pupils_club_and_what_pupils_won(story, cast):
    story.post("/activities/club/", "found", {"kind": "pupils", "name": "机器人社", "head": cast.qian.pk, "founded": "2026-03-01"}, cast.li)  # fmt: skip
    club = Club.objects.get()
    assert "指导教师" in story.page(club, cast.zhao)
    answer = story.enter(cast.zhao).post(f"/activities/club/{club.pk}/join/")
    assert answer.status_code == 422 and "学生社团，由钱学文指导" in answer.content.decode()
    with clock.at(date(2026, 5, 20)):
        given = {"contest": "省青少年机器人竞赛", "on": "2026-05-16", "level": "province", "result": "一等奖",
                 "pupils": "6"}  # fmt: skip
        story.post(club, "compete", given, cast.qian)
        empty = story.enter(cast.qian).post(
            f"/activities/club/{club.pk}/compete/", given | {"pupils": ""}
        )
        assert empty.status_code == 422 and "学生参赛的填写学生人数" in empty.content.decode()
        names = ("showings", "showings.province", "showings.pupils", "showings.person_times")
        assert story.figures(*names) == (1, 1, 6, 0) and story.totals()["gatherings.persons"] == 6
        assert "6 人" in story.page(Showing.objects.get())
        text = story.summary()
        assert "学生6人次参赛" in text and "省青少年机器人竞赛，一等奖" in text


def test_only_who_has_a_place_is_put_forward(cast):
    made = contest(cast, ["甲", "乙"], form="judged")
    with pytest.raises(Refused):
        contests.nominate(made, by=cast.sun, names=["甲"], to="x")
    contests.draw(made, by=cast.sun)
    marks = {"甲": (["9"] * 5, "ok"), "乙": ((), "dns")}
    contests.mark_all(fresh(made), by=cast.sun, marks=marks)
    made = contests.finish(fresh(made), by=cast.sun)
    with pytest.raises(Refused, match="乙没有名次"):
        contests.nominate(made, by=cast.sun, names=["甲", "乙"], to="x")
    with pytest.raises(Refused, match="没有这个参赛者：丙"):
        contests.nominate(made, by=cast.sun, names=["丙"], to="x")
    with pytest.raises(NotAllowed):
        contests.nominate(made, by=cast.zhao, names=["甲"], to="x")
    contests.nominate(made, by=cast.sun, names=["甲"], to="市赛")
    assert competitor(made, "甲").nominated == "市赛" and not competitor(made, "乙").nominated
    contests.resume(fresh(made), by=cast.sun, reason="分数有误")
    assert not competitor(made, "甲").nominated


def test_a_selection_of_another_school_is_no_choice(cast, enter):
    team = clubs.found(cast.first, by=cast.li, head=cast.sun, name="队", kind="team")
    own = contest(cast, ["甲"], form="judged")
    own.org = cast.second
    with pytest.raises(Refused, match="请选择本会的比赛项目"):
        clubs.compete(team, by=cast.sun, on=date(2026, 3, 1), contest="x", level="city", people=[cast.zhao], selection=own)  # fmt: skip


# --- a quiz with prizes by lot ------------------------------------------------------------------------

QUIZ = "工会法何时通过*：1950年√、1949年\n会费按多少交*：千分之五√、百分之五"


@pytest.mark.req("R-138")
def test_a_quiz_its_answers_the_rate_and_the_draw(story, cast):
    story.plan("《工会法》知识答题")
    activity = story.open("《工会法》知识答题", "contest", questions=QUIZ)
    assert [q["right"] for q in activity.questions] == ["1950年", "千分之五"]
    right, wrong = {"q1": "1950年", "q2": "千分之五"}, {"q1": "1949年", "q2": "千分之五"}
    story.join(
        activity, cast.zhao, cast.hua, cast.qian, cast.li, cast.lin, cast.sun, cast.dang, **right
    )
    story.join(activity, cast.tian, **wrong)
    there = f"/activities/activity/{activity.pk}/sign_up/"
    answer = story.enter(cast.wang).post(there, {"q1": "1951年", "q2": "千分之五"})
    assert answer.status_code == 422
    story.hold(activity)
    story.recorded(activity, BOOK)
    with clock.at(activity.ends):
        story.post(
            activity,
            "raffle",
            {"name": "幸运奖", "count": 3, "item": "水杯", "value": "30", "all_right": "on"},
        )
    activity.refresh_from_db()
    (raffle,) = activity.raffles
    signups = {s.number: s.person for s in activity.signups.all()}
    assert len(raffle["among"]) == 7 and cast.tian not in [signups[n] for n in raffle["among"]]
    entries = {f"{signups[n].name} {signups[n].staff_no}": n for n in raffle["among"]}
    order = sorted(entries, key=lambda e: sha256(f"{raffle['seed']}\n{e}".encode()).hexdigest())
    assert raffle["won"] == [entries[e] for e in order[:3]], "anybody can compute it again"
    assert {p.person for p in Prize.objects.all()} == {signups[n] for n in raffle["won"]}
    page = story.page(activity)
    assert (
        "应参加 9 人，参加 8 人" in page
        and '<b class="big">88.8</b> %' in page
        and "语文组" in page
    )
    assert raffle["seed"] in page and "参加率88.8%" in story.paper("activity-news", activity)
    assert story.figures("contest", "contest.person_times", "prizes") == (1, 8, 3)


def quiz_held(cast, who):
    activity = opened(cast, kind="contest")
    for one in who:
        actions.sign_up(activity, by=one)
    with clock.at(activity.ends):
        return actions.finish(activity, by=cast.sun, everybody=True)


def test_nobody_wins_by_lot_twice_and_no_more_than_there_are(cast):
    activity = quiz_held(cast, crowd(cast, 6))
    with pytest.raises(Refused, match="可以抽奖的有 6 人，要抽 7 人"):
        actions.raffle(activity, by=cast.sun, name="奖", count=7)
    actions.raffle(activity, by=cast.sun, name="一等奖", count=2)
    actions.raffle(activity, by=cast.sun, name="二等奖", count=4)
    winners = list(Prize.objects.values_list("person", flat=True))
    assert len(winners) == len(set(winners)) == 6
    with pytest.raises(Refused, match="可以抽奖的有 0 人"):
        actions.raffle(activity, by=cast.sun, name="三等奖", count=1)
    assert [len(r["among"]) for r in activity.raffles] == [6, 4]


def test_prizes_by_lot_are_held_to_the_share_of_winners_too(cast):
    PolicyRow.objects.create(code="activities.prize_share", value="2/3", strength="block", source="省标准", confidence="V2")  # fmt: skip
    activity = quiz_held(cast, crowd(cast, 6))
    actions.raffle(activity, by=cast.sun, name="奖", count=4)
    with pytest.raises(Refused, match="获奖 5 人，参加 6 人，最多 4 人可以获奖"):
        actions.raffle(activity, by=cast.sun, name="奖", count=1)
    assert Prize.objects.count() == 4 and len(fresh(activity).raffles) == 1


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"count": "0"}, "大于或等于1"),
        ({"count": ""}, "必填"),
        ({"item": "现金 100 元"}, "不能发现金"),
        ({"name": "奖" * 41}, "40"),
        ({"count": "99"}, "可以抽奖的有 1 人，要抽 99 人"),
    ],
)
def test_a_draw_that_cannot_be_is_said(story, cast, given, said):
    activity = quiz_held(cast, [cast.zhao])
    typed = {"name": "幸运奖", "count": "1", "item": "水杯"} | given
    answer = story.enter(cast.sun).post(f"/activities/activity/{activity.pk}/raffle/", typed)
    page = answer.content.decode()
    assert answer.status_code == 422 and said in page and typed["name"] in page
    assert not Prize.objects.exists()


def test_a_question_has_one_right_answer(story, cast):
    given = {"kind": "contest", "title": "答题", "starts": "2026-03-12T14:00", "ends": "2026-03-12T15:00",
             "rule": "arrival", "fund": "union", "questions": "几条：三√、四√"}  # fmt: skip
    answer = story.enter(cast.sun).post("/activities/activity/draft/", given)
    assert answer.status_code == 422 and "只能有一个正确答案" in answer.content.decode()
