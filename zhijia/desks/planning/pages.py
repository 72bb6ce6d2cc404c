"""The year as a table, this month, the reading of a plan, the register."""

from collections import defaultdict
from functools import cache
from urllib.parse import urlencode

from django.apps import apps
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhijia.kernel import clock, measures
from zhijia.kernel.access import can
from zhijia.kernel.calendar import offers
from zhijia.kernel.periods import year_bounds
from zhijia.kernel.records import Record, metrics
from zhijia.kernel.refusals import Refused
from zhijia.ui.pages import Column, DetailPage, Filter, ListPage, badge_of
from zhijia.ui.views import need, visible

from . import (
    actions,
    forms,  # noqa: F401  registers the forms
    register_pages,
    summary_pages,
)
from .chapters import DOMAIN_NAMES, Function, domains_of
from .models import Link, Plan, PlanItem, Upload

# What is noted in the log for items of domains that have no place of their own for it.
KIND_OF = {
    "growth": "study", "contests": "contest", "honours": "honour",
    "congress": "democracy", "proposals": "democracy", "disclosure": "democracy",
    "voice": "democracy", "ballots": "democracy", "funds": "funds", "rights": "rights",
    "news": "publicity", "archive": "archive",
}  # fmt: skip


@cache
def done_at() -> dict[str, str]:
    """Domain → the address at which its items are acted on, as the apps themselves say."""
    found = {}
    for config in apps.get_app_configs():
        found |= getattr(config, "does", {})
    return found


def do_url(item) -> str:
    """Where to record this item, its title already filled in so that the record finds it."""
    today = clock.today()
    on = today if item.month_from <= today.month <= item.month_to else item.due
    given = {"title": item.title, "on": min(on, today).isoformat()}
    if there := done_at().get(item.domain):
        return f"{there}{'&' if '?' in there else '?'}{urlencode(given)}"
    return f"/worklog/event/log/?{urlencode(given | {'kind': KIND_OF.get(item.domain, 'other')})}"


@login_required
@require_GET
def year_table(request):
    """The year as everybody knows it: twelve months, each with its items and their states."""
    org = need(request, "planning.see")
    plan = Plan.objects.of(org).filter(year=request.year).first()
    items = list(PlanItem.objects.of(org).filter(year=request.year).select_related("owner"))
    today = clock.today()
    months = defaultdict(list)
    for item in items:
        late = item.state == "open" and item.due < today
        months[item.month_from].append((item, "late" if late else item.state))
    rows = [
        {
            "month": m, "items": months[m], "now": (request.year, m) == (today.year, today.month),
            "done": sum(i.state == "done" for i, _s in months[m]),
        }
        for m in range(1, 13)
    ]  # fmt: skip
    done = sum(i.state == "done" for i in items)
    context = {
        "plan": plan, "months": rows, "total": len(items), "done": done,
        "due": [i for i in items if i.state == "open" and i.month_from <= today.month][:8]
        if request.year == today.year else [],
        "stats": year_stats(org, request.year), "may_edit": can(request.person, "planning.edit", org),
    }  # fmt: skip
    return render(request, "planning/year.html", context)


STATS = ("care.visits", "gatherings.person_times", "committees.meetings", "care.spent")


def year_stats(org, year):
    now = measures.totals(org, *year_bounds(year), STATS)
    before = measures.totals(org, *year_bounds(year - 1), STATS)
    return [
        (metrics[c], now[c], before[c]) for c in STATS if c in metrics and (now[c] or before[c])
    ]


@login_required
@require_GET
def month_list(request):
    """What to do this month, what was left behind, and what the calendar says."""
    org = need(request, "planning.see")
    today = clock.today()
    rows = PlanItem.objects.of(org).filter(year=today.year).select_related("owner")
    this = [i for i in rows if i.month_from <= today.month <= i.month_to]
    behind = [i for i in rows if i.month_to < today.month and i.state == "open"]
    titles = {i.title for i in rows}
    duties = [
        d for d in offers(today.year)
        if d.months[0] <= today.month <= d.months[1] and d.title not in titles
    ]  # fmt: skip
    context = {
        "today": today, "this": this, "behind": behind, "duties": duties,
        "may_edit": can(request.person, "planning.edit", org),
    }  # fmt: skip
    return render(request, "planning/month.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def review(request, pk):
    """What was read, side by side with the source, to be corrected before anything is saved."""
    upload = visible(request, Upload, pk)
    if request.method == "POST":
        return save_review(request, upload)
    rows = [
        {"title": i["title"], "month_from": i["month"][0],
         "month_to": i["month"][1] if i["month"][1] >= i["month"][0] else 12,
         "domain": i["domain"], "line": i["source_line"]}
        for i in upload.reading["items"]
    ]  # fmt: skip
    title, year = upload.reading["title"], upload.year
    return render(request, "planning/review.html", review_context(upload, rows, [], title, year))


def save_review(request, upload):
    """Save the corrected items, or show them again with what is wrong; nothing typed is lost."""
    rows, wrong = read_rows(request.POST)
    year, title = request.POST.get("year", "").strip(), request.POST.get("title", "").strip()[:120]
    if not (year.isdigit() and 2000 <= int(year) <= 2100):
        wrong.append(_("年度要写成四位数字，如 %d。") % clock.today().year)
    if not wrong:
        try:
            given = {"year": int(year), "title": title or upload.name, "items": rows}
            plan = actions.save_plan(upload, by=request.person, **given)
            words = _("已存为%(year)s年计划，新增 %(n)s 项。") % {"year": year, "n": plan.added}
            messages.success(request, words)
            return redirect(f"/planning/year/?year={plan.year}")
        except Refused as no:
            wrong = [str(no)]
    context = review_context(upload, rows, wrong, title, year)
    return render(request, "planning/review.html", context, status=422)


def review_context(upload, rows, wrong, title, year):
    marked = {row.get("line") for row in rows}
    lines = [(n, text, n in marked) for n, text in enumerate(upload.lines, 1)]
    return {
        "upload": upload, "reading": upload.reading, "rows": rows, "lines": lines, "wrong": wrong,
        "months": range(1, 13), "domains": DOMAIN_NAMES.items(), "title": title, "for_year": year,
    }  # fmt: skip


def read_rows(post):
    """The corrected items of the review form; (rows, what is wrong with them)."""
    rows, wrong = [], []
    titles = post.getlist("item")
    fields = zip(
        titles, post.getlist("from"), post.getlist("to"), post.getlist("domain"), strict=False
    )
    dropped = set(post.getlist("drop"))
    for number, (title, first, last, domain) in enumerate(fields, 1):
        title = title.strip()
        if not title or str(number) in dropped:
            continue
        if not (first.isdigit() and last.isdigit() and 1 <= int(first) <= int(last) <= 12):
            wrong.append(_("第 %d 项的月份不对：结束月份不能早于开始月份。") % number)
            first = last = first if first.isdigit() else "1"
        row = {"title": title[:200], "month_from": int(first), "month_to": int(last)}
        rows.append(row | {"domain": domain if domain in DOMAIN_NAMES else "worklog"})
    return rows, wrong


@login_required
@require_http_methods(["GET", "POST"])
def offered(request, pk):
    """Items to take: duties and festivals of the calendar, last year's plan and records."""
    plan = visible(request, Plan, pk)
    if not can(request.person, "planning.edit", plan):
        raise Http404
    groups = offer_groups(plan)
    if request.method == "POST":
        chosen = set(request.POST.getlist("take"))
        rows = [row for _label, offered_ in groups for key, row, _why in offered_ if key in chosen]
        actions.take_offers(plan, by=request.person, rows=rows)
        messages.success(request, _("已采用 %d 项。") % len(rows))
        return redirect(f"/planning/year/?year={plan.year}")
    return render(request, "planning/offers.html", {"plan": plan, "groups": groups})


def offer_groups(plan):
    """[(label, [(key, row, why)])] without what the plan already holds."""
    have = set(plan.items.values_list("title", flat=True))
    calendar = [
        (f"c{n}", item_row(d.title, d.months, d.domain), d.why or d.source)
        for n, d in enumerate(offers(plan.year))
        if d.title not in have
    ]
    before = PlanItem.objects.of(plan.org).filter(year=plan.year - 1)
    last = [
        (f"p{i.pk}", item_row(i.title, (i.month_from, i.month_to), i.domain),
         _("上年%s") % i.get_state_display())
        for i in before
        if i.title not in have
    ]  # fmt: skip
    known = have | {row["title"] for _k, row, _w in last}
    did = Record.objects.of(plan.org).filter(
        on__range=year_bounds(plan.year - 1), stage="done", topic__startswith="worklog."
    )
    done = {}
    for title, on in did.order_by("on").values_list("title", "on")[:200]:
        if title not in known and title not in done:
            done[title] = (
                f"r{len(done)}",
                item_row(title, (on.month, on.month), "worklog"),
                _("上年做过"),
            )
    groups = [
        (_("上年计划"), last),
        (_("上年做过的"), list(done.values())[:40]),
        (_("节日与职责"), calendar),
    ]
    return [(label, rows) for label, rows in groups if rows]


def item_row(title, months, domain):
    return {"title": title, "month_from": months[0], "month_to": months[1], "domain": domain}


ListPage(
    Plan,
    _("历年计划"),
    [
        Column(_("计划"), lambda p: p.title),
        Column(_("年度"), lambda p: p.year),
        Column(_("状态"), badge_of, "badge"),
    ],
    rows=lambda rows, request: rows.of(request.org),
    empty=_("还没有计划。可以读入一份文件，也可以新编一份。"),
)


ListPage(
    PlanItem,
    _("计划项"),
    [
        Column(_("事项"), lambda i: i.title),
        Column(_("时间"), lambda i: i.months),
        Column(_("类别"), lambda i: DOMAIN_NAMES.get(i.domain, "")),
        Column(_("负责人"), lambda i: i.owner.name if i.owner else ""),
        Column(_("状态"), badge_of, "badge"),
    ],
    rows=lambda rows, request: rows.of(request.org).filter(year=request.year).select_related("owner"),
    search=lambda rows, words: rows.filter(title__contains=words),
    filters=[
        Filter("state", _("状态"), lambda org: PlanItem.State.choices,
               lambda rows, v: rows.filter(state=v)),
        Filter("function", _("职能"), lambda org: Function.choices,
               lambda rows, v: rows.filter(Q(function=v) | Q(function="", domain__in=domains_of(v)))),
    ],
    empty=_("这一年还没有计划项。"),
)  # fmt: skip

ListPage(
    Upload,
    _("读入的文件"),
    [
        Column(_("文件"), lambda u: u.name),
        Column(_("年度"), lambda u: u.year),
        Column(_("读入"), lambda u: u.created, "date"),
        Column(
            _("结果"),
            lambda u: ("done", _("已存为计划")) if u.plan_id else ("due", _("待核对")),
            "badge",
        ),
    ],
    rows=lambda rows, request: rows.of(request.org).defer("reading", "lines"),
    empty=_("还没有读入过文件。"),
)


def day(value):
    return f"{value.year}年{value.month}月{value.day}日" if value else ""


DetailPage(
    Plan,
    title=str,
    facts=lambda p, person: [
        (_("年度"), f"{p.year}年"),
        (_("年度主题"), p.theme),
        (_("分项目标"), p.goals),
        (_("党支部同意"), day(p.agreed_on)),
        (_("委员会通过"), day(p.adopted_on)),
        (_("来自文件"), "、".join(u.name for u in p.uploads.all())),
    ],
    template="planning/plan.html",
    more=lambda p, person: {"items": p.items.select_related("owner")},
)


def item_facts(i, person):
    words = metrics[i.metric].label if i.metric in metrics else _("有对应记录即办结")
    unit = metrics[i.metric].unit if i.metric in metrics else _("条")
    return [
        (_("时间"), f"{i.year}年{i.months}"),
        (_("类别"), DOMAIN_NAMES.get(i.domain, i.domain)),
        (_("职能"), Function(i.serves).label if i.serves else ""),
        (_("用什么衡量"), words),
        (_("进度"), f"{i.attained.normalize():f} / {i.target.normalize():f} {unit}"),
        (_("负责人"), i.owner.name if i.owner else ""),
        (_("预算"), f"¥{i.budget:,.2f}" if i.budget is not None else ""),
        (_("原因"), i.reason),
        (_("来自上年"), i.carried_from.title if i.carried_from else ""),
    ]


def item_more(item, person):
    links = Link.objects.filter(item=item, refused=False)
    latest = links.order_by("-record__on", "-record").values_list("record", flat=True)[:50]
    linked = Record.objects.in_bulk([pk for pk in latest if pk])
    return {
        "linked": list(linked.values()), "count": links.count(), "do_url": do_url(item),
        "others": others_for(item, links) if can(person, "planning.link", item) else [],
        "hide_record": True,
    }  # fmt: skip


def others_for(item, links) -> list:
    """The latest done records of the year that do not serve the item yet."""
    rows = Record.objects.of(item.org).filter(on__range=year_bounds(item.year), stage="done")
    rows = rows.exclude(kind__in=("planning.item", "people.membership"))
    newest = list(rows.order_by("-on")[:200])
    serving = set(links.filter(record__in=newest).values_list("record", flat=True))
    return [record for record in newest if record.pk not in serving][:50]


DetailPage(PlanItem, title=str, facts=item_facts, template="planning/item.html", more=item_more,
           related=("owner", "carried_from"))  # fmt: skip


@login_required
@require_POST
def link_record(request, pk, off=False):
    """Link a record to an item by hand, or take a link away."""
    item = visible(request, PlanItem, pk)
    record = Record.objects.of(item.org).filter(pk=request.POST.get("record") or 0).first()
    if record is None or not can(request.person, "planning.link", item):
        raise Http404
    (actions.unlink if off else actions.link)(item, by=request.person, record=record)
    return redirect(f"/planning/planitem/{pk}/")


urlpatterns = [
    path("planning/year/", year_table, name="year"),
    path("planning/month/", month_list, name="month"),
    path("planning/upload/<int:pk>/", review, name="review"),
    path("planning/plan/<int:pk>/offers/", offered, name="offers"),
    path("planning/planitem/<int:pk>/link/", link_record, name="link"),
    path("planning/planitem/<int:pk>/unlink/", link_record, {"off": True}, name="unlink"),
    *register_pages.urlpatterns,
    *summary_pages.urlpatterns,
]
