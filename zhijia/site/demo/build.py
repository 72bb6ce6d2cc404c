"""Living the invented year through the product's own actions, day by day."""

import random
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction

from zhijia.desks.planning import actions as planning
from zhijia.desks.planning.models import PlanItem
from zhijia.domains.care import actions as care
from zhijia.domains.committees import actions as committees
from zhijia.domains.worklog import actions as worklog
from zhijia.kernel import clock
from zhijia.kernel.periods import Period, year_bounds

from . import (
    accounts,
    activities,
    ballots,
    cast,
    clubs,
    congress,
    contests,
    joining,
    organisation,
    own,
    proposals,
    story,
    voice,
)
from .pictures import picture

SEED = 20080910


def build(say=lambda words: None, today=None):
    """Build the school up to ``today`` (the clock's day by default)."""
    today = today or clock.today()
    dice = random.Random(SEED)
    with transaction.atomic():
        school = School(dice, today)
        say("人员和标准")
        school.settle()
        for year in (today.year - 1, today.year):
            say(f"{year}年")
            school.live(year)
            if year < today.year:
                school.close(year)
        school.leave_something()
    return school.org


class School:
    """The school while its story is told; what is still to come is left open."""

    def __init__(self, dice, today):
        self.dice, self.today = dice, today
        self.first_day = date(today.year - 2, 9, 1)

    def settle(self):
        with clock.at(self.first_day):
            self.district, self.org = cast.unions()
            cast.standards(self.org)
            self.who, self.staff = cast.people(self.org, self.dice, self.first_day)
            cast.officer(self.district, self.first_day)
            self.working = [p for p, retired in self.staff if not retired]
            self.retired = [p for p, retired in self.staff if retired]
            organisation.organise(self)
        with clock.at(self.first_day + timedelta(days=1)):
            joining.retire(self)

    def live(self, year):
        """Everything of the year in the order of its days."""
        days = [*self.plan(year), *self.events(year), *self.meetings(year), *self.visits(year)]
        days += organisation.events(self, year)
        days += ballots.events(self, year)
        days += clubs.events(self, year)
        days += proposals.events(self, year)
        days += congress.events(self, year)
        days += contests.events(self, year)
        days += voice.events(self, year)
        for _day, _turn, deed in sorted(days, key=lambda d: d[:2]):
            if _day <= self.today:
                with clock.at(_day):
                    deed()
        self.slips(year)

    def plan(self, year):
        def read():
            data = story.PLAN.format(year=year).encode()
            chair = self.who["chair"]
            upload = planning.take_in(
                self.org, by=chair, name=f"{year}年工作计划.txt", data=data, year=year
            )
            rows = [
                {"title": i["title"], "month_from": i["month"][0], "month_to": i["month"][1],
                 "domain": i["domain"]}
                for i in upload.reading["items"]
            ]  # fmt: skip
            title = upload.reading["title"]
            plan = planning.save_plan(upload, by=chair, year=year, title=title, items=rows)
            planning.add_item(
                plan, by=chair, title="坚持五必访，全年走访慰问", month_from=1, month_to=12, domain="care",
                metric="care.visits", target=Decimal(60), owner=self.who["care"],
            )  # fmt: skip
            planning.set_theme(plan, by=chair, theme=story.THEME, goals=story.GOALS)
            planning.submit(plan, by=chair)
            planning.agree(plan, by=self.who["party"])
            planning.adopt(plan, by=self.who["vice"], on=clock.today())

        yield date(year, 1, 8), 0, read

    def events(self, year):
        for number, row in enumerate(story.EVENTS):
            yield date(year, row[0], row[1]), number, lambda r=row: self.event(year, r)
        for number, (month, day, level, title) in enumerate(story.HONOURS):
            given = {"kind": "honour", "title": title, "level": level, "persons": 1}
            yield date(year, month, day), number, lambda g=given: self.log(**g)
        for number, (month, day, kind, title) in enumerate(story.NEWS):
            yield (
                date(year, month, day),
                number,
                lambda k=kind, t=title: self.log(kind=k, title=t, persons=2),
            )

    def event(self, year, row):
        _month, _day, kind, title, persons, money, place, result = row
        growth = 1 if year == self.today.year else 0.86
        persons = max(4, round(persons * growth))
        if title in activities.KINDS:
            activities.live(self, row, persons, money)
            return
        named = ()
        if kind in ("activity", "study", "women", "contest"):
            named = self.dice.sample(self.working[:84], min(persons, 84) // 2)
        files = ()
        if kind in ("activity", "women", "study", "democracy") and self.dice.random() < 0.85:
            files = [(f"{title}.jpg", picture(title, self.dice))]
        self.log(
            kind=kind, title=title, persons=persons, people=named, money=Decimal(money), place=place,
            result=result, files=files, consent=bool(files),
        )  # fmt: skip

    def log(self, **given):
        worklog.log(self.org, by=self.who["sports"], on=clock.today(), **given)

    def meetings(self, year):
        for number, row in enumerate(story.MEETINGS):
            yield date(year, row[0], row[1]), number, lambda r=row: self.meeting(year, r)

    def meeting(self, year, row):
        _month, _day, kind, title, decisions = row
        chair, clerk = self.who["chair"], self.who["vice"]
        there = [
            self.who[k] for k in ("chair", "vice", "care", "sports", "women", "leader", "treasurer")
        ]
        meeting = committees.convene(
            self.org, by=chair, committee=self.committee, kind=kind, title=title, on=clock.today(),
            place="教工之家", agenda=title, chaired_by=chair, recorded_by=clerk, invited=there,
        )  # fmt: skip
        absent = self.dice.choice(there[2:])
        came = [p for p in there if p != absent]
        committees.hold(meeting, by=clerk, on=clock.today(), attended=came)
        words = f"会议由{chair.name}主持。通报了近期需要走访的教职工，讨论了{title}，逐项议定。"
        committees.minute(meeting, by=clerk, minutes=words, decisions=decisions.format(year=year))
        for decision in meeting.decisions.all():
            done = self.dice.random() < 0.82
            if done and decision.due and decision.due <= self.today:
                with clock.at(decision.due):
                    committees.carry_out(decision, by=decision.owner or chair, outcome="已办妥")

    def visits(self, year):
        start, end = year_bounds(year)
        for kind, often, *given in story.OCCASIONS:
            for _ in range(often):
                on = start + timedelta(days=self.dice.randint(3, 350))
                person = self.dice.choice(self.working)
                yield on, 50, lambda k=kind, g=given, p=person: self.occasion(k, p, *g)
        yield date(year, 1, 20), 60, lambda: self.round("retired", self.retired, 300, "慰问品礼盒")
        yield (
            date(year, 1, 22),
            61,
            lambda: self.round("festival", self.working[:12], 400, "米油礼盒"),
        )
        yield (
            date(year, 7, 18),
            62,
            lambda: self.round("frontline", self.working[20:32], 80, "清凉用品"),
        )
        yield date(year, 10, 21), 63, lambda: self.round("retired", self.retired, 200, "重阳糕点")
        for month in range(1, 13):
            yield date(year, month, 5), 64, lambda m=month: self.birthdays(m)

    def occasion(self, kind, person, amount, form, goods, relation):
        day = clock.today()
        by = self.dice.choice([self.who["leader"], self.who["member"], self.who["care"]])
        occasion = care.report(
            self.org, by=by, person=person, kind=kind, on=day, relation=relation,
            detail="情况由小组长告知。", again="另一件事",
        )  # fmt: skip
        waits = self.dice.choice([1, 2, 2, 3, 3, 4, 5, 6, 12])
        over = kind == "illness" and self.dice.random() < 0.08
        given = {"form": form, "goods": goods, "amount": Decimal(1200 if over else amount)}
        going = [self.who["care"], self.who["chair"]]
        visit = care.plan(
            occasion, by=self.who["care"], on=day + timedelta(days=waits), visitors=going,
            over="病情较重，治疗时间长" if over else "", **given,
        )  # fmt: skip
        if over:
            care.approve(visit, by=self.who["chair"])
        made = day + timedelta(days=waits)
        if made <= self.today:
            with clock.at(made):
                later = (
                    made + timedelta(days=30)
                    if kind in ("illness", "surgery", "hardship")
                    else None
                )
                care.finish(visit, by=self.who["care"], on=made, amount=visit.amount, follow_up=later,
                            note="当面看望，转达大家的问候。")  # fmt: skip
            if later and later <= self.today - timedelta(days=20):
                with clock.at(later):
                    care.follow(visit, by=self.who["care"], followed="恢复顺利，已返岗。")

    def round(self, kind, people, each, goods):
        total = Decimal(each * len(people))
        by = self.who["care"]
        visit = care.plan_round(
            self.org, by=by, kind=kind, on=clock.today(), recipients=people,
            visitors=[by, self.who["chair"]], form="goods", amount=total, goods=goods,
        )  # fmt: skip
        care.finish(visit, by=by, on=clock.today(), amount=total)

    def birthdays(self, month):
        born = [p for p, _retired in self.staff if p.birthday.month == month]
        if born:
            self.round("birthday", born, 200, "生日蛋糕券")

    def slips(self, year):
        """Two things that went otherwise than planned, each with its reason."""
        chair = self.who["chair"]
        with clock.at(min(date(year, 12, 28), self.today)):
            late = PlanItem.objects.get(org=self.org, year=year, title="教工气排球赛")
            planning.postpone(late, by=chair, reason="体育馆维修", month=4, next_year=True)
            dropped = PlanItem.objects.get(org=self.org, year=year, title="一线值班教职工慰问")
            if dropped.state == "open" and year < self.today.year:
                planning.cancel(dropped, by=chair, reason="与清凉慰问合并进行")

    def leave_something(self):
        """What still waits today: to be arranged, to be visited, to be approved."""
        care_of, chair = self.who["care"], self.who["chair"]
        with clock.at(self.today):
            organisation.lend(self)
        some = self.working[40:44]
        told = (("illness", 2), ("birth", 1), ("surgery", 3), ("wedding", 4))
        for (kind, ago), person in zip(told, some, strict=True):
            day = self.today - timedelta(days=ago)
            with clock.at(day):
                occasion = care.report(
                    self.org,
                    by=self.who["leader"],
                    person=person,
                    kind=kind,
                    on=day,
                    again="另一件事",
                )
                if kind == "birth":
                    care.plan(occasion, by=care_of, on=self.today + timedelta(days=1), form="goods",
                              goods="母婴用品", amount=Decimal(600), visitors=[care_of, chair])  # fmt: skip
                if kind == "surgery":
                    care.plan(occasion, by=care_of, on=self.today + timedelta(days=2), form="cash",
                              amount=Decimal(2600), visitors=[chair], over="两次手术，需长期康复")  # fmt: skip
        with clock.at(self.today):
            activities.leave_something(self)
            ballots.leave_something(self)
            congress.leave_something(self)
            voice.leave_something(self)
        joining.live(self)
        own.live(self)
        accounts.live(self)

    def close(self, year):
        """The year's summary is written, signed, and the year is closed."""
        chair = self.who["chair"]
        with clock.at(date(year, 12, 30)):
            summary = planning.draft(self.org, by=self.who["vice"], year=year)
            planning.hand_in(summary, by=self.who["vice"])
            planning.sign(summary, by=chair)
        start, end = year_bounds(year)
        Period.objects.create(
            org=self.org, name=f"{year}年", starts=start, ends=end, closed=clock.now()
        )
