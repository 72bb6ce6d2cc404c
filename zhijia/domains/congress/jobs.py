"""Due work: seats of those who have left the union are written down as vacant."""

from datetime import time

from zhijia.kernel import ticks
from zhijia.kernel.access import holders
from zhijia.kernel.people import Membership

from .actions import leave
from .models import Delegate

WHY = {Membership.Left.KEPT: Delegate.Left.RETIRED}


@ticks.daily(time(1, 30), "congress.vacancies")
def vacate() -> str:
    """Every seat that is vacant by itself, in the name of who keeps the roll (rules 1.38); how many."""
    count = 0
    for delegate in Delegate.objects.stranded().select_related("org", "congress"):
        by = holders("congress.organise", delegate.org).order_by("pk").first()
        if by is None:
            continue
        spell = Membership.objects.filter(org=delegate.org, person=delegate.person_id)
        ended = spell.exclude(ends=None).order_by("-ends").first()
        leave(
            delegate, by=by, left=WHY.get(ended.left, Delegate.Left.MOVED) if ended else Delegate.Left.MOVED,
            on=ended.ends if ended else None,
        )  # fmt: skip
        count += 1
    return str(count)
