"""Reviewers who lift the same items together.

Candidates are found without looking at a score: two reviewers who share several items, with all
who share about as many with both. For each, the score test of one more effect in the mixed model,
"these reviewers on the items they share": how far they stand above the others on the same items,
against their own leniency elsewhere. Items are fixed effects there, so that an item is never
suspicious for being good, and one seen by nobody else says nothing. The candidates being free of
the scores, the p-values are honest, and the false discovery rate is held by the step-up procedure,
in which a group has the more of the allowance the more its members share (the square of the number
of their common ratings): sharing much is already odd.

Sources: Rao 1948 (score test); Benjamini and Hochberg 1995; Genovese, Roeder and Wasserman
2006 (weights).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import erfc, sqrt

import numpy as np
from numpy.typing import NDArray

from jiebang.engine.scoring.mixed import HIGH, Solved, prepare, solve
from jiebang.engine.scoring.rated import Floats, Ratings
from jiebang.engine.scoring.robust import Fit

BATCH = 256
DOUBT = 4.0  # twice the gain in log-likelihood for which a member is left out


@dataclass(frozen=True, slots=True)
class Ring:
    """`lift`: points by which the reviewers stand above the rest on the items; `z` its multiple of
    the standard error, `p` the chance of so much without an agreement."""

    reviewers: tuple[str, ...]
    items: tuple[str, ...]
    lift: float
    z: float
    p: float


def rings(found: Fit, *, shared: int = 2, rate: float = 0.005) -> tuple[Ring, ...]:
    """Groups that lift what they share, the least `p` first, at a false discovery rate of `rate`
    among groups. `shared`: how many items two members have in common at least."""
    r = found.found
    groups = _groups(r, shared)
    masks = [_mask(r, group) for group in groups]
    test = _Test(found)
    lift, z = test.of(masks)
    p = np.array([erfc(x / sqrt(2)) / 2 for x in z.tolist()])
    share = np.array([float(mask.sum()) ** 2 for mask in masks])
    weighed = p * share.mean() / share if len(p) else p
    order = _apart(np.argsort(weighed, kind="stable").tolist(), groups)
    named = []
    for k in (order[at] for at in discoveries(weighed[order], rate, len(groups))):
        members = _members(test, r, groups[k], masks[k])
        items = sorted({r.items[i] for i in r.item[masks[k]].tolist()})
        people = tuple(r.reviewers[j] for j in members)
        named.append(Ring(people, tuple(items), float(lift[k]), float(z[k]), float(p[k])))
    return tuple(named)


def discoveries(p: Floats, rate: float, tests: int | None = None) -> list[int]:
    """Positions that the step-up procedure keeps, the smallest first. `tests`: how many were made,
    where `p` holds the best of each cluster only."""
    order = np.argsort(p, kind="stable")
    limit = rate * np.arange(1, len(p) + 1) / max(tests or len(p), 1)
    below = np.flatnonzero(p[order] <= limit)
    return [int(k) for k in order[: below[-1] + 1]] if len(below) else []


def _groups(r: Ratings, shared: int) -> list[tuple[int, ...]]:
    """Every pair that shares enough with all who share enough, and at least half as much as the
    two, with both; each set once."""
    times: dict[tuple[int, int], int] = {}
    panels: dict[int, list[int]] = {}
    for i, j in zip(r.item.tolist(), r.reviewer.tolist(), strict=True):
        panels.setdefault(i, []).append(j)
    for panel in panels.values():
        for pair in combinations(sorted(panel), 2):
            times[pair] = times.get(pair, 0) + 1
    near: dict[int, dict[int, int]] = {}
    for (a, b), number in times.items():
        if number >= shared:
            near.setdefault(a, {})[b] = number
            near.setdefault(b, {})[a] = number
    found = set()
    for (a, b), number in times.items():
        if number >= shared:
            both = near[a].keys() & near[b].keys()
            close = {c for c in both if 2 * min(near[a][c], near[b][c]) >= number}
            found.add(tuple(sorted({a, b} | close)))
    return sorted(found)


def _mask(r: Ratings, group: Sequence[int]) -> NDArray[np.bool_]:
    """The group's ratings on items that two of them share."""
    own = np.isin(r.reviewer, group)
    together = r.by_item(own.astype(float)) >= 2
    found: NDArray[np.bool_] = own & together[r.item]
    return found


class _Test:
    """The score test of one more column in the model with fixed items and random leniency."""

    def __init__(self, found: Fit) -> None:
        r, people = found.found, found.people
        self.given = prepare(r, people.weight[r.reviewer], people.scale[r.reviewer])
        self.solved = solve(self.given, np.array([HIGH, found.logs[1]]))
        self.inverse = np.linalg.inv(self.solved.schur)
        self.variance = found.solved.variance
        self.residual = self.given.weight * _rest(self.solved, r, people.scale)

    def of(self, masks: Sequence[NDArray[np.bool_]]) -> tuple[Floats, Floats]:
        """Lift in points and z of each; 0 where the data cannot tell."""
        lifts, zs = np.zeros(len(masks)), np.zeros(len(masks))
        for start in range(0, len(masks), BATCH):
            part = masks[start : start + BATCH]
            score = np.array([self.residual[mask].sum() for mask in part])
            weights = np.array([self.given.weight[mask].sum() for mask in part])
            gone = [self.given.gone.sums(self.given.weight * mask) for mask in part]
            side = np.stack([self._side(g, mask) for g, mask in zip(gone, part, strict=True)])
            free = weights - np.array([g @ (g / self.solved.diagonal) for g in gone])
            free -= ((side @ self.inverse) * side).sum(axis=1)
            tells = free > 1e-3 * weights
            info = np.where(tells, free, 1.0)
            lifts[start : start + BATCH] = np.where(tells, score / info, 0)
            zs[start : start + BATCH] = np.where(tells, score / np.sqrt(info * self.variance), 0)
        return lifts, zs

    def _side(self, gone: Floats, mask: NDArray[np.bool_]) -> Floats:
        direct = self.given.weight * mask
        own = np.append(self.given.kept.sums(direct), direct.sum())
        found: Floats = own - self.given.onto_kept(gone / self.solved.diagonal)
        return found


def _rest(solved: Solved, r: Ratings, scale: Floats) -> Floats:
    fitted = solved.level + solved.reviewers[r.reviewer]
    found: Floats = r.value - fitted - scale[r.reviewer] * solved.items[r.item]
    return found


def _members(
    test: _Test, r: Ratings, group: tuple[int, ...], mask: NDArray[np.bool_]
) -> tuple[int, ...]:
    """Without those whose absence makes the case much clearer, who blurs it most first."""
    kept = list(group)
    while len(kept) > 2:
        masks = [mask, *(mask & (r.reviewer != j) for j in kept)]
        _, z = test.of(masks)
        worst = int(np.argmax(z[1:]))
        if z[1 + worst] ** 2 <= z[0] ** 2 + DOUBT:
            break
        mask = masks[1 + worst]
        del kept[worst]
    return tuple(kept)


def _apart(order: list[int], groups: Sequence[tuple[int, ...]]) -> list[int]:
    """Of groups that have two members in common only the first: one ring is one discovery, else
    its many subsets would make room for false ones."""
    taken: set[tuple[int, int]] = set()
    kept = []
    for k in order:
        pairs = set(combinations(groups[k], 2))
        if not pairs & taken:
            kept.append(k)
            taken |= pairs
    return kept
