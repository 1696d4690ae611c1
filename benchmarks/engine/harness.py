"""One measured line of `make bench-engine`, and what measuring needs."""

from __future__ import annotations

import gc
import os
import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("JIEBANG_DATA", ROOT.parent / "shared" / "data"))
"""Public data sets, where somebody put them; cases that need them are skipped without."""


@dataclass(frozen=True)
class Row:
    """`ours` against `reference`, both measured in this run unless the reference's name says
    "published". `met` is None where there is no bar."""

    what: str
    ours: str
    reference: str = ""
    bar: str = ""
    met: bool | None = None


def timed(run: Callable[[], Any]) -> tuple[float, Any]:
    """Wall seconds of one call, and what it gave."""
    gc.collect()
    start = time.perf_counter()
    given = run()
    return time.perf_counter() - start, given


def peak_mb() -> float:
    """The most memory this process held so far, MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
