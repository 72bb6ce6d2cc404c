"""Occasion and Visit."""

from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhijia.kernel.access import scope
from zhijia.kernel.orgs import Owned, OwnedQuerySet
from zhijia.kernel.people import Person
from zhijia.kernel.policy import PolicyRow
from zhijia.kernel.privacy import EncryptedTextField
from zhijia.kernel.settings import setting_sheet


class Kind(models.TextChoices):
    """Why one goes. The first seven are occasions of one person; the rest are rounds."""

    ILLNESS = "illness", _("生病住院")
    SURGERY = "surgery", _("手术")
    BIRTH = "birth", _("生育")
    WEDDING = "wedding", _("结婚")
    BEREAVEMENT = "bereavement", _("丧事")
    RETIREMENT = "retirement", _("荣休")
    HARDSHIP = "hardship", _("重大困难")
    FESTIVAL = "festival", _("节日走访")
    RETIRED = "retired", _("走访离退休教职工")
    FRONTLINE = "frontline", _("一线慰问")
    BIRTHDAY = "birthday", _("生日祝福")


OCCASIONS = tuple(Kind)[:7]
ROUNDS = tuple(Kind)[7:]


class Relation(models.TextChoices):
    SELF = "self", _("本人")
    SPOUSE = "spouse", _("配偶")
    PARENT = "parent", _("父母")
    CHILD = "child", _("子女")
    PARENT_IN_LAW = "parent_in_law", _("配偶父母")


@setting_sheet("care", "慰问")
@dataclass
class CareSettings:
    """The school's own rule of visits: schools differ in kinds and in who counts as family."""

    kinds: list = field(
        default_factory=lambda: [k.value for k in OCCASIONS],
        metadata={"label": "必访情形", "choices": [(k.value, k.label) for k in OCCASIONS]},
    )
    relatives: list = field(
        default_factory=lambda: ["spouse", "parent", "child"],
        metadata={"label": "计入慰问的亲属", "choices": list(Relation.choices)[1:]},
    )
    visit_within_days: int = field(default=7, metadata={"label": "得知后几天内到访", "unit": "天"})
    follow_up_days: int = field(default=30, metadata={"label": "走访后几天回访", "unit": "天"})
    same_event_days: int = field(default=60, metadata={"label": "几天内视为同一件事", "unit": "天"})


class OccasionQuerySet(OwnedQuerySet):
    def visible_to(self, person):
        """The committee sees all of its union; others what they reported, visit, or are."""
        mine = Q(person=person) | Q(reported_by=person)
        going = Visit.visitors.through.objects.filter(person=person).values("visit__occasion")
        return self.filter(scope(person, "care.see") | mine | Q(pk__in=going))

    def open(self):
        return self.filter(state=Occasion.State.REPORTED)

    def same_event(self, person, kind, on, days):
        """What is already reported of the same event: the same person, or their spouse here."""
        near = (on - timedelta(days=days), on + timedelta(days=days))
        who = [p for p in (person.pk, person.spouse_id) if p]
        rows = self.filter(person__in=who, kind=kind, on__range=near)
        return rows.exclude(state=Occasion.State.DISMISSED)


class Occasion(Owned):
    """What happened to a member or their family, as reported."""

    class State(models.TextChoices):
        REPORTED = "reported", _("待安排")
        ARRANGED = "arranged", _("已安排")
        VISITED = "visited", _("已走访")
        DISMISSED = "dismissed", _("不走访")

    TONES = {"reported": "due", "arranged": "info", "visited": "done", "dismissed": "plan"}
    SENSITIVE = ("detail",)

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("教职工"))
    kind = models.CharField(
        _("情形"), max_length=20, choices=[(k.value, k.label) for k in OCCASIONS]
    )
    relation = models.CharField(_("发生在"), max_length=20, choices=Relation, default=Relation.SELF)
    on = models.DateField(_("发生日期"))
    detail = EncryptedTextField(_("情况说明"), blank=True)
    reported_by = models.ForeignKey(
        Person, models.PROTECT, related_name="+", verbose_name=_("报告人")
    )
    due = models.DateField(
        _("到访期限"), null=True, blank=True, editable=False,
        help_text=_("按登记时本校办法规定的天数。"),
    )  # fmt: skip
    again = models.CharField(_("同一件事再次慰问的说明"), max_length=200, blank=True)
    state = models.CharField(_("状态"), max_length=20, choices=State, default=State.REPORTED)

    objects = OccasionQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]
        indexes = [models.Index(fields=["org", "state"])]
        verbose_name = _("关爱事项")

    def __str__(self):
        return f"{self.person.name} {self.words}"

    @property
    def words(self):
        """What happened, without a name: 生病住院, 父母丧事."""
        whose = "" if self.relation == Relation.SELF else self.get_relation_display()
        return f"{whose}{self.get_kind_display()}"

    @property
    def cap_code(self):
        """The policy row that limits what is brought."""
        if self.kind == Kind.BEREAVEMENT:
            own = self.relation == Relation.SELF
            return "care.cap.death_member" if own else "care.cap.death_relative"
        return f"care.cap.{self.kind}"


class VisitQuerySet(OwnedQuerySet):
    def visible_to(self, person):
        going = Visit.visitors.through.objects.filter(person=person).values("visit")
        seen = Visit.recipients.through.objects.filter(person=person).values("visit")
        return self.filter(scope(person, "care.see") | Q(pk__in=going) | Q(pk__in=seen))

    def to_make(self):
        return self.filter(state=Visit.State.PLANNED)

    def to_follow_up(self, by_day):
        return self.filter(state=Visit.State.DONE, follow_up__lte=by_day, followed="")


class Visit(Owned):
    """Going to see somebody, or several on one round; done, it is the record."""

    class State(models.TextChoices):
        AWAITING = "awaiting", _("待批准")
        PLANNED = "planned", _("待走访")
        DONE = "done", _("已走访")
        CANCELLED = "cancelled", _("已取消")

    class Form(models.TextChoices):
        CASH = "cash", _("慰问金")
        GOODS = "goods", _("慰问品")
        SOUVENIR = "souvenir", _("纪念品")
        NONE = "none", _("仅看望")

    TONES = {"awaiting": "due", "planned": "info", "done": "done", "cancelled": "plan"}
    SENSITIVE = ("note", "followed", "thanks")

    occasion = models.ForeignKey(
        Occasion, models.PROTECT, null=True, blank=True, related_name="visits", editable=False
    )
    kind = models.CharField(_("情形"), max_length=20, choices=Kind)
    recipients = models.ManyToManyField(Person, related_name="+", verbose_name=_("慰问对象"))
    visitors = models.ManyToManyField(Person, related_name="+", verbose_name=_("走访人"))
    on = models.DateField(_("走访日期"))
    form = models.CharField(_("形式"), max_length=10, choices=Form, default=Form.GOODS)
    amount = models.DecimalField(_("金额"), max_digits=12, decimal_places=2, default=Decimal(0))
    goods = models.CharField(_("慰问品"), max_length=100, blank=True)
    over = models.CharField(_("超标准理由"), max_length=200, blank=True)
    standard = models.ForeignKey(
        PolicyRow, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    rule = models.CharField(_("执行标准"), max_length=300, blank=True, editable=False)
    planned_by = models.ForeignKey(Person, models.PROTECT, related_name="+", editable=False)
    approved_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    note = EncryptedTextField(_("走访情况"), blank=True)
    thanks = EncryptedTextField(_("本人反馈"), blank=True)
    follow_up = models.DateField(_("回访日期"), null=True, blank=True)
    followed = EncryptedTextField(_("回访情况"), blank=True)
    state = models.CharField(_("状态"), max_length=20, choices=State, default=State.PLANNED)

    objects = VisitQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]
        indexes = [
            models.Index(fields=["org", "on"]),
            models.Index(fields=["org", "state", "on"]),
        ]
        verbose_name = _("走访慰问")

    def __str__(self):
        return self.words

    @property
    def words(self):
        """The visit without a name: what the register, the timeline and a notice may say."""
        about = self.occasion.words if self.occasion else str(Kind(self.kind).label)
        return about if self.kind == Kind.BIRTHDAY else f"{about}慰问"

    @property
    def due(self):
        return self.on if self.state == self.State.PLANNED else None

    @property
    def in_time(self):
        """Whether the visit came within the school's own days after the report."""
        return bool(self.occasion and self.occasion.due) and self.on <= self.occasion.due

    @property
    def cap_code(self):
        return self.occasion.cap_code if self.occasion else f"care.cap.{self.kind}"
