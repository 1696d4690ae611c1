"""Fits the tagger: maximum conditional likelihood, by steps over batches of sentences."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix

from jiebang.engine.text.masking.features import BUCKETS, features
from jiebang.engine.text.masking.invent import Labelled
from jiebang.engine.text.masking.tagger import KINDS, LONGEST, TAGS, marginal
from jiebang.engine.text.normal import normal

T = len(TAGS)
IMPOSSIBLE = -30.0
DROPPED = 0.35


@dataclass
class Prepared:
    """A corpus as numbers: `seen` (characters, BUCKETS) sparse, `tags` (characters,), and batches of
    sentences of similar length as (sentences, places) indices into them with a mask."""

    seen: Any
    tags: Any
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
    return Prepared(matrix, np.array(tags), list(_batched(spans)))


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
    seen = corpus.seen[:, used]
    state = State.fresh(len(used))
    dice = np.random.default_rng(seed)
    total, averaged = [np.zeros_like(v) for v in state.values], 0
    for epoch in range(epochs):
        cost = 0.0
        for number in dice.permutation(len(corpus.batches)):
            where, lengths = corpus.batches[number]
            cost += _step(state, seen, corpus.tags, where, lengths, rate, penalty, dice)
        if epoch >= epochs // 2:
            averaged += 1
            total = [t + v for t, v in zip(total, state.values, strict=True)]
        tell(f"{len(used)} features, round {epoch + 1}, cost {cost:.0f}", flush=True)
    weights, steps, starts = (t / averaged for t in total)
    barred, first = allowed()
    return used, weights, steps + barred, starts + first


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

    def move(self, slopes: list[Any], rate: float, penalty: float) -> None:
        for value, square, slope in zip(self.values, self.squares, slopes, strict=True):
            square += slope * slope
            value -= rate * slope / np.sqrt(square)
            value *= 1 - penalty


def _step(state: State, seen: Any, tags: Any, where: Any, lengths: Any, rate: float,
          penalty: float, dice: np.random.Generator) -> float:  # fmt: skip
    """One batch; gives its cost before the step."""
    barred, first = allowed()
    weights, steps, starts = state.values
    inside = np.arange(where.shape[1])[None, :] < lengths[:, None]
    rows = where[inside]
    some = seen[rows]
    some.data = (dice.random(len(some.data), dtype=np.float32) > DROPPED).astype(np.float32)
    scores = np.zeros((*where.shape, T), dtype=np.float32)
    scores[inside] = some @ weights
    now, begun = (steps + barred).astype(np.float32), (starts + first).astype(np.float32)
    found, norms, taken = marginal(scores, lengths, now, begun, pairs=True)
    gold = tags[where]
    both = inside[:, 1:]
    pairs, starting = np.zeros((T, T)), np.zeros(T)
    np.add.at(pairs, (gold[:, :-1][both], gold[:, 1:][both]), 1)
    np.add.at(starting, gold[:, 0], 1)
    slope = found[inside]
    slope[np.arange(len(rows)), tags[rows]] -= 1
    state.move([some.T @ slope, (taken - pairs).astype(np.float32),
                (found[:, 0].sum(axis=0) - starting).astype(np.float32)], rate, penalty)  # fmt: skip
    told = scores[inside][np.arange(len(rows)), tags[rows]].sum()
    return float(norms.sum() - told - (now * pairs).sum() - (begun * starting).sum())


def packed(used: Any, weights: Any, steps: Any, starts: Any, largest: float = 3.0,
           smallest: float = 0.12) -> dict[str, Any]:  # fmt: skip
    """Eight-bit weights of the features that matter, by bucket; weights shrink by what was dropped
    while they were learned."""
    weights = weights * (1 - DROPPED)
    kept = np.abs(weights).max(axis=1) >= smallest
    scale = largest / 127
    return {
        "buckets": np.diff(used[kept], prepend=0).astype(np.uint32),
        "weights": np.rint(np.clip(weights[kept], -largest, largest) / scale).astype(np.int8),
        "steps": np.round(np.maximum(steps, IMPOSSIBLE), 3).astype(np.float32),
        "starts": np.round(np.maximum(starts, IMPOSSIBLE), 3).astype(np.float32),
        "scale": np.float32(scale),
    }
