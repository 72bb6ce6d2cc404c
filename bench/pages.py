"""Pages of a school with 100,000 records over two years and a plan of 46 items: time and queries.

    .venv/bin/python bench/pages.py [records] [--postgres] [--profile /planning/register/]

Server time of 20 requests through Django's test client, signed in, gzip asked for. Must: 30 ms at
the median on SQLite and 12 queries, the same number with 1,000 records. Floor, in the same run: a
bare view of 50 rows of Record (values only), its trivial template and no middleware.
"""

from __future__ import annotations

import statistics
import sys
import time

import house

RUNS, SMALL = 20, 1000
PAGES = (
    ("home", "/"),
    ("year", "/planning/year/"),
    ("register, first page", "/planning/register/"),
    ("register, page 800", "/planning/register/?page=800"),
    ("register, one book", "/planning/register/?book=文体活动"),
    ("register, month", "/planning/register/?month=5"),
    ("worklog list", "/worklog/event/"),
)
ALSO = (
    ("register, word searched", "/planning/register/?q=登山"),
    ("register, without photo", "/planning/register/?gap=no_photo"),
    ("worklog list, word searched", "/worklog/event/?q=登山"),
    ("care list", "/care/visit/"),
    ("this month", "/planning/month/"),
    ("a plan item", "/planning/planitem/{item}/"),
    ("open wall", "/open/"),
)
AS_MEMBER = (("home, as member", "/"), ("worklog list, as member", "/worklog/event/"))
TRIVIAL = "<table>{% for r in rows %}<tr><td>{{ r.on }}<td>{{ r.title }}<td>{{ r.stage }}{% endfor %}</table>"
urlpatterns: list = []


def client_of(person):
    from django.test import Client

    from zhijia.kernel.people import Account

    client = Client(headers={"accept-encoding": "gzip"}, SERVER_NAME="localhost")
    account = Account.objects.get(person=person)
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


class Times:
    """Wall milliseconds of the requests (p50, p95) and their processor time, after three to warm up."""

    def __init__(self, client, path, runs=RUNS):
        house.quiet()
        wall, cpu = [], []
        for _ in range(runs + 3):
            start, busy = time.perf_counter(), time.process_time()
            answer = client.get(path)
            wall.append((time.perf_counter() - start) * 1000)
            cpu.append((time.process_time() - busy) * 1000)
            if answer.status_code != 200:
                raise SystemExit(f"{path} answered {answer.status_code}")
        wall, cpu = sorted(wall[3:]), sorted(cpu[3:])
        self.p50, self.cpu = statistics.median(wall), statistics.median(cpu)
        self.p95 = wall[max(0, round(runs * 0.95) - 1)]


def floor_ms(org) -> float:
    """The bare list view, in the same process, through the same kind of client."""
    from django.http import HttpResponse
    from django.template import Context, Engine
    from django.test import Client, override_settings
    from django.urls import path

    from zhijia.kernel.records import Record

    template = Engine().from_string(TRIVIAL)

    def bare(request):
        rows = Record.objects.filter(org=org).order_by("-on").values("on", "title", "stage")[:50]
        return HttpResponse(template.render(Context({"rows": rows})))

    urlpatterns.append(path("", bare))
    with override_settings(ROOT_URLCONF=__name__, MIDDLEWARE=[]):
        return Times(Client(SERVER_NAME="localhost"), "/").p50


def profile(client, path) -> None:
    """The slowest functions and queries of one page, with SQLite's plan of the slowest query."""
    import cProfile
    import pstats

    from django.db import connection

    Times(client, path, 1)
    watch = cProfile.Profile()
    watch.runcall(lambda: [client.get(path) for _ in range(5)])
    pstats.Stats(watch).sort_stats("cumtime").print_stats(45)
    caught = house.queries(lambda: client.get(path))
    for query in sorted(caught, key=lambda q: -float(q["time"]))[:5]:
        print(query["time"], query["sql"][:1500])
        explain = "EXPLAIN ANALYZE " if house.wants_postgres() else "EXPLAIN QUERY PLAN "
        with connection.cursor() as cursor:
            cursor.execute(explain + query["sql"].replace("%", "%%"))
            print(*("    " + str(row[-1]) for row in cursor.fetchall()), sep="\n")


def main() -> None:
    (count,) = house.numbers(100_000)
    house.boot(static=True)
    large, small = house.School(1, members=400), house.School(2, members=100)
    for school, size in ((large, count), (small, SMALL)):
        house.two_years(school, size)
        school.plan()
    took = house.seconds(lambda: print(f"{house.project():,} records projected", flush=True))
    print(
        f"{house.engine()}: a school with {count:,} records, another with {SMALL:,}; built in {took:.0f} s"
    )
    clients = {s: (client_of(s.chair), client_of(s.member)) for s in (large, small)}
    item = {s: first_item(s) for s in (large, small)}
    if "--profile" in sys.argv:
        profile(clients[large][0], sys.argv[sys.argv.index("--profile") + 1])
        return
    house.probe()
    floor = floor_ms(large.org)
    house.report("floor: bare list of 50 records", floor, "ms p50")
    for who, pages in ((0, PAGES), (0, ALSO), (1, AS_MEMBER)):
        for name, path in pages:
            there, small_there = (path.format(item=item[s]) for s in (large, small))
            client, other = clients[large][who], clients[small][who]
            took = Times(client, there)
            many = len(house.queries(lambda c=client, p=there: c.get(p)))
            few = len(house.queries(lambda c=other, p=small_there: c.get(p)))
            same = "" if many == few else f" ({few} with {SMALL:,} records)"
            over = " QUERIES MISSED" if max(many, few) > 12 else ""
            note = f"p95 {took.p95:.0f}, cpu {took.cpu:.0f} ms; {many} queries{same}{over}"
            must = 30 if not house.wants_postgres() else None
            house.report(name, took.p50, "ms p50", must=must, aim=10, floor=floor, note=note)


def first_item(school) -> int:
    """A measured item with very many records behind it."""
    from zhijia.desks.planning.models import PlanItem

    return (
        PlanItem.objects.filter(org=school.org)
        .order_by("-attained")
        .values_list("pk", flat=True)[0]
    )


if __name__ == "__main__":
    main()
