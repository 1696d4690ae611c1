"""Background entry points; may run twice."""

from __future__ import annotations

from jiebang.platform import clock
from jiebang.platform.files import store


def sweep() -> int:
    return store.sweep(clock.now())


def rescan() -> int:
    return store.rescan()
