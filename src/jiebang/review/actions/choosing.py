"""Experts named instead of drawn: with a reason, and only when a second person approves (R069).

Whoever may not be drawn may not be named either, and the terms of the draw hold all the same.
"""

from __future__ import annotations

import json
from typing import Any

from jiebang.engine import draw as engine
from jiebang.engine.decision import Reason
from jiebang.engine.draw.certificate import broken_rules
from jiebang.engine.transparency import digest
from jiebang.platform import entropy
from jiebang.platform.lifecycle import Act, Invalid, refuse
from jiebang.registry import queries as registry
from jiebang.review.actions import ceremony, drawing
from jiebang.review.actions.machines import panel
from jiebang.review.models import DrawRound, Panel
from jiebang.review.queries import drawn
from jiebang.rulebook import drawing as rules
from jiebang.rulebook.forms import Problem


@panel.effect("propose_fixed")
def _propose(p: Panel, act: Act) -> dict[str, Any]:
    """The names stay with the proposal; the pool's answer to a name is only yes or no."""
    rows = act.given["experts"]
    experts = [_found(n, row) for n, row in enumerate(rows)]
    if len(set(experts)) < len(experts):
        raise Invalid((Problem("experts", Reason("expert_named_twice")),), dict(act.given))
    wanted = drawn.terms_of(p).seats
    if len(experts) != wanted:
        told = Reason("experts_not_as_seats", {"have": len(experts), "need": wanted})
        raise Invalid((Problem("experts", told),), dict(act.given))
    p.proposal = {
        "experts": experts, "named": [[r["name"], r["unit"]] for r in rows],
        "reason": act.given["reason"], "by": act.actor.id, "at": act.now.isoformat(),
    }  # fmt: skip
    return {"named": len(experts), "experts": digest(experts), "reason": act.given["reason"]}


def _found(n: int, row: dict[str, Any]) -> str:
    found = registry.called(row["name"], row["unit"])
    if len(found) != 1:
        told = Reason("expert_not_found", {"name": row["name"]})
        raise Invalid((Problem(f"experts.{n}.name", told),), {})
    return found[0]


@panel.effect("refuse_fixed")
def _refuse(p: Panel, act: Act) -> dict[str, Any]:
    p.proposal = {}
    return {"reason": act.given["reason"]}


@panel.effect("approve_fixed")
def _approve(p: Panel, act: Act) -> dict[str, Any]:
    """The pool is looked at once more, as before a draw; the panel is then seated."""
    proposal = p.proposal
    if proposal["by"] == act.actor.id:
        refuse("second_person_needed")
    p.round = p.rounds.count() + 1
    salt = entropy.token(16).hex()
    frozen, paths = ceremony.frozen_pool(p, salt, act)
    chosen = [c for c in frozen if c["expert"] in proposal["experts"]]
    _allowed(p, chosen, len(proposal["experts"]))
    codes = tuple(sorted(c["code"] for c in chosen))
    d = DrawRound.objects.create(
        panel=p, number=p.round, salt=salt, candidates=frozen, conflicts=paths, mode="fixed",
        pool_digest=drawn.under_key(salt, frozen), terms=drawn.terms_of(p).as_data(),
        prepared_at=act.now, drawn_at=act.now,
        transcript=json.dumps({"named": codes, "reason": proposal["reason"]}, ensure_ascii=False),
    )  # fmt: skip
    drawing.start(p, d, codes, (), act)
    p.proposal, p.fixed = {}, True
    return {"panel": list(codes), "pool": d.pool_digest, "reason": proposal["reason"],
            "proposed_by": proposal["by"]}  # fmt: skip


def _allowed(p: Panel, chosen: list[dict[str, Any]], wanted: int) -> None:
    """Who may not be drawn may not be named. Why is for supervision only."""
    out = sum(bool(c["reasons"]) for c in chosen) + wanted - len(chosen)
    if out:
        refuse("named_not_eligible", count=out)
    terms = drawn.terms_of(p)
    free = engine.Rules(terms.seats, 0, terms.per_unit, terms.away_percent,
                        rules.rules(terms).quotas)  # fmt: skip
    people = [
        engine.Candidate(c["code"], c["unit"], c["away"],
                         rules.strata(c["kind"], c["fields"], official=c["official"], rules=free))
        for c in chosen
    ]  # fmt: skip
    if any(broken_rules(people, free)):
        frozen = engine.DrawInput(drawn.item_name(p), 1, tuple(people), (), free, (drawn.NOT_YET,))
        short = engine.check_feasible(frozen)
        refuse("panel_infeasible", causes=rules.causes(short) if short else [])
