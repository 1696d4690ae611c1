"""Evidence packed in a zip: every entry is inspected as if it had been sent alone."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path, PurePosixPath

from jiebang.platform.files.inspect import directory, expand
from jiebang.platform.files.inspect.verdict import Budget, Findings

LITTER = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
LITTER_BYTES = 64 * 1024

Look = Callable[[Path, str, Findings, int], None]  # path, name, findings, depth


def inspect_zip(path: Path, found: Findings, budget: Budget, depth: int, look: Look) -> None:
    archive = directory.open_directory(path, found, budget.limits)
    if archive is None:
        return
    with archive:
        if not directory.judge(archive, found, budget):
            return
        entries = list(directory.files(archive))
        if not entries:
            found.problem("file_empty")
        for info in entries:
            if not inspect_entry(archive, info, found, budget, depth, look):
                return


def inspect_entry(
    archive: zipfile.ZipFile,
    info: zipfile.ZipInfo,
    found: Findings,
    budget: Budget,
    depth: int,
    look: Look,
) -> bool:
    """Expand one entry to disk and look at it; False when the archive must not be read on."""
    name = PurePosixPath(directory.entry_name(info)).name
    inner = Findings()
    with tempfile.NamedTemporaryFile(prefix="entry-") as copy:
        if not expanded(archive, info, copy, found, budget):
            return False
        if not litter(info):
            look(Path(copy.name), name, inner, depth + 1)
    for reason in inner.problems:
        found.problem(reason.code, **{"entry": name, **reason.params})
    for reason in inner.flags:
        found.flag(reason.code, **{"entry": name, **reason.params})
    return True


def litter(info: zipfile.ZipInfo) -> bool:
    """What macOS and Windows leave in every archive: small, and nobody's evidence."""
    name = PurePosixPath(info.filename)
    known = name.name in LITTER or (name.parts[0] == "__MACOSX" and name.name[:2] == "._")
    return known and info.file_size <= LITTER_BYTES


def expanded(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, copy, found: Findings, budget: Budget
) -> bool:
    """Write the entry into `copy`; False, with the problem noted, when it cannot be trusted."""
    try:
        for piece in expand.chunks(archive, info, budget):
            copy.write(piece)
    except expand.Overflow:
        found.problem("file_bomb", limit=budget.limits.max_expanded_bytes)
        return False
    except expand.Broken:
        found.problem("file_broken")
        return False
    copy.flush()
    return True
