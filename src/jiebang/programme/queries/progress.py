"""Counts and whole lists: how far a batch is, and what a district or the city hands on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Sum

from jiebang.platform.accounts.actor import Actor
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
    return Progress(
        _by_state(Demand, batch_id),
        _by_state(Challenge, batch_id),
        Bid.objects.filter(challenge__batch_id=batch_id, state__in=HANDED_IN).count(),
    )


def _by_state(model: type, batch_id: str) -> dict[str, int]:
    counted = model.objects.filter(batch_id=batch_id).values_list("state")
    return dict(counted.annotate(n=Count("pk")).order_by("state"))


def demand_rows(actor: Actor, *, batch: str, states: tuple[str, ...] = ()) -> list[DemandRow]:
    """Every demand of a batch the actor may know of: for exports and the screening table."""
    rows = Demand.objects.filter(visible_to(actor), batch_id=batch).select_related("organisation")
    if states:
        rows = rows.filter(state__in=states)
    return [row(d) for d in rows.order_by("number", "pk")]


def list_figures() -> list[ListFigures]:
    """The published lists, newest year first; one statement."""
    rows = Challenge.objects.filter(state__in=PUBLIC_STATES).values("batch__year", "state")
    found: dict[int, ListFigures] = {}
    for r in rows.annotate(n=Count("pk"), public=Sum("public_money"), own=Sum("own_money")):
        year, n = r["batch__year"], r["n"]
        was = found.get(year, ListFigures(year, 0, 0, 0, 0))
        found[year] = ListFigures(
            year,
            was.challenges + n,
            was.public_money + r["public"],
            was.own_money + r["own"],
            was.open + (n if r["state"] == State.PUBLISHED else 0),
        )
    return sorted(found.values(), key=lambda f: -f.year)


def current_batch() -> CurrentBatch | None:
    """The latest batch whose list is out, with the deadline that still lies ahead, if any."""
    b = Batch.objects.exclude(list_published_at=None).order_by("-year", "-number").first()
    if b is None:
        return None
    open_now = Challenge.objects.filter(batch_id=b.pk, state=State.PUBLISHED)
    until = open_now.aggregate(at=Max("closes_at"))["at"]
    return CurrentBatch(str(b.pk), b.year, b.title, str(b.edition_id), until)


def years() -> list[int]:
    """Years that have a batch, newest first."""
    return list(Batch.objects.order_by("-year").values_list("year", flat=True).distinct())
