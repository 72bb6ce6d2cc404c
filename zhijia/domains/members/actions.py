"""The verbs of membership: admit … leave."""

from django.db.models import Q
from django.utils.translation import gettext as _

from zhijia.kernel import clock
from zhijia.kernel.actions import action, validate
from zhijia.kernel.people import Person
from zhijia.kernel.refusals import Refused

from .models import Member


@action(Member, creates=True, may="members.keep", label="入会")
def admit(org, *, by, name, starts, staff_no="", sex="", birthday=None, retires=None, group=None):
    """Take a person into the union. A known staff number means the same person comes back."""
    if starts > clock.today():
        raise Refused(_("入会日期不能晚于今天。"))
    who = known(org, staff_no)
    if who and who.name != name:
        raise Refused(_("工号%s已经是%s。") % (staff_no, who.name), _("请核对工号。"))
    later = Q(ends=None) | Q(ends__gte=starts)
    if who and Member.objects.of(org).filter(later, person=who).exists():
        day = Member.objects.of(org).filter(person=who).on(starts).exists()
        words = _("%s当日已经是会员。") if day else _("%s在那一天以后已经是会员。")
        raise Refused(words % who, _("请核对入会日期。"))
    who = who or Person(name=name, staff_no=staff_no)
    for field, value in (("sex", sex), ("birthday", birthday), ("retires", retires)):
        if value:
            setattr(who, field, value)
    validate(who)
    who.save()
    return Member(org=org, person=who, starts=starts, group=group)


def known(org, staff_no):
    """The person of this union who bears the staff number; numbers mean nothing elsewhere."""
    if not staff_no:
        return None
    here = Member.objects.of(org).values("person")
    return Person.objects.filter(staff_no=staff_no, pk__in=here).first()


def still_in(spell, by):
    return _("已于%s离会。") % spell.ends if spell.ends else ""


@action(Member, may="members.keep", label="离会", guard=still_in)
def leave(spell, *, by, ends, reason):
    """End the spell; the history stays."""
    if ends < spell.starts:
        raise Refused(_("离会日期不能早于入会日期。"))
    spell.ends = ends
