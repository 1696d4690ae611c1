"""Assignment problems from files: pairs as CSV, JSON or NPZ, or the dense text of conferences."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from jiebang.cli.engine.files import Line, Unreadable, csv_of, json_of, npz_of, text_of
from jiebang.engine.matching import (
    FIT_SCALE,
    DenseError,
    Instance,
    Level,
    own_group,
    read_dense,
)

LAYERS = ("unit", "city", "province")
_MOST = 200_000


@dataclass
class Names:
    """Numbers in the order of first appearance, or of a list that is complete."""

    number: dict[str, int] = field(default_factory=dict)
    closed: bool = False

    def of(self, name: str, says: Callable[[str], Exception]) -> int:
        if not name:
            raise says("empty")
        if name not in self.number:
            if self.closed:
                raise says(f"{name!r} is not listed")
            self.number[name] = len(self.number)
        return self.number[name]


@dataclass
class Side:
    """Items or candidates: their names, a number for each (seats or load), layers by name."""

    names: Names = field(default_factory=Names)
    numbers: list[int] = field(default_factory=list)
    least: list[int] = field(default_factory=list)
    layers: dict[str, list[str]] = field(default_factory=dict)


@dataclass
class Round:
    """What a file says; `assign` adds the rules."""

    items: Side
    candidates: Side
    item: Any
    candidate: Any
    fit: Any


def read(chosen: Namespace) -> Round:
    """By the ending of the file's name; CSV for any other."""
    readers = {".in": _dense, ".json": _json, ".npz": _npz}
    return readers.get(Path(chosen.file).suffix.lower(), _csv)(chosen)


def instance(chosen: Namespace, found: Round) -> Instance:
    """The problem with the rules of the command line. Unreadable where they contradict the file."""
    cap = int(chosen.cap * chosen.scale + 1e-9)
    try:
        seats = [k + chosen.reserves for k in found.items.numbers]
        return Instance.build(
            seats=seats, load=found.candidates.numbers, least=found.candidates.least or 0,
            item=found.item, candidate=found.candidate, fit=found.fit, cap=cap,
            scale=chosen.scale, levels=_levels(chosen, found),
            item_names=tuple(found.items.names.number),
            candidate_names=tuple(found.candidates.names.number),
        )  # fmt: skip
    except ValueError as problem:
        raise Unreadable(chosen.file, str(problem)) from problem


def _levels(chosen: Namespace, found: Round) -> list[Level]:
    levels = []
    for name in LAYERS:
        limit = getattr(chosen, f"per_{name}")
        own = getattr(chosen, f"own_{name}", None)
        if limit is None and own is None:
            continue
        if name not in found.candidates.layers:
            raise Unreadable(chosen.candidates or chosen.file, f"no {name} of the candidates", 1)
        if own is not None and name not in found.items.layers:
            raise Unreadable(chosen.items or chosen.file, f"no {name} of the items", 1)
        levels.append(_level(name, limit, own, found))
    return levels


def _level(name: str, limit: int | None, own: int | None, found: Round) -> Level:
    theirs = found.candidates.layers[name]
    ours = found.items.layers.get(name, [])
    groups = {group: n for n, group in enumerate(sorted({*theirs, *ours} - {""}))}
    group_of = [groups.get(group, -1) for group in theirs]
    if own is None:
        return Level(name, group_of, limit, names=tuple(groups))
    mine = [groups.get(group, -1) for group in ours]
    return own_group(name, group_of, mine, own, limit=limit, names=tuple(groups))


def _side(path: str, name: str, number: str, default: int) -> Side:
    """A file of items (seats) or candidates (load, least), with any of the layers' columns."""
    side = Side()
    for line in csv_of(path, (name,)):
        if line[name] in side.names.number:
            raise line.wrong(name, f"{line[name]!r} twice")
        side.names.of(line[name], lambda says, at=line: at.wrong(name, says))
        side.numbers.append(line.integer(number, 0) if line.get(number) else default)
        side.least.append(line.integer("least", 0) if line.get("least") else 0)
        for layer in LAYERS:
            if layer in line.columns:
                side.layers.setdefault(layer, []).append(line[layer])
    side.names.closed = True
    return side


def _csv(chosen: Namespace) -> Round:
    items = _side(chosen.items, "item", "seats", chosen.seats) if chosen.items else Side()
    candidates = (
        _side(chosen.candidates, "candidate", "load", chosen.load) if chosen.candidates else Side()
    )
    rows: tuple[list[int], list[int], list[int]] = ([], [], [])
    seen: dict[tuple[int, int], int] = {}
    for line in csv_of(chosen.file, ("item", "candidate", "fit")):
        pair = _number(line, "item", items), _number(line, "candidate", candidates)
        if pair in seen:
            raise line.wrong("candidate", f"the same pair as in line {seen[pair]}")
        seen[pair] = line.number
        rows[0].append(pair[0])
        rows[1].append(pair[1])
        rows[2].append(round(line.real("fit", -_MOST, _MOST) * FIT_SCALE))
    _fill(items, chosen.seats)
    _fill(candidates, chosen.load)
    return Round(items, candidates, *rows)


def _number(line: Line, name: str, side: Side) -> int:
    return side.names.of(line[name], lambda says: line.wrong(name, says))


def _fill(side: Side, default: int) -> None:
    side.numbers += [default] * (len(side.names.number) - len(side.numbers))


def _dense(chosen: Namespace) -> Round:
    try:
        fits = read_dense(text_of(chosen.file))
    except DenseError as problem:
        raise Unreadable(chosen.file, problem.message, problem.line, problem.column) from problem
    n, m = fits.shape
    item, candidate = divmod(np.arange(n * m), m)
    return Round(_numbered(n, chosen.seats, 1), _numbered(m, chosen.load, 1), item, candidate,
                 fits.ravel())  # fmt: skip


def _numbered(count: int, default: int, first: int) -> Side:
    return Side(Names({str(n + first): n for n in range(count)}, True), [default] * count)


def _json(chosen: Namespace) -> Round:
    found = json_of(chosen.file)
    if not isinstance(found, dict) or not isinstance(found.get("pairs"), list):
        raise Unreadable(chosen.file, "an object with a list of pairs is wanted", 1, 1)
    items = _json_side(chosen.file, found.get("items", []), "items", "seats", chosen.seats)
    candidates = _json_side(
        chosen.file, found.get("candidates", []), "candidates", "load", chosen.load
    )
    rows: tuple[list[int], list[int], list[int]] = ([], [], [])
    for place, pair in enumerate(found["pairs"]):
        at = f"$.pairs[{place}]"
        if not isinstance(pair, list) or len(pair) != 3 or not _is_number(pair[2]):
            raise Unreadable(chosen.file, f"{at}: [item, candidate, fit] is wanted")
        for side, name, row in ((items, pair[0], rows[0]), (candidates, pair[1], rows[1])):
            row.append(
                side.names.of(str(name), lambda s, a=at: Unreadable(chosen.file, f"{a}: {s}"))
            )
        rows[2].append(round(pair[2] * FIT_SCALE))
    _fill(items, chosen.seats)
    _fill(candidates, chosen.load)
    return Round(items, candidates, *rows)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= _MOST


def _json_side(path: str, rows: Any, what: str, number: str, default: int) -> Side:
    side = Side()
    if not isinstance(rows, list):
        raise Unreadable(path, f"$.{what}: a list is wanted")
    present = [layer for layer in LAYERS if any(isinstance(r, dict) and layer in r for r in rows)]
    for place, row in enumerate(rows):
        at = f"$.{what}[{place}]"
        if not isinstance(row, dict) or not row.get("id"):
            raise Unreadable(path, f"{at}: an object with an id is wanted")
        if str(row["id"]) in side.names.number:
            raise Unreadable(path, f"{at}: {row['id']!r} twice")
        side.names.of(str(row["id"]), lambda says, a=at: Unreadable(path, f"{a}: {says}"))
        for key, into, usual in ((number, side.numbers, default), ("least", side.least, 0)):
            value = row.get(key, usual)
            if not isinstance(value, int) or isinstance(value, bool) or value < 0:
                raise Unreadable(path, f"{at}.{key}: a whole number from 0 is wanted")
            into.append(value)
        for layer in present:
            side.layers.setdefault(layer, []).append(str(row.get(layer) or ""))
    side.names.closed = bool(rows)
    return side


def _npz(chosen: Namespace) -> Round:
    """Arrays item, candidate (numbers from 0) and fit (whole, ten thousand to one)."""
    found = npz_of(chosen.file, ("item", "candidate", "fit"))
    for name in ("item", "candidate", "fit"):
        if found[name].ndim != 1 or found[name].dtype.kind not in "iu":
            raise Unreadable(chosen.file, f"{name}: a row of whole numbers is wanted")
    sides = []
    for name, own, default, layers in (
        ("item", "seats", chosen.seats, "item_"),
        ("candidate", "load", chosen.load, ""),
    ):
        numbers = found.get(own)
        highest = int(found[name].max(initial=-1)) + 1
        side = _numbered(highest if numbers is None else len(numbers), default, 0)
        if numbers is not None:
            side.numbers = numbers.tolist()
        _npz_layers(found, side, layers)
        sides.append(side)
    return Round(sides[0], sides[1], found["item"], found["candidate"], found["fit"])


def _npz_layers(found: dict[str, Any], side: Side, before: str) -> None:
    """Layers as numbers, -1 for none; of items with `item_` before the name."""
    for layer in LAYERS:
        if before + layer in found:
            values: Sequence[int] = found[before + layer].tolist()
            side.layers[layer] = ["" if v < 0 else f"{v:08d}" for v in values]
