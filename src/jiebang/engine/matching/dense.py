"""A dense problem as text: the sizes in the first line, then one row of similarities an item.

The format in which the public bids of conferences are passed around, for instance AAMAS 2015.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jiebang.engine.matching.objective import Integers
from jiebang.engine.matching.problem import FIT_SCALE


@dataclass
class DenseError(ValueError):
    """What is wrong with a text, and where; lines and columns (of characters) start at 1."""

    message: str
    line: int
    column: int = 1

    def __str__(self) -> str:
        return f"{self.line}:{self.column}: {self.message}"


def read_dense(text: str) -> Integers:
    """(items, candidates) similarities as whole numbers, FIT_SCALE to one; DenseError otherwise."""
    lines = text.splitlines()
    sizes = (lines[0] if lines else "").split()
    if len(sizes) != 2 or not all(size.isdecimal() and int(size) for size in sizes):
        raise DenseError("the numbers of items and of candidates are wanted", 1)
    items, candidates = map(int, sizes)
    body = [(number, line) for number, line in enumerate(lines[1:], 2) if line.strip()]
    if len(body) != items:
        raise DenseError(f"{len(body)} rows of {items}", body[-1][0] if body else 1)
    found = np.empty((items, candidates), np.int64)
    for row, (number, line) in zip(found, body, strict=True):
        row[:] = _row(line, number, candidates)
    return found


def _row(line: str, number: int, candidates: int) -> NDArray[np.float64]:
    """A row of whole similarities, still as floating numbers."""
    cells = line.split()
    if len(cells) != candidates:
        raise DenseError(f"{len(cells)} numbers of {candidates}", number, len(line.rstrip()) + 1)
    try:
        values = np.array(list(map(float, cells))) * FIT_SCALE
    except ValueError:
        raise _first_wrong(line, number) from None
    if not (np.abs(values) < 2**31).all():
        raise _first_wrong(line, number)
    whole: NDArray[np.float64] = np.rint(values)
    return whole


def _first_wrong(line: str, number: int) -> DenseError:
    """The error of the first cell that is no similarity."""
    at = 0
    for cell in line.split():
        at = line.index(cell, at)
        try:
            if abs(float(cell)) * FIT_SCALE < 2**31:
                at += len(cell)
                continue
        except ValueError:
            pass
        return DenseError(f"not a similarity: {cell!r}", number, at + 1)
    raise AssertionError("a row is refused for one of its cells")
