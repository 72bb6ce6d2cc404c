"""How a case ends, what its proposers think of it, and what was promised."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhijia.kernel import clock
from zhijia.kernel.orgs import Owned
from zhijia.kernel.people import Person

from .calls import Department
from .handling import PartQuerySet, Reply
from .proposals import Grade, Proposal


class Conclusion(Owned):
    """The end of a case: what the proposers thought, and who closed it with which words."""

    proposal = models.OneToOneField(
        Proposal, models.CASCADE, related_name="conclusion", verbose_name=_("提案")
    )
    on = models.DateField(_("结案日期"), default=clock.today)
    outcome = models.CharField(_("满意度"), max_length=12, choices=Grade)
    words = models.TextField(_("结案说明"), max_length=500, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    objects = PartQuerySet.as_manager()

    class Meta:
        verbose_name = _("提案结案")

    def __str__(self):
        return f"结案：{self.proposal}"


class Rating(models.Model):
    """What one proposer thinks of one answer: attitude and result apart (rules 5.21)."""

    reply = models.ForeignKey(Reply, models.CASCADE, related_name="ratings")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    attitude = models.CharField(_("办理态度"), max_length=12, choices=Grade)
    result = models.CharField(_("办理结果"), max_length=12, choices=Grade)
    words = models.TextField(_("意见"), max_length=1000, blank=True)
    on = models.DateField(_("评价日期"), default=clock.today)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["reply", "person"], name="one_rating_a_proposer")
        ]
        verbose_name = _("评价")


class PromiseQuerySet(PartQuerySet):
    def open(self):
        return self.filter(state__in=(Promise.State.OPEN, Promise.State.REPORTED))


class Promise(Owned):
    """What a department said it would do, by when; followed after the case is closed."""

    class State(models.TextChoices):
        OPEN = "open", _("兑现中")
        REPORTED = "reported", _("待核实")
        KEPT = "kept", _("按期兑现")
        LATE = "late", _("逾期兑现")
        WITHDRAWN = "withdrawn", _("不再办理")

    TONES = {"open": "info", "reported": "due", "kept": "done", "late": "due", "withdrawn": "plan"}

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="promises", editable=False,
                                 verbose_name=_("提案"))  # fmt: skip
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="promises", verbose_name=_("部门")
    )
    text = models.CharField(_("承诺"), max_length=200)
    first_due = models.DateField(_("最初期限"))
    due = models.DateField(_("期限"))
    evidence = models.TextField(_("落实情况"), max_length=1000, blank=True)
    reported = models.DateField(_("报告日期"), null=True, blank=True)
    settled = models.DateField(_("办结日期"), null=True, blank=True, editable=False)
    closing = models.CharField(_("不再办理的原因"), max_length=500, blank=True)
    check_due = models.DateField(_("年末自查期限"), null=True, blank=True, editable=False)
    checked = models.DateField(_("年末自查"), null=True, blank=True, editable=False)
    alarm = models.PositiveSmallIntegerField(default=0, editable=False)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.OPEN)

    objects = PromiseQuerySet.as_manager()

    class Meta:
        ordering = ["due", "pk"]
        indexes = [models.Index(fields=["org", "state", "due"])]
        verbose_name = _("承诺事项")

    def __str__(self):
        return self.text

    @property
    def overdue(self):
        return self.state in ("open", "reported") and self.due < clock.today()
