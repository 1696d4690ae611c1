"""The optimum of a capped quadratic, exactly on the grid of parts: good fit, spread widely.

Coarse to fine: a flow in steps of many parts shows where the optimum lies, finer steps around it
show more exactly where; after Hochbaum and Shanthikumar, "Convex separable optimization is not much
harder than linear optimization" (JACM 1990). In steps of one part the prices prove the answer over
all pairs: a pair's next part gains no more than it costs, its last part no less.
"""

from __future__ import annotations

import numpy as np

from jiebang.engine.matching.causes import infeasible
from jiebang.engine.matching.certificate import pair_prices
from jiebang.engine.matching.flow import first_pairs, more_pairs
from jiebang.engine.matching.network import Segments, cheapest, network_of, prices_of
from jiebang.engine.matching.objective import Flags, Integers, Quadratic
from jiebang.engine.matching.problem import Infeasible, Instance, Marginals, Prices

_FIRST_STEPS = 4
"""Steps that the largest cap holds at first."""
_FINER = 4
"""How many steps one step becomes."""


def solve_smooth(p: Instance) -> Marginals | Infeasible:
    """The best flow of a Quadratic objective, with its prices; or why there is none."""
    bend = _quadratic(p).bend
    step = reach = max(int(p.cap.max(initial=1)) // _FIRST_STEPS, 1)
    chosen = first_pairs(p)
    low, high = np.zeros(p.pairs, np.int64), p.cap
    while True:
        pairs = np.flatnonzero(chosen)
        found = _in_steps(p, pairs, low[pairs], high[pairs], step)
        if found is None:
            if len(pairs) == p.pairs:
                return infeasible(p)
            chosen = more_pairs(p, chosen)
            continue
        flow, prices = found
        price = pair_prices(p, prices)
        wide: int | Integers = step
        if step > 1:
            reach, step = step, max(step // _FINER, 1)
        else:
            wrong = _unsettled(p, flow, price)
            if not wrong.any():
                return Marginals(flow, p.objective.value(p.fit, flow), prices)
            wide, reach = np.where(wrong, 2 * _FINER, 2), 2
        chosen = (flow > 0) | (_gain(p, flow, 1) + bend * reach > price)
        low, high = np.maximum(flow - wide, 0), np.minimum(flow + wide, p.cap)


def _quadratic(p: Instance) -> Quadratic:
    if not isinstance(p.objective, Quadratic):
        raise ValueError("a quadratic objective is wanted")
    return p.objective


def _gain(p: Instance, flow: Integers, width: int) -> Integers:
    """(pairs,) what one of the next `width` parts gains, on average."""
    objective = _quadratic(p)
    return objective.weight * p.fit - objective.bend * (2 * flow + width)


def _unsettled(p: Instance, flow: Integers, price: Integers) -> Flags:
    """(pairs,) whether one part more or one less would be worth its price."""
    more = (flow < p.cap) & (_gain(p, flow, 1) > price)
    less = (flow > 0) & (_gain(p, flow, -1) < price)
    found: Flags = more | less
    return found


def _in_steps(
    p: Instance, pairs: Integers, low: Integers, high: Integers, step: int
) -> tuple[Integers, Prices] | None:
    """The best flow of the chosen pairs between low and high when gains are averaged over steps."""
    objective = _quadratic(p)
    many = -(-(high - low) // step)
    pair = np.repeat(np.arange(len(pairs)), many)
    start = np.repeat(np.cumsum(many) - many, many)
    at = low[pair] + (np.arange(len(pair)) - start) * step
    width = np.minimum(step, high[pair] - at)
    gain = objective.weight * p.fit[pairs][pair] - objective.bend * (2 * at + width)
    net = network_of(p, pairs, Segments(pair, width, gain, low))
    found = cheapest(net)
    if found is None:
        return None
    flow = np.zeros(p.pairs, np.int64)
    flow[pairs] = low
    np.add.at(flow, pairs[pair], found[: net.segments])
    return flow, prices_of(p, net, found)
