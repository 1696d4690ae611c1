"""Reads about units and their people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from jiebang.engine.identity import check_credit_code, normalise
from jiebang.platform.accounts.actor import Actor
from jiebang.platform.paging import Page, paged
from jiebang.platform.prepared import PreparedList
from jiebang.registry.models import IntegrityRecord, Membership, Organisation, Relation
from jiebang.registry.queries.rows import resolve
from jiebang.rulebook.organisation import (
    MembershipFacts,
    MembershipState,
    OrganisationFacts,
    OrganisationState,
)
from jiebang.rulebook.roles import BUREAU, Role

SEES_UNITS = BUREAU | {Role.SUPERVISOR}  # the city's people: every unit's page is open to them


@dataclass(frozen=True, slots=True)
class OrganisationView:
    id: str
    code: str
    name: str
    original_name: str
    kind: str
    abroad: bool
    region: str
    region_code: str
    leading: bool
    invented: bool
    version: int
    archive: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class MembershipView:
    id: str
    organisation_id: str
    organisation: str
    user_id: int
    person: str
    duty: str
    admin: bool
    state: str
    version: int


def organisation_facts(o: Organisation, now: datetime) -> OrganisationFacts:
    fault = check_credit_code(o.code) if o.code else None
    taken = bool(o.code) and Organisation.objects.filter(code=o.code).exclude(pk=o.pk).exists()
    return OrganisationFacts(
        code=o.code or "", code_fault=fault.code if fault else "", code_taken=taken, abroad=o.abroad
    )


def membership_facts(m: Membership, now: datetime) -> MembershipFacts:
    in_force = Membership.objects.filter(
        organisation_id=m.organisation_id, state__in=["requested", "active"]
    ).exclude(pk=m.pk)
    others = in_force.filter(state=MembershipState.ACTIVE, admin=True)
    return MembershipFacts(
        already=in_force.filter(user_id=m.user_id).exists(),
        last_admin=m.admin and not others.exists(),
    )


def sees_units(actor: Actor) -> bool:
    """Whether every unit's page is open to this person."""
    return any(actor.holds(r) for r in SEES_UNITS)


def organisation(pk: str) -> OrganisationView:
    return _view(Organisation.objects.get(pk=pk))


def by_ids(ids: Iterable[str]) -> dict[str, OrganisationView]:
    return {str(o.pk): _view(o) for o in Organisation.objects.filter(pk__in=set(ids))}


_named = PreparedList(
    lambda ids: Organisation.objects.filter(pk__in=ids).values_list("pk", "name"),
    Organisation._meta.pk,
)


def organisation_names(ids: Iterable[str]) -> dict[str, str]:
    return {str(pk): name for pk, name in _named(set(ids))}


def find(given: str) -> OrganisationView | None:
    o = resolve(given)
    return _view(o) if o else None


def found(user_id: int) -> frozenset[str]:
    rows = Membership.objects.filter(user_id=user_id, state=MembershipState.ACTIVE)
    return frozenset(str(pk) for pk in rows.values_list("organisation_id", flat=True))


def search(text: str, *, kind: str = "", limit: int = 20) -> list[OrganisationView]:
    rows = Organisation.objects.filter(state=OrganisationState.ACTIVE).order_by("name")
    if kind:
        rows = rows.filter(kind=kind)
    if text:
        rows = rows.filter(Q(name__icontains=text) | Q(code=normalise(text)))
    return [_view(o) for o in rows[:limit]]


def units(*, text: str = "", kind: str = "", number: int = 1) -> Page[OrganisationView]:
    rows = Organisation.objects.order_by("name", "pk")
    if kind:
        rows = rows.filter(kind=kind)
    if text:
        rows = rows.filter(Q(name__icontains=text) | Q(code=normalise(text)))
    return paged(rows, number, _view)


def declared_relations(organisation_id: str) -> list[dict[str, str]]:
    """The unit's declared relations as rows of its archive form."""
    rows = Relation.objects.filter(organisation_id=organisation_id).order_by("pk")
    return [{"name": r.name, "code": r.code, "relation": r.relation, "share": r.share,
             "since_on": r.since_on.isoformat() if r.since_on else ""} for r in rows]  # fmt: skip


def membership(pk: str) -> MembershipView | None:
    m = Membership.objects.select_related("user", "organisation").filter(pk=pk).first()
    return _member(m) if m else None


def members(organisation_id: str) -> list[MembershipView]:
    rows = Membership.objects.filter(organisation_id=organisation_id)
    return [_member(m) for m in rows.select_related("user", "organisation").order_by("created_at")]


def memberships_of(user_id: int) -> list[MembershipView]:
    rows = Membership.objects.filter(user_id=user_id)
    return [_member(m) for m in rows.select_related("user", "organisation").order_by("created_at")]


def archive_of(pk: str) -> Mapping[str, Any]:
    return Organisation.objects.values_list("archive", flat=True).get(pk=pk)


def bad_integrity(organisation_ids: Iterable[str], on: date) -> frozenset[str]:
    """Units with a breach in force that day: a one-vote veto at every gate (R124)."""
    rows = IntegrityRecord.objects.filter(
        organisation_id__in=list(organisation_ids), from_on__lte=on, until_on__gte=on
    )
    return frozenset(str(pk) for pk in rows.values_list("organisation_id", flat=True))


def breaches(organisation_id: str) -> tuple[date, ...]:
    """Days on which recorded breaches began."""
    rows = IntegrityRecord.objects.filter(organisation_id=organisation_id).order_by("from_on")
    return tuple(rows.values_list("from_on", flat=True))


def _view(o: Organisation) -> OrganisationView:
    return OrganisationView(
        str(o.pk), o.code or "", o.name, o.original_name, o.kind, o.abroad, o.region,
        o.region_code, o.leading, o.invented, o.version, o.archive,
    )  # fmt: skip


def _member(m: Membership) -> MembershipView:
    return MembershipView(
        str(m.pk), str(m.organisation_id), m.organisation.name, m.user_id, m.user.display_name,
        m.duty, m.admin, m.state, m.version,
    )  # fmt: skip
