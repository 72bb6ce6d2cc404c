"""A contest as it stands: read in two queries, everything else computed from the results.

Who meets whom further on, the tables, the bracket: none of it is typed, so a corrected result only
has to be entered. :meth:`Board.unfold` brings the fixtures up to date and names those whose result
no longer holds.
"""

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from zhijia.kernel.refusals import Refused

from ..fixtures import (
    Bracket,
    Comes,
    GroupTable,
    Played,
    Progress,
    Qualified,
    Row,
    advance,
    best_placed,
    build,
    cross,
    qualifiers,
    standings,
)
from ..models import Competitor, Contest, Fixture
from . import scores
from .labels import label_words, labels

S = Fixture.State


@dataclass(frozen=True)
class Table:
    """One group; ``name`` "" where there is only one. ``gone``: names of who left before its end."""

    name: str
    rows: tuple[Row, ...]
    fixtures: list
    results: tuple
    gone: frozenset
    finished: bool


def board_of(contest) -> "Board":
    """One reading a request, whoever asks: guards, page, drawing."""
    held = contest.__dict__.get("_board")
    if held is None:
        held = contest.__dict__["_board"] = Board(contest)
    return held


class Board:
    """``competitors``: all that were entered; ``fixtures`` by number. ``own``: rows that the caller
    is changing, which take the place of those in the database."""

    def __init__(self, contest, competitors=None, fixtures=None, own=()):
        self.contest, self.setup = contest, contest.setup
        if competitors is None:
            competitors = list(contest.competitors.all())
        if fixtures is None:
            fixtures = list(contest.fixtures.all())
        mine = {(type(row), row.pk): row for row in own}
        self.competitors: list[Competitor] = [mine.get((Competitor, c.pk), c) for c in competitors]
        self.fixtures: list[Fixture] = [mine.get((Fixture, f.pk), f) for f in fixtures]
        self.by_name = {c.name: c for c in self.competitors}
        by_pk = {c.pk: c for c in self.competitors}
        for one in self.competitors:
            one.contest = contest
        for fixture in self.fixtures:
            fixture.contest = contest
            fixture.home, fixture.away = by_pk.get(fixture.home_id), by_pk.get(fixture.away_id)

    @property
    def drawn(self) -> list[Competitor]:
        """Who was in the draw, in its order; who left since is among them."""
        return [c for c in self.competitors if c.order is not None]

    @property
    def entered(self) -> list[Competitor]:
        return [c for c in self.competitors if c.is_in]

    @cached_property
    def lots(self) -> list[str]:
        """Names in the order of the lots that were drawn; a later drawing goes before."""
        order = [name for cast in reversed(self.contest.lots) for name in cast["order"]]
        return list(dict.fromkeys(order))

    # --- tables ---------------------------------------------------------------------------------

    @cached_property
    def tables(self) -> list[Table]:
        if self.contest.form == Contest.Form.ROUND_ROBIN:
            return [self._table("")] if self.fixtures else []
        return [self._table(name) for name in sorted({c.pool for c in self.drawn if c.pool})]

    def _table(self, name) -> Table:
        own = [f for f in self.fixtures if f.in_table and f.pool == name]
        gone, played = self._gone(own), [f for f in own if f.has_result]
        finished = all(f.has_result or {f.home.name, f.away.name} & gone for f in own)
        results = tuple(scores.result_of(f) for f in played)
        teams = [c.name for c in self.drawn if c.pool == name]
        rows = standings(
            teams, results, self.contest.rule, withdrawn=gone, legs=self.setup.legs,
            lots=self.lots, finished=finished,
        )  # fmt: skip
        return Table(name, rows, own, results, gone, finished)

    def _gone(self, fixtures) -> frozenset:
        """Who left with matches still to play; who has played all of them stays in the table."""
        absent = {f.home for f in fixtures if f.ended and f.fault in ("home", "both")}
        absent |= {f.away for f in fixtures if f.ended and f.fault in ("away", "both")}
        left = {side for f in fixtures if not f.has_result for side in (f.home, f.away)}
        found = {c.name for c in left if not c.is_in}
        if self.contest.rule.absence_withdraws:
            found |= {c.name for c in absent}
        return frozenset(found)

    @cached_property
    def group_tables(self) -> list[GroupTable]:
        return [GroupTable(t.name, t.rows, t.results) for t in self.tables]

    @cached_property
    def tied(self) -> tuple[str, ...]:
        """Names that only a lot can part: in a finished table, or about the best of a place."""
        found = [row.team for t in self.tables if t.finished for row in t.rows if row.lot]
        if self.setup.best and self.contest.form == Contest.Form.GROUPS and self._groups_over:
            place = self.setup.through + 1
            rows = best_placed(self.group_tables, place, self.contest.rule, self.lots)
            found += [row.team for row in rows if row.lot]
        return tuple(dict.fromkeys(found))

    @property
    def _groups_over(self):
        return bool(self.tables) and all(t.finished for t in self.tables)

    # --- knock-out ------------------------------------------------------------------------------

    @property
    def has_bracket(self) -> bool:
        form = self.contest.form
        return bool(self.fixtures) and (
            form == Contest.Form.KNOCKOUT
            or (form == Contest.Form.GROUPS and self.setup.through > 0)
        )

    @cached_property
    def through(self) -> Qualified | None:
        """Who goes on from the groups; None while that is open, ``waits`` then says why."""
        self.waits = ""
        if not self._groups_over:
            return None
        try:
            return qualifiers(
                self.group_tables, self.setup.through, self.contest.rule, self.setup.best, self.lots
            )
        except Refused as no:
            self.waits = str(no)
            return None

    @cached_property
    def known(self) -> bool:
        """Whether the bracket holds names; before that it holds labels such as A1."""
        return self.contest.form == Contest.Form.KNOCKOUT or self.through is not None

    @cached_property
    def bracket(self) -> Bracket | None:
        if not self.has_bracket:
            return None
        if self.contest.form == Contest.Form.KNOCKOUT:
            return build(self.contest.lines, self.setup.third)
        return cross(self.through or labels(self.setup), self.setup.third)

    @cached_property
    def cups(self) -> list[Fixture]:
        """The fixtures of the bracket: match k is the k-th of them."""
        return [f for f in self.fixtures if not f.in_table]

    @property
    def offset(self) -> int:
        return len(self.fixtures) - len(self.cups)

    @cached_property
    def progress(self) -> Progress:
        """The bracket with the results that hold; who has left gives the next match away."""
        if not self.known:
            return advance(self.bracket, {})
        played = {
            k: Played(f.home.name, f.away.name, scores.winner_of(f))
            for k, f in enumerate(self.cups, 1)
            if f.has_result and f.home and f.away
        }
        while True:
            found = advance(self.bracket, played)
            given = {k: self._given_up(*found.sides[k]) for k in found.ready}
            given = {k: one for k, one in given.items() if one}
            if not given:
                return found
            played |= given

    def _given_up(self, a, b) -> Played | None:
        """A match that is not played because one side, or both, have left."""
        there = [name for name in (a, b) if self.by_name[name].is_in]
        return None if len(there) == 2 else Played(a, b, there[0] if there else "")

    def side_words(self, fixture, side) -> str:
        """A side while nobody is known: 第5场胜者, A组第1名."""
        if fixture.in_table or not self.bracket:
            return ""
        match = self.bracket.matches[fixture.number - self.offset - 1]
        source = match.a if side == "home" else match.b
        if source.comes is Comes.ENTRY:
            return label_words(source.entry, self.setup)
        sentence = _("第%d场胜者") if source.comes is Comes.WINNER else _("第%d场负者")
        return sentence % (self.offset + source.match)

    # --- following the results ------------------------------------------------------------------

    def unfold(self) -> list[tuple[Fixture, str]]:
        """Set sides and state of every fixture from the results; give those whose result is void,
        each with the words of it. Nothing is saved."""
        for table in self.tables:
            for f in table.fixtures:
                idle = {f.home.name, f.away.name} & table.gone
                f.state = S.OVER if f.has_result else S.IDLE if idle else S.READY
        return self._unfold_cups() if self.has_bracket else []

    def _unfold_cups(self):
        void = []
        for k, f in enumerate(self.cups, 1):
            a, b = self.progress.sides[k] if self.known else (None, None)
            holds = k in self.progress.results and f.has_result
            if f.has_result and not (holds and (f.home.name, f.away.name) == (a, b)):
                void.append((f, scores.words(f)))
                scores.clear(f)
            f.home, f.away = (self.by_name[x] if x else None for x in (a, b))
            known = a is not None and b is not None
            given = known and (k in self.progress.results or not (a and b))
            f.state = (
                S.OVER if f.has_result else S.IDLE if given else S.READY if known else S.WAITING
            )
        return void
