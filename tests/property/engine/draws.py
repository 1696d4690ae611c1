# ruff: noqa: S311 - dice for tests, repeatable on purpose
"""Invented pools and rounds for the laws of the draw. Everything follows from the one number."""

from __future__ import annotations

import random

from jiebang.engine.draw import (
    Candidate,
    DrawInput,
    Exclusion,
    Quota,
    Reveal,
    Rules,
    Source,
    commit_reveal,
)

KINDS = ("technical", "finance", "industry")
FIELDS = ("materials", "biology", "information")


def reveals_for(number: int, names: tuple[str, ...]) -> tuple[Reveal, ...]:
    dice = random.Random(f"reveals {number}")
    return tuple(Reveal(n, dice.randbytes(32), dice.randbytes(dice.randint(16, 40))) for n in names)


def _candidates(dice: random.Random, size: int) -> tuple[Candidate, ...]:
    units = [f"u{n:02d}" for n in range(dice.randint(2, max(2, size)))]
    return tuple(
        Candidate(
            id=f"c{n:03d}",
            unit=dice.choice(units),
            away=dice.random() < 0.6,
            strata=(
                ("kind", dice.choices(KINDS, (6, 2, 2))[0]),
                *(("field", f) for f in dice.sample(FIELDS, dice.randint(0, 2))),
            ),
        )
        for n in range(size)
    )


def random_round(number: int, *, most: int = 40) -> tuple[DrawInput, tuple[Reveal, ...]]:
    dice = random.Random(number)
    size = dice.randint(2, most)
    candidates = _candidates(dice, size)
    quotas = tuple(
        Quota(dimension, value, dice.randint(1, 2))
        for dimension, values in (("kind", KINDS), ("field", FIELDS))
        for value in values
        if dice.random() < 0.4
    )
    rules = Rules(
        seats=dice.randint(1, min(7, size)),
        reserves=dice.randint(0, 2),
        per_unit=dice.choice((1, 1, 2, 3)),
        away_percent=dice.choice((0, 0, 30, 60, 100)),
        quotas=quotas,
    )
    excluded = dice.sample(candidates, dice.randint(0, size // 4))
    reveals = reveals_for(number, ("inspection", "notary", "office"))
    draw_input = DrawInput(
        subject=f"item-{number}",
        round=1,
        candidates=candidates,
        exclusions=tuple(Exclusion(c.id, "same_unit") for c in excluded),
        rules=rules,
        sources=tuple(Source(r.source, commit_reveal(r.salt, r.value)) for r in reveals),
        beside=(("pool", "ab" * 32), ("conflicts", str(number))) if number % 2 else (),
    )
    return draw_input, reveals
