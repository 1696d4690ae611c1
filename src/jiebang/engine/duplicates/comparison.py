"""Two texts side by side: how much of each stands in the other, and where."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from jiebang.engine.duplicates.alignment import SEED, Chain, Weights, chains
from jiebang.engine.duplicates.edges import Span, letters, stretched
from jiebang.engine.duplicates.symbols import Flags, Hashes, Places, Symbols, grams, symbols

K = 6
"""Symbols of a fingerprint."""


@dataclass(frozen=True, slots=True)
class Passage:
    """The same words in both texts, up to small edits: offsets into each source, end excluded,
    with the mark that closes it in both.

    `equal`: how many symbols (Chinese characters, words, numbers) are the same.
    """

    a_start: int
    a_end: int
    b_start: int
    b_end: int
    equal: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """`in_b`: share (0 to 1) of `a` that stands in `b`; `in_a`: of `b` that stands in `a`; form
    text counts on neither side. `longest`: equal symbols of the longest passage. `passages`: in
    the order of `a`, apart from each other in `a`. `form_a`, `form_b`: share that is form text."""

    in_b: float
    in_a: float
    score: float
    longest: int
    passages: tuple[Passage, ...]
    form_a: float = 0.0
    form_b: float = 0.0

    @property
    def most(self) -> float:
        """The larger of the two shares."""
        return max(self.in_a, self.in_b)


def compare(a: str, b: str, templates: Iterable[str] = ()) -> Comparison:
    """Two texts; what stands in `templates` (the text of the form, of the call) does not count."""
    one, two = symbols(a), symbols(b)
    known = template_grams(templates)
    weights = [(~form_symbols(text, known)).astype(np.float32) for text in (one, two)]
    return compared(one, two, *weights)


def compared(a: Symbols, b: Symbols, weight_a: Weights, weight_b: Weights) -> Comparison:
    """The same for symbols with their weights, see `chains`."""
    found = chains(a, b, weight_a, weight_b)
    form_a, form_b = weight_a == 0, weight_b == 0
    hit_a, hit_b = np.zeros(len(a), dtype=bool), np.zeros(len(b), dtype=bool)
    for chain in found:
        for at_a, at_b, length in chain.runs:
            hit_a[at_a : at_a + length] = True
            hit_b[at_b : at_b + length] = True
    return Comparison(
        _share(hit_a, ~form_a),
        _share(hit_b, ~form_b),
        _score(hit_a, weight_a, hit_b, weight_b),
        max((chain.equal for chain in found), default=0),
        _passages(found, a, b, form_a, form_b),
        _share(form_a, np.ones(len(a), dtype=bool)),
        _share(form_b, np.ones(len(b), dtype=bool)),
    )


def template_grams(templates: Iterable[str]) -> Hashes:
    """Sorted hashes of every run of K symbols of the templates."""
    found = [grams(symbols(text).codes, K) for text in templates]
    return np.unique(np.concatenate(found)) if found else np.empty(0, dtype=np.uint64)


def form_symbols(text: Symbols, known: Hashes) -> Flags:
    """(n): symbols inside a run of K that is known, and what is too short between two such runs
    to be a text of its own."""
    return covered(np.flatnonzero(among(grams(text.codes, K), known)), len(text), K)


def among(hashes: Hashes, known: Hashes) -> Flags:
    """Which of `hashes` are in the sorted `known`."""
    if not len(known):
        return np.zeros(len(hashes), dtype=bool)
    at = np.minimum(np.searchsorted(known, hashes), len(known) - 1)
    found: Flags = known[at] == hashes
    return found


def covered(starts: Places, size: int, bridge: int) -> Flags:
    """(size): symbols of the runs of K at each of the sorted `starts`, and gaps below `bridge`."""
    edges = np.zeros(size + 1, dtype=np.int64)
    if len(starts):
        after = np.append(starts[1:], size + K + bridge)
        end = np.where(after - starts < K + bridge, after, starts + K)
        np.add.at(edges, starts, 1)
        np.add.at(edges, end, -1)
    return np.cumsum(edges[:size]) > 0


def _share(hit: Flags, counted: Flags) -> float:
    total = int(counted.sum())
    return float((hit & counted).sum() / total) if total else 0.0


def _score(hit_a: Flags, weight_a: Weights, hit_b: Flags, weight_b: Weights) -> float:
    sides = ((hit_a, weight_a), (hit_b, weight_b))
    return max(float(weight[hit].sum() / max(1, (weight > 0).sum())) for hit, weight in sides)


def _apart(found: Iterable[Chain], size: int) -> list[Chain]:
    """Passages that do not overlap in `a`: of each what heavier ones leave of it in one piece."""
    kept: list[Chain] = []
    taken = np.zeros(size, dtype=bool)
    for chain in found:
        piece = _piece(chain, ~taken[chain.a_start : chain.a_end])
        if piece and piece.equal >= SEED:
            kept.append(piece)
            taken[piece.a_start : piece.a_end] = True
    return kept


def _piece(chain: Chain, free: Flags) -> Chain | None:
    """The part of a chain in the longest stretch of its free symbols."""
    if free.all():
        return chain
    edges = np.flatnonzero(np.diff(np.concatenate(([False], free, [False])).astype(np.int8)))
    if not edges.size:
        return None
    longest = int(np.argmax(edges[1::2] - edges[::2]))
    low, high = (chain.a_start + int(edge) for edge in edges[2 * longest : 2 * longest + 2])
    runs = [
        (i + cut, j + cut, end - i - cut)
        for i, j, n in chain.runs
        if (end := min(i + n, high)) > i + (cut := max(0, low - i))
    ]
    if not runs:
        return None
    (a_start, b_start, _), (i, j, n) = runs[0], runs[-1]
    equal = sum(length for _, _, length in runs)
    return Chain(a_start, i + n, b_start, j + n, equal, chain.weight, tuple(runs))


def _passages(
    found: Iterable[Chain], a: Symbols, b: Symbols, form_a: Flags, form_b: Flags
) -> tuple[Passage, ...]:
    """In offsets of the sources, in the order of `a`; none grows into another."""
    shown = sorted(_apart(found, len(a)), key=lambda chain: chain.a_start)
    if not shown:
        return ()
    one, other = letters(a, form_a), letters(b, form_b)
    ends = [int(a.start[chain.a_start]) for chain in shown[1:]] + [len(one)]
    made: list[Passage] = []
    for chain, end in zip(shown, ends, strict=True):
        raw = Span(int(a.start[chain.a_start]), int(a.end[chain.a_end - 1]),
                   int(b.start[chain.b_start]), int(b.end[chain.b_end - 1]))  # fmt: skip
        at = stretched(one, other, raw, made[-1].a_end if made else 0, end)
        made.append(Passage(at.a_start, at.a_end, at.b_start, at.b_end, chain.equal))
    return tuple(made)
