"""Editions: one validated, immutable, versioned document of policy values that a batch pins."""

from .limits import Gate
from .loading import (
    Difference,
    EditionInvalid,
    Line,
    diff,
    digest,
    dump_toml,
    lines,
    load,
    shipped,
    shipped_text,
)
from .whole import Edition, Origin

__all__ = [
    "Difference", "Edition", "EditionInvalid", "Gate", "Line", "Origin", "diff", "digest",
    "dump_toml", "lines", "load", "shipped", "shipped_text",
]  # fmt: skip
