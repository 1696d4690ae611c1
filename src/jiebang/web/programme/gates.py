"""Eligibility rules on a page: each with its value, its limit and its verdict (R014)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from jiebang.rulebook.gates import BID_GATES, DEMAND_GATES, GateResult, Rule
from jiebang.web.wording import label, sentence
from jiebang.web.wording.amounts import shown

VERDICTS = {"pass": "passed", "fail": "failed", "unknown": "unknown"}
RELATIONS = {
    "none": "No relation",
    "clear": "No relation",
    "pending": "To be checked",
    "to_check": "To be checked",
    "related": "Related",
}


def demand_rows(results: Iterable[GateResult]) -> list[dict[str, Any]]:
    return [_row(DEMAND_GATES, g) for g in results]


def bid_rows(results: Iterable[GateResult]) -> list[dict[str, Any]]:
    return [_row(BID_GATES, g) for g in results]


def _row(rules: Mapping[str, Rule], g: GateResult) -> dict[str, Any]:
    return {
        "code": g.code,
        "rule": label(rules[g.code]),
        "value": _shown(g.value, str(g.unit)),
        "limit": _shown(g.limit, str(g.unit)),
        "verdict": VERDICTS[str(g.verdict)],
        "hint": sentence(g.reason) if g.reason else "",
    }


def _shown(value: Any, unit: str) -> str:
    if unit == "relation" and value:
        return _(RELATIONS.get(str(value), str(value)))
    return shown(value, unit)
