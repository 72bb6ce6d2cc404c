"""The plan and the summary on paper: full, one page, and slides with charts."""

from zhijia.kernel import clock
from zhijia.kernel.documents.paper import Heading, Paper, Para, Table
from zhijia.kernel.documents.pptx import Chart, Deck, Slide
from zhijia.kernel.documents.registry import document
from zhijia.kernel.documents.xlsx import Column, Sheet
from zhijia.kernel.periods import year_bounds

from .chapters import DOMAIN_NAMES, numeral
from .figures import figures_beside, plain
from .models import Plan, Summary


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
    titles = set(plan.items.values_list("title", flat=True))
    numbered = Numbers()
    blocks = theme_of(plan) + [
        block
        for c in plan.chapters
        if not is_schedule(c, titles)
        for block in (Heading(min(c["level"], 4), numbered(c)), *_paras(c["text"]))
    ]
    table = Table(HEADS, list(item_rows(plan)), widths=[3, 5, 18, 6, 5, 6, 8])
    blocks += [Heading(1, numbered({"level": 1, "title": "月度工作安排"})), table]
    date = plan.adopted_on or plan.created.date()
    return Paper(plan.title, blocks, org=plan.org.name, date=date)


def theme_of(plan) -> list:
    blocks = [Para(f"年度主题：{plan.theme}")] if plan.theme else []
    goals = plan.goals.splitlines()
    return blocks + ([Para("分项目标：" + "；".join(goals) + "。")] if goals else [])


def is_schedule(chapter, titles) -> bool:
    """Whether the chapter is the month schedule itself, which the table prints anyway."""
    return sum(any(t in line for t in titles) for line in chapter["text"].splitlines()) >= 3


class Numbers:
    """一、（一）1．（1） for headings as they come, each level counting afresh under the one above."""

    def __init__(self):
        self.counts = [0, 0, 0, 0]

    def __call__(self, chapter) -> str:
        level = min(chapter["level"], 4)
        self.counts[level - 1] += 1
        self.counts[level:] = [0] * (4 - level)
        n = self.counts[level - 1]
        shape = ("{0}、", "（{0}）", "{1}．", "（{1}）")[level - 1]
        return shape.format(numeral(n), n) + chapter["title"]


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


@document(Summary, "summary-page", "一页版", may="planning.summary")
def one_page(summary, by):
    """One page: the opening, the figures beside last year's, what to mend."""
    texts = [(b["kind"], plain(b["text"], summary.figures)) for b in summary.blocks]
    rows = figures_beside(summary)["key"]
    blocks = [Para(texts[0][1].removesuffix("现将一年来的工作总结如下。"))] if texts else []
    blocks += [Table(["指标", "本年", "上年"], rows, widths=[3, 2, 2])] if rows else []
    at = next((n for n, (k, t) in enumerate(texts) if k == "h1" and "问题" in t), None)
    if at is not None:
        found = [t.split("。")[0] + "。" for k, t in texts[at + 1 :] if k == "p"]
        blocks += [Heading(1, "问题与改进"), *(Para(t) for t in found[:2])]
    return Paper(summary.title, blocks, org=summary.org.name, date=signed_day(summary))


@document(Summary, "summary-deck", "演示稿", may="planning.summary", formats=("pptx",))
def deck(summary, by):
    """Slides: the year in figures, work by month, the plan's progress, each chapter, what next."""
    beside = figures_beside(summary)
    big = [(now, label) for label, now, _last in beside["key"]]
    slides = (
        [Slide("这一年", big=big[:3], bullets=[f"{label}　{now}" for now, label in big[3:]])]
        if big
        else []
    )
    if beside["months"]:
        months = [f"{m}月" for m in range(1, 13)]
        slides.append(
            Slide("每月工作", chart=Chart("bar", months, [("工作记录", beside["months"])], "件"))
        )
    if beside["states"]:
        names, counts = zip(*beside["states"], strict=True)
        slides.append(Slide("计划完成情况", chart=Chart("pie", names, [("计划项", counts)], "项")))
    for block in summary.blocks:
        text = plain(block["text"], summary.figures)
        if block["kind"] == "h1":
            slides.append(Slide(text.split("、", 1)[-1], bullets=[]))
        elif slides:
            slides[-1].bullets.extend(s for s in text.rstrip("。").split("。") if s)
    subtitle = f"{summary.org.name}　{signed_day(summary).year}年"
    return Deck(summary.title, subtitle, [s for s in slides if s.chart or s.big or s.bullets])
