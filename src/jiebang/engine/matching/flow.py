"""The exact optimum by a flow on few pairs, made complete by prices.

A flow over each item's best pairs gives prices; any other pair that gains more than its price
joins, and the flow is solved again, until no pair does (column generation). The prices then prove
the answer optimal over all pairs, whether or not they were ever in the network.
"""

from __future__ import annotations

import numpy as np

from jiebang.engine.matching.causes import infeasible
from jiebang.engine.matching.certificate import pair_prices
from jiebang.engine.matching.network import Segments, cheapest, network_of, prices_of
from jiebang.engine.matching.objective import Bent, Flags, Integers, Linear, Pieces
from jiebang.engine.matching.problem import Infeasible, Instance, Marginals, Prices

_FIRST = 24
"""Pairs of each item to begin with, for each seat at full cap a few."""
_STIR = 2654435761
_HALF = 2**31


def solve_straight(p: Instance) -> Marginals | Infeasible:
    """The best flow of a Linear or Pieces objective, with its prices; or why there is none."""
    if isinstance(p.objective, Bent):
        raise ValueError("a bent objective is for solve_smooth")
    chosen = first_pairs(p)
    while True:
        pairs = np.flatnonzero(chosen)
        segments = straight(p, pairs)
        net = network_of(p, pairs, segments)
        found = cheapest(net)
        if found is None:
            if len(pairs) == p.pairs:
                return infeasible(p)
            chosen = more_pairs(p, chosen)
            continue
        prices = prices_of(p, net, found)
        missing = tempting(p, prices, chosen)
        if not len(missing):
            flow = np.zeros(p.pairs, np.int64)
            np.add.at(flow, pairs[segments.pair], found[: net.segments])
            return Marginals(flow, p.objective.value(p.fit, flow), prices)
        chosen[missing] = True


def straight(p: Instance, pairs: Integers) -> Segments:
    """One segment for each pair and piece of its gain, from no flow to its cap."""
    base = np.zeros(len(pairs), np.int64)
    cap, fit = p.cap[pairs], p.fit[pairs]
    if isinstance(p.objective, Linear):
        return Segments(np.arange(len(pairs)), cap, fit, base)
    if isinstance(p.objective, Bent):
        return _part_by_part(p.objective, cap, fit)
    rows = [
        (np.flatnonzero(width > 0), width, slope)
        for slope, width in zip(p.objective.slopes, p.objective.within(cap), strict=True)
    ]
    return Segments(
        np.concatenate([at for at, _, _ in rows]),
        np.concatenate([width[at] for at, width, _ in rows]),
        np.concatenate([fit[at] * slope for at, _, slope in rows]),
        base,
    )


def _part_by_part(objective: Bent, cap: Integers, fit: Integers) -> Segments:
    """A segment for each part: for small instances only."""
    pair = np.repeat(np.arange(len(cap)), cap)
    at = np.arange(len(pair)) - np.repeat(np.cumsum(cap) - cap, cap)
    gain = objective.average(fit[pair], at, 1)
    return Segments(pair, np.ones(len(pair), np.int64), gain, np.zeros(len(cap), np.int64))


def tempting(p: Instance, prices: Prices, chosen: Flags) -> Integers:
    """Those not chosen (their numbers, rising) whose first part of a seat gains more than it
    costs."""
    steep = p.objective.slopes[0] if isinstance(p.objective, Pieces) else 1
    found = [
        part.start + np.flatnonzero((p.fit[part] * steep > pair_prices(p, prices, part))
                                    & ~chosen[part])
        for part in p.parts()
    ]  # fmt: skip
    pairs: Integers = np.concatenate([np.zeros(0, np.int64), *found])
    return pairs[p.cap[pairs] > 0]


def first_pairs(p: Instance, each: int = _FIRST) -> Flags:
    """(pairs,) whether a pair is among its item's best: some for each seat, and `each` more."""
    smallest = max(int(p.cap.max(initial=1)), 1)
    wanted = each + 4 * p.seats * p.scale // smallest
    return best_of_each(p.item, p.fit, wanted)


def more_pairs(p: Instance, chosen: Flags) -> Flags:
    """Twice as many of each item's best and more, when too few were chosen to fill every seat."""
    held = np.bincount(p.item[chosen], minlength=p.items)
    return chosen | best_of_each(p.item, p.fit, np.maximum(4 * held, 64))


def best_of_each(item: Integers, fit: Integers, wanted: Integers) -> Flags:
    """(pairs,) whether a pair is among its item's `wanted` best; pairs are sorted by item. Of equal
    fits at the edge some are taken at even distances, from a place of the item's own, so that items
    do not all choose the same."""
    held = np.diff(np.searchsorted(item, np.arange(len(wanted) + 1)))
    chosen, least = _down_to(fit, held, wanted)
    found = np.flatnonzero(chosen)
    edge = found[fit[found] == least[item[found]]]
    owner = item[edge]
    ties = np.bincount(owner, minlength=len(wanted))
    taken = wanted - (np.bincount(item[found], minlength=len(wanted)) - ties)
    rank = np.arange(len(edge)) - np.repeat(np.cumsum(ties) - ties, ties)
    step = np.minimum(taken, ties)[owner]
    left_out = (rank * step + owner * _STIR) % ties[owner] >= step
    chosen[edge[left_out]] = False
    return chosen


def _down_to(fit: Integers, held: Integers, wanted: Integers) -> tuple[Flags, Integers]:
    """Of rows of `held` pairs: (pairs,) whether a pair is as good as the last one wanted of its
    row, and (rows,) how good that is."""
    narrow = fit.size and fit.min() >= -_HALF and fit.max() < _HALF
    rows = fit.astype(np.int32 if narrow else np.int64)
    chosen = np.ones(len(fit), bool)
    least = np.full(len(wanted), np.iinfo(np.int64).min)
    start = 0
    for number, (many, few) in enumerate(zip(held.tolist(), wanted.tolist(), strict=True)):
        stop = start + many
        if few < many:
            row = rows[start:stop]
            row.partition(many - max(few, 1))
            least[number] = row[many - max(few, 1)]
            np.greater_equal(fit[start:stop], least[number], out=chosen[start:stop])
        start = stop
    return chosen, least
