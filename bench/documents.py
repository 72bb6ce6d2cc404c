"""Official papers: 100 work summaries (4 pages, a 40-row table, no two alike) as Word and PDF.

    .venv/bin/python bench/documents.py [count]

Floors, in the same run: Word — the same finished document.xml zipped again with ``zipfile``
(a template with nothing to fill in); PDF — typst setting two words with the same fonts.
Must and aim are P14 and P15 (performance.md §5): 10 s and 300/s; 5 s and 100/s on two workers.
"""

from __future__ import annotations

import datetime
import io
import multiprocessing
import random
import statistics
import sys
import time
import zipfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from zhijia.kernel.documents.paper import Heading, Paper, Para, Table  # noqa: E402

_SUBJECTS = [
    "教代会",
    "读书社",
    "慰问金",
    "法律讲座",
    "健步走",
    "新教师座谈",
    "劳模宣讲",
    "食堂评议",
    "合唱排练",
    "经费审查",
]
_ACTIONS = [
    "如期办成",
    "提前准备",
    "分组推进",
    "逐项落实",
    "公开结果",
    "听取意见",
    "反复修改",
    "请专家把关",
    "留下记录",
]
_PEOPLE = [
    "一线教师",
    "后勤同事",
    "退休老师",
    "青年教工",
    "班主任",
    "实验员",
    "图书馆员",
    "各分会主席",
    "女教职工",
]
_RESULTS = [
    "大家都说好",
    "问题少了许多",
    "参加的人多了两成",
    "意见有了回音",
    "来年还要再办",
    "账目清楚可查",
]


def sentence(rng: random.Random) -> str:
    """One invented sentence of about forty characters."""
    return (
        f"{rng.randint(1, 12)}月的{rng.choice(_SUBJECTS)}由{rng.choice(_PEOPLE)}牵头，"
        f"{rng.choice(_ACTIONS)}，共有{rng.randint(12, 480)}人次参加，{rng.choice(_RESULTS)}。"
    )


def summary(seed: int) -> Paper:
    """A four-page annual summary with a 40-row table; every seed gives different words."""
    rng = random.Random(seed)
    blocks: list = [Para("".join(sentence(rng) for _ in range(3)))]
    for i, name in enumerate("一二三四"):
        blocks.append(Heading(1, f"{name}、{rng.choice(_SUBJECTS)}这一年"))
        for j in "一二":
            blocks.append(Heading(2, f"（{j}）{rng.choice(_PEOPLE)}的事"))
            blocks.append(Para("".join(sentence(rng) for _ in range(3 if i < 1 else 2))))
    rows = [
        [
            str(n),
            f"{rng.randint(1, 12)}月{rng.randint(1, 28)}日",
            rng.choice(_SUBJECTS) + rng.choice(_ACTIONS),
            rng.choice(_PEOPLE),
            str(rng.randint(8, 300)),
            f"¥{rng.randint(100, 90000) / 7:,.2f}",
        ]
        for n in range(1, 41)
    ]
    columns = ["序号", "日期", "事项", "负责", "人次", "支出"]
    blocks.append(Table(columns, rows, caption="全年工作一览"))
    return Paper(
        f"阳光实验学校工会第{seed + 1}号年度工作总结",
        blocks,
        org="阳光实验学校工会委员会",
        date=datetime.date(2026, 1, 1) + datetime.timedelta(seed % 300),
        number=f"阳工〔2026〕{seed + 1}号",
        addressee="各分会、全体会员",
    )


def _docx(seeds: range) -> None:
    from zhijia.kernel.documents.docx import to_docx

    for seed in seeds:
        to_docx(summary(seed))


def _pdf(seeds: range) -> None:
    from zhijia.kernel.documents.pdf import to_pdf

    for seed in seeds:
        to_pdf(summary(seed))


def timed(work) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def docx_floor(count: int) -> float:
    """The finished XML of each paper, zipped again over the same fixed parts."""
    from zhijia.kernel.documents.docx import to_docx

    with zipfile.ZipFile(io.BytesIO(to_docx(summary(1)))) as source:
        parts = {name: source.read(name) for name in source.namelist()}

    def work() -> None:
        for _ in range(count):
            with zipfile.ZipFile(io.BytesIO(), "w", zipfile.ZIP_DEFLATED) as target:
                for name, data in parts.items():
                    target.writestr(name, data)

    return timed(work)


def pdf_floor(count: int) -> float:
    """typst and the same fonts, two words a page, a different number each time."""
    from pylopdf_fonts_zh_cn import __file__ as fonts
    from typst import Compiler

    source = b'#set text(font: "Noto Serif SC")\n#sys.inputs.n'
    compiler = Compiler(source, font_paths=[str(Path(fonts).parent)], ignore_system_fonts=True)

    def work() -> None:
        for i in range(count):
            compiler.compile(source, sys_inputs={"n": f"你好{i}"})

    work()
    return timed(work)


def report(name: str, seconds: float, count: int, floor: float | None, goal: str) -> None:
    each = seconds * 100 / count
    ratio = f"{seconds / floor:6.2f} x floor" if floor else " " * 14
    print(f"{name:<34}{each:8.3f} s/100 {count / seconds:8.1f}/s  {ratio}  {goal}")


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    making = timed(lambda: [summary(seed) for seed in range(count)])
    _docx(range(9000, 9003))
    _pdf(range(9000, 9003))
    rounds = []
    for turn in range(3):
        seeds = range(turn * count, (turn + 1) * count)
        half = len(seeds) // 2
        with multiprocessing.get_context("spawn").Pool(2) as pool:
            pool.map(_pdf, [range(9000, 9003), range(9003, 9006)], chunksize=1)
            two = timed(lambda s=seeds, h=half, p=pool: p.map(_pdf, [s[:h], s[h:]], chunksize=1))
        rounds.append(
            (
                docx_floor(count),
                timed(lambda s=seeds: _docx(s)),
                pdf_floor(count),
                timed(lambda s=seeds: _pdf(s)),
                two,
            )
        )
    word_floor, word, print_floor, one, two = (
        statistics.median(column) for column in zip(*rounds, strict=True)
    )
    print(f"{count} papers, median of 3; making the words themselves: {making * 100 / count:.3f} s")
    report("Word floor: zip of finished XML", word_floor, count, None, "")
    report("Word, one process", word, count, word_floor, "must ≤ 10 s, aim 300/s")
    report("PDF floor: typst, two words", print_floor, count, None, "")
    report("PDF, one process", one, count, print_floor, "must ≤ 5 s")
    report("PDF, two processes", two, count, print_floor, "aim 100/s (1 s)")


if __name__ == "__main__":
    main()
