"""What an expert knows, for fits; and who serves in public office."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from jiebang.registry.models import Expert

ORGAN = "11"  # a credit code of a public organ begins with it (GB 32100)


@dataclass(frozen=True, slots=True)
class Profile:
    fields: tuple[str, ...]
    keywords: tuple[str, ...]
    results: str
    official: bool


def profiles(ids: Iterable[str]) -> dict[str, Profile]:
    wanted = set(ids)
    rows = Expert.objects.values_list("pk", "fields", "keywords", "unit_code", "profile")
    return {
        str(pk): Profile(
            tuple(fields), words(keywords), profile.get("results") or "",
            bool(profile.get("official")) or code.startswith(ORGAN),
        )
        for pk, fields, keywords, code, profile in rows if str(pk) in wanted
    }  # fmt: skip


def words(text: str) -> tuple[str, ...]:
    return tuple(w for w in (w.strip() for w in re.split(r"[、,，;；\s]+", text)) if w)


def called(name: str, unit: str) -> list[str]:
    """Ids of the experts of this name in this unit."""
    rows = Expert.objects.filter(name=name.strip(), unit_name=unit.strip())
    return [str(pk) for pk in rows.exclude(state="removed").values_list("pk", flat=True)]
