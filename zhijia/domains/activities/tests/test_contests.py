"""Contests from the entry to the prize (R-167, R-178): draw, groups, knock-out, corrections."""

import io
import re
from itertools import combinations

import pytest
from PIL import Image

from zhijia.domains.activities import actions as activity_actions
from zhijia.domains.activities.actions import fixtures as actions
from zhijia.domains.activities.contests import marking
from zhijia.domains.activities.contests.ranking import totals as team_totals
from zhijia.domains.activities.contests.setup import Setup
from zhijia.domains.activities.models import Competitor
from zhijia.kernel import clock
from zhijia.kernel.actions import Step
from zhijia.kernel.measures import totals
from zhijia.kernel.notices import Notice
from zhijia.kernel.people import Group, Membership
from zhijia.kernel.refusals import NotAllowed, Refused, WrongState
from zhijia.kernel.waiting import waiting_for

from .contest_parts import (
    beat,
    competitor,
    contest,
    drawn,
    enter,
    fixture,
    fixtures,
    fresh,
    moment,
    opened,
    play,
    ranks,
)
from .parts import NOW, crowd

ELEVEN = [f"选手{n:02d}" for n in range(1, 12)]


def in_groups(cast, people, count):
    """So many groups (工会小组), the people dealt out over them."""
    groups = [Group.objects.create(org=cast.first, name=f"{n + 1}组") for n in range(count)]
    for at, person in enumerate(people):
        Membership.objects.filter(person=person).update(group=groups[at % count])
    return groups


# --- the whole way ------------------------------------------------------------------------


@pytest.mark.req("R-167")
def test_a_badminton_contest_in_four_groups_from_sign_up_to_prize(cast):
    """全校教职工羽毛球比赛（分四组进行）: 16 of four groups, two of each group go on, prizes by place."""
    people = crowd(cast, 16)
    in_groups(cast, people, 4)
    activity = opened(cast, title="全校教职工羽毛球比赛")
    for who in people:
        activity_actions.sign_up(activity, by=who)
    made = contest(cast, activity=activity, form="groups", groups=4, through=2, third=True)
    actions.enter_signups(made, by=cast.sun)
    actions.draw(made, by=cast.sun)

    rows = list(Competitor.objects.filter(contest=made))
    pools = {name: [c for c in rows if c.pool == name] for name in "ABCD"}
    assert {len(pool) for pool in pools.values()} == {4}
    for pool in pools.values():
        assert len({c.unit for c in pool}) == 4, "those of one group are dealt out over the groups"
    assert len(fixtures(made)) == 4 * 6 + 8
    for name, pool in pools.items():
        met = {frozenset((f.home_id, f.away_id)) for f in fixtures(made, pool=name)}
        assert met == {frozenset(pair) for pair in combinations([c.pk for c in pool], 2)}

    window = [f"{activity.on}T13:00", f"{activity.on}T18:00"]
    actions.schedule(
        fresh(made), by=cast.sun, courts=["1", "2", "3", "4"], windows=[window], minutes=20
    )
    assert all(f.starts for f in fixtures(made)) and not fresh(made).said
    for one, other in combinations(fixtures(made), 2):
        if one.starts == other.starts:
            assert one.court != other.court
            sides = [s for f in (one, other) for s in (f.home_id, f.away_id) if s]
            assert len(sides) == len(set(sides))
    assert max(f.ends for f in fixtures(made) if f.pool) <= min(
        f.starts for f in fixtures(made) if not f.pool
    )

    strength = {c.name: at for at, c in enumerate(sorted(rows, key=lambda c: (c.order, c.pool)))}
    with clock.at(activity.starts):
        play(made, cast.sun, better=lambda one, other: strength[one] < strength[other])
        actions.finish(fresh(made), by=cast.sun)
    best = {name: sorted(pool, key=lambda c: strength[c.name]) for name, pool in pools.items()}
    first_round = [f for f in fixtures(made) if not f.pool][:4]
    meet = [{f.home.name, f.away.name} for f in first_round]
    for one, other in ("AB", "BA", "CD", "DC"):
        assert {best[one][0].name, best[other][1].name} in meet, "crosswise: A1 meets B2"
    found = ranks(made)
    assert found[best["A"][0].name] == (1, "冠军")
    assert sorted(rank for rank, _w in found.values()) == [
        1,
        2,
        3,
        4,
        *[5] * 4,
        *[9] * 4,
        *[13] * 4,
    ]
    assert Notice.objects.filter(person=people[0], title__contains="定名次").exists()

    with clock.at(activity.ends):
        activity_actions.finish(fresh(activity), by=cast.sun, everybody=True)
        champion = best["A"][0].people.get()
        activity_actions.award(
            fresh(activity), by=cast.sun,
            prizes=[{"name": "男子单打冠军", "person": champion, "team": "", "item": "球拍", "value": 100,
                     "people": 1, "souvenir": False}],
        )  # fmt: skip
    sums = totals(cast.first, NOW.date(), activity.on, ["gatherings.held", "activities.prizes"])
    assert (sums["gatherings.held"], sums["activities.prizes"]) == (1, 1)


@pytest.mark.req("R-178")
def test_a_friendly_round_robin_with_other_units(cast):
    """与镇供电、公安、医院各队联谊赛: outside teams, a table, the result in the record of the activity."""
    activity = opened(
        cast, kind="friendly", title="迎元旦练球联谊赛", partner="供电所、派出所、卫生院"
    )
    teams = ["学校队", "供电队", "公安队", "医院队"]
    made = drawn(cast, teams, activity=activity, title="篮球", form="round_robin",
                 sport="basketball", sets=1, teams=True)  # fmt: skip
    play(made, cast.sun, better=lambda one, other: teams.index(one) < teams.index(other))
    actions.finish(fresh(made), by=cast.sun)
    assert [ranks(made)[team] for team in teams] == [
        (n, f"第{n}名") for n in range(1, 5)
    ]  # fmt: skip


# --- entries --------------------------------------------------------------------------------------


def test_teams_out_of_the_sign_ups_one_a_group(cast):
    people = crowd(cast, 5)
    one, two = in_groups(cast, people, 2)
    Membership.objects.filter(person=people[4]).update(group=None)
    activity = opened(cast)
    for who in people:
        activity_actions.sign_up(activity, by=who)
    made = contest(cast, activity=activity, teams=True)
    actions.enter_signups(made, by=cast.sun)
    teams = {
        c.name: {p.pk for p in c.people.all()} for c in Competitor.objects.filter(contest=made)
    }
    assert teams == {
        "1组": {people[0].pk, people[2].pk}, "2组": {people[1].pk, people[3].pk}, "其他": {people[4].pk},
    }  # fmt: skip


def test_out_of_the_sign_ups_only_who_has_a_place_and_each_once(cast):
    activity = opened(cast, 2)
    for who in (cast.zhao, cast.hua, cast.qian):
        activity_actions.sign_up(activity, by=who)
    made = contest(cast, activity=activity)
    actions.enter_signups(made, by=cast.sun)
    assert {c.name for c in made.competitors.all()} == {"赵明", "华小梅"}, "who waits is not in"
    with pytest.raises(Refused, match="已经录入"):
        actions.enter_signups(made, by=cast.sun)


def test_women_alone(cast):
    activity = opened(cast)
    for who in (cast.zhao, cast.hua):
        activity_actions.sign_up(activity, by=who)
    made = contest(cast, activity=activity, title="女子单打")
    actions.enter_signups(made, by=cast.sun, sex="f")
    assert [c.name for c in made.competitors.all()] == ["华小梅"]


def test_two_of_one_name_are_told_apart(cast):
    one, other = crowd(cast, 2)
    for who in (one, other):
        who.name = "王芳"
        who.save()
    activity = opened(cast)
    for who in (one, other):
        activity_actions.sign_up(activity, by=who)
    made = contest(cast, activity=activity)
    actions.enter_signups(made, by=cast.sun)
    assert {c.name for c in made.competitors.all()} == {"王芳 C000", "王芳 C001"}


def test_a_name_written_again_is_changed_and_twice_in_one_list_refused(cast):
    made = contest(cast, ["甲队", "乙队"])
    enter(made, cast, [("甲队", "语文组", 1)])
    assert competitor(made, "甲队").unit == "语文组" and made.competitors.count() == 2
    with pytest.raises(Refused, match="重复：丙队"):
        enter(made, cast, ["丙队", "丙队"])
    assert made.competitors.count() == 2


@pytest.mark.parametrize("name", ["", "甲｜乙", "甲\n乙", "队" * 41])
def test_a_name_that_cannot_be_drawn_is_refused(cast, name):
    with pytest.raises(Refused, match="不能作队名"):
        enter(contest(cast), cast, [name])


def test_nobody_is_entered_after_the_draw_but_late_ones_in_a_contest_for_marks(cast):
    made = drawn(cast, ["甲", "乙"])
    with pytest.raises(Refused, match="已经抽签"):
        enter(made, cast, ["丙"])
    rope = drawn(cast, ["甲", "乙"], title="跳绳", form="measured", activity=made.activity)
    enter(rope, cast, ["丙"])
    assert competitor(rope, "丙").order == 3


# --- the draw -------------------------------------------------------------------------------------


def test_eleven_are_drawn_with_byes_for_the_seeds(cast):
    names = [(n, "", at if at <= 4 else None) for at, n in enumerate(ELEVEN, 1)]
    made = drawn(cast, names)
    assert len(made.lines) == 16 and made.lines.count("") == 5
    assert made.lines[0] == ELEVEN[0] and made.lines[-1] == ELEVEN[1], "1 on top, 2 at the bottom"
    assert len(fixtures(made)) == 10
    first = [f for f in fixtures(made) if f.round == 1]
    assert len(first) == 3
    playing = {name for f in first for name in (f.home.name, f.away.name)}
    assert not playing & set(ELEVEN[:4]), "byes go to the seeds"
    assert sum(f.state == "waiting" for f in fixtures(made)) + sum(
        f.state == "ready" for f in fixtures(made)
    ) == 10  # fmt: skip


def test_two_of_one_unit_are_kept_apart_until_the_final(cast):
    for turn in range(6):
        names = [("甲", "数学组", None), ("乙", "数学组", None), *(f"其他{n}" for n in range(6))]
        made = drawn(cast, names, title=f"第{turn}项", activity=opened(cast, title=f"活动{turn}"))
        at = {name: line for line, name in enumerate(made.lines)}
        assert (at["甲"] < 4) != (at["乙"] < 4)


def test_the_draw_asks_for_enough_entries(cast):
    made = contest(cast, ["甲", "乙", "丙"], form="groups", groups=2)
    with pytest.raises(Refused, match="已录入 3 个参赛者，至少要 4 个"):
        actions.draw(made, by=cast.sun)
    enter(made, cast, [("丁", "", 1), ("甲", "", 1)])
    with pytest.raises(Refused, match="种子号重复：1"):
        actions.draw(fresh(made), by=cast.sun)
    small = contest(cast, "甲乙丙丁戊", activity=made.activity, title="小组", form="groups",
                    groups=2, through=3)  # fmt: skip
    with pytest.raises(Refused, match="最小的组只有 2 个"):
        actions.draw(small, by=cast.sun)


def test_a_draw_given_up_keeps_its_seed_and_reason_and_the_next_has_another(cast):
    made = drawn(cast, ELEVEN)
    seed = made.seed
    actions.reopen(made, by=cast.li, reason="漏了两人")
    assert fresh(made).state == "entering" and not fixtures(made)
    enter(made, cast, ["选手12"])
    again = actions.draw(fresh(made), by=cast.sun)
    assert [(one["seed"], one["reason"], one["by"]) for one in again.former] == [
        (seed, "漏了两人", cast.li.name)
    ]
    assert re.fullmatch(r"[0-9a-f]{32}", again.seed) and again.seed != seed
    beat(fixtures(made, state="ready")[0], "home", cast.sun)
    with pytest.raises(Refused, match="已经登记了 1 个结果"):
        actions.reopen(fresh(made), by=cast.li, reason="再抽一次")


def test_who_has_left_before_the_draw_is_not_drawn(cast):
    made = contest(cast, ["甲", "乙", "丙"])
    actions.withdraw(competitor(made, "乙"), by=cast.sun, reason="出差")
    actions.draw(fresh(made), by=cast.sun)
    assert sorted(fresh(made).lines) == ["丙", "甲"]
    with pytest.raises(Refused, match="没有签位"):
        actions.restore(competitor(made, "乙"), by=cast.sun)


# --- timetable ------------------------------------------------------------------------------------


def test_what_does_not_fit_is_said_and_the_rest_stands(cast):
    made = drawn(cast, list("甲乙丙丁"), form="round_robin")
    day = made.activity.on
    window = [f"{day}T16:20", f"{day}T17:20"]
    actions.schedule(made, by=cast.sun, courts=["1号场"], windows=[window], minutes=20)
    made = fresh(made)
    assert sum(f.starts is not None for f in fixtures(made)) == 3
    assert made.said.startswith("还差 3 场没有场地：") and "1 块场地" in made.said
    actions.schedule(made, by=cast.sun, courts=["1号场", "2号场"], windows=[window], minutes=20)
    assert not fresh(made).said and all(f.starts for f in fixtures(made))


def test_a_person_in_two_contests_is_never_in_two_places(cast):
    activity = opened(cast)
    singles = contest(cast, activity=activity)
    doubles = contest(cast, activity=activity, title="双打", teams=True)
    people = [cast.zhao, cast.hua, cast.qian, cast.tian]
    actions.enter(singles, by=cast.sun, entries=[{"name": p.name, "people": [p]} for p in people])
    pairs = [("甲队", people[:2]), ("乙队", people[2:])]
    actions.enter(doubles, by=cast.sun, entries=[{"name": n, "people": p} for n, p in pairs])
    window = [f"{activity.on}T14:00", f"{activity.on}T17:00"]
    given = {"courts": ["1", "2", "3"], "windows": [window], "minutes": 20}
    for made in (singles, doubles):
        actions.draw(made, by=cast.sun)
        actions.schedule(made, by=cast.sun, **given)
    (double,) = fixtures(doubles)
    for match in fixtures(singles, round=1):
        assert match.ends <= double.starts or double.ends <= match.starts


def test_two_contests_share_the_courts(cast):
    activity = opened(cast)
    window = [f"{activity.on}T14:00", f"{activity.on}T15:00"]
    taken = []
    for title in ("男单", "女单"):
        made = drawn(cast, list("甲乙丙"), activity=activity, title=title)
        actions.schedule(made, by=cast.sun, courts=["1"], windows=[window], minutes=15)
        taken += [(f.court, f.starts) for f in fixtures(made)]
    assert len(taken) == len(set(taken)) == 4 and None not in {start for _court, start in taken}


def test_a_match_moved_by_hand_may_not_clash(cast):
    made = drawn(cast, list("甲乙丙丁"))
    window = [f"{made.activity.on}T14:00", f"{made.activity.on}T17:00"]
    actions.schedule(made, by=cast.sun, courts=["1", "2"], windows=[window], minutes=20)
    one, two, final = (fixture(made, n) for n in (1, 2, 3))
    with pytest.raises(Refused, match="第 1 场 和 第 2 场 同时用"):
        actions.move(two, by=cast.sun, starts=one.starts, court=one.court)
    with pytest.raises(Refused, match="须排在前面|时间重叠"):
        actions.move(final, by=cast.sun, starts=one.starts, court="3")
    assert fixture(made, 3).starts == final.starts
    later = moment(10, 16)
    actions.move(final, by=cast.sun, starts=later, court="决赛场")
    assert fixture(made, 3).starts == later and fixture(made, 3).court == "决赛场"


def test_what_is_over_stays_when_the_rest_is_planned_again(cast):
    made = drawn(cast, list("甲乙丙丁"))
    day = made.activity.on
    actions.schedule(
        made, by=cast.sun, courts=["1"], windows=[[f"{day}T14:00", f"{day}T17:00"]], minutes=20
    )
    first = fixture(made, 1)
    beat(first, "home", cast.sun)
    actions.schedule(
        fresh(made),
        by=cast.sun,
        courts=["2"],
        windows=[[f"{day}T15:00", f"{day}T18:00"]],
        minutes=30,
    )
    assert (fixture(made, 1).court, fixture(made, 1).starts) == (first.court, first.starts)
    assert {fixture(made, n).court for n in (2, 3)} == {"2"}


def test_what_was_played_before_there_was_a_timetable_gets_no_time(cast):
    made = drawn(cast, list("甲乙丙丁"))
    beat(fixture(made, 1), "home", cast.sun)
    window = [f"{made.activity.on}T14:00", f"{made.activity.on}T17:00"]
    actions.schedule(fresh(made), by=cast.sun, courts=["1"], windows=[window], minutes=20)
    assert (fixture(made, 1).court, fixture(made, 1).starts) == ("", None)
    assert fixture(made, 2).starts and fixture(made, 3).starts


# --- marks ----------------------------------------------------------------------------------------


def marks(made, by, given):
    for name, attempts in given.items():
        actions.mark(competitor(made, name), by=by, attempts=attempts)


def test_equal_marks_share_the_place_and_the_next_is_left_out(cast):
    made = drawn(cast, list("甲乙丙丁"), title="一分钟跳绳", form="measured", unit="次")
    marks(made, cast.sun, {"甲": ["150"], "乙": ["150"], "丙": ["120"]})
    with pytest.raises(Refused, match="还有 1 个没有成绩：丁"):
        actions.finish(fresh(made), by=cast.sun)
    actions.mark(competitor(made, "丁"), by=cast.sun, status="dns")
    actions.finish(fresh(made), by=cast.sun)
    assert [ranks(made)[n] for n in "甲乙丙丁"] == [
        (1, "并列第1名"), (1, "并列第1名"), (3, "第3名"), (None, "未参赛")]  # fmt: skip


def test_the_shortest_time_wins_and_is_typed_as_people_say_it(cast):
    made = drawn(cast, list("甲乙丙"), title="八百米", form="measured", unit="time")
    marks(made, cast.sun, {"甲": ["2:58.4"], "乙": ["3:01"], "丙": ["178.39"]})
    actions.finish(fresh(made), by=cast.sun)
    assert [ranks(made)[n][0] for n in "丙甲乙"] == [1, 2, 3]
    with pytest.raises(Refused, match="满 60 要进位"):
        actions.mark(competitor(drawn(cast, ["甲"], title="x", form="measured", unit="time",
                                      activity=made.activity), "甲"), by=cast.sun, attempts=["1:75"])  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "kept", "said"),
    [("62.35", "62.35", "1:02.35"), ("1:02.35", "62.35", "1:02.35"), ("3′05″", "185", "3:05"),
     ("58.4", "58.4", "58.4"), ("2分59秒", "179", "2:59"), ("x", None, ""), ("1:02.355", "62.355", "1:02.355")],
)  # fmt: skip
def test_a_time_is_read_and_written_as_people_do(typed, kept, said):
    setup = Setup(unit="time")
    assert marking.value_of(typed, setup) == kept and marking.shown(kept, setup) == said


@pytest.mark.parametrize("typed", ["快", "-3", "1e9", "NaN", "1.23456", "1:60"])
def test_what_is_no_mark_is_refused(typed):
    with pytest.raises(Refused):
        marking.value_of(typed, Setup(unit="time"))


def test_the_second_best_try_parts_equals(cast):
    made = drawn(cast, list("甲乙"), title="立定跳远", form="measured", unit="厘米", attempts=3)
    marks(made, cast.sun, {"甲": ["230", "", "221"], "乙": ["230", "225", "x"]})
    actions.finish(fresh(made), by=cast.sun)
    assert [ranks(made)[n][0] for n in "乙甲"] == [1, 2]
    again = drawn(cast, ["甲"], title="跳远", form="measured", attempts=1, activity=made.activity)
    with pytest.raises(Refused, match="最多 1 次"):
        actions.mark(competitor(again, "甲"), by=cast.sun, attempts=["1", "2"])


def photo():
    out = io.BytesIO()
    Image.new("RGB", (64, 48), "#b3261e").save(out, "JPEG")
    return out.getvalue()


@pytest.mark.req("R-172")
def test_photographs_are_shown_judged_without_the_extremes_and_placed(cast):
    """摄影比赛: entries with their pictures, five judges, highest and lowest left out, places."""
    made = contest(cast, ["《晨》", "《雪》"], title="摄影比赛", form="judged", judges=5)
    actions.show_work(competitor(made, "《晨》"), by=cast.sun, files=[("晨.jpg", photo())])
    actions.draw(fresh(made), by=cast.sun)
    marks(
        made,
        cast.sun,
        {"《晨》": ["10", "8", "8", "8", "1"], "《雪》": ["9", "8", "7.9", "7", "9"]},
    )
    actions.finish(fresh(made), by=cast.sun)
    assert [ranks(made)[n][0] for n in ("《雪》", "《晨》")] == [1, 2], "8.30 before 8.00"
    with pytest.raises(Refused, match="要有 5 位评委"):
        actions.resume(fresh(made), by=cast.sun, reason="补分")
        actions.mark(competitor(made, "《晨》"), by=cast.sun, attempts=["9", "9"])


def test_votes_place_as_well(cast):
    made = drawn(cast, ["甲作", "乙作"], title="网络投票", form="measured", unit="票")
    actions.mark_all(
        fresh(made), by=cast.sun, marks={"甲作": (["31"], "ok"), "乙作": (["205"], "ok")}
    )
    actions.finish(fresh(made), by=cast.sun)
    assert ranks(made)["乙作"][0] == 1


def test_whom_a_list_of_marks_does_not_name_keeps_what_they_have(cast):
    made = drawn(cast, ["甲", "乙"], title="跳绳", form="measured")
    marks(made, cast.sun, {"甲": ["100"]})
    actions.mark_all(fresh(made), by=cast.sun, marks={"乙": (["90"], "ok")})
    assert competitor(made, "甲").attempts == ["100"] and competitor(made, "乙").attempts == ["90"]
    with pytest.raises(Refused, match="没有这个参赛者：丙"):
        actions.mark_all(fresh(made), by=cast.sun, marks={"甲": (["1"], "ok"), "丙": (["1"], "ok")})
    assert competitor(made, "甲").attempts == ["100"]


def test_team_points_over_the_contests_of_a_day(cast):
    """9 7 6 …; equals share what their places give; a relay counts double."""
    activity = opened(cast)
    scale = [9, 7, 6, 5, 4, 3, 2, 1]
    rope = drawn(cast, [("甲", "语文组", None), ("乙", "数学组", None), ("丙", "数学组", None)],
                 activity=activity, title="跳绳", form="measured", scale=scale)  # fmt: skip
    marks(rope, cast.sun, {"甲": ["150"], "乙": ["150"], "丙": ["100"]})
    relay = drawn(cast, ["语文组", "数学组"], activity=activity, title="接力", form="measured",
                  unit="time", teams=True, scale=scale, times=2)  # fmt: skip
    marks(relay, cast.sun, {"语文组": ["60"], "数学组": ["62"]})
    for made in (rope, relay):
        actions.finish(fresh(made), by=cast.sun)
    drawn(
        cast,
        [("丁", "英语组", None)],
        activity=activity,
        title="拔河",
        form="measured",
        scale=scale,
    )
    rows = team_totals(activity.contests.prefetch_related("competitors"))
    assert [(t.team, t.points) for t in rows] == [("语文组", 26), ("数学组", 28)][::-1]


# --- who may, and when ----------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["zhao", "zhou", "chen"])
def test_a_member_a_stranger_and_the_level_above_change_nothing(cast, who):
    made, who = drawn(cast, ["甲", "乙"]), getattr(cast, who)
    rope = drawn(cast, ["甲"], title="跳绳", form="measured", activity=made.activity)
    match, before = fixture(made, 1), Step.objects.count()
    for deed in (
        lambda: actions.add_contest(made.activity, by=who, title="x", form="knockout"),
        lambda: actions.score(match, by=who, score=[[[21, 1], [21, 1]]]),
        lambda: actions.mark(competitor(rope, "甲"), by=who, attempts=["1"]),
        lambda: actions.withdraw(competitor(made, "甲"), by=who, reason="x"),
        lambda: actions.schedule(made, by=who, courts=["1"], windows=[], minutes=1),
        lambda: actions.reopen(made, by=who, reason="x"),
        lambda: actions.cancel(made, by=who, reason="x"),
    ):
        with pytest.raises(NotAllowed):
            deed()
    assert Step.objects.count() == before and fixture(made, 1).state == "ready"


def test_a_helper_at_the_door_scores_and_does_no_more(cast):
    activity = opened(cast, helpers=[cast.qian])
    made = drawn(cast, ["甲", "乙"], activity=activity)
    beat(fixture(made, 1), "甲", cast.qian)
    for deed in (actions.finish, lambda c, by: actions.cancel(c, by=by, reason="x")):
        with pytest.raises(NotAllowed):
            deed(fresh(made), by=cast.qian)


def test_wrong_states_are_refused(cast):
    made = contest(cast, ["甲", "乙"])
    with pytest.raises(WrongState):
        actions.finish(made, by=cast.sun)
    actions.draw(made, by=cast.sun)
    with pytest.raises(WrongState):
        actions.draw(made, by=cast.sun)
    with pytest.raises(WrongState):
        actions.amend(made, by=cast.sun, title="x", form="knockout")
    with pytest.raises(Refused, match="还有 1 场没有结果"):
        actions.finish(made, by=cast.sun)
    beat(fixture(made, 1), "甲", cast.sun)
    actions.finish(fresh(made), by=cast.sun)
    with pytest.raises(Refused, match="先“重新打开”"):
        beat(fixture(made, 1), "乙", cast.sun)
    actions.resume(fresh(made), by=cast.sun, reason="记反了")
    assert ranks(made)["甲"] == (None, "")
    beat(fixture(made, 1), "乙", cast.sun)
    actions.finish(fresh(made), by=cast.sun)
    assert ranks(made)["乙"] == (1, "冠军")


def test_of_a_cancelled_activity_nothing_goes_on(cast):
    made = drawn(cast, ["甲", "乙"])
    activity_actions.cancel(made.activity, by=cast.sun, reason="下雨")
    with pytest.raises(Refused, match="活动已经取消"):
        beat(fixture(made, 1), "甲", cast.sun)


def test_settings_that_cannot_be_played_are_refused(cast):
    activity = opened(cast)
    for given, words in (
        ({"sets": 4}, "局数要是单数"),
        ({"form": "judged", "judges": 2}, "没有分数了"),
        ({"groups": 0}, "“分几组”超出范围，应为 1 到 26"),
        ({"best": 2, "through": 0}, "先填每组出线"),
    ):
        with pytest.raises(Refused, match=words):
            contest(cast, activity=activity, **given)
    contest(cast, activity=activity)
    with pytest.raises(Refused, match="已有项目“男子单打”"):
        contest(cast, activity=activity)


def test_the_organiser_sees_the_next_thing_to_do(cast):
    def lines():
        return [c.title for c in waiting_for(cast.sun, cast.first) if "单打" in c.title]

    made = contest(cast, ["甲", "乙"])
    assert lines() == ["抽签：男子单打"]
    actions.draw(made, by=cast.sun)
    assert lines() == ["排赛程：男子单打"]
    window = [f"{made.activity.on}T14:00", f"{made.activity.on}T17:00"]
    actions.schedule(made, by=cast.sun, courts=["1"], windows=[window], minutes=20)
    assert lines() == []
    beat(fixture(made, 1), "甲", cast.sun)
    assert lines() == ["定名次：男子单打"]
    actions.finish(fresh(made), by=cast.sun)
    assert lines() == []
