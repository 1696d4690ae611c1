"""How far the reviewers agree about the items."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from jiebang.engine.scoring.rated import Floats, Ratings

FEW = 10  # items: fewer say little about agreement


@dataclass(frozen=True, slots=True)
class Agreement:
    """`icc`: intraclass correlation of single sheets, one-way, ICC(1), with its interval by the F
    distribution (exact when all items have equally many sheets). `alpha`: Krippendorff's for
    interval data. None where there is nothing to tell from. `notes`: few_items, single_sheets,
    no_variation."""

    icc: float | None
    low: float | None
    high: float | None
    alpha: float | None
    items: int
    sheets: int
    notes: tuple[str, ...]


def agreement(found: Ratings, *, level: float = 0.9) -> Agreement:
    """Of the items with two sheets or more; others say nothing about agreement. Sources: Shrout and
    Fleiss 1979, case 1; Krippendorff 2011, metric interval."""
    number = found.sheets_of_item()
    paired = number >= 2
    values = found.value[paired[found.item]]
    notes = ["few_items"] if paired.sum() < FEW else []
    if len(values) < len(found):
        notes.append("single_sheets")
    counted = int(paired.sum()), len(values)
    if paired.sum() < 2 or np.ptp(values) == 0:
        notes += ["no_variation"] if len(values) and np.ptp(values) == 0 else []
        return Agreement(None, None, None, None, *counted, tuple(notes))
    squares, within = _squares(found)
    total = float(((values - values.mean()) ** 2).sum())
    n, k = float(paired.sum()), number[paired].astype(float)
    k0 = (k.sum() - (k**2).sum() / k.sum()) / (n - 1)
    between = (total - float(squares[paired].sum())) / (n - 1)
    inside = float(squares[paired].sum()) / float(k.sum() - n)
    icc = (between - inside) / (between + (k0 - 1) * inside)
    low, high = _interval(between, inside, n - 1, float(k.sum() - n), k0, level)
    alpha = 1 - 2 * float(within[paired].sum()) / len(values) / (2 * total / (len(values) - 1))
    return Agreement(float(icc), low, high, alpha, *counted, tuple(notes))


def _squares(found: Ratings) -> tuple[Floats, Floats]:
    """Per item: the sum of squares around its mean, and the same times k / (k - 1), which is half
    the mean squared difference of its pairs times k."""
    number = np.maximum(found.sheets_of_item(), 1)
    squares = found.by_item((found.value - found.means()[found.item]) ** 2)
    return squares, squares * number / np.maximum(number - 1, 1)


def _interval(
    between: float, inside: float, above: float, below: float, k: float, level: float
) -> tuple[float, float]:
    from scipy.special import fdtri  # noqa: PLC0415 -- slow to load, and few need it

    tail = (1 - level) / 2
    if inside == 0:
        return 1.0, 1.0
    ratio = between / inside
    low = float(ratio / fdtri(above, below, 1 - tail))
    high = float(ratio * fdtri(below, above, 1 - tail))
    return float((low - 1) / (low + k - 1)), float((high - 1) / (high + k - 1))
