"""Event: one thing the union did or means to do."""

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhijia.kernel import clock
from zhijia.kernel.access import scope
from zhijia.kernel.orgs import Owned, OwnedQuerySet
from zhijia.kernel.people import Person


class Kind(models.TextChoices):
    """What sort of work it was; it decides chapter, unit and accounting subject."""

    ACTIVITY = "activity", _("文体活动")
    STUDY = "study", _("学习培训")
    WOMEN = "women", _("女职工活动")
    CONTEST = "contest", _("竞赛评比")
    DEMOCRACY = "democracy", _("民主管理")
    VISIT_ABOVE = "visit_above", _("上级来访检查")
    COBUILD = "cobuild", _("共建与志愿服务")
    PUBLICITY = "publicity", _("信息宣传")
    HONOUR = "honour", _("获奖荣誉")
    FUNDS = "funds", _("经费财务")
    RIGHTS = "rights", _("维权调解")
    ARCHIVE = "archive", _("档案资料")
    OTHER = "other", _("其他")


class Level(models.TextChoices):
    """Who gave an honour."""

    SCHOOL = "school", _("校级")
    DISTRICT = "district", _("区县级")
    CITY = "city", _("市级")
    PROVINCE = "province", _("省级")
    NATION = "nation", _("国家级")


class EventQuerySet(OwnedQuerySet):
    def visible_to(self, person):
        """Offices see all of their union; others what they noted or took part in."""
        took_part = Event.people.through.objects.filter(person=person).values("event")
        mine = Q(logged_by=person) | Q(pk__in=took_part)
        return self.filter(scope(person, "worklog.see") | mine)

    def to_finish(self, by_day):
        """Planned, and the day has come."""
        return self.filter(state=Event.State.PLANNED, on__lte=by_day)


class Event(Owned):
    """One thing the union did, or means to do; done, it is the record."""

    class State(models.TextChoices):
        PLANNED = "planned", _("已安排")
        DONE = "done", _("已办")
        VOID = "void", _("作废")

    TONES = {"planned": "info", "done": "done", "void": "plan"}

    kind = models.CharField(_("类别"), max_length=20, choices=Kind)
    title = models.CharField(_("事项"), max_length=120)
    on = models.DateField(_("日期"), default=clock.today)
    until = models.DateField(_("结束日期"), null=True, blank=True)
    place = models.CharField(_("地点"), max_length=60, blank=True)
    people = models.ManyToManyField(Person, blank=True, related_name="+", verbose_name=_("参加人"))
    persons = models.PositiveIntegerField(_("人数"), default=0)
    person_times = models.PositiveIntegerField(_("人次"), default=0)
    money = models.DecimalField(_("支出金额"), max_digits=12, decimal_places=2, default=Decimal(0))
    result = models.TextField(_("结果"), max_length=1000, blank=True)
    level = models.CharField(_("荣誉级别"), max_length=10, choices=Level, blank=True)
    public_ok = models.BooleanField(_("可以公开"), default=True)
    names_somebody = models.BooleanField(_("标题含姓名"), default=False, editable=False)
    logged_by = models.ForeignKey(Person, models.PROTECT, related_name="+", editable=False)
    state = models.CharField(_("状态"), max_length=20, choices=State, default=State.DONE)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]
        indexes = [
            models.Index(fields=["org", "on"]),
            models.Index(fields=["org", "state", "on"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(persons__lte=models.F("person_times")), name="persons_within_times"
            )
        ]
        verbose_name = _("工作纪事")

    def __str__(self):
        return self.title

    @property
    def last_day(self):
        return self.until or self.on

    @property
    def due(self):
        return self.on if self.state == self.State.PLANNED else None

    @property
    def days(self):
        """When it was, in words: one day, or from day to day."""
        first = f"{self.on.year}年{self.on.month}月{self.on.day}日"
        if not self.until:
            return first
        year = f"{self.until.year}年" if self.until.year != self.on.year else ""
        return f"{first}至{year}{self.until.month}月{self.until.day}日"
