"""Like items into one group, none larger than a panel should hold (R079).

Deterministic: the same items make the same groups in whatever order they come. Each group starts
with the item that is least like those that started the groups before it; then pairs of item and
start are taken from the likest down while there is room.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jiebang.engine.similarity.space import fitted, unit_rows


def likeness(texts: Sequence[str]) -> NDArray[np.float64]:
    """(n, n) cosines of the texts' terms."""
    rows = unit_rows(fitted(texts)[1])
    found: NDArray[np.float64] = np.asarray((rows @ rows.T).todense(), dtype=np.float64)
    return found


def groups(named: Sequence[tuple[str, str]], most: int) -> list[list[str]]:
    """(id, text) of each item → ids by group, of nearly equal size, in a fixed order."""
    ordered = sorted(named)
    ids = [pk for pk, _ in ordered]
    count = -(-len(ids) // most)
    if count <= 1:
        return [ids]
    like = likeness([text for _, text in ordered])
    room = -(-len(ids) // count)
    starts = _starts(like, count)
    made: dict[int, list[int]] = {s: [] for s in starts}
    pairs = sorted(((-like[i, s], i, n) for i in range(len(ids)) for n, s in enumerate(starts)))
    placed: set[int] = set()
    for _, i, n in pairs:
        if i not in placed and len(made[starts[n]]) < room:
            made[starts[n]].append(i)
            placed.add(i)
    return sorted([ids[i] for i in sorted(mine)] for mine in made.values() if mine)


def _starts(like: NDArray[Any], count: int) -> list[int]:
    """The item most like all others, then always the one least like any start."""
    starts = [int(np.argmax(like.sum(axis=1)))]
    while len(starts) < count:
        nearest = like[:, starts].max(axis=1)
        nearest[starts] = np.inf
        starts.append(int(np.argmin(nearest)))
    return starts
