"""Union: the kernel's place in the tree, as its pages show it; and what is registered about it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhijia.kernel.access import offices, powers
from zhijia.kernel.orgs import Org, OrgQuerySet, Owned, OwnedQuerySet, path_end


class UnionQuerySet(OrgQuerySet):
    def visible_to(self, person):
        """The unions one holds the power at, and those below for who oversees."""
        power, seen = powers["unions.see"], Q(pk__in=[])
        for path, post, org in offices(person) if person else ():
            if post in power.overseers:
                seen |= Q(path__gte=path, path__lt=path_end(path))
            elif post in power.posts:
                seen |= Q(pk=org)
        return self.filter(seen)


class Union(Org):
    """A union, with the verbs and pages of this domain."""

    objects = UnionQuerySet.as_manager()

    class Meta:
        proxy = True
        verbose_name = _("工会")

    @property
    def state_words(self):
        return _("已撤销") if self.closed else _("在册")


class RegistrationQuerySet(OwnedQuerySet):
    def visible_to(self, person):
        unions = Union.objects.all().visible_to(person).values("pk")
        return self.filter(org__in=unions)


class Registration(Owned):
    """What the register of legal persons and the approval say (rules 2.02, 2.17)."""

    approval = models.CharField(_("批准建会文号"), max_length=60, blank=True)
    approved_on = models.DateField(_("批准日期"), null=True, blank=True)
    credit_code = models.CharField(_("统一社会信用代码"), max_length=18, blank=True)
    certificate_ends = models.DateField(_("法人资格证书有效期至"), null=True, blank=True)
    campuses = models.CharField(_("校区（园区）"), max_length=200, blank=True)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["org"], name="one_registration_a_union")]
        verbose_name = _("工会登记")

    def __str__(self):
        return str(self.org)
