"""Why seats stay empty: least sets of items that lack room together, by name.

First the items that lack candidates or are held back by limits even when they have everybody to
themselves. Then a largest flow for the rest leaves some unfilled: what such an item can still reach
along arcs with room (its side of a least cut) are items that together want more than all ways out
allow, and candidates whom only they use. Leave one of the items out, and fewer parts are missing.
Ford and Fulkerson, "Flows in Networks" (1962), chapter I.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from jiebang.engine.matching.certificate import sums
from jiebang.engine.matching.network import Network, Segments, network_of
from jiebang.engine.matching.objective import Flags, Integers
from jiebang.engine.matching.problem import Cause, Infeasible, Instance

_NAMED = 20
_LOOKED_AT = 2000


def infeasible(p: Instance) -> Infeasible:
    """The causes for an instance that cannot be filled. ValueError when it can."""
    net = _plain(p)
    most, binding = _alone(p, net)
    wanted = np.minimum(p.seats * p.scale, most)
    causes = list(_own_causes(p, net, most, binding))
    flow, missing = _largest(net, wanted, p.load * p.scale)
    causes += _joint_causes(p, net, flow, wanted, missing)
    if not causes:
        causes = _least_causes(p, net)
    if not causes:
        raise ValueError("every seat can be filled")
    return Infeasible(tuple(causes), sum(cause.short for cause in causes))


def feasible(p: Instance) -> bool:
    """Whether every seat can be filled and every least load met."""
    net = _plain(p)
    _, missing = _largest(net, p.seats * p.scale, p.load * p.scale)
    return not missing.any() and not _least_causes(p, net)


def _plain(p: Instance) -> Network:
    """The network over all pairs, without gains."""
    every = np.arange(p.pairs)
    nothing = np.zeros(p.pairs, np.int64)
    return network_of(p, every, Segments(every, p.cap, nothing, nothing))


def _alone(p: Instance, net: Network) -> tuple[Integers, Flags]:
    """(items,) parts each could hold with all candidates to itself; (nodes,) whether a limit of the
    tree holds it back then."""
    tree = net.tree
    room = np.minimum(p.cap, p.load[p.candidate] * p.scale)
    below = tree.pair_parent >= 0
    node = sums(tree.pair_parent[below], room[below], len(tree.item))
    total = sums(p.item[~below], room[~below], p.items)
    binding = np.zeros(len(tree.item), bool)
    for number in range(len(p.levels)):
        at = np.flatnonzero(tree.level == number)
        limit = tree.limit[at] * p.scale
        binding[at] = node[at] > limit
        held, inner = np.minimum(node[at], limit), tree.parent[at] >= 0
        np.add.at(node, tree.parent[at[inner]], held[inner])
        np.add.at(total, tree.item[at[~inner]], held[~inner])
    return total, binding


def _own_causes(p: Instance, net: Network, most: Integers, binding: Flags) -> Iterator[Cause]:
    """One cause for each item that could not be filled even alone."""
    capped = np.zeros(p.items, bool)
    capped[p.item[p.cap < p.scale]] = True
    for i in np.flatnonzero(most < p.seats * p.scale).tolist():
        levels = np.unique(net.tree.level[binding & (net.tree.item == i)]).tolist()
        names = tuple(p.levels[n].name for n in levels) + (("cap",) if capped[i] else ())
        kind = "groups" if levels else "pairs"
        yield Cause(
            kind, (p.item_name(i),), int(p.seats[i]) * p.scale, int(most[i]), names, scale=p.scale
        )


def _largest(net: Network, wanted: Integers, load: Integers) -> tuple[Integers, Integers]:
    """(arcs,) a largest flow with the given loads, in parts, least loads left aside; (items,) what
    each then lacks."""
    from ortools.graph.python.max_flow import SimpleMaxFlow  # noqa: PLC0415 -- slow to load

    source, capacity = len(net.supply), _capacity(net, load)
    tail = np.concatenate((net.tail, np.full(net.items, source)))
    head = np.concatenate((net.head, np.arange(net.items)))
    solver = SimpleMaxFlow()
    arcs = solver.add_arcs_with_capacity(
        tail.astype(np.int32), head.astype(np.int32), np.concatenate((capacity, wanted))
    )
    if solver.solve(source, net.sink) != solver.OPTIMAL:
        raise ValueError("the numbers are too large for the flow")
    flow = np.asarray(solver.flows(arcs), np.int64)
    return flow[: len(capacity)], wanted - flow[len(capacity) :]


def _capacity(net: Network, load: Integers) -> Integers:
    capacity = net.capacity.copy()
    capacity[len(capacity) - len(net.candidates) :] = load[net.candidates]
    return capacity


@dataclass(frozen=True, eq=False)
class _Sides:
    """What unfilled items reach. part: (nodes,) strong component, -1 for nodes that still reach the
    sink; graph: arcs between components."""

    part: Integers
    graph: Any

    def of(self, node: int) -> Flags:
        """(components,) reached from a node."""
        from scipy.sparse.csgraph import breadth_first_order  # noqa: PLC0415 -- slow to load

        seen = np.zeros(self.graph.shape[0], bool)
        start = int(self.part[node])
        seen[breadth_first_order(self.graph, start, return_predecessors=False)] = True
        return seen


def _sides(net: Network, flow: Integers, capacity: Integers) -> _Sides:
    from scipy.sparse.csgraph import (  # noqa: PLC0415 -- slow to load
        breadth_first_order,
        connected_components,
    )

    free, used = np.flatnonzero(flow < capacity), np.flatnonzero(flow > 0)
    tail = np.concatenate((net.tail[free], net.head[used]))
    head = np.concatenate((net.head[free], net.tail[used]))
    nodes = len(net.supply)
    lost = np.ones(nodes, bool)
    back = _graph(head, tail, nodes)
    lost[breadth_first_order(back, net.sink, return_predecessors=False)] = False
    inside = lost[tail] & lost[head]
    tail, head = tail[inside], head[inside]
    _, part = connected_components(_graph(tail, head, nodes), connection="strong")
    kept, part = np.unique(np.where(lost, part, -1), return_inverse=True)
    part = part - int(kept[0] < 0)
    count = int(part.max(initial=-1)) + 1
    between = part[tail] != part[head]
    keys = np.unique(part[tail[between]] * max(count, 1) + part[head[between]])
    return _Sides(part, _graph(*np.divmod(keys, max(count, 1)), count))


def _graph(tail: Integers, head: Integers, nodes: int) -> Any:
    from scipy.sparse import csr_array  # noqa: PLC0415 -- slow to load

    return csr_array((np.ones(len(tail), np.int8), (tail, head)), shape=(nodes, nodes))


def _joint_causes(
    p: Instance, net: Network, flow: Integers, wanted: Integers, missing: Integers
) -> list[Cause]:
    """Shortages of several items, each node in one cause only.

    The candidates of a cause are used by its items alone, so what a larger side adds to it lacks
    room by itself; unless it adds no candidates, when its items belong to the same shortage.
    """
    unfilled = np.flatnonzero(missing)
    if not len(unfilled):
        return []
    sides = _sides(net, flow, _capacity(net, p.load * p.scale))
    _, first = np.unique(sides.part[unfilled], return_index=True)
    reached = [sides.of(int(i)) for i in unfilled[np.sort(first)][:_LOOKED_AT]]
    weight = np.bincount(sides.part[sides.part >= 0])
    reached.sort(key=lambda side: int(weight[side].sum()))
    spent = np.zeros(len(weight), bool)
    own = sides.part[net.items : net.first_node]
    spent[own[own >= 0]] = True
    owner = np.full(len(weight), -1)
    for number, side in enumerate(reached):
        others = np.unique(owner[side & (owner >= 0)])
        fresh = side & (owner < 0)
        owner[fresh] = number
        if len(others) and not (fresh & spent).any():
            owner[np.isin(owner, others)] = number
    cause_of = np.where(sides.part >= 0, owner[sides.part], -1)
    return [
        _cause(p, net, cause_of == number, wanted, missing)
        for number in np.unique(cause_of[unfilled][cause_of[unfilled] >= 0])
    ]


def _cause(p: Instance, net: Network, side: Flags, wanted: Integers, missing: Integers) -> Cause:
    pairs, nodes = slice(0, net.segments), slice(net.segments, net.segments + len(net.tree.item))
    leaves = side[net.tail] & ~side[net.head]
    capped = leaves[pairs] & (net.capacity[pairs] < p.scale)
    binding = np.unique(net.tree.level[leaves[nodes]]).tolist()
    spent = net.candidates[side[net.items : net.first_node]]
    items = np.flatnonzero(side[: p.items])
    need = int(wanted[items].sum())
    return Cause(
        kind="load" if len(spent) else "groups",
        items=tuple(p.item_name(int(i)) for i in items),
        need=need,
        have=need - int(missing[items].sum()),
        levels=tuple(p.levels[n].name for n in binding) + (("cap",) if capped.any() else ()),
        candidates=tuple(p.candidate_name(int(c)) for c in spent[:_NAMED]),
        candidate_count=len(spent),
        scale=p.scale,
    )


def _least_causes(p: Instance, net: Network) -> list[Cause]:
    """Candidates whose least load finds too few seats, all told in one cause."""
    if not p.least.any():
        return []
    flow, _ = _largest(net, p.seats * p.scale, p.least * p.scale)
    given = flow[len(flow) - len(net.candidates) :]
    lacking = np.flatnonzero(given < p.least[net.candidates] * p.scale)
    if not len(lacking):
        return []
    short = net.candidates[lacking]
    need = int(p.least[short].sum()) * p.scale
    names = tuple(p.candidate_name(int(c)) for c in short[:_NAMED])
    return [Cause("least", (), need, int(given[lacking].sum()), (), names, len(short), p.scale)]
