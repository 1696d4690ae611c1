"""The additive mixed model: value = level + scale · item + leniency of the reviewer + error.

    y = μ + b·θ_item + a_reviewer + e,   θ ~ N(0, τ²),  a ~ N(0, φ²),  e ~ N(0, σ²/w)

Henderson's mixed model equations with the larger of the two random groups eliminated, so that the
dense matrix has the size of the smaller one plus one (for the level). The restricted likelihood
(Patterson and Thompson 1971) is taken at given ratios (τ/σ)², (φ/σ)²; σ² is profiled out.
Memory grows with the square of the smaller group: meant for up to about 4,000 of it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from jiebang.engine.scoring.rated import Floats, Indices, Ratings

LOW, HIGH = float(np.log(1e-5)), float(np.log(1e5))
"""Bounds of the logarithms of the ratios of variances."""


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """One random effect: whose each rating is, and how strongly the rating loads on it."""

    index: Indices
    loading: Floats
    size: int

    def sums(self, values: Floats) -> Floats:
        return np.bincount(self.index, values * self.loading, self.size).astype(float)


@dataclass(frozen=True, slots=True, eq=False)
class Equations:
    """What does not depend on the ratios of variances, prepared once per set of weights.

    `gone` is eliminated, `kept` stays, with the level as its last entry. `pairs` are ratings of the
    same `gone` effect two by two (empty where the dense product is cheaper). `least` is the sum of
    squares that rounding to the step of the values leaves at any rate."""

    gone: Group
    kept: Group
    items_gone: bool
    weight: Floats
    centre: float
    value: Floats
    pairs: tuple[Indices, Indices]
    square: Floats
    least: float

    def gram(self, diagonal: Floats) -> Floats:
        """C' diag⁻¹ C, where C holds the cross products of gone (rows) and kept with the level."""
        n, g = self.kept.size, self.gone
        pull = self.weight * g.loading * self.kept.loading
        level = np.bincount(g.index, self.weight * g.loading, g.size)
        found = np.empty((n + 1, n + 1))
        if len(self.pairs[0]):
            p, q = self.pairs
            flat = self.kept.index[p] * n + self.kept.index[q]
            product = pull[p] * pull[q] / diagonal[g.index[p]]
            found[:n, :n] = np.bincount(flat, product, n * n).reshape(n, n)
        else:
            cross = np.zeros((g.size, n))
            cross[g.index, self.kept.index] = pull
            found[:n, :n] = cross.T @ (cross / diagonal[:, None])
        side = np.bincount(self.kept.index, pull * (level / diagonal)[g.index], n)
        found[:n, n] = found[n, :n] = side
        found[n, n] = level @ (level / diagonal)
        return found

    def onto_kept(self, gone: Floats) -> Floats:
        """C' times a vector over `gone`."""
        spread = self.weight * self.gone.loading * gone[self.gone.index]
        return np.append(self.kept.sums(spread), spread.sum())

    def onto_gone(self, kept: Floats) -> Floats:
        """C times one vector over `kept` and the level, or times each column of several."""
        spread = kept[:-1][self.kept.index] * self.kept.loading + kept[-1]
        return self.gone.sums(self.weight * spread)


@dataclass(frozen=True, slots=True, eq=False)
class Solved:
    """The system at given ratios (`ridge`: σ² over the variance of gone, of kept). `rest` is the
    penalised sum of squares (σ² ≈ rest / (N - 1)); inverses of `diagonal` and `schur` are
    variances in units of σ²."""

    given: Equations
    ridge: tuple[float, float]
    rest: float
    gone: Floats
    kept: Floats
    diagonal: Floats
    schur: Floats

    def likelihood(self) -> float:
        """The restricted one, in logarithms, up to a constant."""
        number, (gone, kept) = len(self.given.value), self.ridge
        log_det = np.log(self.diagonal / gone).sum() + np.linalg.slogdet(self.schur)[1]
        log_det -= self.given.kept.size * np.log(kept)
        return float(-0.5 * (log_det + (number - 1) * np.log(self.rest)))

    @property
    def variance(self) -> float:
        return self.rest / (len(self.given.value) - 1)

    @property
    def items(self) -> Floats:
        return self.gone if self.given.items_gone else self.kept[:-1]

    @property
    def reviewers(self) -> Floats:
        return self.kept[:-1] if self.given.items_gone else self.gone

    @property
    def level(self) -> float:
        return float(self.kept[-1]) + self.given.centre


def prepare(
    found: Ratings, weight: Floats, scale: Floats, like: Equations | None = None
) -> Equations:
    """`weight` (of the error's inverse variance) and `scale` (of the item) are per rating. The
    equations of the same ratings at other weights save time."""
    item = Group(found.item, scale, len(found.items))
    reviewer = Group(found.reviewer, np.ones(len(found)), len(found.reviewers))
    items_gone = item.size >= reviewer.size
    gone, kept = (item, reviewer) if items_gone else (reviewer, item)
    n, on = kept.size, np.arange(kept.size)
    square = np.zeros((n + 1, n + 1))
    square[on, on] = kept.sums(weight * kept.loading)
    square[:n, n] = square[n, :n] = kept.sums(weight)
    square[n, n] = weight.sum()
    centre = float(found.value.mean())
    pairs = like.pairs if like else _pairs(gone, n)
    least = like.least if like else len(found) * found.step() ** 2 / 12
    return Equations(gone, kept, items_gone, weight, centre, found.value - centre, pairs, square,
                     least)  # fmt: skip


def _pairs(group: Group, others: int) -> tuple[Indices, Indices]:
    """Positions of all ordered pairs of ratings that share the group's effect."""
    sizes = np.bincount(group.index, minlength=group.size)
    if (sizes**2).sum() > group.size * others:
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    order = np.argsort(group.index, kind="stable")
    starts = np.cumsum(sizes) - sizes
    size = sizes[group.index[order]]
    first = np.repeat(order, size)
    within = np.arange(len(first)) - np.repeat(np.cumsum(size) - size, size)
    return first, order[np.repeat(starts[group.index[order]], size) + within]


def solve(given: Equations, logs: Floats) -> Solved:
    """At the logarithms of τ²/σ² and φ²/σ²."""
    ridge = np.exp(-np.asarray(logs))
    gone_ridge, kept_ridge = ridge if given.items_gone else ridge[::-1]
    n, w, y = given.kept.size, given.weight, given.value
    diagonal = given.gone.sums(w * given.gone.loading) + gone_ridge
    schur = given.square - given.gram(diagonal)
    schur[np.arange(n), np.arange(n)] += kept_ridge
    mine = given.gone.sums(w * y)
    right = np.append(given.kept.sums(w * y), w @ y)
    kept = np.linalg.solve(schur, right - given.onto_kept(mine / diagonal))
    gone = (mine - given.onto_gone(kept)) / diagonal
    total = float(w @ y**2)
    rest = max(total - float(mine @ gone + right @ kept), given.least)
    return Solved(given, (float(gone_ridge), float(kept_ridge)), rest, gone, kept, diagonal, schur)


def prior(logs: Floats) -> float:
    """Half-Cauchy(1) on τ/σ and on φ/σ, as a log density over the logarithms of their squares:
    weak, without a unit, and proper, so that three items in front of five are still a case."""
    half = np.asarray(logs) / 2
    return float((half - np.log1p(np.exp(2 * half))).sum())


def search(given: Equations, start: Floats, steps: int = 30) -> tuple[Floats, Solved]:
    """The mode of restricted likelihood times prior: Newton's method in two dimensions with
    derivatives by differences, each step kept uphill."""
    at, found = np.clip(start, LOW, HIGH), solve(given, np.clip(start, LOW, HIGH))
    for _ in range(steps):
        slope, bend = derivatives(given, at, found)
        move = np.clip(-np.linalg.solve(bend, slope), -2, 2)
        here = found.likelihood() + prior(at)
        for _ in range(8):
            there = np.clip(at + move, LOW, HIGH)
            tried = solve(given, there)
            if tried.likelihood() + prior(there) >= here - 1e-12:
                break
            move = move / 4
        else:
            break
        gain = tried.likelihood() + prior(there) - here
        at, found = there, tried
        if gain < 1e-4:
            break
    return at, found


def derivatives(
    given: Equations, at: Floats, found: Solved, h: float = 0.05
) -> tuple[Floats, Floats]:
    """Gradient and a negative definite Hessian of the log posterior of the two logarithms."""

    def value(x: float, y: float) -> float:
        there = at + np.array([x, y])
        return solve(given, there).likelihood() + prior(there)

    middle = found.likelihood() + prior(at)
    right, left, up, down = value(h, 0), value(-h, 0), value(0, h), value(0, -h)
    both = value(h, h)
    slope = np.array([right - left, up - down]) / (2 * h)
    cross = (both - right - up + middle) / h**2
    bend = np.array([[right - 2 * middle + left, cross], [cross, up - 2 * middle + down]])
    bend[0, 0] /= h**2
    bend[1, 1] /= h**2
    values, vectors = np.linalg.eigh(bend)
    return slope, vectors @ np.diag(-np.maximum(np.abs(values), 1e-3)) @ vectors.T


@dataclass(frozen=True, slots=True, eq=False)
class Spread:
    """What the fit leaves open, in units of σ²: variances of item effects, of reviewer effects and
    of reviewers' levels (with the common one); per rating the covariance of item and level."""

    items: Floats
    reviewers: Floats
    levels: Floats
    shared: Floats


def spread(found: Solved) -> Spread:
    """Diagonals and the needed entries of the inverse of the mixed model equations."""
    given, gone, kept = found.given, found.given.gone, found.given.kept
    n, inverse = kept.size, np.linalg.inv(found.schur)
    pull, level = given.weight * gone.loading * kept.loading, gone.sums(given.weight)
    own = _across(given, pull, level, inverse)
    common = np.bincount(gone.index, pull * inverse[kept.index, n], gone.size)
    common = common + level * inverse[n, n]
    square = np.bincount(gone.index, pull * own, gone.size) + level * common
    of_gone = 1 / found.diagonal + square / found.diagonal**2
    of_kept, pair = inverse.diagonal()[:n], -own / found.diagonal[gone.index]
    kept_level, gone_level = inverse[:n, n], -common / found.diagonal
    if given.items_gone:
        levels = of_kept + 2 * kept_level + inverse[n, n]
        return Spread(of_gone, of_kept, levels, pair + gone_level[gone.index])
    levels = of_gone + 2 * gone_level + inverse[n, n]
    return Spread(of_kept, of_gone, levels, pair + kept_level[kept.index])


def _across(given: Equations, pull: Floats, level: Floats, inverse: Floats) -> Floats:
    """Entries of C times the inverse, at the gone and kept effect of each rating."""
    gone, kept, n = given.gone, given.kept, given.kept.size
    if len(given.pairs[0]):
        p, q = given.pairs
        product = pull[q] * inverse[kept.index[q], kept.index[p]]
        own = np.bincount(p, product, len(pull)).astype(float)
    else:
        cross = np.zeros((gone.size, n))
        cross[gone.index, kept.index] = pull
        own = (cross @ inverse[:n, :n])[gone.index, kept.index]
    found: Floats = own + level[gone.index] * inverse[n, kept.index]
    return found


def draw(found: Solved, dice: np.random.Generator, number: int) -> tuple[Floats, Floats, Floats]:
    """Posterior draws (σ, item effects, level with leniency of each reviewer), a row each, at the
    ratios of `found`, with σ² from its scaled inverse chi-square."""
    given, n = found.given, found.given.kept.size
    sigma = np.sqrt(found.rest / dice.chisquare(len(given.value) - 1, number))
    factor = np.linalg.cholesky(found.schur)
    noise = np.linalg.solve(factor.T, dice.standard_normal((n + 1, number)))
    kept = found.kept[:, None] + sigma * noise
    spreads = given.weight[:, None] * (
        kept[given.kept.index] * given.kept.loading[:, None] + kept[n]
    )
    gone = np.stack([given.gone.sums(column) for column in spreads.T], axis=1)
    mine = given.gone.sums(given.weight * given.value)
    gone = (mine[:, None] - gone) / found.diagonal[:, None]
    gone += sigma * dice.standard_normal(gone.shape) / np.sqrt(found.diagonal)[:, None]
    items, reviewers = (gone, kept[:n]) if given.items_gone else (kept[:n], gone)
    return sigma, items.T, (reviewers + kept[n] + given.centre).T


def grid(given: Equations, at: Floats, points: int) -> tuple[Floats, Floats]:
    """Points around the mode of the ratios, three standard deviations each way along the axes of
    the curvature, and their posterior probabilities."""
    _, bend = derivatives(given, at, solve(given, at))
    values, vectors = np.linalg.eigh(-bend)
    steps = np.linspace(-3, 3, points)
    mesh = np.stack(np.meshgrid(steps, steps), axis=-1).reshape(-1, 2)
    where = np.clip(at + (mesh / np.sqrt(np.maximum(values, 0.05))) @ vectors.T, LOW, HIGH)
    logs = np.array([solve(given, one).likelihood() + prior(one) for one in where])
    chance = np.exp(logs - logs.max())
    return where, chance / chance.sum()
