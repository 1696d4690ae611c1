"""Invented assignment problems, small and large. Everything follows from the one number."""

from __future__ import annotations

from itertools import product

import numpy as np

from jiebang.engine.matching import (
    LINEAR,
    Instance,
    Integers,
    Level,
    own_group,
    perturbed,
    scattered,
    smooth,
)


def small(
    number: int, items: int = 4, candidates: int = 7, scales: tuple[int, ...] = (1, 2, 5)
) -> Instance:
    """A few items and candidates with every kind of limit and objective; often infeasible."""
    dice = np.random.default_rng(number)
    n, m = int(dice.integers(1, items + 1)), int(dice.integers(2, candidates + 1))
    scale = int(dice.choice(scales))
    listed = dice.random((n, m)) < 0.85
    listed[0, 0] = True
    item, candidate = np.nonzero(listed)
    load = dice.integers(1, 4, m)
    return Instance.build(
        seats=dice.integers(0, 3, n),
        load=load,
        least=np.minimum(load, dice.random(m) < 0.1),
        item=item,
        candidate=candidate,
        fit=dice.integers(0, 10_000, len(item)),
        cap=int(dice.integers(max(1, scale // 2), scale + 1)),
        scale=scale,
        levels=layers(dice, n, m),
        objective=(
            LINEAR,
            perturbed("3/10", scale, scale),
            smooth(int(dice.integers(1, 8000)), scale),
            scattered(int(dice.integers(1, 8000)), scale, float(dice.choice((0, 0.04, 0.5)))),
        )[number % 4],
    )  # fmt: skip


def layers(dice: np.random.Generator, n: int, m: int) -> tuple[Level, ...]:
    """Units inside places; some candidates in no unit."""
    unit = dice.integers(-1, 4, m)
    place = np.where(unit >= 0, unit % 2, dice.integers(-1, 2, m))
    return (
        Level("unit", unit, int(dice.integers(1, 3))),
        own_group("place", place, dice.integers(-1, 2, n), 1, limit=int(dice.integers(1, 4))),
    )


def round_of(number: int, n: int = 30, m: int = 60) -> Instance:
    """A feasible round of panels of three, at most two from one unit, with caps of one half."""
    dice = np.random.default_rng(number)
    return Instance.build(
        seats=3, load=4, items=n, candidates=m,
        item=np.repeat(np.arange(n), m), candidate=np.tile(np.arange(m), n),
        fit=dice.integers(0, 10_000, n * m), scale=10, cap=5,
        levels=[Level("unit", np.arange(m) % 20, 2)],
    )  # fmt: skip


def every_flow(p: Instance) -> list[Integers]:
    """All flows that keep all limits, by trying every number for every pair of tiny instances."""
    choices = [range(int(cap) + 1) for cap in p.cap]
    tried = (np.array(flow, np.int64) for flow in product(*choices))
    return [flow for flow in tried if keeps(p, flow)]


def keeps(p: Instance, flow: Integers) -> bool:
    """Whether a flow keeps every limit; written apart from the engine's own check."""
    scale = p.scale
    for i in range(p.items):
        own = p.item == i
        if flow[own].sum() != p.seats[i] * scale:
            return False
        for level in p.levels:
            for group in range(level.groups):
                inside = own & (level.group_of[p.candidate] == group)
                limit = level.limits(np.array([i]), np.array([group]))[0]
                if flow[inside].sum() > min(int(limit), 10**6) * scale:
                    return False
    for c in range(p.candidates):
        if not p.least[c] * scale <= flow[p.candidate == c].sum() <= p.load[c] * scale:
            return False
    return True
