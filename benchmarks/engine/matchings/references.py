"""The plain forms of other methods, as a textbook has them; slow on purpose, correct."""

from __future__ import annotations

from typing import Any

import numpy as np

from jiebang.engine.matching import Instance, Integers
from matchings.instances import Fits


def min_max(fits: Fits, seats: int, load: int, least: int = 0) -> int:
    """The method of OpenReview's MinMax: every candidate's least load by a first network over all
    pairs, the rest of the seats by a second one, both built and read back arc by arc in Python. The
    sum of fits."""
    n, m = fits.shape
    first = _arc_by_arc(fits, np.zeros(fits.shape, bool), np.full(n, seats), np.full(m, least))
    second = _arc_by_arc(fits, first, seats - first.sum(1), load - first.sum(0))
    return int(fits[first | second].sum())


def _arc_by_arc(fits: Fits, taken: Any, seats: Integers, load: Integers) -> Any:
    """Which pairs sit, as many as seats and loads allow."""
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow  # noqa: PLC0415 -- slow

    n, m = fits.shape
    flow, pairs = SimpleMinCostFlow(), []
    for i in range(n):
        for c in range(m):
            if not taken[i, c]:
                flow.add_arc_with_capacity_and_unit_cost(i, n + c, 1, -int(fits[i, c]))
                pairs.append((i, c))
    for c in range(m):
        flow.add_arc_with_capacity_and_unit_cost(n + c, n + m, int(load[c]), 0)
    for i in range(n):
        flow.add_arc_with_capacity_and_unit_cost(n + m + 1, i, int(seats[i]), 0)
    total = min(int(seats.sum()), int(load.sum()))
    flow.set_node_supply(n + m + 1, total)
    flow.set_node_supply(n + m, -total)
    if flow.solve() != flow.OPTIMAL:
        raise ValueError("not solved")
    found = np.zeros(fits.shape, bool)
    for arc, (i, c) in enumerate(pairs):
        if flow.flow(arc):
            found[i, c] = True
    return found


def randomized(fits: Fits, seats: int, load: int, cap: float) -> float:
    """The method of OpenReview's Randomized: the linear program over all pairs under a probability
    cap, put together variable by variable in Python, by GLOP. The sum of fits."""
    from ortools.linear_solver import pywraplp  # noqa: PLC0415 -- slow

    n, m = fits.shape
    solver = pywraplp.Solver.CreateSolver("GLOP")
    x = [[solver.NumVar(0, cap, "") for _ in range(m)] for _ in range(n)]
    for i in range(n):
        row = solver.Constraint(seats, seats)
        for c in range(m):
            row.SetCoefficient(x[i][c], 1)
    for c in range(m):
        row = solver.Constraint(0, load)
        for i in range(n):
            row.SetCoefficient(x[i][c], 1)
    objective = solver.Objective()
    for i in range(n):
        for c in range(m):
            objective.SetCoefficient(x[i][c], int(fits[i, c]))
    objective.SetMaximization()
    if solver.Solve() != solver.OPTIMAL:
        raise ValueError("not solved")
    return float(objective.Value())


def perturbed_program(p: Instance, beta: float, pieces: int = 10) -> float:
    """Perturbed maximization in equal pieces as one linear program, by HiGHS: the perturbed sum of
    fits."""
    return program(p, tuple(1 - beta * (2 * k + 1) / pieces for k in range(pieces)))[0]


def program(p: Instance, slopes: tuple[float, ...] = (1.0,)) -> tuple[float, Any]:
    """The linear program over all pairs by HiGHS: the best sum of fits in seats, and the
    probabilities. `slopes` of equal pieces make it the plain form of perturbed maximization."""
    from scipy.optimize import linprog  # noqa: PLC0415 -- slow
    from scipy.sparse import csr_array, hstack  # noqa: PLC0415 -- slow

    ones, pairs = np.ones(p.pairs), np.arange(p.pairs)
    rows = [
        csr_array((ones, (place, pairs)), shape=(count, p.pairs))
        for place, count in ((p.item, p.items), (p.candidate, p.candidates))
    ]
    pieces, cap = len(slopes), p.cap / p.scale
    item_rows, candidate_rows = (hstack([row] * pieces, format="csr") for row in rows)
    upper = np.concatenate([np.clip(cap - k / pieces, 0, 1 / pieces) for k in range(pieces)])
    found = linprog(
        -np.concatenate([p.fit * slope for slope in slopes]),
        A_eq=item_rows, b_eq=p.seats, A_ub=candidate_rows, b_ub=p.load,
        bounds=np.column_stack((np.zeros(len(upper)), upper)), method="highs",
    )  # fmt: skip
    if found.status != 0:
        raise ValueError(found.message)
    return -found.fun, found.x.reshape(pieces, p.pairs).sum(0)


def greedy(p: Instance) -> Integers:
    """Pairs by falling fit, each taken while its item has a seat and its candidate a load."""
    flow = np.zeros(p.pairs, np.int64)
    seats, load = p.seats.tolist(), p.load.tolist()
    order = np.argsort(-p.fit, kind="stable")
    for e, i, c in zip(
        order.tolist(), p.item[order].tolist(), p.candidate[order].tolist(), strict=True
    ):
        if seats[i] and load[c]:
            seats[i] -= 1
            load[c] -= 1
            flow[e] = p.scale
    return flow


def within_field(
    fits: Fits, field: Integers, field_of: Integers, seats: int, load: int, seed: int
) -> tuple[float, int]:
    """Common practice: draw evenly among those of the item's field who have load left. The sum of
    fits and the seats left empty."""
    dice = np.random.default_rng(seed)
    left = np.full(fits.shape[1], load)
    total, empty = 0, 0
    for i in dice.permutation(fits.shape[0]):
        free = np.flatnonzero((field_of == field[i]) & (left > 0))
        drawn = dice.choice(free, min(seats, len(free)), replace=False)
        left[drawn] -= 1
        total += int(fits[i, drawn].sum())
        empty += seats - len(drawn)
    return total, empty
