"""A hash chain: each link fixes one record and everything before it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from jiebang.engine.transparency.canonical import canonical

START = bytes(32)
"""What stands before the first link of a chain."""


def link(previous: bytes, body: object) -> bytes:
    """SHA-256(0x02 ‖ previous link ‖ SHA-256 of the body's canonical bytes); 32 bytes.

    The prefix keeps links apart from the leaves and nodes of the Merkle tree.
    """
    if len(previous) != 32:
        raise ValueError("a link is 32 bytes")
    return hashlib.sha256(b"\x02" + previous + hashlib.sha256(canonical(body)).digest()).digest()


def first_break(entries: Iterable[tuple[object, bytes]], start: bytes = START) -> int | None:
    """Index of the first (body, link) that does not follow from the one before, or None."""
    for index, (body, recorded) in enumerate(entries):
        if recorded != link(start, body):
            return index
        start = recorded
    return None
