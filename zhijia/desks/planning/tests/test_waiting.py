"""What the year asks of whom (R-289)."""

from datetime import date

from zhijia.desks.planning import actions
from zhijia.desks.planning.tests.parts import event, item, plan
from zhijia.kernel import clock
from zhijia.kernel.actions import url_of
from zhijia.kernel.waiting import waiting_for


def lines(person, org):
    return {w.title: w for w in waiting_for(person, org) if w.url.startswith("/planning/")}


def test_this_month_s_items_and_those_left_behind(cast):
    of = plan(cast)
    item(cast, "迎新春", (1, 1), of=of)
    item(cast, "女教师登山", (3, 4), of=of)
    item(cast, "教师节座谈", (9, 9), of=of)
    found = lines(cast.sun, cast.first)
    assert set(found) == {"迎新春", "女教师登山"}
    assert (found["迎新春"].due, found["女教师登山"].due) == (date(2026, 1, 31), date(2026, 4, 30))
    assert found["迎新春"].url == url_of(of.items.get(title="迎新春"))


def test_a_member_is_asked_only_for_their_own(cast):
    of = plan(cast)
    item(cast, "女教师登山", of=of, owner=cast.hua)
    item(cast, "教职工拔河比赛", of=of)
    assert set(lines(cast.hua, cast.first)) == {"女教师登山"}
    assert not lines(cast.zhao, cast.first)
    assert not lines(cast.zhou, cast.first)


def test_what_is_done_or_called_off_waits_no_more(cast):
    of = plan(cast)
    gone = item(cast, "女教师登山", of=of)
    item(cast, "教职工拔河比赛", of=of)
    actions.cancel(gone, by=cast.sun, reason="下雨")
    event(cast, "教职工拔河比赛")
    assert not lines(cast.sun, cast.first)


def test_what_was_put_off_waits_again_in_its_new_month(cast):
    tug = item(cast)
    actions.postpone(tug, by=cast.sun, reason="下雨", month=4)
    with clock.at(date(2026, 4, 2)):
        assert "教职工拔河比赛" in lines(cast.sun, cast.first)


def test_papers_wait_for_those_who_decide(cast):
    year = item(cast, months=(9, 9)).plan
    event(cast, "春游", date(2025, 5, 1))
    summary = actions.draft(cast.first, by=cast.sun, year=2025)
    assert not lines(cast.dang, cast.first) and not lines(cast.li, cast.first)
    actions.submit(year, by=cast.sun)
    actions.hand_in(summary, by=cast.sun)
    assert [w.button for w in lines(cast.dang, cast.first).values()] == ["同意"]
    assert [(t, w.button) for t, w in lines(cast.li, cast.first).items()] == [
        (summary.title, "签发")
    ]
    actions.agree(year, by=cast.dang)
    assert not lines(cast.dang, cast.first)
    assert {w.button for w in lines(cast.li, cast.first).values()} == {"签发", "通过"}
    assert [w.button for w in lines(cast.lin, cast.first).values()] == ["通过"]
    assert not lines(cast.zhou, cast.first) and not lines(cast.sun, cast.first)


def test_it_costs_few_questions_however_much_waits(cast, django_assert_max_num_queries):
    of = plan(cast)
    for n in range(12):
        item(cast, f"第{n}件事情", of=of, owner=cast.zhao)
    with django_assert_max_num_queries(16):
        assert len(lines(cast.sun, cast.first)) == 12
