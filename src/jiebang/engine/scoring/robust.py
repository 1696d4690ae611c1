"""The mixed model when reviewers are not all alike in care and in use of the scale.

Three departures from the additive model, each taken up only where the data speak for it (the
log marginal likelihood gains by more than GAIN, for wild scores WILD, over "all alike"):
- care: the error variance of a reviewer is σ²/λ, λ ~ Gamma(κ/2, κ/2). A reviewer whose scores have
  little to do with the items gets a small λ and so little say;
- scale: a reviewer spreads the items by a factor b, log b ~ N(0, ψ²); its errors may be spread by
  the same factor ("whole") or not;
- wild scores: each error is Student-t with ν degrees of freedom.
Fitted by expectation-maximisation around the restricted likelihood; κ, ν, ψ from short lists, b
integrated on a grid.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import lgamma, log

import numpy as np

from jiebang.engine.scoring.mixed import (
    HIGH,
    LOW,
    Solved,
    Spread,
    prepare,
    search,
    solve,
    spread,
)
from jiebang.engine.scoring.rated import Floats, Ratings

ALIKE = 1e9  # degrees of freedom at which everybody is the same
CARE = (ALIKE, 64.0, 32.0, 16.0, 8.0, 4.0, 2.0)
TAILS = (ALIKE, 32.0, 16.0, 8.0, 4.0, 3.0)
SPREADS = (0.0, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.85, 1.0)
STRETCH: Floats = np.exp(np.linspace(-3, 1.5, 46))  # the grid of b
GAIN, WILD = 3.0, 1.0
ROUNDS = 15
POPULATION, EACH = 10, 5
"""Care and scale describe a population: fewer reviewers than this with so many sheets have none."""


@dataclass(frozen=True, slots=True, eq=False)
class People:
    """How reviewers differ: κ, ψ and whether errors are stretched too for all of them, λ (care) and
    b (scale) for each."""

    care: Floats
    scale: Floats
    kappa: float = ALIKE
    psi: float = 0.0
    whole: bool = False

    @property
    def alike(self) -> bool:
        return self.kappa >= ALIKE and not self.psi

    @property
    def weight(self) -> Floats:
        """Of a reviewer's error, inverse variance in units of 1/σ²."""
        return self.care / self.scale**2 if self.whole else self.care


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """`logs` are the logarithms of the two ratios of variances at the mode; `tail` is a weight per
    rating, `nu` of ALIKE means that no score is wilder than the rest."""

    found: Ratings
    solved: Solved
    spread: Spread
    logs: Floats
    people: People
    tail: Floats
    nu: float = field(default=ALIKE)

    @property
    def alike(self) -> bool:
        """The plain additive model."""
        return self.people.alike and self.nu >= ALIKE

    @property
    def unit(self) -> float:
        """Points of the mean reviewer that one point of an item effect makes."""
        return float(self.people.scale.mean())

    @property
    def evidence(self) -> float:
        """Log likelihood with the reviewers' and errors' places in their populations, penalised by
        GAIN a departure: to choose between departures, no more."""
        p, weight = self.people, self.people.weight[self.found.reviewer] * self.tail
        found = self.solved.likelihood() + 0.5 * float(np.log(weight).sum())
        if p.kappa < ALIKE:
            half = p.kappa / 2
            each = half * log(half) - lgamma(half) + half * (np.log(p.care) - p.care)
            found += float(each.sum()) - GAIN
        if p.psi:
            at = np.log(p.scale) / p.psi
            found -= float((0.5 * at**2 + np.log(p.psi) + 0.5 * log(2 * np.pi)).sum()) + GAIN
        return found


def fit(found: Ratings, *, robust: bool = True, scales: bool = True) -> Fit:
    """Estimates that weigh and stretch only where that is called for; deterministic."""
    alike = np.ones(len(found.reviewers))
    first = _solved(found, np.zeros(2), People(alike, alike), np.ones(len(found)))
    if not robust and not scales:
        return first
    if scales and _many(found) and _people(Sums.of(first), robust, (False, True)).psi:
        tracks = [_track(first, robust, (whole,)) for whole in (False, True)]
        return max(tracks, key=lambda f: f.evidence)
    return _track(first, robust, ())


def _many(found: Ratings) -> bool:
    return bool((found.sheets_of_reviewer() >= EACH).sum() >= POPULATION)


def _track(now: Fit, robust: bool, kinds: tuple[bool, ...]) -> Fit:
    """Expectation-maximisation until no item moves by a twentieth of an error, then the mode."""
    many = _many(now.found)
    for _ in range(ROUNDS):
        people, before = now.people, now
        if many:
            people = _people(Sums.of(now), robust, kinds)
        nu, tail = _tails(now, people) if robust else (ALIKE, now.tail)
        if people.alike and nu >= ALIKE and now.alike:
            return now
        now = _next(now, people, tail, nu)
        moved = np.abs(now.solved.items - before.solved.items).max()
        if moved < 0.05 * np.sqrt(now.solved.variance):
            break
    return _solved(now.found, now.logs, now.people, now.tail, now.nu)


def _next(now: Fit, people: People, tail: Floats, nu: float) -> Fit:
    """The effects at new weights, the ratios of variances moved by one step of expectation."""
    r, solved, left = now.found, now.solved, now.spread
    items = (solved.items**2).mean() / solved.variance + left.items.mean()
    reviewers = (solved.reviewers**2).mean() / solved.variance + left.reviewers.mean()
    logs = np.clip(np.log([items, reviewers]), LOW, HIGH)
    weight = people.weight[r.reviewer] * tail
    given = prepare(r, weight, people.scale[r.reviewer], solved.given)
    found = solve(given, logs)
    return Fit(r, found, spread(found), logs, people, tail, nu)


def _solved(found: Ratings, start: Floats, people: People, tail: Floats, nu: float = ALIKE) -> Fit:
    weight = people.weight[found.reviewer] * tail
    logs, solved = search(prepare(found, weight, people.scale[found.reviewer]), start)
    return Fit(found, solved, spread(solved), logs, people, tail, nu)


def levels(now: Fit) -> Floats:
    """The common level with each reviewer's leniency, points."""
    return now.solved.level + now.solved.reviewers


def residuals(now: Fit) -> Floats:
    """What level, leniency and item do not explain, per rating, in points."""
    r = now.found
    scale = now.people.scale[r.reviewer]
    return r.value - levels(now)[r.reviewer] - scale * now.solved.items[r.item]


@dataclass(frozen=True, slots=True, eq=False)
class Sums:
    """Per reviewer, in units of σ²: the expected sum of squared errors at scale b is
    level - 2·b·product + b²·item."""

    level: Floats
    product: Floats
    item: Floats
    sheets: Floats

    @classmethod
    def of(cls, now: Fit) -> Sums:
        r, solved, left = now.found, now.solved, now.spread
        rest, item = r.value - levels(now)[r.reviewer], solved.items[r.item]
        v = solved.variance
        return cls(
            r.by_reviewer(now.tail * (rest**2 / v + left.levels[r.reviewer])),
            r.by_reviewer(now.tail * (rest * item / v - left.shared)),
            r.by_reviewer(now.tail * (item**2 / v + left.items[r.item])),
            r.sheets_of_reviewer().astype(float),
        )

    def squares(self, scale: Floats, whole: bool) -> Floats:
        """Reviewers x scales."""
        near = self.level[:, None] - 2 * np.outer(self.product, scale)
        found: Floats = np.maximum(near + np.outer(self.item, scale**2), 1e-9)
        return found / scale**2 if whole else found


def _people(sums: Sums, robust: bool, kinds: tuple[bool, ...]) -> People:
    """The population that explains the sums best, and each reviewer's place in it."""
    psis, priors = _priors(bool(kinds))
    best, found = -np.inf, People(np.empty(0), np.empty(0))
    for kappa in CARE if robust else CARE[:1]:
        for whole in kinds or (False,):
            squares = sums.squares(STRETCH, whole)
            logs = mixture(kappa, squares, sums.sheets)
            if whole:
                logs = logs - np.outer(sums.sheets, np.log(STRETCH))
            top = logs.max(axis=1, keepdims=True)
            chance = np.exp(logs - top)
            gains = np.log(np.maximum(chance @ priors.T, 1e-300)).sum(axis=0) + top.sum()
            gains -= GAIN * ((kappa < ALIKE) + (psis > 0))
            at = int(np.argmax(gains))
            if gains[at] > best and not (whole and not psis[at]):
                best = gains[at]
                chance = chance * priors[at] / (chance @ priors[at])[:, None]
                care = (chance * _care(kappa, squares, sums.sheets)).sum(axis=1)
                found = People(care, chance @ STRETCH, kappa, float(psis[at]), whole)
    return found


def _priors(scales: bool) -> tuple[Floats, Floats]:
    """The options of ψ, and a row for each: the probabilities of the grid of scales under it."""
    psis, at = np.array(SPREADS if scales else SPREADS[:1]), np.log(STRETCH)
    rows = np.exp(-0.5 * (at / np.maximum(psis, 1e-3)[:, None]) ** 2)
    return psis, rows / rows.sum(axis=1, keepdims=True)


def mixture(freedom: float, squares: Floats, numbers: Floats) -> Floats:
    """Log density of `numbers` errors with these sums of squares (rows as `numbers`) that share a
    precision of Gamma(f/2, f/2); without constants that do not depend on f."""
    if freedom >= ALIKE:
        return -squares / 2
    half = freedom / 2
    sizes = {n: lgamma(half + n / 2) for n in set(numbers.tolist())}
    heads = np.array([sizes[n] for n in numbers.tolist()]) - lgamma(half) + half * log(half)
    logs: Floats = heads[:, None] - (half + numbers[:, None] / 2) * np.log(half + squares / 2)
    return logs


def _care(kappa: float, squares: Floats, numbers: Floats) -> Floats:
    if kappa >= ALIKE:
        return np.ones_like(squares)
    return (kappa + numbers[:, None]) / (kappa + squares)


def _tails(now: Fit, people: People) -> tuple[float, Floats]:
    """Degrees of freedom of single errors, and the weight of each rating."""
    r, left, solved = now.found, now.spread, now.solved
    b = people.scale[r.reviewer]
    rest = r.value - levels(now)[r.reviewer] - b * solved.items[r.item]
    open_ = left.levels[r.reviewer] + b**2 * left.items[r.item] + 2 * b * left.shared
    squares = people.weight[r.reviewer] * (rest**2 / solved.variance + open_)
    one = np.ones(len(squares))
    logs = [float(mixture(f, squares[:, None], one).sum()) for f in TAILS]
    best = int(np.argmax(logs))
    if logs[best] <= logs[0] + WILD:
        return ALIKE, one
    return TAILS[best], (TAILS[best] + 1) / (TAILS[best] + squares)
