"""From bytes to text: what the file really is, whether it may be opened, and how to read it."""

from __future__ import annotations

import re

from .model import Intake, Unreadable

LARGEST = 20 * 1024 * 1024
_IMAGES = (
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"GIF8", "图片"),
    (b"BM", "图片"),
    (b"II*\x00", "图片"),
    (b"MM\x00*", "图片"),
    (b"Rar!", "压缩包"),
    (b"7z\xbc\xaf", "压缩包"),
    (b"\x1f\x8b", "压缩包"),
    (b"\x7fELF", "程序"),
    (b"MZ\x90", "程序"),
    (b"ID3", "音频"),
)
_TYPES = {
    "docx": "Word 文档（docx）",
    "xlsx": "Excel 表格（xlsx）",
    "pdf": "PDF 文档",
    "doc": "旧版 Word 文档（doc）",
    "xls": "旧版 Excel 表格（xls）",
    "text": "文本文件",
    "rtf": "RTF 文档",
}
_NAMES = {
    "docx": {"docx", "docm"},
    "xlsx": {"xlsx", "xlsm"},
    "pdf": {"pdf"},
    "doc": {"doc", "wps"},
    "xls": {"xls", "et"},
    "rtf": {"rtf", "doc"},
    "text": {"txt", "md", "markdown", "html", "htm", "csv"},
}
_SAVE = "请用 Word 或 WPS 打开，另存为 .docx 后再上传；也可以把文字直接粘贴进来。"


def sniff(data: bytes) -> str:
    """Say what the bytes are: docx, xlsx, zip, pdf, doc, xls, locked, rtf, image… or text."""
    head = data[:1024]
    if head.startswith(b"PK\x03\x04") or head.startswith(b"PK\x05\x06"):
        return "zip"
    if b"%PDF-" in head:
        return "pdf"
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _sniff_ole(data)
    if head.startswith(b"{\\rtf"):
        return "rtf"
    for magic, name in _IMAGES:
        if head.startswith(magic) and (magic != b"BM" or b"\x00" in head[:32]):
            return name
    if head[:4] == b"RIFF" or head[4:8] == b"ftyp":
        return "图片"
    return "text"


def _sniff_ole(data: bytes) -> str:
    """Tell the old Office files apart by the stream names in their directory."""

    def has(name: str) -> bool:
        return name.encode("utf-16-le") in data

    if has("EncryptedPackage"):
        return "locked"
    if has("WordDocument"):
        return "doc"
    if has("Workbook") or b"B\x00o\x00o\x00k\x00\x00" in data:
        return "xls"
    return "ole"


def decode(data: bytes) -> str:
    """Decode text: BOM, then strict UTF-8, then strict GB18030; anything else is refused."""
    for bom, code in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if data.startswith(bom):
            try:
                return data.decode(code)
            except UnicodeDecodeError:
                raise _bad_encoding() from None
    for code in ("utf-8", "gb18030"):
        try:
            text = data.decode(code)
        except UnicodeDecodeError:
            continue
        if not _looks_binary(text):
            return text
    raise _bad_encoding()


def _looks_binary(text: str) -> bool:
    """Say whether decoded text is really binary: controls, or mostly rare characters."""
    sample = text[:20000]
    controls = len(re.findall(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffe\uffff]", sample))
    private = len(re.findall(r"[\ue000-\uf8ff]", sample))
    if "\x00" in sample or controls * 50 > len(sample) + 50:
        return True
    return private * 8 > len(sample)


def _bad_encoding() -> Unreadable:
    return Unreadable(
        "认不出这个文件的内容：它不是文本，或者文字编码已损坏。",
        "请上传 .docx、.xlsx、.pdf、.txt 文件；文本请用 UTF-8 或 GB18030 编码保存。",
    )


def _refuse(kind: str) -> Unreadable:
    if kind == "locked":
        return Unreadable("文件加了密码，无法读取。", "请先取消密码，另存一份再上传。")
    if kind == "图片":
        return Unreadable(
            "这是一张图片，里面没有文字可读。", "请上传原来的文档，或先用文字识别软件转成文字。"
        )
    if kind == "压缩包":
        return Unreadable("这是一个压缩包。", "请先解压，再上传里面的文档。")
    if kind == "ole":
        return Unreadable("这是认不出的旧版 Office 文件，或文件已损坏。", _SAVE)
    return Unreadable(
        f"这是{kind}文件，不能作为计划读取。", "请上传 .docx、.xlsx、.pdf 或 .txt 文件。"
    )


def _misnamed(kind: str, name: str) -> list[str]:
    """Warn when the name promises another type than the bytes are."""
    ending = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    known = set().union(*_NAMES.values())
    if ending in known and ending not in _NAMES[kind]:
        return [f"文件名以 .{ending} 结尾，实际是{_TYPES[kind]}，已按实际类型读取。"]
    return []


def take_in(data: bytes, name: str) -> Intake:
    """Turn a file into text, or raise Unreadable saying what is wrong and how to mend it."""
    if not data or not data.strip():
        raise Unreadable("文件是空的。", "请检查是否选错了文件，再上传一次。")
    if len(data) > LARGEST:
        raise Unreadable("文件超过 20 MB，太大了。", "请删去图片或另存为较小的文件后再上传。")
    kind = sniff(data)
    if kind == "zip":
        from .archive import open_office

        kind = open_office(data)
    taken = _reader(kind)(data)
    taken.warnings = _misnamed(kind, name) + taken.warnings
    return taken


def _read_plain(data: bytes) -> Intake:
    from .tables import text_tables

    return Intake(text_tables(decode(data)))


def _reader(kind: str):
    """Give the function that reads a kind; the heavy libraries load only when needed."""
    if kind == "text":
        return _read_plain
    if kind == "docx":
        from .word import read_docx

        return read_docx
    if kind in ("xlsx", "xls"):
        from .sheet import read_sheet

        return read_sheet
    if kind == "pdf":
        from .pdf import read_pdf

        return read_pdf
    if kind in ("doc", "rtf"):
        from .oldword import read_old

        return read_old
    raise _refuse(kind)
