"""Records of the pool that may be one person, as signs tell; people decide (R063)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from jiebang.engine.conflicts import propose_merges
from jiebang.platform.accounts.actor import Actor
from jiebang.registry.models import Expert, ToldApart
from jiebang.registry.queries.conflict_facts import person_of
from jiebang.rulebook.expert import State
from jiebang.rulebook.roles import Role


@dataclass(frozen=True, slots=True)
class AlikeView:
    """`id` is the younger record, which would give way to `other`; `sure` when the signs suffice;
    `signs` are codes of evidence."""

    id: str
    version: int
    name: str
    unit: str
    state: str
    since: datetime
    other: str
    other_name: str
    other_unit: str
    other_state: str
    other_since: datetime
    sure: bool
    signs: tuple[str, ...]


def alike(actor: Actor) -> tuple[AlikeView, ...] | None:
    """Every proposed pair that nobody has decided about, the sure ones first; for the keeper."""
    if not actor.holds(Role.POOL_KEEPER):
        return None
    columns = ("user_id", "name", "unit_name", "ties", "fields", "born_on", "id_index", "profile",
               "state", "version", "created_at")  # fmt: skip
    rows = {str(e.pk): e for e in Expert.objects.exclude(state=State.REMOVED).only(*columns)}
    known = {frozenset((str(a), str(b)))
             for a, b in ToldApart.objects.values_list("expert_id", "other_id")}  # fmt: skip
    found = []
    for a, b, match in propose_merges(person_of(e) for e in rows.values()):
        if frozenset((a, b)) in known:
            continue
        old, young = sorted((rows[a], rows[b]), key=lambda e: (e.created_at, str(e.pk)))
        signs = tuple(e.code for e in match.evidence)
        found.append(_view(young, old, match.verdict == "same", signs))
    return tuple(found)


def _view(young: Expert, old: Expert, sure: bool, signs: tuple[str, ...]) -> AlikeView:
    return AlikeView(
        str(young.pk), young.version, young.name, young.unit_name, young.state, young.created_at,
        str(old.pk), old.name, old.unit_name, old.state, old.created_at, sure, signs,
    )  # fmt: skip
