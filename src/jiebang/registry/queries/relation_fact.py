"""Relations that were recorded, for who recorded them and for who watches over the pool."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Q

from jiebang.platform.accounts.actor import Actor
from jiebang.platform.paging import Page, paged
from jiebang.registry.models import Expert, RelationFact
from jiebang.rulebook.expert import State as ExpertState
from jiebang.rulebook.expert import unit_key
from jiebang.rulebook.relation_fact import RECORDERS, Facts
from jiebang.rulebook.roles import Role


@dataclass(frozen=True, slots=True)
class RelationFactView:
    id: str
    kind: str
    person: str
    person_unit: str
    other_person: str
    other_unit: str
    source: str
    since_on: date | None
    until_on: date | None
    share: Decimal | None
    state: str
    verdict: str
    at: datetime


def facts(f: RelationFact, now: datetime) -> Facts:
    return Facts()


def in_pool(name: str, unit: str) -> str | None:
    """The one expert of that name, and of that unit when there are several; None when unclear."""
    rows = Expert.objects.filter(name=name.strip()).exclude(state=ExpertState.REMOVED)
    found = [(str(pk), at) for pk, at in rows.values_list("pk", "unit_name")]
    if len(found) > 1 or (unit and found):
        found = [(pk, at) for pk, at in found if unit_key(at) == unit_key(unit)]
    return found[0][0] if len(found) == 1 else None


def relation_facts_told(actor: Actor, *, number: int = 1) -> Page[RelationFactView] | None:
    """Supervision and the keeper of the pool see all, an officer what the officer recorded."""
    if not any(actor.holds(r) for r in RECORDERS):
        return None
    every = actor.holds(Role.SUPERVISOR) or actor.holds(Role.POOL_KEEPER)
    rows = RelationFact.objects.filter(Q() if every else Q(recorder=actor.id))
    return paged(rows.order_by("-created_at", "pk"), number, _view)


def _view(f: RelationFact) -> RelationFactView:
    return RelationFactView(
        str(f.pk), f.kind, f.person, f.person_unit, f.other_person, f.other_unit, f.source,
        f.since_on, f.until_on, f.share, f.state, f.verdict, f.created_at,
    )  # fmt: skip
