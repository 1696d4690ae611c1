"""The optimum of a bent objective, exactly on the grid of parts: good fit, spread widely.

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
from jiebang.engine.matching.objective import Bent, Flags, Integers
from jiebang.engine.matching.problem import Infeasible, Instance, Marginals, Prices

_FIRST_STEPS = 4
"""Steps that the largest cap holds at first."""
_FINER = 4
"""How many steps one step becomes."""


def solve_smooth(p: Instance) -> Marginals | Infeasible:
    """The best flow of a Quadratic or Curve objective, with its prices; or why there is none."""
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
        chosen = (flow > 0) | (_gain(p, flow) + _doubt(p, flow, reach) > price)
        low, high = np.maximum(flow - wide, 0), np.minimum(flow + wide, p.cap)


def _bent(p: Instance) -> Bent:
    if not isinstance(p.objective, Bent):
        raise ValueError("a bent objective is wanted")
    return p.objective


def _gain(p: Instance, flow: Integers) -> Integers:
    """(pairs,) what one part more gains."""
    return _bent(p).average(p.fit, flow, 1)


def _doubt(p: Instance, flow: Integers, reach: int) -> Integers:
    """(pairs,) how far the gain falls within half the reach: prices may be wrong by that much."""
    return _gain(p, flow) - _gain(p, flow + (reach + 1) // 2)


def _unsettled(p: Instance, flow: Integers, price: Integers) -> Flags:
    """(pairs,) whether one part more or one less would be worth its price."""
    more = (flow < p.cap) & (_gain(p, flow) > price)
    less = (flow > 0) & (_gain(p, np.maximum(flow - 1, 0)) < price)
    found: Flags = more | less
    return found


def _in_steps(
    p: Instance, pairs: Integers, low: Integers, high: Integers, step: int
) -> tuple[Integers, Prices] | None:
    """The best flow of the chosen pairs between low and high when gains are averaged over steps."""
    many = -(-(high - low) // step)
    pair = np.repeat(np.arange(len(pairs)), many)
    start = np.repeat(np.cumsum(many) - many, many)
    at = low[pair] + (np.arange(len(pair)) - start) * step
    width = np.minimum(step, high[pair] - at)
    gain = _bent(p).average(p.fit[pairs][pair], at, width)
    net = network_of(p, pairs, Segments(pair, width, gain, low))
    found = cheapest(net)
    if found is None:
        return None
    flow = np.zeros(p.pairs, np.int64)
    flow[pairs] = low
    np.add.at(flow, pairs[pair], found[: net.segments])
    return flow, prices_of(p, net, found)
