"""The space in which texts are compared: TF-IDF rows, products of which are likenesses.

Sublinear term frequency 1 + ln tf, smooth inverse document frequency ln((1 + n)/(1 + df)) + 1
(Salton and Buckley 1988, in the form of scikit-learn). The text asked about has length one; the
texts looked through are divided by a length half way to the mean one (pivoted normalisation,
Singhal, Buckley and Mitra 1996), or short ones would win for being short.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from jiebang.engine.similarity.terms import Counted, Keys, Words, counted, on, spelled

SLOPE = 0.5
"""How far the length of a text looked through counts: 1 wholly (cosine), 0 not at all."""


@dataclass(frozen=True, slots=True)
class TextSpace:
    """Terms and their weights, learnt from a corpus without labels."""

    keys: Keys
    idf: NDArray[np.float32]
    words: Words

    def rows(self, texts: Sequence[str]) -> csr_array:
        """(texts, terms) float32: the weights, not yet divided by any length."""
        known = Words(self.words.numbers, grow=False)
        return self._weighted(on(counted(texts, known), self.keys))

    def spelled(self, columns: Sequence[int]) -> tuple[str, ...]:
        """The terms of the columns, readable."""
        return spelled(self.keys[np.asarray(columns, dtype=np.int64)], self.words)

    def _weighted(self, counts: csr_array) -> csr_array:
        found = counts.astype(np.float32)
        found.data = (1 + np.log(found.data)) * self.idf[found.indices]
        return found


def fitted(texts: Sequence[str], least: int = 2) -> tuple[TextSpace, csr_array]:
    """The space of a corpus and the rows of its texts in it, not yet divided by any length.

    Terms of fewer than `least` texts are left out: they can join no two texts of the corpus."""
    words = Words()
    found = counted(texts, words)
    spread = np.bincount(found.counts.indices, minlength=len(found.keys))
    keep = spread >= least
    keys, spread = found.keys[keep], spread[keep]
    idf = (np.log((1 + len(texts)) / (1 + spread)) + 1).astype(np.float32)
    space = TextSpace(keys, idf, words)
    return space, space._weighted(on(Counted(found.keys, found.counts), keys))


def unit_rows(rows: csr_array) -> csr_array:
    """Each row divided by its length: the texts asked about. Empty rows stay empty."""
    return _divided(rows, _lengths(rows))


def pivoted_rows(rows: csr_array, pivot: float | None = None) -> csr_array:
    """The texts looked through. `pivot`: the mean length; None takes that of these rows. The
    product with a row of length one lies between 0 and 1 / SLOPE, mostly below 1."""
    lengths = _lengths(rows)
    filled = lengths[lengths > 0]
    mean = pivot if pivot is not None else float(filled.mean()) if filled.size else 1.0
    return _divided(rows, (1 - SLOPE) * mean + SLOPE * lengths)


def _lengths(rows: csr_array) -> NDArray[np.float64]:
    squares = np.asarray(rows.multiply(rows).sum(axis=1), dtype=np.float64)
    return np.sqrt(squares).ravel()


def _divided(rows: csr_array, lengths: NDArray[np.float64]) -> csr_array:
    scale = (1 / np.where(lengths == 0, 1, lengths)).astype(np.float32)
    data = rows.data * np.repeat(scale, np.diff(rows.indptr))
    return csr_array((data, rows.indices, rows.indptr), shape=rows.shape)
