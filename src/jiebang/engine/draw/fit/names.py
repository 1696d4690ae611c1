"""Pseudonyms that anybody can open later, and nobody before.

A key is made for the round and sealed: its hash goes into the frozen input. A pseudonym is
HMAC-SHA-256(key, kind LF identity). Revealing the key after the review opens every name at once;
a key that does not fit the seal opens nothing.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable

KEY_BYTES = 32
_SEAL = b"jiebang/round-key/1\n"


def pseudonym(key: bytes, kind: str, identity: str) -> str:
    """64 hexadecimal digits. `kind` keeps a unit and a candidate of one identity apart."""
    _check(key)
    return hmac.digest(key, f"{kind}\n{identity}".encode(), "sha256").hex()


def seal(key: bytes) -> str:
    """What is published of the key while it is secret."""
    _check(key)
    return hashlib.sha256(_SEAL + key).hexdigest()


def open_names(sealed: str, key: bytes, kind: str, identities: Iterable[str]) -> dict[str, str]:
    """Pseudonym → identity. ValueError for a key that is not the one sealed."""
    if seal(key) != sealed:
        raise ValueError("this is not the key that was sealed")
    return {pseudonym(key, kind, identity): identity for identity in identities}


def _check(key: bytes) -> None:
    if len(key) != KEY_BYTES:
        raise ValueError(f"a round key has {KEY_BYTES} bytes")
