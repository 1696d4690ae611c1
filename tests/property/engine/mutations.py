"""Altered transcripts: one change at a random place, the form kept canonical."""

from __future__ import annotations

import importlib.util
import json
import random
from pathlib import Path
from types import ModuleType
from typing import Any

VERIFIER = Path(__file__).parents[3] / "tools" / "verify_draw.py"


def load_verifier() -> ModuleType:
    spec = importlib.util.spec_from_file_location("verify_draw", VERIFIER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def rejects(verifier: ModuleType, text: str) -> bool:
    try:
        return bool(verifier.differences(verifier.read(text.encode())))
    except verifier.Unreadable:
        return True


def mutate(text: str, dice: random.Random) -> str:
    """Change one leaf, or move, drop or repeat one entry of a list, of one line. All kinds of lines
    are as likely."""
    lines = text.split("\n")[:-1]
    kinds: dict[str, list[int]] = {}
    for at, line in enumerate(lines):
        kinds.setdefault(line.split(",")[0] if line.startswith("[") else "{", []).append(at)
    while True:
        at = dice.choice(kinds[dice.choice(sorted(kinds))])
        changed = canonical(altered(json.loads(lines[at]), dice))
        if changed != lines[at]:
            return "\n".join([*lines[:at], changed, *lines[at + 1 :], ""])


def canonical(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def altered(data: Any, dice: random.Random) -> Any:
    place, parent, key = data, data, None
    while isinstance(place, dict | list) and place:
        parent = place
        key = dice.choice(list(place) if isinstance(place, dict) else range(len(place)))
        place = place[key]
        if isinstance(place, list) and place and dice.random() < 0.3:
            parent, place = place, None
            break
    if place is None and isinstance(parent, list):
        entry = parent.pop(dice.randrange(len(parent)))
        for _ in range(dice.randint(0, 2)):
            parent.insert(dice.randint(0, len(parent)), entry)
    elif isinstance(place, bool):
        parent[key] = not place
    elif isinstance(place, int):
        parent[key] = place + dice.choice((-1, 1))
    elif isinstance(place, str) and place:
        at = dice.randrange(len(place))
        parent[key] = place[:at] + dice.choice("0123456789abcdef") + place[at + 1 :]
    return data
