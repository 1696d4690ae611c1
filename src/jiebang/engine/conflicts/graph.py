"""Facts as columns of numbers: what the matrices and the paths are read from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import compress
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jiebang.engine.conflicts.facts import CONFIDENCE, GROUP, ITEM, KINDS, PERSON, UNIT, Fact, Item

Ints = NDArray[np.int64]
KIND_CODES = {kind: code for code, kind in enumerate(KINDS)}
LASTING = np.iinfo(np.int64).max
"""End of a fact that lasts, and amount of one whose amount nobody knows."""
NOWHERE = np.iinfo(np.int64).max
"""End of a fact at an item that the graph does not hold: kept, without effect until it does."""


@dataclass(frozen=True, slots=True)
class Columns:
    """One row a fact. `a`, `b`: numbers of nodes, each counted within its kind of node; `ends`:
    ordinal of the last day; `confidence`: index into CONFIDENCE; `sides`: number of the side."""

    kind: Ints
    a: Ints
    b: Ints
    ends: Ints
    confidence: Ints
    amount: Ints
    sides: Ints

    def taken(self, rows: Any) -> Columns:
        return Columns(*(getattr(self, name)[rows] for name in self.__slots__))

    def joined(self, more: Columns) -> Columns:
        return Columns(
            *(np.concatenate([getattr(self, n), getattr(more, n)]) for n in self.__slots__)
        )


@dataclass(frozen=True, slots=True)
class Adjacency:
    """The numbers of the facts at each node, as slices of one array."""

    start: Ints
    facts: Ints

    def at(self, node: int) -> Ints:
        if node + 1 >= len(self.start):
            return self.facts[:0]
        return self.facts[self.start[node] : self.start[node + 1]]


class Graph:
    """A set of facts: the order does not matter, the same fact twice is one fact.

    Two graphs share their books of ids when one comes from the other by `changed`; ids are only
    ever added, so the numbers of nodes stay.
    """

    def __init__(self, facts: Iterable[Fact], items: Iterable[Item] = ()) -> None:
        self.items = tuple(items)
        self.item_numbers = {item.id: n for n, item in enumerate(self.items)}
        if len(self.item_numbers) != len(self.items):
            raise ValueError("the same item twice")
        self.group_numbers: dict[str, int] = {}
        for item in self.items:
            if item.group:
                self.group_numbers.setdefault(item.group, len(self.group_numbers))
        groups = [self.group_numbers.get(item.group, -1) for item in self.items]
        self.group_of = np.array(groups, dtype=np.int64)
        self.persons: dict[str, int] = {}
        self.units: dict[str, int] = {}
        self.sides: dict[str, int] = {}
        self.facts: list[Fact] = list(dict.fromkeys(facts))
        self.columns = self._columns(self.facts)

    def _columns(self, facts: Sequence[Fact]) -> Columns:
        size = len(facts)
        kind = np.fromiter((KIND_CODES[f.kind] for f in facts), np.int64, size)
        a, b = np.zeros(size, np.int64), np.zeros(size, np.int64)
        for name, shape in KINDS.items():
            rows = np.flatnonzero(kind == KIND_CODES[name])
            chosen = [facts[row] for row in rows.tolist()]
            a[rows] = self._numbers(shape.a, [f.a for f in chosen])
            b[rows] = self._numbers(shape.b, [f.b for f in chosen])
        classes = {name: n for n, name in enumerate(CONFIDENCE)}
        sides = self.sides
        return Columns(
            kind, a, b,
            np.fromiter(map(_end, facts), np.int64, size),
            np.fromiter((classes[f.confidence] for f in facts), np.int64, size),
            np.fromiter((LASTING if f.amount is None else f.amount for f in facts), np.int64, size),
            np.fromiter((sides.setdefault(f.side, len(sides)) for f in facts), np.int64, size),
        )  # fmt: skip

    def _numbers(self, kind: str, ids: list[str]) -> list[int]:
        if kind in (PERSON, UNIT):
            book = self.persons if kind == PERSON else self.units
            return [book.setdefault(name, len(book)) for name in ids]
        known = {ITEM: self.item_numbers, GROUP: self.group_numbers}[kind]
        return [known.get(name, int(NOWHERE)) for name in ids]

    def changed(self, added: Iterable[Fact], removed: Iterable[Fact] = ()) -> Graph:
        """The graph with some facts more and some less; removing what is not there is an error."""
        added = tuple(added)
        gone = self._rows(set(removed))
        stays = np.ones(len(self.facts), dtype=np.bool_)
        stays[gone] = False
        kept = np.flatnonzero(stays)
        there = {self.facts[row] for row in kept[np.isin(self._hashes[kept], _hashes(added))]}
        new = [fact for fact in dict.fromkeys(added) if fact not in there]
        other = object.__new__(Graph)
        for name in ("items", "item_numbers", "group_numbers", "group_of", "persons", "units",
                     "sides"):  # fmt: skip
            setattr(other, name, getattr(self, name))
        other.facts = [*compress(self.facts, stays.tolist()), *new]
        other.columns = self.columns.taken(kept).joined(other._columns(new))
        other.__dict__["_hashes"] = np.concatenate([self._hashes[kept], _hashes(new)])
        return other

    def _rows(self, facts: set[Fact]) -> Ints:
        near = np.flatnonzero(np.isin(self._hashes, _hashes(facts)))
        rows = {self.facts[row]: row for row in near if self.facts[row] in facts}
        if len(rows) != len(facts):
            raise ValueError(f"{len(facts) - len(rows)} facts to remove are not there")
        return np.array(sorted(rows.values()), dtype=np.int64)

    @cached_property
    def _hashes(self) -> Ints:
        return _hashes(self.facts)

    @cached_property
    def at_person(self) -> Adjacency:
        return self._adjacency(PERSON, len(self.persons))

    @cached_property
    def at_unit(self) -> Adjacency:
        return self._adjacency(UNIT, len(self.units))

    @cached_property
    def at_item(self) -> Adjacency:
        return self._adjacency(ITEM, len(self.items))

    @cached_property
    def at_group(self) -> Adjacency:
        return self._adjacency(GROUP, len(self.group_numbers))

    def _adjacency(self, node: str, size: int) -> Adjacency:
        nodes, rows = [], []
        for name, shape in KINDS.items():
            mine = np.flatnonzero(self.columns.kind == KIND_CODES[name])
            for end, column in ((shape.a, self.columns.a), (shape.b, self.columns.b)):
                if end == node:
                    nodes.append(column[mine])
                    rows.append(mine)
        at, facts = np.concatenate(nodes), np.concatenate(rows)
        here = at != NOWHERE
        at, facts = at[here], facts[here]
        order = np.argsort(at, kind="stable")
        return Adjacency(np.searchsorted(at[order], np.arange(size + 1)), facts[order])


def _hashes(facts: Iterable[Fact]) -> Ints:
    return np.array([hash(fact) for fact in facts], dtype=np.int64)


def _end(fact: Fact) -> int:
    if fact.until is not None:
        return fact.until.toordinal()
    if KINDS[fact.kind].event and fact.on is not None:
        return fact.on.toordinal()
    return int(LASTING)
