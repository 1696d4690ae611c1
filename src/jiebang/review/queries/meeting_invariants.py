"""Facts about defences and group opinions that must always hold: who breaks them."""

from __future__ import annotations

from collections.abc import Iterator

from jiebang.review.models import Ballot, Consensus, Defence
from jiebang.review.queries.defending import committed
from jiebang.review.queries.lots import seed_of
from jiebang.rulebook.ballot import State as BallotState
from jiebang.rulebook.consensus import State as ConsensusState
from jiebang.rulebook.consensus import VoiceState
from jiebang.rulebook.defence import DEFENCE_ORDER, by_lot


def turn_not_by_lot() -> Iterator[str]:
    """Sessions whose order does not follow from the seed of their panel's draw."""
    for d in Defence.objects.exclude(starts_at=None).select_related("panel").order_by("pk"):
        rows = d.hearings.exclude(place=None).order_by("place")
        turns = list(rows.values_list("item__code", flat=True))
        if turns and turns != list(by_lot(seed_of(d.panel), DEFENCE_ORDER, turns)):
            yield f"defence:{d.pk}"


def seal_unsound() -> Iterator[str]:
    """Sheets that do not fit what was committed to, and sealed ones that lie open."""
    for b in Ballot.objects.filter(state=BallotState.OPENED).order_by("pk"):
        if committed(b, b.values, b.salt) != b.commitment:
            yield f"ballot:{b.pk}"
    sealed = Ballot.objects.filter(state__in=(BallotState.OPEN, BallotState.SEALED))
    for pk, values, salt in sealed.order_by("pk").values_list("pk", "values", "salt"):
        if values or salt:
            yield f"ballot:{pk}"


def opinion_unanswered() -> Iterator[str]:
    """Opinions that count as concluded while a member was not heard."""
    asked = Consensus.objects.filter(state=ConsensusState.CONCLUDED, voices__state=VoiceState.ASKED)
    for pk in asked.order_by("pk").values_list("pk", flat=True).distinct():
        yield f"consensus:{pk}"
