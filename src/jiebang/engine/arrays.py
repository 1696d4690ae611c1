"""Arrays in files: NPZ without anything that could run code."""

from __future__ import annotations

import zipfile
from typing import Any

import numpy as np


def read_npz(path: str) -> dict[str, Any]:
    """Arrays by name. ValueError for what is no NPZ or holds pickled objects."""
    try:
        with np.load(path, allow_pickle=False) as found:
            return {name: found[name] for name in found.files}
    except (zipfile.BadZipFile, AttributeError) as problem:
        raise ValueError(f"no NPZ file: {problem}") from problem


def write_npz(path: str, **arrays: Any) -> None:
    """The arrays, compressed."""
    np.savez_compressed(path, allow_pickle=False, **arrays)
