"""The bracket drawn as a picture for paper, with the numbers of ``fixtures.bracket_layout``."""

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
DOTS = 3000  # across the picture, about 300 an inch
EDGE, HEAD = 4, 26  # units around, and above for the names of the rounds
INK, SOFT, PALE = 20, 110, 170  # greys


@lru_cache(maxsize=16)
def font(dots: int):
    folder = Path(pylopdf_fonts_zh_cn.__file__).parent
    return ImageFont.truetype(str(folder / "NotoSansSC-Regular.otf"), dots)


def sizes_for(bracket) -> tuple[Sizes, bool]:
    """(sizes that fill the page, whether half of it stands on each side)."""
    sided, rounds = bracket.size >= SIDED, len(bracket.rounds)
    columns, rows = (2 * rounds - 1, bracket.size // 4) if sided else (rounds, bracket.size // 2)
    wanted = (columns * (WIDTH + ACROSS) - ACROSS) * HIGH / WIDE - HEAD
    free = (wanted - rows * HEIGHT) / max(rows - 1, 1)
    return Sizes(WIDTH, HEIGHT, ACROSS, min(max(free, NEAR), FAR)), sided


def picture(board) -> tuple[bytes, float]:
    """(a picture in PGM, its width in mm), made to stand on one landscape page of A4."""
    found = showing.drawing(board, *sizes_for(board.bracket), name=6)
    width, height = found["width"] + 2 * EDGE, found["total"] - found["top"] + HEAD + 2 * EDGE
    pen = Pen(width, height)
    for heading in found["headings"]:
        pen.words(heading.x, -8, heading.words, 13, SOFT, "ls")
    for path in found["paths"]:
        pen.line([tuple(map(float, point.split(","))) for point in path.split()], PALE)
    for one in found["boxes"]:
        _box(pen, one)
    return pen.pgm(), min(WIDE, HIGH * width / height)


class Pen:
    """Draws in the units of the layout; the origin is that of the layout."""

    def __init__(self, width, height):
        self.scale = max(2, round(DOTS / width))
        size = round(width * self.scale), round(height * self.scale)
        self.image = Image.new("L", size, 255)
        self.draw = ImageDraw.Draw(self.image)

    def at(self, x, y):
        return (x + EDGE) * self.scale, (y + EDGE + HEAD) * self.scale

    def line(self, points, tone):
        self.draw.line([self.at(*point) for point in points], tone, self.scale)

    def box(self, box):
        corners = (*self.at(box.x, box.y), *self.at(box.x + box.width, box.y + box.height))
        self.draw.rounded_rectangle(corners, 5 * self.scale, 255, SOFT, self.scale)

    def words(self, x, y, words, size, tone, anchor, bold=False):
        stroke = self.scale / 4 if bold else 0
        face = font(size * self.scale)
        self.draw.text(self.at(x, y), words, tone, face, anchor=anchor, stroke_width=stroke)

    def pgm(self) -> bytes:
        """Plain greys with a short head; the paper turns them into PNG."""
        return b"P5 %d %d 255\n" % self.image.size + self.image.tobytes()


def _box(pen, one):
    box = one["box"]
    pen.box(box)
    pen.line([(one["rule"], box.middle), (box.x + box.width, box.middle)], PALE)
    pen.words(one["no"], box.middle, str(one["line"].fixture.number), 9, SOFT, "lm")
    for at, side in enumerate(one["sides"]):
        middle = box.y + box.height * (0.25 + 0.5 * at)
        tone, size = (SOFT, 10) if side["faint"] else (INK, 14)
        pen.words(one["text"], middle, side["name"], size, tone, "lm", side["won"])
        pen.words(one["right"], middle, side["score"], size, tone, "rm", side["won"])
