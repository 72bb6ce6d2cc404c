"""Days on which somebody listens, who booked, and what was raised there."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhijia.kernel import clock
from zhijia.kernel.access import scope
from zhijia.kernel.orgs import Owned, OwnedQuerySet
from zhijia.kernel.people import Person
from zhijia.kernel.privacy import EncryptedTextField

from ..clocks import working_days_between


class ReceptionQuerySet(OwnedQuerySet):
    def visible_to(self, person):
        """Days and forums to everybody of the union; what was said in confidence to who wrote it
        down; moods also to the chairs and the Party."""
        if person is None:
            return self.none()
        shown = scope(person, "voice.see") & Q(kind__in=Reception.SHOWN)
        moods = scope(person, "voice.moods") & Q(kind=Reception.Kind.MOOD)
        return self.filter(shown | moods | Q(host=person))


class Reception(Owned):
    """A reception day, a forum; or, sealed, a heart-to-heart talk or a note on how people feel."""

    class Kind(models.TextChoices):
        DAY = "day", _("接待日")
        FORUM = "forum", _("座谈会")
        STUDY = "study", _("调查研究")
        TALK = "talk", _("谈心")
        MOOD = "mood", _("思想动态")

    class State(models.TextChoices):
        OPEN = "open", _("开放预约")
        HELD = "held", _("已举行")
        CANCELLED = "cancelled", _("已取消")

    SHOWN = ("day", "forum", "study")
    SENSITIVE = ("note",)
    TONES = {"open": "due", "held": "done", "cancelled": "plan"}

    kind = models.CharField(_("形式"), max_length=6, choices=Kind, default=Kind.DAY)
    title = models.CharField(_("主题"), max_length=80)
    on = models.DateField(_("日期"))
    place = models.CharField(_("地点"), max_length=60, blank=True)
    host = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("主持人"))
    people = models.PositiveSmallIntegerField(_("参加人数"), default=0)
    summary = models.TextField(_("情况"), max_length=2000, blank=True)
    method = models.CharField(_("调研方法"), max_length=80, blank=True)
    report = models.TextField(_("调研报告"), max_length=10_000, blank=True)
    submitted_to = models.CharField(_("报送"), max_length=60, blank=True)
    submitted = models.DateField(_("报送日期"), null=True, blank=True)
    note = EncryptedTextField(_("记录"), blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.OPEN)

    objects = ReceptionQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]
        verbose_name = _("接待与座谈")

    def __str__(self):
        return self.title


class Slot(models.Model):
    """A stretch of time with so many seats."""

    reception = models.ForeignKey(Reception, models.CASCADE, related_name="slots")
    starts = models.TimeField(_("时间"))
    seats = models.PositiveSmallIntegerField(_("名额"), default=1)

    class Meta:
        ordering = ["starts", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["reception", "starts"], name="reception_slot_once")
        ]

    def __str__(self):
        return f"{self.starts:%H:%M}"


class BookingQuerySet(OwnedQuerySet):
    def visible_to(self, person):
        """One's own; all of a reception to its host."""
        if person is None:
            return self.none()
        return self.filter(Q(person=person) | Q(reception__host=person))


class Booking(Owned):
    """One person's seat in one slot."""

    class State(models.TextChoices):
        BOOKED = "booked", _("已预约")
        CANCELLED = "cancelled", _("已取消")

    SENSITIVE = ("topic",)
    TONES = {"booked": "done", "cancelled": "plan"}

    reception = models.ForeignKey(
        Reception, models.PROTECT, related_name="bookings", verbose_name=_("接待")
    )
    slot = models.ForeignKey(Slot, models.PROTECT, related_name="bookings", verbose_name=_("时间"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("预约人"))
    topic = EncryptedTextField(_("想谈什么"), blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.BOOKED)

    objects = BookingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reception", "person"], condition=Q(state="booked"), name="reception_seat_once",
                violation_error_message=_("您已经预约过这次接待；要换时间，先取消原来的预约。"),
            )
        ]  # fmt: skip
        verbose_name = _("预约")

    def __str__(self):
        return f"预约：{self.reception}"


class IssueQuerySet(OwnedQuerySet):
    def visible_to(self, person):
        """Everybody of the union: whoever was asked wants to see what became of it."""
        if person is None:
            return self.none()
        return self.filter(scope(person, "voice.see") | Q(handler=person))


class Issue(Owned):
    """Something raised at a reception, found by a survey or told on the telephone, with a person and a
    day. Who called is for those who settle it; everybody else reads the matter alone."""

    class State(models.TextChoices):
        OPEN = "open", _("待答复")
        ANSWERED = "answered", _("已答复，落实中")
        DONE = "done", _("已解决")

    class Grade(models.TextChoices):
        SATISFIED = "satisfied", _("满意")
        BASIC = "basic", _("基本满意")
        UNSATISFIED = "unsatisfied", _("不满意")

    TONES = {"open": "due", "answered": "info", "done": "done"}

    reception = models.ForeignKey(
        Reception,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="issues",
        verbose_name=_("接待"),
    )
    survey = models.ForeignKey(
        "voice.Survey",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="issues",
        verbose_name=_("问卷"),
    )
    text = models.CharField(_("问题"), max_length=200)
    department = models.CharField(_("责任部门"), max_length=40, blank=True)
    handler = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("责任人"))
    raised = models.DateField(_("提出"), default=clock.today)
    due = models.DateField(_("期限"))
    measure = models.CharField(_("改进措施"), max_length=300, blank=True)
    by_phone = models.BooleanField(_("来电"), default=False, editable=False)
    caller = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("来电人")
    )
    answer = models.TextField(_("答复"), max_length=2000, blank=True)
    answered = models.DateField(_("答复日期"), null=True, blank=True)
    on_time = models.BooleanField(null=True, blank=True, editable=False)
    grade = models.CharField(_("回访"), max_length=12, choices=Grade, blank=True)
    result = models.TextField(_("落实情况"), max_length=1000, blank=True)
    finished = models.DateField(_("解决日期"), null=True, blank=True)
    alarm = models.PositiveSmallIntegerField(default=0, editable=False)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.OPEN)

    objects = IssueQuerySet.as_manager()

    class Meta:
        ordering = ["-raised", "-pk"]
        indexes = [models.Index(fields=["state", "due"])]
        verbose_name = _("提出的问题")

    def __str__(self):
        return self.text

    @property
    def days_taken(self):
        """Working days until it was answered; None before."""
        return working_days_between(self.org, self.raised, self.answered) if self.answered else None

    @property
    def overdue(self):
        return self.state != self.State.DONE and self.due < clock.today()
