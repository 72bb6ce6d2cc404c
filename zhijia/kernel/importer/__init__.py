"""Bringing in what a school already has in Excel: headers matched, a verdict per row, then actions.

A domain declares an :class:`Importer` in its ``imports.py``. Reading a file only makes a preview;
nothing happens until the person confirms. Then the accepted rows are written in batches, each one
transaction that also marks its rows: an import that was killed goes on where it stopped. A row
that is refused then keeps its reason and harms no other. A whole import can be undone.
"""

from .models import Import, ImportBlock, ImportRow, Verdict
from .reading import read, take_in
from .running import confirm, undo
from .spec import Batch, Column, Importer, Judged, importer, importers
from .values import (
    read_choice,
    read_count,
    read_date,
    read_id_number,
    read_money,
    read_phone,
    read_text,
)

__all__ = [
    "Batch",
    "Column",
    "Import",
    "ImportBlock",
    "ImportRow",
    "Importer",
    "Judged",
    "Verdict",
    "confirm",
    "importer",
    "importers",
    "read",
    "read_choice",
    "read_count",
    "read_date",
    "read_id_number",
    "read_money",
    "read_phone",
    "read_text",
    "take_in",
    "undo",
]
