"""How near two fields of knowledge are in a classification whose codes nest.

GB/T 13745 writes 520 (computing), 520.20, 520.2060: each level is a longer prefix. The nearness of
two codes is twice their common levels over the sum of their levels (Wu and Palmer 1994).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

GB_T_13745 = (3, 5, 7)
"""Digits of a code up to each level."""


def field_path(code: str, levels: Sequence[int] = GB_T_13745) -> tuple[str, ...]:
    """The prefixes of a code, from the widest field down; dots and spaces do not count. What is
    longer than the last level is one level more; a code short of the first stands for itself."""
    plain = re.sub(r"[\W_]", "", code).upper()
    cuts = [n for n in levels if n < len(plain)]
    return tuple(plain[:n] for n in (*cuts, len(plain))) if plain else ()


def field_nearness(one: str, other: str, levels: Sequence[int] = GB_T_13745) -> float:
    """0 (nothing in common) to 1 (the same code)."""
    a, b = field_path(one, levels), field_path(other, levels)
    shared = sum(x == y for x, y in zip(a, b, strict=False))
    return 2 * shared / (len(a) + len(b)) if shared else 0.0


def fields_nearness(
    wanted: Sequence[str], held: Sequence[str], levels: Sequence[int] = GB_T_13745
) -> float | None:
    """Mean over the wanted codes of the nearest held one; None where a side names no field."""
    if not wanted or not held:
        return None
    return sum(max(field_nearness(w, h, levels) for h in held) for w in wanted) / len(wanted)
