"""A conditional random field over characters, trained on invented text alone.

Lafferty, McCallum, Pereira (2001); the inference here is forward and backward over all sentences
of about equal length at once, so a document of 250,000 characters takes seconds. Weights are
8-bit integers, made by tools/train_masking.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

import numpy as np

from jiebang.engine.text.masking.features import BUCKETS, features

KINDS = ("person", "organisation", "title", "degree", "honour", "award", "count", "fund")
TAGS = ("O", *(f"{place}-{kind}" for kind in KINDS for place in "BI"))
LONGEST = 160
_SENTENCE = re.compile(r"[^。;!?\n]*[。;!?\n]?")
_BATCH = 40_000


@dataclass(frozen=True)
class Model:
    """`rows` (BUCKETS,): which row of `weights` (rows, tags) a feature has, the first being that of
    features never learned; `steps` (tags, tags): from tag, to tag; `starts` (tags,)."""

    rows: Any
    weights: Any
    steps: Any
    starts: Any
    scale: float


@dataclass(frozen=True)
class Tagged:
    """`any` (characters,): how likely each is part of something to mask; `kind`: the most likely
    kind, an index into KINDS; `begins`: how likely one begins here."""

    any: Any
    kind: Any
    begins: Any
    by_kind: Any


@lru_cache(maxsize=1)
def shipped() -> Model:
    data = resources.files(__package__).joinpath("model.npz").read_bytes()
    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        rows = np.zeros(BUCKETS, dtype=np.int32)
        rows[np.cumsum(arrays["buckets"])] = np.arange(1, len(arrays["buckets"]) + 1)
        nothing = np.zeros((1, len(TAGS)), dtype=np.int8)
        return Model(
            rows, np.concatenate((nothing, arrays["weights"])), arrays["steps"].astype(np.float32),
            arrays["starts"].astype(np.float32), float(arrays["scale"]),
        )  # fmt: skip


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Spans that cover the text, none longer than LONGEST."""
    for match in _SENTENCE.finditer(text):
        start, end = match.span()
        while end - start > LONGEST:
            cut = max(text.rfind(",", start + LONGEST // 2, start + LONGEST),
                      text.rfind("、", start + LONGEST // 2, start + LONGEST)) + 1  # fmt: skip
            cut = cut or start + LONGEST
            yield start, cut
            start = cut
        if end > start:
            yield start, end


def tag(text: str, model: Model | None = None) -> Tagged:
    """Marginal probabilities for each character of a normalised text."""
    model = model or shipped()
    marginals = np.zeros((len(text), len(TAGS)), dtype=np.float32)
    marginals[:, 0] = 1
    if text:
        emitted = _emitted(text, model)
        spans = sorted(sentences(text), key=lambda s: s[1] - s[0])
        for batch in _batches(spans):
            _infer(emitted, batch, model, marginals)
    begins = marginals[:, 1::2]
    by_kind = begins + marginals[:, 2::2]
    return Tagged(1 - marginals[:, 0], by_kind.argmax(axis=1), begins.sum(axis=1), by_kind)


def _batches(spans: list[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    batch: list[tuple[int, int]] = []
    for span in spans:
        if batch and (len(batch) + 1) * (span[1] - span[0]) > _BATCH:
            yield batch
            batch = []
        batch.append(span)
    if batch:
        yield batch


def _emitted(text: str, model: Model) -> Any:
    """Scores of the tags at each character, its neighbours' tags aside."""
    emitted = np.zeros((len(text), len(TAGS)), dtype=np.float32)
    seen = features(text)
    for column in range(seen.shape[1]):
        emitted += model.weights[model.rows[seen[:, column]]]
    return emitted * model.scale


def _infer(emitted: Any, spans: list[tuple[int, int]], model: Model, out: Any) -> None:
    """Fills the marginals of some sentences of similar length."""
    lengths = np.array([end - start for start, end in spans])
    scores = np.zeros((len(spans), int(lengths.max()), len(TAGS)), dtype=np.float32)
    for row, (start, end) in enumerate(spans):
        scores[row, : end - start] = emitted[start:end]
    probabilities, _, _ = marginal(scores, lengths, model.steps, model.starts)
    for row, (start, end) in enumerate(spans):
        out[start:end] = probabilities[row, : end - start]


def marginal(scores: Any, lengths: Any, steps: Any, starts: Any,
             pairs: bool = False) -> tuple[Any, Any, Any]:  # fmt: skip
    """Forward–backward. `scores` (sentences, places, tags). Returns probabilities of the same
    shape, the logarithm of each sentence's normaliser, and with `pairs` the expected number of
    steps from tag to tag."""
    longest = scores.shape[1]
    ceiling = scores.max(axis=2, keepdims=True)
    local, moves = np.exp(scores - ceiling), np.exp(steps)
    inside = np.arange(longest)[None, :] < lengths[:, None]
    forward, norm = _forward(local, moves, np.exp(starts), inside)
    backward = np.ones_like(local)
    taken = np.zeros(steps.shape)
    for place in range(longest - 2, -1, -1):
        ahead = local[:, place + 1] * backward[:, place + 1] / norm[:, place + 1][:, None]
        ahead *= inside[:, place + 1][:, None]
        if pairs:
            taken += moves * (forward[:, place].T @ ahead)
        backward[:, place] = np.where(inside[:, place + 1][:, None], ahead @ moves.T, 1)
    product = forward * backward
    product /= product.sum(axis=2, keepdims=True)
    return product, ((np.log(norm) + ceiling[:, :, 0]) * inside).sum(axis=1), taken


def _forward(local: Any, moves: Any, starts: Any, inside: Any) -> tuple[Any, Any]:
    forward, norm = np.zeros_like(local), np.ones(local.shape[:2], dtype=local.dtype)
    for place in range(local.shape[1]):
        now = (starts[None, :] if place == 0 else forward[:, place - 1] @ moves) * local[:, place]
        total = now.sum(axis=1)
        norm[:, place] = np.where(inside[:, place], total, 1)
        forward[:, place] = now / total[:, None]
    return forward, norm
