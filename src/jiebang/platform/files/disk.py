"""Bytes on disk: written under a random name, durable before anyone is told they arrived."""

from __future__ import annotations

import hashlib
import os
import secrets
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

INCOMING = "incoming"
STALE = 24 * 3600  # seconds by the disk's own clock


class TooLarge(Exception):
    """More bytes came than are allowed; nothing was kept."""


def root() -> Path:
    return Path(settings.JIEBANG_FILES)


def opened(relative: str) -> BinaryIO:
    return (root() / relative).open("rb")


def write_incoming(chunks: Iterable[bytes], *, most: int) -> tuple[Path, str, int]:
    """Stream to a temporary file: its path, SHA-256 and size. Stops at the first byte too many."""
    folder = root() / INCOMING
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path, digest, size = folder / secrets.token_hex(16), hashlib.sha256(), 0
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            for piece in chunks:
                size += len(piece)
                if size > most:
                    raise TooLarge
                digest.update(piece)
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        path.unlink()
        raise
    return path, digest.hexdigest(), size


def keep(incoming: Path) -> str:
    """Move a finished file to its place; durable when this returns. Answers the relative path."""
    name = secrets.token_hex(16)
    relative = f"{name[:2]}/{name[2:]}"
    target = root() / relative
    target.parent.mkdir(mode=0o700, exist_ok=True)
    incoming.rename(target)
    sync_folder(target.parent)
    sync_folder(root())
    return relative


def sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def discard(relative: str) -> None:
    (root() / relative).unlink(missing_ok=True)


def digest(relative: str) -> str | None:
    """SHA-256 of what is there now; None when nothing is."""
    try:
        with opened(relative) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return None


def stale() -> Iterator[str]:
    """Relative paths of files nobody has touched for a day, finished or not."""
    oldest = time.time() - STALE
    for path in root().glob("*/*"):
        if path.stat().st_mtime < oldest:
            yield str(path.relative_to(root()))
