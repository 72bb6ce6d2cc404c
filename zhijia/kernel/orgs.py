"""The tree of unions, and what belongs to a place in it."""

from django.apps import apps
from django.db import models, transaction
from django.db.models import Value
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext_lazy as _

from . import clock

WIDTH = 6  # digits a level takes in a path; fixed, so a subtree is one range of paths


class OrgQuerySet(models.QuerySet):
    def within(self, org):
        """The union itself and every union below it."""
        return self.filter(path__gte=org.path, path__lt=path_end(org.path))

    def above(self, org):
        """The union itself and every union above it, the highest first."""
        return self.filter(path__in=lineage(org.path)).order_by("path")


class Org(models.Model):
    """A union: of a school, a district, a city, a province."""

    class Kind(models.TextChoices):
        NATION = "nation", _("全国")
        PROVINCE = "province", _("省级工会")
        CITY = "city", _("市级工会")
        DISTRICT = "district", _("区县教育工会")
        COUNTY = "county", _("乡镇（学区）工会联合会")
        SCHOOL = "school", _("学校工会")
        KINDERGARTEN = "kindergarten", _("幼儿园工会")
        UNIVERSITY = "university", _("高校工会")
        BRANCH = "branch", _("二级工会（分工会）")
        BUREAU = "bureau", _("机关工会")
        COMPANY = "company", _("企业工会")

    BASE_KINDS = (
        Kind.SCHOOL, Kind.KINDERGARTEN, Kind.UNIVERSITY, Kind.BRANCH, Kind.BUREAU, Kind.COMPANY,
    )  # fmt: skip

    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="below")
    path = models.CharField(max_length=60, unique=True, editable=False)
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.SCHOOL)
    name = models.CharField(_("名称"), max_length=80)
    unit = models.CharField(_("所在单位"), max_length=80, blank=True)
    code = models.CharField(_("代码"), max_length=40, unique=True)
    founded = models.DateField(_("成立日期"), null=True, blank=True)
    closed = models.DateField(_("撤销日期"), null=True, blank=True)

    objects = OrgQuerySet.as_manager()

    class Meta:
        ordering = ["path"]
        verbose_name = _("工会")

    def __str__(self):
        return self.name

    @transaction.atomic
    def save(self, *args, **kwargs):
        fresh = self._state.adding
        if fresh and not self.path:
            self.path = f"new{id(self)}"
        super().save(*args, **kwargs)
        if fresh:
            self.path = (self.parent.path if self.parent else "") + f"{self.pk:0{WIDTH}d}"
            type(self).objects.filter(pk=self.pk).update(path=self.path)

    @property
    def org(self):
        return self

    @property
    def org_id(self):
        return self.pk

    @property
    def org_path(self):
        return self.path

    @property
    def is_base(self):
        """Whether members belong to it directly (a school), or unions do (a district)."""
        return self.kind in self.BASE_KINDS


class Place(models.Model):
    """Under which union one stood, from when to when; an open row says where it stands."""

    org = models.ForeignKey(Org, models.PROTECT, related_name="places")
    parent = models.ForeignKey(Org, models.PROTECT, null=True, related_name="+")
    starts = models.DateField()
    ends = models.DateField(null=True)
    why = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["starts", "pk"]


def path_end(path: str) -> str:
    """The first path after the subtree at ``path``.

    Paths are digits of fixed width, so ``path <= p < path_end(path)`` is the subtree in every
    collation of every database, and the index serves it (``LIKE`` would not on SQLite).
    """
    return str(int(path) + 1).zfill(len(path))


def lineage(path: str) -> list[str]:
    """The paths from the root down to ``path``, itself included."""
    return [path[:end] for end in range(WIDTH, len(path) + 1, WIDTH)]


class OwnedQuerySet(models.QuerySet):
    def of(self, org):
        """What belongs to this very union."""
        return self.filter(org=org)

    def within(self, org):
        """What belongs to this union or to one below it."""
        return self.filter(org_path__gte=org.path, org_path__lt=path_end(org.path))


class Owned(models.Model):
    """Something that belongs to one union. The union's path is copied onto the row."""

    org = models.ForeignKey(Org, models.PROTECT, related_name="+", editable=False)
    org_path = models.CharField(max_length=60, editable=False)
    created = models.DateTimeField(_("登记时间"), default=clock.now, editable=False)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        self.org_path = self.org.path
        super().save(*args, **kwargs)


def org_key():
    """The union's column where an index of the table begins with it anyway; one more on every
    row of a large table would only cost."""
    return models.ForeignKey(Org, models.PROTECT, related_name="+", editable=False, db_index=False)


def relocate(org, parent) -> None:
    """Put a union, with all below it and all they own, under another one. Called from actions.

    The copied paths follow in one statement a table, so nothing is ever half moved.
    """
    old = org.path
    new = parent.path + old[-WIDTH:]
    if old in lineage(parent.path):
        raise ValueError("a union cannot stand under itself")
    tail = Substr("org_path", len(old) + 1)
    with transaction.atomic():
        for model in apps.get_models():
            if issubclass(model, Owned) and not model._meta.proxy:
                rows = model._base_manager.filter(org_path__gte=old, org_path__lt=path_end(old))
                rows.update(org_path=Concat(Value(new), tail))
        below = Org.objects.filter(path__gte=old, path__lt=path_end(old))
        below.update(path=Concat(Value(new), Substr("path", len(old) + 1)))
        Org.objects.filter(pk=org.pk).update(parent=parent)
    org.parent, org.path = parent, new
