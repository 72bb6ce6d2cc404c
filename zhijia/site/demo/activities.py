"""The invented year's activities, signed up for, lived and rated; and what is open today."""

from datetime import datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from zhijia.domains.activities import actions
from zhijia.domains.activities.actions.rush import admit
from zhijia.domains.activities.models import Audience
from zhijia.kernel import clock

from .pictures import picture

# Titles of the story → what sort of activity each is; the others of its kinds are noted in the log.
KINDS = {
    "新学期教职工健步走": "sports", "“三八”节女职工手工沙龙": "women", "教工踏青": "outing", "教职工趣味运动会": "sports",
    "教工子女“六一”开放日": "family", "教师节座谈会": "festival", "秋季登山": "sports", "教工乒乓球赛": "sports",
    "冬季拔河比赛": "sports", "元旦联欢会": "festival",
}  # fmt: skip
SERIES = {
    "“三八”节女职工手工沙龙": "三八妇女节", "教工子女“六一”开放日": "儿童节", "教师节座谈会": "教师节",
    "元旦联欢会": "元旦", "冬季拔河比赛": "冬季趣味赛", "教工乒乓球赛": "教工球赛",
}  # fmt: skip
LIKED = ("大家在一起很放松", "组织得很周到", "时间安排得好", "认识了别的组的老师")
WISH = ("希望多办几次", "可以再早一点开始", "请给有孩子的老师留位置", "")
PRIZES = {"教工乒乓球赛": "语文组", "冬季拔河比赛": "行政后勤组"}


def at(day, hour, minute=0):
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


def live(school, row, persons, money):
    """One activity of the story, on its day: drafted two weeks before, lived, finished."""
    _month, _day, _kind, title, _persons, _money, place, result = row
    day, by, dice = clock.today(), school.who["sports"], school.dice
    kind = KINDS[title]
    people = [p for p in school.working[:84] if kind != "women" or p.sex == "f"]
    people = dice.sample(people, min(len(people), persons))
    with clock.at(max(school.first_day, day - timedelta(days=12))):
        given = {
            "kind": kind, "title": title, "place": place, "starts": at(day, 14), "ends": at(day, 17),
            "budget": Decimal(money), "safety": "带队教师随车清点人数，校医随行。", "insurance": "团体意外险",
            "companions": 2 if kind in ("family", "outing") else 0,
            "audience": women_of(school) if kind == "women" else None,
            "fund": "dues" if kind == "outing" else "union", "series": SERIES.get(title, ""),
        }  # fmt: skip
        made = actions.draft(school.org, by=by, places={"members": persons + 6}, **given)
        actions.publish(made, by=by)
        families = people[:8] if made.companions else []
        for who in families:
            actions.sign_up(made, by=who, companions=1, family="孩子一名")
        admit(made.pk, people[len(families) :])
    made.refresh_from_db()
    with clock.at(made.ends + timedelta(minutes=30)):
        record(school, made, row, persons, Decimal(money), people)


def record(school, made, row, persons, money, people):
    """The same evening: the result, a photo, prizes, and what people thought."""
    title, result, by, dice = row[3], row[7], school.who["sports"], school.dice
    there = max(0, persons - len(people) - sum(s.companions for s in made.signups.all()))
    actions.finish(
        made, by=by, everybody=True, guests=there, spent=money, result=result,
        from_dues=money if made.fund == "dues" else 0,
        files=[(f"{title}.jpg", picture(title, dice))] if dice.random() < 0.9 else (), consent=True,
    )  # fmt: skip
    if title in PRIZES:
        actions.award(made, by=by, prizes=[
            {"name": "一等奖", "person": None, "team": PRIZES[title], "item": "运动毛巾", "value": Decimal(240),
             "people": 8, "souvenir": False},
            {"name": "优秀裁判", "person": people[0], "team": "", "item": "保温杯", "value": Decimal(60),
             "people": 1, "souvenir": False},
        ])  # fmt: skip
    for who in people[:5]:
        actions.give_feedback(
            made,
            by=who,
            stars=dice.choice((5, 5, 4, 4, 3)),
            liked=dice.choice(LIKED),
            wish=dice.choice(WISH),
        )


def women_of(school):
    found = Audience.objects.of(school.org).filter(name="女会员").first()
    return found or actions.save_search(school.org, by=school.who["sports"], name="女会员", sex="f")


def leave_something(school):
    """Today: one that is full, one to be drawn, one to be approved, a draft, one called off."""
    by, today, org = school.who["sports"], school.today, school.org
    young = actions.save_search(org, by=by, name="35 岁以下青年教师", standing="working", age_to=35)
    full = _open(school, "教职工羽毛球双打", 10, places={"members": 16}, place="体育馆",
                 summary="两人一组，自带球拍，工会备球和水。", audience=None)  # fmt: skip
    signups = admit(full.pk, school.working[:22])
    actions.withdraw(signups[3], by=signups[3].person, reason="当天有课")
    actions.move_up(signups[20], by=school.who["chair"], reason="校队队员，要代表学校参赛")
    draw = _open(school, "冬日山林徒步", 20, kind="outing", rule="rest", place="云溪山",
                 closes=at(today + timedelta(days=6), 12), companions=1, safety="结伴而行，带队三人，校医随行。",
                 insurance="意外险，每人 50 万元", per_person=Decimal(80), fund="dues", budget=Decimal(1600),
                 places={"members": 20, "heads": 32})  # fmt: skip
    admit(draw.pk, school.working[10:44])
    check = _open(school, "冬季体检", 15, kind="health", names_shown=False, place="区医院", companions=0,
                  places={"slots": [{"title": "周一上午", "size": 20}, {"title": "周二上午", "size": 20}]},
                  questions=[{"name": "q1", "label": "是否空腹抽血", "options": ["是", "否"], "required": True}])  # fmt: skip
    slot = check.slots.first()
    for who in school.working[30:34]:
        actions.sign_up(check, by=who, slot=slot, answers={"q1": "是"})
    paid = _open(school, "观影《山河》", 5, kind="film", place="云溪影城", price=Decimal(20),
                 places={"members": 50}, fund="dues", per_person=Decimal(40))  # fmt: skip
    for signup in admit(paid.pk, school.working[50:53]):
        actions.pay(signup, by=school.who["treasurer"], amount=Decimal(20))
    actions.cancel(paid, by=by, reason="影城临时检修")
    over = actions.draft(
        org, by=by, kind="outing", title="跨城红色研学", place="邻市", starts=at(today + timedelta(days=30), 7),
        ends=at(today + timedelta(days=30), 21), per_person=Decimal(360), budget=Decimal(10800),
        safety="大巴两辆，带队四人。", insurance="意外险", over="路程远，车费高", fund="dues", places={"members": 30},
    )  # fmt: skip
    actions.publish(over, by=by)
    actions.draft(
        org, by=by, kind="culture", title="迎新年书画展", place="教工之家", audience=young,
        starts=at(today + timedelta(days=33), 9), ends=at(today + timedelta(days=35), 17),
        sign_up_needed=False,
    )  # fmt: skip
    for key in ("chair", "member"):
        actions.subscribe(org, by=school.who[key])


def _open(school, title, days, **more):
    day = school.today + timedelta(days=days)
    given = {"kind": "sports", "starts": at(day, 14), "ends": at(day, 17)} | more
    made = actions.draft(school.org, by=school.who["sports"], title=title, **given)
    return actions.publish(made, by=school.who["sports"])
