"""Photos made safe to publish: upright, small, and silent about where they were taken."""

from __future__ import annotations

import io
import warnings

from PIL import Image, ImageCms, ImageOps

from ..refusals import Refused

MAX_PIXELS = 50_000_000
_FORMATS = ["JPEG", "PNG", "WEBP"]


def clean_photo(data: bytes, longest: int = 2000) -> tuple[bytes, bytes]:
    """(JPEG at most ``longest`` pixels on a side, thumbnail at most 480), without any metadata.

    The picture is turned as EXIF says, colours become sRGB, transparency becomes white; then a
    fresh file is written, so EXIF, GPS, XMP, comments and embedded thumbnails are gone. A JPEG is
    decoded at reduced size (``Image.draft``): 40 megapixels stay within about 200 MB.
    Raises ``Refused`` for HEIC, broken pictures and more than 50 million pixels.
    """
    if data[4:8] == b"ftyp":
        raise Refused(
            "暂时不能读取 HEIC/AVIF 格式的照片。",
            "苹果手机请在“设置—相机—格式”里选“兼容性最佳”，或保存为 jpg 再上传。",
        )
    try:
        picture = _upright(data, longest)
        return _jpeg(picture, longest, 85), _jpeg(picture, 480, 80)
    except Refused:
        raise
    except Exception as error:  # Pillow's decoders raise many kinds on broken data
        raise Refused("这张照片已损坏，无法打开。", "请重新拍摄或重新导出后再上传。") from error


def _upright(data: bytes, longest: int) -> Image.Image:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        image = Image.open(io.BytesIO(data), formats=_FORMATS)
    if image.width * image.height > MAX_PIXELS:
        raise Refused("这张图片的像素太多（超过五千万）。", "请把图片缩小后再上传。")
    orientation = image.getexif().get(0x0112, 1)
    profile = image.info.get("icc_profile")
    image.draft("RGB", (longest, longest))
    image.thumbnail((longest, longest), Image.Resampling.LANCZOS, reducing_gap=None)
    if orientation != 1:
        image = ImageOps.exif_transpose(image)
    return _plain(image, profile)


def _plain(image: Image.Image, profile: bytes | None) -> Image.Image:
    """RGB on white, in sRGB."""
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
        ground = Image.new("RGB", image.size, "white")
        ground.paste(image, mask=image.getchannel("A"))
        image = ground
    if profile and image.mode in ("RGB", "CMYK"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            made = ImageCms.profileToProfile(
                image, source, ImageCms.createProfile("sRGB"), outputMode="RGB"
            )
            image = made or image
        except ImageCms.PyCMSError:
            pass  # an unusable profile: the plain values are the best there is
    return image.convert("RGB")


def _jpeg(image: Image.Image, longest: int, quality: int) -> bytes:
    copy = Image.frombytes("RGB", image.size, image.tobytes())  # leaves every info behind
    copy.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    copy.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
    return out.getvalue()
