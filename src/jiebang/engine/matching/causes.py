"""Why seats stay empty: least sets of items that lack room together, by name.

A largest flow leaves some items unfilled. What such an item can still reach along arcs with room
(its side of a least cut) is a set of items that together want more than all ways out allow; were
any one of them left out, fewer parts would be missing. Ford and Fulkerson, "Flows in Networks"
(1962), chapter I.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from jiebang.engine.matching.certificate import sums
from jiebang.engine.matching.network import Network, Segments, network_of
from jiebang.engine.matching.objective import Flags, Integers
from jiebang.engine.matching.problem import Cause, Infeasible, Instance

_NAMED = 20
_LOOKED_AT = 200


@dataclass(frozen=True, eq=False)
class _Largest:
    """A largest flow from `source`, one node more than the network has."""

    net: Network
    flow: Integers
    missing: Integers
    graph: object

    def reach(self, item: int) -> Flags:
        """(nodes,) whether a node can be reached from an item along arcs with room."""
        from scipy.sparse.csgraph import breadth_first_order  # noqa: PLC0415 -- slow to load

        seen = np.zeros(len(self.net.supply), bool)
        seen[breadth_first_order(self.graph, item, return_predecessors=False)] = True
        return seen


def infeasible(p: Instance) -> Infeasible:
    """The causes for an instance that cannot be filled. ValueError when it can."""
    largest = _largest(p, p.load)
    causes = _causes(p, largest)
    short = int(largest.missing.sum())
    if not causes:
        causes = _least_causes(p)
        short = sum(cause.short for cause in causes)
    if not causes:
        raise ValueError("every seat can be filled")
    return Infeasible(tuple(causes), short)


def feasible(p: Instance) -> bool:
    """Whether every seat can be filled and every least load met."""
    return not _largest(p, p.load).missing.any() and not _least_causes(p)


def _largest(p: Instance, load: Integers) -> _Largest:
    """The largest flow with the given loads, least loads left aside."""
    from ortools.graph.python.max_flow import SimpleMaxFlow  # noqa: PLC0415 -- slow to load
    from scipy.sparse import csr_array  # noqa: PLC0415 -- slow to load

    net = _plain(p)
    source, wanted = len(net.supply), p.seats * p.scale
    capacity = net.capacity.copy()
    capacity[-len(net.candidates) :] = load[net.candidates] * p.scale
    tail = np.concatenate((net.tail, np.full(p.items, source)))
    head = np.concatenate((net.head, np.arange(p.items)))
    solver = SimpleMaxFlow()
    arcs = solver.add_arcs_with_capacity(
        tail.astype(np.int32), head.astype(np.int32), np.concatenate((capacity, wanted))
    )
    if solver.solve(source, net.sink) != solver.OPTIMAL:
        raise ValueError("the numbers are too large for the flow")
    flow = np.asarray(solver.flows(arcs), np.int64)
    flow, filled = flow[: len(capacity)], flow[len(capacity) :]
    free, used = np.flatnonzero(flow < capacity), np.flatnonzero(flow > 0)
    rows = np.concatenate((net.tail[free], net.head[used]))
    columns = np.concatenate((net.head[free], net.tail[used]))
    graph = csr_array((np.ones(len(rows), np.int8), (rows, columns)), shape=(source, source))
    return _Largest(net, flow, wanted - filled, graph)


def _plain(p: Instance) -> Network:
    """The network over all pairs, without gains and least loads."""
    every = np.arange(p.pairs)
    nothing = np.zeros(p.pairs, np.int64)
    return network_of(p, every, Segments(every, p.cap, nothing, nothing))


def _causes(p: Instance, largest: _Largest) -> list[Cause]:
    """One cause for each group of unfilled items that reach each other, the smallest first."""
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415 -- slow to load

    unfilled = np.flatnonzero(largest.missing)
    if not len(unfilled):
        return []
    _, part = connected_components(largest.graph, connection="strong")
    _, first = np.unique(part[unfilled], return_index=True)
    sides = [largest.reach(int(i)) for i in unfilled[np.sort(first)][:_LOOKED_AT]]
    sides.sort(key=lambda side: int(side[: p.items].sum()))
    told = np.zeros(p.items, bool)
    causes = []
    for side in sides:
        inside = side[: p.items] & (largest.missing > 0)
        if (inside & ~told).any():
            told |= inside
            causes.append(_cause(p, largest, side))
    return causes


def _cause(p: Instance, largest: _Largest, side: Flags) -> Cause:
    net = largest.net
    out = side[net.tail] & ~side[net.head] & (net.capacity > 0)
    nodes = np.arange(net.segments, net.segments + len(net.tree.item))
    binding = np.unique(net.tree.level[np.flatnonzero(out[nodes])])
    shut = side[net.tail[nodes]] & (net.capacity[nodes] == 0)
    binding = np.union1d(binding, net.tree.level[shut])
    spent = net.candidates[side[net.items : net.first_node]]
    capped = out[: net.segments] & (net.capacity[: net.segments] < p.scale)
    items = np.flatnonzero(side[: p.items])
    need = int(p.seats[items].sum()) * p.scale
    levels = tuple(p.levels[int(n)].name for n in binding) + (("cap",) if capped.any() else ())
    return Cause(
        kind="load" if len(spent) else "groups" if len(binding) else "pairs",
        items=tuple(p.item_name(int(i)) for i in items),
        need=need,
        have=need - int(largest.missing[items].sum()),
        levels=levels,
        candidates=tuple(p.candidate_name(int(c)) for c in spent[:_NAMED]),
        candidate_count=len(spent),
        scale=p.scale,
    )


def _least_causes(p: Instance) -> list[Cause]:
    """Candidates whose least load finds too few seats, all told in one cause."""
    if not p.least.any():
        return []
    largest = _largest(p, p.least)
    net = largest.net
    given = sums(net.tail[-len(net.candidates) :] - net.items,
                 largest.flow[-len(net.candidates) :], len(net.candidates))  # fmt: skip
    lacking = np.flatnonzero(given < p.least[net.candidates] * p.scale)
    if not len(lacking):
        return []
    short = net.candidates[lacking]
    need = int(p.least[short].sum()) * p.scale
    names = tuple(p.candidate_name(int(c)) for c in short[:_NAMED])
    return [Cause("least", (), need, int(given[lacking].sum()), (), names, len(short), p.scale)]
