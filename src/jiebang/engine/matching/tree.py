"""Which limits of which panels can bind at all: the tree between an item and its candidates."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from jiebang.engine.matching.certificate import sums
from jiebang.engine.matching.levels import NO_LIMIT
from jiebang.engine.matching.objective import Integers
from jiebang.engine.matching.problem import Instance

ROOT = -1


@dataclass(frozen=True, eq=False)
class Tree:
    """Nodes stand for (item, group of a level) with a limit that its pairs could exceed.

    item, level, group, limit: (nodes,) limit in seats. parent: (nodes,) the node above, or -1 for
    the item itself. pair_parent: (pairs,) the lowest node of each pair, or -1. Children have
    smaller numbers than their parents.
    """

    item: Integers
    level: Integers
    group: Integers
    limit: Integers
    parent: Integers
    pair_parent: Integers

    def totals(self, amount: Integers) -> Integers:
        """(nodes,) sums over the pairs below each node of (pairs,) amounts."""
        below = self.pair_parent >= 0
        found = sums(self.pair_parent[below], amount[below], len(self.item))
        for level in np.unique(self.level):
            inner = np.flatnonzero((self.level == level) & (self.parent >= 0))
            np.add.at(found, self.parent[inner], found[inner])
        return found


def tree_of(p: Instance, pairs: Integers) -> Tree:
    """The tree over some of an instance's pairs (their numbers, rising)."""
    item, stands, room = p.item[pairs], p.candidate[pairs], p.cap[pairs]
    owner = np.arange(len(pairs))
    rows: list[tuple[Integers, Integers, Integers, Integers]] = []
    links: list[tuple[Integers, Integers]] = []
    count = 0
    for number, level in enumerate(p.levels):
        group = level.group_of[stands]
        limit = level.limits(item, group)
        may = np.flatnonzero((group >= 0) & (limit < NO_LIMIT) & (limit < p.seats[item]))
        keys, first, place = np.unique(
            item[may] * max(level.groups, 1) + group[may], return_index=True, return_inverse=True
        )
        most = np.minimum(limit[may][first], 2**31)
        bind = sums(place, room[may], len(keys)) > most * p.scale
        node = np.cumsum(bind) - 1 + count
        under = may[bind[place]]
        links.append((owner[under], node[place[bind[place]]]))
        made = may[first[bind]]
        rows.append((item[made], np.full(len(made), number), group[made], most[bind]))
        stay = np.ones(len(item), bool)
        stay[under] = False
        fresh = np.arange(count, count + len(made)) + len(pairs)
        item = np.concatenate((item[stay], item[made]))
        stands = np.concatenate((stands[stay], stands[made]))
        room = np.concatenate((room[stay], most[bind] * p.scale))
        owner = np.concatenate((owner[stay], fresh))
        count += len(made)
    parent = np.full(len(pairs) + count, ROOT)
    for child, node in links:
        parent[child] = node
    empty = np.zeros(0, np.int64)
    items, levels, groups, limits = (
        np.concatenate([empty, *(row[i] for row in rows)]) for i in range(4)
    )
    inner, pair_parent = parent[len(pairs) :], parent[: len(pairs)]
    return Tree(items, levels, groups, limits, inner, pair_parent)
