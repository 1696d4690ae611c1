"""Counts and whole lists: how far a batch is, and what a district or the city hands on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, QuerySet, Sum, UUIDField

from jiebang.platform.accounts.actor import Actor
from jiebang.platform.prepared import Prepared
from jiebang.programme.models import Batch, Bid, Challenge, Demand
from jiebang.programme.queries.demand import DemandRow, row, visible_to
from jiebang.rulebook.bid import HANDED_IN
from jiebang.rulebook.challenge import PUBLIC_STATES, State


@dataclass(frozen=True, slots=True)
class Progress:
    """How many records of a batch stand in each state. Bids: only how many were handed in."""

    demands: Mapping[str, int]
    challenges: Mapping[str, int]
    bids: int


@dataclass(frozen=True, slots=True)
class ListFigures:
    """What a year's published list adds up to; money in fen."""

    year: int
    challenges: int
    public_money: int
    own_money: int
    open: int


@dataclass(frozen=True, slots=True)
class CurrentBatch:
    id: str
    year: int
    title: str
    edition_id: str
    closes_at: datetime | None


def progress(batch_id: str) -> Progress:
    (bids,) = _bids(batch_id) or [(0,)]
    return Progress(dict(_demands(batch_id)), dict(_challenges(batch_id)), *bids)


def _by_state(model: type) -> Prepared:
    def counted(batch: Any) -> QuerySet[Any]:
        rows = model.objects.filter(batch_id=batch).values_list("state")
        return rows.annotate(n=Count("pk")).order_by("state")

    return Prepared(counted, UUIDField())


_demands, _challenges = _by_state(Demand), _by_state(Challenge)
_bids = Prepared(
    lambda batch: Bid.objects.filter(challenge__batch_id=batch, state__in=HANDED_IN).order_by()
    .values_list("challenge__batch_id").annotate(n=Count("pk")).values_list("n"),
    UUIDField(),
)  # fmt: skip


def demand_rows(actor: Actor, *, batch: str, states: tuple[str, ...] = ()) -> list[DemandRow]:
    """Every demand of a batch the actor may know of: for exports and the screening table."""
    rows = Demand.objects.filter(visible_to(actor), batch_id=batch).select_related("organisation")
    if states:
        rows = rows.filter(state__in=states)
    return [row(d) for d in rows.order_by("number", "pk")]


_listed = Prepared(
    lambda: Challenge.objects.filter(state__in=PUBLIC_STATES).values_list("batch__year", "state")
    .annotate(n=Count("pk"), public=Sum("public_money"), own=Sum("own_money"))
)  # fmt: skip


def list_figures() -> list[ListFigures]:
    """The published lists, newest year first; one statement."""
    found: dict[int, ListFigures] = {}
    for year, state, n, public, own in _listed():
        was = found.get(year, ListFigures(year, 0, 0, 0, 0))
        found[year] = ListFigures(
            year,
            was.challenges + n,
            was.public_money + public,
            was.own_money + own,
            was.open + (n if state == State.PUBLISHED else 0),
        )
    return sorted(found.values(), key=lambda f: -f.year)


def current_batch() -> CurrentBatch | None:
    """The latest batch whose list is out, with the deadline that still lies ahead, if any."""
    for pk, year, title, edition in _latest():
        until = max((at for (at,) in _closing(pk) if at), default=None)
        return CurrentBatch(str(pk), year, title, str(edition), until)
    return None


_latest = Prepared(
    lambda: Batch.objects.exclude(list_published_at=None).order_by("-year", "-number")
    .values_list("pk", "year", "title", "edition_id")[:1]
)  # fmt: skip
_closing = Prepared(
    lambda batch: Challenge.objects.filter(batch_id=batch, state=State.PUBLISHED).order_by()
    .values_list("batch_id").annotate(at=Max("closes_at")).values_list("at"),
    UUIDField(),
)  # fmt: skip


def years() -> list[int]:
    """Years that have a batch, newest first."""
    return list(Batch.objects.order_by("-year").values_list("year", flat=True).distinct())
