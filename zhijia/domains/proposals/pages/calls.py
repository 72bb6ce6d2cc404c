"""Calls, departments, promises."""

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from zhijia.kernel.access import can
from zhijia.ui.pages import Column, DetailPage, Filter, ListPage, badge_of

from ..figures import figures_of
from ..models import Call, Department, Promise, Proposal

ListPage(
    Call,
    _("提案征集"),
    [
        Column(_("名称"), lambda c: c.title),
        Column(_("届次"), lambda c: c.session),
        Column(_("开始"), lambda c: c.opens, "date"),
        Column(_("截止"), lambda c: c.closes or _("常年"), "text"),
        Column(_("收到"), lambda c: c.count_ or "", "number"),
    ],
    rows=lambda rows, request: (
        rows.of(request.org)
        .annotate(count_=Count("proposals", filter=Q(proposals__submitted__isnull=False)))
        .order_by("-opens", "-pk")
    ),
    empty=_("还没有征集过提案。"),
)


def meeting_of(call) -> str:
    """The session it collects for; its day only once it is called."""
    if call.meeting is None:
        return ""
    return str(call.meeting) + (
        f"（{call.meeting.on}）" if call.meeting.state != "preparing" else ""
    )


DetailPage(
    Call,
    title=str,
    facts=lambda c, person: [
        (_("届次"), c.session),
        (_("会议"), meeting_of(c)),
        (_("时间"), f"{c.opens} 至 {c.closes or '常年'}"),
        (_("报告"), _("已列入“%s”的议程") % c.report_item.session if c.report_item else ""),
        (_("征集说明"), c.notice),
    ],
    related=("meeting", "report_item__session"),
    template="proposals/call.html",
    more=lambda c, person: {
        "figures": figures_of(c),
        "writes": c.running and can(person, "proposals.propose", c),
        "polls": list(c.polls.all()),
    },
)

ListPage(
    Department,
    _("承办部门"),
    [
        Column(_("部门"), lambda d: d.name),
        Column(_("负责人"), lambda d: d.head.name),
        Column(_("分管校领导"), lambda d: d.leader.name if d.leader else ""),
        Column(_("状态"), badge_of, "badge"),
    ],
    rows=lambda rows, request: rows.of(request.org).select_related("head", "leader"),
    empty=_("先登记承办部门，提案才能交办。"),
)

DetailPage(
    Department,
    title=str,
    facts=lambda d, person: [
        (_("负责人"), d.head.name),
        (_("分管校领导"), d.leader.name if d.leader else _("校长审签")),
        (_("职责并入"), str(d.successor) if d.successor else ""),
    ],
    related=("head", "leader", "successor"),
    template="proposals/department.html",
    more=lambda d, person: {
        "parts": d.assignments.filter(
            ended=None, proposal__in=Proposal.objects.visible_to(person).values("pk")
        ).select_related("proposal").order_by("-pk")[:50]
    },
)  # fmt: skip

ListPage(
    Promise,
    _("承诺落实"),
    [
        Column(_("承诺"), lambda p: p.text),
        Column(_("部门"), lambda p: p.department.name),
        Column(_("期限"), lambda p: p.due, "date"),
        Column(_("提案"), lambda p: p.proposal.number),
        Column(_("状态"), lambda p: promise_badge(p), "badge"),
    ],
    rows=lambda rows, request: rows.of(request.org).select_related("department", "proposal"),
    search=lambda rows, words: rows.filter(text__contains=words),
    filters=[
        Filter("state", "状态", lambda org: Promise.State.choices, lambda rows, v: rows.filter(state=v)),
        Filter("department", "部门",
               lambda org: Department.objects.of(org).values_list("pk", "name"),
               lambda rows, v: rows.filter(department=v)),
    ],
    empty=_("答复中还没有承诺事项。"),
)  # fmt: skip


def promise_badge(promise):
    return ("late", _("逾期未兑现")) if promise.overdue else badge_of(promise)


DetailPage(
    Promise,
    title=str,
    facts=lambda p, person: [
        (_("部门"), p.department.name),
        (_("期限"), f"{p.due}" + (_("（最初 %s）") % p.first_due if p.due != p.first_due else "")),
        (_("落实情况"), p.evidence),
        (_("报告日期"), p.reported or ""),
        (_("年末自查"), p.checked or (_("请在 %s 前填写") % p.check_due if p.check_due else "")),
    ],
    related=("department__head", "proposal"),
    template="proposals/promise.html",
)
