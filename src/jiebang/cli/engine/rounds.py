"""Rounds to be drawn, from files: what is frozen, and what was revealed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from jiebang.cli.engine.files import Line, Unreadable, Unusual, columns_of, csv_of, why
from jiebang.cli.engine.nodes import Node, root_of
from jiebang.engine.draw import (
    AnySource,
    Candidate,
    DrawInput,
    Exclusion,
    Quota,
    Reveal,
    Rules,
    reveals_from,
    source_from,
)
from jiebang.engine.draw.fit import ClassSeats, FitInput, program_digest
from jiebang.engine.matching import LINEAR, Instance, Level, Objective, perturbed, scattered

_MOST = 10**9
_BOTH = ("mode", "subject", "round", "previous", "balls", "beside", "sources")
_HASH = re.compile(r"[0-9a-f]{64}")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)", re.ASCII)


def read_round(path: str, candidates: str = "", pairs: str = "") -> DrawInput | FitInput:
    """From the rules in JSON, with candidates (and pairs of a round by fit) there or in CSV."""
    root = root_of(path)
    mode = root.text("mode")
    if mode not in ("plain", "fit"):
        raise root.get("mode").wrong("plain or fit")
    try:
        if mode == "plain":
            return _plain(root, candidates)
        return _fit(root, candidates, pairs)
    except (ValueError, TypeError, ArithmeticError, MemoryError) as problem:
        raise Unreadable(path, why(problem)) from problem


def read_reveals(path: str) -> tuple[Reveal, ...]:
    """A list of [source, salt, value] in hexadecimal and [source, text]."""
    rows = []
    for row in root_of(path).each():
        cells = row.value
        good = isinstance(cells, list) and len(cells) in (2, 3)
        if not good or not all(isinstance(cell, str) for cell in cells):
            raise row.wrong("[source, salt, value] in hexadecimal or [source, text] is wanted")
        rows.append(cells)
    try:
        return reveals_from(rows)
    except ValueError as problem:
        raise Unreadable(path, str(problem)) from problem


def _sources(root: Node) -> list[AnySource]:
    """As what replays a record wants them, and not only as the engine takes them."""
    found = []
    for row in root.rows("sources"):
        cells = list(row.each())
        kinds = [type(cell.value) for cell in cells]
        if not set(kinds) <= {str, int} or "" in row.value:
            raise row.wrong("texts and whole numbers are wanted")
        public = cells[0].value != "party" if cells else False
        if public and len(cells) > 2 and not _TIME.fullmatch(str(cells[2].value)):
            raise cells[2].wrong("a time as 2026-12-01T21:30:00+08:00 is wanted")
        try:
            found.append(source_from(row.value))
        except (ValueError, TypeError) as problem:
            raise row.wrong(str(problem)) from problem
    return found


def _digest(there: Node) -> str:
    if not isinstance(there.value, str) or not _HASH.fullmatch(there.value):
        raise there.wrong("a SHA-256 in lower-case hexadecimal is wanted")
    return there.value


def _previous(root: Node) -> tuple[str, ...]:
    return tuple(map(_digest, root.rows("previous", [])))


def _beside(root: Node) -> tuple[tuple[str, str], ...]:
    there = root.get("beside", {})
    if not isinstance(there.value, dict):
        raise there.wrong("an object is wanted: name to text")
    for name in there.value:
        if not name.strip():
            raise there.wrong("a name is empty")
    return tuple((name, there.named(name)) for name in there.value)


# Plain -----------------------------------------------------------------------------------------


def _plain(root: Node, candidates: str) -> DrawInput:
    rules = root.get("rules")
    root.known(*_BOTH, "candidates", "exclusions", "rules")
    rules.known("seats", "reserves", "per_unit", "away_percent", "quotas")
    people = _people_csv(candidates) if candidates else _people(root)
    return DrawInput(
        subject=root.named("subject"), round=root.count("round", 1), candidates=people,
        exclusions=tuple(
            Exclusion(e.named("candidate"), e.named("reason")) for e in root.rows("exclusions", [])
        ),
        rules=Rules(
            seats=rules.count("seats"), reserves=rules.count("reserves", 0),
            per_unit=rules.count("per_unit", 1), away_percent=rules.count("away_percent", 0),
            quotas=tuple(
                Quota(q.named("dimension"), q.named("value"), q.count("minimum"))
                for q in rules.rows("quotas", [])
            ),
        ),
        sources=tuple(_sources(root)), previous=_previous(root), balls=root.count("balls", 0),
        beside=_beside(root),
    )  # fmt: skip


def _people(root: Node) -> tuple[Candidate, ...]:
    found = []
    for c in root.rows("candidates"):
        strata = c.get("strata", {})
        if not isinstance(strata.value, dict):
            raise c.wrong("strata are an object: dimension to value")
        if "" in strata.value:
            raise strata.wrong("a dimension without a name")
        mine = tuple((name, strata.named(name)) for name in strata.value)
        found.append(Candidate(c.named("id"), c.named("unit"), c.flag("away", False), mine))
    return tuple(found)


def _people_csv(path: str) -> tuple[Candidate, ...]:
    """Columns id, unit, away (0 or 1); every other column is a dimension."""
    found = []
    for line in _once(path, ("id", "unit", "away")):
        if not line["unit"]:
            raise line.wrong("unit", "empty")
        if line.get(""):
            raise line.wrong("", "a dimension without a name")
        strata = tuple(
            (name, line[name])
            for name in line.columns
            if name not in ("id", "unit", "away") and line[name]
        )
        away = bool(line.integer("away", 0, 1))
        found.append(Candidate(line["id"], line["unit"], away, strata))
    return tuple(found)


def _once(path: str, needed: tuple[str, ...]) -> Iterator[Line]:
    seen: set[str] = set()
    for line in csv_of(path, needed):
        if not line["id"] or line["id"] in seen:
            raise line.wrong("id", f"{line['id']!r} twice" if line["id"] else "empty")
        seen.add(line["id"])
        yield line


# By fit ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Person:
    id: str
    load: int
    least: int
    groups: dict[str, str]


def _fit(root: Node, candidates: str, pairs: str) -> FitInput:
    names = [level.named("name") for level in root.rows("levels", [])]
    people = list(_fit_csv(candidates, names) if candidates else _fit_people(root, names))
    items = list(root.rows("items"))
    root.known(*_BOTH, "candidates", "items", "pairs", "levels", "scale", "cap", "objective",
               "class_level", "sealed_key", "program")  # fmt: skip
    for one in items:
        one.known("id", "seats", "reserves", "cap", "limits", "classes")
    reserves = [i.count("reserves", 0) for i in items]
    for one in (limit for i in items for limit in i.rows("limits", [])):
        if one.text("level") not in names:
            raise one.wrong(f"no level {one.text('level')}")
    ids = [i.named("id") for i in items]
    scale = root.count("scale", 100, most=10**6)
    if scale < 1:
        raise root.get("scale").wrong("a whole number from 1 is wanted")
    place = {p.id: n for n, p in enumerate(people)}
    rows = _pairs(root, pairs, {name: n for n, name in enumerate(ids)}, place)
    caps = [_cap(i if "cap" in i.value else root, scale) for i in items]
    instance = Instance.build(
        seats=[i.count("seats") + r for i, r in zip(items, reserves, strict=True)],
        load=[p.load for p in people], least=[p.least for p in people],
        item=rows[0], candidate=rows[1], fit=rows[2],
        cap=[caps[i] for i in rows[0]], items=len(items), candidates=len(people), scale=scale,
        levels=[_level(at, root, items, people) for at in root.rows("levels", [])],
        objective=_objective(root, scale), item_names=ids,
        candidate_names=[p.id for p in people],
    )  # fmt: skip
    return FitInput.build(
        subject=root.named("subject"), round=root.count("round", 1), instance=instance,
        reserves=reserves, sources=_sources(root),
        sealed_key=_digest(root.get("sealed_key", "0" * 64)), program=_program(root),
        previous=_previous(root),
        balls=root.count("balls", 0), beside=_beside(root),
        class_level=_class_level(root, names),
        classes=[ClassSeats(i.text("id"), c.text("group"), c.count("seats"))
                 for i in items for c in i.rows("classes", [])],
    )  # fmt: skip


def _class_level(root: Node, names: list[str]) -> str:
    name = root.text("class_level", "")
    if name and name not in names:
        raise root.get("class_level").wrong(f"no level {name}")
    return name


def _program(root: Node) -> str:
    return root.named("program") if "program" in root.value else program_digest()


def _cap(there: Node, scale: int) -> int:
    """The largest chance of a pair, in parts of a seat: 1, 0.5 or "1/2"."""
    at = there.get("cap", 1)
    try:
        return int(Fraction(str(at.value)) * scale)
    except (ValueError, ZeroDivisionError):
        raise at.wrong(f"a chance is wanted, not {at.value!r}") from None


def _objective(root: Node, scale: int) -> Objective:
    there = root.get("objective", "linear")
    if there.value == "linear":
        return LINEAR
    try:
        if "smooth" in (there.value if isinstance(there.value, dict) else {}):
            there.known("smooth", "tilt")
            tilt = Fraction(there.text("tilt", "0"))
            return scattered(there.count("smooth", most=10**6), scale, float(tilt))
        there.known("perturb")
        return perturbed(there.text("perturb"), scale, min(10, scale))
    except (ValueError, ArithmeticError) as problem:
        raise there.wrong(str(problem)) from problem


def _fit_people(root: Node, levels: list[str]) -> Iterator[Person]:
    for c in root.rows("candidates"):
        groups = c.get("groups", {})
        mine = {name: groups.text(name, "") for name in levels}
        yield Person(c.named("id"), c.count("load"), c.count("least", 0), mine)


def _fit_csv(path: str, levels: list[str]) -> Iterator[Person]:
    """Columns id, load, perhaps least; the levels' names are columns with each one's group."""
    for line in _once(path, ("id", "load", *levels)):
        least = line.integer("least", 0) if line.get("least") else 0
        yield Person(line["id"], line.integer("load", 0), least, {n: line[n] for n in levels})


def _level(at: Node, root: Node, items: list[Node], people: list[Person]) -> Level:
    name = at.text("name")
    limit = None if at.get("limit", None).value is None else at.count("limit")
    special = [
        (n, one.text("group"), one.count("limit"))
        for n, item in enumerate(items)
        for one in item.rows("limits", [])
        if one.text("level") == name
    ]
    theirs = [p.groups[name] for p in people]
    names = sorted({*theirs, *(g for _, g, _ in special)} - {""})
    number = {group: n for n, group in enumerate(names)}
    return Level(
        name, [number.get(g, -1) for g in theirs], limit, [i for i, _, _ in special],
        [number[g] for _, g, _ in special], [n for _, _, n in special], tuple(names),
    )  # fmt: skip


Rows = tuple[list[int], list[int], list[int]]
"""Item, candidate and fit of each pair; fits are whole numbers."""


def _pairs(root: Node, path: str, items: dict[str, int], people: dict[str, int]) -> Rows:
    if path:
        try:
            return _quick(path, items, people)
        except (Unusual, KeyError, ValueError):
            return _careful(path, items, people)
    found: Rows = ([], [], [])
    for row in root.rows("pairs"):
        if not isinstance(row.value, list) or len(row.value) != 3 or type(row.value[2]) is not int:
            raise row.wrong("[item, candidate, whole fit] is wanted")
        if abs(row.value[2]) > _MOST:
            raise row.wrong(f"{row.value[2]} is outside {-_MOST} to {_MOST}")
        for into, name, known in zip(found, row.value, (items, people), strict=False):
            if not isinstance(name, str) or name not in known:
                raise row.wrong(f"{name!r} is not listed")
            into.append(known[name])
        found[2].append(row.value[2])
    return found


def _quick(path: str, items: dict[str, int], people: dict[str, int]) -> Rows:
    """As _careful, for files in which nothing is wrong."""
    found: Rows = ([], [], [])
    for item, candidate, fit in columns_of(path, ("item", "candidate", "fit")):
        if not (joined := "".join(fit)).isascii() or "_" in joined:
            raise Unusual
        for into, known, names in zip(found, (items, people), (item, candidate), strict=False):
            into += [known[name.strip()] for name in names]
        found[2].extend(map(int, fit))
    if max(map(abs, found[2]), default=0) > _MOST:
        raise Unusual
    return found


def _careful(path: str, items: dict[str, int], people: dict[str, int]) -> Rows:
    found: Rows = ([], [], [])
    for line in csv_of(path, ("item", "candidate", "fit")):
        for into, name, known in zip(found, ("item", "candidate"), (items, people), strict=False):
            if line[name] not in known:
                raise line.wrong(name, f"{line[name]!r} is not listed")
            into.append(known[line[name]])
        found[2].append(line.integer("fit"))
    return found
