"""Rows of terms as a country's texts would have them, without any text."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array

from jiebang.engine.similarity import unit_rows

TERMS, FIELDS = 200_000, 400


def rows_of_terms(size: int, seed: int) -> csr_array:
    """(size, TERMS): 30 to 90 terms a row by Zipf's law, half of them from the row's field; TF-IDF
    of length one."""
    dice = np.random.default_rng(seed)
    share = np.cumsum(1 / np.arange(1, TERMS + 1))
    length = dice.integers(30, 91, size)
    row = np.repeat(np.arange(size), length)
    term = np.searchsorted(share / share[-1], dice.random(len(row)))
    field = dice.integers(0, FIELDS, size)[row] * 7919
    term = np.where(dice.random(len(row)) < 0.5, (term + field) % TERMS, term) % TERMS
    counts = csr_array((np.ones(len(row), np.float32), (row, term)), shape=(size, TERMS))
    counts.sum_duplicates()
    spread = np.bincount(counts.indices, minlength=TERMS)
    idf = np.log((1 + size) / (1 + spread)) + 1
    counts.data = ((1 + np.log(counts.data)) * idf[counts.indices]).astype(np.float32)
    return unit_rows(counts)
