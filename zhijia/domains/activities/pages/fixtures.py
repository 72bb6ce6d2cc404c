"""One match, one competitor, the big screen, and the contests of an activity."""

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from zhijia.kernel import clock
from zhijia.kernel.access import can
from zhijia.kernel.periods import year_bounds
from zhijia.ui.pages import Column, DetailPage, Filter, ListPage, badge_of
from zhijia.ui.views import visible

from ..contests import marking, ranking, scores, showing
from ..contests.board import board_of
from ..fixtures import Sizes
from ..models import Activity, Competitor, Contest, Fixture

NEXT, LATEST, LONG = 2, 8, 10  # matches to come on a court, results just in, lines of a round
SMALL = 16  # lines of a bracket that a screen shows as a whole
SCREEN = Sizes(width=190, height=56, across=26, between=14)


def contests_of(org):
    return Contest.objects.of(org).order_by("-pk").values_list("pk", "title")[:200]


def of_contest():
    return Filter("contest", _("项目"), contests_of, lambda rows, v: rows.filter(contest=v))


def of_year(rows, request):
    rows = rows.of(request.org).filter(contest__activity__on__range=year_bounds(request.year))
    return rows.select_related("contest")


ListPage(
    Fixture,
    _("场次"),
    [
        Column(_("场次"), lambda f: f"{f.contest.title} {f.number}"),
        Column(_("阶段"), lambda f: f.stage),
        Column(_("对阵"), lambda f: f"{f.home or _('待定')} — {f.away or _('待定')}"),
        Column(_("时间"), lambda f: f.when),
        Column(_("场地"), lambda f: f.court),
        Column(_("结果"), scores.words),
        Column(_("状态"), badge_of, "badge"),
    ],
    rows=lambda rows, request: (
        of_year(rows, request)
        .select_related("contest", "home", "away")
        .order_by("-contest__activity__on", "contest", "number")
    ),
    search=lambda rows, words: rows.filter(
        Q(home__name__contains=words) | Q(away__name__contains=words)
    ),
    filters=[of_contest()],
    empty=_("本年还没有排出场次。"),
)


def fixture_facts(f, person):
    return [
        (_("项目"), f.contest.title),
        (_("活动"), f.contest.activity.title),
        (_("阶段"), f.stage),
        (_("对阵"), f"{f.home or _('待定')} — {f.away or _('待定')}"),
        (_("时间"), f.when),
        (_("场地"), f.court),
        (_("结果"), scores.words(f)),
        (_("登记人"), f.scored_by.name if f.scored_by else ""),
    ]


DetailPage(
    Fixture,
    title=str,
    facts=fixture_facts,
    template="activities/fixture.html",
    related=("contest__activity", "home", "away", "scored_by"),
)

ListPage(
    Competitor,
    _("参赛者"),
    [
        Column(_("参赛者"), lambda c: c.name),
        Column(_("项目"), lambda c: c.contest.title),
        Column(_("组别或单位"), lambda c: c.unit),
        Column(_("名次"), lambda c: c.rank_words),
        Column(_("状态"), badge_of, "badge"),
    ],
    rows=lambda rows, request: of_year(rows, request).order_by(
        "-contest__activity__on", "contest", "pool", "order", "pk"
    ),
    search=lambda rows, words: rows.filter(Q(name__contains=words) | Q(unit__contains=words)),
    filters=[of_contest()],
    empty=_("本年还没有人参赛。"),
)


def competitor_facts(c, person):
    setup = c.contest.setup
    marks = "、".join(marking.shown(a, setup) or "×" for a in c.attempts)
    return [
        (_("项目"), c.contest.title),
        (_("组别或单位"), c.unit),
        (_("成员"), c.members),
        (_("种子"), c.seeding),
        (_("小组"), _("%s组") % c.pool if c.pool else ""),
        (_("签位"), c.order),
        (_("成绩"), marks or (c.get_status_display() if c.status else "")),
        (_("名次"), c.rank_words),
        (_("推荐参加"), c.nominated),
        *comments_of(c, person),
    ]


def comments_of(c, person) -> list:
    """What judges and those who sat in said: for who organises, and for those it is about."""
    if not c.comments or not (
        can(person, "activities.organise", c) or c.people.filter(pk=person.pk).exists()
    ):
        return []
    return [(_("%s的评语") % one["by"], one["words"]) for one in c.comments]


DetailPage(
    Competitor,
    title=lambda c: c.name,
    facts=competitor_facts,
    template="activities/competitor.html",
    related=("contest__activity",),
)


@login_required
@require_GET
def screen(request, pk):
    """For the hall: what is played where and what comes next, the table, bracket or places."""
    contest = visible(request, Contest, pk, ("activity",))
    board = board_of(contest)
    context = {
        "contest": contest, "courts": courts_now(board), "now": timezone.localtime(clock.now()),
        "latest": latest(board), "columns": showing.columns_of(contest),
    }  # fmt: skip
    if contest.is_marked:
        context["marks"] = showing.mark_rows(board)[:20]
    elif contest.state == Contest.State.FINISHED:
        context["ranked"] = [one for one in ranking.ranking(board) if one.rank][:12]
    elif board.has_bracket and board.known:
        if board.bracket.size <= SMALL:
            context["svg"] = showing.drawing(board, SCREEN, two_sided=True, name=9)
        else:
            context["rounds"] = open_rounds(board)
    else:
        context["tables"] = [(t, showing.standing_rows(board, t)) for t in board.tables]
    template = "contest_board" if request.htmx else "screen"
    return render(request, f"activities/{template}.html", context)


def courts_now(board) -> list[tuple]:
    """(court, the match on it now or next, those after): the first not yet over, however late."""
    today = clock.today()
    lines = [
        line for f in board.fixtures
        if f.starts and f.state in ("ready", "waiting") and (line := showing.line_of(board, f)).at.date() == today
    ]  # fmt: skip
    lines.sort(key=lambda line: (line.fixture.starts, line.fixture.number))
    found = []
    for court in dict.fromkeys([*board.setup.courts, *(x.fixture.court for x in lines)]):
        there = [x for x in lines if x.fixture.court == court]
        if there:
            found.append((court, there[0], there[1 : 1 + NEXT]))
    return found


def latest(board) -> list:
    """The results that came last in the order of play."""
    over = [f for f in board.fixtures if f.has_result]
    over.sort(key=lambda f: (f.starts is not None, f.starts or 0, f.number))
    return [showing.line_of(board, f) for f in reversed(over[-LATEST:])]


def open_rounds(board) -> list:
    """The first round that is not over and what follows it, as much as a screen holds: what is
    still to be played comes first."""
    found = showing.rounds(board)
    still = [any(x.fixture.state in ("ready", "waiting") for x in lines) for _stage, lines in found]
    at = still.index(True) if True in still else len(found) - 1
    return [
        (stage, sorted(lines, key=lambda x: x.fixture.state in ("over", "idle"))[:LONG])
        for stage, lines in found[at : at + 2]
    ]


@login_required
@require_GET
def of_activity(request, pk):
    """The contests of an activity and the team points over them: a part of its page, or a page."""
    activity = visible(request, Activity, pk)
    rows = list(Contest.objects.filter(activity=activity).prefetch_related("competitors"))
    for contest in rows:
        contest.activity = activity
    context = {
        "activity": activity, "contests": [(c, winners(c)) for c in rows],
        "totals": ranking.totals(rows), "htmx": bool(request.htmx),
    }  # fmt: skip
    template = "contests_part" if request.htmx else "contests"
    return render(request, f"activities/{template}.html", context)


def winners(contest) -> str:
    """The names in the first three places."""
    ranked = sorted((c for c in contest.competitors.all() if c.rank), key=lambda c: c.rank)
    return "，".join(f"{c.rank_words} {c.name}" for c in ranked if c.rank <= 3)


urlpatterns = [
    path("activities/contest/<int:pk>/screen/", screen, name="contest-screen"),
    path("activities/activity/<int:pk>/contests/", of_activity, name="activity-contests"),
]
