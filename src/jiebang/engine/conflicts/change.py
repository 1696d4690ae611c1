"""What changes when facts come or go: the rows of those who can reach a changed fact, no others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from jiebang.engine.conflicts.facts import KINDS, PERSON, UNIT, Fact, Verdict, Waiver
from jiebang.engine.conflicts.graph import KIND_CODES, Graph, Ints
from jiebang.engine.conflicts.layers import SAME_UNIT
from jiebang.engine.conflicts.policy import Policy
from jiebang.engine.conflicts.screening import Conflicts, rows_of, strongest

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Change:
    """The verdict of a pair, after waivers, before and after the update."""

    candidate: str
    item: str
    before: Verdict
    after: Verdict


@dataclass(frozen=True, slots=True)
class Update:
    """`changes`: every pair whose verdict is another now, in order of candidates and items."""

    conflicts: Conflicts
    changes: tuple[Change, ...]
    recomputed: int

    @property
    def unsafe(self) -> tuple[Change, ...]:
        """Pairs that must be withdrawn or asked about now, and need not before."""
        return tuple(c for c in self.changes if c.after >= Verdict.ASK and c.after > c.before)

    @property
    def safe(self) -> tuple[Change, ...]:
        """Pairs that stood in the way and do no longer."""
        return tuple(c for c in self.changes if c.before >= Verdict.ASK > c.after)


def update(
    conflicts: Conflicts,
    added: Iterable[Fact] = (),
    removed: Iterable[Fact] = (),
    *,
    waivers: Iterable[Waiver] | None = None,
) -> Update:
    """The conflicts after facts came and went, equal to screening anew on the same day.
    `waivers`: the whole list now, by default the one before."""
    added, removed = tuple(added), tuple(removed)
    old = conflicts.graph
    new = old.changed(added, removed)
    rows = _reached(old.changed(added), (*added, *removed), conflicts)
    names = [conflicts.candidates[row] for row in rows]
    start, at, levels = rows_of(new, conflicts.items, names, conflicts.policy, conflicts.on)
    found = strongest(levels, conflicts.policy)
    signed = conflicts.waivers if waivers is None else tuple(waivers)
    part: dict[str, NDArray[Any]] = {"at": at, "levels": levels, "found": found}
    spliced: dict[str, Any] = _spliced(conflicts, rows, start, part)
    after = replace(conflicts, graph=new, waivers=signed, **spliced)
    return Update(after, _changes(conflicts, after, rows), len(rows))


def _reached(both: Graph, facts: Iterable[Fact], conflicts: Conflicts) -> Ints:
    """Candidates from whom any path, whatever its date and weight, may touch one of the facts.
    `both` holds the facts before and after."""
    persons = np.zeros(len(both.persons), dtype=np.bool_)
    units = np.zeros(len(both.units), dtype=np.bool_)
    for fact in facts:
        shape = KINDS[fact.kind]
        with_person = PERSON in (shape.a, shape.b)
        for kind, name in ((shape.a, fact.a), (shape.b, fact.b)):
            if kind == PERSON:
                persons[both.persons[name]] = True
            elif kind == UNIT and not with_person:
                units[both.units[name]] = True
    persons |= _tied(both, _units_near(both, units, conflicts.policy))
    persons = _whole(both, ("same_person",), persons)
    vias = [kind for kind, shape in KINDS.items() if shape.role == "via"]
    persons = _whole(both, ("same_person",), _spread(both, vias, persons))
    numbers = np.array([both.persons.get(name, -1) for name in conflicts.candidates])
    known = np.flatnonzero(numbers >= 0)
    return known[persons[numbers[known]]] if len(known) else known


def _units_near(graph: Graph, units: Mask, policy: Policy) -> Mask:
    units = _whole(graph, SAME_UNIT, units)
    for _ in range(max(rule.chain for rule in policy.rules)):
        units = _whole(graph, SAME_UNIT, _spread(graph, ("owns",), units))
    return units


def _whole(graph: Graph, kinds: Iterable[str], marked: Mask) -> Mask:
    """With everybody who is the same as somebody marked."""
    a, b = _ends(graph, kinds)
    if not len(a):
        return marked
    shape = (len(marked), len(marked))
    joined = csr_matrix((np.ones(len(a), dtype=bool), (a, b)), shape=shape)
    count, labels = connected_components(joined, directed=False)
    hit = np.zeros(count, dtype=np.bool_)
    hit[labels[marked]] = True
    return np.asarray(hit[labels])


def _spread(graph: Graph, kinds: Iterable[str], marked: Mask) -> Mask:
    """With everybody one step away, in either direction."""
    a, b = _ends(graph, kinds)
    more = marked.copy()
    more[b[marked[a]]] = True
    more[a[marked[b]]] = True
    return more


def _tied(graph: Graph, units: Mask) -> Mask:
    ties = [kind for kind, shape in KINDS.items() if shape.role == "tie"]
    a, b = _ends(graph, ties)
    found = np.zeros(len(graph.persons), dtype=np.bool_)
    found[a[units[b]]] = True
    return found


def _ends(graph: Graph, kinds: Iterable[str]) -> tuple[Ints, Ints]:
    rows = np.flatnonzero(np.isin(graph.columns.kind, [KIND_CODES[kind] for kind in kinds]))
    return graph.columns.a[rows], graph.columns.b[rows]


def _spliced(
    conflicts: Conflicts, rows: Ints, start: Ints, part: dict[str, NDArray[Any]]
) -> dict[str, NDArray[Any]]:
    """The old rows with those of `part` (its rows begin at `start`) in the place of some."""
    counts = np.diff(conflicts.start)
    counts[rows] = np.diff(start)
    made: dict[str, NDArray[Any]] = {"start": np.concatenate([[0], np.cumsum(counts)])}
    for name, values in part.items():
        old, pieces, done = getattr(conflicts, name), [values[:0]], 0
        for number, row in enumerate(rows.tolist()):
            pieces.append(old[done : conflicts.start[row]])
            pieces.append(values[start[number] : start[number + 1]])
            done = conflicts.start[row + 1]
        made[name] = np.concatenate([*pieces, old[done:]])
    return made


def _changes(old: Conflicts, new: Conflicts, rows: Ints) -> tuple[Change, ...]:
    """Differences in these rows and in those of waivers; there are none elsewhere."""
    signed = {w.candidate for w in (*old.waivers, *new.waivers)} & old.candidate_numbers.keys()
    numbers = sorted({*rows.tolist(), *(old.candidate_numbers[name] for name in signed)})
    found = []
    for row in numbers:
        before, after = (dict(zip(*_row(c, row), strict=True)) for c in (old, new))
        if before == after:
            continue
        for item in sorted(before.keys() | after.keys()):
            was, now = before.get(item, 0), after.get(item, 0)
            if was != now:
                found.append(
                    Change(old.candidates[row], old.items[item], Verdict(was), Verdict(now))
                )
    return tuple(found)


def _row(conflicts: Conflicts, row: int) -> tuple[list[int], list[int]]:
    """Numbers of the items and verdicts of a candidate."""
    part = slice(conflicts.start[row], conflicts.start[row + 1])
    return conflicts.at[part].tolist(), conflicts.verdicts[part].tolist()
