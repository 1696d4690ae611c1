"""A form declared once: the page, the API, the print-out, the workbook and the diff read it.

Values are JSON-plain: money in integer fen, decimals and dates as text, tables as lists of
dicts. A draft keeps whatever was typed, even when it is wrong; only `complete=True` insists.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from jiebang.engine.decision import Reason


class Kind(StrEnum):
    TEXT = "text"
    PROSE = "prose"
    INTEGER = "integer"
    DECIMAL = "decimal"
    MONEY = "money"
    DATE = "date"
    DATETIME = "datetime"
    CHOICE = "choice"
    MULTICHOICE = "multichoice"
    YESNO = "yesno"
    TABLE = "table"
    EMAIL = "email"
    PHONE = "phone"
    USCC = "uscc"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Option:
    code: str
    label: str
    label_en: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One question. `label` is Chinese; `unit` is shown at the field; `identity` marks what a
    blind reviewer may not read; `public` what a published page may carry."""

    name: str
    kind: Kind
    label: str
    label_en: str = ""
    help: str = ""
    help_en: str = ""
    required: bool = False
    unit: str = ""
    max_length: int = 0
    min_length: int = 0
    minimum: Decimal | int | None = None
    maximum: Decimal | int | None = None
    options: tuple[Option, ...] = ()
    columns: tuple[Field, ...] = ()
    rows_min: int = 0
    rows_max: int = 200
    rows_fixed: str = ""  # the rows come from elsewhere (one per indicator); none added or removed
    given: bool = False  # shown, not asked: filled from what is already known
    identity: bool = False
    public: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    code: str
    title: str
    fields: tuple[Field, ...]
    title_en: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, and where: `path` is `field` or `field.row.column`."""

    path: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Cleaned:
    values: dict[str, Any]
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class FormSpec:
    code: str
    title: str
    sections: tuple[Section, ...]
    title_en: str = ""
    checks: tuple[Callable[[Mapping[str, Any]], Sequence[Problem]], ...] = field(default=())

    @property
    def fields(self) -> tuple[Field, ...]:
        return tuple(f for s in self.sections for f in s.fields)

    def __getitem__(self, name: str) -> Field:
        for f in self.fields:
            if f.name == name:
                return f
        raise KeyError(name)

    def clean(self, raw: Mapping[str, Any], *, complete: bool = True) -> Cleaned:
        """Values and every problem. Unknown names are dropped; nothing typed is lost."""
        values: dict[str, Any] = {}
        problems: list[Problem] = []
        for f in self.fields:
            values[f.name] = _clean(f, raw.get(f.name), f.name, complete, problems)
        if complete and not problems:
            problems.extend(p for check in self.checks for p in check(values))
        return Cleaned(values, tuple(problems))


def ask(code: str, title: str, *fields: Field, title_en: str = "") -> FormSpec:
    """A short form of one section: what a single step asks its performer."""
    return FormSpec(code, title, (Section("all", "", fields),), title_en)


YEARS = range(1900, 2201)  # what lies outside is a slip of the keyboard


class Wrong(Exception):
    """What was typed cannot be read as this kind."""

    def __init__(self, code: str, **params: object) -> None:
        self.reason = Reason(code, params)
        super().__init__(code)


def _clean(f: Field, raw: Any, path: str, complete: bool, problems: list[Problem]) -> Any:
    if f.kind is Kind.TABLE:
        return _clean_table(f, raw, path, complete, problems)
    if _empty(raw):
        if complete and f.required:
            problems.append(Problem(path, Reason("field_required")))
        return [] if f.kind is Kind.MULTICHOICE else None
    try:
        value = PARSERS[f.kind](f, raw)
        _within(f, value)
    except Wrong as wrong:
        problems.append(Problem(path, wrong.reason))
        return raw
    return value


def _empty(raw: Any) -> bool:
    return raw is None or raw == [] or (isinstance(raw, str) and not raw.strip())


def _clean_table(f: Field, raw: Any, path: str, complete: bool, problems: list[Problem]) -> Any:
    rows: list[dict[str, Any]] = []
    if raw is not None and not _is_table(raw):
        problems.append(Problem(path, Reason("not_readable")))
        return raw
    for line in raw or []:
        if not f.rows_fixed and all(_empty(line.get(c.name)) for c in f.columns):
            continue
        at = f"{path}.{len(rows)}"
        rows.append(
            {c.name: _clean(c, line.get(c.name), f"{at}.{c.name}", complete, problems)
             for c in f.columns}
        )  # fmt: skip
    least = max(f.rows_min, 1 if f.required else 0)
    if complete and len(rows) < least:
        problems.append(Problem(path, Reason("rows_too_few", {"have": len(rows), "need": least})))
    if len(rows) > f.rows_max:
        reason = Reason("rows_too_many", {"have": len(rows), "limit": f.rows_max})
        problems.append(Problem(path, reason))
    return rows


def _is_table(raw: Any) -> bool:
    return isinstance(raw, (list, tuple)) and all(isinstance(line, Mapping) for line in raw)


def _text(f: Field, raw: Any) -> str:
    if isinstance(raw, (list, tuple, Mapping)):
        raise Wrong("not_readable")
    text = str(raw).replace("\r\n", "\n").strip()
    if "\x00" in text or any("\ud800" <= c <= "\udfff" for c in text):
        raise Wrong("text_control_character")
    if f.max_length and len(text) > f.max_length:
        raise Wrong("text_too_long", have=len(text), limit=f.max_length)
    if len(text) < f.min_length:
        raise Wrong("text_too_short", have=len(text), need=f.min_length)
    return text


def _number(raw: Any) -> Decimal:
    text = str(raw).strip().replace(",", "").replace("，", "")
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise Wrong("not_a_number", given=text[:40]) from None
    if not value.is_finite() or value.as_tuple().exponent < -12:  # type: ignore[operator]
        raise Wrong("not_a_number", given=text[:40])
    if value.adjusted() > 11:  # a trillion 万元 and more: no such number, and no room to keep it
        raise Wrong("number_too_large", have=text[:40], limit="999999999999", unit="")
    return value


def _integer(f: Field, raw: Any) -> int:
    value = _number(raw)
    if value != value.to_integral_value():
        raise Wrong("not_a_whole_number", given=str(raw)[:40])
    return int(value)


def _decimal(f: Field, raw: Any) -> str:
    return format(_number(raw), "f")


def _money(f: Field, raw: Any) -> int:
    """Typed in 万元, kept in fen. An int is already fen: it comes from a stored value."""
    if isinstance(raw, int) and not isinstance(raw, bool):
        if raw < 0:
            raise Wrong("money_negative")
        if raw >= 10**18:
            raise Wrong("number_too_large", have=str(raw)[:40], limit="999999999999", unit="")
        return raw
    fen = _number(raw) * 1_000_000
    if fen != fen.to_integral_value():
        raise Wrong("money_too_fine", given=str(raw)[:40])
    if fen < 0:
        raise Wrong("money_negative")
    return int(fen)


def _date(f: Field, raw: Any) -> str:
    if isinstance(raw, dt.date):
        return raw.isoformat()[:10]
    try:
        found = dt.date.fromisoformat(str(raw).strip())
    except ValueError:
        raise Wrong("not_a_date", given=str(raw)[:40]) from None
    if found.year not in YEARS:
        raise Wrong("not_a_date", given=str(raw)[:40])
    return found.isoformat()


def _datetime(f: Field, raw: Any) -> str:
    try:
        found = dt.datetime.fromisoformat(str(raw).strip())
    except ValueError:
        raise Wrong("not_a_time", given=str(raw)[:40]) from None
    if found.year not in YEARS:
        raise Wrong("not_a_time", given=str(raw)[:40])
    return found.isoformat()


def _choice(f: Field, raw: Any) -> str:
    if not isinstance(raw, str) or (f.options and raw not in {o.code for o in f.options}):
        raise Wrong("not_an_option", given=str(raw)[:40])
    return str(raw)


def _multichoice(f: Field, raw: Any) -> list[str]:
    chosen = list(raw) if isinstance(raw, (list, tuple)) else [raw]
    return [_choice(f, c) for c in chosen]


def _yesno(f: Field, raw: Any) -> bool:
    return raw in (True, "true", "yes", "on", "1", 1)


def _email(f: Field, raw: Any) -> str:
    text = _text(f, raw)
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", text):
        raise Wrong("not_an_email", given=text[:60])
    return text


def _phone(f: Field, raw: Any) -> str:
    text = re.sub(r"[\s-]", "", _text(f, raw))
    if not re.fullmatch(r"\+?\d{7,15}", text):
        raise Wrong("not_a_phone", given=text[:40])
    return text


def _uscc(f: Field, raw: Any) -> str:
    return _text(f, raw).upper()


def _within(f: Field, value: Any) -> None:
    if f.kind not in (Kind.INTEGER, Kind.DECIMAL, Kind.MONEY):
        return
    number = Decimal(value) / (1_000_000 if f.kind is Kind.MONEY else 1)
    if f.minimum is not None and number < f.minimum:
        raise Wrong("number_too_small", have=str(number), limit=str(f.minimum), unit=f.unit)
    if f.maximum is not None and number > f.maximum:
        raise Wrong("number_too_large", have=str(number), limit=str(f.maximum), unit=f.unit)


PARSERS: Mapping[Kind, Callable[[Field, Any], Any]] = {
    Kind.TEXT: _text, Kind.PROSE: _text, Kind.INTEGER: _integer, Kind.DECIMAL: _decimal,
    Kind.MONEY: _money, Kind.DATE: _date, Kind.DATETIME: _datetime, Kind.CHOICE: _choice,
    Kind.MULTICHOICE: _multichoice, Kind.YESNO: _yesno, Kind.EMAIL: _email, Kind.PHONE: _phone,
    Kind.USCC: _uscc, Kind.FILE: _multichoice,
}  # fmt: skip

# Fields that many steps ask for.
REASON = Field(name="reason", kind=Kind.PROSE, label="理由", label_en="Reason", required=True,
               min_length=5, max_length=2000)  # fmt: skip
REMARK = Field(name="remark", kind=Kind.PROSE, label="备注", label_en="Remark", max_length=2000)
WITH_REASON = ask("reason", "理由", REASON, title_en="Reason")
