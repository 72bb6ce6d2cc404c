"""Judging a roll in Excel: who is new, who changed and in what, who is refused and why."""

from collections import defaultdict
from datetime import date

from django.utils.translation import gettext as _

from zhijia.kernel import clock
from zhijia.kernel.importer import Judged, Verdict
from zhijia.kernel.people import Membership, Person
from zhijia.kernel.privacy import digest

OF_PERSON = (
    "name", "staff_no", "sex", "birthday", "id_number", "phone", "politics", "title",
    "establishment", "category", "retires",
)  # fmt: skip
LABELLED = {
    "sex": dict(Person.Sex.choices), "politics": dict(Person.Politics.choices),
    "title": dict(Person.Title.choices), "establishment": dict(Person.Establishment.choices),
    "category": dict(Person.Category.choices),
}  # fmt: skip


class Roll:
    """Who is known here, held in memory while a file is judged: some five queries a file."""

    def __init__(self, org, given):
        self.org, self.default = org, given.get("starts", "")
        self.today = clock.today().isoformat()
        self.spells, self.by_staff, self.by_digest, self.by_birth = {}, {}, {}, {}
        self.bare, self.seen = defaultdict(list), set()
        spells = Membership.objects.of(org).select_related("person", "group").order_by("starts")
        for spell in spells.iterator(chunk_size=5000):
            self._know(spell)

    def _know(self, spell):
        who = spell.person
        held = {name: text_of(getattr(who, name)) for name in OF_PERSON}
        held["group"] = spell.group.name if spell.group else ""
        held["starts"], held["member_no"] = spell.starts.isoformat(), spell.member_no
        ends = spell.ends.isoformat() if spell.ends else ""
        self.spells[who.pk] = (spell.pk, ends, held)
        if who.staff_no:
            self.by_staff[who.staff_no] = who.pk
        if who.id_digest:
            self.by_digest[who.id_digest] = who.pk
        if not (who.staff_no or who.id_digest or who.birthday):
            self.bare[who.name].append(who.pk)
        if who.birthday:
            self.by_birth[who.name, held["birthday"]] = who.pk

    def judge(self, values):
        number = values.get("id_number")
        if number:
            values["id_digest"] = digest(number)
        found = self._find(values)
        spell, ends, held = self.spells.get(found, (None, "", {}))
        if spell is None or ends:
            values.setdefault("starts", self.default)
        why = self._wrong(values, held, ends)
        if why:
            return Judged(Verdict.REFUSED, why[1], why[0])
        marks = self._marks(values, found)
        if not self.seen.isdisjoint(marks):
            return Judged(Verdict.AGAIN, _("表里前面已有同一个人"), "name")
        self.seen.update(marks)
        if spell is None or ends:
            if found:
                values["person"] = found
            return Judged(Verdict.NEW)
        was = {
            name: LABELLED.get(name, {}).get(held[name], held[name])
            for name, value in values.items()
            if value and name in held and value != held[name]
        }
        verdict = Verdict.CHANGED if was else Verdict.SAME
        return Judged(verdict, source_id=spell, was={k: str(v) for k, v in was.items()})

    def _find(self, values):
        if values.get("id_digest") in self.by_digest:
            return self.by_digest[values["id_digest"]]
        if values.get("staff_no") in self.by_staff:
            return self.by_staff[values["staff_no"]]
        born = self.by_birth.get((values["name"], values.get("birthday")))
        # somebody entered by name alone, a fresh chair: the only one of that name is meant
        alone = self.bare.get(values["name"], ())
        return born or (alone.pop() if len(alone) == 1 else None)

    def _wrong(self, values, held, ends):
        """(column, sentence) of what speaks against the row; None when nothing does."""
        number, starts = values.get("id_number", ""), values.get("starts", "")
        if number and values.get("birthday", "").replace("-", "") not in ("", number[6:14]):
            return "birthday", _("出生日期与身份证号不一致")
        if number and values.get("sex") and (int(number[16]) % 2 == 1) != (values["sex"] == "m"):
            return "sex", _("性别与身份证号不一致")
        if held and held["name"] != values["name"] and (not number or number != held["id_number"]):
            return "staff_no", _("工号已经是%s") % held["name"]
        if held and not ends:
            return None
        if not starts:
            return "starts", _("没有入会日期；补上这一列，或上传时填统一的入会日期")
        if starts > self.today:
            return "starts", _("入会日期不能晚于今天")
        if ends and starts <= ends:
            return "starts", _("此人已于%s离会；重新入会请写新的入会日期") % ends
        return None

    def _marks(self, values, found):
        """By what a later row would be the same person. No two sorts are ever alike: a staff number
        is shorter than a digest, and a key is a number."""
        marks = [m for m in (values.get("staff_no"), values.get("id_digest")) if m]
        marks = marks or [(values["name"], values.get("birthday", ""))]
        return [*marks, found] if found else marks


def text_of(value) -> str:
    return value.isoformat() if isinstance(value, date) else str(value or "")
