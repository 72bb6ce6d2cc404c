"""Office files are zip archives: checking one before anything in it is unpacked."""

from __future__ import annotations

import io
import zipfile
import zlib

from .model import Unreadable

TOTAL = 200 * 1024 * 1024
PART = 60 * 1024 * 1024
_RATIO = 300
_SMALL = 2 * 1024 * 1024
_MANY = 5000


def corrupt() -> Unreadable:
    """Give the refusal for a damaged file."""
    return Unreadable("文件已损坏，打不开。", "请用 Word、WPS 或 Excel 打开后另存一份，再上传。")


def _bomb() -> Unreadable:
    return Unreadable(
        "文件解压后大得不正常，为安全起见不予读取。", "请把文字复制到新文档里保存后再上传。"
    )


def open_archive(data: bytes) -> zipfile.ZipFile:
    """Open an archive after weighing what it declares: total size, ratio, number of parts."""
    try:
        box = zipfile.ZipFile(io.BytesIO(data))
        parts = box.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise corrupt() from None
    if len(parts) > _MANY or sum(p.file_size for p in parts) > TOTAL:
        raise _bomb()
    for part in parts:
        if part.flag_bits & 1:
            raise Unreadable("文件加了密码，无法读取。", "请先取消密码，另存一份再上传。")
        if part.file_size > _SMALL and part.file_size > _RATIO * max(1, part.compress_size):
            raise _bomb()
    return box


def read_part(box: zipfile.ZipFile, name: str, cap: int = PART) -> bytes:
    """Read one part with a cap of our own, because declared sizes lie."""
    try:
        with box.open(name) as stream:
            content = stream.read(cap + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError):
        raise corrupt() from None
    if len(content) > cap:
        raise _bomb()
    return content


def check_parts(box: zipfile.ZipFile) -> None:
    """Unpack every part once under the caps, for libraries that open the archive themselves."""
    total = 0
    for part in box.infolist():
        total += len(read_part(box, part.filename))
        if total > TOTAL:
            raise _bomb()


def open_office(data: bytes) -> str:
    """Say which Office file an archive is, by the parts it holds."""
    names = set(open_archive(data).namelist())
    if "word/document.xml" in names:
        return "docx"
    if "xl/workbook.xml" in names:
        return "xlsx"
    if any(n.startswith(("word/", "xl/")) for n in names) or "[Content_Types].xml" in names:
        raise corrupt()
    raise Unreadable("这是一个压缩包，不是 Word 或 Excel 文件。", "请先解压，再上传里面的文档。")
