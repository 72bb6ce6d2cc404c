"""The invented school's clubs: a table-tennis club that meets, a team, a class, the fitness room."""

import random
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from zhijia.domains.activities.actions import club_years, clubs, gatherings, regulars
from zhijia.domains.activities.models import Club, ClubYear, Gathering, Regular
from zhijia.kernel import clock

from .pictures import picture

PLAN = "3月起双周五活动一次\n5月组织会员单打积分赛\n10月与兄弟学校交流\n12月迎新年团体赛"
CONTENT = ("双打练习", "发球和接发球", "分组对抗", "积分赛", "新会员入门", "混合双打")
GEAR = "跑步机 2 台\n动感单车 2 辆\n健身球 6 个\n哑铃 1 组"
TUESDAY, WEDNESDAY, FRIDAY = 1, 2, 4
TERMS = ((3, 6, 7, 3), (9, 4, 12, 25))
NOTED = timedelta(days=25)  # what is younger still waits for the leader's note


def events(school, year):
    """What happens in a year: (day, turn, deed)."""
    if year < school.today.year:
        yield date(year, 3, 2), 80, lambda: found(school)
    yield date(year, 3, 3), 81, lambda: plan(school, year)
    for number, (m1, d1, m2, d2) in enumerate(TERMS):
        span = date(year, m1, d1), date(year, m2, d2)
        yield span[0], 82 + number, lambda s=span: set_slots(school, *s)
    yield date(year, 4, 8), 84, lambda: set_class(school, year)
    yield date(year, 5, 16), 85, lambda: compete(school)
    yield date(year, 11, 19), 86, lambda: stop(school)
    for day in days_from(date(year, 3, 6), date(year, 12, 29)):
        yield day, 87, lambda: note(school)
    yield date(year, 12, 18), 88, lambda: review(school, year)
    if year == school.today.year:
        yield school.today, 89, lambda: next_year(school)


def days_from(first, last):
    """The Tuesdays, Wednesdays and Fridays between: on other days nobody is seen in the room."""
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [day for day in days if day.weekday() in (TUESDAY, WEDNESDAY, FRIDAY)]


def found(school):
    """The club with its twelve members, one of whom joined alone; a team; one that did not last."""
    chair, some = school.who["chair"], school.working
    school.club = clubs.found(
        school.org, by=chair, name="乒乓球协会", kind="club", head=some[14], place="体育馆二楼",
        purpose="以球会友，强身健体；每位会员每学期至少打一场积分赛。",
    )  # fmt: skip
    clubs.enrol(school.club, by=some[14], people=some[15:25])
    clubs.join(school.club, by=school.who["member"])
    school.team = clubs.found(
        school.org, by=chair, name="教职工长跑队", kind="team", head=school.who["sports"],
        place="操场东侧", welcomes=True,
    )  # fmt: skip
    clubs.enrol(school.team, by=school.who["sports"], people=some[30:37])
    brief = clubs.found(school.org, by=chair, name="编织小组", kind="club", head=some[40])
    clubs.dissolve(brief, by=chair, reason="成员转入手工沙龙")


def plan(school, year):
    made = club_years.draft(
        school.club, by=school.club.head, year=year, plan=PLAN, budget=Decimal(3000)
    )
    club_years.agree(made, by=school.who["chair"])


def set_slots(school, first, last):
    """The club's hour; from this year on, the fitness room."""
    regulars.set_slot(
        school.club, by=school.club.head, title="乒协双周活动", place="体育馆二楼", weekday=FRIDAY,
        every=2, opens=time(16, 20), shuts=time(17, 0), first=first, last=last,
    )  # fmt: skip
    if first.year == school.today.year:
        regulars.set_up(
            school.org, by=school.who["sports"], title="教职工健身房", room=True, place="体育馆一楼",
            weekday=None, opens=time(15, 30), shuts=time(18, 0), first=first, last=last,
            equipment=GEAR, worth=Decimal(20000),
        )  # fmt: skip


def set_class(school, year):
    regulars.set_up(
        school.org, by=school.who["women"], title="太极剑培训班", place="操场", weekday=WEDNESDAY,
        every=1, opens=time(16, 30), shuts=time(17, 30), first=date(year, 4, 8),
        last=date(year, 6, 3), teacher="区武术协会教练",
    )  # fmt: skip


def compete(school):
    team = [s.person for s in school.team.memberships.select_related("person")]
    clubs.compete(school.team, by=school.who["sports"], on=clock.today(), contest="区教育系统环湖长跑",
                  level="county", result="团体第三名", people=team)  # fmt: skip


def note(school):
    """What today's slots came to: a tap in the room, the leader's note of the others."""
    today = clock.today()
    dice = random.Random(today.toordinal())
    rows = Gathering.objects.of(school.org).planned().filter(on=today)
    for gathering in rows.select_related("regular__club", "regular__leader"):
        if gathering.regular.room:
            visit(school, gathering, dice)
        elif school.today - today > NOTED:
            hold(school, gathering, dice)


def visit(school, gathering, dice):
    with clock.at(datetime.combine(gathering.on, time(16, 5))):
        for who in dice.sample(school.working[:60], dice.choice((0, 0, 1, 1, 2))):
            gatherings.arrive(gathering, by=who)


def hold(school, gathering, dice):
    by, club = gathering.regular.leader, gathering.regular.club
    with clock.at(datetime.combine(gathering.on, time(18, 0))):
        if dice.random() < 0.1:
            gatherings.skip(gathering, by=by, reason="场地让给校运会")
            return
        inside = [s.person for s in club.memberships.present()] if club else school.working[50:66]
        files = [("现场.jpg", picture(str(gathering), dice))] if dice.random() < 0.3 else ()
        gatherings.hold(
            gathering, by=by, people=dice.sample(inside, dice.randint(6, len(inside) - 2)),
            content=dice.choice(CONTENT) if club else "", files=files, consent=bool(files),
            spent=Decimal(dice.choice((0, 0, 120, 180)) if club else 0),
        )  # fmt: skip


def stop(school):
    """The class is over once its last day is behind it."""
    for regular in Regular.objects.of(school.org).running().filter(last__lt=clock.today()):
        regulars.end(regular, by=school.who["chair"], reason="学期结束")


def review(school, year):
    done = ClubYear.objects.get(club=school.club, year=year)
    words = "双周活动基本落实，新会员进步快；场地紧张，明年争取多一张球台。"
    club_years.review(done, by=school.club.head, review=words)


def next_year(school):
    """What still waits today: a plan to be agreed."""
    team = Club.objects.get(pk=school.team.pk)
    club_years.draft(team, by=team.head, year=school.today.year + 1,
                     plan="上半年每周练习一次，参加春季长跑", budget=Decimal(1500))  # fmt: skip
