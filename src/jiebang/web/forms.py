"""A FormSpec on a page: what was posted into plain data, and plain data into bound fields."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from jiebang.rulebook.forms import Field, FormSpec, Kind, Problem
from jiebang.web.wording import label, sentence, words
from jiebang.web.wording.amounts import shown

ACCEPT = ".pdf,.docx,.xlsx,.pptx,.png,.jpg,.jpeg,.txt,.csv,.zip"


@dataclass(slots=True)
class BoundField:
    name: str
    id: str
    kind: str
    label: str
    help: str
    required: bool
    unit: str
    value: Any
    given: bool
    max_length: int
    options: list[tuple[str, str, bool]]
    problems: list[str]
    columns: list[BoundField] = field(default_factory=list)
    rows: list[dict[str, Any]] = field(default_factory=list)
    rows_fixed: bool = False
    rows_max: int = 0
    accept: str = ""
    limits: str = ""
    multiple: bool = False


@dataclass(slots=True)
class BoundSection:
    code: str
    title: str
    help: str
    fields: list[BoundField]


@dataclass(slots=True)
class BoundForm:
    title: str
    sections: list[BoundSection]
    problems: list[str]
    version: int | None = None


def parse(spec: FormSpec, post: QueryDict) -> dict[str, Any]:
    """The raw answers, tables as lists of rows; rows added or removed by a button included."""
    raw: dict[str, Any] = {}
    for f in spec.fields:
        if f.kind is Kind.TABLE:
            raw[f.name] = _rows(f, post)
        elif f.kind in (Kind.MULTICHOICE, Kind.FILE):
            raw[f.name] = post.getlist(f.name)
        else:
            raw[f.name] = post.get(f.name)
    return raw


def _rows(f: Field, post: QueryDict) -> list[dict[str, Any]]:
    prefix = f"{f.name}."
    indices = {key.split(".")[1] for key in post if key.startswith(prefix) and key.count(".") == 2}
    ordered = sorted(int(i) for i in indices if i.isdigit())
    removed = post.get("_remove_row", "")
    rows = [
        {c.name: post.getlist(f"{prefix}{i}.{c.name}") if c.kind is Kind.MULTICHOICE
         else post.get(f"{prefix}{i}.{c.name}") for c in f.columns}
        for i in ordered if removed != f"{f.name}:{i}"
    ]  # fmt: skip
    return rows


def bind(
    spec: FormSpec,
    values: Mapping[str, Any],
    problems: Iterable[Problem] = (),
    *,
    version: int | None = None,
    extra_row: str = "",
    skip_files: bool = True,
) -> BoundForm:
    """`extra_row` names a table that is to show one more empty row."""
    found: dict[str, list[str]] = {}
    for p in problems:
        found.setdefault(p.path, []).append(sentence(p.reason))
    sections = [
        BoundSection(
            s.code, words(s.title, s.title_en), "",
            [_field(f, f.name, values.get(f.name), found, extra_row)
             for f in s.fields if not (skip_files and f.kind is Kind.FILE)],
        )
        for s in spec.sections
    ]  # fmt: skip
    shown = [s for s in sections if s.fields]
    left = [m for path, said in found.items() if path not in _paths(shown) for m in said]
    return BoundForm(words(spec.title, spec.title_en), shown, left, version)


def _paths(sections: Iterable[BoundSection]) -> set[str]:
    """Where a problem can stand; one that stands nowhere is said above the form."""
    fields = [f for s in sections for f in s.fields]
    cells = [c for f in fields for row in f.rows for c in row["cells"]]
    return {f.name for f in fields} | {c.name for c in cells}


def _field(f: Field, path: str, value: Any, found: Mapping[str, list[str]],
           extra_row: str = "") -> BoundField:  # fmt: skip
    bound = BoundField(
        name=path, id="f-" + path.replace(".", "-"), kind=str(f.kind), label=label(f),
        help=words(f.help, f.help_en), required=f.required, unit=f.unit,
        value=_shown(f, value), given=f.given, max_length=f.max_length,
        options=[(o.code, label(o), _chosen(value, o.code)) for o in f.options],
        problems=found.get(path, []), rows_fixed=bool(f.rows_fixed), rows_max=f.rows_max,
    )  # fmt: skip
    if f.kind is Kind.YESNO:
        bound.value = None if value is None else bool(value in (True, "yes", "true", "on"))
    if f.kind is Kind.FILE:
        bound.multiple, bound.accept = True, ACCEPT
        bound.limits = _(
            "PDF, Word, Excel, PowerPoint, pictures, text or ZIP; at most %(size)s each."
        ) % {"size": shown(settings.JIEBANG_UPLOAD_BYTES, "bytes")}
    if f.kind is Kind.TABLE:
        _bind_rows(f, path, value, found, extra_row, bound)
    return bound


def _bind_rows(f: Field, path: str, value: Any, found: Mapping[str, list[str]], extra_row: str,
               bound: BoundField) -> None:  # fmt: skip
    bound.columns = [_field(c, c.name, None, {}) for c in f.columns]
    lines = list(value or [])
    least = max(f.rows_min, 1)
    if not f.rows_fixed:
        lines += [{}] * max(0, least - len(lines))
        lines += [{}] if extra_row == f.name else []
    bound.rows = [
        {"cells": [_field(c, f"{path}.{i}.{c.name}", line.get(c.name), found) for c in f.columns],
         "index": i}
        for i, line in enumerate(lines)
    ]  # fmt: skip


def _chosen(value: Any, code: str) -> bool:
    return code in value if isinstance(value, (list, tuple)) else value == code


def _shown(f: Field, value: Any) -> Any:
    if f.kind is Kind.DATETIME and isinstance(value, str):
        at = parse_datetime(value)
        if at is not None and timezone.is_aware(at):
            return timezone.localtime(at).strftime("%Y-%m-%dT%H:%M")
    return "" if value is None else value
