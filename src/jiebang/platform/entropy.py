"""Where ids, salts and receipts come from: the operating system, or for a rehearsal a seed.

`seeded` exists so that the same seed prepares the same demonstration. It is refused unless the
settings say that this installation is a demonstration.
"""

from __future__ import annotations

import hashlib
import secrets
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

_source: Iterator[bytes] | None = None


def token(size: int = 16) -> bytes:
    """`size` ≤ 32 bytes nobody can foresee (outside a rehearsal)."""
    return secrets.token_bytes(size) if _source is None else next(_source)[:size]


def new_id() -> uuid.UUID:
    return uuid.UUID(bytes=token(16), version=4)


def new_salt() -> str:
    return token(16).hex()


def receipt_code(prefix: str) -> str:
    """A short number people can read aloud: no letters that look like digits."""
    alphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
    return f"{prefix}-" + "".join(alphabet[b % 32] for b in token(10))


@contextmanager
def seeded(seed: str) -> Iterator[None]:
    """Take everything from SHA-256(seed ‖ counter) until the block ends."""
    from django.conf import settings  # noqa: PLC0415 -- settings are read when asked

    global _source
    if not settings.JIEBANG_DEMO:
        raise RuntimeError("only a demonstration may take its ids from a seed")
    before, _source = _source, _stream(seed)
    try:
        yield
    finally:
        _source = before


def _stream(seed: str) -> Iterator[bytes]:
    counter = 0
    while True:
        yield hashlib.sha256(f"{seed}\0{counter}".encode()).digest()
        counter += 1
