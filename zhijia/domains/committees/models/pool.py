"""Premises, Activist and OwnSummary: the office, the active, and what officers say of their year."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhijia.kernel.access import scope
from zhijia.kernel.orgs import Owned, OwnedQuerySet
from zhijia.kernel.people import Person


class PremisesQuerySet(OwnedQuerySet):
    def visible_to(self, person):
        return self.filter(scope(person, "committees.roster"))


class Premises(Owned):
    """The union's fixed office, its plaque and its wall chart (R-004)."""

    room = models.CharField(_("办公地点"), max_length=80)
    shared = models.BooleanField(_("与其他部门合用"), default=False)
    plaque = models.DateField(_("挂牌日期"), null=True, blank=True)
    chart = models.DateField(_("机构上墙日期"), null=True, blank=True)
    archive = models.CharField(_("名册和材料存放处"), max_length=80, blank=True)

    objects = PremisesQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["org"], name="one_office_a_union")]
        ordering = ["pk"]
        verbose_name = _("办公场所")

    def __str__(self):
        return self.room


class ActivistQuerySet(OwnedQuerySet):
    def visible_to(self, person):
        return self.filter(scope(person, "committees.see") | Q(person=person, person__isnull=False))


class Activist(Owned):
    """A member chosen for a year as active in union work (R-011)."""

    class Level(models.TextChoices):
        SCHOOL = "school", _("校级")
        DISTRICT = "district", _("区县级")
        CITY = "city", _("市级")
        PROVINCE = "province", _("省级")
        NATION = "nation", _("全国")

    class State(models.TextChoices):
        CHOSEN = "chosen", _("已评选")
        WITHDRAWN = "withdrawn", _("已撤销")

    TONES = {"chosen": "honour", "withdrawn": "plan"}

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("会员"))
    year = models.PositiveSmallIntegerField(_("年度"))
    level = models.CharField(_("级别"), max_length=10, choices=Level, default=Level.SCHOOL)
    deeds = models.TextField(_("事迹"), max_length=2000)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.CHOSEN)

    objects = ActivistQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "person__pinyin"]
        constraints = [
            models.UniqueConstraint(
                fields=["org", "person", "year", "level"], condition=Q(state="chosen"),
                name="active_once_a_year", violation_error_message=_("同一年度同一级别只评一次。"),
            )
        ]  # fmt: skip
        verbose_name = _("积极分子")

    def __str__(self):
        return f"{self.year}年{self.get_level_display()}工会积极分子"


class OwnSummaryQuerySet(OwnedQuerySet):
    def visible_to(self, person):
        """The writer sees their own; who reads them sees what was handed in."""
        if person is None:
            return self.none()
        handed = ~Q(state=OwnSummary.State.DRAFT)
        return self.filter(Q(person=person) | (handed & scope(person, "committees.read_summary")))


class OwnSummary(Owned):
    """An officer's account of their own year: study, duty, integrity, shortcomings (R-020, R-021)."""

    class State(models.TextChoices):
        DRAFT = "draft", _("草稿")
        HANDED_IN = "handed_in", _("已交")
        READ = "read", _("已阅")

    TONES = {"draft": "plan", "handed_in": "due", "read": "done"}
    SECTIONS = ("study", "duty", "integrity", "faults")

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="+", editable=False, verbose_name=_("干部")
    )
    year = models.PositiveSmallIntegerField(_("年度"))
    post = models.CharField(_("职务"), max_length=80, blank=True, editable=False)
    study = models.TextField(_("学习"), max_length=4000, blank=True)
    duty = models.TextField(_("履职"), max_length=4000, blank=True)
    integrity = models.TextField(_("廉洁自律"), max_length=4000, blank=True)
    faults = models.TextField(_("不足与改进"), max_length=4000, blank=True)
    remark = models.TextField(_("阅示"), max_length=1000, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.DRAFT)

    objects = OwnSummaryQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "person__pinyin"]
        constraints = [
            models.UniqueConstraint(
                fields=["org", "person", "year"], name="one_own_summary_a_year",
                violation_error_message=_("这一年的小结已经有了。"),
            )
        ]  # fmt: skip
        verbose_name = _("个人小结")

    def __str__(self):
        return f"{self.year}年个人小结"
