"""Is this answer within every limit, and is none better? Checked without solving anything.

By weak duality no answer is worth more than what all seats, loads and limits cost at any prices
whatever, plus what each pair could still gain above its price. When an answer is worth exactly
that, it is optimal. Only sums of whole numbers are compared; nothing here knows how the flow or the
prices were found. Ahuja, Magnanti, Orlin, "Network Flows" (1993), chapters 9 and 14.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from jiebang.engine.matching.levels import NO_LIMIT, Level
from jiebang.engine.matching.objective import Curve, Integers, Linear, Pieces
from jiebang.engine.matching.problem import GroupPrices, Instance, Marginals, Prices

_SAFE = 2**62


def verify(p: Instance, answer: Marginals, prices: Prices | None = None) -> tuple[str, ...]:
    """Every fault found, as `code: detail`; empty when the answer is proved optimal.

    `prices` stand in for those of the answer. An answer without prices cannot be proved: its one
    fault is then `prices: none given`, and `broken` is what to ask.
    """
    given = prices or answer.prices
    faults = tuple(broken(p, answer.flow))
    if faults:
        return faults
    if p.objective.value(p.fit, answer.flow) != answer.objective:
        return ("objective: is not the value of the flow",)
    if given is None:
        return ("prices: none given",)
    faults = tuple(_unreadable(p, given))
    if faults:
        return faults
    most = bound(p, given)
    return () if most == answer.objective else (f"prices: prove {most}, not {answer.objective}",)


def broken(p: Instance, flow: Integers) -> Iterator[str]:
    """The limits a flow does not keep, one line for each kind with its first place."""
    if flow.shape != p.item.shape or flow.dtype != np.int64:
        yield f"flow: {flow.shape} {flow.dtype}, one int64 for each pair wanted"
        return
    for wrong in np.flatnonzero((flow < 0) | (flow > p.cap))[:1]:
        yield f"cap: pair {wrong} has {flow[wrong]} of {p.cap[wrong]}"
    used = np.flatnonzero(flow != 0)
    item, candidate, flow = p.item[used], p.candidate[used], flow[used]
    seated, loaded = sums(item, flow, p.items), sums(candidate, flow, p.candidates)
    for i in np.flatnonzero(seated != p.seats * p.scale)[:1]:
        yield f"seats: {p.item_name(i)} has {seated[i]} of {p.seats[i] * p.scale}"
    for c in np.flatnonzero(loaded > p.load * p.scale)[:1]:
        yield f"load: {p.candidate_name(c)} has {loaded[c]} of at most {p.load[c] * p.scale}"
    for c in np.flatnonzero(loaded < p.least * p.scale)[:1]:
        yield f"least: {p.candidate_name(c)} has {loaded[c]} of at least {p.least[c] * p.scale}"
    for level in p.levels:
        yield from _over_limit(p, level, item, level.group_of[candidate], flow)


def _over_limit(
    p: Instance, level: Level, item: Integers, group: Integers, flow: Integers
) -> Iterator[str]:
    inside = group >= 0
    keys, place = np.unique(
        item[inside] * max(level.groups, 1) + group[inside], return_inverse=True
    )
    held = sums(place, flow[inside], len(keys))
    items, groups = np.divmod(keys, max(level.groups, 1))
    limits = level.limits(items, groups)
    over = (limits < NO_LIMIT) & (held > np.where(limits < NO_LIMIT, limits, 0) * p.scale)
    for at in np.flatnonzero(over)[:1]:
        yield (
            f"{level.name}: {p.item_name(int(items[at]))} has {held[at]} from"
            f" {level.group_name(int(groups[at]))}, of {limits[at] * p.scale}"
        )


def bound(p: Instance, prices: Prices) -> int:
    """What no answer can exceed, by these prices."""
    scale = p.scale
    total = int(np.dot(prices.item, p.seats)) * scale
    total += int(np.maximum(prices.candidate * p.load, prices.candidate * p.least).sum()) * scale
    for level, rows in zip(p.levels, prices.groups, strict=True):
        total += int(np.dot(rows.price, level.limits(rows.item, rows.group))) * scale
    best = p.objective.best
    return total + sum(
        best(p.fit[part], p.cap[part], pair_prices(p, prices, part)) for part in p.parts()
    )


def pair_prices(p: Instance, prices: Prices, part: slice = slice(None)) -> Integers:
    """What a part of a seat costs each pair: its item, its candidate and the groups between."""
    item, candidate = p.item[part], p.candidate[part]
    found = prices.item[item] + prices.candidate[candidate]
    for level, rows in zip(p.levels, prices.groups, strict=True):
        if len(rows.price):
            add_group_prices(found, item, candidate, level, rows)
    return found


def add_group_prices(
    found: Integers, item: Integers, candidate: Integers, level: Level, rows: GroupPrices
) -> None:
    """Add the prices of one layer, to the pairs of priced items only."""
    priced = np.zeros(max(int(item.max(initial=0)), int(rows.item[-1])) + 1, bool)
    priced[rows.item] = True
    touched = np.flatnonzero(priced[item])
    group = level.group_of[candidate[touched]]
    touched, group = touched[group >= 0], group[group >= 0]
    keys = rows.item * level.groups + rows.group
    wanted = item[touched] * level.groups + group
    at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    hit = keys[at] == wanted
    found[touched[hit]] += rows.price[at[hit]]


def sums(place: Integers, amount: Integers, length: int) -> Integers:
    """Sums of amounts by place; exact, unlike a weighted bincount beyond 2^53."""
    found = np.zeros(length, np.int64)
    np.add.at(found, place, amount)
    return found


def _unreadable(p: Instance, prices: Prices) -> Iterator[str]:
    """Prices of the wrong shape, below 0 where a limit has only one side, or too large to add."""
    if prices.item.shape != p.seats.shape or prices.candidate.shape != p.load.shape:
        yield "prices: not one for each item and candidate"
        return
    if len(prices.groups) != len(p.levels):
        yield f"prices: {len(prices.groups)} layers of {len(p.levels)}"
        return
    arrays = [prices.item, prices.candidate, *(rows.price for rows in prices.groups)]
    places = [array for rows in prices.groups for array in (rows.item, rows.group)]
    if any(array.dtype != np.int64 for array in (*arrays, *places)):
        yield "prices: int64 only"
        return
    for level, rows in zip(p.levels, prices.groups, strict=True):
        fault = _unreadable_rows(p, level, rows)
        if fault:
            yield f"prices: {level.name}: {fault}"
            return
    largest = sum(max(abs(int(a.max(initial=0))), abs(int(a.min(initial=0)))) for a in arrays)
    if (largest + _steepest(p)) * _parts(p, prices) >= _SAFE:
        yield "prices: too large to add without rounding"


def _unreadable_rows(p: Instance, level: Level, rows: GroupPrices) -> str:
    if not len(rows.item) == len(rows.group) == len(rows.price):
        return "rows of different lengths"
    if not len(rows.item):
        return ""
    if rows.price.min() < 0:
        return "a price below 0"
    if rows.item.min() < 0 or rows.item.max() >= p.items:
        return "a price of no item"
    if rows.group.min() < 0 or rows.group.max() >= level.groups:
        return "a price of no group"
    if (np.diff(rows.item * level.groups + rows.group) <= 0).any():
        return "rows not sorted, or one twice"
    if (level.limits(rows.item, rows.group) == NO_LIMIT).any():
        return "a price where there is no limit"
    return ""


def _steepest(p: Instance) -> int:
    """No part of a seat gains more than this, nor loses more."""
    fit = int(np.abs(p.fit).max(initial=0))
    if isinstance(p.objective, Linear):
        return fit
    if isinstance(p.objective, Pieces):
        return fit * max(map(abs, p.objective.slopes))
    if isinstance(p.objective, Curve):
        return fit * p.objective.weight + max(map(abs, p.objective.costs))
    return fit * p.objective.weight + 2 * p.scale * p.objective.bend


def _parts(p: Instance, prices: Prices) -> float:
    """Parts of seats in all that prices are multiplied with; floating, so that it cannot overflow
    itself."""
    seats = p.seats.sum(dtype=float) + p.load.sum(dtype=float)
    for level, rows in zip(p.levels, prices.groups, strict=True):
        seats += level.limits(rows.item, rows.group).sum(dtype=float)
    return float(p.scale * seats + p.cap.sum(dtype=float) + 1)
