"""Answering with a document: the right bytes, name and type for a format."""

from importlib import import_module

from django.http import HttpResponse
from django.utils.http import content_disposition_header

OFFICE = "application/vnd.openxmlformats-officedocument."
TYPES = {
    "docx": OFFICE + "wordprocessingml.document",
    "xlsx": OFFICE + "spreadsheetml.sheet",
    "pptx": OFFICE + "presentationml.presentation",
    "pdf": "application/pdf",
}


def make(content, form: str) -> bytes:
    """The bytes. Each format's library is loaded when first asked for: they are large."""
    module = import_module(f"zhijia.kernel.documents.{form}")
    return getattr(module, f"to_{form}")(content)


def answer(content, form: str, name: str) -> HttpResponse:
    """``content`` is a Paper, a list of sheets or a Deck; ``name`` is without its ending."""
    response = HttpResponse(make(content, form), content_type=TYPES[form])
    safe = "".join("-" if c in '\\/:*?"<>|\r\n' else c for c in name)[:100]
    response["Content-Disposition"] = content_disposition_header(True, f"{safe}.{form}")
    return response
