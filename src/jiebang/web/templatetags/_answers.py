"""A filled form as HTML, made here and not by a template: one form has hundreds of answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.html import linebreaks
from django.utils.translation import gettext as _

from jiebang.web.templatetags._cells import NOTHING, Render, written


def sections(parts: Iterable[Any], badge: Render) -> str:
    """Every section of web.programme.reading; `badge` marks what was changed."""
    return "".join(
        f'<section class="jb-card"><h2>{written(part.title)}</h2><dl class="jb-kv">'
        + "".join(_item(item, badge) for item in part.items)
        + "</dl></section>"
        for part in parts
    )


def _item(item: Any, badge: Render) -> str:
    told = f'<div class="jb-kv-wide"><dt>{written(item.label)}' if item.wide else (
        f"<div><dt>{written(item.label)}")  # fmt: skip
    if item.changed:
        told += f" {badge(_('Changed'))}"
    told += f"</dt><dd>{_said(item)}"
    if item.changed:
        told += (f'<details class="jb-sub"><summary>{_("Before")}</summary>'
                 f"<del>{broken(item.before)}</del></details>")  # fmt: skip
    return told + "</dd></div>"


def _said(item: Any) -> str:
    if item.columns:
        return _table(item) if item.rows else NOTHING
    if item.wide:
        return f'<div class="jb-prose">{linebreaks(item.text or "—", autoescape=True)}</div>'
    return written(item.text or "—")


def _table(item: Any) -> str:
    """Each cell carries its heading: a phone shows the rows as cards."""
    heads = [written(c) for c in item.columns]
    marks = [f'<td data-label="{head}">' for head in heads]
    body = "".join(
        "<tr>" + "".join(m + broken(c) + "</td>" for m, c in zip(marks, row, strict=True)) + "</tr>"
        for row in item.rows
    )
    top = "".join(f'<th scope="col">{head}</th>' for head in heads)
    return (f'<div class="jb-table-box"><table class="jb-table"><thead><tr>{top}</tr></thead>'
            f"<tbody>{body}</tbody></table></div>")  # fmt: skip


def readings(parts: Iterable[Mapping[str, Any]]) -> str:
    """A text under review, section by section, as web.review.texts gives it."""
    return "".join(
        f'<section class="jb-card" id="text-{written(part["code"])}"><h2>{written(part["title"])}'
        f"</h2>{''.join(_reading(item) for item in part['items'])}</section>"
        for part in parts
    )


def _reading(item: Mapping[str, Any]) -> str:
    label = written(item["label"])
    head = f'<h3 class="jb-label">{label}</h3>'
    if "columns" not in item:
        return f'{head}<div class="jb-prose">{linebreaks(item["text"], autoescape=True)}</div>'
    top = "".join(f'<th scope="col">{written(c)}</th>' for c in item["columns"])
    body = "".join(f"<tr>{''.join(_read_cell(c) for c in row)}</tr>" for row in item["rows"])
    return (f'{head}<div class="jb-table-box" tabindex="0"><table class="jb-table">'
            f'<caption class="visually-hidden">{label}</caption><thead><tr>{top}</tr></thead>'
            f"<tbody>{body}</tbody></table></div>")  # fmt: skip


def _read_cell(cell: Mapping[str, Any]) -> str:
    mark = ' class="jb-num"' if cell["number"] else ""
    text = broken(cell["text"]) if cell["text"] else ""
    return f'<td data-label="{written(cell["head"])}"{mark}>{text}</td>'


def broken(text: Any) -> str:
    """A text with its lines kept; a dash for none."""
    return written(text or "—").replace("\r\n", "\n").replace("\n", "<br>")
