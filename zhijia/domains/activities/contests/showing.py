"""A contest as pages and papers show it: lines of matches, tables, timetable, bracket, places."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from zhijia.kernel.documents.layout import ems

from ..fixtures import Level, Measure, Sizes, layout
from ..models import Contest, Fixture
from ..models.activities import day_words
from . import marking, scores

S = Fixture.State
PAGE = Sizes(width=144, height=42, across=20, between=8)  # 64 teams in the width of a desk's screen
TOP = 30  # above the bracket, for the names of the rounds
NAME = 7  # characters of a name that fit into a box of the bracket


@dataclass(frozen=True)
class Line:
    """One match. ``a``, ``b``: names, or where they come from; ``won``: home, away or "";
    ``at``: when it begins, in the school's time."""

    fixture: Fixture
    a: str
    b: str
    total: str
    words: str
    won: str
    at: datetime | None

    @property
    def clock(self) -> str:
        return f"{self.at:%H:%M}" if self.at else ""


def line_of(board, f) -> Line:
    """Made once a board: a page shows a match in the bracket, in its round and in the timetable."""
    held = board.__dict__.setdefault("_lines", {})
    if f.number not in held:
        held[f.number] = _line(board, f)
    return held[f.number]


def _line(board, f) -> Line:
    a, b = (
        (side.name if side else board.side_words(f, which)) or _("轮空")
        for side, which in ((f.home, "home"), (f.away, "away"))
    )
    winner = scores.winner_of(f) if f.has_result else ""
    if f.state == S.IDLE:
        there = [s for s in (f.home, f.away) if s and s.is_in]
        winner = there[0].name if len(there) == 1 and not f.in_table else ""
    won = "home" if winner and f.home and winner == f.home.name else "away" if winner else ""
    pair = scores.total(f)
    total = f"{pair[0]}:{pair[1]}" if pair else ""
    at = timezone.localtime(f.starts) if f.starts else None
    return Line(f, a, b, total or (_("弃权") if f.has_result else ""), scores.words(f), won, at)


def rounds(board) -> list[tuple[str, list[Line]]]:
    """The knock-out, round by round."""
    return _by_stage(board, board.cups) if board.has_bracket else []


def table_rounds(board, table) -> list[tuple[str, list[Line]]]:
    return _by_stage(board, table.fixtures)


def _by_stage(board, fixtures):
    found: dict[str, list[Line]] = {}
    for f in fixtures:
        found.setdefault(f.stage, []).append(line_of(board, f))
    return list(found.items())


# --- tables ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Standing:
    """``cells`` stand under ``columns`` of :func:`columns_of`; ``reason`` says what placed it."""

    row: object
    competitor: object
    cells: list[str]
    reason: str
    on: bool


def columns_of(contest) -> list[str]:
    setup, rule = contest.setup, contest.rule
    heads = [_("赛"), _("胜"), *([_("平")] if rule.draw is not None else []), _("负")]
    heads += [_("场")] if setup.rubbers > 1 else []
    heads += [_("局")] if setup.sets > 1 else []
    return heads + [_("得失分"), *([_("积分")] if _by_points(rule) else [])]


def _by_points(rule) -> bool:
    return any(c.measure is Measure.STANDING for c in rule.criteria)


def standing_rows(board, table) -> list[Standing]:
    contest, setup = board.contest, board.setup
    on = (
        set(board.through.groups.get(table.name, ())) | set(board.through.extra)
        if _cross(board)
        else ()
    )
    found = []
    for row in table.rows:
        t = row.tally
        cells = [t.played, t.won, *([t.drawn] if contest.rule.draw is not None else []), t.lost]
        cells += ["{}:{}".format(*t.at(Level.MATCHES))] if setup.rubbers > 1 else []
        cells += ["{}:{}".format(*t.at(Level.GAMES))] if setup.sets > 1 else []
        cells += ["{}:{}".format(*t.at(Level.POINTS))]
        cells += (
            [f"{t.points:f}" if hasattr(t.points, "as_tuple") else t.points]
            if _by_points(contest.rule)
            else []
        )
        reason = row.reason() if t.played or not row.rank else ""
        found.append(
            Standing(row, board.by_name[row.team], [str(c) for c in cells], reason, row.team in on)
        )
    return found


def _cross(board) -> bool:
    return board.has_bracket and board.contest.form == Contest.Form.GROUPS and board.known


# --- timetable ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Day:
    """``rows``: (hour, one cell a court: the lines there then)."""

    words: str
    courts: list[str]
    rows: list[tuple[str, list[list[Line]]]]


def days(board) -> list[Day]:
    placed = [line_of(board, f) for f in board.fixtures if f.starts]
    placed.sort(key=lambda line: (line.fixture.starts, line.fixture.number))
    by_day: dict = {}
    for line in placed:
        cells = by_day.setdefault(line.at.date(), {})
        cells.setdefault(line.clock, {}).setdefault(line.fixture.court, []).append(line)
    return [_day(board, hours) for hours in by_day.values()]


def _day(board, hours) -> Day:
    """The courts in the order in which they were named, others as they come."""
    used = [court for cells in hours.values() for court in cells]
    courts = [c for c in dict.fromkeys([*board.setup.courts, *used]) if c in used]
    rows = [(hour, [cells.get(court, []) for court in courts]) for hour, cells in hours.items()]
    first = next(line for lines in rows[0][1] for line in lines)
    return Day(day_words(first.at), courts, rows)


def unplaced(board) -> list[Line]:
    """Without an hour although others have one."""
    if not any(f.starts for f in board.fixtures):
        return []
    return [
        line_of(board, f)
        for f in board.fixtures
        if not f.starts and f.state not in (S.OVER, S.IDLE)
    ]


# --- bracket --------------------------------------------------------------------------------------


def clip(words: str, most: float) -> str:
    """So much of it as fits into so many characters' width."""
    if ems(words) <= most:
        return words
    while words and ems(words) > most - 0.7:
        words = words[:-1]
    return words + "…"


def drawing(board, sizes=PAGE, two_sided=False, name=NAME) -> dict:
    """The numbers of the bracket with its words, for an SVG page."""
    found = layout(board.bracket, sizes, two_sided)
    boxes = []
    for box in found.boxes:
        f = board.cups[box.match - 1]
        line = line_of(board, f)
        pair = line.total.split(":") if ":" in line.total else ["", ""]
        half = box.height / 2
        sides = [
            {"name": clip(words, name), "score": score, "won": line.won == side,
             "faint": not competitor, "y": box.y + half * at + half * 0.68}
            for at, (words, score, side, competitor) in enumerate(
                ((line.a, pair[0], "home", f.home), (line.b, pair[1], "away", f.away))
            )
        ]  # fmt: skip
        boxes.append(
            {"box": box, "line": line, "sides": sides, "text": box.x + 26, "right": box.x + box.width - 7,
             "no": box.x + 5, "rule": box.x + 22, "middle": box.middle, "end": box.x + box.width}
        )  # fmt: skip
    paths = [" ".join(f"{x:g},{y:g}" for x, y in line.points) for line in found.lines]
    return {"width": found.width, "total": found.height + TOP, "top": TOP, "boxes": boxes,
            "paths": paths, "headings": found.headings, "label": board.contest.title}  # fmt: skip


# --- marks ----------------------------------------------------------------------------------------


def mark_rows(board) -> list[dict]:
    """Those with a mark by place, then the others in the order in which they come up."""
    setup, judged = board.setup, board.contest.form == Contest.Form.JUDGED
    found = []
    for place in marking.places(board):
        one = board.by_name[place.key]
        tries = [marking.shown(a, setup) or "×" for a in one.attempts]
        found.append(
            {"competitor": one, "rank": place.rank, "mark": marking.shown(place.value, setup),
             "words": place.words, "tries": tries if judged or setup.attempts > 1 else [],
             "items": marking.item_means(one)}
        )  # fmt: skip
    there = {row["competitor"].pk for row in found}
    return found + [
        {
            "competitor": c,
            "rank": None,
            "mark": "",
            "words": "" if c.is_in else _("退赛"),
            "tries": [],
            "items": [],
        }
        for c in board.drawn
        if c.pk not in there
    ]
