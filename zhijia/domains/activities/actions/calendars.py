"""The secret address of one's calendar."""

from zhijia.kernel.actions import action

from ..models import CalendarKey
from ..models.calendars import new_key


@action(CalendarKey, creates=True, may="activities.sign_up", label="订阅活动日历")
def subscribe(org, *, by):
    """Make an address for one's own calendar; a new one ends the old."""
    key = CalendarKey.objects.filter(org=org, person=by).first() or CalendarKey(org=org, person=by)
    key.key = new_key()
    return key


@action(CalendarKey, may="activities.answer", label="停用这个地址")
def stop(key, *, by):
    """The address answers no more."""
    key.key = ""
