"""Member: a membership spell as the roll shows it."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhijia.kernel.access import scope
from zhijia.kernel.people import Membership, SpellQuerySet


class MemberQuerySet(SpellQuerySet):
    def visible_to(self, person):
        """Those who keep the roll see it; everybody sees their own."""
        return self.filter(scope(person, "members.see") | Q(person=person))


class Member(Membership):
    """The kernel's membership spell, with the verbs and pages of this domain."""

    objects = MemberQuerySet.as_manager()

    class Meta:
        proxy = True
        verbose_name = _("会员")

    def __str__(self):
        return self.person.name
