"""One's calendar of union activities in the form that phones subscribe to (iCalendar, RFC 5545)."""

from datetime import timedelta

from icalendar import Alarm, Calendar, Event

from zhijia.kernel import clock

from .models import Activity, SignUp
from .models.signups import STANDING

BACK, AHEAD = timedelta(days=90), timedelta(days=400)
STATUS = {"cancelled": "CANCELLED", "open": "CONFIRMED", "closed": "CONFIRMED", "done": "CONFIRMED"}


def calendar_of(key, base) -> bytes:
    """What the union publishes, and where the person of this key stands; two queries.

    ``base``: the address of the house, for the link in each entry.
    """
    today = clock.today()
    rows = (
        Activity.objects.of(key.org).filter(state__in=STATUS).between(today - BACK, today + AHEAD)
    )
    mine = SignUp.objects.filter(person=key.person, activity__in=rows, state__in=STANDING)
    states = {s.activity_id: s for s in mine.select_related("slot")}
    feed = Calendar()
    feed.add("prodid", "-//Zhijia//zh-CN")
    feed.add("version", "2.0")
    feed.add("x-wr-calname", f"{key.org.name}活动")
    feed.add("refresh-interval;value=duration", "PT6H")
    for activity in rows.order_by("starts"):
        feed.add_component(_event(activity, states.get(activity.pk), base))
    return feed.to_ical()


def _event(activity, signup, base):
    event = Event()
    starts, ends = activity.starts, activity.ends
    if signup and signup.slot and signup.slot.starts:
        starts, ends = signup.slot.starts, signup.slot.ends or signup.slot.starts
    mark = f"（{signup.get_state_display()}）" if signup else ""
    event.add("uid", f"activity-{activity.pk}@zhijia")
    event.add("dtstamp", clock.now())
    event.add("dtstart", starts)
    event.add("dtend", ends)
    event.add("summary", f"{activity.title}{mark}")
    event.add("status", STATUS[activity.state])
    if activity.place:
        event.add("location", activity.place)
    event.add("url", f"{base}/activities/activity/{activity.pk}/")
    if signup and signup.state == SignUp.State.TAKEN and activity.state in ("open", "closed"):
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", activity.title)
        alarm.add("trigger", timedelta(hours=-2))
        event.add_component(alarm)
    return event
