"""Raw rows that the city's figures are computed from: challenges, and bids counted by them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Substr

from jiebang.platform.reading import dashed, told, written
from jiebang.programme.models import Batch, Bid, Challenge
from jiebang.programme.queries.bid import HANDED_IN
from jiebang.programme.queries.editions import edition
from jiebang.programme.queries.span import Span, prepared
from jiebang.rulebook.bid import State as BidState
from jiebang.rulebook.challenge import OPENED
from jiebang.rulebook.edition import Edition

PROVINCE = 2  # digits of a region code


class ChallengeFact(NamedTuple):
    """A challenge that was put on a list. Sums in fen; `province` is the publisher's."""

    id: str
    year: int
    number: int | None
    title: str
    field: str
    district: str
    province: str
    publisher_id: str
    publisher: str
    invented: bool
    state: str
    public_money: int
    own_money: int
    total: int


class BidFact(NamedTuple):
    """The bids of one challenge once opened; `elsewhere` come from another province."""

    challenge_id: str
    handed_in: int
    elsewhere: int


class WinnerFact(NamedTuple):
    challenge_id: str
    bid_id: str
    lead_id: str
    lead: str
    province: str
    abroad: bool


class TeamFact(NamedTuple):
    bid_id: str
    challenge_id: str
    people: tuple[Mapping[str, Any], ...]
    honours: str


def policies() -> list[tuple[int, Edition]]:
    """(year, edition) of every batch with a published list, newest first; one statement."""
    rows = Batch.objects.filter(list_published_at__isnull=False).order_by("-year", "-number")
    return [(year, edition(pk)) for year, pk in rows.values_list("year", "edition_id")]


CHALLENGE = (
    written("pk"), "batch__year", "number", "title", "field", "organisation__region_code",
    written("organisation_id"), "organisation__name", "organisation__invented",
    "state", "public_money", "own_money", "total",
)  # fmt: skip


def challenge_facts(span: Span) -> list[ChallengeFact]:
    return [
        ChallengeFact(dashed(pk), year, number, title, field, region, region[:PROVINCE],
                      dashed(unit), name, invented, state, public, own, total)
        for (pk, year, number, title, field, region, unit, name, invented, state, public, own,
             total) in _challenges(span)
    ]  # fmt: skip


@prepared
def _challenges(span: Span) -> QuerySet[Any]:
    rows = Challenge.objects.filter(span.by())
    return rows.order_by("-batch__year", "batch__number", "number", "pk").values_list(*CHALLENGE)


def bid_facts(span: Span) -> list[BidFact]:
    """One line a challenge, counted by the database; sealed bids are not counted at all."""
    return [BidFact(dashed(c), n, elsewhere) for c, n, elsewhere in _bids(span)]


@prepared
def _bids(span: Span) -> QuerySet[Any]:
    challenges = Challenge.objects.filter(span.by(), state__in=OPENED)
    home = Substr("challenge__organisation__region_code", 1, PROVINCE)
    theirs = Substr("lead__region_code", 1, PROVINCE)
    return (
        Bid.objects.filter(state__in=HANDED_IN, challenge__in=challenges.values("pk"))
        .annotate(home=home, theirs=theirs)
        .values("challenge_id")
        .annotate(n=Count("pk"), elsewhere=Count("pk", filter=~Q(home=F("theirs"))))
        .order_by("challenge_id")
        .values_list(written("challenge_id"), "n", "elsewhere")
    )


def winner_facts(span: Span) -> list[WinnerFact]:
    return [
        WinnerFact(dashed(c), dashed(pk), dashed(lead), name, region[:PROVINCE], abroad)
        for c, pk, lead, name, region, abroad in _winners(span)
    ]


@prepared
def _winners(span: Span) -> QuerySet[Any]:
    return _won(span).values_list(
        written("challenge_id"), written("pk"), written("lead_id"), "lead__name",
        "lead__region_code", "lead__abroad",
    )  # fmt: skip


def _won(span: Span) -> QuerySet[Bid]:
    challenges = Challenge.objects.filter(span.by()).values("pk")
    rows = Bid.objects.filter(state=BidState.SELECTED, challenge__in=challenges)
    return rows.order_by("challenge_id", "pk")


def teams(span: Span) -> list[TeamFact]:
    """The people of the winning bids; callers ask first whether their viewer may read names."""
    return [
        TeamFact(dashed(pk), dashed(c), tuple(team or ()), honours or "")
        for pk, c, team, honours in _teams(span)
    ]


@prepared
def _teams(span: Span) -> QuerySet[Any]:
    return _won(span).values_list(
        written("pk"), written("challenge_id"), "content__team", told("content__honours")
    )
