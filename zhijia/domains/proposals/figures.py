"""The figures of a call, and of the departments: for the board and the report to the congress.

Every rate stands beside the two numbers it is made of; what nobody rated is shown apart (rules 5.28).
"""

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from zhijia.kernel import clock

from .models import Department, Grade, Promise, Proposal

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
        "concluded": Q(state="concluded"), "awarded": Q(awarded=True),
    }  # fmt: skip
    found = rows.aggregate(
        **{k: Count("pk", filter=q) if q else Count("pk") for k, q in asked.items()}
    )
    promises = Promise.objects.filter(proposal__call=call)
    found |= promises.aggregate(**promise_counts())
    found["to_answer"] = (
        found["accepted"]
        + found["referred"]
        - rows.filter(state="merged", serial__isnull=False).count()
    )
    return found


def promise_counts():
    today = clock.today()
    return {
        "promises": Count("pk"), "kept": Count("pk", filter=Q(state="kept")),
        "kept_late": Count("pk", filter=Q(state="late")),
        "dropped": Count("pk", filter=Q(state="withdrawn")),
        "broken": Count("pk", filter=Q(state__in=("open", "reported"), due__lt=today)),
        "pending": Count("pk", filter=Q(state__in=("open", "reported"), due__gte=today)),
    }  # fmt: skip


def departments_of(org, call=None) -> list:
    """Each department with what it led: owed, answered, in time, overdue; rated and good. Two
    queries, however many departments and proposals."""
    rows = Proposal.objects.of(org).filter(lead__isnull=False)
    promises = Promise.objects.of(org)
    if call:
        rows, promises = rows.filter(call=call), promises.filter(proposal__call=call)
    overdue = Q(state__in=Proposal.CLOCKED, due__lt=clock.today(), answered=None)
    counted = rows.values("lead").annotate(
        led=Count("pk"), answered=Count("pk", filter=Q(answered__isnull=False)),
        on_time=Count("pk", filter=Q(on_time=True)), overdue=Count("pk", filter=overdue),
        rated=Count("pk", filter=Q(outcome__in=[*GOOD, Grade.UNSATISFIED])),
        good=Count("pk", filter=Q(outcome__in=GOOD)),
    ).order_by()  # fmt: skip
    by_lead = {row["lead"]: row for row in counted}
    kept = {
        row["department"]: row
        for row in promises.values("department").annotate(**promise_counts()).order_by()
    }
    found = []
    for department in Department.objects.filter(pk__in={*by_lead, *kept}).order_by("name"):
        row = dict.fromkeys(("led", "answered", "on_time", "overdue", "rated", "good"), 0)
        row |= dict.fromkeys(promise_counts(), 0)
        row |= by_lead.get(department.pk, {}) | kept.get(department.pk, {})
        row["judged"] = row["answered"] + row["overdue"]  # what is late counts, answered or not
        found.append({**row, "department": department})
    return found


def percent(part, whole) -> str:
    return f"{part * 100 / whole:.1f}%" if whole else "—"
