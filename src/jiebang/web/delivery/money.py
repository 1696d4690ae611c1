"""Tranches of public money and R&D spending."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from jiebang.delivery import actions
from jiebang.delivery.queries import money
from jiebang.rulebook.spending import SOURCES
from jiebang.web.delivery import blocks as b
from jiebang.web.delivery.contract_blocks import condition
from jiebang.web.frame import page
from jiebang.web.programme.asking import chip, found, number, state, states
from jiebang.web.wording import STATES, label


@login_required
def payment_list(request: HttpRequest) -> HttpResponse:
    chosen = request.GET.get("state", "")
    got = money.payments(request.actor, state=chosen, number=number(request))
    context = {
        "title": _("Payments"),
        "columns": [
            {"label": _("Project"), "kind": "link"},
            {"label": _("Bidder"), "kind": "text"},
            {"label": _("Tranche"), "kind": "text"},
            {"label": _("Amount"), "kind": "money"},
            {"label": _("State"), "kind": "state"},
            {"label": _("Paid on"), "kind": "date"},
        ],
        "rows": [_payment(p) for p in got.items],
        "page": got.nav,
        "fields": [{"name": "state", "label": _("State"), "options": states("payment", chosen)}],
        "active": chip(request, {"state": lambda v: str(STATES["payment"].get(v, v))}),
    }
    return page(request, "delivery/list.html", context)


def _payment(p: money.PaymentRow) -> dict[str, Any]:
    url = reverse("payment", args=[p.id])
    cells = [
        b.link(url, p.title, sub=p.contract, invented=p.invented),
        p.lead,
        p.label,
        p.amount,
        state("payment", p.state),
        p.paid_on,
    ]
    return {"url": url, "cells": cells}


@login_required
def payment(request: HttpRequest, pk: str) -> HttpResponse:
    p = found(money.payment(pk, request.actor))
    r = p.row
    return b.record(
        request,
        actions.payment,
        pk,
        title=f"{r.label} · {r.title}",
        sub=r.contract,
        crumbs=[
            (_("Payments"), reverse("payments")),
            (r.contract, reverse("contract", args=[r.contract_id])),
            (r.label, ""),
        ],
        facts=[
            (_("Amount"), r.amount, "money"),
            (_("Share"), f"{p.share}%"),
            (_("Condition"), condition(r.condition, p.milestone)),
            (_("Due since"), r.due_at, "datetime"),
            (_("Approved at"), p.approved_at, "datetime"),
        ],
        blocks=[
            b.values(
                _("Payment"),
                [
                    (_("Payee"), p.payee),
                    (_("Paid on"), r.paid_on, "date"),
                    (_("Bank receipt no."), p.receipt_number),
                    (_("Remark"), p.remark),
                ],
            )
            if p.payee or p.remark
            else None,
            b.text(_("Accounts that may be paid"), "\n".join(p.units)),
            b.files_of(_("Bank receipt"), "payment", pk) if p.payee else None,
            _returned(p.returned) if p.returned else None,
        ],
        invented=r.invented,
    )


def _returned(back: Mapping[str, Any]) -> b.Block:
    return b.values(
        _("Return"),
        [
            (_("Returned on"), back.get("returned_on")),
            (_("Principal"), back.get("returned"), "money"),
            (_("Interest"), back.get("interest"), "money"),
            (_("Receipt no."), back.get("receipt_number")),
        ],
    )


@login_required
def spending_list(request: HttpRequest) -> HttpResponse:
    chosen, contract = request.GET.get("state", ""), request.GET.get("contract", "")
    contract = contract if len(contract) == 36 else ""
    got = money.spendings(request.actor, contract=contract, state=chosen, number=number(request))
    sources = {o.code: label(o) for o in SOURCES}
    context = {
        "title": _("R&D spending"),
        "columns": [
            {"label": _("Unit"), "kind": "link"},
            {"label": _("Source"), "kind": "text"},
            {"label": _("Amount"), "kind": "money"},
            {"label": _("Until"), "kind": "date"},
            {"label": _("State"), "kind": "state"},
        ],
        "rows": [
            {
                "cells": [
                    b.link(reverse("spending", args=[s.id]), s.unit, sub=f"{s.contract} {s.title}"),
                    sources[s.source],
                    s.amount,
                    s.until_on,
                    state("spending", s.state),
                ]
            }
            for s in got.items
        ],
        "page": got.nav,
        "fields": [{"name": "state", "label": _("State"), "options": states("spending", chosen)}],
        "active": chip(request, {"state": lambda v: str(STATES["spending"].get(v, v))}),
    }
    return page(request, "delivery/list.html", context)


@login_required
def spending(request: HttpRequest, pk: str) -> HttpResponse:
    s = found(money.spending(pk, request.actor))
    sources = {o.code: label(o) for o in SOURCES}
    return b.record(
        request,
        actions.spending,
        pk,
        title=f"{sources[s.source]} · {s.title}",
        sub=s.contract,
        crumbs=[
            (_("R&D spending"), reverse("spendings")),
            (s.contract, reverse("contract", args=[s.contract_id])),
            (sources[s.source], ""),
        ],
        facts=[
            (_("Unit"), s.unit),
            (_("Amount"), s.amount, "money"),
            (_("From"), s.from_on, "date"),
            (_("Until"), s.until_on, "date"),
            (_("Paid by the publisher to the bidder"), _("yes") if s.paid_to_bidder else _("no")),
        ],
        blocks=[
            b.text(_("Vouchers"), s.evidence),
            b.files_of(_("Evidence files"), "spending", pk),
        ],
        alert={"tone": "wait", "title": _("Reason"), "text": s.verdict} if s.verdict else None,
    )
