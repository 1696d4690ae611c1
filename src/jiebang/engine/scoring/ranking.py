"""Places, and what decided between equals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from jiebang.engine.scoring.aggregation import Result


@dataclass(frozen=True, slots=True)
class Entry:
    """`tie_scores` are compared in order after the final score, the higher first; then the earlier
    `submitted` (any whole number that grows with time), then the id. One length for all."""

    id: str
    result: Result
    tie_scores: tuple[Decimal, ...] = ()
    submitted: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """`place` from 1, or None for an item that is out. `decided_by` says why it stands behind the
    one before: first, score, tie_1, tie_2 …, submitted, id; or why it is out: veto, floor."""

    id: str
    place: int | None
    decided_by: str


def rank(entries: Sequence[Entry]) -> tuple[Place, ...]:
    """All items, best first; those that are out at the end by id. Independent of input order."""
    if len({e.id for e in entries}) != len(entries):
        raise ValueError("the same item twice")
    if len({len(e.tie_scores) for e in entries}) > 1:
        raise ValueError("tie scores of different number")
    standing = sorted((e for e in entries if not _out(e)), key=_key)
    places = [
        Place(entry.id, number, _decided(standing[number - 2], entry) if number > 1 else "first")
        for number, entry in enumerate(standing, 1)
    ]
    out = sorted((e for e in entries if _out(e)), key=lambda e: e.id)
    return (*places, *(Place(e.id, None, _out(e)) for e in out))


def _out(entry: Entry) -> str:
    if entry.result.vetoed:
        return "veto"
    return "floor" if entry.result.failed else ""


def _key(entry: Entry) -> tuple[object, ...]:
    return (-entry.result.final, *(-s for s in entry.tie_scores), entry.submitted, entry.id)


def _decided(before: Entry, entry: Entry) -> str:
    ties = (f"tie_{n}" for n in range(1, len(entry.tie_scores) + 1))
    names = ("score", *ties, "submitted", "id")
    pairs = zip(names, _key(before), _key(entry), strict=True)
    return next(name for name, one, other in pairs if one != other)
