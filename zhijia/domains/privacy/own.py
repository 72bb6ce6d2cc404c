"""One's own data as a page shows them, and as a file takes them along."""

from dataclasses import dataclass

from zhijia.kernel import masking
from zhijia.kernel.documents.xlsx import Column, Sheet
from zhijia.kernel.held import Held, all_held, fields_of
from zhijia.kernel.privacy import Look

SHOWN = 5  # rows of one kind on the page; the file has them all
LARGE = 2000  # rows from which a file is made in the background
MASKS = {"phone": masking.mask_phone, "id_number": masking.mask_id, "address": masking.mask_address}


@dataclass
class Section:
    """One kind of thing held: its rows, each a list of fields, and whether there are more."""

    held: Held
    rows: list
    more: bool


def sections(person, shown="") -> list[Section]:
    """What the page shows; the field named ``shown`` in full, other sensitive ones masked."""
    found = []
    for one in all_held():
        rows = list(one.rows(person)[: SHOWN + 1])
        if rows:
            cut = [[_masked(one, f, shown) for f in fields_of(one, row)] for row in rows[:SHOWN]]
            found.append(Section(one, cut, len(rows) > SHOWN))
    return found


def _masked(one, field, shown):
    """A field as the page shows it; ``why`` says what differs from its section's head."""
    code = f"{one.model}.{field.item.name}"
    hidden = field.sensitive and field.value and code != shown
    mask = MASKS.get(field.item.name, lambda value: "已加密保存")
    why = [field.item.purpose] if field.item.purpose else []
    if field.item.basis:
        why.append(f"依据：{field.basis}")
    words = mask(field.value) if hidden else field.value
    return {"field": field, "code": code, "hidden": hidden, "words": words, "why": "　".join(why)}


def count(person) -> int:
    return sum(one.rows(person).order_by().count() for one in all_held())


def as_data(person) -> dict:
    """Everything, with the purpose, basis and term of each kind: for a machine to read."""
    return {
        "姓名": person.name,
        "内容": [
            {
                "类别": one.label, "用途": one.purpose, "保存": one.term(),
                "记录": [{f.label: f.value for f in fields_of(one, row)} for row in one.rows(person)],
            }
            for one in all_held()
        ],
        "谁看过": [
            {"时间": look.at.isoformat(), "谁": look.by.name, "看了": look.what}
            for look in Look.objects.filter(about=person).select_related("by")
        ],
    }  # fmt: skip


def as_sheets(person) -> list[Sheet]:
    """The same for a person to read: a sheet a kind."""
    sheets = []
    for one in all_held():
        rows = [fields_of(one, row) for row in one.rows(person)]
        if rows:
            columns = [Column(f.label, 20) for f in rows[0]]
            notes = [f"用途：{one.purpose}", f"保存：{one.term()}"]
            values = [[f.value for f in row] for row in rows]
            sheets.append(Sheet(one.label, columns, values, notes=notes))
    return sheets
