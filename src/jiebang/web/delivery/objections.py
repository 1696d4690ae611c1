"""Objections: the person's own, and supervision's. Who objects is shown to nobody else."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from jiebang.delivery import actions
from jiebang.delivery.queries import awards
from jiebang.web.delivery import blocks as b
from jiebang.web.frame import page
from jiebang.web.programme.asking import chip, found, number, state, states
from jiebang.web.wording import STATES


@login_required
def objection_list(request: HttpRequest) -> HttpResponse:
    chosen = request.GET.get("state", "")
    got = awards.objections(request.actor, state=chosen, number=number(request))
    context = {
        "title": _("Objections"),
        "columns": [
            {"label": _("Receipt"), "kind": "text"},
            {"label": _("Challenge"), "kind": "link"},
            {"label": _("Person"), "kind": "text"},
            {"label": _("State"), "kind": "state"},
            {"label": _("Received"), "kind": "datetime"},
            {"label": _("Resolve by"), "kind": "date"},
        ],
        "rows": [_row(o) for o in got.items],
        "page": got.nav,
        "fields": [{"name": "state", "label": _("State"), "options": states("objection", chosen)}],
        "active": chip(request, {"state": lambda v: str(STATES["objection"].get(v, v))}),
    }
    return page(request, "delivery/list.html", context)


def _row(o: awards.ObjectionRow) -> dict[str, Any]:
    url = reverse("objection", args=[o.id])
    cells = [
        o.receipt,
        b.link(url, o.challenge),
        o.unit or o.person,
        state("objection", o.state),
        o.received_at,
        o.resolve_by_on,
    ]
    return {"url": url, "cells": cells}


@login_required
def objection(request: HttpRequest, pk: str) -> HttpResponse:
    o = found(awards.objection(pk, request.actor))
    notes = [(n["at"][:16].replace("T", " "), n["who"], n["note"]) for n in o.inquiry]
    return b.record(
        request,
        actions.objection,
        pk,
        title=_("Objection %(receipt)s") % {"receipt": o.row.receipt},
        sub=o.row.challenge,
        crumbs=[(_("Objections"), reverse("objections")), (o.row.receipt, "")],
        facts=[
            (_("Receipt"), o.row.receipt),
            (
                _("Notice"),
                b.link(reverse("notice", args=[o.row.award_id]), o.row.challenge),
                "link",
            ),
            (_("Received"), o.row.received_at, "datetime"),
            (_("Resolve by"), o.row.resolve_by_on, "date"),
        ],
        blocks=[
            _person(o) if o.full else None,
            b.text(_("What and why"), o.grounds),
            b.text(_("Evidence"), o.evidence_text) if o.evidence_text else None,
            b.files_of(_("Evidence files"), "objection", pk) if o.full else None,
            b.table(
                _("Inquiry"), [(_("When"), "text"), (_("Who"), "text"), (_("What"), "text")], notes
            )
            if notes
            else None,
            b.text(_("Finding"), f"{o.finding}\n{o.verdict}") if o.verdict else None,
        ],
        named=o.full,
    )


def _person(o: awards.ObjectionView) -> b.Block:
    about = [
        (_("Name"), o.row.person),
        (_("Identity document no."), o.id_number),
        (_("Telephone"), o.phone),
        (_("Unit"), o.row.unit),
    ]
    return b.values(_("Who objects"), about, hint=_("Only supervision sees this."))
