"""Scores with the reviewers' leniency, care and scale taken out, and how sure one can be of them.

Stands beside the result of the rule, never in its place. Where the sheets do not allow a statement
the answer is `CannotTell` with a code, not a number.

Sources: Patterson and Thompson 1971 (REML); Goldstein and Spiegelhalter 1996 (rank intervals).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from jiebang.engine.scoring.posterior import draws
from jiebang.engine.scoring.rated import Ratings, components
from jiebang.engine.scoring.robust import ALIKE, Fit, Sums, fit

SMALL = 30  # fewer ratings: the intervals hold, but rest on few figures


@dataclass(frozen=True, slots=True)
class CannotTell:
    """`code`: one_item, one_reviewer, no_variation (all values equal), no_overlap (no item has a
    second reviewer whom leniency leaves free), unconnected (`sets`: items that can be compared with
    each other), too_large."""

    code: str
    sets: tuple[tuple[str, ...], ...] = ()
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ItemEstimate:
    """`mean` is the plain one; `value` what a mean reviewer would have given, `error` its standard
    error, both in points."""

    id: str
    sheets: int
    mean: float
    value: float
    error: float


@dataclass(frozen=True, slots=True)
class ReviewerEstimate:
    """`leniency`: points above the mean reviewer, with its standard error. `consistency`: standard
    deviation of what leniency and item leave unexplained, points. `care`: say per sheet as a
    multiple of the usual. `scale`: spread of the items as a multiple of the mean reviewer's."""

    id: str
    sheets: int
    leniency: float
    error: float
    consistency: float
    care: float
    scale: float


@dataclass(frozen=True, slots=True, eq=False)
class Calibration:
    """Items, the highest value first; reviewers by id. Standard deviations in points: `quality` of
    items, `leniency` between reviewers, `noise` of one sheet. `notes`: small_sample, care_differs,
    no_disagreement (reviewers differ by a constant, if at all), wild_scores, scales_differ."""

    items: tuple[ItemEstimate, ...]
    reviewers: tuple[ReviewerEstimate, ...]
    level: float
    quality: float
    leniency: float
    noise: float
    notes: tuple[str, ...]
    fitted: Fit


def calibrate(
    found: Ratings, *, robust: bool = True, scales: bool = True
) -> Calibration | CannotTell:
    """The additive mixed model with what `robust` allows. Deterministic. Ratings of a complete
    panel (everybody gave every item) keep the order of the plain means unless weights differ."""
    refused = comparable(found)
    if refused:
        return refused
    return _view(fit(found, robust=robust, scales=scales))


def comparable(found: Ratings) -> CannotTell | None:
    """Why nothing can be said, if so."""
    n, m = len(found.items), len(found.reviewers)
    if n == 1 or m == 1:
        return CannotTell("one_item" if n == 1 else "one_reviewer")
    sets = components(found)
    if len(sets) > 1:
        return CannotTell("unconnected", sets)
    if np.ptp(found.value) == 0:
        return CannotTell("no_variation")
    if len(found) - n - m + 1 <= 0:
        return CannotTell("no_overlap")
    if min(n, m) > 4000:
        return CannotTell("too_large", params={"limit": 4000})
    return None


def _view(model: Fit) -> Calibration:
    r, solved = model.found, model.solved
    noise = float(np.sqrt(solved.variance))
    value = solved.level + model.unit * solved.items
    error = model.unit * noise * np.sqrt(model.spread.items)
    order = sorted(range(len(r.items)), key=lambda i: (-round(float(value[i]), 9), r.items[i]))
    sheets, means = r.sheets_of_item(), r.means()
    items = tuple(
        ItemEstimate(r.items[i], int(sheets[i]), float(means[i]), float(value[i]), float(error[i]))
        for i in order
    )
    quality, leniency = (noise * float(np.exp(x / 2)) for x in model.logs)
    return Calibration(items, _reviewers(model), solved.level, model.unit * quality, leniency,
                       noise, _notes(model), model)  # fmt: skip


def _reviewers(model: Fit) -> tuple[ReviewerEstimate, ...]:
    solved, people, sums = model.solved, model.people, Sums.of(model)
    error = np.sqrt(solved.variance * model.spread.reviewers)
    squares = sums.level - 2 * people.scale * sums.product + people.scale**2 * sums.item
    spread = np.sqrt(solved.variance * np.maximum(squares, 0) / sums.sheets)
    columns = (sums.sheets, solved.reviewers, error, spread, people.care,
               people.scale / model.unit)  # fmt: skip
    return tuple(
        ReviewerEstimate(name, int(sheets), *numbers)
        for name, sheets, *numbers in zip(
            model.found.reviewers, *(c.tolist() for c in columns), strict=True
        )
    )


def _notes(model: Fit) -> tuple[str, ...]:
    found = {
        "small_sample": len(model.found) < SMALL,
        "no_disagreement": model.solved.rest <= model.solved.given.least,
        "care_differs": model.people.kappa < ALIKE,
        "wild_scores": model.nu < ALIKE,
        "scales_differ": model.people.psi > 0,
    }
    return tuple(code for code, holds in found.items() if holds)


@dataclass(frozen=True, slots=True)
class Standing:
    """`place` in the calibrated order; `low` to `high` is the interval of its rank; `top` the
    probability to be among the first m, and `verdict` in, out, or open (too close to call);
    `ahead` the probability to be better than the next one in order (None for the last)."""

    id: str
    place: int
    low: int
    high: int
    top: float
    verdict: str
    ahead: float | None


def standings(
    calibration: Calibration, *, top: int, seed: int, number: int = 1000,
    level: float = 0.9, sure: float = 0.9,
) -> tuple[Standing, ...]:  # fmt: skip
    """Best first. `level` of the rank intervals; a probability from 1 - `sure` to `sure` of being
    among the first `top` is too close to call. The same seed gives the same figures."""
    if not 0 < level < 1 or not 0.5 <= sure < 1 or top < 1 or number < 1:
        raise ValueError("level, sure, top or number out of bounds")
    names = {name: i for i, name in enumerate(calibration.fitted.found.items)}
    order = np.array([names[item.id] for item in calibration.items])
    values = draws(calibration.fitted, seed=seed, number=number)[:, order]
    ranks = np.argsort(np.argsort(-values, axis=1, kind="stable"), axis=1) + 1
    low = np.quantile(ranks, (1 - level) / 2, axis=0, method="lower")
    high = np.quantile(ranks, (1 + level) / 2, axis=0, method="higher")
    chance = (ranks <= top).mean(axis=0)
    ahead = [*(values[:, :-1] > values[:, 1:]).mean(axis=0).tolist(), None]
    return tuple(
        Standing(item.id, place, int(low[k]), int(high[k]), float(chance[k]),
                 _verdict(float(chance[k]), sure), ahead[k])
        for k, (place, item) in enumerate(enumerate(calibration.items, 1))
    )  # fmt: skip


def _verdict(chance: float, sure: float) -> str:
    if chance > sure:
        return "in"
    return "out" if chance < 1 - sure else "open"
