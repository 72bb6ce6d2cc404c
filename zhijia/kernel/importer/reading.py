"""Reading a file into a preview: every row gets a verdict before anything is written."""

from collections import Counter

from django.db import transaction
from django.utils.translation import gettext as _

from .. import bulk, jobs
from ..documents import uploads
from ..privacy import seal, unseal
from ..refusals import Refused
from . import sheets
from .models import BLOCK, Import, Verdict, keep
from .spec import importers

AT_ONCE = 200_000  # bytes; a larger file is read in the background
CHUNK = 10 * BLOCK


def take_in(org, *, by, kind, data, name, given=None) -> Import:
    """Read a file into a preview, a large one in the background (state READING until then).

    Raises :class:`Refused` when it holds no such table.
    """
    uploads.check_upload(data, name, allow=frozenset({"xlsx", "xls"}))
    made = Import(org=org, by=by, kind=kind, name=name[:120], given=given or {})
    if len(data) <= AT_ONCE:
        with transaction.atomic():
            made.save()
            read(made, data)
        return made
    made.sealed = seal(data)
    with transaction.atomic():
        made.save()
        jobs.start(read_job, org=org, by=by, label=_("读取：%s") % made.name, pk=made.pk)
    return made


def read_job(job, pk):
    """The job: read the sealed file, then forget it. A file read before is left as it is."""
    made = Import.objects.select_related("org").get(pk=pk)
    if made.state == Import.State.READING:
        try:
            with transaction.atomic(), bulk.few_collections():
                read(made, unseal(bytes(made.sealed)), advance=job.advance)
        except Refused as no:
            Import.objects.filter(pk=pk).update(
                state=Import.State.FAILED, why=str(no)[:300], sealed=None
            )
            raise
    return f"/import/{pk}/"


read_job.resumable = True


def read(made, data, advance=lambda done, total: None) -> None:
    """Judge every row of the file and keep the result with the import."""
    spec = importers[made.kind]
    cells = sheets.table(data, made.name)
    at, places = sheets.headers(spec.columns, cells)
    judge = spec.judge(made.org, made.given)
    total, taken, found, chunk = len(cells) - at, 0, Counter(), []
    for number, texts in sheets.rows(cells, at, places):
        chunk.append(_row(spec, judge, number, texts, places))
        if len(chunk) == CHUNK:
            taken += _keep(made, chunk, taken, found)
            advance(taken, total)
            chunk = []
    taken += _keep(made, chunk, taken, found)
    if not taken:
        raise Refused(_("表头下面没有内容。"), _("请填好后再上传。"))
    made.unread = sheets.unknown_headers(spec.columns, cells, at, places)
    made.state, made.sealed = Import.State.READ, None
    made.counts = {v.value: found[v.value] for v in Verdict} | {"done": 0, "skipped": 0}
    made.save()


def _keep(made, chunk, taken, found) -> int:
    if taken + len(chunk) > sheets.MOST:
        raise Refused(_("一次最多导入 %d 行。") % sheets.MOST, _("请分成几份。"))
    keep(made, chunk, taken)
    found.update(row["verdict"] for row, _contents in chunk)
    return len(chunk)


def _row(spec, judge, number, texts, places):
    """(the row as kept, what is sealed)."""
    columns, values, why, wrong = spec.by_name, {}, "", ""
    for name, text in texts.items():
        if text:
            try:
                values[name] = columns[name].read(text)
            except ValueError as error:
                shown, label = columns[name].show(text)[:20], columns[name].label
                why, wrong = why or f"“{label}”{error}：{shown}", wrong or name
    for column in spec.required:
        if not texts.get(column.name):
            why, wrong = why or _("“%s”没有填") % column.label, wrong or column.name
    source, verdict, was = None, Verdict.REFUSED.value, {}
    if not why:
        found = judge(values)
        verdict, why, wrong = found.verdict.value, found.why, found.column
        source, was = found.source_id, found.was
    cell = sheets.cell_name(places[wrong], number) if wrong in places else ""
    row = {"number": number, "verdict": verdict, "why": why, "source_id": source, "cell": cell}
    return row, {"texts": texts, "values": values, "was": was}
