"""One expert's own items side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from jiebang.platform import reading
from jiebang.platform.accounts.actor import Actor
from jiebang.review.models import Review, Seat
from jiebang.review.queries.facts import policy, table
from jiebang.review.queries.panels import phase_of
from jiebang.review.queries.sheets import Indicator, indicators
from jiebang.rulebook import blind
from jiebang.rulebook.edition.model import Table
from jiebang.rulebook.review import LIVE
from jiebang.rulebook.roles import Role
from jiebang.rulebook.seat import State as SeatState


@dataclass(frozen=True, slots=True)
class Compared:
    review_id: str
    code: str
    title: str
    state: str
    values: Mapping[str, Any]
    total: Decimal | None
    indicators: tuple[Indicator, ...]


@dataclass(frozen=True, slots=True)
class ComparisonView:
    seat_id: str
    panel: str
    kind: str
    table: Table
    items: tuple[Compared, ...]


def comparison(seat_id: str, actor: Actor) -> ComparisonView | None:
    """The expert's own sheets on all items of the seat; None for anybody else."""
    rows = Seat.objects.filter(expert_id__in=actor.scopes(Role.EXPERT), state=SeatState.ACCEPTED)
    s = reading.among(rows.select_related("panel__batch"), seat_id)
    if s is None:
        return None
    p = s.panel
    still = "masked" in blind.visible("bid", Role.EXPERT, phase_of(p), own=True)
    sheets = Review.objects.filter(seat=s, state__in=LIVE).select_related("item")
    unread = ("sections",) if still else ("sections", "snapshot")
    sheets = sheets.defer(*(f"item__{name}" for name in unread)).order_by("item__code")
    return ComparisonView(
        str(s.pk), p.title, p.kind, table(p),
        tuple(
            Compared(
                str(r.pk), r.item.code, "" if policy(p).blind else r.item.title, r.state,
                r.values, r.total, indicators(r.item.snapshot, p) if still else (),
            )
            for r in sheets
        ),
    )  # fmt: skip
