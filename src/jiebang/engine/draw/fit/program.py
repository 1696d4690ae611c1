"""Which program this is: a digest over the source of everything that decides a draw by fit."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable

PACKAGES = ("draw", "matching", "transparency")


def program_digest() -> str:
    """SHA-256 over "path LF SHA-256 LF" of every source file of the packages, sorted by path."""
    found = hashlib.sha256()
    engine = files("jiebang.engine")
    for package in PACKAGES:
        for path, raw in sorted(_sources(engine / package, package)):
            found.update(f"{path}\n{hashlib.sha256(raw).hexdigest()}\n".encode())
    return found.hexdigest()


def _sources(folder: Traversable, path: str) -> Iterator[tuple[str, bytes]]:
    for one in folder.iterdir():
        if one.is_dir():
            yield from _sources(one, f"{path}/{one.name}")
        elif one.name.endswith(".py"):
            yield f"{path}/{one.name}", one.read_bytes()
