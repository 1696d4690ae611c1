"""Large rows of pairs, which are worked through part by part, and the text they are read from."""

from __future__ import annotations

import numpy as np
import pytest

from jiebang.engine.matching import (
    DenseError,
    Infeasible,
    Instance,
    Level,
    Marginals,
    Prices,
    pair_prices,
    perturbed,
    read_dense,
    solve,
    verify,
)
from jiebang.engine.matching.certificate import bound
from jiebang.engine.matching.flow import best_of_each

ITEMS, CANDIDATES = 300, 700


def large(**rules: object) -> Instance:
    """More pairs than a part holds; only the last panels are short of seats outside one unit."""
    dice = np.random.default_rng(3)
    unit = np.where(np.arange(CANDIDATES) < 600, 0, -1)
    zeros, ones = np.zeros(20, np.int64), np.ones(20, np.int64)
    level = Level("unit", unit, None, override_item=np.arange(280, ITEMS),
                  override_group=zeros, override_limit=ones)  # fmt: skip
    return Instance.build(
        seats=3, load=6, items=ITEMS, candidates=CANDIDATES,
        item=np.repeat(np.arange(ITEMS), CANDIDATES),
        candidate=np.tile(np.arange(CANDIDATES), ITEMS),
        fit=dice.integers(0, 10_000, ITEMS * CANDIDATES), levels=[level], **rules,  # type: ignore[arg-type]
    )  # fmt: skip


@pytest.mark.parametrize(
    "p", [large(), large(scale=10, cap=9, objective=perturbed("0.2", 10))], ids=["flat", "bent"]
)
def test_parts_add_up_to_the_whole(p: Instance) -> None:
    parts = list(p.parts())
    assert len(parts) > 3
    assert [part.start for part in parts] == [0, *(part.stop for part in parts[:-1])]
    assert parts[-1].stop == p.pairs
    answer = solve(p)
    assert isinstance(answer, Marginals)
    assert answer.prices is not None
    (rows,) = answer.prices.groups
    assert rows.item.min() >= 280
    assert verify(p, answer) == ()
    whole = pair_prices(p, answer.prices)
    assert [pair_prices(p, answer.prices, part).tolist() for part in parts] == [
        whole[part].tolist() for part in parts]  # fmt: skip
    dearer = Prices(answer.prices.item + 1, answer.prices.candidate, answer.prices.groups)
    assert bound(p, dearer) > bound(p, answer.prices) == answer.objective


def test_no_part_at_all_is_no_seat() -> None:
    none = Instance.build(seats=1, load=1, items=1, candidates=1, item=np.zeros(0, np.int64),
                          candidate=np.zeros(0, np.int64), fit=np.zeros(0, np.int64))  # fmt: skip
    assert list(none.parts()) == []
    assert isinstance(solve(none), Infeasible)


@pytest.mark.parametrize("levels", [2, 5, 2**40], ids=["bids", "few", "wide"])
def test_the_best_of_each_are_as_many_as_wanted_and_none_better_stays_out(levels: int) -> None:
    dice = np.random.default_rng(levels % 97)
    held = dice.integers(0, 60, 50)
    item = np.repeat(np.arange(50), held)
    fit = dice.integers(-levels, levels, len(item))
    wanted = dice.integers(0, 50, 50)
    chosen = best_of_each(item, fit, wanted)
    assert np.bincount(item[chosen], minlength=50).tolist() == np.minimum(held, wanted).tolist()
    for one in range(50):
        of = item == one
        if (of & chosen).any() and (of & ~chosen).any():
            assert fit[of & chosen].min() >= fit[of & ~chosen].max()


def test_equal_pairs_are_not_the_same_ones_for_every_item() -> None:
    item = np.repeat(np.arange(40), 100)
    chosen = best_of_each(item, np.zeros(4000, np.int64), np.full(40, 10)).reshape(40, 100)
    assert (chosen.sum(1) == 10).all()
    assert (chosen.sum(0) > 0).all()


def test_a_dense_text_is_read_in_ten_thousandths() -> None:
    assert read_dense("2 3\n0.12345 1 -0.5\n\n 1e-3  0.00006 .25 \n").tolist() == [
        [1234, 10000, -5000], [10, 1, 2500]]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("2 x\n", "1:1: the numbers of items and of candidates are wanted"),
        ("2 2\n1 1\n", "2:1: 1 rows of 2"),
        ("1 3\n0.5 1\n", "2:6: 2 numbers of 3"),
        ("1 2\n0.5 nan\n", "2:5: not a similarity: 'nan'"),
        ("1 2\n-inf 1\n", "2:1: not a similarity: '-inf'"),
        ("1 2\n0.5 214748.3648\n", "2:5: not a similarity: '214748.3648'"),
        ("2 2\n1 1\n1 1,5\n", "3:3: not a similarity: '1,5'"),
    ],
)
def test_what_is_no_dense_text_is_refused_with_its_place(text: str, says: str) -> None:
    with pytest.raises(DenseError) as refused:
        read_dense(text)
    assert str(refused.value) == says
