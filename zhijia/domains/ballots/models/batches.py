"""Paper ballots, in batches that two tellers enter without seeing what the other one typed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhijia.kernel.orgs import Owned, OwnedQuerySet
from zhijia.kernel.people import Person

from .ballots import Ballot


class BatchQuerySet(OwnedQuerySet):
    def visible_to(self, person):
        """The tellers alone; everybody sees the sheets once the result is out, in the published file."""
        telling = Ballot.tellers.through.objects.filter(person=person.pk if person else None)
        return self.filter(ballot__in=telling.values("ballot"))


class Batch(Owned):
    """A pile of sheets from the box, mixed first and then stamped 1 to n."""

    class State(models.TextChoices):
        ENTERING = "entering", _("录入中")
        SEALED = "sealed", _("两人一致")
        WITHDRAWN = "withdrawn", _("已撤回")

    TONES = {"entering": "due", "sealed": "done", "withdrawn": "plan"}

    ballot = models.ForeignKey(Ballot, models.PROTECT, related_name="batches")
    number = models.PositiveSmallIntegerField(_("批号"))
    size = models.PositiveSmallIntegerField(_("张数"))
    klass = models.CharField(_("评议人类别"), max_length=4, default="A")
    sheets = models.JSONField(default=list, blank=True, editable=False)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.ENTERING)

    objects = BatchQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["ballot", "number"], name="one_number_a_batch")
        ]
        verbose_name = _("纸票批次")

    def __str__(self):
        return f"第 {self.number} 批纸票（{self.size} 张）"


class BatchEntry(Owned):
    """What one teller typed: a line of figures a sheet, and the names written in."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="entries")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    lines = models.JSONField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "person"], name="one_entry_a_teller")
        ]
