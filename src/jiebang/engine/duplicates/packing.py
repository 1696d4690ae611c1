"""Texts in arrays: no pickled objects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np


def packed(name: str, texts: Sequence[str]) -> dict[str, Any]:
    """UTF-8 bytes one after the other, and where each text ends."""
    raw = [text.encode("utf-8", "surrogatepass") for text in texts]
    return {
        name: np.frombuffer(b"".join(raw), dtype=np.uint8),
        f"{name}_end": np.cumsum([len(one) for one in raw], dtype=np.int64),
    }


def unpacked(name: str, arrays: Mapping[str, Any]) -> tuple[str, ...]:
    """The texts again. ValueError where the arrays are missing or do not belong together."""
    if name not in arrays or f"{name}_end" not in arrays:
        raise ValueError(f"no array {name}")
    raw = np.asarray(arrays[name], dtype=np.uint8).tobytes()
    ends = np.asarray(arrays[f"{name}_end"], dtype=np.int64)
    starts = np.concatenate(([0], ends[:-1])) if len(ends) else ends
    if (ends < starts).any() or (int(ends[-1]) if len(ends) else 0) != len(raw):
        raise ValueError(f"array {name} does not fit its ends")
    return tuple(
        raw[a:b].decode("utf-8", "surrogatepass") for a, b in zip(starts, ends, strict=True)
    )
