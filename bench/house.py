"""A house to measure in: a data folder of its own, a school with its cast, and years of records.

``boot`` starts Django on a temporary data folder with SQLite, or with ``--postgres`` on the
database ``zhijia_bench`` of 127.0.0.1, which it makes and drops. ``School`` creates sources in
bulk; ``zhijia.kernel.records.rebuild`` projects them, as it would after a restore. Every choice
comes from a seeded generator, and the clock stands still, so that two runs measure the same rows.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import random
import shutil
import statistics
import sys
import tempfile
import time
from contextlib import ExitStack
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PYTHON = sys.executable
ADMIN = "postgresql://postgres@127.0.0.1/postgres"
POSTGRES = "postgresql://postgres@127.0.0.1/zhijia_bench"
TODAY = date(2026, 11, 20)  # where the clock stands
YEAR = TODAY.year
LONG_AGO = date(2015, 9, 1)
sys.path.insert(0, str(ROOT))

GATHERINGS = ("activity", "study", "women", "contest", "cobuild")
OTHERS = ("democracy", "publicity", "honour", "funds", "rights", "archive", "visit_above", "other")
PLANNED = (
    "春节送温暖|care|1", "年度经费决算与经审|funds|1", "讨论全年计划|committees|2", "新学期健步走|activities|2",
    "“三八”节手工沙龙|activities|3", "师徒结对仪式|growth|3", "召开教职工代表大会|congress|3",
    "提案征集和立案|proposals|3", "教工踏青|activities|4", "气排球比赛|activities|4", "读书交流会|growth|4",
    "心理健康讲座|growth|4", "趣味运动会|activities|5", "青年教师板书比赛|contests|5", "劳模事迹宣讲|growth|5",
    "师德先进评选|honours|5", "六一亲子开放日|activities|6", "学期经费收支公开|disclosure|6", "期末满意度问卷|voice|6",
    "端午包粽子|activities|6", "暑期读书分享|growth|7", "一线值班慰问|care|7", "家访志愿服务|worklog|7",
    "高温清凉慰问|care|8", "新学期备课沙龙|growth|8", "教师节座谈会|activities|9", "新教师入会仪式|members|9",
    "秋季体检动员|care|9", "教学技能大赛|contests|9", "重阳节走访退休教师|care|10", "秋季登山|activities|10",
    "乒乓球比赛|activities|10", "校园安全巡查|rights|10", "会员代表培训|growth|10", "冬季拔河比赛|activities|11",
    "消防安全讲座|growth|11", "法律咨询日|rights|11", "摄影书法展|activities|11", "工会档案整理|archive|11",
    "元旦联欢会|activities|12", "年度总结和评优|honours|12", "职工之家自查|evaluation|12", "生日祝福|care|1-12",
    "工会信息报送|news|1-12", "工会委员例会|committees|1-12", "五必访走访慰问|care|1-12",
)  # fmt: skip
WORDS = [
    "阅览室",
    "合唱团",
    "篮球队",
    "健康讲堂",
    "茶话会",
    "法治宣传",
    "结对帮教",
    "书法角",
    "网络安全",
    "校园开放",
]
SURNAMES, GIVEN = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗",
    "文思雨佳晓春志国建明海红秀丽清静宇嘉俊永",
)


# --- starting ------------------------------------------------------------------------------------


_held = ExitStack()  # the stopped clock


def wants_postgres() -> bool:
    return "--postgres" in sys.argv


def numbers(*usual: int) -> list[int]:
    """The whole numbers on the command line, the usual ones where none is given."""
    given = [int(word) for word in sys.argv[1:] if word.isdigit()]
    return [*given, *usual[len(given) :]]


def data_folder() -> Path:
    """A temporary data folder that goes when the process ends."""
    folder = Path(tempfile.mkdtemp(prefix="zhijia-bench-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def environment(folder: Path, postgres=False) -> dict:
    """What a process needs to work on this folder's database; no background worker."""
    names = ("DATABASE_URL", "SECRET_KEY", "ENCRYPTION_KEYS", "ZHIJIA_DEBUG", "ZHIJIA_DEMO")
    env = {k: v for k, v in os.environ.items() if k not in names}
    env |= {
        "ZHIJIA_DATA": str(folder), "ZHIJIA_WORK": "0", "DJANGO_SETTINGS_MODULE": "bench_settings",
        "PYTHONPATH": f"{ROOT / 'bench'}{os.pathsep}{ROOT}",
    }  # fmt: skip
    return env | ({"DATABASE_URL": POSTGRES} if postgres else {})


def fresh_postgres() -> None:
    """An empty database, dropped when the process ends."""
    _admin("DROP DATABASE IF EXISTS zhijia_bench WITH (FORCE)")
    _admin("CREATE DATABASE zhijia_bench")
    atexit.register(_admin, "DROP DATABASE IF EXISTS zhijia_bench WITH (FORCE)")


def _admin(sql: str) -> None:
    import psycopg

    with psycopg.connect(ADMIN, autocommit=True) as connection:
        connection.execute(sql)


def boot(folder: Path | None = None, migrate=True, static=False) -> None:
    """Start Django; ``folder`` may already hold a database. Static files only if asked for."""
    postgres = wants_postgres()
    if folder is None:
        folder = data_folder()
        if postgres:
            fresh_postgres()
    os.environ.clear()
    os.environ.update(environment(folder, postgres))
    import django

    django.setup()
    from django.core.management import call_command

    from zhijia.kernel import clock

    _held.enter_context(clock.at(TODAY))
    if migrate:
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
    if static:
        call_command("collectstatic", interactive=False, verbosity=0)


def zhijia() -> list[str]:
    """The operator's command; by its module where the package is not installed."""
    script = Path(PYTHON).with_name("zhijia")
    module = "import sys; from zhijia.site.cli import main; sys.exit(main())"
    return [str(script)] if script.exists() else [PYTHON, "-c", module]


def engine() -> str:
    return "PostgreSQL" if wants_postgres() else "SQLite"


# --- people and records --------------------------------------------------------------------------


def days(rng, year: int, count: int) -> list[date]:
    """So many days of a year up to today, in order."""
    first, last = date(year, 1, 1), min(date(year, 12, 31), TODAY)
    return sorted(first + timedelta(rng.randrange((last - first).days + 1)) for _ in range(count))


class School:
    """A school union with its members; ``work`` and ``visits`` give it years of sources."""

    def __init__(self, number=1, members=200, seed=20261120):
        from zhijia.kernel.names import initials_of, pinyin_of
        from zhijia.kernel.orgs import Org
        from zhijia.kernel.people import Account, Appointment, Membership, Person, Post

        self.rng = random.Random(f"{seed}/{number}")
        name = f"第{number}实验学校工会"
        self.org = Org.objects.create(name=name, unit=name[:-2], code=f"school{number}")
        names = [
            self.rng.choice(SURNAMES) + "".join(self.rng.sample(GIVEN, 2)) for _ in range(members)
        ]
        self.people = Person.objects.bulk_create(
            Person(name=n, staff_no=f"{number}-{i}", pinyin=pinyin_of(n), initials=initials_of(n))
            for i, n in enumerate(names)
        )
        own = {"org": self.org, "org_path": self.org.path, "starts": LONG_AGO}
        Membership.objects.bulk_create(Membership(person=p, **own) for p in self.people)
        posts = (Post.CHAIR, Post.VICE_CHAIR, Post.COMMITTEE, Post.TREASURER, Post.PARTY)
        Appointment.objects.bulk_create(
            Appointment(person=p, post=post, **own)
            for p, post in zip(self.people, posts, strict=False)
        )
        self.chair, self.member = self.people[0], self.people[-1]
        Account.objects.bulk_create(
            Account(username=f"{key}{number}", person=p, password="!")
            for key, p in (("chair", self.chair), ("member", self.member))
        )

    def plan(self, year=YEAR):
        """A plan of 46 items, a handful of them measured."""
        from zhijia.desks.planning.chapters import suggest_metric
        from zhijia.desks.planning.models import Plan, PlanItem

        own = {"org": self.org, "org_path": self.org.path, "year": year}
        plan = Plan.objects.create(
            org=self.org, year=year, title=f"{year}年工作计划", state="adopted"
        )
        items = []
        for order, words in enumerate(PLANNED):
            title, domain, months = words.split("|")
            first, _dash, last = months.partition("-")
            items.append(PlanItem(
                plan=plan, title=title, domain=domain, month_from=int(first),
                month_to=int(last or first), metric=suggest_metric(domain, title), order=order,
                owner=self.people[order % 5], target=60 if last else 1, **own,
            ))  # fmt: skip
        PlanItem.objects.bulk_create(items)
        return plan

    def work(self, year, count, named=8):
        """Done events of the log; gatherings name up to ``named`` people."""
        from zhijia.domains.worklog.models import Event

        rng, events, who = self.rng, [], []
        for on in days(rng, year, count):
            kind = rng.choice(GATHERINGS if rng.random() < 0.6 else OTHERS)
            people = rng.sample(self.people, rng.randrange(named + 1)) if kind in GATHERINGS else []
            persons = len(people) + rng.randrange(40)
            plans = rng.random() < 0.3
            title = rng.choice(PLANNED).split("|")[0] if plans else rng.choice(WORDS)
            events.append(Event(
                org=self.org, org_path=self.org.path, kind=kind, on=on, persons=persons,
                title=title if plans else f"{title}第{rng.randrange(400)}期", person_times=persons,
                money=Decimal(rng.choice((0, rng.randrange(90000)))) / 100, logged_by=self.chair,
                level=rng.choice(("school", "district", "city")) if kind == "honour" else "",
            ))  # fmt: skip
            who.append(people)
        Event.objects.bulk_create(events, batch_size=2000)
        self._join(Event.people.through, "event", events, who)

    def visits(self, year, count):
        """Done visits: rounds to several people, calls on one."""
        from zhijia.domains.care.models import ROUNDS, Kind, Visit

        rng, visits, who = self.rng, [], []
        for on in days(rng, year, count):
            kind = rng.choice(list(Kind))
            visits.append(Visit(
                org=self.org, org_path=self.org.path, kind=kind, on=on, state="done", goods="水果",
                amount=Decimal(rng.randrange(10000, 100000)) / 100, planned_by=self.chair,
            ))  # fmt: skip
            who.append(rng.sample(self.people, rng.randrange(1, 5) if kind in ROUNDS else 1))
        Visit.objects.bulk_create(visits, batch_size=2000)
        self._join(Visit.recipients.through, "visit", visits, who)

    def _join(self, through, name, objects, people):
        through.objects.bulk_create(
            [
                through(**{f"{name}_id": obj.pk, "person_id": p.pk})
                for obj, group in zip(objects, people, strict=True)
                for p in group
            ],
            batch_size=5000,
        )


def two_years(school: School, count: int, named=8) -> None:
    """So many records, half in this year and half in the last: events to visits as 7 to 3."""
    for year in (YEAR - 1, YEAR):
        school.work(year, count * 7 // 20, named)
        school.visits(year, count * 3 // 20)


def project() -> int:
    """Derive all records and all that waits; how many sources were seen."""
    from zhijia.kernel import records, waiting

    seen = sum(found.seen for found in records.rebuild())
    waiting.rebuild()
    analyze()
    return seen


def analyze() -> None:
    """PostgreSQL's autovacuum would do this within a minute; SQLite is left as operators have it."""
    if wants_postgres():
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


# --- measuring -----------------------------------------------------------------------------------

_patience = [90.0]  # seconds a run may spend waiting for others to finish


def quiet(most=0.15) -> bool:
    """Wait until others leave the cores alone for half a second; False when patience runs out."""
    while True:
        before = _ticks()
        time.sleep(0.5)
        busy, whole = (now - then for now, then in zip(_ticks(), before, strict=True))
        if busy <= most * whole:
            return True
        _patience[0] -= 0.5
        if _patience[0] <= 0:
            return False


def _ticks() -> tuple[int, int]:
    """(busy, all) ticks of the machine since it started."""
    fields = [int(word) for word in Path("/proc/stat").read_text().split("\n")[0].split()[1:9]]
    return sum(fields) - fields[3] - fields[4], sum(fields)


def probe() -> None:
    """How fast this machine is just now: the figures below scale with it."""
    import hashlib

    calm = quiet()
    block = bytes(10_000_000)
    took = min(
        seconds(lambda: [hashlib.sha256(block).digest() for _ in range(10)]) for _ in range(3)
    )
    load = os.getloadavg()[0]
    calm = "quiet" if calm else "others were working, wall times are too long"
    print(f"machine: sha256 of 100 MB {took * 1000:.0f} ms, load {load:.1f}, {calm}")


class Took(float):
    """Wall seconds; ``cpu`` is the processor time of this process and its ended children."""

    cpu = 0.0


def seconds(work) -> Took:
    gc.collect()
    busy, start = _cpu(), time.perf_counter()
    work()
    took = Took(time.perf_counter() - start)
    took.cpu = _cpu() - busy
    return took


def _cpu() -> float:
    return sum(os.times()[:4])


def median_of(n: int, work) -> Took:
    """The median of ``n`` runs in seconds (the higher one of the middle two)."""
    return statistics.median_high(seconds(work) for _ in range(n))


def queries(work) -> list[dict]:
    """The SQL that the work sends."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as caught:
        work()
    return caught.captured_queries


def peak_mb() -> float:
    """The most memory this process has held."""
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def report(name, value, unit, *, must=None, aim=None, floor=None, least=False, note="") -> None:
    """Print one line: figure, must, aim, ratio to the floor. ``least``: more is better."""
    kept = None if must is None else (value >= must if least else value <= must)
    sign = "≥" if least else "≤"
    parts = [f"{name:<46}", f"{value:10,.1f} {unit:<9}"]
    parts.append(f"must {sign} {must:,g}".ljust(15) if must is not None else " " * 15)
    parts.append(f"aim {sign} {aim:,g}".ljust(14) if aim is not None else " " * 14)
    parts.append(f"{value / floor:7.2f} x floor" if floor else " " * 15)
    parts.append({None: "", True: "kept", False: "MISSED"}[kept])
    line = " ".join([*parts, note]).rstrip()
    print(line, flush=True)
    if table := os.environ.get("BENCH_TABLE"):
        with open(table, "a", encoding="utf-8") as file:
            file.write(json.dumps([name, line], ensure_ascii=False) + "\n")
