"""What lies in the box: bids that nobody but their own units may know of yet (R042)."""

from __future__ import annotations

from collections.abc import Iterable

from jiebang.programme.models import Bid
from jiebang.rulebook.bid import HANDED_IN
from jiebang.rulebook.challenge import OPENED


def sealed_among(streams: Iterable[str]) -> frozenset[str]:
    """The streams of the record that belong to sealed bids; one statement, none without bids."""
    ids = {s.removeprefix("bid:") for s in streams if s.startswith("bid:")}
    if not ids:
        return frozenset()
    opened = Bid.objects.filter(pk__in=ids, challenge__state__in=OPENED, state__in=HANDED_IN)
    return frozenset(
        f"bid:{pk}" for pk in ids - {str(pk) for pk in opened.values_list("pk", flat=True)}
    )
