"""Conflicts as their viewers may see them, and which panels have to be looked at again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q

from jiebang.platform import reading
from jiebang.platform.accounts.actor import Actor
from jiebang.programme import queries as programme
from jiebang.programme.queries import subjects
from jiebang.registry import queries as registry
from jiebang.review.models import Conflict, DrawRound, Panel, Seat
from jiebang.review.queries.late import decided, without
from jiebang.review.queries.panels import SEES, phase_of
from jiebang.rulebook import blind
from jiebang.rulebook.conflict import Facts
from jiebang.rulebook.conflict import State as Known
from jiebang.rulebook.edition.conflicts import CHALLENGE
from jiebang.rulebook.panel import PanelKind
from jiebang.rulebook.panel import State as PanelState
from jiebang.rulebook.review import COUNTED
from jiebang.rulebook.seat import LIVE, State


def conflict_facts(c: Conflict, now: datetime) -> Facts:
    closed = c.panel.state == PanelState.CLOSED
    more: dict[str, Any] = {}
    if closed and c.state in (Known.ASKED, Known.LATE):
        more["decided"] = decided(c.panel)
    if closed and c.state == Known.LATE:
        found = without(c.panel, c.expert_id)
        more |= {"sheets": len(found.sheets), "left": found.left, "need": found.need}
    return Facts(waivable=c.waivable, signed_as=c.signed_as, closed=closed, **more)


# -- what the clock looks at again ------------------------------------------------------------


def to_recheck(now: datetime) -> Q:
    """Panels at work, or closed not long ago, of which some fact is younger than their last
    screening."""
    units = registry.units_changed_at()
    anywhere = Q(screened_at__lte=units) if units else Q(pk__in=[])
    sitting = _changed(Q(state__in=[*LIVE, State.RESERVE]))
    working = Q(state__in=AT_WORK) & (sitting | anywhere | Q(screened_at=None))
    closed = _closed_lately(now) & (_changed(Q(reviews__state__in=COUNTED)) | anywhere)
    return working | _more_rivals() | closed


AT_WORK = (PanelState.REVIEWING, PanelState.MEETING)


def _more_rivals() -> Q:
    """Where the list is wider than one challenge: bids on another were opened meanwhile."""
    rows = Panel.objects.filter(state__in=AT_WORK, kind=PanelKind.BID)
    found = Q(pk__in=[])
    for batch in rows.values_list("batch_id", flat=True).distinct():
        if programme.edition_of(str(batch)).conflicts.list_scope != CHALLENGE:
            at = subjects.opened_at(str(batch))
            found |= Q(state__in=AT_WORK, kind=PanelKind.BID, batch_id=batch, screened_at__lte=at)
    return found


def _changed(wanted: Q) -> Q:
    """Records, memberships and recorded relations of those who sit, after the last screening."""
    seats = Seat.objects.filter(wanted, panel_id=OuterRef("pk"), round=OuterRef("round"))
    since = OuterRef("screened_at")
    recorded = registry.relation_changed_at()
    told = (Q(expert__ties_at__gte=since) | Q(expert__also__ties_at__gte=since)
            | Q(expert__user__memberships__updated_at__gte=since))  # fmt: skip
    found = Q(Exists(seats.filter(told)))
    return found | Q(screened_at__lte=recorded) if recorded else found


def _closed_lately(now: datetime) -> Q:
    rows = Panel.objects.filter(state=PanelState.CLOSED)
    found = Q(pk__in=[])
    for batch in rows.values_list("batch_id", flat=True).distinct():
        days = programme.edition_of(str(batch)).conflicts.after_close_days
        since = now - timedelta(days=days)
        found |= Q(state=PanelState.CLOSED, batch_id=batch, closed_at__gte=since)
    return found


# -- views --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ConflictView:
    """What somebody may know of one conflict: the rest is empty. `number` tells the experts of a
    panel apart for whoever may not know their names."""

    id: str
    panel: str
    panel_title: str
    batch_id: str
    item: str
    rule: str
    verdict: str
    state: str
    version: int
    number: str
    name: str
    unit: str
    path: tuple[Mapping[str, Any], ...]
    ground: str
    reason: str
    found_at: datetime
    decided_at: datetime | None
    closed: bool
    sees: frozenset[str]


@dataclass(frozen=True, slots=True)
class FrozenView:
    """What kept somebody out of a round of the draw, or was worth noting."""

    number: str
    name: str
    unit: str
    item: str
    rule: str
    verdict: str
    state: str
    path: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class ConflictsView:
    panel: str
    title: str
    kind: str
    batch_id: str
    state: str
    screened_at: datetime | None
    round: int
    sees: frozenset[str]
    conflicts: tuple[ConflictView, ...]
    frozen: tuple[FrozenView, ...]


def sees_conflicts(actor: Actor, p: Panel) -> frozenset[str]:
    roles = [r for r in SEES if actor.holds(r)]
    return blind.visible_to("conflict", roles, phase_of(p))


def conflicts(panel_id: str, actor: Actor) -> ConflictsView | None:
    """None for whoever may not know."""
    p = reading.among(reading.narrow(Panel, "batch__edition", without=("masks", "verdict")),
                      panel_id)  # fmt: skip
    seen = sees_conflicts(actor, p) if p else blind.NOTHING
    if p is None or "list" not in seen:
        return None
    rows = list(Conflict.objects.filter(panel=p).order_by("state", "item", "created_at", "pk"))
    frozen = _frozen(p) if "kept_out" in seen else []
    people = [str(c.expert_id) for c in rows] + [f["expert"] for f in frozen]
    names = registry.expert_names(people) if "name" in seen else {}
    codes = _codes(p)
    return ConflictsView(
        str(p.pk), p.title, p.kind, str(p.batch_id), p.state, p.screened_at, p.round, seen,
        tuple(_view(c, p, seen, names, codes) for c in rows),
        tuple(_frozen_view(f, seen, names) for f in frozen),
    )  # fmt: skip


def _frozen(p: Panel) -> list[dict[str, Any]]:
    rows = DrawRound.objects.filter(panel=p, number=p.round).values_list("conflicts", flat=True)
    return next(iter(rows), [])


def _codes(p: Panel) -> dict[str, str]:
    """Pseudonyms of the round, by expert, of those about whom something is open."""
    rows = Seat.objects.filter(panel=p, round=p.round).values_list("expert_id", "pseudonym")
    return {str(expert): code for expert, code in rows}


def _frozen_view(f: Mapping[str, Any], seen: frozenset[str],
                 names: Mapping[str, tuple[str, str]]) -> FrozenView:  # fmt: skip
    name, unit = names.get(f["expert"], ("", ""))
    return FrozenView(f["code"], name, unit, f["item"], f["rule"], f["verdict"], f["state"],
                      tuple(f["path"]) if "path" in seen else ())  # fmt: skip


def _view(c: Conflict, p: Panel, seen: frozenset[str], names: Mapping[str, tuple[str, str]],
          codes: Mapping[str, str]) -> ConflictView:  # fmt: skip
    name, unit = names.get(str(c.expert_id), ("", ""))
    return ConflictView(
        id=str(c.pk), panel=str(p.pk), panel_title=p.title, batch_id=str(p.batch_id), item=c.item,
        rule=c.rule if "rule" in seen else "", verdict=c.verdict, state=c.state, version=c.version,
        number=codes.get(str(c.expert_id), str(c.pk))[:8] if "code" in seen else "",
        name=name, unit=unit, path=tuple(c.path) if "path" in seen else (),
        ground=c.ground, reason=c.reason if "reason" in seen else "", found_at=c.created_at,
        decided_at=c.decided_at, closed=p.state == PanelState.CLOSED, sees=seen,
    )  # fmt: skip


def conflict(pk: str, actor: Actor) -> ConflictView | None:
    rows = Conflict.objects.select_related("panel__batch__edition")
    c = reading.among(rows, pk)
    seen = sees_conflicts(actor, c.panel) if c else blind.NOTHING
    if c is None or "item" not in seen:
        return None
    names = registry.expert_names([str(c.expert_id)]) if "name" in seen else {}
    return _view(c, c.panel, seen, names, _codes(c.panel))


def panel_of_conflict(pk: str) -> str:
    found = Conflict.objects.filter(pk=pk).values_list("panel_id", flat=True).first()
    return str(found) if found else ""
