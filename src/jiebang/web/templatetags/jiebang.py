"""Filters and tags for every page: amounts, times, icons, links that keep their filters, charts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jiebang.web.places import place
from jiebang.web.templatetags import _amounts, _answers, _cells, _charts, _fields, _lists, _tones
from jiebang.web.templatetags._times import (
    cn_date,
    cn_datetime,
    cn_time,
    distance,
    iso,
    local,
    urgency,
)

register = template.Library()

SPRITE = "vendor/tabler-icons.svg"


# Amounts ---------------------------------------------------------------------------------------


@register.filter
def wan_number(fen: int | None) -> str:
    return "" if fen is None or fen == "" else _amounts.decimal_of(int(fen), _amounts.FEN_PER_WAN)


@register.filter
def wan(fen: int | None) -> str:
    number = wan_number(fen)
    return number and _("%(amount)s 10k yuan") % {"amount": number}


@register.filter
def yi(fen: int | None) -> str:
    if fen is None:
        return ""
    return _("%(amount)s 100m yuan") % {
        "amount": _amounts.decimal_of(int(fen), _amounts.FEN_PER_YI)
    }


register.filter("wan_short", _amounts.short)


@register.filter
def yi_number(fen: int | None) -> str:
    if fen is None:
        return ""
    return _amounts.decimal_of(int(fen), _amounts.FEN_PER_YI).rstrip("0").rstrip(".")


@register.filter
def fen_words(fen: int | None) -> str:
    return "" if fen is None else _amounts.in_words(int(fen))


@register.filter
def pct(share: Any, places: int = 1) -> str:
    if share is None or share == "":
        return ""
    text = f"{float(share) * 100:.{places}f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) + "%"


for _told in (cn_datetime, cn_time, cn_date, iso, distance, urgency):
    register.filter(_told)


# Icons, badges, links --------------------------------------------------------------------------


@register.simple_tag
@lru_cache(maxsize=128)
def asset(path: str) -> str:
    """The address of a static file: the same as long as the program runs."""
    return static(path)


@register.simple_tag
def fixed(piece: str, **given: str) -> SafeString:
    """A piece of a page that depends on its language and these few words only."""
    return _fixed(piece, get_language() or "", tuple(given.items()))


@lru_cache(maxsize=256)
def _fixed(piece: str, language: str, given: tuple[tuple[str, str], ...]) -> SafeString:
    return render_to_string(piece, dict(given))


@register.simple_tag
@lru_cache(maxsize=1024)
def icon(name: str, label: str = "", size: str = "") -> SafeString:
    """An icon of the sprite; without a label it is hidden from screen readers."""
    spoken = format_html('role="img" aria-label="{}"', label) if label else 'aria-hidden="true"'
    return format_html(
        '<svg class="jb-icon{}" {} focusable="false"><use href="{}#{}"/></svg>',
        f" jb-icon-{size}" if size else "",
        SafeString(spoken),
        static(SPRITE),
        name,
    )


@register.simple_tag
def state_badge(code: str, label: str) -> SafeString:
    return _badge(code, str(label))


@lru_cache(maxsize=2048)
def _badge(code: str, label: str) -> SafeString:
    return format_html(
        '<span class="jb-badge" data-tone="{}" data-code="{}">{}{}</span>',
        _tones.tone_of(code),
        code,
        icon(_tones.icon_of(code)),
        label,
    )


@register.filter
def tone(code: str) -> str:
    return _tones.tone_of(code)


@register.simple_tag
def invented() -> SafeString:
    return _invented(get_language() or "")


@lru_cache(maxsize=8)
def _invented(language: str) -> SafeString:
    return format_html(
        '<span class="jb-invented" title="{}">{}</span>',
        _("Invented for the demonstration; not a real person, organisation or project."),
        _("Invented"),
    )


@register.simple_tag(takes_context=True)
def query(context: Mapping[str, Any], **changes: Any) -> str:
    """`?` + the current GET parameters with these changes; None or "" drops one."""
    request = context.get("request")
    params = request.GET.copy() if request else {}
    if not request:
        return ""
    for name, value in changes.items():
        if value is None or value == "":
            params.pop(name, None)
        else:
            params[name] = value
    return "?" + params.urlencode()


@register.simple_tag(takes_context=True)
def drop(context: Mapping[str, Any], name: str) -> str:
    """The current GET parameters without this one and without the page number."""
    return query(context, **{name: None, "page": None})


@register.simple_tag
def url_or_none(name: str, *args: Any) -> str:
    """The address of a named page, or nothing where this installation has no such page."""
    if not args:
        return place(name)
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


@register.simple_tag(takes_context=True)
def public_nav(context: Mapping[str, Any]) -> list[dict[str, Any]]:
    path = getattr(context.get("request"), "path", "")
    pages = (
        ("challenge_list", _("Challenges")),
        ("notice_list", _("Notices")),
        ("figures", _("Figures")),
        ("verify", _("Verify")),
        ("rules", _("Rules")),
    )
    found = [(place(name), label) for name, label in pages]
    return [
        {"url": url, "label": label, "current": path.startswith(url)} for url, label in found if url
    ]


# Forms -----------------------------------------------------------------------------------------


@register.filter
def money_input(value: Any) -> str:
    """A stored amount (fen) as it is typed, in 万元; what was typed wrongly stays as it was."""
    if value is None or isinstance(value, str):
        return value or ""
    number = _amounts.decimal_of(int(value), _amounts.FEN_PER_WAN).replace(",", "")
    return number.rstrip("0").rstrip(".")


@register.filter
def input_value(value: Any, kind: str) -> str:
    """A value as its input wants it: a date-and-time in Shanghai without its zone."""
    if value is None:
        return ""
    if kind == "datetime" and value:
        try:
            return f"{local(value):%Y-%m-%dT%H:%M}"
        except ValueError:
            return str(value)
    return str(value)


@register.simple_tag
def readings(parts: Sequence[Any] | None) -> SafeString:
    """The sections of a text under review, as web.review.texts gives them."""
    return SafeString(_answers.readings(parts or ()))


@register.simple_tag
def form_fields(fields: Sequence[Any]) -> SafeString:
    """The bound fields of a form or of one of its parts."""
    draw = {"icon": icon, "wan": wan, "money": money_input, "value": input_value}
    return SafeString("".join(_fields.field(f, draw) for f in fields))


@register.filter
def has_problems(form: Any) -> bool:
    """Whether any field or cell of a bound form has a problem."""

    def get(thing: Any, name: str) -> Any:
        found = thing.get(name) if isinstance(thing, Mapping) else getattr(thing, name, None)
        return found or ()

    fields = [f for section in get(form, "sections") for f in get(section, "fields")]
    cells = [cell for f in fields for row in get(f, "rows") for cell in get(row, "cells")]
    return any(get(f, "problems") for f in (*fields, *cells))


# Tables and pictures ---------------------------------------------------------------------------


def _renders(now: dt.datetime | None) -> dict[str, Any]:
    """How each kind of cell is drawn; texts in the language of the page."""

    def when(text: str) -> str:
        return f'<span class="jb-when">{text}</span>'

    def deadline(at: Any) -> str:
        left = f'<small class="jb-due" data-tone="{urgency(at, now)}">{distance(at, now)}</small>'
        return when(cn_datetime(at)) + left

    return {
        "money": wan_number,
        "date": lambda v: when(cn_date(v)),
        "datetime": lambda v: when(cn_datetime(v)),
        "deadline": deadline,
        "state": lambda v: state_badge(v["code"], v["label"]),
        "percent": pct,
        "invented": lambda v: invented(),
    }


@register.simple_tag(takes_context=True)
def table_heads(context: Mapping[str, Any], columns: Sequence[Mapping[str, Any]]) -> SafeString:
    """The head of data_table.html."""

    def sorting(by: str) -> str:
        return query(context, sort=by, page=None)

    return SafeString(_cells.heads(columns, sorting, icon))


@register.simple_tag
def table_rows(
    columns: Sequence[Mapping[str, Any]], rows: Sequence[Mapping[str, Any]], now: Any = None
) -> SafeString:
    """The body of data_table.html."""
    return _cells.rows(columns, rows, _renders(now or None))


@register.simple_tag
def side_links(items: Sequence[Mapping[str, Any]] | None) -> SafeString:
    """The links of side_nav.html; an item with only `heading` starts a group."""
    return SafeString(_lists.links(items or (), icon))


@register.simple_tag
def challenge_rows(items: Sequence[Mapping[str, Any]], now: Any = None) -> SafeString:
    """Lines of a list of challenges: [{url, number, title, field, publisher, money_fen, due_at,
    state: {code, label}, invented}]."""
    return SafeString(_lists.challenges(items, now or None, state_badge, invented))


@register.simple_tag
def work_rows(items: Sequence[Mapping[str, Any]], now: Any = None) -> SafeString:
    """The lines of worklist.html."""
    return SafeString(_lists.work(items, now or None, state_badge, invented))


@register.simple_tag
def choices(options: Sequence[tuple[str, Any, bool]]) -> SafeString:
    """The options of a select: (code, label, is it the one)."""
    return SafeString(_lists.options(options))


@register.simple_tag
def key_value_rows(items: Sequence[Mapping[str, Any]] | None, now: Any = None) -> SafeString:
    """The pairs of key_values.html."""
    return SafeString(_lists.pairs(items or (), _renders(now or None)))


@register.simple_tag
def timeline_rows(items: Sequence[Mapping[str, Any]] | None) -> SafeString:
    """The lines of timeline.html."""
    return SafeString(_lists.happened(items or ()))


@register.simple_tag
def gate_rows(items: Sequence[Mapping[str, Any]] | None) -> SafeString:
    """The rows of gates.html."""
    return SafeString(_lists.rules(items or (), state_badge))


@register.simple_tag
def indicator_table(items: Sequence[Mapping[str, Any]] | None, **columns: Any) -> SafeString:
    """Head and body of indicators.html, with the optional columns that are asked for."""
    shown = {name: bool(wanted) for name, wanted in columns.items()}
    return SafeString(_lists.indicators(items or (), shown, state_badge))


@register.simple_tag
def answers(parts: Sequence[Any] | None) -> SafeString:
    """The sections of a filled form, as web.programme.reading gives them."""
    told = _answers.sections(parts or (), lambda said: state_badge("pending", said))
    return SafeString(told)


@register.filter
def grouped(value: Any) -> str:
    return f"{value:,}" if isinstance(value, int | float) else str(value)


@register.filter
def unlocal(value: Any) -> str:
    """A number for a machine: no grouping, a point."""
    return str(value)


@register.inclusion_tag("components/bar_chart.html")
def bar_chart(chart: Mapping[str, Any]) -> dict[str, Any]:
    amount = wan_number if chart.get("kind") == "money" else grouped
    return {**chart, "lines": SafeString(_charts.bar_rows(chart["rows"], amount))}


@register.inclusion_tag("components/line_chart.html")
def line_chart(chart: Mapping[str, Any]) -> dict[str, Any]:
    return {**chart, "plot": _charts.lines(chart["labels"], chart["series"])}


@register.filter
def pages_around(page: Any) -> list[int | str]:
    """Page numbers to offer: first, last and two on each side, with a gap mark between."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1))
