"""Why this fit: what each part gives, which documents count, which terms and disciplines both sides
share."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from jiebang.engine.similarity.fitting import PARTS, Fits
from jiebang.engine.similarity.placing import Placed, vocabulary
from jiebang.engine.similarity.pooling import counting
from jiebang.engine.similarity.space import TextSpace
from jiebang.engine.text.folding import folded

LEAST = 0.01
"""Disciplines that give less of the likeness are not told."""


@dataclass(frozen=True, slots=True)
class PartShown:
    """`value` 0 to 10,000, None where a side does not state it; `points` is what the part gives to
    the fit, and the points of all parts add up to it exactly."""

    name: str
    value: int | None
    points: int


@dataclass(frozen=True, slots=True)
class DocumentShown:
    """A document that counts: its number in the profile, its likeness ×10⁴."""

    number: int
    title: str
    likeness: int


@dataclass(frozen=True, slots=True)
class TermShown:
    """`share` of the likeness of the texts, ×10⁴, to which the disciplines add. English words stand
    in their stems; single Chinese characters are not shown."""

    term: str
    share: int


@dataclass(frozen=True, slots=True)
class Explanation:
    """`disciplines`: what both sides speak of, with its share of the likeness of the texts."""

    item: str
    candidate: str
    fit: int
    parts: tuple[PartShown, ...]
    documents: tuple[DocumentShown, ...]
    terms: tuple[TermShown, ...]
    disciplines: tuple[Placed, ...]


def explain(found: Fits, item: int, candidate: int, terms: int = 10) -> Explanation:
    """The explanation of one pair, by positions. LookupError for a pair that was not computed."""
    at = np.flatnonzero((found.row == item) & (found.column == candidate))
    if not at.size:
        raise LookupError(f"no fit of item {item} with candidate {candidate}")
    pair = int(at[0])
    mine = np.flatnonzero(found.corpus.owner == candidate)
    wanted, rows = found.corpus.items[[item]], found.corpus.documents[mine]
    likeness = np.asarray((rows @ wanted.T).todense(), dtype=np.float64).ravel()
    best = np.argsort(-likeness, kind="stable")[: int(counting(np.array(len(mine))))]
    papers = found.profiles[candidate].documents
    shares = _shares(wanted, rows[best])
    space = found.corpus.space
    return Explanation(
        found.items[item].id,
        found.profiles[candidate].id,
        int(found.fit[pair]),
        _parts(found, pair),
        tuple(
            DocumentShown(int(n), papers[n].title, round(likeness[n] * 10_000))
            for n in best
            if likeness[n] >= 0.00005
        ),
        _terms(shares[: len(space.keys)], space, found.items[item].whole,
               [papers[n].whole for n in best], terms),
        _disciplines(shares[len(space.keys) :]),
    )  # fmt: skip


def _parts(found: Fits, pair: int) -> tuple[PartShown, ...]:
    values, weights = found.parts[pair], np.array(found.setting.weights.each)
    given = np.where(np.isnan(values), 0, weights * np.nan_to_num(values))
    along = np.concatenate(([0.0], np.cumsum(given)))
    edges = np.rint(along / (along[-1] or 1) * int(found.fit[pair])).astype(int)
    return tuple(
        PartShown(name, None if np.isnan(value) else round(float(value) * 10_000), int(b - a))
        for name, value, (a, b), weight in zip(PARTS, values, pairwise(edges), weights, strict=True)
        if weight
    )


def _shares(wanted: csr_array, rows: csr_array) -> NDArray[np.float64]:
    """(columns): what each gives of the likeness of all these rows, nought where there is none."""
    weight: NDArray[np.float64] = np.asarray(rows.multiply(wanted).sum(axis=0), dtype=np.float64)
    return weight.ravel() / (weight.sum() or 1)


def _disciplines(shares: NDArray[np.float64]) -> tuple[Placed, ...]:
    """Those that give one in a hundred of the likeness and more, the first the most."""
    best = np.argsort(-shares, kind="stable")
    named = vocabulary().disciplines
    return tuple(Placed(named[n], round(shares[n] * 10_000)) for n in best if shares[n] >= LEAST)


def _terms(
    shares: NDArray[np.float64], space: TextSpace, text: str, papers: list[str], most: int
) -> tuple[TermShown, ...]:
    """The terms that give most to the likeness; of nested Chinese ones the longest common words."""
    columns = np.flatnonzero(shares)
    named = dict(zip(space.spelled(columns.tolist()), shares[columns].tolist(), strict=True))
    shown = _joined(named, text, papers)
    long = [(term, share) for term, share in shown.items() if len(term) > 1]
    ranked = sorted(long, key=lambda entry: (-entry[1], entry[0]))[:most]
    return tuple(TermShown(term, round(share * 10_000)) for term, share in ranked)


def _joined(named: dict[str, float], text: str, papers: list[str]) -> dict[str, float]:
    """Runs of shared characters as one term each; a shorter term counts for the heaviest run it
    stands in."""
    runs = _common_runs(folded(text).text, [folded(p).text for p in papers], named)
    holds: dict[str, list[str]] = defaultdict(list)
    for run in runs:
        for size in (1, 2):
            for i in range(len(run) - size + 1):
                holds[run[i : i + size]].append(run)
    first = {run: sum(named.get(run[i : i + 2], 0) for i in range(len(run) - 1)) for run in runs}
    shown: dict[str, float] = defaultdict(float)
    for term, share in named.items():
        inside = [run for run in holds.get(term, ()) if run != term]
        shown[max(inside, key=lambda run: (first[run], run)) if inside else term] += share
    return shown


def _common_runs(text: str, papers: list[str], named: dict[str, float]) -> set[str]:
    """The longest runs of Chinese characters of `text` (two or more) that stand in a paper too."""
    runs: set[str] = set()
    start = 0
    while start < len(text) - 1:
        end = start + 2
        if text[start:end] not in named or text[start] == " ":
            start += 1
            continue
        while (
            text[end - 1 : end + 1] in named
            and end < len(text)
            and any(text[start : end + 1] in paper for paper in papers)
        ):
            end += 1
        runs.add(text[start:end])
        start = max(end - 1, start + 1)
    return runs
