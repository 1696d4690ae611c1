"""Reads about demands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, Q, QuerySet, UUIDField
from django.utils import timezone

from jiebang.platform import reading
from jiebang.platform.accounts.actor import Actor
from jiebang.platform.paging import Page, paged
from jiebang.programme.models import Challenge, Demand
from jiebang.programme.queries.editions import edition
from jiebang.registry import queries as registry
from jiebang.rulebook import gates as rules
from jiebang.rulebook.batch import BatchState
from jiebang.rulebook.challenge import State as ChallengeState
from jiebang.rulebook.demand import Facts, State
from jiebang.rulebook.forms import FormSpec
from jiebang.rulebook.roles import BUREAU, Role

# A unit's demands that no longer count against the number it may have in a batch (R012).
ENDED = (State.WITHDRAWN, State.DECLINED, State.REFUSED, State.ELIMINATED)
CITY = (*BUREAU, Role.SUPERVISOR)
# A challenge that is not over yet: one more may be too many for its company.
GOING = (ChallengeState.PUBLISHED, ChallengeState.CLOSED, ChallengeState.IN_REVIEW,
         ChallengeState.RANKED, ChallengeState.AWARDED)  # fmt: skip


@dataclass(frozen=True, slots=True)
class DemandRow:
    """One line of a list."""

    id: str
    number: str
    title: str
    organisation: str
    district: str
    field: str
    total_money: int
    state: str
    submitted_at: datetime | None
    screening_score: str
    invented: bool


@dataclass(frozen=True, slots=True)
class VersionView:
    number: int
    submitted_at: datetime
    content: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class DemandView:
    id: str
    number: str
    title: str
    state: str
    version: int
    batch_id: str
    batch: str
    edition_id: str
    organisation_id: str
    organisation: str
    district: str
    content: Mapping[str, Any]
    recommendation: Mapping[str, Any]
    verdict: str
    screening_score: str
    kind: str
    field: str
    public_money: int
    selection_reason: str
    text: Mapping[str, Any]
    text_digest: str
    text_confirmed_at: datetime | None
    submitted_at: datetime | None
    closes_at: datetime
    challenge_id: str
    invented: bool
    versions: tuple[VersionView, ...]


def form_of(d: Demand) -> FormSpec:
    return edition(d.batch.edition_id).forms["demand"]


def gates(d: Demand, now: datetime) -> tuple[rules.GateResult, ...]:
    """Every eligibility rule with its value and limit (R014)."""
    policy = edition(d.batch.edition_id)
    return reading.once(d, "gates", lambda: rules.evaluate(policy, gate_facts(d, now)))


def gate_facts(d: Demand, now: datetime) -> rules.DemandFacts:
    content = form_of(d).clean(d.content, complete=False).values
    unfinished = Challenge.objects.filter(organisation_id=d.organisation_id, state__in=GOING)
    return rules.DemandFacts(
        today=timezone.localdate(now),
        region=d.organisation.region_code or None,
        legal_person=bool(d.organisation.code),
        other_demands=_others(d),
        revenue=_whole(content, "revenue_last_year"),
        rnd_last=_whole(content, "rnd_last_year"),
        rnd_before=_whole(content, "rnd_year_before"),
        total=_whole(content, "total_money"),
        own=_whole(content, "own_money"),
        fiscal=_whole(content, "fiscal_money"),
        period_months=_whole(content, "period_months"),
        publicly_funded=content.get("publicly_funded"),
        unfinished_projects=unfinished.count(),
        bad_records=registry.breaches(str(d.organisation_id)),
        promise_signed=bool(content.get("promise")),
    )


def _whole(content: Mapping[str, Any], name: str) -> int | None:
    """The amount or number, where what was typed is one."""
    value = content.get(name)
    return value if isinstance(value, int) else None


def _others(d: Demand) -> int:
    rows = Demand.objects.filter(batch_id=d.batch_id, organisation_id=d.organisation_id)
    others = rows.exclude(pk=d.pk).exclude(state__in=ENDED)
    return reading.once(d, "others", others.count)


def facts(d: Demand, now: datetime) -> Facts:
    policy = edition(d.batch.edition_id)
    unborn = d.state == ""
    failed = () if unborn else tuple(g.code for g in gates(d, now) if g.verdict == "fail")
    problems = 0 if unborn else len(form_of(d).clean(d.content).problems)
    return Facts(
        now=now,
        batch_open=d.batch.state == BatchState.OPEN,
        opens_at=d.batch.collection_opens_at,
        closes_at=d.batch.collection_closes_at,
        district_closes_at=d.batch.district_closes_at,
        others_of_unit=_others(d),
        per_unit=policy.collection.demands_per_unit,
        problems=problems,
        gates_failed=failed,
        supplements=d.supplements,
        supplements_allowed=policy.collection.revisions,
        text_proposed=bool(d.text_digest),
        text_digest=d.text_digest,
    )


def visible_to(actor: Actor) -> Q:
    """Which demands an actor may know of: its units', its districts', or all for the bureau."""
    return _visible(_city(actor), actor.scopes(Role.MEMBER), actor.scopes(Role.DISTRICT))


def _city(actor: Actor) -> bool:
    return any(actor.holds(role) for role in CITY)


def _visible(city: bool, units: Iterable[str], districts: Iterable[str]) -> Q:
    own, begun = Q(organisation__id__in=units), ~Q(state=State.DRAFT)
    return own | (begun if city else Q(organisation__region_code__in=districts) & begun)


def _one_of(city: bool) -> Callable[..., Demand | None]:
    return reading.by_id_among(
        lambda units, districts: _shown().filter(_visible(city, units, districts)),
        UUIDField(), CharField(),
    )  # fmt: skip


_one = {city: _one_of(city) for city in (True, False)}


def demands(actor: Actor, *, batch: str = "", state: str = "", text: str = "", field: str = "",
            number: int = 1) -> Page[DemandRow]:  # fmt: skip
    rows = Demand.objects.filter(visible_to(actor)).select_related("organisation")
    if batch:
        rows = rows.filter(batch_id=batch)
    if state:
        rows = rows.filter(state=state)
    if field:
        rows = rows.filter(field=field)
    if text:
        rows = rows.filter(Q(title__icontains=text) | Q(organisation__name__icontains=text)
                           | Q(number=text))  # fmt: skip
    return paged(rows.order_by("-updated_at", "pk"), number, row)


def demand(pk: str, actor: Actor) -> DemandView | None:
    d = _one[_city(actor)](pk, actor.scopes(Role.MEMBER), actor.scopes(Role.DISTRICT))
    return _view(d) if d else None


@reading.by_id
def _shown() -> QuerySet[Demand]:
    """With what its page and its rules look at."""
    rows = reading.narrow(
        Demand, "batch__edition", "batch__state", "batch__title", "batch__collection_opens_at",
        "batch__collection_closes_at", "batch__district_closes_at", "organisation__name",
        "organisation__code", "organisation__region_code", "organisation__invented",
        "challenge__demand",
    )  # fmt: skip
    return rows.prefetch_related("versions")


def demand_form(pk: str) -> FormSpec:
    return form_of(reading.one(_shown(), pk))


def demand_gates(pk: str, now: datetime) -> tuple[rules.GateResult, ...]:
    return gates(reading.one(_shown(), pk), now)


def row(d: Demand) -> DemandRow:
    money = d.content.get("total_money")
    score = "" if d.screening_score is None else str(d.screening_score)
    return DemandRow(
        str(d.pk), d.number, d.title, d.organisation.name, d.organisation.region_code,
        d.field or d.content.get("field") or "", money if isinstance(money, int) else 0, d.state,
        d.submitted_at, score, d.organisation.invented,
    )  # fmt: skip


def _view(d: Demand) -> DemandView:
    score = "" if d.screening_score is None else str(d.screening_score)
    challenge = getattr(d, "challenge", None)
    versions = sorted(d.versions.all(), key=lambda v: v.number)
    return DemandView(
        id=str(d.pk), number=d.number, title=d.title, state=d.state, version=d.version,
        batch_id=str(d.batch_id), batch=d.batch.title, edition_id=str(d.batch.edition_id),
        organisation_id=str(d.organisation_id), organisation=d.organisation.name,
        district=d.organisation.region_code, content=d.content, recommendation=d.recommendation,
        verdict=d.verdict, screening_score=score, kind=d.kind, field=d.field,
        public_money=d.public_money, selection_reason=d.selection_reason, text=d.text,
        text_digest=d.text_digest, text_confirmed_at=d.text_confirmed_at,
        submitted_at=d.submitted_at, closes_at=d.batch.collection_closes_at,
        challenge_id=str(challenge.pk) if challenge else "", invented=d.organisation.invented,
        versions=tuple(VersionView(v.number, v.submitted_at, v.content) for v in versions),
    )  # fmt: skip
