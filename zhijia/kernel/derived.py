"""What is derived from the domains, as rows: records, their facts, and what the ledger is owed.

Written by :mod:`zhijia.kernel.records` and by nothing else.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .orgs import Org, Owned, OwnedQuerySet

DRAFT, PLANNED, DONE, VOID = "draft", "planned", "done", "void"
LISTED = (PLANNED, DONE)  # what the register shows


def _union_of_source():
    """The union of what is derived, copied from a source whose own union the database checks: to
    check it again on every row costs an import more than the row. Indexes begin with it anyway."""
    return models.ForeignKey(
        Org, models.PROTECT, related_name="+", editable=False, db_index=False, db_constraint=False
    )


class Record(Owned):
    """One thing the union plans or did. Its words are safe for whoever may see the record."""

    class Stage(models.TextChoices):
        DRAFT = DRAFT, _("草稿")
        PLANNED = PLANNED, _("已安排")
        DONE = DONE, _("已办")
        VOID = VOID, _("作废")

    org = _union_of_source()
    kind = models.CharField(max_length=40)
    topic = models.CharField(max_length=40)
    source_id = models.BigIntegerField()
    stage = models.CharField(max_length=10, choices=Stage)
    on = models.DateField(_("日期"))
    until = models.DateField(_("至"), null=True, blank=True)
    title = models.CharField(_("事项"), max_length=200)
    public = models.CharField(_("可公开的表述"), max_length=300, blank=True)
    photos = models.PositiveIntegerField(_("照片"), default=0)
    papers = models.PositiveIntegerField(_("材料"), default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "source_id"], name="one_per_source")]
        indexes = [
            # with the title, so that a word is searched in the index alone
            models.Index(fields=["org", "on", "stage", "topic", "title"], name="record_register"),
            models.Index(fields=["org", "topic", "on"]),
            models.Index(fields=["org_path", "on"]),
        ]
        verbose_name = _("工作记录")

    def __str__(self):
        return self.title

    @property
    def source_url(self):
        from .records import kinds_by_code

        return kinds_by_code[self.kind].url(self.source_id)


class FactQuerySet(OwnedQuerySet):
    def of(self, org):
        """What belongs to this very union: by its path, so that one index serves a union and a tree."""
        return self.filter(org_path=org.path)


class Fact(Owned):
    """One measured figure of one record. ``token`` stands for a person without naming them."""

    created, org = None, _union_of_source()
    record = models.ForeignKey(Record, models.CASCADE, related_name="facts")
    on = models.DateField()
    metric = models.CharField(max_length=60)
    value = models.DecimalField(max_digits=14, decimal_places=2)
    token = models.CharField(max_length=20, blank=True)

    objects = FactQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["org_path", "metric", "on"])]


class Entry(Owned):
    """What one record owes the ledger: an accounting subject and an amount in yuan."""

    created = None
    record = models.ForeignKey(Record, models.CASCADE, related_name="entries")
    on = models.DateField()
    subject = models.CharField(max_length=60)
    amount = models.DecimalField(max_digits=14, decimal_places=2)
