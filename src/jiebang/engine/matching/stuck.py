"""A small integer program for the few panels that a flow cannot arrange."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from jiebang.engine.matching.certificate import sums
from jiebang.engine.matching.objective import Flags, Integers
from jiebang.engine.matching.problem import Instance
from jiebang.engine.matching.tree import Tree, tree_of

_SECONDS = 60.0
_GAP = 1e-4
_ANY = np.inf


@dataclass
class _Rows:
    """Rows of a sparse matrix with their bounds, gathered block by block."""

    row: list[Integers] = field(default_factory=list)
    column: list[Integers] = field(default_factory=list)
    low: list[Any] = field(default_factory=list)
    high: list[Any] = field(default_factory=list)
    count: int = 0

    def add(self, row: Integers, column: Integers, low: Any, high: Any) -> None:
        """A block: `row` counts within it; `low` and `high` have one bound for each row."""
        self.row.append(row + self.count)
        self.column.append(column)
        self.low.append(low)
        self.high.append(high)
        self.count += len(low)

    def constraint(self, columns: int) -> Any:
        from scipy.optimize import LinearConstraint  # noqa: PLC0415 -- slow to load
        from scipy.sparse import csr_array  # noqa: PLC0415 -- slow to load

        row, column = np.concatenate(self.row), np.concatenate(self.column)
        matrix = csr_array((np.ones(len(row)), (row, column)), shape=(self.count, columns))
        return LinearConstraint(matrix, np.concatenate(self.low), np.concatenate(self.high))


def arrange(
    p: Instance,
    flow: Integers,
    panels: Flags,
    offered: Flags,
    cover: Sequence[tuple[Flags, Integers]],
    couples: Integers,
) -> Integers:
    """(pairs,) the assignment with the marked (items,) panels arranged anew, the others as before.

    offered: (pairs,) who may sit on these; cover: (candidates,) who counts, (items,) how many
    seats; couples: (2, any) pairs of which at most one may happen. Every limit is kept; cover comes
    before any fit, as far as it can be had. HiGHS through SciPy, stopped within a ten-thousandth of
    the optimum; the old assignment is given back when a minute does not suffice.
    """
    from scipy.optimize import Bounds, milp  # noqa: PLC0415 -- slow to load

    pairs = np.flatnonzero(offered)
    others = np.where(panels[p.item], 0, flow)
    rows, fit = _Rows(), p.fit[pairs].astype(float)
    _tree_rows(rows, p, pairs, others, panels)
    shut = _couple_rows(rows, p, pairs, others, couples)
    most = _cover_rows(rows, p, pairs, cover, panels)
    dear = (np.abs(fit).max(initial=0) + 1) * (int(p.seats[panels].sum()) + 1)
    found = milp(
        np.concatenate((-fit, np.full(len(most), dear))),
        constraints=rows.constraint(len(fit) + len(most)),
        bounds=Bounds(0, np.concatenate((1.0 - shut, most))),
        integrality=np.concatenate((np.ones(len(fit)), np.zeros(len(most)))),
        options={"time_limit": _SECONDS, "mip_rel_gap": _GAP},
    )
    if found.x is None:
        return flow
    others[pairs] = np.rint(found.x[: len(pairs)]).astype(np.int64)
    return others


def _tree_rows(rows: _Rows, p: Instance, pairs: Integers, others: Integers, panels: Flags) -> None:
    """Seats, loads as far as the other panels leave them, limits of the tree."""
    columns, items = np.arange(len(pairs)), np.flatnonzero(panels)
    place = np.cumsum(panels) - 1
    rows.add(place[p.item[pairs]], columns, p.seats[items], p.seats[items])
    used = sums(p.candidate, others, p.candidates)
    rows.add(p.candidate[pairs], columns, np.maximum(p.least - used, 0), p.load - used)
    tree = tree_of(p, pairs)
    for node, below in _ancestors(tree):
        rows.row.append(node + rows.count)
        rows.column.append(below)
    rows.low.append(np.zeros(len(tree.item)))
    rows.high.append(tree.limit)
    rows.count += len(tree.item)


def _ancestors(tree: Tree) -> Sequence[tuple[Integers, Integers]]:
    """(node, pair) for each pair and each node above it, layer by layer."""
    found = []
    node, pair = tree.pair_parent, np.arange(len(tree.pair_parent))
    while (node >= 0).any():
        node, pair = node[node >= 0], pair[node >= 0]
        found.append((node, pair))
        node = tree.parent[node]
    return found


def _couple_rows(
    rows: _Rows, p: Instance, pairs: Integers, others: Integers, couples: Integers
) -> Integers:
    """At most one of each couple; (pairs,) 1 for those that the other panels already exclude."""
    column = np.full(p.pairs, -1)
    column[pairs] = np.arange(len(pairs))
    one, other = column[couples]
    both = (one >= 0) & (other >= 0)
    at, ones = np.arange(int(both.sum())), np.ones(int(both.sum()))
    rows.add(np.concatenate((at, at)), np.concatenate((one[both], other[both])), -ones, ones)
    shut = np.zeros(len(pairs), np.int64)
    shut[one[(one >= 0) & (others[couples[1]] > 0)]] = 1
    shut[other[(other >= 0) & (others[couples[0]] > 0)]] = 1
    return shut


def _cover_rows(
    rows: _Rows,
    p: Instance,
    pairs: Integers,
    cover: Sequence[tuple[Flags, Integers]],
    panels: Flags,
) -> Integers:
    """Seats for members or a shortage, one variable each after those of pairs; the most of each."""
    most: list[Integers] = [np.zeros(0, np.int64)]
    free = len(pairs)
    for members, least in cover:
        items = np.flatnonzero(panels & (least > 0))
        place = np.full(p.items, -1)
        place[items] = np.arange(len(items))
        own = np.flatnonzero(members[p.candidate[pairs]] & (place[p.item[pairs]] >= 0))
        row = np.concatenate((place[p.item[pairs[own]]], np.arange(len(items))))
        column = np.concatenate((own, free + np.arange(len(items))))
        rows.add(row, column, least[items], np.full(len(items), _ANY))
        most.append(least[items])
        free += len(items)
    return np.concatenate(most)
