"""Small invented pictures for the demo: a horizon, a sun, and the day's words."""

import io
from pathlib import Path

import pylopdf_fonts_zh_cn
from PIL import Image, ImageDraw, ImageFont

FONT = Path(pylopdf_fonts_zh_cn.__file__).parent / "NotoSansSC-Regular.otf"
SKIES = (
    ("#c9543f", "#f0d9a8"),
    ("#2f5d8a", "#e7eff7"),
    ("#2d6a4f", "#e6f1eb"),
    ("#a8843a", "#fbf1d9"),
)


def picture(words: str, dice) -> bytes:
    """A JPEG of 960 × 720 that cannot be mistaken for a photograph of anybody."""
    top, bottom = (_rgb(c) for c in dice.choice(SKIES))
    image = Image.new("RGB", (960, 720))
    draw = ImageDraw.Draw(image)
    for y in range(720):
        share = y / 720
        draw.line(
            [(0, y), (960, y)],
            tuple(round(a + (b - a) * share) for a, b in zip(top, bottom, strict=True)),
        )
    x = dice.randint(160, 800)
    draw.ellipse([x - 70, 120, x + 70, 260], fill="#fff6df")
    for layer in range(3):
        hills = [(0, 720)] + [(i * 96, 470 + layer * 60 + dice.randint(-50, 50)) for i in range(11)]
        shade = tuple(max(0, c - 40 * (layer + 1)) for c in top)
        draw.polygon([*hills, (960, 720)], fill=shade)
    draw.text((40, 640), words, font=ImageFont.truetype(str(FONT), 40), fill="#ffffff")
    out = io.BytesIO()
    image.save(out, "JPEG", quality=72)
    return out.getvalue()


def _rgb(colour):
    return tuple(int(colour[i : i + 2], 16) for i in (1, 3, 5))
