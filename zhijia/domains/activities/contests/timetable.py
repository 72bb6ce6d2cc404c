"""Courts and hours of the fixtures: planned at once, or one moved by hand without a clash."""

from dataclasses import replace
from datetime import timedelta

from django.utils.translation import gettext as _

from ..fixtures import Game, Placed, Timetable, clashes, games_of_bracket, plan
from ..models import Competitor, Fixture


def games_of(board) -> list[Game]:
    """The fixtures as games, by number; what is decided without playing is none."""
    found = [
        Game(key_of(f), (f.home.name, f.away.name), str(board.contest.pk))
        for f in board.fixtures
        if f.in_table
    ]
    if board.has_bracket:
        found += _cups(board)
    needed = {key_of(f) for f in board.fixtures if f.state != Fixture.State.IDLE}
    kept = [game for game in found if game.key in needed]
    return [replace(g, after=tuple(k for k in g.after if k in needed)) for g in kept]


def _cups(board):
    """The bracket's games; before the groups are played each waits for all of them."""
    contest = str(board.contest.pk)
    sides = board.progress.sides if board.known else None
    games = games_of_bracket(board.bracket, contest, sides)
    keys = {game.key: key_of(f) for game, f in zip(games, board.cups, strict=True)}
    games = [replace(g, key=keys[g.key], after=tuple(keys[k] for k in g.after)) for g in games]
    if board.known:
        return games
    groups = tuple(key_of(f) for f in board.fixtures if f.in_table)
    everybody = frozenset(c.name for c in board.drawn)
    return [replace(g, sides=(), possible=everybody, after=(*g.after, *groups)) for g in games]


def key_of(fixture) -> str:
    return f"{fixture.contest_id}:{fixture.number}"


def placed_of(fixtures) -> list[Placed]:
    return [
        Placed(key_of(f), f.court, f.starts, f.ends)
        for f in fixtures
        if f.starts and f.state != Fixture.State.IDLE
    ]


class Others:
    """The other contests of the activity that have times: their courts and people are taken."""

    def __init__(self, board):
        rows = Fixture.objects.filter(contest__activity=board.contest.activity_id)
        rows = rows.exclude(contest=board.contest).exclude(starts=None)
        rows = rows.exclude(contest__state="cancelled").select_related("home", "away", "contest")
        self.fixtures = list(rows)
        self.placed = placed_of(self.fixtures)
        self.games = [
            Game(key_of(f), tuple(_apart(s) for s in (f.home, f.away) if s), str(f.contest_id))
            for f in self.fixtures
            if f.state != Fixture.State.IDLE
        ]


def _apart(competitor) -> str:
    """The same team name in two contests is two entries, told apart by the key."""
    return f"{competitor.contest_id}:{competitor.name}"


def people_of(activity_id, contest_id) -> dict[str, list[str]]:
    """The persons of every entry of the activity, in one query."""
    rows = Competitor.people.through.objects.filter(competitor__contest__activity=activity_id)
    found: dict[str, list[str]] = {}
    for contest, name, person in rows.values_list(
        "competitor__contest", "competitor__name", "person"
    ):
        key = name if contest == contest_id else f"{contest}:{name}"
        found.setdefault(key, []).append(str(person))
    return found


def planned(board) -> Timetable:
    """A timetable for what is still to be played; what is over stays where it was."""
    setup, others = board.setup, Others(board)
    over = [f for f in board.fixtures if f.state == Fixture.State.OVER]
    return plan(
        games_of(board) + others.games, setup.court_list(), setup.window_list(), setup.length,
        rest=setup.rest, people=people_of(board.contest.activity_id, board.contest.pk),
        fixed=_kept(board, over) + others.placed,
    )  # fmt: skip


def _kept(board, over):
    """What has been played without a time is put before everything."""
    windows = board.setup.window_list()
    found = placed_of(over)
    if not windows:
        return found
    early = min(w.start for w in windows)
    there = {one.key for one in found}
    for n, f in enumerate((f for f in over if key_of(f) not in there), 1):
        start = early - timedelta(days=1) - n * board.setup.length
        found.append(Placed(key_of(f), "\0", start, start + board.setup.length))
    return found


def clashes_of(board) -> list:
    """Everything that cannot stay as it is now."""
    others = Others(board)
    return list(
        clashes(
            games_of(board) + others.games,
            placed_of(board.fixtures) + others.placed,
            rest=board.setup.rest * board.setup.length,
            people=people_of(board.contest.activity_id, board.contest.pk),
            name=lambda key: name_of(key, board, others),
        )  # fmt: skip
    )


def name_of(key, board, others) -> str:
    """第 5 场, of another contest with its title."""
    contest, _colon, number = key.partition(":")
    if contest == str(board.contest.pk):
        return _("第 %s 场") % number
    title = next((f.contest.title for f in others.fixtures if key_of(f) == key), "")
    return _("%(title)s第 %(number)s 场") % {"title": title, "number": number}
