"""A call for proposals, and the departments that handle them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhijia.kernel import clock
from zhijia.kernel.access import scope
from zhijia.kernel.orgs import Owned, OwnedQuerySet
from zhijia.kernel.people import Person


class SeenQuerySet(OwnedQuerySet):
    def visible_to(self, person):
        """Everybody of the union; nobody else, the level above included."""
        return self.filter(scope(person, "proposals.see"))


class CallQuerySet(SeenQuerySet):
    def open(self):
        """Those in which proposals may be written today."""
        today = clock.today()
        return self.filter(opens__lte=today).filter(Q(closes=None) | Q(closes__gte=today))


class Call(Owned):
    """A window in which proposals for one session are collected; without an end, all year round."""

    title = models.CharField(_("名称"), max_length=80)
    session = models.CharField(_("届次"), max_length=40, help_text=_("如“第五届第三次”。"))
    meeting = models.ForeignKey(
        "congress.Session", models.PROTECT, null=True, blank=True, related_name="calls",
        verbose_name=_("会议"),
    )  # fmt: skip
    report_item = models.ForeignKey(
        "congress.AgendaItem", models.SET_NULL, null=True, blank=True, related_name="+",
        editable=False, verbose_name=_("报告列入的议程"),
    )  # fmt: skip
    opens = models.DateField(_("开始"))
    closes = models.DateField(_("截止"), null=True, blank=True)
    notice = models.TextField(_("征集说明"), max_length=2000, blank=True)

    objects = CallQuerySet.as_manager()

    class Meta:
        ordering = ["-opens", "-pk"]
        verbose_name = _("提案征集")

    def __str__(self):
        return self.title

    @property
    def running(self):
        return self.opens <= clock.today() and not self.over

    @property
    def over(self):
        return self.closes is not None and clock.today() > self.closes


class Department(Owned):
    """Who handles proposals: its head answers, the leader in charge reads and signs."""

    class State(models.TextChoices):
        ACTIVE = "active", _("在用")
        DISSOLVED = "dissolved", _("已撤销")

    TONES = {"active": "done", "dissolved": "plan"}

    name = models.CharField(_("部门"), max_length=40)
    head = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("负责人"))
    leader = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("分管校领导"),
    )
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("职责并入")
    )
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.ACTIVE)

    objects = SeenQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["org", "name"], condition=Q(state="active"), name="one_active_department",
                violation_error_message=_("已有同名的承办部门。"),
            )
        ]  # fmt: skip
        verbose_name = _("承办部门")

    def __str__(self):
        return self.name
