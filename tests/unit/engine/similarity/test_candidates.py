"""The nearest of many, with exclusions."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_array

from jiebang.engine.similarity import candidates

ITEMS = csr_array(np.array([[1, 0, 0], [0, 1, 0], [0, 0, 0]], dtype=np.float32))
POOL = csr_array(
    np.array([[0.9, 0.1, 0], [0.5, 0, 0.5], [0.4, 0.2, 0], [0.5, 0, 0], [0, 0, 1]], np.float32)
)


def columns(found) -> list[list[int]]:
    pairs = found.pairs
    return [
        pairs.indices[a:b].tolist() for a, b in zip(pairs.indptr, pairs.indptr[1:], strict=False)
    ]


def test_the_k_nearest_come_from_the_best_down_and_of_equals_the_first():
    assert columns(candidates(ITEMS, POOL, 3)) == [[0, 1, 3], [2, 0], []]


def test_k_grows_where_exclusions_leave_too_few():
    barred = csr_array(np.array([[1, 1, 0, 0, 0], [0] * 5, [0] * 5]))
    assert columns(candidates(ITEMS, POOL, 2, forbidden=barred)) == [[], [2, 0], []]
    found = candidates(ITEMS, POOL, 2, forbidden=barred, least=2)
    assert columns(found) == [[3, 2], [2, 0], []]
    assert found.short_items == (2,)


def test_everybody_of_the_pool_gets_an_item_where_there_is_one():
    found = candidates(ITEMS, POOL, 1, least_pool=1)
    assert columns(found) == [[0, 1, 3], [2], []]
    assert found.short_pool == (4,)
    barred = csr_array(np.array([[0, 1, 0, 0, 0], [0] * 5, [0] * 5]))
    found = candidates(ITEMS, POOL, 1, forbidden=barred, least_pool=1)
    assert columns(found) == [[0, 3], [2], []]
    assert found.short_pool == (1, 4)


def test_what_does_not_fit_together_is_refused():
    with pytest.raises(ValueError, match="same terms"):
        candidates(ITEMS, POOL[:, :2], 1)
    with pytest.raises(ValueError, match="k starts at 1"):
        candidates(ITEMS, POOL, 0)
    assert candidates(ITEMS[:0], POOL, 1).pairs.shape == (0, 5)


def test_a_sample_of_the_pool_saves_work_and_changes_nothing(monkeypatch):
    dice = np.random.default_rng(7)
    items, pool = (csr_array(dice.random((n, 40), np.float32) ** 8) for n in (30, 400))
    pool.data[: 40 * 200] /= 50
    expected = candidates(items, pool, 20).pairs
    monkeypatch.setattr("jiebang.engine.similarity.nearest.LARGE", 100)
    found = candidates(items, pool, 20).pairs
    assert found.indices.tolist() == expected.indices.tolist()
    assert found.indptr.tolist() == expected.indptr.tolist()
    assert found.data == pytest.approx(expected.data, rel=1e-5)
