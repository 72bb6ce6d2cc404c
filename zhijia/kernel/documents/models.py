"""Files that belong to a thing, kept by their hash; and the running numbers of papers."""

from pathlib import Path

from django.conf import settings
from django.db import models, transaction
from django.db.models import Count, Q
from django.utils.translation import gettext as gettext
from django.utils.translation import gettext_lazy as _

from ..orgs import Owned
from ..people import Person
from ..privacy import also_sealed, box, seal, unseal
from ..refusals import Refused


class Attachment(Owned):
    """A file of one thing. Its bytes lie in the data folder under their hash, once."""

    class Kind(models.TextChoices):
        PHOTO = "photo", _("照片")
        PAPER = "paper", _("材料")

    source = models.CharField(max_length=60)
    source_id = models.BigIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(_("文件名"), max_length=120)
    mime = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    sealed = models.BooleanField(default=False)
    consent = models.BooleanField(_("已征得本人同意"), default=False)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["source", "source_id"])]
        constraints = [
            models.UniqueConstraint(fields=["source", "source_id", "sha256"], name="file_once")
        ]
        verbose_name = _("附件")

    def __str__(self):
        return self.name

    def path(self, part="file") -> Path:
        folder = Path(settings.DATA_DIR) / "files" / self.sha256[:2]
        return folder / f"{self.sha256}.{part}{'.sealed' if self.sealed else ''}"

    def read(self, part="file") -> bytes:
        data = self.path(part).read_bytes()
        return unseal(data) if self.sealed else data


def attachments_of(obj):
    return Attachment.objects.filter(source=obj._meta.label_lower, source_id=obj.pk)


def evidence_of(model, objs) -> dict[int, tuple[int, int]]:
    """source id → (photos, papers), in one query."""
    rows = Attachment.objects.filter(
        source=model._meta.label_lower, source_id__in=[o.pk for o in objs]
    )
    photo = Q(kind=Attachment.Kind.PHOTO)
    found = rows.values_list("source_id").annotate(
        photos=Count("pk", filter=photo), papers=Count("pk", filter=~photo)
    )
    return {pk: (photos, papers) for pk, photos, papers in found}


@transaction.atomic
def attach(
    obj, data: bytes, name: str, *, by, sealed=False, consent=False, people_shown=True
) -> Attachment:
    """Keep a file with ``obj``. Called from actions.

    Photos lose their metadata (place, camera) and get a small copy; where ``people_shown`` they
    need those people's ``consent`` (rules 13.09). Raises :class:`Refused`, before anything is
    written, for what is empty, too large, misnamed, of a kind not taken, or there already.
    """
    from . import uploads  # loads the image library: only where files come in

    upload = uploads.check_upload(data, name)
    thumb = None
    if upload.kind == "photo":
        if people_shown and not consent:
            raise Refused(
                gettext("照片须先征得本人同意。"),
                gettext("征得同意后勾选“照片已征得本人同意”再上传。"),
            )
        data, thumb = uploads.clean_photo(data)
        upload = uploads.check_upload(data, str(Path(upload.name).with_suffix(".jpg")))
    kind = Attachment.Kind.PHOTO if upload.kind == "photo" else Attachment.Kind.PAPER
    row = Attachment(
        org=obj.org, source=obj._meta.label_lower, source_id=obj.pk, kind=kind, name=upload.name,
        mime=upload.mime, size=upload.size, sha256=upload.sha256, sealed=sealed, consent=consent,
        by=by,
    )  # fmt: skip
    if attachments_of(obj).filter(sha256=row.sha256).exists():
        raise Refused(gettext("这份文件已经上传过了：%s。") % upload.name)
    _put(row, data)
    if thumb:
        _put(row, thumb, "thumb")
    row.save()
    return row


def _put(row, data, part="file"):
    path = row.path(part)
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        partial = path.with_name(path.name + ".part")
        partial.write_bytes(seal(data) if row.sealed else data)
        partial.replace(path)


def rotate_files() -> int:
    """Seal every sealed file anew with the first key; a key may be dropped after that."""
    count = 0
    for row in Attachment.objects.filter(sealed=True).iterator():
        for path in (row.path(), row.path("thumb")):
            if path.exists():
                partial = path.with_name(path.name + ".part")
                partial.write_bytes(box().rotate(path.read_bytes()))
                partial.replace(path)
                count += 1
    return count


also_sealed.append(rotate_files)


class NumberSeries(Owned):
    """The last number given in a series of papers of one year; gaps never arise by races."""

    series = models.CharField(max_length=40)
    year = models.PositiveIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["org", "series", "year"], name="one_series_a_year")
        ]


@transaction.atomic
def next_number(org, series: str, year: int) -> int:
    """The next number of the series, counted from 1 in every year."""
    NumberSeries.objects.get_or_create(org=org, series=series, year=year)
    row = NumberSeries.objects.select_for_update().get(org=org, series=series, year=year)
    row.last += 1
    row.save()
    return row.last


def document_number(agency: str, year: int, number: int) -> str:
    """A number in hexagonal brackets, as in ×工〔2026〕1号 (rules 12.25)."""
    return f"{agency}〔{year}〕{number}号"
