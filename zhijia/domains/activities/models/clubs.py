"""Clubs (协会) and school teams (代表队): who is in them, their years, and where they competed."""

from decimal import Decimal

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from zhijia.kernel import clock
from zhijia.kernel.access import scope
from zhijia.kernel.orgs import Owned, OwnedQuerySet
from zhijia.kernel.people import Membership, Person, Spell, SpellQuerySet


class ClubQuerySet(OwnedQuerySet):
    def visible_to(self, person):
        """Everybody of the union: anybody may join."""
        return self.filter(scope(person, "activities.see"))

    def active(self):
        return self.filter(state=Club.State.ACTIVE)

    def with_size(self):
        """``size_``: how many are in it now, counted in the same statement."""
        inside = ClubMember.objects.present().filter(club=OuterRef("pk")).order_by()
        count = inside.values("club").annotate(n=Count("pk")).values("n")
        return self.annotate(size_=Coalesce(Subquery(count), 0))


class Club(Owned):
    """A club of members around one sport or art, a team that stands for the school, or a club of
    pupils, whose head is the teacher who guides it. ``host``: the college or office it leans on."""

    class State(models.TextChoices):
        ACTIVE = "active", _("活动中")
        DISSOLVED = "dissolved", _("已解散")

    class Kind(models.TextChoices):
        CLUB = "club", _("协会")
        TEAM = "team", _("代表队")
        PUPILS = "pupils", _("学生社团")

    TONES = {"active": "done", "dissolved": "plan"}

    kind = models.CharField(_("类别"), max_length=10, choices=Kind, default=Kind.CLUB)
    name = models.CharField(_("名称"), max_length=40)
    purpose = models.TextField(_("宗旨和活动内容"), max_length=1000, blank=True)
    place = models.CharField(_("活动地点"), max_length=60, blank=True)
    host = models.CharField(_("依托单位"), max_length=60, blank=True)
    head = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("负责人"))
    welcomes = models.BooleanField(_("欢迎非会员来参加活动"), default=False)
    founded = models.DateField(_("成立日期"), default=clock.today)
    dissolved = models.DateField(_("解散日期"), null=True, blank=True, editable=False)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.ACTIVE)

    objects = ClubQuerySet.as_manager()

    class Meta:
        ordering = ["state", "name"]
        constraints = [models.UniqueConstraint(fields=["org", "name"], name="one_club_a_name")]
        verbose_name = _("协会")

    def __str__(self):
        return self.name

    def members_on(self, day=None):
        """The persons in it on the day (today if none is given), as a subquery.

        Who left on a past day was still in it that day; who leaves today is out at once.
        """
        day = day or clock.today()
        rows = self.memberships.on(day)
        rows = rows if day < clock.today() else rows.filter(closed=None)
        return rows.of_the_union(day).order_by().values("person")


class ClubMemberQuerySet(SpellQuerySet):
    def visible_to(self, person):
        return self.filter(scope(person, "activities.see"))

    def of_the_union(self, day):
        """Those who belong to the union on the day: leaving it is leaving its clubs."""
        spells = Membership.objects.filter(org=OuterRef("org"), person=OuterRef("person")).on(day)
        spells = spells if day < clock.today() else spells.filter(closed=None)
        return self.filter(Exists(spells))

    def present(self):
        """Those who are in the club now."""
        return self.live().of_the_union(clock.today())


class ClubMember(Spell):
    """A spell in a club; leaving and coming back stay visible."""

    club = models.ForeignKey(Club, models.PROTECT, related_name="memberships")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("成员"))

    objects = ClubMemberQuerySet.as_manager()

    class Meta:
        ordering = ["starts", "pk"]
        verbose_name = _("协会成员")
        constraints = [
            models.UniqueConstraint(
                fields=["club", "person"], condition=Q(ends=None), name="one_open_spell_a_club"
            )
        ]

    def __str__(self):
        return f"{self.club}：{self.person}"


class ClubYearQuerySet(OwnedQuerySet):
    def visible_to(self, person):
        return self.filter(scope(person, "activities.see"))

    def agreed(self):
        """Those whose budget may be spent."""
        return self.filter(state__in=(ClubYear.State.AGREED, ClubYear.State.REVIEWED))


class ClubYear(Owned):
    """What a club means to do in a year, with how much, and what came of it."""

    class State(models.TextChoices):
        PLANNED = "planned", _("待批准")
        RETURNED = "returned", _("退回修改")
        AGREED = "agreed", _("已批准")
        REVIEWED = "reviewed", _("已总结")

    TONES = {"planned": "due", "returned": "late", "agreed": "info", "reviewed": "done"}

    club = models.ForeignKey(Club, models.PROTECT, related_name="years")
    year = models.PositiveSmallIntegerField(_("年度"))
    plan = models.TextField(_("年度计划"), max_length=3000)
    budget = models.DecimalField(_("预算"), max_digits=12, decimal_places=2, default=Decimal(0))
    review = models.TextField(_("年度总结"), max_length=3000, blank=True)
    drafted_by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", editable=False
    )
    agreed_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.PLANNED)

    objects = ClubYearQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "club"]
        constraints = [models.UniqueConstraint(fields=["club", "year"], name="one_club_year")]
        verbose_name = _("协会年度计划")

    def __str__(self):
        return f"{self.club}{self.year}年"


class ShowingQuerySet(OwnedQuerySet):
    def visible_to(self, person):
        return self.filter(scope(person, "activities.see"))


class Showing(Owned):
    """A contest outside the school in which a club or team stood for it, and how it came out."""

    class Level(models.TextChoices):
        AREA = "area", _("学区、乡镇级")
        COUNTY = "county", _("区县级")
        CITY = "city", _("市级")
        PROVINCE = "province", _("省级")
        NATION = "nation", _("国家级")
        FRIENDLY = "friendly", _("友谊赛")

    club = models.ForeignKey(Club, models.PROTECT, related_name="showings")
    on = models.DateField(_("日期"))
    contest = models.CharField(_("比赛名称"), max_length=80)
    level = models.CharField(_("级别"), max_length=10, choices=Level)
    result = models.CharField(_("成绩"), max_length=60, blank=True)
    people = models.ManyToManyField(Person, blank=True, related_name="+", verbose_name=_("队员"))
    pupils = models.PositiveSmallIntegerField(_("参赛学生"), default=0)
    selection = models.ForeignKey(
        "activities.Contest", models.SET_NULL, null=True, blank=True, related_name="showings",
        verbose_name=_("本会选拔赛"),
    )  # fmt: skip

    objects = ShowingQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]
        verbose_name = _("参赛成绩")

    def __str__(self):
        return f"{self.club}：{self.contest}"
