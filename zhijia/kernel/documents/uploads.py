"""What a file really is, before anything else reads it.

The name only says what the sender claims; the bytes decide, and the two must agree. Nothing is
decompressed into memory here, nothing is parsed by a library that could be attacked: archives are
judged by their directory and by counting (``archives``), pictures by their header.
"""

from __future__ import annotations

import hashlib
import io
import re
import unicodedata
import warnings
from dataclasses import dataclass
from typing import Literal

from PIL import Image

from ..refusals import Refused
from .archives import check_office, ole_kind
from .photos import MAX_PIXELS, clean_photo

__all__ = ["ANY", "Refused", "Upload", "check_upload", "clean_photo", "safe_name"]

Kind = Literal["photo", "docx", "xlsx", "pptx", "pdf", "text", "doc", "xls"]
ANY: frozenset[str] = frozenset({"photo", "docx", "xlsx", "pptx", "pdf", "text", "doc", "xls"})

_OFFICE = "application/vnd.openxmlformats-officedocument."
_MIME = {
    "docx": _OFFICE + "wordprocessingml.document",
    "xlsx": _OFFICE + "spreadsheetml.sheet",
    "pptx": _OFFICE + "presentationml.presentation",
    "pdf": "application/pdf",
    "text": "text/plain",
    "doc": "application/msword",
    "xls": "application/vnd.ms-excel",
}
_BY_SUFFIX = {
    "jpg": "photo",
    "jpeg": "photo",
    "png": "photo",
    "webp": "photo",
    "txt": "text",
    "csv": "text",
    "md": "text",
    **{kind: kind for kind in _MIME if kind != "text"},
}
_WORDS = {
    "photo": "照片（jpg、png）",
    "docx": "Word（docx）",
    "xlsx": "Excel（xlsx）",
    "pptx": "演示文稿（pptx）",
    "pdf": "PDF",
    "text": "文本（txt、csv）",
    "doc": "旧版 Word（doc）",
    "xls": "旧版 Excel（xls）",
}
_PHOTO_MAGIC = ((b"\xff\xd8\xff", "JPEG"), (b"\x89PNG\r\n\x1a\n", "PNG"))
_HEIC = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif")
_MARKUP = re.compile(rb"<\s*(!doctype\s+html|html|svg|script|body|iframe|\?xml|!entity)", re.I)


@dataclass(frozen=True, slots=True)
class Upload:
    """A checked file; ``size`` in bytes, ``name`` safe to store and to offer for download."""

    kind: Kind
    mime: str
    name: str
    sha256: str
    size: int


def check_upload(
    data: bytes, name: str, allow: frozenset[str] = ANY, limit: int = 20 * 1024 * 1024
) -> Upload:
    """Decide whether to take a file.

    ``limit`` is in bytes. Raises ``Refused`` when it is empty, too large, of a type not in
    ``allow``, not what its name says, encrypted, holds macros, or would swell beyond bounds.
    """
    if not data:
        raise Refused("这个文件是空的。", "请打开原文件看看有没有内容，保存后再上传。")
    if len(data) > limit:
        raise Refused(
            f"文件有 {_megabytes(len(data))}，超过了 {_megabytes(limit)} 的上限。",
            "请压缩图片或拆成几个文件再上传。",
        )
    claimed = _BY_SUFFIX.get(_suffix(name))
    kind, detail = _look(data)
    if kind is None or kind not in allow:
        raise _not_allowed(allow)
    if claimed != kind:
        raise Refused(
            "文件内容和文件名的后缀对不上。",
            f"内容看起来是{_WORDS[kind]}，请用原来的软件打开，另存为正确的格式再上传。",
        )
    mime = f"image/{detail.lower()}" if kind == "photo" else _MIME[kind]
    if kind == "text" and _suffix(name) == "csv":
        mime = "text/csv"
    clean = safe_name(name)
    if kind == "photo":
        clean = _with_suffix(clean, {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}[detail])
    return Upload(kind, mime, clean, hashlib.sha256(data).hexdigest(), len(data))


def _look(data: bytes) -> tuple[str | None, str]:
    """(kind by content, detail) or (None, ""); refuses what is dangerous or hopeless."""
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC:
        raise Refused(
            "暂时不能读取 HEIC/AVIF 格式的照片。",
            "苹果手机请在“设置—相机—格式”里选“兼容性最佳”，或用微信发送后保存为 jpg 再上传。",
        )
    for magic, form in _PHOTO_MAGIC:
        if data.startswith(magic):
            return _photo(data, form)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return _photo(data, "WEBP")
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return check_office(data), ""
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return ole_kind(data), ""
    if data[:1024].lstrip(b"\xef\xbb\xbf\x00\t\r\n ").startswith(b"%PDF-"):
        return "pdf", ""
    return ("text", "") if _is_text(data) else (None, "")


def _photo(data: bytes, form: str) -> tuple[str, str]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            width, height = Image.open(io.BytesIO(data), formats=[form]).size
    except Image.DecompressionBombError:
        width = height = MAX_PIXELS
    except Exception as error:  # Pillow's readers raise many kinds on broken headers
        raise Refused("这张照片已损坏，无法打开。", "请重新拍摄或重新导出后再上传。") from error
    if width * height > MAX_PIXELS:
        raise Refused(
            "这张图片的像素太多（超过五千万）。", "请用手机或画图软件把图片缩小后再上传。"
        )
    return "photo", form


def _is_text(data: bytes) -> bool:
    """Readable as UTF-8, UTF-16 with its mark, or GB18030, and not a web page in disguise."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        codecs = ("utf-16",)
    elif b"\x00" in data:
        return False
    else:
        codecs = ("utf-8-sig", "gb18030")
    for codec in codecs:
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        controls = sum(c < " " and c not in "\t\r\n\f\x1a" for c in text[:100_000])
        return not controls and not _MARKUP.search(text[:4096].encode())
    return False


def _not_allowed(allow: frozenset[str]) -> Refused:
    words = "、".join(_WORDS[kind] for kind in _WORDS if kind in allow)
    return Refused("这里不能上传这种文件。", f"可以上传：{words}。请另存为其中一种再试。")


def _megabytes(size: int) -> str:
    return f"{size / 1024 / 1024:.1f} MB"


def _suffix(name: str) -> str:
    return name.rpartition(".")[2].strip().lower() if "." in name else ""


_UNSAFE = re.compile(
    '[<>:"/\\\\|?*\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]'
)
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.I)


def safe_name(name: str, longest: int = 120) -> str:
    """The last part of a path without anything a file system or a browser would misread.

    At most ``longest`` characters, the suffix kept and lower-cased; never empty.
    """
    text = unicodedata.normalize("NFC", name.encode("utf-8", "ignore").decode())
    text = re.split(r"[/\\]", text)[-1]
    text = _UNSAFE.sub("", text).strip(" .")
    if not text or _DEVICES.match(text):
        text = "文件" + (f"_{text}" if text else "")
    stem, dot, suffix = text.rpartition(".")
    if not dot or len(suffix) > 8:
        return text[:longest]
    return stem.rstrip(" .")[: longest - len(suffix) - 1] + "." + suffix.lower()


def _with_suffix(name: str, suffix: str) -> str:
    stem, dot, old = name.rpartition(".")
    if old == suffix or (suffix == "jpg" and old == "jpeg"):
        return name
    return f"{stem if dot else name}.{suffix}"
