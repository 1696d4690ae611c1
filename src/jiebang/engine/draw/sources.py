"""Where randomness comes from, named before it exists: parties, public numbers, a beacon.

A party commits to a secret and opens it later. A public number (the next issue of a lottery) and a
round of a beacon (drand) are named with the time at which they will be known; the commitment to
the input must be published before that time. `bits` is how many bits of chance the
announcer vouches for, rounded down; a verifier judges them by the name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

LEAST_BITS = 128
"""What the sources of one round must bring together."""
LEAST_VALUE_BYTES = 16
_PARTY_BITS = 8 * LEAST_VALUE_BYTES
_HASH = re.compile(r"[0-9a-f]{64}")
_NUMBER = re.compile(r"[0-9]+( [0-9]+)*")


@dataclass(frozen=True, slots=True)
class Source:
    """A party that committed to a secret before the round: see `commit_reveal`."""

    name: str
    commitment: str

    def __post_init__(self) -> None:
        if not self.name or not _HASH.fullmatch(self.commitment):
            raise ValueError("a source needs a name and a SHA-256 in lower-case hexadecimal")

    @property
    def bits(self) -> int:
        return _PARTY_BITS


@dataclass(frozen=True, slots=True)
class PublicNumber:
    """A number that becomes public at `at`, an ISO 8601 time with offset.

    `name` says which, exactly ("快乐8 第2026310期"); its value is groups of digits with one space
    between, `groups` of them, each of `digits` digits (快乐8: 20 of 2).
    """

    name: str
    at: str
    bits: int
    groups: int
    digits: int

    def __post_init__(self) -> None:
        _check_public(self.name, self.at, self.bits)
        if self.groups < 1 or self.digits < 1:
            raise ValueError(f"{self.name}: groups and digits start at 1")

    def is_value(self, text: str) -> bool:
        return bool(_NUMBER.fullmatch(text)) and [len(g) for g in text.split(" ")] == (
            [self.digits] * self.groups
        )


@dataclass(frozen=True, slots=True)
class Beacon:
    """Round `round` of the randomness beacon whose chain has this hash; its value is the round's
    randomness, 64 hexadecimal digits. Its signature is not checked here."""

    name: str
    at: str
    chain: str
    round: int
    bits: int = 256

    def __post_init__(self) -> None:
        _check_public(self.name, self.at, self.bits)
        if not _HASH.fullmatch(self.chain) or self.round < 1:
            raise ValueError(f"{self.name}: a beacon has the hash of its chain and a round from 1")

    def is_value(self, text: str) -> bool:
        return bool(_HASH.fullmatch(text))


AnySource = Source | PublicNumber | Beacon


class TooLittleEntropy(ValueError):
    """`have` of `need` bits; each source's share is in the message."""

    def __init__(self, sources: Sequence[AnySource]) -> None:
        self.have, self.need = sum(s.bits for s in sources), LEAST_BITS
        shares = ", ".join(f"{s.name} {s.bits}" for s in sources) or "no source"
        super().__init__(f"{self.have} of {self.need} bits of chance: {shares}")


def checked(sources: Sequence[AnySource]) -> tuple[AnySource, ...]:
    """Sorted by name. ValueError for a name twice, TooLittleEntropy below 128 bits."""
    ordered = tuple(sorted(sources, key=lambda s: s.name))
    if len({s.name for s in ordered}) != len(ordered):
        raise ValueError("the same source twice")
    if sum(s.bits for s in ordered) < LEAST_BITS:
        raise TooLittleEntropy(ordered)
    return ordered


def not_ahead(sources: Sequence[AnySource], now: datetime) -> tuple[str, ...]:
    """Public sources that may be known at `now` already: nothing may be announced on them."""
    return tuple(
        s.name for s in sources
        if not isinstance(s, Source) and datetime.fromisoformat(s.at) <= now
    )  # fmt: skip


def as_row(source: AnySource) -> list[object]:
    """["party", name, commitment], ["number", name, at, bits, groups, digits] or
    ["beacon", name, at, bits, chain, round]."""
    if isinstance(source, Source):
        return ["party", source.name, source.commitment]
    if isinstance(source, PublicNumber):
        return ["number", source.name, source.at, source.bits, source.groups, source.digits]
    return ["beacon", source.name, source.at, source.bits, source.chain, source.round]


def from_row(row: Sequence[object]) -> AnySource:
    """What `as_row` wrote; ValueError or TypeError for anything else."""
    kind, *rest = row
    if kind == "party":
        return Source(*rest)  # type: ignore[arg-type]
    if kind == "number":
        return PublicNumber(*rest)  # type: ignore[arg-type]
    if kind == "beacon":
        name, at, bits, chain, number = rest
        return Beacon(name, at, chain, number, bits)  # type: ignore[arg-type]
    raise ValueError(f"no kind of source: {kind!r}")


def _check_public(name: str, at: str, bits: int) -> None:
    if not name:
        raise ValueError("a source needs a name")
    if datetime.fromisoformat(at).tzinfo is None:
        raise ValueError(f"{name}: the time {at} has no offset from UTC")
    if bits < 1:
        raise ValueError(f"{name}: at least one bit of chance")
