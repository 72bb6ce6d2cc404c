"""The annual summary: one of a large year, and a hundred of a hundred schools, to Word and PDF.

    .venv/bin/python bench/summary.py [records a year] [schools] [--postgres]

Must: a year with 2,000 records composed and written to Word in 1 s and 200 MB, in a fresh process;
100 schools to Word in 10 s (aim 3 s), to PDF in 5 s (aim 1 s on two workers), composing included.
Floors, in the same run: the same facts read by one query a year; finished Word parts zipped again;
typst setting two words.
"""

from __future__ import annotations

import io
import json
import multiprocessing
import os
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import house

EACH = 200  # records a year of each of the hundred schools


# --- in processes of their own -------------------------------------------------------------------


def build(folder, large, schools) -> None:
    """The large school and the hundred."""
    house.boot(folder)
    for number in range(schools + 1):
        size, members = (EACH, 60) if number else (large, 200)
        school = house.School(number, members=members)
        house.two_years(school, size * 2, named=8 if number else 30)
        school.plan()
    print(f"{house.project():,} records projected", flush=True)


def summary_of(org):
    """A Summary written from the records, unsaved."""
    from zhijia.desks.planning import compose
    from zhijia.desks.planning.models import Summary

    summary = Summary(org=org, year=house.YEAR)
    summary.title, summary.blocks, summary.figures = compose.write(org, house.YEAR)
    return summary


def one(folder) -> None:
    """Compose and write the large year; print seconds, peak memory and queries as JSON."""
    house.boot(folder, migrate=False)
    from zhijia.kernel.orgs import Org

    org = Org.objects.get(code="school0")
    before, busy, start = house.peak_mb(), time.process_time(), time.perf_counter()
    from zhijia.desks.planning.documents import summary_paper
    from zhijia.kernel.documents.docx import to_docx

    summary = summary_of(org)
    composed = time.perf_counter()
    data = to_docx(summary_paper(summary))
    done, cpu = time.perf_counter(), time.process_time() - busy
    found = {
        "cpu": cpu, "compose": composed - start, "word": done - composed, "peak": house.peak_mb(), "before": before,
        "bytes": len(data), "figures": len(summary.figures), "again": house.seconds(lambda: summary_of(org)),
        "queries": len(house.queries(lambda: summary_of(org))), "floor": house.median_of(3, lambda: facts(org)),
    }  # fmt: skip
    print(json.dumps(found))


def facts(org) -> int:
    """The floor of composing: the facts of both years, one plain query each."""
    from zhijia.kernel.periods import year_bounds
    from zhijia.kernel.records import Fact

    years = (
        Fact.objects.filter(org=org, on__range=year_bounds(y)) for y in (house.YEAR - 1, house.YEAR)
    )
    return sum(len(rows.values_list("record_id", "metric", "value", "token")) for rows in years)


def start_worker(folder) -> None:
    house.boot(folder, migrate=False)
    from zhijia.kernel.documents.paper import Paper, Para
    from zhijia.kernel.documents.pdf import to_pdf

    to_pdf(Paper("热身", [Para("读入字体")]))


def render(papers) -> int:
    from zhijia.kernel.documents.pdf import to_pdf

    return sum(len(to_pdf(paper)) for paper in papers)


def busy(work, given) -> float:
    """The processor seconds a worker spends on its half."""
    return house.seconds(lambda: work(given)).cpu


def compose_and_render(codes) -> int:
    from zhijia.desks.planning.documents import summary_paper
    from zhijia.kernel.orgs import Org

    return render([summary_paper(summary_of(org)) for org in Org.objects.filter(code__in=codes)])


def hundred(folder) -> None:
    """Times of composing and rendering the hundred, as JSON."""
    house.boot(folder, migrate=False)
    from documents import pdf_floor

    from zhijia.desks.planning.documents import summary_paper
    from zhijia.kernel.documents.docx import to_docx
    from zhijia.kernel.orgs import Org

    orgs = list(Org.objects.exclude(code="school0"))
    papers = [summary_paper(summary_of(orgs[0]))]
    to_docx(papers[0])
    start_pdf = render(papers)
    papers.clear()
    made, found = [], {"schools": len(orgs), "one pdf": start_pdf}
    house.quiet()
    found["facts"] = house.seconds(lambda: [facts(org) for org in orgs])
    found["compose"] = house.seconds(
        lambda: papers.extend(summary_paper(summary_of(o)) for o in orgs)
    )
    found["word"] = house.seconds(lambda: made.extend(to_docx(paper) for paper in papers))
    found["zip"] = house.seconds(lambda: [zip_again(data) for data in made])
    found["pdf"] = house.seconds(lambda: render(papers))
    found["typst"] = house.Took(pdf_floor(len(orgs)))
    found["typst"].cpu = float(found["typst"])
    half, codes = len(orgs) // 2, [org.code for org in orgs]
    with multiprocessing.get_context("spawn").Pool(2, start_worker, (folder,)) as pool:
        pool.map(render, [papers[:1], papers[1:2]], chunksize=1)
        for name, work, halves in (
            ("pdf2", render, (papers[:half], papers[half:])),
            ("all2", compose_and_render, (codes[:half], codes[half:])),
        ):
            jobs, spent = [(work, given) for given in halves], []
            found[name] = house.seconds(
                lambda j=jobs, s=spent: s.extend(pool.starmap(busy, j, chunksize=1))
            )
            found[name].cpu = max(spent)
    found["cpu"] = {name: took.cpu for name, took in found.items() if isinstance(took, house.Took)}
    print(json.dumps(found))


def zip_again(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    with zipfile.ZipFile(io.BytesIO(), "w", zipfile.ZIP_DEFLATED) as target:
        for name, part in parts.items():
            target.writestr(name, part)


# --- the run -------------------------------------------------------------------------------------


def child(step, *words) -> str:
    """Run one step in a fresh process; its last line."""
    flags = ["--postgres"] if house.wants_postgres() else []
    command = [house.PYTHON, __file__, f"--step={step}", *map(str, words), *flags]
    return subprocess.run(
        command, check=True, stdout=subprocess.PIPE, text=True
    ).stdout.splitlines()[-1]


def command_seconds(folder) -> house.Took:
    """The operator's own command, Python's start included."""
    env = house.environment(folder, house.wants_postgres())
    words = [
        "summary",
        "write",
        "--year",
        str(house.YEAR),
        "--org",
        "school0",
        "--out",
        str(folder / "s.docx"),
    ]
    command = [*house.zhijia(), *words]
    run = lambda: subprocess.run(command, check=True, env=env, stdout=subprocess.DEVNULL)  # noqa: E731
    return house.median_of(3, run)


def main() -> None:
    large, schools = house.numbers(2000, 100)
    folder = house.data_folder()
    if house.wants_postgres():
        house.fresh_postgres()
    print(child("build", folder, large, schools))
    house.probe()
    got = json.loads(child("one", folder))
    took = got["compose"] + got["word"]
    print(
        f"{house.engine()}: a year of {large:,} records, {got['figures']} figures, {got['queries']} queries"
    )
    house.report("floor: the facts of two years, read", got["floor"] * 1000, "ms")
    note = f"compose {got['compose'] * 1000:.0f} (again {got['again'] * 1000:.0f}), Word {got['word'] * 1000:.0f}, cpu {got['cpu'] * 1000:.0f}"
    house.report(
        "one summary to Word", took * 1000, "ms", must=1000, floor=got["floor"] * 1000, note=note
    )
    note = f"before composing {got['before']:.0f}"
    house.report("its peak memory", got["peak"], "MB", must=200, floor=got["before"], note=note)
    whole = command_seconds(folder)
    house.report(
        "zhijia summary write, whole command",
        whole * 1000,
        "ms",
        note=f"cpu {whole.cpu * 1000:.0f}",
    )
    many(json.loads(child("hundred", folder)))


def many(t) -> None:
    """The table of the hundred."""
    n, cpu = t["schools"], t["cpu"]
    print(
        f"{n} schools, {EACH} records a year each; cpu is that of the busier worker where there are two"
    )

    def row(name, *keys, floor=None, **goals):
        took = sum(t[key] for key in keys)
        note = f"cpu {sum(cpu[key] for key in keys):.2f}, {n / took:.0f}/s"
        house.report(name, took, "s", floor=floor, note=note, **goals)

    row("floor: their facts, read", "facts")
    row("compose", "compose", floor=t["facts"])
    row("floor: finished Word parts zipped", "zip")
    row("render Word", "word", floor=t["zip"])
    row(
        "compose and Word, one process",
        "compose",
        "word",
        floor=t["facts"] + t["zip"],
        must=10,
        aim=3,
    )
    row("floor: typst, two words", "typst")
    row("render PDF, one process", "pdf", floor=t["typst"])
    row("compose and PDF, one process", "compose", "pdf", floor=t["facts"] + t["typst"])
    row("render PDF, two workers", "pdf2", floor=t["typst"] / 2)
    floor = (t["facts"] + t["typst"]) / 2
    row("compose and PDF, two workers", "all2", floor=floor, must=5, aim=1)


STEPS = {"build": lambda folder, *n: build(folder, *map(int, n)), "one": one, "hundred": hundred}

if __name__ == "__main__":
    if sys.argv[1:] and sys.argv[1].startswith("--step="):
        words = [word for word in sys.argv[2:] if not word.startswith("--")]
        STEPS[sys.argv[1][7:]](Path(words[0]), *words[1:])
    else:
        os.environ.setdefault("PYTHONDONTWRITEBYTECODE", "1")
        main()
