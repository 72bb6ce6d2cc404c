"""What a club's year came to: money beside the budget, how often it met, who came at least once."""

from datetime import date
from decimal import Decimal

from django.db.models import Count, Sum

from zhijia.kernel import clock
from zhijia.kernel.periods import year_bounds

from .models import Gathering


def held_by(club_id, year):
    """The gatherings a club held in a year."""
    rows = Gathering.objects.held().filter(regular__club=club_id)
    return rows.filter(on__range=year_bounds(year))


def spent_by(club_id, year, besides=None) -> Decimal:
    """Yuan spent in the year, one gathering left out."""
    rows = held_by(club_id, year).exclude(pk=besides)
    return rows.aggregate(sum=Sum("spent"))["sum"] or Decimal(0)


def figures_of(club_year) -> dict:
    """Three questions to the database, however often the club met.

    ``members``: those in it at the year's end, or today; ``came``: those of them who came once,
    ``share`` in hundredths.
    """
    club, year = club_year.club, club_year.year
    held = held_by(club.pk, year)
    rows = held.annotate(n=Count("people")).order_by("on").values_list("on", "n", "guests", "spent")
    rows = list(rows)
    months = {}
    for on, people, guests, _spent in rows:
        count, times = months.get(on.month, (0, 0))
        months[on.month] = count + 1, times + people + guests
    last = min(clock.today(), date(year, 12, 31))
    members = club.members_on(last)
    came = Gathering.people.through.objects.filter(gathering__in=held.order_by().values("pk"))
    count = members.distinct().count()
    came = came.filter(person__in=members).values("person").distinct().count()
    return {
        "held": len(rows), "times": sum(n + guests for _on, n, guests, _s in rows),
        "spent": sum((spent for *_rest, spent in rows), Decimal(0)),
        "months": [(month, *pair) for month, pair in months.items()],
        "most": max((times for _count, times in months.values()), default=0),
        "members": count, "came": came, "share": came * 100 // count if count else 0,
    }  # fmt: skip
