"""Reading a file into a preview: every row gets a verdict before anything is written."""

from collections import Counter
from itertools import islice
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from .. import bulk, jobs
from ..documents import uploads
from ..privacy import seal, unseal
from ..refusals import Refused
from . import sheets
from .models import BLOCK, Import, Kept, Row, Verdict, keep, sealed
from .spec import Judged, importers

AT_ONCE = 200_000  # bytes; a larger file is read in the background
NEWS = 10  # blocks after which a job says how far it is


def take_in(org, *, by, kind, data, name, given=None) -> Import:
    """Read a file into a preview, a large one in the background (state READING until then).

    Raises :class:`Refused` when it holds no such table.
    """
    uploads.check_upload(data, name, allow=frozenset({"xlsx", "xls"}))
    made = Import(org=org, by=by, kind=kind, name=name[:120], given=given or {})
    if len(data) <= AT_ONCE:
        content = read(made, data)
        with transaction.atomic():
            made.save()
            _keep(made, content)
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
            with bulk.few_collections():
                content = read(made, unseal(bytes(made.sealed)), advance=job.advance)
                with transaction.atomic():
                    if _still_reading(pk):
                        _keep(made, content)
        except Refused as no:
            Import.objects.filter(pk=pk).update(
                state=Import.State.FAILED, why=str(no)[:300], sealed=None
            )
            raise
    return f"/import/{pk}/"


read_job.resumable = True


def _still_reading(pk) -> bool:
    """Locked: a job taken for dead and started once more may be alive after all."""
    return Import.objects.select_for_update().get(pk=pk).state == Import.State.READING


class Content(NamedTuple):
    """What a file says: its lines as rows of :class:`ImportRow`, sealed blocks of what they hold."""

    lines: list
    blocks: list
    unread: list


def read(made, data, advance=lambda done, total: None) -> Content:
    """Judge every row of the file. Nothing is written and no lock is held meanwhile."""
    spec = importers[made.kind]
    table = sheets.table(data, made.name)
    at, places = sheets.headers(spec.columns, table.head)
    look = _looker(spec, spec.judge(made.org, made.given), places, table.left)
    names, lines, blocks = list(places), [], []
    rows = (row for number, line in table.lines(at) if (row := look(number, line)))
    while block := list(islice(rows, BLOCK)):
        lines += [row.line for row in block]
        blocks.append(sealed(names, block))
        if len(lines) > sheets.MOST:
            raise Refused(_("一次最多导入 %d 行。") % sheets.MOST, _("请分成几份。"))
        if not len(blocks) % NEWS:
            advance(len(lines), table.height - at)
    if not lines:
        raise Refused(_("表头下面没有内容。"), _("请填好后再上传。"))
    return Content(lines, blocks, sheets.unknown_headers(spec.columns, table.head, at, places))


def _keep(made, content) -> None:
    keep(made, content.lines, content.blocks)
    found = Counter(line.verdict for line in content.lines)
    made.unread, made.state, made.sealed = content.unread, Import.State.READ, None
    made.counts = {v.value: found[v.value] for v in Verdict} | {"done": 0, "skipped": 0}
    made.save()


def _looker(spec, judge, places, left):
    """A function from a row's number and cells to the judged row; None for an empty one."""
    columns = [(spec.by_name[name], name, place) for name, place in places.items()]
    columns = [(column, column.read, name, place) for column, name, place in columns]

    def look(number, line):
        texts, values, why, wrong = [], {}, "", ""
        for column, read_cell, name, place in columns:
            cell = line[place]
            text = cell.strip() if type(cell) is str else sheets.text_of(cell)
            texts.append(text)
            if text:
                try:
                    values[name] = read_cell(text)
                except ValueError as error:
                    why = why or f"“{column.label}”{error}：{column.show(text)[:20]}"
                    wrong = wrong or name
        if not (values or why):
            return None
        for column in spec.required:
            if not why and column.name not in values:
                why, wrong = _("“%s”没有填") % column.label, column.name
        found = Judged(Verdict.REFUSED, why, wrong) if why else judge(values)
        wrong = found.column
        cell = sheets.cell_name(left + places[wrong], number) if wrong in places else ""
        verdict, why = found.verdict.value, found.why[:200]
        return Row(Kept(number, verdict, why, cell, found.source_id), texts, values, found.was)

    return look
