"""The pages of the log: the year's events and one event."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhijia.kernel.money import yuan
from zhijia.kernel.people import Person
from zhijia.kernel.periods import year_bounds
from zhijia.ui.pages import Column, DetailPage, Filter, ListPage, badge_of

from . import forms  # noqa: F401  registers the forms
from .models import Event, Kind


def search(rows, words):
    people = Person.objects.all().named(words).values("pk")
    with_them = Event.people.through.objects.filter(person__in=people).values("event")
    return rows.filter(Q(title__icontains=words) | Q(pk__in=with_them))


ListPage(
    Event,
    _("工作纪事"),
    [
        Column(_("事项"), lambda e: e.title),
        Column(_("日期"), lambda e: e.on, "date"),
        Column(_("类别"), lambda e: e.get_kind_display()),
        Column(_("人次"), lambda e: e.person_times or "", "number"),
        Column(_("金额"), lambda e: e.money or "", "money"),
        Column(_("状态"), badge_of, "badge"),
    ],
    rows=lambda rows, request: rows.of(request.org).filter(on__range=year_bounds(request.year)),
    search=search,
    filters=[
        Filter("kind", _("类别"), lambda org: Kind.choices, lambda rows, v: rows.filter(kind=v)),
        Filter("state", _("状态"), lambda org: Event.State.choices,
               lambda rows, v: rows.filter(state=v)),
    ],
    empty=_("本年还没有工作纪事。办完一件事，三十秒记下来，台账和总结就都有了。"),
    importer="worklog",
)  # fmt: skip


def event_facts(e, person):
    return [
        (_("类别"), e.get_kind_display()),
        (_("日期"), e.days),
        (_("地点"), e.place),
        (_("人数"), f"{e.persons} 人" if e.persons else ""),
        (_("人次"), f"{e.person_times} 人次" if e.person_times else ""),
        (_("参加人"), "、".join(p.name for p in e.people.all())),
        (_("支出金额"), f"¥{yuan(e.money)}" if e.money else ""),
        (_("结果"), e.result),
        (_("荣誉级别"), e.get_level_display()),
        (_("登记人"), e.logged_by.name),
    ]


DetailPage(Event, title=lambda e: e.title, facts=event_facts)
