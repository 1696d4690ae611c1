"""How well a candidate fits an item: text, recent text, field, keywords, and meaning where an
operator brings embeddings; combined by weights and quantised to integers.

What a side does not state (no keywords, no dated document) is left out of the mean, not counted as
nothing. Every part is a number from 0 to 1; of a likeness the root is taken, since likenesses of
texts crowd near nought.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from jiebang.engine.similarity.fields import GB_T_13745, fields_nearness
from jiebang.engine.similarity.keywords import keyword, keywords_nearness
from jiebang.engine.similarity.placing import places
from jiebang.engine.similarity.pooling import pooled
from jiebang.engine.similarity.space import TextSpace, asked_rows, fitted, looked_rows

SCALE = 10_000
PARTS = ("text", "recency", "field", "keywords", "meaning")
Floats = NDArray[np.float64]
Embed = Callable[[Sequence[str]], Any]
"""Texts to an array (texts, dimensions); rows need not be of length one."""


@dataclass(frozen=True, slots=True)
class Document:
    """A paper, patent or project of a candidate."""

    text: str
    title: str = ""
    year: int | None = None

    @property
    def whole(self) -> str:
        return f"{self.title}\n{self.text}" if self.title else self.text


@dataclass(frozen=True, slots=True)
class Profile:
    """A candidate: documents, codes of fields, declared keywords."""

    id: str
    documents: tuple[Document, ...] = ()
    fields: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """What is to be judged."""

    id: str
    text: str
    title: str = ""
    fields: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()

    @property
    def whole(self) -> str:
        return f"{self.title}\n{self.text}" if self.title else self.text


@dataclass(frozen=True, slots=True)
class Weights:
    """Of the parts; only their ratios count. ValueError unless all are 0 or more and one above."""

    text: float = 50
    recency: float = 10
    field: float = 20
    keywords: float = 20
    meaning: float = 0

    def __post_init__(self) -> None:
        if min(self.each) < 0 or not sum(self.each):
            raise ValueError("weights are 0 or more, and not all of them 0")

    @property
    def each(self) -> tuple[float, ...]:
        return tuple(getattr(self, name) for name in PARTS)


@dataclass(frozen=True, slots=True)
class Setting:
    """`year`: the present one, for recency; None leaves recency out. A document's weight halves
    every `half_life` years. `levels`: see fields."""

    weights: Weights = Weights()
    year: int | None = None
    half_life: float = 6.0
    levels: tuple[int, ...] = GB_T_13745


@dataclass(frozen=True, slots=True)
class Fits:
    """One entry a pair: item `row`, candidate `column`, integer `fit` (0 to 10,000), and the parts
    (pairs, 5) in the order of PARTS, NaN where not stated."""

    items: tuple[Item, ...]
    profiles: tuple[Profile, ...]
    setting: Setting
    row: NDArray[np.int64]
    column: NDArray[np.int64]
    fit: NDArray[np.int32]
    parts: Floats
    corpus: Corpus

    def table(self) -> NDArray[np.int32]:
        """(items, candidates); pairs that were not computed are 0."""
        found = np.zeros((len(self.items), len(self.profiles)), dtype=np.int32)
        found[self.row, self.column] = self.fit
        return found


@dataclass(frozen=True, slots=True)
class Corpus:
    """Items and documents as rows of one space: the terms of `space`, then the disciplines of the
    vocabulary. A product of two is their likeness. Document d belongs to profile `owner[d]`."""

    space: TextSpace
    items: csr_array
    documents: csr_array
    owner: NDArray[np.int64]
    years: Floats
    meaning: tuple[Floats, Floats] | None = field(default=None)

    def centroids(self, profiles: int) -> csr_array:
        """The mean row of every profile: a product with it is the mean of the likenesses."""
        share = 1 / np.maximum(np.bincount(self.owner, minlength=profiles), 1)
        spread = (share[self.owner], (self.owner, np.arange(len(self.owner))))
        return csr_array(spread, shape=(profiles, len(self.owner)), dtype=np.float32) @ (
            self.documents
        )


def corpus(
    items: Sequence[Item], profiles: Sequence[Profile], embed: Embed | None = None
) -> Corpus:
    """Learn the space from all texts of both sides, and place them in it."""
    papers = [paper for profile in profiles for paper in profile.documents]
    texts = [item.whole for item in items] + [paper.whole for paper in papers]
    space, rows = fitted(texts)
    placed = places(texts)
    years = [np.nan if paper.year is None else paper.year for paper in papers]
    meaning = None
    if embed is not None:
        vectors = _units(np.asarray(embed(texts), dtype=np.float64), len(texts))
        meaning = (vectors[: len(items)], vectors[len(items) :])
    owner = np.repeat(np.arange(len(profiles)), [len(p.documents) for p in profiles])
    n = len(items)
    return Corpus(space, asked_rows(rows[:n], placed[:n]), looked_rows(rows[n:], placed[n:]), owner,
                  np.array(years, dtype=np.float64), meaning)  # fmt: skip


def fits(
    items: Sequence[Item],
    profiles: Sequence[Profile],
    setting: Setting,
    *,
    embed: Embed | None = None,
    pairs: csr_array | None = None,
    known: Corpus | None = None,
) -> Fits:
    """The fit of all pairs, or of the stored entries of `pairs` (items, profiles)."""
    found = known or corpus(items, profiles, embed)
    parts = [np.empty((0, len(PARTS)))]
    rows, columns = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    for i, chosen in enumerate(_chosen(len(items), len(profiles), pairs)):
        parts.append(_parts(i, chosen, items, profiles, found, setting))
        rows.append(np.full(len(chosen), i))
        columns.append(chosen)
    table = np.concatenate(parts)
    fit = combined(table, setting.weights)
    row, column = np.concatenate(rows), np.concatenate(columns)
    return Fits(tuple(items), tuple(profiles), setting, row, column, fit, table, found)


def combined(parts: Floats, weights: Weights) -> NDArray[np.int32]:
    """Weighted mean of the parts that are stated, ×10⁴, half up; 0 where none is."""
    weight = np.where(np.isnan(parts), 0, np.array(weights.each))
    total = weight.sum(axis=1)
    mean = (weight * np.nan_to_num(parts)).sum(axis=1) / np.where(total == 0, 1, total)
    whole: NDArray[np.int32] = np.floor(mean * SCALE + 0.5).astype(np.int32)
    return whole


def _chosen(items: int, profiles: int, pairs: csr_array | None) -> Iterator[NDArray[np.int64]]:
    """The columns of every row, in order."""
    every = np.arange(profiles)
    for i in range(items):
        given = every if pairs is None else pairs.indices[pairs.indptr[i] : pairs.indptr[i + 1]]
        yield np.sort(given).astype(np.int64)


def _parts(
    i: int, chosen: NDArray[np.int64], items: Sequence[Item], profiles: Sequence[Profile],
    found: Corpus, setting: Setting,
) -> Floats:  # fmt: skip
    """(chosen, 5): the parts of one item with each of the chosen profiles."""
    parts = np.full((len(chosen), len(PARTS)), np.nan)
    first = np.searchsorted(found.owner, chosen, side="left")
    size = np.searchsorted(found.owner, chosen, side="right") - first
    owner = np.repeat(np.arange(len(chosen)), size)
    mine = np.repeat(first, size) + np.arange(len(owner)) - np.repeat(np.cumsum(size) - size, size)
    documents = found.documents if len(mine) == len(found.owner) else found.documents[mine]
    likeness = np.asarray((documents @ found.items[[i]].T).todense(), dtype=np.float64).ravel()
    parts[:, 0] = np.sqrt(pooled(likeness, owner, len(chosen)))
    if setting.year is not None:
        age = np.maximum(setting.year - found.years[mine], 0)
        dated = ~np.isnan(age)
        recent = likeness[dated] * 0.5 ** (age[dated] / setting.half_life)
        parts[:, 1] = np.sqrt(pooled(recent, owner[dated], len(chosen)))
    item = items[i]
    wanted = _keys(item.keywords)
    for n, profile in enumerate(profiles[c] for c in chosen):
        parts[n, 2] = _field(item.fields, profile.fields, setting.levels)
        parts[n, 3] = _keyword(wanted, _keys(profile.keywords))
    if found.meaning is not None:
        near: Floats = np.maximum(found.meaning[1][mine] @ found.meaning[0][i], 0)
        parts[:, 4] = pooled(near, owner, len(chosen))
    capped: Floats = np.minimum(parts, 1)
    return capped


@lru_cache(maxsize=100_000)
def _field(wanted: tuple[str, ...], held: tuple[str, ...], levels: tuple[int, ...]) -> float:
    found = fields_nearness(wanted, held, levels)
    return np.nan if found is None else found


@lru_cache(maxsize=100_000)
def _keyword(wanted: tuple[str, ...], held: tuple[str, ...]) -> float:
    found = keywords_nearness(wanted, held)
    return np.nan if found is None else found


@lru_cache(maxsize=100_000)
def _keys(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, map(keyword, words))))


def _units(vectors: Floats, texts: int) -> Floats:
    if vectors.ndim != 2 or len(vectors) != texts:
        raise ValueError(f"embeddings need one row for each of {texts} texts")
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    units: Floats = vectors / np.where(lengths == 0, 1, lengths)
    return units
