"""The related-party test on what was declared (R046–R049). Outcome words: rulebook.bid.Relation.

The words of the test are those of accounting standard CAS 36; the presumption of significant
influence at a share of votes is the edition's, not ours.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from jiebang.registry.models import Organisation, Relation

ALWAYS_BLOCKED = frozenset(
    {"parent", "subsidiary", "branch", "common_control", "joint_control", "significant",
     "joint_venture", "associate"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RelationPath:
    """Why two units are related, step by step; `certain` when declared by code."""

    a: str
    b: str
    relation: str
    via: str
    certain: bool


def paths_between(a_id: str, others: list[str]) -> list[RelationPath]:
    """Declared links between one unit and several, direct or through one common unit."""
    units = {str(o.pk): o for o in Organisation.objects.filter(pk__in=[a_id, *others])}
    a = units[str(a_id)]
    declared = list(
        Relation.objects.filter(
            Q(organisation_id__in=units) | Q(code__in=[u.code for u in units.values() if u.code])
        ).select_related("organisation")
    )
    found: list[RelationPath] = []
    for pk in others:
        b = units[str(pk)]
        if b.pk == a.pk:
            found.append(RelationPath(a.name, b.name, "same_unit", "", True))
            continue
        found += _direct(a, b, declared) + _direct(b, a, declared) + _shared(a, b, declared)
    return found


def _names(o: Organisation, r: Relation) -> bool:
    return bool(o.code) and r.code == o.code


def _same_name(o: Organisation, r: Relation) -> bool:
    return r.name.strip() in {o.name, *o.former_names} and not r.code


def _direct(a: Organisation, b: Organisation, declared: list[Relation]) -> list[RelationPath]:
    return [
        RelationPath(a.name, b.name, r.relation, "",
                     _names(b, r) and r.relation in ALWAYS_BLOCKED)
        for r in declared
        if r.organisation_id == a.pk and (_names(b, r) or _same_name(b, r))
    ]  # fmt: skip


def _shared(a: Organisation, b: Organisation, declared: list[Relation]) -> list[RelationPath]:
    """Both declare the same third unit as parent or controller."""
    up = {"parent", "common_control"}
    mine = {r.code or r.name: r for r in declared if r.organisation_id == a.pk and r.relation in up}
    theirs = {r.code or r.name for r in declared if r.organisation_id == b.pk and r.relation in up}
    return [
        RelationPath(a.name, b.name, "common_control", r.name, bool(r.code))
        for key, r in mine.items()
        if key in theirs
    ]
