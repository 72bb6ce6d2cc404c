"""Who elects, who is elected, and in which delegation they sit."""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from zhijia.kernel import people
from zhijia.kernel.access import scope
from zhijia.kernel.orgs import Owned, OwnedQuerySet
from zhijia.kernel.people import Person

from .terms import Congress


class SeenWithCongress(OwnedQuerySet):
    def visible_to(self, person):
        return self.filter(scope(person, "congress.see"))


class Delegation(Owned):
    """Delegates who deliberate together and sit together (rules 1.40)."""

    congress = models.ForeignKey(Congress, models.CASCADE, related_name="delegations")
    name = models.CharField(_("代表团"), max_length=40)
    head = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("团长")
    )

    objects = SeenWithCongress.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["congress", "name"], name="one_delegation_a_name")
        ]
        verbose_name = _("代表团")

    def __str__(self):
        return self.name


class Unit(Owned):
    """An electoral unit: its people, and the seats that fall to it (rules 1.35)."""

    congress = models.ForeignKey(Congress, models.CASCADE, related_name="units")
    name = models.CharField(_("选举单位"), max_length=40)
    groups = models.ManyToManyField(
        people.Group, blank=True, related_name="+", verbose_name=_("小组")
    )
    people = models.PositiveIntegerField(_("人数"))
    seats = models.PositiveSmallIntegerField(_("名额"), default=0)
    share = models.CharField(_("应得名额"), max_length=20, blank=True, editable=False)
    delegation = models.ForeignKey(
        Delegation, models.SET_NULL, null=True, blank=True, related_name="units",
        verbose_name=_("代表团"),
    )  # fmt: skip

    objects = SeenWithCongress.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["congress", "name"], name="one_unit_a_name")]
        verbose_name = _("选举单位")

    def __str__(self):
        return self.name


class UnitVote(Owned):
    """An election in a unit as it went: who should, who did, the votes of each (rules 1.36)."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="votes", verbose_name=_("选举单位"))
    on = models.DateField(_("日期"))
    entitled = models.PositiveIntegerField(_("应参加人数"))
    voted = models.PositiveIntegerField(_("实际参加人数"))
    lines = models.JSONField(default=list)  # [{"name", "person", "votes", "elected"}]
    extra = models.BooleanField(_("补选"), default=False)
    sentence = models.CharField(max_length=300)

    class Meta:
        ordering = ["on", "pk"]
        verbose_name = _("单位选举")

    def __str__(self):
        return f"{self.unit} {self.on}"


class DelegateQuerySet(SeenWithCongress):
    def in_office(self):
        """Those who hold a seat. Who has left the union's roll holds none, the same day (rules 1.38)."""
        return self.filter(state=Delegate.State.IN_OFFICE).exclude(self.gone())

    def stranded(self):
        """Those whose seat is vacant though nobody has written it down."""
        return self.filter(self.gone(), state=Delegate.State.IN_OFFICE)

    @staticmethod
    def gone():
        spells = people.Membership.objects.filter(person=OuterRef("person"), org=OuterRef("org"))
        return Exists(spells) & ~Exists(spells.live())


class Delegate(Owned):
    """A delegate of a term. What one was at the election stays: the composition was judged by it."""

    class State(models.TextChoices):
        IN_OFFICE = "in_office", _("在任")
        LEFT = "left", _("已缺")

    class Left(models.TextChoices):
        RESIGNED = "resigned", _("辞去")
        RECALLED = "recalled", _("罢免")
        MOVED = "moved", _("调离或离职")
        RETIRED = "retired", _("退休")

    TONES = {"in_office": "done", "left": "plan"}

    congress = models.ForeignKey(Congress, models.CASCADE, related_name="delegates")
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="delegates",
        verbose_name=_("选举单位"),
    )
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("代表"))
    teacher = models.BooleanField(_("教师"), default=False)
    leader = models.BooleanField(_("中层以上干部"), default=False)
    votes = models.PositiveIntegerField(_("得票"), null=True, blank=True)
    since = models.DateField(_("当选日期"))
    until = models.DateField(_("出缺日期"), null=True, blank=True)
    left = models.CharField(_("出缺原因"), max_length=10, choices=Left, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.IN_OFFICE)

    objects = DelegateQuerySet.as_manager()

    class Meta:
        ordering = ["congress", "unit", "person__strokes"]
        indexes = [models.Index(fields=["person", "state"])]
        constraints = [
            models.UniqueConstraint(
                fields=["congress", "person"], condition=Q(state="in_office"),
                name="delegate_once", violation_error_message=_("这个人已经是这一届的代表。"),
            )
        ]  # fmt: skip
        verbose_name = _("代表")

    def __str__(self):
        return self.person.name
