"""Meeting and Decision."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as gettext
from django.utils.translation import gettext_lazy as _

from zhijia.kernel.access import scope
from zhijia.kernel.orgs import Owned, OwnedQuerySet
from zhijia.kernel.people import Person

from .terms import Committee


class MeetingQuerySet(OwnedQuerySet):
    def visible_to(self, person):
        """Offices see all of their union; others where they are asked, were present, or record."""
        if person is None:
            return self.none()
        asked = Meeting.invited.through.objects.filter(person=person).values("meeting")
        came = Meeting.attended.through.objects.filter(person=person).values("meeting")
        mine = Q(pk__in=asked) | Q(pk__in=came) | Q(recorded_by=person)
        return self.filter(scope(person, "committees.see") | mine)


class Meeting(Owned):
    """A meeting from the call to the minutes; held, it is the record."""

    class Kind(models.TextChoices):
        COMMITTEE = "committee", _("委员会会议")
        REGULAR = "regular", _("工会例会")
        JOINT = "joint", _("党政工团联席会议")
        SPECIAL = "special", _("专题会议")
        GROUP = "group", _("小组会")
        OUTSIDE = "outside", _("校务会、班子会")

    class State(models.TextChoices):
        CALLED = "called", _("已召集")
        HELD = "held", _("待写记录")
        MINUTED = "minuted", _("已记录")
        CANCELLED = "cancelled", _("已取消")

    TONES = {"called": "info", "held": "due", "minuted": "done", "cancelled": "plan"}

    committee = models.ForeignKey(
        Committee, models.PROTECT, related_name="meetings", verbose_name=_("委员会")
    )
    title = models.CharField(_("会议名称"), max_length=100)
    kind = models.CharField(_("类别"), max_length=20, choices=Kind, default=Kind.COMMITTEE)
    on = models.DateField(_("日期"))
    at = models.TimeField(_("时间"), null=True, blank=True)
    place = models.CharField(_("地点"), max_length=60, blank=True)
    agenda = models.TextField(_("议题"), max_length=2000, blank=True)
    chaired_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("主持人")
    )
    recorded_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("记录人")
    )
    invited = models.ManyToManyField(
        Person, blank=True, related_name="+", verbose_name=_("应到人员")
    )
    attended = models.ManyToManyField(
        Person, blank=True, related_name="+", verbose_name=_("实到人员")
    )
    minutes = models.TextField(_("会议记录"), max_length=20000, blank=True)
    state = models.CharField(_("状态"), max_length=20, choices=State, default=State.CALLED)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]
        indexes = [models.Index(fields=["org", "state", "on"])]
        verbose_name = _("会议")

    def __str__(self):
        return self.title

    @property
    def due(self):
        return self.on if self.state == self.State.CALLED else None

    @property
    def when(self):
        day = f"{self.on.year}年{self.on.month}月{self.on.day}日"
        return f"{day} {self.at:%H:%M}" if self.at else day

    @property
    def presence(self) -> str:
        """应到、实到: whom the call named, and how many of them came; information, not a bar."""
        asked, came = set(self.invited.all()), set(self.attended.all())
        if self.state == self.State.CALLED:
            return gettext("应到 %d 人") % len(asked) if asked else ""
        if not asked:
            return gettext("实到 %d 人") % len(came)
        there, guests = len(asked & came), len(came - asked)
        words = gettext("应到 %(asked)d 人，实到 %(there)d 人") % {
            "asked": len(asked),
            "there": there,
        }
        if guests:
            words += gettext("，列席 %d 人") % guests
        if self.kind == self.Kind.COMMITTEE:  # 过半数 is strictly more than half (rules 0.03)
            words += gettext("，已过半数") if there * 2 > len(asked) else gettext("，未过半数")
        return words


class DecisionQuerySet(OwnedQuerySet):
    def visible_to(self, person):
        """Who sees the meeting, and who is to carry it out."""
        if person is None:
            return self.none()
        meetings = Meeting.objects.all().visible_to(person).values("pk")
        return self.filter(Q(meeting__in=meetings) | Q(owner=person))

    def open(self):
        return self.filter(state=Decision.State.OPEN)


class Decision(Owned):
    """One thing a meeting settled: what, who, by when, and what came of it."""

    class State(models.TextChoices):
        OPEN = "open", _("待落实")
        DONE = "done", _("已落实")
        DROPPED = "dropped", _("不再办理")

    TONES = {"open": "due", "done": "done", "dropped": "plan"}

    meeting = models.ForeignKey(
        Meeting, models.PROTECT, related_name="decisions", editable=False, verbose_name=_("会议")
    )
    order = models.PositiveSmallIntegerField(_("序号"), editable=False)
    text = models.CharField(_("议定事项"), max_length=200)
    owner = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("负责人")
    )
    due = models.DateField(_("期限"), null=True, blank=True)
    done = models.DateField(_("落实日期"), null=True, blank=True)
    outcome = models.TextField(_("落实情况"), max_length=1000, blank=True)
    state = models.CharField(_("状态"), max_length=20, choices=State, default=State.OPEN)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["-meeting__on", "meeting", "order"]
        indexes = [models.Index(fields=["owner", "state"])]
        constraints = [models.UniqueConstraint(fields=["meeting", "order"], name="one_per_order")]
        verbose_name = _("议定事项")

    def __str__(self):
        return self.text
