"""SignUp: one person's place in one activity, or their place in the line."""

import json
from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhijia.kernel import clock
from zhijia.kernel.access import scope
from zhijia.kernel.orgs import Owned, OwnedQuerySet
from zhijia.kernel.people import Group, Person
from zhijia.kernel.privacy import EncryptedTextField

from .activities import Activity, Slot

HOLDING = ("taken", "offered")  # those whose place is counted
STANDING = ("entered", "taken", "waiting", "offered")


class SignUpQuerySet(OwnedQuerySet):
    def visible_to(self, person):
        """One's own and those one entered; all of them to who organises; to who keeps the money those
        that cost something."""
        mine = Q(person=person) | Q(by=person) | Q(activity__organiser=person)
        helping = Activity.helpers.through.objects.filter(person=person).values("activity")
        mine |= Q(activity__in=helping)
        costs = Q(paid__gt=0) | Q(activity__price__gt=0) | Q(activity__companion_price__gt=0)
        mine |= scope(person, "activities.money") & costs
        return self.filter(scope(person, "activities.organise") | (mine if person else Q(pk=None)))

    def taken(self):
        return self.filter(state=SignUp.State.TAKEN)

    def standing(self):
        """Those who hold, are offered or wait for a place."""
        return self.filter(state__in=STANDING)

    def waiting(self):
        """The line, in the order in which places are offered."""
        return self.filter(state=SignUp.State.WAITING).order_by("rank", "number")

    def came(self):
        return self.filter(state=SignUp.State.TAKEN).exclude(came=None)


class SignUp(Owned):
    """A person's sign-up. ``number`` is the order of arrival; ``rank`` comes before it in the line."""

    class State(models.TextChoices):
        ENTERED = "entered", _("已登记，待分配")
        TAKEN = "taken", _("已报上")
        WAITING = "waiting", _("候补")
        OFFERED = "offered", _("轮到，待确认")
        LAPSED = "lapsed", _("逾期未确认")
        DECLINED = "declined", _("已放弃")
        CANCELLED = "cancelled", _("已取消")

    SENSITIVE = ("family", "answers_kept")
    TONES = {
        "entered": "info", "taken": "done", "waiting": "due", "offered": "due", "lapsed": "plan",
        "declined": "plan", "cancelled": "plan",
    }  # fmt: skip

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="signups")
    slot = models.ForeignKey(Slot, models.PROTECT, null=True, blank=True, related_name="signups")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("报名人"))
    group = models.ForeignKey(Group, models.SET_NULL, null=True, blank=True, related_name="+")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("经办人"))
    number = models.PositiveIntegerField(_("报名序号"))
    rank = models.IntegerField(default=0)
    rank_words = models.CharField(max_length=120, blank=True)
    companions = models.PositiveSmallIntegerField(_("家属"), default=0)
    family = EncryptedTextField(_("家属说明"), blank=True)
    answers_kept = EncryptedTextField(_("报名时的回答"), blank=True)
    offered_until = models.DateTimeField(_("保留到"), null=True, blank=True)
    moved_up = models.CharField(_("提前的理由"), max_length=120, blank=True)
    walk_in = models.BooleanField(_("现场参加"), default=False)
    came = models.DateTimeField(_("签到"), null=True, blank=True)
    came_companions = models.PositiveSmallIntegerField(_("到场家属"), default=0)
    paid = models.DecimalField(_("已收"), max_digits=9, decimal_places=2, default=Decimal(0))
    refunded = models.DecimalField(_("已退"), max_digits=9, decimal_places=2, default=Decimal(0))
    answered = models.BooleanField(_("已评价"), default=False, editable=False)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.TAKEN)

    objects = SignUpQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["activity", "person"], name="one_sign_up_a_person"),
            models.UniqueConstraint(fields=["activity", "number"], name="one_sign_up_a_number"),
        ]
        indexes = [
            models.Index(fields=["activity", "state", "rank", "number"]),
            models.Index(fields=["person", "state"]),
        ]
        verbose_name = _("报名")

    def __str__(self):
        return f"{self.activity}：{self.person}"

    def clean_fields(self, exclude=None):
        """The keys are ours and the database keeps them: asking for each row again would double
        the price of a sign-up in the busiest second of the year."""
        links = {f.name for f in self._meta.fields if f.many_to_one}
        super().clean_fields(exclude={*(exclude or ()), *links})

    def validate_constraints(self, exclude=None):
        """The database keeps them, with the row of the activity locked."""

    @property
    def answers(self) -> dict:
        """Question → answer; sealed in the database, since one may be about health or a child."""
        return json.loads(self.answers_kept) if self.answers_kept else {}

    @answers.setter
    def answers(self, given):
        self.answers_kept = json.dumps(given, ensure_ascii=False) if any(given.values()) else ""

    @property
    def heads(self):
        return 1 + self.companions

    @property
    def owes(self):
        """What the person has still to pay, yuan; below zero, what is to be paid back."""
        due = Decimal(0)
        if self.state == self.State.TAKEN and self.activity.state != Activity.State.CANCELLED:
            due = self.activity.price + self.companions * self.activity.companion_price
        return due - self.paid + self.refunded

    @property
    def offer_stands(self):
        return self.state == self.State.OFFERED and (
            self.offered_until is None or clock.now() < self.offered_until
        )

    @property
    def due(self):
        return None
