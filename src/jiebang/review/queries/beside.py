"""What stands beside a result, for those who read the result; for a panel's own experts where the
edition says so. Experts by number only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jiebang.platform import reading
from jiebang.platform.accounts.actor import Actor
from jiebang.review.models import Beside, Panel, PanelItem, ScoreResult, Seat
from jiebang.review.queries.facts import edition
from jiebang.review.queries.panels import phase_of, seen_by
from jiebang.rulebook import blind
from jiebang.rulebook.panel import State
from jiebang.rulebook.roles import Role
from jiebang.rulebook.seat import State as SeatState


@dataclass(frozen=True, slots=True)
class BesideView:
    """`figures` as rulebook.beside makes them, None until the clock has worked them out. `places`
    are those of the result, by item; `titles` only for whom may know what is behind a code."""

    panel: str
    title: str
    kind: str
    batch_id: str
    figures: Mapping[str, Any] | None
    seed: str
    sheets: str
    program: str
    places: Mapping[str, int | None]
    titles: Mapping[str, str]
    member: bool


def beside(panel_id: str, actor: Actor) -> BesideView | None:
    p = reading.among(reading.narrow(Panel, "batch__edition", without=("masks", "verdict")),
                      panel_id)  # fmt: skip
    if p is None or p.state != State.CLOSED:
        return None
    seen = seen_by(actor, p)
    member = "beside" not in seen
    if member and not _shown_to_member(actor, p):
        return None
    found = Beside.objects.filter(panel=p).defer("signals").first()
    rows = ScoreResult.objects.filter(panel=p).values_list("item__code", "place")
    titles = PanelItem.objects.filter(panel=p).values_list("code", "title")
    return BesideView(
        str(p.pk), p.title, p.kind, str(p.batch_id),
        found.figures if found else None, found.seed if found else "",
        found.sheets if found else "", found.program if found else "",
        dict(rows.order_by("item__code")), dict(titles) if "units" in seen else {}, member,
    )  # fmt: skip


def beside_for_member(panel_id: str, actor: Actor) -> bool:
    """Whether an expert of the panel may read it."""
    rows = reading.narrow(Panel, "batch__edition", without=("masks", "verdict"))
    p = reading.among(rows.filter(state=State.CLOSED), panel_id)
    return p is not None and _shown_to_member(actor, p)


def _shown_to_member(actor: Actor, p: Panel) -> bool:
    """R080–R083: the panel's own experts, after the close, if the edition says so."""
    if not edition(p).beside.members:
        return False
    if "beside" not in blind.visible("panel", Role.EXPERT, phase_of(p), own=True):
        return False
    sat = Seat.objects.filter(panel=p, round=p.round, state=SeatState.ACCEPTED)
    return sat.filter(expert_id__in=actor.scopes(Role.EXPERT)).exists()
