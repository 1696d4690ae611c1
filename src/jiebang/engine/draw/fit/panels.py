"""From marginals and a seed to panels and ordered reserves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from jiebang.engine.draw.fit.problem import FitInput
from jiebang.engine.draw.rounding import Network, round_up
from jiebang.engine.draw.stream import ticket
from jiebang.engine.matching import NO_LIMIT, Instance, Integers, Level


@dataclass(frozen=True, slots=True)
class Panel:
    """Who sits on an item, and who is called when somebody leaves; both in the order drawn."""

    item: str
    seated: tuple[str, ...]
    reserves: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Lottery:
    """Marginals made ready to be drawn from, as often as one likes."""

    frozen: FitInput
    network: Network
    pair_of: Integers
    """(edges,) the pair that an edge decides, or -1."""
    sure: Integers
    """(pairs,) whole seats that are not left to chance, 0 or 1."""

    def drawn(self, seed: bytes) -> Integers:
        """(seats,) the pairs drawn, reserves among them, sorted."""
        up = np.array(round_up(self.network, seed), bool)
        won = self.pair_of[up & (self.pair_of >= 0)]
        found: Integers = np.union1d(np.flatnonzero(self.sure), won)
        return found

    def panels(self, seed: bytes) -> tuple[Panel, ...]:
        """Each item's drawn candidates by ticket: the first of each class are its panel."""
        p = self.frozen.instance
        pairs = self.drawn(seed)
        cuts = np.searchsorted(p.item[pairs], np.arange(p.items + 1)).tolist()
        people = p.candidate[pairs].tolist()
        classes = _Classes(self.frozen)
        return tuple(
            classes.panel(i, _by_ticket(p, seed, name, people[cuts[i] : cuts[i + 1]]))
            for i, name in enumerate(p.item_names)
        )


def lottery(frozen: FitInput, flow: Integers) -> Lottery:
    """The network of what is left to chance.

    Nodes: candidates, then the hub, then groups as they come up. An edge leads from the hub to each
    candidate whose load is no whole number. Then item by item: its live pairs in order of
    candidates are the first members; level by level, where two or more members share a group that
    has a limit, in the order of the groups' first members, a node is made, an edge leads to it from
    each, and it takes their place unless its sum is whole; at last a node for the item, with
    an edge from each member left.
    """
    p = frozen.instance
    network, pair_of = Network(p.scale), []
    chance = np.flatnonzero(flow % p.scale)
    parts = flow[chance] % p.scale
    loads = np.zeros(p.candidates, np.int64)
    np.add.at(loads, p.candidate[chance], parts)
    for candidate in np.flatnonzero(loads % p.scale).tolist():
        network.add(p.candidates, candidate, int(loads[candidate]) % p.scale)
        pair_of.append(-1)
    groups = [_limited(level, p.item[chance], p.candidate[chance]) for level in p.levels]
    people, amounts, pairs = p.candidate[chance].tolist(), parts.tolist(), chance.tolist()
    node = p.candidates + 1
    cuts = np.unique(p.item[chance], return_index=True)[1].tolist()
    for low, high in zip(cuts, [*cuts[1:], len(chance)], strict=True):
        members = [(people[k], amounts[k], k, pairs[k]) for k in range(low, high)]
        for edges in _climb(members, groups, node, p.scale):
            for tail, amount, _, pair in edges:
                network.add(tail, node, amount)
                pair_of.append(pair)
            node += 1
    return Lottery(frozen, network, np.array(pair_of, np.int64), flow // p.scale)


Member = tuple[int, int, int, int]
"""(node, parts, which of the live pairs it holds first, pair or -1)."""


def _limited(level: Level, item: Integers, candidate: Integers) -> list[int]:
    """The group of each pair, -1 where the item sets it no limit."""
    group = level.group_of[candidate]
    limited = np.where(level.limits(item, group) < NO_LIMIT, group, -1)
    return [int(g) for g in limited]


def _climb(
    members: list[Member], groups: Sequence[Sequence[int]], node: int, scale: int
) -> Iterator[list[Member]]:
    """The members of each node to be made, numbered from `node`."""
    for group_of in groups:
        keys = [group_of[m[2]] for m in members]
        if len(set(keys)) == len(keys):
            continue
        shared: dict[int, list[Member]] = {}
        for key, member in zip(keys, members, strict=True):
            shared.setdefault(key, []).append(member)
        instead: list[Member] = []
        for key, those in shared.items():
            if key < 0 or len(those) == 1:
                instead += those
                continue
            yield those
            left = sum(m[1] for m in those) % scale
            if left:
                instead.append((node, left, those[0][2], -1))
            node += 1
        members = instead
    if members:
        yield members


def _by_ticket(p: Instance, seed: bytes, item: str, people: list[int]) -> list[int]:
    names = p.candidate_names
    return sorted(people, key=lambda c: ticket(seed, item, names[c]))


class _Classes:
    """Splits an item's drawn candidates into panel and reserves, class by class."""

    def __init__(self, frozen: FitInput) -> None:
        self.p, self.seats = frozen.instance, frozen.panel_seats.tolist()
        self.room: dict[str, dict[int, int]] = {}
        if not frozen.classes:
            return
        level = self.p.levels[frozen.class_level]
        self.group_of = level.group_of
        groups = {name: at for at, name in enumerate(level.names)}
        for c in frozen.classes:
            self.room.setdefault(c.item, {})[groups[c.group]] = c.seats

    def panel(self, item: int, order: list[int]) -> Panel:
        name, names = self.p.item_names[item], self.p.candidate_names
        room = dict(self.room.get(name, {-1: self.seats[item]}))
        seated: list[str] = []
        reserves: list[str] = []
        for candidate in order:
            group = int(self.group_of[candidate]) if name in self.room else -1
            (seated if room[group] else reserves).append(names[candidate])
            room[group] = max(room[group] - 1, 0)
        return Panel(name, tuple(seated), tuple(reserves))
