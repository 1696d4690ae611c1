"""Raw rows of the city's figures: panels that were seated, drawn or by fixed choice (R069)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from jiebang.platform.reading import dashed, written
from jiebang.review.models import Panel
from jiebang.rulebook.panel import State

SEATED = (State.REVIEWING, State.MEETING, State.CLOSED)


@dataclass(frozen=True, slots=True)
class PanelFact:
    """`subject_id`: what it was convened for, a challenge where it judges bids. `fixed`: its
    experts were named and approved, not drawn."""

    id: str
    kind: str
    title: str
    state: str
    year: int
    field: str
    subject_id: str
    fixed: bool


PANEL = (written("pk"), "kind", "title", "state", "batch__year", "field", "subject_id", "fixed")


def panel_facts(years: Iterable[int] = (), *, field: str = "") -> list[PanelFact]:
    """The panels of a span that have been seated, the newest batches first."""
    rows = Panel.objects.filter(state__in=SEATED)
    years = list(years)
    rows = rows.filter(batch__year__in=years) if years else rows
    rows = rows.filter(field=field) if field else rows
    rows = rows.order_by("-batch__year", "batch__number", "created_at", "pk")
    return [PanelFact(dashed(pk), *told) for pk, *told in rows.values_list(*PANEL)]
