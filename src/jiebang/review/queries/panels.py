"""Panels as their viewers may see them: every field passes rulebook.blind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, IntegerField, QuerySet, UUIDField

from jiebang.platform import reading
from jiebang.platform.accounts.actor import Actor
from jiebang.platform.paging import Page, paged
from jiebang.platform.prepared import Prepared
from jiebang.registry import queries as registry
from jiebang.review.models import Panel, PanelItem, Review, ScoreResult, Seat
from jiebang.review.queries.drawn import terms_of
from jiebang.review.queries.facts import edition, policy, sheets_of
from jiebang.review.queries.opened import publishes_experts
from jiebang.review.queries.rounds import RoundView, rounds
from jiebang.rulebook import blind
from jiebang.rulebook.drawing import Terms
from jiebang.rulebook.panel import State as PanelState
from jiebang.rulebook.review import COUNTED, LIVE
from jiebang.rulebook.review import State as ReviewState
from jiebang.rulebook.roles import Role
from jiebang.rulebook.seat import State as SeatState

SEES = (Role.OFFICER, Role.HEAD, Role.LEADER, Role.DRAWER, Role.SECRETARY, Role.SUPERVISOR)


@dataclass(frozen=True, slots=True)
class PanelRow:
    id: str
    kind: str
    title: str
    state: str
    fixed: bool
    items: int
    seated: int
    signed: int
    expected: int
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class ItemView:
    code: str
    life: str
    subject_id: str
    title: str
    units: tuple[str, ...]
    valid: int
    open: int
    masked: int


@dataclass(frozen=True, slots=True)
class SeatView:
    """`name` and `unit` are empty where the viewer may not know them."""

    id: str
    number: int
    pseudonym: str
    state: str
    name: str
    unit: str
    answer_by: datetime | None
    ground: str
    signed: int
    reviews: int


@dataclass(frozen=True, slots=True)
class ResultView:
    code: str
    life: str
    subject_id: str
    title: str
    sheets: int
    panel_score: Decimal
    publisher_score: Decimal | None
    publisher_weight: int
    final: Decimal
    place: int | None
    decided_by: str
    passed: bool
    vetoed: bool
    failed: tuple[str, ...]
    outliers: tuple[str, ...]
    criteria: tuple[tuple[str, str], ...]
    steps: tuple[Mapping[str, str], ...]


@dataclass(frozen=True, slots=True)
class PanelView:
    id: str
    kind: str
    title: str
    state: str
    version: int
    batch_id: str
    subject_life: str
    subject_id: str
    field: str
    score_table: str
    fixed: bool
    mode: str
    terms: Terms
    proposal: Mapping[str, Any]
    blind: bool
    seats_wanted: int
    minimum_valid: int
    due_at: datetime | None
    closed_at: datetime | None
    reserves_out: bool
    sees: frozenset[str]
    items: tuple[ItemView, ...]
    rounds: tuple[RoundView, ...]
    seats: tuple[SeatView, ...]


def phase_of(p: Panel) -> blind.Phase:
    return phase_at(p.state)


def phase_at(state: str) -> blind.Phase:
    return blind.Phase.DECIDED if state == PanelState.CLOSED else blind.Phase.REVIEWING


def seen_by(actor: Actor, p: Panel) -> frozenset[str]:
    """What this viewer sees of a panel. Officers learn experts' names only where the edition
    publishes them, and after the close."""
    roles = [r for r in (*SEES, Role.FINANCE) if actor.holds(r)]
    seen = blind.visible_to("panel", roles, phase_of(p))
    if "results" in seen and publishes_experts(p):
        seen |= {"expert_names"}
    return seen


def panels(actor: Actor, *, kind: str = "", state: str = "", number: int = 1) -> Page[PanelRow]:
    rows = Panel.objects.all() if any(actor.holds(r) for r in SEES) else Panel.objects.none()
    rows = rows.filter(**{k: v for k, v in {"kind": kind, "state": state}.items() if v})
    found = paged(rows.order_by("-created_at", "pk"), number, lambda p: p)
    progress = _progress([p.pk for p in found.items])
    return Page(tuple(_row(p, progress) for p in found.items), found.total, found.nav)


def _progress(panels: list[Any]) -> dict[str, dict[Any, int]]:
    """Items, experts seated, sheets signed and expected, of these panels only."""
    counted = {
        "items": PanelItem.objects.filter(panel__in=panels).values_list("panel_id"),
        "seated": Seat.objects.filter(panel__in=panels, state=SeatState.ACCEPTED)
        .values_list("panel_id"),
        "signed": Review.objects.filter(seat__panel__in=panels, state__in=COUNTED)
        .values_list("seat__panel_id"),
        "expected": Review.objects.filter(seat__panel__in=panels, state__in=LIVE)
        .values_list("seat__panel_id"),
    }  # fmt: skip
    return {
        name: dict(rows.annotate(n=Count("pk", distinct=True)).order_by())
        for name, rows in counted.items()
    }


def _row(p: Any, progress: Mapping[str, Mapping[Any, int]]) -> PanelRow:
    items, seated, signed, expected = (progress[k].get(p.pk, 0) for k in progress)
    return PanelRow(
        str(p.pk), p.kind, p.title, p.state, p.fixed, items, seated, signed, expected, p.due_at
    )


def panel(pk: str, actor: Actor) -> PanelView | None:
    p = reading.among(_whole(), pk)
    seen = seen_by(actor, p) if p else blind.NOTHING
    if p is None or "items" not in seen:
        return None
    rule = policy(p)
    return PanelView(
        id=str(p.pk), kind=p.kind, title=p.title, state=p.state, version=p.version,
        batch_id=str(p.batch_id), subject_life=p.subject_life, subject_id=p.subject_id,
        field=p.field, score_table=p.score_table, fixed=p.fixed, mode=edition(p).draw.mode,
        terms=terms_of(p),
        proposal=p.proposal if "proposal" in seen else {}, blind=rule.blind,
        seats_wanted=terms_of(p).seats,
        minimum_valid=rule.minimum_valid, due_at=p.due_at, closed_at=p.closed_at,
        reserves_out=p.reserves_out, sees=seen, items=_items(p, seen), rounds=rounds(p, seen),
        seats=_seats(p, seen),
    )  # fmt: skip


@reading.by_id
def _whole() -> QuerySet[Panel]:
    """A panel with what its page and its rules look at."""
    return reading.narrow(Panel, "batch__edition", without=("masks", "verdict"))


_items_of = Prepared(
    lambda panel: PanelItem.objects.filter(panel_id=panel).values_list(
        "code", "pk", "life", "subject_id", "title", "units", "masked"
    ),
    UUIDField(),
)
_seats_of = Prepared(
    lambda panel, round: Seat.objects.filter(panel_id=panel, round=round).values_list(
        "number", "pk", "pseudonym", "state", "answer_by", "ground", "expert_id"
    ),
    UUIDField(), IntegerField(),
)  # fmt: skip


def _items(p: Panel, seen: frozenset[str]) -> tuple[ItemView, ...]:
    states: dict[int, list[str]] = {}
    for item, _round, _seat, state in sheets_of(p):
        states.setdefault(item, []).append(state)
    rows = _items_of(p.pk)
    named = "units" in seen
    names = registry.organisation_names({u for row in rows for u in row[5]}) if named else {}
    return tuple(
        ItemView(
            code, life, subject, title if named else "", tuple(names[u] for u in us if u in names),
            sum(s in COUNTED for s in states.get(pk, ())),
            sum(s == ReviewState.OPEN for s in states.get(pk, ())), masked,
        )
        for code, pk, life, subject, title, us, masked in sorted(rows)
    )  # fmt: skip


def _seats(p: Panel, seen: frozenset[str]) -> tuple[SeatView, ...]:
    rows = _seats_of(p.pk, p.round)
    sheets = [(seat, state) for _item, r, seat, state in sheets_of(p) if r == p.round]
    signed = Counter(seat for seat, state in sheets if state in COUNTED)
    live = Counter(seat for seat, state in sheets if state in LIVE)
    named = "expert_names" in seen
    names = registry.expert_names(str(row[-1]) for row in rows) if named else {}
    return tuple(
        SeatView(str(pk), n, pseudonym, state, *names.get(str(expert), ("", "")), answer_by,
                 ground, signed[n], live[n])
        for n, pk, pseudonym, state, answer_by, ground, expert in sorted(rows)
    )  # fmt: skip


def panel_results(pk: str, actor: Actor) -> tuple[ResultView, ...]:
    """What came out of a panel, for whom may know it."""
    p = reading.one(_whole(), pk)
    return results(p, seen_by(actor, p))


def results(p: Panel, seen: frozenset[str]) -> tuple[ResultView, ...]:
    if "results" not in seen:
        return ()
    return _in_order(_results().filter(panel=p))


def _in_order(rows: Iterable[ScoreResult]) -> tuple[ResultView, ...]:
    ordered = sorted(rows, key=lambda s: (s.place is None, s.place or 0, s.item.code))
    return tuple(_result(s) for s in ordered)


def _results() -> QuerySet[ScoreResult]:
    shown = ("item__code", "item__life", "item__subject_id", "item__title")
    return reading.narrow(ScoreResult, *shown)


def _result(s: ScoreResult) -> ResultView:
    return ResultView(
        code=s.item.code, life=s.item.life, subject_id=s.item.subject_id, title=s.item.title,
        sheets=s.sheets, panel_score=s.panel_score, publisher_score=s.publisher_score,
        publisher_weight=s.publisher_weight, final=s.final, place=s.place,
        decided_by=s.decided_by, passed=s.passed, vetoed=s.vetoed, failed=tuple(s.failed),
        outliers=tuple(s.outliers), criteria=tuple((c, v) for c, v in s.criteria),
        steps=tuple(s.steps),
    )  # fmt: skip


def ranking(subject_id: str) -> tuple[ResultView, ...]:
    """The stored ranking of the last closed panel on a challenge (or batch): for the decision."""
    closed = Panel.objects.filter(subject_id=str(subject_id), state=PanelState.CLOSED)
    last = closed.order_by("-closed_at").values("pk")[:1]
    return _in_order(_results().filter(panel__in=last))


def panels_on(subject_id: str) -> list[tuple[str, str, str]]:
    """(id, kind, state) of the panels convened for a thing, newest first."""
    rows = Panel.objects.filter(subject_id=str(subject_id)).order_by("-created_at")
    return [(str(pk), kind, state) for pk, kind, state in rows.values_list("pk", "kind", "state")]


def result_of(item_subject_id: str) -> ResultView | None:
    """What came out for one bid, demand or acceptance."""
    rows = _results().filter(item__subject_id=str(item_subject_id))
    found = rows.order_by("-panel__closed_at").first()
    return _result(found) if found else None


# -- for everybody ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DrawView:
    id: str
    kind: str
    title: str
    state: str
    fixed: bool
    rounds: tuple[RoundView, ...]
    seated: tuple[str, ...]


def public_draw(pk: str) -> DrawView | None:
    """A draw as anybody may check it: digests, pseudonyms, no names and no reasons."""
    p = Panel.objects.filter(pk=pk).first()
    if p is None:
        return None
    seen = blind.visible("panel", Role.PUBLIC, phase_of(p))
    seats = Seat.objects.filter(panel=p, round=p.round).exclude(state=SeatState.RESERVE)
    return DrawView(
        str(p.pk), p.kind, p.title, p.state, p.fixed, rounds(p, seen),
        tuple(seats.order_by("number").values_list("pseudonym", flat=True)),
    )  # fmt: skip
