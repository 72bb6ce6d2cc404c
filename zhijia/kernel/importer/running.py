"""Writing what was accepted, and taking it back: in batches, each one transaction."""

from django.db import transaction
from django.utils.translation import gettext as _

from .. import bulk, jobs
from ..actions import Step
from ..refusals import Refused
from .models import TAKEN, Import, ImportRow, values_of
from .spec import Batch, importers

AT_A_TIME = 10_000  # rows of one transaction


def confirm(import_, *, by) -> jobs.Job:
    """Let the accepted rows be written, in the background."""
    return _begin(
        import_, by, Import.State.READ, Import.State.RUNNING, run, _("导入：%s"),
        _("这份文件已经导入过了。"),
    )  # fmt: skip


def undo(import_, *, by) -> jobs.Job:
    """Take a whole import back, in the background: what was new goes, what was changed returns."""
    if importers[import_.kind].undo is None:
        raise Refused(_("这类导入不能整批撤销。"), _("请逐条更正。"))
    return _begin(
        import_, by, Import.State.DONE, Import.State.UNDOING, run_undo, _("撤销导入：%s"),
        _("这份文件没有可撤销的内容。"),
    )  # fmt: skip


def _begin(import_, by, source, target, work, label, otherwise):
    with transaction.atomic():
        locked = Import.objects.select_for_update().get(pk=import_.pk)
        if locked.state != source:
            raise Refused(otherwise)
        locked.state = target
        locked.save(update_fields=["state"])
        _note(locked, by, work, source, target, label % locked.name)
        return jobs.start(work, org=locked.org, by=by, label=label % locked.name, pk=locked.pk)


def _note(import_, by, work, was, became, label):
    Step.objects.create(
        org=import_.org, source="kernel.import", source_id=import_.pk, verb=work.__name__,
        label=label[:60], by=by, was=was, became=became, note=str(import_.counts),
    )  # fmt: skip


def run(job, pk):
    """The job: batch after batch. Started again after a crash, it goes on with what is left."""
    made = Import.objects.select_related("org").get(pk=pk)
    if made.state == Import.State.RUNNING:
        with bulk.few_collections():
            _through(job, made, made.waiting_rows, importers[made.kind].write, done=True)
        _finish(made, Import.State.DONE)
    return f"/import/{pk}/"


def run_undo(job, pk):
    """The job: the written rows, batch after batch. What has moved on since stays, and says so."""
    made = Import.objects.select_related("org").get(pk=pk)

    def left():
        return made.lines.filter(done=True, verdict__in=TAKEN, why="")

    if made.state == Import.State.UNDOING:
        with bulk.few_collections():
            _through(job, made, left, importers[made.kind].undo, done=False)
        kept = made.lines.filter(done=True).exists()
        _finish(made, Import.State.DONE if kept else Import.State.UNDONE)
    return f"/import/{pk}/"


run.resumable = run_undo.resumable = True


class Line:
    """A row on its way: what the writer reads and sets of an :class:`ImportRow`."""

    __slots__ = ("pk", "place", "verdict", "source_id", "why")

    def __init__(self, *values):
        self.pk, self.place, self.verdict, self.source_id, self.why = values


def _some(left, after) -> list[Line]:
    rows = left().filter(place__gt=after).order_by("place")[:AT_A_TIME]
    return [Line(*row) for row in rows.values_list(*Line.__slots__)]


def _through(job, made, left, work, done):
    total, so_far = left().count(), 0
    before = made.lines.filter(done=True).count() if done else 0
    if before:
        words = _("上次中断前已写入 %(before)d 行，从第 %(next)d 行接着导入。")
        job.say(words % {"before": before, "next": before + 1})
    after = -1
    while rows := _some(left, after):
        after = rows[-1].place
        values = values_of(made, [row.place for row in rows])
        batch = Batch(made, job.by, [(row, *values[row.place]) for row in rows])
        with transaction.atomic():
            work(batch)
            _mark(rows, done)
        so_far += len(rows)
        job.advance(before + so_far, before + total)


def _mark(rows, done):
    """Keep what became of the rows; the usual ones in one statement each, prepared once."""
    usual = [(row.source_id, row.pk) for row in rows if not row.why]
    bulk.update(ImportRow, "source_id", usual, done=done)
    # refused while writing: not written; refused while undoing: still there
    odd = [ImportRow(pk=r.pk, verdict=r.verdict, why=r.why, done=not done) for r in rows if r.why]
    ImportRow.objects.bulk_update(odd, ["verdict", "why", "done"], batch_size=200)


def _finish(made, state):
    made.state = state
    with transaction.atomic():
        made.save(update_fields=["state"])
        made.recount()
