"""The best pairs among very many, exactly, without the full table of products.

Sparse products that keep the K largest of each row (sparse_dot_topn). Where exclusions leave a row
or a column with too few pairs, K grows for these alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, csr_matrix, vstack

LARGE, SAMPLE = 20_000, 16
"""From so large a pool on, one in SAMPLE of it is looked through first."""
TINY = np.float32(1e-20)
GROWTH = 4
"""By how much K grows each time."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """`pairs` (items, pool) float32: cosines of the pairs kept, each row from the best down.

    `short_items`, `short_pool`: rows and columns that stay below what was asked for because no
    other allowed pair has anything in common.
    """

    pairs: csr_array
    short_items: tuple[int, ...] = ()
    short_pool: tuple[int, ...] = ()


def candidates(
    items: csr_array,
    pool: csr_array,
    k: int,
    *,
    forbidden: csr_array | None = None,
    least: int = 0,
    least_pool: int = 0,
    threads: int = 1,
) -> Candidates:
    """The `k` nearest of `pool` (m, terms) for every row of `items` (n, terms), by dot product.

    `forbidden` (n, m): pairs that must not appear, any value but 0. `least`: allowed pairs every
    item needs; `least_pool`: every member of the pool. ValueError for k below 1 or other widths.
    """
    if k < 1 or items.shape[1] != pool.shape[1]:
        raise ValueError("k starts at 1, and both sides need the same terms")
    pairs = _grown(items, pool, k, forbidden, least, threads)
    if least_pool:
        few = np.flatnonzero(np.bincount(pairs.indices, minlength=pool.shape[0]) < least_pool)
        barred = None if forbidden is None else csr_array(forbidden.T)[few]
        extra = _grown(pool[few], items, least_pool, barred, least_pool, threads).tocoo()
        there = (extra.data, (extra.col, few[extra.row]))
        pairs = pairs.maximum(csr_array(there, shape=pairs.shape, dtype=np.float32)).tocsr()
    found = _ordered(pairs)
    filled = np.bincount(found.indices, minlength=pool.shape[0])
    return Candidates(
        found,
        tuple(map(int, np.flatnonzero(np.diff(found.indptr) < least))),
        tuple(map(int, np.flatnonzero(filled < least_pool))),
    )


def _grown(
    items: csr_array, pool: csr_array, k: int, forbidden: csr_array | None, least: int, threads: int
) -> csr_array:
    """The k best allowed pairs of each row; rows below `least` are asked again with a larger k."""
    other = csr_matrix(pool.T)
    rows = np.arange(items.shape[0])
    kept: list[tuple[NDArray[Any], NDArray[Any], NDArray[Any]]] = []
    while rows.size:
        barred = None if forbidden is None else forbidden[rows]
        found = _without(_top(items[rows], other, k, threads), barred)
        again = (np.diff(found.indptr) < least) & (k < pool.shape[0])
        chosen = found[np.flatnonzero(~again)].tocoo()
        kept.append((rows[~again][chosen.row], chosen.col, chosen.data))
        rows, k = rows[again], min(k * GROWTH, pool.shape[0])
    if not kept:
        return csr_array((items.shape[0], pool.shape[0]), dtype=np.float32)
    row, col, data = (np.concatenate(part) for part in zip(*kept, strict=True))
    shape = (items.shape[0], pool.shape[0])
    return csr_array((data, (row, col)), shape=shape, dtype=np.float32)


def _top(items: csr_array, other: csr_matrix, k: int, threads: int) -> csr_array:
    """The k largest products of each row. In a large pool a sample tells how large they will be,
    so that most products are never ranked; rows for which it told too much are done again without,
    so that the result is exact."""
    from sparse_dot_topn import sp_matmul_topn  # noqa: PLC0415 -- wanted at scale only

    given = csr_matrix(items)
    if other.shape[1] < LARGE or k < SAMPLE:
        return csr_array(sp_matmul_topn(given, other, top_n=k, n_threads=threads))
    rank = int(k / SAMPLE + 3 * (k / SAMPLE) ** 0.5) + 1
    part = csr_matrix(other[:, ::SAMPLE])
    low = _least(sp_matmul_topn(given, part, top_n=rank, n_threads=threads), rank)
    given.data = given.data / np.repeat(low, np.diff(given.indptr))
    found = sp_matmul_topn(given, other, top_n=k, threshold=1.0, n_threads=threads)
    found.data *= np.repeat(low, np.diff(found.indptr))
    again = (np.diff(found.indptr) < k) & (low > TINY)
    if not again.any():
        return csr_array(found)
    rest = sp_matmul_topn(csr_matrix(items[again]), other, top_n=k, n_threads=threads)
    order = np.argsort(np.concatenate((np.flatnonzero(~again), np.flatnonzero(again))))
    return csr_array(vstack([csr_array(found)[~again], csr_array(rest)], format="csr"))[order]


def _least(found: csr_matrix, rank: int) -> NDArray[np.float32]:
    """The smallest product of each row that has `rank` of them, next to nothing for others."""
    low = np.full(found.shape[0], TINY, dtype=np.float32)
    full = np.flatnonzero(np.diff(found.indptr) == rank)
    if full.size:
        table = found.data[found.indptr[full][:, None] + np.arange(rank)]
        low[full] = np.maximum(table.min(axis=1), TINY)
    return low


def _without(pairs: csr_array, forbidden: csr_array | None) -> csr_array:
    if forbidden is None or not forbidden.nnz:
        return pairs
    barred = csr_array(forbidden != 0, dtype=np.float32)
    left = csr_array(pairs - pairs.multiply(barred))
    left.eliminate_zeros()
    return left


def _ordered(pairs: csr_array) -> csr_array:
    """Each row from the largest value down; of equals the lower column first."""
    rows = np.repeat(np.arange(pairs.shape[0]), np.diff(pairs.indptr))
    order = np.lexsort((pairs.indices, -pairs.data, rows))
    return csr_array((pairs.data[order], pairs.indices[order], pairs.indptr), shape=pairs.shape)
