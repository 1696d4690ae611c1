"""Two transactions that wait for each other: PostgreSQL ends one of them, and it is begun again."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import OperationalError, connection

ENDED = frozenset({"40P01", "40001"})  # SQLSTATE: deadlock detected, serialization failure
TRIES = 4


def begun_again(step: Callable[..., Any]) -> Callable[..., Any]:
    """For what is one transaction. Nothing of the one that was ended stands; inside another
    transaction it is that one's to begin again."""

    @wraps(step)
    def done(*args: Any, **named: Any) -> Any:
        for _ in range(TRIES - 1):
            try:
                return step(*args, **named)
            except OperationalError as wrong:
                ended = getattr(wrong.__cause__, "sqlstate", "") in ENDED
                if connection.in_atomic_block or not ended:
                    raise
        return step(*args, **named)

    return done
