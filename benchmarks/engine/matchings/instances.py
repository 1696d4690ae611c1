"""Assignment problems to measure on: public data where it is, invented ones from a seed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from corpora import csl
from corpora.plain import plain_rows
from harness import DATA
from numpy.typing import NDArray

from jiebang.engine.matching import Instance, Integers, Level, own_group, read_dense
from jiebang.engine.similarity import Document, Item, Profile, Setting, Weights, fits

Fits = NDArray[np.int64]


def aamas() -> Fits | None:
    """Bids of AAMAS 2015, 613 × 201, or None where the file is not."""
    path = DATA / "matching" / "aamas2015.in"
    return read_dense(path.read_text("utf-8")) if path.exists() else None


DISCIPLINES, FIELDS = 24, 4


def profiles(n: int = 911, m: int = 2435, seed: int = 1) -> tuple[Fits, Integers, Integers]:
    """Similarities of invented profiles over fields, four to a discipline, with noise; and the
    disciplines of items and candidates. The spread over fields is chosen so that a uniform draw
    within the discipline has about .64 of the best fit, the figure reported for real pools: so a
    comparison with practice shows on them what the cap costs, no more."""
    dice = np.random.default_rng(seed)
    sides, disciplines = [], []
    for count in (n, m):
        own = dice.integers(0, DISCIPLINES, count)
        weight = 0.1 * dice.gamma(0.7, size=(count, DISCIPLINES, FIELDS))
        weight[np.arange(count), own] += dice.gamma(0.7, size=(count, FIELDS))
        flat = weight.reshape(count, -1)
        sides.append(flat / np.linalg.norm(flat, axis=1, keepdims=True))
        disciplines.append(own)
    similar = 0.8 * sides[0] @ sides[1].T + 0.2 * dice.random((n, m))
    return np.rint(similar * 10_000).astype(np.int64), disciplines[0], disciplines[1]


def dense(n: int = 911, m: int = 2435) -> Fits:
    return profiles(n, m)[0]


def of_matrix(fits: Fits, **rules: Any) -> Instance:
    n, m = fits.shape
    return Instance.build(
        items=n, candidates=m, item=np.repeat(np.arange(n), m),
        candidate=np.tile(np.arange(m), n), fit=fits.ravel(), **rules,
    )  # fmt: skip


@dataclass(frozen=True)
class Pool:
    """Pairs of a large round: of each item the candidates nearest to it."""

    items: int
    candidates: int
    item: Integers
    candidate: Integers
    fit: Integers
    unit: Integers
    city: Integers
    province: Integers
    item_province: Integers

    def instance(self, *, quotas: bool = False, **rules: Any) -> Instance:
        """With `quotas`: one of a unit, two of a city, two of a province, one of the item's own."""
        levels = (
            Level("unit", self.unit, 1),
            Level("city", self.city, 2),
            own_group("province", self.province, self.item_province, 1, limit=2),
        )
        return Instance.build(
            items=self.items, candidates=self.candidates, item=self.item,
            candidate=self.candidate, fit=self.fit, levels=levels if quotas else (), **rules,
        )  # fmt: skip


def pool(n: int, m: int, top: int = 200, seed: int = 1) -> Pool:
    """Fields of different sizes; three quarters of an item's candidates are of its own field."""
    dice = np.random.default_rng(seed)
    fields = max(m // 400, 4)
    share = dice.dirichlet(np.full(fields, 4.0))
    field_of, field = dice.choice(fields, m, p=share), dice.choice(fields, n, p=share)
    members = [np.flatnonzero(field_of == f) for f in range(fields)]
    chosen = np.empty((n, top), np.int64)
    for i in range(n):
        own = members[field[i]]
        near = dice.choice(own, min(3 * top // 4, len(own)), replace=False)
        far = np.setdiff1d(dice.choice(m, 2 * top, replace=False), near)
        chosen[i] = np.sort(np.concatenate((near, dice.permutation(far)[: top - len(near)])))
    skill, near_by = dice.normal(0, 0.05, m), field_of[chosen] == field[:, None]
    fit = 0.15 + 0.35 * near_by + skill[chosen] + dice.normal(0, 0.12, (n, top))
    unit = dice.integers(0, max(m // 20, 2), m)
    city = unit % 300
    return Pool(
        n, m, np.repeat(np.arange(n), top), chosen.ravel(),
        np.rint(np.clip(fit, 0, 1) * 10_000).astype(np.int64).ravel(),
        unit, city, city % 31, dice.integers(0, 31, n),
    )  # fmt: skip


@dataclass(frozen=True, eq=False)
class Split:
    """Scientific abstracts, and people who wrote others of one discipline, so many each. Fits by
    the engine's likeness of texts alone, and by its plain form (the mean of an expert's documents);
    field, field_of: the disciplines of items and of people."""

    fits: Fits
    plain: Fits
    field: Integers
    field_of: Integers


def records(items: int, documents: int, seed: int = 1) -> Split | None:
    """None where the CSL data are not."""
    known = csl.records()
    if not known:
        return None
    words = [r.abstract for r in known]
    discipline = np.unique([r.discipline for r in known], return_inverse=True)[1]
    order = np.random.default_rng(seed).permutation(len(words))
    chosen, rest = order[:items], order[items:]
    rest = rest[np.argsort(discipline[rest], kind="stable")]
    people = [
        own[k : k + documents]
        for d in np.unique(discipline)
        for own in [rest[discipline[rest] == d]]
        for k in range(0, len(own) - documents + 1, documents)
    ]
    found = fits(
        [Item(f"i{n:03d}", words[n]) for n in chosen],
        [Profile(f"p{n:03d}", tuple(Document(words[k]) for k in own))
         for n, own in enumerate(people)],
        Setting(Weights(text=100, recency=0, field=0, keywords=0)),
    )  # fmt: skip
    table = np.zeros((len(chosen), len(people)), np.int64)
    table[found.row, found.column] = found.fit
    place = {f"i{n:03d}": n for n in chosen.tolist()}
    rows = np.array([place[item.id] for item in found.items])
    owners = np.array([people[int(profile.id[1:])][0] for profile in found.profiles])
    written = np.array([people[int(profile.id[1:])] for profile in found.profiles])
    return Split(table, _plain(words, rows, written), discipline[rows], discipline[owners])


def _plain(words: list[str], items: Integers, people: Integers) -> Fits:
    rows = plain_rows(words)
    likeness = (rows[items] @ rows[people.ravel()].T).toarray()
    mean = likeness.reshape(len(items), len(people), -1).mean(axis=2)
    return np.rint(mean * 10_000).astype(np.int64)
