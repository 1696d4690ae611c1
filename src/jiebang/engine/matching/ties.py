"""Which of several equally good answers is given, decided by a seed instead of by numbering."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from jiebang.engine.matching.levels import Level
from jiebang.engine.matching.objective import Integers
from jiebang.engine.matching.problem import GroupPrices, Infeasible, Instance, Marginals, Prices

Solver = Callable[[Instance], Marginals | Infeasible]


def solve_shuffled(p: Instance, seed: int, solver: Solver) -> Marginals | Infeasible:
    """The solver's answer to the instance with items and candidates renumbered by `seed`, in the
    numbers of the instance. Its value is the same for every seed."""
    dice = np.random.default_rng(seed)
    items, candidates = dice.permutation(p.items), dice.permutation(p.candidates)
    order = np.lexsort((candidates[p.candidate], items[p.item]))
    answer = solver(_renumbered(p, items, candidates, order))
    if isinstance(answer, Infeasible):
        return answer
    flow = np.zeros(p.pairs, np.int64)
    flow[order] = answer.flow
    prices = answer.prices and _numbered_back(p, answer.prices, items, candidates)
    return Marginals(flow, answer.objective, prices)


def _renumbered(p: Instance, items: Integers, candidates: Integers, order: Integers) -> Instance:
    old_item, old_candidate = np.argsort(items), np.argsort(candidates)
    return replace(
        p,
        seats=p.seats[old_item],
        load=p.load[old_candidate],
        least=p.least[old_candidate],
        item=items[p.item[order]],
        candidate=candidates[p.candidate[order]],
        fit=p.fit[order],
        cap=p.cap[order],
        levels=tuple(_level(level, items, old_candidate) for level in p.levels),
        item_names=tuple(p.item_name(int(i)) for i in old_item),
        candidate_names=tuple(p.candidate_name(int(c)) for c in old_candidate),
    )


def _level(level: Level, items: Integers, old_candidate: Integers) -> Level:
    return replace(
        level, group_of=level.group_of[old_candidate], override_item=items[level.override_item]
    )


def _numbered_back(p: Instance, prices: Prices, items: Integers, candidates: Integers) -> Prices:
    old_item, groups = np.argsort(items), []
    for level, rows in zip(p.levels, prices.groups, strict=True):
        item = old_item[rows.item]
        at = np.argsort(item * level.groups + rows.group)
        groups.append(GroupPrices(item[at], rows.group[at], rows.price[at]))
    return Prices(prices.item[items], prices.candidate[candidates], tuple(groups))
