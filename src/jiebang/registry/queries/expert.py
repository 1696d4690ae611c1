"""Reads about experts. Names and sensitive fields leave here only towards who may have them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone

from jiebang.engine.identity import check_resident_id, mask_phone, mask_resident_id
from jiebang.platform import sealing
from jiebang.platform.accounts.actor import Actor
from jiebang.platform.accounts.queries import staff_among
from jiebang.platform.paging import Page, paged
from jiebang.registry.models import Expert, Membership, Organisation, Relation
from jiebang.registry.queries import pool
from jiebang.rulebook.expert import Candidate, Facts, Load, State, unit_key
from jiebang.rulebook.organisation import MembershipState
from jiebang.rulebook.roles import Role

SEES_POOL = (Role.POOL_KEEPER, Role.SUPERVISOR)
ID_INDEX = "expert-id"


@dataclass(frozen=True, slots=True)
class ExpertRow:
    id: str
    name: str
    kind: str
    unit_name: str
    region_code: str
    fields: tuple[str, ...]
    level: int | None
    available: bool
    state: str
    confirmed_at: datetime | None


@dataclass(frozen=True, slots=True)
class ExpertView:
    """`id_number` and `phone` are masked; the full ones never leave the table."""

    id: str
    user_id: int
    state: str
    version: int
    name: str
    kind: str
    fields: tuple[str, ...]
    keywords: str
    unit_name: str
    unit_code: str
    region_code: str
    ties: tuple[Mapping[str, Any], ...]
    born_on: date | None
    academician: bool
    available: bool
    level: int | None
    profile: Mapping[str, Any]
    id_number: str
    phone: str
    confirmed_at: datetime | None
    verdict: str
    own: bool


@dataclass(frozen=True, slots=True)
class UnitNames:
    """A registered unit under every name and code it has or declared."""

    id: str
    name: str
    others: tuple[str, ...]
    code: str
    related: tuple[str, ...]
    members: frozenset[int]


def facts(e: Expert, now: datetime) -> Facts:
    others = Expert.objects.exclude(pk=e.pk)
    number = id_number(e)
    fault = check_resident_id(number) if number else None
    return Facts(
        already=others.filter(user_id=e.user_id).exclude(state=State.REMOVED).exists(),
        id_taken=e.id_index is not None and others.filter(id_index=e.id_index).exists(),
        id_fault=fault.code if fault else "",
        accepted=e.state == State.ACCEPTED,
        unit_known=e.unit_id is not None,
        unit_confirmed=e.unit_confirmed_at is not None,
        too_old=pool.too_old(e, timezone.localdate(now)),
        stale=pool.is_stale(e, timezone.localdate(now)),
    )


def id_place(e: Expert) -> str:
    """Where the sealed identity number of this record can be opened."""
    return f"expert:{e.pk}:id"


def id_number(e: Expert) -> str:
    return sealing.unseal(e.id_sealed, id_place(e)).decode() if e.id_sealed else ""


def visible_to(actor: Actor) -> Q:
    """The pool's keeper and the supervisor see the pool; an expert sees one record, the own."""
    if any(actor.holds(r) for r in SEES_POOL):
        return Q()
    return Q(pk__in=actor.scopes(Role.EXPERT))


def experts(actor: Actor, *, state: str = "", kind: str = "", field: str = "", text: str = "",
            number: int = 1) -> Page[ExpertRow]:  # fmt: skip
    rows = Expert.objects.filter(visible_to(actor))
    chosen = {"state": state, "kind": kind}
    rows = rows.filter(**{k: v for k, v in chosen.items() if v})
    if field:
        rows = rows.filter(fields__icontains=f'"{field}"')
    if text:
        rows = rows.filter(Q(name__icontains=text) | Q(unit_name__icontains=text)
                           | Q(keywords__icontains=text))  # fmt: skip
    rows = rows.defer("profile", "ties", "id_sealed", "bank_sealed")
    return paged(rows.order_by("unit_name", "name", "pk"), number, _row)


def expert(pk: str, actor: Actor) -> ExpertView | None:
    e = Expert.objects.filter(visible_to(actor), pk=pk).first()
    return _view(e, actor) if e else None


def expert_of(user_id: int) -> str:
    """The id of a person's record in the pool, or ""."""
    rows = Expert.objects.filter(user_id=user_id).exclude(state=State.REMOVED)
    found = rows.values_list("pk", flat=True).first()
    return str(found) if found else ""


def expert_form(pk: str) -> dict[str, Any]:
    """What the form was filled in with; sealed numbers are not shown again."""
    e = Expert.objects.get(pk=pk)
    return {
        **e.profile, "name": e.name, "kind": e.kind, "fields": e.fields, "keywords": e.keywords,
        "unit_name": e.unit_name, "unit_code": e.unit_code, "region_code": e.region_code,
        "ties": e.ties, "birth_on": e.born_on.isoformat() if e.born_on else None,
        "academician": e.academician, "available": e.available,
    }  # fmt: skip


def expert_names(ids: Iterable[str]) -> dict[str, tuple[str, str]]:
    """(name, unit) by id; callers ask rulebook.blind first whether they may."""
    rows = Expert.objects.filter(pk__in=set(ids)).values_list("pk", "name", "unit_name")
    return {str(pk): (name, unit) for pk, name, unit in rows}


@dataclass(frozen=True, slots=True)
class Payee:
    """Whom a fee is for. `staff`: holds a post that runs the programme."""

    name: str
    unit: str
    senior: bool
    academician: bool
    staff: bool


def payees(ids: Iterable[str]) -> dict[str, Payee]:
    rows = Expert.objects.filter(pk__in=set(ids)).only(
        "name", "unit_name", "academician", "profile", "user_id"
    )
    rows = list(rows)
    running = staff_among([e.user_id for e in rows])
    return {
        str(e.pk): Payee(e.name, e.unit_name, e.profile.get("title_level") == "senior",
                         e.academician, e.user_id in running)
        for e in rows
    }  # fmt: skip


def pay_numbers(ids: Iterable[str]) -> dict[str, tuple[str, str, str]]:
    """Full identity number, account and phone by expert: for the list that finance pays from, taken
    out in an act that is on record."""
    rows = Expert.objects.filter(pk__in=set(ids))
    return {str(e.pk): (id_number(e), _account(e), e.profile.get("phone") or "") for e in rows}


def _account(e: Expert) -> str:
    sealed = e.bank_sealed
    return sealing.unseal(sealed, f"expert:{e.pk}:bank").decode() if sealed else ""


def candidates(load: Mapping[str, Load]) -> list[Candidate]:
    """The whole pool as the filter sees it; `load` counts what each expert holds already."""
    rows = list(Expert.objects.exclude(state__in=[State.REMOVED, State.REGISTERED, State.RETURNED])
                .order_by("pk"))  # fmt: skip
    return [_candidate(e, load.get(str(e.pk), Load())) for e in rows]


def _candidate(e: Expert, load: Load) -> Candidate:
    confirmed = timezone.localdate(e.confirmed_at) if e.confirmed_at else None
    return Candidate(
        id=str(e.pk), person=e.user_id, name=e.name, state=e.state, available=e.available,
        kind=e.kind, fields=tuple(e.fields), region=e.region_code, born_on=e.born_on,
        academician=e.academician, confirmed_on=confirmed,
        unit=unit_key(e.unit_code or e.unit_name), load=load, away_until=e.away_until,
    )  # fmt: skip


def unit_names(ids: Iterable[str]) -> dict[str, UnitNames]:
    """Units with every former, foreign and related name: what an expert must not belong to."""
    rows = list(Organisation.objects.filter(pk__in=set(ids)))
    names = {n for o in rows for n in (o.name, *o.former_names)}
    codes = {o.code for o in rows if o.code}
    declared = list(
        Relation.objects.filter(Q(organisation__in=rows) | Q(code__in=codes) | Q(name__in=names))
        .select_related("organisation")
    )  # fmt: skip
    members: dict[str, set[int]] = {}
    active = Membership.objects.filter(organisation__in=rows, state=MembershipState.ACTIVE)
    for unit, user in active.values_list("organisation_id", "user_id"):
        members.setdefault(str(unit), set()).add(user)
    return {str(o.pk): _names(o, declared, members.get(str(o.pk), set())) for o in rows}


def _names(o: Organisation, declared: list[Relation], members: set[int]) -> UnitNames:
    related: list[str] = []
    for r in declared:
        if r.organisation_id == o.pk:
            related += [r.name, r.code]
        elif r.code == o.code or r.name in (o.name, *o.former_names):
            other = r.organisation
            related += [other.name, other.code or "", *other.former_names]
    others = tuple(n for n in (*o.former_names, o.original_name) if n)
    return UnitNames(str(o.pk), o.name, others, o.code or "", tuple(n for n in related if n),
                     frozenset(members))  # fmt: skip


def _row(e: Expert) -> ExpertRow:
    return ExpertRow(str(e.pk), e.name, e.kind, e.unit_name, e.region_code, tuple(e.fields),
                     e.level, e.available, e.state, e.confirmed_at)  # fmt: skip


def _view(e: Expert, actor: Actor) -> ExpertView:
    number = id_number(e)
    return ExpertView(
        id=str(e.pk), user_id=e.user_id, state=e.state, version=e.version, name=e.name,
        kind=e.kind, fields=tuple(e.fields), keywords=e.keywords, unit_name=e.unit_name,
        unit_code=e.unit_code, region_code=e.region_code, ties=tuple(e.ties), born_on=e.born_on,
        academician=e.academician, available=e.available, level=e.level,
        profile={k: v for k, v in e.profile.items() if k != "phone"},
        id_number=mask_resident_id(number) if number else "",
        phone=mask_phone(e.profile.get("phone") or ""), confirmed_at=e.confirmed_at,
        verdict=e.verdict, own=actor.holds(Role.EXPERT, str(e.pk)),
    )  # fmt: skip
