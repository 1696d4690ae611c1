"""How one value of an edition is read: its type, its bounds, and what is said when it is wrong.

A section is a frozen dataclass whose fields carry a reader. Nothing has a default here: a value
that decides something is written in the document, where its origin can be marked.
Amounts are written in 万元 and held in fen.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any, TypeVar, dataclass_transform

from jiebang.engine.decision import Reason
from jiebang.rulebook.forms import Problem

T = TypeVar("T")
FEN_PER_WAN = 1_000_000
CODE = r"[a-z][a-z0-9_]*"
Reader = Callable[[Any, str, "Report"], Any]


@dataclass_transform(kw_only_default=True, frozen_default=True)
def section(cls: type[T]) -> type[T]:
    """A section of an edition: frozen, written by name."""
    return dataclasses.dataclass(frozen=True, slots=True, kw_only=True)(cls)


class Report:
    """Every problem found, each with the path of the value."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def add(self, path: str, code: str, /, **params: object) -> None:
        self.problems.append(Problem(path, Reason(f"edition_{code}", params)))


def leaf(reader: Reader, *, optional: bool = False, absent: Any = None) -> Any:
    return dataclasses.field(metadata={"reader": reader, "optional": optional, "absent": absent})


def read_section(cls: type, raw: Any, path: str, report: Report) -> Any:
    """An instance of `cls`, or None after reporting what is missing, unknown or wrong."""
    if not isinstance(raw, Mapping):
        report.add(path, "not_a_table")
        return None
    known = {f.name: f for f in dataclasses.fields(cls) if "reader" in f.metadata}
    before = len(report.problems)
    for name in raw.keys() - known.keys():
        report.add(join(path, name), "unknown_value")
    values: dict[str, Any] = {}
    for name, f in known.items():
        if name in raw:
            values[name] = f.metadata["reader"](raw[name], join(path, name), report)
        elif f.metadata["optional"]:
            values[name] = f.metadata["absent"]
        else:
            report.add(join(path, name), "missing_value")
    return cls(**values) if len(report.problems) == before else None


def join(path: str, name: object) -> str:
    return f"{path}.{name}" if path else str(name)


def key_of(item: Any, index: int) -> str:
    """What a list item is called in a path: its code or name, else its place."""
    if isinstance(item, Mapping):
        for key in ("code", "name"):
            if isinstance(item.get(key), str) and item[key]:
                return str(item[key])
    return str(index)


# Readers ---------------------------------------------------------------------------------------


def text(*, optional: bool = False, pattern: str = "", limit: int = 2000) -> Any:
    def reader(raw: Any, path: str, report: Report) -> Any:
        if not isinstance(raw, str):
            report.add(path, "not_text")
        elif not raw.strip() and not optional:
            report.add(path, "empty_text")
        elif len(raw) > limit:
            report.add(path, "text_too_long", have=len(raw), limit=limit)
        elif pattern and not re.fullmatch(pattern, raw):
            report.add(path, "wrong_shape", given=raw[:40], shape=pattern)
        return raw

    return leaf(reader, optional=optional, absent="")


def code() -> Any:
    return text(pattern=CODE, limit=60)


def chosen(*options: str, optional: bool = False) -> Any:
    def reader(raw: Any, path: str, report: Report) -> Any:
        if raw not in options:
            report.add(path, "not_an_option", given=str(raw)[:40], options=options)
        return raw

    return leaf(reader, optional=optional, absent="")


def flag(*, optional: bool = False) -> Any:
    def reader(raw: Any, path: str, report: Report) -> Any:
        if not isinstance(raw, bool):
            report.add(path, "not_yes_or_no")
        return raw

    return leaf(reader, optional=optional, absent=False)


def whole(low: int, high: int, *, optional: bool = False) -> Any:
    def reader(raw: Any, path: str, report: Report) -> Any:
        if not isinstance(raw, int) or isinstance(raw, bool):
            report.add(path, "not_a_whole_number")
        elif not low <= raw <= high:
            report.add(path, "out_of_bounds", have=raw, low=low, high=high)
        return raw

    return leaf(reader, optional=optional, absent=None)


def days(high: int = 3660) -> Any:
    return whole(1, high)


def percent(low: int = 0, high: int = 100) -> Any:
    return whole(low, high)


def number(low: str, high: str, *, optional: bool = False) -> Any:
    """A decimal; the document may write 1 or 1.0."""

    def reader(raw: Any, path: str, report: Report) -> Any:
        if isinstance(raw, bool) or not isinstance(raw, int | Decimal):
            report.add(path, "not_a_number")
            return raw
        if not Decimal(low) <= raw <= Decimal(high):
            report.add(path, "out_of_bounds", have=str(raw), low=low, high=high)
        return Decimal(raw)

    return leaf(reader, optional=optional, absent=None)


def share() -> Any:
    return number("0", "1")


def money(low: str = "0", high: str = "100000000", *, optional: bool = False) -> Any:
    """万元 in the document, fen in hand."""

    def reader(raw: Any, path: str, report: Report) -> Any:
        if isinstance(raw, bool) or not isinstance(raw, int | Decimal):
            report.add(path, "not_an_amount")
            return raw
        fen = raw * FEN_PER_WAN
        if not Decimal(low) <= raw <= Decimal(high):
            report.add(path, "out_of_bounds", have=str(raw), low=low, high=high)
        elif fen != int(fen):
            report.add(path, "amount_too_fine", have=str(raw))
        return int(fen)

    return leaf(reader, optional=optional, absent=None)


def texts(*options: str, least: int = 0, pattern: str = "", optional: bool = False) -> Any:
    """A list of different words, from the options where there are any."""

    def reader(raw: Any, path: str, report: Report) -> Any:
        if not isinstance(raw, list) or not all(isinstance(x, str) and x for x in raw):
            report.add(path, "not_a_list_of_words")
            return raw
        for word in raw:
            if options and word not in options:
                report.add(path, "not_an_option", given=word[:40], options=options)
            if pattern and not re.fullmatch(pattern, word):
                report.add(path, "wrong_shape", given=word[:40], shape=pattern)
        if len(set(raw)) < len(raw):
            report.add(path, "repeated_word")
        if len(raw) < least:
            report.add(path, "too_few", have=len(raw), need=least)
        return tuple(raw)

    return leaf(reader, optional=optional, absent=())


def one(cls: type) -> Any:
    return leaf(lambda raw, path, report: read_section(cls, raw, path, report))


def many(cls: type, *, least: int = 0, most: int = 500, key: str = "code") -> Any:
    """A list of tables; where they have a code, no two share it."""

    def reader(raw: Any, path: str, report: Report) -> Any:
        if not isinstance(raw, list):
            report.add(path, "not_a_list")
            return ()
        if not least <= len(raw) <= most:
            report.add(path, "wrong_count", have=len(raw), low=least, high=most)
        _refuse_repeats(raw, key, path, report)
        items = [read_section(cls, x, join(path, key_of(x, i)), report) for i, x in enumerate(raw)]
        return tuple(items)

    return leaf(reader, optional=least == 0, absent=())


def _refuse_repeats(raw: list[Any], key: str, path: str, report: Report) -> None:
    seen: set[str] = set()
    for item in raw:
        value = item.get(key) if isinstance(item, Mapping) else None
        if isinstance(value, str):
            if value in seen:
                report.add(join(path, value), "repeated_code", code=value)
            seen.add(value)


def named(cls: type, *names: str, more: bool = False) -> Any:
    """A table of tables under exactly these names; with `more`, under codes of its own beside."""

    def reader(raw: Any, path: str, report: Report) -> Any:
        if not isinstance(raw, Mapping):
            report.add(path, "not_a_table")
            return MappingProxyType({})
        for name in raw.keys() - set(names):
            if not (more and re.fullmatch(CODE, name)):
                report.add(join(path, name), "unknown_value")
        for name in names:
            if name not in raw:
                report.add(join(path, name), "missing_value")
        known = (*names, *(n for n in raw if n not in names)) if more else names
        return MappingProxyType(
            {n: read_section(cls, raw[n], join(path, n), report) for n in known if n in raw}
        )

    return leaf(reader)
