"""The due work of the house itself: letters, digests, the nightly check, and what is thrown away."""

from datetime import time, timedelta

from . import append_only, clock, deliveries, digests, jobs, reach, records, sending, ticks
from .actions import Once
from .deliveries import Delivery
from .importer.models import Import, ImportBlock, ImportRow
from .notices import Notice

CHECK, LETTERS = "records.check", "letters"
KEEP_ONCE = timedelta(days=30)  # a form is not sent again after that
KEEP_SENT = timedelta(days=180)  # rules 13.14: logs six months
KEEP_READ = timedelta(days=730)
KEEP_IMPORTS = timedelta(days=180)  # what a file said; that it was imported stays


@ticks.every(20, LETTERS)
def letters():
    """Route fresh notices and send what is due, batch by batch for at most a minute."""
    until = clock.now() + timedelta(minutes=1)
    routed = sent = 0
    while clock.now() < until:
        new, gone = deliveries.route_new(), sending.send_due()
        routed, sent = routed + new, sent + gone
        if not new and not gone:
            break
    return f"{routed} / {sent}"


@ticks.every(60, "jobs")
def dead_jobs():
    """Take up again what a worker left behind when it died."""
    return jobs.take_up_again()


@ticks.every(60, "digests")
def daily_digests():
    return digests.send_digests()


@ticks.every(3600, "unreached")
def unreached():
    return reach.refresh()


@ticks.daily(time(2, 30), CHECK)
def check_records():
    """Derive every record again and compare; a difference is a fault, shown by ``zhijia check``."""
    found = {r.kind: r.changed + r.orphans for r in records.rebuild(check=True)}
    wrong = {kind: count for kind, count in found.items() if count}
    if wrong:
        raise ticks.Trouble("、".join(f"{kind} {count}" for kind, count in wrong.items()))
    return "0"


@ticks.daily(time(3, 10), "prune")
def prune():
    """Throw away what has served its time. Steps are never among it."""
    now = clock.now()
    jobs.prune()
    Once.objects.filter(at__lt=now - KEEP_ONCE).delete()
    rows = Delivery.objects.filter(created__lt=now - KEEP_SENT)
    rows.exclude(state__in=Delivery.OPEN).delete()
    Notice.objects.filter(read__lt=now - KEEP_READ).delete()
    old = Import.objects.filter(created__lt=now - KEEP_IMPORTS)
    for model in (ImportRow, ImportBlock):
        model.objects.filter(file__in=old.values("pk")).delete()
    return append_only.prune_looks()
