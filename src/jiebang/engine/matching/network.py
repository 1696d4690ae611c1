"""The network of an instance, a flow of least cost through it, and the prices of that flow.

item → (limits of its panel) → candidate → sink. Each pair holds one arc for each straight segment
of its gain. OR-tools' cost-scaling flow finds the flow; it keeps its prices to itself, so they are
worked out from the residual graph as shortest distances from the sink.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from jiebang.engine.matching.certificate import sums
from jiebang.engine.matching.objective import Integers
from jiebang.engine.matching.problem import GroupPrices, Instance, Prices
from jiebang.engine.matching.tree import Tree, tree_of

_FAR = np.int64(2**62)


@dataclass(frozen=True, eq=False)
class Segments:
    """Parts of pairs' flows with one gain each: pair (a number within the chosen pairs), width in
    parts of a seat, gain of one part. `base`: (chosen pairs,) what each holds already."""

    pair: Integers
    width: Integers
    gain: Integers
    base: Integers


@dataclass(frozen=True, eq=False)
class Network:
    """Arcs as arrays: first the segments, then the tree's, then candidate → sink. Nodes: items,
    then candidates (those met only), then the tree's, then the sink."""

    tail: Integers
    head: Integers
    capacity: Integers
    cost: Integers
    supply: Integers
    candidates: Integers
    tree: Tree
    items: int
    segments: int

    @property
    def sink(self) -> int:
        return len(self.supply) - 1

    @property
    def first_node(self) -> int:
        return self.items + len(self.candidates)


def network_of(p: Instance, pairs: Integers, segments: Segments) -> Network:
    """The network over the chosen pairs (their numbers, rising)."""
    tree = tree_of(p, pairs)
    met = np.zeros(p.candidates, bool)
    met[p.candidate[pairs]] = True
    met |= p.least > 0
    candidates = np.flatnonzero(met)
    place = np.cumsum(met) - 1 + p.items
    first_node = p.items + len(candidates)
    sink = first_node + len(tree.item)
    taken = sums(p.candidate[pairs], segments.base, p.candidates)[candidates]
    must = np.maximum(p.least[candidates] * p.scale - taken, 0)
    low = np.where(tree.pair_parent >= 0, tree.pair_parent + first_node, p.item[pairs])
    top = np.where(tree.parent >= 0, tree.parent + first_node, tree.item)
    flat = np.zeros(len(tree.item) + len(candidates), np.int64)
    tail = (low[segments.pair], top, place[candidates])
    head = (place[p.candidate[pairs][segments.pair]], np.arange(first_node, sink),
            np.full(len(candidates), sink))  # fmt: skip
    capacity = (
        segments.width,
        tree.limit * p.scale - tree.totals(segments.base),
        p.load[candidates] * p.scale - taken - must,
    )
    supply = np.zeros(sink + 1, np.int64)
    supply[: p.items] = p.seats * p.scale - sums(p.item[pairs], segments.base, p.items)
    supply[p.items : first_node] = -must
    supply[sink] = -supply.sum()
    return Network(
        np.concatenate(tail), np.concatenate(head), np.concatenate(capacity),
        np.concatenate((-segments.gain, flat)), supply, candidates, tree, p.items,
        len(segments.pair),
    )  # fmt: skip


def cheapest(net: Network) -> Integers | None:
    """(arcs,) a flow of least cost that meets every supply; None when there is none."""
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow  # noqa: PLC0415 -- slow to load

    if (net.capacity < 0).any() or net.supply[net.sink] > 0:
        return None
    solver = SimpleMinCostFlow()
    arcs = solver.add_arcs_with_capacity_and_unit_cost(
        net.tail.astype(np.int32), net.head.astype(np.int32), net.capacity, net.cost
    )
    solver.set_nodes_supplies(np.arange(len(net.supply), dtype=np.int32), net.supply)
    status = solver.solve()
    if status == solver.OPTIMAL:
        return np.asarray(solver.flows(arcs), np.int64)
    if status != solver.INFEASIBLE:
        raise ValueError(f"the numbers are too large for the flow: {status}")
    return None


@dataclass(frozen=True, eq=False)
class _Residual:
    """Arcs along which the flow may still change, by tail: those of node v are start[v] to
    start[v + 1]."""

    start: Integers
    head: Integers
    cost: Integers

    def correct(self, labels: Integers, changed: Integers) -> None:
        """Lower labels until no arc from a labelled node lowers another; round by round, each over
        the arcs of the nodes that changed in the last one."""
        while len(changed):
            many = self.start[changed + 1] - self.start[changed]
            first = np.repeat(self.start[changed] - np.cumsum(many) + many, many)
            arcs = first + np.arange(len(first))
            reach = np.repeat(labels[changed], many) + self.cost[arcs]
            heads = self.head[arcs]
            better = np.flatnonzero(reach < labels[heads])
            heads = heads[better]
            np.minimum.at(labels, heads, reach[better])
            changed = np.unique(heads)


def _residual(net: Network, flow: Integers) -> _Residual:
    free, used = np.flatnonzero(flow < net.capacity), np.flatnonzero(flow > 0)
    tail = np.concatenate((net.tail[free], net.head[used]))
    head = np.concatenate((net.head[free], net.tail[used]))
    cost = np.concatenate((net.cost[free], -net.cost[used]))
    order = np.argsort(tail, kind="stable")
    start = np.searchsorted(tail[order], np.arange(len(net.supply) + 1))
    return _Residual(start, head[order], cost[order])


def distances(net: Network, flow: Integers) -> Integers:
    """(nodes,) labels such that no residual arc is shorter than the labels' difference.

    They are shortest distances from the sink. Nodes out of its reach are labelled among themselves
    and lifted together until their arcs into its reach fit too.
    """
    graph = _residual(net, flow)
    found = np.full(len(net.supply), _FAR)
    found[net.sink] = 0
    graph.correct(found, np.array([net.sink]))
    apart = np.flatnonzero(found == _FAR)
    if not len(apart):
        return found
    own = np.where(found == _FAR, 0, -_FAR)
    graph.correct(own, apart)
    found[apart] = own[apart]
    lost = np.zeros(len(found), bool)
    lost[apart] = True
    tail = np.repeat(np.arange(len(found)), np.diff(graph.start))
    out = lost[tail] & ~lost[graph.head]
    lift = (found[graph.head] - graph.cost - found[tail])[out].max(initial=0)
    found[apart] += lift
    return found


def prices_of(p: Instance, net: Network, flow: Integers) -> Prices:
    """Whole prices that prove the flow optimal among the network's arcs."""
    found = distances(net, flow)
    candidate = np.zeros(p.candidates, np.int64)
    candidate[net.candidates] = -found[net.items : net.first_node]
    candidate = np.where(p.least > 0, candidate, np.maximum(candidate, 0))
    tree = net.tree
    above = np.where(tree.parent >= 0, tree.parent + net.first_node, tree.item)
    price = found[net.first_node : net.sink] - found[above]
    groups = []
    for number, level in enumerate(p.levels):
        rows = np.flatnonzero((tree.level == number) & (price > 0))
        rows = rows[np.argsort(tree.item[rows] * level.groups + tree.group[rows])]
        groups.append(GroupPrices(tree.item[rows], tree.group[rows], price[rows]))
    return Prices(found[: net.items], candidate, tuple(groups))
