"""Who gave what to which item, as arrays; and which items can be compared at all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import gcd
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]
Indices = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Ratings:
    """One value per pair of item and reviewer. `item` and `reviewer` are positions in the sorted
    tuples `items` and `reviewers`; `value` has the unit of the totals (points)."""

    items: tuple[str, ...]
    reviewers: tuple[str, ...]
    item: Indices
    reviewer: Indices
    value: Floats

    def __len__(self) -> int:
        return len(self.value)

    def by_item(self, values: Floats) -> Floats:
        """Sums of `values` (one per rating) over the ratings of each item."""
        return np.bincount(self.item, values, len(self.items)).astype(float)

    def by_reviewer(self, values: Floats) -> Floats:
        return np.bincount(self.reviewer, values, len(self.reviewers)).astype(float)

    def means(self) -> Floats:
        """The plain mean of each item."""
        return self.by_item(self.value) / self.by_item(np.ones(len(self)))

    def sheets_of_item(self) -> Indices:
        return np.bincount(self.item, minlength=len(self.items))

    def sheets_of_reviewer(self) -> Indices:
        return np.bincount(self.reviewer, minlength=len(self.reviewers))

    def step(self) -> float:
        """The coarsest grid, from 0.01 points up, that all values lie on: they say no more."""
        hundredths = np.rint(self.value * 100).astype(np.int64)
        return gcd(*(hundredths - hundredths[0]).tolist()) / 100 or 0.01

    def only(self, keep: NDArray[np.bool_]) -> Ratings:
        """The kept ratings; items and reviewers without any are gone."""
        return ratings(
            (self.items[i], self.reviewers[r], float(v))
            for i, r, v in zip(self.item[keep], self.reviewer[keep], self.value[keep], strict=True)
        )


def ratings(rows: Iterable[tuple[str, str, Any]]) -> Ratings:
    """From (item, reviewer, value). Independent of their order. ValueError for a pair given twice,
    a value that is not finite, or none at all."""
    rows = sorted(((i, r, float(v)) for i, r, v in rows), key=lambda row: row[:2])
    if not rows:
        raise ValueError("no rating")
    items, who, values = zip(*rows, strict=True)
    if len(set(zip(items, who, strict=True))) != len(rows):
        raise ValueError("the same reviewer twice on an item")
    value = np.array(values, dtype=float)
    if not np.isfinite(value).all():
        raise ValueError("a value that is not finite")
    names, item = np.unique(np.array(items, dtype=object), return_inverse=True)
    people, reviewer = np.unique(np.array(who, dtype=object), return_inverse=True)
    return Ratings(tuple(names), tuple(people), item, reviewer, value)


def components(found: Ratings) -> tuple[tuple[str, ...], ...]:
    """Items that a chain of shared reviewers connects, the largest set first, else by first id.
    Between two components no leniency can be told from quality: do not compare across."""
    parent = list(range(len(found.items) + len(found.reviewers)))

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for i, r in zip(found.item.tolist(), found.reviewer.tolist(), strict=True):
        parent[root(i)] = root(len(found.items) + r)
    sets: dict[int, list[str]] = {}
    for i, name in enumerate(found.items):
        sets.setdefault(root(i), []).append(name)
    return tuple(sorted((tuple(s) for s in sets.values()), key=lambda s: (-len(s), s[0])))
