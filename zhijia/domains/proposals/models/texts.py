"""Who seconds a text, how it stood before, and what it is found by."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhijia.kernel import clock
from zhijia.kernel.people import Person

from .proposals import Proposal


class Second(models.Model):
    """A colleague asked to second, and what they said, for which text."""

    class State(models.TextChoices):
        ASKED = "asked", _("待答")
        AGREED = "agreed", _("已附议")
        DECLINED = "declined", _("不附议")

    TONES = {"asked": "due", "agreed": "done", "declined": "plan"}

    proposal = models.ForeignKey(
        Proposal, models.CASCADE, related_name="seconds", verbose_name=_("提案")
    )
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("附议人"))
    state = models.CharField(_("答复"), max_length=10, choices=State, default=State.ASKED)
    version = models.PositiveIntegerField(_("针对第几稿"), default=1)
    at = models.DateTimeField(_("时间"), default=clock.now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "person"], name="one_second_a_person")
        ]
        verbose_name = _("附议")

    def __str__(self):
        return f"{self.proposal} {self.get_state_display()}"


class Version(models.Model):
    """A text as it stood before it was changed; nothing written is lost."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(_("案名"), max_length=80)
    reason = models.TextField(_("案由"))
    measures = models.TextField(_("建议措施"))
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("修改时间"), default=clock.now)

    class Meta:
        ordering = ["-number"]


class Gram(models.Model):
    """Two neighbouring characters of a proposal: what similar ones are found by."""

    org = models.ForeignKey("kernel.Org", models.CASCADE, related_name="+", db_index=False)
    gram = models.CharField(max_length=2)
    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="grams")

    class Meta:
        indexes = [models.Index(fields=["org", "gram", "proposal"], name="gram_posting")]
