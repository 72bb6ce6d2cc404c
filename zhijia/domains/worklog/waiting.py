"""Whom a planned event calls on, once its day has come."""

from zhijia.kernel.actions import url_of
from zhijia.kernel.waiting import Waiting, waits

from .models import Event


@waits(Event)
def to_finish(event):
    """The committee, and whoever put it on the calendar."""
    if event.state != Event.State.PLANNED:
        return
    given = (f"登记：{event.title}", f"{url_of(event)}finish/", "登记", event.on)
    yield Waiting(*given, power="worklog.amend", since=event.on)
    yield Waiting(*given, person=event.logged_by, since=event.on)
