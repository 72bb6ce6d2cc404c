"""Clubs and teams: founded, joined, left, dissolved; the year's plan and money (B14; R-173, R-177)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from zhijia.domains.activities import actions
from zhijia.domains.activities.actions import club_years, clubs, gatherings, regulars
from zhijia.domains.activities.club_figures import figures_of
from zhijia.domains.activities.models import (
    Audience,
    Club,
    ClubMember,
    ClubYear,
    Gathering,
    Regular,
    Showing,
)
from zhijia.kernel import clock, measures
from zhijia.kernel.actions import Step
from zhijia.kernel.notices import Notice
from zhijia.kernel.people import Membership
from zhijia.kernel.records import Record
from zhijia.kernel.refusals import NeedsReason, NotAllowed, Refused, WrongState
from zhijia.kernel.testing import enter_as, names_of

from .club_parts import (
    agreed,
    at,
    day_of,
    friday,
    laid,
    lines,
    rebuilt_is_the_same,
    spell_of,
    table_tennis,
)
from .parts import NOW, crowd, fresh, opened

HERE = "/activities/club"


@pytest.fixture
def enter(client):
    return lambda who: enter_as(client, who)


def html(answer):
    return answer.content.decode()


def names_in(club):
    return sorted(s.person.name for s in club.memberships.present().select_related("person"))


# --- founding -------------------------------------------------------------------------------------


def test_the_chair_founds_it_and_the_head_is_its_first_member(cast):
    club = table_tennis(cast, people=())
    assert (club.state, club.head, club.founded) == ("active", cast.qian, NOW.date())
    assert names_in(club) == ["钱学文"]
    assert Notice.objects.filter(person=cast.qian, title="乒乓球协会：成立协会").exists()
    assert Step.objects.about(club).get().verb == "found"


@pytest.mark.req("R-019")
def test_an_association_hosted_by_a_college_with_members_budget_and_activities(cast, enter):
    """The union founds and agrees; host, members, budget and what was held stand on its pages."""
    sent = {"kind": "club", "name": "太极拳协会", "head": cast.qian.pk, "host": "体育学院",
            "purpose": "每周练习", "founded": "2026-03-02"}  # fmt: skip
    assert enter(cast.li).post(f"{HERE}/found/", sent).status_code == 302
    club = Club.objects.get()
    assert enter(cast.zhao).post(f"{HERE}/{club.pk}/join/").status_code == 302
    sent = {"year": 2026, "plan": "三月开班", "budget": "800"}
    assert enter(cast.qian).post(f"{HERE}/{club.pk}/draft/", sent).status_code == 302
    year = ClubYear.objects.get()
    assert enter(cast.qian).post(f"/activities/clubyear/{year.pk}/agree/").status_code == 404
    assert enter(cast.li).post(f"/activities/clubyear/{year.pk}/agree/").status_code == 302
    slot = friday(club, title="太极晨练")
    with clock.at(at(3, 6, 18)):
        day = day_of(slot, 3, 6)
        sent = {"content": "二十四式", "people": [cast.zhao.pk, cast.qian.pk], "spent": "120"}
        assert (
            enter(cast.qian).post(f"/activities/gathering/{day.pk}/hold/", sent).status_code == 302
        )
    page = html(enter(cast.hua).get(f"{HERE}/{club.pk}/"))
    for words in ("体育学院", "钱学文", "赵明", "太极晨练", "800.00"):
        assert words in page, words
    assert "体育学院" in html(enter(cast.hua).get(f"{HERE}/"))
    page = html(enter(cast.hua).get(f"/activities/clubyear/{year.pk}/"))
    assert "¥120.00" in page and "1 次，2 人次" in page
    totals = measures.totals(cast.first, date(2026, 1, 1), date(2026, 12, 31))
    assert (totals["activities.regular"], totals["activities.regular.person_times"]) == (1, 2)
    assert Record.objects.get(source_id=day.pk, kind="activities.gathering").stage == "done"
    assert rebuilt_is_the_same()


@pytest.mark.parametrize("who", ["sun", "qian", "zhou", "chen"])
def test_nobody_else_founds_one(cast, who):
    with pytest.raises(NotAllowed):
        clubs.found(cast.first, by=getattr(cast, who), name="骑行协会", head=cast.qian)
    assert not Club.objects.exists()


def test_a_name_is_taken_once_and_the_head_is_one_of_us(cast):
    table_tennis(cast)
    with pytest.raises(Refused, match="已经有一个叫“乒乓球协会”"):
        table_tennis(cast)
    with pytest.raises(Refused, match="周主席不是本会会员"):
        clubs.found(cast.first, by=cast.li, name="合唱团", head=cast.zhou)
    assert Club.objects.count() == 1 and ClubMember.objects.count() == 3


def test_the_head_and_the_committee_change_it_nobody_else(cast):
    club = table_tennis(cast)
    clubs.amend(club, by=cast.qian, name="乒乓球协会", place="二楼", welcomes=True)
    clubs.amend(club, by=cast.sun, name="乒羽协会")
    assert (fresh(club).name, fresh(club).place) == ("乒羽协会", "二楼")
    for who in (cast.zhao, cast.zhou, cast.chen):
        with pytest.raises(NotAllowed):
            clubs.amend(club, by=who, name="x")


def test_another_head_leads_the_club_and_its_slots(cast):
    club = table_tennis(cast)
    regular, year = friday(club), agreed(cast, club)
    with pytest.raises(Refused, match="已经是负责人"):
        clubs.change_head(club, by=cast.sun, head=cast.qian)
    with pytest.raises(Refused, match="不是本会会员"):
        clubs.change_head(club, by=cast.sun, head=cast.zhou)
    clubs.change_head(club, by=cast.qian, head=cast.tian)
    assert fresh(club).head == cast.tian == fresh(regular).leader
    assert names_in(club) == ["华小梅", "田老师", "赵明", "钱学文"]
    with pytest.raises(NotAllowed):
        clubs.amend(club, by=cast.qian, name="x")
    with clock.at(at(12, 2)):
        assert f"写年度总结：{year}" in lines(cast.tian, cast.first)
        assert not [t for t in lines(cast.qian, cast.first) if "总结" in t or "双周练习" in t]
        assert any("双周练习" in t for t in lines(cast.tian, cast.first))


# --- who is in it ---------------------------------------------------------------------------------


def test_a_member_joins_for_themselves_and_the_head_hears_of_it(cast):
    club = table_tennis(cast)
    clubs.join(club, by=cast.tian)
    assert names_in(club) == ["华小梅", "田老师", "赵明", "钱学文"]
    assert Notice.objects.filter(person=cast.qian, title__contains="田老师：加入").exists()
    with pytest.raises(Refused, match="您已经是乒乓球协会的成员"):
        clubs.join(club, by=cast.tian)
    for who in (cast.zhou, cast.chen):
        with pytest.raises(NotAllowed):
            clubs.join(club, by=who)
    assert club.memberships.count() == 4


def test_coming_back_after_leaving_is_a_further_spell(cast):
    club = table_tennis(cast)
    first = clubs.quit(spell_of(club, cast.zhao), by=cast.zhao)
    assert first.ends == NOW.date() and names_in(club) == ["华小梅", "钱学文"]
    with pytest.raises(Refused, match="已于3月2日退出"):
        clubs.quit(first, by=cast.zhao)
    clubs.join(club, by=cast.zhao)
    spells = club.memberships.filter(person=cast.zhao)
    assert [s.ends for s in spells] == [NOW.date(), None]
    assert names_in(club).count("赵明") == 1
    with clock.at(NOW + timedelta(days=40)):
        clubs.quit(spell_of(club, cast.zhao), by=cast.zhao)
    assert club.memberships.filter(person=cast.zhao).exclude(ends=None).count() == 2


def test_the_database_keeps_one_open_spell_a_person(cast):
    club = table_tennis(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        ClubMember.objects.create(org=club.org, club=club, person=cast.zhao, starts=NOW.date())


def test_one_leaves_oneself_and_the_head_removes_with_a_reason(cast):
    club = table_tennis(cast)
    spell = spell_of(club, cast.zhao)
    for who in (cast.hua, cast.zhou, cast.chen):
        with pytest.raises(NotAllowed):
            clubs.quit(spell, by=who)
        with pytest.raises(NotAllowed):
            clubs.remove(spell, by=who, reason="x")
    with pytest.raises(Refused, match="只能本人退出"):
        clubs.quit(spell, by=cast.sun)
    clubs.remove(spell, by=cast.qian, reason="长期不参加")
    assert names_in(club) == ["华小梅", "钱学文"]
    told = Notice.objects.get(person=cast.zhao, title__startswith="您已不在乒乓球协会")
    assert "长期不参加" in told.title
    assert Step.objects.about(spell).get(verb="remove").note == "长期不参加"


def test_the_head_hands_over_before_leaving(cast):
    club = table_tennis(cast)
    spell = spell_of(club, cast.qian)
    with pytest.raises(Refused, match="请先更换负责人"):
        clubs.quit(spell, by=cast.qian)
    with pytest.raises(Refused, match="请先更换负责人"):
        clubs.remove(spell, by=cast.sun, reason="x")


def test_the_head_enters_others_of_this_union_alone(cast):
    club = table_tennis(cast, people=())
    with pytest.raises(Refused, match="周主席不是本会会员"):
        clubs.enrol(club, by=cast.qian, people=[cast.zhao, cast.zhou])
    with pytest.raises(NotAllowed):
        clubs.enrol(club, by=cast.zhao, people=[cast.zhao])
    assert names_in(club) == ["钱学文"], "all or nobody"
    clubs.enrol(club, by=cast.sun, people=[cast.zhao, cast.hua])
    assert Notice.objects.filter(person=cast.zhao, title="您已加入乒乓球协会").exists()
    assert Notice.objects.filter(person=cast.qian, title__contains="新登记成员 2 人").exists()
    with pytest.raises(Refused, match="赵明已经是成员"):
        clubs.enrol(club, by=cast.qian, people=[cast.zhao, cast.tian])
    assert names_in(club) == ["华小梅", "赵明", "钱学文"]


def test_whoever_leaves_the_union_leaves_its_clubs(cast):
    club = table_tennis(cast)
    spell = Membership.objects.get(person=cast.zhao)
    spell.end(NOW.date())
    spell.save()
    assert names_in(club) == ["华小梅", "钱学文"]
    assert Club.objects.with_size().get().size_ == 2
    assert not club.members_on().filter(person=cast.zhao).exists()
    assert club.members_on(date(2026, 3, 1)).count() == 0, "nobody was in it before it was founded"


def test_dissolving_ends_memberships_slots_and_the_days_ahead(cast):
    club = table_tennis(cast)
    regular = friday(club)
    with clock.at(at(3, 6, 18)):
        gatherings.hold(day_of(regular, 3, 6), by=cast.qian, people=[cast.zhao])
    with clock.at(at(3, 9)):
        for who in (cast.sun, cast.qian, cast.zhou):
            with pytest.raises(NotAllowed):
                clubs.dissolve(club, by=who, reason="x")
        clubs.dissolve(club, by=cast.lin, reason="人数太少")
        club = fresh(club)
        assert (club.state, club.dissolved) == ("dissolved", date(2026, 3, 9))
        assert names_in(club) == [] and fresh(regular).state == "ended"
        assert laid(regular) == ["3-6"], "what was held stays"
        told = Notice.objects.filter(title="乒乓球协会解散（人数太少）")
        assert {n.person for n in told} == {cast.qian, cast.zhao, cast.hua}
        for act in (clubs.join, clubs.enrol, clubs.dissolve):
            more = {clubs.enrol: {"people": []}, clubs.dissolve: {"reason": "x"}}.get(act, {})
            with pytest.raises(WrongState):
                act(club, by=cast.lin, **more)
    assert rebuilt_is_the_same()


# --- whom an activity for a club admits -----------------------------------------------------------


def test_an_activity_for_a_club_admits_its_members_alone(cast):
    club = table_tennis(cast)
    wanted = actions.save_search(cast.first, by=cast.sun, name="乒协会员", club=club)
    assert wanted.words == "在职和保留会籍的会员，乒乓球协会会员"
    activity = opened(cast, 20, audience=wanted)
    assert actions.sign_up(activity, by=cast.zhao).state == "taken"
    with pytest.raises(Refused, match="面向乒协会员，田老师不在其中"):
        actions.sign_up(activity, by=cast.tian)
    with pytest.raises(NotAllowed):
        actions.sign_up(activity, by=cast.zhou)
    clubs.join(club, by=cast.tian)
    assert actions.sign_up(activity, by=cast.tian).state == "taken"
    clubs.quit(spell_of(club, cast.hua), by=cast.hua)
    with pytest.raises(Refused, match="华小梅不在其中"):
        actions.sign_up(activity, by=cast.hua)
    with clock.at(NOW + timedelta(days=3)):
        assert wanted.holds(cast.hua, NOW.date()), "the day one leaves still counts afterwards"
        assert not wanted.holds(cast.hua)


def test_the_form_of_a_search_offers_the_clubs_of_this_union(cast, enter):
    club = table_tennis(cast)
    neighbour = clubs.found(cast.second, by=cast.zhou, name="邻校合唱团", head=cast.zhou)
    client = enter(cast.sun)
    page = html(client.get("/activities/audience/save_search/"))
    assert "乒乓球协会" in page and "邻校合唱团" not in page
    sent = {"name": "乒协", "standing": "all", "club": neighbour.pk}
    assert client.post("/activities/audience/save_search/", sent).status_code == 422
    client.post("/activities/audience/save_search/", sent | {"club": club.pk})
    made = Audience.objects.get(name="乒协")
    assert made.club == club
    clubs.dissolve(club, by=cast.li, reason="x")
    kept = html(client.get(f"/activities/audience/{made.pk}/revise/"))
    assert f'value="{club.pk}" selected' in kept, "what is set stays to be seen"


# --- the year: plan, money, review ----------------------------------------------------------------


def test_a_plan_is_agreed_by_somebody_else_than_who_drafted_it(cast):
    club = table_tennis(cast)
    made = club_years.draft(club, by=cast.li, year=2026, plan="每月一赛", budget=Decimal(1000))
    assert made.state == "planned" and f"批准协会计划：{made}" in lines(cast.lin, cast.first)
    assert f"批准协会计划：{made}" not in lines(cast.li, cast.first)
    with pytest.raises(Refused, match="请另一位主席、副主席批准"):
        club_years.agree(made, by=cast.li)
    for who in (cast.sun, cast.qian, cast.zhou, cast.chen):
        with pytest.raises(NotAllowed):
            club_years.agree(made, by=who)
    club_years.agree(made, by=cast.lin)
    assert (made.state, made.agreed_by) == ("agreed", cast.lin)
    assert f"批准协会计划：{made}" not in lines(cast.lin, cast.first)


def test_one_plan_a_year_drafted_by_the_head(cast):
    club = table_tennis(cast)
    with pytest.raises(NotAllowed):
        club_years.draft(club, by=cast.zhao, year=2026, plan="x")
    club_years.draft(club, by=cast.qian, year=2026, plan="每月一赛")
    with pytest.raises(Refused, match="2026年的计划已经拟过"):
        club_years.draft(club, by=cast.sun, year=2026, plan="x")
    assert ClubYear.objects.count() == 1
    assert club_years.draft(club, by=cast.qian, year=2027, plan="x").year == 2027


def test_a_plan_sent_back_is_mended_by_who_drafted_it(cast):
    club = table_tennis(cast)
    made = club_years.draft(club, by=cast.qian, year=2026, plan="每月一赛", budget=Decimal(9000))
    club_years.send_back(made, by=cast.li, reason="预算偏高")
    assert f"修改协会计划：{made}" in lines(cast.qian, cast.first)
    with pytest.raises(WrongState):
        club_years.agree(made, by=cast.li)
    club_years.amend(made, by=cast.qian, plan="每月一赛", budget=Decimal(1000))
    assert (made.state, made.budget) == ("planned", 1000)
    club_years.agree(made, by=cast.li)
    club_years.amend(made, by=cast.qian, plan="每周一赛", budget=Decimal(2000))
    assert (fresh(made).state, fresh(made).agreed_by) == ("planned", None)


def test_the_year_is_reviewed_by_the_head_once_it_is_nearly_over(cast):
    club = table_tennis(cast)
    made = agreed(cast, club)
    with clock.at(at(11, 30)), pytest.raises(Refused, match="2026年12月起写"):
        club_years.review(made, by=cast.qian, review="早了")
    with clock.at(at(12, 1)):
        assert f"写年度总结：{made}" in lines(cast.qian, cast.first)
        with pytest.raises(NotAllowed):
            club_years.review(made, by=cast.zhao, review="x")
        club_years.review(made, by=cast.qian, review="落实了计划")
        assert (made.state, made.review) == ("reviewed", "落实了计划")
        assert not [t for t in lines(cast.qian, cast.first) if "总结" in t]


def spend(cast, regular, day, amount, **more):
    with clock.at(at(*day, 18)):
        given = {"people": [cast.zhao, cast.hua], "spent": Decimal(amount)} | more
        return gatherings.hold(day_of(regular, *day), by=cast.qian, **given)


def test_the_agreed_budget_is_not_passed_without_a_reason(cast):
    club = table_tennis(cast)
    year, regular = agreed(cast, club, 500), friday(club)
    spend(cast, regular, (3, 6), 300)
    with pytest.raises(NeedsReason, match="预算 500.00 元，已支出 300.00 元，加上这次 200.01 元"):
        spend(cast, regular, (3, 20), "200.01")
    assert day_of(regular, 3, 20).state == "planned"
    spend(cast, regular, (3, 20), 200)
    assert figures_of(year)["spent"] == 500, "to the last yuan is within it"
    over = spend(cast, regular, (4, 3), 80, over="球台维修")
    assert over.over == "球台维修"
    assert Notice.objects.filter(person=cast.li, title__contains="超预算支出：球台维修").exists()
    with clock.at(at(4, 4)):
        gatherings.amend(over, by=cast.qian, people=[cast.zhao], spent=Decimal(0), over="球台维修")
    assert fresh(over).over == "", "no reason is kept for what is within the budget"


def test_putting_right_an_amount_counts_it_once(cast):
    club = table_tennis(cast)
    agreed(cast, club, 500)
    noted = spend(cast, friday(club), (3, 6), 400)
    with clock.at(at(3, 7)):
        gatherings.amend(noted, by=cast.qian, people=[cast.zhao], spent=Decimal(500))
        with pytest.raises(NeedsReason):
            gatherings.amend(noted, by=cast.qian, people=[cast.zhao], spent=Decimal(501))
    assert fresh(noted).spent == 500


def test_without_an_agreed_plan_there_is_no_budget(cast):
    club = table_tennis(cast)
    regular = friday(club)
    made = club_years.draft(club, by=cast.qian, year=2026, plan="x", budget=Decimal(500))
    with pytest.raises(NeedsReason, match="还没有批准的计划"):
        spend(cast, regular, (3, 6), 10)
    club_years.agree(made, by=cast.li)
    other = clubs.found(cast.first, by=cast.li, name="合唱团", head=cast.qian)
    agreed(cast, other, 20)
    spend(cast, friday(other, title="合唱"), (3, 6), 20)
    spend(cast, regular, (3, 6), 500)
    assert figures_of(made)["spent"] == 500, "another club's money is its own"


def test_the_year_s_page_sets_what_came_of_it_beside_the_plan(cast, enter):
    club = table_tennis(cast, people=("zhao", "hua", "tian"))
    year, regular = agreed(cast, club, 1000), friday(club)
    spend(cast, regular, (3, 6), 300, guests=2)
    spend(cast, regular, (3, 20), 0, people=[cast.zhao, cast.wang])
    spend(cast, regular, (4, 3), 0, people=[cast.zhao])
    f = figures_of(year)
    assert (f["held"], f["times"], f["spent"]) == (3, 7, 300)
    assert f["months"] == [(3, 2, 6), (4, 1, 1)]
    assert (f["came"], f["members"], f["share"]) == (2, 4, 50), "Wang came, but is not in the club"
    page = html(enter(cast.zhao).get(f"/activities/clubyear/{year.pk}/"))
    for words in ("¥300.00", "¥1,000.00", "共 4 名成员，占 50%", "2 次，6 人次"):
        assert words in page, words


# --- standing for the school ----------------------------------------------------------------------


@pytest.mark.req("R-177")
def test_a_team_its_members_and_its_results(cast, enter):
    team = table_tennis(cast, name="教职工乒乓球队", kind="team")
    client = enter(cast.qian)
    sent = {"contest": "县教职工乒乓球赛", "on": "2026-03-01", "level": "county", "result": "团体第三名",
            "people": [cast.zhao.pk, cast.hua.pk]}  # fmt: skip
    client.post(f"{HERE}/{team.pk}/compete/", sent)
    showing = Showing.objects.get()
    page = html(enter(cast.tian).get(f"{HERE}/{team.pk}/"))
    assert "县教职工乒乓球赛" in page and "团体第三名" in page and "赵明" in page
    record = Record.objects.get(kind="activities.showing")
    assert (record.stage, record.on, record.title) == (
        "done", date(2026, 3, 1), "县教职工乒乓球赛，团体第三名")  # fmt: skip
    assert not any(name in record.title + record.public for name in names_of(cast))
    totals = measures.totals(cast.first, date(2026, 1, 1), date(2026, 12, 31))
    assert totals["activities.showings"] == 1 and totals["gatherings.people"] == 2
    given = {"on": showing.on, "contest": showing.contest, "level": "county", "people": [cast.zhao]}
    clubs.correct(showing, by=cast.qian, **given)
    totals = measures.totals(cast.first, date(2026, 1, 1), date(2026, 12, 31))
    assert totals["activities.showings.person_times"] == 1
    assert rebuilt_is_the_same()


def test_results_are_noted_afterwards_of_our_members_by_who_leads(cast):
    team = table_tennis(cast)
    given = {"contest": "县赛", "level": "county", "on": NOW.date(), "people": [cast.zhao]}
    for who in (cast.zhao, cast.zhou, cast.chen):
        with pytest.raises(NotAllowed):
            clubs.compete(team, by=who, **given)
    with pytest.raises(Refused, match="还没有到日子"):
        clubs.compete(team, by=cast.qian, **given | {"on": NOW.date() + timedelta(days=1)})
    for people in ([], [cast.zhao, cast.zhou]):
        with pytest.raises(Refused, match="请选择参赛的会员"):
            clubs.compete(team, by=cast.qian, **given | {"people": people})
    assert not Showing.objects.exists() and not Record.objects.exists()


# --- the pages ------------------------------------------------------------------------------------


def test_one_tap_joins_and_leads_back_to_the_club(cast, enter):
    club = table_tennis(cast)
    client = enter(cast.tian)
    assert f'action="{HERE}/{club.pk}/join/"' in html(client.get(f"{HERE}/{club.pk}/"))
    for _turn in range(2):
        answer = client.post(f"{HERE}/{club.pk}/join/", {"next": f"{HERE}/{club.pk}/"}, follow=True)
    assert "您已经是乒乓球协会的成员" in html(answer)
    page = html(client.get(f"{HERE}/{club.pk}/"))
    assert "您是其中一员" in page and "/join/" not in page
    assert club.memberships.filter(person=cast.tian).count() == 1
    spell = spell_of(club, cast.tian)
    client.post(f"/activities/clubmember/{spell.pk}/quit/")
    assert "/join/" in html(client.get(f"{HERE}/{club.pk}/"))


@pytest.mark.parametrize("who", ["zhou", "chen"])
def test_the_neighbour_and_the_level_above_find_nothing(cast, enter, who):
    club = table_tennis(cast)
    regular, year, spell = friday(club), agreed(cast, club), spell_of(club, cast.zhao)
    client = enter(getattr(cast, who))
    for obj in (club, regular, year, spell, day_of(regular, 3, 6)):
        there = f"/activities/{obj._meta.model_name}/{obj.pk}/"
        assert client.get(there).status_code == 404, there
        assert "乒乓球协会" not in html(client.get(f"/activities/{obj._meta.model_name}/"))
    assert client.post(f"{HERE}/{club.pk}/join/").status_code == 404
    assert club.memberships.count() == 3


def test_lists_are_searched_and_narrowed(cast, enter):
    club = table_tennis(cast)
    gone = clubs.found(cast.first, by=cast.li, name="合唱团", head=cast.hua)
    clubs.dissolve(gone, by=cast.li, reason="x")
    client = enter(cast.tian)
    found = html(client.get(f"{HERE}/?q=乒乓"))
    assert "乒乓球协会" in found and "合唱团" not in found
    assert "乒乓球协会" not in html(client.get(f"{HERE}/?state=dissolved"))
    inside = html(client.get(f"/activities/clubmember/?club={club.pk}&standing=in&q=zhao"))
    assert "赵明" in inside and "华小梅" not in inside
    left = html(client.get(f"/activities/clubmember/?club={gone.pk}&standing=out"))
    assert "华小梅" in left and "赵明" not in left
    assert "还没有年度计划" in html(client.get("/activities/clubyear/"))
    assert "本年还没有校外比赛成绩" in html(client.get("/activities/showing/"))


def count_of(client, there):
    client.get(there)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(there).status_code == 200
    return len(seen)


def test_the_pages_cost_the_same_however_many_are_in_a_club(cast, enter):
    club = table_tennis(cast)
    regular, year = friday(club), agreed(cast, club)
    client = enter(cast.qian)
    theres = [f"{HERE}/", f"{HERE}/{club.pk}/", f"/activities/clubyear/{year.pk}/",
              f"/activities/regular/{regular.pk}/", "/activities/regular/", "/activities/clubmember/",
              "/activities/gathering/", "/activities/clubyear/"]  # fmt: skip
    before = [count_of(client, there) for there in theres]
    people = crowd(cast, 60)
    clubs.enrol(club, by=cast.qian, people=people)
    for number in range(4):
        more = clubs.found(cast.first, by=cast.li, name=f"协会{number}", head=people[number])
        regulars.set_slot(more, by=cast.li, title=f"活动{number}", weekday=2, every=1, opens=regular.opens,
                          shuts=regular.shuts, first=regular.first, last=regular.last)  # fmt: skip
        club_years.draft(more, by=cast.li, year=2026, plan="x")
    spend(cast, regular, (3, 6), 0, people=people)
    after = [count_of(client, there) for there in theres]
    assert after == before
    assert max(after) <= 20
    assert Regular.objects.count() == 5 and Gathering.objects.count() > 60
