"""The draw, laid out: places and groups by seed and units, and every fixture that follows from it."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from zhijia.kernel.refusals import Refused

from ..fixtures import build, cross, digests, draw, knockout, make_groups, round_robin
from ..models import Contest, Fixture
from .board import board_of
from .labels import labels

F = Contest.Form


def why_not_draw(contest, by=None) -> str:
    """What is missing for a draw; "" when nothing is."""
    board = board_of(contest)
    s, there = contest.setup, board.entered
    least = {F.ROUND_ROBIN: 2, F.KNOCKOUT: 4 if s.third else 2, F.GROUPS: 2 * s.groups}.get(
        contest.form, 1
    )
    if len(there) < least:
        words = {"there": len(there), "least": least}
        return _("已录入 %(there)d 个参赛者，至少要 %(least)d 个才能抽签。") % words
    seeds = [c.seeding for c in there if c.seeding]
    twice = sorted({n for n in seeds if seeds.count(n) > 1})
    if twice:
        return _("种子号重复：%s。") % "、".join(map(str, twice))
    return why_not_cross(s, len(there)) if contest.form == F.GROUPS and s.through else ""


def why_not_cross(setup, entries) -> str:
    """Whether so many can go on from groups of that size."""
    smallest = entries // setup.groups
    if setup.through + bool(setup.best) > smallest:
        return _("最小的组只有 %(size)d 个参赛者，不够每组出线 %(through)d 名。") % {
            "size": smallest, "through": setup.through + bool(setup.best),
        }  # fmt: skip
    if setup.best > setup.groups:
        return _("“成绩最好的”名额多于组数。")
    on = setup.groups * setup.through + setup.best
    if on < (4 if setup.third else 2):
        return _("只有 %d 名出线，排不成淘汰赛；请增加出线名额，或把出线名额改为 0。") % on
    return ""


@dataclass
class Drawn:
    """``order``: name → (group, place); ``fixtures``: sides by name, or "" while unknown."""

    order: dict = field(default_factory=dict)
    lines: list = field(default_factory=list)
    fixtures: list = field(default_factory=list)


def entries_of(board) -> tuple[list[str], list[str], dict[str, str]]:
    """(names of the seeds, strongest first; the others; unit of each)."""
    there = board.entered
    seeds = sorted((c for c in there if c.seeding), key=lambda c: c.seeding)
    others = sorted(c.name for c in there if not c.seeding)
    return [c.name for c in seeds], others, {c.name: c.unit for c in there if c.unit}


def lay_out(contest, seed) -> Drawn:
    """Everything that follows from the seed. The same entries and seed always give the same."""
    seeds, others, units = entries_of(board_of(contest))
    lay = {F.ROUND_ROBIN: _round_robin, F.KNOCKOUT: _knockout, F.GROUPS: _groups}
    found = Drawn()
    lay.get(contest.form, _in_order)(found, contest, seed, seeds, others, units)
    return found


def _in_order(found, contest, seed, seeds, others, units):
    """Each alone: the draw is the order in which they come up."""
    found.order = {name: ("", at) for at, name in enumerate(draw([*seeds, *others], seed), 1)}


def _round_robin(found, contest, seed, seeds, others, units):
    _in_order(found, contest, seed, seeds, others, units)
    _meetings(found, contest, {"": list(found.order)})


def _knockout(found, contest, seed, seeds, others, units):
    bracket = knockout(seeds, others, seed, units, contest.setup.third)
    found.lines = list(bracket.lines)
    found.order = {name: ("", at) for at, name in enumerate(bracket.lines, 1) if name}
    _cups(found, contest, bracket)


def _groups(found, contest, seed, seeds, others, units):
    s = contest.setup
    groups = make_groups(seeds, others, s.groups, seed, units)
    for group in groups:
        found.order |= {name: (group.name, at) for at, name in enumerate(group.teams, 1)}
    _meetings(found, contest, {group.name: list(group.teams) for group in groups})
    if s.through:
        _cups(found, contest, cross(labels(s), s.third))


def _meetings(found, contest, groups):
    """Round by round through all groups, so that numbers follow the order of play."""
    rounds = {name: round_robin(teams, contest.setup.double) for name, teams in groups.items()}
    for at in range(max(map(len, rounds.values()))):
        for pool, own in rounds.items():
            for meeting in own[at].meetings if at < len(own) else ():
                stage = _("第%d轮") % meeting.round
                stage = _("%s组") % pool + stage if pool else stage
                found.fixtures.append(
                    (
                        Fixture(round=meeting.round, pool=pool, stage=stage),
                        meeting.home,
                        meeting.away,
                    )
                )


def _cups(found, contest, bracket):
    for match in bracket.matches:
        fixture = Fixture(round=match.round, stage=bracket.match_name(match))
        found.fixtures.append((fixture, "", ""))


# --- for everybody to recompute -----------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """One entry on the sheet: its digest, and where the draw put it."""

    place: int
    entry: str
    digest: str
    unit: str
    seeding: int | None
    where: str


def sheet_of(board) -> list[Line]:
    """Every entry with its digest, in the order of the digests."""
    by_name = {c.name: c for c in board.drawn}
    return [
        Line(
            at, name, digest, by_name[name].unit, by_name[name].seeding, where(board, by_name[name])
        )
        for at, (digest, name) in enumerate(digests(list(by_name), board.contest.seed), 1)
    ]


def where(board, competitor) -> str:
    form = board.contest.form
    if form == F.GROUPS:
        words = {"pool": competitor.pool, "order": competitor.order}
        return _("%(pool)s组 %(order)d 号") % words
    if form == F.KNOCKOUT:
        return _("第 %d 线") % competitor.order
    return _("第 %d 位") % competitor.order


def check_lines(contest):
    """Refuse a bracket that cannot be built, before anything is saved."""
    if contest.lines:
        build(contest.lines, contest.setup.third)
    elif contest.form == F.KNOCKOUT:
        raise Refused(_("还没有抽签。"))
