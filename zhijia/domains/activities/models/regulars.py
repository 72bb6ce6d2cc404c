"""Regular slots (固定活动) in which people meet, rooms that stand open, and each of their days."""

from datetime import datetime, timedelta
from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhijia.kernel import clock
from zhijia.kernel.access import scope
from zhijia.kernel.orgs import Owned, OwnedQuerySet
from zhijia.kernel.people import Person

from .clubs import Club

DAYS = "一二三四五六日"
WEEKDAYS = [(n, _("周") + DAYS[n]) for n in range(7)]


class RegularQuerySet(OwnedQuerySet):
    def visible_to(self, person):
        return self.filter(scope(person, "activities.see"))

    def running(self):
        return self.filter(state=Regular.State.RUNNING)


class Regular(Owned):
    """A slot that comes back: every second Friday 16:20–17:00, the fitness room from 15:30.

    Without ``weekday`` it comes on every working day. A ``room`` merely stands open: who comes
    notes it with one tap, and a day to which nobody came is not counted.
    """

    class State(models.TextChoices):
        RUNNING = "running", _("进行中")
        ENDED = "ended", _("已停止")

    TONES = {"running": "done", "ended": "plan"}

    club = models.ForeignKey(
        Club, models.PROTECT, null=True, blank=True, related_name="regulars", verbose_name=_("协会")
    )
    title = models.CharField(_("固定活动"), max_length=60)
    room = models.BooleanField(_("开放场所"), default=False)
    place = models.CharField(_("地点"), max_length=60, blank=True)
    weekday = models.PositiveSmallIntegerField(_("星期"), choices=WEEKDAYS, null=True, blank=True)
    every = models.PositiveSmallIntegerField(
        _("间隔"), choices=[(1, _("每周")), (2, _("双周"))], default=1
    )
    opens = models.TimeField(_("开始"))
    shuts = models.TimeField(_("结束"))
    first = models.DateField(_("从"))
    last = models.DateField(_("到"))
    leader = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("负责人"))
    teacher = models.CharField(_("教练或主讲"), max_length=60, blank=True)
    equipment = models.TextField(_("设施器材"), max_length=1000, blank=True)
    worth = models.DecimalField(_("器材价值"), max_digits=12, decimal_places=2, default=Decimal(0))
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.RUNNING)

    objects = RegularQuerySet.as_manager()

    class Meta:
        ordering = ["-state", "title", "pk"]  # what runs before what has ended
        constraints = [
            models.CheckConstraint(condition=Q(shuts__gt=F("opens")), name="regular_shuts_after"),
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="regular_ends_after"),
        ]
        verbose_name = _("固定活动")

    def __str__(self):
        return self.title

    @property
    def when(self):
        """双周五 16:20–17:00."""
        day = str(_("每个工作日"))
        if self.weekday is not None:
            day = f"{'双' if self.every == 2 else '每'}周{DAYS[self.weekday]}"
        return f"{day} {self.opens:%H:%M}–{self.shuts:%H:%M}"

    def days(self):
        """Every day it falls on; holidays not looked at."""
        day, step = self.first, timedelta(days=1)
        if self.weekday is not None:
            day += timedelta(days=(self.weekday - day.weekday()) % 7)
            step = timedelta(weeks=self.every)
        while day <= self.last:
            yield day
            day += step


class GatheringQuerySet(OwnedQuerySet):
    def visible_to(self, person):
        return self.filter(scope(person, "activities.see"))

    def planned(self):
        return self.filter(state=Gathering.State.PLANNED)

    def held(self):
        return self.filter(state=Gathering.State.HELD)

    def to_note(self, by_day):
        """Planned, and the day has come."""
        return self.planned().filter(on__lte=by_day)

    def untouched(self):
        """Planned, and nobody has said they came."""
        return self.planned().filter(guests=0, people=None)


class Gathering(Owned):
    """One day of a regular slot: what was done, who came. It keeps the title it was held under."""

    class State(models.TextChoices):
        PLANNED = "planned", _("已安排")
        HELD = "held", _("已开展")
        SKIPPED = "skipped", _("未开展")

    TONES = {"planned": "info", "held": "done", "skipped": "plan"}

    regular = models.ForeignKey(Regular, models.PROTECT, related_name="gatherings")
    title = models.CharField(_("固定活动"), max_length=60, editable=False)
    on = models.DateField(_("日期"))
    content = models.CharField(_("内容"), max_length=200, blank=True)
    people = models.ManyToManyField(Person, blank=True, related_name="+", verbose_name=_("参加人"))
    guests = models.PositiveIntegerField(_("未登记姓名的参加者"), default=0)
    spent = models.DecimalField(_("支出"), max_digits=12, decimal_places=2, default=Decimal(0))
    over = models.CharField(_("超预算理由"), max_length=200, blank=True)
    why = models.CharField(_("未开展原因"), max_length=200, blank=True)
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
        return f"{self.title}（{self.on.month}月{self.on.day}日）"

    @property
    def starts(self):
        return self._moment(self.regular.opens)

    @property
    def ends(self):
        return self._moment(self.regular.shuts)

    def _moment(self, hour):
        return timezone.make_aware(datetime.combine(self.on, hour))

    @property
    def is_on(self):
        """Whether it is going on at this very minute."""
        return self.starts <= clock.now() <= self.ends

    @property
    def heads(self):
        """Person-times of the day."""
        return len(self.people.all()) + self.guests

    @property
    def due(self):
        return self.on if self.state == self.State.PLANNED else None
