"""The pages of regular slots and of their days; the code to hang up at the door of a room."""

from django.contrib.auth.decorators import login_required
from django.db.models import Case, Count, F, Min, Q, Sum, When, prefetch_related_objects
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from zhijia.kernel import cards, clock
from zhijia.kernel.access import can
from zhijia.kernel.money import yuan
from zhijia.kernel.periods import year_bounds
from zhijia.ui.pages import Column, DetailPage, Filter, ListPage, badge_of
from zhijia.ui.views import visible

from ..actions.gatherings import why_not_arrive
from ..models import Gathering, Regular
from ..regular_days import doubts, left_out
from .clubs import day_words, of_club, states

AHEAD, BEHIND, LATE = 6, 8, 12  # days shown: still ahead, held, not noted
OFTEN = 24  # names shown of those who came most


def in_year(rows, year):
    start, end = year_bounds(year)
    return rows.filter(first__lte=end, last__gte=start)


def with_next(rows):
    today = Q(gatherings__state="planned", gatherings__on__gte=clock.today())
    rows = rows.annotate(next_=Min("gatherings__on", filter=today))
    return rows.order_by("-state", "title", "pk")


def short(day) -> str:
    return f"{day.month}月{day.day}日（周{'一二三四五六日'[day.weekday()]}）" if day else ""


SORTS = [("slot", _("固定活动")), ("room", _("开放场所"))]

ListPage(
    Regular,
    _("固定活动"),
    [
        Column(_("名称"), lambda r: r.title),
        Column(_("时间"), lambda r: r.when),
        Column(_("地点"), lambda r: r.place),
        Column(_("协会"), lambda r: r.club.name if r.club else ""),
        Column(_("负责人"), lambda r: r.leader.name),
        Column(_("下一次"), lambda r: short(r.next_)),
        Column(_("状态"), badge_of, "badge"),
    ],
    rows=lambda rows, request: with_next(
        in_year(rows.of(request.org), request.year)
    ).select_related("club", "leader"),
    search=lambda rows, words: rows.filter(title__contains=words),
    filters=[
        Filter("sort", _("类别"), lambda org: SORTS, lambda rows, v: rows.filter(room=v == "room")),
        of_club(),
        states(Regular),
    ],
    intro=_("双周五的工会活动、兴趣班、每天开放的健身房：定好一次，按校历排到学期末。"),
    empty=_("还没有固定活动。定一个大家都有空的时间，比办一场大活动更能把人聚起来。"),
)


def regular_facts(r, person):
    return [
        (_("时间"), r.when),
        (_("起止"), f"{day_words(r.first)} 至 {day_words(r.last)}"),
        (_("地点"), r.place),
        (_("协会"), r.club.name if r.club else _("本会会员都可以参加")),
        (_("负责人"), r.leader.name),
        (_("教练或主讲"), r.teacher),
        (_("设施器材"), r.equipment),
        (_("器材价值"), f"¥{yuan(r.worth)}" if r.worth else ""),
    ]


def regular_more(r, person) -> dict:
    """Today's tap, what is to be noted, what lies ahead, what is left out, what it came to."""
    today, days = clock.today(), Gathering.objects.filter(regular=r)
    leads = can(person, "activities.lead", r)
    late = days.planned().filter(on__lt=today) if leads and not r.room else days.none()
    ahead = days.planned().filter(on__gte=today).order_by("on")[: AHEAD + 1]
    now = days.filter(on=today).first()
    if now:
        now.regular = r
    return {
        "now": now, "why": why_not_arrive(now, person) if now else "", "leads": leads,
        "came": now is not None and now.people.filter(pk=person.pk).exists(),
        "late": list(late.order_by("on")[:LATE]), "ahead": [g for g in ahead if g != now][:AHEAD],
        "held": list(days.held().annotate(times_=times()).order_by("-on")[:BEHIND]), "sums": sums_of(days),
        "out": left_out(r, today), "doubts": doubts(r), "often": often(days) if leads else (),
    }  # fmt: skip


def times():
    """Person-times of a day, counted in the same statement."""
    return Count("people") + F("guests")


def sums_of(days) -> dict:
    """How often, how many person-times, how many different people."""
    held = days.held()
    named = Gathering.people.through.objects.filter(gathering__in=held.order_by().values("pk"))
    counts = held.aggregate(count=Count("pk"), guests=Sum("guests"), spent=Sum("spent"))
    named = named.aggregate(times=Count("pk"), people=Count("person", distinct=True))
    return counts | named | {"times": named["times"] + (counts["guests"] or 0)}


def often(days):
    """Who came how often, the most faithful first: for the leader alone."""
    rows = days.held().filter(people__isnull=False).order_by().values_list("people__name", "people")
    counted = rows.annotate(n=Count("pk")).order_by("-n", "people__pinyin")
    return [(name, n) for name, _pk, n in counted[:OFTEN]]


DetailPage(
    Regular,
    title=lambda r: r.title,
    facts=regular_facts,
    template="activities/regular.html",
    more=regular_more,
    related=("club", "leader"),
    apart=("settle",),
)


# --- the days -------------------------------------------------------------------------------------


def near(rows):
    """Today and what has been, the latest first; then what lies ahead, the next first."""
    ahead = Case(When(on__gt=clock.today(), then=F("on")))
    return rows.annotate(ahead_=ahead).order_by(F("ahead_").asc(nulls_first=True), "-on", "-pk")


ListPage(
    Gathering,
    _("固定活动日"),
    [
        Column(_("活动"), lambda g: g.title),
        Column(_("日期"), lambda g: short(g.on)),
        Column(_("内容"), lambda g: g.content or g.why),
        Column(_("人次"), lambda g: g.times_ or "", "number"),
        Column(_("支出"), lambda g: g.spent or "", "money"),
        Column(_("状态"), badge_of, "badge"),
    ],
    rows=lambda rows, request: near(
        rows.of(request.org).filter(on__range=year_bounds(request.year)).annotate(times_=times())
    ),
    search=lambda rows, words: rows.filter(Q(title__contains=words) | Q(content__contains=words)),
    filters=[
        Filter("regular", _("固定活动"),
               lambda org: Regular.objects.of(org).values_list("pk", "title"),
               lambda rows, v: rows.filter(regular=v)),
        states(Gathering),
    ],
    empty=_("本年还没有固定活动。"),
)  # fmt: skip


def gathering_facts(g, person):
    """In a room that stands open only the leader reads who came; the others read how many."""
    prefetch_related_objects([g], "people")
    named = not g.regular.room or can(person, "activities.lead", g)
    names = "、".join(p.name for p in g.people.all()) if named else ""
    return [
        (_("日期"), f"{short(g.on)} {g.regular.opens:%H:%M}–{g.regular.shuts:%H:%M}"),
        (_("地点"), g.regular.place),
        (_("协会"), g.regular.club.name if g.regular.club else ""),
        (_("内容"), g.content),
        (_("未开展原因"), g.why),
        (_("参加"), f"{g.heads} 人次" if g.heads else ""),
        (_("参加的人"), names),
        (_("未登记姓名"), f"{g.guests} 人" if g.guests else ""),
        (_("支出"), f"¥{yuan(g.spent)}" if g.spent else ""),
        (_("超预算理由"), g.over),
    ]


DetailPage(
    Gathering,
    title=lambda g: str(g),
    facts=gathering_facts,
    template="activities/regular_day.html",
    more=lambda g, person: {"came": any(p.pk == person.pk for p in g.people.all())},
    related=("regular__club", "regular__leader"),
    apart=("arrive",),
)


# --- the code at the door -------------------------------------------------------------------------


def led(request, pk):
    """The slot, for those who lead it; otherwise it does not exist."""
    regular = visible(request, Regular, pk, ("club",))
    if not can(request.person, "activities.lead", regular):
        raise Http404
    return regular


@login_required
@require_GET
def poster(request, pk):
    """A page to print and hang up: whoever reads the code comes to the slot's page and taps."""
    return render(request, "activities/regular_poster.html", {"regular": led(request, pk)})


@login_required
@require_GET
def poster_code(request, pk):
    there = request.build_absolute_uri(f"/activities/regular/{led(request, pk).pk}/")
    answer = HttpResponse(cards.picture(there), content_type="image/svg+xml")
    answer["Cache-Control"] = "private, max-age=600"
    return answer


urlpatterns = [
    path("activities/regular/<int:pk>/poster/", poster, name="regular-poster"),
    path("activities/regular/<int:pk>/poster.svg", poster_code, name="regular-poster-code"),
]
