"""Fit of texts: quality on a public data set, a panel of a city, candidates of a country."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from corpora.csl import Record, records
from corpora.mixing import babbled, spliced
from corpora.plain import plain_rows
from corpora.zipf import rows_of_terms
from harness import Row, peak_mb, timed
from numpy.typing import NDArray
from scipy.sparse import csr_array, csr_matrix

from jiebang.engine.similarity import (
    Document,
    Item,
    Profile,
    Setting,
    asked_rows,
    candidates,
    explain,
    fits,
    fitted,
    looked_rows,
    pivoted_rows,
    places,
    unit_rows,
)

SEED = 20260701
DISTRACTORS = 100_000
SHARP = 4
"""Makes shares of labels from the margins of a classifier."""
PLAIN = "our plain form of char 1-3-gram TF-IDF"


def rows() -> Iterator[Row]:
    found = records()
    yield from scale()
    if found:
        yield from neighbours(found)
        yield from panel(found)
        yield from known_item(found)
    else:
        yield Row("CSL development set", "not here")
    yield Row("CMU gold standard of reviewers' expertise", "not here",
              "published: TF-IDF 0.236, SPECTER2+SciNCL 0.21", "loss <= 0.235")  # fmt: skip


def neighbours(found: Sequence[Record]) -> Iterator[Row]:
    """Of the five nearest texts, how many carry the label of the one asked about.

    Beside ours stand our terms without the disciplines, the plain form, and what a linear
    classifier reaches that was taught the labels of the other nine tenths: likeness of its scores
    for texts it has not seen."""
    abstracts = [one.abstract for one in found]
    whole = [f"{r.title}\n{r.abstract}\n{' '.join(r.keywords)}" for r in found]
    disciplines = [r.discipline for r in found]
    for texts, given in ((abstracts, "abstract"), (whole, "title, abstract, keywords")):
        _, raw = fitted(texts)
        terms, placed = unit_rows(raw), places(texts)
        asked, looked = asked_rows(raw, placed), looked_rows(raw, placed)
        ours, bare, plain, taught = (
            _precisions(*rows, disciplines)
            for rows in ((asked, looked), (terms, pivoted_rows(raw)), [plain_rows(texts)] * 2,
                         [_taught(terms, disciplines)] * 2)
        )  # fmt: skip
        yield Row(f"CSL P@5, same discipline of 67, {given}", f"{ours[-1]:.3f}",
                  f"{PLAIN} {plain[-1]:.3f}; published .352; labels taught {taught[-1]:.3f}",
                  ">= .40", ours[-1] >= 0.40)  # fmt: skip
        yield Row("    by terms alone, without the disciplines", f"{bare[-1]:.3f}")
        yield Row("    mean of P@1 to P@5", f"{ours.mean():.3f}",
                  f"{PLAIN} {plain.mean():.3f}; labels taught {taught.mean():.3f}")  # fmt: skip
        same = _precisions(asked, looked, [r.category for r in found])[-1]
        yield Row(f"CSL P@5, same category of 13, {given}", f"{same:.3f}", "",
                  ">= .40", same >= 0.40)  # fmt: skip


def known_item(found: Sequence[Record]) -> Iterator[Row]:
    """The abstract of a title, among texts mixed from the same corpus."""
    abstracts, titles = [r.abstract for r in found], [r.title for r in found]
    yield _first("CSL R@1, title to abstract, 1,000", abstracts, [], titles)
    dice = np.random.default_rng(SEED)
    yield _first(f"the same, {DISTRACTORS:,} distractors of mixed characters", abstracts,
                 babbled(abstracts, DISTRACTORS, dice), titles)  # fmt: skip
    yield _first(f"the same, {DISTRACTORS:,} of the same sentences, 100 times each", abstracts,
                 spliced(abstracts, DISTRACTORS, dice), titles)  # fmt: skip


def _first(what: str, texts: Sequence[str], more: Sequence[str], titles: Sequence[str]) -> Row:
    space, raw = fitted([*texts, *more], least=1)
    ours = _found_first(
        asked_rows(space.rows(titles), places(titles)), looked_rows(raw, places([*texts, *more]))
    )
    plain = _found_first(unit_rows(space.rows(titles)), unit_rows(raw))
    return Row(what, f"{ours:.3f}", f"cosine {plain:.3f}; published .97", ">= .97", ours >= 0.97)


def panel(found: Sequence[Record]) -> Iterator[Row]:
    """200 candidates of four documents each, 10 items, all pairs, with one explanation each."""
    papers = [Document(r.abstract, r.title, 2015 + n % 10) for n, r in enumerate(found)]
    people = [
        Profile(str(n), tuple(papers[4 * n : 4 * n + 4]), (), found[4 * n].keywords)
        for n in range(200)
    ]
    items = [Item(str(n), r.abstract, r.title, (), r.keywords) for n, r in enumerate(found[-10:])]
    fits(items[:1], people[:5], Setting(year=2026))
    seconds, table = timed(lambda: fits(items, people, Setting(year=2026)))
    yield Row("a panel: 200 candidates x 10 items, all fits", f"{seconds:.2f} s", "", "<= 1 s",
              seconds <= 1)  # fmt: skip
    best = table.table().argmax(axis=1)
    seconds, _ = timed(lambda: [explain(table, i, int(c)) for i, c in enumerate(best)])
    yield Row("reasons of one pair", f"{seconds * 100:.1f} ms")


def scale() -> Iterator[Row]:
    """The 200 nearest of 100,000 for each of 20,000, exactly."""
    items = rows_of_terms(20_000, SEED, asked=True)
    pool = rows_of_terms(100_000, SEED + 1)
    seconds, found = timed(lambda: candidates(items, pool, 200, threads=2))
    sample = np.arange(0, 20_000, 100)
    full = (items[sample] @ pool.T).toarray()
    worst = np.sort(full, axis=1)[:, -200]
    ends = found.pairs.indptr
    kept = [found.pairs.indices[ends[n] : ends[n + 1]] for n in sample]
    hits = [(row[k] >= low - 1e-6).sum() for row, k, low in zip(full, kept, worst, strict=True)]
    recall = float(np.mean(hits)) / 200
    yield Row("20,000 x 100,000, 200 nearest each, 2 threads", f"{seconds:.1f} s",
              "published: about 20 s", "<= 40 s", seconds <= 40)  # fmt: skip
    yield Row("recall of the 200 nearest, 200 items", f"{recall:.4f}", "full product", ">= .99",
              recall >= 0.99)  # fmt: skip
    yield Row("memory of that", f"{peak_mb():.0f} MB")


def _precisions(asked: csr_array, looked: csr_array, labels: Sequence[str]) -> NDArray[np.float64]:
    """(5): P@1 to P@5, every text asked about in turn."""
    likeness = (asked @ looked.T).toarray()
    np.fill_diagonal(likeness, -1)
    label = np.array(labels)
    nearest = np.argsort(-likeness, axis=1, kind="stable")[:, :5]
    right = (label[nearest] == label[:, None]).mean(axis=0)
    return np.asarray(np.cumsum(right) / np.arange(1, 6))


def _taught(rows: csr_array, labels: Sequence[str], folds: int = 10) -> csr_array:
    """(texts, labels) of length one: roots of what a linear classifier gives each label, for the
    tenth of the texts that was kept from it."""
    from sklearn.svm import LinearSVC  # noqa: PLC0415 -- slow to load

    given, columns = csr_matrix(rows), {name: n for n, name in enumerate(sorted(set(labels)))}
    given.indices, given.indptr = (x.astype(np.int32) for x in (given.indices, given.indptr))
    label, fold = np.array(labels), np.arange(len(labels)) % folds
    found = np.zeros((len(labels), len(columns)))
    for n in range(folds):
        model = LinearSVC(random_state=SEED).fit(given[fold != n], label[fold != n])
        scores = np.exp(SHARP * model.decision_function(given[fold == n]))
        found[np.ix_(fold == n, [columns[name] for name in model.classes_])] = scores
    return csr_array(np.sqrt(found / found.sum(axis=1, keepdims=True)))


def _found_first(asked: csr_array, looked: csr_array) -> float:
    """Share of the rows of `asked` whose own row of `looked` alone is nearest."""
    product = (asked @ looked.T).tocsr()
    hits = 0
    for n in range(asked.shape[0]):
        value = product.data[product.indptr[n] : product.indptr[n + 1]]
        column = product.indices[product.indptr[n] : product.indptr[n + 1]]
        own: NDArray[np.float32] = value[column == n]
        hits += bool(own.size) and int((value >= own[0]).sum()) == 1
    return hits / asked.shape[0]
