"""What has to run by itself: every so many seconds, or once a day at an hour.

There is no scheduler beside the database. Every worker, in a thread of the server or on its own,
asks the table a few times a minute what is due, and takes a turn by changing its row from the
moment it read: of several workers exactly one succeeds, on either database.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db import models
from django.utils import timezone

from . import clock

log = logging.getLogger(__name__)


class Tick(models.Model):
    """When a piece of due work runs next, and what came of it last time."""

    name = models.CharField(max_length=60, unique=True)
    next = models.DateTimeField(db_index=True)
    last = models.DateTimeField(null=True)
    ok = models.BooleanField(default=True)
    note = models.CharField(max_length=300, blank=True)

    def __str__(self):
        return self.name


@dataclass(frozen=True)
class Work:
    """A function without arguments; what it returns is kept as the note of the turn."""

    name: str
    run: Callable
    following: Callable[[datetime], datetime]


class Trouble(Exception):
    """A turn that found something wrong; its words are kept as the note."""


works: dict[str, Work] = {}


def every(seconds: int, name: str):
    """Register a function to run every so many seconds."""
    return _register(name, lambda now: now + timedelta(seconds=seconds))


def daily(at: time, name: str):
    """Register a function to run once a day; after an idle night it runs at the first chance."""

    def following(now):
        local = timezone.localtime(now)
        day = local.date() if local.time() < at else local.date() + timedelta(days=1)
        return timezone.make_aware(datetime.combine(day, at))

    return _register(name, following)


def _register(name, following):
    def keep(run):
        if name in works:
            raise ValueError(f"due work {name} is declared twice")
        works[name] = Work(name, run, following)
        return run

    return keep


def run_due(only=None) -> list[str]:
    """Run what is due; the names of what this worker ran are returned."""
    now = clock.now()
    known = dict(Tick.objects.values_list("name", "next"))
    fresh = [w for w in works.values() if w.name not in known]
    if fresh:
        rows = [Tick(name=w.name, next=w.following(now)) for w in fresh]
        Tick.objects.bulk_create(rows, ignore_conflicts=True)
    due = [w for w in works.values() if known.get(w.name, now + timedelta(1)) <= now]
    return [
        w.name for w in due if (only is None or w.name in only) and _turn(w, known[w.name], now)
    ]


def _turn(work, was, now) -> bool:
    """Take the turn if nobody else has; a fault is kept and logged, and stops nothing else."""
    taken = Tick.objects.filter(name=work.name, next=was).update(next=work.following(now), last=now)
    if not taken:
        return False
    try:
        said, ok = str(work.run() or ""), True
    except Exception as fault:
        log.exception("due work %s failed", work.name)
        said, ok = str(fault) if isinstance(fault, Trouble) else type(fault).__name__, False
    Tick.objects.filter(name=work.name).update(ok=ok, note=said[:300])
    return True
