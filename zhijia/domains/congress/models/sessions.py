"""Session (次), its parts, and who is in the hall."""

import secrets

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from zhijia.domains.ballots.verdict import Quorum, quorum
from zhijia.kernel import numerals
from zhijia.kernel.access import scope
from zhijia.kernel.orgs import Owned, OwnedQuerySet
from zhijia.kernel.people import Membership, Person

from .delegates import Delegate
from .terms import Congress


class SessionQuerySet(OwnedQuerySet):
    def visible_to(self, person):
        """Everybody of the union, once it is called; before, those who prepare it."""
        called = scope(person, "congress.see") & ~Q(state=Session.State.PREPARING)
        return self.filter(
            called | scope(person, "congress.prepare") | scope(person, "congress.approve")
        )


def new_key():
    return secrets.token_urlsafe(12)


class Session(Owned):
    """A session from its preparation to the signed minutes."""

    class Kind(models.TextChoices):
        REGULAR = "regular", _("例会")
        EXTRA = "extra", _("临时会议")
        JOINT = "joint", _("代表团团长联席会议")
        STUDY = "study", _("代表学习培训")
        HEARING = "hearing", _("民主评议会")
        LIFE = "life", _("民主生活会征求意见会")

    class State(models.TextChoices):
        PREPARING = "preparing", _("筹备中")
        CALLED = "called", _("已通知")
        GATHERING = "gathering", _("报到中")
        OPEN = "open", _("开会中")
        ADJOURNED = "adjourned", _("休会中")
        CLOSED = "closed", _("已闭会")
        SIGNED = "signed", _("已签署")
        VOID = "void", _("已取消")

    TONES = {
        "preparing": "plan", "called": "info", "gathering": "due", "open": "due", "adjourned": "due",
        "closed": "due", "signed": "done", "void": "plan",
    }  # fmt: skip
    IN_HALL = ("gathering", "open", "adjourned")

    kind = models.CharField(_("类别"), max_length=10, choices=Kind, default=Kind.REGULAR)
    title = models.CharField(_("名称"), max_length=120)
    on = models.DateField(_("日期"))
    at = models.TimeField(_("时间"), null=True, blank=True)
    place = models.CharField(_("地点"), max_length=60, blank=True)
    ground = models.CharField(_("召开理由"), max_length=300, blank=True)
    approved = models.DateField(_("议程批准日期"), null=True, blank=True, editable=False)
    papers_sent = models.DateField(_("会议材料发出日期"), null=True, blank=True, editable=False)
    presidium = models.ManyToManyField(
        Person, blank=True, related_name="+", verbose_name=_("主席团")
    )
    tellers = models.ManyToManyField(Person, blank=True, related_name="+", verbose_name=_("监票人"))
    floor = models.ForeignKey(
        "congress.AgendaItem",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )
    opened = models.DateTimeField(_("开会时间"), null=True, blank=True, editable=False)
    closed = models.DateTimeField(_("闭会时间"), null=True, blank=True, editable=False)
    minutes = models.TextField(_("会议记录"), max_length=40_000, blank=True)
    resolution = models.TextField(_("会议决议"), max_length=20_000, blank=True)
    reported = models.DateField(_("报告上级工会日期"), null=True, blank=True, editable=False)
    key = models.CharField(max_length=24, default=new_key, editable=False)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.PREPARING)

    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]
        indexes = [models.Index(fields=["org", "on"])]
        verbose_name = _("会议")

    def __str__(self):
        return self.title

    @property
    def due(self):
        return self.on

    @property
    def decides(self) -> bool:
        """Whether it may vote: a meeting of heads and a training may not (rules 1.62)."""
        return self.kind in (self.Kind.REGULAR, self.Kind.EXTRA)

    @property
    def asks_party(self) -> bool:
        """Whether the Party organisation agrees to it first: what decides (rules 1.04), and the
        meeting that gathers opinions for the Party's own."""
        return self.decides or self.kind == self.Kind.LIFE

    @property
    def when(self):
        day = f"{self.on.year}年{self.on.month}月{self.on.day}日"
        return f"{day} {self.at:%H:%M}" if self.at else day


class Part(models.Model):
    """One body's share in a session: its own roll, quorum and votes. Usually there is one."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="parts")
    congress = models.ForeignKey(Congress, models.PROTECT, related_name="parts")
    number = models.PositiveSmallIntegerField(_("第几次"))
    total = models.PositiveIntegerField(_("代表总数"), default=0)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["session", "congress"], name="one_part_a_body")
        ]

    def __str__(self):
        return f"{self.congress}第{numerals.say(self.number)}次会议"

    @property
    def due_number(self) -> int:
        """How many delegates the body has: frozen when the doors open (rules 0.05), of today before."""
        return self.total or self.congress.in_office.count()

    def present(self) -> int:
        """Delegates in the hall now; guests are never counted (rules 1.41), nor who has lost the seat."""
        return self.attendees.there().delegates().seated().count()

    def gate(self, present=None, due=None) -> Quorum:
        """Whether it may open or vote, with the sentence (rules 1.50)."""
        present = self.present() if present is None else present
        return quorum(present, self.due_number if due is None else due)


class AttendeeQuerySet(OwnedQuerySet):
    def visible_to(self, person):
        return self.filter(part__session__in=Session.objects.visible_to(person).values("pk"))

    def at(self, session):
        """The lines of a session, of whichever part."""
        return self.filter(part__session=session)

    def there(self):
        return self.filter(state=Attendee.State.THERE)

    def came(self):
        """Those who were there at any time."""
        return self.exclude(came=None)

    def seated(self):
        """Who holds a seat today. One that fell vacant since the doors opened stays in the denominator
        and votes no more (rules 0.05, 1.38). In a whole meeting everybody with full membership has one."""
        held = Delegate.objects.in_office().values("pk")
        full = Membership.objects.live().full()
        member = Exists(full.filter(org=OuterRef("org"), person=OuterRef("person")))
        return self.filter(Q(delegate__in=held) | (Q(delegate=None) & Q(member)))

    def delegates(self):
        return self.filter(role=Attendee.Role.DELEGATE)

    def guests(self):
        return self.exclude(role=Attendee.Role.DELEGATE)


class Attendee(Owned):
    """A line of a session's roll: a delegate, or somebody who is asked and may speak, never vote.

    Who counts in both parts has a line in each; both say the same of where the person is.
    """

    class Role(models.TextChoices):
        DELEGATE = "delegate", _("代表")
        OBSERVER = "observer", _("列席")
        GUEST = "guest", _("特邀")

    class State(models.TextChoices):
        EXPECTED = "expected", _("未到")
        THERE = "there", _("在场")
        GONE = "gone", _("已离会")

    TONES = {"expected": "plan", "there": "done", "gone": "due"}

    created = None
    part = models.ForeignKey(Part, models.CASCADE, related_name="attendees")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("姓名"))
    role = models.CharField(_("身份"), max_length=10, choices=Role, default=Role.DELEGATE)
    delegate = models.ForeignKey(Delegate, models.PROTECT, null=True, blank=True, related_name="+")
    delegation = models.CharField(_("代表团"), max_length=40, blank=True)
    came = models.DateTimeField(_("报到"), null=True, blank=True)
    gone = models.DateTimeField(_("离会"), null=True, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.EXPECTED)

    objects = AttendeeQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["part", "person"], name="one_seat_each")]
        verbose_name = _("到会人员")

    def __str__(self):
        return self.person.name

    @property
    def there(self):
        return self.state == self.State.THERE
