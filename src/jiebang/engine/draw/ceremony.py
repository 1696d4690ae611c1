"""Randomness nobody could choose: commit first, freeze the input, then reveal.

Each party publishes SHA-256(salt ‖ value) before the input is frozen. The frozen input holds
these commitments, so the parties' secrets and the input are both fixed before anything is
revealed. A missing or wrong reveal voids the round; it is never skipped. After RFC 3797.
"""

from __future__ import annotations

import hashlib
import hmac
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from jiebang.engine.draw.problem import FORMAT, DrawInput
from jiebang.engine.transparency.canonical import canonical

SALT_BYTES = 32
"""Fixed: with a free length a party could move the border between salt and value afterwards."""
LEAST_VALUE_BYTES = 16
_TAG = b"jiebang/" + FORMAT.encode() + b"/seed\n"


@dataclass(frozen=True, slots=True)
class Reveal:
    """What a source opens after the input is frozen."""

    source: str
    salt: bytes
    value: bytes


@dataclass(frozen=True, slots=True)
class VoidCause:
    """`code`: missing, mismatch, repeated, unknown."""

    code: str
    source: str


class VoidRound(Exception):
    """No seed may be made from these reveals; the round stays on record as void."""

    def __init__(self, causes: tuple[VoidCause, ...]) -> None:
        super().__init__(", ".join(f"{c.source}: {c.code}" for c in causes))
        self.causes = causes


def commit_reveal(salt: bytes, value: bytes) -> str:
    """The hexadecimal commitment a party publishes beforehand."""
    if len(salt) != SALT_BYTES or len(value) < LEAST_VALUE_BYTES:
        raise ValueError(f"salt: {SALT_BYTES} bytes, value: {LEAST_VALUE_BYTES} bytes or more")
    return hashlib.sha256(salt + value).hexdigest()


def commit(draw_input: DrawInput) -> str:
    """SHA-256 of the frozen input and the program's version, in hexadecimal."""
    frozen = {"format": FORMAT, "input": draw_input.as_data()}
    return hashlib.sha256(canonical(frozen) + b"\n").hexdigest()


def seed(draw_input: DrawInput, reveals: Iterable[Reveal]) -> bytes:
    """32 bytes: SHA-256(tag ‖ commit ‖ be64 lengths and bytes of every source's name and value).

    Raises VoidRound when a source is silent, opens something else, or speaks twice.
    """
    reveals = tuple(reveals)
    causes = void_causes(draw_input, reveals)
    if causes:
        raise VoidRound(causes)
    values = {r.source: r.value for r in reveals}
    digest = hashlib.sha256(_TAG + bytes.fromhex(commit(draw_input)))
    for source in draw_input.sources:
        for part in (source.name.encode(), values[source.name]):
            digest.update(len(part).to_bytes(8, "big") + part)
    return digest.digest()


def void_causes(draw_input: DrawInput, reveals: tuple[Reveal, ...]) -> tuple[VoidCause, ...]:
    known = {s.name: s.commitment for s in draw_input.sources}
    times = Counter(r.source for r in reveals)
    causes = [VoidCause("missing", name) for name in known if not times[name]]
    causes += [VoidCause("repeated", name) for name, count in times.items() if count > 1]
    for reveal in reveals:
        if reveal.source not in known:
            causes.append(VoidCause("unknown", reveal.source))
        elif not _opens(known[reveal.source], reveal):
            causes.append(VoidCause("mismatch", reveal.source))
    return tuple(causes)


def _opens(commitment: str, reveal: Reveal) -> bool:
    try:
        return commit_reveal(reveal.salt, reveal.value) == commitment
    except ValueError:
        return False


def ticket(seed_bytes: bytes, candidate: str) -> bytes:
    """The number a candidate draws: HMAC-SHA-256(seed, id). The smallest comes first."""
    return hmac.digest(seed_bytes, candidate.encode(), "sha256")
