"""Whether somebody may open the files of a record: asked for every file, of every life."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from jiebang.delivery.queries import awards, contracts, ends, money
from jiebang.delivery.queries.sight import in_city
from jiebang.platform.accounts.actor import Actor


def _objection(pk: str, actor: Actor) -> bool:
    found = awards.objection(pk, actor)
    return found is not None and found.full


def _use(pk: str, actor: Actor) -> bool:
    """Evidence stays with the units and the city, however public the story is."""
    found = ends.use(pk, actor)
    return found is not None and (
        in_city(actor) or bool(contracts.contract(found.contract_id, actor))
    )


READERS: Mapping[str, Callable[[str, Actor], Any]] = {
    "objection": _objection,
    "complaint": awards.complaint,
    "milestone": contracts.milestone,
    "change": contracts.change,
    "termination": contracts.termination,
    "payment": money.payment,
    "spending": money.spending,
    "acceptance": ends.acceptance,
    "use": _use,
}


def readable(life: str, pk: str, actor: Actor) -> bool:
    """Fails closed: a life that is not listed has no files for anybody."""
    return bool(READERS[life](pk, actor)) if life in READERS else False
