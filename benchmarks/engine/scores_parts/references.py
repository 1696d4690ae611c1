"""Our plain forms of what is usually done, each giving one value an item."""

from __future__ import annotations

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit

from jiebang.engine.scoring import Ratings


def mean(r: Ratings) -> np.ndarray:
    return r.means()


def trimmed(r: Ratings) -> np.ndarray:
    """Without the highest and the lowest from five sheets on."""
    return np.array([
        np.mean(np.sort(v)[1:-1]) if len(v) >= 5 else np.mean(v)
        for v in (r.value[r.item == i] for i in range(len(r.items)))
    ])  # fmt: skip


def z_scores(r: Ratings) -> np.ndarray:
    """The mean of scores standardised within each reviewer."""
    n = np.maximum(r.sheets_of_reviewer(), 1)
    middle = r.by_reviewer(r.value) / n
    spread = np.sqrt(r.by_reviewer((r.value - middle[r.reviewer]) ** 2) / np.maximum(n - 1, 1))
    z = (r.value - middle[r.reviewer]) / np.where(spread > 0, spread, 1)[r.reviewer]
    return r.by_item(z) / r.sheets_of_item()


def bradley_terry(r: Ratings) -> np.ndarray:
    """Strengths from all pairs a reviewer saw, ties counting half, with a weak normal prior."""
    wins, losses, share = [], [], []
    for j in range(len(r.reviewers)):
        items, value = r.item[r.reviewer == j], r.value[r.reviewer == j]
        a, b = np.triu_indices(len(items), 1)
        wins.append(items[a])
        losses.append(items[b])
        share.append((1 + np.sign(value[a] - value[b])) / 2)
    one, two, won = (np.concatenate(x) for x in (wins, losses, share))

    def cost(s: np.ndarray) -> tuple[float, np.ndarray]:
        gap = s[one] - s[two]
        lost = np.logaddexp(0, gap) - won * gap
        slope = expit(gap) - won
        n = len(s)
        down = np.bincount(one, slope, n) - np.bincount(two, slope, n) + 0.02 * s
        return float(lost.sum() + 0.01 * s @ s), down

    return minimize(cost, np.zeros(len(r.items)), jac=True, method="L-BFGS-B").x
