"""Activities beyond the game: with pupils and families, on stage, for others, year after year (chapters O, Q, R, AC).

Each requirement's own data goes in by the forms and comes out of page, paper, register and figures.
"""

from datetime import date
from decimal import Decimal

import pytest

from zhijia.domains.activities.models import Activity, Audience
from zhijia.kernel import clock
from zhijia.kernel.people import Membership
from zhijia.kernel.records import Record
from zhijia.kernel.testing import names_of
from zhijia.kernel.waiting import waiting_for

from .parts import held, opened
from .stories import Story


@pytest.fixture
def story(cast, enter):
    return Story(cast, enter)


def kept(cast, *people):
    """Retired: the membership is kept."""
    Membership.objects.filter(person__in=people).update(kept=True)
    made = Audience.objects.create(org=cast.first, name="退休会员", standing="retired")
    return made


# --- with pupils, families and neighbours -----------------------------------------------------------


@pytest.mark.req("R-168")
def test_a_sports_meeting_with_pupils_and_families(story, cast):
    story.plan("春季师生亲子运动会")
    activity = story.open("春季师生亲子运动会", "family", companions=2)
    story.join(activity, cast.zhao, cast.hua, companions=1)
    story.hold(activity, pupils=120, relatives=80, guests=3, spent="600")
    story.recorded(activity)
    assert activity.person_times == 4 + 120 + 80 + 3
    assert story.figures("pupils", "relatives", "companions", "family") == (120, 80, 2, 1)
    page = story.page(activity, cast.zhao)
    assert "120 人次" in page and "80 人次" in page and "207 人次" in page
    assert "学生参加120人次" in story.summary()


@pytest.mark.req("R-306")
def test_a_visit_to_a_hospital_with_pupils(story, cast):
    story.plan("母亲节献花", 5)
    activity = story.open(
        "母亲节献花",
        "friendly",
        "2026-05-10",
        place="市妇幼保健院",
        partner="市妇幼保健院",
        series="母亲节",
    )
    story.join(activity, cast.zhao, cast.hua)
    story.hold(activity, pupils=30)
    story.recorded(activity)
    assert (activity.person_times, *story.figures("friendly", "pupils")) == (32, 1, 30)
    page = story.page(activity)
    assert page.count("市妇幼保健院") >= 2 and "赵明、华小梅" in page
    assert "母亲节" in story.page("/activities/series/")


# --- on stage ---------------------------------------------------------------------------------------

NUMBERS = "大合唱｜语文组｜30\n诗朗诵｜赵明、华小梅\n独唱｜特邀演员｜1"


@pytest.mark.req("R-169", "R-305")
@pytest.mark.parametrize(
    ("title", "where", "partner"),
    [("新春文艺晚会", "礼堂", "党支部、团委"), ("社区文艺演出", "东门广场", "东门社区")],
)
def test_a_show_with_programme_performers_and_audience(story, cast, title, where, partner):
    story.plan(title)
    activity = story.open(title, "culture", place=where, partner=partner, programme=NUMBERS)
    story.join(activity, cast.zhao, cast.hua)
    story.hold(activity, guests=200, pupils=50, spent="1500.50")
    story.recorded(activity)
    assert story.figures("numbers", "performers", "audience", "pupils") == (3, 33, 252 - 33, 50)
    page = story.page(activity, cast.qian)
    assert "大合唱" in page and "30 人" in page and "观众 219 人次" in page
    assert where in page and partner in page
    paper = story.paper("activity-programme", activity)
    assert "诗朗诵" in paper and "赵明、华小梅" in paper
    assert "演出节目3个，33人次登台，观众219人次" in story.summary()


# --- festivals and series ---------------------------------------------------------------------------


@pytest.mark.req("R-170", "R-226", "R-227")
def test_the_festivals_of_the_year_with_activity_gift_and_spending(story, cast):
    """Double Ninth and Teachers' Day with the retired: their list, who came, the gift, the cost."""
    audience = kept(cast, cast.tian, cast.qian)
    story.plan("重阳登高赏景", 10)
    climb = story.open(
        "重阳登高赏景", "festival", "2026-10-18", series="重阳", audience=audience.pk
    )
    tea = story.open(
        "教师节茶话会", "festival", "2026-09-10", series="教师节", audience=audience.pk
    )
    answer = story.enter(cast.zhao).post(f"/activities/activity/{tea.pk}/sign_up/", {})
    assert answer.status_code == 422 and "面向退休会员" in answer.content.decode()
    for activity in (climb, tea):
        story.join(activity, cast.tian, cast.qian)
    assert "田老师" in story.paper("activity-list", tea)
    story.hold(climb, spent="400", supplies="保温杯｜2｜98.00")
    with clock.at(tea.starts):
        story.post(tea.signups.get(person=cast.tian), "check_in", {})
    story.hold(tea, everybody="", spent="120")
    story.recorded(climb)
    assert story.figures("festival", "retired", "supplies", "supplies.cost") == (2, 3, 2, 98)
    page = story.page("/activities/series/")
    rows = [row for row in page.split("<tr>") if "<b>" in row]
    double_ninth = next(r for r in rows if "<b>重阳节</b>" in r)
    for words in ("10月18日", "重阳登高赏景", "2 人次", "保温杯", "400.00"):
        assert words in double_ninth
    teachers = next(r for r in rows if "<b>教师节</b>" in r)
    assert "教师节茶话会" in teachers and "1 人次" in teachers and "120.00" in teachers
    names = [f for f in ("元旦", "春节", "三八妇女节", "劳动节", "青年节", "儿童节", "建党节", "端午节", "教师节",
             "中秋节", "国庆节", "重阳节") if f"<b>{f}</b>" in page]  # fmt: skip
    assert len(names) == 12 and page.count("还没有安排") == len(rows) - 2
    assert "400.00" not in story.page("/activities/series/", cast.zhao), "money to who organises"
    assert "邀请离退休教职工参加活动3人次" in story.summary()


@pytest.mark.req("R-182")
def test_a_culture_festival_beside_the_years_before(story, cast):
    """Its events, who came to each year's, and whether it was more than ever."""
    for days, who in ((-400, [cast.zhao]), (-760, [cast.zhao, cast.hua])):
        past = held(cast, who, "culture", days, f"第{-days}届")
        Activity.objects.filter(pk=past.pk).update(series="校园文化节")
    story.plan("校园文化节开幕式")
    first = story.open("校园文化节开幕式", "culture", series="校园文化节")
    second = story.open("学术报告会", "culture", "2026-03-13", series="校园文化节")
    for activity in (first, second):
        story.join(activity, cast.zhao)
        story.hold(activity, pupils=200)
    story.recorded(first)
    page = story.page("/activities/series/")
    row = next(r for r in page.split("<tr>") if "校园文化节</b>" in r)
    assert "校园文化节开幕式" in row and "学术报告会" in row and "402 人次" in row
    assert "2025年 1 人次、2024年 2 人次" in row and "创历年新高" in row
    last = story.page("/activities/series/?year=2025")
    assert "创历年新高" not in last and "2024年 2 人次" in last


@pytest.mark.parametrize(
    ("typed", "kept_as"), [("三八", "三八妇女节"), (" 五一 ", "劳动节"), ("读书月", "读书月")]
)
def test_a_festival_has_one_name(story, typed, kept_as):
    assert story.open("x", "other", series=typed).series == kept_as


@pytest.mark.req("R-214")
def test_a_series_for_the_eighth_of_march(story, cast):
    """Event, participants, gift and cost of each; told together."""
    story.plan("三八趣味活动")
    women = Audience.objects.create(org=cast.first, name="女职工", sex="f")
    fun = story.open("三八趣味活动", "women", "2026-03-06", series="三八", audience=women.pk)
    tea = story.open("三八座谈会", "women", "2026-03-07", series="三八", audience=women.pk)
    for activity in (fun, tea):
        story.join(activity, cast.hua, cast.lin, cast.wang)
    story.hold(fun, spent="450", supplies="丝巾｜3｜150")
    story.hold(tea, spent="90")
    story.recorded(fun, "女职工工作")
    totals = story.totals()
    assert (totals["gatherings.women"], totals["gatherings.women.person_times"]) == (2, 6)
    assert story.figures("supplies", "supplies.cost") == (3, 150)
    row = next(r for r in story.page("/activities/series/").split("<tr>") if "三八妇女节</b>" in r)
    for words in ("三八趣味活动", "三八座谈会", "6 人次", "丝巾", "540.00"):
        assert words in row
    text = story.summary()
    assert "开展女职工活动2场，参与6人次" in text and "三八座谈会" in text


@pytest.mark.req("R-218")
def test_a_session_of_women_s_education_and_who_came(story, cast):
    story.plan("女教工四自教育")
    women = Audience.objects.create(org=cast.first, name="女职工", sex="f")
    activity = story.open("女教工四自教育", "women", series="四自教育", audience=women.pk)
    story.join(activity, cast.hua, cast.lin, cast.wang)
    with clock.at(activity.starts):
        for who in (cast.hua, cast.lin):
            story.post(activity.signups.get(person=who), "check_in", {})
    story.hold(activity, everybody="")
    story.recorded(activity, "女职工工作")
    assert story.totals()["gatherings.women.person_times"] == 2
    page = story.page(activity)
    assert "应参加 4 人，参加 2 人" in page and '<b class="big">50</b> %' in page
    assert "华小梅" in story.paper("activity-sign-in", activity)


@pytest.mark.req("R-228")
def test_the_retired_with_an_old_people_s_home(story, cast):
    audience = kept(cast, cast.tian)
    story.plan("与老年公寓联谊", 5)
    activity = story.open(
        "与老年公寓联谊", "friendly", "2026-05-08", partner="夕阳红老年公寓", audience=audience.pk
    )
    story.join(activity, cast.tian)
    story.hold(activity, guests=20)
    story.recorded(activity)
    assert story.figures("friendly", "retired") == (1, 1) and activity.person_times == 21
    assert "夕阳红老年公寓" in story.page(activity) + story.paper("activity-news", activity)


# --- for others -------------------------------------------------------------------------------------


@pytest.mark.req("R-180")
@pytest.mark.parametrize("title", ["敬老院义务劳动", "义务献血"])
def test_volunteers_their_hours_and_the_place(story, cast, title):
    story.plan(title)
    activity = story.open(title, "volunteer", place="城东敬老院")
    story.join(activity, cast.zhao, cast.hua)
    story.hold(activity, guests=1, hours=9)
    story.recorded(activity)
    assert story.figures("volunteer", "hours") == (1, 9)
    page = story.page(activity, cast.qian)
    assert "城东敬老院" in page and "赵明、华小梅" in page and "9 个" in page
    text = story.summary()
    assert "志愿服务1场" in text.replace("上年", "") or "组织文体活动1场" in text
    assert "志愿服务累计9个小时" in text


@pytest.mark.req("R-181")
def test_charity_asks_for_publicity_until_it_is_done(story, cast):
    """Activity, money and posts; the organiser is called on until the first post is noted."""

    def called():
        return [c.title for c in waiting_for(cast.sun, cast.first) if "宣传" in c.title]

    story.plan("爱心义卖")
    activity = story.open("爱心义卖", "charity")
    with clock.at(activity.ends):
        assert called() == ["做好宣传：爱心义卖"]
    story.join(activity, cast.zhao)
    story.hold(activity, pupils=40, raised="3210.50", spent="100")
    with clock.at(activity.ends):
        assert "做好宣传：爱心义卖" in called()
        early = story.enter(cast.sun).post(
            f"/activities/activity/{activity.pk}/publicise/", {"publicity": "3-20｜校报｜义卖｜1"}
        )
        assert early.status_code == 422 and "还没有刊出" in early.content.decode()
        story.post(
            activity,
            "publicise",
            {"publicity": "3-12｜公众号｜爱心义卖进社区｜230人次\n3-11｜展板｜义卖预告"},
        )
        assert called() == []
    story.recorded(activity)
    assert story.figures("charity", "raised", "publicity", "readers") == (
        1,
        Decimal("3210.5"),
        2,
        230,
    )
    page = story.page(activity, cast.qian)
    assert "¥3,210.50" in page and "爱心义卖进社区" in page and "230 人次" in page, "published"
    assert "慈善公益活动筹得3,210.50元" in story.summary()


@pytest.mark.parametrize("kind", ["volunteer", "sports"])
def test_others_may_be_told_of_and_need_not(story, cast, kind):
    activity = story.open("x", kind)
    assert not [c for c in waiting_for(cast.sun, cast.first) if "宣传" in c.title]
    story.post(activity, "publicise", {"publicity": "2026-3-1｜校报｜预告｜"})
    activity.refresh_from_db()
    assert activity.publicity == [
        {"on": "2026-03-01", "channel": "校报", "title": "预告", "readers": 0}
    ]


def test_a_cancelled_charity_asks_for_nothing(story, cast):
    activity = story.open("义卖", "charity")
    story.post(activity, "cancel", {"reason": "下雨"})
    assert not [c for c in waiting_for(cast.sun, cast.first) if "宣传" in c.title]


# --- health, equipment, ideas -----------------------------------------------------------------------


@pytest.mark.req("R-183")
def test_a_health_lecture_and_the_readers_of_what_was_handed_out(story, cast):
    story.plan("春季养生讲座")
    activity = story.open("春季养生讲座", "health")
    story.join(activity, cast.zhao, cast.hua)
    story.hold(activity)
    with clock.at(activity.ends):
        story.post(activity, "publicise", {"publicity": "3-12｜健康小报｜春季养生｜45"})
    story.recorded(activity)
    assert story.figures("health", "publicity", "readers") == (1, 1, 45)
    assert "健康小报" in story.page(activity, cast.qian)
    assert "活动宣传1篇，阅读45人次" in story.summary()


@pytest.mark.req("R-216")
def test_women_s_check_in_batches_with_findings_counted_and_nobody_named(story, cast):
    story.plan("女职工妇检")
    women = Audience.objects.create(org=cast.first, name="女职工", sex="f")
    slots = "第一批｜03-12 08:00｜03-12 09:30｜1\n第二批｜03-12 10:00｜03-12 11:30｜3"
    activity = story.open("女职工妇检", "women", audience=women.pk, slots=slots, series="妇检")
    first, second = activity.slots.all()
    story.join(activity, cast.hua, slot=first.pk)
    story.join(activity, cast.lin, cast.wang, slot=second.pk)
    with clock.at(activity.starts):
        for who in (cast.hua, cast.lin):
            story.post(activity.signups.get(person=who), "check_in", {})
    story.hold(activity, everybody="", findings=1, spent="380", result="")
    story.recorded(activity, "女职工工作")
    assert story.totals()["gatherings.women.person_times"] == 2
    assert story.figures("findings", "women") == (1, 1)
    assert "第一批" in story.paper("activity-list", activity)
    assert "检查发现异常" in story.page(activity)
    assert "检查发现异常" not in story.page(activity, cast.hua), "how many is for who organises"
    record = Record.objects.get(source_id=activity.pk, kind="activities.activity")
    assert not [n for n in names_of(cast) if n in record.title + record.public]


@pytest.mark.req("R-176")
def test_equipment_bought_for_exercise(story, cast):
    """Item, number, cost; the money is spent once."""
    story.plan("补充体育器材")
    activity = story.open("补充体育器材，大课间踢毽子", "sports")
    story.join(activity, cast.zhao)
    story.hold(activity, pupils=90, spent="560", supplies="毽子｜20个｜160\n羽毛球拍｜4｜400元")
    story.recorded(activity)
    assert story.figures("supplies", "supplies.cost", "pupils") == (24, 560, 90)
    assert "毽子 20、羽毛球拍 4（共 ¥560.00）" in story.page(activity, cast.qian)
    assert "配发器材和物品24件，支出560.00元" in story.summary()


@pytest.mark.req("R-184")
def test_whose_idea_it_was(story, cast):
    story.plan("围炉夜话")
    given = {
        "idea": "请非遗传承人进校园",
        "planners": [cast.zhao.pk, cast.hua.pk],
        "partner": "市文化馆",
    }
    activity = story.open("围炉夜话", "culture", **given)
    page = story.page(activity, cast.qian)
    for words in ("请非遗传承人进校园", "华小梅、赵明", "市文化馆"):
        assert words in page
    story.join(activity, cast.qian)
    story.hold(activity)
    story.recorded(activity)
    assert story.figures("planners") == (2,)
    assert "教职工参与活动策划2人次" in story.summary()
    assert [a.title for a in Activity.objects.filter(planners=cast.zhao)] == ["围炉夜话"]


# --- figures that are not there ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("supplies", "毽子", "没有写清品名和数量"),
        ("supplies", "毽子｜很多｜3", "没有写清品名和数量"),
        ("supplies", "毽子｜0｜3", "没有写清品名和数量"),
        ("supplies", "毽子｜2｜三元", "不是金额"),
        ("supplies", "毽子｜2｜900", "多于实际支出"),
        ("hours", "-1", "大于或等于0"),
        ("pupils", "一百", "整数"),
    ],
)
def test_a_figure_that_cannot_be_is_said_and_nothing_is_lost(story, cast, field, typed, said):
    activity = story.open("x", "volunteer")
    story.join(activity, cast.zhao)
    given = {"everybody": "on", "result": "写了很久的话", "spent": "10", field: typed}
    with clock.at(activity.ends):
        answer = story.enter(cast.sun).post(f"/activities/activity/{activity.pk}/finish/", given)
    page = answer.content.decode()
    assert answer.status_code == 422 and said in page and "写了很久的话" in page and typed in page
    activity.refresh_from_db()
    assert activity.state == "open" and activity.counts == {} and activity.supplies == []


def test_figures_of_another_sort_of_activity_are_not_kept(story, cast):
    activity = story.open("x", "sports")
    story.join(activity, cast.zhao)
    story.hold(activity, hours=9, raised="5", findings=2, pupils=1)
    assert activity.counts == {"pupils": "1"}


def test_put_right_afterwards_the_figures_follow(story, cast):
    activity = story.open("x", "volunteer")
    story.join(activity, cast.zhao)
    story.hold(activity, hours=9, pupils=2)
    story.post(activity, "reopen", {"hours": "12", "guests": "", "result": "改"})
    assert story.figures("hours", "pupils") == (12, 0)
    assert story.totals()["gatherings.persons"] == 1


def test_an_idea_is_asked_of_who_planned(story, cast):
    given = {"kind": "other", "title": "x", "starts": "2026-03-12T14:00", "ends": "2026-03-12T15:00",
             "rule": "arrival", "fund": "union", "planners": [cast.zhao.pk]}  # fmt: skip
    answer = story.enter(cast.sun).post("/activities/activity/draft/", given)
    assert answer.status_code == 422 and "写下他们出的主意" in answer.content.decode()


def test_series_of_another_school_do_not_show(story, cast):
    opened(cast, title="外校看不到", series="读书月")
    page = story.page("/activities/series/", cast.zhou)
    assert "读书月" not in page and "外校看不到" not in page and str(date(2026, 3, 8).year) in page
