"""Cells of tables as HTML, made here and not by a template: a list has hundreds of them."""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

Render = Callable[[Any], str]
NUMERIC = frozenset({"money", "number", "percent"})
NOTHING = '<span class="jb-quiet">—</span>'


def written(value: Any) -> str:
    """A value as HTML. Most are plain text, which needs none of Django's questions."""
    return html.escape(value) if type(value) is str else conditional_escape(value)


def cell(kind: str, value: Any, url: str, *, first: bool, renders: Mapping[str, Render]) -> str:
    """One value by its kind. A link, a state and a deadline are drawn by `renders`."""
    if kind == "link":
        return _link(value, renders)
    if value is None or value == "":
        return NOTHING
    if kind in renders:
        return renders[kind](value)
    text = written(value)
    return f'<a href="{html.escape(url)}">{text}</a>' if first and url else text


def _link(value: Mapping[str, Any], renders: Mapping[str, Render]) -> str:
    label, url = written(value.get("label", "")), value.get("url")
    told = f'<a href="{html.escape(url)}">{label}</a>' if url else label
    if value.get("invented"):
        told += f" {renders['invented'](value)}"
    sub = value.get("sub")
    return told + (f'<small class="jb-sub">{written(sub)}</small>' if sub else "")


def heads(columns: Sequence[Mapping[str, Any]], sorting: Callable[[str], str],
          icon: Callable[[str], str]) -> str:  # fmt: skip
    """The head of a table: <th> after <th>; `sorting` gives the address that sorts by a column."""
    made = []
    for c in columns:
        kind, told, way = c.get("kind"), written(c["label"]), c.get("sorted")
        mark = ' class="jb-num"' if kind in NUMERIC else ""
        if way:
            mark += f' aria-sort="{"descending" if way == "down" else "ascending"}"'
        if c.get("sort"):
            arrow = icon("arrow-down" if way == "down" else "arrow-up") if way else ""
            told = f'<a href="{written(sorting(c["sort"]))}">{told}{arrow}</a>'
        if kind == "money":
            told += f" <small>({_('10k yuan')})</small>"
        made.append(f'<th scope="col"{mark}>{told}</th>')
    return "".join(made)


def rows(columns: Sequence[Mapping[str, Any]], found: Sequence[Mapping[str, Any]],
         renders: Mapping[str, Render]) -> SafeString:  # fmt: skip
    """The body of a table: <tr> after <tr>."""
    heads = [
        (str(c.get("kind") or "text"),
         f'<td data-label="{written(c["label"])}"'
         + (' class="jb-num">' if c.get("kind") in NUMERIC else ">"))
        for c in columns
    ]  # fmt: skip
    made = []
    for row in found:
        mark, url = row.get("mark"), str(row.get("url") or "")
        made.append(f'<tr data-tone="{written(mark)}">' if mark else "<tr>")
        for n, ((kind, head), value) in enumerate(zip(heads, row["cells"], strict=True)):
            made.append(head + cell(kind, value, url, first=n == 0, renders=renders) + "</td>")
        made.append("</tr>")
    return SafeString("".join(made))
