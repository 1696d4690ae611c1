"""File names as people send them: shown again to others, so they must not lie."""

from __future__ import annotations

import unicodedata
from pathlib import PurePosixPath

from jiebang.engine.decision import Reason

# Control, format (right-to-left marks, zero width), surrogate, line and paragraph separators.
INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Cn", "Zl", "Zp"})
FORBIDDEN = frozenset('/\\<>:"|?*')


def normal(name: str) -> str:
    return unicodedata.normalize("NFC", name).strip()


def extension(name: str) -> str:
    return PurePosixPath(name).suffix[1:].lower()


def problem(name: str, *, longest: int) -> Reason | None:
    """Why a (normalised) name cannot be kept, or None."""
    if len(name) > longest:
        return Reason("file_name_too_long", {"have": len(name), "limit": longest})
    if not name.strip(". ") or name[-1] in ". " or name[0] == ".":
        return Reason("file_name_bad", {"name": printable(name)})
    if any(c in FORBIDDEN or unicodedata.category(c) in INVISIBLE for c in name):
        return Reason("file_name_bad", {"name": printable(name)})
    return None


def printable(name: str) -> str:
    """The name with every invisible character shown as ␣, short enough for a message."""
    return "".join("␣" if unicodedata.category(c) in INVISIBLE else c for c in name)[:80]
