"""Milestones: submitted with evidence, opined on, judged."""

from __future__ import annotations

from typing import Any

from jiebang.delivery.actions.reaches import adopt, on_contract, said
from jiebang.delivery.models import Milestone
from jiebang.delivery.queries.facts import milestone_facts, policy, today
from jiebang.engine.calendar import add_days
from jiebang.platform.lifecycle import Act, Machine
from jiebang.rulebook.milestone import MILESTONE

milestone = Machine(
    lifecycle=MILESTONE,
    model=Milestone,
    facts=milestone_facts,
    reach=on_contract(),
    title=lambda m: f"{m.contract.number} {m.name}",
    related=("contract__challenge__batch", "contract__bid"),
)


@milestone.builder("plan")
def _plan(act: Act) -> Milestone:
    plan = act.given["plan"]
    return Milestone(
        contract=act.given["contract"], number=act.given["number"], name=plan["name"],
        goal=plan["goal"], shown_by=plan["evidence"], due_on=act.given["due_on"],
    )  # fmt: skip


@milestone.effect("submit")
def _submit(m: Milestone, act: Act) -> dict[str, Any]:
    given = act.given
    m.summary, m.method, m.values = given["summary"], given["method"], given["values"]
    m.evidence = [*m.evidence, *adopt(given["files"], "milestone", m.pk, "evidence", act)]
    m.submitted_at, m.opinion = act.now, {}
    return {"method": m.method, "files": len(m.evidence)}


@milestone.effect("opine")
def _opine(m: Milestone, act: Act) -> dict[str, Any]:
    m.opinion = said(act.given, act)
    return {"will": act.given["will"]}


@milestone.effect("pass", "rectify", "fail")
def _judge(m: Milestone, act: Act) -> dict[str, Any]:
    m.verdicts = [*m.verdicts, {**said(act.given, act), "outcome": act.name}]
    if act.name == "rectify":
        days = policy(m.contract.challenge).milestones.rectify_days
        m.rectify_until_on = add_days(today(act.now), days)
    return {"outcome": act.name, "reason": act.given["reason"]}


@milestone.effect("move")
def _move(m: Milestone, act: Act) -> dict[str, Any]:
    before, m.due_on = m.due_on, act.given["due_on"]
    return {"before": before.isoformat(), "after": m.due_on.isoformat()}
