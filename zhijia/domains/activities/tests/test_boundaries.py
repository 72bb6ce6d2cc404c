"""At the edge: places on several levels, family and prices, offers by the minute, money and caps to the cent,
and every figure of attendance worked out by hand (rules 3.11–3.17, 14.01–14.06)."""

from datetime import date, timedelta
from decimal import Decimal
from hashlib import sha256

import pytest

from zhijia.domains.activities import actions
from zhijia.domains.activities.actions import fixtures as contests
from zhijia.domains.activities.fixtures import ranks
from zhijia.domains.activities.jobs import pass_on
from zhijia.domains.activities.models import Activity, ActivitySettings, SignUp
from zhijia.domains.activities.turnout import turnout_of
from zhijia.kernel import clock, measures
from zhijia.kernel.actions import open_to
from zhijia.kernel.people import Group, Membership
from zhijia.kernel.policy import PolicyRow
from zhijia.kernel.records import Entry
from zhijia.kernel.refusals import NeedsReason, Refused
from zhijia.kernel.settings import save_settings
from zhijia.kernel.testing import member, person

from .contest_parts import competitor, contest, drawn, fixtures
from .parts import DAY, crowd, drafted, fresh, held, moment, of, opened, sound, states

YEAR = date(2026, 1, 1), date(2026, 12, 31)


def rule(code, value, strength="block", org=None):
    row = {"source": "省标准", "article": "第三条", "confidence": "V2", "strength": strength}
    return PolicyRow.objects.create(code=code, value=value, org=org, **row)


# --- places -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("limits", "wishes", "found"),
    [
        ({"members": 2}, [0, 0, 0], "TTW"),
        ({"members": 3, "heads": 4}, [1, 1, 0], "TTW"),
        ({"members": 3, "heads": 5}, [1, 1, 0], "TTT"),
        ({"heads": 3}, [1, 1, 0], "TWT"),
        ({"companions": 0}, [0, 1, 0], "TWT"),
        ({"companions": 2}, [2, 0, 1], "TTW"),
        ({"companions": 2, "members": 1}, [0, 2, 0], "TWW"),
        ({"members": 0}, [0, 0, 0], "WWW"),
        ({"heads": 0}, [0, 0, 0], "WWW"),
        ({}, [2, 2, 2], "TTT"),
    ],
)
def test_who_fits_at_the_edge(cast, limits, wishes, found):
    """Each wish of so much family, in turn; T has a place, W waits."""
    activity = opened(cast, limits.get("members"), limits, companions=2)
    for who, family in zip((cast.zhao, cast.qian, cast.hua), wishes, strict=True):
        actions.sign_up(activity, by=who, companions=family)
    assert "".join(s[0].upper() for s in states(activity)) == found
    sound(activity)


@pytest.mark.parametrize(
    ("full", "where"),
    [("slot", "上午会员 1/1"), ("group", "语文组会员 1/1"), ("all", "全部会员 1/1")],
)
def test_one_full_level_is_enough_and_is_named(cast, full, where):
    """Room on two levels, none on the third: no change to it, and the sentence says which."""
    sizes = {"slot": 9, "group": 9, "all": 9} | {full: 1}
    slots = [{"title": "上午", "size": sizes["slot"]}, {"title": "下午", "size": 9}]
    activity = opened(cast, sizes["all"], {"slots": slots, "groups": {cast.group: sizes["group"]}})
    morning, afternoon = activity.slots.all()
    other = Group.objects.create(org=cast.first, name="数学组")
    Membership.objects.filter(person=cast.tian).update(group=other)
    actions.sign_up(activity, by=cast.zhao, slot=morning)
    assert actions.sign_up(activity, by=cast.hua, slot=morning).state == "waiting"
    elsewhere = actions.sign_up(activity, by=cast.tian, slot=afternoon)
    assert elsewhere.state == ("waiting" if full == "all" else "taken")
    assert where in [str(q) for q in activity.quotas.select_related("slot", "group")]
    sound(activity)


@pytest.mark.parametrize(("family", "owes"), [(0, "30.55"), (1, "50.56"), (2, "70.57")])
def test_what_each_owes_to_the_cent(cast, family, owes):
    """Own price and each companion's; nothing while one waits; paid back to the cent."""
    activity = opened(
        cast, 1, companions=2, price=Decimal("30.55"), companion_price=Decimal("20.01")
    )
    mine = actions.sign_up(activity, by=cast.zhao, companions=family)
    waits = actions.sign_up(activity, by=cast.qian, companions=2)
    assert mine.owes == Decimal(owes) and waits.owes == 0
    actions.pay(mine, by=cast.sun, amount=Decimal(owes) - Decimal("0.01"))
    assert mine.owes == Decimal("0.01")
    actions.pay(mine, by=cast.sun, amount=Decimal("0.01"))
    assert mine.owes == 0
    actions.withdraw(mine, by=cast.zhao)
    gone = SignUp.objects.select_related("activity").get(pk=mine.pk)
    assert gone.owes == -Decimal(owes)
    with pytest.raises(Refused, match="退款多于收款"):
        actions.refund(gone, by=cast.sun, amount=Decimal(owes) + Decimal("0.01"))
    actions.refund(gone, by=cast.sun, amount=Decimal(owes))
    assert SignUp.objects.select_related("activity").get(pk=mine.pk).owes == 0


@pytest.mark.parametrize("deed", [actions.pay, actions.refund])
def test_nothing_is_no_payment(cast, deed):
    mine = actions.sign_up(opened(cast, 1, price=Decimal(30)), by=cast.zhao)
    actions.pay(mine, by=cast.sun, amount=Decimal(30))
    with pytest.raises(Refused, match="金额要大于零"):
        deed(mine, by=cast.sun, amount=Decimal(0))


def test_the_treasurer_reaches_what_costs_money_and_reads_no_family(cast, enter):
    dear = opened(cast, 5, price=Decimal(30), companions=1)
    free = opened(cast, 5, title="免费")
    mine = actions.sign_up(dear, by=cast.zhao, companions=1, family="女儿过敏")
    other = actions.sign_up(free, by=cast.zhao)
    client = enter(cast.wang)
    page = client.get(f"/activities/signup/{mine.pk}/")
    assert page.status_code == 200 and "女儿过敏" not in page.content.decode()
    assert client.post(f"/activities/signup/{mine.pk}/pay/", {"amount": "30"}).status_code == 302
    assert fresh(mine).paid == 30
    assert client.get(f"/activities/signup/{other.pk}/").status_code == 404
    assert "女儿过敏" in enter(cast.sun).get(f"/activities/signup/{mine.pk}/").content.decode()


# --- offers -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hours", "seconds", "state"),
    [(24, -1, "taken"), (24, 0, None), (1, -1, "taken"), (1, 0, None)],
)
def test_an_offer_stands_until_its_very_second(cast, hours, seconds, state):
    activity = opened(cast, 1, offer_hours=hours)
    first, second = (actions.sign_up(activity, by=w) for w in (cast.zhao, cast.qian))
    actions.withdraw(first, by=cast.zhao)
    until = fresh(second).offered_until
    assert until == clock.now() + timedelta(hours=hours)
    with clock.at(until + timedelta(seconds=seconds)):
        if state:
            assert actions.accept(fresh(second), by=cast.qian).state == state
            assert pass_on() == "0"
        else:
            with pytest.raises(Refused, match="确认时间已过"):
                actions.accept(fresh(second), by=cast.qian)
            assert pass_on() == "1" and fresh(second).state == "lapsed"
    sound(activity)


def test_an_offer_runs_down_the_whole_line_and_back_to_an_empty_place(cast):
    activity = opened(cast, 1)
    people = [cast.zhao, cast.qian, cast.hua, cast.tian]
    signups = [actions.sign_up(activity, by=w) for w in people]
    actions.withdraw(signups[0], by=people[0])
    for turn in range(1, 4):
        assert states(activity)[turn] == "offered"
        with clock.at(moment(turn, 10)):
            assert pass_on() == "1"
    assert states(activity) == ["cancelled", "lapsed", "lapsed", "lapsed"]
    assert activity.quotas.get().taken == 0
    with clock.at(moment(4)):
        assert actions.sign_up(activity, by=cast.hua).state == "taken", "nobody waits any more"
    sound(activity)


def test_two_places_free_at_once_are_offered_to_the_first_two(cast):
    activity = opened(cast, 2)
    for who in (cast.zhao, cast.qian, cast.hua, cast.tian, cast.li):
        actions.sign_up(activity, by=who)
    for who in (cast.zhao, cast.qian):
        actions.withdraw(of(activity, who), by=who)
    assert states(activity) == ["cancelled", "cancelled", "offered", "offered", "waiting"]
    sound(activity)


# --- fairness, computed again -----------------------------------------------------------------------


def digest(seed, who):
    return sha256(f"{seed}\n{who.name} {who.staff_no}".encode()).hexdigest()


@pytest.mark.parametrize("places", [0, 1, 4, 8, 9])
def test_the_draw_gives_the_first_of_the_digests(cast, places):
    people = crowd(cast, 8)
    activity = opened(cast, places, rule="draw", closes=moment(3))
    for who in people:
        actions.sign_up(activity, by=who)
    with clock.at(moment(3)):
        actions.close(activity, by=cast.sun)
    order = sorted(people, key=lambda who: digest(activity.seed, who))
    found = SignUp.objects.filter(activity=activity).order_by("rank").select_related("person")
    assert [s.person for s in found] == order
    assert [s.person for s in found if s.state == "taken"] == order[:places]
    assert [s.person for s in activity.signups.waiting()] == order[places:]
    sound(activity)


@pytest.mark.parametrize(("days", "first"), [(-729, "fresh"), (-732, None)])
def test_rest_counts_two_years_to_the_day(cast, days, first):
    """Who came within two years of the activity's day goes behind who did not; before it, a mere draw."""
    held(cast, [cast.zhao], days=10 + days)
    activity = opened(cast, 1, rule="rest", closes=moment(3))
    for who in (cast.zhao, cast.qian):
        actions.sign_up(activity, by=who)
    with clock.at(moment(3)):
        actions.close(activity, by=cast.sun)
    by_lot = min((cast.zhao, cast.qian), key=lambda who: digest(activity.seed, who))
    winner = SignUp.objects.get(activity=activity, state="taken")
    assert winner.person == (cast.qian if first else by_lot)
    assert ("2 年内参加过" in of(activity, cast.zhao).rank_words) == bool(first)


# --- standards at the boundary ----------------------------------------------------------------------


def outing(cast, **more):
    given = {"kind": "outing", "title": "秋游", "safety": "带队三人", "insurance": "意外险"} | more
    return drafted(cast, {"members": 40}, **given)


@pytest.mark.parametrize("strength", ["block", "reason", "warn"])
@pytest.mark.parametrize(
    ("amount", "within"), [("199.99", True), ("200.00", True), ("200.01", False)]
)
def test_the_day_s_cap_of_an_outing_to_the_cent(cast, strength, amount, within):
    """Rules 3.15: a ban refuses, a limit asks for a reason, a warning only says so."""
    rule("activities.outing_day_cap", "200", strength)
    activity = outing(cast, per_person=Decimal(amount))
    if within or strength == "warn":
        assert actions.publish(activity, by=cast.sun).state == "open"
    else:
        refusal = {"block": Refused, "reason": NeedsReason}[strength]
        with pytest.raises(refusal, match="超出春秋游每人每天标准 0.01 元"):
            actions.publish(activity, by=cast.sun)
    broken = [s for s in fresh(activity).standards if not s["within"]]
    assert bool(broken) != within


@pytest.mark.parametrize(("ends", "within"), [(moment(10, 23), True), (moment(11, 0), False)])
def test_the_same_day_ends_at_midnight(cast, ends, within):
    rule("activities.outing_same_day", "yes")
    activity = outing(cast, ends=ends)
    if within:
        assert actions.publish(activity, by=cast.sun).state == "open"
    else:
        with pytest.raises(Refused, match="须当日往返（省标准第三条）"):
            actions.publish(activity, by=cast.sun)


@pytest.mark.parametrize(("second", "within"), [("60.00", True), ("60.01", False)])
def test_films_of_one_year_and_not_of_the_next(cast, second, within):
    """Rules 3.16: what was published this year counts; drafts, other years and other schools do not."""
    rule("activities.film_year_cap", "150")
    opened(cast, kind="film", title="一", per_person=Decimal(90))
    drafted(cast, kind="film", title="草稿", per_person=Decimal(90))
    with clock.at(moment(-61)):
        opened(
            cast,
            kind="film",
            title="去年",
            per_person=Decimal(90),
            starts=moment(-61, 14),
            ends=moment(-61, 16),
        )
    gone = opened(cast, kind="film", title="取消", per_person=Decimal(50))
    actions.cancel(gone, by=cast.sun, reason="停映")
    again = drafted(cast, kind="film", title="二", per_person=Decimal(second))
    if within:
        assert actions.publish(again, by=cast.sun).state == "open"
    else:
        with pytest.raises(Refused, match="超出全年观影每人标准 0.01 元"):
            actions.publish(again, by=cast.sun)


@pytest.mark.parametrize(("budget", "within"), [("2500.00", True), ("2500.01", False)])
@pytest.mark.parametrize("factor", ["3", "2"])
def test_the_top_up_counts_what_the_union_paid_before(cast, budget, within, factor):
    """Rules 3.14: spent less what came from dues, of outings and films together, against the factor."""
    rule("activities.topup_factor", "3")
    rule("activities.topup_factor", factor, org=cast.first)
    save_settings(cast.first, ActivitySettings(dues_income=1000 if factor == "3" else 1500))
    past = actions.publish(outing(cast, title="春游", budget=Decimal(100)), by=cast.sun)
    actions.sign_up(past, by=cast.zhao)
    with clock.at(past.ends):
        actions.finish(
            past, by=cast.sun, everybody=True, spent=Decimal(800), from_dues=Decimal(300)
        )
    film = drafted(cast, kind="film", title="观影", budget=Decimal(budget))
    if within:
        assert actions.publish(film, by=cast.sun).state == "open"
    else:
        with pytest.raises(Refused, match="已用工会经费补足 500.00 元，上限 3,000.00 元"):
            actions.publish(film, by=cast.sun)


def test_the_top_up_is_asked_of_what_the_union_pays_alone(cast):
    rule("activities.topup_factor", "3")
    save_settings(cast.first, ActivitySettings(dues_income=10))
    for fund in ("dues", "school", "own"):
        dear = outing(cast, title=fund, budget=Decimal(9000), fund=fund)
        assert actions.publish(dear, by=cast.sun).state == "open"
    with pytest.raises(Refused, match="上限 30.00 元"):
        actions.publish(outing(cast, budget=Decimal("30.01")), by=cast.sun)


@pytest.mark.parametrize("share", ["2/3", "1/3", "3/10"])
@pytest.mark.parametrize("took_part", [1, 3, 9, 10])
def test_how_many_may_win(cast, share, took_part):
    """Rules 3.11, whole persons, rounded down; souvenirs are no prizes; teams count their people."""
    rule("activities.prize_share", share)
    activity = opened(cast)
    with clock.at(activity.ends):
        actions.finish(activity, by=cast.sun, guests=took_part)
        most = {"2/3": 2 * took_part // 3, "1/3": took_part // 3, "3/10": 3 * took_part // 10}[
            share
        ]
        line = {
            "team": "甲队",
            "person": None,
            "item": "毛巾",
            "value": Decimal(10),
            "souvenir": False,
        }
        souvenir = line | {"name": "纪念品", "people": took_part, "souvenir": True}
        with pytest.raises(Refused, match=f"最多 {most} 人可以获奖（省标准第三条）"):
            actions.award(activity, by=cast.sun, prizes=[line | {"name": "奖", "people": most + 1}])
        allowed = [line | {"name": "奖", "people": most}] if most else []
        actions.award(activity, by=cast.sun, prizes=[*allowed, souvenir])
    assert activity.prizes.count() == len(allowed) + 1
    totals = measures.totals(cast.first, *YEAR)
    assert totals["activities.prizes"] == most + took_part


@pytest.mark.parametrize(
    ("code", "cap", "prize"),
    [
        ("activities.prize_top_individual", 500, {"team": ""}),
        ("activities.prize_top_team", 800, {"team": "甲队"}),
        ("activities.souvenir_cap", 100, {"team": "全体", "souvenir": True}),
    ],
)
def test_a_prize_may_cost_just_its_cap(cast, code, cap, prize):
    rule(code, str(cap))
    activity = opened(cast)
    given = {"name": "奖", "people": 1, "item": "物品", "souvenir": False} | prize
    given["person"] = None if given["team"] else cast.zhao
    with clock.at(activity.ends):
        actions.finish(activity, by=cast.sun, guests=50)
        actions.award(activity, by=cast.sun, prizes=[given | {"value": Decimal(cap)}])
        with pytest.raises(Refused, match="0.01 元"):
            actions.award(
                activity, by=cast.sun, prizes=[given | {"value": Decimal(cap) + Decimal("0.01")}]
            )
    assert activity.prizes.get().value == cap


# --- attendance by hand -----------------------------------------------------------------------------


def test_every_figure_of_attendance_worked_out_by_hand(cast):
    """Three came with three of family out of five, one did not come, one stood at the door without a place;
    seven guests, ten pupils, four parents; then one check-in is taken back."""
    activity = opened(cast, 4, {"companions": 9}, companions=3, fund="union")
    for who, family in ((cast.zhao, 3), (cast.qian, 2), (cast.hua, 0), (cast.tian, 1)):
        actions.sign_up(activity, by=who, companions=family)
    with clock.at(activity.starts):
        actions.check_in(of(activity, cast.zhao), by=cast.sun, companions=2)
        actions.check_in(of(activity, cast.qian), by=cast.sun, companions=1)
        actions.check_in(of(activity, cast.hua), by=cast.sun)
        actions.check_in(of(activity, cast.tian), by=cast.sun)
        actions.uncheck(of(activity, cast.tian), by=cast.sun)
        actions.walk_in(activity, by=cast.sun, person=cast.lin)
        counts = {"pupils": 10, "relatives": 4}
        actions.finish(activity, by=cast.sun, guests=7, counts=counts, spent=Decimal("12.30"))
    heads = (1 + 2) + (1 + 1) + 1 + 1 + 7 + 10 + 4
    totals = measures.totals(cast.first, *YEAR)
    assert (
        totals["gatherings.persons"]
        == totals["gatherings.person_times"]
        == activity.person_times
        == heads
        == 28
    )
    assert totals["gatherings.people"] == 4 and totals["activities.companions"] == 3
    assert (totals["activities.pupils"], totals["activities.relatives"]) == (10, 4)
    assert totals["gatherings.spent"] == Entry.objects.get().amount == Decimal("12.30")
    whole, groups = turnout_of(activity)
    assert (whole.invited, whole.came, whole.share) == (9, 4, Decimal("44.4"))
    assert [(g.name, g.invited, g.came) for g in groups] == [("语文组", 9, 4)]
    sound(activity)


@pytest.mark.parametrize(("times", "kept"), [(None, 2), (2, 2), (3, 3), (1, None)])
def test_person_times_are_never_less_than_heads(cast, times, kept):
    activity = opened(cast, 5)
    actions.sign_up(activity, by=cast.zhao)
    with clock.at(activity.ends):
        if kept is None:
            with pytest.raises(Refused, match="人次（1）少于到场人数（2）"):
                actions.finish(activity, by=cast.sun, everybody=True, guests=1, person_times=times)
            assert fresh(activity).state == "open"
        else:
            actions.finish(activity, by=cast.sun, everybody=True, guests=1, person_times=times)
            assert activity.person_times == kept


@pytest.mark.parametrize(
    ("members", "came", "share"),
    [(9, 9, "100"), (10, 9, "90"), (1000, 899, "89.9"), (3, 2, "66.6"), (0, 0, "0")],
)
def test_a_share_is_never_rounded_up(members, came, share):
    """Of 1000 whom it was for 899 came: 89.9, and never「90% 以上」."""
    from zhijia.domains.activities.turnout import Turnout

    assert Turnout("", members, came).share == Decimal(share)


def test_who_left_since_counts_on_the_day_and_who_joined_since_does_not(cast):
    activity = opened(cast, 5)
    actions.sign_up(activity, by=cast.zhao)
    with clock.at(activity.ends):
        actions.finish(activity, by=cast.sun, everybody=True)
    with clock.at(activity.ends + 5 * DAY):
        Membership.objects.filter(person=cast.zhao).update(
            ends=activity.on + DAY, closed=clock.now()
        )
        late = person("新来", "N9")
        Membership.objects.filter(pk=member(cast.first, late).pk).update(starts=activity.on + DAY)
        whole, _groups = turnout_of(Activity.objects.get(pk=activity.pk))
    assert (whole.invited, whole.came) == (9, 1)


# --- refused with its reason ------------------------------------------------------------------------

CLOSED = {
    "publish": (lambda c: drafted(c, starts=moment(-2), ends=moment(-1)), "活动时间已经过去"),
    "approve": (lambda c: waiting(c), "起草人不能批准自己的超标准活动"),
    "close": (lambda c: opened(c, 1, rule="draw", closes=moment(3)), "按公布的规则分配名额"),
    "finish": (lambda c: opened(c, 1), "活动还没有开始"),
    "award": (lambda c: opened(c, 1), "活动还没有开始"),
    "sign_up": (lambda c: opened(c, 1, opens=moment(1)), "报名从3月3日 09:00开始"),
    "walk_in": (lambda c: opened(c, 1), "还没有到签到时间"),
}


def waiting(cast):
    rule("activities.outing_day_cap", "200", "reason")
    return actions.publish(
        outing(cast, by=cast.li, per_person=Decimal(300), over="别无他处"), by=cast.li
    )


@pytest.mark.parametrize("verb", CLOSED)
def test_a_closed_verb_says_why_before_it_is_tried(cast, verb):
    """The page's lock carries the very sentence that the refusal would."""
    make, words = CLOSED[verb]
    activity = make(cast)
    said = {o.action.name: str(o.why) for o in open_to(activity, cast.li)}
    assert words in said[verb]


# --- judges ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("points", "mean"),
    [
        (["90", "80", "85", "86", "84"], "85.00"),
        (["90", "90", "90", "80", "80"], "86.67"),
        (["9.9", "9.9", "9.9", "9.9", "9.9"], "9.90"),
        (["10", "0", "9.5", "9.4", "9.45"], "9.45"),
        (["1", "2", "2.005", "2.005", "3"], "2.00"),
        (["0", "8.11", "8.115", "8.11", "10"], "8.11"),
        (["0", "8.115", "8.115", "8.115", "10"], "8.12"),
    ],
)
def test_one_highest_and_one_lowest_are_dropped_and_halves_go_up(cast, points, mean):
    """Rules 14.01 and 14.02: of several equal extremes only one."""
    made = drawn(cast, ["甲"], form="judged")
    contests.mark(competitor(made, "甲"), by=cast.sun, attempts=points)
    contests.finish(made.__class__.objects.get(pk=made.pk), by=cast.sun)
    found = ranks.judged("甲", [Decimal(p) for p in points])
    assert found.value == Decimal(mean) and competitor(made, "甲").rank == 1


@pytest.mark.parametrize(
    ("judges", "drop", "fits"),
    [(3, 1, True), (2, 1, False), (1, 0, True), (4, 2, False), (20, 9, True), (21, 1, False)],
)
def test_there_is_a_judge_left(cast, judges, drop, fits):
    given = {"form": "judged", "judges": judges, "drop_high": drop, "drop_low": drop}
    if fits:
        assert contest(cast, **given).setup.judges == judges
    else:
        with pytest.raises(Refused, match="没有分数了|超出范围"):
            contest(cast, **given)


@pytest.mark.parametrize(
    ("marks", "places"),
    [
        ([10, 9, 8], [1, 2, 3]), ([10, 10, 8], [1, 1, 3]), ([10, 8, 8], [1, 2, 2]), ([8, 8, 8], [1, 1, 1]),
        ([10, 9, 9, 9, 1], [1, 2, 2, 2, 5]),
    ],
)  # fmt: skip
def test_equals_share_and_the_next_is_left_out(cast, marks, places):
    """Rules 14.06: 1, 1, 3."""
    names = [f"{n}号" for n in range(len(marks))]
    made = drawn(cast, names, form="measured")
    given = {name: ([str(mark)], "ok") for name, mark in zip(names, marks, strict=True)}
    contests.mark_all(made, by=cast.sun, marks=given)
    contests.finish(made.__class__.objects.get(pk=made.pk), by=cast.sun)
    assert [competitor(made, name).rank for name in names] == places


# --- byes -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [2, 3, 4, 5, 7, 8, 9, 16, 17])
def test_byes_fill_up_to_the_next_power_of_two(cast, count):
    """One match less than entries; whoever has a bye stands in the second round at once."""
    made = drawn(cast, [f"{n:02d}号" for n in range(count)])
    lines = made.lines
    size = 1 << (count - 1).bit_length()
    assert len(lines) == size and lines.count("") == size - count
    played = [f for f in fixtures(made) if f.home or f.away or f.state != "idle"]
    first = [f for f in fixtures(made, round=1) if f.state == "ready"]
    assert len(first) == count - size // 2 and len(played) >= len(first)
    assert len([f for f in fixtures(made) if f.state != "idle"]) == count - 1
