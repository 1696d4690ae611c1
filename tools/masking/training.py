"""Fits the tagger: maximum conditional likelihood, by steps over batches of sentences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix

from jiebang.engine.text.masking.features import BUCKETS, features
from jiebang.engine.text.masking.invent import Labelled
from jiebang.engine.text.masking.tagger import KINDS, LONGEST, TAGS, marginal
from jiebang.engine.text.normal import normal

T = len(TAGS)
SIDES = (0, 1, 2, 1, 2, 0, 0, 1, 2, 0, 0, 0, 3, 0, 0, 1, 2, 1, 2, 3, 0, 0, 2, 1, 0, 0, 0, 0, 0, 0, 0, 0,
         1, 2, 2, 0, 0, 0, 3, 3, 0, 0, 0)  # fmt: skip
"""What each column of the features looks at: 0 the character and its word, 1 what stands before, 2
after, 3 around."""
IMPOSSIBLE = -30.0
DROPPED, ASIDE = 0.35, 0.12


@dataclass
class Prepared:
    """A corpus as numbers: `seen` (characters, BUCKETS) sparse, `tags` (characters,), and batches of
    sentences of similar length as (sentences, places) indices into them with a mask. `sides`
    (BUCKETS,): what a feature looks at, see SIDES."""

    seen: Any
    tags: Any
    sides: Any
    batches: list[tuple[Any, Any]]


def tags_of(labelled: Labelled) -> tuple[str, list[int]]:
    """The normalised text and the tag of each of its characters."""
    source = [0] * len(labelled.text)
    for start, end, kind in labelled.spans:
        tag = 1 + 2 * KINDS.index(kind)
        source[start:end] = [tag] + [tag + 1] * (end - start - 1)
    view = normal(labelled.text)
    found, previous = [], -1
    for origin in view.origin:
        tag = source[origin]
        begins = tag % 2 == 1 and origin == previous  # one character became several
        found.append(tag + 1 if begins else tag)
        previous = origin
    return view.text, found


def prepare(corpus: Iterable[Labelled]) -> Prepared:
    texts, tags, spans, at = [], [], [], 0
    for labelled in corpus:
        text, found = tags_of(labelled)
        if not text or len(text) > LONGEST:
            continue
        spans.append((at, at + len(text)))
        texts.append(text + "\n")
        tags += [*found, 0]
        at += len(text) + 1
    seen = features("".join(texts))
    rows = np.arange(len(seen) + 1, dtype=np.int32) * seen.shape[1]
    ones = np.ones(seen.size, dtype=np.float32)
    matrix = csr_matrix((ones, seen.ravel().astype(np.int32), rows), shape=(len(seen), BUCKETS))
    sides = np.zeros(BUCKETS, dtype=np.int8)
    for column in range(seen.shape[1]):
        sides[seen[:, column]] = SIDES[column]
    return Prepared(matrix, np.array(tags), sides, list(_batched(spans)))


def _batched(spans: list[tuple[int, int]], size: int = 700) -> Iterable[tuple[Any, Any]]:
    ordered = sorted(spans, key=lambda s: s[1] - s[0])
    for first in range(0, len(ordered), size):
        some = ordered[first : first + size]
        lengths = np.array([end - start for start, end in some])
        places = np.arange(lengths.max())
        starts = np.array([start for start, _ in some])
        where = starts[:, None] + np.minimum(places[None, :], lengths[:, None] - 1)
        yield where, lengths


def allowed() -> tuple[Any, Any]:
    """Penalties that keep "inside" after its own kind only."""
    steps, starts = np.zeros((T, T)), np.zeros(T)
    for tag in range(2, T, 2):
        steps[:, tag] = IMPOSSIBLE
        steps[tag - 1, tag] = steps[tag, tag] = 0
        starts[tag] = IMPOSSIBLE
    return steps, starts


def fit(corpus: Prepared, *, epochs: int = 8, rate: float = 0.08, penalty: float = 1e-5,
        seldom: int = 4, seed: int = 1, tell: Any = print) -> Any:  # fmt: skip
    """(used buckets, weights, steps, starts), averaged over the second half. Features seen fewer than
    `seldom` times are left out, and at each step a random share of the others (drop-out: Srivastava
    et al. 2014), so that no single one is leant on."""
    times = np.bincount(corpus.seen.indices, minlength=BUCKETS)
    used = np.flatnonzero(times >= seldom)
    seen, sides = corpus.seen[:, used], corpus.sides[used]
    state = State.fresh(len(used))
    dice = np.random.default_rng(seed)
    total, averaged = [np.zeros_like(v) for v in state.values], 0
    for epoch in range(epochs):
        cost = 0.0
        for number in dice.permutation(len(corpus.batches)):
            where, lengths = corpus.batches[number]
            rows = where[np.arange(where.shape[1])[None, :] < lengths[:, None]]
            some = _thinned(seen[rows], sides, dice)
            cost += _step(state, some, corpus.tags, where, lengths, rate, penalty)
        if epoch >= epochs // 2:
            averaged += 1
            total = [t + v for t, v in zip(total, state.values, strict=True)]
        tell(f"{len(used)} features, round {epoch + 1}, cost {cost:.0f}", flush=True)
    weights, steps, starts = (t / averaged for t in total)
    barred, first = allowed()
    return used, weights, steps + barred, starts + first


def _thinned(some: Any, sides: Any, dice: np.random.Generator) -> Any:
    """Without a random share of the features, and now and then without all of one side: a name must
    be known by its letters alone, or by what stands before or after it alone."""
    kept = dice.random(len(some.data), dtype=np.float32) > DROPPED
    aside = dice.random((some.shape[0], int(sides.max()) + 1), dtype=np.float32) < ASIDE
    row = np.repeat(np.arange(some.shape[0]), np.diff(some.indptr))
    some.data = (kept & ~aside[row, sides[some.indices]]).astype(np.float32)
    return some


@dataclass
class State:
    """The values being fitted, and the sums of their squared slopes (AdaGrad: Duchi et al. 2011)."""

    values: list[Any]
    squares: list[Any]

    @classmethod
    def fresh(cls, features_: int) -> State:
        shapes = ((features_, T), (T, T), (T,))
        return cls([np.zeros(s, dtype=np.float32) for s in shapes],
                   [np.full(s, 0.1, dtype=np.float32) for s in shapes])  # fmt: skip

    def move(self, which: Any, slopes: list[Any], rate: float, penalty: float) -> None:
        """`which`: the rows of the weights that the first slope is for."""
        places = (which, slice(None), slice(None))
        for value, square, slope, at in zip(self.values, self.squares, slopes, places, strict=True):
            square[at] += slope * slope
            value[at] = (value[at] - rate * slope / np.sqrt(square[at])) * (1 - penalty)


def _step(state: State, some: Any, tags: Any, where: Any, lengths: Any, rate: float,
          penalty: float) -> float:  # fmt: skip
    """One batch, its features a row for each character; gives its cost before the step."""
    barred, first = allowed()
    weights, steps, starts = state.values
    inside = np.arange(where.shape[1])[None, :] < lengths[:, None]
    rows = where[inside]
    which, columns = np.unique(some.indices, return_inverse=True)
    some = csr_matrix((some.data, columns, some.indptr), shape=(len(rows), len(which)))
    scores = np.zeros((*where.shape, T), dtype=np.float32)
    scores[inside] = some @ weights[which]
    now, begun = (steps + barred).astype(np.float32), (starts + first).astype(np.float32)
    found, norms, taken = marginal(scores, lengths, now, begun, pairs=True)
    gold = tags[where]
    both = inside[:, 1:]
    pairs, starting = np.zeros((T, T)), np.zeros(T)
    np.add.at(pairs, (gold[:, :-1][both], gold[:, 1:][both]), 1)
    np.add.at(starting, gold[:, 0], 1)
    slope = found[inside]
    slope[np.arange(len(rows)), tags[rows]] -= 1
    state.move(which, [some.T @ slope, (taken - pairs).astype(np.float32),
                       (found[:, 0].sum(axis=0) - starting).astype(np.float32)], rate, penalty)  # fmt: skip
    told = scores[inside][np.arange(len(rows)), tags[rows]].sum()
    return float(norms.sum() - told - (now * pairs).sum() - (begun * starting).sum())


def mixed(fits: Sequence[Any]) -> Any:
    """The average of what was learned from several corpora (parameter mixing: McDonald, Hall, Mann
    2010): what each learned by heart fades, and what all learned stays."""
    used = np.unique(np.concatenate([fit_[0] for fit_ in fits]))
    weights = np.zeros((len(used), T), dtype=np.float32)
    for found, learned, _, _ in fits:
        weights[np.searchsorted(used, found)] += learned / len(fits)
    return used, weights, *(sum(fit_[n] for fit_ in fits) / len(fits) for n in (2, 3))


def packed(used: Any, weights: Any, steps: Any, starts: Any, largest: float = 3.0,
           smallest: float = 0.12) -> dict[str, Any]:  # fmt: skip
    """Eight-bit weights of the features that matter, by bucket; weights shrink by what was dropped
    while they were learned."""
    weights = weights * ((1 - DROPPED) * (1 - ASIDE))
    kept = np.abs(weights).max(axis=1) >= smallest
    scale = largest / 127
    return {
        "buckets": np.diff(used[kept], prepend=0).astype(np.uint32),
        "weights": np.rint(np.clip(weights[kept], -largest, largest) / scale).astype(np.int8),
        "steps": np.round(np.maximum(steps, IMPOSSIBLE), 3).astype(np.float32),
        "starts": np.round(np.maximum(starts, IMPOSSIBLE), 3).astype(np.float32),
        "scale": np.float32(scale),
    }
