"""PDF text by pypdfium2; a scan without a text layer is refused."""

from __future__ import annotations

import re
from collections import Counter

from zhijia.kernel.documents.pdf_pages import LOCK

from .archive import corrupt
from .model import Intake, Unreadable

_PAGES = 300


def read_pdf(data: bytes) -> Intake:
    """Give the text layer page by page, without running heads and page numbers."""
    import pypdfium2 as pdfium

    with LOCK:
        try:
            document = pdfium.PdfDocument(data)
            pages = [_page_lines(document[n]) for n in range(min(len(document), _PAGES))]
            document.close()
        except pdfium.PdfiumError as error:
            if "password" in str(error).lower():
                raise Unreadable(
                    "PDF 加了密码，无法读取。", "请先取消密码，另存一份再上传。"
                ) from None
            raise corrupt() from None
    letters = sum(len(re.sub(r"\s", "", line)) for page in pages for line in page)
    if letters < 5 * max(1, min(len(pages), 4)):
        raise Unreadable(
            "这份 PDF 没有文字层，多半是扫描件。", "请上传原来的 Word 文档，或先做文字识别再上传。"
        )
    return Intake("\n".join(_without_running_heads(pages)), wrapped=True)


def _page_lines(page) -> list[str]:
    """Give the lines of one page."""
    text = page.get_textpage().get_text_bounded()
    text = text.replace("\ufffe", "").replace("\x02", "")
    return [line.strip() for line in text.splitlines() if line.strip()]


def _without_running_heads(pages: list[list[str]]) -> list[str]:
    """Drop page numbers, and first or last lines that come back on most pages."""
    edges = Counter(line for page in pages for line in {*page[:1], *page[-1:]})
    running = {line for line, n in edges.items() if n >= 3 and n * 2 >= len(pages)}
    lines = []
    for page in pages:
        for place, line in enumerate(page):
            edge = place in (0, len(page) - 1)
            if edge and (
                line in running or re.fullmatch(r"[-—–\s]*\d{1,3}[-—–\s]*(?:/\s*\d+)?", line)
            ):
                continue
            lines.append(line)
    return lines
