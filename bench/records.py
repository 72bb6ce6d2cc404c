"""Rebuilding every record from its sources: the log and the visits, and ``--check`` afterwards.

    .venv/bin/python bench/records.py [sources] [--postgres]

Must: 5,000 records a second from an empty table. Floor, in the same run: ``bulk_create`` of the
same Record rows, without asking their sources. Also what one action's ``sync`` costs then.
"""

from __future__ import annotations

import house

MUST = 5000


def empty() -> None:
    from zhijia.desks.planning.models import Link
    from zhijia.kernel.records import Entry, Fact, Record

    for model in (Link, Entry, Fact, Record):
        model.objects.all()._raw_delete("default")


def rebuild(check=False) -> int:
    """How many sources were seen: log and care, and the few hundred members and plan items."""
    from zhijia.kernel import records

    found = list(records.rebuild(check=check))
    if check and any(f.changed or f.orphans for f in found):
        raise SystemExit(f"a fresh rebuild differs from itself: {found}")
    return sum(f.seen for f in found)


def floor(rows) -> house.Took:
    """Seconds to insert the finished Record rows alone."""
    from django.db import transaction

    from zhijia.kernel.records import Record

    for row in rows:
        row.pk = None
        row._state.adding = True

    def insert():
        with transaction.atomic():
            Record.objects.bulk_create(rows, batch_size=1000)

    empty()
    return house.seconds(insert)


def one_sync(school) -> tuple[float, int]:
    """(milliseconds, queries) of the sync after one event that serves a plan item is changed."""
    from zhijia.domains.worklog.models import Event
    from zhijia.kernel import records

    title = "乒乓球比赛"
    events = list(Event.objects.filter(org=school.org, on__year=house.YEAR, title=title)[:6])
    if len(events) < 6:
        raise SystemExit("too few events to change: give a larger number of sources")

    def change(event):
        event.result, event.money = "改", event.money + 1
        event.save()
        return lambda: records.sync(event)

    took = [house.seconds(change(event)) for event in events[:5]]
    return sorted(took)[2] * 1000, len(house.queries(change(events[5])))


def main() -> None:
    (count,) = house.numbers(20_000)
    house.boot()
    house.probe()
    school = house.School(1, members=400)
    house.two_years(school, count)
    house.analyze()
    from zhijia.kernel.records import Fact, Record

    runs = []
    for planned in (False, True):
        if planned:
            school.plan()
            school.plan(house.YEAR - 1)
        empty()
        house.quiet()
        seen = rebuild()  # also warms up
        empty()
        runs.append(house.seconds(rebuild))
    house.analyze()
    checking = house.seconds(lambda: rebuild(check=True))
    sync_ms, sync_queries = one_sync(school)
    facts = Fact.objects.count()
    bare = floor(list(Record.objects.all()))
    print(
        f"{house.engine()}: {seen:,} sources over two years, nearly all log and care; {facts:,} facts"
    )
    for name, took, must in (
        ("floor: bulk_create of Record rows", bare, None),
        ("rebuild from empty, no plan", runs[0], MUST),
        ("rebuild from empty, two plans of 46 items", runs[1], MUST),
        ("rebuild --check, no difference", checking, None),
    ):
        ratio = None if took is bare else seen / bare
        note = f"per cpu second {seen / took.cpu:,.0f}"
        house.report(name, seen / took, "/s", must=must, floor=ratio, least=True, note=note)
    note = f"{sync_queries} queries"
    house.report(f"sync of one event among {seen:,}", sync_ms, "ms p50", note=note)


if __name__ == "__main__":
    main()
