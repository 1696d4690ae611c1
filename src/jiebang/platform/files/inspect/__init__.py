"""Is this file what it says, and is it safe to keep? Pure: a path in, a verdict out.

The chain: name → extension → size → first bytes (libmagic) → structure. Nothing is ever
expanded beyond the limits; an archive's directory is judged before a byte of it is inflated.
"""

from __future__ import annotations

from pathlib import Path

import magic

from jiebang.platform.files.inspect import archives, images, names, office, portable, texts
from jiebang.platform.files.inspect.verdict import EXTENSIONS, Budget, Findings, Limits, Verdict

__all__ = ["EXTENSIONS", "Limits", "Verdict", "inspect"]

OFFICE = {kind: mime for kind, (_, mime) in office.MAIN_PART.items()}
MIMES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "txt": "text/plain",
    "csv": "text/csv",
    "zip": "application/zip",
    **OFFICE,
}
# What libmagic may call an honest file of each kind; structure decides between zip's children.
ZIPPED = frozenset({"application/zip", "application/octet-stream", *OFFICE.values()})
TEXTUAL = frozenset({"application/csv", "application/json", "application/octet-stream"})
LOCKED_OFFICE = "EncryptedPackage".encode("utf-16-le")


def inspect(path: Path, name: str, limits: Limits | None = None) -> Verdict:
    """Judge the file at `path` that its sender calls `name`."""
    limits = limits or Limits()
    found = Findings()
    name = names.normal(name)
    look(Path(path), name, found, Budget.of(limits), 0)
    return Verdict(
        name=name,
        kind=found.kind,
        mime=found.mime,
        size=Path(path).stat().st_size,
        pages=found.pages,
        encoding=found.encoding,
        problems=tuple(found.problems),
        flags=tuple(found.flags),
    )


def look(path: Path, name: str, found: Findings, budget: Budget, depth: int) -> None:
    limits = budget.limits
    if bad := names.problem(name, longest=limits.max_name):
        found.problems.append(bad)
    kind = names.extension(name)
    allowed = limits.extensions & MIMES.keys() if depth == 0 else MIMES.keys()
    if kind not in allowed:
        return found.problem("file_kind_not_allowed", kind=kind[:20])
    found.kind, found.mime = kind, MIMES[kind]
    size = path.stat().st_size
    if not size:
        return found.problem("file_empty")
    if depth == 0 and size > limits.max_bytes:
        return found.problem("file_too_large", have=size, limit=limits.max_bytes)
    if depth > limits.max_depth:
        return found.problem("file_nested", limit=limits.max_depth)
    if first_bytes_agree(path, found):
        structure(path, found, budget, depth)


def first_bytes_agree(path: Path, found: Findings) -> bool:
    really = magic.from_file(str(path), mime=True)
    kind = found.kind
    if kind in OFFICE or kind == "zip":
        agree = really in ZIPPED and starts(path, b"PK")
    elif kind in ("txt", "csv"):
        agree = really.startswith("text/") or really in TEXTUAL
    else:
        agree = really == MIMES[kind]
    if not agree and kind in OFFICE and locked_office(path):
        found.problem("file_encrypted")
    elif not agree:
        found.problem("file_not_what_it_says", said=kind, **{"is": really})
    return agree


def starts(path: Path, mark: bytes) -> bool:
    with path.open("rb") as file:
        return file.read(len(mark)) == mark


def locked_office(path: Path) -> bool:
    """A password makes Word write an old compound file around the encrypted package."""
    with path.open("rb") as file:
        head = file.read(8)
        if head != b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
            return False
        return LOCKED_OFFICE in file.read(8 * 1024 * 1024)


def structure(path: Path, found: Findings, budget: Budget, depth: int) -> None:
    def inner(path: Path, name: str, found: Findings, depth: int) -> None:
        look(path, name, found, budget, depth)

    if found.kind in OFFICE:
        office.inspect_office(path, found, budget, depth, inner)
    elif found.kind == "zip":
        archives.inspect_zip(path, found, budget, depth, inner)
    elif found.kind == "pdf":
        portable.inspect_pdf(path, found, budget.limits)
    elif found.kind in images.FORMATS:
        images.inspect_image(path, found, budget.limits)
    else:
        texts.inspect_text(path, found)
