"""Facts about demands, challenges and bids that must always hold: who breaks them."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, F, Q

from jiebang.engine.transparency import digest
from jiebang.programme.models import Bid, BidUnit, BidVersion, Challenge, Demand
from jiebang.programme.queries.bid import HANDED_IN
from jiebang.rulebook.bid import IN_FORCE
from jiebang.rulebook.challenge import PUBLIC_STATES
from jiebang.rulebook.demand import State as DemandState

REFUSALS = (DemandState.DECLINED, DemandState.REFUSED, DemandState.RESERVE, DemandState.ELIMINATED)
CHOSEN = (DemandState.SELECTED, DemandState.AGREED, DemandState.LISTED)


def without_money() -> Iterator[str]:
    rows = Challenge.objects.filter(state__in=PUBLIC_STATES, public_money__lte=0)
    yield from _named("challenge", rows)


def text_changed() -> Iterator[str]:
    """Challenges that do not say, word for word, what their company agreed to."""
    rows = Challenge.objects.filter(state__in=PUBLIC_STATES).select_related("demand")
    for c in rows.order_by("pk"):
        said = digest({**c.content, "indicators": c.indicators})
        if not said == c.text_digest == c.demand.text_digest or c.demand.text != {
            **c.content,
            "indicators": c.indicators,
        }:
            yield f"challenge:{c.pk}"


def money_changed() -> Iterator[str]:
    """Challenges whose sums are not those of the agreed text."""
    for c in Challenge.objects.filter(state__in=PUBLIC_STATES).order_by("pk"):
        agreed = (c.content.get("public_money"), c.content.get("total_money") or 0)
        if (c.public_money, c.total) != agreed:
            yield f"challenge:{c.pk}"


def late_bids() -> Iterator[str]:
    rows = Bid.objects.filter(state__in=HANDED_IN)
    late = Q(submitted_at__gte=F("challenge__closes_at")) | Q(submitted_at__isnull=True)
    yield from _named("bid", rows.filter(late))


def bid_changed() -> Iterator[str]:
    """Bids that are not what their last receipt was given for."""
    rows = Bid.objects.filter(state__in=HANDED_IN).order_by("pk")
    last: dict[object, tuple[str, str, str]] = {}
    versions = BidVersion.objects.filter(bid__in=rows.values("pk")).order_by("bid_id", "number")
    for v in versions.iterator(500):
        whole = digest({"content": v.content, "files": v.files})
        last[v.bid_id] = (v.receipt, v.digest, whole)
    for b in rows.iterator(500):
        given = last.get(b.pk)
        same = given == (b.number, b.digest, b.digest)
        if not same or digest({"content": b.content, "files": _files(b)}) != b.digest:
            yield f"bid:{b.pk}"


def _files(b: Bid) -> list[dict[str, str]]:
    return b.versions.order_by("-number").values_list("files", flat=True).first() or []


def unit_twice() -> Iterator[str]:
    """Units that stand in two bids of a challenge."""
    parts = [p.value for p in IN_FORCE]
    rows = BidUnit.objects.filter(part__in=parts).filter(
        Q(in_force=True) | Q(bid__state__in=HANDED_IN)
    )
    twice = rows.values("challenge_id", "organisation_id").annotate(n=Count("bid", distinct=True))
    for row in twice.filter(n__gt=1).order_by("challenge_id", "organisation_id"):
        yield f"challenge:{row['challenge_id']} organisation:{row['organisation_id']}"


def own_challenge() -> Iterator[str]:
    """Bids in which the publisher's own unit stands."""
    rows = BidUnit.objects.filter(
        in_force=True,
        bid__state__in=HANDED_IN,
        organisation_id=F("challenge__organisation_id"),
    )
    for pk in rows.order_by("bid_id").values_list("bid_id", flat=True):
        yield f"bid:{pk}"


def without_reason() -> Iterator[str]:
    """Demands turned down, or chosen, without a reason on record."""
    down = Q(state__in=REFUSALS, verdict="") | Q(state__in=CHOSEN, selection_reason="")
    yield from _named("demand", Demand.objects.filter(down))


def _named(life: str, rows) -> Iterator[str]:
    for pk in rows.order_by("pk").values_list("pk", flat=True):
        yield f"{life}:{pk}"
