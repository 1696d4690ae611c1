"""Recording who is tied to whom, with its source; nothing is ever changed."""

from __future__ import annotations

from datetime import date
from typing import Any

from jiebang.platform.lifecycle import Act, Machine, Reach
from jiebang.registry.models import RelationFact
from jiebang.registry.queries.relation_fact import facts, in_pool
from jiebang.rulebook.relation_fact import RECORDERS, RELATION_FACT
from jiebang.rulebook.roles import Role

KNOW_POOL = (Role.SUPERVISOR, Role.POOL_KEEPER)

relation_fact = Machine(
    lifecycle=RELATION_FACT,
    model=RelationFact,
    facts=facts,
    reach={r: (Reach(r),) for r in sorted(RECORDERS)},
    title=lambda f: f.source,
)


@relation_fact.builder("record")
def _build(act: Act) -> RelationFact:
    """Who may not see the pool learns nothing of it: then the names are compared when a panel is
    screened, and a question is asked."""
    given = act.given
    knows = any(act.actor.holds(r) for r in KNOW_POOL)
    expert = in_pool(given["person"], given["person_unit"] or "") if knows else None
    return RelationFact(
        kind=given["kind"], expert_id=expert, person=given["person"],
        person_unit=given["person_unit"] or "", other_person=given["other_person"] or "",
        other_unit=given["other_unit"] or "", source=given["source"],
        since_on=_day(given["since_on"]), until_on=_day(given["until_on"]),
        share=given["share"], sure=knows, recorder=act.actor.id,
    )  # fmt: skip


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@relation_fact.effect("record")
def _record(f: RelationFact, act: Act) -> dict[str, Any]:
    return {"kind": f.kind, "sure": f.sure}


@relation_fact.effect("withdraw")
def _withdraw(f: RelationFact, act: Act) -> dict[str, Any]:
    f.verdict = act.given["reason"]
    return {"reason": f.verdict}
