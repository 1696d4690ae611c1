"""The space in which texts are compared: TF-IDF rows, products of which are likenesses.

Sublinear term frequency 1 + ln tf, smooth inverse document frequency ln((1 + n)/(1 + df)) + 1
(Salton and Buckley 1988, in the form of scikit-learn). The text asked about has length one; the
texts looked through are divided by the number of their different terms, drawn towards the mean
number (pivoted unique normalisation, Singhal, Buckley and Mitra 1996), or short ones would win for
being short. Beside the terms stand the disciplines a text speaks of.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, hstack

from jiebang.engine.similarity.terms import Counted, Keys, Words, counted, on, spelled

SLOPE = 0.4
"""How far the number of terms of a text looked through counts: 1 wholly, 0 not at all."""
TERMS = 2 / 3
"""The share of the terms in the likeness of two texts; the rest is of their disciplines. Of a text
that is placed in part or not at all the terms have the larger share or all."""


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


def asked_rows(rows: csr_array, places: csr_array) -> csr_array:
    """The texts asked about: weights of terms (texts, terms), as `fitted` gives them, and of
    disciplines (texts, disciplines), one beside the other."""
    whole = TERMS + (1 - TERMS) * _lengths(places)
    terms, placed = _divided(unit_rows(rows), whole / TERMS), _divided(places, whole / (1 - TERMS))
    return csr_array(hstack([terms, placed], "csr", np.float32))


def looked_rows(rows: csr_array, places: csr_array) -> csr_array:
    """The texts looked through. The product with a row asked about is the likeness of the texts."""
    return csr_array(hstack([pivoted_rows(rows), places], "csr", np.float32))


def unit_rows(rows: csr_array) -> csr_array:
    """Each row divided by its length. Empty rows stay empty."""
    return _divided(rows, _lengths(rows))


def pivoted_rows(rows: csr_array) -> csr_array:
    """Each row divided by its pivoted number of terms, so that one of the mean number and the mean
    length comes to length one. The product with a row of length one is mostly below 1."""
    lengths, terms = _lengths(rows), np.diff(rows.indptr)
    filled = terms > 0
    if not filled.any():
        return _divided(rows, lengths)
    share = terms / terms[filled].mean()
    return _divided(rows, lengths[filled].mean() * (1 - SLOPE + SLOPE * share))


def _lengths(rows: csr_array) -> NDArray[np.float64]:
    squares = np.asarray(rows.multiply(rows).sum(axis=1), dtype=np.float64)
    return np.sqrt(squares).ravel()


def _divided(rows: csr_array, lengths: NDArray[np.float64]) -> csr_array:
    scale = (1 / np.where(lengths == 0, 1, lengths)).astype(np.float32)
    data = rows.data * np.repeat(scale, np.diff(rows.indptr))
    return csr_array((data, rows.indices, rows.indptr), shape=rows.shape)
