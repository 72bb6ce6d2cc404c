"""Receptions, bookings and what was raised."""

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from zhijia.ui.pages import Column, DetailPage, Filter, ListPage, badge_of

from ..clocks import due_badge
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
        (_("主持人"), str(r.host)), (_("参加人数"), r.people or ""), (_("情况"), r.summary),
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
    ],
    empty=_("还没有记下的问题。座谈会和问卷里提出来的，都在这里跟到解决。"),
)  # fmt: skip

DetailPage(
    Issue,
    title=str,
    facts=lambda i, person: [
        (_("来自"), str(i.reception or i.survey or "")), (_("责任部门"), i.department),
        (_("责任人"), str(i.handler)), (_("提出"), f"{i.raised}"), (_("期限"), f"{i.due}"),
        (_("答复"), i.answer), (_("落实情况"), i.result),
    ],
    related=("handler", "reception", "survey"),
)  # fmt: skip
