"""Regular slots: set up for a term at most, laid out in days, changed, ended."""

from datetime import timedelta

from django.utils.translation import gettext as _

from zhijia.kernel import clock, records, waiting
from zhijia.kernel.actions import action, url_of
from zhijia.kernel.notices import tell
from zhijia.kernel.people import Person
from zhijia.kernel.refusals import Refused

from ..models import Club, Gathering, Regular
from ..regular_days import open_days

R = Regular.State
MOST = 200  # days laid at a time: the working days of a term, and some
MOVES = ("weekday", "every", "opens", "shuts", "place")  # what those who come have to know


@action(Regular, creates=True, may="activities.lead", label="设固定活动")
def set_up(org, *, by, leader=None, **words):
    """A slot of the union itself, for every member: the Friday hour, a class, the fitness room."""
    return _set_up(Regular(org=org, leader=leader or by), words)


@action(
    Regular, creates=True, parent=Club, may="activities.lead", label="设固定活动",
    source=[Club.State.ACTIVE],
)  # fmt: skip
def set_slot(club, *, by, leader=None, **words):
    """A slot in which a club meets."""
    return _set_up(Regular(org=club.org, club=club, leader=leader or club.head), words)


def _set_up(regular, words):
    _fill(regular, words)
    regular.save()
    if not lay(regular, regular.first):
        raise Refused(_("从头到尾没有一天可以开展。"), _("请检查星期、起止日期和校历。"))
    return regular


@action(Regular, may="activities.lead", label="修改安排", source=[R.RUNNING])
def amend(regular, *, by, leader=None, **words):
    """Change it. Only days still ahead to which nobody has come are laid anew."""
    since = next_day(regular)
    before = [getattr(regular, name) for name in MOVES]
    regular.leader = leader or regular.leader
    _fill(regular, words)
    regular.save()
    lay(regular, since)
    if before != [getattr(regular, name) for name in MOVES]:
        words = _("%(what)s有变动：%(when)s %(place)s")
        words %= {"what": regular, "when": regular.when, "place": regular.place}
        tell(those_who_come(regular), regular.org, words, url_of(regular), besides=by)


def those_who_come(regular):
    """The members of its club; a slot for everybody has nobody to be told."""
    inside = regular.club.members_on() if regular.club_id else []
    return [regular.leader, *Person.objects.filter(pk__in=inside)]


def _fill(regular, words):
    for name, value in words.items():
        setattr(regular, name, value)
    if regular.weekday is None:
        regular.every = 1
    if regular.shuts <= regular.opens:
        raise Refused(_("结束时间应晚于开始时间。"))
    if regular.last < regular.first:
        raise Refused(_("结束日期早于开始日期。"))
    if not Person.objects.members_of(regular.org).filter(pk=regular.leader.pk).exists():
        raise Refused(_("负责人须是本会会员。"))


def next_day(regular):
    """The first day that can still be moved: today, until its hour has come."""
    now = clock.now()
    begun = Gathering(regular=regular, on=clock.today()).starts <= now
    return clock.today() + timedelta(days=begun)


def lay(regular, since) -> int:
    """Bring its days from ``since`` on to what it says now; how many days stand there.

    A day that was noted, or to which somebody has come, stays as it is.
    """
    wanted = open_days(regular, since)
    if len(wanted) > MOST:
        raise Refused(
            _("这样有 %(n)d 天，一次最多安排 %(most)d 天，约一个学期。") % {"n": len(wanted), "most": MOST},
            _("请把结束日期提前，到期再续。"),
        )  # fmt: skip
    ahead = Gathering.objects.filter(regular=regular, on__gte=since)
    loose = list(ahead.untouched().select_related("org"))
    drop([g for g in loose if g.on not in wanted])
    kept = [g for g in loose if g.on in wanted]
    Gathering.objects.filter(pk__in=[g.pk for g in kept]).update(title=regular.title)
    have = set(ahead.values_list("on", flat=True))
    made = Gathering.objects.bulk_create(
        Gathering(org=regular.org, org_path=regular.org.path, regular=regular, on=day,
                  title=regular.title)
        for day in sorted(wanted - have)
    )  # fmt: skip
    for gathering in kept:
        gathering.title = regular.title
    show(regular, kept + made)
    return len(have) + len(made)


def drop(gatherings):
    """Days that were planned and are no more, with their records."""
    keys = [g.pk for g in gatherings]
    records.forget(records.kinds[Gathering], keys)
    Gathering.objects.filter(pk__in=keys).delete()


def show(regular, gatherings):
    """Bring the records of many of its days up to date at once."""
    for gathering in gatherings:
        gathering.regular = regular
    changed = records.project(records.kinds[Gathering], gatherings)
    for listener in records.after_sync:
        listener(changed)


def hand_over(regular, leader):
    """Another leader; what waits for the old one waits for them. The change of head is the step."""
    regular.leader = leader
    regular.save()
    waiting.sync(regular)


@action(Regular, may="activities.lead", label="停止", source=[R.RUNNING], target=R.ENDED)
def end(regular, *, by, reason):
    """No more days from now on; those that have been stay, and can still be noted."""
    since = next_day(regular)
    regular.last = max(regular.first, min(regular.last, since - timedelta(days=1)))
    drop(Gathering.objects.filter(regular=regular, on__gte=since).untouched())
