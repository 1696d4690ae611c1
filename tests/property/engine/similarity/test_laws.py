"""Laws of fit and of candidates."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from jiebang.engine.similarity import (
    Document,
    Item,
    Profile,
    Setting,
    candidates,
    explain,
    field_nearness,
    fits,
)

TEXTS = st.text("超临界流体萃取光刻机 的，abcAB", max_size=30)
CODES = st.lists(st.sampled_from(("520", "520.20", "520.2010", "510", "110.1")), max_size=2)
WORDS = st.lists(st.sampled_from(("光刻", "光刻机", "萃取", "")), max_size=2)
PAPERS = st.lists(
    st.builds(Document, TEXTS, TEXTS, st.none() | st.integers(1980, 2030)), max_size=3
)
PROFILES = st.lists(
    st.builds(Profile, st.just("p"), PAPERS.map(tuple), CODES.map(tuple), WORDS.map(tuple)),
    max_size=3,
)
ITEMS = st.lists(
    st.builds(Item, st.just("i"), TEXTS, TEXTS, CODES.map(tuple), WORDS.map(tuple)), max_size=3
)


@settings(max_examples=60, deadline=None)
@given(ITEMS, PROFILES)
def test_every_fit_lies_in_its_bounds_and_its_reasons_add_up(items, profiles):
    found = fits(items, profiles, Setting(year=2026))
    assert found.table().shape == (len(items), len(profiles))
    assert ((found.fit >= 0) & (found.fit <= 10_000)).all()
    for row, column, fit in zip(found.row, found.column, found.fit, strict=True):
        why = explain(found, int(row), int(column))
        assert sum(part.points for part in why.parts) == fit
        assert sum(term.share for term in why.terms) <= 10_010


@settings(max_examples=60, deadline=None)
@given(ITEMS, PROFILES, st.randoms(use_true_random=False))
def test_the_order_of_the_profiles_does_not_matter(items, profiles, shuffled):
    order = list(range(len(profiles)))
    shuffled.shuffle(order)
    one = fits(items, profiles, Setting(year=2026)).table()
    other = fits(items, [profiles[i] for i in order], Setting(year=2026)).table()
    assert np.abs(one[:, order] - other).max(initial=0) <= 1


@given(*[st.sampled_from(("520", "520.20", "520.2010", "510.1", "", "X"))] * 2)
def test_nearness_of_fields_is_symmetric_and_one_only_for_the_same(one, other):
    assert field_nearness(one, other) == field_nearness(other, one)
    assert (field_nearness(one, other) == 1) == (one == other != "")


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 8), st.integers(0, 6), st.integers(0, 3))
def test_candidates_are_those_of_the_full_table(seed, k, least, least_pool):
    dice = np.random.default_rng(seed)
    items, pool = (dice.integers(0, 3, (n, 4)).astype(np.float32) for n in (5, 7))
    barred = dice.random((5, 7)) < 0.3
    full = items @ pool.T
    found = candidates(
        csr_array(items), csr_array(pool), k,
        forbidden=csr_array(barred), least=least, least_pool=least_pool,
    )  # fmt: skip
    table = found.pairs.toarray()
    assert ((table == 0) | ((table == full) & ~barred)).all()
    allowed = (full > 0) & ~barred
    got = (table > 0).sum(axis=1)
    assert (got >= np.minimum(least, allowed.sum(axis=1))).all()
    assert ((table > 0).sum(axis=0) >= np.minimum(least_pool, allowed.sum(axis=0))).all()
    for row in range(5):
        worst = np.sort(full[row])[-min(k, 7)]
        assert (table[row][allowed[row] & (full[row] > worst)] > 0).all()
