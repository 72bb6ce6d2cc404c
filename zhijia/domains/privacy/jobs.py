"""Long exports, made in the background; the file is sealed and only its person opens it."""

from zhijia.kernel.documents.models import attach
from zhijia.kernel.documents.xlsx import to_xlsx

from . import own
from .models import Export


def make_export(job, export):
    """Write the file and keep it, sealed, with the export."""
    row = Export.objects.select_related("by", "org").get(pk=export)
    attach(row, to_xlsx(own.as_sheets(row.by)), "我的信息.xlsx", by=row.by, sealed=True)
    return f"/privacy/export/{export}/"
