"""The figures of a call, and of the departments: for the board and the report to the congress.

Every rate stands beside the two numbers it is made of; what nobody rated is shown apart (rules 5.28).
"""

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from zhijia.kernel import clock

from .models import Department, Forwarding, Grade, Promise, Proposal

GOOD = (Grade.SATISFIED, Grade.BASIC)
FORMULA = _("满意率 =（满意 + 基本满意）÷ 已评价；没有评价的不计入，单独列出。")


def figures_of(call) -> dict:
    """Everything the report says about one call, in two queries."""
    rows = Proposal.objects.filter(call=call, submitted__isnull=False)
    filed = Q(serial__isnull=False)
    asked = {
        "submitted": Q(), "accepted": filed & Q(suggestion=False), "referred": filed & Q(suggestion=True),
        "merged": Q(state="merged"), "declined": Q(state="declined"), "withdrawn": Q(state="withdrawn"),
        "answered": Q(answered__isnull=False), "on_time": Q(on_time=True), "late": Q(on_time=False),
        "rated": Q(outcome__in=[*GOOD, Grade.UNSATISFIED]), "good": Q(outcome__in=GOOD),
        "satisfied": Q(outcome=Grade.SATISFIED), "basic": Q(outcome=Grade.BASIC),
        "unsatisfied": Q(outcome=Grade.UNSATISFIED), "unrated": Q(outcome=Grade.UNRATED),
        "concluded": Q(state="concluded"), "awarded": Q(awarded=True), "left": filed & Q(state__in=("merged", "withdrawn")),
        "forwarded": Q(pk__in=Forwarding.objects.values("proposal")),
        "listed": filed & Q(shown=True) & ~Q(state="withdrawn"),
    }  # fmt: skip
    found = counted(rows, asked)
    promises = Promise.objects.filter(proposal__call=call)
    found |= counted(promises, promise_counts())
    found["to_answer"] = found["accepted"] + found["referred"] - found["left"]
    return found


def counted(rows, asked, *by):
    """How many rows each condition holds for; with ``by``, a list of such rows. The figures are
    counted under names that no column has."""
    counts = {f"n_{k}": Count("pk", filter=q) if q else Count("pk") for k, q in asked.items()}
    if not by:
        return {name[2:]: value for name, value in rows.aggregate(**counts).items()}
    found = rows.order_by().values(*by).annotate(**counts)
    return [{name.removeprefix("n_"): value for name, value in row.items()} for row in found]


def promise_counts():
    today, open_ones = clock.today(), Q(state__in=("open", "reported"))
    return {
        "promises": Q(), "kept": Q(state="kept"), "kept_late": Q(state="late"),
        "dropped": Q(state="withdrawn"), "broken": open_ones & Q(due__lt=today),
        "pending": open_ones & Q(due__gte=today),
    }  # fmt: skip


def departments_of(org, call=None) -> list:
    """Each department with what it led: owed, answered, in time, overdue; rated and good. Two
    queries, however many departments and proposals."""
    rows = Proposal.objects.of(org).filter(lead__isnull=False)
    promises = Promise.objects.of(org)
    if call:
        rows, promises = rows.filter(call=call), promises.filter(proposal__call=call)
    asked = {
        "led": Q(), "answered": Q(answered__isnull=False), "on_time": Q(on_time=True),
        "overdue": Q(state__in=Proposal.CLOCKED, due__lt=clock.today(), answered=None),
        "rated": Q(outcome__in=[*GOOD, Grade.UNSATISFIED]), "good": Q(outcome__in=GOOD),
    }  # fmt: skip
    by_lead = {row["lead"]: row for row in counted(rows, asked, "lead")}
    kept = {row["department"]: row for row in counted(promises, promise_counts(), "department")}
    found = []
    for department in Department.objects.filter(pk__in={*by_lead, *kept}).order_by("name"):
        row = dict.fromkeys([*asked, *promise_counts()], 0)
        row |= by_lead.get(department.pk, {}) | kept.get(department.pk, {})
        row["judged"] = row["answered"] + row["overdue"]  # what is late counts, answered or not
        found.append({**row, "department": department})
    return found


def percent(part, whole) -> str:
    return f"{part * 100 / whole:.1f}%" if whole else "—"
