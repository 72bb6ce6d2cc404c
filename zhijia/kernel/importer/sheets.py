"""An Excel file as rows of text: which sheet, which header, which column is which.

Formulas are never run and links never followed: a cell is the text or number that was saved.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain, islice

from django.utils.translation import gettext as _

from ..refusals import Refused

MOST = 100_000  # rows of one file
HEADER_WITHIN = 15  # rows


@dataclass
class Table:
    """The lines of a sheet, read once from top to bottom: those of ``head`` are looked at before.

    ``top`` and ``left``: how many empty rows and columns lie above and beside the first cell.
    """

    top: int
    left: int
    height: int
    head: list[list]
    rest: Iterator[list]

    def lines(self, skipped: int) -> Iterator[tuple[int, list]]:
        """(row number as Excel shows it, cells) below the first ``skipped`` lines."""
        lines = islice(chain(self.head, self.rest), skipped, None)
        return enumerate(lines, self.top + skipped + 1)


def table(data: bytes, name: str) -> Table:
    """The first sheet that holds any cell. The file has been checked as an upload before."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = (book.get_sheet_by_index(at) for at in range(len(book.sheet_names)))
        sheet = next((sheet for sheet in sheets if sheet.height), None)
    except CalamineError as error:
        raise Refused(_("表格打不开，可能已经损坏。"), _("请另存为 .xlsx 后再上传。")) from error
    if sheet is None:
        return Table(0, 0, 0, [], iter(()))
    if sheet.height > MOST + HEADER_WITHIN:
        raise Refused(_("一次最多导入 %d 行。") % MOST, _("请分成几份。"))
    top, left = sheet.start
    lines = islice(sheet.iter_rows(), top, None)  # a list of all would hold every cell twice
    return Table(top, left, sheet.height, list(islice(lines, HEADER_WITHIN + 1)), lines)


def text_of(cell) -> str:
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, datetime | date):
        return cell.strftime("%Y-%m-%d")
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).strip()


def headers(columns, cells) -> tuple[int, dict[str, int]]:
    """(how many of the first lines end with the header, column name → place).

    The header is the row, or the two rows of a merged header read together, that knows the most
    columns, the required ones among them.
    """
    best = (0, 0, {})
    for at in range(min(HEADER_WITHIN, len(cells))):
        upper = [text_of(c) for c in cells[at]]
        lower = [text_of(c) for c in cells[at + 1]] if at + 1 < len(cells) else []
        for height, words in ((1, upper), (2, _merged(upper, lower))):
            places = _places(columns, words)
            if all(c.name in places for c in columns if c.required) and len(places) > len(best[2]):
                best = (at + height, height, places)
    if not best[2]:
        labels = "、".join(c.label for c in columns if c.required)
        raise Refused(_("没有找到表头。"), _("前几行里要有一行写着：%s。") % labels)
    return best[0], best[2]


def _merged(upper, lower):
    """A header over two rows: the lower word where there is one."""
    width = max(len(upper), len(lower))
    pad = lambda words: words + [""] * (width - len(words))  # noqa: E731
    return [low or up for up, low in zip(pad(upper), pad(lower), strict=True)]


def _places(columns, words) -> dict[str, int]:
    places = {}
    for place, word in enumerate(words):
        column = next((c for c in columns if c.name not in places and c.matches(word)), None)
        if column:
            places[column.name] = place
    return places


def unknown_headers(columns, cells, at, places) -> list[str]:
    """The headers nobody reads, to be shown so that nothing is lost unseen."""
    words = [text_of(c) for c in cells[at - 1]] if at else []
    taken = set(places.values())
    return [word for place, word in enumerate(words) if word and place not in taken][:20]


def cell_name(place: int, number: int) -> str:
    """C12 for the third column of row 12."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{number}"
