"""The invented school's contests: four groups of badminton, the rope, photographs; and what is on."""

import random
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from zhijia.domains.activities import actions
from zhijia.domains.activities.actions import fixtures as contests
from zhijia.domains.activities.actions.rush import admit
from zhijia.domains.activities.models import Contest
from zhijia.kernel import clock
from zhijia.kernel.people import Membership

from .pictures import picture

WORKS = ("晨读", "操场上的雪", "第一节课", "窗边", "银杏路")


def events(school, year):
    """What happens in a year: (day, turn, deed)."""
    yield date(year, 5, 22), 90, lambda: badminton(school)
    yield date(year, 10, 16), 91, lambda: games(school)
    if year == school.today.year:
        yield school.today, 92, lambda: coming(school)


def at(day, hour, minute=0):
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


def open_activity(school, title, day, people=(), **more):
    given = {"kind": "sports", "title": title, "place": "体育馆", "starts": at(day, 13), "ends": at(day, 17),
             "budget": Decimal(1200)} | more  # fmt: skip
    by = school.who["sports"]
    made = actions.publish(actions.draft(school.org, by=by, **given), by=by)
    admit(made.pk, people)
    made.refresh_from_db()
    return made


def fresh(contest):
    return Contest.objects.get(pk=contest.pk)


def end(school, activity, result, spent):
    with clock.at(activity.ends):
        actions.finish(
            activity, by=school.who["sports"], everybody=True, spent=Decimal(spent), result=result
        )


def badminton(school):
    """教职工羽毛球比赛（分四组进行）: drawn, scheduled, played to the end on one afternoon."""
    by, day, dice = school.who["sports"], clock.today(), random.Random(clock.today().year)
    people = [p for p in school.working[:60] if p.sex == "m"][:16]
    activity = open_activity(school, "教职工羽毛球比赛", day, people)
    single = contests.add_contest(
        activity, by=by, title="男子单打", form="groups", sport="badminton", sets=3, groups=4, through=2,
        third=True, scale=[9, 7, 6, 5, 4, 3, 2, 1],
    )  # fmt: skip
    contests.enter_signups(single, by=by)
    contests.draw(fresh(single), by=by)
    contests.schedule(
        fresh(single), by=by, courts=["1号场", "2号场", "3号场", "4号场"], minutes=20,
        windows=[[f"{day}T12:00", f"{day}T17:00"]],
    )  # fmt: skip
    with clock.at(activity.starts):
        play(school, single, dice)
        contests.finish(fresh(single), by=by)
    end(school, activity, "16 人分四组循环，前两名交叉淘汰，场上对手、场下朋友。", 980)


def play(school, contest, dice, most=None):
    """Score what can be played until nothing is left, or so many matches."""
    count = 0
    while ready := list(contest.fixtures.filter(state="ready").order_by("number")):
        for fixture in ready:
            if most is not None and count >= most:
                return
            contests.score(fixture, by=school.who["sports"], score=games_of(contest, dice))
            count += 1


def games_of(contest, dice):
    """Two or three games as badminton, or the best of five as table tennis, goes."""
    setup = contest.setup
    top = 21 if contest.sport == "badminton" else 11

    def rubber():
        need, won, games, better = setup.sets // 2 + 1, [0, 0], [], dice.random() < 0.5
        while need not in won:
            home = (dice.random() < 0.75) == better
            lost = dice.randint(top // 3, top - 2)
            games.append([top, lost] if home else [lost, top])
            won[not home] += 1
        return games

    return [rubber() for _rubber in range(setup.rubbers)]


def games(school):
    """教职工趣味竞赛: the rope in counts, throwing by judges, the tug of war, team points; photographs."""
    by, day, dice = school.who["sports"], clock.today(), random.Random(7)
    people = school.working[:36]
    activity = open_activity(school, "秋季教职工竞赛日", day, people, kind="sports", place="操场")
    rope = contests.add_contest(activity, by=by, title="一分钟跳绳", form="measured", unit="次",
                                scale=[9, 7, 6, 5, 4, 3, 2, 1])  # fmt: skip
    run = contests.add_contest(activity, by=by, title="60 米往返接力", form="measured", unit="time", teams=True,
                               scale=[9, 7, 6, 5, 4, 3, 2, 1], times=2)  # fmt: skip
    shots = contests.add_contest(activity, by=by, title="摄影作品", form="judged", judges=5)
    contests.enter_signups(rope, by=by)
    contests.enter_signups(run, by=by)
    entries = [{"name": f"《{work}》", "unit": group_of(p), "members": p.name, "people": [p]}
               for work, p in zip(WORKS, people[20:], strict=False)]  # fmt: skip
    contests.enter(shots, by=by, entries=entries)
    for work in shots.competitors.all():
        contests.show_work(work, by=by, files=[(f"{work.name}.jpg", picture(work.name, dice))])
    for contest in (rope, run, shots):
        contests.draw(fresh(contest), by=by)
    with clock.at(activity.starts):
        for contest in (rope, run, shots):
            mark(school, fresh(contest), dice)
            contests.finish(fresh(contest), by=by)
    end(school, activity, "个人项目和接力合计团体总分，人人有项目。", 760)


def group_of(person):
    spell = Membership.objects.filter(person=person).select_related("group").first()
    return spell.group.name if spell and spell.group else ""


def mark(school, contest, dice):
    marks = {}
    for n, one in enumerate(contest.competitors.all()):
        if contest.form == "judged":
            values = [f"{dice.randint(80, 98) / 10:.1f}" for _judge in range(5)]
        elif contest.setup.timed:
            values = [f"{dice.randint(4800, 7100) / 100:.2f}"]
        else:
            values = [str(dice.randint(88, 176))]
        marks[one.name] = (values, "ok") if n != 3 else ((), "dns")
    contests.mark_all(contest, by=school.who["sports"], marks=marks)


def coming(school):
    """Today: a team contest half played, one drawn, one taking entries, one called off."""
    by, today = school.who["sports"], school.today
    dice, day = random.Random(today.toordinal()), today + timedelta(days=4)
    activity = open_activity(school, "迎新年乒乓球赛", day, school.working[20:52], ends=at(day, 17))
    teams = contests.add_contest(activity, by=by, title="小组团体赛", form="knockout", sport="table_tennis",
                                 teams=True, sets=5, rubbers=3, third=False)  # fmt: skip
    contests.enter_signups(teams, by=by)
    single = contests.add_contest(
        activity, by=by, title="单打", form="knockout", sport="table_tennis", sets=5, third=True
    )
    contests.enter_signups(single, by=by)
    contests.draw(fresh(teams), by=by)
    contests.draw(fresh(single), by=by)
    given = {
        "courts": ["1号台", "2号台", "3号台"],
        "minutes": 20,
        "windows": [[f"{today}T09:00", f"{day}T17:00"]],
    }
    given["windows"] = [[f"{today}T08:00", f"{today}T11:00"], [f"{day}T13:00", f"{day}T17:00"]]
    contests.schedule(fresh(single), by=by, rest=0, **given)
    play(school, single, dice, 9)
    contests.withdraw(single.competitors.order_by("-order").first(), by=by, reason="脚踝扭伤")
    double = contests.add_contest(
        activity,
        by=by,
        title="混合双打",
        form="round_robin",
        sport="table_tennis",
        sets=3,
        teams=True,
    )
    contests.enter(double, by=by, entries=[
        {"name": f"{a.name}／{b.name}", "members": f"{a.name}、{b.name}", "people": [a, b]}
        for a, b in zip(school.working[20:24], school.working[30:34], strict=True)
    ])  # fmt: skip
    chess = contests.add_contest(activity, by=by, title="象棋", form="round_robin", sport="chess")
    contests.cancel(chess, by=by, reason="报名不足 4 人")
