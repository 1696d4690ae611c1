"""Tables that people bring: CSV in UTF-8 or GB18030, and Excel workbooks, as rows of text."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from python_calamine import CalamineError, CalamineWorkbook

from jiebang.engine.decision import Reason

WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
ROWS_MOST = 20_000


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table by its column titles; `number` counts from 1, the titles included."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Unread(Exception):
    """Why a file is no table we can read."""

    reason: Reason


def read_rows(content: bytes, columns: Sequence[str]) -> list[Row]:
    """Rows under the first line that holds one of `columns`. Cells are text without outer spaces,
    dates as 2023-05-01, whole numbers without a point. Raises Unread."""
    lines = _workbook(content) if content[:4] in WORKBOOKS else _csv(content)
    wanted = set(columns)
    for at, line in enumerate(lines):
        titles = [_title(cell) for cell in line]
        if wanted & set(titles):
            return _under(titles, lines, at)
    raise Unread(Reason("table_without_titles", {"titles": "、".join(columns[:6])}))


def _under(titles: list[str], lines: list[list[str]], at: int) -> list[Row]:
    found = []
    for number, line in enumerate(lines[at + 1 :], at + 2):
        cells = {t: c for t, c in zip(titles, line, strict=False) if t}
        if any(cells.values()):
            found.append(Row(number, cells))
    if len(found) > ROWS_MOST:
        raise Unread(Reason("table_too_long", {"have": len(found), "limit": ROWS_MOST}))
    return found


def _title(cell: str) -> str:
    """Titles without the stars and brackets of a form: *姓名(必填) is 姓名."""
    return cell.replace("*", "").replace("＊", "").split("(")[0].split("（")[0].strip()


def _csv(content: bytes) -> list[list[str]]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            break
        try:
            return [[c.strip() for c in line] for line in csv.reader(io.StringIO(text))]
        except csv.Error as wrong:
            raise Unread(Reason("table_broken", {"why": str(wrong)})) from wrong
    raise Unread(Reason("table_encoding"))


def _workbook(content: bytes) -> list[list[str]]:
    try:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
    except (CalamineError, ValueError, OSError) as wrong:
        raise Unread(Reason("table_broken", {"why": str(wrong)})) from wrong
    return [[_text(c) for c in line] for line in sheet.to_python(skip_empty_area=False)]


def _text(cell: object) -> str:
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat()
    if isinstance(cell, float) and cell == int(cell):
        return str(int(cell))
    return "" if cell is None else str(cell).strip()
