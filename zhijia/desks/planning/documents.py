"""The plan and the summary on paper: full, one page, and slides with charts."""

from collections import Counter

from zhijia.kernel import clock
from zhijia.kernel.documents.paper import Heading, Para, Paper, Table
from zhijia.kernel.documents.pptx import Chart, Deck, Slide
from zhijia.kernel.documents.registry import document
from zhijia.kernel.documents.xlsx import Column, Sheet
from zhijia.kernel.measures import Book
from zhijia.kernel.periods import year_bounds
from zhijia.kernel.records import DONE, Record, metrics

from .chapters import DOMAIN_NAMES
from .figures import plain, shown
from .models import Plan, PlanItem, Summary

KEY_FIGURES = (
    "care.visits", "care.people", "care.spent", "worklog.activity", "worklog.study",
    "worklog.person_times", "worklog.honour", "committees.meetings", "committees.decisions_done",
    "planning.items", "planning.items_done", "people.members",
)  # fmt: skip


def item_rows(plan):
    for n, item in enumerate(plan.items.select_related("owner"), 1):
        yield [
            str(n), item.months, item.title, DOMAIN_NAMES.get(item.domain, ""),
            item.owner.name if item.owner else "",
            f"{item.budget:,.2f}" if item.budget is not None else "",
            item.get_state_display() + (f"（{item.reason}）" if item.reason else ""),
        ]  # fmt: skip


HEADS = ["序号", "月份", "事项", "类别", "负责人", "预算（元）", "进展"]


@document(Plan, "plan", "年度工作计划", may="planning.see")
def plan_paper(plan, by):
    blocks = [
        block
        for c in plan.chapters
        for block in (Heading(min(c["level"], 4), c["title"]), *_paras(c["text"]))
    ]
    table = Table(HEADS, list(item_rows(plan)), widths=[3, 5, 18, 6, 5, 6, 8])
    blocks += [Heading(1, "月度工作安排"), table]
    date = plan.adopted_on or plan.created.date()
    return Paper(plan.title, blocks, org=plan.org.name, date=date)


def _paras(text):
    return [Para(line) for line in text.splitlines() if line.strip()]


@document(Plan, "plan-table", "月度安排表", may="planning.see", formats=("xlsx",))
def plan_sheet(plan, by):
    widths = (6, 10, 46, 10, 10, 12, 24)
    columns = [Column(h, w) for h, w in zip(HEADS, widths, strict=True)]
    return [Sheet(f"{plan.year}年", columns, item_rows(plan), title=plan.title)]


def signed_day(summary):
    """The day under the text: when it was signed, else today, or the last day of a year gone by."""
    return summary.signed_on or min(clock.today(), year_bounds(summary.year)[1])


@document(Summary, "summary", "总结全文", may="planning.summary")
def summary_paper(summary, by=None):
    """The whole summary as it stands, figures as accepted."""
    blocks = []
    for block in summary.blocks:
        text = plain(block["text"], summary.figures)
        blocks.append(Heading(1, text) if block["kind"] == "h1" else Para(text))
    note = "" if summary.state == Summary.State.SIGNED else "（草稿，未签发）"
    date = signed_day(summary)
    return Paper(summary.title, blocks, org=summary.org.name, date=date, note=note)


def key_rows(summary):
    """(label, this year, last year) of the key figures, those that exist."""
    now = Book(summary.org, *year_bounds(summary.year))
    last = Book(summary.org, *year_bounds(summary.year - 1))
    for code in KEY_FIGURES:
        if code in metrics and now.value(code):
            unit = metrics[code].unit
            before = shown(code, last.value(code)) + unit if last.value(code) else "—"
            yield metrics[code].label, shown(code, now.value(code)) + unit, before


@document(Summary, "summary-page", "一页版", may="planning.summary")
def one_page(summary, by):
    """One page: the opening, the figures beside last year's, what to mend."""
    texts = [(b["kind"], plain(b["text"], summary.figures)) for b in summary.blocks]
    rows = [list(row) for row in key_rows(summary)]
    blocks = [Para(texts[0][1]), Table(["指标", "本年", "上年"], rows, widths=[3, 2, 2])]
    at = next((n for n, (k, t) in enumerate(texts) if k == "h1" and "问题" in t), None)
    if at is not None:
        blocks += [Heading(1, "问题与改进")]
        blocks += [Para(t.split("改进措施")[0]) for k, t in texts[at + 1 :] if k == "p"][:3]
    return Paper(f"{summary.title}（一页版）", blocks, org=summary.org.name, date=signed_day(summary))


@document(Summary, "summary-deck", "演示稿", may="planning.summary", formats=("pptx",))
def deck(summary, by):
    """Slides: the year in figures, work by month, the plan's progress, each chapter, what next."""
    rows = list(key_rows(summary))
    slides = [Slide("这一年", big=[(now, label) for label, now, _last in rows[:6]])]
    slides += [by_month(summary), plan_progress(summary)]
    head = None
    for block in summary.blocks:
        text = plain(block["text"], summary.figures)
        if block["kind"] == "h1":
            head = Slide(text.split("、", 1)[-1], bullets=[])
            slides.append(head)
        elif head is not None:
            head.bullets.extend(s for s in text.rstrip("。").split("。") if s)
    slides = [s for s in slides if s is not None]
    return Deck(summary.title, f"{summary.org.name}　{signed_day(summary).year}年", slides)


def by_month(summary):
    start, end = year_bounds(summary.year)
    rows = Record.objects.of(summary.org).filter(stage=DONE, on__range=(start, end))
    rows = rows.exclude(kind__in=("planning.item", "people.membership"))
    count = Counter(on.month for on in rows.values_list("on", flat=True))
    if not count:
        return None
    values = [count[m] for m in range(1, 13)]
    chart = Chart("bar", [f"{m}月" for m in range(1, 13)], [("工作记录", values)], "件")
    return Slide("每月工作", chart=chart)


def plan_progress(summary):
    rows = PlanItem.objects.of(summary.org).filter(year=summary.year)
    count = Counter(rows.values_list("state", flat=True))
    if not count:
        return None
    states = [s for s in PlanItem.State if count[s]]
    chart = Chart("pie", [str(s.label) for s in states], [("计划项", [count[s] for s in states])], "项")
    return Slide("计划完成情况", chart=chart)

