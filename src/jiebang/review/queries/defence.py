"""Defence sessions as their viewers may see them: the bureau's page, a bidder's own turn, and an
expert's sealed sheet."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from jiebang.platform import reading, sealing
from jiebang.platform.accounts.actor import Actor
from jiebang.review.models import Ballot, Defence, Hearing, Panel, Review
from jiebang.review.queries.defending import rules_of
from jiebang.review.queries.facts import policy, table
from jiebang.review.queries.lots import seed_of
from jiebang.review.queries.panels import SEES, phase_of
from jiebang.review.queries.sheets import Indicator, indicators
from jiebang.rulebook import blind
from jiebang.rulebook.ballot import LIVE as LIVE_BALLOTS
from jiebang.rulebook.ballot import State as BallotState
from jiebang.rulebook.defence import DEFENCE_ORDER, UNHEARD, State, lot, next_up
from jiebang.rulebook.edition.hearings import Defence as Policy
from jiebang.rulebook.edition.model import Table
from jiebang.rulebook.forms import FormSpec
from jiebang.rulebook.review import COUNTED, sheet_form
from jiebang.rulebook.roles import Role


@dataclass(frozen=True, slots=True)
class HearingView:
    """One item's turn; fields a viewer may not know are empty."""

    id: str
    code: str
    turn: int | None
    state: str
    version: int
    unit: str
    spread: Decimal | None
    parts: tuple[str, ...]
    speakers: tuple[tuple[str, str], ...]  # part, name
    named: bool
    talk_at: datetime | None
    talk_until: datetime | None
    questions_at: datetime | None
    questions_until: datetime | None
    closed_at: datetime | None
    issued: int
    sealed: int


@dataclass(frozen=True, slots=True)
class SecondSheet:
    """An opened sheet, for those who may read scores."""

    code: str
    number: int
    total: Decimal
    opinion: str
    commitment: str


@dataclass(frozen=True, slots=True)
class SessionView:
    id: str
    state: str
    version: int
    panel_id: str
    panel: str
    kind: str
    blind: bool
    starts_at: datetime | None
    place: str
    video_link: str
    score_by: datetime | None
    remark: str
    rules: Policy
    hearings: tuple[HearingView, ...]
    sheets: tuple[SecondSheet, ...]
    staff: bool
    sees: frozenset[str]

    @property
    def now_up(self) -> HearingView | None:
        """Who speaks, or whose turn is next."""
        by_id = {h.id: h for h in self.hearings}
        going = next_up([h.id for h in self.hearings],
                        [h.id for h in self.hearings if h.state in UNHEARD])  # fmt: skip
        return by_id.get(going)


def session(pk: str, actor: Actor) -> SessionView | None:
    """For the bureau, for experts who have a sheet in it, and for a lead that is heard in it."""
    rows = Defence.objects.select_related("panel__batch")
    d = reading.among(rows, pk)
    if d is None:
        return None
    roles = [r for r in SEES if actor.holds(r)]
    mine = _own_roles(d, actor)
    seen = blind.visible_to("hearing", [*roles, *mine], phase_of(d.panel), own=mine)
    if "session" not in seen:
        return None
    own_units = actor.scopes("member") if Role.LEAD in mine and "code" not in seen else None
    return _session(d, seen, own_units)


def _own_roles(d: Defence, actor: Actor) -> list[Role]:
    experts, units = actor.scopes(Role.EXPERT), actor.scopes("member")
    found: list[Role] = []
    if experts and Ballot.objects.filter(hearing__defence=d, seat__expert_id__in=experts).exclude(
            state=BallotState.RECUSED).exists():  # fmt: skip
        found.append(Role.EXPERT)
    if units and d.hearings.filter(lead_id__in=units, place__isnull=False).exists():
        found.append(Role.LEAD)
    return found


def _session(d: Defence, seen: frozenset[str], own: frozenset[str] | None) -> SessionView:
    p, rules = d.panel, rules_of(d.panel)
    rows = list(d.hearings.select_related("item", "lead").defer("item__snapshot", "item__sections"))
    counts = Counter(Ballot.objects.filter(hearing__defence=d).values_list("hearing_id", "state"))
    if not policy(p).blind and "parts" in seen:
        seen |= {"speakers"}
    hearings = sorted((_hearing(h, seen, own, rules, counts) for h in rows),
                      key=lambda h: (h.turn is None, h.turn or 0, h.code))  # fmt: skip
    return SessionView(
        id=str(d.pk), state=d.state, version=d.version, panel_id=str(p.pk), panel=p.title,
        kind=p.kind, blind=policy(p).blind, starts_at=d.starts_at, place=d.place,
        video_link=d.video_link, score_by=d.score_by, remark=d.remark if "units" in seen else "",
        rules=rules, hearings=tuple(hearings), staff="units" in seen, sees=seen,
        sheets=_sheets(d) if "scores" in seen and d.state == State.OPENED else (),
    )  # fmt: skip


def _hearing(h: Hearing, seen: frozenset[str], own: frozenset[str] | None, rules: Policy,
             counts: Mapping[tuple[Any, str], int]) -> HearingView:  # fmt: skip
    """A lead sees of the others only that they have a turn."""
    mine = own is None or str(h.lead_id) in own
    parts = mine and "parts" in seen
    speakers = tuple((s["part"], s["person"]) for s in h.speakers)
    unit = h.lead.name if h.lead_id and "units" in seen else ""
    staff = "units" in seen
    return HearingView(
        id=str(h.pk) if mine else "", code=h.item.code if "code" in seen else "", turn=h.place,
        state=h.state, version=h.version, unit=unit,
        spread=h.spread if "spread" in seen else None,
        parts=tuple(part for part, _name in speakers) if parts else (),
        speakers=speakers if parts and "speakers" in seen else (), named=bool(h.speakers_at),
        talk_at=h.talk_at, talk_until=_after(h.talk_at, rules.talk_minutes),
        questions_at=h.questions_at,
        questions_until=_after(h.questions_at, rules.question_minutes), closed_at=h.closed_at,
        issued=sum(counts[h.pk, s] for s in BallotState) if staff else 0,
        sealed=counts[h.pk, BallotState.SEALED] + counts[h.pk, BallotState.OPENED] if staff else 0,
    )  # fmt: skip


def _after(at: datetime | None, minutes: int) -> datetime | None:
    return at + timedelta(minutes=minutes) if at else None


def _sheets(d: Defence) -> tuple[SecondSheet, ...]:
    rows = Ballot.objects.filter(hearing__defence=d, state=BallotState.OPENED)
    rows = rows.select_related("seat", "hearing__item").order_by("hearing__place", "seat__number")
    return tuple(
        SecondSheet(b.hearing.item.code, b.seat.number, b.total,
                    str(b.values.get("opinion") or ""), b.commitment)
        for b in rows.defer("hearing__item__snapshot", "hearing__item__sections")
    )  # fmt: skip


def session_of_hearing(pk: str) -> str | None:
    found = Hearing.objects.filter(pk=pk).values_list("defence_id", flat=True).first()
    return str(found) if found else None


def session_of_ballot(pk: str) -> str | None:
    found = Ballot.objects.filter(pk=pk).values_list("hearing__defence_id", flat=True).first()
    return str(found) if found else None


def own_hearing(pk: str, actor: Actor) -> bool:
    """Whether the actor's unit is heard in it."""
    rows = Hearing.objects.filter(pk=pk, lead_id__in=actor.scopes("member"), place__isnull=False)
    return rows.exists()


# -- an expert's sealed sheet -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class BallotView:
    """`values` is the expert's own draft, out of the seal; `first` the sheet signed before."""

    id: str
    state: str
    version: int
    defence_id: str
    seat_id: str
    number: int
    panel: str
    kind: str
    code: str
    subject_life: str
    subject_id: str
    heard: bool
    score_by: datetime | None
    sections: tuple[Mapping[str, Any], ...]
    indicators: tuple[Indicator, ...]
    spec: FormSpec
    table: Table
    values: Mapping[str, Any]
    first: Mapping[str, Any]
    first_id: str
    saved_at: datetime | None
    sealed_at: datetime | None
    commitment: str
    salt: str
    total: Decimal | None


def ballot(pk: str, actor: Actor) -> BallotView | None:
    rows = Ballot.objects.filter(seat__expert_id__in=actor.scopes(Role.EXPERT))
    rows = rows.exclude(state__in=(BallotState.RECUSED, BallotState.LAPSED))
    b = reading.among(rows.select_related("seat__panel__batch", "hearing__item",
                                          "hearing__defence"), pk)  # fmt: skip
    if b is None:
        return None
    p: Panel = b.seat.panel
    item = b.hearing.item
    still = "masked" in blind.visible("bid", Role.EXPERT, phase_of(p), own=True)
    first = Review.objects.filter(seat=b.seat, item=item, state__in=COUNTED).first()
    return BallotView(
        id=str(b.pk), state=b.state, version=b.version, defence_id=str(b.hearing.defence_id),
        seat_id=str(b.seat_id), number=b.seat.number, panel=p.title, kind=p.kind, code=item.code,
        subject_life=p.subject_life, subject_id=p.subject_id,
        heard=b.hearing.state == "heard", score_by=b.hearing.defence.score_by,
        sections=tuple(item.snapshot) if still else (),
        indicators=indicators(item.snapshot, p) if still else (), spec=sheet_form(table(p)),
        table=table(p), values=_written(b), first=first.values if first else {},
        first_id=str(first.pk) if first else "", saved_at=b.saved_at, sealed_at=b.sealed_at,
        commitment=b.commitment, salt=b.salt, total=b.total,
    )  # fmt: skip


def _written(b: Ballot) -> Mapping[str, Any]:
    """The own words come back out of the seal for their author alone."""
    if b.state == BallotState.OPENED or not b.draft:
        return b.values
    return dict(json.loads(sealing.unseal(b.draft, f"ballot:{b.pk}"))["values"])


@dataclass(frozen=True, slots=True)
class BallotTask:
    id: str
    code: str
    state: str


def ballots_of(seat_id: str, actor: Actor) -> tuple[BallotTask, ...]:
    """The sealed sheets an expert has to give, on the page of the seat."""
    rows = Ballot.objects.filter(seat_id=seat_id, seat__expert_id__in=actor.scopes(Role.EXPERT))
    rows = rows.filter(state__in=(*LIVE_BALLOTS, BallotState.OPENED)).order_by("hearing__place")
    told = rows.values_list("pk", "hearing__item__code", "state")
    return tuple(BallotTask(str(pk), code, state) for pk, code, state in told)


# -- for everybody ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LotsView:
    """How the order came about: enough to work it out again from the record of the draw."""

    panel_id: str
    panel: str
    kind: str
    round: int
    seed: str
    lots: tuple[tuple[int, str, str], ...]  # turn, item's code, lot


def lots(panel_id: str) -> LotsView | None:
    """Shown once the session has begun: before that a bidder could find its own code."""
    begun = (State.SITTING, State.SCORING, State.OPENED)
    d = Defence.objects.filter(panel_id=panel_id, state__in=begun).select_related("panel").first()
    if d is None:
        return None
    seed = seed_of(d.panel)
    turns = d.hearings.exclude(place=None).order_by("place").values_list("place", "item__code")
    return LotsView(
        str(d.panel_id), d.panel.title, d.panel.kind, d.panel.round, seed.hex(),
        tuple((turn, code, lot(seed, DEFENCE_ORDER, code)) for turn, code in turns),
    )  # fmt: skip
