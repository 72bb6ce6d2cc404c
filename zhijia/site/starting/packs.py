"""The policy packs as the wizard shows them: what is in force today, how sure it is, where it stands."""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhijia.kernel.money import yuan
from zhijia.kernel.policy import PACKS, VALUES, PolicyRow, code_labels

NATION = "nation"
SURE = ("V", "V2")
SUBJECTS = {"care": _("慰问"), "activities": _("活动"), "funds": _("经费"), "committees": _("组织")}
OWN_CAPS = "care.cap."
TONES = {"V": "done", "V2": "info", "K": "due", "U": "late"}


@dataclass(frozen=True)
class Line:
    """One row of a pack, not saved."""

    pack: str
    row: PolicyRow

    @property
    def key(self):
        return f"{self.pack}:{self.row.code}"

    @property
    def sure(self):
        """What is only known by hearsay or doubtful stays open; it is never guessed."""
        return self.row.confidence in SURE

    @property
    def tone(self):
        return TONES[self.row.confidence]

    @property
    def words(self):
        return words_of(self.row)

    @property
    def strength(self):
        """A form or a share is not exceeded but kept to."""
        if self.row.strength == PolicyRow.Strength.BLOCK and not is_cap(self.row.code):
            return _("必须遵守")
        return self.row.get_strength_display()


def words_of(row) -> str:
    """The standard with its unit: 1,000 元/次, 实物, 2/3, 3-7 人."""
    known = [str(VALUES.get(v, "")) for v in row.value.split(",")]
    if all(known):
        return "、".join(known)
    if row.unit.startswith("元"):
        return f"{yuan(row.value).removesuffix('.00')} {row.unit}"
    value = row.value.replace(",", "、")
    return value if "/" in value else f"{value} {row.unit}"


def is_cap(code: str) -> bool:
    """Of ceilings the strictest holds, so several may stand side by side; of the rest only one."""
    return ".cap." in code or code.endswith("_cap") or "prize_top" in code


@cache
def _read() -> dict[str, list[dict]]:
    found = {}
    for path in sorted(PACKS.glob("*.csv")):
        with open(path, encoding="utf-8", newline="") as file:
            found[path.stem] = list(csv.DictReader(file))
    return found


def _row(line) -> PolicyRow:
    days = {
        k: date.fromisoformat(v) if v else None for k, v in line.items() if k.startswith("valid_")
    }
    return PolicyRow(**(line | days))


def lines_of(pack, on) -> list[Line]:
    """What the pack says today."""
    rows = [_row(line) for line in _read()[pack]]
    return [Line(pack, r) for r in rows if not r.valid_to or r.valid_to >= on]


def regions(on) -> list[tuple[str, str]]:
    """(pack, the document it was read from) of every region that still says something."""
    found = ((pack, lines_of(pack, on)) for pack in _read() if pack != NATION)
    return [(pack, lines[0].row.source) for pack, lines in found if lines]


def sources() -> set[str]:
    """The documents behind the packs; whatever cites another one was typed by the union."""
    return {line["source"] for lines in _read().values() for line in lines}


def all_lines(on) -> dict[str, Line]:
    return {line.key: line for pack in _read() for line in lines_of(pack, on)}


def in_force(org, on):
    """The union's own rows that hold on the day."""
    rows = PolicyRow.objects.filter(org=org).filter(Q(valid_from=None) | Q(valid_from__lte=on))
    return rows.filter(Q(valid_to=None) | Q(valid_to__gte=on))


def adopted(org, on):
    """Those taken over from packs."""
    return in_force(org, on).filter(source__in=sources())


def own(org, on):
    """Those the union typed from its own document."""
    return in_force(org, on).exclude(source__in=sources())


def cap_codes() -> dict[str, str]:
    return {code: label for code, label in code_labels().items() if code.startswith(OWN_CAPS)}


def grouped(lines) -> list[tuple[str, list[Line]]]:
    """By subject, in the order of the packs."""
    found = {}
    for line in lines:
        found.setdefault(line.row.code.split(".")[0], []).append(line)
    return [(SUBJECTS.get(key, key), rows) for key, rows in found.items()]
