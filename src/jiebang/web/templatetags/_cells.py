"""Cells of tables as HTML, made here and not by a template: a list has hundreds of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe

Render = Callable[[Any], str]
NUMERIC = frozenset({"money", "number", "percent"})
NOTHING = '<span class="jb-quiet">—</span>'


def cell(kind: str, value: Any, url: str, *, first: bool, renders: Mapping[str, Render]) -> str:
    """One value by its kind. A link, a state and a deadline are drawn by `renders`."""
    if kind == "link":
        return _link(value, renders)
    if value is None or value == "":
        return NOTHING
    if kind in renders:
        return renders[kind](value)
    text = conditional_escape(value)
    return f'<a href="{escape(url)}">{text}</a>' if first and url else str(text)


def _link(value: Mapping[str, Any], renders: Mapping[str, Render]) -> str:
    label, url = conditional_escape(value.get("label", "")), value.get("url")
    told = f'<a href="{escape(url)}">{label}</a>' if url else str(label)
    if value.get("invented"):
        told += f" {renders['invented'](value)}"
    sub = value.get("sub")
    return told + (f'<small class="jb-sub">{conditional_escape(sub)}</small>' if sub else "")


def rows(columns: Sequence[Mapping[str, Any]], found: Sequence[Mapping[str, Any]],
         renders: Mapping[str, Render]) -> SafeString:  # fmt: skip
    """The body of a table: <tr> after <tr>."""
    heads = [
        (str(c.get("kind") or "text"),
         f'<td data-label="{escape(c["label"])}"'
         + (' class="jb-num">' if c.get("kind") in NUMERIC else ">"))
        for c in columns
    ]  # fmt: skip
    made = []
    for row in found:
        mark, url = row.get("mark"), str(row.get("url") or "")
        made.append(f'<tr data-tone="{escape(mark)}">' if mark else "<tr>")
        for n, ((kind, head), value) in enumerate(zip(heads, row["cells"], strict=True)):
            made.append(head + cell(kind, value, url, first=n == 0, renders=renders) + "</td>")
        made.append("</tr>")
    return mark_safe("".join(made))  # noqa: S308 -- every value above is escaped
