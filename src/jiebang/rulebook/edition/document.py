"""An edition as a plain document: TOML in and out, inheritance, paths, digest."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from .leaves import Report, join, key_of

Document = Mapping[str, Any]
DEPTH = 8  # how far a chain of `extends` may go


def parse(text: str, parent: Callable[[str], str], report: Report) -> dict[str, Any]:
    """The document with everything it extends merged in; `extends` itself is gone."""
    try:
        return _resolve(text, parent, ())
    except tomllib.TOMLDecodeError as wrong:
        report.add("", "not_toml", detail=str(wrong))
    except LookupError as wrong:
        report.add("extends", "cannot_extend", given=str(wrong.args[0]) if wrong.args else "")
    return {}


def _resolve(text: str, parent: Callable[[str], str], chain: tuple[str, ...]) -> dict[str, Any]:
    own = tomllib.loads(text, parse_float=Decimal)
    extends = own.pop("extends", [])
    merged: dict[str, Any] = {}
    for name in extends if isinstance(extends, list) else [extends]:
        if not isinstance(name, str) or name in chain or len(chain) >= DEPTH:
            raise LookupError(name)
        merged = _over(merged, _resolve(parent(name), parent, (*chain, name)))
    return _over(merged, own)


def _over(base: Document, own: Document) -> dict[str, Any]:
    """`own` merged over `base`. A mark of origin is inherited only with the value it speaks of."""
    merged = merge(base, own)
    inherited, stated = base.get("origin", {}), own.get("origin", {})
    if inherited and isinstance(stated, Mapping):
        before, after = dict(leaves(base)), dict(leaves(merged))
        changed = {p for p in before.keys() | after.keys() if before.get(p) != after.get(p)}
        kept = {m: mark for m, mark in inherited.items() if not any(_under(p, m) for p in changed)}
        merged["origin"] = {**kept, **stated}
    return merged


def _under(path: str, section: str) -> bool:
    return path == section or path.startswith(f"{section}.")


def merge(base: Document, over: Document) -> dict[str, Any]:
    """Tables are merged key by key; anything else, lists too, is replaced whole."""
    out = dict(base)
    for key, value in over.items():
        both = isinstance(value, Mapping) and isinstance(out.get(key), Mapping)
        out[key] = merge(out[key], value) if both else value
    return out


def freeze(value: Any) -> Any:
    """The same document, unchangeable; whole decimals become integers, so 1 and 1.0 are one."""
    if isinstance(value, Mapping):
        return MappingProxyType({k: freeze(v) for k, v in value.items()})
    if isinstance(value, list | tuple):
        return tuple(freeze(v) for v in value)
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else value.normalize()
    return value


def canonical(value: Any) -> bytes:
    """One byte string for one meaning: keys sorted, decimals as tagged text, no spaces."""
    return json.dumps(
        _plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    ).encode()


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {k: _plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    if isinstance(value, Decimal):
        return {"decimal": format(value, "f")}
    return value


def sha256(document: Document) -> str:
    return hashlib.sha256(canonical(freeze(document))).hexdigest()


def leaves(value: Any, at: str = "") -> Iterator[tuple[str, Any]]:
    """Every value with its path; an item of a list goes by its code, else by its place."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from leaves(inner, join(at, key))
    elif isinstance(value, list | tuple) and any(isinstance(x, Mapping) for x in value):
        for index, inner in enumerate(value):
            yield from leaves(inner, join(at, key_of(inner, index)))
    else:
        yield at, value


def paths(document: Document) -> frozenset[str]:
    """The paths of all values and of the sections above them."""
    found: set[str] = set()
    for path, _ in leaves(document):
        while path:
            found.add(path)
            path = path.rpartition(".")[0]
    return frozenset(found)


# Writing ---------------------------------------------------------------------------------------


def write(document: Document) -> str:
    """TOML that reads back to the same document."""
    return "\n".join(_table(document, "")).strip() + "\n"


def _table(table: Document, at: str) -> Iterator[str]:
    nested = {k: v for k, v in table.items() if _is_nested(v)}
    for key, value in table.items():
        if key not in nested:
            yield f"{_key(key)} = {_value(value)}"
    for key, value in nested.items():
        path = join(at, _key(key))
        if isinstance(value, Mapping):
            yield f"\n[{path}]"
            yield from _table(value, path)
        for item in value if not isinstance(value, Mapping) else ():
            yield f"\n[[{path}]]"
            yield from _table(item, path)


def _is_nested(value: Any) -> bool:
    if isinstance(value, Mapping):
        return True
    many = isinstance(value, list | tuple) and bool(value)
    return many and all(isinstance(x, Mapping) for x in value)


def _key(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else json.dumps(key, ensure_ascii=False)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, Sequence):
        return "[" + ", ".join(_value(v) for v in value) + "]"
    return str(value)
