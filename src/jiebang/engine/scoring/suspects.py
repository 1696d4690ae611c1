"""Signals about reviewers over all they did: scores unrelated to the items, rings."""

from __future__ import annotations

from math import erfc, sqrt

import numpy as np

from jiebang.engine.scoring.collusion import discoveries, rings
from jiebang.engine.scoring.rated import Floats, Ratings, components
from jiebang.engine.scoring.robust import Fit, Sums, fit
from jiebang.engine.scoring.signals import Signal


def unrelated(found: Fit, *, rate: float = 0.005, least_sheets: int = 5) -> tuple[Signal, ...]:
    """Reviewers whose scores scatter far more than usual around what the others saw; false
    discovery rate `rate`. `slope`: 1 follows the others' judgement of the items, 0 has nothing to
    do with it. `consistency` and `usual`: standard deviations in points."""
    p, enough = oddness(found), found.found.sheets_of_reviewer() >= least_sheets
    where = np.flatnonzero(enough)
    sums = Sums.of(found)
    usual = float(np.sqrt(found.solved.variance))
    r = found.found
    signals = []
    for j in (int(where[k]) for k in discoveries(p[where], rate)):
        scatter = usual * sqrt(float(sums.squares(np.ones(1), False)[j, 0] / sums.sheets[j]))
        evidence = {"slope": float(sums.product[j] / sums.item[j]), "consistency": scatter,
                    "usual": usual, "p": float(p[j]), "sheets": int(sums.sheets[j])}  # fmt: skip
        items = tuple(r.items[i] for i in sorted(r.item[r.reviewer == j].tolist()))
        signals.append(Signal("unrelated", (r.reviewers[j],), items, evidence))
    return tuple(signals)


def oddness(found: Fit) -> Floats:
    """Per reviewer the chance of so large a sum of squared errors (chi-square by Wilson and
    Hilferty 1931) where everybody stretches the scale by their own factor and errs as usual,
    which is as the reviewer in the middle does."""
    sums, n = Sums.of(found), found.found.sheets_of_reviewer()
    b = found.people.scale
    squares = sums.level - 2 * b * sums.product + b**2 * sums.item
    if found.people.whole:
        squares = squares / b**2
    middle = (1 - 2 / (9 * n)) ** 3
    usual = max(1.0, float(np.median(np.maximum(squares, 0) / n / middle)))
    z = (np.cbrt(np.maximum(squares, 0) / n / usual) - np.cbrt(middle)) / np.sqrt(2 / (9 * n))
    return np.array([erfc(x / sqrt(2)) / 2 for x in z.tolist()])


def reviewer_signals(
    found: Ratings, *, rate: float = 0.005, least_sheets: int = 5, shared: int = 2
) -> tuple[Signal, ...]:
    """Scores unrelated to the items, and rings; over any number of panels, connected or not.
    Nothing is told where leniency cannot be separated from anything."""
    free = len(found) - len(found.items) - len(found.reviewers) + len(components(found))
    if free <= 0 or np.ptp(found.value) == 0:
        return ()
    model = fit(found)
    lifted = tuple(
        Signal("ring", ring.reviewers, ring.items, {"lift": ring.lift, "z": ring.z, "p": ring.p})
        for ring in rings(model, shared=shared, rate=rate)
    )
    return (*unrelated(model, rate=rate, least_sheets=least_sheets), *lifted)
