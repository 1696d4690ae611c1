"""What units have that a project can use: their research platforms, as they declared them."""

from __future__ import annotations

import re

from jiebang.platform.reading import dashed, told, written
from jiebang.registry.models import Organisation

BETWEEN = re.compile(r"[\n;；、]+")


def platforms() -> dict[str, tuple[str, ...]]:
    """Research platforms by unit, of the units that have any; one statement."""
    rows = Organisation.objects.filter(archive__has_key="platforms")
    found = rows.values_list(written("pk"), told("archive__platforms"))
    return {dashed(pk): _listed(text) for pk, text in found if text}


def _listed(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(p.strip() for p in BETWEEN.split(text) if p.strip()))
