"""The same optimum by a general linear program: the yardstick for the flow, and its stand-in.

HiGHS through SciPy: highspy and OR-tools each load a library of the same name, so one process
cannot hold both. The program of a tree has whole vertices, so the simplex method's answer needs
only the removal of floating-point dust; the certificate then judges it like any other.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from jiebang.engine.matching.causes import infeasible
from jiebang.engine.matching.flow import straight
from jiebang.engine.matching.network import Segments
from jiebang.engine.matching.objective import Integers
from jiebang.engine.matching.problem import GroupPrices, Infeasible, Instance, Marginals, Prices
from jiebang.engine.matching.tree import Tree, tree_of


def solve_program(p: Instance) -> Marginals | Infeasible:
    """The best flow over all pairs at once, with prices from the program's duals."""
    from scipy.optimize import linprog  # noqa: PLC0415 -- slow to load

    segments, tree = straight(p, np.arange(p.pairs)), tree_of(p, np.arange(p.pairs))
    if not len(segments.pair):
        return infeasible(p) if p.seats.any() or p.least.any() else _empty(p)
    loaded = p.least > 0
    over, under = _columns(p.candidate[segments.pair], p.candidates), _tree_columns(tree, segments)
    found = linprog(
        -segments.gain.astype(float),
        A_eq=_columns(p.item[segments.pair], p.items),
        b_eq=p.seats * p.scale,
        A_ub=_stacked((over, under, -over[loaded])),
        b_ub=np.concatenate((p.load, tree.limit, -p.least[loaded])) * p.scale,
        bounds=np.column_stack((np.zeros(len(segments.pair)), segments.width)),
        method="highs-ds",
    )
    if found.status == 2:
        return infeasible(p)
    if found.status != 0:
        raise ValueError(f"the linear program was not solved: {found.message}")
    flow = np.zeros(p.pairs, np.int64)
    np.add.at(flow, segments.pair, _whole(found.x))
    prices = _prices(p, tree, -found.eqlin.marginals, -found.ineqlin.marginals)
    return Marginals(flow, p.objective.value(p.fit, flow), prices)


def _empty(p: Instance) -> Marginals:
    nothing = np.zeros(p.pairs, np.int64)
    zeros = tuple(GroupPrices(nothing[:0], nothing[:0], nothing[:0]) for _ in p.levels)
    return Marginals(nothing, 0, Prices(p.seats * 0, p.load * 0, zeros))


def _columns(row: Integers, rows: int) -> Any:
    """A matrix that adds up columns by their row."""
    from scipy.sparse import csr_array  # noqa: PLC0415 -- slow to load

    return csr_array((np.ones(len(row)), (row, np.arange(len(row)))), shape=(rows, len(row)))


def _tree_columns(tree: Tree, segments: Segments) -> Any:
    """A matrix that adds up the segments below each node of the tree."""
    from scipy.sparse import csr_array  # noqa: PLC0415 -- slow to load

    rows, columns = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    node, column = tree.pair_parent[segments.pair], np.arange(len(segments.pair))
    while (node >= 0).any():
        node, column = node[node >= 0], column[node >= 0]
        rows.append(node)
        columns.append(column)
        node = tree.parent[node]
    places = (np.concatenate(rows), np.concatenate(columns))
    shape = (len(tree.item), len(segments.pair))
    return csr_array((np.ones(len(places[0])), places), shape=shape)


def _stacked(parts: tuple[Any, ...]) -> Any:
    from scipy.sparse import vstack  # noqa: PLC0415 -- slow to load

    return vstack(parts, format="csr")


def _whole(values: Any) -> Integers:
    found: Integers = np.rint(values).astype(np.int64)
    return found


def _prices(p: Instance, tree: Tree, equal: Any, unequal: Any) -> Prices:
    """Duals in the form of the certificate, rounded: a vertex of a flow's dual is whole."""
    candidate = _whole(unequal[: p.candidates])
    node = _whole(unequal[p.candidates : p.candidates + len(tree.item)])
    loaded = np.flatnonzero(p.least > 0)
    candidate[loaded] -= _whole(unequal[p.candidates + len(tree.item) :])
    groups = []
    for number, level in enumerate(p.levels):
        rows = np.flatnonzero((tree.level == number) & (node > 0))
        rows = rows[np.argsort(tree.item[rows] * level.groups + tree.group[rows])]
        groups.append(GroupPrices(tree.item[rows], tree.group[rows], node[rows]))
    return Prices(_whole(equal), candidate, tuple(groups))
