"""Rules that are no tree: who may not sit together, who may not judge each other, what a panel must
cover. What is broken is repaired; what cannot be repaired is named for its item.

Two people who must stay apart are kept so in every outcome of a draw: one of the two loses the
pair, the one whose loss costs less, and the flow is solved again. What a panel must cover is
arranged for assignments (scale 1) by a small integer program over the panels that lack it and those
that hold whom they need. With probabilities, seats for kinds belong into the tree: a level whose
limits add up to the seats.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from jiebang.engine.matching.certificate import pair_prices, sums
from jiebang.engine.matching.flow import best_of_each
from jiebang.engine.matching.objective import Flags, Integers, Linear
from jiebang.engine.matching.problem import Infeasible, Instance, Marginals
from jiebang.engine.matching.solvers import solve
from jiebang.engine.matching.stuck import arrange

_OFFERED = 20
"""Candidates whom a stuck panel may choose from, and as many of each kind it must cover."""


def _none() -> Integers:
    return np.zeros(0, np.int64)


@dataclass(frozen=True, eq=False)
class Cover:
    """At least `least` (items,) seats of each panel for `members` (candidates,) flags."""

    name: str
    members: Flags
    least: Integers


@dataclass(frozen=True, eq=False)
class Sides:
    """left, right: candidates never on one panel. first, second: pairs (their numbers) of which at
    most one may happen. cover: what panels must cover."""

    left: Integers = field(default_factory=_none)
    right: Integers = field(default_factory=_none)
    first: Integers = field(default_factory=_none)
    second: Integers = field(default_factory=_none)
    cover: tuple[Cover, ...] = ()


@dataclass(frozen=True, slots=True)
class Shortage:
    """A rule that an item's panel does not keep. what: apart, mutual, or the name of a Cover;
    short: seats that lack, or couples that sit together; candidates: names of the couple."""

    item: str
    what: str
    short: int
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Sided:
    """answer: within every limit of `instance`, which is the given one without the pairs that were
    given up. bound: no answer that keeps the rules is worth more. `answer.prices` prove the answer
    best for `instance`, unless the integer program had to help, when there are none."""

    instance: Instance
    answer: Marginals
    bound: int
    shortages: tuple[Shortage, ...]


def solve_with(p: Instance, sides: Sides) -> Sided | Infeasible:
    """An answer under all rules, or as near as a named few panels allow.

    ValueError for Cover with probabilities. Infeasible only when the tree alone cannot be filled.
    """
    if sides.cover and p.scale != 1:
        raise ValueError("what panels must cover needs scale 1, or a level of the tree")
    answer = solve(p)
    if isinstance(answer, Infeasible):
        return answer
    bound, soft, kept = answer.objective, np.zeros(p.items, bool), p
    while True:
        couples = _couples(p, sides, answer.flow)
        couples = couples[:, ~soft[p.item[couples]].any(axis=0)]
        if not couples.shape[1]:
            break
        tried, banned = _without(kept, answer, couples)
        found = solve(tried)
        if isinstance(found, Infeasible):
            soft[_hopeless(p, found, p.item[banned])] = True
        else:
            answer, kept = found, tried
    if any(_lacking(p, one, answer.flow).any() for one in sides.cover):
        answer = _covered(kept, sides, answer)
    return Sided(kept, answer, bound, tuple(_shortages(p, sides, answer.flow)))


def mutual(p: Instance, item: Integers, candidate: Integers) -> tuple[Integers, Integers]:
    """Pairs that would make two parties judge each other, as (first, second) for `Sides`.

    item, candidate: rows saying that a candidate is a party of an item. (i, c) and (j, d) exclude
    each other when c is a party of j and d of i.
    """
    place = {(i, c): e for e, (i, c) in enumerate(zip(p.item.tolist(), p.candidate.tolist(),
                                                      strict=True))}  # fmt: skip
    party: dict[int, list[int]] = {}
    for i, c in zip(item.tolist(), candidate.tolist(), strict=True):
        party.setdefault(i, []).append(c)
    rows = {
        (min(one, other), max(one, other))
        for j, people in party.items()
        for i, others in party.items()
        if i < j
        for c in people
        for d in others
        if (one := place.get((i, c))) is not None and (other := place.get((j, d))) is not None
    }
    table = np.array(sorted(rows), np.int64).reshape(-1, 2)
    return table[:, 0], table[:, 1]


def _couples(p: Instance, sides: Sides, flow: Integers) -> Integers:
    """(2, any) pairs that may both happen and must not."""
    found = [np.stack((sides.first, sides.second))]
    found[0] = found[0][:, (flow[sides.first] > 0) & (flow[sides.second] > 0)]
    used = np.flatnonzero(flow)
    by = used[np.argsort(p.candidate[used], kind="stable")]
    start = np.searchsorted(p.candidate[by], np.arange(p.candidates + 1))
    for left, right in zip(sides.left.tolist(), sides.right.tolist(), strict=True):
        one, other = by[start[left] : start[left + 1]], by[start[right] : start[right + 1]]
        _, at, to = np.intersect1d(p.item[one], p.item[other], return_indices=True)
        found.append(np.stack((one[at], other[to])))
    return np.concatenate(found, axis=1)


def _without(p: Instance, answer: Marginals, couples: Integers) -> tuple[Instance, Integers]:
    """The instance without the half of each couple that is worth less above its price, and these
    pairs."""
    worth, loss = answer.flow * p.fit, np.zeros(p.pairs, np.int64)
    if answer.prices is not None and isinstance(p.objective, Linear):
        loss = answer.flow * np.maximum(p.fit - pair_prices(p, answer.prices), 0)
    first, second = couples
    tied = loss[first] == loss[second]
    keep_second = np.where(tied, worth[first] < worth[second], loss[first] < loss[second])
    lost = np.unique(np.where(keep_second, first, second))
    cap = p.cap.copy()
    cap[lost] = 0
    return replace(p, cap=cap), lost


def _hopeless(p: Instance, found: Infeasible, tried: Integers) -> Integers:
    """Some of the items that lost pairs and are named among the causes: a quarter of the first
    cause that names any, so that the others may still be repaired."""
    names = {p.item_name(i): i for i in np.unique(tried).tolist()}
    for cause in found.causes:
        own = [names[name] for name in cause.items if name in names]
        if own:
            return np.array(own[: len(own) // 4 + 1])
    return tried


def _lacking(p: Instance, cover: Cover, flow: Integers) -> Integers:
    """(items,) seats that lack."""
    own = cover.members[p.candidate]
    found: Integers = np.maximum(cover.least - sums(p.item[own], flow[own], p.items), 0)
    return found


def _covered(p: Instance, sides: Sides, answer: Marginals) -> Marginals:
    """The stuck panels arranged anew, with those that hold whom they need."""
    stuck = np.zeros(p.items, bool)
    wanted = np.zeros(p.candidates, bool)
    for cover in sides.cover:
        lacks = _lacking(p, cover, answer.flow) > 0
        stuck |= lacks
        able = lacks[p.item] & cover.members[p.candidate] & (p.cap > 0)
        wanted[p.candidate[able]] = True
    holders = (answer.flow > 0) & wanted[p.candidate]
    panels = stuck.copy()
    panels[p.item[holders]] = True
    rules = [(cover.members, cover.least) for cover in sides.cover]
    offered = panels[p.item] & (_near(p, sides, answer) | (answer.flow > 0)) & (p.cap > 0)
    couples = _couples(p, sides, np.where(offered, 1, answer.flow))
    flow = arrange(p, answer.flow, panels, offered, rules, couples)
    return Marginals(flow, p.objective.value(p.fit, flow))


def _near(p: Instance, sides: Sides, answer: Marginals) -> Flags:
    """(pairs,) whether a pair is among its item's best above price, of all or of who covers."""
    price = pair_prices(p, answer.prices) if answer.prices is not None else 0
    above = p.fit - price
    found = best_of_each(p.item, above, np.full(p.items, _OFFERED))
    for cover in sides.cover:
        able = np.flatnonzero(cover.members[p.candidate])
        wanted = np.where(cover.least > 0, _OFFERED, 0)
        found[able[best_of_each(p.item[able], above[able], wanted)]] = True
    return found


def _shortages(p: Instance, sides: Sides, flow: Integers) -> list[Shortage]:
    found = []
    exclusive = set(zip(sides.first.tolist(), sides.second.tolist(), strict=True))
    for one, other in _couples(p, sides, flow).T.tolist():
        names = tuple(p.candidate_name(int(p.candidate[e])) for e in (one, other))
        what = "mutual" if (one, other) in exclusive else "apart"
        found.append(Shortage(p.item_name(int(p.item[one])), what, 1, names))
    for cover in sides.cover:
        lacks = _lacking(p, cover, flow)
        found += [
            Shortage(p.item_name(i), cover.name, int(lacks[i]))
            for i in np.flatnonzero(lacks).tolist()
        ]
    return sorted(found, key=lambda s: (s.item, s.what, s.candidates))
