"""A plan from draft to adoption, its items put off and called off, and its paper (R-286, R-289)."""

import io
from datetime import date

import docx
import pytest

from zhijia.desks.planning import actions
from zhijia.desks.planning.models import Plan, PlanItem
from zhijia.desks.planning.tests.parts import DAY, event, fresh, html, item, plan
from zhijia.kernel import clock
from zhijia.kernel.actions import Step, url_of
from zhijia.kernel.notices import Notice
from zhijia.kernel.people import Post
from zhijia.kernel.records import Record
from zhijia.kernel.refusals import NotAllowed, Refused, WrongState
from zhijia.kernel.testing import office


def submitted(cast):
    made = item(cast).plan
    return actions.submit(made, by=cast.sun)


def test_from_draft_to_adoption(cast):
    year = submitted(cast)
    assert year.state == "submitted"
    assert Notice.objects.get(person=cast.dang).url == url_of(year)
    actions.agree(year, by=cast.dang)
    assert (year.state, year.agreed_on) == ("agreed", DAY)
    with pytest.raises(Refused, match="不能晚于今天"):
        actions.adopt(year, by=cast.li, on=date(2026, 3, 11))
    actions.adopt(year, by=cast.li, on=DAY)
    assert (fresh(year).state, year.adopted_on) == ("adopted", DAY)
    assert [s.verb for s in Step.objects.about(year)] == ["start", "submit", "agree", "adopt"]


def test_an_empty_plan_is_not_submitted(cast):
    with pytest.raises(Refused, match="还没有计划项"):
        actions.submit(plan(cast), by=cast.sun)


def test_each_step_belongs_to_its_office(cast):
    year = submitted(cast)
    for who in (cast.li, cast.sun, cast.zhao, cast.zhou, cast.chen):
        with pytest.raises(NotAllowed):
            actions.agree(year, by=who)
    actions.agree(year, by=cast.dang)
    for who in (cast.dang, cast.sun, cast.zhao, cast.zhou, cast.chen):
        with pytest.raises(NotAllowed):
            actions.adopt(year, by=who, on=DAY)
    for who in (cast.dang, cast.wang, cast.zhao, cast.zhou, cast.chen):
        with pytest.raises(NotAllowed):
            actions.start(cast.first, by=who, year=2027)
    assert fresh(year).state == "agreed"


def test_no_step_is_jumped(cast):
    year = item(cast).plan
    for jump in (
        lambda: actions.agree(year, by=cast.dang),
        lambda: actions.adopt(year, by=cast.li, on=DAY),
    ):
        with pytest.raises(WrongState):
            jump()
    assert fresh(year).state == "draft"


def test_sent_back_with_a_reason_and_submitted_again(cast):
    year = submitted(cast)
    actions.send_back(year, by=cast.dang, reason="补上经费预算")
    assert year.state == "draft"
    assert Step.objects.about(year).last().note == "补上经费预算"
    assert Notice.objects.filter(person=cast.sun, title__contains="退回修改").exists()
    actions.submit(year, by=cast.sun)
    assert year.state == "submitted"


def test_one_plan_a_year(cast):
    plan(cast)
    with pytest.raises(Refused, match="这一年的计划已经有了"):
        plan(cast)
    assert actions.start(cast.second, by=cast.zhou, year=2026).pk


@pytest.mark.req("R-289")
def test_the_follow_up_of_a_year(cast, enter):
    """Done by a record, put off with a reason, called off with a reason: the table shows all."""
    of = plan(cast)
    for title in ("教职工拔河比赛", "春季登山", "家属联谊会", "读书分享"):
        item(cast, title, of=of)
    rows = {i.title: i for i in of.items.all()}
    client = enter(cast.sun)
    event(cast, "教职工拔河比赛")
    there = url_of(rows["春季登山"])
    assert client.post(f"{there}postpone/", {"month": 5, "reason": ""}).status_code == 422
    assert client.post(f"{there}postpone/", {"month": 5, "reason": "连日下雨"}).status_code == 302
    there = url_of(rows["家属联谊会"])
    assert client.post(f"{there}cancel/", {"reason": "场地维修"}).status_code == 302
    now = {i.title: (i.state, i.reason) for i in of.items.all()}
    assert now == {
        "教职工拔河比赛": ("done", ""), "春季登山": ("postponed", "连日下雨"),
        "家属联谊会": ("cancelled", "场地维修"), "读书分享": ("open", ""),
    }  # fmt: skip
    page = html(client.get("/planning/year/"))
    for title, word in (("教职工拔河比赛", "已办"), ("春季登山", "顺延"), ("家属联谊会", "取消")):
        assert f'{title}</a><span class="word"> {word}</span>' in page
    with clock.at(date(2026, 4, 2)):
        assert '读书分享</a><span class="word"> 逾期' in html(client.get("/planning/year/"))
    done = client.get(url_of(rows["教职工拔河比赛"]))
    source = Record.objects.get(kind="worklog.event")
    assert f'href="{source.source_url}"' in html(done)
    assert "连日下雨" in html(client.get(url_of(rows["春季登山"])))


def test_put_off_to_a_later_month_only(cast):
    tug = item(cast)
    with pytest.raises(Refused, match="应晚于原定的3月"):
        actions.postpone(tug, by=cast.sun, reason="下雨", month=3)
    actions.postpone(tug, by=cast.sun, reason="下雨", month=5)
    assert (tug.state, tug.month_from, tug.month_to, tug.reason) == ("postponed", 3, 5, "下雨")


def test_what_was_put_off_is_done_when_its_record_comes(cast):
    tug = item(cast)
    actions.postpone(tug, by=cast.sun, reason="下雨", month=5)
    with clock.at(date(2026, 5, 8)):
        event(cast, "教职工拔河比赛", date(2026, 5, 8))
    assert (fresh(tug).state, tug.reason) == ("done", "下雨")


def test_put_off_into_next_year(cast):
    tug = item(cast, owner=cast.zhao, budget=500)
    actions.postpone(tug, by=cast.sun, reason="来不及", month=4, next_year=True)
    carried = PlanItem.objects.get(year=2027)
    assert (carried.carried_from, carried.title, carried.owner) == (tug, tug.title, cast.zhao)
    assert (carried.month_from, carried.state, carried.budget) == (4, "open", 500)
    assert (tug.state, tug.reason, carried.plan.year) == ("postponed", "来不及", 2027)
    other = item(cast, "春季登山", of=tug.plan)
    actions.postpone(other, by=cast.sun, reason="来不及", month=4, next_year=True)
    assert Plan.objects.filter(year=2027).count() == 1


def test_coming_back_leaves_no_double_in_next_year(cast):
    """What was carried over and then resumed is planned once, not in both years."""
    tug = item(cast)
    actions.postpone(tug, by=cast.sun, reason="来不及", month=4, next_year=True)
    actions.resume(tug, by=cast.sun)
    actions.postpone(tug, by=cast.sun, reason="还是来不及", month=6, next_year=True)
    assert PlanItem.objects.filter(year=2027).count() == 1


def test_cancel_and_resume(cast):
    tug = item(cast)
    actions.cancel(tug, by=cast.sun, reason="场地维修")
    with pytest.raises(WrongState):
        actions.cancel(tug, by=cast.sun, reason="再次")
    actions.resume(tug, by=cast.sun)
    assert (tug.state, tug.reason) == ("open", "")
    assert [s.note for s in Step.objects.about(tug)] == ["", "场地维修", ""]


def test_amend_brings_the_links_up_to_date(cast):
    tug = item(cast, "踏青")
    event(cast, "教职工拔河比赛")
    actions.amend(tug, by=cast.sun, title="拔河比赛")
    assert fresh(tug).state == "done"
    actions.amend(tug, by=cast.sun, title="踏青")
    assert fresh(tug).state == "open"


def test_months_the_wrong_way_round_are_refused(cast):
    of = plan(cast)
    answers = []
    for months in ((5, 3), (0, 3), (3, 13)):
        with pytest.raises(Refused) as no:
            item(cast, months=months, of=of)
        answers.append(str(no.value))
    assert "月份" in answers[0] and not PlanItem.objects.exists()


def test_adding_and_amending_through_the_forms(cast, enter):
    of = plan(cast)
    client = enter(cast.sun)
    sent = {
        "title": "拔河", "month_from": 5, "month_to": 4, "domain": "activities", "target": 1,
    }  # fmt: skip
    answer = client.post(f"{url_of(of)}add_item/", sent)
    assert answer.status_code == 422 and "结束月份不能早于开始月份" in html(answer)
    answer = client.post(f"{url_of(of)}add_item/", sent | {"month_to": 6})
    made = PlanItem.objects.get()
    assert (answer.status_code, made.months) == (302, "5—6月")
    sent |= {"month_to": 7, "title": "拔河赛", "metric": "care.visits", "target": 3}
    assert client.post(f"{url_of(made)}amend/", sent).status_code == 302
    assert (fresh(made).title, made.month_to, made.metric) == ("拔河赛", 7, "care.visits")
    assert enter(cast.zhao).get(f"{url_of(made)}amend/").status_code == 404
    assert enter(cast.zhao).get(url_of(made)).status_code == 200
    assert enter(cast.zhou).get(url_of(made)).status_code == 404


def test_items_are_offered_by_last_year_and_the_calendar(cast, enter):
    before = plan(cast, 2025)
    item(cast, "老教师座谈", (10, 10), of=before)
    event(cast, "青年教师沙龙", date(2025, 6, 3), kind="study")
    of = plan(cast)
    client = enter(cast.sun)
    page = html(client.get(f"{url_of(of)}offers/"))
    for words in ("老教师座谈", "青年教师沙龙", "上年计划", "上年做过", "节日与职责"):
        assert words in page
    last = PlanItem.objects.get(year=2025)
    client.post(f"{url_of(of)}offers/", {"take": [f"p{last.pk}", "r0"]})
    assert set(of.items.values_list("title", "month_from")) == {
        ("老教师座谈", 10),
        ("青年教师沙龙", 6),
    }
    assert "老教师座谈" not in html(client.get(f"{url_of(of)}offers/"))
    client.post(f"{url_of(of)}offers/", {"take": [f"p{last.pk}"]})
    assert of.items.count() == 2
    assert enter(cast.zhao).get(f"{url_of(of)}offers/").status_code == 404


def test_this_month_and_what_was_left_behind(cast, enter):
    of = plan(cast)
    item(cast, "迎新春", (1, 1), of=of)
    item(cast, "女教师登山", (3, 3), of=of)
    item(cast, "教师节座谈", (9, 9), of=of)
    page = html(enter(cast.zhao).get("/planning/month/"))
    assert "前几月落下的" in page and "迎新春" in page and "女教师登山" in page
    assert "教师节座谈" not in page


def test_the_printed_plan_holds_chapters_and_items(cast, enter):
    of = plan(cast)
    Plan.objects.update(
        chapters=[{"title": "指导思想", "level": 1, "text": "围绕中心工作。\n服务教职工。"}]
    )
    item(cast, "教职工拔河比赛", (4, 5), of=of, owner=cast.zhao, budget="1234.5")
    gone = item(cast, "家属联谊会", of=of)
    actions.cancel(gone, by=cast.sun, reason="场地维修")
    answer = enter(cast.zhao).get(f"/paper/plan/{of.pk}.docx")
    paper = docx.Document(io.BytesIO(answer.content))
    words = [p.text for p in paper.paragraphs]
    assert (
        any("指导思想" in w for w in words)
        and "围绕中心工作。" in words
        and "服务教职工。" in words
    )
    rows = [[c.text for c in row.cells] for row in paper.tables[0].rows]
    assert ["2", "4—5月", "教职工拔河比赛", "其他", "赵明", "1,234.50", "待办"] in rows
    assert any("取消（场地维修）" in row for row in rows)
    assert enter(cast.zhou).get(f"/paper/plan/{of.pk}.docx").status_code == 404
    assert enter(cast.li).get(f"/paper/plan/{of.pk}.pdf").content.startswith(b"%PDF")


def test_who_has_left_office_edits_no_more(cast):
    office(cast.first, cast.hua, Post.COMMITTEE)
    plan(cast)
    cast.hua.appointments.update(ends=date(2026, 3, 9))
    with pytest.raises(NotAllowed):
        actions.start(cast.first, by=cast.hua, year=2027)
