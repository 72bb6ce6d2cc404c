"""The list, the ballot's page, the board of receipts, and the file for the checker."""

import json
from pathlib import Path

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from zhijia.kernel.access import can
from zhijia.kernel.periods import year_bounds
from zhijia.ui.pages import Column, DetailPage, Filter, ListPage, badge_of
from zhijia.ui.views import visible

from .. import casting, counting
from ..access import is_on_roll, tellers_of
from ..models import Ballot, Base, Grade, Kind
from ..published import public_record

CHECKER = Path(__file__).resolve().parents[1] / "checker" / "check_ballot.py"
PROTECTS = {
    Grade.NAMED: _("公开投票：谁投了什么，本会会员都能看到。"),
    Grade.SECRET: _(
        "无记名：名册上只记谁领过票；票用盲签名，投的时候不登录，系统、数据库、备份和日志里都查不出谁投了什么。"
        "它防的是事后翻查，防不住有人在服务器运行时改程序、或者在您背后看屏幕；您的投票码能查到您投了什么，不要给别人看。"
    ),
    Grade.SEALED: _(
        "无记名加封：除了无记名，票面还加了封，要几位监票人一起交出封条才能打开，截止之前谁也看不到票数。"
        "它防不住这几位监票人串通提前开封；交不出足够的封条，票就永远打不开。"
    ),
}  # fmt: skip

ListPage(
    Ballot,
    _("投票表决"),
    [
        Column(_("名称"), str),
        Column(_("类别"), lambda b: b.get_kind_display()),
        Column(_("方式"), lambda b: b.get_grade_display()),
        Column(_("日期"), lambda b: b.on, "date"),
        Column(_("状态"), badge_of, "badge"),
    ],
    rows=lambda rows, request: rows.of(request.org).filter(on__range=year_bounds(request.year)),
    search=lambda rows, words: rows.filter(title__contains=words),
    filters=[
        Filter("kind", "类别", lambda org: Kind.choices, lambda rows, v: rows.filter(kind=v)),
        Filter(
            "state", "状态", lambda org: Ballot.State.choices, lambda rows, v: rows.filter(state=v)
        ),
    ],
    empty=_("本年还没有投票。"),
)


def facts(b, person):
    return [
        (_("类别"), b.get_kind_display()),
        (_("方式"), b.get_grade_display()),
        (_("说明"), b.words),
        (_("计算基数"), Base(b.base).label),
        (_("监票人"), "、".join(t.name for t in tellers_of(b).values())),
        (_("截止时间"), f"{b.closes:%Y-%m-%d %H:%M}" if b.closes else ""),
        (_("名册指纹"), b.roll_print),
        (_("票面指纹"), b.paper_print),
    ]


def more(b, person):
    """How many came so far (a figure, no names), what I can do, and the result once it is out."""
    tells = can(person, "ballots.tell", b)
    shown = b.state == Ballot.State.CERTIFIED or (b.state == Ballot.State.COUNTED and tells)
    counted = b.roll.aggregate(roll=Count("pk"), marked=Count("pk", filter=Q(marked=True)))
    return counted | {
        "papers_out": may_take_papers(b, person), "protects": PROTECTS[b.grade], "tells": tells,
        "dropped": back_of(b),
        "mine": b.state == Ballot.State.OPEN and is_on_roll(b, person),
        "questions": list(b.questions.all()), "result": b.result if shown else None,
        "signatures": list(b.signatures.select_related("person")),
        "sealing": b.grade == Grade.SEALED and tells and b.state == Ballot.State.DRAFT,
        "seals": b.teller_keys.count(),
        "batches": list(b.batches.all()) if b.is_secret and tells else (),
        "handing": b.is_secret and tells and b.state == Ballot.State.OPEN,
        "followers": list(b.followers.all().visible_to(person)) if b.kind == Kind.ELECTION else (),
    }  # fmt: skip


def back_of(b) -> int:
    """How many papers came back: what was counted, else what lies in the urn so far."""
    if "returned" in b.result:
        return b.result["returned"]
    return counting.fallen(b).count() if b.is_secret else b.named.count()


DetailPage(
    Ballot,
    title=str,
    facts=facts,
    template="ballots/ballot.html",
    more=more,
    related=("after",),
    apart=("hand_over", "again"),
)


@login_required
@require_GET
def board(request, pk):
    """Receipts of all papers, apart from what is on them, in the order of the alphabet."""
    ballot = visible(request, Ballot, pk)
    if not ballot.is_secret or ballot.state == Ballot.State.DRAFT:
        raise Http404
    found = sorted(
        casting.receipt_of(bytes.fromhex(p.prefix + p.token), casting.unb64(p.signature))
        for p in counting.fallen(ballot)
    )
    words = request.GET.get("q", "").strip().upper()
    context = {
        "ballot": ballot, "receipts": found, "words": words, "there": words in found if words else None,
        "marked": ballot.roll.filter(marked=True).count(), "roll": ballot.roll.count(),
    }  # fmt: skip
    return render(request, "ballots/board.html", context)


def may_take_papers(ballot, person) -> bool:
    """The papers of an appraisal say of which class of raters each is, and what was written beside the
    grades: that is for the tellers to check, since it would undo what is not shown (rules 7.07, 7.08)."""
    if not ballot.is_secret or ballot.state != Ballot.State.CERTIFIED:
        return False
    return ballot.kind != Kind.APPRAISAL or can(person, "ballots.tell", ballot)


@login_required
@require_GET
def papers_file(request, pk):
    """Everything that the checker needs, in one file: terms, keys, papers in the order of their tokens,
    and what the house says came out."""
    ballot = visible(request, Ballot, pk)
    if not may_take_papers(ballot, request.person):
        raise Http404
    answer = HttpResponse(
        json.dumps(public_record(ballot), ensure_ascii=False, indent=1),
        content_type="application/json",
    )
    answer["Content-Disposition"] = f'attachment; filename="ballot-{ballot.pk}.json"'
    return answer


@require_GET
def checker(request):
    """The program with which anyone checks ``papers.json`` on a machine of their own."""
    answer = HttpResponse(CHECKER.read_bytes(), content_type="text/x-python; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="check_ballot.py"'
    return answer


urlpatterns = [
    path("ballots/checker.py", checker, name="ballot-checker"),
    path("ballots/ballot/<int:pk>/board/", board, name="ballot-board"),
    path("ballots/ballot/<int:pk>/papers.json", papers_file, name="ballot-papers"),
]
