"""How large a share of those it was meant for came, by group; how a series stands beside other years."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from zhijia.kernel.calendar import festivals
from zhijia.kernel.people import Membership

from .models import Activity

# What people call a festival, and its name in the calendar.
SHORT = {
    "三八": "三八妇女节", "三八节": "三八妇女节", "妇女节": "三八妇女节", "五一": "劳动节", "五四": "青年节",
    "五四青年节": "青年节", "六一": "儿童节", "六一儿童节": "儿童节", "七一": "建党节", "八一": "建军节",
    "国庆": "国庆节", "中秋": "中秋节", "端午": "端午节", "重阳": "重阳节", "清明": "清明节", "元宵": "元宵节",
}  # fmt: skip


def series_name(words) -> str:
    """One name for one festival."""
    words = words.strip()
    return SHORT.get(words, words)


@dataclass
class Turnout:
    """``invited``: members it was for on its day; ``came``: those of them who came."""

    name: str
    invited: int = 0
    came: int = 0

    @property
    def share(self) -> Decimal:
        """In hundredths, rounded down: 89.9 is never told as 90."""
        return Decimal(self.came * 1000 // (self.invited or 1)) / 10


def turnout_of(activity) -> tuple[Turnout, list[Turnout]]:
    """(all together, by group), of an activity with sign-up; two queries."""
    spells = (
        activity.audience.spells(activity.on)
        if activity.audience
        else Membership.objects.of(activity.org).on(activity.on)
    )
    came = set(activity.signups.came().values_list("person", flat=True))
    total, groups = Turnout(""), {}
    rows = spells.order_by("group__name").values_list("group__name", "person")
    for name, person in rows:
        group = groups.setdefault(name or "", Turnout(name or "未分组"))
        for one in (total, group):
            one.invited += 1
            one.came += person in came
    return total, list(groups.values())


# --- series and festivals over the years ------------------------------------------------------------


@dataclass
class Edition:
    """One year of a series."""

    year: int
    activities: list = field(default_factory=list)
    times: int = 0
    spent: Decimal = Decimal(0)

    @property
    def gifts(self) -> str:
        """What was given or bought, in words."""
        given = [one["item"] for a in self.activities for one in a.supplies]
        given += [p.item for a in self.activities for p in a.prizes.all() if p.souvenir]
        return "、".join(dict.fromkeys(filter(None, given)))


@dataclass
class Series:
    """A festival or a run of years; ``on``: the festival's day in the year looked at."""

    name: str
    on: date | None = None
    now: Edition | None = None
    before: list = field(default_factory=list)

    @property
    def record(self) -> bool:
        """Whether more came than in any year before."""
        return bool(self.before and self.now and self.now.times > max(e.times for e in self.before))


def series_of(org, year) -> list[Series]:
    """Every festival of the year, in its order, then the other series; those of earlier years beside."""
    editions = defaultdict(dict)
    rows = Activity.objects.of(org).exclude(series="").filter(on__year__lte=year)
    rows = rows.exclude(state__in=("draft", "awaiting", "cancelled"))
    for activity in rows.prefetch_related("prizes").order_by("on", "pk"):
        own = editions[activity.series]
        edition = own.setdefault(activity.on.year, Edition(activity.on.year))
        edition.activities.append(activity)
        edition.times += activity.person_times
        edition.spent += activity.spent
    days = {f.name: f.date for f in festivals(year)}
    found = []
    for name in [*days, *(name for name in sorted(editions) if name not in days)]:
        own = editions.get(name, {})
        before = [own[y] for y in sorted(own, reverse=True) if y < year]
        if name in days or own:
            found.append(Series(name, days.get(name), own.get(year), before))
    return found


def score_of(activity, signup) -> tuple[int, int]:
    """(questions answered right, questions that have a right answer) of a quiz."""
    asked = [q for q in activity.questions if q.get("right")]
    answers = signup.answers if asked else {}
    return sum(answers.get(q["name"]) == q["right"] for q in asked), len(asked)
