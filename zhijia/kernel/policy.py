"""Every cap, ratio and deadline is a dated, scoped, sourced row, shown beside the decision.

Nation < province < city < school: a lower level may be stricter, never looser (rules 0.07).
Three strengths (rules 0.08): block, ask a reason and a higher approver, warn.
"""

import csv
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .money import yuan
from .orgs import Org, lineage

PACKS = Path(__file__).parent / "policy_packs"
VALUES = {
    "yes": gettext_lazy("是"), "no": gettext_lazy("否"), "goods": gettext_lazy("实物"),
    "cash": gettext_lazy("现金"), "any": gettext_lazy("现金或实物"),
    "souvenir": gettext_lazy("纪念品"), "spouse": gettext_lazy("配偶"), "parent": gettext_lazy("父母"),
    "child": gettext_lazy("子女"), "parent_in_law": gettext_lazy("配偶父母"),
}  # fmt: skip


@cache
def code_labels() -> dict[str, str]:
    with open(PACKS.parent / "policy_labels.csv", encoding="utf-8", newline="") as file:
        return {line["code"]: line["label"] for line in csv.DictReader(file)}


class PolicyRow(models.Model):
    """One rule: what it governs, at which union and below, from when, and where it is written."""

    class Strength(models.TextChoices):
        BLOCK = "block", gettext_lazy("不得超过")
        REASON = "reason", gettext_lazy("须说明理由并由上一级批准")
        WARN = "warn", gettext_lazy("提醒")

    class Confidence(models.TextChoices):
        V = "V", gettext_lazy("已核对原文")
        V2 = "V2", gettext_lazy("据转述，待核对")
        K = "K", gettext_lazy("待确认")
        U = "U", gettext_lazy("存疑")

    org = models.ForeignKey(Org, models.CASCADE, related_name="policy", null=True, blank=True)
    org_path = models.CharField(max_length=60, blank=True, editable=False, db_index=True)
    code = models.CharField(gettext_lazy("规则"), max_length=60, db_index=True)
    value = models.CharField(gettext_lazy("标准"), max_length=60)
    unit = models.CharField(gettext_lazy("单位"), max_length=20, blank=True)
    strength = models.CharField(gettext_lazy("效力"), max_length=10, choices=Strength)
    valid_from = models.DateField(gettext_lazy("起"), null=True, blank=True)
    valid_to = models.DateField(gettext_lazy("止"), null=True, blank=True)
    source = models.CharField(gettext_lazy("依据"), max_length=120)
    article = models.CharField(gettext_lazy("条款"), max_length=60, blank=True)
    confidence = models.CharField(gettext_lazy("核对情况"), max_length=2, choices=Confidence)
    note = models.CharField(gettext_lazy("说明"), max_length=200, blank=True)

    class Meta:
        ordering = ["code", "org_path", "-valid_from"]
        verbose_name = gettext_lazy("政策标准")

    def __str__(self):
        return f"{self.code} {self.value}{self.unit}"

    def save(self, *args, **kwargs):
        self.org_path = self.org.path if self.org else ""
        super().save(*args, **kwargs)

    @property
    def label(self):
        """The rule's Chinese name, or its code where none is known."""
        return code_labels().get(self.code, self.code)

    @property
    def words(self):
        """The standard as people read it: 1,000 元, 实物, 配偶、父母、子女."""
        if self.unit.startswith("元"):
            return f"{yuan(self.value).removesuffix('.00')} {self.unit}"
        return "、".join(str(VALUES.get(v, v)) for v in self.value.split(","))

    @property
    def cited(self):
        """The source as it is printed beside a decision."""
        return f"{self.source}{self.article}"


def load_pack(path, org=None) -> int:
    """Read a policy pack (see ``policy_packs/README.md``) as the rows of a union, or the nation's.

    Rows that stand already are left as they are; the number of new ones is returned.
    """
    with open(path, encoding="utf-8", newline="") as file:
        made = 0
        for line in csv.DictReader(file):
            given = {
                name: value or None for name, value in line.items() if name.startswith("valid_")
            }
            words = {name: value for name, value in line.items() if not name.startswith("valid_")}
            key = {name: words.pop(name) for name in ("code", "source")} | given
            made += PolicyRow.objects.get_or_create(org=org, **key, defaults=words)[1]
    return made


def rows_in_force(code: str, org, on) -> list[PolicyRow]:
    """The rows that reach this union on this day, the nation's first, the union's own last."""
    rows = PolicyRow.objects.filter(code=code).filter(
        Q(org=None) | Q(org_path__in=lineage(org.path))
    )
    rows = rows.filter(Q(valid_from=None) | Q(valid_from__lte=on))
    rows = rows.filter(Q(valid_to=None) | Q(valid_to__gte=on))
    # where the two databases differ: a row without a first day is the older one
    return list(rows.order_by("org_path", F("valid_from").asc(nulls_first=True), "pk"))


@dataclass(frozen=True)
class Standard:
    """What holds, and the row that decides it. ``row`` is None where nobody has said."""

    value: str
    row: PolicyRow | None

    @property
    def amount(self) -> Decimal | None:
        return Decimal(self.value) if self.row else None


def cap(code: str, org, on) -> Standard:
    """The strictest ceiling in yuan that reaches the union; unknown stays unknown."""
    rows = rows_in_force(code, org, on)
    if not rows:
        return Standard("", None)
    row = min(rows, key=lambda r: (Decimal(r.value), -len(r.org_path)))
    return Standard(row.value, row)


def choice(code: str, org, on) -> Standard:
    """The lowest level's word, for what is no amount (a form of gift, a list of relatives)."""
    rows = rows_in_force(code, org, on)
    return Standard(rows[-1].value, rows[-1]) if rows else Standard("", None)


@cache
def shipped() -> dict[str, PolicyRow]:
    """The national rows that come with the program, by code, unsaved."""
    with open(PACKS / "nation.csv", encoding="utf-8", newline="") as file:
        plain = ("code", "value", "unit", "strength", "source", "article", "confidence", "note")
        return {
            line["code"]: PolicyRow(**{k: line[k] for k in plain}) for line in csv.DictReader(file)
        }


def rules(prefix: str, org, on) -> dict[str, PolicyRow]:
    """Every rule whose code begins so, as :func:`rule` gives it, in one query."""
    rows = PolicyRow.objects.filter(code__startswith=prefix).filter(
        Q(org=None) | Q(org_path__in=lineage(org.path))
    )
    rows = rows.filter(Q(valid_from=None) | Q(valid_from__lte=on))
    rows = rows.filter(Q(valid_to=None) | Q(valid_to__gte=on))
    own = rows.order_by("org_path", F("valid_from").asc(nulls_first=True), "pk")
    known = {code: row for code, row in shipped().items() if code.startswith(prefix)}
    return known | {row.code: row for row in own}


def rule(code: str, org, on) -> PolicyRow:
    """The row in force; where nobody has entered one for the union, the national one shipped here."""
    return choice(code, org, on).row or shipped()[code]


@dataclass(frozen=True)
class Verdict:
    """The answer to "may it be so much": ``within``, and the sentence with its source."""

    within: bool
    strength: str
    sentence: str
    row: PolicyRow | None = None


def check_cap(code: str, org, on, amount, about: str) -> Verdict:
    """Hold an amount in yuan against the cap. An unknown cap warns and is never guessed."""
    standard = cap(code, org, on)
    if standard.row is None:
        sentence = _("本地%s标准尚未录入，请按上级工会规定执行。") % about
        return Verdict(True, PolicyRow.Strength.WARN, sentence)
    words = {"about": about, "cap": yuan(standard.value), "source": standard.row.cited}
    if Decimal(amount or 0) <= standard.amount:
        sentence = _("%(about)s标准：%(cap)s 元以内（%(source)s）。") % words
        return Verdict(True, standard.row.strength, sentence, standard.row)
    words["over"] = yuan(Decimal(amount) - standard.amount)
    sentence = _("超出%(about)s标准 %(over)s 元：标准为 %(cap)s 元以内（%(source)s）。") % words
    return Verdict(False, standard.row.strength, sentence, standard.row)
