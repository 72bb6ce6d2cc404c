"""Papers that can be taken out of a thing: found by the pages and by the contract tests."""

from collections.abc import Callable
from dataclasses import dataclass

FORMATS = ("docx", "pdf", "xlsx", "pptx")


@dataclass(frozen=True)
class Document:
    """``make(obj, by)`` gives a Paper (docx, pdf), sheets (xlsx) or a Deck (pptx)."""

    name: str
    model: type
    label: str
    power: str
    formats: tuple
    make: Callable


documents: dict[str, Document] = {}


def document(model, name, label, *, may, formats=("docx", "pdf")):
    """Register ``make(obj, by)`` as a paper of ``model`` that holders of ``may`` can take out."""

    def register(make):
        if name in documents or not set(formats) <= set(FORMATS):
            raise ValueError(f"document {name} stands twice or has an unknown format")
        documents[name] = Document(name, model, label, may, tuple(formats), make)
        return make

    return register


def documents_of(model) -> list[Document]:
    return [d for d in documents.values() if d.model is model]
