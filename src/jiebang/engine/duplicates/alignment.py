"""Passages that stand in two texts, edits inside them allowed: common runs, then chains of runs.

Runs of at least SEED symbols are found exactly; neighbours on nearly the same diagonal are joined
over small gaps, as in seed-and-chain alignment of sequences (Pearson and Lipman 1988).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jiebang.engine.duplicates.symbols import Codes, Flags, Hashes, Places, Symbols, grams

Run = tuple[int, int, int]
"""a_start, b_start, length."""
Weights = NDArray[np.float32]
SEED, LONG_SEED, LONG = 4, 6, 10**8
"""Symbols of the shortest run that is looked for; the longer one where the product of the lengths
of the texts is above LONG, since short runs meet by chance there."""
GAP, DRIFT = 12, 6
"""Symbols between two runs of one passage on either side, and by how much they may differ."""
LEAST = 10
"""Equal symbols that make a passage, each by its weight."""
SURE, MORE = 20, 7
"""Where one passage weighs SURE, others of the same two texts need MORE only."""
DENSE = 0.45
"""Share of equal symbols in a passage."""
EDITS = ((0, 0), (1, 1), (0, 1), (1, 0), (2, 2), (1, 2), (2, 1))
"""Symbols of `a` and of `b` that an edit at the end of a passage passes over; after one changed
symbol another equal one is enough, after other edits it takes two."""
REACH = 24
"""Symbols looked at beyond an end at once."""
REPEATS = 16
"""A run that stands in the other text more often is taken for its namesake only: the first for the
first, the second for the second."""


@dataclass(frozen=True, slots=True)
class Chain:
    """A passage in symbols, ends excluded. `runs` are (a_start, b_start, length), in order."""

    a_start: int
    a_end: int
    b_start: int
    b_end: int
    equal: int
    weight: float
    runs: tuple[Run, ...]


def chains(a: Symbols, b: Symbols, weight_a: Weights, weight_b: Weights) -> tuple[Chain, ...]:
    """Passages, the heaviest first. `weight_a`, `weight_b` (n): 1 for a symbol of rare text, less
    for one of a common phrase, 0 for one that belongs to no passage (text of the form)."""
    free_a, free_b = a.codes * (weight_a > 0), b.codes * (weight_b > 0)
    found = []
    for linked in _linked(_runs(a, b, weight_a, weight_b)):
        runs = _widened(linked, free_a, free_b)
        first, last = runs[0], runs[-1]
        a_end, b_end = last[0] + last[2], last[1] + last[2]
        equal = sum(length for _, _, length in runs)
        weight = sum(
            float(np.minimum(weight_a[i : i + n], weight_b[j : j + n]).sum()) for i, j, n in runs
        )
        if weight >= MORE and equal >= DENSE * max(a_end - first[0], b_end - first[1]):
            found.append(Chain(first[0], a_end, first[1], b_end, equal, weight, tuple(runs)))
    heaviest = max((chain.weight for chain in found), default=0)
    least = MORE if heaviest >= SURE else LEAST
    kept = [chain for chain in found if chain.weight >= least]
    return tuple(sorted(kept, key=lambda c: (-c.weight, c.a_start, c.b_start)))


def _runs(a: Symbols, b: Symbols, weight_a: Weights, weight_b: Weights) -> list[Run]:
    """Longest common runs, at least a seed long: (a_start, b_start, length), by a_start."""
    seed = SEED if len(a) * len(b) <= LONG else LONG_SEED
    at_a, at_b = _seeds(a, b, weight_a, weight_b, seed)
    if not at_a.size:
        return []
    diagonal = at_a - at_b
    order = np.lexsort((at_a, diagonal))
    at_a, at_b, diagonal = at_a[order], at_b[order], diagonal[order]
    breaks = (np.diff(diagonal) != 0) | (np.diff(at_a) != 1)
    first = np.flatnonzero(np.concatenate(([True], breaks)))
    last = np.concatenate((first[1:], [len(at_a)])) - 1
    length = at_a[last] - at_a[first] + seed
    found = np.stack((at_a[first], at_b[first], length), axis=1)
    return [tuple(run) for run in found[np.lexsort((found[:, 1], found[:, 0]))].tolist()]


def _seeds(
    a: Symbols, b: Symbols, weight_a: Weights, weight_b: Weights, seed: int
) -> tuple[Places, Places]:
    """Places of equal runs of `seed` symbols, in pairs."""
    ours, theirs = grams(a.codes, seed), grams(b.codes, seed)
    mine = np.flatnonzero(_free(weight_a, len(ours), seed))
    other = np.flatnonzero(_free(weight_b, len(theirs), seed))
    other = other[np.argsort(theirs[other], kind="stable")]
    low = np.searchsorted(theirs[other], ours[mine], side="left")
    count = np.searchsorted(theirs[other], ours[mine], side="right") - low
    often = np.flatnonzero(count > REPEATS)
    rank = _ranks(ours[mine[often]])
    low[often] += rank
    count[often] = rank < count[often]
    first = np.repeat(low, count)
    step = np.arange(len(first)) - np.repeat(np.cumsum(count) - count, count)
    return np.repeat(mine, count), other[first + step]


def _ranks(values: Hashes) -> Places:
    """Of each value, how many equal ones stand before it."""
    order = np.argsort(values, kind="stable")
    new = np.concatenate(([True], np.diff(values[order]) != 0)) if len(values) else order
    first = np.maximum.accumulate(np.where(new, np.arange(len(values)), 0))
    found = np.empty(len(values), dtype=np.int64)
    found[order] = np.arange(len(values)) - first
    return found


def _free(weight: Weights, size: int, seed: int) -> Flags:
    """Where a seed may start: none of its symbols is form text."""
    free: Flags = np.ones(size, dtype=bool)
    for j in range(seed if size else 0):
        free &= weight[j : j + size] > 0
    return free


def _linked(runs: Iterable[Run]) -> list[list[Run]]:
    """Runs joined to the nearest open passage they continue; a run inside one adds nothing."""
    done: list[list[Run]] = []
    still: list[list[Run]] = []
    for run in runs:
        closed = [c for c in still if run[0] - (c[-1][0] + c[-1][2]) > GAP]
        if closed:
            done += closed
            still = [c for c in still if run[0] - (c[-1][0] + c[-1][2]) <= GAP]
        near = [(step, n) for n, c in enumerate(still) if (step := _step(c[-1], run)) is not None]
        if near:
            chain = still[min(near)[1]]
            part = _trimmed(chain[-1], run)
            if part[2] > 0:
                chain.append(part)
        else:
            still.append([run])
    return done + still


def _step(last: Run, run: Run) -> int | None:
    """How far `run` is from continuing `last`; None when it does not."""
    gap_a, gap_b = run[0] - last[0] - last[2], run[1] - last[1] - last[2]
    drift = abs(gap_a - gap_b)
    if max(gap_a, gap_b) > GAP or min(gap_a, gap_b) < -SEED or drift > DRIFT:
        return None
    return drift * GAP + max(gap_a, gap_b, 0)


def _trimmed(last: Run, run: Run) -> Run:
    """Without what overlaps the end of `last` on either side."""
    cut = max(0, last[0] + last[2] - run[0], last[1] + last[2] - run[1])
    return run[0] + cut, run[1] + cut, run[2] - cut


def _widened(runs: list[Run], a: Codes, b: Codes) -> list[Run]:
    """With short runs beyond both ends, each over an edit of a symbol or two."""
    first, last = runs[0], runs[-1]
    after = _beyond(a, b, last[0] + last[2], last[1] + last[2])
    before = _beyond(a[: first[0]][::-1], b[: first[1]][::-1], 0, 0)
    turned = [(first[0] - i - n, first[1] - j - n, n) for i, j, n in reversed(before)]
    return [*turned, *runs, *after]


def _beyond(a: Codes, b: Codes, i: int, j: int) -> list[Run]:
    """Short runs that follow places `i` and `j`, one edit apart each."""
    found: list[Run] = []
    while True:
        for skip_a, skip_b in EDITS:
            x, y = i + skip_a, j + skip_b
            size = _equal(a[x : x + REACH], b[y : y + REACH])
            if size >= (1 if skip_a == skip_b == 1 else 2):
                break
        else:
            return found
        found.append((x, y, size))
        i, j = x + size, y + size


def _equal(a: Codes, b: Codes) -> int:
    """How many symbols from the start are the same, and none of them form text."""
    size = min(len(a), len(b))
    other = (a[:size] != b[:size]) | (a[:size] == 0)
    return int(other.argmax()) if other.any() else size
