"""What units have that a project can use: their research platforms, as they declared them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from jiebang.registry.models import Organisation

BETWEEN = re.compile(r"[\n;；、]+")


def platforms(unit_ids: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Research platforms by unit; one statement."""
    rows = Organisation.objects.filter(pk__in=set(unit_ids)).values_list("pk", "archive")
    return {str(pk): _listed(str((archive or {}).get("platforms") or "")) for pk, archive in rows}


def _listed(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(p.strip() for p in BETWEEN.split(text) if p.strip()))
