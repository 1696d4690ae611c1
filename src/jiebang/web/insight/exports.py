"""The same figures as files: Excel with every breakdown, Word for the yearly report, CSV."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from jiebang.insight import queries
from jiebang.insight.figures import Counted, Unit
from jiebang.platform import documents
from jiebang.platform.documents import Column, Document, Heading, Note, Sheet, SheetColumn, Table
from jiebang.web import wording
from jiebang.web.insight import shown, views

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "csv": "text/csv; charset=utf-8",
}
FEN_PER_WAN = 1_000_000


def figures(request: HttpRequest, form: str) -> HttpResponse:
    a = shown.asked(request)
    found = list(queries.figures(a.wanted, queries.visible(request.actor)).values())
    sheets = [_summary(found)]
    sheets += [_apart(found, by, a) for by in shown.BY]
    name = _("Figures") + _span(a)
    return _sent(form, name, [s for s in sheets if s.rows], request)


def figure(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """The records behind one figure, those the viewer may see, and the figure taken apart."""
    a = shown.asked(request)
    c = views.counted(request, code, a)
    hidden = c.figure.sealed and not queries.sees_all(request.actor)
    sheets = [_summary([c])] + ([] if hidden else [_records(c, a)])
    sheets += [_apart([c], by, a) for by in c.figure.by]
    return _sent(form, wording.label(c.figure) + _span(a), [s for s in sheets if s.rows], request)


def _span(a: shown.Asked) -> str:
    years = queries.years_text(a.wanted.years)
    return f" {years}" if years else ""


def _value(value: int | Fraction | None, unit: Unit) -> Any:
    if value is None:
        return ""
    if unit == Unit.MONEY:
        return Decimal(int(value)) / FEN_PER_WAN
    return int(value) if unit == Unit.COUNT else Decimal(round(float(value), 4)).normalize()


def _unit(unit: Unit) -> str:
    return {Unit.MONEY: _("10k yuan"), Unit.TIMES: _("times"), Unit.SHARE: _("share of one")}.get(
        unit, ""
    )


def _summary(found: Sequence[Counted]) -> Sheet:
    columns = (
        SheetColumn(_("Figure"), 28), SheetColumn(_("Value"), 16, "number"),
        SheetColumn(_("Measured in"), 10), SheetColumn(_("What it counts"), 80),
    )  # fmt: skip
    rows = [
        (wording.label(c.figure), _value(c.value, c.figure.unit), _unit(c.figure.unit),
         wording.words(c.figure.says, c.figure.says_en))
        for c in found
    ]  # fmt: skip
    return Sheet(_("Figures"), columns, rows)


def _apart(found: Sequence[Counted], by: str, a: shown.Asked) -> Sheet:
    fitting = [(c, c.apart(by)) for c in found if by in c.figure.by and c.lines]
    keys = list(dict.fromkeys(k for _c, parts in fitting for k in parts if k))
    keys = sorted(keys) if by == "year" else keys
    columns = (
        SheetColumn(str(shown.BY[by]), 28),
        *(SheetColumn(_head(c), 18, "number") for c, _parts in fitting),
    )
    rows = [
        (shown.group(by, k, a.words), *(_value(p.get(k), c.figure.unit) for c, p in fitting))
        for k in keys
    ]
    return Sheet(str(shown.BY[by]), columns, rows)


def _head(c: Counted) -> str:
    unit = _unit(c.figure.unit)
    return f"{wording.label(c.figure)} ({unit})" if unit else wording.label(c.figure)


def _records(c: Counted, a: shown.Asked) -> Sheet:
    money = c.figure.unit == Unit.MONEY
    columns = (
        SheetColumn(_("Item"), 50), SheetColumn(_("Details"), 40), SheetColumn(_("Year"), 8),
        SheetColumn(_("Field"), 24), SheetColumn(_("District"), 14),
        SheetColumn(_("Counted by"), 18),
        SheetColumn(_("Amount (10k yuan)") if money else _("Counts as"), 16, "number"),
        SheetColumn(_("Number in the system"), 44),
    )  # fmt: skip
    rows = [
        (line.title, line.text, str(line.year), shown.group("field", line.field, a.words),
         shown.group("district", line.district, a.words), shown.note(line),
         Decimal(line.amount) / FEN_PER_WAN if money else line.amount, f"{line.life}:{line.id}")
        for line in c.records()
    ]  # fmt: skip
    return Sheet(_("Items"), columns, rows)


def _sent(form: str, name: str, sheets: list[Sheet], request: HttpRequest) -> HttpResponse:
    if form not in TYPES:
        raise Http404(form)
    made = {"xlsx": documents.render_xlsx, "csv": _csv}.get(form)
    body = made(sheets) if made else documents.render_docx(_report(name, sheets, request))
    response = HttpResponse(body, content_type=TYPES[form])
    response["Content-Disposition"] = content_disposition_header(True, f"{name}.{form}")
    return response


def _csv(sheets: list[Sheet]) -> bytes:
    """All tables one below the other, an empty line between them."""
    rows: list[Sequence[Any]] = []
    for sheet in sheets:
        rows += [(), (sheet.name,)] if rows else [(sheet.name,)]
        rows += [tuple(c.title for c in sheet.columns), *sheet.rows]
    return documents.render_csv(rows)


def _report(name: str, sheets: list[Sheet], request: HttpRequest) -> Document:
    on = timezone.localdate(request.now)
    blocks: list[Any] = []
    for number, sheet in enumerate(sheets, start=1):
        blocks += [Heading(sheet.name, 1, numbered=True), *_tables(sheet, number)]
    blocks.append(Note(_("Computed from the records on %(on)s.") % {"on": on.isoformat()}))
    return Document(title=name, blocks=tuple(blocks), on=on, style="form")


def _tables(sheet: Sheet, number: int) -> list[Table]:
    """A page is narrow: a wide table is cut into several, each beginning with the first column."""
    head, rest = sheet.columns[0], sheet.columns[1:]
    width = 3 if number == 1 else 5
    made = []
    for start in range(0, len(rest), width):
        part = rest[start : start + width]
        columns = tuple(Column(c.title, max(c.width, 12)) for c in (head, *part))
        rows = tuple(
            tuple(_cell(v) for v in (row[0], *row[start + 1 : start + 1 + width]))
            for row in sheet.rows
        )
        made.append(Table(columns, rows))
    return made


def _cell(value: Any) -> str:
    return f"{value:,}" if isinstance(value, int | Decimal) else str(value)
