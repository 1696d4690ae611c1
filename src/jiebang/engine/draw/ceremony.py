"""Randomness nobody could choose: commit first, freeze the input, then reveal.

Each party publishes SHA-256(salt ‖ value) before the input is frozen; public numbers are named
with the future time at which they will be known. The frozen input holds both, so everything is
fixed before anything is revealed. A missing or wrong reveal voids the round; it is never skipped.
After RFC 3797. The same ceremony serves every way of drawing.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from jiebang.engine.draw.sources import LEAST_VALUE_BYTES, AnySource, Source
from jiebang.engine.draw.stream import ticket

__all__ = [
    "LEAST_VALUE_BYTES", "SALT_BYTES", "Frozen", "Reveal", "VoidCause", "VoidRound", "commit",
    "commit_reveal", "in_order", "reveal_rows", "reveals_from", "seed", "ticket", "void_causes",
]  # fmt: skip

SALT_BYTES = 32
"""Fixed: with a free length a party could move the border between salt and value afterwards."""


class Frozen(Protocol):
    """What is fixed before the draw, whichever way is drawn."""

    @property
    def format(self) -> str: ...

    @property
    def sources(self) -> tuple[AnySource, ...]: ...

    def commitment(self) -> str:
        """A SHA-256 over everything, in hexadecimal."""
        ...


@dataclass(frozen=True, slots=True)
class Reveal:
    """What a source says after the input is frozen. A public one has no salt; its value is the
    published text in ASCII."""

    source: str
    salt: bytes
    value: bytes

    @classmethod
    def public(cls, source: str, text: str) -> Reveal:
        """A number or a beacon's randomness as published."""
        return cls(source, b"", text.encode())


@dataclass(frozen=True, slots=True)
class VoidCause:
    """`code`: missing, mismatch (a secret that is not the one committed to), malformed (a public
    value not of the form named), repeated, unknown."""

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


def commit(frozen: Frozen) -> str:
    """SHA-256 of the frozen input and the program's version, in hexadecimal."""
    return frozen.commitment()


def seed(frozen: Frozen, reveals: Iterable[Reveal]) -> bytes:
    """32 bytes: SHA-256(tag ‖ commit ‖ be64 lengths and bytes of every source's name and value).

    Raises VoidRound when a source is silent, opens something else, or speaks twice.
    """
    reveals = tuple(reveals)
    causes = void_causes(frozen, reveals)
    if causes:
        raise VoidRound(causes)
    values = {r.source: r.value for r in reveals}
    digest = hashlib.sha256(b"jiebang/" + frozen.format.encode() + b"/seed\n")
    digest.update(bytes.fromhex(frozen.commitment()))
    for source in frozen.sources:
        for part in (source.name.encode(), values[source.name]):
            digest.update(len(part).to_bytes(8, "big") + part)
    return digest.digest()


def void_causes(frozen: Frozen, reveals: tuple[Reveal, ...]) -> tuple[VoidCause, ...]:
    known = {s.name: s for s in frozen.sources}
    times = Counter(r.source for r in reveals)
    causes = [VoidCause("missing", name) for name in known if not times[name]]
    causes += [VoidCause("repeated", name) for name, count in times.items() if count > 1]
    for reveal in reveals:
        if reveal.source not in known:
            causes.append(VoidCause("unknown", reveal.source))
        elif not _opens(known[reveal.source], reveal):
            party = isinstance(known[reveal.source], Source)
            causes.append(VoidCause("mismatch" if party else "malformed", reveal.source))
    return tuple(causes)


def _opens(source: AnySource, reveal: Reveal) -> bool:
    try:
        if isinstance(source, Source):
            return commit_reveal(reveal.salt, reveal.value) == source.commitment
        return not reveal.salt and source.is_value(reveal.value.decode("ascii"))
    except ValueError:
        return False


def in_order(reveals: Iterable[Reveal]) -> tuple[Reveal, ...]:
    return tuple(sorted(reveals, key=lambda r: r.source))


def reveal_rows(reveals: Iterable[Reveal]) -> list[list[str]]:
    """[source, salt, value] in hexadecimal of a party; [source, text] of a public number."""
    return [
        [r.source, r.salt.hex(), r.value.hex()] if r.salt else [r.source, r.value.decode()]
        for r in reveals
    ]


def reveals_from(rows: Sequence[Sequence[str]]) -> tuple[Reveal, ...]:
    """What `reveal_rows` wrote; ValueError for anything else."""
    found = []
    for row in rows:
        if len(row) == 2:
            found.append(Reveal.public(row[0], row[1]))
        else:
            source, salt, value = row
            found.append(Reveal(source, bytes.fromhex(salt), bytes.fromhex(value)))
    return tuple(found)
