"""The announcement of a draw by fit, line by line. Each is canonical JSON and a leaf of a tree.

    {"format": "fit-draw/1", …}                                     the header
    ["candidate", id, load, least, [group or null of each level]]    sorted by id
    ["item", id, seats, reserves, [[class, seats]…], [[level, group, limit]…], cap,
        [numbers of candidate lines], [fits]]                        sorted by id; cap may be a list
    ["flow", [places in the item's lists], [parts], price, [[level, group, price]…]]   one an item
    ["prices", [price of each candidate], value]                     value as text

`seats` count reserves too. Levels and candidates are numbered from 0.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from jiebang.engine.draw.fit.problem import FORMAT, ClassSeats, FitInput
from jiebang.engine.draw.sources import as_row, from_row
from jiebang.engine.matching import (
    LINEAR,
    Curve,
    GroupPrices,
    Instance,
    Integers,
    Level,
    Linear,
    Marginals,
    Objective,
    Pieces,
    Prices,
    Quadratic,
)
from jiebang.engine.transparency.canonical import canonical

Line = dict[str, Any] | list[Any]


def line(value: Line) -> bytes:
    """Canonical bytes without a line end; fast, for lists of whole numbers and text."""
    if isinstance(value, dict):
        return canonical(value)
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


# Writing ---------------------------------------------------------------------------------------


def input_lines(frozen: FitInput) -> Iterator[bytes]:
    p = frozen.instance
    yield line(_header(frozen))
    groups = [[*level.names, None] for level in p.levels]
    keys = [level.group_of.tolist() for level in p.levels]
    for c, name in enumerate(p.candidate_names):
        its = [names[of[c]] for names, of in zip(groups, keys, strict=True)]
        yield line(["candidate", name, int(p.load[c]), int(p.least[c]), its])
    classes: dict[str, list[list[object]]] = {}
    for one in frozen.classes:
        classes.setdefault(one.item, []).append([one.group, one.seats])
    limits = _overrides(p)
    bounds = np.searchsorted(p.item, np.arange(p.items + 1)).tolist()
    for i, name in enumerate(p.item_names):
        mine = slice(bounds[i], bounds[i + 1])
        yield line([
            "item", name, int(p.seats[i]), int(frozen.reserves[i]), classes.get(name, []),
            limits.get(i, []), _cap(p.cap[mine], p.scale), p.candidate[mine].tolist(),
            p.fit[mine].tolist(),
        ])  # fmt: skip


def _header(frozen: FitInput) -> dict[str, Any]:
    p = frozen.instance
    return {
        "format": FORMAT, "subject": frozen.subject, "round": frozen.round,
        "previous": frozen.previous, "program": frozen.program, "sealed_key": frozen.sealed_key,
        "sources": [as_row(s) for s in frozen.sources], "balls": frozen.balls,
        "beside": [list(row) for row in frozen.beside],
        "scale": p.scale, "objective": _objective_row(p.objective),
        "levels": [[level.name, level.limit] for level in p.levels],
        "class_level": frozen.class_level, "candidates": p.candidates, "items": p.items,
    }  # fmt: skip


def _objective_row(objective: Objective) -> list[object]:
    if isinstance(objective, Linear):
        return ["linear"]
    if isinstance(objective, Pieces):
        return ["pieces", list(objective.widths), list(objective.slopes)]
    if isinstance(objective, Curve):
        return ["curve", objective.weight, list(objective.costs)]
    return ["quadratic", objective.weight, objective.bend]


def _cap(caps: Integers, scale: int) -> int | list[int]:
    """One number where the pairs of an item share it."""
    if not len(caps):
        return scale
    return int(caps[0]) if (caps == caps[0]).all() else caps.tolist()


def _overrides(p: Instance) -> dict[int, list[list[object]]]:
    found: dict[int, list[list[object]]] = {}
    for number, level in enumerate(p.levels):
        rows = zip(
            level.override_item.tolist(), level.override_group.tolist(),
            level.override_limit.tolist(), strict=True,
        )  # fmt: skip
        for item, group, limit in rows:
            found.setdefault(item, []).append([number, level.names[group], limit])
    return found


def solution_lines(frozen: FitInput, marginals: Marginals) -> Iterator[bytes]:
    p, prices = frozen.instance, marginals.prices
    if prices is None:
        raise ValueError("marginals without prices cannot be checked by others")
    grouped: dict[int, list[list[object]]] = {}
    for number, (level, rows) in enumerate(zip(p.levels, prices.groups, strict=True)):
        for item, group, price in zip(
            rows.item.tolist(), rows.group.tolist(), rows.price.tolist(), strict=True
        ):
            grouped.setdefault(item, []).append([number, level.names[group], price])
    used = np.flatnonzero(marginals.flow)
    starts = np.searchsorted(p.item, np.arange(p.items))
    where = (used - starts[p.item[used]]).tolist()
    parts = marginals.flow[used].tolist()
    cuts = np.searchsorted(p.item[used], np.arange(p.items + 1)).tolist()
    for i in range(p.items):
        mine = slice(cuts[i], cuts[i + 1])
        yield line(["flow", where[mine], parts[mine], int(prices.item[i]), grouped.get(i, [])])
    yield line(["prices", prices.candidate.tolist(), str(marginals.objective)])


# Reading ---------------------------------------------------------------------------------------


def read_input(header: dict[str, Any], rows: Sequence[list[Any]]) -> FitInput:
    """From the header and the candidate and item lines after it. ValueError or TypeError when they
    are something else."""
    if header["format"] != FORMAT:
        raise ValueError(f"format is not {FORMAT}")
    people, items = rows[: header["candidates"]], rows[header["candidates"] :]
    if {r[0] for r in people} - {"candidate"} or {r[0] for r in items} - {"item"}:
        raise ValueError("a line stands where it does not belong")
    p = Instance.build(
        seats=_ints([r[2] for r in items]), load=_ints([r[2] for r in people]),
        least=_ints([r[3] for r in people]),
        item=np.repeat(np.arange(len(items)), [len(r[7]) for r in items]),
        candidate=_ints([c for r in items for c in r[7]]),
        fit=_ints([f for r in items for f in r[8]]),
        cap=_ints([c for r in items for c in _caps(r[6], len(r[7]))]),
        scale=header["scale"], items=len(items), candidates=len(people),
        levels=_read_levels(header["levels"], people, items),
        objective=_read_objective(header["objective"]),
        item_names=[r[1] for r in items], candidate_names=[r[1] for r in people],
    )  # fmt: skip
    return FitInput(
        header["subject"], header["round"], p, _ints([r[3] for r in items]),
        tuple(map(from_row, header["sources"])), header["sealed_key"], header["program"],
        tuple(ClassSeats(r[1], group, seats) for r in items for group, seats in r[4]),
        header["class_level"], tuple(header["previous"]), header["balls"],
        tuple((name, value) for name, value in header["beside"]),
    )  # fmt: skip


def _ints(values: Sequence[int]) -> Integers:
    return np.array(values, np.int64)


def _caps(cap: int | list[int], length: int) -> list[int]:
    return cap if isinstance(cap, list) else [cap] * length


def _read_levels(
    rows: Sequence[list[Any]], people: Sequence[list[Any]], items: Sequence[list[Any]]
) -> list[Level]:
    levels = []
    for number, (name, limit) in enumerate(rows):
        limits = [(i, g, n) for i, r in enumerate(items) for at, g, n in r[5] if at == number]
        named = {r[4][number] for r in people} - {None} | {g for _, g, _ in limits}
        names = tuple(sorted(named))
        place: dict[str | None, int] = {g: at for at, g in enumerate(names)}
        levels.append(
            Level(
                name, _ints([place.get(r[4][number], -1) for r in people]), limit,
                _ints([i for i, _, _ in limits]), _ints([place[g] for _, g, _ in limits]),
                _ints([n for _, _, n in limits]), names,
            )
        )  # fmt: skip
    return levels


def _read_objective(row: Sequence[Any]) -> Objective:
    kind, *rest = row
    if kind == "linear" and not rest:
        return LINEAR
    if kind == "pieces":
        widths, slopes = rest
        return Pieces(tuple(widths), tuple(slopes))
    if kind == "quadratic":
        return Quadratic(*rest)
    if kind == "curve":
        weight, costs = rest
        return Curve(weight, tuple(costs))
    raise ValueError(f"no objective: {row!r}")


def read_solution(p: Instance, rows: Sequence[list[Any]]) -> Marginals:
    """From the flow lines and the line of prices."""
    *flows, (kind, candidate_prices, value) = rows
    if kind != "prices" or {r[0] for r in flows} - {"flow"} or len(flows) != p.items:
        raise ValueError("a line stands where it does not belong")
    flow = np.zeros(p.pairs, np.int64)
    starts = np.searchsorted(p.item, np.arange(p.items)).tolist()
    for start, row in zip(starts, flows, strict=True):
        for at, parts in zip(row[1], row[2], strict=True):
            flow[start + at] = parts
    groups = []
    for number, level in enumerate(p.levels):
        place = {g: at for at, g in enumerate(level.names)}
        found = sorted(
            (i, place[g], price) for i, r in enumerate(flows) for at, g, price in r[4]
            if at == number
        )  # fmt: skip
        columns = (_ints([row[k] for row in found]) for k in range(3))
        groups.append(GroupPrices(*columns))
    prices = Prices(_ints([r[3] for r in flows]), _ints(candidate_prices), tuple(groups))
    return Marginals(flow, int(value), prices)
