"""Fees of a panel: the arithmetic for who may know, the list with numbers for finance."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jiebang.platform import documents
from jiebang.registry import queries as registry
from jiebang.review import actions, queries
from jiebang.rulebook.roles import Role
from jiebang.web.frame import page
from jiebang.web.programme.asking import found
from jiebang.web.programme.exports import download
from jiebang.web.review import texts
from jiebang.web.wording.review import FEE_LINES, FEE_REFUSED, KINDS

FEN_PER_YUAN = 100


@login_required
def fees(request: HttpRequest, pk: str) -> HttpResponse:
    f = found(queries.fees(str(pk), request.actor))
    context = {
        "f": f,
        "kind": KINDS[f.kind],
        "total": _yuan(f.fen),
        "columns": [
            {"label": _("Expert"), "kind": "link"},
            {"label": _("Items reviewed"), "kind": "number"},
            {"label": _("How it is counted"), "kind": "text"},
            {"label": _("After tax, yuan"), "kind": "number"},
        ],
        "rows": [
            {"cells": [{"label": x.name, "sub": x.unit}, x.items, _counted(x), _yuan(x.fen)]}
            for x in f.fees
        ],
        "may_export": f.settled and request.actor.holds(Role.FINANCE),
    }
    return page(request, "review/fees.html", context)


def _yuan(fen: int) -> str:
    return f"{fen // FEN_PER_YUAN:,}"


def _counted(x: queries.FeeView) -> str:
    if x.refused:
        return str(FEE_REFUSED[x.refused])
    return texts.clauses(_line(line) for line in x.lines)


def _line(line: Mapping[str, Any]) -> str:
    return f"{FEE_LINES[line['code']]} {line['count']} × {_yuan(line['fen'])}"


@login_required
@require_POST
def export(request: HttpRequest, pk: str) -> HttpResponse:
    """Taking out people's numbers is an act of finance, on record."""
    if not request.actor.holds(Role.FINANCE):
        raise Http404
    f = found(queries.fees(str(pk), request.actor))
    actions.panel.perform(pk, "export_fees", actor=request.actor, now=request.now)
    numbers = registry.pay_numbers([x.expert for x in f.fees])
    titles = (
        (_("Name"), 12), (_("Unit"), 30), (_("Identity number"), 22), (_("Phone"), 16),
        (_("Bank account"), 26), (_("Items reviewed"), 10), (_("Half days"), 10),
        (_("After tax, yuan"), 14), (_("Before tax, yuan (finance)"), 16),
        (_("Tax, yuan (finance)"), 14), (_("How it is counted"), 40),
    )  # fmt: skip
    rows = [
        (x.name, x.unit, numbers[x.expert][0], numbers[x.expert][2], numbers[x.expert][1],
         x.items, x.half_days, x.fen // FEN_PER_YUAN, None, None, _counted(x))
        for x in f.fees
    ]  # fmt: skip
    columns = tuple(documents.SheetColumn(str(title), width) for title, width in titles)
    book = documents.render_xlsx([documents.Sheet(_("Experts' fees"), columns, rows)])
    return download(book, "xlsx", f"{_('Experts fees')}-{f.title[:30]}")


def path_of(panel: str) -> str:
    return reverse("panel_fees", args=[panel])
