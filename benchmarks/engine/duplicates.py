"""Copied passages: found how surely, how exactly, how fast; form text must raise no alarm."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

import numpy as np
from corpora.copying import Copying, Pair, Span
from corpora.csl import records
from corpora.mixing import invented
from harness import Row

from jiebang.engine.duplicates import Comparison, DuplicateIndex, grams, symbols, winnowed

SEED = 20260702
NEGATIVES, POSITIVES = 1000, 300
FALSE = 0.005
Score = Callable[[Pair], float]


def rows() -> Iterator[Row]:
    found = records()
    texts = [r.abstract for r in found] or invented(1000, np.random.default_rng(SEED))
    topics = [r.category for r in found] or [str(n % 20) for n in range(1000)]
    named = "CSL" if found else "invented texts"
    yield from detection(Copying(texts, topics), _index(texts), named)
    yield from speed(texts)
    yield from forms(texts)


def detection(copying: Copying, index: DuplicateIndex, named: str) -> Iterator[Row]:
    """The limit is set on same-topic pairs, so that one in 200 of them is an alarm."""
    nothing = [copying.pair(0, 0, SEED + n) for n in range(NEGATIVES)]
    methods: dict[str, Score] = {
        "ours": lambda pair: found.score if (found := _asked(index, pair)) else 0.0,
        "winnowing": _plain(_fingerprints), "5-grams": _plain(_fives),
    }  # fmt: skip
    limits = {name: float(np.quantile([score(p) for p in nothing], 1 - FALSE, method="higher"))
              for name, score in methods.items()}  # fmt: skip
    for edits in (0.10, 0.15):
        for share, bar in ((0.15, 0.97), (0.08, 0.90)):
            pairs = [copying.pair(share, edits, SEED + 5000 + n) for n in range(POSITIVES)]
            rate = {name: float(np.mean([score(p) > limits[name] for p in pairs]))
                    for name, score in methods.items()}  # fmt: skip
            what = f"{named}: {share:.0%} copied, {edits:.0%} of it edited"
            others = ", ".join(f"{rate[name]:.3f} {name}" for name in ("winnowing", "5-grams"))
            yield Row(
                f"{what}: found at 0.5 % false", f"{rate['ours']:.3f}",
                f"our plain forms: {others}", f">= {bar:.2f}", rate["ours"] >= bar,
            )  # fmt: skip
            overlap = float(np.mean([_overlap(index, pair) for pair in pairs]))
            yield Row("    overlap of the spans, both sides", f"{overlap:.3f}", "", ">= .90",
                      overlap >= 0.90)  # fmt: skip


def speed(texts: Sequence[str]) -> Iterator[Row]:
    """Texts of some thousand characters, in the processor's own seconds."""
    many = ["".join(texts[n : n + 20]) for n in range(0, len(texts), 20)] * 10
    start = time.process_time()
    for text in many:
        winnowed(grams(symbols(text).codes, 6), 4)
    rate = sum(map(len, many)) / (time.process_time() - start) / 1e6
    yield Row("fingerprints, a core", f"{rate:.1f} M characters/s", "", ">= 5", rate >= 5)


def forms(texts: Sequence[str]) -> Iterator[Row]:
    """200 texts that answer one form of about 600 characters, in groups of four and of twenty."""
    form = [texts[n] for n in range(3)]
    for size, given in ((4, True), (20, False)):
        index = DuplicateIndex()
        for n in range(200):
            body = "".join(part + texts[10 + 4 * n + k] for k, part in enumerate(form))
            index.add(str(n), body, f"call {n // size}")
        for part in form if given else ():
            index.add_template(part)
        alarms = sum(
            match.comparison.score >= 0.05
            for n in range(200)
            for match in index.matches(str(n))
            if n // size == int(match.id) // size
        )
        known = "template given" if given else "template unknown"
        yield Row(f"alarms among 200 filled forms, groups of {size}, {known}", f"{alarms}", "",
                  "0", alarms == 0)  # fmt: skip


def _index(texts: Sequence[str]) -> DuplicateIndex:
    """What a city holds already: it tells common phrases from rare ones."""
    index = DuplicateIndex()
    for n in range(0, len(texts) - 4, 5):
        index.add(f"old {n}", "".join(texts[n : n + 5]))
    return index


@lru_cache(maxsize=4 * POSITIVES)
def _asked(index: DuplicateIndex, pair: Pair) -> Comparison | None:
    """Of the copy with its source, the source being one document among the others."""
    index.add("source", pair.source)
    found = {match.id: match.comparison for match in index.query(pair.copy, most=250)}
    index.remove("source")
    return found.get("source")


def _overlap(index: DuplicateIndex, pair: Pair) -> float:
    """Intersection over union of the characters told and copied, mean of both sides."""
    found = _asked(index, pair)
    told = found.passages if found else ()
    sides = (
        (pair.copy, pair.in_copy, [(p.a_start, p.a_end) for p in told]),
        (pair.source, pair.in_source, [(p.b_start, p.b_end) for p in told]),
    )
    return float(np.mean([_shared(len(text), true, ours) for text, true, ours in sides]))


def _shared(size: int, true: Sequence[Span], ours: Sequence[Span]) -> float:
    marks = np.zeros((2, size), dtype=bool)
    for row, spans in enumerate((true, ours)):
        for start, end in spans:
            marks[row, start:end] = True
    return float(marks.all(axis=0).sum() / max(1, marks.any(axis=0).sum()))


def _plain(parts: Callable[[str], set[object]]) -> Score:
    """Containment of sets in the smaller one."""

    def score(pair: Pair) -> float:
        one, other = parts(pair.source), parts(pair.copy)
        return len(one & other) / max(1, min(len(one), len(other)))

    return score


def _fingerprints(text: str) -> set[object]:
    hashes = grams(symbols(text).codes, 6)
    return set(hashes[winnowed(hashes, 4)].tolist())


def _fives(text: str) -> set[object]:
    return {text[i : i + 5] for i in range(len(text) - 4)}
