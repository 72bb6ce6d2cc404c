"""The places when all is played, and the team points of an activity over its contests."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from ..fixtures import Place, TeamTotal, finishes, team_points, team_totals
from ..models import Competitor, Contest
from . import marking


@dataclass(frozen=True)
class Ranked:
    """``rank`` None: without a place; ``words`` then says why, else names the place."""

    competitor: Competitor
    rank: int | None
    words: str


def open_words(board) -> str:
    """What has still to happen before the places stand; "" when nothing has."""
    if board.contest.is_marked:
        left = marking.missing(board)
        if not board.drawn or left:
            return _("还有 %(count)d 个没有成绩：%(names)s。") % {
                "count": len(left), "names": "、".join(left[:5]) + ("等" if len(left) > 5 else ""),
            }  # fmt: skip
        return ""
    left = [f for f in board.fixtures if f.state in ("waiting", "ready")]
    if left or not board.fixtures:
        return _("还有 %d 场没有结果。") % len(left)
    return ""


def ranking(board) -> list[Ranked]:
    """Best first, those without a place at the end."""
    form = board.contest.form
    if board.contest.is_marked:
        graded = board.contest.form == Contest.Form.MEASURED and board.setup.graded
        found = [
            Ranked(board.by_name[p.key], p.rank, p.words or (
                marking.shown(p.value, board.setup) if graded else place_words(p.rank, p.shared)
            ))
            for p in marking.places(board)
        ]  # fmt: skip
    elif form == Contest.Form.KNOCKOUT:
        found = _of_bracket(board)
    elif form == Contest.Form.GROUPS and board.has_bracket:
        found = [*_of_bracket(board), *_behind(board)]
    else:
        found = _of_tables(board)
    there = {one.competitor.pk for one in found}
    return found + [Ranked(c, None, _("退赛")) for c in board.drawn if c.pk not in there]


def place_words(rank, shared=False) -> str:
    return (_("并列第%d名") if shared else _("第%d名")) % rank


def _of_bracket(board):
    places = finishes(board.bracket, board.progress) if board.known else ()
    return [Ranked(board.by_name[p.team], p.rank, p.words) for p in places]


def _behind(board):
    """Who did not go on: all thirds of the groups share a place, all fourths the next."""
    on = set(board.bracket.entries) if board.known else set()
    found, rank = [], len(on) + 1
    rows = [row for table in board.tables for row in table.rows if row.team not in on]
    for place in sorted({row.rank for row in rows if row.rank}):
        level = [row for row in rows if row.rank == place]
        found += [
            Ranked(board.by_name[r.team], rank, place_words(rank, len(level) > 1)) for r in level
        ]
        rank += len(level)
    return found + [
        Ranked(board.by_name[row.team], None, row.criterion) for row in rows if not row.rank
    ]


def _of_tables(board):
    found = []
    for table in board.tables:
        head = _("%s组") % table.name if table.name else ""
        ranks = [row.rank for row in table.rows]
        for row in table.rows:
            words = row.criterion if not row.rank else head + place_words(
                row.rank, ranks.count(row.rank) > 1
            )  # fmt: skip
            found.append(Ranked(board.by_name[row.team], row.rank, words))
    return sorted(found, key=lambda one: one.rank or 10_000)


def totals(contests) -> tuple[TeamTotal, ...]:
    """Team points over the finished contests that give any; competitors fetched along."""
    scored, teams = [], []
    for contest in contests:
        setup = contest.setup
        if contest.state != Contest.State.FINISHED or not setup.scale:
            continue
        there = list(contest.competitors.all())
        team_of = {c.name: c.unit or (c.name if contest.teams else "") for c in there}
        places = [Place(c.rank, c.name, None) for c in there if c.rank]
        places.sort(key=lambda p: p.rank)
        scored += team_points(places, team_of, setup.scale, setup.times)
        teams += [team for team in team_of.values() if team]
    return team_totals(scored, teams)
