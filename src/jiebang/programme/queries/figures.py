"""Raw rows that the city's figures are computed from: challenges, and bids counted by them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q
from django.db.models.functions import Substr

from jiebang.platform.reading import dashed, told, written
from jiebang.programme.models import Batch, Bid, Challenge
from jiebang.programme.queries.bid import HANDED_IN
from jiebang.programme.queries.editions import edition
from jiebang.rulebook.bid import State as BidState
from jiebang.rulebook.challenge import OPENED, PUBLIC_STATES
from jiebang.rulebook.edition import Edition

PROVINCE = 2  # digits of a region code


@dataclass(frozen=True, slots=True)
class ChallengeFact:
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


@dataclass(frozen=True, slots=True)
class BidFact:
    """The bids of one challenge once opened; `elsewhere` come from another province."""

    challenge_id: str
    handed_in: int
    elsewhere: int


@dataclass(frozen=True, slots=True)
class WinnerFact:
    challenge_id: str
    bid_id: str
    lead_id: str
    lead: str
    province: str
    abroad: bool


@dataclass(frozen=True, slots=True)
class TeamFact:
    bid_id: str
    challenge_id: str
    people: tuple[Mapping[str, Any], ...]
    honours: str


def policies() -> list[tuple[int, Edition]]:
    """(year, edition) of every batch with a published list, newest first; one statement."""
    rows = Batch.objects.filter(list_published_at__isnull=False).order_by("-year", "-number")
    return [(year, edition(pk)) for year, pk in rows.values_list("year", "edition_id")]


def listed(years: Iterable[int] = (), field: str = "", district: str = "") -> Q:
    """Published challenges of a span; every other fact hangs on these."""
    wanted = Q(state__in=PUBLIC_STATES)
    if years:
        wanted &= Q(batch__year__in=list(years))
    if field:
        wanted &= Q(field=field)
    return wanted & Q(organisation__region_code=district) if district else wanted


CHALLENGE = (
    written("pk"), "batch__year", "number", "title", "field", "organisation__region_code",
    written("organisation_id"), "organisation__name", "organisation__invented",
    "state", "public_money", "own_money", "total",
)  # fmt: skip


def challenge_facts(
    years: Iterable[int] = (), *, field: str = "", district: str = ""
) -> list[ChallengeFact]:
    rows = Challenge.objects.filter(listed(years, field, district))
    rows = rows.order_by("-batch__year", "batch__number", "number", "pk")
    return [
        ChallengeFact(dashed(pk), year, number, title, field_, region, region[:PROVINCE],
                      dashed(unit), name, invented, state, public, own, total)
        for (pk, year, number, title, field_, region, unit, name, invented, state, public, own,
             total) in rows.values_list(*CHALLENGE)
    ]  # fmt: skip


def bid_facts(years: Iterable[int] = (), *, field: str = "", district: str = "") -> list[BidFact]:
    """One line a challenge, counted by the database; sealed bids are not counted at all."""
    challenges = Challenge.objects.filter(listed(years, field, district), state__in=OPENED)
    home = Substr("challenge__organisation__region_code", 1, PROVINCE)
    theirs = Substr("lead__region_code", 1, PROVINCE)
    rows = (
        Bid.objects.filter(state__in=HANDED_IN, challenge__in=challenges.values("pk"))
        .annotate(home=home, theirs=theirs)
        .values("challenge_id")
        .annotate(n=Count("pk"), elsewhere=Count("pk", filter=~Q(home=F("theirs"))))
        .order_by("challenge_id")
    )
    return [BidFact(str(r["challenge_id"]), r["n"], r["elsewhere"]) for r in rows]


def winner_facts(
    years: Iterable[int] = (), *, field: str = "", district: str = ""
) -> list[WinnerFact]:
    challenges = Challenge.objects.filter(listed(years, field, district)).values("pk")
    rows = Bid.objects.filter(state=BidState.SELECTED, challenge__in=challenges)
    rows = rows.order_by("challenge_id", "pk").values_list(
        written("challenge_id"), written("pk"), written("lead_id"), "lead__name",
        "lead__region_code", "lead__abroad",
    )  # fmt: skip
    return [
        WinnerFact(dashed(c), dashed(pk), dashed(lead), name, region[:PROVINCE], abroad)
        for c, pk, lead, name, region, abroad in rows
    ]


def teams(years: Iterable[int] = (), *, field: str = "", district: str = "") -> list[TeamFact]:
    """The people of the winning bids; callers ask first whether their viewer may read names."""
    challenges = Challenge.objects.filter(listed(years, field, district)).values("pk")
    rows = Bid.objects.filter(state=BidState.SELECTED, challenge__in=challenges)
    rows = rows.order_by("challenge_id", "pk").values_list(
        written("pk"), written("challenge_id"), "content__team", told("content__honours")
    )
    return [
        TeamFact(dashed(pk), dashed(c), tuple(team or ()), honours or "")
        for pk, c, team, honours in rows
    ]
