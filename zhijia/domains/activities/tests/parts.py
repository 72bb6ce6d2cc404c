"""What the tests of activities share: a moment, an activity open for sign-up, and a crowd."""

from datetime import datetime, timedelta

from django.utils import timezone

from zhijia.domains.activities import actions
from zhijia.domains.activities.models import Activity, Quota, SignUp
from zhijia.kernel import clock
from zhijia.kernel.testing import member, person

NOW = datetime(2026, 3, 2, 9, 0)
DAY = timedelta(days=1)


def moment(days=0, hour=9):
    return timezone.make_aware(NOW.replace(hour=hour)) + timedelta(days=days)


def drafted(cast, places=None, **more):
    given = {
        "kind": "sports", "title": "教职工羽毛球赛", "place": "体育馆", "starts": moment(10, 14),
        "ends": moment(10, 17), "places": places or {},
    } | more  # fmt: skip
    return actions.draft(cast.first, by=given.pop("by", cast.sun), **given)


def opened(cast, members=None, places=None, **more):
    """Published, with so many places for members."""
    places = {"members": members} | (places or {})
    return actions.publish(drafted(cast, places, **more), by=cast.sun)


def crowd(cast, count, **more):
    """So many further members of the first school."""
    people = [person(f"众{n:03d}", f"C{n:03d}", **more) for n in range(count)]
    for who in people:
        member(cast.first, who)
    return people


def fresh(obj):
    return type(obj).objects.get(pk=obj.pk)


def states(activity) -> list[str]:
    """Each sign-up's state, in order of arrival."""
    return list(SignUp.objects.filter(activity=activity).values_list("state", flat=True))


def of(activity, who):
    return SignUp.objects.get(activity=activity, person=who)


def sound(activity):
    """What every quota holds is what the sign-ups need, and never more than there is."""
    from zhijia.domains.activities.actions.activities import taken_of

    for quota in Quota.objects.filter(activity=activity):
        assert quota.taken == taken_of(activity, quota) <= quota.size, str(quota)


def held(cast, who, kind="sports", days=-400, title="往年活动"):
    """An activity of some days ago to which ``who`` came."""
    with clock.at(NOW + timedelta(days=days - 5)):
        activity = opened(
            cast, kind=kind, title=title, starts=moment(days, 14), ends=moment(days, 16),
            **({"safety": "x", "insurance": "x"} if kind == "outing" else {}),
        )  # fmt: skip
        for one in who:
            actions.sign_up(activity, by=one)
    with clock.at(NOW + timedelta(days=days, hours=6)):
        return actions.finish(activity, by=cast.sun, everybody=True)


__all__ = [
    "Activity",
    "crowd",
    "drafted",
    "fresh",
    "held",
    "moment",
    "of",
    "opened",
    "sound",
    "states",
]
