"""Who takes part over the year, by group: for the chair, so that nobody is forgotten.

Persons stand in the figures by a mark only (kernel/crowds.py); whoever may read the roll and holds
the key can compute the mark of each member, so every domain that counts people counts here.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from zhijia.kernel import gatherings
from zhijia.kernel.crowds import person_token
from zhijia.kernel.measures import facts_of
from zhijia.kernel.people import Membership


@dataclass
class Row:
    """One group of the union: how many members, how many took part in anything, how often."""

    name: str
    members: int = 0
    took_part: int = 0
    times: int = 0
    never: list = field(default_factory=list)

    @property
    def share(self) -> int:
        return round(self.took_part * 100 / self.members) if self.members else 0


def participation(org, start, end) -> list[Row]:
    """A row a group, those with the smallest share first; three queries however many people."""
    tokens = defaultdict(int)
    rows = facts_of(org, start, end).filter(metric=gatherings.PEOPLE)
    for token in rows.values_list("token", flat=True).iterator():
        tokens[token] += 1
    found: dict[str, Row] = {}
    spells = Membership.objects.of(org).on(end).select_related("person", "group")
    for spell in spells.order_by("person__pinyin"):
        name = spell.group.name if spell.group else "未分组"
        row = found.setdefault(name, Row(name))
        times = tokens.get(person_token(spell.person), 0)
        row.members += 1
        row.took_part += bool(times)
        row.times += times
        if not times:
            row.never.append(spell.person)
    return sorted(found.values(), key=lambda row: (row.share, row.name))
