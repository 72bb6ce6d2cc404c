"""Whom the contests of an activity call on: its organiser, for the next thing to do in each."""

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from zhijia.kernel.actions import url_of
from zhijia.kernel.waiting import Waiting

from .models import Activity, Contest

C = Contest.State


def of_contests(activity):
    """One line a contest, while the activity lies ahead or is being played."""
    if activity.state not in (Activity.State.OPEN, Activity.State.CLOSED):
        return
    still = Q(fixtures__state__in=("waiting", "ready"))
    rows = Contest.objects.filter(activity=activity, state__in=(C.ENTERING, C.DRAWN, C.RUNNING))
    for contest in rows.annotate(
        left_=Count("fixtures", filter=still),
        timed_=Count("fixtures", filter=Q(fixtures__starts__isnull=False)),
    ):
        there, who = url_of(contest), activity.organiser
        if contest.state == C.ENTERING:
            yield Waiting(_("抽签：%s") % contest, there, _("抽签"), activity.on, person=who)
        elif contest.meets and contest.left_ and not contest.timed_:
            yield Waiting(
                _("排赛程：%s") % contest, f"{there}schedule/", _("排赛程"), activity.on, person=who
            )
        elif contest.meets and not contest.left_:
            yield Waiting(
                _("定名次：%s") % contest,
                f"{there}finish/",
                _("定名次"),
                activity.until,
                person=who,
            )
