"""Facts about panels and their experts that must always hold: who breaks them."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet

from jiebang.registry.queries.conflict_facts import employers
from jiebang.review.models import DrawRound, Panel, Review
from jiebang.review.queries.drawn import Drawn, drawn, under_key
from jiebang.rulebook.panel import State
from jiebang.rulebook.review import COUNTED
from jiebang.rulebook.review import State as ReviewState
from jiebang.rulebook.seat import LIVE

AT_WORK = (State.REVIEWING, State.MEETING, State.CLOSED)


def draw_unsound() -> Iterator[str]:
    """Draws that do not follow from their commitment, their secrets and their frozen pool."""
    for r in _drawn_rounds():
        try:
            found = drawn(r)
        except ValueError as wrong:
            yield f"panel:{r.panel_id} {wrong}"
            continue
        faults = list(found.faults()) if r.transcript else []  # or said of the lead's already
        if found.commit != r.commitment:
            faults.append("commitment: is not the one announced")
        if under_key(r.salt, r.candidates) != r.pool_digest:
            faults.append("pool: is not the one that was frozen")
        if faults:
            yield f"panel:{r.panel_id} {faults[0]}"


def _drawn_rounds() -> QuerySet[DrawRound]:
    """With a record that can be replayed, here or at the lead."""
    rows = DrawRound.objects.exclude(drawn_at=None).exclude(transcript="", lead=None)
    return rows.select_related("lead").order_by("pk")


def seat_not_drawn() -> Iterator[str]:
    """Seats of people whom the draw did not name, or who were ruled out before it."""
    for p, found, current in _drawn():
        eligible = {c["expert"]: c["code"] for c in current.candidates if not c["reasons"]}
        order = set(found.order)
        for s in p.seats.filter(round=p.round).order_by("pk"):
            if eligible.get(str(s.expert_id)) != s.pseudonym or s.pseudonym not in order:
                yield f"seat:{s.pk}"


def seats_unbalanced() -> Iterator[str]:
    """Panels whose sitting experts break the edition's bounds on units and on off-city experts."""
    for p, found, _ in _drawn():
        live = p.seats.filter(round=p.round, state__in=LIVE)
        if found.unbalanced(tuple(live.values_list("pseudonym", flat=True))):
            yield f"panel:{p.pk}"


def _drawn() -> Iterator[tuple[Panel, Drawn, DrawRound]]:
    for p in Panel.objects.filter(state__in=AT_WORK).order_by("pk"):
        current = _drawn_rounds().filter(panel=p, number=p.round).first()
        if current is None:
            continue
        try:
            yield p, drawn(current), current
        except ValueError:
            continue  # the draw itself is reported as unsound


def own_unit() -> Iterator[str]:
    """Reviews by somebody of the reviewed unit: as it stands while the panel works."""
    going = (State.REVIEWING, State.MEETING)
    rows = Review.objects.filter(seat__panel__state__in=going, seat__state__in=LIVE)
    rows = rows.exclude(state=ReviewState.CONFLICTED).select_related("seat", "item").order_by("pk")
    works_at = employers({str(r.seat.expert_id) for r in rows})
    for r in rows:
        if works_at.get(str(r.seat.expert_id), frozenset()) & set(r.item.units):
            yield f"review:{r.pk}"


def unsigned_counted() -> Iterator[str]:
    """Scores that count without a signature."""
    rows = Review.objects.filter(state__in=COUNTED, signed_at=None)
    for pk in rows.order_by("pk").values_list("pk", flat=True):
        yield f"review:{pk}"
