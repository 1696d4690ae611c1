"""The space in which texts are compared: TF-IDF rows of length one, so that a product is a cosine.

Sublinear term frequency 1 + ln tf, smooth inverse document frequency ln((1 + n)/(1 + df)) + 1
(Salton and Buckley 1988, in the form of scikit-learn).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from jiebang.engine.similarity.terms import Counted, Keys, Words, counted, on, spelled


@dataclass(frozen=True, slots=True)
class TextSpace:
    """Terms and their weights, learnt from a corpus without labels."""

    keys: Keys
    idf: NDArray[np.float32]
    words: Words

    def rows(self, texts: Sequence[str]) -> csr_array:
        """(texts, terms) float32, each row of Euclidean length 1, or 0 where no term is known."""
        known = Words(self.words.numbers, grow=False)
        return self._weighted(on(counted(texts, known), self.keys))

    def spelled(self, columns: Sequence[int]) -> tuple[str, ...]:
        """The terms of the columns, readable."""
        return spelled(self.keys[np.asarray(columns, dtype=np.int64)], self.words)

    def _weighted(self, counts: csr_array) -> csr_array:
        found = counts.astype(np.float32)
        found.data = (1 + np.log(found.data)) * self.idf[found.indices]
        return unit_rows(found)


def fitted(texts: Sequence[str], least: int = 2) -> tuple[TextSpace, csr_array]:
    """The space of a corpus and the rows of its texts in it. Terms of fewer than `least` texts
    are left out: they can join no two texts of the corpus."""
    words = Words()
    found = counted(texts, words)
    spread = np.bincount(found.counts.indices, minlength=len(found.keys))
    keep = spread >= least
    keys, spread = found.keys[keep], spread[keep]
    idf = (np.log((1 + len(texts)) / (1 + spread)) + 1).astype(np.float32)
    space = TextSpace(keys, idf, words)
    return space, space._weighted(on(Counted(found.keys, found.counts), keys))


def unit_rows(rows: csr_array) -> csr_array:
    """Each row divided by its length; empty rows stay empty."""
    lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1))).ravel()
    scale = 1 / np.where(lengths == 0, 1, lengths)
    per_row = np.diff(rows.indptr)
    data = rows.data * np.repeat(scale, per_row).astype(np.float32)
    return csr_array((data, rows.indices, rows.indptr), shape=rows.shape)
