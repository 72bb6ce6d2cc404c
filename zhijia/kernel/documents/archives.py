"""Office files judged without unpacking them into memory.

A zip's own word about its sizes is checked first, then counted: each entry is inflated in small
pieces that are thrown away, and stops the moment it passes what it declared. Old (OLE) files are
judged by the names in their directory.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from ..refusals import Refused

MAX_UNPACKED = 200 * 1024 * 1024
MAX_ENTRIES = 4000
MAX_RATIO = 150
_MAIN = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx", "ppt/presentation.xml": "pptx"}
_PIECE = 64 * 1024

_BOMB = ("这个文件解开后大得不正常，可能有害。", "请用 Word 或 Excel 打开原文件，另存一份再上传。")
_BROKEN = ("这个文件已损坏，无法打开。", "请打开原文件另存一份再上传。")
_MACRO = ("这个文件里有宏程序。", "请另存为不带宏的 docx、xlsx 或 pptx 再上传。")
_LOCKED = ("这个文件加了密码，系统读不了。", "请用原来的软件打开，取消密码后另存一份再上传。")


def check_office(data: bytes) -> str | None:
    """docx, xlsx, pptx, or None for any other zip. Raises ``Refused``.

    Bounds: 200 MB unpacked, 4,000 entries, 150 times the packed size once beyond 10 MB.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, struct.error, OSError, NotImplementedError) as error:
        raise Refused(*_BROKEN) from error
    names = {entry.filename for entry in entries}
    total = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    swollen = total > 10 * 1024 * 1024 and total > MAX_RATIO * len(data)
    if total > MAX_UNPACKED or len(entries) > MAX_ENTRIES or packed > len(data) or swollen:
        raise Refused(*_BOMB)
    kind = next((kind for part, kind in _MAIN.items() if part in names), None)
    if kind is None or "[Content_Types].xml" not in names:
        return None
    if any(entry.flag_bits & 1 for entry in entries):
        raise Refused(*_LOCKED)
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Refused(*_MACRO)
    for entry in entries:
        _count(data, entry)
    return kind


def _count(data: bytes, entry: zipfile.ZipInfo) -> None:
    """Inflate one entry piece by piece and throw it away; refuse lies and XML entities."""
    start = entry.header_offset
    if data[start : start + 4] != b"PK\x03\x04" or len(data) < start + 30:
        raise Refused(*_BROKEN)
    name_size, extra_size = struct.unpack_from("<HH", data, start + 26)
    begin = start + 30 + name_size + extra_size
    body = memoryview(data)[begin : begin + entry.compress_size]
    xml = entry.filename.lower().endswith((".xml", ".rels"))
    if entry.compress_type == zipfile.ZIP_STORED:
        if len(body) != entry.file_size:
            raise Refused(*_BOMB)
        _no_entities(bytes(body[:_PIECE]), xml)
        return
    if entry.compress_type != zipfile.ZIP_DEFLATED:
        raise Refused(*_BROKEN)
    inflater, seen, feed, first = zlib.decompressobj(-15), 0, body, True
    try:
        while not inflater.eof:
            piece = inflater.decompress(feed, _PIECE)
            feed = inflater.unconsumed_tail
            seen += len(piece)
            if seen > entry.file_size:
                raise Refused(*_BOMB)
            if first:
                _no_entities(piece, xml)
                first = False
            if not piece and not feed:
                break
    except zlib.error as error:
        raise Refused(*_BROKEN) from error
    if seen != entry.file_size:
        raise Refused(*_BROKEN)


def _no_entities(head: bytes, xml: bool) -> None:
    """A document type at the top of an Office part is only ever an attack."""
    if xml and (b"<!DOCTYPE" in head or "<!DOCTYPE".encode("utf-16-le") in head):
        raise Refused(*_BOMB)


def ole_kind(data: bytes) -> str | None:
    """doc, xls, or None for another OLE file. Raises ``Refused`` for encrypted ones.

    Directory names are UTF-16 and stand in 128-byte records, so a match at such a boundary is a
    directory entry and not a word in the text.
    """
    names = {
        name
        for name in ("EncryptedPackage", "EncryptionInfo", "WordDocument", "Workbook", "Book")
        if _has_entry(data, name)
    }
    if names & {"EncryptedPackage", "EncryptionInfo"}:
        raise Refused(*_LOCKED)
    if _has_entry(data, "_VBA_PROJECT"):
        raise Refused(*_MACRO)
    if "WordDocument" in names:
        start = data.find(b"\xec\xa5", 512)
        flags = data[start + 11 : start + 12] if start >= 0 and start % 512 == 0 else b""
        if flags and flags[0] & 1:  # FIB fEncrypted
            raise Refused(*_LOCKED)
        return "doc"
    if names & {"Workbook", "Book"}:
        start = data.find(b"\x09\x08\x10\x00\x00\x06\x05\x00", 512)
        if start >= 0 and data[start + 20 : start + 22] == b"\x2f\x00":  # FILEPASS after BOF
            raise Refused(*_LOCKED)
        return "xls"
    return None


def _has_entry(data: bytes, name: str) -> bool:
    wanted = name.encode("utf-16-le") + b"\x00\x00"
    length = struct.pack("<H", len(wanted))
    at = data.find(wanted)
    while at >= 0:
        if at % 128 == 0 and data[at + 64 : at + 66] == length:
            return True
        at = data.find(wanted, at + 2)
    return False
