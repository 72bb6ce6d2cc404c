"""The roll in Excel, row by row through ``admit``."""

from datetime import date

from zhijia.kernel.importer import Column, importer, read_choice, read_date
from zhijia.kernel.people import Person

from .actions import admit
from .models import Member

COLUMNS = (
    Column("name", "姓名", ("教职工姓名", "会员姓名"), str, required=True),
    Column("staff_no", "工号", ("职工号", "编号", "教工号")),
    Column("sex", "性别", (), read_choice(Person.Sex.choices)),
    Column("birthday", "出生日期", ("出生年月日", "生日"), read_date),
    Column("starts", "入会日期", ("入会时间",), read_date, required=True),
)


def bring_in(org, by, row):
    for name in ("birthday", "starts"):
        if row.get(name):
            row[name] = date.fromisoformat(row[name])
    admit(org, by=by, **row)


def key(row):
    return row.get("staff_no") or row["name"]


def known(org):
    spells = Member.objects.of(org).filter(ends=None).select_related("person")
    return {m.person.staff_no or m.person.name for m in spells}


importer(
    "members", "会员名册", may="members.keep", columns=COLUMNS, act=bring_in, key=key, known=known
)
