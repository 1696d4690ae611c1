"""Which documents hold a fingerprint: sorted arrays that merge as they grow, so that adding one
document touches few others."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from jiebang.engine.duplicates.symbols import Hashes

Numbers = NDArray[np.int32]


@dataclass(slots=True)
class Postings:
    """Parts of (hashes sorted, numbers of documents), each at least twice as large as the next."""

    parts: list[tuple[Hashes, Numbers]] = field(default_factory=list)

    def add(self, number: int, hashes: Hashes) -> None:
        """The distinct, sorted hashes of one document."""
        self.parts.append((hashes, np.full(len(hashes), number, dtype=np.int32)))
        while len(self.parts) > 1 and len(self.parts[-2][0]) < 2 * len(self.parts[-1][0]):
            last = [self.parts.pop() for _ in range(2)]
            self.parts.append(_merged(last[::-1]))

    def load(self, hashes: Hashes, numbers: Numbers, documents: int) -> None:
        """What `whole` gave. ValueError for hashes that are not sorted or numbers out of range."""
        fits = hashes.shape == numbers.shape and hashes.ndim == 1
        if not fits or (hashes[1:] < hashes[:-1]).any():
            raise ValueError("hashes need to be sorted, with one number each")
        if len(numbers) and not 0 <= numbers.min() <= numbers.max() < documents:
            raise ValueError("a number of no document")
        self.parts = [(hashes.astype(np.uint64), numbers.astype(np.int32))] if len(hashes) else []

    def found(self, hashes: Hashes) -> tuple[NDArray[np.int64], Numbers]:
        """Pairs (place in `hashes`, number of a document that holds it)."""
        places, numbers = [np.empty(0, np.int64)], [np.empty(0, np.int32)]
        for own, documents in self.parts:
            low = np.searchsorted(own, hashes, side="left")
            count = np.searchsorted(own, hashes, side="right") - low
            first = np.repeat(low, count)
            step = np.arange(len(first)) - np.repeat(np.cumsum(count) - count, count)
            places.append(np.repeat(np.arange(len(hashes)), count))
            numbers.append(documents[first + step])
        return np.concatenate(places), np.concatenate(numbers)

    def whole(self) -> tuple[Hashes, Numbers]:
        """Everything in one part."""
        if not self.parts:
            return np.empty(0, np.uint64), np.empty(0, np.int32)
        self.parts = [_merged(self.parts)]
        return self.parts[0]


def _merged(parts: list[tuple[Hashes, Numbers]]) -> tuple[Hashes, Numbers]:
    hashes = np.concatenate([part[0] for part in parts])
    numbers = np.concatenate([part[1] for part in parts])
    order = np.argsort(hashes, kind="stable")
    return hashes[order], numbers[order]
