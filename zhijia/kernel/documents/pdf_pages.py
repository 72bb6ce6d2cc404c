"""The pages of a PDF as pictures: what they show and nothing else that the file knows."""

from __future__ import annotations

import io
import threading

from ..refusals import Refused

LOCK = threading.Lock()  # pdfium is not safe to call from two threads


def pages_as_photos(data: bytes, most: int, longest: int = 1400) -> list[bytes]:
    """A JPEG a page, at most ``longest`` pixels on a side.

    The writer's name, times, layers, comments kept as data and hidden text do not come along.
    Raises ``Refused`` for more than ``most`` pages, a password, and what is no readable PDF.
    """
    import pypdfium2 as pdfium  # a large library that few requests need

    with LOCK:
        try:
            document = pdfium.PdfDocument(data)
        except pdfium.PdfiumError as error:
            if "password" in str(error).lower():
                raise Refused(
                    "这份 PDF 加了密码，无法读取。", "请先取消密码，另存一份再上传。"
                ) from error
            raise _broken() from error
        try:
            if len(document) > most:
                raise Refused(
                    f"这份 PDF 有 {len(document)} 页，最多还能收 {most} 页。",
                    "请只留下要紧的几页，另存后再上传。",
                )
            return [_jpeg(document[number], longest) for number in range(len(document))]
        except pdfium.PdfiumError as error:
            raise _broken() from error
        finally:
            document.close()


def _jpeg(page, longest) -> bytes:
    picture = page.render(scale=longest / max(page.get_size())).to_pil().convert("RGB")
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=80)
    return out.getvalue()


def _broken() -> Refused:
    return Refused("这份 PDF 已损坏，无法打开。", "请重新导出，或拍成照片再上传。")
