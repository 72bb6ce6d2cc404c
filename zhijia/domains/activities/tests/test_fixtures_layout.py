"""Where a bracket is drawn: nothing on top of anything, every match in the middle of its two."""

from itertools import combinations

import pytest

from zhijia.domains.activities.fixtures import Comes, Sizes, knockout, layout

EVERY = pytest.mark.parametrize("count", range(2, 71))
SIDES = pytest.mark.parametrize("two_sided", [False, True])


def drawn(count, two_sided, **more):
    bracket = knockout([], [f"t{n}" for n in range(count)], "x", third_place=count > 3)
    return bracket, layout(bracket, two_sided=two_sided, **more)


@EVERY
@SIDES
def test_every_match_has_its_box_inside_and_none_lies_on_another(count, two_sided):
    bracket, sheet = drawn(count, two_sided)
    assert [box.match for box in sheet.boxes] == [m.number for m in bracket.matches]
    for box in sheet.boxes:
        assert box.x >= 0 and box.x + box.width <= sheet.width + 1e-9
        assert box.y >= 0 and box.y + box.height <= sheet.height + 1e-9
    for one, other in combinations(sheet.boxes, 2):
        beside = one.x + one.width <= other.x or other.x + other.width <= one.x
        above = one.y + one.height <= other.y or other.y + other.height <= one.y
        assert beside or above


@EVERY
@SIDES
def test_a_match_stands_in_the_middle_of_the_two_it_comes_from(count, two_sided):
    bracket, sheet = drawn(count, two_sided)
    box = {b.match: b for b in sheet.boxes}
    for match in bracket.matches:
        sources = [s.match for s in (match.a, match.b) if s.comes is Comes.WINNER]
        if len(sources) == 2:
            assert 2 * box[match.number].row == sum(box[s].row for s in sources)
        for source in sources:
            assert abs(box[match.number].column - box[source].column) == 1


@EVERY
@SIDES
def test_lines_run_from_edge_to_edge(count, two_sided):
    bracket, sheet = drawn(count, two_sided)
    box = {b.match: b for b in sheet.boxes}
    won = [(s.match, m.number) for m in bracket.matches for s in (m.a, m.b)
           if s.comes is Comes.WINNER]  # fmt: skip
    assert [(line.source, line.target) for line in sheet.lines] == won
    for line in sheet.lines:
        one, other = box[line.source], box[line.target]
        edge = one.x if one.mirrored else one.x + one.width
        into = other.x + other.width if one.mirrored else other.x
        assert line.points[0] == (edge, one.middle) and line.points[-1] == (into, other.middle)
        turns = [point[0] for point in line.points]
        assert turns == sorted(turns, reverse=one.mirrored)


def test_sixty_four_on_one_side():
    _bracket, sheet = drawn(64, False)
    assert (sheet.columns, sheet.rows) == (6, 32)
    first = [box for box in sheet.boxes if box.round == 1]
    assert [box.row for box in first] == list(range(32)) and {box.column for box in first} == {0}
    assert [h.words for h in sheet.headings] == [
        "1/32决赛", "1/16决赛", "1/8决赛", "1/4决赛", "半决赛", "决赛"]  # fmt: skip


def test_sixty_four_on_two_sides():
    _bracket, sheet = drawn(64, True)
    assert (sheet.columns, sheet.rows) == (11, 16)
    assert {box.column for box in sheet.boxes if box.round == 1} == {0, 10}
    assert sum(box.mirrored for box in sheet.boxes) == 31
    final = next(box for box in sheet.boxes if box.round == 6)
    assert final.column == 5 and final.x + final.width / 2 == sheet.width / 2
    assert [h.words for h in sheet.headings][4:7] == ["半决赛", "决赛", "半决赛"]
    assert [h.x for h in sheet.headings] == sorted(h.x for h in sheet.headings)


def test_sizes_are_the_callers():
    _bracket, sheet = drawn(8, False, sizes=Sizes(width=10, height=4, across=2, between=1))
    assert sheet.width == 3 * 12 - 2 and sheet.height == 4 * 5 - 1
    assert {box.width for box in sheet.boxes} == {10}


def test_a_bye_leaves_its_row_empty():
    bracket, sheet = drawn(5, False)
    rows = [box.row for box in sheet.boxes if box.round == 1]
    assert (
        len(rows) == 1 and bracket.lines[int(2 * rows[0])] and bracket.lines[int(2 * rows[0]) + 1]
    )
