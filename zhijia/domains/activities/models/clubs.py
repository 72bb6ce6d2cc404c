"""Clubs (协会), their years, and the regular slots in which people meet."""

from datetime import timedelta
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhijia.kernel import clock
from zhijia.kernel.access import scope
from zhijia.kernel.orgs import Owned, OwnedQuerySet
from zhijia.kernel.people import Person, Spell, SpellQuerySet

WEEKDAYS = [(n, _("周") + "一二三四五六日"[n]) for n in range(7)]


class ClubQuerySet(OwnedQuerySet):
    def visible_to(self, person):
        """Everybody of the union: anybody may join."""
        return self.filter(scope(person, "activities.see"))

    def active(self):
        return self.filter(state=Club.State.ACTIVE)


class Club(Owned):
    """A club of members around one sport or art."""

    class State(models.TextChoices):
        ACTIVE = "active", _("活动中")
        DISSOLVED = "dissolved", _("已解散")

    TONES = {"active": "done", "dissolved": "plan"}

    name = models.CharField(_("名称"), max_length=40)
    purpose = models.TextField(_("宗旨和活动内容"), max_length=1000, blank=True)
    place = models.CharField(_("活动地点"), max_length=60, blank=True)
    head = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("负责人"))
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
        """The persons in it on the day (today if none is given), as a subquery."""
        return self.memberships.on(day or clock.today()).values("person")


class ClubMemberQuerySet(SpellQuerySet):
    def visible_to(self, person):
        return self.filter(scope(person, "activities.see"))


class ClubMember(Spell):
    """A spell in a club; leaving and coming back stay visible."""

    club = models.ForeignKey(Club, models.PROTECT, related_name="memberships")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("会员"))

    objects = ClubMemberQuerySet.as_manager()

    class Meta:
        ordering = ["starts", "pk"]
        verbose_name = _("协会会员")

    def __str__(self):
        return f"{self.club}：{self.person}"


class ClubYearQuerySet(OwnedQuerySet):
    def visible_to(self, person):
        return self.filter(scope(person, "activities.see"))


class ClubYear(Owned):
    """What a club means to do in a year, with how much, and what came of it."""

    class State(models.TextChoices):
        PLANNED = "planned", _("待批准")
        AGREED = "agreed", _("已批准")
        REVIEWED = "reviewed", _("已总结")

    TONES = {"planned": "due", "agreed": "info", "reviewed": "done"}

    club = models.ForeignKey(Club, models.PROTECT, related_name="years")
    year = models.PositiveSmallIntegerField(_("年度"))
    plan = models.TextField(_("年度计划"), max_length=3000)
    budget = models.DecimalField(_("预算"), max_digits=12, decimal_places=2, default=Decimal(0))
    review = models.TextField(_("年度总结"), max_length=3000, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.PLANNED)

    objects = ClubYearQuerySet.as_manager()

    class Meta:
        ordering = ["-year"]
        constraints = [models.UniqueConstraint(fields=["club", "year"], name="one_club_year")]
        verbose_name = _("协会年度")

    def __str__(self):
        return f"{self.club}{self.year}年"


class RegularQuerySet(OwnedQuerySet):
    def visible_to(self, person):
        return self.filter(scope(person, "activities.see"))


class Regular(Owned):
    """A slot that comes back: every second Friday 16:20–17:00, the fitness room from 15:30."""

    class State(models.TextChoices):
        RUNNING = "running", _("进行中")
        ENDED = "ended", _("已停止")

    TONES = {"running": "done", "ended": "plan"}

    club = models.ForeignKey(
        Club, models.PROTECT, null=True, blank=True, related_name="regulars", verbose_name=_("协会")
    )
    title = models.CharField(_("固定活动"), max_length=60)
    place = models.CharField(_("地点"), max_length=60, blank=True)
    weekday = models.PositiveSmallIntegerField(_("星期"), choices=WEEKDAYS)
    every = models.PositiveSmallIntegerField(
        _("间隔"), choices=[(1, _("每周")), (2, _("双周"))], default=1
    )
    opens = models.TimeField(_("开始"))
    shuts = models.TimeField(_("结束"))
    first = models.DateField(_("从"))
    last = models.DateField(_("到"))
    leader = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("负责人"))
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.RUNNING)

    objects = RegularQuerySet.as_manager()

    class Meta:
        ordering = ["state", "weekday", "opens"]
        verbose_name = _("固定活动")

    def __str__(self):
        return self.title

    @property
    def when(self):
        """双周五 16:20–17:00."""
        head = str(self.get_every_display()) if self.every == 2 else str(_("每周"))
        day = "一二三四五六日"[self.weekday]
        return f"{head[:2].replace('周', '') or '每'}周{day} {self.opens:%H:%M}–{self.shuts:%H:%M}"

    def days(self):
        """Every day it falls on, holidays not looked at."""
        day = self.first + timedelta(days=(self.weekday - self.first.weekday()) % 7)
        while day <= self.last:
            yield day
            day += timedelta(weeks=self.every)


class GatheringQuerySet(OwnedQuerySet):
    def visible_to(self, person):
        return self.filter(scope(person, "activities.see"))

    def to_note(self, by_day):
        """Planned, and the day has come."""
        return self.filter(state=Gathering.State.PLANNED, on__lte=by_day)


class Gathering(Owned):
    """One day of a regular slot: what was done, who came."""

    class State(models.TextChoices):
        PLANNED = "planned", _("已安排")
        HELD = "held", _("已开展")
        SKIPPED = "skipped", _("未开展")

    TONES = {"planned": "info", "held": "done", "skipped": "plan"}

    regular = models.ForeignKey(Regular, models.PROTECT, related_name="gatherings")
    on = models.DateField(_("日期"))
    content = models.CharField(_("内容"), max_length=200, blank=True)
    people = models.ManyToManyField(Person, blank=True, related_name="+", verbose_name=_("参加人"))
    guests = models.PositiveIntegerField(_("未登记姓名的参加者"), default=0)
    spent = models.DecimalField(_("支出"), max_digits=12, decimal_places=2, default=Decimal(0))
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.PLANNED)

    objects = GatheringQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["regular", "on"], name="one_gathering_a_day")
        ]
        indexes = [models.Index(fields=["org", "state", "on"])]
        verbose_name = _("固定活动日")

    def __str__(self):
        return f"{self.regular}（{self.on.month}月{self.on.day}日）"

    @property
    def due(self):
        return self.on if self.state == self.State.PLANNED else None
