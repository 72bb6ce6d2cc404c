"""Membership as a figure: who is a member on the last day of a period; who came and who left."""

from zhijia.kernel.people import Membership
from zhijia.kernel.records import DONE, RecordKind, Sentence, metric, record_kind

from .models import Member

MEMBERS = metric("people.members", "会员", "人", how="standing")
ADMITTED = metric("people.admitted", "新入会", "人")
MOVED_IN = metric("people.moved_in", "转入会员", "人")

ENTERED = {Membership.Entered.ADMITTED: ADMITTED, Membership.Entered.MOVED: MOVED_IN}


@record_kind(Member)
class MembershipRecord(RecordKind):
    """A kept spell and the full one after it are one membership: only entering anew is counted."""

    code, label, chapter = "people.membership", "会籍", "self"
    related = ("person",)
    sentences = (Sentence("发展新会员{people.admitted}人，转入会员{people.moved_in}人"),)

    def stage(self, spell):
        return DONE

    def card(self, spell):
        return {"on": spell.starts, "until": spell.ends, "title": "会员入会"}

    def public(self, spell):
        return ""

    def facts(self, spell):
        facts = {MEMBERS: [spell.person]}
        if spell.entered in ENTERED:
            facts[ENTERED[spell.entered]] = 1
        return facts
