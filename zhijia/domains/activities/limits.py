"""The standards an activity is held to, each with its sentence and source (rules 3.11–3.17).

Only what policy rows say is enforced; where nobody has said, the sentence says so.
"""

from dataclasses import asdict, dataclass
from decimal import Decimal
from fractions import Fraction

from django.db.models import Sum
from django.utils.translation import gettext as _

from zhijia.kernel.money import yuan
from zhijia.kernel.periods import year_bounds
from zhijia.kernel.policy import PolicyRow, check_cap, choice, rows_in_force
from zhijia.kernel.refusals import NeedsReason, Refused
from zhijia.kernel.settings import settings_for

from .models import Activity, ActivitySettings, Fund, Kind

BLOCK, REASON, WARN = PolicyRow.Strength


@dataclass(frozen=True)
class Said:
    """One standard: kept or not, how hard it binds, and the words to show beside the decision."""

    within: bool
    strength: str
    sentence: str


def of_draft(activity) -> list[Said]:
    """What governs an activity before it is published."""
    checks = {Kind.OUTING: of_outing, Kind.FILM: of_film}
    found = list(checks[activity.kind](activity)) if activity.kind in checks else []
    if activity.kind in (Kind.OUTING, Kind.FILM) and activity.fund == Fund.UNION:
        found += dues_first(activity)
    return found


def of_outing(activity):
    row = choice("activities.outing_same_day", activity.org, activity.on)
    if row.value == "yes":
        same = activity.on == activity.until
        words = _("春秋游须当日往返（%s）。") % row.row.cited
        yield Said(same, row.row.strength, words)
    yield _cap("activities.outing_day_cap", activity, activity.per_person, _("春秋游每人每天"))


def of_film(activity):
    """All of the year's films together, per person."""
    start, end = year_bounds(activity.on.year)
    others = Activity.objects.of(activity.org).filter(kind=Kind.FILM, on__range=(start, end))
    others = others.filter(state__in=("open", "closed", "done")).exclude(pk=activity.pk)
    before = others.aggregate(sum=Sum("per_person"))["sum"] or Decimal(0)
    yield _cap(
        "activities.film_year_cap", activity, before + activity.per_person, _("全年观影每人")
    )


def dues_first(activity):
    """Dues first, union funds only for what is short, and not beyond so many times the dues."""
    yield Said(True, WARN, _("春秋游、观影先用会费，不足部分才用工会经费补足，登记时请分开填写。"))
    rows = rows_in_force("activities.topup_factor", activity.org, activity.on)
    income = settings_for(activity.org, ActivitySettings).dues_income
    if not rows or not income:
        return
    start, end = year_bounds(activity.on.year)
    held = (
        Activity.objects.of(activity.org)
        .held()
        .filter(kind__in=(Kind.OUTING, Kind.FILM), on__range=(start, end))
    )
    sums = held.exclude(pk=activity.pk).aggregate(spent=Sum("spent"), dues=Sum("from_dues"))
    used = (sums["spent"] or 0) - (sums["dues"] or 0)
    most = min(Decimal(r.value) for r in rows) * income
    words = {"used": yuan(used), "most": yuan(most), "source": rows[-1].cited}
    yield Said(
        used + activity.budget <= most, rows[-1].strength,
        _("本年已用工会经费补足 %(used)s 元，上限 %(most)s 元（%(source)s）。") % words,
    )  # fmt: skip


def of_prizes(activity, prizes, took_part) -> list[Said]:
    """Winners at most such a share of those who took part; no prize above its cap; no cash."""
    found = []
    rows = rows_in_force("activities.prize_share", activity.org, activity.on)
    ranked = [p for p in prizes if not p["souvenir"]]
    if rows and ranked:
        row = min(rows, key=lambda r: Fraction(r.value))
        winners = sum(p["people"] for p in ranked)
        most = int(Fraction(row.value) * took_part)
        words = {"n": winners, "of": took_part, "most": most, "source": row.cited}
        sentence = (
            _("获奖 %(n)d 人，参加 %(of)d 人，最多 %(most)d 人可以获奖（%(source)s）。") % words
        )
        found.append(Said(winners <= most, row.strength, sentence))
    caps = {"team": "activities.prize_top_team", "person": "activities.prize_top_individual"}
    for prize in prizes:
        code = (
            "activities.souvenir_cap"
            if prize["souvenir"]
            else caps["team" if prize["team"] else "person"]
        )
        if rows_in_force(code, activity.org, activity.on):
            found.append(_cap(code, activity, prize["value"], prize["name"]))
    return found


def _cap(code, activity, amount, about) -> Said:
    verdict = check_cap(code, activity.org, activity.on, amount, about)
    return Said(verdict.within, verdict.strength, verdict.sentence)


def hold(said, over) -> bool:
    """Whether all are kept. A ban refuses; a limit that asks for a reason refuses without one."""
    for one in said:
        if one.within or one.strength == WARN:
            continue
        if one.strength == BLOCK:
            raise Refused(one.sentence, _("请调整后再提交。"))
        if not over:
            raise NeedsReason(one.sentence, _("确有需要的，请在“超标准理由”中说明，并由主席批准。"))
        return False
    return True


def kept(said) -> list[dict]:
    """As they are kept with the activity, so that it shows by what it was decided."""
    return [asdict(one) for one in said]
