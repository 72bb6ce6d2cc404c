"""What the tests of clubs and slots share: a club of four, its Friday hour, the fitness room.

It is 2 March 2026, a Monday; the first Friday is the 6th.
"""

from datetime import date, datetime, time
from decimal import Decimal

from django.utils import timezone

from zhijia.domains.activities.actions import club_years, clubs, regulars
from zhijia.domains.activities.models import ClubMember, Gathering
from zhijia.kernel.records import rebuild
from zhijia.kernel.waiting import waiting_for

FRIDAY, SATURDAY = 4, 5
TERM = {"first": date(2026, 3, 2), "last": date(2026, 6, 30)}


def table_tennis(cast, people=("zhao", "hua"), **more):
    """A club headed by Qian; Zhao and Hua are in it, Tian is not."""
    given = {"name": "乒乓球协会", "kind": "club", "place": "体育馆"} | more
    club = clubs.found(cast.first, by=cast.li, head=cast.qian, **given)
    if people:
        clubs.enrol(club, by=cast.qian, people=[getattr(cast, who) for who in people])
    return club


def friday(club, **more):
    """Every second Friday, 16:20–17:00."""
    given = {
        "title": "双周练习", "weekday": FRIDAY, "every": 2, "opens": time(16, 20), "shuts": time(17),
        "place": "体育馆", **TERM,
    } | more  # fmt: skip
    return regulars.set_slot(club, by=club.head, **given)


def room(cast, **more):
    """Open on every working day from 15:30."""
    given = {
        "title": "教职工健身房", "room": True, "weekday": None, "opens": time(15, 30),
        "shuts": time(18), "equipment": "跑步机 2 台", "worth": Decimal(20000), **TERM,
    } | more  # fmt: skip
    return regulars.set_up(cast.first, by=given.pop("by", cast.sun), **given)


def at(month, day, hour=9, minute=0):
    return timezone.make_aware(datetime(2026, month, day, hour, minute))


def day_of(regular, month, day):
    return Gathering.objects.get(regular=regular, on=date(2026, month, day))


def laid(regular) -> list[str]:
    """The days that are laid, as month-day."""
    days = Gathering.objects.filter(regular=regular).order_by("on").values_list("on", flat=True)
    return [f"{day.month}-{day.day}" for day in days]


def spell_of(club, who):
    return ClubMember.objects.filter(club=club, person=who).latest("pk")


def agreed(cast, club, budget=1000, year=2026):
    made = club_years.draft(club, by=club.head, year=year, plan="每月一赛", budget=Decimal(budget))
    return club_years.agree(made, by=cast.li)


def lines(who, org) -> list[str]:
    return [call.title for call in waiting_for(who, org)]


def rebuilt_is_the_same() -> bool:
    """Whether the records of clubs and slots can be derived again and are then the same."""
    found = [
        f for f in rebuild(check=True) if f.kind in ("activities.gathering", "activities.showing")
    ]
    return len(found) == 2 and not [f for f in found if f.changed or f.orphans]
