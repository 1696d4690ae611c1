"""Assignment problems from files: pairs as CSV, JSON or NPZ, or the dense text of conferences."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jiebang.cli.engine.files import (
    Line,
    Unreadable,
    Unusual,
    columns_of,
    csv_of,
    npz_of,
    text_of,
    why,
)
from jiebang.cli.engine.nodes import Node, root_of
from jiebang.engine.matching import (
    FIT_SCALE,
    DenseError,
    Instance,
    Level,
    own_group,
    read_dense,
)
from jiebang.engine.matching.columns import (
    Pairs,
    grid,
    numbered,
    repeated,
    together,
    whole_fits,
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

    def all_of(self, names: list[str]) -> Any:
        """Those of a column, as an array; Unusual where one is empty or not listed."""
        known = {name: self.of(name.strip(), Unusual) for name in dict.fromkeys(names)}
        return numbered(names, known)


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
    reader = readers.get(Path(chosen.file).suffix.lower(), _csv)
    if reader is not _csv and (chosen.items or chosen.candidates):
        raise Unreadable("--items, --candidates", "belong to pairs in CSV; other files say it all")
    return reader(chosen)


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
    except (ValueError, OverflowError, MemoryError) as problem:
        raise Unreadable(chosen.file, why(problem)) from problem


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
    """Large files are read in columns. Wherever something is not quite in order, row by row."""
    try:
        found = _quick(chosen.file, *_sides(chosen))
    except Unusual:
        found = _careful(chosen.file, *_sides(chosen))
    _fill(found.items, chosen.seats)
    _fill(found.candidates, chosen.load)
    return found


def _sides(chosen: Namespace) -> tuple[Side, Side]:
    return (
        _side(chosen.items, "item", "seats", chosen.seats) if chosen.items else Side(),
        _side(chosen.candidates, "candidate", "load", chosen.load) if chosen.candidates else Side(),
    )


def _quick(path: str, items: Side, candidates: Side) -> Round:
    """As _careful and only what it would take; else Unusual. Arrays (pairs,) of whole numbers."""
    parts: list[Pairs] = []
    for item, candidate, fit in columns_of(path, ("item", "candidate", "fit")):
        parts.append((items.names.all_of(item), candidates.names.all_of(candidate), _fits(fit)))
    rows = together(parts)
    if repeated(*rows[:2]):
        raise Unusual
    return Round(items, candidates, *rows)


def _fits(cells: list[str]) -> Any:
    """Whole numbers, FIT_SCALE to one. Rounded as Python does, halves to even."""
    joined = "".join(cells)
    if not joined.isascii() or "_" in joined:
        raise Unusual
    try:
        found = whole_fits(list(map(float, cells)), _MOST)
    except ValueError:
        raise Unusual from None
    if found is None:
        raise Unusual
    return found


def _careful(path: str, items: Side, candidates: Side) -> Round:
    rows: tuple[list[int], list[int], list[int]] = ([], [], [])
    seen: dict[tuple[int, int], int] = {}
    for line in csv_of(path, ("item", "candidate", "fit")):
        pair = _number(line, "item", items), _number(line, "candidate", candidates)
        if pair in seen:
            raise line.wrong("candidate", f"the same pair as in line {seen[pair]}")
        seen[pair] = line.number
        rows[0].append(pair[0])
        rows[1].append(pair[1])
        rows[2].append(round(line.real("fit", -_MOST, _MOST) * FIT_SCALE))
    return Round(items, candidates, *rows)


def _number(line: Line, name: str, side: Side) -> int:
    return side.names.of(line[name], lambda says: line.wrong(name, says))


def _fill(side: Side, default: int) -> None:
    side.numbers += [default] * (len(side.names.number) - len(side.numbers))


def _dense(chosen: Namespace) -> Round:
    text = text_of(chosen.file)
    try:
        _plain_digits(text)
        fits = read_dense(text)
    except DenseError as problem:
        raise Unreadable(chosen.file, problem.message, problem.line, problem.column) from problem
    except (ValueError, OverflowError, MemoryError) as problem:
        raise Unreadable(chosen.file, why(problem), 1, 1) from problem
    n, m = fits.shape
    return Round(_numbered(n, chosen.seats, 1), _numbered(m, chosen.load, 1), *grid(n, m),
                 fits.ravel())  # fmt: skip


def _plain_digits(text: str) -> None:
    """Python reads １２ and 1_2 as numbers too; others do not."""
    if text.isascii() and "_" not in text:
        return
    for number, line in enumerate(text.splitlines(), 1):
        for column, letter in enumerate(line, 1):
            if letter == "_" or not (letter.isascii() or letter.isspace()):
                raise DenseError(f"{letter!r} is no part of a number", number, column)


def _numbered(count: int, default: int, first: int) -> Side:
    return Side(Names({str(n + first): n for n in range(count)}, True), [default] * count)


def _json(chosen: Namespace) -> Round:
    root = root_of(chosen.file)
    if not isinstance(root.value, dict) or not isinstance(root.value.get("pairs"), list):
        raise Unreadable(chosen.file, "an object with a list of pairs is wanted", 1, 1)
    items = _json_side(root, "items", "seats", chosen.seats)
    candidates = _json_side(root, "candidates", "load", chosen.load)
    rows: tuple[list[int], list[int], list[int]] = ([], [], [])
    seen: dict[tuple[int, int], int] = {}
    for place, at in enumerate(root.rows("pairs")):
        pair = at.value
        if not isinstance(pair, list) or len(pair) != 3 or not _is_number(pair[2]):
            raise at.wrong("[item, candidate, fit] is wanted")
        for side, name, row in ((items, pair[0], rows[0]), (candidates, pair[1], rows[1])):
            row.append(side.names.of(_id(at, name), at.wrong))
        if seen.setdefault((rows[0][-1], rows[1][-1]), place) != place:
            raise at.wrong(f"the same pair as in $.pairs[{seen[rows[0][-1], rows[1][-1]]}]")
        rows[2].append(round(pair[2] * FIT_SCALE))
    _fill(items, chosen.seats)
    _fill(candidates, chosen.load)
    return Round(items, candidates, *rows)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= _MOST


def _id(at: Node, value: Any) -> str:
    """A text, or a whole number for it."""
    if type(value) not in (str, int):
        raise at.wrong(f"an id is wanted, not {value!r}")
    return str(value).strip()


def _json_side(root: Node, what: str, number: str, default: int) -> Side:
    side, rows = Side(), list(root.rows(what, []))
    objects = [row.value for row in rows if isinstance(row.value, dict)]
    present = [layer for layer in LAYERS if any(layer in one for one in objects)]
    for row in rows:
        id = _id(row, row.get("id").value)
        if id in side.names.number:
            raise row.wrong(f"{id!r} twice")
        side.names.of(id, row.wrong)
        for key, into, usual in ((number, side.numbers, default), ("least", side.least, 0)):
            into.append(row.count(key, usual))
            if into[-1] < 0:
                raise row.get(key).wrong("a whole number from 0 is wanted")
        for layer in present:
            side.layers.setdefault(layer, []).append(_group(row, layer))
    side.names.closed = bool(rows)
    return side


def _group(row: Node, layer: str) -> str:
    """Without a group where it is not named or null."""
    there = row.get(layer, None)
    return "" if there.value is None else _id(there, there.value)


def _npz(chosen: Namespace) -> Round:
    """Arrays item, candidate (numbers from 0) and fit (whole, ten thousand to one)."""
    found = npz_of(chosen.file, ("item", "candidate", "fit"))
    sides = []
    for name, own, default, layers in (
        ("item", "seats", chosen.seats, "item_"),
        ("candidate", "load", chosen.load, ""),
    ):
        highest = int(_whole(chosen.file, found, name).max(initial=-1)) + 1
        numbers = _whole(chosen.file, found, own) if own in found else None
        if numbers is None and highest > len(found[name]) + _MOST:
            raise Unreadable(chosen.file, f"{name}: numbers up to {highest - 1} without {own}")
        side = _numbered(highest if numbers is None else len(numbers), default, 0)
        if numbers is not None:
            side.numbers = numbers.tolist()
        _npz_layers(chosen.file, found, side, layers)
        sides.append(side)
    fit = _whole(chosen.file, found, "fit")
    return Round(sides[0], sides[1], found["item"], found["candidate"], fit)


def _whole(path: str, found: dict[str, Any], name: str) -> Any:
    """A row of whole numbers that calculations can hold."""
    array = found[name]
    if array.ndim != 1 or array.dtype.kind not in "iu":
        raise Unreadable(path, f"{name}: a row of whole numbers is wanted")
    most = _MOST * FIT_SCALE
    if array.size and (array.min() < -most or array.max() > most):
        raise Unreadable(path, f"{name}: a number is outside {-most} to {most}")
    return array


def _npz_layers(path: str, found: dict[str, Any], side: Side, before: str) -> None:
    """Layers as numbers, -1 for none; of items with `item_` before the name."""
    for layer in LAYERS:
        if before + layer in found:
            values: Sequence[int] = _whole(path, found, before + layer).tolist()
            if len(values) != len(side.numbers):
                counts = f"{len(values)} numbers for {len(side.numbers)}"
                raise Unreadable(path, f"{before}{layer}: {counts}")
            side.layers[layer] = ["" if v < 0 else f"{v:08d}" for v in values]
