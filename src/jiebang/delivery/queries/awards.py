"""Reads about awards, their public notice, objections."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from jiebang.delivery.models import Award, Complaint, Objection
from jiebang.delivery.queries.facts import objections_to, places_of, policy
from jiebang.delivery.queries.ranking import Ranked, bids_on, places
from jiebang.platform import reading, sealing
from jiebang.platform.accounts.actor import Actor
from jiebang.platform.accounts.queries import names
from jiebang.platform.paging import Page, paged
from jiebang.review import queries as review
from jiebang.rulebook import award as rules
from jiebang.rulebook.award import PUBLIC_STATES, State
from jiebang.rulebook.bid import State as BidState
from jiebang.rulebook.challenge import State as ChallengeState
from jiebang.rulebook.edition.conflicts import Conflicts
from jiebang.rulebook.edition.model import Table
from jiebang.rulebook.forms import FormSpec, Option
from jiebang.rulebook.roles import BUREAU, Role

INSIDERS = (*BUREAU, Role.SUPERVISOR)


@dataclass(frozen=True, slots=True)
class RankedView:
    """A line of the ranking with the bid's name: for the bureau and supervision only."""

    bid: str
    number: str
    lead: str
    opinion: str
    result: Ranked


@dataclass(frozen=True, slots=True)
class AwardRow:
    id: str
    challenge_id: str
    challenge: str
    challenge_number: int | None
    year: int
    publisher: str
    winner: str
    members: tuple[str, ...]
    public_money: int
    money_public: bool
    state: str
    number: str
    from_on: date | None
    until_on: date | None
    published_at: datetime | None
    invented: bool


@dataclass(frozen=True, slots=True)
class AwardView:
    row: AwardRow
    version: int
    reason: str
    decisions: tuple[Mapping[str, Any], ...]
    ranking: tuple[RankedView, ...]
    scores_public: bool
    left_days: int | None
    confirmed_at: datetime | None
    verdict: str
    objections: int
    notice_days: int
    table: Table
    notice_unit: str
    late: tuple[review.LateView, ...]
    conflicts: Conflicts


@dataclass(frozen=True, slots=True)
class ObjectionRow:
    """`person` is "" for everybody but supervision (R093)."""

    id: str
    receipt: str
    award_id: str
    challenge: str
    state: str
    version: int
    received_at: datetime
    resolve_by_on: date
    person: str
    unit: str


@dataclass(frozen=True, slots=True)
class ObjectionView:
    row: ObjectionRow
    id_number: str
    phone: str
    grounds: str
    evidence_text: str
    files: tuple[str, ...]
    inquiry: tuple[Mapping[str, Any], ...]
    finding: str
    verdict: str
    full: bool


@dataclass(frozen=True, slots=True)
class ComplaintView:
    id: str
    receipt: str
    state: str
    version: int
    subject: str
    about: str
    text: str
    name: str
    phone: str
    files: tuple[str, ...]
    finding: str
    verdict: str
    received_at: datetime


def locked_challenge(pk: Any) -> Any:
    """The challenge under its lock, or nothing."""
    model = Award._meta.get_field("challenge").related_model
    rows = model.objects.select_for_update(of=("self",)).select_related("batch")
    return rows.filter(pk=pk).first()


def proposal_form(challenge_id: str) -> FormSpec:
    """Which bids can be proposed: those with a place, best first."""
    model = Award._meta.get_field("bid").related_model
    rows = model.objects.filter(challenge_id=challenge_id, state=BidState.VALID)
    leads = {str(b.pk): b.lead.name for b in rows.select_related("lead")}
    ranked = [r for r in places(challenge_id) if r.place is not None and r.bid in leads]
    options = tuple(
        Option(
            r.bid,
            f"第 {r.place} 名 {leads[r.bid]}（{r.final} 分）",
            f"No. {r.place} {leads[r.bid]} ({r.final})",
        )
        for r in ranked
    )
    return with_options(rules.PROPOSAL, "bid", options)


def proposal_form_of(a: Award) -> FormSpec:
    return proposal_form(str(a.challenge_id))


def with_options(spec: FormSpec, name: str, options: tuple[Option, ...]) -> FormSpec:
    def changed(section):
        fields = tuple(replace(f, options=options) if f.name == name else f for f in section.fields)
        return replace(section, fields=fields)

    return replace(spec, sections=tuple(changed(s) for s in spec.sections))


# Awards ----------------------------------------------------------------------------------------


ABOVE = (
    "challenge__title", "challenge__number", "challenge__public_money", "challenge__state",
    "challenge__kind", "challenge__field",
    "challenge__batch__year", "challenge__batch__edition", "challenge__organisation__name",
    "challenge__organisation__invented", "bid__lead__name",
)  # fmt: skip


def _rows(*, without: tuple[str, ...] = ()) -> QuerySet[Award]:
    return reading.narrow(Award, *ABOVE, without=without)


_whole = reading.by_id(_rows)
UNLISTED = ("reason", "decisions", "verdict")


def _members(found: Iterable[Award]) -> dict[Any, tuple[str, ...]]:
    """By bid the names of its units in force beside the leading one; one statement."""
    leads = {a.bid_id: a.bid.lead_id for a in found if a.bid}
    units = Award._meta.get_field("bid").related_model._meta.get_field("units").related_model
    rows = units.objects.filter(bid__in=list(leads), in_force=True).order_by("pk")
    named: dict[Any, tuple[str, ...]] = {}
    for bid, unit, name in rows.values_list("bid_id", "organisation_id", "organisation__name"):
        if unit != leads[bid]:
            named[bid] = (*named.get(bid, ()), name)
    return named


def _listed(rows: QuerySet[Award], number: int) -> Page[AwardRow]:
    found = paged(rows, number, lambda a: a)
    members = _members(found.items)
    return Page(tuple(_row(a, members) for a in found.items), found.total, found.nav)


def insider(actor: Actor) -> bool:
    return any(actor.holds(r) for r in INSIDERS)


def _visible(actor: Actor) -> Q:
    """From the notice on, everybody; before it, the bureau and supervision."""
    return Q() if insider(actor) else Q(state__in=PUBLIC_STATES)


def awards(actor: Actor, *, state: str = "", year: int = 0, number: int = 1) -> Page[AwardRow]:
    chosen = {"state": state, "challenge__batch__year": year}
    rows = _rows(without=UNLISTED).filter(_visible(actor))
    rows = rows.filter(**{k: v for k, v in chosen.items() if v})
    return _listed(rows.order_by("-created_at", "pk"), number)


def to_propose(actor: Actor) -> list[tuple[str, str]]:
    """Ranked challenges without a proposal: (id, title), for the officer."""
    if not actor.holds(Role.OFFICER):
        return []
    model = Award._meta.get_field("challenge").related_model
    taken = Award.objects.exclude(state__in=rules.OVER).values("challenge_id")
    rows = model.objects.filter(state=ChallengeState.RANKED).exclude(pk__in=taken)
    return [(str(pk), title) for pk, title in rows.order_by("number").values_list("pk", "title")]


def notices(*, state: str = "", number: int = 1) -> Page[AwardRow]:
    """What the public may read (R092)."""
    rows = _rows(without=UNLISTED).filter(state__in=PUBLIC_STATES)
    if state:
        rows = rows.filter(state=state)
    return _listed(rows.order_by("-published_at", "challenge__number", "pk"), number)


def award(pk: str, actor: Actor) -> AwardView | None:
    found = reading.among(reading.narrowed(_whole(), _visible(actor)), pk)
    if found is None:
        return None
    return _view(found, insider(actor), review.late_on(str(found.challenge_id), actor))


def award_of_challenge(challenge_id: str, actor: Actor) -> str:
    rows = Award.objects.filter(_visible(actor), challenge_id=challenge_id)
    pk = rows.exclude(state__in=rules.OVER).values_list("pk", flat=True).first()
    return str(pk) if pk else ""


def _row(a: Award, members: Mapping[Any, tuple[str, ...]]) -> AwardRow:
    return AwardRow(
        id=str(a.pk),
        challenge_id=str(a.challenge_id),
        challenge=a.challenge.title,
        challenge_number=a.challenge.number,
        year=a.challenge.batch.year,
        publisher=a.challenge.organisation.name,
        winner=a.bid.lead.name if a.bid else "",
        members=members.get(a.bid_id, ()),
        public_money=a.public_money,
        money_public=policy(a.challenge).publicity.public_money,
        state=a.state,
        number=a.number,
        from_on=a.from_on,
        until_on=a.until_on,
        published_at=a.published_at,
        invented=a.challenge.organisation.invented,
    )


def _view(a: Award, inside: bool, late: tuple[review.LateView, ...]) -> AwardView:
    edition = policy(a.challenge)
    return AwardView(
        row=_row(a, _members([a])),
        version=a.version,
        reason=a.reason if inside else "",
        decisions=tuple(_named(a.decisions)) if inside else (),
        ranking=_ranked(a.challenge_id, places_of(a)) if inside else (),
        scores_public=edition.publicity.bid_scores,
        left_days=a.left_days,
        confirmed_at=a.confirmed_at,
        verdict=a.verdict if inside or a.state == State.CANCELLED else "",
        objections=len(objections_to(a)) if inside else 0,
        notice_days=edition.notice.days,
        table=edition.tables[
            edition.table_for("bid", kind=a.challenge.kind, field=a.challenge.field)
        ],
        notice_unit=edition.notice.unit,
        late=late,
        conflicts=edition.conflicts,
    )


def ranking(challenge_id: str) -> tuple[RankedView, ...]:
    return _ranked(challenge_id, places(challenge_id))


def _ranked(challenge_id: Any, found: Iterable[Ranked]) -> tuple[RankedView, ...]:
    bids = {str(pk): told for pk, *told in bids_on(challenge_id)}
    return tuple(RankedView(r.bid, *bids[r.bid], r) for r in found if r.bid in bids)


def _named(records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    people = names(r["by"] for r in records if r.get("by")) if records else {}
    return [{**r, "who": people.get(r.get("by"), "")} for r in records]


# Objections ------------------------------------------------------------------------------------


def objections(actor: Actor, *, state: str = "", number: int = 1) -> Page[ObjectionRow]:
    """Supervision sees all with names; a person sees their own; the bureau sees none here."""
    rows = Objection.objects.select_related("award__challenge")
    if not actor.holds(Role.SUPERVISOR):
        rows = rows.filter(person_id=actor.id)
    if state:
        rows = rows.filter(state=state)
    return paged(rows.order_by("-created_at", "pk"), number, lambda o: _objection_row(o, True))


def _id_number(o: Objection) -> str:
    return sealing.unseal(o.id_sealed, f"objection:{o.pk}").decode()


def objection(pk: str, actor: Actor) -> ObjectionView | None:
    """Whole for supervision and the person; for the bureau the grounds and the outcome only."""
    o = Objection.objects.select_related("award__challenge").filter(pk=pk).first()
    if o is None:
        return None
    full = actor.holds(Role.SUPERVISOR) or (actor.signed_in and o.person_id == actor.id)
    if not full and not any(actor.holds(r) for r in BUREAU):
        return None
    return ObjectionView(
        row=_objection_row(o, full),
        id_number=_id_number(o) if full else "",
        phone=o.phone if full else "",
        grounds=o.grounds,
        evidence_text=o.evidence_text if full else "",
        files=tuple((*o.evidence, *o.seal)) if full else (),
        inquiry=tuple(_named(o.inquiry)) if actor.holds(Role.SUPERVISOR) else (),
        finding=o.finding,
        verdict=o.verdict,
        full=full,
    )


def _objection_row(o: Objection, full: bool) -> ObjectionRow:
    return ObjectionRow(
        str(o.pk),
        o.receipt,
        str(o.award_id),
        o.award.challenge.title,
        o.state,
        o.version,
        o.created_at,
        o.resolve_by_on,
        o.name if full else "",
        o.unit if full else "",
    )


def complaints(actor: Actor, *, number: int = 1) -> Page[ComplaintView]:
    rows = Complaint.objects.all()
    if not actor.holds(Role.SUPERVISOR):
        rows = rows.filter(person_id=actor.id)
    return paged(rows.order_by("-created_at", "pk"), number, _complaint)


def complaint(pk: str, actor: Actor) -> ComplaintView | None:
    rows = Complaint.objects.filter(pk=pk)
    if not actor.holds(Role.SUPERVISOR):
        rows = rows.filter(person_id=actor.id)
    found = rows.first()
    return _complaint(found) if found else None


def _complaint(c: Complaint) -> ComplaintView:
    return ComplaintView(
        str(c.pk),
        c.receipt,
        c.state,
        c.version,
        c.subject,
        c.about,
        c.text,
        c.name,
        c.phone,
        tuple(c.evidence),
        c.finding,
        c.verdict,
        c.created_at,
    )


def proposing_again(pk: str) -> dict[str, Any]:
    a = Award.objects.get(pk=pk)
    return {"bid": str(a.bid_id or ""), "public_money": a.public_money, "reason": a.reason}
