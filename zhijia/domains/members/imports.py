"""The roll in Excel: who is new, who changed and in what, who is refused and why.

The roll of a union that exists is taken over as it stands; admission with one's own application
(rules 2.20) is the verb ``apply``. Rows are matched by ID number, then staff number, then name
with date of birth; an empty cell never erases what is known.
"""

from collections import defaultdict
from datetime import date, datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from zhijia.kernel import bulk, clock, masking, records
from zhijia.kernel.actions import Step
from zhijia.kernel.importer import (
    Column,
    Verdict,
    importer,
    read_choice,
    read_date,
    read_id_number,
    read_phone,
    read_text,
)
from zhijia.kernel.names import readings_of, strokes_of
from zhijia.kernel.orgs import Org
from zhijia.kernel.people import Group, Membership, Person, new_token
from zhijia.kernel.privacy import box

from .judging import LABELLED, OF_PERSON, Roll, text_of
from .models import Member

COLUMNS = (
    Column("name", "姓名", ("教职工姓名", "会员姓名", "职工姓名"), read_text(60), required=True),
    Column("staff_no", "工号", ("职工号", "编号", "教工号", "工作证号", "教职工号"), read_text(30)),
    Column("sex", "性别", (), read_choice(Person.Sex.choices)),
    Column("birthday", "出生日期", ("出生年月日", "生日", "出生年月"), read_date),
    Column("id_number", "身份证号", ("身份证", "身份证号码", "证件号码"), read_id_number,
           masked=masking.mask_id),
    Column("phone", "手机号", ("手机", "电话", "联系电话", "手机号码", "联系方式"), read_phone,
           masked=masking.mask_phone),
    Column("politics", "政治面貌", (), read_choice(
        Person.Politics.choices, {"党员": "party", "预备党员": "probation", "团员": "league"})),
    Column("title", "职称", ("职称等级", "专业技术职务"), read_choice(
        Person.Title.choices, {"高级": "deputy", "高级教师": "deputy", "正高级教师": "senior", "一级教师": "middle",
                               "二级教师": "junior", "三级教师": "junior", "初级": "junior", "无": "none"})),
    Column("establishment", "编制", ("编制类型", "用工形式"), read_choice(
        Person.Establishment.choices, {"事业编": "on", "编内": "on", "合同": "contract", "聘用": "contract",
                                       "编外": "contract", "派遣": "dispatch"})),
    Column("category", "人员类别", ("岗位类别", "类别"), read_choice(
        Person.Category.choices, {"教师": "teacher", "职员": "manager", "工人": "logistics"})),
    Column("group", "工会小组", ("小组", "部门", "所在小组"), read_text(60)),
    Column("starts", "入会日期", ("入会时间", "加入工会日期"), read_date),
    Column("retires", "退休日期", ("退休时间",), read_date),
    Column("member_no", "会员证号", ("会员编号", "工会会员证号"), read_text(20)),
)  # fmt: skip


# --- writing -------------------------------------------------------------------------------------


def write(batch):
    """New persons, spells, steps and records as plain rows; changes through model objects."""
    fresh = [(row, values) for row, values, _was in batch.rows if row.verdict == Verdict.NEW]
    changed = [line for line in batch.rows if line[0].verdict != Verdict.NEW]
    groups = _groups(batch, [values for _row, values, _was in batch.rows])
    if fresh:
        known = _known(batch, fresh)
        _write_new(batch, [(row, v) for row, v in fresh if not row.why], known, groups)
    if changed:
        _write_changed(batch, changed, groups)


def _known(batch, fresh) -> dict:
    """Place → person, for those who were on a roll before: here, or by ID number anywhere.

    Nobody is a member of two unions on one day: whoever is on another roll is to be moved.
    """
    by_digest = {v["id_digest"]: row for row, v in fresh if "id_digest" in v}
    by_pk = {v["person"]: row for row, v in fresh if "person" in v}
    names = ("id", "token", "id_digest")
    people = bulk.among(Person, names, "id_digest", list(by_digest))
    people += bulk.among(Person, names, "id", list(by_pk))
    there = bulk.among(
        Membership, ("person_id", "org_id", "ends"), "person_id", [p[0] for p in people]
    )
    away = {pk for pk, org, ends in there if org != batch.import_.org_id and ends is None}
    found = {}
    for pk, token, mark in people:
        row = by_pk.get(pk) or by_digest[mark]
        if pk in away:
            batch.refuse(row, _("此人在别的工会有会籍，请办理会籍接转"))
        found[row.place] = Who(pk, token)
    return found


def _groups(batch, rows):
    """Group name → id; groups named in the file and not there yet are made."""
    org = batch.import_.org
    known = dict(Group.objects.of(org).values_list("name", "pk"))
    for values in rows:
        name = values.get("group")
        if name and name not in known:
            known[name] = Group.objects.create(org=org, name=name).pk
    return known


PERSON = (
    "id", "name", "pinyin", "initials", "strokes", "sex", "staff_no", "birthday", "retires", "phone",
    "id_number", "id_digest", "politics", "title", "establishment", "category", "token",
)  # fmt: skip


class Who(NamedTuple):
    """As much of a person as figures ask for."""

    pk: int
    token: str


class Spell(NamedTuple):
    """A fresh spell as the table and the record kind read it: a hundred thousand model objects
    would cost more than their rows."""

    id: int
    org_id: int
    org_path: str
    created: datetime
    person_id: int
    member_no: str
    group_id: int | None
    starts: date
    ends: date | None
    kept: bool
    entered: str
    left: str
    org: Org
    person: Who

    @property
    def pk(self):
        return self.id


SPELL = Spell._fields[:-2]  # its columns


def _write_new(batch, wanted, known, groups):
    unknown = [(row, v) for row, v in wanted if row.place not in known]
    made = {
        row.place: Who(pk, new_token())
        for (row, _v), pk in zip(unknown, bulk.reserve(Person, len(unknown)), strict=True)
    }
    encrypt = box().encrypt
    bulk.insert(Person, PERSON, (_person(*made[row.place], v, encrypt) for row, v in unknown))
    spells = _spells(batch.import_.org, wanted, known | made, groups)
    bulk.insert(Membership, SPELL, (spell[:-2] for spell in spells))
    _note(batch, spells, _("从表格导入"))
    _tell_records(spells, new=True)


def _spells(org, wanted, people, groups):
    now, entered, spells = clock.now(), Membership.Entered.ADMITTED.value, []
    for (row, v), pk in zip(wanted, bulk.reserve(Membership, len(wanted)), strict=True):
        who, day = people[row.place], date.fromisoformat(v["starts"])
        number, group = v.get("member_no", ""), groups.get(v.get("group"))
        spells.append(
            Spell(pk, org.pk, org.path, now, who.pk, number, group, day, None, False, entered, "",
                  org, who)
        )  # fmt: skip
        row.source_id = pk
    return spells


def _tell_records(spells, new=False):
    changed = records.project(records.kinds[Member], spells, new=new)
    for listener in records.after_sync:
        listener(changed)


def _person(pk, token, v, encrypt):
    """The row of a new person; birth and sex come from the ID number where the sheet is silent."""
    get = v.get
    name, number, phone = v["name"], get("id_number", ""), get("phone", "")
    born = get("birthday") or (number and f"{number[6:10]}-{number[10:12]}-{number[12:14]}")
    sex = get("sex") or (number and ("m" if int(number[16]) % 2 else "f")) or ""
    return (
        pk, name, *readings_of(name), strokes_of(name), sex, get("staff_no", ""), born or None,
        get("retires"), encrypt(phone.encode()).decode() if phone else "",
        encrypt(number.encode()).decode() if number else "", get("id_digest", ""),
        get("politics", ""), get("title", ""), get("establishment", ""), get("category", ""), token,
    )  # fmt: skip


def _day(text):
    return date.fromisoformat(text) if text else None


STEP = ("org_id", "org_path", "created", "source", "source_id", "verb", "label", "by_id", "was",
        "became", "note", "changed")  # fmt: skip


def _note(batch, spells, words, changed=None):
    """One step a member, so that the timeline of each says where it came from."""
    org, now = batch.import_.org, clock.now()
    label, source = _("导入"), Member._meta.label_lower
    note = f"{words}：{batch.import_.name}"[:300]
    bulk.insert(Step, STEP, (
        (org.pk, org.path, now, source, s.pk, "import", label, batch.by.pk, "", "", note,
         (changed or {}).get(s.pk, []))
        for s in spells
    ))  # fmt: skip


def _write_changed(batch, changed, groups):
    """Take over what the cells say where something else is held."""
    spells = Member.objects.select_related("person", "org").in_bulk(
        [row.source_id for row, _v, _w in changed]
    )
    names = defaultdict(list)
    persons, touched = [], []
    for row, values, was in changed:
        spell = spells.get(row.source_id)
        if spell is None:
            batch.refuse(row, _("这个人的会籍已经不在"))
            continue
        for name in was:
            _set(spell, name, values[name], groups)
            names[spell.pk].append(name)
        persons.append(spell.person)
        touched.append(spell)
    _save(persons, touched)
    _note(batch, touched, _("按表格更新"), names)
    _tell_records(touched)


def _set(spell, name, value, groups):
    if name == "group":
        spell.group_id = groups.get(value)
    elif name in ("starts", "member_no"):
        setattr(spell, name, _day(value) if name == "starts" else value)
    elif name in ("birthday", "retires"):
        setattr(spell.person, name, _day(value))
    else:
        setattr(spell.person, name, value)


def _save(persons, spells):
    for person in persons:
        person.derive()
    fields = [*OF_PERSON, "pinyin", "initials", "strokes", "id_digest"]
    Person.objects.bulk_update(persons, fields, batch_size=500)
    Member.objects.bulk_update(spells, ["group", "starts", "member_no"], batch_size=500)


# --- undoing -------------------------------------------------------------------------------------


def undo(batch):
    """Take spells back and former values in again; whoever has a history since then stays."""
    spells = Member.objects.select_related("person", "org").in_bulk(
        [row.source_id for row, _v, _w in batch.rows]
    )
    for row, values, was in batch.rows:
        spell = spells.get(row.source_id)
        if spell is None:
            continue
        if row.verdict == Verdict.NEW:
            _take_back(batch, row, spell)
        else:
            _put_back(batch, spell, values, was)


def _take_back(batch, row, spell):
    """The spell, its record, and the person if nothing else speaks of them."""
    later = Step.objects.filter(source=Member._meta.label_lower, source_id=spell.pk)
    if later.exclude(verb="import").exists():
        batch.refuse(row, _("导入以后已有办理记录，没有撤销"))
        return
    person = spell.person
    try:
        with transaction.atomic():
            records.forget(records.kinds[Member], [spell.pk])
            spell.delete()
            if not person.memberships.exists():
                person.delete()
    except ProtectedError:
        batch.refuse(row, _("导入以后已在别处用到，没有撤销"))


def _put_back(batch, spell, values, was):
    """Each field that still says what the import wrote gets what it said before."""
    groups = dict(Group.objects.of(batch.import_.org).values_list("name", "pk"))
    words = {
        v.name: {str(label): key for key, label in LABELLED.get(v.name, {}).items()}
        for v in COLUMNS
    }
    for name, text in was.items():
        if _now(spell, name) == values[name]:
            _set(spell, name, words[name].get(text, text), groups)
    _save([spell.person], [spell])
    _note(batch, [spell], _("撤销导入"), {spell.pk: list(was)})
    records.sync(spell)


def _now(spell, name):
    if name == "group":
        return spell.group.name if spell.group else ""
    holder = spell if name in ("starts", "member_no") else spell.person
    return text_of(getattr(holder, name))


importer(
    "members", "会员名册", may="members.keep", columns=COLUMNS,
    judge=lambda org, given: Roll(org, given).judge, write=write, undo=undo,
    asks=(("starts", _("统一的入会日期"), _("表里没有入会日期的人按这一天；不填则这些行不导入。")),),
    note=_("身份证号、手机号加密保存，预览时只显示一部分。"),
)  # fmt: skip
