"""A filled form as people read it: sections of labelled values and tables, changes marked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from jiebang.rulebook.forms import Field, FormSpec, Kind
from jiebang.web.templatetags.jiebang import cn_datetime, wan
from jiebang.web.wording import label, words

Chooser = Callable[[Field], bool]


@dataclass(frozen=True, slots=True)
class Item:
    """One answer: `text`, or for a table `columns` and `rows`. `before` is the older answer
    where it differs."""

    name: str
    label: str
    kind: str
    text: str = ""
    columns: tuple[str, ...] = ()
    numbers: tuple[bool, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    before: str = ""
    changed: bool = False
    wide: bool = False

    @property
    def lines(self) -> list[list[tuple[str, str]]]:
        """The rows with their headings beside each cell: a phone shows them as cards."""
        return [list(zip(self.columns, row, strict=True)) for row in self.rows]


@dataclass(frozen=True, slots=True)
class Part:
    code: str
    title: str
    items: tuple[Item, ...] = field(default=())


def parts(
    spec: FormSpec,
    values: Mapping[str, Any],
    *,
    before: Mapping[str, Any] | None = None,
    only: Chooser = lambda f: True,
    empty: bool = True,
) -> list[Part]:
    """Every section with an answer to show; files are shown elsewhere."""
    found = []
    for section in spec.sections:
        items = tuple(
            item(f, values.get(f.name), before)
            for f in section.fields
            if f.kind is not Kind.FILE and only(f) and (empty or values.get(f.name) not in BLANK)
        )
        if items:
            found.append(Part(section.code, words(section.title, section.title_en), items))
    return found


BLANK = (None, "", [])


def item(f: Field, value: Any, before: Mapping[str, Any] | None = None) -> Item:
    old = before.get(f.name) if before is not None else value
    changed = before is not None and _plain(old) != _plain(value)
    common = {"name": f.name, "label": label(f), "kind": str(f.kind), "changed": changed}
    if f.kind is not Kind.TABLE:
        wide = f.kind is Kind.PROSE
        return Item(
            **common, text=said(f, value), before=said(f, old) if changed else "", wide=wide
        )
    lines = value if isinstance(value, list) else []
    return Item(
        **common,
        columns=tuple(_head(c) for c in f.columns),
        numbers=tuple(c.kind in (Kind.MONEY, Kind.INTEGER, Kind.DECIMAL) for c in f.columns),
        rows=tuple(tuple(said(c, row.get(c.name), bare=True) for c in f.columns) for row in lines),
        before=_lines(f, old) if changed else "",
        wide=True,
    )


def _head(column: Field) -> str:
    return f"{label(column)}（{column.unit}）" if column.unit else label(column)


def _lines(f: Field, rows: Any) -> str:
    lines = rows if isinstance(rows, list) else []
    return "\n".join("；".join(said(c, row.get(c.name)) for c in f.columns) for row in lines)


def _plain(value: Any) -> Any:
    return None if value in BLANK else value


def said(f: Field, value: Any, *, bare: bool = False) -> str:
    """One answer as text; `bare` leaves the unit to the heading."""
    if value is None or value == "" or value == []:
        return ""
    if f.kind is Kind.MONEY:
        return _money(value, bare)
    if f.kind is Kind.YESNO:
        return _("Yes") if value in (True, "yes", "true", "on") else _("No")
    if f.kind in (Kind.CHOICE, Kind.MULTICHOICE):
        return _chosen(f, value)
    if f.kind is Kind.DATETIME:
        return cn_datetime(value)
    return f"{value} {f.unit}" if f.unit and not bare else str(value)


def _money(value: Any, bare: bool) -> str:
    if not isinstance(value, int):
        return str(value)  # a draft keeps what was typed
    return wan(value).split(" ")[0] if bare else wan(value)


def _chosen(f: Field, value: Any) -> str:
    labels = {o.code: label(o) for o in f.options}
    given: Sequence[Any] = value if isinstance(value, list) else [value]
    return "、".join(labels.get(str(c), str(c)) for c in given)
