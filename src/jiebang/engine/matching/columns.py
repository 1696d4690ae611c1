"""Pairs that come in columns: names to numbers, decimal fits to whole ones, what stands twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from jiebang.engine.matching.objective import Integers
from jiebang.engine.matching.problem import FIT_SCALE

Pairs = tuple[Integers, Integers, Integers]
"""(pairs,) each: item, candidate, fit."""


def numbered(names: Sequence[str], known: Mapping[str, int]) -> Integers:
    """(names,) the number of each. KeyError for one that is not known."""
    return np.fromiter(map(known.__getitem__, names), np.int64, len(names))


def whole_fits(values: Sequence[float], most: float) -> Integers | None:
    """Whole numbers, FIT_SCALE to one, halves to even; None when one is no number or above most."""
    given = np.array(values, float)
    if not (np.abs(given) <= most).all():
        return None
    whole: Integers = np.rint(given * FIT_SCALE).astype(np.int64)
    return whole


def together(parts: Sequence[Pairs]) -> Pairs:
    """Blocks of pairs, one after the other."""
    if not parts:
        none: Integers = np.zeros(0, np.int64)
        return none, none, none
    item, candidate, fit = (np.concatenate(column) for column in zip(*parts, strict=True))
    return item, candidate, fit


def repeated(item: Integers, candidate: Integers) -> bool:
    """Whether a pair stands twice."""
    if not len(item):
        return False
    pairs = np.sort(item * (int(candidate.max()) + 1) + candidate)
    return bool((pairs[1:] == pairs[:-1]).any())


def grid(items: int, candidates: int) -> tuple[Integers, Integers]:
    """(pairs,) item and candidate of every pair, item by item."""
    item, candidate = divmod(np.arange(items * candidates), candidates)
    return item, candidate
