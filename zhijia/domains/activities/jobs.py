"""Due work: offers that nobody answered pass on by themselves."""

import logging

from zhijia.kernel import clock, ticks
from zhijia.kernel.access import can, holders
from zhijia.kernel.refusals import Refused

from .actions import lapse
from .models import SignUp

log = logging.getLogger(__name__)


@ticks.every(60, "activities.offers")
def pass_on() -> str:
    """Let offers lapse whose time is over, in the name of the organiser; how many."""
    over = SignUp.objects.filter(state=SignUp.State.OFFERED, offered_until__lte=clock.now())
    count = 0
    for signup in over.select_related("activity__organiser").order_by("offered_until", "pk"):
        try:
            lapse(signup, by=in_charge(signup.activity))
            count += 1
        except Refused as no:  # answered in this very second
            log.info("offer %s not passed on: %s", signup.pk, no)
    return str(count)


def in_charge(activity):
    """The organiser; the longest-serving of the committee, if the organiser has left."""
    if can(activity.organiser, "activities.organise", activity):
        return activity.organiser
    return holders("activities.organise", activity.org).order_by("pk").first()
