"""Month tables: rows with a month column become month lines and content lines."""

from __future__ import annotations

import re

from .months import read_marker

END = "\x1e"
_MONTH_HEAD = re.compile(
    r"^(?:月\s*份?|时\s*间(?:安排)?|日\s*期|月度|活动时间|工作时间|开展时间|完成时间|起止时间|时段)$"
)
_CONTENT_HEAD = re.compile(r"内容|要点|项目|事项|名称|工作|活动|任务|主题|安排|重点")
_OTHER_HEAD = re.compile(
    r"负责|责任|地点|备注|经费|预算|参加|对象|序号|编号|人员|部门|单位|牵头|协办|时间|周次|星期|人数|形式|要求|^次数"
)
_SEPARATOR = re.compile(r"^[\s|:：\-—+=]+$")


def _cell(value: object) -> str:
    """Give a cell as text; 3.0 is 3 and a date keeps its day."""
    if value is None:
        return ""
    if hasattr(value, "strftime"):
        return f"{value.year}年{value.month}月{value.day}日"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip()


def _is_month(text: str) -> bool:
    marker = read_marker(re.sub(r"\s+", "", text)) if 0 < len(text) <= 24 else None
    return marker is not None and not marker.rest


def _bare_month(text: str) -> str:
    """Give 三月 for the bare 三 or 3 that month columns often hold."""
    plain = re.sub(r"\s+", "", text)
    if re.fullmatch(
        r"(?:1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])(?:[-—~至、](?:1[0-2]|[1-9]|[一二三四五六七八九十]{1,2}))?",
        plain,
    ):
        return plain + "月"
    return plain


def _month_column(rows: list[list[str]]) -> tuple[int, int]:
    """Find the header row and the month column; (-1, -1) where there is no month table."""
    for place, row in enumerate(rows[:6]):
        for column, text in enumerate(row):
            if _MONTH_HEAD.match(text.strip()):
                below = [r[column] for r in rows[place + 1 :] if column < len(r) and r[column]]
                good = sum(_is_month(_bare_month(t)) for t in below)
                if good and good * 2 >= len(below):
                    return place, column
    width = max((len(row) for row in rows), default=0)
    for column in range(width):
        filled = [r[column] for r in rows if column < len(r) and r[column]]
        good = sum(_is_month(t) for t in filled)
        if good >= 2 and good * 2 >= len(filled):
            return -1, column
    return -1, -1


def _content_columns(rows: list[list[str]], header: int, month: int) -> list[int]:
    """Choose the columns that say what is done: by their heads, else the one with most text."""
    width = max(len(row) for row in rows)
    columns = [c for c in range(width) if c != month]
    if header >= 0:
        heads = {c: rows[header][c] if c < len(rows[header]) else "" for c in columns}
        wanted = [
            c
            for c in columns
            if _CONTENT_HEAD.search(heads[c]) and not _OTHER_HEAD.search(heads[c])
        ]
        if wanted:
            strong = [c for c in wanted if re.search(r"内容|项目|事项|名称|要点|任务", heads[c])]
            return strong[:1] or wanted[:1]
    weight = {c: sum(len(r[c]) for r in rows[header + 1 :] if c < len(r)) for c in columns}
    return [max(weight, key=weight.get)] if weight else []


def _transposed(rows: list[list[str]]) -> list[list[str]]:
    """Turn a table whose first row holds the months."""
    if rows and sum(_is_month(t) for t in rows[0]) >= 3:
        width = max(len(r) for r in rows)
        return [[r[c] if c < len(r) else "" for r in rows] for c in range(width)]
    return rows


def rows_to_lines(values: list[list[object]]) -> list[str]:
    """Turn a table into lines. A blank month cell belongs to the month above it.

    In a month table a month line stands before its content and the other columns are left
    out, because a title is what is done; any other table keeps all its cells, row by row.
    """
    rows = [[_cell(v) for v in row] for row in values]
    rows = _transposed([row for row in rows if any(row)])
    header, month = _month_column(rows)
    if month < 0:
        return [" ".join(dict.fromkeys(filter(None, row))).replace("\n", " ") for row in rows]
    before = [" ".join(dict.fromkeys(filter(None, r))) for r in rows[: max(header, 0)]]
    lines, last = before, ""
    columns = _content_columns(rows, header, month)
    for row in rows[header + 1 :]:
        cell = row[month] if month < len(row) else ""
        name = _bare_month(cell) if header >= 0 else re.sub(r"\s+", "", cell)
        if name and name != last:
            lines.append(name)
            last = name
        for column in columns:
            text = row[column] if column < len(row) else ""
            lines += [part.strip() for part in text.split("\n") if part.strip()]
    return [*lines, END]


def text_tables(text: str) -> str:
    """Turn tables typed with | or pasted with tabs into lines; leave other text alone."""
    result: list[str] = []
    block: list[list[str]] = []
    for line in [*text.splitlines(), ""]:
        cells = _cells(line)
        if cells is not None:
            if cells:
                block.append(cells)
            continue
        if block:
            result += _block_lines(block)
            block = []
        result.append(line)
    return "\n".join(result[:-1])


def _block_lines(block: list[list[str]]) -> list[str]:
    """Turn a block of typed rows into lines; one lone tabbed line is just a line."""
    if len(block) < 2:
        return ["\t".join(row) for row in block]
    lines = rows_to_lines(block)
    return lines if lines[-1] == END else ["\t".join(row).strip() for row in block]


def _cells(line: str) -> list[str] | None:
    """Give the cells of a row; [] for a ruling line, None for a line that is no row."""
    if "|" in line and line.count("|") >= 2:
        if _SEPARATOR.match(line):
            return []
        return [cell.strip() for cell in line.strip().strip("|").split("|")]
    if "\t" in line.strip() or (line.startswith("\t") and line.strip()):
        return [cell.strip() for cell in line.split("\t")]
    return None
