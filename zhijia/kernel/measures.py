"""Reading the facts: figures over a period, and the records behind each of them."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.db.models import Count, Q, Sum

from .metrics import Tally, metrics
from .records import Fact


@dataclass(frozen=True)
class Measure:
    """A figure and the records it comes from. ``metric`` may be ``a``, ``a/b`` or ``a-b``."""

    metric: str
    value: Decimal
    records: tuple[int, ...]


def facts_of(org, start, end, below=False):
    """The facts of a union (and of those below it, with ``below``) from day to day, inclusive."""
    rows = Fact.objects.within(org) if below else Fact.objects.of(org)
    return rows.filter(on__gte=start, on__lte=end)


def totals(org, start, end, codes=None, below=False) -> dict[str, Decimal]:
    """Every metric's figure in two queries at most; absent means zero.

    Sums over whole months are read from the months' tallies, others from the facts.
    """
    codes = list(metrics) if codes is None else [c for c in codes if c in metrics]
    people = [c for c in codes if metrics[c].how == "people"]
    standing = [c for c in codes if metrics[c].how == "standing"]
    sums = [c for c in codes if not metrics[c].counts_people]
    out: dict[str, Decimal] = defaultdict(Decimal)
    if sums:
        rows = _months(org, start, end, below) if _whole(start, end) else None
        rows = facts_of(org, start, end, below) if rows is None else rows
        rows = rows.filter(metric__in=sums).values_list("metric")
        out.update((code, Decimal(total)) for code, total in rows.annotate(total=Sum("value")))
    by_day = facts_of(org, start, end, below).filter(metric__in=people)
    for rows in (
        by_day if people else None,
        standing_at(org, end, standing, below) if standing else None,
    ):
        if rows is not None:
            counted = rows.values_list("metric").annotate(people=Count("token", distinct=True))
            out.update((code, Decimal(number)) for code, number in counted)
    return out


def standing_at(org, day, codes, below=False):
    """Facts of records that cover the day: who is a member then."""
    rows = Fact.objects.within(org) if below else Fact.objects.of(org)
    there = Q(record__until=None) | Q(record__until__gte=day)
    return rows.filter(there, metric__in=codes, on__lte=day)


def _whole(start, end) -> bool:
    """Whether the days are whole months."""
    return start.day == 1 and (end + timedelta(days=1)).day == 1


def _months(org, start, end, below):
    rows = Tally.objects.within(org) if below else Tally.objects.of(org)
    return rows.filter(month__gte=start, month__lte=end)


def from_facts(expression: str, rows) -> Decimal:
    """The figure of ``expression`` over (metric, value, token) rows. The one formula there is.

    ``a/b`` is a percentage to one decimal place; a zero divisor gives zero.
    """
    for sign in "/-":
        if sign in expression:
            left, right = (from_facts(part, rows) for part in expression.split(sign))
            if sign == "-":
                return left - right
            return (left * 100 / right).quantize(Decimal("0.1")) if right else Decimal(0)
    if metrics[expression].counts_people:
        return Decimal(len({token for code, _v, token in rows if code == expression}))
    return sum((value for code, value, _t in rows if code == expression), Decimal(0))


def recompute(expression: str, record_ids) -> Decimal:
    """The figure over exactly these records, read from their facts now."""
    codes = expression.replace("/", " ").replace("-", " ").split()
    rows = Fact.objects.filter(record__in=list(record_ids), metric__in=codes)
    return from_facts(expression, list(rows.values_list("metric", "value", "token")))


class Book:
    """All facts of one union and period, read once; any figure of them with its records."""

    def __init__(self, org, start, end):
        self.org, self.start, self.end = org, start, end
        self._rows = defaultdict(list)
        standing = [m.code for m in metrics.values() if m.how == "standing"]
        lasting = standing_at(org, end, standing)
        for rows in (facts_of(org, start, end).exclude(metric__in=standing), lasting):
            for row in rows.order_by("record_id").values_list("record", "metric", "value", "token"):
                self._rows[row[1]].append(row)

    def __contains__(self, code):
        return bool(self._rows.get(code))

    def measure(self, expression: str, records=None) -> Measure:
        """The figure of an expression, over all records of the period or only over some."""
        codes = expression.replace("/", " ").replace("-", " ").split()
        rows = [row for code in codes for row in self._rows.get(code, ())]
        if records is not None:
            wanted = set(records)
            rows = [row for row in rows if row[0] in wanted]
        value = from_facts(expression, [row[1:] for row in rows])
        return Measure(expression, value, tuple(sorted({row[0] for row in rows})))

    def value(self, expression: str) -> Decimal:
        return self.measure(expression).value
