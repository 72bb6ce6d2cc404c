"""Contests: drawing and laying out brackets, filling courts, ranking; no database.

    .venv/bin/python bench/fixtures.py [entries]

Floor of the draw: the SHA-256 of every entry, sorted. Ranking: ``sorted`` over the same values.
"""

from __future__ import annotations

import hashlib
import sys
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import house

LENGTH = timedelta(minutes=20)
START = datetime(2026, 9, 1, 8)


def main() -> None:
    (count,) = house.numbers(64)
    house.boot(migrate=False)  # sentences are translated: settings are needed, a database is not
    house.probe()
    drawing(count)
    placing(count)
    ranking(500)


def ms(name, times, work, *, must=None, floor=None, note="") -> None:
    took = house.median_of(times, work) * 1000
    base = house.median_of(times, floor) * 1000 if floor else None
    house.report(name, took, "ms", must=must, floor=base, note=note)


def entries(count):
    return [f"第{n}工会小组" for n in range(count)]


def drawing(count) -> None:
    from zhijia.domains.activities.fixtures import knockout, layout

    teams = entries(count)
    units = {team: f"单位{n % 9}" for n, team in enumerate(teams)}

    def work():
        return layout(knockout(teams[:8], teams[8:], "seed", units, third_place=True))

    def floor():
        return sorted(hashlib.sha256(f"seed\n{team}".encode()).digest() for team in teams)

    work()
    ms(f"draw and lay out a bracket of {count}", 25, work, must=50, floor=floor)


def placing(count) -> None:
    from zhijia.domains.activities.fixtures import (
        Court,
        Window,
        games_of_bracket,
        games_of_rounds,
        knockout,
        plan,
        round_robin,
    )

    courts = [Court(f"{n}号场") for n in range(1, 5)]

    def try_it(name, games, slots, rest=0):
        hours = [Window(START, START + slots * LENGTH)]
        left = len(plan(games, courts, hours, LENGTH, rest=rest).left)
        ms(name, 9, lambda: plan(games, courts, hours, LENGTH, rest=rest), note=f"{left} left over")

    bracket = games_of_bracket(knockout([], entries(count), "seed"))
    table = games_of_rounds(round_robin(entries(16)))
    try_it(f"bracket of {count} on 4 courts", bracket, 2 * count)
    try_it(f"bracket of {count}, 4 courts, a slot of rest", bracket, 2 * count, rest=1)
    try_it("16 all meeting, 4 courts, 30 slots (the least)", table, 30)
    try_it("16 all meeting, 4 courts, a slot of rest", table, 60, rest=1)
    try_it("16 all meeting, too few slots: remedies sought", table, 20)


def ranking(count) -> None:
    from zhijia.domains.activities.fixtures import Mark, rank, team_points, team_totals

    marks = [Mark(str(n), Decimal(n * 7919 % 397) / 10 + 60) for n in range(count)]
    team_of = {mark.key: f"单位{n % 23}" for n, mark in enumerate(marks)}
    values = [mark.value for mark in marks]

    def work():
        return team_totals(team_points(rank(marks, ascending=True), team_of))

    ms(f"rank {count} and add up team points", 25, work, floor=lambda: sorted(values))


if __name__ == "__main__":
    main()
