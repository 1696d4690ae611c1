"""Who may know of a contract and what hangs on it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from jiebang.delivery.models import Contract, ContractParty
from jiebang.platform.accounts.actor import Actor
from jiebang.rulebook.roles import BUREAU, Role

CITY = (*BUREAU, Role.SUPERVISOR, Role.FINANCE)


def in_city(actor: Actor) -> bool:
    return any(actor.holds(r) for r in CITY)


def contracts_seen(actor: Actor) -> Q:
    """All for the bureau, finance and supervision; a unit's own; a district's own. Asked apart: a
    question about each row makes SQLite think longer than it searches."""
    if in_city(actor):
        return Q()
    return contracts_of(actor.scopes(Role.MEMBER), actor.scopes(Role.DISTRICT))


def contracts_of(units: Iterable[str], districts: Iterable[str]) -> Q:
    mine = ContractParty.objects.filter(organisation__id__in=units)
    district = Q(challenge__organisation__region_code__in=districts)
    return Q(pk__in=mine.values("contract_id")) | district


def hanging(actor: Actor) -> Q:
    """The same for rows with a `contract`."""
    if in_city(actor):
        return Q()
    return Q(contract__in=Contract.objects.filter(contracts_seen(actor)).values("pk"))
