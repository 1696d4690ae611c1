"""What lies in the box: bids that nobody but their own units may know of yet (R042)."""

from __future__ import annotations

from collections.abc import Iterable

from jiebang.programme.models import Bid, Question
from jiebang.rulebook.bid import HANDED_IN
from jiebang.rulebook.challenge import OPENED, State


def sealed_among(streams: Iterable[str]) -> frozenset[str]:
    """The streams of the record that belong to sealed bids, and to questions asked while bidding
    is open: who asks wants to bid. At most two statements."""
    found = frozenset(streams)
    return found & (_bids(found) | _questions(found))


def _ids(streams: Iterable[str], life: str) -> set[str]:
    return {s.partition(":")[2] for s in streams if s.startswith(f"{life}:")}


def _bids(streams: Iterable[str]) -> set[str]:
    ids = _ids(streams, "bid")
    rows = Bid.objects.filter(pk__in=ids, challenge__state__in=OPENED, state__in=HANDED_IN)
    opened = {str(pk) for pk in rows.values_list("pk", flat=True)} if ids else set()
    return {f"bid:{pk}" for pk in ids - opened}


def _questions(streams: Iterable[str]) -> set[str]:
    ids = _ids(streams, "question")
    rows = Question.objects.filter(pk__in=ids, challenge__state=State.PUBLISHED)
    return {f"question:{pk}" for pk in rows.values_list("pk", flat=True)} if ids else set()
