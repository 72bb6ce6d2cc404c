"""The office and its plaque, the active, and officers' own summaries (R-004, R-011, R-020, R-021)."""

from datetime import timedelta

import pytest

from zhijia.domains.committees import actions
from zhijia.domains.committees.models import Activist, OwnSummary, Premises
from zhijia.domains.committees.tests.parts import DAY
from zhijia.kernel.actions import Step, open_to, url_of
from zhijia.kernel.notices import Notice
from zhijia.kernel.refusals import NotAllowed, Refused, WrongState
from zhijia.kernel.waiting import waiting_for

WORDS = {
    "study": "学了工会法",
    "duty": "走访三十人次",
    "integrity": "采购集体决定",
    "faults": "下组少",
}


def moved_in(cast, **more):
    given = {"room": "行政楼 203", "plaque": DAY, "chart": DAY, "archive": "档案室"} | more
    return actions.move_in(cast.first, by=cast.li, **given)


def test_the_union_has_one_office(cast, enter):
    premises = moved_in(cast)
    with pytest.raises(Refused):
        moved_in(cast)
    actions.amend_premises(premises, by=cast.lin, room="行政楼 305", plaque=DAY)
    assert [s.verb for s in Step.objects.about(premises)] == ["move_in", "amend_premises"]
    assert "行政楼 305" in enter(cast.zhao).get("/committees/officers/").content.decode()
    with pytest.raises(Refused, match="不能晚于今天"):
        actions.amend_premises(premises, by=cast.lin, room="x", plaque=DAY + timedelta(1))
    for who in (cast.zhou, cast.zhao, cast.chen, cast.sun):
        with pytest.raises(NotAllowed):
            actions.amend_premises(premises, by=who)
        with pytest.raises(NotAllowed):
            actions.add_plaque(premises, by=who)
    assert not Premises.objects.all().visible_to(cast.zhou).exists()


def chosen(cast, **more):
    given = {"person": cast.zhao, "year": 2026, "level": "school", "deeds": "热心小组工作"} | more
    return actions.choose(cast.first, by=cast.sun, **given)


@pytest.mark.req("R-011")
def test_the_active_of_a_year(cast, enter):
    client = enter(cast.sun)
    sent = {"person": cast.zhao.pk, "year": 2025, "level": "district", "deeds": "组织合唱队"}
    there = client.post("/committees/activist/choose/", sent).url
    activist = Activist.objects.get()
    assert there == url_of(activist) and str(activist) == "2025年区县级工会积极分子"
    chosen(cast, person=cast.qian)
    assert "赵明" in client.get("/committees/activist/?level=district").content.decode()
    assert Notice.objects.filter(person=cast.zhao).exists()
    assert Activist.objects.all().visible_to(cast.zhao).get() == activist  # one's own
    actions.withdraw(activist, by=cast.li, reason="登记有误")
    assert activist.state == "withdrawn"
    with pytest.raises(WrongState):
        actions.withdraw(activist, by=cast.li, reason="x")


def test_once_a_year_and_level_and_only_members(cast):
    chosen(cast)
    with pytest.raises(Refused, match="只评一次"):
        chosen(cast)
    assert chosen(cast, level="city").level == "city"
    with pytest.raises(Refused, match="那一年不是本会会员"):
        chosen(cast, person=cast.hua, year=2014)
    with pytest.raises(Refused, match="以后的年度"):
        chosen(cast, person=cast.hua, year=2027)
    for who in (cast.zhou, cast.zhao, cast.chen):
        with pytest.raises(NotAllowed):
            actions.choose(cast.first, by=who)
        with pytest.raises(NotAllowed):
            actions.withdraw(Activist.objects.first(), by=who)


@pytest.mark.req("R-020", "R-021")
def test_an_officer_sums_up_their_year_and_the_chair_reads_it(cast, enter):
    client = enter(cast.sun)
    sent = {"year": 2026, "duty": WORDS["duty"]}
    there = client.post("/committees/ownsummary/write/", sent).url
    summary = OwnSummary.objects.get()
    assert summary.post == "工会委员"
    assert enter(cast.li).get(there).status_code == 404  # a draft is the writer's
    with pytest.raises(Refused, match="还没有写：学习、廉洁自律、不足与改进"):
        actions.hand_in(summary, by=cast.sun)
    assert enter(cast.sun).post(f"{there}amend_own/", WORDS).status_code == 302
    assert enter(cast.sun).post(f"{there}hand_in/").status_code == 302
    assert "阅示孙丽华的2026年个人小结" in [w.title for w in waiting_for(cast.li, cast.first)]
    page = enter(cast.li).get(there).content.decode()
    assert "采购集体决定" in page
    assert enter(cast.li).post(f"{there}read/", {"remark": "写得实在"}).status_code == 302
    summary.refresh_from_db()
    assert (summary.state, summary.remark) == ("read", "写得实在")
    assert "写得实在" in enter(cast.sun).get(there).content.decode()
    assert [s.verb for s in Step.objects.about(summary)] == [
        "write",
        "amend_own",
        "hand_in",
        "read",
    ]


def test_nobody_writes_for_another_nor_reads_their_own(cast):
    summary = actions.write(cast.first, by=cast.sun, year=2026, **WORDS)
    for who in (cast.li, cast.lin, cast.zhou, cast.zhao, cast.chen):
        for verb in (actions.amend_own, actions.hand_in):
            with pytest.raises(NotAllowed):
                verb(summary, by=who)
    with pytest.raises(Refused, match="已经有了"):
        actions.write(cast.first, by=cast.sun, year=2026, **WORDS)
    for who in (cast.zhao, cast.zhou, cast.chen):
        with pytest.raises(NotAllowed):
            actions.write(cast.first, by=who, year=2026, duty="x")
    actions.hand_in(summary, by=cast.sun)
    with pytest.raises(WrongState):
        actions.amend_own(summary, by=cast.sun, duty="x")
    for who in (cast.lin, cast.sun, cast.zhou, cast.chen):
        with pytest.raises(NotAllowed):
            actions.read(summary, by=who, remark="x")
        assert who == cast.sun or open_to(summary, who) == []
    own = actions.write(cast.first, by=cast.li, year=2026, **WORDS)
    actions.hand_in(own, by=cast.li)
    with pytest.raises(Refused, match="不由自己阅示"):
        actions.read(own, by=cast.li, remark="好")
    assert not OwnSummary.objects.all().visible_to(cast.lin).exists()
