"""What the figures beside a result, the signals and the experts' records are worked out from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from jiebang.engine import scoring
from jiebang.engine.transparency import digest
from jiebang.platform.audit import log
from jiebang.programme.queries import subjects
from jiebang.review.models import Panel, Review, ScoreResult, Seat
from jiebang.review.queries.facts import edition, table
from jiebang.rulebook import beside
from jiebang.rulebook.edition.model import Table
from jiebang.rulebook.panel import PanelKind
from jiebang.rulebook.quality import Touched, minutes_of
from jiebang.rulebook.review import COUNTED, sheet_of
from jiebang.rulebook.review import State as ReviewState
from jiebang.rulebook.seat import State as SeatState

MANY = 1_000_000  # entries of one panel: no bound


@dataclass(frozen=True, slots=True)
class Signed:
    """A sheet that counted. `number` is the expert's on the panel, two digits; `minutes` the most
    that can have gone into it, None where that is unknown."""

    review_id: str
    expert: str
    number: str
    code: str
    total: Decimal
    values: Mapping[str, Any]
    digest: str
    signed_at: datetime
    minutes: int | None


def signed(p: Panel) -> list[Signed]:
    rows = Review.objects.filter(seat__panel=p, seat__round=p.round, state__in=COUNTED)
    rows = rows.select_related("seat", "item").defer("item__sections", "item__snapshot")
    rows = list(rows.order_by("item__code", "seat__number"))
    minutes = _minutes(p, rows)
    return [
        Signed(str(r.pk), str(r.seat.expert_id), f"{r.seat.number:02d}", r.item.code, r.total,
               r.values, r.digest, r.signed_at, minutes.get(str(r.pk)))
        for r in rows
    ]  # fmt: skip


def _minutes(p: Panel, rows: Iterable[Review]) -> dict[str, int]:
    """By review. The record knows when a draft was first kept."""
    first = _first_touched(rows)
    by_seat: dict[Any, tuple[Seat, list[Touched]]] = {}
    for r in rows:
        sheets = by_seat.setdefault(r.seat_id, (r.seat, []))[1]
        sheets.append(Touched(str(r.pk), first.get(str(r.pk), r.signed_at), r.signed_at))
    sitting = edition(p).experts.quality.sitting_minutes
    found: dict[str, int] = {}
    for seat, sheets in by_seat.values():
        if seat.answered_at is not None:
            found |= minutes_of(seat.answered_at, sheets, sitting=sitting)
    return found


def _first_touched(rows: Iterable[Review]) -> dict[str, datetime]:
    streams = [f"review:{r.pk}" for r in rows]
    found: dict[str, datetime] = {}
    for event in ("review.save", "review.sign"):
        for e in log.entries(streams=streams, event=event, limit=MANY, private=False):
            pk = e.stream.partition(":")[2]
            found[pk] = min(e.at, found.get(pk, e.at))
    return found


def sheets_digest(sheets: Iterable[Signed]) -> str:
    return digest(sorted([s.code, s.number, s.digest] for s in sheets))


def items(p: Panel, sheets: Iterable[Signed]) -> list[beside.Item]:
    """The items with their results, by code."""
    given: dict[str, list[tuple[str, Decimal]]] = {}
    for s in sheets:
        given.setdefault(s.code, []).append((s.number, s.total))
    rows = ScoreResult.objects.filter(panel=p).select_related("item")
    return [_item(p, r, given.get(r.item.code, [])) for r in rows.order_by("item__code")]


def _item(p: Panel, r: ScoreResult, totals: list[tuple[str, Decimal]]) -> beside.Item:
    said = r.publisher_score
    return beside.Item(
        code=r.item.code, totals=tuple(totals), final=r.final, out=r.place is None,
        weight=r.publisher_weight, requester=None if said is None else scoring.Requester(said),
        tie=_tie(p, r),
    )  # fmt: skip


def _tie(p: Panel, r: ScoreResult) -> tuple[Decimal | int, ...]:
    """What the rule looks at between equals, the lower first."""
    rule, means = edition(p).aggregation, dict(r.criteria)
    ties: list[Decimal | int] = [-Decimal(means.get(c, "0")) for c in rule.tie_criteria]
    if rule.tie_publisher:
        ties.append(-(r.publisher_score or Decimal(0)))
    submitted = r.item.submitted_at
    ties.append(int(submitted.timestamp()) if rule.tie_earlier and submitted else 0)
    return tuple(ties)


def places(p: Panel) -> int:
    """How many teams a challenge takes; one elsewhere."""
    if p.kind != PanelKind.BID:
        return 1
    return edition(p).kind(subjects.challenge_kind(p.subject_id)).teams_max


def for_signals(sheets: Iterable[Signed], rules: Table) -> list[scoring.Signed]:
    return [
        scoring.Signed(s.code, sheet_of(s.number, s.values, rules),
                       None if s.minutes is None else Decimal(s.minutes))
        for s in sheets
    ]  # fmt: skip


# -- what an expert did on the panel ----------------------------------------------------------


def work(p: Panel, sheets: Iterable[Signed]) -> dict[str, dict[str, Any]]:
    """By expert, the sums that rulebook.quality.Work holds."""
    found = {expert: _nothing(p) | {"lapsed": n} for expert, n in _lapsed(p).items()}
    sheets = list(sheets)
    late_from = _late_from(p)
    for s in sheets:
        mine = found.setdefault(s.expert, _nothing(p))
        others = [o.total for o in sheets if o.code == s.code and o.expert != s.expert]
        mine["sheets"] += 1
        mine["late"] += late_from is not None and s.signed_at > late_from
        mine["length"] += _length(s.values, table(p))
        if others:
            distance = abs(s.total - sum(others, Decimal(0)) / len(others))
            mine["distance"] += distance.quantize(Decimal("0.01"))
            mine["compared"] += 1
        if s.minutes is not None:
            mine["minutes"].append(s.minutes)
    return found


def _nothing(p: Panel) -> dict[str, Any]:
    return {"panel_id": str(p.pk), "closed_at": p.closed_at, "sheets": 0, "late": 0, "lapsed": 0,
            "length": 0, "distance": Decimal(0), "compared": 0, "minutes": []}  # fmt: skip


def _lapsed(p: Panel) -> dict[str, int]:
    """Sheets that were not signed in time; not those of whom the secretary has withdrawn, nor of a
    draw that was declared void."""
    rows = Review.objects.filter(seat__panel=p, seat__round=p.round, state=ReviewState.LAPSED)
    told = rows.values_list("seat_id", "seat__state", "seat__expert_id")
    replaced = {e.stream.partition(":")[2] for e in log.entries(
        streams=[f"seat:{seat}" for seat, _, _ in told], event="seat.replace", limit=MANY,
        private=False)}  # fmt: skip
    found: dict[str, int] = {}
    for seat, state, expert in told:
        if state == SeatState.ACCEPTED or str(seat) in replaced:
            found[str(expert)] = found.get(str(expert), 0) + 1
    return found


def _late_from(p: Panel) -> datetime | None:
    """When the sheets were first short at the due time, or the due time itself."""
    prolonged = log.entries(streams=[f"panel:{p.pk}"], event="panel.prolong", private=False)
    return min((e.at for e in prolonged), default=p.due_at)


def _length(values: Mapping[str, Any], rules: Table) -> int:
    """Characters of comment and opinion, spaces not counted."""
    texts = [values.get("opinion"), *(values.get(f"comment_{c.code}") for c in rules.criteria)]
    return sum(len("".join(str(t).split())) for t in texts if t)
