"""The one clock. Everything asks it for the day, so a lived year can be replayed and tested."""

from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

_stopped: ContextVar[datetime | None] = ContextVar("stopped", default=None)


def now() -> datetime:
    """The present moment, aware; a moment set by :func:`at` wins."""
    return _stopped.get() or timezone.now()


def today() -> date:
    """The present day in the school's time zone."""
    return timezone.localtime(now()).date()


@contextmanager
def at(moment: date | datetime):
    """Stop the clock at ``moment`` (a day means nine in the morning) for demo data and tests."""
    if not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day, 9)
    if timezone.is_naive(moment):
        moment = timezone.make_aware(moment)
    token = _stopped.set(moment)
    try:
        yield
    finally:
        _stopped.reset(token)
