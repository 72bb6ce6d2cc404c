"""Who is on the roll on a day, for a purpose; and how many of which sort.

Kept membership counts neither in a quorum nor in a vote (rules 2.23); it is a list of its own.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, IntegerField, Value, When
from django.utils.translation import gettext_lazy as _

from zhijia.kernel.people import Membership, Person

from .models import Member

PURPOSES = {
    "all": (_("全体会员"), lambda rows: rows),
    "voting": (_("有表决权的会员"), lambda rows: rows.full()),
    "women": (_("女会员"), lambda rows: rows.full().filter(person__sex=Person.Sex.FEMALE)),
    "young": (_("35岁以下会员"), None),
    "kept": (_("保留会籍"), lambda rows: rows.filter(kept=True)),
}
YOUNG = 35  # years; up to and with that age
BANDS = ((0, 30), (31, 35), (36, 40), (41, 45), (46, 50), (51, 55), (56, 200))


def roll(org, on, purpose="all"):
    """The spells of one union that cover the day, names by strokes of the surname."""
    rows = Member.objects.of(org).on(on)
    if purpose == "young":
        rows = rows.full().filter(person__birthday__gt=birthday_of(on, YOUNG + 1))
    else:
        rows = PURPOSES[purpose][1](rows)
    return rows.with_joined().select_related("person", "group").order_by("person__strokes", "pk")


def birthday_of(on, age):
    """Who was born on or before this day is at least ``age`` years old on the day ``on``."""
    try:
        return on.replace(year=on.year - age)
    except ValueError:
        return date(on.year - age, 3, 1)


def band_words(low, high) -> str:
    if low == 0:
        return str(_("%d岁及以下") % high)
    if high == 200:
        return str(_("%d岁及以上") % low)
    return str(_("%(low)d—%(high)d岁") % {"low": low, "high": high})


def band_on(on):
    """The place of a person's age in BANDS, as an expression; the last place for no birthday.

    Worked out by the database, so that a city's members come back as some dozens of rows.
    """
    bands = [
        When(person__birthday__gt=birthday_of(on, high + 1), then=Value(place))
        for place, (_low, high) in enumerate(BANDS[:-1])
    ]
    oldest = When(person__birthday__isnull=False, then=Value(len(BANDS) - 1))
    return Case(*bands, oldest, default=Value(len(BANDS)), output_field=IntegerField())


@dataclass
class Statistics:
    """Counts of members on a day: the total, those who vote, and by each sort."""

    total: int
    voting: int
    sorts: list  # (label, [(word, all, women)])


SORTS = (
    ("sex", _("性别"), Person.Sex), ("politics", _("政治面貌"), Person.Politics),
    ("title", _("职称"), Person.Title), ("establishment", _("编制"), Person.Establishment),
    ("category", _("人员类别"), Person.Category),
)  # fmt: skip


def statistics(org, on, below=False) -> Statistics:
    """One grouped query over the tree below (or the union alone), added up here."""
    rows = Membership.objects.within(org) if below else Membership.objects.of(org)
    names = [f"person__{name}" for name, _label, _choices in SORTS]
    grouped = rows.on(on).order_by().annotate(band=band_on(on))
    return add_up(grouped.values_list("kept", "band", *names).annotate(n=Count("pk")))


def add_up(grouped) -> Statistics:
    total = voting = 0
    counts = defaultdict(lambda: defaultdict(lambda: [0, 0]))  # sort → value → all, women
    for kept, band, *values, n in grouped:
        total += n
        voting += 0 if kept else n
        she = n if values[0] == Person.Sex.FEMALE else 0
        for sort, value in (
            ("band", band),
            *zip((name for name, *_rest in SORTS), values, strict=True),
        ):
            count = counts[sort][value]
            count[0] += n
            count[1] += she
    words = [band_words(*band) for band in BANDS] + [str(_("未填"))]
    sorts = [(label, _lines(counts[name], _words(choices))) for name, label, choices in SORTS]
    sorts.insert(1, (_("年龄"), _lines(counts["band"], list(enumerate(words)))))
    return Statistics(total, voting, sorts)


def _lines(counted, words):
    return [(word, *counted[value]) for value, word in words if counted[value][0]]


def _words(choices):
    return [*choices.choices, ("", _("未填"))]
