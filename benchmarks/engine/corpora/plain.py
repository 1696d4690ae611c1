"""The plain form of the figures that were shown for Chinese: characters one to three at a time."""

from __future__ import annotations

from collections.abc import Sequence

from scipy.sparse import csr_array


def plain_rows(texts: Sequence[str]) -> csr_array:
    """(texts, terms) TF-IDF of length one, sublinear."""
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415 -- slow to load

    vectors = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), sublinear_tf=True)
    return csr_array(vectors.fit_transform(texts))
