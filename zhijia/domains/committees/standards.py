"""What the rules ask of a committee's size, term and existence, as dated and sourced rows.

Rules 2.01–2.16 and 8.06. Where nobody has entered a row for the union, the national pack that is
shipped speaks; a row of a lower level wins over it.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from django.utils.translation import gettext as _

from zhijia.kernel import numerals, policy
from zhijia.kernel.people import Membership
from zhijia.kernel.policy import PolicyRow

from .models import Committee

BANDS = (25, 200, 1000, 5000, 10_000)


def shipped() -> dict[str, PolicyRow]:
    """The national rows on committees by code, in the order of the pack."""
    return {code: row for code, row in policy.shipped().items() if code.startswith("committees.")}


def rule(name, org, on) -> PolicyRow:
    """The row in force for ``committees.<name>`` at the union on the day."""
    return policy.rule(f"committees.{name}", org, on)


def number(name, org, on) -> int:
    return int(rule(name, org, on).value)


def full_members(org, on):
    """Those who elect and may be elected; kept membership does neither (rules 2.23)."""
    return Membership.objects.of(org).on(on).full()


def counts(org, on) -> tuple[int, int]:
    """(members, women among them) who count on the day."""
    rows = full_members(org, on)
    return rows.count(), rows.filter(person__sex="f").count()


@dataclass(frozen=True)
class Span:
    """How many may sit, and the row that says so; no row for women's and special committees."""

    low: int
    high: int
    row: PolicyRow | None
    odd: PolicyRow | None = None

    def misfit(self, seats) -> str:
        """The sentence that says what is wrong with the number of seats, or ""."""
        words = {"n": seats, "low": self.low, "high": self.high}
        if self.row and not self.low <= seats <= self.high:
            words["source"] = self.row.cited
            return _("委员 %(n)d 人，规定为 %(low)d 至 %(high)d 人（%(source)s）。") % words
        if self.odd and seats % 2 == 0:
            words["source"] = self.odd.cited
            return _("委员 %(n)d 人，应为单数（%(source)s）。") % words
        return ""


def span(committee, on, members=None) -> Span:
    """The legal size of a committee (rules 8.06, 2.15)."""
    org = committee.org
    if committee.kind == Committee.Kind.FUNDS_REVIEW:
        row, odd = rule("size.funds_review", org, on), None
    elif committee.kind == Committee.Kind.COMMITTEE:
        members = counts(org, on)[0] if members is None else members
        row, odd = rule(f"size.{band(members)}", org, on), rule("size_odd", org, on)
    else:
        return Span(0, 0, None)
    low, high = map(int, row.value.split("-"))
    return Span(low, high, row, odd if odd and odd.value == "yes" else None)


def band(members: int) -> str:
    return next((str(top) for top in BANDS if members <= top), "more")


def term_years(org, on) -> tuple[list[int], PolicyRow]:
    """The lengths a term may have (rules 2.03: three or five years)."""
    row = rule("term_years", org, on)
    return [int(n) for n in row.value.split(",")], row


def quorum_missed(org, on, entitled, present) -> str:
    """Why the electing meeting could not sit, or "": at least two thirds must come (rules 8.16)."""
    if not entitled or present is None:
        return ""
    row = rule("quorum", org, on)
    share = Fraction(row.value)
    needed = -(-entitled * share.numerator // share.denominator)  # rounded up (rules 0.04)
    if present >= needed:
        return ""
    words = {"entitled": entitled, "present": present, "needed": needed, "source": row.cited}
    return (
        _(
            "应到 %(entitled)d 人，至少 %(needed)d 人到会才能选举，实到 %(present)d 人（%(source)s）。"
        )
        % words
    )


# --- days ---------------------------------------------------------------------------------------


def months_after(day: date, months: int) -> date:
    """The same day so many months on (or back); the month's last day where there is none."""
    at = day.year * 12 + day.month - 1 + months
    year, month = divmod(at, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def last_day(starts: date, years: int) -> date:
    """A term counts from the day of election (rules 8.22) and ends the day before its return."""
    return months_after(starts, years * 12) - timedelta(days=1)


# --- the number of a term -----------------------------------------------------------------------


def next_term(term: str) -> str:
    """第五届 → 第六届, 第9届 → 第10届; "" where the words hold no number."""
    found = re.fullmatch(r"(第?)([〇零一二三四五六七八九十百]+|\d+)(届)", term.strip())
    if not found:
        return ""
    head, said, tail = found.groups()
    value = int(said) if said.isdigit() else numerals.read(said)
    return (
        f"{head}{value + 1 if said.isdigit() else numerals.say(value + 1)}{tail}" if value else ""
    )
