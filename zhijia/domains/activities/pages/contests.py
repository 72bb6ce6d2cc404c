"""The pages of contests: the list, one contest, the sheet of its draw."""

from urllib.parse import quote

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from zhijia.kernel.access import can
from zhijia.kernel.actions import url_of
from zhijia.kernel.documents.models import Attachment
from zhijia.kernel.periods import year_bounds
from zhijia.ui.pages import Column, DetailPage, Filter, ListPage, badge_of
from zhijia.ui.views import visible

from ..contests import drawing, ranking, showing
from ..contests.board import board_of
from ..forms.remains import prize_line
from ..models import Activity, Competitor, Contest

AHEAD = 6  # matches shown first to who scores
AWARDED = 8  # places offered for prizes
LONGEST = 3000  # bytes of an address that every server takes


def in_year(rows, request):
    rows = rows.of(request.org).filter(activity__on__range=year_bounds(request.year))
    return (
        rows.select_related("activity")
        .annotate(count_=Count("competitors"))
        .order_by("-activity__on", "pk")
    )


ListPage(
    Contest,
    _("比赛项目"),
    [
        Column(_("项目"), lambda c: c.title),
        Column(_("活动"), lambda c: c.activity.title),
        Column(_("时间"), lambda c: c.activity.when),
        Column(_("赛制"), lambda c: c.form_words),
        Column(_("参赛"), lambda c: c.count_ or "", "number"),
        Column(_("状态"), badge_of, "badge"),
    ],
    rows=in_year,
    search=lambda rows, words: rows.filter(Q(title__contains=words) | Q(activity__title__contains=words)),
    filters=[
        Filter("activity", _("活动"),
               lambda org: Activity.objects.of(org).exclude(contests=None).distinct().values_list("pk", "title"),
               lambda rows, v: rows.filter(activity=v)),
        Filter("state", _("状态"), lambda org: Contest.State.choices,
               lambda rows, v: rows.filter(state=v)),
    ],
    empty=_("本年还没有比赛项目。在活动页面点“加比赛项目”，抽签、赛程、名次都由系统排好。"),
)  # fmt: skip


def contest_facts(c, person):
    board = board_of(c)
    return [
        (_("赛制"), c.form_words),
        (_("名次规则"), f"{c.rule.name}（{c.rule.source}）" if c.meets else ""),
        (_("参赛"), count_words(c, board)),
        (_("评委"), "、".join(c.setup.panel) if c.is_marked else ""),
        (_("评分项目"), "、".join(f"{name} {most} 分" for name, most in c.setup.items)),
        (_("推荐参加上级比赛"), nominees(board)),
        (_("上级比赛成绩"), "；".join(f"{s.contest} {s.result}".strip() for s in c.showings.all())),
        (_("团体计分"), "、".join(map(str, c.setup.scale))),
        (_("场地"), "、".join(c.setup.courts)),
        (_("每场"), _("%d 分钟") % c.setup.minutes if c.setup.courts else ""),
    ]


def nominees(board) -> str:
    """Who was put forward, and for what."""
    found = [c for c in board.competitors if c.nominated]
    return _("%(names)s（%(to)s）") % {
        "names": "、".join(c.name for c in found), "to": found[0].nominated,
    } if found else ""  # fmt: skip


def count_words(c, board) -> str:
    there, left = len(board.entered), len(board.competitors) - len(board.entered)
    words = f"{there} {'队' if c.teams else '人'}"
    return words + (_("，退赛 %d") % left if left else "")


def contest_more(c, person) -> dict:
    """Tables, bracket, timetable and places as they stand; what is mine; what I may enter."""
    board = board_of(c)
    mine = mine_in(c, person) if person else set()
    context = {
        "board": board, "scores": can(person, "activities.door", c) and c.state in ("drawn", "running"),
        "organises": can(person, "activities.organise", c), "columns": showing.columns_of(c),
        "tables": [(t, showing.standing_rows(board, t), showing.table_rounds(board, t)) for t in board.tables],
        "rounds": showing.rounds(board), "days": showing.days(board), "unplaced": showing.unplaced(board),
        "mine": [showing.line_of(board, f) for f in ahead(board) if {f.home_id, f.away_id} & mine],
    }  # fmt: skip
    if context["scores"]:
        context["ahead"] = [showing.line_of(board, f) for f in ahead(board)[:AHEAD]]
    if board.has_bracket:
        context |= {"svg": showing.drawing(board), "waits": getattr(board, "waits", "")}
    if c.is_marked:
        context |= {"marks": showing.mark_rows(board), "works": works_of(board.competitors)}
    if c.state == Contest.State.FINISHED:
        context["ranked"] = [o for o in ranking.ranking(board)]
        if context["organises"]:
            context |= award_offer(c, context["ranked"])
    return context


def ahead(board) -> list:
    """What can be played now, in the order of the timetable."""
    ready = [f for f in board.fixtures if f.state == "ready"]
    return sorted(ready, key=lambda f: (f.starts is None, f.starts or 0, f.number))


def mine_in(contest, person) -> set[int]:
    """The keys of the entries one is in."""
    rows = Competitor.people.through.objects.filter(competitor__contest=contest, person=person)
    return set(rows.values_list("competitor", flat=True))


def works_of(competitors) -> list:
    """(whose, photo) of the works on show, in one query."""
    by_pk = {c.pk: c for c in competitors}
    rows = Attachment.objects.filter(
        source=Competitor._meta.label_lower, source_id__in=list(by_pk), kind=Attachment.Kind.PHOTO
    )
    return [(by_pk[photo.source_id], photo) for photo in rows]


def award_offer(contest, ranked) -> dict:
    """The places as lines of the form of prizes, below those it has already; as an address where
    that is short enough, else to be copied."""
    activity = contest.activity
    if activity.state not in (Activity.State.OPEN, Activity.State.CLOSED, Activity.State.DONE):
        return {}
    have = [prize_line(p) for p in activity.prizes.select_related("person")]
    fresh = [
        f"{contest.title}{one.words}｜{one.competitor.name}｜｜0｜{len(one.competitor.members.split('、'))}"
        for one in ranked
        if one.rank and one.rank <= AWARDED
    ]
    text = "\n".join([*have, *(line for line in fresh if line not in have)])
    there = f"{url_of(activity)}award/?prizes={quote(text)}"
    return {"award": there if len(there) <= LONGEST else "", "award_lines": fresh}


DetailPage(
    Contest,
    title=lambda c: c.title,
    facts=contest_facts,
    template="activities/contest.html",
    more=contest_more,
    related=("activity", "activity__organiser"),
    apart=("enter", "enter_signups", "cast_lots", "reopen"),
)


@login_required
@require_GET
def sheet(request, pk, form=""):
    """The seed, every entry with its digest, and where the draw put it: for anybody to recompute."""
    contest = visible(request, Contest, pk, ("activity",))
    if not contest.seed:
        raise Http404
    board = board_of(contest)
    lines = drawing.sheet_of(board)
    if form == "txt":
        words = "\n".join([contest.seed, *(line.entry for line in lines)]) + "\n"
        return HttpResponse(words, content_type="text/plain; charset=utf-8")
    context = {"contest": contest, "board": board, "lines": lines}
    return render(request, "activities/contest_sheet.html", context)


urlpatterns = [
    path("activities/contest/<int:pk>/sheet/", sheet, name="contest-sheet"),
    path(
        "activities/contest/<int:pk>/sheet.txt", sheet, {"form": "txt"}, name="contest-sheet-text"
    ),
]
