"""Whom an activity calls on: its organiser; and those whom a place is offered to."""

from datetime import timedelta

from django.utils import timezone

from zhijia.kernel.actions import url_of
from zhijia.kernel.settings import settings_for
from zhijia.kernel.waiting import Waiting, waits

from .models import Activity, ActivitySettings, Kind, SignUp
from .waiting_fixtures import of_contests

TOLD_OF = (Activity.State.OPEN, Activity.State.CLOSED, Activity.State.DONE)
PUBLICITY_DAYS = 7  # after the last day of an activity of charity


@waits(Activity)
def of_activity(activity):
    A, there = Activity.State, url_of(activity)
    if activity.state == A.DRAFT:
        yield Waiting(
            f"发布活动：{activity}", there, "查看", activity.on, person=activity.organiser
        )
    elif activity.state == A.AWAITING:
        yield Waiting(f"批准超标准活动：{activity}", there, "查看", activity.on, activity.over,
                      power="activities.approve", besides=activity.drafted_by)  # fmt: skip
    elif activity.state == A.OPEN and activity.waits_for_allotment:
        day = timezone.localtime(activity.closes).date()
        yield Waiting(f"分配名额：{activity}", f"{there}close/", "分配", day,
                      person=activity.organiser, since=day)  # fmt: skip
    elif activity.state in (A.OPEN, A.CLOSED):
        yield Waiting(f"登记活动：{activity}", f"{there}finish/", "登记", activity.until,
                      person=activity.organiser, since=activity.on)  # fmt: skip
    elif activity.state == A.CANCELLED and (owed := owed_back(activity)):
        words = f"{len(owed)} 人"
        yield Waiting(f"退款：{activity}", there, "查看", note=words, power="activities.money")
    if activity.kind == Kind.CHARITY and activity.state in TOLD_OF and not activity.publicity:
        last = activity.until + timedelta(days=PUBLICITY_DAYS)
        yield Waiting(f"做好宣传：{activity}", f"{there}publicise/", "登记宣传", last,
                      person=activity.organiser, since=activity.on)  # fmt: skip
    yield from of_contests(activity)


def owed_back(activity):
    """Those of a cancelled activity who have not had their money back."""
    return [s for s in activity.signups.filter(paid__gt=0) if s.paid > s.refunded]


@waits(SignUp)
def of_sign_up(signup):
    activity = signup.activity
    if signup.state == SignUp.State.OFFERED and signup.offered_until:
        until = timezone.localtime(signup.offered_until)
        yield Waiting(f"确认名额：{activity}", url_of(signup), "确认", until.date(),
                      f"保留到 {until:%H:%M}", person=signup.person, until=until.date())  # fmt: skip
    elif activity.state == Activity.State.DONE and signup.came and not signup.answered:
        if signup.state != SignUp.State.TAKEN:
            return
        days = settings_for(activity.org, ActivitySettings).feedback_days
        last = activity.until + timedelta(days=days)
        yield Waiting(f"说说这次活动：{activity}", f"{url_of(activity)}give_feedback/", "评价",
                      person=signup.person, until=last)  # fmt: skip


from . import waiting_clubs  # noqa: E402, F401  the lines of clubs and slots
