"""What each symbol of a text counts: form text nothing, a common phrase less, the rest one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jiebang.engine.duplicates.alignment import Weights
from jiebang.engine.duplicates.comparison import K, covered, form_symbols
from jiebang.engine.duplicates.symbols import Hashes, Places, Symbols, grams, symbols, winnowed

W = 4
"""Fingerprints of a window."""
GROUP, SHARE = 5, 0.8
"""Of a group of so many texts and more, what stands in more than this share of them is form."""
FEW = 4
"""A fingerprint of more documents counts as this many of them."""


@dataclass(frozen=True, slots=True)
class Print:
    """A text with its winnowed fingerprints: number i begins at symbol `places[i]`."""

    symbols: Symbols
    places: Places
    hashes: Hashes


def fingerprint(text: str) -> Print:
    found = symbols(text)
    hashes = grams(found.codes, K)
    places = winnowed(hashes, W)
    return Print(found, places, hashes[places])


class Weigher:
    """`weight` (fingerprints) of the distinct or repeated `hashes`; `known`: grams of templates."""

    def __init__(self, hashes: Hashes, weight: NDArray[np.float64], known: Hashes) -> None:
        order = np.argsort(hashes, kind="stable")
        self.weight = weight
        self._hashes, self._sorted, self._known = hashes[order], weight[order], known

    def of(self, text: Print) -> Weights:
        """(symbols): the least weight of the fingerprints over each."""
        found = np.ones(len(text.symbols), dtype=np.float32)
        if len(self._hashes):
            at = np.searchsorted(self._hashes, text.hashes)
            at = np.minimum(at, len(self._hashes) - 1)
            hit = self._hashes[at] == text.hashes
            weight, place = self._sorted[at[hit]], text.places[hit]
            for j in range(K):
                np.minimum.at(found, place + j, weight)
            found[covered(place[weight == 0], len(found), W)] = 0
        if len(self._known):
            found[form_symbols(text.symbols, self._known)] = 0
        return found
