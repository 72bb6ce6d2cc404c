"""The bracket drawn as a picture for paper, with the numbers of ``fixtures.bracket_layout``."""

import io
from functools import lru_cache
from pathlib import Path

import pylopdf_fonts_zh_cn
from PIL import Image, ImageDraw, ImageFont

from ..contests import showing
from ..fixtures import Sizes

WIDTH, ACROSS, HEIGHT = 128, 22, 44  # of a match, and between two columns
NEAR, FAR = 12, 60  # between two rows, as the page allows
SIDED = 16  # from so many lines on, half of them on each side
WIDE, HIGH = 250.0, 132.0  # mm that a landscape page leaves below its title
SCALE = 3  # dots for each unit of the layout
EDGE, HEAD = 4, 26  # units around, and above for the names of the rounds
INK, SOFT, PALE = 20, 110, 170  # greys


@lru_cache(maxsize=8)
def font(size: int):
    folder = Path(pylopdf_fonts_zh_cn.__file__).parent
    return ImageFont.truetype(str(folder / "NotoSansSC-Regular.otf"), size * SCALE)


def sizes_for(bracket) -> tuple[Sizes, bool]:
    """(sizes that fill the page, whether half of it stands on each side)."""
    sided, rounds = bracket.size >= SIDED, len(bracket.rounds)
    columns, rows = (2 * rounds - 1, bracket.size // 4) if sided else (rounds, bracket.size // 2)
    wanted = (columns * (WIDTH + ACROSS) - ACROSS) * HIGH / WIDE - HEAD
    free = (wanted - rows * HEIGHT) / max(rows - 1, 1)
    return Sizes(WIDTH, HEIGHT, ACROSS, min(max(free, NEAR), FAR)), sided


def picture(board) -> tuple[bytes, float]:
    """(PNG, width in mm) so that it stands on one landscape page of A4."""
    found = showing.drawing(board, *sizes_for(board.bracket), name=6)
    width, height = found["width"] + 2 * EDGE, found["total"] - found["top"] + HEAD + 2 * EDGE
    image = Image.new("L", (round(width * SCALE), round(height * SCALE)), 255)
    pen = ImageDraw.Draw(image)
    for heading in found["headings"]:
        pen.text(_at(heading.x, -8), heading.words, SOFT, font(13), anchor="ls")
    for path in found["paths"]:
        points = [_at(*map(float, point.split(","))) for point in path.split()]
        pen.line(points, PALE, SCALE)
    for one in found["boxes"]:
        _box(pen, one)
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue(), min(WIDE, HIGH * width / height)


def _at(x, y):
    return (x + EDGE) * SCALE, (y + EDGE + HEAD) * SCALE


def _box(pen, one):
    box = one["box"]
    corner = _at(box.x + box.width, box.y + box.height)
    pen.rounded_rectangle((*_at(box.x, box.y), *corner), 5 * SCALE, 255, SOFT, SCALE)
    pen.line((_at(one["rule"], box.middle), _at(box.x + box.width, box.middle)), PALE, SCALE)
    pen.text(_at(one["no"], box.middle), str(one["line"].fixture.number), SOFT, font(9), anchor="lm")
    for at, side in enumerate(one["sides"]):
        middle = box.y + box.height * (0.25 + 0.5 * at)
        bold = SCALE / 4 if side["won"] else 0
        tone = SOFT if side["faint"] else INK
        size = font(10 if side["faint"] else 14)
        pen.text(_at(one["text"], middle), side["name"], tone, size, anchor="lm", stroke_width=bold)
        pen.text(_at(one["right"], middle), side["score"], tone, size, anchor="rm", stroke_width=bold)
