"""Dependent rounding: from probabilities to one outcome that keeps every quota.

The probabilities are an integer circulation over a scale S: what enters a node leaves it. Each step
finds a cycle of edges that are no multiple of S and moves along it, up or down, until one of them
becomes a multiple; the odds are such that every expectation stays exact. As the flow of an edge
never leaves the interval between its floor and its ceiling, every sum that is an edge (a load, a
group of a panel) stays within its own floor and ceiling. Gandhi, Khuller, Parthasarathy, Srinivasan
(2006); for two hierarchies of quotas Budish, Che, Kojima, Milgrom (2013).

Whole numbers only, one 64-bit word a step, so that any other program comes to the same bits.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from jiebang.engine.draw.stream import below, words


@dataclass(slots=True)
class Network:
    """Live edges, in the order in which they were added: from node `tails[e]` to `heads[e]`, with
    `parts[e]` parts of a whole, 0 < parts < scale. Modulo the scale, what enters a node leaves it.
    """

    scale: int
    tails: list[int] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    parts: list[int] = field(default_factory=list)

    def add(self, tail: int, head: int, parts: int) -> int:
        """The new edge's number."""
        self.tails.append(tail)
        self.heads.append(head)
        self.parts.append(parts)
        return len(self.parts) - 1

    def incident(self) -> list[list[int]]:
        """The edges of each node, the highest number first."""
        found: list[list[int]] = [[] for _ in range(max(self.tails + self.heads, default=-1) + 1)]
        for edge in range(len(self.parts) - 1, -1, -1):
            found[self.tails[edge]].append(edge)
            found[self.heads[edge]].append(edge)
        return found


def round_up(network: Network, seed: bytes) -> list[bool]:
    """Which edges become whole rather than nothing. Every expectation is parts / scale.

    From the lowest node that has a live edge, go along the first live edge (the lowest number, but
    not the one just used) until a node comes twice. The cycle, in the direction in which it was
    walked, can take `up` more or `down` less: `up` when the word's remainder modulo up + down is
    below `down`. The walk goes on from the node that came twice, which is where starting again
    would come to. ValueError when the network does not balance.
    """
    tails, heads, parts = network.tails, network.heads, list(network.parts)
    alive = bytearray(b"\1") * len(parts)
    ends = [tail + head for tail, head in zip(tails, heads, strict=True)]
    incident, stream = network.incident(), words(seed)
    place = [-1] * len(incident)
    for start, mine in enumerate(incident):
        nodes, edges = [start], [-1]
        place[start] = 0
        while mine or len(nodes) > 1:
            edge = _first(incident[nodes[-1]], edges[-1], alive)
            if edge < 0:
                if len(nodes) > 1 or mine:
                    raise ValueError(f"the flow does not balance at node {nodes[-1]}")
                break
            node = ends[edge] - nodes[-1]
            edges.append(edge)
            begin = place[node]
            if begin < 0:
                place[node] = len(nodes)
                nodes.append(node)
                continue
            cycle = edges[begin + 1 :]
            along = [tails[e] == n for e, n in zip(cycle, nodes[begin:], strict=True)]
            _move(cycle, along, parts, network.scale, alive, stream)
            for gone in nodes[begin + 1 :]:
                place[gone] = -1
            del nodes[begin + 1 :], edges[begin + 1 :]
        place[start] = -1
    return [p > 0 for p in parts]


def _first(incident: list[int], used: int, alive: bytearray) -> int:
    """The first live edge that is not the one used; dead ones are forgotten on the way."""
    while incident and not alive[incident[-1]]:
        incident.pop()
    if not incident or incident[-1] != used:
        return incident[-1] if incident else -1
    while len(incident) > 1 and not alive[incident[-2]]:
        del incident[-2]
    return incident[-2] if len(incident) > 1 else -1


def _move(
    cycle: Sequence[int],
    along: Sequence[bool],
    parts: list[int],
    scale: int,
    alive: bytearray,
    stream: Iterator[int],
) -> None:
    """Move the cycle up or down, until at least one of its edges is whole or nothing."""
    rising = [parts[e] if a else scale - parts[e] for e, a in zip(cycle, along, strict=True)]
    up, down = scale - max(rising), min(rising)
    shift = up if below(stream, up + down) < down else -down
    for edge, forward in zip(cycle, along, strict=True):
        parts[edge] += shift if forward else -shift
        if parts[edge] in (0, scale):
            alive[edge] = 0
