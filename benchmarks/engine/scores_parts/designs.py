"""Five seeded designs of who scores how, 1,000 items in front of 250 reviewers, and rings.

Points: items vary by 8, one sheet by 6, so that the plain mean finds 78 % of the best tenth where
reviewers are alike (the figure of the published comparison). Scores are whole points.

alike     no reviewer differs from another
lenient   leniency varies by 7
scales    leniency by 4.5; each stretches all they see by a factor, log-normal, 0.5
rogues    leniency by 2; one reviewer in twenty gives any number from 50 to 100
sparse    leniency by 7; 3 to 7 sheets an item, by reviewers of very unequal diligence
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from jiebang.engine.scoring import Ratings

KINDS = ("alike", "lenient", "scales", "rogues", "sparse")
ITEMS, REVIEWERS, EACH = 1000, 250, 5
QUALITY, NOISE, LENIENCY = 8.0, 6.0, 7.0


@dataclass(frozen=True)
class Case:
    ratings: Ratings
    quality: np.ndarray
    rogue: np.ndarray


def case(kind: str, seed: int) -> Case:
    dice = np.random.default_rng([seed, KINDS.index(kind)])
    quality = dice.normal(0, QUALITY, ITEMS)
    if kind == "sparse":
        item, who = _unequal(dice)
    else:
        item = np.repeat(np.arange(ITEMS), EACH)
        who = even(dice, ITEMS, REVIEWERS).ravel()
    lenient = dice.normal(0, 1, REVIEWERS)[who]
    seen = quality[item] + dice.normal(0, NOISE, len(item))
    rogue = np.zeros(REVIEWERS, dtype=bool)
    if kind in ("lenient", "sparse"):
        seen = seen + LENIENCY * lenient
    elif kind == "scales":
        seen = 4.5 * lenient + dice.lognormal(-0.125, 0.5, REVIEWERS)[who] * seen
    elif kind == "rogues":
        rogue[dice.choice(REVIEWERS, REVIEWERS // 20, replace=False)] = True
        wild = dice.uniform(-25, 25, len(item))
        seen = np.where(rogue[who], wild, seen + 2 * lenient)
    used, place = np.unique(who, return_inverse=True)
    return Case(_ratings(item, place, 75 + np.round(seen), len(used)), quality, rogue[used])


def _ratings(item: np.ndarray, who: np.ndarray, value: np.ndarray, people: int) -> Ratings:
    items = tuple(f"i{n:05}" for n in range(item.max() + 1))
    return Ratings(items, tuple(f"r{n:05}" for n in range(people)), item, who, value)


def even(dice: np.random.Generator, items: int, reviewers: int) -> np.ndarray:
    """Five different reviewers an item (items x 5), everybody the same number of items."""
    load = items * EACH // reviewers
    seats = np.concatenate([dice.permutation(reviewers) for _ in range(load)])
    seats = seats.reshape(items, EACH)
    for row in range(items):
        while len(set(seats[row])) < EACH:
            other, p, q = dice.integers(items), *dice.integers(EACH, size=2)
            one, two = seats[row].copy(), seats[other].copy()
            one[p], two[q] = two[q], one[p]
            if len(set(one)) >= len(set(seats[row])) and len(set(two)) == len(set(seats[other])):
                seats[row], seats[other] = one, two
    return seats


def _unequal(dice: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    chance = dice.lognormal(0, 0.8, REVIEWERS)
    chance /= chance.sum()
    sizes = dice.integers(3, 8, ITEMS)
    who = [dice.choice(REVIEWERS, size, replace=False, p=chance) for size in sizes]
    return np.repeat(np.arange(ITEMS), sizes), np.concatenate(who)


def ring(seed: int, by: float, people: int = 1000, targets: int = 12) -> tuple[Ratings, set[str]]:
    """4,000 items, 1,000 reviewers of leniency 6; five of them see to it that three of them sit on
    each of twelve items, and give these `by` points more than they see."""
    dice = np.random.default_rng([seed, 99])
    items = people * 20 // EACH
    seats = even(dice, items, people)
    five = dice.choice(people, 5, replace=False)
    lifted = np.zeros(seats.shape, dtype=bool)
    for turn, item in enumerate(dice.choice(items, targets, replace=False)):
        three = [five[(turn + k) % 5] for k in (0, 1, 3)]
        others = [who for who in seats[item] if who not in five][: EACH - 3]
        seats[item], lifted[item, :3] = three + others, True
    value = dice.normal(0, QUALITY, items)[:, None] + dice.normal(0, NOISE, seats.shape)
    value = 75 + np.round(value + dice.normal(0, 6, people)[seats] + by * lifted)
    item = np.repeat(np.arange(items), EACH)
    found = _ratings(item, seats.ravel(), value.ravel(), people)
    return found, {found.reviewers[j] for j in five}


def panel(seed: int) -> Case:
    """The daily case: 5 to 7 reviewers, all of whom score all of 3 to 10 items."""
    dice = np.random.default_rng([seed, 7])
    n, m = dice.integers(3, 11), dice.integers(5, 8)
    quality = dice.normal(0, QUALITY, n)
    value = quality[:, None] + dice.normal(0, LENIENCY, m) + dice.normal(0, NOISE, (n, m))
    item, who = np.indices((n, m)).reshape(2, -1)
    return Case(_ratings(item, who, 75 + np.round(value).ravel(), m), quality, np.zeros(m, bool))
