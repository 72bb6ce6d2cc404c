"""Due work: clocks that come near or run out, calls that close, ratings that nobody gave."""

import logging
from calendar import monthrange
from collections import defaultdict
from datetime import date, time, timedelta

from django.db import transaction
from django.db.models import Q

from zhijia.kernel import bulk, clock, ticks
from zhijia.kernel.access import holders
from zhijia.kernel.notices import FIELDS, Notice, Sort, tell
from zhijia.kernel.orgs import Org
from zhijia.kernel.refusals import Refused
from zhijia.kernel.settings import settings_for

from .actions import ask_check, lapse, submit_at_close
from .clocks import AMBER, DAYS, RED, SOON, TODAY
from .models import Promise, Proposal, ProposalSettings, rules_of
from .support import enough_support

log = logging.getLogger(__name__)
WORDS = {
    AMBER: "%d 件提案 15 天内到期", SOON: "%d 件提案 7 天内到期", TODAY: "%d 件提案今天到期",
    RED: "%d 件提案已逾期未答复",
}  # fmt: skip
PROMISED = {
    AMBER: "%d 项承诺 15 天内到期", SOON: "%d 项承诺 7 天内到期", TODAY: "%d 项承诺今天到期",
    RED: "%d 项承诺已逾期",
}  # fmt: skip


@ticks.daily(time(7, 10), "proposals.clocks")
def ring() -> str:
    """Tell whoever owes an answer or a promise, once for each stage; how many moved on a stage."""
    owed = Proposal.objects.filter(state__in=Proposal.CLOCKED, paused=None)
    moved = _ring(owed, "lead__head", "leader", WORDS, "/proposals/proposal/?of=parts")
    open_ones = Promise.objects.filter(state=Promise.State.OPEN)
    moved += _ring(
        open_ones, "department__head", "department__leader", PROMISED, "/proposals/promise/"
    )
    return str(moved)


@transaction.atomic
def _ring(rows, head, leader, words, url) -> int:
    """One notice a person, union and stage however many cases; the leader and the committee hear
    of what is overdue. Each stage is passed once, so running twice tells nobody twice."""
    told, moved = defaultdict(int), 0
    today, committees = clock.today(), {}
    for stage in sorted(DAYS):
        upper = today + timedelta(days=DAYS[stage])
        lower = today + timedelta(days=DAYS.get(stage + 1, -10_000))
        due = rows.filter(due__lte=upper, alarm__lt=stage)
        due = due.filter(due__gt=lower) if stage < RED else due
        found = list(due.values_list("org", head, leader))
        for org, first, second in found:
            for who in {first, second} if stage == RED else {first}:
                if who:
                    told[org, who, stage] += 1
            if stage == RED:
                told[org, None, stage] += 1
        moved += due.update(alarm=stage) if found else 0
    paths = dict(Org.objects.filter(pk__in={org for org, _w, _s in told}).values_list("pk", "path"))
    lines = []
    for (org, who, stage), count in told.items():
        if who is None and org not in committees:
            committees[org] = list(
                holders("proposals.review", Org(pk=org, path=paths[org])).values_list(
                    "pk", flat=True
                )
            )
        for person in [who] if who else committees[org]:
            lines.append(_notice(org, paths[org], person, words[stage] % count, url, stage))
    bulk.insert(Notice, FIELDS, lines)
    return moved


def _notice(org, path, person, title, url, stage):
    given = {
        "org_id": org, "org_path": path, "created": clock.now(), "person_id": person,
        "kind": ".".join(url.split("?")[0].strip("/").split("/")), "title": title, "url": url,
        "sort": Sort.URGENT if stage == RED else Sort.TODO, "due": clock.today(), "read": None,
        "routed": False,
    }  # fmt: skip
    return [given[name] for name in FIELDS]


@ticks.daily(time(0, 20), "proposals.closing")
def close_calls() -> str:
    """After the last day of a call, what has its seconders is handed in by itself (rules 5.10);
    what has not stays with its proposer, who may still hand it in as a suggestion."""
    today = clock.today()
    over = (today - timedelta(days=7), today - timedelta(days=1))  # a week, for idle servers
    rows = Proposal.objects.filter(state=Proposal.State.SECONDING, call__closes__range=over)
    count = 0
    for proposal in rows.select_related("org", "call", "proposer").order_by("pk"):
        if rules_of(proposal).auto_submit and enough_support(proposal):
            count += _try(submit_at_close, proposal, proposal.proposer)
    return str(count)


@ticks.daily(time(0, 40), "proposals.ratings")
def lapse_ratings() -> str:
    """Ratings whose time is over are noted as 未评价, in the name of the committee."""
    over = Proposal.objects.filter(state=Proposal.State.RATING, rating_due__lt=clock.today())
    count = 0
    for proposal in over.select_related("org").order_by("pk"):
        by = holders("proposals.review", proposal.org).order_by("pk").first()
        count += by is not None and _try(lapse, proposal, by)
    return str(count)


@ticks.daily(time(0, 50), "proposals.year_check")
def ask_year_check() -> str:
    """In the school's month every promise that is open is put to its department once, to be looked at
    again before the month is over (rules 5.24)."""
    today, count = clock.today(), 0
    until = date(today.year, today.month, monthrange(today.year, today.month)[1])
    fresh = Q(checked=None) | Q(checked__year__lt=today.year)
    rows = Promise.objects.filter(fresh, state=Promise.State.OPEN, check_due=None)
    for org in Org.objects.filter(pk__in=rows.values("org")):
        by = holders("proposals.review", org).order_by("pk").first()
        if by and settings_for(org, ProposalSettings).check_month == today.month:
            count += _ask_each(rows.of(org).select_related("org", "department__head"), by, until)
    return str(count)


def _ask_each(rows, by, until) -> int:
    """One notice a head, however many promises."""
    told = defaultdict(int)
    for promise in rows:
        if _try(ask_check, promise, by, until=until):
            told[promise.department.head, promise.org] += 1
    for (head, org), count in told.items():
        tell([head], org, f"请年末自查 {count} 项承诺", "/proposals/promise/?state=open", until)
    return sum(told.values())


def _try(door, obj, by, **given) -> bool:
    try:
        door(obj, by=by, **given)
    except Refused as no:  # somebody acted in this very moment, or has left
        log.info("%s %s: %s", obj._meta.label, obj.pk, no)
        return False
    return True
