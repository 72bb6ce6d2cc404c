"""A zip writer for Office files whose fixed parts were compressed once, and XML escaping.

``zipfile`` cannot take bytes that are already deflated; writing the records ourselves lets a
document cost only its own text. Format: PKWARE APPNOTE 4.3 (no zip64: parts stay under 4 GB).
"""

from __future__ import annotations

import re
import struct
import zlib
from dataclasses import dataclass

from .layout import clean

_SPECIAL = re.compile('[&<>"]')
_ENTITIES = {38: "&amp;", 60: "&lt;", 62: "&gt;", 34: "&quot;"}
_LOCAL = struct.Struct("<IHHHHHIIIHH")
_CENTRAL = struct.Struct("<IHHHHHHIIIHHHHHII")
_END = struct.Struct("<IHHHHIIH")
_DOS_DATE = 0x0021  # 1980-01-01: equal papers give equal bytes


@dataclass(frozen=True, slots=True)
class Part:
    """One file in the package, ready to be copied into any number of zips."""

    name: bytes
    body: bytes
    crc: int
    size: int
    method: int


def part(name: str, data: bytes | str, level: int = 6) -> Part:
    """Compress once. ``level=0`` stores (for pictures, which are compressed already)."""
    raw = data.encode() if isinstance(data, str) else data
    if level == 0:
        return Part(name.encode(), raw, zlib.crc32(raw), len(raw), 0)
    squeezer = zlib.compressobj(level, zlib.DEFLATED, -15, 9)
    body = squeezer.compress(raw) + squeezer.flush()
    return Part(name.encode(), body, zlib.crc32(raw), len(raw), 8)


def pack(parts: list[Part]) -> bytes:
    """The zip file, parts in the order given ([Content_Types].xml should come first)."""
    out, directory, offset = [], [], 0
    for p in parts:
        packed = len(p.body)
        local = _LOCAL.pack(
            0x04034B50, 20, 0, p.method, 0, _DOS_DATE, p.crc, packed, p.size, len(p.name), 0
        )
        directory.append(
            _CENTRAL.pack(
                0x02014B50,
                20,
                20,
                0,
                p.method,
                0,
                _DOS_DATE,
                p.crc,
                packed,
                p.size,
                len(p.name),
                0,
                0,
                0,
                0,
                0,
                offset,
            )
            + p.name
        )
        out += (local, p.name, p.body)
        offset += len(local) + len(p.name) + packed
    index = b"".join(directory)
    end = _END.pack(0x06054B50, 0, 0, len(parts), len(parts), len(index), offset, 0)
    return b"".join((*out, index, end))


def escape(text: object) -> str:
    """Text for XML content or a double-quoted attribute; illegal characters are dropped."""
    value = clean(text)
    return value.translate(_ENTITIES) if _SPECIAL.search(value) else value
