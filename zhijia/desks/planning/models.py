"""Upload, Plan, PlanItem, Link, Book, Summary."""

from calendar import monthrange
from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhijia.kernel.access import scope
from zhijia.kernel.orgs import Owned, OwnedQuerySet
from zhijia.kernel.people import Person
from zhijia.kernel.records import Record

from .chapters import Function, function_of_domain


class SeenBy(OwnedQuerySet):
    power = "planning.see"

    def visible_to(self, person):
        return self.filter(scope(person, self.power))


class EditQuerySet(SeenBy):
    power = "planning.edit"


class Upload(Owned):
    """A document as read, waiting for the chair's corrections; nothing of it counts yet."""

    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    name = models.CharField(_("文件名"), max_length=120)
    sha256 = models.CharField(max_length=64)
    year = models.PositiveIntegerField(_("年度"))
    reading = models.JSONField(blank=True)
    lines = models.JSONField(blank=True)
    plan = models.ForeignKey("Plan", models.SET_NULL, null=True, blank=True, related_name="uploads")

    objects = EditQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("计划文件")

    def __str__(self):
        return self.name


class Plan(Owned):
    """What the union means to do in a year."""

    class State(models.TextChoices):
        DRAFT = "draft", _("草稿")
        SUBMITTED = "submitted", _("待党支部同意")
        AGREED = "agreed", _("待委员会通过")
        ADOPTED = "adopted", _("已通过")

    TONES = {"draft": "plan", "submitted": "due", "agreed": "due", "adopted": "done"}

    year = models.PositiveIntegerField(_("年度"))
    title = models.CharField(_("标题"), max_length=120)
    theme = models.CharField(_("年度主题"), max_length=60, blank=True)
    goals = models.TextField(_("分项目标"), max_length=1000, blank=True)
    chapters = models.JSONField(default=list, blank=True)
    agreed_on = models.DateField(_("党支部同意日期"), null=True, blank=True)
    adopted_on = models.DateField(_("委员会通过日期"), null=True, blank=True)
    state = models.CharField(_("状态"), max_length=20, choices=State, default=State.DRAFT)

    objects = SeenBy.as_manager()

    class Meta:
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(
                fields=["org", "year"], name="one_plan_a_year",
                violation_error_message=_("这一年的计划已经有了，请在原计划上修改。"),
            )
        ]  # fmt: skip
        verbose_name = _("年度计划")

    def __str__(self):
        return self.title


class PlanItem(Owned):
    """One thing planned for a month or some months. Its state follows from records."""

    class State(models.TextChoices):
        OPEN = "open", _("待办")
        DONE = "done", _("已办")
        POSTPONED = "postponed", _("顺延")
        CANCELLED = "cancelled", _("取消")

    TONES = {"open": "plan", "done": "done", "postponed": "due", "cancelled": "plan"}

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="items", editable=False)
    year = models.PositiveIntegerField(editable=False)
    title = models.CharField(_("事项"), max_length=200)
    month_from = models.PositiveSmallIntegerField(_("开始月份"))
    month_to = models.PositiveSmallIntegerField(_("结束月份"))
    domain = models.CharField(_("类别"), max_length=20, default="worklog")
    function = models.CharField(_("职能"), max_length=12, choices=Function, blank=True)
    metric = models.CharField(_("指标"), max_length=60, blank=True)
    target = models.DecimalField(_("目标值"), max_digits=12, decimal_places=2, default=1)
    attained = models.DecimalField(max_digits=14, decimal_places=2, default=0, editable=False)
    owner = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("负责人")
    )
    budget = models.DecimalField(_("预算"), max_digits=12, decimal_places=2, null=True, blank=True)
    reason = models.CharField(_("原因"), max_length=200, blank=True)
    before_done = models.CharField(max_length=20, default=State.OPEN, editable=False)
    carried_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="carried_to", editable=False
    )
    order = models.PositiveIntegerField(default=0, editable=False)
    state = models.CharField(_("状态"), max_length=20, choices=State, default=State.OPEN)

    objects = SeenBy.as_manager()

    class Meta:
        ordering = ["month_from", "month_to", "order", "pk"]
        indexes = [models.Index(fields=["org", "year"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    month_from__gte=1, month_to__lte=12, month_from__lte=models.F("month_to")
                ),
                name="months_in_order",
                violation_error_message=_("月份应在1到12之间，结束月份不早于开始月份。"),
            )
        ]
        verbose_name = _("计划项")

    def __str__(self):
        return self.title

    @property
    def serves(self) -> str:
        """The function it serves: as the chair says, else as its sort of work does."""
        return self.function or function_of_domain(self.domain)

    @property
    def due(self) -> date:
        """The last day of its last month."""
        return date(self.year, self.month_to, monthrange(self.year, self.month_to)[1])

    @property
    def months(self) -> str:
        if self.month_from == self.month_to:
            return f"{self.month_from}月"
        return f"{self.month_from}—{self.month_to}月"


class Link(models.Model):
    """That a record serves a plan item. Made by the machine, or by a person who knows better.

    ``kind`` and ``source_id`` say which thing is meant, so that what a person decided outlives a
    record that is thrown away and derived again.
    """

    item = models.ForeignKey(PlanItem, models.CASCADE, related_name="links")
    record = models.ForeignKey(Record, models.SET_NULL, null=True, related_name="links")
    kind = models.CharField(max_length=40)
    source_id = models.BigIntegerField()
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    refused = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "kind", "source_id"], name="linked_once")
        ]


class Book(Owned):
    """One of the school's own register books: which topics it takes in."""

    name = models.CharField(_("名称"), max_length=40)
    order = models.PositiveSmallIntegerField(default=0)
    topics = models.JSONField(default=list)

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("台账簿册")

    def __str__(self):
        return self.name


class SummaryQuerySet(SeenBy):
    power = "planning.summary"


class Summary(Owned):
    """The account of a year. Blocks of words with references to figures; frozen when signed."""

    class State(models.TextChoices):
        DRAFT = "draft", _("草稿")
        SUBMITTED = "submitted", _("待签发")
        SIGNED = "signed", _("已签发")

    TONES = {"draft": "plan", "submitted": "due", "signed": "done"}

    year = models.PositiveIntegerField(_("年度"))
    title = models.CharField(_("标题"), max_length=120)
    by_function = models.BooleanField(_("按四项职能分章"), default=False)
    blocks = models.JSONField(default=list, blank=True)
    figures = models.JSONField(default=dict, blank=True)
    frozen = models.JSONField(default=dict, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1)
    signed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    signed_on = models.DateField(_("签发日期"), null=True, blank=True)
    state = models.CharField(_("状态"), max_length=20, choices=State, default=State.DRAFT)

    objects = SummaryQuerySet.as_manager()

    class Meta:
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(
                fields=["org", "year"], name="one_summary_a_year",
                violation_error_message=_("这一年的总结已经起草，请在原稿上修改。"),
            )
        ]  # fmt: skip
        verbose_name = _("年度总结")

    def __str__(self):
        return self.title
