"""What is measured: metrics, the sentences that tell of them, and their monthly sums."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import connection, models
from django.db.models import Count, Sum
from django.db.models.functions import TruncMonth

from .orgs import Owned


@dataclass(frozen=True)
class Metric:
    """What is measured.

    ``how``: ``sum`` adds values; ``people`` counts different persons; ``standing`` counts those
    whose record covers the last day of the period (who is a member at the year's end).
    """

    code: str
    label: str
    unit: str
    how: str = "sum"

    @property
    def money(self):
        return self.unit == "元"

    @property
    def counts_people(self):
        return self.how != "sum"


metrics: dict[str, Metric] = {}


def metric(code, label, unit, how="sum"):
    if code in metrics:
        raise ValueError(f"metric {code} is declared twice")
    metrics[code] = Metric(code, label, unit, how)
    return code


@dataclass(frozen=True)
class Sentence:
    """A line of the annual summary over measured figures.

    ``text`` holds metrics in braces; it is left out unless the first of them is above zero.
    ``parts``: (metric, words before the figure) listed after it, those above zero only.
    ``titles``: also name up to so many of the records that the first metric counts. ``topic``: the
    topic whose chapter the sentence stands in, where the kind has several.
    """

    text: str
    parts: tuple = ()
    titles: int = 0
    topic: str = ""


class Tally(Owned):
    """A month's sum of one metric at one union: what pages that show totals read.

    Kept with every change of facts, and counted anew by :func:`rebuild`; metrics that count
    persons have none, since persons cannot be added up.
    """

    created = None
    month = models.DateField()
    metric = models.CharField(max_length=60)
    value = models.DecimalField(max_digits=16, decimal_places=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["org", "month", "metric"], name="one_tally_a_month")
        ]
        indexes = [models.Index(fields=["org_path", "month", "metric"])]


def topic_count(topic: str) -> str:
    """Under which name a month's number of listed records of a topic is tallied."""
    return f"#{topic}"


def is_summed(code: str) -> bool:
    return code.startswith("#") or metrics[code].how == "sum"


def add_to_tallies(changes) -> None:
    """Add differences to the months' sums. ``changes``: (org, path, month, metric) → amount."""
    changes = {key: amount for key, amount in changes.items() if amount}
    zero = Decimal(0)
    Tally.objects.bulk_create(
        (Tally(org_id=o, org_path=p, month=m, metric=c, value=zero) for o, p, m, c in changes),
        ignore_conflicts=True,
    )
    table = connection.ops.quote_name(Tally._meta.db_table)
    adapt = connection.ops.adapt_decimalfield_value
    rows = [(adapt(amount, 16, 2), o, m, c) for (o, _p, m, c), amount in sorted(changes.items())]
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {table} SET value = value + CAST(%s AS numeric) "
            "WHERE org_id = %s AND month = %s AND metric = %s",
            rows,
        )


def count_tallies(facts, listed) -> int:
    """Count every month anew from ``facts`` and ``listed`` records; how many rows were wrong."""
    sums = [m.code for m in metrics.values() if m.how == "sum"]
    found = facts.filter(metric__in=sums).annotate(month=TruncMonth("on"))
    found = found.values_list("org", "org_path", "month", "metric").annotate(total=Sum("value"))
    right = {(o, p, m, c): total.quantize(Decimal("0.01")) for o, p, m, c, total in found}
    by_topic = listed.annotate(month=TruncMonth("on")).values_list(
        "org", "org_path", "month", "topic"
    )
    for o, p, m, topic, number in by_topic.annotate(number=Count("pk")):
        right[o, p, m, topic_count(topic)] = Decimal(number)
    rows = Tally.objects.values_list("org", "org_path", "month", "metric", "value")
    held = {tuple(row[:4]): row[4] for row in rows if row[4]}
    wrong = {key for key in right.keys() | held.keys() if right.get(key) != held.get(key)}
    if wrong:
        Tally.objects.all().delete()
        Tally.objects.bulk_create(
            Tally(org_id=o, org_path=p, month=m, metric=c, value=v)
            for (o, p, m, c), v in right.items()
        )
    return len(wrong)
