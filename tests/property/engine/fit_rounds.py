# ruff: noqa: S311 - dice for tests, repeatable on purpose
"""Invented rounds for the laws of the draw by fit. Everything follows from the one number."""

from __future__ import annotations

import random
from dataclasses import replace

from jiebang.engine.draw import PublicNumber, Reveal, Source, commit_reveal
from jiebang.engine.draw.fit import Announcement, ClassSeats, FitInput, announce, pseudonym, seal
from jiebang.engine.matching import (
    LINEAR,
    Infeasible,
    Instance,
    Level,
    Marginals,
    Objective,
    perturbed,
    scattered,
    smooth,
    solve,
)

KEY = bytes(range(32))
NUMBER = PublicNumber("快乐8 第2026310期", "2026-12-01T21:30:00+08:00", 61, 20, 2)


def party_reveals(dice: random.Random) -> tuple[Reveal, ...]:
    names = ("inspection", "notary")
    return tuple(Reveal(n, dice.randbytes(32), dice.randbytes(dice.randint(16, 40))) for n in names)


def number_drawn(dice: random.Random) -> Reveal:
    balls = sorted(dice.sample(range(1, 81), 20))
    return Reveal.public(NUMBER.name, " ".join(f"{n:02d}" for n in balls))


def named(kind: str, count: int) -> tuple[str, ...]:
    return tuple(pseudonym(KEY, kind, f"{kind} {n}")[:16] for n in range(count))


def levels_of(dice: random.Random, candidates: int, items: int, seats: int) -> list[Level]:
    """Units inside cities inside provinces; an item admits few from its own city."""
    units = max(candidates // 2, 2)
    city_of = [dice.randrange(6) for _ in range(units)]
    unit = [dice.randrange(units) if dice.random() < 0.9 else -1 for _ in range(candidates)]
    city = [city_of[u] if u >= 0 else dice.randrange(6) for u in unit]
    home = [dice.randrange(6) for _ in range(items)]
    return [
        Level("unit", unit, dice.choice((1, 1, 2)), names=named("unit", units)),
        Level("city", city, None, range(items), home, [max(seats // 2, 1)] * items,
              names=tuple(f"city {n}" for n in range(6))),
        Level("province", [c // 2 for c in city], seats, names=("north", "west", "south")),
    ]  # fmt: skip


def instance_of(dice: random.Random, items: int) -> tuple[Instance, int]:
    """(problem, reserves of each item)."""
    panel, reserves = dice.randint(2, 4), dice.randint(0, 2)
    seats = panel + reserves
    candidates = dice.randint(6, 10) * seats // 2
    scale = dice.choice((10, 100, 1000))
    kinds = (LINEAR, perturbed("1/5", scale), smooth(5000, scale), scattered(4000, scale))
    objective: Objective = dice.choice(kinds)
    pairs = [(i, c) for i in range(items) for c in range(candidates) if dice.random() < 0.8]
    return Instance.build(
        seats=[seats] * items,
        load=[dice.randint(items // 2 + 1, items) for _ in range(candidates)],
        item=[i for i, _ in pairs], candidate=[c for _, c in pairs],
        fit=[dice.randint(0, 10_000) for _ in pairs], cap=scale * dice.choice((6, 7, 9)) // 10,
        items=items, candidates=candidates, scale=scale,
        levels=levels_of(dice, candidates, items, seats), objective=objective,
        item_names=named("item", items), candidate_names=named("candidate", candidates),
    ), reserves  # fmt: skip


def fit_round(
    number: int, *, items: int = 0, balls: int = 0, spread: int = 0
) -> tuple[Announcement, tuple[Reveal, ...]]:
    """The first feasible round from this number on. `spread`: smooth by this much, over many."""
    dice = random.Random(f"fit {number}")
    while True:
        problem, reserves = instance_of(dice, items or dice.randint(2, 6))
        if spread:
            problem = replace(problem, objective=smooth(spread, problem.scale))
        reveals = party_reveals(dice)
        sources = [Source(r.source, commit_reveal(r.salt, r.value)) for r in reveals]
        frozen = FitInput.build(
            subject=f"round-{number}", round=1, instance=problem, reserves=reserves,
            sources=[*sources, NUMBER], sealed_key=seal(KEY), program="test", balls=balls,
            beside=[("pool", "ab" * 32), ("conflicts", str(number))],
        )  # fmt: skip
        answer = solve(frozen.instance)
        if isinstance(answer, Marginals):
            return announce(frozen, answer), (*reveals, number_drawn(dice))
        assert isinstance(answer, Infeasible)


def class_round() -> tuple[Announcement, tuple[Reveal, ...]]:
    """One item with two technical and one finance seat, and a reserve of each class."""
    dice = random.Random(5)
    kinds = [0] * 6 + [1] * 4
    level = Level("kind", kinds, None, [0, 0], [0, 1], [3, 2], names=("technical", "finance"))
    problem = Instance.build(
        seats=[5], load=1, item=[0] * 10, candidate=range(10), fit=range(0, 1000, 100), cap=60,
        scale=100, candidates=10, levels=[level], item_names=("item",),
        candidate_names=tuple(f"{'tf'[k]}{n}" for n, k in enumerate(kinds)),
    )  # fmt: skip
    reveals = party_reveals(dice)
    frozen = FitInput.build(
        subject="classes", round=1, instance=problem, reserves=2,
        sources=[Source(r.source, commit_reveal(r.salt, r.value)) for r in reveals],
        sealed_key=seal(KEY), program="test", class_level="kind",
        classes=[ClassSeats("item", "technical", 2), ClassSeats("item", "finance", 1)],
    )  # fmt: skip
    answer = solve(frozen.instance)
    assert isinstance(answer, Marginals)
    return announce(frozen, answer), reveals
