"""Fees of a panel: whom, for what, how much. Numbers of people and accounts only for finance."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from jiebang.platform import reading
from jiebang.platform.accounts.actor import Actor
from jiebang.registry import queries as registry
from jiebang.review.models import Panel, Review, SeatFee
from jiebang.review.queries.panels import seen_by
from jiebang.rulebook.expert import unit_key
from jiebang.rulebook.review import COUNTED


@dataclass(frozen=True, slots=True)
class FeeView:
    expert: str
    name: str
    unit: str
    items: int
    half_days: int
    fen: int
    lines: tuple[Mapping[str, Any], ...]
    refused: str


@dataclass(frozen=True, slots=True)
class FeesView:
    panel: str
    title: str
    kind: str
    settled: bool
    fees: tuple[FeeView, ...]

    @property
    def fen(self) -> int:
        return sum(f.fen for f in self.fees)


def items_of_experts(p: Panel) -> dict[str, int]:
    """Signed sheets by expert, in the order of the seats."""
    rows = Review.objects.filter(seat__panel=p, state__in=COUNTED).values("seat__expert_id")
    rows = rows.annotate(n=Count("pk")).order_by("seat__expert_id")
    return {str(r["seat__expert_id"]): r["n"] for r in rows}


def takes_part(p: Panel, experts: Collection[str]) -> frozenset[str]:
    """Who of them is named in a project under review, or runs the programme: the draw keeps them
    out, and what became known since counts all the same."""
    named = {unit_key(n) for i in p.items.only("people", "panel") for n in i.people}
    found = registry.payees(experts)
    return frozenset(e for e, who in found.items() if who.staff or unit_key(who.name) in named)


def fees(panel_id: str, actor: Actor) -> FeesView | None:
    """None for whoever may not know."""
    rows = Panel.objects.only("title", "kind", "state", "fees_settled_at", "batch")
    p = reading.among(rows, panel_id)
    if p is None or "fees" not in seen_by(actor, p):
        return None
    paid = list(SeatFee.objects.filter(panel=p).order_by("pk"))
    names = registry.expert_names([str(f.expert_id) for f in paid])
    return FeesView(
        str(p.pk), p.title, p.kind, p.fees_settled_at is not None,
        tuple(
            FeeView(str(f.expert_id), *names[str(f.expert_id)], f.items, f.half_days, f.fen,
                    tuple(f.lines), f.refused)
            for f in paid
        ),
    )  # fmt: skip
