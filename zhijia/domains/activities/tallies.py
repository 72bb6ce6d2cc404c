"""What is counted of an activity besides its heads, by its sort: one table says what is asked where.

Kept in ``Activity.counts``; ``heads``: these came too and are added to those who signed up and to the
guests. ``kept``: for who organises, not for everybody. What is not ``asked`` the house computes itself.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from .models import Kind

SERVICE = (Kind.VOLUNTEER, Kind.CHARITY)
CHECKS = (Kind.HEALTH, Kind.WOMEN)


@dataclass(frozen=True)
class Count:
    """One figure; of every sort of activity where ``kinds`` is empty."""

    name: str
    label: str
    unit: str
    kinds: tuple = ()
    heads: bool = False
    money: bool = False
    kept: bool = False
    asked: bool = True
    help: str = ""

    @property
    def metric(self):
        return f"activities.{self.name}"


COUNTS = (
    Count("pupils", _("学生参加"), "人次", heads=True),
    Count("relatives", _("未登记姓名的家长、家属"), "人次", heads=True),
    Count("retired", _("离退休教职工参加"), "人次", asked=False),
    Count("hours", _("志愿服务小时"), "个", SERVICE, help=_("各人时长之和，如 12 人各 3 小时填 36。")),
    Count("raised", _("捐款、义卖所得"), "元", (Kind.CHARITY,), money=True),
    Count("findings", _("检查发现异常"), "件", CHECKS, kept=True, help=_("只填例数，不写姓名和病情。")),
)  # fmt: skip
BY_NAME = {one.name: one for one in COUNTS}


def of_kind(kind) -> list[Count]:
    """The figures that activities of this sort have."""
    return [one for one in COUNTS if not one.kinds or kind in one.kinds]


def value(activity, name) -> Decimal:
    return Decimal(str(activity.counts.get(name) or 0))


def further_heads(activity) -> int:
    """Those who came and are neither signed up nor plain guests: pupils, parents."""
    return sum(int(value(activity, one.name)) for one in COUNTS if one.heads)


def shown(activity, organises) -> list[tuple]:
    """(label, words) of the figures there are."""
    found = []
    for one in of_kind(activity.kind):
        number = value(activity, one.name)
        if number and (organises or not one.kept):
            found.append((one.label, f"¥{number:,.2f}" if one.money else f"{number:f} {one.unit}"))
    return found


# --- the programme of a show ----------------------------------------------------------------------

PARTS = re.compile(r"\s*[|｜]\s*")
NAMES = re.compile(r"[、,，;；]")


def programme(activity) -> list[dict]:
    """One a line: 「节目｜演出者｜人数」. Without a number, as many as are named."""
    found = []
    for line in activity.programme.splitlines():
        if not line.strip():
            continue
        title, by, count = [*PARTS.split(line.strip()), "", ""][:3]
        count = count.removesuffix("人")
        named = len([n for n in NAMES.split(by) if n.strip()])
        found.append({"title": title, "by": by, "people": int(count) if count.isdigit() else named})
    return found


def performers(activity) -> int:
    return sum(one["people"] for one in programme(activity))


def audience(activity) -> int:
    """Who looked on: those who came less those on stage; nothing where there was no programme."""
    on_stage = performers(activity)
    return max(activity.person_times - on_stage, 0) if on_stage else 0


# --- things given and bought, and what was published ------------------------------------------------


def supplies_cost(activity) -> Decimal:
    return sum((Decimal(one["cost"]) for one in activity.supplies), Decimal(0))


def readers(activity) -> int:
    return sum(one["readers"] for one in activity.publicity)


GRADES = {"first": "一等奖", "second": "二等奖", "third": "三等奖"}


def prizes_of(activity) -> dict[str, int]:
    """How many won a first, a second, a third prize."""
    found = dict.fromkeys(GRADES, 0)
    for prize in activity.prizes.all():
        for name, words in GRADES.items():
            if words in prize.name and not prize.souvenir:
                found[name] += prize.people
    return found
