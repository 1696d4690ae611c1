"""Task books and contracts, and what hangs on them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from jiebang.delivery import actions
from jiebang.delivery.queries import contracts
from jiebang.delivery.queries.contracts import ContractView
from jiebang.rulebook.change import OPINION as CHANGE_OPINION
from jiebang.rulebook.change import TERMINATION
from jiebang.rulebook.contract import ALIVE, RUNNING, TERMS, State
from jiebang.rulebook.milestone import OPINION, TEST_METHODS
from jiebang.rulebook.roles import Role
from jiebang.web.delivery import blocks as b
from jiebang.web.delivery import contract_blocks as parts
from jiebang.web.frame import page
from jiebang.web.programme.asking import chip, found, number, state, states
from jiebang.web.wording import STATES, label, step, words


@login_required
def contract_list(request: HttpRequest) -> HttpResponse:
    chosen = request.GET.get("state", "")
    got = contracts.contracts(request.actor, state=chosen, number=number(request))
    context = {
        "title": _("Contracts"),
        "columns": [
            {"label": _("Project"), "kind": "link"}, {"label": _("Bidder"), "kind": "text"},
            {"label": _("Public money"), "kind": "money"}, {"label": _("State"), "kind": "state"},
            {"label": _("Ends on"), "kind": "date"},
        ],
        "rows": [_row(c) for c in got.items],
        "page": got.nav,
        "fields": [{"name": "state", "label": _("State"), "options": states("contract", chosen)}],
        "active": chip(request, {"state": lambda v: str(STATES["contract"].get(v, v))}),
    }  # fmt: skip
    return page(request, "delivery/list.html", context)


def _row(c: contracts.ContractRow) -> dict[str, Any]:
    url = reverse("contract", args=[c.id])
    title = b.link(url, c.title, sub=f"{c.number} · {c.publisher}", invented=c.invented)
    cells = [title, c.lead, c.public_money, state("contract", c.state), c.end_on]
    return {"url": url, "cells": cells}


@login_required
def contract(request: HttpRequest, pk: str) -> HttpResponse:
    c = found(contracts.contract(pk, request.actor))
    return b.record(
        request, actions.contract, pk, title=c.row.title, sub=c.row.number,
        crumbs=[(_("Contracts"), reverse("contracts")), (c.row.number, "")],
        facts=parts.facts(c), more=[*_papers(c), *_births(request, c)],
        blocks=[parts.parties(c), parts.indicators(c), parts.milestones(c), parts.tranches(c),
                parts.money(c), _terms(c), parts.requests(c), parts.supplements(c), parts.after(c),
                parts.registration(c)],
        alert={"tone": "good" if c.row.state == State.COMPLETED else "bad", "title": _("Reason"),
               "text": c.verdict} if c.verdict else None,
        invented=c.row.invented,
    )  # fmt: skip


def _papers(c: ContractView) -> list[dict[str, Any]]:
    kinds = [("taskbook", "pdf", _("Task book (PDF)")), ("taskbook", "docx", _("Task book (Word)"))]
    if c.digest:
        kinds.append(("signatures", "pdf", _("Record of signatures (PDF)")))
    return [
        {"key": f"{kind}-{form}", "label": said, "kind": "link", "icon": "download",
         "url": reverse("contract_paper", args=[c.row.id, kind, form]), "allowed": True,
         "reasons": []}
        for kind, form, said in kinds
    ]  # fmt: skip


def _births(request: HttpRequest, c: ContractView) -> list[dict[str, Any]]:
    """What the viewer may begin from here, by what they are to this contract."""
    mine = contracts.may_ask(c.row.id, request.actor)
    sides = mine & {Role.PUBLISHER, Role.LEAD}
    offers = [
        ("spending", bool(sides | (mine & {Role.PARTNER})) and c.row.state in RUNNING,
         step("spending", "report")),
        ("change", bool(sides) and c.row.state in ALIVE, step("change", "request")),
        ("acceptance", bool(sides) and c.row.state == "in_force", step("acceptance", "request")),
        ("use", bool(sides) and c.row.state in RUNNING, step("use", "report")),
        ("termination", bool(mine & {Role.PUBLISHER, Role.LEAD, Role.OFFICER})
         and c.row.state in ALIVE, step("termination", "request")),
    ]  # fmt: skip
    return [b.birth(life, c.row.id, said) for life, possible, said in offers if possible]


def _terms(c: ContractView) -> b.Block:
    items = [(label(f), c.terms.get(f.name) or "", "prose") for f in TERMS]
    return b.values(_("Terms"), items)


@login_required
def paper(request: HttpRequest, pk: str, kind: str, form: str) -> HttpResponse:
    asked = request.GET.get("number", "0")
    which = int(asked) if asked.isdigit() and len(asked) < 4 else 0
    document = contracts.paper(pk, kind, request.actor, number=which)
    return b.printed(document, form, document.title if document else "")


# What hangs on it ------------------------------------------------------------------------------


@login_required
def milestone(request: HttpRequest, pk: str) -> HttpResponse:
    m = found(contracts.milestone(pk, request.actor))
    methods = {o.code: label(o) for o in TEST_METHODS}
    outcomes = [
        (step("milestone", v["outcome"]), v["tested_on"], v["testers"], v["reason"], v["who"])
        for v in m.verdicts
    ]
    return b.record(
        request, actions.milestone, pk, title=f"{m.row.number}. {m.row.name}", sub=m.contract,
        crumbs=_crumbs(m.contract_id, m.contract, m.row.name),
        facts=[
            (_("Due on"), m.row.due_on, "date"), (_("Shown by"), m.shown_by),
            (_("Test method"), methods.get(m.method, "")),
            (_("Submitted at"), m.submitted_at, "datetime"),
            (_("Rectify until"), m.rectify_until_on, "date"),
        ],
        blocks=[
            b.text(_("Goal"), m.row.goal),
            b.text(_("What was done"), m.summary) if m.summary else None,
            b.table(_("Values so far"), [(_("Indicator"), "text"), (_("Measured"), "text"),
                                         (_("Evidence"), "text")],
                    [(v["indicator"], v["value"], v["evidence"]) for v in m.values])
            if m.values else None,
            b.files_of(_("Evidence files"), "milestone", pk) if m.submitted_at else None,
            _opinion(m.opinion, OPINION),
            b.table(_("Verdicts"), [(_("Outcome"), "text"), (_("Tested on"), "date"),
                                    (_("Who tested"), "text"), (_("Reason"), "text"),
                                    (_("Recorded by"), "text")], outcomes) if outcomes else None,
        ],
    )  # fmt: skip


def _opinion(said: Mapping[str, Any], form: Any) -> b.Block | None:
    if not said:
        return None
    words_of = {o.code: label(o) for o in form["will"].options}
    items = [(_("Opinion"), words_of.get(said["will"], "")), (_("Reason"), said["reason"], "prose")]
    return b.values(_("The publisher's opinion"), items)


def _crumbs(contract_id: str, contract_title: str, last: str) -> list[tuple[str, str]]:
    return [(_("Contracts"), reverse("contracts")),
            (contract_title, reverse("contract", args=[contract_id])), (last, "")]  # fmt: skip


@login_required
def change(request: HttpRequest, pk: str) -> HttpResponse:
    c = found(contracts.change(pk, request.actor))
    kind = words(c.kind_label, c.kind_label_en)
    return b.record(
        request, actions.change, pk, title=kind, sub=c.contract,
        crumbs=_crumbs(c.contract_id, c.contract, kind),
        facts=[
            (_("Asked by"), c.unit), (_("Asked at"), c.asked_at, "datetime"),
            (_("Date of the cause"), c.cause_on, "date"), (_("Months"), c.months or None),
            (_("Makes a supplementary task book"), _("yes") if c.major else _("no")),
        ],
        blocks=[
            b.text(_("New content"), c.new_value), b.text(_("Reason"), c.reason),
            b.files_of(_("Evidence files"), "change", pk), _opinion(c.opinion, CHANGE_OPINION),
            b.text(_("Decision"), c.verdict) if c.verdict else None,
        ],
    )  # fmt: skip


@login_required
def termination(request: HttpRequest, pk: str) -> HttpResponse:
    t = found(contracts.termination(pk, request.actor))
    kinds = {o.code: label(o) for o in TERMINATION["kind"].options}
    return b.record(
        request, actions.termination, pk, title=kinds.get(t.kind, ""), sub=t.contract,
        crumbs=_crumbs(t.contract_id, t.contract, kinds.get(t.kind, "")),
        facts=[
            (_("Asked by"), t.unit or _("The bureau")), (_("Asked at"), t.asked_at, "datetime"),
            (_("To be returned"), t.to_return or None, "money"),
        ],
        blocks=[
            b.text(_("Reason"), t.reason), b.files_of(_("Evidence files"), "termination", pk),
            parts.settlement(t.settlement) if t.settlement else None,
            b.text(_("Decision"), t.verdict) if t.verdict else None,
        ],
    )  # fmt: skip
