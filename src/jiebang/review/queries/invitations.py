"""An invitation as it is read by its link, before anybody signs in: nothing under review."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from jiebang.review.models import Seat
from jiebang.rulebook.seat import State


@dataclass(frozen=True, slots=True)
class Invitation:
    seat_id: str
    user_id: int
    kind: str
    title: str
    state: str
    items: int
    answer_by: datetime | None
    due_at: datetime | None


def invitation(seat_id: str) -> Invitation | None:
    """None for a seat that was never called."""
    rows = Seat.objects.exclude(state=State.RESERVE).select_related("panel", "expert")
    s = rows.filter(pk=seat_id).first()
    if s is None or s.invited_at is None:
        return None
    return Invitation(
        str(s.pk), s.expert.user_id, s.panel.kind, s.panel.title, s.state,
        len(s.items) or s.panel.items.count(), s.answer_by, s.panel.due_at,
    )  # fmt: skip
