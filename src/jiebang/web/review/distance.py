"""Where sheets lie far apart: who was asked to look again and what came of it (R082), and items on
which the panel was of two minds (R083)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.translation import gettext as _

from jiebang.review import queries
from jiebang.rulebook.defence import disputed, spread

Sheets = Mapping[str, Sequence[queries.SheetView]]


def outliers(results: Iterable[queries.ResultView], sheets: Sheets) -> dict[str, Any]:
    """A table of the totals beyond the edition's limit, each with its expert's answer."""
    rows = []
    for r in results:
        by_number = {f"{s.number:02d}": s for s in sheets.get(r.code, ())}
        mean = _mean(by_number.values())
        rows += [_row(r, by_number[who], mean) for who in r.outliers if who in by_number]
    return {
        "columns": [
            {"label": _("Code"), "kind": "text"}, {"label": _("Expert"), "kind": "text"},
            {"label": _("Total"), "kind": "number"}, {"label": _("Mean"), "kind": "number"},
            {"label": _("Answer to the question to look again"), "kind": "text"},
        ],
        "rows": rows,
    }  # fmt: skip


def _mean(sheets: Iterable[queries.SheetView]) -> Decimal | None:
    """What the limit is measured from: the mean of all signed totals, none left out."""
    totals = [s.total for s in sheets if s.total is not None]
    if not totals:
        return None
    return (sum(totals, Decimal(0)) / len(totals)).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _row(r: queries.ResultView, s: queries.SheetView, mean: Decimal | None) -> dict[str, Any]:
    who = " ".join(x for x in (_("Expert %(n)s") % {"n": s.number}, s.expert) if x)
    answer = s.confirmation or _("None by the due time; the sheet counts as it was signed.")
    return {"cells": [r.code, who, s.total, mean, answer]}


def dispute(sheets: Sequence[queries.SheetView], limit: Decimal) -> Decimal | None:
    """The standard deviation of the totals where it is above the edition's limit."""
    totals = [s.total for s in sheets if s.total is not None]
    return spread(totals) if disputed(totals, limit) else None
