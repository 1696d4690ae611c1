"""One value, one sequence of bytes: canonical JSON for what is hashed or signed.

RFC 8785 for the types we allow: objects with text keys, arrays, text, whole numbers, true, false,
null. Fractions are refused rather than rounded: money is fen, scores are text.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence

LARGEST = 2**53 - 1
"""Beyond this, JSON readers in other languages lose digits (RFC 7493)."""


class CanonicalError(ValueError):
    """The value has no canonical form; the message says where and why."""


def canonical(value: object) -> bytes:
    """UTF-8 bytes, keys sorted by UTF-16 code units, no white space."""
    return _text(value, "$").encode()


def digest(value: object) -> str:
    """SHA-256 over the canonical bytes, in lower-case hexadecimal."""
    return hashlib.sha256(canonical(value)).hexdigest()


def _text(value: object, where: str) -> str:
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int):
        return _whole_number(value, where)
    if isinstance(value, str):
        return _string(value, where)
    if isinstance(value, Mapping):
        return _object(value, where)
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray | memoryview):
        return "[" + ",".join(_text(v, f"{where}[{i}]") for i, v in enumerate(value)) + "]"
    raise CanonicalError(f"{where}: {type(value).__name__} has no canonical form")


def _whole_number(value: int, where: str) -> str:
    if abs(value) > LARGEST:
        raise CanonicalError(f"{where}: {value} is beyond 2^53 - 1")
    return str(int(value))


def _string(value: str, where: str) -> str:
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise CanonicalError(f"{where}: half a surrogate pair") from error
    return json.dumps(str(value), ensure_ascii=False)


def _object(value: Mapping[object, object], where: str) -> str:
    for key in value:
        if not isinstance(key, str):
            raise CanonicalError(f"{where}: the key {key!r} is not text")
    keys = sorted((str(key) for key in value), key=lambda k: k.encode("utf-16-be", "surrogatepass"))
    members = (f"{_string(k, where)}:{_text(value[k], f'{where}.{k}')}" for k in keys)
    return "{" + ",".join(members) + "}"
