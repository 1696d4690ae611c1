"""Assignment problems to measure on: public data where it is, invented ones from a seed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from harness import DATA
from numpy.typing import NDArray

from jiebang.engine.matching import Instance, Integers, Level, own_group, read_dense

Fits = NDArray[np.int64]


def aamas() -> Fits | None:
    """Bids of AAMAS 2015, 613 × 201, or None where the file is not."""
    path = DATA / "matching" / "aamas2015.in"
    return read_dense(path.read_text("utf-8")) if path.exists() else None


def profiles(
    n: int = 911, m: int = 2435, topics: int = 24, seed: int = 1
) -> tuple[Fits, Integers, Integers]:
    """Similarities of invented profiles over topics, with noise, and everybody's main topic."""
    dice = np.random.default_rng(seed)
    items, candidates = dice.gamma(0.3, size=(n, topics)), dice.gamma(0.3, size=(m, topics))
    for own in (items, candidates):
        own /= np.linalg.norm(own, axis=1, keepdims=True)
    similar = 0.8 * items @ candidates.T + 0.2 * dice.random((n, m))
    fits = np.rint(similar * 10_000).astype(np.int64)
    return fits, items.argmax(1), candidates.argmax(1)


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


def records() -> tuple[Fits, Integers, Integers] | None:
    """Fits of scientific abstracts with people who wrote three others of one discipline, and the
    disciplines of items and of candidates; None where the CSL data are not."""
    paths = [DATA / "csl" / f"{name}-dev.tsv" for name in ("ts", "cls_dcp")]
    if not all(path.exists() for path in paths):
        return None
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415 -- slow to load

    texts, names = (
        [line.split("\t") for line in path.read_text("utf-8").splitlines()] for path in paths
    )
    discipline = np.unique([row[2] for row in names], return_inverse=True)[1]
    order = np.random.default_rng(1).permutation(len(texts))
    words = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), sublinear_tf=True)
    matrix = words.fit_transform([row[1] for row in texts])
    items, rest = order[:250], order[250:]
    rest = rest[np.argsort(discipline[rest], kind="stable")]
    people = [
        own[k : k + 3]
        for d in np.unique(discipline)
        for own in [rest[discipline[rest] == d]]
        for k in range(0, len(own) - 2, 3)
    ]
    similar = np.stack([(matrix[items] @ matrix[own].T).toarray().mean(1) for own in people], 1)
    fits = np.rint(similar * 10_000).astype(np.int64)
    return fits, discipline[items], np.array([discipline[own[0]] for own in people])
