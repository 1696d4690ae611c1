"""What is frozen before a draw: who may be drawn, by which rules, with whose randomness.

Identifiers are pseudonyms; no name enters here. Everything is sorted on creation, so that the
order in which a database returns its rows changes nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from jiebang.engine.draw.balls import SETS
from jiebang.engine.draw.sources import AnySource, Source, as_row, checked
from jiebang.engine.transparency.canonical import canonical

FORMAT = "plain-draw/1"
"""Version of the method and of the bytes; part of what is committed to. Only parties reveal."""
FORMAT_2 = "plain-draw/2"
"""The same method; sources are of every kind, and void rounds before this one are named."""


@dataclass(frozen=True, slots=True, order=True)
class Candidate:
    """`strata` are (dimension, value) pairs; a dimension may occur more than once."""

    id: str
    unit: str
    away: bool
    strata: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        if not self.id or not self.unit:
            raise ValueError("a candidate needs an id and a unit")
        object.__setattr__(self, "strata", tuple(sorted(set(self.strata))))


@dataclass(frozen=True, slots=True, order=True)
class Quota:
    """At least `minimum` seats for candidates of this stratum."""

    dimension: str
    value: str
    minimum: int

    def __post_init__(self) -> None:
        if self.minimum < 1:
            raise ValueError("a quota of no seats is no quota")

    def counts(self, candidate: Candidate) -> bool:
        if (self.dimension, self.value) == AWAY:
            return candidate.away
        return (self.dimension, self.value) in candidate.strata


AWAY = ("away", "yes")
"""The stratum that stands for candidates from elsewhere; a dimension of this name is reserved."""


@dataclass(frozen=True, slots=True)
class Rules:
    """`reserves` is the least length of the reserve list, `per_unit` the most seats of one unit,
    `away_percent` the least share (0-100) of seats for candidates from elsewhere, rounded up."""

    seats: int
    reserves: int = 0
    per_unit: int = 1
    away_percent: int = 0
    quotas: tuple[Quota, ...] = ()

    def __post_init__(self) -> None:
        if self.seats < 1 or self.reserves < 0 or self.per_unit < 1:
            raise ValueError("seats and per_unit start at 1, reserves at 0")
        if not 0 <= self.away_percent <= 100:
            raise ValueError("away_percent is between 0 and 100")
        strata = [(q.dimension, q.value) for q in self.quotas]
        if len(set(strata)) != len(strata) or any(d == AWAY[0] for d, _ in strata):
            raise ValueError("one quota a stratum, and none named 'away'")
        object.__setattr__(self, "quotas", tuple(sorted(self.quotas)))

    def needs(self) -> tuple[Quota, ...]:
        """All minimum numbers of seats, the share from elsewhere among them."""
        away = -(-self.seats * self.away_percent // 100)
        return self.quotas + ((Quota(*AWAY, away),) if away else ())


@dataclass(frozen=True, slots=True, order=True)
class Exclusion:
    """A candidate who may not be drawn, and the stable code of the reason."""

    candidate: str
    reason: str


@dataclass(frozen=True, slots=True)
class DrawInput:
    """All that a draw depends on except what is revealed. `round` counts announced rounds;
    `previous` holds the digests of the records of void ones; `balls` is 0, or 1000 when a machine
    picks one of a thousand drawn panels. `beside`: (name, value) of what is committed to as well
    and decides nothing here: the digest of a pool with its reasons, a program's version."""

    subject: str
    round: int
    candidates: tuple[Candidate, ...]
    exclusions: tuple[Exclusion, ...]
    rules: Rules
    sources: tuple[AnySource, ...]
    previous: tuple[str, ...] = ()
    balls: int = 0
    beside: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        for name in ("candidates", "exclusions", "beside"):
            object.__setattr__(self, name, tuple(sorted(getattr(self, name))))
        _unique("candidate", (c.id for c in self.candidates))
        _unique("exclusion", self.exclusions)
        _unique("name", (name for name, _ in self.beside))
        known = {c.id for c in self.candidates}
        strangers = sorted({e.candidate for e in self.exclusions} - known)
        if strangers:
            raise ValueError(f"excluded but no candidate: {strangers}")
        object.__setattr__(self, "sources", checked(self.sources))
        if self.round < 1:
            raise ValueError("rounds are counted from 1")
        if self.balls not in (0, SETS):
            raise ValueError(f"balls: 0 or {SETS}")

    def eligible(self) -> tuple[Candidate, ...]:
        out = {e.candidate for e in self.exclusions}
        return tuple(c for c in self.candidates if c.id not in out)

    @property
    def format(self) -> str:
        """Format 1 wherever it can say everything."""
        more = self.previous or self.balls or self.beside
        old = not more and all(isinstance(s, Source) for s in self.sources)
        return FORMAT if old else FORMAT_2

    def commitment(self) -> str:
        frozen = {"format": self.format, "input": self.as_data()}
        return hashlib.sha256(canonical(frozen) + b"\n").hexdigest()

    def as_data(self) -> dict[str, object]:
        """Plain lists, text and whole numbers, ready for canonical JSON."""
        rules = self.rules
        if self.format == FORMAT:
            more: dict[str, object] = {"sources": [as_row(s)[1:] for s in self.sources]}
        else:
            more = {
                "sources": [as_row(s) for s in self.sources],
                "previous": self.previous,
                "balls": self.balls,
                "beside": [list(row) for row in self.beside],
            }
        return more | {
            "subject": self.subject,
            "round": self.round,
            "candidates": [
                {"id": c.id, "unit": c.unit, "away": c.away, "strata": [list(s) for s in c.strata]}
                for c in self.candidates
            ],
            "exclusions": [[e.candidate, e.reason] for e in self.exclusions],
            "rules": {
                "seats": rules.seats,
                "reserves": rules.reserves,
                "per_unit": rules.per_unit,
                "away_percent": rules.away_percent,
                "quotas": [[q.dimension, q.value, q.minimum] for q in rules.quotas],
            },
        }


def _unique(what: str, values: Iterable[object]) -> None:
    values = list(values)
    if len(set(values)) != len(values):
        raise ValueError(f"the same {what} twice")
