"""Rows of terms as a country's texts would have them, without any text."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from jiebang.engine.similarity import asked_rows, looked_rows, unit_rows

TERMS, FIELDS = 200_000, 400
DISCIPLINES, NAMED = 87, 8


def rows_of_terms(size: int, seed: int, asked: bool = False) -> csr_array:
    """(size, TERMS + DISCIPLINES): 30 to 90 terms a row by Zipf's law, half of them from the row's
    field, weighted by TF-IDF; and NAMED disciplines a row, the first that of its field. As texts
    asked about or looked through."""
    dice = np.random.default_rng(seed)
    share = np.cumsum(1 / np.arange(1, TERMS + 1))
    length = dice.integers(30, 91, size)
    row = np.repeat(np.arange(size), length)
    term = np.searchsorted(share / share[-1], dice.random(len(row)))
    fields = dice.integers(0, FIELDS, size)
    field = fields[row] * 7919
    term = np.where(dice.random(len(row)) < 0.5, (term + field) % TERMS, term) % TERMS
    counts = csr_array((np.ones(len(row), np.float32), (row, term)), shape=(size, TERMS))
    counts.sum_duplicates()
    spread = np.bincount(counts.indices, minlength=TERMS)
    idf = np.log((1 + size) / (1 + spread)) + 1
    counts.data = ((1 + np.log(counts.data)) * idf[counts.indices]).astype(np.float32)
    return (asked_rows if asked else looked_rows)(counts, _placed(fields, dice))


def _placed(fields: NDArray[np.int64], dice: np.random.Generator) -> csr_array:
    """(size, DISCIPLINES) of length one: each further discipline of a row weighs less."""
    size = len(fields)
    other = dice.integers(1, DISCIPLINES, (size, NAMED - 1))
    column = np.hstack([fields[:, None], fields[:, None] + other]) % DISCIPLINES
    row = np.repeat(np.arange(size), NAMED)
    weight = np.tile(1 / np.arange(1, NAMED + 1), size)
    found = csr_array((weight, (row, column.ravel())), shape=(size, DISCIPLINES))
    found.sum_duplicates()
    return unit_rows(found)
