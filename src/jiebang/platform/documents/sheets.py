"""Tables for spreadsheets: real numbers and dates, text that can never become a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal
from zoneinfo import ZoneInfo

import xlsxwriter

Cell = str | int | Decimal | float | bool | date | datetime | None
Kind = Literal["text", "number", "money", "percent", "date", "time"]
Encoding = Literal["utf-8-sig", "utf-8", "gb18030"]

LOCAL = ZoneInfo("Asia/Shanghai")
FORMATS = {
    "text": {"num_format": "@"},
    "number": {"num_format": "General"},
    "money": {"num_format": "#,##0.00"},
    "percent": {"num_format": "0.0%"},
    "date": {"num_format": "yyyy-mm-dd"},
    "time": {"num_format": "yyyy-mm-dd hh:mm"},
}
HEAD = {"bold": True, "bg_color": "#F0F0F0", "border": 1, "align": "center", "text_wrap": True}
BODY = {"border": 1, "valign": "vcenter", "text_wrap": True}
CREATED = datetime(2000, 1, 1)  # noqa: DTZ001 -- the same rows give the same bytes
FORBIDDEN_IN_NAME = re.compile(r"[\[\]:*?/\\']")
SAFE_DIGITS = 15  # a spreadsheet keeps no more of a number
# What makes Excel or WPS read a cell as a formula, with the full-width forms that it converts.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@dataclass(frozen=True, slots=True)
class SheetColumn:
    title: str
    width: float = 16  # in characters
    kind: Kind = "text"


@dataclass(frozen=True, slots=True)
class Sheet:
    name: str
    columns: tuple[SheetColumn, ...]
    rows: Sequence[Sequence[Cell]]


def render_xlsx(sheets: Iterable[Sheet]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    book.set_properties({"created": CREATED})
    for number, sheet in enumerate(sheets, start=1):
        fill(book, sheet, number)
    book.close()
    return out.getvalue()


def fill(book: xlsxwriter.Workbook, sheet: Sheet, number: int) -> None:
    page = book.add_worksheet(sheet_name(sheet.name, number))
    head = book.add_format(HEAD)
    shown = [book.add_format({**BODY, **FORMATS[c.kind]}) for c in sheet.columns]
    for i, column in enumerate(sheet.columns):
        page.set_column(i, i, column.width)
        page.write_string(0, i, column.title, head)
    for r, row in enumerate(sheet.rows, start=1):
        if len(row) != len(sheet.columns):
            raise ValueError(f"{len(row)} cells under {len(sheet.columns)} columns")
        for i, value in enumerate(row):
            write(page, r, i, value, shown[i])
    page.freeze_panes(1, 0)
    page.repeat_rows(0)
    if sheet.rows:
        page.autofilter(0, 0, len(sheet.rows), len(sheet.columns) - 1)


def write(page, row: int, column: int, value: Cell, shown) -> None:
    if value is None or value == "":
        page.write_blank(row, column, None, shown)
    elif isinstance(value, bool):
        page.write_boolean(row, column, value, shown)
    elif isinstance(value, datetime):
        page.write_datetime(row, column, local(value), shown)
    elif isinstance(value, date):
        page.write_datetime(row, column, value, shown)
    elif isinstance(value, str) or exact(value) > SAFE_DIGITS:
        page.write_string(row, column, str(value), shown)
    else:
        page.write_number(row, column, value, shown)


def exact(value: int | Decimal | float) -> int:
    """How many digits must survive; a float promised none."""
    return 0 if isinstance(value, float) else len(Decimal(value).as_tuple().digits)


def local(moment: datetime) -> datetime:
    return moment if moment.tzinfo is None else moment.astimezone(LOCAL).replace(tzinfo=None)


def sheet_name(name: str, number: int) -> str:
    return FORBIDDEN_IN_NAME.sub(" ", name).strip()[:31] or str(number)


def render_csv(rows: Iterable[Sequence[Cell]], encoding: Encoding = "utf-8-sig") -> bytes:
    """Comma-separated with CRLF. Both encodings hold every character."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    for row in rows:
        writer.writerow([inert(value) for value in row])
    return out.getvalue().encode(encoding)


def inert(value: Cell) -> str:
    """A cell as text. An apostrophe keeps text that looks like a formula from being one; numbers
    are numbers, minus sign and all."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return local(value).isoformat(sep=" ", timespec="minutes")
    if isinstance(value, str) and value.lstrip(" \u3000\ufeff").startswith(FORMULA):
        return "'" + value
    return str(value)
