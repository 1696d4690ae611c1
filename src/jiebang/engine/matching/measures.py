"""What an answer is like: its fit, how it treats the worst panel, how hard it is to predict."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from jiebang.engine.matching.certificate import sums
from jiebang.engine.matching.objective import LINEAR, Integers, scattered
from jiebang.engine.matching.problem import Infeasible, Instance, Marginals
from jiebang.engine.matching.quadratic import solve_smooth

_FIRST_BEND = 1024
_FLAT = 2**24


@dataclass(frozen=True, slots=True)
class Measures:
    """Expected figures over all draws. fit, worst: sums of fits of seats, in all and of the item
    worst off for each of its seats; both in quantised fit. worst_item: its name. entropy: nats over
    all pairs; squares: the sum of squared probabilities, high when predictable; likeliest: the
    largest probability; support: pairs that may happen."""

    fit: float
    worst: float
    worst_item: str
    entropy: float
    squares: float
    likeliest: float
    support: int


def measures(p: Instance, flow: Integers) -> Measures:
    """The figures of a flow. ValueError for an instance without seats."""
    if not p.seats.any():
        raise ValueError("no seats, no figures")
    used = np.flatnonzero(flow != 0)
    chance = flow[used] / p.scale
    panels = sums(p.item[used], flow[used] * p.fit[used], p.items) / p.scale
    each = np.where(p.seats > 0, panels / np.maximum(p.seats, 1), np.inf)
    worst = int(np.argmin(each))
    return Measures(
        fit=float(panels.sum()),
        worst=float(panels[worst]),
        worst_item=p.item_name(worst),
        entropy=float(-(chance * np.log(chance)).sum()),
        squares=float((chance**2).sum()),
        likeliest=float(chance.max(initial=0)),
        support=len(used),
    )


def widest(p: Instance, fit: int) -> tuple[Instance, Marginals] | Infeasible:
    """The widest spread whose expected fit stays at `fit` or above (sum of flow times fit): nearly
    the least sum of squares, with more entropy; see `scattered`.

    The bend is doubled, then halved in between, until it is known to half a percent. The bent
    instance is given with its answer, so that the certificate can be checked.
    ValueError when even the smallest bend has less fit.
    """
    low, high, bend, kept = 0, 0, _FIRST_BEND, None
    while bend <= _FLAT:
        bent = replace(p, objective=scattered(bend, p.scale))
        answer = solve_smooth(bent)
        if isinstance(answer, Infeasible):
            return answer
        if LINEAR.value(p.fit, answer.flow) >= fit:
            low, kept = bend, (bent, answer)
        else:
            high = bend
        bend = (low + high) // 2 if high else 2 * low
        if high and high - low <= max(low // 200, 1):
            break
    if kept is None:
        raise ValueError(f"no spread keeps a fit of {fit}")
    return kept
