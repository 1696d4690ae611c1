"""Reads about bids. Sealed until the challenge closes: see rulebook.bid.readable."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, Q, QuerySet, UUIDField

from jiebang.platform import reading
from jiebang.platform.accounts.actor import Actor
from jiebang.platform.paging import Page, paged
from jiebang.programme.models import Bid, BidUnit, BidVersion
from jiebang.programme.queries.editions import edition
from jiebang.registry.queries.relation import RelationPath, paths_between
from jiebang.rulebook import blind
from jiebang.rulebook import gates as rules
from jiebang.rulebook.bid import HANDED_IN, Facts, Relation, State, UnitPart
from jiebang.rulebook.challenge import OPENED
from jiebang.rulebook.challenge import State as ChallengeState
from jiebang.rulebook.forms import Cleaned, FormSpec
from jiebang.rulebook.roles import BUREAU, Role

CITY = (*BUREAU, Role.SUPERVISOR)


@dataclass(frozen=True, slots=True)
class UnitView:
    organisation_id: str
    name: str
    kind: str
    region: str
    part: str
    task: str
    confirmed_at: datetime | None


@dataclass(frozen=True, slots=True)
class ReceiptView:
    number: int
    receipt: str
    digest: str
    submitted_at: datetime


@dataclass(frozen=True, slots=True)
class BidRow:
    id: str
    number: str
    challenge_id: str
    challenge: str
    challenge_number: int | None
    lead: str
    title: str
    total: int
    state: str
    submitted_at: datetime | None
    closes_at: datetime | None
    relation: str
    opinion_will: str
    opinion_score: str
    version: int


@dataclass(frozen=True, slots=True)
class BidView:
    id: str
    number: str
    state: str
    version: int
    challenge_id: str
    challenge: str
    challenge_state: str
    closes_at: datetime | None
    edition_id: str
    indicators: tuple[Mapping[str, Any], ...]
    publisher: str
    title: str
    total: int
    digest: str
    submitted_at: datetime | None
    relation: str
    relation_paths: tuple[Mapping[str, Any], ...]
    relation_decision: Mapping[str, Any]
    form_check: Mapping[str, Any]
    opinion_will: str
    opinion_score: str
    opinion_reason: str
    opined_at: datetime | None
    verdict: str
    question: str
    asked_to_explain_at: datetime | None
    explanation: str
    explained_at: datetime | None
    units: tuple[UnitView, ...]
    receipts: tuple[ReceiptView, ...]


def form_of(b: Bid) -> FormSpec:
    return edition(b.challenge.batch.edition_id).forms["bid"]


def standing(b: Bid) -> list[BidUnit]:
    """The units in force, the lead first; read once for a row in hand."""
    if not hasattr(b, "_standing"):
        b._standing = [] if b._state.adding else _in_force(b)
    return b._standing


def _in_force(b: Bid) -> list[BidUnit]:
    if "units" in getattr(b, "_prefetched_objects_cache", ()):
        return sorted((u for u in b.units.all() if u.in_force), key=lambda u: u.pk)
    rows = b.units.filter(in_force=True).select_related("organisation").order_by("pk")
    return list(rows)


def filled(b: Bid) -> dict[str, Any]:
    """The stored content with what is already known: the units, and a row per indicator."""
    members = [u.organisation.name for u in standing(b) if u.part != UnitPart.LEAD]
    stored = b.content.get("responses") or []
    responses = [
        {**(stored[i] if i < len(stored) else {}), "indicator": row["name"],
         "required_value": requirement(row)}
        for i, row in enumerate(b.challenge.indicators)
    ]  # fmt: skip
    return {**b.content, "lead_name": b.lead.name, "lead_code": b.lead.code or "",
            "member_names": "、".join(members), "responses": responses}  # fmt: skip


SIGNS = {"at_least": "≥", "at_most": "≤", "exactly": "=", "text": ""}


def requirement(row: Mapping[str, Any]) -> str:
    """One indicator as people write it: ≥ 40 °C."""
    sign = SIGNS.get(str(row.get("direction")), "")
    return " ".join(x for x in (sign, str(row.get("target") or ""), row.get("unit") or "") if x)


def target(row: Mapping[str, Any]) -> str:
    """The same without its unit, for a table that has a place for it."""
    sign = SIGNS.get(str(row.get("direction")), "")
    return " ".join(x for x in (sign, str(row.get("target") or "")) if x)


def checked(b: Bid, *, complete: bool = True) -> Cleaned:
    return form_of(b).clean(filled(b), complete=complete)


def relation_paths(b: Bid) -> list[RelationPath]:
    """The related-party test between the publisher and every unit of the bid (R046–R050); run
    once for a row in hand."""
    if not hasattr(b, "_paths"):
        units = [str(u.organisation_id) for u in standing(b)] or [str(b.lead_id)]
        b._paths = paths_between(str(b.challenge.organisation_id), units)
    return b._paths


def relation_of(paths: list[RelationPath]) -> Relation:
    if any(p.certain for p in paths):
        return Relation.RELATED
    return Relation.TO_CHECK if paths else Relation.NONE


def facts(b: Bid, now: datetime) -> Facts:
    unborn = b.state == ""
    units = standing(b)
    policy = edition(b.challenge.batch.edition_id)
    elsewhere = BidUnit.objects.filter(challenge_id=b.challenge_id, in_force=True,
                                       organisation_id=b.lead_id).exclude(bid_id=b.pk)  # fmt: skip
    relation = b.relation
    if b.state in ("", State.DRAFT):
        relation = relation_of(relation_paths(b)) if not unborn else _birth_relation(b)
    cleaned = None if b.state != State.DRAFT else checked(b)
    return Facts(
        now=now,
        challenge_open=b.challenge.state == ChallengeState.PUBLISHED,
        closes_at=b.challenge.closes_at,
        opened=b.challenge.state in OPENED,
        own_challenge=b.lead_id == b.challenge.organisation_id,
        unit_elsewhere=policy.bidding.units_once and elsewhere.exists(),
        relation=relation,
        relation_decided=bool(b.relation_decision),
        problems=len(cleaned.problems) if cleaned else 0,
        gates_failed=_gates_failed(b, cleaned, now) if cleaned else (),
        unconfirmed=sum(u.part == UnitPart.INVITED for u in units),
        partners=sum(u.part != UnitPart.LEAD for u in units),
        partners_max=policy.consortium.partners_max,
        compared=b.compared_at is not None,
        explanation_due=b.asked_to_explain_at is not None and b.explained_at is None,
    )


def _birth_relation(b: Bid) -> Relation:
    if b.lead_id == b.challenge.organisation_id:
        return Relation.NONE  # the rule on one's own challenge says it better
    return relation_of(paths_between(str(b.challenge.organisation_id), [str(b.lead_id)]))


def _gates_failed(b: Bid, cleaned: Cleaned, now: datetime) -> tuple[str, ...]:
    return tuple(g.code for g in bid_gates(b, cleaned, now) if g.verdict == "fail")


def bid_gates(b: Bid, cleaned: Cleaned, now: datetime) -> tuple[rules.GateResult, ...]:
    """Every rule on the bid itself, with value and limit; none looks at who the people are."""
    units = standing(b)
    content, challenge = cleaned.values, b.challenge
    taken = BidUnit.objects.filter(
        challenge_id=b.challenge_id, in_force=True,
        organisation_id__in=[u.organisation_id for u in units],
    ).exclude(bid_id=b.pk)  # fmt: skip
    return rules.evaluate_bid(
        edition(challenge.batch.edition_id),
        rules.BidFacts(
            now=now,
            closes_at=challenge.closes_at or now,
            kind=challenge.kind,
            units_in_other_bids=taken.count(),
            indicators=len(challenge.indicators),
            answered=sum(bool(r.get("promised")) for r in content["responses"]),
            budget_total=_amount(content["budget_total"]),
            budget_by_year=_sum(content["budget_sources"]),
            budget_by_subject=_sum(content["budget_subjects"]),
            challenge_money=challenge.total,
            partners=sum(u.part != UnitPart.LEAD for u in units),
            confirmed=sum(u.part == UnitPart.CONFIRMED for u in units),
            relation=str(relation_of(relation_paths(b))),
            final_user_bids=None,
            promise_signed=bool(content["promise"]),
        ),
    )


def _amount(value: Any) -> int | None:
    return value if isinstance(value, int) else None


def _sum(rows: list[Mapping[str, Any]]) -> int | None:
    amounts = [_amount(r.get("total")) for r in rows]
    return None if None in amounts or not amounts else sum(amounts)


def of_units(units: Iterable[str]) -> Q:
    """Bids in which one of these units stands. Asked apart, so that no bid appears twice."""
    standing = BidUnit.objects.filter(organisation__id__in=units, in_force=True).values("bid_id")
    return Q(lead__id__in=units) | Q(pk__in=standing)


def visible_to(actor: Actor) -> Q:
    """Own units' bids always; for publisher and bureau what was handed in, once opened."""
    return _visible(_city(actor), actor.scopes(Role.MEMBER))


def _city(actor: Actor) -> bool:
    return any(actor.holds(r) for r in CITY)


def _visible(city: bool, mine: Iterable[str]) -> Q:
    opened = Q(challenge__state__in=OPENED, state__in=HANDED_IN)
    return of_units(mine) | (opened if city else opened & Q(challenge__organisation__id__in=mine))


def bids(actor: Actor, *, challenge: str = "", state: str = "", text: str = "", own: bool = False,
         number: int = 1) -> Page[BidRow]:  # fmt: skip
    wanted = of_units(actor.scopes(Role.MEMBER)) if own else visible_to(actor)
    rows = Bid.objects.filter(wanted)
    rows = rows.select_related("challenge", "lead").defer(
        "content", "challenge__content", "challenge__indicators", "challenge__tokens"
    )
    if challenge:
        rows = rows.filter(challenge_id=challenge)
    if state:
        rows = rows.filter(state=state)
    if text:
        rows = rows.filter(Q(number__icontains=text) | Q(lead__name__icontains=text)
                           | Q(title__icontains=text))  # fmt: skip
    return paged(rows.order_by("-updated_at", "pk"), number, _row)


def sealed_count(challenge_id: str) -> int:
    """How many were handed in: all that anybody learns before the opening."""
    return Bid.objects.filter(challenge_id=challenge_id, state__in=HANDED_IN).count()


def bid(pk: str, actor: Actor) -> BidView | None:
    b = _one[_city(actor)](pk, actor.scopes(Role.MEMBER))
    return _view(b) if b else None


def _one_of(city: bool) -> Callable[..., Bid | None]:
    return reading.by_id_among(lambda mine: _whole().filter(_visible(city, mine)), UUIDField())


_one = {city: _one_of(city) for city in (True, False)}


@reading.by_id
def _whole() -> QuerySet[Bid]:
    """With what its page and its rules look at."""
    unit = (f"organisation__{name}" for name in ("name", "kind", "region"))
    units = Prefetch("units", reading.narrow(BidUnit, *unit))
    versions = Prefetch("versions", reading.narrow(BidVersion, without=("content", "files")))
    return reading.narrow(Bid, *SHOWN).prefetch_related(units, versions)


SHOWN = (
    "challenge__title", "challenge__state", "challenge__kind", "challenge__total",
    "challenge__closes_at", "challenge__indicators", "challenge__opinions_due_at",
    "challenge__batch__edition", "challenge__organisation__name", "lead__name", "lead__code",
)  # fmt: skip


def bid_form(pk: str) -> tuple[FormSpec, dict[str, Any]]:
    b = reading.one(_whole(), pk)
    return form_of(b), filled(b)


def bid_reading(pk: str, actor: Actor) -> tuple[FormSpec, dict[str, Any]]:
    """The filled form without what this viewer may not know (rulebook.blind)."""
    b = reading.one(_whole().filter(visible_to(actor)), pk)
    hidden = blind.untold(_seen(b, actor))
    return form_of(b), {name: v for name, v in filled(b).items() if name not in hidden}


def _seen(b: Bid, actor: Actor) -> frozenset[str]:
    mine = actor.scopes(Role.MEMBER)
    own = [UNIT_ROLES[u.part] for u in b.units.all()
           if u.in_force and u.part in UNIT_ROLES and str(u.organisation_id) in mine]  # fmt: skip
    if str(b.challenge.organisation_id) in mine:
        own.append(Role.PUBLISHER)
    opened = b.challenge.state in OPENED and b.state in HANDED_IN
    phase = blind.Phase.OPENED if opened else blind.Phase.SEALED
    return blind.visible_to("bid", [*own, *(r for r in CITY if actor.holds(r))], phase, own)


UNIT_ROLES = {UnitPart.LEAD: Role.LEAD, UnitPart.CONFIRMED: Role.PARTNER}


def bid_checks(pk: str, now: datetime) -> tuple[Cleaned, tuple[rules.GateResult, ...]]:
    b = reading.one(_whole(), pk)
    cleaned = checked(b)
    return cleaned, bid_gates(b, cleaned, now)


def own_bid(challenge_id: str, actor: Actor) -> str:
    """The bid on this challenge in which one of the actor's units stands, or ""."""
    rows = BidUnit.objects.filter(challenge_id=challenge_id, in_force=True,
                                  organisation_id__in=actor.scopes(Role.MEMBER))  # fmt: skip
    found = rows.values_list("bid_id", flat=True).first()
    return str(found) if found else ""


def receipt(code: str) -> ReceiptView | None:
    """What anybody holding a receipt number may verify."""

    v = BidVersion.objects.filter(receipt=code.strip().upper()).first()
    return ReceiptView(v.number, v.receipt, v.digest, v.submitted_at) if v else None


def _score(b: Bid) -> str:
    return "" if b.opinion_score is None else str(b.opinion_score)


def _row(b: Bid) -> BidRow:
    return BidRow(
        str(b.pk), b.number, str(b.challenge_id), b.challenge.title, b.challenge.number,
        b.lead.name, b.title, b.total, b.state, b.submitted_at, b.challenge.closes_at, b.relation,
        b.opinion_will, _score(b), b.version,
    )  # fmt: skip


def _view(b: Bid) -> BidView:
    c = b.challenge
    units = sorted(b.units.all(), key=lambda u: (u.part != UnitPart.LEAD, u.pk))
    return BidView(
        id=str(b.pk), number=b.number, state=b.state, version=b.version,
        challenge_id=str(c.pk), challenge=c.title, challenge_state=c.state,
        closes_at=c.closes_at, edition_id=str(c.batch.edition_id),
        indicators=tuple(c.indicators), publisher=c.organisation.name, title=b.title,
        total=b.total, digest=b.digest, submitted_at=b.submitted_at,
        relation=b.relation, relation_paths=tuple(b.relation_paths),
        relation_decision=b.relation_decision, form_check=b.form_check,
        opinion_will=b.opinion_will, opinion_score=_score(b), opinion_reason=b.opinion_reason,
        opined_at=b.opined_at, verdict=b.verdict, question=b.question,
        asked_to_explain_at=b.asked_to_explain_at, explanation=b.explanation,
        explained_at=b.explained_at,
        units=tuple(
            UnitView(str(u.organisation_id), u.organisation.name, u.organisation.kind,
                     u.organisation.region, u.part, u.task, u.confirmed_at)
            for u in units if u.in_force
        ),
        receipts=tuple(
            ReceiptView(v.number, v.receipt, v.digest, v.submitted_at)
            for v in sorted(b.versions.all(), key=lambda v: v.number)
        ),
    )  # fmt: skip
