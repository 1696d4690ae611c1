"""For people who trust balls more than hashes: a machine draws the number of a published set.

After the secrets are opened, a thousand numbered sets of panels follow from the seed, each from a
seed of its own. The root of the tree over them is published; then a machine with balls picks the
number. Whoever wants to can look up the set, and recompute all thousand.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from jiebang.engine.transparency.canonical import canonical
from jiebang.engine.transparency.merkle import inclusion_proof, leaf_hash, root

SETS = 1000
_TAG = b"jiebang/balls/1\n"


def seed_of(seed: bytes, number: int) -> bytes:
    """SHA-256(tag ‖ seed ‖ be64(number))."""
    return hashlib.sha256(_TAG + seed + number.to_bytes(8, "big")).digest()


@dataclass(frozen=True, slots=True)
class Sheet:
    """`rows[n]`: canonical JSON of [n, [[item, [seated], [reserves]]…]], a leaf of the tree."""

    rows: tuple[bytes, ...]
    root: bytes

    def row(self, number: int) -> bytes:
        """IndexError for a number that is not on the sheet."""
        if number < 0:
            raise IndexError(number)
        return self.rows[number]

    def proof(self, number: int) -> tuple[bytes, ...]:
        """That this set stood on the sheet: see `transparency.verify_inclusion`."""
        self.row(number)
        return inclusion_proof([leaf_hash(r) for r in self.rows], number)


def chosen(seed: bytes, balls: int, ball: int | None) -> bytes:
    """The seed of the result. ValueError when a ball is missing, or was never announced."""
    if not balls:
        if ball is not None:
            raise ValueError("no balls were announced")
        return seed
    if ball is None:
        raise ValueError("the number drawn by the machine is missing")
    if not 0 <= ball < balls:
        raise ValueError(f"ball {ball}: the numbers are 000 to {balls - 1}")
    return seed_of(seed, ball)


def sheet(seed: bytes, result: Callable[[bytes], list[list[object]]]) -> Sheet:
    """All sets; `result` gives the rows of the panels that follow from a seed."""
    rows = tuple(canonical([n, result(seed_of(seed, n))]) for n in range(SETS))
    return Sheet(rows, root([leaf_hash(r) for r in rows]))
