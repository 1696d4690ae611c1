"""A stored reading on a page, and a result's arithmetic in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from jiebang.rulebook.edition.model import Table
from jiebang.rulebook.forms import FormSpec, Problem
from jiebang.web.forms import BoundForm, bind
from jiebang.web.templatetags.jiebang import wan
from jiebang.web.wording import label, words
from jiebang.web.wording.review import ARITHMETIC, STAGES

NUMBERS = ("money", "integer", "decimal")
# Units as the forms of an edition write them; "": the label says it already.
UNITS = {
    "万元": "10k yuan", "人月": "person-months", "个月": "months", "月": "month", "第…月": "",
    "人": "people", "件": "pieces", "项": "items", "票": "votes", "级": "", "分": "points",
}  # fmt: skip


def listed(parts: Iterable[Any]) -> str:
    """Words in a row, with the comma of the reader's language."""
    return words("、", ", ").join(str(part) for part in parts)


def clauses(parts: Iterable[Any]) -> str:
    """The same for what is longer than a word."""
    return words("；", "; ").join(str(part) for part in parts)


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
    unit = column["unit"]
    if not unit:
        return name
    english = UNITS.get(unit, unit)
    return words(f"{name}（{unit}）", f"{name} ({english})" if english else name)


def said(f: Mapping[str, Any], value: Any, *, bare: bool = False) -> str:
    if value is None:
        return ""
    if f["kind"] == "money":
        text = wan(value)
        return text.split(" ")[0] if bare else text
    if f["kind"] == "yesno":
        return _("Yes") if value else _("No")
    if bare or not f["unit"]:
        return str(value)
    return words(f"{value} {f['unit']}", f"{value} {UNITS.get(f['unit'], f['unit'])}".rstrip())


def bands(table: Table, code: str) -> str:
    """优 21.25–25 · 良 17.5–21.25 · …"""
    return " · ".join(f"{label(band)} {low:f}–{high:f}" for band, low, high in table.ranges(code))


def grade(table: Table, code: str, score: Any) -> str:
    """The band a score lies in, in words; "" where there is no score yet."""
    given = points(score)
    if given is None:
        return ""
    return next((label(b) for b, low, _high in table.ranges(code) if given >= low), "")


def points(score: Any) -> Decimal | None:
    """A score as it was typed; None for nothing and for what is no number."""
    try:
        given = Decimal(str(score).strip())
    except InvalidOperation:
        return None
    return given if given.is_finite() else None


def filled(table: Table, values: Mapping[str, Any]) -> list[dict[str, Any]]:
    """A sheet criterion by criterion, with the band of every score."""
    return [
        {"c": c, "label": label(c), "score": values.get(f"score_{c.code}"),
         "band": grade(table, c.code, values.get(f"score_{c.code}")),
         "comment": values.get(f"comment_{c.code}")}
        for c in table.criteria
    ]  # fmt: skip


def sheet_form(spec: FormSpec, table: Table, values: Mapping[str, Any],
               problems: Iterable[Problem], version: int) -> BoundForm:  # fmt: skip
    """The score sheet to be filled in: bands and weight stand with each criterion. What is wrong
    is named with its criterion, since all have a score and a comment."""
    form = bind(spec, values, problems, version=version)
    form.title = ""
    known = {c.code: c for c in table.criteria}
    for section in form.sections:
        if section.code in known:
            section.help = _("Weight %(weight)s%%") % {"weight": known[section.code].weight}
            section.help += f" · {bands(table, section.code)}"
            for field in section.fields:
                field.unit = words(field.unit, field.unit.replace(" 分", ""))
                if field.problems:
                    field.label = f"{section.title} · {field.label}"
    return form


def bare_number(who: str) -> str:
    """The number of an expert as every page writes it: computations call expert 1 “01”."""
    return who.lstrip("0")


def _stage(step: Mapping[str, str]) -> str:
    """Where there were two stages each line says of which it is."""
    stage = step.get("stage")
    return f"{STAGES[stage]} · " if stage else ""


def arithmetic(steps: Iterable[Mapping[str, str]], table: Table) -> list[dict[str, str]]:
    """Every line of a result's calculation: what, and the sum as one would write it."""
    names = {c.code: label(c) for c in table.criteria}
    return [
        {"what": _stage(s) + str(ARITHMETIC[s["kind"]])
         % {"who": bare_number(s["who"]), "criterion": names.get(s["criterion"], s["criterion"])},
         "formula": s["formula"]}
        for s in steps
    ]  # fmt: skip
