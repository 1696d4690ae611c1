"""Which eligibility rules an edition may choose among, and the limits each one takes.

The rules themselves are in `rulebook/gates.py`; here is only what the document says of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from . import leaves as read
from .leaves import Report, leaf, read_section, section


@section
class NoLimits:
    """The rule says yes or no; there is nothing to set."""


@section
class Count:
    limit: int = read.whole(0, 100)


@section
class Years:
    years: int = read.whole(1, 10)


@section
class Step:
    """From the step before up to this revenue the share applies; the last step is open."""

    revenue_below: int | None = read.money("0.01", optional=True)
    percent: Decimal = read.number("0", "100")


@section
class Steps:
    steps: tuple[Step, ...] = read.many(Step, least=1, most=10)


@section
class Least:
    amount: int = read.money("0.01")


@section
class Ratio:
    percent: Decimal = read.number("0", "1000")


@section
class Months:
    months: int = read.whole(1, 120)


DEMAND_LIMITS: Mapping[str, type] = {
    "city_registered": NoLimits,
    "legal_person": NoLimits,
    "demands_per_unit": NoLimits,  # the limit is collection.demands_per_unit
    "rnd_two_years": NoLimits,
    "rnd_intensity_steps": Steps,
    "minimum_total": Least,
    "own_fund_ratio": Ratio,
    "own_to_fiscal": Ratio,
    "period_max": Months,
    "publicly_funded": NoLimits,
    "unfinished_project": Count,
    "clean_credit": Years,
    "promise_signed": NoLimits,
}


@section
class Gate:
    """A rule chosen by name, with its limits."""

    code: str
    limits: Any


def gates() -> Any:
    """The demand gates, in the order they are shown."""

    def reader(raw: Any, path: str, report: Report) -> tuple[Gate, ...]:
        if not isinstance(raw, list) or not all(isinstance(x, Mapping) for x in raw):
            report.add(path, "not_a_list")
            return ()
        chosen: dict[str, Gate] = {}
        for index, item in enumerate(raw):
            name = item.get("code")
            at = f"{path}.{name or index}"
            if name not in DEMAND_LIMITS:
                report.add(at, "unknown_gate", given=str(name)[:40])
                continue
            if name in chosen:
                report.add(at, "repeated_code", code=name)
            rest = {k: v for k, v in item.items() if k != "code"}
            limits = read_section(DEMAND_LIMITS[name], rest, at, report)
            chosen[name] = Gate(code=name, limits=limits)
        return tuple(chosen.values())

    return leaf(reader)
