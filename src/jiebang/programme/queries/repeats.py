"""Whether a unit was paid for something like it before (R045): what it won, and what was won on
its own challenges, in earlier years."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from jiebang.engine.similarity import fitted, unit_rows
from jiebang.programme.models import BidUnit, Challenge
from jiebang.programme.queries.editions import edition
from jiebang.rulebook.bid import State as BidState
from jiebang.rulebook.challenge import PUBLIC_STATES, State

MOST = 4000
"""Titles from which the weight of a word is learnt."""


@dataclass(frozen=True, slots=True)
class RepeatView:
    """An earlier project of one of the units. `percent`: how near the titles are; money in fen.
    `part`: what the unit was in it, lead, confirmed (a member) or publisher."""

    challenge_id: str
    bid_id: str
    year: int
    title: str
    unit: str
    part: str
    public_money: int
    total: int
    percent: int
    warned: bool


def repeats(
    title: str, year: int, edition_id: str, units: Iterable[str], publisher: str
) -> tuple[RepeatView, ...]:
    """Funded projects of the years before, of these units and of a challenge's publisher, the
    nearest to its title first. Three statements."""
    before = _won(units, year) + _published(publisher, year)
    if not before:
        return ()
    warn = edition(edition_id).bidding.repeat_warn
    near = _nearness(title, [r.title for r in before])
    rated = [replace(r, percent=n, warned=n >= warn) for r, n in zip(before, near, strict=True)]
    return tuple(sorted(rated, key=lambda r: (-r.percent, -r.year, r.title, r.unit)))


def _won(units: Iterable[str], year: int) -> list[RepeatView]:
    rows = BidUnit.objects.filter(
        organisation_id__in=list(units), in_force=True, bid__state=BidState.SELECTED,
        challenge__batch__year__lt=year,
    )  # fmt: skip
    found = rows.order_by("challenge_id", "pk").values_list(
        "challenge_id", "bid_id", "challenge__batch__year", "challenge__title",
        "organisation__name", "part", "challenge__public_money", "challenge__total",
    )  # fmt: skip
    return [RepeatView(str(c), str(b), *rest, 0, False) for c, b, *rest in found]


def _published(publisher: str, year: int) -> list[RepeatView]:
    rows = Challenge.objects.filter(
        state=State.AWARDED, organisation_id=publisher, batch__year__lt=year
    )
    found = rows.order_by("pk").values_list(
        "pk", "batch__year", "title", "organisation__name", "public_money", "total"
    )
    return [
        RepeatView(str(pk), "", year, title, unit, "publisher", public, total, 0, False)
        for pk, year, title, unit, public, total in found
    ]


def _nearness(title: str, others: list[str]) -> list[int]:
    """Cosine of the titles, per cent; words that many titles have count little."""
    known = Challenge.objects.filter(state__in=PUBLIC_STATES).order_by("-published_at", "pk")
    corpus = [title, *others, *known.values_list("title", flat=True)[:MOST]]
    _space, rows = fitted(corpus, least=1)
    units = unit_rows(rows[: len(others) + 1])
    near = (units[1:] @ units[:1].T).toarray().ravel().tolist()
    return [min(100, int(100 * n + 0.5)) for n in near]
