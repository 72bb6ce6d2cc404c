"""Long work in the background with a progress bar, in the same database and transaction."""

from datetime import timedelta
from importlib import import_module

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from . import clock
from .orgs import Owned
from .people import Person
from .refusals import Refused


class Job(Owned):
    """One piece of long work, as the person who asked for it sees it."""

    class State(models.TextChoices):
        WAITING = "waiting", _("排队中")
        RUNNING = "running", _("进行中")
        DONE = "done", _("已完成")
        FAILED = "failed", _("未完成")

    label = models.CharField(max_length=80)
    work = models.CharField(max_length=120)
    given = models.JSONField(default=dict)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    message = models.CharField(max_length=300, blank=True)
    result = models.CharField(max_length=200, blank=True)
    beat = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created"]

    def __str__(self):
        return self.label

    @property
    def percent(self):
        return (
            100 if self.state == self.State.DONE else min(99, self.done * 100 // max(self.total, 1))
        )

    def advance(self, done, total=None):
        """Show how far it is; called between pieces of work, outside their transactions."""
        self.done, self.total = done, total or self.total
        Job.objects.filter(pk=self.pk).update(done=self.done, total=self.total, beat=clock.now())

    def say(self, words):
        """A sentence beside the bar while the work goes on."""
        Job.objects.filter(pk=self.pk).update(message=words[:300], beat=clock.now())


def start(work, *, org, by, label, **given) -> Job:
    """Queue ``work(job, **given)`` (a module-level function) to run once this is committed."""
    path = f"{work.__module__}:{work.__name__}"
    with transaction.atomic():
        job = Job.objects.create(org=org, by=by, label=label, work=path, given=given)
        run_job.enqueue(job.pk)
    return job


@task()
def run_job(pk: int) -> None:
    """What the worker runs. A refusal is shown to the person; a fault is shown as a fault."""
    job = Job.objects.select_related("by", "org").get(pk=pk)
    Job.objects.filter(pk=pk).update(state=Job.State.RUNNING, beat=clock.now())
    module, name = job.work.split(":")
    try:
        result = getattr(import_module(module), name)(job, **job.given) or ""
    except Refused as no:
        Job.objects.filter(pk=pk).update(state=Job.State.FAILED, message=str(no)[:300])
        return
    except Exception:
        words = str(_("程序出错，已记入日志；没有保存任何内容，请稍后重试。"))
        Job.objects.filter(pk=pk).update(state=Job.State.FAILED, message=words)
        raise
    finished = {"state": Job.State.DONE, "result": str(result)[:200]}
    Job.objects.filter(pk=pk).update(**finished, done=max(job.total, 1), total=max(job.total, 1))


SILENT = timedelta(minutes=3)  # a running job without a sign of life for so long has died


def take_up_again(alone=False) -> int:
    """Queue the work of a worker that died once more, where the work says it can go on
    (``work.resumable``); other work is shown as broken off. How many jobs were touched.

    ``alone``: this is the only worker, just starting, so whatever claims to run has died.
    """
    dead = Job.objects.filter(state=Job.State.RUNNING)
    touched = 0
    for job in dead if alone else dead.filter(beat__lt=clock.now() - SILENT):
        module, name = job.work.split(":")
        same = Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, beat=job.beat)
        if getattr(getattr(import_module(module), name), "resumable", False):
            with transaction.atomic():
                if same.update(state=Job.State.WAITING):
                    run_job.enqueue(job.pk)
                    touched += 1
        else:
            words = str(_("运行中断，没有做完；请重新开始。"))
            touched += same.update(state=Job.State.FAILED, message=words)
    return touched


def prune(days=90):
    """Forget finished jobs after a while; nothing depends on them."""
    cutoff = clock.now() - timedelta(days=days)
    return Job.objects.filter(created__lt=cutoff, state=Job.State.DONE).delete()
