"""What a refusal says: the codes of its reasons, the fields of its problems."""

from __future__ import annotations

from typing import Any


def codes(excinfo: Any) -> list[str]:
    return [reason.code for reason in excinfo.value.decision.reasons]


def problems(excinfo: Any) -> list[tuple[str, str]]:
    return [(p.path, p.reason.code) for p in excinfo.value.problems]
