"""Group: the kernel's group of members, and what this domain keeps beside it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhijia.kernel import people
from zhijia.kernel.access import scope
from zhijia.kernel.orgs import Owned, OwnedQuerySet


class GroupQuerySet(OwnedQuerySet):
    def visible_to(self, person):
        return self.filter(scope(person, "committees.roster"))

    def in_use(self):
        return self.exclude(profile__dissolved__isnull=False)


class Group(people.Group):
    """A group of members (工会小组), with its verbs and pages."""

    objects = GroupQuerySet.as_manager()

    class Meta:
        proxy = True
        verbose_name = _("工会小组")

    @property
    def kept(self):
        """Its profile; a group nobody has described yet has an empty one."""
        return getattr(self, "profile", None) or GroupProfile(org=self.org, group=self)


class GroupProfile(Owned):
    """What unit a group maps to, what its leader does, and when it was dissolved (R-010)."""

    class Unit(models.TextChoices):
        BRANCH = "branch", _("党支部")
        GRADE = "grade", _("年级组")
        SUBJECT = "subject", _("教研组")
        OFFICE = "office", _("科室")
        SQUAD = "squad", _("班组")
        RETIRED = "retired", _("退休教职工")

    group = models.OneToOneField(people.Group, models.CASCADE, related_name="profile")
    kind = models.CharField(_("对应"), max_length=10, choices=Unit, blank=True)
    unit = models.CharField(_("单位名称"), max_length=40, blank=True)
    tasks = models.TextField(_("组长职责"), max_length=2000, blank=True)
    dissolved = models.DateField(_("撤销日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("小组资料")

    def __str__(self):
        return str(self.group)

    @property
    def words(self):
        """教研组（语文）"""
        return f"{self.get_kind_display()}{f'（{self.unit}）' if self.unit else ''}"
