"""What changes when facts come or go: the rows of those who can reach a changed fact, no others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

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
    part = rows_of(new, conflicts.items, names, conflicts.policy, conflicts.on)
    start, at, levels = _spliced(conflicts, rows, part)
    signed = conflicts.waivers if waivers is None else tuple(waivers)
    after = replace(conflicts, graph=new, start=start, at=at, levels=levels, waivers=signed,
                    found=strongest(levels, conflicts.policy))  # fmt: skip
    return Update(after, _changes(conflicts, after), len(rows))


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
    conflicts: Conflicts, rows: Ints, part: tuple[Ints, NDArray[np.int32], NDArray[np.uint64]]
) -> tuple[Ints, NDArray[np.int32], NDArray[np.uint64]]:
    """The old rows with some of them replaced."""
    count = len(conflicts.candidates)
    number = np.arange(count)
    owner = np.repeat(number, np.diff(conflicts.start))
    stays = np.ones(count, dtype=np.bool_)
    stays[rows] = False
    kept = stays[owner]
    owners = np.concatenate([owner[kept], np.repeat(rows, np.diff(part[0]))])
    at = np.concatenate([conflicts.at[kept], part[1]])
    levels = np.concatenate([conflicts.levels[kept], part[2]])
    order = np.argsort(owners, kind="stable")
    start = np.searchsorted(owners[order], np.arange(count + 1))
    return start.astype(np.int64), at[order], levels[order]


def _changes(old: Conflicts, new: Conflicts) -> tuple[Change, ...]:
    shape = (len(old.candidates), len(old.items))
    before, after = (
        csr_matrix((c.verdicts.astype(np.int16), c.at, c.start), shape=shape) for c in (old, new)
    )
    different = (before != after).tocoo()
    found = []
    for row, column in sorted(zip(different.row.tolist(), different.col.tolist(), strict=True)):
        candidate, item = old.candidates[row], old.items[column]
        found.append(
            Change(candidate, item, old.verdict(candidate, item), new.verdict(candidate, item))
        )
    return tuple(found)
