"""Acceptance, results in use, the years after."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from jiebang.delivery.actions.contract import contract
from jiebang.delivery.actions.reaches import adopt, day, midnight, on_contract, own_unit, said
from jiebang.delivery.models import Acceptance, Contract, Followup, Use
from jiebang.delivery.queries import reading
from jiebang.delivery.queries.facts import (
    acceptance_facts,
    followup_facts,
    policy,
    today,
    use_facts,
)
from jiebang.delivery.queries.tables import comparison
from jiebang.engine.calendar import add_days, add_months
from jiebang.platform import entropy
from jiebang.platform.accounts.actor import CLOCK
from jiebang.platform.lifecycle import Act, Machine, Reach, refuse
from jiebang.review.actions import panel
from jiebang.rulebook import acceptance as rules
from jiebang.rulebook.followup import FOLLOWUP, USE_LIFE
from jiebang.rulebook.panel import PanelKind
from jiebang.rulebook.roles import Role

RELATED = ("contract__challenge__batch", "contract__bid")
acceptance = Machine(
    lifecycle=rules.ACCEPTANCE,
    model=Acceptance,
    facts=acceptance_facts,
    reach={**on_contract(), Role.DRAWER: (Reach("drawer"),)},
    title=lambda a: f"{a.contract.number} {a.contract.title}",
    related=RELATED,
)
use = Machine(
    lifecycle=USE_LIFE,
    model=Use,
    facts=use_facts,
    reach=on_contract(),
    title=lambda u: u.title,
    related=RELATED,
)
followup = Machine(
    lifecycle=FOLLOWUP,
    model=Followup,
    facts=followup_facts,
    reach=on_contract(),
    title=lambda f: f"{f.contract.title} {f.due_on:%Y}",
    related=RELATED,
    moments=("due_at",),
    ready={"fall_due": lambda now: Q(due_on__lte=today(now))},
)


def _contract(act: Act) -> Contract:
    rows = Contract.objects.select_for_update(of=("self",))
    return rows.select_related("challenge__batch", "bid").get(pk=act.given["contract"])


# Acceptance ------------------------------------------------------------------------------------


@acceptance.builder("request")
def _request(act: Act) -> Acceptance:
    return _filled(Acceptance(contract=_contract(act)), act)


def _filled(a: Acceptance, act: Act) -> Acceptance:
    given = act.given
    if len(given["results"]) != len(a.contract.indicators):
        refuse("indicator_rows", have=len(given["results"]), need=len(a.contract.indicators))
    a.results, a.papers, a.summary = given["results"], given["papers"], given["summary"]
    a.public_spent, a.total_spent = given["public_spent"], given["total_spent"]
    a.checked = []
    return a


@acceptance.effect("request", "request_again")
def _requested(a: Acceptance, act: Act) -> dict[str, Any]:
    if act.name == "request_again":
        _filled(a, act)
        missing = acceptance_facts(a, act.now).papers_missing
        if missing:
            refuse("papers_missing", papers=missing)
        a.opinion, a.panel_closed_at, a.panel_result = {}, None, {}
    a.files = [*a.files, *adopt(act.given["files"], "acceptance", a.pk, "papers", act)]
    a.share = rules.share_reached(comparison(a))
    return {"contract": str(a.contract_id), "share": a.share, "papers": a.papers}


@acceptance.effect("open_review")
def _open_review(a: Acceptance, act: Act) -> dict[str, Any]:
    """The panel is drawn like every other: from the pool, in public (R121)."""
    of = a.contract.challenge
    table = policy(of).table_for(PanelKind.ACCEPTANCE, kind=of.kind, field=of.field)
    made = panel.create(
        "convene", actor=CLOCK, now=act.now, kind=PanelKind.ACCEPTANCE,
        batch=str(of.batch_id), subject_life="acceptance",
        subject_id=str(a.pk), title=a.contract.title, field=of.field, table=table,
        items=[reading.item_of(a)],
    )  # fmt: skip
    return {"panel": str(made.pk)}


@panel.effect("reopen")
def _review_goes_on(p: Any, act: Act) -> None:
    if p.kind == PanelKind.ACCEPTANCE and p.subject_life == "acceptance":
        acceptance.perform(p.subject_id, "panel_again", actor=CLOCK, now=act.now)


@panel.effect("close", "recount")
def _tell_acceptance(p: Any, act: Act) -> None:
    if p.kind == PanelKind.ACCEPTANCE and p.subject_life == "acceptance":
        acceptance.perform(p.subject_id, "close_panel", actor=CLOCK, now=act.now, panel=str(p.pk),
                           result=reading.result_of(str(p.subject_id)))  # fmt: skip


@acceptance.effect("panel_again")
def _panel_again(a: Acceptance, act: Act) -> None:
    a.panel_closed_at, a.panel_result = None, {}


@acceptance.effect("opine")
def _opine(a: Acceptance, act: Act) -> dict[str, Any]:
    a.opinion = said(act.given, act)
    return {"will": act.given["will"]}


@acceptance.effect("record_findings")
def _findings(a: Acceptance, act: Act) -> dict[str, Any]:
    """What the panel found replaces what was declared; both stay on file."""
    if len(act.given["checked"]) != len(a.contract.indicators):
        refuse("indicator_rows", have=len(act.given["checked"]), need=len(a.contract.indicators))
    a.checked = act.given["checked"]
    a.share = rules.share_reached(comparison(a))
    return {"share": a.share}


@acceptance.effect("close_panel")
def _panel_closed(a: Acceptance, act: Act) -> dict[str, Any]:
    a.panel_closed_at, a.panel_result = act.now, dict(act.given.get("result") or {})
    return {"panel": act.given.get("panel") or ""}


@acceptance.effect("pass", "conclude", "fail")
def _decide(a: Acceptance, act: Act) -> dict[str, Any]:
    a.verdict, a.decided_at = act.given["reason"], act.now
    a.diligence = act.given.get("diligence") or ""
    if act.name == "pass":
        a.certificate = entropy.receipt_code("YS")
    step = "fail" if act.name == "fail" else "complete"
    contract.perform(a.contract_id, step, actor=CLOCK, now=act.now, reason=a.verdict,
                     passed=act.name == "pass")  # fmt: skip
    if act.name != "fail":
        _plan_followups(a, act)
    return {"share": a.share, "certificate": a.certificate, "reason": a.verdict}


def _plan_followups(a: Acceptance, act: Act) -> None:
    rule = policy(a.contract.challenge).followup
    for number in range(1, rule.years * 12 // rule.every_months + 1):
        due_on = add_months(today(act.now), number * rule.every_months)
        followup.create("plan", actor=CLOCK, now=act.now, contract=a.contract, number=number,
                        due_on=due_on)  # fmt: skip


@acceptance.effect("order_rectification")
def _rectify(a: Acceptance, act: Act) -> dict[str, Any]:
    rule = policy(a.contract.challenge).acceptance
    a.rectifications += 1
    a.rectify_until_on, a.verdict = add_days(today(act.now), rule.rectify_days), act.given["reason"]
    return {"until": a.rectify_until_on.isoformat(), "reason": a.verdict}


@acceptance.effect("withdraw")
def _withdraw(a: Acceptance, act: Act) -> dict[str, Any]:
    a.verdict = act.given["reason"]
    return {"reason": a.verdict}


# Results in use --------------------------------------------------------------------------------


@use.builder("report")
def _report_use(act: Act) -> Use:
    found = Contract.objects.select_related("challenge__batch", "bid").get(pk=act.given["contract"])
    own_unit(found, act)
    return _story(Use(contract=found), act)


@use.effect("correct")
def _correct_use(u: Use, act: Act) -> None:
    _story(u, act)


def _story(u: Use, act: Act) -> Use:
    given = act.given
    u.title, u.place, u.effect = given["title"], given["place"], given["effect"]
    u.since_on, u.first_of_kind = day(given["since_on"]), bool(given["first_of_kind"])
    return u


@use.effect("report", "correct")
def _reported_use(u: Use, act: Act) -> dict[str, Any]:
    u.evidence = [*u.evidence, *adopt(act.given["files"], "use", u.pk, "evidence", act)]
    return {"contract": str(u.contract_id), "place": u.place, "since": u.since_on.isoformat()}


@use.effect("publish")
def _publish(u: Use, act: Act) -> dict[str, Any]:
    u.published_at = act.now
    return {"first_of_kind": u.first_of_kind}


@use.effect("send_back", "withdraw")
def _use_back(u: Use, act: Act) -> dict[str, Any]:
    u.verdict = act.given["reason"]
    return {"reason": u.verdict}


# The years after -------------------------------------------------------------------------------


@followup.builder("plan")
def _plan(act: Act) -> Followup:
    return Followup(contract=act.given["contract"], number=act.given["number"],
                    due_on=act.given["due_on"], due_at=midnight(act.given["due_on"]))  # fmt: skip


@followup.effect("report")
def _report(f: Followup, act: Act) -> dict[str, Any]:
    f.report, f.reported_at = said(act.given, act), act.now
    return {"sales": act.given["sales"], "jobs": act.given["jobs"]}


@followup.effect("send_back")
def _send_back(f: Followup, act: Act) -> dict[str, Any]:
    f.verdict = act.given["reason"]
    return {"reason": f.verdict}
