"""The pages of care: occasions, visits, and the month at a glance."""

from datetime import date, timedelta

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import Http404
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext_lazy as _

from zhijia.kernel import clock
from zhijia.kernel.access import can
from zhijia.kernel.money import yuan
from zhijia.kernel.people import Person
from zhijia.kernel.periods import year_bounds
from zhijia.kernel.privacy import look
from zhijia.ui.pages import Column, DetailPage, Filter, ListPage, badge_of

from . import forms  # noqa: F401  registers the forms
from .models import Kind, Occasion, Visit


def by_name(prefix):
    def search(rows, words):
        people = Person.objects.all().named(words)
        return rows.filter(**{f"{prefix}__in": people.values("pk")})

    return search


def states(model):
    return Filter(
        "state", "状态", lambda org: model.State.choices, lambda rows, v: rows.filter(state=v)
    )


KINDS = Filter("kind", "情形", lambda org: Kind.choices, lambda rows, v: rows.filter(kind=v))

ListPage(
    Occasion,
    _("关爱事项"),
    [
        Column(_("事项"), lambda o: str(o)),
        Column(_("日期"), lambda o: o.on, "date"),
        Column(_("报告人"), lambda o: o.reported_by.name),
        Column(_("状态"), badge_of, "badge"),
    ],
    rows=lambda rows, request: (
        rows.of(request.org)
        .filter(on__range=year_bounds(request.year))
        .select_related("person", "reported_by")
    ),
    search=by_name("person"),
    filters=[KINDS, states(Occasion)],
    empty=_("本年还没有关爱事项。谁家有事，报一声，工会去看。"),
)


def occasion_facts(o, person):
    if o.detail:
        look(person, o.person, "情况说明", o)
    return [
        (_("教职工"), o.person.name),
        (_("情形"), o.words),
        (_("发生日期"), f"{o.on.year}年{o.on.month}月{o.on.day}日"),
        (_("报告人"), o.reported_by.name),
        (_("情况说明"), o.detail),
        (_("再次慰问说明"), o.again),
    ]


DetailPage(
    Occasion,
    title=str,
    facts=occasion_facts,
    template="care/occasion.html",
    more=lambda o, person: {"visits": o.visits.all().visible_to(person)},
)

ListPage(
    Visit,
    _("走访慰问"),
    [
        Column(_("慰问"), lambda v: v.words),
        Column(_("对象"), lambda v: "、".join(p.name for p in v.recipients.all()[:3])
               + (f"等{len(v.recipients.all())}人" if len(v.recipients.all()) > 3 else "")),
        Column(_("日期"), lambda v: v.on, "date"),
        Column(_("走访人"), lambda v: "、".join(p.name for p in v.visitors.all())),
        Column(_("金额"), lambda v: v.amount, "money"),
        Column(_("状态"), badge_of, "badge"),
    ],
    rows=lambda rows, request: rows.of(request.org)
    .filter(on__range=year_bounds(request.year))
    .select_related("occasion")
    .prefetch_related("recipients", "visitors"),
    search=lambda rows, words: rows.filter(
        recipients__in=Person.objects.all().named(words).values("pk")
    ).distinct(),
    filters=[KINDS, states(Visit)],
    empty=_("本年还没有走访慰问。"),
)  # fmt: skip


def visit_facts(v, person):
    for other in v.recipients.all():
        if v.note or v.thanks or v.followed:
            look(person, other, "走访情况", v)
    goods = f"（{v.goods}）" if v.goods else ""
    return [
        (_("慰问对象"), "、".join(p.name for p in v.recipients.all())),
        (_("走访日期"), f"{v.on.year}年{v.on.month}月{v.on.day}日"),
        (_("走访人"), "、".join(p.name for p in v.visitors.all())),
        (_("形式"), f"{v.get_form_display()}{goods}"),
        (_("金额"), f"¥{yuan(v.amount)}"),
        (_("执行标准"), v.rule),
        (_("超标准理由"), v.over),
        (_("批准人"), v.approved_by.name if v.approved_by else ""),
        (_("走访情况"), v.note),
        (_("本人反馈"), v.thanks),
        (_("回访日期"), f"{v.follow_up:%Y-%m-%d}" if v.follow_up else ""),
        (_("回访情况"), v.followed),
    ]


DetailPage(Visit, title=lambda v: v.words, facts=visit_facts)


@login_required
def month(request):
    """本月五必访: what was reported and not yet visited, retirements and birthdays of the month."""
    org, today = request.org, clock.today()
    if not org or not can(request.person, "care.arrange", org):
        raise Http404
    rows = Occasion.objects.of(org).visible_to(request.person).select_related("person", "org")
    first, following = month_bounds(today)
    members = Person.objects.members_of(org)
    context = {
        "month": today,
        "waiting": rows.open(),
        "going": Visit.objects.of(org).to_make().select_related("occasion__person"),
        "retiring": members.filter(retires__gte=first, retires__lt=following).exclude(
            pk__in=rows.filter(kind=Kind.RETIREMENT).values("person")
        ),
        "birthdays": members.filter(birthday__month=today.month).order_by("birthday__day"),
        "greeted": Visit.objects.of(org)
        .filter(Q(kind=Kind.BIRTHDAY), on__gte=first, on__lt=following)
        .exclude(state=Visit.State.CANCELLED)
        .exists(),
        "after": Visit.objects.of(org).to_follow_up(following).select_related("occasion__person"),
    }
    return render(request, "care/month.html", context)


def month_bounds(day) -> tuple[date, date]:
    """The first day of the month, and the first of the next."""
    first = day.replace(day=1)
    return first, (first + timedelta(days=32)).replace(day=1)


urlpatterns = [path("care/month/", month, name="care-month")]
