"""Pictures on their way into a paper: known format, known size, no surprises."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass

from PIL import Image

MAX_PIXELS = 60_000_000


@dataclass(frozen=True, slots=True)
class Prepared:
    """A PNG or JPEG and its size in pixels."""

    data: bytes
    suffix: str
    width: int
    height: int


def prepare(data: bytes) -> Prepared:
    """Check a picture by its header; anything but PNG and JPEG is turned into PNG.

    Raises ``ValueError`` with a Chinese sentence when it cannot be read or has more than 60
    million pixels.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(data))
        width, height = image.size
        if width * height > MAX_PIXELS:
            raise ValueError("图片的像素太多，放不进文件。")
        if image.format in ("PNG", "JPEG"):
            suffix = "png" if image.format == "PNG" else "jpeg"
            return Prepared(data, suffix, width, height)
        out = io.BytesIO()
        image.convert("RGBA" if "A" in image.getbands() else "RGB").save(out, "PNG")
        return Prepared(out.getvalue(), "png", width, height)
    except ValueError:
        raise
    except Exception as error:  # Pillow's plugins raise many kinds for broken data
        raise ValueError("图片无法读取。") from error


def fit(picture: Prepared, width_mm: float, max_width: float, max_height: float) -> tuple:
    """(width, height) in mm, keeping the shape, inside the given box."""
    width = min(width_mm, max_width)
    height = width * picture.height / picture.width
    if height > max_height:
        width, height = width * max_height / height, max_height
    return width, height
