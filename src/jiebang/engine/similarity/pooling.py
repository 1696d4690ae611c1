"""One figure from the likenesses of many documents.

A short profile counts whole: with few documents the plain mean ranks best. Of a long one the best
five count, so that a career in several fields is no disadvantage in any of them. Between, one
document less counts for each one more, so that no step is large.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

SHORT, BEST = 8, 5


def counting(documents: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many of so many documents count."""
    return np.where(documents <= SHORT, documents, np.maximum(BEST, 2 * SHORT - documents))


def pooled(
    likeness: NDArray[np.float64], owner: NDArray[np.int64], owners: int
) -> NDArray[np.float64]:
    """(owners): mean of the best likenesses of each owner; NaN for one without documents.

    `likeness` and `owner` have one entry a document.
    """
    size = np.bincount(owner, minlength=owners)
    best = counting(size)
    order = np.lexsort((-likeness, owner))
    rank = np.arange(len(order)) - np.repeat(np.cumsum(size) - size, size)
    chosen = order[rank < best[owner[order]]]
    total = np.bincount(owner[chosen], weights=likeness[chosen], minlength=owners)
    found: NDArray[np.float64] = np.where(size == 0, np.nan, total / np.maximum(best, 1))
    return found
