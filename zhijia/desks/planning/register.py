"""The register (台账): the records of a year by the school's own books, with its gaps."""

from calendar import monthrange
from datetime import date

from django.db.models import Q, Sum

from zhijia.kernel.documents.paper import Paper, Table
from zhijia.kernel.documents.xlsx import Column, Sheet
from zhijia.kernel.metrics import Tally, topic_count
from zhijia.kernel.periods import year_bounds
from zhijia.kernel.records import DONE, LISTED, Entry, Record, kinds

from .chapters import topics_of
from .models import Book, PlanItem

# The usual ledger boxes (rules 12.08) in their order; each kind of record says what stands in which.
# A school renames them freely.
BOXES = (
    "送温暖与慰问", "文体活动", "女职工工作", "学习培训", "组织建设", "会议记录", "竞赛与评优", "民主管理", "经费与经审",
    "维权调解", "宣传与档案", "共建与上级工作", "其他",
)  # fmt: skip

GAPS = {
    "no_photo": ("没有照片", Q(stage=DONE, photos=0)),
    "no_paper": ("没有照片也没有材料", Q(stage=DONE, photos=0, papers=0)),
    "overdue": ("已到期未登记", None),
}


def books_of(org) -> list[Book]:
    """The union's own books; the usual ones, unsaved, until it has some."""
    own = list(Book.objects.of(org))
    if own:
        return own
    return [
        Book(org=org, order=n, name=name, topics=topics)
        for n, (name, topics) in enumerate(usual().items(), 1)
    ]


def usual() -> dict[str, list[str]]:
    """Box → topics, as the kinds of records say; boxes without any are left out."""
    found = {name: [] for name in BOXES}
    for kind in kinds.values():
        for topic, box in kind.books().items():
            found[box].append(topic)
    return {name: topics for name, topics in found.items() if topics}


def serving(books, function) -> list[Book]:
    """The same books with only the topics that serve one of the union's four functions (R-024)."""
    wanted = topics_of(function)
    return [
        Book(org=b.org, name=b.name, order=b.order, topics=[t for t in b.topics if t in wanted])
        for b in books
    ]


def loose_topics(books) -> dict[str, str]:
    """Topics with a usual box that stand in none of these books: not in the school's register."""
    held, labels = {t for b in books for t in b.topics}, topic_labels()
    return {t: labels[t] for topics in usual().values() for t in topics if t not in held}


def topic_labels() -> dict[str, str]:
    return {t: label for kind in kinds.values() for t, label in kind.topics().items()}


def number_of(org, year, books, month) -> int:
    """How many records the register shows of the year or month in these books, from the months'
    tallies: counting fifty thousand rows would cost more than the page."""
    wanted = {topic_count(t) for b in books for t in b.topics}
    start, end = month_days(year, month)
    rows = Tally.objects.of(org) if org.is_base else Tally.objects.within(org)
    rows = rows.filter(month__range=(start, end), metric__in=wanted)
    return int(rows.aggregate(n=Sum("value"))["n"] or 0)


def month_days(year, month):
    """The first and last day of the month, or of the year without one."""
    if not month:
        return year_bounds(year)
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def register_rows(org, year, books, *, month=None, words="", gap="", today=None):
    """The register's records in these books: planned and done, newest first."""
    rows = Record.objects.within(org) if not org.is_base else Record.objects.of(org)
    rows = rows.filter(on__range=month_days(year, month), stage__in=LISTED)
    rows = rows.filter(topic__in={t for b in books for t in b.topics})
    if words:
        rows = rows.filter(title__contains=words)
    if gap == "overdue":
        rows = rows.filter(stage="planned", on__lt=today)
    elif gap in GAPS:
        rows = rows.filter(GAPS[gap][1])
    return (rows if org.is_base else rows.select_related("org")).order_by("-on", "-pk")


def items_without_record(org, year, today):
    """Plan items whose month has come and which no record bears out."""
    rows = PlanItem.objects.of(org).filter(year=year, state=PlanItem.State.OPEN, attained=0)
    if year == today.year:
        rows = rows.filter(month_from__lte=today.month)
    return rows.order_by("month_from", "order")


def lines(rows):
    """The register's columns as it is printed and exported."""
    labels = topic_labels()
    rows = list(rows.select_related("org"))
    spent: dict[int, object] = {}
    for record, amount in Entry.objects.filter(record__in=rows).values_list("record", "amount"):
        spent[record] = spent.get(record, 0) + amount
    for number, r in enumerate(rows, 1):
        yield [number, r.on, labels.get(r.topic, ""), r.title, r.get_stage_display(),
               spent.get(r.pk), r.photos, r.papers]  # fmt: skip


HEADS = ["序号", "日期", "类别", "事项", "状态", "金额（元）", "照片", "材料"]
WIDTHS = (6, 12, 14, 46, 10, 14, 8, 8)
SORTS = ("int", "date", "text", "text", "text", "money", "int", "int")


def table(org, rows):
    """(heads, widths, sorts, lines); above a school, each line begins with its union."""
    if org.is_base:
        return HEADS, WIDTHS, SORTS, lines(rows)
    named = (
        [line[0], record.org.name, *line[1:]]
        for record, line in zip(rows.select_related("org"), lines(rows), strict=True)
    )
    heads = [HEADS[0], "工会", *HEADS[1:]]
    return heads, (6, 24, *WIDTHS[1:]), ("int", "text", *SORTS[1:]), named


def sheet(org, year, rows, title):
    heads, widths, sorts, made = table(org, rows)
    columns = [Column(h, w, k) for h, w, k in zip(heads, widths, sorts, strict=True)]
    return [Sheet(str(year), columns, made, title=title)]


def paper(org, year, rows, title):
    heads, widths, _sorts, made = table(org, rows)
    printed = [
        ["" if c is None else (f"{c:%m-%d}" if hasattr(c, "month") else str(c)) for c in line]
        for line in made
    ]
    blocks = [Table(heads, printed, widths=list(widths))]
    return Paper(title, blocks, org=org.name, kind="form", landscape=True)
