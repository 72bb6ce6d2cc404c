"""Spreadsheets by calamine: month tables with merged heads and blank month cells."""

from __future__ import annotations

import io

from .archive import check_parts, corrupt, open_archive
from .model import Intake, Unreadable
from .tables import rows_to_lines

_ROWS, _COLUMNS, _SHEETS = 5000, 60, 20


def read_sheet(data: bytes) -> Intake:
    """Give every sheet's rows as lines, the sheet names left out."""
    import python_calamine as calamine

    if data.startswith(b"PK"):
        check_parts(open_archive(data))
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = [book.get_sheet_by_name(name) for name in book.sheet_names[:_SHEETS]]
        tables = [_rows(sheet) for sheet in sheets]
    except calamine.PasswordError:
        raise Unreadable("表格加了密码，无法读取。", "请先取消密码，另存一份再上传。") from None
    except (calamine.CalamineError, OSError, ValueError):
        raise corrupt() from None
    lines = [line for rows in tables for line in rows_to_lines(rows)]
    return Intake("\n".join(lines))


def _rows(sheet) -> list[list[object]]:
    """Give the rows of a sheet within bounds."""
    rows = []
    for row in sheet.iter_rows():
        rows.append(list(row[:_COLUMNS]))
        if len(rows) >= _ROWS:
            break
    return rows
