"""The parts of a contract's page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiebang.delivery.queries.contracts import ContractView
from jiebang.rulebook.spending import SOURCES
from jiebang.web.delivery import blocks as b
from jiebang.web.programme.asking import state
from jiebang.web.wording import LIVES, label

PARTS = {
    "bureau": gettext_lazy("The bureau (party A)"),
    "district": gettext_lazy("District office"),
    "publisher": gettext_lazy("Publisher (party B)"),
    "lead": gettext_lazy("Bidder (party C)"),
    "partner": gettext_lazy("Consortium member"),
}
CONDITIONS = {
    "contract": gettext_lazy("contract in force"),
    "milestone": gettext_lazy("milestone passed"),
    "acceptance": gettext_lazy("accepted"),
    "publisher_payment": gettext_lazy("the publisher has paid the bidder"),
}
SIGNS = {"at_least": "≥ ", "at_most": "≤ ", "exactly": "= "}


def facts(c: ContractView) -> list[tuple[Any, ...]]:
    r = c.ratios
    percent = [
        f"{x}%" if x is not None else ""
        for x in (r.own_to_public, r.publisher_to_total, r.public_to_total)
    ]
    return [
        (_("Challenge"), b.link(reverse("challenge", args=[c.challenge_id]), c.row.title), "link"),
        (_("Bid"), b.link(reverse("bid", args=[c.bid_id]), c.row.lead), "link"),
        (_("Starts on"), c.start_on, "date"),
        (_("Ends on"), c.row.end_on, "date"),
        (_("Sign by"), c.row.sign_by_on if not c.in_force_at else None, "date"),
        (_("In force since"), c.in_force_at, "datetime"),
        (_("Ask for acceptance by"), c.acceptance_until_on, "date"),
        (_("Public money"), c.row.public_money, "money"),
        (_("Publisher's own R&D money"), c.own_money, "money"),
        (_("Matched by the bidder and others"), c.matched_money, "money"),
        (_("Own and matched, per cent of public money"), percent[0]),
        (_("Publisher's part of the whole"), percent[1]),
        (_("Public money's part of the whole"), percent[2]),
        (_("Digest of the task book"), c.digest[:16] + "…" if c.digest else ""),
    ]


def parties(c: ContractView) -> b.Block:
    rows = [
        [str(PARTS[p.part]), p.name, p.task or "—", _signature(p), p.signed_at] for p in c.parties
    ]
    columns = [
        (_("As"), "text"),
        (_("Unit"), "text"),
        (_("Task"), "text"),
        (_("Signature"), "text"),
        (_("Signed at"), "datetime"),
    ]
    return b.table(_("Parties and signatures"), columns, rows)


def _signature(p: Any) -> str:
    if not p.signs:
        return _("takes part, does not sign")
    return p.signed_by if p.signed_at else _("not signed yet")


def indicators(c: ContractView) -> b.Block:
    def said(i: Any, value: str) -> str:
        plain = value.replace(".", "", 1).isdigit()
        return f"{SIGNS.get(i.direction, '')}{value} {i.unit}".strip() if plain else value

    rows = [
        {
            "cells": [i.name, said(i, i.target), said(i, i.bid), said(i, i.value), i.method],
            "mark": "bad" if i.name in c.lower else "",
        }
        for i in c.indicators
    ]
    columns = [
        (_("Indicator"), "text"),
        (_("Required"), "text"),
        (_("Promised in the bid"), "text"),
        (_("Binding value"), "text"),
        (_("How it is tested"), "text"),
    ]
    return b.table(
        _("Indicators"), columns, rows, hint=_("The binding value is never lower than the bid's.")
    )


def milestones(c: ContractView) -> b.Block:
    if not c.milestones:
        rows = [(m["name"], _("month %(n)s") % {"n": m["month"]}, m["goal"]) for m in c.plan]
        columns = [(_("Milestone"), "text"), (_("Due"), "text"), (_("Goal"), "text")]
        return b.table(_("Milestones, as planned"), columns, rows)
    lines = [
        [
            b.link(reverse("milestone", args=[m.id]), f"{m.number}. {m.name}"),
            m.goal,
            m.due_on,
            state("milestone", m.state),
        ]
        for m in c.milestones
    ]
    columns = [
        (_("Milestone"), "link"),
        (_("Goal"), "text"),
        (_("Due"), "date"),
        (_("State"), "state"),
    ]
    return b.table(_("Milestones"), columns, lines)


def condition(code: str, milestone: int) -> str:
    said = str(CONDITIONS[code])
    return f"{said} ({milestone})" if code == "milestone" else said


def tranches(c: ContractView) -> b.Block:
    columns = [
        (_("Tranche"), "link"),
        (_("Share"), "text"),
        (_("Amount"), "money"),
        (_("Condition"), "text"),
        (_("State"), "state"),
        (_("Paid on"), "date"),
    ]
    rows: list[list[Any]] = [
        [
            b.link(reverse("payment", args=[p.id]), p.label),
            f"{p.share}%",
            p.amount,
            condition(p.condition, p.milestone),
            state("payment", p.state),
            p.paid_on,
        ]
        for p in c.payments
    ]
    if not rows:
        columns = columns[:4]
        rows = [
            [
                b.link("", t["label"]),
                f"{t['share']}%",
                t["fen"],
                condition(t["condition"], t["milestone"]),
            ]
            for t in c.tranches
        ]
    return b.table(_("Public money in tranches"), columns, rows)


def money(c: ContractView) -> b.Block | None:
    """Planned beside confirmed: both definitions, each named."""
    if not c.in_force_at:
        return None
    labels = {o.code: label(o) for o in SOURCES}
    planned = {"own": c.own_money, "matched": c.matched_money}
    rows = [[labels[s], planned.get(s), c.spent.get(s)] for s in labels]
    block = b.table(
        _("R&D money"),
        [
            (_("Source"), "text"),
            (_("Planned in the contract"), "money"),
            (_("Spent and confirmed"), "money"),
        ],
        rows,
        hint=_("Spending counts once the bureau has confirmed its evidence."),
    )
    url = f"{reverse('spendings')}?contract={c.row.id}"
    block["rows"].append({"cells": [_("All reports"), None, None], "url": url})
    return block


def requests(c: ContractView) -> b.Block | None:
    rows = [
        [b.link(reverse(r.life, args=[r.id]), str(LIVES[r.life])), r.at, state(r.life, r.state)]
        for r in c.requests
    ]
    columns = [(_("Request"), "link"), (_("Asked at"), "datetime"), (_("State"), "state")]
    return b.table(_("Changes and ends before time"), columns, rows) if rows else None


def supplements(c: ContractView) -> b.Block | None:
    paper = reverse("contract_paper", args=[c.row.id, "supplement", "pdf"])
    rows = [
        [
            b.link(
                f"{paper}?number={s['number']}",
                _("Supplementary task book %(n)s") % {"n": s["number"]},
            ),
            s["label"],
            timezone.localtime(parse_datetime(s["at"])),
        ]
        for s in c.supplements
    ]
    columns = [(_("Paper"), "link"), (_("Change"), "text"), (_("Since"), "datetime")]
    return b.table(_("Supplementary task books"), columns, rows) if rows else None


def after(c: ContractView) -> b.Block | None:
    rows = [
        [
            b.link(reverse("acceptance", args=[pk]), str(LIVES["acceptance"])),
            at,
            state("acceptance", s),
        ]
        for pk, s, at in c.acceptances
    ]
    rows += [
        [b.link(reverse("use", args=[pk]), title), None, state("use", s)] for pk, title, s in c.uses
    ]
    rows += [
        [
            b.link(reverse("followup", args=[pk]), f"{LIVES['followup']} {n}"),
            on,
            state("followup", s),
        ]
        for pk, n, on, s in c.followups
    ]
    columns = [(_("Matter"), "link"), (_("Date"), "date"), (_("State"), "state")]
    return b.table(_("Acceptance, use and follow-up"), columns, rows) if rows else None


def registration(c: ContractView) -> b.Block | None:
    r: Mapping[str, Any] = c.registration
    if not r:
        return None
    return b.values(
        _("Technical contract registration"),
        [
            (_("Registration no."), r["number"]),
            (_("Contract sum"), r["amount"], "money"),
            (_("of which technology"), r["technology_amount"], "money"),
            (_("Registered on"), r["registered_on"]),
            (_("Remark"), _("Registered late") if r["late"] else ""),
        ],
    )


def settlement(s: Mapping[str, Any]) -> b.Block:
    goods = "\n".join(f"{e['item']} → {e['goes_to']}" for e in s.get("equipment") or [])
    return b.values(
        _("Settlement"),
        [
            (_("Settlement group"), s["group"]),
            (_("Paid so far"), s["paid"], "money"),
            (_("Used by the rules"), s["used"], "money"),
            (_("Unused"), s["unused"], "money"),
            (_("Irregular"), s["irregular"], "money"),
            (_("Interest"), s["interest"], "money"),
            (_("How the interest is worked out"), s.get("interest_note")),
            (_("Diligence found"), _("yes") if s.get("diligent") else _("no")),
            (_("Equipment"), goods, "prose"),
            (_("Findings"), s["finding"], "prose"),
        ],
    )
