"""A stored reading on a page, and a result's arithmetic in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from jiebang.rulebook.edition.model import Table
from jiebang.web.templatetags.jiebang import wan
from jiebang.web.wording import label, words
from jiebang.web.wording.review import ARITHMETIC

NUMBERS = ("money", "integer", "decimal")


def parts(sections: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The sections of a reading (rulebook.blind) with every value as people read it."""
    return [
        {"code": s["code"], "title": words(s["title"], s["title_en"]),
         "items": [_item(f) for f in s["fields"]]}
        for s in sections
    ]  # fmt: skip


def _item(f: Mapping[str, Any]) -> dict[str, Any]:
    named = {"label": words(f["label"], f["label_en"]), "name": f["name"]}
    if f["kind"] != "table":
        return {**named, "text": said(f, f["value"])}
    columns = f["columns"]
    return {
        **named,
        "columns": [_head(c) for c in columns],
        "rows": [
            [{"text": said(c, v, bare=True), "head": _head(c), "number": c["kind"] in NUMBERS}
             for c, v in zip(columns, row, strict=True)]
            for row in f["value"]
        ],
    }  # fmt: skip


def _head(column: Mapping[str, Any]) -> str:
    name = words(column["label"], column["label_en"])
    return f"{name}（{column['unit']}）" if column["unit"] else name


def said(f: Mapping[str, Any], value: Any, *, bare: bool = False) -> str:
    if value is None:
        return ""
    if f["kind"] == "money":
        text = wan(value)
        return text.split(" ")[0] if bare else text
    if f["kind"] == "yesno":
        return _("Yes") if value else _("No")
    return f"{value} {f['unit']}" if f["unit"] and not bare else str(value)


def bands(table: Table, code: str) -> str:
    """优 21.25–25 · 良 17.5–21.25 · …"""
    return " · ".join(f"{label(band)} {low:f}–{high:f}" for band, low, high in table.ranges(code))


def arithmetic(steps: Iterable[Mapping[str, str]], table: Table) -> list[dict[str, str]]:
    """Every line of a result's calculation: what, and the sum as one would write it."""
    names = {c.code: label(c) for c in table.criteria}
    return [
        {"what": str(ARITHMETIC[s["kind"]])
         % {"who": s["who"], "criterion": names.get(s["criterion"], s["criterion"])},
         "formula": s["formula"]}
        for s in steps
    ]  # fmt: skip
