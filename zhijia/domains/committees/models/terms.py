"""Committee of a term, and the seats on it."""

from dataclasses import dataclass, field

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhijia.kernel.access import scope
from zhijia.kernel.orgs import Owned, OwnedQuerySet
from zhijia.kernel.people import Appointment, Person
from zhijia.kernel.settings import setting_sheet


@setting_sheet("committees", "组织")
@dataclass
class CommitteesSettings:
    """How long an office may be lent in one go; no law says, so the union does."""

    deputy_days: int = field(default=90, metadata={"label": "代理一次最长几天", "unit": "天"})


class CommitteeQuerySet(OwnedQuerySet):
    def visible_to(self, person):
        """Offices see all of their union; others the committee they sit on."""
        if person is None:
            return self.none()
        seated = Seat.objects.filter(person=person, state=Seat.State.SERVING).values("committee")
        return self.filter(scope(person, "committees.see") | Q(pk__in=seated))

    def current(self):
        return self.filter(state=Committee.State.CURRENT)

    def meeting(self):
        """Those that meet: one being prepared meets already."""
        return self.exclude(state=Committee.State.ENDED)


class Committee(Owned):
    """A committee of the union for one term (rules 2.03, 2.12, 2.13)."""

    class Kind(models.TextChoices):
        COMMITTEE = "committee", _("工会委员会")
        FUNDS_REVIEW = "funds_review", _("经费审查委员会")
        WOMEN = "women", _("女职工委员会")
        SPECIAL = "special", _("专门委员会（小组）")
        OUTSIDE = "outside", _("工会参加的党政机构")

    class State(models.TextChoices):
        PREPARING = "preparing", _("筹备中")
        CURRENT = "current", _("在任")
        ENDED = "ended", _("已届满")

    class ElectedBy(models.TextChoices):
        MEMBERS = "members", _("会员大会")
        DELEGATES = "delegates", _("会员代表大会")
        COMMITTEE = "committee", _("工会委员会")

    # Those of which a union has one at a time, elected for a term (rules 2.12, 2.13).
    ELECTED = (Kind.COMMITTEE, Kind.FUNDS_REVIEW, Kind.WOMEN)
    TONES = {"preparing": "info", "current": "done", "ended": "plan"}

    name = models.CharField(_("名称"), max_length=60)
    kind = models.CharField(_("类别"), max_length=20, choices=Kind, default=Kind.COMMITTEE)
    term = models.CharField(_("届次"), max_length=20, blank=True)
    rules = models.TextField(_("议事规则"), max_length=4000, blank=True)
    places = models.PositiveSmallIntegerField(_("委员名额"), null=True, blank=True)
    years = models.PositiveSmallIntegerField(_("任期（年）"), null=True, blank=True)
    starts = models.DateField(_("任期起"), null=True, blank=True)
    until = models.DateField(_("任期止"), null=True, blank=True)
    ends = models.DateField(_("结束日期"), null=True, blank=True)
    elected_by = models.CharField(_("产生方式"), max_length=12, choices=ElectedBy, blank=True)
    entitled = models.PositiveIntegerField(_("应到人数"), null=True, blank=True)
    present = models.PositiveIntegerField(_("实到人数"), null=True, blank=True)
    why = models.CharField(_("人数超出规定的理由"), max_length=200, blank=True)
    approval = models.CharField(_("上级批复"), max_length=60, blank=True)
    approved_on = models.DateField(_("批复日期"), null=True, blank=True)
    previous = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="successor", editable=False
    )
    state = models.CharField(_("状态"), max_length=20, choices=State, default=State.PREPARING)

    objects = CommitteeQuerySet.as_manager()

    class Meta:
        ordering = ["state", "pk"]
        verbose_name = _("委员会")

    def __str__(self):
        return f"{self.term}{self.name}"

    @property
    def is_elected(self):
        return self.kind in self.ELECTED

    @property
    def chair_word(self):
        """主席 of the union's committee, 主任 of every other."""
        return _("主席") if self.kind == self.Kind.COMMITTEE else _("主任")


class SeatQuerySet(OwnedQuerySet):
    def visible_to(self, person):
        """Who sits where is open to every member of the union (R-008)."""
        return self.filter(scope(person, "committees.roster"))

    def serving(self):
        return self.filter(state=Seat.State.SERVING)

    def in_order(self):
        """Chair first; within a role by the strokes of the surname (rules 8.13)."""
        rank = models.Case(
            *(models.When(role=role, then=models.Value(n)) for n, role in enumerate(Seat.Role)),
            output_field=models.SmallIntegerField(),
        )
        return self.order_by(rank, "person__strokes", "pk")


class Seat(Owned):
    """One person's place on a committee; the office it makes ends with it (rules 2.03, 2.16)."""

    class Role(models.TextChoices):
        CHAIR = "chair", _("主席（主任）")
        VICE = "vice", _("副主席（副主任）")
        MEMBER = "member", _("委员")
        SECRETARY = "secretary", _("秘书")

    class How(models.TextChoices):
        ELECTED = "elected", _("选举")
        CO_OPTED = "co_opted", _("增补")
        APPOINTED = "appointed", _("委派")

    class Left(models.TextChoices):
        TERM = "term", _("届满")
        RESIGNED = "resigned", _("辞职")
        MOVED = "moved", _("工作调动")
        REMOVED = "removed", _("罢免或撤换")
        RETIRED = "retired", _("退休")
        DIED = "died", _("去世")

    class State(models.TextChoices):
        SERVING = "serving", _("在任")
        LEFT = "left", _("已离任")

    TONES = {"serving": "done", "left": "plan"}

    committee = models.ForeignKey(
        Committee, models.PROTECT, related_name="seats", editable=False, verbose_name=_("委员会")
    )
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("人员"))
    role = models.CharField(_("职务"), max_length=12, choices=Role, default=Role.MEMBER)
    duty = models.CharField(_("分工"), max_length=30, blank=True)
    tasks = models.TextField(_("岗位职责"), max_length=2000, blank=True)
    how = models.CharField(_("产生"), max_length=12, choices=How, default=How.ELECTED)
    starts = models.DateField(_("任职日期"))
    ends = models.DateField(_("离任日期"), null=True, blank=True)
    left = models.CharField(_("离任原因"), max_length=10, choices=Left, blank=True)
    decision = models.ForeignKey(
        "committees.Decision", models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("增补决定"),
    )  # fmt: skip
    consent = models.ForeignKey(
        "committees.Decision", models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("本级委员会同意"),
    )  # fmt: skip
    consent_above = models.CharField(_("上一级工会同意"), max_length=60, blank=True)
    appointment = models.OneToOneField(
        Appointment, models.PROTECT, null=True, blank=True, related_name="seat", editable=False
    )
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.SERVING)

    objects = SeatQuerySet.as_manager()

    class Meta:
        ordering = ["state", "committee", "pk"]
        indexes = [
            models.Index(fields=["committee", "state"]),
            models.Index(fields=["person", "state"]),
        ]
        verbose_name = _("席位")

    def __str__(self):
        return f"{self.committee}{self.role_word}"

    @property
    def role_word(self):
        """主席 or 主任, by the kind of committee."""
        chair = self.committee.chair_word
        words = {self.Role.CHAIR: f"{chair}", self.Role.VICE: f"副{chair}"}
        return words.get(self.role, self.get_role_display())
