"""What is known about people, units and items: dated, sourced, with the class of its evidence.

Four kinds of node: `person`, `unit`, `item`, `group` (a list of items, written on the item). A fact
joins two of them. Amounts: shares in basis points, numbers of common works, the position on a list
of named persons. None means unknown, and unknown never saves anybody: it passes every threshold.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from types import MappingProxyType

PERSON, UNIT, ITEM, GROUP = "person", "unit", "item", "group"


class Verdict(IntEnum):
    """Stronger is greater. WAIVED is no strength of evidence: two people answered for it."""

    NONE = 0
    NOTE = 1
    WAIVED = 2
    ASK = 3
    HARD = 4


STRENGTHS = (Verdict.NONE, Verdict.NOTE, Verdict.ASK, Verdict.HARD)
"""By level 0-3, as stored for each rule and pair."""


@dataclass(frozen=True, slots=True)
class Kind:
    """`role`: tie (person–unit), via (person–person), same, owns, end (at an item or group).
    `event`: over when it happened, not lasting until told otherwise. `counted`: amounts add up."""

    a: str
    b: str
    role: str
    event: bool = False
    counted: bool = False


_TIE, _LASTING = Kind(PERSON, UNIT, "tie"), Kind(PERSON, PERSON, "via")
_WORK = Kind(PERSON, PERSON, "via", event=True, counted=True)
_SAME_UNIT = Kind(UNIT, UNIT, "same")

KINDS: Mapping[str, Kind] = MappingProxyType({
    "employed": _TIE, "part_time": _TIE, "studies": _TIE, "shareholder": _TIE, "director": _TIE,
    "legal_representative": _TIE, "adviser": _TIE, "cooperation": _TIE, "kin_post": _TIE,
    "coauthor": _WORK, "coproject": _WORK, "coinventor": _WORK, "teacher": _LASTING,
    "kin": _LASTING,
    "same_person": Kind(PERSON, PERSON, "same"),
    "alias": _SAME_UNIT, "renamed": _SAME_UNIT, "merged": _SAME_UNIT, "same_code": _SAME_UNIT,
    "department": _SAME_UNIT,
    "owns": Kind(UNIT, UNIT, "owns"),
    "party": Kind(UNIT, ITEM, "end"), "office": Kind(UNIT, GROUP, "end"),
    "member": Kind(PERSON, ITEM, "end"), "named": Kind(PERSON, ITEM, "end"),
    "listed": Kind(ITEM, GROUP, "list"),
})  # fmt: skip
"""`kin_post`: somebody near, whom no record names, works there. `owns`: a holds a share of b.
`named`: a person whom a party of the item calls unsuitable. `office`: a unit that decides about the
group. `listed` is written by the engine, in paths only."""

CONFIDENCE = ("confirmed", "declared", "matched", "name")
"""Registers and identity hashes; own statements; found by several signs; the same name alone."""


@dataclass(frozen=True, slots=True)
class Fact:
    """`a` and `b` are ids of the kinds of node that KINDS tells. `on`: since when, or when it
    happened; `until`: when it ended, None while it lasts. `side`: of a party or a namer."""

    kind: str
    a: str
    b: str
    source: str = ""
    on: date | None = None
    until: date | None = None
    confidence: str = "declared"
    amount: int | None = None
    side: str = ""

    def __post_init__(self) -> None:
        if self.kind not in KINDS or self.confidence not in CONFIDENCE:
            raise ValueError(f"unknown kind or confidence: {self.kind}, {self.confidence}")
        if not self.a or not self.b:
            raise ValueError("a fact joins two nodes")
        if self.on is not None and self.until is not None and self.until < self.on:
            raise ValueError("a fact ends before it begins")
        if self.amount is not None and not 0 <= self.amount < 1_000_000:
            raise ValueError("an amount is between 0 and 999,999")

    @property
    def key(self) -> str:
        """All that it says, as one line: to sort by and to sign."""
        told = (self.kind, self.a, self.b, self.source, self.on, self.until, self.confidence,
                self.amount, self.side)  # fmt: skip
        return "\x1f".join("" if part is None else str(part) for part in told)


@dataclass(frozen=True, slots=True, order=True)
class Item:
    """`group`: the list it stands on, empty when it stands alone."""

    id: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One edge of a path, as walked: several facts when only together they weigh enough."""

    start: str
    end: str
    kind: str
    facts: tuple[Fact, ...]

    def nodes(self) -> tuple[tuple[str, str], tuple[str, str]]:
        """(kind of node, id) at both ends, in the direction of the path."""
        kind = KINDS[self.kind]
        forward = self.facts[0].a == self.start if self.facts else True
        kinds = (kind.a, kind.b) if forward else (kind.b, kind.a)
        return (kinds[0], self.start), (kinds[1], self.end)


@dataclass(frozen=True, slots=True)
class Reason:
    """One path from a candidate to an item. `rule` is the code of the policy's rule; `evidence`
    are the facts that make the case (not those that only tell who is who); `key` is what a
    waiver signs."""

    rule: str
    verdict: Verdict
    steps: tuple[Step, ...]
    evidence: tuple[Fact, ...]

    @property
    def key(self) -> str:
        told = [self.rule, self.verdict.name, *(fact.key for fact in self.evidence)]
        return hashlib.sha256("\x1e".join(told).encode()).hexdigest()[:32]

    def nodes(self) -> tuple[tuple[str, str], ...]:
        """(kind of node, id) along the path."""
        if not self.steps:
            return ()
        return (self.steps[0].nodes()[0], *(step.nodes()[1] for step in self.steps))


@dataclass(frozen=True, slots=True)
class Waiver:
    """Two people answer for letting a candidate at an item in spite of the reasons whose keys are
    `covers`. It hides nothing and covers nothing that came to light later or became stronger."""

    candidate: str
    item: str
    covers: tuple[str, ...]
    signers: tuple[str, str]
    on: date
    source: str = ""

    def __post_init__(self) -> None:
        people = {self.candidate, *self.signers}
        if len(self.signers) != 2 or len(people) != 3 or not all(self.signers):
            raise ValueError("a waiver needs two different signers, neither of them the candidate")
        if not self.covers:
            raise ValueError("a waiver names the reasons that it covers")
