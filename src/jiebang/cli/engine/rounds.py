"""Rounds to be drawn, from files: what is frozen, and what was revealed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from jiebang.cli.engine.files import Unreadable, csv_of, json_of
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

_NONE: Any = object()


@dataclass(frozen=True, slots=True)
class Node:
    """A value of a JSON file that knows where it stands."""

    path: str
    value: Any
    at: str = "$"

    def wrong(self, says: str) -> Unreadable:
        return Unreadable(self.path, f"{self.at}: {says}")

    def get(self, name: str, default: Any = _NONE) -> Node:
        if not isinstance(self.value, dict):
            raise self.wrong("an object is wanted")
        if name not in self.value and default is _NONE:
            raise self.wrong(f"no {name}")
        return Node(self.path, self.value.get(name, default), f"{self.at}.{name}")

    def rows(self, name: str, default: Any = _NONE) -> Iterator[Node]:
        there = self.get(name, default)
        if not isinstance(there.value, list | tuple):
            raise there.wrong("a list is wanted")
        for n, one in enumerate(there.value):
            yield Node(self.path, one, f"{there.at}[{n}]")

    def text(self, name: str, default: Any = _NONE) -> str:
        return self.get(name, default)._of(str, "text")

    def count(self, name: str, default: Any = _NONE) -> int:
        return self.get(name, default)._of(int, "a whole number")

    def _of(self, kind: type, says: str) -> Any:
        if type(self.value) is not kind:
            raise self.wrong(f"{says} is wanted, not {self.value!r}")
        return self.value


def read_round(path: str, candidates: str = "", pairs: str = "") -> DrawInput | FitInput:
    """From the rules in JSON, with candidates (and pairs of a round by fit) there or in CSV."""
    root = Node(path, json_of(path))
    mode = root.text("mode")
    if mode not in ("plain", "fit"):
        raise root.get("mode").wrong("plain or fit")
    try:
        if mode == "plain":
            return _plain(root, candidates)
        return _fit(root, candidates, pairs)
    except (ValueError, TypeError) as problem:
        raise Unreadable(path, str(problem)) from problem


def read_reveals(path: str) -> tuple[Reveal, ...]:
    """A list of [source, salt, value] in hexadecimal and [source, text]."""
    root = Node(path, {"reveals": json_of(path)})
    rows = []
    for row in root.rows("reveals"):
        cells = row.value
        good = isinstance(cells, list) and len(cells) in (2, 3)
        if not good or not all(isinstance(cell, str) for cell in cells):
            raise Unreadable(
                path, f"{row.at.removeprefix('$.reveals')}: [source, salt, value] in hexadecimal"
                " or [source, text] is wanted",
            )  # fmt: skip
        rows.append(cells)
    try:
        return reveals_from(rows)
    except ValueError as problem:
        raise Unreadable(path, str(problem)) from problem


def _sources(root: Node) -> list[AnySource]:
    found = []
    for row in root.rows("sources"):
        try:
            found.append(source_from(row.value))
        except (ValueError, TypeError) as problem:
            raise row.wrong(str(problem)) from problem
    return found


def _previous(root: Node) -> tuple[str, ...]:
    return tuple(row._of(str, "a digest") for row in root.rows("previous", []))


def _beside(root: Node) -> tuple[tuple[str, str], ...]:
    there = root.get("beside", {})
    if not isinstance(there.value, dict):
        raise there.wrong("an object is wanted: name to text")
    return tuple((name, there.text(name)) for name in there.value)


# Plain -----------------------------------------------------------------------------------------


def _plain(root: Node, candidates: str) -> DrawInput:
    rules = root.get("rules")
    people = _people_csv(candidates) if candidates else _people(root)
    return DrawInput(
        subject=root.text("subject"), round=root.count("round", 1), candidates=people,
        exclusions=tuple(
            Exclusion(e.text("candidate"), e.text("reason")) for e in root.rows("exclusions", [])
        ),
        rules=Rules(
            seats=rules.count("seats"), reserves=rules.count("reserves", 0),
            per_unit=rules.count("per_unit", 1), away_percent=rules.count("away_percent", 0),
            quotas=tuple(
                Quota(q.text("dimension"), q.text("value"), q.count("minimum"))
                for q in rules.rows("quotas", [])
            ),
        ),
        sources=tuple(_sources(root)), previous=_previous(root), balls=root.count("balls", 0),
        beside=_beside(root),
    )  # fmt: skip


def _people(root: Node) -> tuple[Candidate, ...]:
    found = []
    for c in root.rows("candidates"):
        strata = c.get("strata", {}).value
        if not isinstance(strata, dict):
            raise c.wrong("strata are an object: dimension to value")
        away = c.get("away", False)._of(bool, "true or false")
        found.append(Candidate(c.text("id"), c.text("unit"), away, tuple(strata.items())))
    return tuple(found)


def _people_csv(path: str) -> tuple[Candidate, ...]:
    """Columns id, unit, away (0 or 1); every other column is a dimension."""
    found, seen = [], set()
    for line in csv_of(path, ("id", "unit", "away")):
        if line["id"] in seen:
            raise line.wrong("id", f"{line['id']!r} twice")
        seen.add(line["id"])
        strata = tuple(
            (name, line[name])
            for name in line.columns
            if name not in ("id", "unit", "away") and line[name]
        )
        away = bool(line.integer("away", 0, 1))
        found.append(Candidate(line["id"], line["unit"], away, strata))
    return tuple(found)


# By fit ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Person:
    id: str
    load: int
    least: int
    groups: dict[str, str]


def _fit(root: Node, candidates: str, pairs: str) -> FitInput:
    names = [level.text("name") for level in root.rows("levels", [])]
    people = list(_fit_csv(candidates, names) if candidates else _fit_people(root, names))
    items = list(root.rows("items"))
    reserves = [i.count("reserves", 0) for i in items]
    for one in (limit for i in items for limit in i.rows("limits", [])):
        if one.text("level") not in names:
            raise one.wrong(f"no level {one.text('level')}")
    ids = [i.text("id") for i in items]
    scale = root.count("scale", 100)
    place = {p.id: n for n, p in enumerate(people)}
    rows = list(_pairs(root, pairs, {name: n for n, name in enumerate(ids)}, place))
    caps = [int(Fraction(str(i.get("cap", root.get("cap", 1).value).value)) * scale) for i in items]
    instance = Instance.build(
        seats=[i.count("seats") + r for i, r in zip(items, reserves, strict=True)],
        load=[p.load for p in people], least=[p.least for p in people],
        item=[r[0] for r in rows], candidate=[r[1] for r in rows], fit=[r[2] for r in rows],
        cap=[caps[r[0]] for r in rows], items=len(items), candidates=len(people), scale=scale,
        levels=[_level(at, root, items, people) for at in root.rows("levels", [])],
        objective=_objective(root, scale), item_names=ids,
        candidate_names=[p.id for p in people],
    )  # fmt: skip
    return FitInput.build(
        subject=root.text("subject"), round=root.count("round", 1), instance=instance,
        reserves=reserves, sources=_sources(root), sealed_key=root.text("sealed_key", "0" * 64),
        program=root.text("program", program_digest()), previous=_previous(root),
        balls=root.count("balls", 0), beside=_beside(root),
        class_level=root.text("class_level", ""),
        classes=[ClassSeats(i.text("id"), c.text("group"), c.count("seats"))
                 for i in items for c in i.rows("classes", [])],
    )  # fmt: skip


def _objective(root: Node, scale: int) -> Objective:
    there = root.get("objective", "linear")
    if there.value == "linear":
        return LINEAR
    if "smooth" in there.value:
        tilt = Fraction(there.text("tilt", "0"))
        return scattered(there.count("smooth"), scale, float(tilt))
    return perturbed(there.text("perturb"), scale, min(10, scale))


def _fit_people(root: Node, levels: list[str]) -> Iterator[Person]:
    for c in root.rows("candidates"):
        groups = c.get("groups", {})
        mine = {name: groups.text(name, "") for name in levels}
        yield Person(c.text("id"), c.count("load"), c.count("least", 0), mine)


def _fit_csv(path: str, levels: list[str]) -> Iterator[Person]:
    """Columns id, load, perhaps least; the levels' names are columns with each one's group."""
    for line in csv_of(path, ("id", "load", *levels)):
        least = line.integer("least", 0) if line.get("least") else 0
        yield Person(line["id"], line.integer("load", 0), least, {n: line[n] for n in levels})


def _level(at: Node, root: Node, items: list[Node], people: list[Person]) -> Level:
    name, limit = at.text("name"), at.get("limit", None).value
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


def _pairs(
    root: Node, path: str, items: dict[str, int], people: dict[str, int]
) -> Iterator[tuple[int, int, int]]:
    """(item, candidate, fit); fits are whole numbers."""
    if path:
        for line in csv_of(path, ("item", "candidate", "fit")):
            for name, known in (("item", items), ("candidate", people)):
                if line[name] not in known:
                    raise line.wrong(name, f"{line[name]!r} is not listed")
            yield items[line["item"]], people[line["candidate"]], line.integer("fit")
        return
    for row in root.rows("pairs"):
        if not isinstance(row.value, list) or len(row.value) != 3 or type(row.value[2]) is not int:
            raise row.wrong("[item, candidate, whole fit] is wanted")
        item, candidate, fit = row.value
        for name, known in ((item, items), (candidate, people)):
            if name not in known:
                raise row.wrong(f"{name!r} is not listed")
        yield items[item], people[candidate], fit
