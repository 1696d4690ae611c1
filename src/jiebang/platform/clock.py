"""The server's clock, the only one deadlines know. A demonstration may move it forward."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone


def now() -> datetime:
    """Aware UTC time; in a demonstration, shifted by what its visitors have asked for."""
    return timezone.now() + _shift()


def move_to(moment: datetime) -> None:
    """Move the demonstration's clock so that it is `moment` now. Refused anywhere else."""
    if not settings.JIEBANG_DEMO:
        raise RuntimeError("only a demonstration's clock can be moved")
    path = _path()
    path.parent.mkdir(parents=True, exist_ok=True)
    shift = (moment - timezone.now()).total_seconds()
    temporary = path.with_suffix(".new")
    temporary.write_text(json.dumps({"shift": shift}), encoding="utf-8")
    temporary.replace(path)


def _shift() -> timedelta:
    if not settings.JIEBANG_DEMO:
        return timedelta()
    try:
        return timedelta(seconds=json.loads(_path().read_text(encoding="utf-8"))["shift"])
    except FileNotFoundError:
        return timedelta()


def _path() -> Path:
    return Path(settings.JIEBANG_VAR) / "demo-clock.json"
