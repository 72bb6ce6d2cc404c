"""A roll of 100,000 members out of Excel: read, judged, written with steps, records and figures.

    .venv/bin/python bench/importing.py [rows] [--postgres] [--peer ROWS]

Must: 8,000 rows a second from the file to the last record, 400 MB at the peak; aim 30,000 and 250.
Floor, in the same run: calamine and plain inserts of the same columns, nothing checked. Beside it,
where it is installed, django-import-export in bulk mode over ``--peer`` rows (10,000) into the same
table of persons: it validates and compares less, and writes no spell, record or step.
"""

from __future__ import annotations

import random
import resource
import sys
import time
from pathlib import Path

import house

MUST, AIM = 8000, 30_000
HEADS = (
    "姓名", "工号", "性别", "出生日期", "身份证号", "手机号", "政治面貌", "职称", "编制", "工会小组", "入会日期",
)  # fmt: skip
GIVEN = "文思雨佳晓春志国建明海红秀丽清静宇嘉俊永华敏杰婷琳涛军霞燕飞平宁涵晨轩欣怡然悦辉强伟芳梅兰竹菊松柏桐瑶莹博远航诚若云锦书彦君"
WEIGHTS, CHECKS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2), "10X98765432"


def identity(rng, born, male, at) -> str:
    body = f"110101{born:%Y%m%d}{at % 500:02d}"[:16] + str(rng.randrange(5) * 2 + male)
    return body + CHECKS[sum(w * int(c) for w, c in zip(WEIGHTS, body, strict=True)) % 11]


def line(rng, at, bad) -> list:
    from datetime import date, timedelta

    born, male = date(1962, 1, 1) + timedelta(at % 14_000), rng.random() < 0.4
    number = f"{110101 + at // 14_000:06d}" + identity(rng, born, male, at)[6:]
    body = number[:17]
    number = body + CHECKS[sum(w * int(c) for w, c in zip(WEIGHTS, body, strict=True)) % 11]
    name = rng.choice(house.SURNAMES) + rng.choice(GIVEN) + rng.choice(GIVEN)
    cells = [
        name, f"T{at:06d}", "男" if male else "女", born.isoformat(), number, f"138{at:08d}",
        rng.choice(("群众", "中共党员", "共青团员")), rng.choice(("中级", "副高级", "初级", "未评")),
        rng.choice(("在编", "合同聘用")), f"第{at % 40 + 1}小组", "2019-09-01",
    ]  # fmt: skip
    if bad:
        place, wrong = rng.choice(
            ((0, ""), (3, "某年"), (4, "11010119"), (2, "未知"), (10, "2999-1-1"))
        )
        cells[place] = wrong
    return cells


def workbook(path: Path, count: int, bad: int) -> None:
    import xlsxwriter

    rng = random.Random(20261122)
    wrong = set(rng.sample(range(count), bad))
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet = book.add_worksheet("名册")
    sheet.write_row(0, 0, HEADS)
    for at in range(count):
        sheet.write_row(at + 1, 0, line(rng, at, at in wrong))
    book.close()


def peak() -> float:
    """The most memory this process ever held, MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def floor(path, org) -> house.Took:
    """calamine and plain inserts of the sheet's columns into the table of persons, then emptied."""
    from django.db import transaction
    from python_calamine import CalamineWorkbook

    from zhijia.kernel import bulk
    from zhijia.kernel.people import Person, new_token

    names = (
        "name", "staff_no", "sex", "birthday", "id_number", "phone", "politics", "title",
        "establishment", "category", "id_digest", "pinyin", "initials", "strokes", "token",
    )  # fmt: skip

    def load():
        rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()[1:]
        with transaction.atomic():
            bulk.insert(Person, names, (
                (r[0], r[1], r[2][:1], "2000-01-01", r[4], r[5], "", "", "", "", "", "", "", "", new_token())
                for r in rows
            ))  # fmt: skip

    took = house.seconds(load)
    Person.objects.filter(memberships=None, appointments=None).delete()
    return took


def ours(path, school):
    """(seconds to read, seconds to write, counts) through the same functions the pages call."""
    from zhijia.kernel import importer, jobs

    def read():
        made = importer.take_in(
            school.org, by=school.chair, kind="members", data=path.read_bytes(), name=path.name
        )
        if made.state == "reading":
            jobs.run_job.call(jobs.Job.objects.latest("pk").pk)
        return made

    started = time.perf_counter()
    made = read()
    read_took = time.perf_counter() - started
    made.refresh_from_db()
    started = time.perf_counter()
    jobs.run_job.call(importer.confirm(made, by=school.chair).pk)
    write_took = time.perf_counter() - started
    made.refresh_from_db()
    return read_took, write_took, made


def again(path, school, made):
    """Reading the same file again: nearly every row is known and unchanged."""
    took, _write, second = ours(path, school)
    return took, second.counts


def peer(path, count) -> float | None:
    """Rows a second of django-import-export in bulk mode; None where it is not installed."""
    try:
        import tablib
        from import_export import resources
    except ImportError:
        return None
    from django.conf import settings
    from python_calamine import CalamineWorkbook

    from zhijia.kernel.people import Person

    settings.IMPORT_EXPORT_USE_TRANSACTIONS = True

    class Persons(resources.ModelResource):
        class Meta:
            model = Person
            fields = ("name", "staff_no", "sex")
            import_id_fields = ("staff_no",)
            use_bulk, batch_size, skip_diff = True, 1000, True

    started = time.perf_counter()
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()[1 : count + 1]
    data = tablib.Dataset(
        *([r[0], f"P{r[1]}", r[2][:1]] for r in rows), headers=["name", "staff_no", "sex"]
    )
    Persons().import_data(data, dry_run=False, raise_errors=False)
    return count / (time.perf_counter() - started)


def main() -> None:
    (count,) = house.numbers(100_000)
    peers = int(sys.argv[sys.argv.index("--peer") + 1]) if "--peer" in sys.argv else 10_000
    house.boot()
    path = house.data_folder() / "名册.xlsx"
    workbook(path, count, bad=count * 3 // 100)
    house.probe()
    school = house.School(1, members=20)
    from zhijia.kernel.people import Membership

    before = peak()
    if "--profile" in sys.argv:
        import cProfile
        import pstats

        watch = cProfile.Profile()
        watch.runcall(ours, path, school)
        pstats.Stats(watch).sort_stats("tottime").print_stats(45)
        return
    read, write, made = ours(path, school)
    top = peak()
    there = Membership.objects.of(school.org).count() - 20
    print(f"{house.engine()}: {count:,} rows, {made.counts}; {there:,} spells")
    bare = count / floor(path, school.org)
    total = count / (read + write)
    house.report("floor: calamine and plain inserts", bare, "/s")
    house.report("read, judged and kept", count / read, "/s", note=f"{read:.1f} s")
    house.report(
        "written with steps and records", made.counts["done"] / write, "/s", note=f"{write:.1f} s"
    )
    house.report("file to last record", total, "/s", must=MUST, aim=AIM, floor=bare, least=True)
    house.report("peak memory", top, "MB", must=400, aim=250, note=f"before {before:.0f}")
    took, counts = again(path, school, made)
    house.report("the same file again, judged", count / took, "/s", note=str(counts))
    other = peer(path, peers)
    if other:
        house.report(f"django-import-export, bulk, {peers:,} rows, 3 columns", other, "/s",
                     note=f"ours is {total / other:.1f} x")  # fmt: skip


if __name__ == "__main__":
    main()
