"""Bank credit: offered, approved, drawn; and the consent it rests on."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from jiebang.delivery import actions
from jiebang.delivery.queries import money
from jiebang.rulebook.credit import SHAREABLE
from jiebang.rulebook.roles import Role
from jiebang.web.delivery import blocks as b
from jiebang.web.frame import page
from jiebang.web.programme.asking import chip, found, number, state, states
from jiebang.web.wording import STATES, label


@login_required
def credit_list(request: HttpRequest) -> HttpResponse:
    chosen = request.GET.get("state", "")
    got = money.credits(request.actor, state=chosen, number=number(request))
    sums = money.credit_sums(request.actor)
    context = {
        "title": _("Bank credit"),
        "note": _("Offered, approved and drawn are three different numbers and are never added."),
        "more": [
            b.table(
                _("By bank and year"),
                [
                    (_("Bank"), "text"),
                    (_("Year"), "text"),
                    (_("Offered"), "money"),
                    (_("Credit approved"), "money"),
                    (_("Balance drawn"), "money"),
                ],
                [(s.bank, s.year, s.offered, s.approved, s.drawn) for s in sums],
            )
        ],
        "columns": [
            {"label": _("Unit"), "kind": "link"},
            {"label": _("Bank"), "kind": "text"},
            {"label": _("Offered"), "kind": "money"},
            {"label": _("Credit approved"), "kind": "money"},
            {"label": _("Balance drawn"), "kind": "money"},
            {"label": _("State"), "kind": "state"},
        ],
        "rows": [_credit(c) for c in got.items],
        "page": got.nav,
        "actions": _doors(request),
        "fields": [{"name": "state", "label": _("State"), "options": states("credit", chosen)}],
        "active": chip(request, {"state": lambda v: str(STATES["credit"].get(v, v))}),
    }
    return page(request, "delivery/list.html", context)


def _doors(request: HttpRequest) -> list[dict[str, Any]]:
    if request.actor.scopes(Role.MEMBER) and not request.actor.scopes(Role.BANK):
        return [
            {
                "key": "consents",
                "label": _("Consents to share with banks"),
                "kind": "link",
                "icon": "building-bank",
                "url": reverse("consents"),
                "allowed": True,
                "reasons": [],
            }
        ]
    if not request.actor.scopes(Role.BANK):
        return []
    return [
        {
            "key": "units",
            "label": _("Units that agreed"),
            "kind": "link",
            "icon": "building",
            "url": reverse("credit_units"),
            "allowed": True,
            "reasons": [],
        }
    ]


def _credit(c: money.CreditRow) -> dict[str, Any]:
    url = reverse("credit", args=[c.id])
    cells = [
        b.link(url, c.unit, sub=c.challenge),
        c.bank,
        c.offered,
        c.approved or None,
        c.drawn or None,
        state("credit", c.state),
    ]
    return {"url": url, "cells": cells}


@login_required
def credit(request: HttpRequest, pk: str) -> HttpResponse:
    c = found(money.credit(pk, request.actor))
    a = c.approval
    return b.record(
        request,
        actions.credit,
        pk,
        title=f"{c.bank} → {c.unit}",
        sub=c.challenge,
        crumbs=[(_("Bank credit"), reverse("credits")), (c.unit, "")],
        facts=[
            (
                _("Challenge"),
                b.link(reverse("challenge", args=[c.challenge_id]), c.challenge),
                "link",
            ),
            (_("Announced on"), c.announced_on, "date"),
            (_("Valid until"), c.valid_until_on, "date"),
            (_("Product"), c.product),
            (_("Approval no."), a.get("number")),
            (_("Approved on"), a.get("approved_on")),
            (_("Remark"), c.remark),
        ],
        blocks=[
            _numbers(c),
            b.table(
                _("Balances reported"),
                [(_("As of"), "date"), (_("Balance drawn"), "money")],
                c.balances,
            )
            if c.balances
            else None,
        ],
    )


def _numbers(c: money.CreditRow) -> b.Block:
    return b.values(
        _("Three numbers"),
        [
            (_("Ceiling offered"), c.offered, "money"),
            (_("Credit approved"), c.approved, "money"),
            (_("Balance drawn"), c.drawn, "money"),
            (_("As of"), c.drawn_as_of_on, "date"),
        ],
        hint=_("Offered, approved and drawn are three different numbers and are never added."),
    )


@login_required
def shared(request: HttpRequest) -> HttpResponse:
    """What a bank may see; each reading is on record (R128)."""
    if not request.actor.scopes(Role.BANK):
        raise Http404
    got = money.shared_with_banks(request.actor, number=number(request))
    actions.record_viewing(request.actor, [c.id for c in got.items], now=request.now)
    context = {
        "title": _("Units that agreed"),
        "note": _("Only what each unit agreed to is shown. Each reading of this page is recorded."),
        "columns": [
            {"label": _("Unit"), "kind": "link"},
            {"label": _("Code"), "kind": "text"},
            {"label": _("Region"), "kind": "text"},
            {"label": _("Challenge"), "kind": "text"},
            {"label": _("Public money"), "kind": "money"},
            {"label": _("Contact"), "kind": "text"},
        ],
        "rows": [_shared(c) for c in got.items],
        "page": got.nav,
    }
    return page(request, "delivery/list.html", context)


def _shared(c: money.ConsentRow) -> dict[str, Any]:
    sub = _("Offer made") if c.offered else _("Offer credit")
    url = "" if c.offered else reverse("delivery_new_of", args=["credit", c.id])
    return {
        "cells": [
            b.link(url, c.shown.get("name", ""), sub=sub),
            c.shown.get("code"),
            c.shown.get("region"),
            c.shown.get("challenge"),
            c.public_money,
            c.shown.get("contact"),
        ]
    }


@login_required
def consent_list(request: HttpRequest) -> HttpResponse:
    got = money.consents(request.actor, number=number(request))
    context = {
        "title": _("Consents to share with banks"),
        "columns": [
            {"label": _("Challenge"), "kind": "link"},
            {"label": _("State"), "kind": "state"},
        ],
        "rows": [
            {
                "cells": [
                    b.link(reverse("consent", args=[c.id]), c.shown.get("challenge", "—")),
                    state("consent", c.state),
                ]
            }
            for c in got.items
        ],
        "page": got.nav,
        "note": _(
            "Banks see nothing of your unit before it has agreed, and only what it agreed to."
        ),
        "actions": [
            b.birth("consent", pk, _("Agree for: %(title)s") % {"title": title})
            for pk, title in money.may_consent(request.actor)
        ],
    }
    return page(request, "delivery/list.html", context)


@login_required
def consent(request: HttpRequest, pk: str) -> HttpResponse:
    c = found(money.consent(pk, request.actor))
    names = {o.code: label(o) for o in SHAREABLE}
    shown = [(names[k], v) for k, v in c.shown.items()]
    return b.record(
        request,
        actions.consent,
        pk,
        title=_("Consent to share with banks"),
        sub=c.shown.get("challenge", ""),
        crumbs=[(_("Consents to share with banks"), reverse("consents")), (c.shown["name"], "")],
        blocks=[
            b.values(
                _("What banks see"), [*shown, (names["public_money"], c.public_money, "money")]
            )
        ],
    )
