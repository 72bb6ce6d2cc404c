"""What the tests of contests share: an activity, a contest with entries, results played out."""

from zhijia.domains.activities.actions import fixtures as actions
from zhijia.domains.activities.models import Competitor, Contest, Fixture

from .parts import moment, opened

GAMES = {"badminton": (3, 21), "table_tennis": (5, 11)}


def contest(cast, names=(), activity=None, **given):
    """A contest with these entries: names, or (name, unit, seeding)."""
    activity = activity or opened(cast)
    given = {"title": "男子单打", "form": "knockout", "sport": "badminton", "sets": 3} | given
    made = actions.add_contest(activity, by=cast.sun, **given)
    if names:
        enter(made, cast, names)
    return made


def enter(made, cast, names):
    rows = [(n, "", None) if isinstance(n, str) else n for n in names]
    actions.enter(
        made, by=cast.sun, entries=[{"name": n, "unit": u, "seeding": s} for n, u, s in rows]
    )


def drawn(cast, names, **given):
    return actions.draw(contest(cast, names, **given), by=cast.sun)


def fresh(obj):
    return type(obj).objects.get(pk=obj.pk)


def fixture(made, number):
    return Fixture.objects.select_related("home", "away").get(contest=made, number=number)


def fixtures(made, **such):
    rows = Fixture.objects.filter(contest=made, **such).select_related("home", "away")
    return list(rows.order_by("number"))


def between(made, one, other):
    """The match of two names."""
    rows = fixtures(made, home__name__in=(one, other), away__name__in=(one, other))
    assert len(rows) == 1
    return rows[0]


def competitor(made, name):
    return Competitor.objects.get(contest=made, name=name)


def beat(match, winner, by, lost=0, **more):
    """``winner`` (a name, or "home") wins by games, losing so many; one score where there are none."""
    match = Fixture.objects.select_related("home", "away", "contest").get(pk=match.pk)
    setup = match.contest.setup
    first = winner == "home" or winner == match.home.name
    need = setup.sets // 2 + 1
    top = GAMES.get(match.contest.sport, (1, 3))[1]
    won, gone = [top, top - 6 if top > 6 else 1], [top - 6, top]
    rubber = [gone] * lost + [won] * need
    if not first:
        rubber = [[b, a] for a, b in rubber]
    return actions.score(match, by=by, score=[rubber] * setup.rubbers, **more)


def play(made, by, better=lambda one, other: one < other):
    """Play everything out; who is ``better`` wins."""
    while ready := fixtures(made, state="ready"):
        for match in ready:
            one, other = match.home.name, match.away.name
            beat(match, one if better(one, other) else other, by)
    return fresh(made)


def ranks(made):
    """name → (rank, words)"""
    rows = Competitor.objects.filter(contest=made)
    return {c.name: (c.rank, c.rank_words) for c in rows}


__all__ = ["Contest", "beat", "between", "competitor", "contest", "drawn", "enter", "fixture",
           "fixtures", "fresh", "moment", "opened", "play", "ranks"]  # fmt: skip
