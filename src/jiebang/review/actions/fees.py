"""Experts' fees: counted once when a panel has closed, then handed to finance (R087)."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from jiebang.platform.lifecycle import Act
from jiebang.registry import queries as registry
from jiebang.review.actions.machines import panel
from jiebang.review.models import Panel, SeatFee
from jiebang.review.queries.facts import edition
from jiebang.review.queries.fees import items_of_experts, takes_part
from jiebang.rulebook.fees import Work, fee


@panel.effect("settle_fees")
def _settle(p: Panel, act: Act) -> dict[str, Any]:
    """Everybody who signed at least one sheet; who takes part in a project or in running the
    programme is listed with nothing."""
    rules, half_days = edition(p).fees, act.given["half_days"]
    done = items_of_experts(p)
    people, barred = registry.payees(done), takes_part(p, done)
    made = []
    for expert, items in done.items():
        who = people[expert]
        work = Work(senior=who.senior, academician=who.academician, part=expert in barred,
                    items=0 if half_days else items, half_days=half_days)  # fmt: skip
        found = fee(rules, work)
        made.append(SeatFee(
            panel=p, expert_id=expert, items=items, half_days=half_days, fen=found.fen,
            lines=[asdict(line) for line in found.lines], refused=found.refused,
        ))  # fmt: skip
    SeatFee.objects.bulk_create(made)
    p.fees_settled_at, p.half_days = act.now, half_days
    return {"experts": len(made), "fen": sum(f.fen for f in made), "half_days": half_days}


@panel.effect("export_fees")
def _export(p: Panel, act: Act) -> dict[str, Any]:
    """Identity and account numbers leave the table: who took them out is on record."""
    return {"experts": p.fees.count()}
