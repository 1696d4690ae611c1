"""Acceptance, results in use, the years after."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from jiebang.delivery import actions
from jiebang.delivery.queries import ends
from jiebang.delivery.queries.ends import AcceptanceView, UseView
from jiebang.rulebook.acceptance import OPINION, PAPERS
from jiebang.rulebook.followup import REPORT
from jiebang.web.delivery import blocks as b
from jiebang.web.frame import page
from jiebang.web.programme.asking import chip, found, number, state, states
from jiebang.web.wording import STATES, label


@login_required
def acceptance_list(request: HttpRequest) -> HttpResponse:
    chosen = request.GET.get("state", "")
    got = ends.acceptances(request.actor, state=chosen, number=number(request))
    context = {
        "title": _("Acceptance"),
        "columns": [
            {"label": _("Project"), "kind": "link"},
            {"label": _("Bidder"), "kind": "text"},
            {"label": _("Reached"), "kind": "text"},
            {"label": _("State"), "kind": "state"},
            {"label": _("Asked at"), "kind": "datetime"},
        ],
        "rows": [
            {
                "url": reverse("acceptance", args=[a.id]),
                "cells": [
                    b.link(
                        reverse("acceptance", args=[a.id]),
                        a.title,
                        sub=f"{a.contract} · {a.publisher}",
                        invented=a.invented,
                    ),
                    a.lead,
                    f"{a.share}%",
                    state("acceptance", a.state),
                    a.asked_at,
                ],
            }
            for a in got.items
        ],
        "page": got.nav,
        "fields": [{"name": "state", "label": _("State"), "options": states("acceptance", chosen)}],
        "active": chip(request, {"state": lambda v: str(STATES["acceptance"].get(v, v))}),
    }
    return page(request, "delivery/list.html", context)


@login_required
def acceptance(request: HttpRequest, pk: str) -> HttpResponse:
    a = found(ends.acceptance(pk, request.actor))
    return b.record(
        request,
        actions.acceptance,
        pk,
        title=a.row.title,
        sub=f"{a.row.contract} · {a.row.lead}",
        crumbs=[(_("Acceptance"), reverse("acceptances")), (a.row.contract, "")],
        facts=_facts(a),
        more=_papers(a),
        blocks=[
            _comparison(a),
            b.text(_("Summary"), a.summary),
            _money(a),
            _opinion(a),
            b.files_of(_("Acceptance papers"), "acceptance", pk),
            _panel(a),
            b.text(_("Why diligence is found"), a.diligence) if a.diligence else None,
        ],
        alert={"tone": "info", "title": _("Decision"), "text": a.verdict} if a.verdict else None,
        invented=a.row.invented,
    )


def _advice(a: AcceptanceView) -> str:
    limits = {"share": a.row.share, "pass": a.pass_share, "discuss": a.discuss_share}
    said = {
        "pass": _("%(share)s%% reached: at or above the %(pass)s%% for acceptance."),
        "discuss": _(
            "%(share)s%% reached: between %(discuss)s%% and %(pass)s%%, to be discussed again "
            "or rectified."
        ),
        "fail": _("%(share)s%% reached: below %(discuss)s%%."),
    }
    return said[a.advice] % limits


def _facts(a: AcceptanceView) -> list[tuple[Any, ...]]:
    labels = {o.code: label(o) for o in PAPERS}
    return [
        (
            _("Task book and contract"),
            b.link(reverse("contract", args=[a.row.contract_id]), a.row.contract),
            "link",
        ),
        (_("Reached"), f"{a.row.share}%"),
        (_("Asked at"), a.row.asked_at, "datetime"),
        (_("Papers provided"), "、".join(labels[p] for p in a.papers)),
        (_("Panel finished"), a.panel_closed_at, "datetime"),
        (_("Rectifications"), a.rectifications or None),
        (_("Rectify until"), a.rectify_until_on, "date"),
        (_("Decided at"), a.row.decided_at, "datetime"),
        (_("Certificate"), a.certificate),
    ]


def _papers(a: AcceptanceView) -> list[dict[str, Any]]:
    if not a.certificate:
        return []
    return [
        {
            "key": f"certificate-{form}",
            "label": said,
            "kind": "link",
            "icon": "file-certificate",
            "url": reverse("certificate", args=[a.row.id, form]),
            "allowed": True,
            "reasons": [],
        }
        for form, said in (("pdf", _("Certificate (PDF)")), ("docx", _("Certificate (Word)")))
    ]


def _comparison(a: AcceptanceView) -> b.Block:
    rows = [
        {
            "cells": [
                r.name,
                f"{r.target} {r.unit}".strip(),
                r.done,
                f"{r.percent}%" if r.percent is not None else "—",
                _("yes") if r.reached else _("no"),
                r.evidence,
            ],
            "mark": "" if r.reached else "bad",
        }
        for r in a.rows
    ]
    title = (
        _("Indicator by indicator, as the panel found")
        if a.checked
        else _("Indicator by indicator, as declared")
    )
    columns = [
        (_("Indicator"), "text"),
        (_("Target"), "text"),
        (_("Done"), "text"),
        (_("Per cent"), "number"),
        (_("Reached"), "text"),
        (_("Evidence"), "text"),
    ]
    return b.table(title, columns, rows, hint=_advice(a))


def _money(a: AcceptanceView) -> b.Block:
    return b.values(
        _("Final accounts"),
        [
            (_("Public money spent"), a.public_spent, "money"),
            (_("All money spent"), a.total_spent, "money"),
        ],
    )


def _opinion(a: AcceptanceView) -> b.Block | None:
    if not a.opinion:
        return None
    words = {o.code: label(o) for o in OPINION["will"].options}
    return b.values(
        _("The publisher's opinion"),
        [
            (_("Opinion"), words.get(a.opinion["will"], "")),
            (_("In use already"), _("yes") if a.opinion.get("in_use") else _("no")),
            (_("Reason"), a.opinion["reason"], "prose"),
        ],
    )


def _panel(a: AcceptanceView) -> b.Block | None:
    if not a.panels:
        return None
    rows = [
        [b.link(reverse("panel", args=[pk]), _("Acceptance panel")), state("panel", s)]
        for pk, s in a.panels
    ]
    score = a.panel_result.get("final")
    hint = _("The panel's score: %(score)s") % {"score": score} if score else ""
    return b.table(_("Panel"), [(_("Panel"), "link"), (_("State"), "state")], rows, hint=hint)


@login_required
def certificate(request: HttpRequest, pk: str, form: str) -> HttpResponse:
    return b.printed(ends.certificate(pk, request.actor), form, _("Acceptance certificate"))


def use(request: HttpRequest, pk: str) -> HttpResponse:
    """A public story once it is published; its units and the city see it before."""
    u = found(ends.use(pk, request.actor))
    if u.state == "published" and not request.user.is_authenticated:
        return page(request, "delivery/use.html", {"u": u})
    return b.record(
        request,
        actions.use,
        pk,
        title=u.title,
        sub=u.project,
        crumbs=[(_("Results in use"), reverse("uses")), (u.title, "")],
        facts=_use_facts(u),
        blocks=[b.text(_("Effect"), u.effect)],
        alert={"tone": "wait", "title": _("Reason"), "text": u.verdict} if u.verdict else None,
        named=False,
        invented=u.invented,
    )


def _use_facts(u: UseView) -> list[tuple[Any, ...]]:
    return [
        (_("Where"), u.place),
        (_("Since"), u.since_on, "date"),
        (_("Publisher"), u.publisher),
        (_("Bidder"), u.lead),
        (_("First of its kind"), _("yes") if u.first_of_kind else ""),
    ]


@login_required
def followup(request: HttpRequest, pk: str) -> HttpResponse:
    f = found(ends.followup(pk, request.actor))
    items = [(label(q), f.report.get(q.name), str(q.kind)) for q in REPORT.fields]
    return b.record(
        request,
        actions.followup,
        pk,
        title=_("Follow-up report %(n)s") % {"n": f.number},
        sub=f.contract,
        crumbs=[
            (_("Contracts"), reverse("contracts")),
            (f.contract, reverse("contract", args=[f.contract_id])),
            (str(f.number), ""),
        ],
        facts=[(_("Due on"), f.due_on, "date")],
        blocks=[b.values(_("The report"), items) if f.report else None],
        alert={"tone": "wait", "title": _("Reason"), "text": f.verdict} if f.verdict else None,
    )
