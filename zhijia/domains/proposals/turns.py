"""Who of the committee follows a case: whoever has fewest in hand, so that all take turns."""

from django.db.models import Count, Q

from zhijia.kernel.access import holders

from .models import Proposal, rules_of


def followers_of(proposal):
    """Those of the committee who did not propose it."""
    own = [p.pk for p in proposal.proposers()]
    return holders("proposals.review", proposal.org).exclude(pk__in=own).order_by("pk")


def next_follower(proposal):
    """None where the school names nobody, or where there is nobody but the proposers."""
    if not rules_of(proposal).followers:
        return None
    open_ones = Q(state__in=Proposal.FILED) & ~Q(state="concluded")
    rows = Proposal.objects.of(proposal.org).filter(open_ones, follower__isnull=False)
    load = dict(rows.order_by().values_list("follower").annotate(Count("pk")))
    return min(followers_of(proposal), key=lambda who: load.get(who.pk, 0), default=None)
