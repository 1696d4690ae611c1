"""Random words out of a seed: block i is SHA-256(seed ‖ be64(i)), four big-endian 64-bit words."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator

_WORDS = 1 << 64


def words(seed: bytes) -> Iterator[int]:
    """The endless stream of 64-bit words."""
    start = hashlib.sha256(seed)
    number = 0
    while True:
        block = start.copy()
        block.update(number.to_bytes(8, "big"))
        found = block.digest()
        for at in (0, 8, 16, 24):
            yield int.from_bytes(found[at : at + 8], "big")
        number += 1


def below(stream: Iterator[int], n: int) -> int:
    """Uniform in 0 … n-1: the word's remainder; words beyond the last multiple of n are skipped."""
    limit = _WORDS - _WORDS % n
    word = next(stream)
    while word >= limit:
        word = next(stream)
    return word % n


def ticket(seed: bytes, *names: str) -> bytes:
    """The number somebody draws: HMAC-SHA-256(seed, names joined by LF). The smallest is first."""
    return hmac.digest(seed, "\n".join(names).encode(), "sha256")
