"""Receptions, bookings and what was raised."""

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from zhijia.kernel.access import can
from zhijia.kernel.periods import year_bounds
from zhijia.ui import papers
from zhijia.ui.pages import Column, DetailPage, Filter, ListPage, badge_of
from zhijia.ui.views import need

from ..clocks import due_badge
from ..documents import call_register
from ..models import Booking, Issue, Reception

ListPage(
    Reception,
    _("接待与座谈"),
    [
        Column(_("主题"), lambda r: r.title),
        Column(_("形式"), lambda r: r.get_kind_display()),
        Column(_("日期"), lambda r: r.on, "date"),
        Column(_("主持人"), lambda r: r.host.name),
        Column(_("状态"), badge_of, "badge"),
    ],
    rows=lambda rows, request: rows.of(request.org).select_related("host"),
    search=lambda rows, words: rows.filter(title__contains=words),
    filters=[
        Filter("kind", "形式", lambda org: Reception.Kind.choices, lambda rows, v: rows.filter(kind=v)),
        Filter("state", "状态", lambda org: Reception.State.choices, lambda rows, v: rows.filter(state=v)),
    ],
    empty=_("还没有安排接待或座谈。"),
)  # fmt: skip


def more(reception, person):
    taken = Count("bookings", filter=Q(bookings__state="booked"))
    bookings = Booking.objects.filter(reception=reception).visible_to(person)
    return {
        "slots": [(s, s.taken_, s.seats - s.taken_) for s in reception.slots.annotate(taken_=taken)],
        "bookings": list(bookings.select_related("person", "slot").order_by("slot__starts", "pk")),
        "issues": list(Issue.objects.filter(reception=reception).select_related("handler")),
        "host": reception.host_id == person.pk,
    }  # fmt: skip


DetailPage(
    Reception,
    title=str,
    facts=lambda r, person: [
        (_("形式"), r.get_kind_display()), (_("日期"), f"{r.on}"), (_("地点"), r.place),
        (_("主持人"), str(r.host)), (_("调研方法"), r.method), (_("参加人数"), r.people or ""),
        (_("情况"), r.summary), (_("调研报告"), r.report),
        (_("报送"), f"{r.submitted_to}　{r.submitted}" if r.submitted else ""),
        (_("记录"), r.note),
    ],
    template="voice/reception.html",
    more=more,
    related=("host",),
)  # fmt: skip

DetailPage(
    Booking,
    title=str,
    facts=lambda b, person: [
        (_("时间"), f"{b.reception.on} {b.slot}"), (_("地点"), b.reception.place),
        (_("预约人"), str(b.person)), (_("想谈什么"), b.topic),
    ],
    template="voice/booking.html",
    related=("reception", "slot", "person"),
)  # fmt: skip


def clock_of(issue):
    return due_badge(issue.due, issue.state != Issue.State.DONE)


def knows_caller(issue, person) -> bool:
    powers = ("voice.settle", "voice.receive")
    return person.pk == issue.caller_id or any(can(person, power, issue) for power in powers)


ListPage(
    Issue,
    _("提出的问题"),
    [
        Column(_("问题"), lambda i: i.text),
        Column(_("责任"), lambda i: i.department or i.handler.name),
        Column(_("提出"), lambda i: i.raised, "date"),
        Column(_("期限"), clock_of, "badge"),
        Column(_("状态"), badge_of, "badge"),
    ],
    rows=lambda rows, request: rows.of(request.org).select_related("handler"),
    search=lambda rows, words: rows.filter(text__contains=words),
    filters=[
        Filter("state", "状态", lambda org: Issue.State.choices, lambda rows, v: rows.filter(state=v)),
        Filter("from", "来自", lambda org: [("phone", _("来电"))], lambda rows, v: rows.filter(by_phone=True)),
    ],
    empty=_("还没有记下的问题。座谈会、问卷和电话里提出来的，都在这里跟到解决。"),
    template="voice/issues.html",
)  # fmt: skip

DetailPage(
    Issue,
    title=str,
    facts=lambda i, person: [
        (_("来自"), _("来电") if i.by_phone else str(i.reception or i.survey or "")),
        (_("来电人"), str(i.caller) if i.caller and knows_caller(i, person) else ""),
        (_("责任部门"), i.department),
        (_("责任人"), str(i.handler)), (_("提出"), f"{i.raised}"), (_("期限"), f"{i.due}"),
        (_("改进措施"), i.measure), (_("答复"), i.answer),
        (_("用时"), _("%d 个工作日") % i.days_taken if i.by_phone and i.answered else ""),
        (_("回访"), i.get_grade_display()), (_("落实情况"), i.result),
    ],
    more=lambda i, person: {} if knows_caller(i, person) or not i.caller_id else {"steps": ()},
    related=("handler", "reception", "survey", "caller"),
)  # fmt: skip


@login_required
@require_GET
def calls(request, year):
    """会员来电登记表 of a year, for those who may note calls down."""
    org = need(request, "voice.receive")
    return papers.answer(call_register(org, *year_bounds(year)), "xlsx", f"{year}年会员来电登记表")


urlpatterns = [path("voice/calls/<int:year>.xlsx", calls, name="call-register")]
