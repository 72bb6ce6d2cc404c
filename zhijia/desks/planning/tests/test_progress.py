"""Records finish plan items by themselves; what a person decided stands (R-289, R-262)."""

from datetime import date

import pytest

from zhijia.desks.planning import actions
from zhijia.desks.planning.models import Link, PlanItem
from zhijia.desks.planning.tests.parts import (
    DAY,
    amend_event,
    do,
    event,
    fresh,
    item,
    plan,
    visit,
)
from zhijia.kernel import clock, records
from zhijia.kernel.periods import Period
from zhijia.kernel.records import Record
from zhijia.kernel.refusals import Refused


def record_of(obj):
    return Record.objects.get(kind=records.kinds[type(obj)].code, source_id=obj.pk)


def rebuild():
    return list(records.rebuild())


def states():
    return list(PlanItem.objects.order_by("pk").values_list("title", "state", "attained"))


def test_a_record_with_a_like_title_finishes_the_item(cast):
    tug = item(cast, "教职工拔河比赛")
    assert (tug.state, tug.attained) == ("open", 0)
    event(cast, "举办第三届教工拔河比赛")
    assert (fresh(tug).state, tug.attained) == ("done", 1)
    link = Link.objects.get(item=tug)
    assert link.by is None and link.record.title == "举办第三届教工拔河比赛"


def test_an_unlike_title_links_nothing(cast):
    tug = item(cast, "教职工拔河比赛")
    event(cast, "教职工读书分享会")
    assert fresh(tug).state == "open" and not Link.objects.exists()


def test_words_that_every_title_has_make_nothing_alike(cast):
    tug = item(cast, "组织开展教职工拔河活动")
    event(cast, "组织开展教职工插花活动")
    assert fresh(tug).state == "open"


def test_the_right_title_in_a_far_month_links_nothing(cast):
    tug = item(cast, "教职工拔河比赛", (9, 9))
    event(cast, "教职工拔河比赛")
    assert fresh(tug).state == "open"


def test_a_record_goes_to_the_single_best_item(cast):
    of = plan(cast)
    hike, tug = item(cast, "春季登山比赛", of=of), item(cast, "教职工拔河比赛", of=of)
    event(cast, "教职工拔河比赛")
    assert (fresh(hike).state, fresh(tug).state) == ("open", "done")


def test_what_is_only_planned_finishes_nothing(cast):
    tug = item(cast, "教职工拔河比赛")
    do(
        "worklog.event.plan",
        cast.first,
        by=cast.sun,
        kind="activity",
        title="教职工拔河比赛",
        on=DAY,
    )
    assert fresh(tug).state == "open"


def test_another_school_s_record_finishes_nothing_here(cast):
    tug = item(cast, "教职工拔河比赛")
    given = {"kind": "activity", "title": "教职工拔河比赛", "on": DAY}
    do("worklog.event.log", cast.second, by=cast.zhou, **given)
    assert fresh(tug).state == "open"


def test_a_measured_item_counts_to_its_target(cast):
    round_ = item(cast, "春节走访", (1, 3), domain="care", metric="care.visits", target=2)
    visit(cast, cast.qian)
    assert (fresh(round_).state, round_.attained) == ("open", 1)
    visit(cast, cast.zhao)
    assert (fresh(round_).state, round_.attained) == ("done", 2)
    with clock.at(date(2026, 5, 1)):
        visit(cast, cast.tian, on=date(2026, 5, 1))
    assert fresh(round_).attained == 2, "a visit outside its months counts elsewhere"


def test_a_voided_record_unfinishes(cast):
    tug = item(cast)
    done = event(cast, "教职工拔河比赛")
    do("worklog.event.void", done, by=cast.sun, reason="记重了")
    assert (fresh(tug).state, tug.attained) == ("open", 0)


def test_an_amended_record_unfinishes_and_finishes_another(cast):
    of = plan(cast)
    tug, hike = item(cast, of=of), item(cast, "春季登山", of=of)
    done = event(cast, "教职工拔河比赛")
    amend_event(cast, done, title="春季登山")
    assert (fresh(tug).state, fresh(hike).state) == ("open", "done")


def test_what_was_put_off_or_called_off_stays_so_when_a_record_goes_again(cast):
    """R-289: the reason stands; a wrong entry that is voided must not wipe it out."""
    of = plan(cast)
    hike, tug = item(cast, "春季登山", of=of), item(cast, of=of)
    actions.postpone(hike, by=cast.sun, reason="下雨", month=4)
    actions.cancel(tug, by=cast.sun, reason="操场维修")
    before = states()
    for title in ("春季登山", "教职工拔河比赛"):
        wrong = event(cast, title)
        do("worklog.event.void", wrong, by=cast.sun, reason="记错了")
    assert states() == before


def test_a_link_by_hand_stands_after_a_rebuild(cast):
    tug = item(cast)
    done = event(cast, "操场上的一场较量")
    assert fresh(tug).state == "open"
    actions.link(tug, by=cast.sun, record=record_of(done))
    assert tug.state == "done"
    amend_event(cast, done, persons=20)
    rebuild()
    assert (fresh(tug).state, Link.objects.get().by) == ("done", cast.sun)


def test_a_refusal_by_hand_stands_after_a_rebuild(cast):
    tug = item(cast)
    done = event(cast, "教职工拔河比赛")
    actions.unlink(tug, by=cast.sun, record=record_of(done))
    assert tug.state == "open"
    amend_event(cast, done, persons=20)
    rebuild()
    assert fresh(tug).state == "open"


def test_decisions_by_hand_outlive_records_thrown_away(cast):
    """kernel/records: all of it can be thrown away and rebuilt."""
    of = plan(cast)
    tug, hike = item(cast, of=of), item(cast, "春季登山", of=of)
    actions.link(tug, by=cast.sun, record=record_of(event(cast, "操场上的一场较量")))
    actions.unlink(hike, by=cast.sun, record=record_of(event(cast, "春季登山")))
    before = states()
    Record.objects.all().delete()
    rebuild()
    assert states() == before


def test_only_a_record_of_this_union_can_be_linked(cast):
    tug = item(cast)
    given = {"kind": "activity", "title": "跳绳", "on": DAY}
    other = do("worklog.event.log", cast.second, by=cast.zhou, **given)
    with pytest.raises(Refused, match="不属于本会"):
        actions.link(tug, by=cast.sun, record=record_of(other))


def test_linking_through_the_page(cast, enter):
    tug, done = item(cast), event(cast, "操场上的一场较量")
    sent = {"record": record_of(done).pk}
    assert enter(cast.zhao).post(f"/planning/planitem/{tug.pk}/link/", sent).status_code == 404
    client = enter(cast.sun)
    assert client.post(f"/planning/planitem/{tug.pk}/link/", sent).status_code == 302
    assert fresh(tug).state == "done"
    page = client.get(f"/planning/planitem/{tug.pk}/").content.decode()
    assert "对应的记录（1）" in page and "操场上的一场较量" in page
    client.post(f"/planning/planitem/{tug.pk}/unlink/", sent)
    assert fresh(tug).state == "open"
    assert client.post(f"/planning/planitem/{tug.pk}/link/", {"record": 0}).status_code == 404


def test_rebuilding_from_nothing_gives_the_same_states(cast):
    of = plan(cast)
    item(cast, of=of)
    item(cast, "春季登山", (2, 4), of=of)
    item(cast, "节日走访", (1, 3), of=of, domain="care", metric="care.visits", target=2)
    event(cast, "教职工拔河比赛")
    visit(cast, cast.qian)
    visit(cast, cast.qian)
    before = states()
    assert [s for _t, s, _a in before] == ["done", "open", "done"]
    Record.objects.all().delete()
    PlanItem.objects.update(state="open", attained=0)
    rebuild()
    assert states() == before


def test_a_rebuild_mends_an_item_that_no_record_bears_out(cast):
    item(cast)
    PlanItem.objects.update(state="done", attained=1)
    Record.objects.all().delete()
    rebuild()
    assert states() == [("教职工拔河比赛", "open", 0)]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1), (1, 2, 0)])
def test_the_order_of_records_and_items_does_not_matter(cast, order):
    titles = ["教职工拔河比赛", "春季登山比赛", "教职工登山"]
    for n in order:
        event(cast, titles[n], DAY)
    of = plan(cast)
    for title in ("春季登山活动", "教职工拔河比赛", "拔河"):
        item(cast, title, of=of)
    found = set(Link.objects.values_list("item__title", "record__title"))
    Link.objects.all().delete()
    Record.objects.exclude(kind="planning.item").update(title="x")
    rebuild()
    assert set(Link.objects.values_list("item__title", "record__title")) == found
    assert found == {
        ("教职工拔河比赛", "教职工拔河比赛"), ("春季登山活动", "春季登山比赛"), ("春季登山活动", "教职工登山"),
    }  # fmt: skip


class TestClosed:
    """What is signed and filed does not change (R-262: the year is closed with its plan)."""

    @pytest.fixture
    def tug(self, cast):
        of = plan(cast)
        tug = item(cast, of=of)
        event(cast, "操场上的一场较量")
        year = date(2026, 1, 1), date(2026, 12, 31)
        Period.objects.create(
            org=cast.first, name="2026年", starts=year[0], ends=year[1], closed=clock.now()
        )
        return tug

    def test_a_late_record_is_refused_and_finishes_nothing(self, cast, tug):
        with pytest.raises(Refused, match="已经关账"):
            event(cast, "教职工拔河比赛")
        assert (
            fresh(tug).state == "open" and Record.objects.filter(kind="worklog.event").count() == 1
        )

    def test_an_item_is_not_cancelled(self, cast, tug):
        with pytest.raises(Refused, match="已经关账"):
            actions.cancel(tug, by=cast.sun, reason="x")
        assert PlanItem.objects.get().state == "open"

    def test_an_item_is_not_finished_by_a_link(self, cast, tug):
        with pytest.raises(Refused, match="已经关账"):
            actions.link(tug, by=cast.sun, record=Record.objects.get(kind="worklog.event"))
        assert PlanItem.objects.get().state == "open"

    def test_an_item_is_not_renamed(self, cast, tug):
        with pytest.raises(Refused, match="已经关账"):
            actions.amend(tug, by=cast.sun, title="别的事")
        assert PlanItem.objects.get().title == "教职工拔河比赛"

    def test_an_item_is_not_added(self, cast, tug):
        with pytest.raises(Refused, match="已经关账"):
            item(cast, "补一项", of=tug.plan)
        assert PlanItem.objects.count() == 1
