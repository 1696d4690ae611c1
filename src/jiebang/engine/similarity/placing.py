"""Which disciplines a text speaks of, by a vocabulary of their terms; nothing is learnt from texts.

Every discipline has characteristic terms. One that few disciplines have tells more: ln(disciplines
/ those that have it), for whole terms; the pairs of characters of which terms are made tell a
little where no whole term stands. Of repeated ones the logarithm counts. A text that says too
little is not placed: its row is short, and grows to length one with what it says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

import ahocorasick
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, vstack

from jiebang.engine.similarity.terms import Keys, joined, pair_keys
from jiebang.engine.text.folding import folded

Floats = NDArray[np.float64]
FILES = ("nature", "agriculture", "medicine", "engineering", "society")
PAIRS = 2.0
"""What the pairs of characters count beside the whole terms."""
ENOUGH, STEEP = 25.0, 6
"""The evidence (terms times what they tell, in nats) that places a text by half: three to five
terms and their pairs. Below half of it a text is not placed; the steepness keeps lone words from
doing it."""
NAMED = 8
"""Disciplines kept of a text, the strongest."""
_BATCH = 2000


@dataclass(frozen=True, slots=True)
class Discipline:
    """`code`: the nearest first-level field of GB/T 13745, written from memory of the standard
    (verify)."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Placed:
    """A discipline with its share of the whole, ×10⁴."""

    discipline: Discipline
    share: int


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """`terms` finds their numbers; `told` (terms, disciplines) is what each tells. The same for the
    sorted `pairs` of characters and `pairs_told`."""

    disciplines: tuple[Discipline, ...]
    terms: Any
    told: Floats
    pairs: Keys
    pairs_told: Floats


def disciplines(text: str, most: int = 3) -> tuple[Placed, ...]:
    """The disciplines a text speaks of, the first most; none of a text that says too little."""
    row = places([text])
    if (row.data**2).sum() < 0.25:
        return ()
    share = row.data / row.data.sum()
    best = np.argsort(-share, kind="stable")[:most]
    named = vocabulary().disciplines
    return tuple(Placed(named[row.indices[n]], round(float(share[n]) * 10_000)) for n in best)


def places(texts: Sequence[str]) -> csr_array:
    """(texts, disciplines) float32: rows of length nought (not placed) to one."""
    parts = [_places(texts[i : i + _BATCH]) for i in range(0, len(texts), _BATCH)]
    if not parts:
        return csr_array((0, len(vocabulary().disciplines)), dtype=np.float32)
    return csr_array(vstack(parts, format="csr"))


def _places(texts: Sequence[str]) -> csr_array:
    known = vocabulary()
    evidence = _terms(texts, known) @ known.told + PAIRS * (_pairs(texts, known) @ known.pairs_told)
    length = np.sqrt((evidence**2).sum(axis=1, keepdims=True))
    placed = length**STEEP / (length**STEEP + ENOUGH**STEEP) * (length > ENOUGH / 2)
    order = np.argsort(-evidence, axis=1, kind="stable")[:, :NAMED]
    kept = np.zeros_like(evidence)
    np.put_along_axis(kept, order, np.take_along_axis(evidence, order, axis=1), axis=1)
    kept /= np.maximum(np.sqrt((kept**2).sum(axis=1, keepdims=True)), 1e-9)
    return csr_array((kept * placed).astype(np.float32))


def _terms(texts: Sequence[str], known: Vocabulary) -> csr_array:
    """(texts, terms): 1 + ln of how often each stands there, inside longer ones too."""
    found = [(n, term) for n, text in enumerate(texts)
             for _, term in known.terms.iter(folded(text).text)]  # fmt: skip
    row, column = np.array(found, dtype=np.int64).reshape(-1, 2).T
    return _sublinear(row, column, (len(texts), len(known.told)))


def _pairs(texts: Sequence[str], known: Vocabulary) -> csr_array:
    codes, row = joined(texts)
    keys = pair_keys(codes)
    at = np.minimum(np.searchsorted(known.pairs, keys), len(known.pairs) - 1)
    there = known.pairs[at] == keys
    return _sublinear(row[:-1][there], at[there], (len(texts), len(known.pairs)))


def _sublinear(
    row: NDArray[np.int64], column: NDArray[np.int64], shape: tuple[int, int]
) -> csr_array:
    counts = csr_array((np.ones(len(row)), (row, column)), shape=shape)
    counts.sum_duplicates()
    counts.data = 1 + np.log(counts.data)
    return counts


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """The shipped one."""
    lists = list(_lists())
    holders: dict[str, list[int]] = {}
    for n, (_, words) in enumerate(lists):
        for term in words:
            holders.setdefault(term, []).append(n)
    terms, size = sorted(holders), len(lists)
    told = np.zeros((len(terms), size))
    finder = ahocorasick.Automaton()
    for n, term in enumerate(terms):
        finder.add_word(term, n)
        told[n, holders[term]] = np.log(size / len(holders[term]))
    finder.make_automaton()
    return Vocabulary(tuple(one for one, _ in lists), finder, told, *_pairs_told(holders, size))


def _pairs_told(holders: dict[str, list[int]], size: int) -> tuple[Keys, Floats]:
    """Each pair's shares among the disciplines times what these differ from equal ones (relative
    entropy); one occurrence spread over all is added."""
    counted: Counter[tuple[int, int]] = Counter()
    for term, where in holders.items():
        for key in pair_keys(joined([term])[0])[: len(term) - 1].tolist():
            counted.update((key, n) for n in where)
    keys = np.array(sorted({key for key, _ in counted}), dtype=np.uint64)
    row = np.searchsorted(keys, np.array([key for key, _ in counted], dtype=np.uint64))
    there = (list(counted.values()), (row, [n for _, n in counted]))
    table = csr_array(there, shape=(len(keys), size)).toarray() + 1 / size
    share = table / table.sum(axis=1, keepdims=True)
    return keys, share * (share * np.log(share * size)).sum(axis=1, keepdims=True)


def _lists() -> Iterator[tuple[Discipline, frozenset[str]]]:
    """Every discipline with its terms and its name. In a file a line in brackets, code and name,
    heads the lines of its terms."""
    for name in FILES:
        text = (resources.files(__package__) / "vocabulary" / f"{name}.txt").read_text("utf-8")
        for block in text.split("\n[")[1:]:
            head, _, terms = block.partition("]")
            code, title = head.split()
            words = (title, *terms.split())
            yield Discipline(code, title), frozenset(folded(word).text for word in words)
