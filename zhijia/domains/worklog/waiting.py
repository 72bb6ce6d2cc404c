"""What waits for a person in the log: planned things whose day has come."""

from zhijia.kernel import clock
from zhijia.kernel.access import can
from zhijia.kernel.actions import url_of
from zhijia.kernel.waiting import Waiting, waits

from .models import Event


@waits
def events_to_finish(person, org):
    """To the committee all of the union's; to a group leader their own."""
    if not can(person, "worklog.log", org):
        return
    rows = Event.objects.of(org).to_finish(clock.today())
    if not can(person, "worklog.amend", org):
        rows = rows.filter(logged_by=person)
    for event in rows.order_by("on")[:20]:
        yield Waiting(f"登记：{event.title}", f"{url_of(event)}finish/", "登记", event.on)
