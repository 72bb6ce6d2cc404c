"""Audience: a saved search among the members, to be used again for every activity of its sort."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhijia.kernel import clock
from zhijia.kernel.access import scope
from zhijia.kernel.orgs import Owned, OwnedQuerySet
from zhijia.kernel.people import Group, Membership, Person


class AudienceQuerySet(OwnedQuerySet):
    def visible_to(self, person):
        return self.filter(scope(person, "activities.organise"))


class Audience(Owned):
    """Whom an activity is for. Everything left empty does not matter; what is set must all fit."""

    class Standing(models.TextChoices):
        ALL = "all", _("在职和保留会籍的会员")
        WORKING = "working", _("在职会员")
        RETIRED = "retired", _("保留会籍的退休会员")

    name = models.CharField(_("名称"), max_length=40)
    standing = models.CharField(_("会籍"), max_length=10, choices=Standing, default=Standing.ALL)
    sex = models.CharField(_("性别"), max_length=1, choices=Person.Sex, blank=True)
    age_from = models.PositiveSmallIntegerField(_("年满"), null=True, blank=True)
    age_to = models.PositiveSmallIntegerField(_("不超过"), null=True, blank=True)
    category = models.CharField(_("人员类别"), max_length=10, choices=Person.Category, blank=True)
    groups = models.ManyToManyField(
        Group, blank=True, related_name="+", verbose_name=_("限这些小组")
    )
    people = models.ManyToManyField(
        Person, blank=True, related_name="+", verbose_name=_("指定人员")
    )
    club = models.ForeignKey(
        "activities.Club", models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("协会会员"),
    )  # fmt: skip
    retired = models.BooleanField(_("不再使用"), default=False, editable=False)

    objects = AudienceQuerySet.as_manager()

    class Meta:
        ordering = ["retired", "name"]
        verbose_name = _("报名范围")
        constraints = [models.UniqueConstraint(fields=["org", "name"], name="one_audience_a_name")]

    def __str__(self):
        return self.name

    def spells(self, on=None):
        """The memberships of those it holds on the day (today if none is given)."""
        on = on or clock.today()
        rows = Membership.objects.of(self.org).on(on)
        if self.standing != self.Standing.ALL:
            rows = rows.filter(kept=self.standing == self.Standing.RETIRED)
        for name in ("sex", "category"):
            if value := getattr(self, name):
                rows = rows.filter(**{f"person__{name}": value})
        if self.age_from is not None:
            rows = rows.filter(person__birthday__lte=years_before(on, self.age_from))
        if self.age_to is not None:
            rows = rows.filter(person__birthday__gt=years_before(on, self.age_to + 1))
        if self.club_id:
            rows = rows.filter(person__in=self.club.members_on(on))
        for name, path in (("groups", "group"), ("people", "person")):
            chosen = [row.pk for row in getattr(self, name).all()]
            if chosen:
                rows = rows.filter(**{f"{path}__in": chosen})
        return rows

    def holds(self, person, on=None) -> bool:
        return self.spells(on).filter(person=person).exists()

    @property
    def words(self) -> str:
        """The conditions as people read them."""
        said = [str(self.get_standing_display())]
        said += [str(self.get_sex_display())] if self.sex else []
        said += [str(self.get_category_display())] if self.category else []
        said += [f"年满 {self.age_from} 周岁"] if self.age_from is not None else []
        said += [f"不超过 {self.age_to} 周岁"] if self.age_to is not None else []
        said += ["、".join(g.name for g in self.groups.all())]
        said += [f"{self.club}会员"] if self.club_id else []
        named = len(self.people.all())
        said += [f"指定的 {named} 人"] if named else []
        return "，".join(filter(None, said))


def years_before(day, years):
    """The same day so many years earlier; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
