"""Time the reading of a plan of about 60 KB: pasted text and .docx. Must: a median of 300 ms."""

from __future__ import annotations

import io
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from docx import Document

from zhijia.desks.planning.reading import read_document, read_text

RUNS = 7
MUST = 300.0
SIZE = 60 * 1024
_MONTHS = "一二三四五六七八九十"
_NAMES = [*_MONTHS, "十一", "十二"]


def build_plan() -> list[str]:
    """Build an invented plan: chapters of prose, then twelve months of numbered work."""
    lines = ["青松岭学校工会2031年工作计划"]
    body = "围绕年度重点办好教职工关切的小事，把服务送到组室，把意见带回会上，逐项登记并按期答复。"
    for chapter in range(9):
        lines.append(f"{_MONTHS[chapter]}、第{chapter + 1}方面的工作")
        for point in range(1, 9):
            lines.append(f"{point}、第{point}件事。" + body * 5)
    lines.append("十、各月活动安排")
    for name in _NAMES:
        lines.append(f"{name}月")
        lines += [f"{n}、组织第{n}组教职工开展{name}月主题活动，做好记录" for n in range(1, 9)]
    while len("\n".join(lines).encode()) < SIZE:
        lines.insert(2, body * 4)
    return lines


def as_docx(lines: list[str]) -> bytes:
    """Put the lines into a Word document."""
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def median_ms(work) -> float:
    """Give the median of RUNS runs in milliseconds, after one run to warm up."""
    work()
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def main() -> int:
    """Print both medians and say whether they keep the must."""
    lines = build_plan()
    text, data = "\n".join(lines), as_docx(lines)
    items = len(read_text(text).items)
    print(f"plan: {len(text.encode()) / 1024:.0f} KB, {len(lines)} lines, {items} items")
    worst = 0.0
    for name, work in (
        ("read_text", lambda: read_text(text)),
        ("read_document(docx)", lambda: read_document(data, "plan.docx")),
    ):
        took = median_ms(work)
        worst = max(worst, took)
        print(f"{name}: median {took:.1f} ms over {RUNS} runs (must {MUST:.0f} ms)")
    return 0 if worst <= MUST else 1


if __name__ == "__main__":
    raise SystemExit(main())
