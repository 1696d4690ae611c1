"""Draws of what the items may be worth, given the sheets; from a seed, the same every time."""

from __future__ import annotations

from math import lgamma

import numpy as np

from jiebang.engine.scoring.mixed import HIGH, LOW, draw, grid, prepare, solve
from jiebang.engine.scoring.rated import Floats
from jiebang.engine.scoring.robust import ALIKE, CARE, STRETCH, Fit

COARSE, FINE, LARGE = 5, 15, 60  # grid points a side; from how many effects on the coarse one
SETTLE = 50  # sweeps before draws are kept


def draws(found: Fit, *, seed: int, number: int = 1000) -> Floats:
    """Item effects in points, one row per draw (number x items)."""
    dice = np.random.Generator(np.random.Philox(seed))
    if found.people.alike:
        return _over_ratios(found, dice, number)
    state = _State(found, dice)
    for _ in range(SETTLE):
        state.sweep()
    return np.array([state.sweep() for _ in range(number)])


def _over_ratios(found: Fit, dice: np.random.Generator, number: int) -> Floats:
    """Exact draws of the additive model: ratios from a grid, then σ, then the effects. The weights
    of wild scores are taken as they were fitted."""
    given = found.solved.given
    small = min(len(found.found.items), len(found.found.reviewers)) < LARGE
    where, chance = grid(given, found.logs, FINE if small else COARSE)
    times = dice.multinomial(number, chance)
    parts = [draw(solve(given, one), dice, n)[1] for one, n in zip(where, times, strict=True) if n]
    return dice.permutation(np.concatenate(parts))


class _State:
    """Where a Gibbs sampler stands: all effects at once, then scale, care and variances."""

    def __init__(self, found: Fit, dice: np.random.Generator) -> None:
        people = found.people
        self.ratings, self.dice, self.given = found.found, dice, found.solved.given
        self.tail, self.logs, self.whole = found.tail, found.logs, people.whole
        self.care, self.scale, self.kappa, self.psi = (
            people.care, people.scale, people.kappa, people.psi
        )  # fmt: skip

    def sweep(self) -> Floats:
        r, dice = self.ratings, self.dice
        weight = self.care / self.scale**2 if self.whole else self.care
        self.given = prepare(r, weight[r.reviewer] * self.tail, self.scale[r.reviewer], self.given)
        sigma, items, levels = (part[0] for part in draw(solve(self.given, self.logs), dice, 1))
        item, rest = items[r.item], r.value - levels[r.reviewer]
        if self.psi:
            self._stretch(float(sigma) ** 2, item, rest)
        error = r.by_reviewer(self.tail * (rest - self.scale[r.reviewer] * item) ** 2)
        if self.whole:
            error = error / self.scale**2
        if self.kappa < ALIKE:
            self._care(error / sigma**2)
        variance = (self.care @ error) / dice.chisquare(len(r))
        spreads = np.array([items @ items, ((levels - levels.mean()) ** 2).sum()])
        freedom = np.array([len(items), len(levels) - 1])
        logs = np.log(np.maximum(spreads, 1e-9) / dice.chisquare(freedom) / variance)
        self.logs = np.clip(logs, LOW, HIGH)
        found: Floats = items * self.scale.mean()
        return found

    def _stretch(self, variance: float, item: Floats, rest: Floats) -> None:
        """Each reviewer's scale by its probabilities on the grid, then how far apart they are."""
        r, dice, m = self.ratings, self.dice, len(self.scale)
        parts = (r.by_reviewer(self.tail * x) for x in (rest**2, rest * item, item**2))
        level, product, square = (part[:, None] * self.care[:, None] / variance for part in parts)
        squares = level - 2 * product * STRETCH + square * STRETCH**2
        logs = -0.5 * (np.log(STRETCH) / self.psi) ** 2
        if self.whole:
            logs = (
                logs
                - np.outer(r.sheets_of_reviewer(), np.log(STRETCH))
                - 0.5 * squares / STRETCH**2
            )
        else:
            logs = logs - 0.5 * squares
        chance = np.exp(logs - logs.max(axis=1, keepdims=True)).cumsum(axis=1)
        at = (chance < dice.random((m, 1)) * chance[:, -1:]).sum(axis=1)
        step = np.log(STRETCH[1] / STRETCH[0])
        self.scale = STRETCH[at] * np.exp(step * (dice.random(m) - 0.5))
        self.psi = float(np.sqrt((np.log(self.scale) ** 2).sum() / dice.chisquare(m)))

    def _care(self, squares: Floats) -> None:
        """Each reviewer's precision, then how far apart the precisions are."""
        half = (self.kappa + self.ratings.sheets_of_reviewer()) / 2
        self.care = 2 * self.dice.standard_gamma(half) / (self.kappa + squares)
        logs = float((np.log(self.care) - self.care).sum())
        halves, m = np.array(CARE[1:]) / 2, len(self.care)
        heads = np.array([h * np.log(h) - lgamma(h) for h in halves.tolist()])
        chance = m * heads + halves * logs
        weights = np.exp(chance - chance.max())
        self.kappa = float(self.dice.choice(CARE[1:], p=weights / weights.sum()))
