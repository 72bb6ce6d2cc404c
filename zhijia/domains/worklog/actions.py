"""The verbs of the log, in the order life goes: log, or plan and finish; amend, void."""

from django.utils.translation import gettext as _

from zhijia.kernel import clock
from zhijia.kernel.actions import action
from zhijia.kernel.documents.models import attach
from zhijia.kernel.people import Person
from zhijia.kernel.refusals import Refused

from .models import Event

S = Event.State


@action(Event, creates=True, may="worklog.log", label="记一件事")
def log(
    org, *, by, kind, title, on=None, persons=None, person_times=None, people=(), until=None,
    place="", money=0, result="", level="", public_ok=True, files=(), consent=False,
):  # fmt: skip
    """Note what was done: half a minute, all but kind and title may come later."""
    event = Event(org=org, logged_by=by, state=S.DONE)
    _fill(
        event, people, persons, person_times, kind=kind, title=title, on=on or clock.today(),
        until=until, place=place, money=money, result=result, level=level, public_ok=public_ok,
    )  # fmt: skip
    _keep(event, files, by, consent)
    return event


@action(Event, creates=True, may="worklog.log", label="先安排")
def plan(org, *, by, kind, title, on, until=None, place="", public_ok=True):
    """Put on the calendar what is still to come."""
    event = Event(org=org, logged_by=by, state=S.PLANNED)
    _fill(event, kind=kind, title=title, on=on, until=until, place=place, public_ok=public_ok)
    return event


@action(
    Event, may="worklog.amend", label="登记", source=[S.PLANNED], target=S.DONE, main=True
)  # fmt: skip
def finish(
    event, *, by, on, persons=None, person_times=None, people=(), until=None, place="", money=0,
    result="", level="", files=(), consent=False,
):  # fmt: skip
    """It took place: when, how many, at what cost, with what result."""
    event.state = S.DONE
    _fill(
        event, people, persons, person_times, on=on, until=until, place=place, money=money,
        result=result, level=level,
    )  # fmt: skip
    _keep(event, files, by, consent)


@action(Event, may="worklog.amend", label="改", source=[S.PLANNED, S.DONE])
def amend(
    event, *, by, kind, title, on, persons=None, person_times=None, people=(), until=None,
    place="", money=0, result="", level="", public_ok=True,
):  # fmt: skip
    """Put right what was noted; register and figures follow."""
    _fill(
        event, people, persons, person_times, kind=kind, title=title, on=on, until=until,
        place=place, money=money, result=result, level=level, public_ok=public_ok,
    )  # fmt: skip


@action(Event, may="worklog.amend", label="加照片材料", source=[S.DONE])
def add_files(event, *, by, files, consent=False):
    """Photos, certificates, sign-in sheets; papers are sealed, like all proofs."""
    _keep(event, files, by, consent)


@action(Event, may="worklog.amend", label="作废", source=[S.PLANNED, S.DONE], target=S.VOID)
def void(event, *, by, reason):
    """It did not take place, or was noted twice; the reason stays in the timeline."""


def _fill(event, people=(), persons=None, person_times=None, **words):
    """Set what is known, hold it to the rules, save. Counts left out follow from one another."""
    for name, value in words.items():
        setattr(event, name, value)
    people = list(people)
    event.until = event.until if event.until != event.on else None
    event.persons = len(people) if persons is None else persons
    event.person_times = event.persons if person_times is None else person_times
    event.names_somebody = _names_somebody(event, people)
    _check(event, len(people))
    event.save()
    event.people.set(people)


def _check(event, named):
    """人数 and 人次 are two measures (requirements §6, note 1): the first never above the second."""
    if event.until and event.until < event.on:
        raise Refused(_("结束日期早于开始日期。"))
    if event.state == S.DONE and event.last_day > clock.today():
        raise Refused(_("还没有办完的事不能登记为已办。"), _("请先用“先安排”，办完再登记。"))
    if min(event.persons, event.person_times, event.money) < 0:
        raise Refused(_("人数、人次和金额不能是负数。"))
    if event.persons < named:
        raise Refused(_("人数少于所列的 %d 位参加人。") % named)
    if event.persons > event.person_times:
        raise Refused(
            _("人数（%(persons)d）不能多于人次（%(times)d）。")
            % {"persons": event.persons, "times": event.person_times},
            _("同一人参加几次，人数算一，人次算几；不分时人次可不填。"),
        )


def _names_somebody(event, people):
    """Whether the title holds the name of a participant or a member; noted once, on writing.

    Kept on the row, so that the public wording of an old event does not change with the members.
    """
    members = Person.objects.members_of(event.org, event.on).values_list("name", flat=True)
    return any(name in event.title for name in {p.name for p in people} | set(members))


def _keep(event, files, by, consent):
    """Keep files with the event. Photos of people who are named need their consent (rules 13.09)."""
    named = bool(files) and event.people.exists()
    for name, data in files:
        attach(event, data, name, by=by, sealed=True, consent=consent, people_shown=named)
