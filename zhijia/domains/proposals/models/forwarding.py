"""A case on its way to whoever is above the school."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhijia.kernel import clock
from zhijia.kernel.orgs import Owned
from zhijia.kernel.people import Person

from .handling import PartQuerySet
from .proposals import Proposal


class Forwarding(Owned):
    """A case beyond the school's power, passed to the union above or to an authority."""

    class To(models.TextChoices):
        UNION = "union", _("上级工会")
        AUTHORITY = "authority", _("上级主管部门")
        OTHER = "other", _("其他有权处理的机关")

    proposal = models.ForeignKey(
        Proposal, models.CASCADE, related_name="forwardings", verbose_name=_("提案")
    )
    to = models.CharField(_("转送给"), max_length=10, choices=To)
    name = models.CharField(_("机关名称"), max_length=60)
    words = models.TextField(_("转送理由"), max_length=500)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    on = models.DateField(_("转送日期"), default=clock.today)
    answered = models.DateField(_("上级答复日期"), null=True, blank=True)
    ended = models.DateField(_("收回日期"), null=True, blank=True)

    objects = PartQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("向上转送")

    def __str__(self):
        return f"转送{self.name}：{self.proposal}"
