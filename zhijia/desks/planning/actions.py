"""The verbs of the year: read … plan … adopt … postpone … summarise … sign."""

from datetime import date
from decimal import Decimal
from hashlib import sha256

from django.utils.translation import gettext as _

from zhijia.kernel import clock
from zhijia.kernel.access import holders
from zhijia.kernel.actions import action, validate
from zhijia.kernel.periods import refuse_if_closed
from zhijia.kernel.refusals import Refused

from . import compose, progress
from .chapters import suggest_metric
from .figures import figures_beside, live, read_marks
from .models import Book, Link, Plan, PlanItem, Summary, Upload
from .reading import Unreadable, read_document

P, T, S = Plan.State, PlanItem.State, Summary.State


# --- the plan -----------------------------------------------------------------------------------


@action(Upload, creates=True, may="planning.edit", label="读入计划文件")
def take_in(org, *, by, name, data, year):
    """Read a document. Nothing is planned yet: the chair first sees and corrects what was read."""
    try:
        reading = read_document(data, name)
    except Unreadable as no:
        raise Refused(no.sentence, no.remedy) from no
    digest = sha256(data).hexdigest()
    known = Upload.objects.of(org).filter(sha256=digest).exclude(plan=None).first()
    words = reading.as_json()
    if known:
        said = _("这份文件已经读入过，见《%s》；再次保存会把没有的事项补进去。") % known.plan
        words["warnings"].insert(0, said)
    return Upload(
        org=org, by=by, name=name[:120], sha256=digest, year=year, reading=words,
        lines=reading.lines[:5000],
    )  # fmt: skip


@action(Plan, creates=True, parent=Upload, may="planning.edit", label="存为年度计划", hidden=True)
def save_plan(upload, *, by, year, title, items, chapters=None):
    """Keep what was read, as corrected. A plan of that year is added to, never replaced."""
    plan = Plan.objects.of(upload.org).filter(year=year).first()
    if plan is None:
        plan = Plan(org=upload.org, year=year, title=title)
    if not plan.chapters:
        plan.chapters = upload.reading["chapters"] if chapters is None else chapters
    plan.save()
    have = set(plan.items.values_list("title", "month_from"))
    fresh = {(i["title"], i["month_from"]): i for i in reversed(items)}
    rows = [i for i in items if fresh.get((i["title"], i["month_from"])) is i]
    rows = [i for i in rows if (i["title"], i["month_from"]) not in have]
    add_rows(plan, rows)
    plan.added = len(rows)
    upload.plan = plan
    upload.save()
    return plan


@action(Plan, creates=True, may="planning.edit", label="新编一份计划")
def start(org, *, by, year, title=""):
    """An empty plan, to be filled from the calendar, from last year, or by hand."""
    return Plan(
        org=org,
        year=year,
        title=title or _("%(org)s%(year)s年工作计划") % {"org": org, "year": year},
    )


@action(Plan, may="planning.edit", label="定主题和目标")
def set_theme(plan, *, by, theme, goals=""):
    """The year's theme and its sub-goals, a line each (R-025)."""
    refuse_closed(plan)
    plan.theme = theme.strip()
    plan.goals = "\n".join(line.strip() for line in goals.splitlines() if line.strip())


def refuse_closed(thing):
    """A year that is closed keeps its plan as it was."""
    refuse_if_closed(thing.org, date(thing.year, 12, 31))


def add_rows(plan, rows):
    """Write items (dicts of field values) into a plan and ask the year's records again."""
    refuse_closed(plan)
    last = plan.items.count()
    made = [
        PlanItem(
            org=plan.org, org_path=plan.org.path, plan=plan, year=plan.year, order=last + n,
            metric=suggest_metric(row["domain"], row["title"]), **row,
        )
        for n, row in enumerate(rows)
    ]  # fmt: skip
    for item in made:
        validate(item)
    PlanItem.objects.bulk_create(made)
    progress.relink_year(plan.org, plan.year)


@action(Plan, may="planning.edit", label="采用事项", hidden=True)
def take_offers(plan, *, by, rows):
    """Take items offered by the calendar, by last year's plan or by last year's records."""
    have = set(plan.items.values_list("title", flat=True))
    add_rows(plan, [row for row in rows if row["title"] not in have])


@action(PlanItem, creates=True, parent=Plan, may="planning.edit", label="添加计划项")
def add_item(
    plan, *, by, title, month_from, month_to, domain="worklog", metric="", target=Decimal(1),
    owner=None, budget=None, function="",
):  # fmt: skip
    item = PlanItem(
        org=plan.org, plan=plan, year=plan.year, title=title, month_from=month_from,
        month_to=month_to, domain=domain, metric=metric, target=target, owner=owner, budget=budget,
        function=function, order=plan.items.count(),
    )  # fmt: skip
    return settle(item)


def settle(item):
    """Save an item and bring its links and state up to date."""
    refuse_closed(item)
    validate(item)
    item.save()
    progress.relink_year(item.org, item.year)
    item.refresh_from_db()
    return item


def has_items(plan, by):
    return "" if plan.items.exists() else _("还没有计划项，先添加再送审。")


@action(
    Plan, may="planning.edit", label="送党支部", source=[P.DRAFT], target=P.SUBMITTED, main=True,
    guard=has_items, tells=lambda plan: holders("planning.agree", plan.org),
)  # fmt: skip
def submit(plan, *, by):
    pass


@action(
    Plan, may="planning.agree", label="同意", source=[P.SUBMITTED], target=P.AGREED, main=True,
    tells=lambda plan: holders("planning.adopt", plan.org),
)  # fmt: skip
def agree(plan, *, by):
    """The Party branch agrees."""
    plan.agreed_on = clock.today()


@action(
    Plan, may="planning.agree", label="退回修改", source=[P.SUBMITTED], target=P.DRAFT,
    tells=lambda plan: holders("planning.edit", plan.org),
)  # fmt: skip
def send_back(plan, *, by, reason):
    pass


@action(
    Plan, may="planning.adopt", label="委员会通过", source=[P.AGREED], target=P.ADOPTED, main=True
)
def adopt(plan, *, by, on):
    """The committee adopts it at a meeting on the day."""
    if on > clock.today():
        raise Refused(_("通过日期不能晚于今天。"))
    plan.adopted_on = on


# --- one item -----------------------------------------------------------------------------------


@action(PlanItem, may="planning.edit", label="修改")
def amend(item, *, by, **given):
    for name, value in given.items():
        setattr(item, name, value)
    settle(item)


@action(PlanItem, may="planning.edit", label="顺延", source=[T.OPEN])
def postpone(item, *, by, reason, month, next_year=False):
    """Put off, with its reason: to a later month, or carried into next year's plan."""
    if not next_year and month <= item.month_to:
        raise Refused(
            _("顺延的月份应晚于原定的%s。") % item.months, _("改到下一年的请勾选“转到下一年”。")
        )
    refuse_closed(item)
    item.reason = reason
    if not next_year:
        item.month_from, item.month_to = min(item.month_from, month), month
        item.state = T.OPEN
        settle(item)
        item.state = item.state if item.state == T.DONE else T.POSTPONED
        return
    following = Plan.objects.of(item.org).filter(year=item.year + 1).first()
    if following is None:
        title = _("%(org)s%(year)s年工作计划") % {"org": item.org, "year": item.year + 1}
        following = Plan.objects.create(org=item.org, year=item.year + 1, title=title)
    fields = ("title", "domain", "metric", "target", "owner", "budget")
    carried, _new = PlanItem.objects.update_or_create(
        carried_from=item, plan=following,
        defaults={
            "org": item.org, "year": following.year, "month_from": month, "month_to": month,
            "order": following.items.count(), **{f: getattr(item, f) for f in fields},
        },
    )  # fmt: skip
    progress.refresh([carried.pk])
    item.state = T.POSTPONED


@action(
    PlanItem, may="planning.edit", label="取消", source=[T.OPEN, T.POSTPONED], target=T.CANCELLED
)
def cancel(item, *, by, reason):
    refuse_closed(item)
    item.reason = reason


@action(
    PlanItem, may="planning.edit", label="恢复", source=[T.CANCELLED, T.POSTPONED], target=T.OPEN
)
def resume(item, *, by):
    refuse_closed(item)
    item.reason = ""


@action(PlanItem, may="planning.link", label="对应一条记录", hidden=True)
def link(item, *, by, record):
    """Say that a record serves this item, whatever the machine thought."""
    decide(item, record, by, refused=False)
    progress.refresh([item.pk])
    item.refresh_from_db()


@action(PlanItem, may="planning.link", label="取消对应", hidden=True)
def unlink(item, *, by, record):
    decide(item, record, by, refused=True)
    progress.refresh([item.pk])
    item.refresh_from_db()


def decide(item, record, by, refused):
    """Note a person's word on whether a record serves an item."""
    refuse_closed(item)
    if record.org_id != item.org_id:
        raise Refused(_("这条记录不属于本会。"))
    which = {"item": item, "kind": record.kind, "source_id": record.source_id}
    said = {"record": record, "by": by, "refused": refused}
    Link.objects.update_or_create(**which, defaults=said)


# --- the summary --------------------------------------------------------------------------------


@action(Summary, creates=True, may="planning.write", label="起草年度总结")
def draft(org, *, by, year, by_function=False):
    """Write the whole summary from the year's records; the chair then changes words."""
    summary = Summary(org=org, year=year, by_function=by_function)
    written = compose.write(org, year, by_function)
    summary.title, summary.blocks, summary.figures = written
    return summary


@action(Summary, may="planning.write", label="按记录重写", source=[S.DRAFT])
def rewrite(summary, *, by):
    """Throw the present words away and write anew from the records."""
    written = compose.write(summary.org, summary.year, summary.by_function)
    summary.title, summary.blocks, summary.figures = written
    summary.version += 1


class Stale(Refused):
    """Somebody else saved in between; ``theirs`` is what stands now."""

    def __init__(self, theirs):
        self.theirs = theirs
        super().__init__(
            _("在您编辑的时候，另一个人保存了新的版本。"), _("您写的内容还在下面，请对照后再保存。")
        )


@action(Summary, may="planning.write", label="保存文字", source=[S.DRAFT], hidden=True)
def save_words(summary, *, by, version, title, texts):
    """Keep changed words; figures stay references. ``texts``: block id → words with marks."""
    if version != summary.version:
        raise Stale(summary)
    known = {b["id"]: b for b in summary.blocks}
    texts = {b["id"]: b["text"] for b in summary.blocks if b["id"] not in texts} | texts
    order = {key: n for n, key in enumerate(texts)}
    if set(texts) <= set(known):
        order = {b["id"]: n for n, b in enumerate(summary.blocks)}
    blocks = []
    for key in sorted(texts, key=order.get):
        read_marks(texts[key], summary.figures)
        block = known.get(key, {"id": key, "kind": "p"})
        if texts[key].strip():
            blocks.append(block | {"text": texts[key].strip()})
    summary.title, summary.blocks = title.strip() or summary.title, blocks
    summary.version += 1


def has_changed(summary, by):
    changed = any(fig["value"] != str(measure.value) for _key, fig, measure in live(summary))
    return "" if changed else _("没有变化的数字。")


@action(Summary, may="planning.write", label="采用新数字", source=[S.DRAFT], guard=has_changed)
def accept(summary, *, by):
    """Take over every figure whose records have changed since it was written."""
    summary.figures = {
        key: fig | {"value": str(measure.value)} for key, fig, measure in live(summary)
    }
    summary.version += 1


@action(
    Summary, may="planning.write", label="送签发", source=[S.DRAFT], target=S.SUBMITTED, main=True,
    tells=lambda summary: holders("planning.sign", summary.org),
)  # fmt: skip
def hand_in(summary, *, by):
    pass


@action(Summary, may="planning.sign", label="退回修改", source=[S.SUBMITTED], target=S.DRAFT)
def hand_back(summary, *, by, reason):
    pass


def up_to_date(summary, by):
    changed = sum(fig["value"] != str(measure.value) for _key, fig, measure in live(summary))
    return _("有 %d 处数字已经变化，请先退回并采用新数字。") % changed if changed else ""


@action(
    Summary, may="planning.sign", label="签发", source=[S.SUBMITTED], target=S.SIGNED, main=True,
    guard=up_to_date,
)  # fmt: skip
def sign(summary, *, by):
    """Freeze words and figures, each figure with the records it came from."""
    summary.figures = {
        key: fig | {"value": str(measure.value), "records": list(measure.records)}
        for key, fig, measure in live(summary)
    }
    summary.frozen = figures_beside(summary)
    summary.signed_by, summary.signed_on = by, clock.today()


# --- the register's books -----------------------------------------------------------------------


@action(Book, creates=True, may="planning.edit", label="调整簿册", hidden=True)
def set_books(org, *, by, books):
    """Replace the school's books; ``books``: (name, topics separated by blanks) in order."""
    wanted = [(name.strip(), topics.split()) for name, topics in books if name.strip()]
    if not wanted:
        raise Refused(_("至少要留一本台账。"))
    Book.objects.of(org).delete()
    made = [
        Book(org=org, org_path=org.path, order=n, name=name[:40], topics=topics)
        for n, (name, topics) in enumerate(wanted, 1)
    ]
    Book.objects.bulk_create(made[1:])
    return made[0]
