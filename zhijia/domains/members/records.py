"""Membership as a figure: who is a member on the last day of a period."""

from zhijia.kernel.records import DONE, RecordKind, metric, record_kind

from .models import Member

MEMBERS = metric("people.members", "会员", "人", how="standing")
ADMITTED = metric("people.admitted", "新入会", "人")


@record_kind(Member)
class MembershipRecord(RecordKind):
    code, label, chapter = "people.membership", "会籍", "self"
    related = ("person",)

    def stage(self, spell):
        return DONE

    def card(self, spell):
        return {"on": spell.starts, "until": spell.ends, "title": "会员入会"}

    def public(self, spell):
        return ""

    def facts(self, spell):
        return {MEMBERS: [spell.person], ADMITTED: 1}
