"""Lots on a panel: what they follow from, and whom they make the chair."""

from __future__ import annotations

import re

from jiebang.review.models import Panel, Seat
from jiebang.review.queries.drawn import transcript_of
from jiebang.rulebook.defence import CHAIR_ORDER, by_lot
from jiebang.rulebook.review import COUNTED
from jiebang.rulebook.seat import State as SeatState

_SEED = re.compile(r'"seed"\s*[:,]\s*"([0-9a-f]+)"')  # in the record of either kind of draw


def seed_of(p: Panel) -> bytes:
    """What lots on this panel follow from: the seed of the draw that stands, public in its record;
    where nobody was drawn, the digest of the pool that was fixed with the choice."""
    d = p.rounds.select_related("lead").get(number=p.round)
    if d.mode == "fixed":
        return bytes.fromhex(d.pool_digest)
    found = _SEED.search(transcript_of(d))
    if found is None:
        raise ValueError(f"panel:{p.pk}: the record of the draw has no seed")
    return bytes.fromhex(found[1])


def members(p: Panel, item_id: int) -> list[Seat]:
    """Who signed a sheet on an item and still holds the seat, in the order of the lots that make
    the chair."""
    signed = Seat.objects.filter(panel_id=p.pk, round=p.round, state=SeatState.ACCEPTED,
                                 reviews__item_id=item_id, reviews__state__in=COUNTED)  # fmt: skip
    seats = {s.pseudonym: s for s in signed}
    return [seats[code] for code in by_lot(seed_of(p), CHAIR_ORDER, seats)]
