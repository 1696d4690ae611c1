"""The texts of a batch in an index on disk, made again where it is missing, stale or broken."""

from __future__ import annotations

import os
from pathlib import Path

from django.conf import settings

from jiebang.engine.arrays import read_npz, write_npz
from jiebang.engine.duplicates import DuplicateIndex
from jiebang.engine.duplicates.packing import unpacked
from jiebang.programme.queries import texts


def shelf(batch_id: str) -> DuplicateIndex:
    """All texts of a batch that may be read now. Only what changed is indexed anew."""
    path = Path(settings.JIEBANG_VAR) / "likeness" / f"{batch_id}.npz"
    found, held = _saved(path)
    wanted = texts.keys(batch_id)
    for key in held - wanted:
        found.remove(key)
    for one in texts.shelved(wanted - held):
        found.add(one.key, one.text, one.group)
    if held != wanted:
        _save(path, found)
    return found


def _saved(path: Path) -> tuple[DuplicateIndex, frozenset[str]]:
    try:
        arrays = read_npz(str(path))
        return DuplicateIndex.from_arrays(arrays), frozenset(unpacked("ids", arrays))
    except (OSError, ValueError, EOFError):
        return DuplicateIndex(), frozenset()


def _save(path: Path, index: DuplicateIndex) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    new = path.with_name(f"{path.stem}.{os.getpid()}.npz")
    write_npz(str(new), **index.arrays())
    new.replace(path)
