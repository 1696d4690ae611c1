"""Rules that are no tree: kept where they can be, named where they cannot."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest

from jiebang.engine.matching import (
    Cover,
    Infeasible,
    Instance,
    Shortage,
    Sided,
    Sides,
    broken,
    mutual,
    solve_with,
    verify,
)
from tests.matchings import round_of


def square(n: int, m: int, fit: list[int], **other: Any) -> Instance:
    return Instance.build(
        item=np.repeat(np.arange(n), m), candidate=np.tile(np.arange(m), n), fit=fit,
        items=n, candidates=m, **({"seats": 2, "load": n} | other),
    )  # fmt: skip


def sided(p: Instance, sides: Sides) -> Sided:
    found = solve_with(p, sides)
    assert not isinstance(found, Infeasible)
    assert list(broken(p, found.answer.flow)) == []
    assert found.answer.objective <= found.bound
    return found


def test_people_who_must_stay_apart_do_not_meet_and_the_cheaper_one_goes():
    p = square(1, 3, [9, 8, 5])
    found = sided(p, Sides(left=np.array([0]), right=np.array([1])))
    assert found.answer.flow.tolist() == [1, 0, 1]
    assert (found.answer.objective, found.bound, found.shortages) == (14, 17, ())
    assert verify(found.instance, found.answer) == ()


def test_they_do_not_meet_in_any_outcome_of_a_draw():
    p = round_of(8)
    left, right = np.arange(0, 20), np.arange(20, 40)
    found = sided(p, Sides(left=left, right=right))
    table = np.zeros((p.items, p.candidates), np.int64)
    table[p.item, p.candidate] = found.answer.flow
    assert not ((table[:, left] > 0) & (table[:, right] > 0)).any()
    assert found.shortages == ()
    assert verify(found.instance, found.answer) == ()


def test_where_they_must_meet_the_panel_is_named():
    p = square(2, 2, [9, 8, 5, 4], item_names=("A", "B"), candidate_names=("x", "y"))
    found = sided(p, Sides(left=np.array([0]), right=np.array([1])))
    assert found.shortages == (
        Shortage("A", "apart", 1, ("x", "y")),
        Shortage("B", "apart", 1, ("x", "y")),
    )


def test_two_parties_do_not_judge_each_other():
    p = square(2, 3, [9, 9, 1, 9, 9, 1], seats=1)
    first, second = mutual(p, np.array([0, 1]), np.array([0, 1]))
    assert (first.tolist(), second.tolist()) == ([1], [3])
    forced = square(2, 3, [0, 9, 1, 9, 0, 1], seats=1)
    found = sided(forced, Sides(first=first, second=second))
    assert found.answer.objective == 10
    assert found.shortages == ()


def test_a_panel_gets_somebody_of_each_field_it_needs():
    p = square(2, 4, [9, 8, 2, 1, 9, 8, 2, 1])
    members = np.array([False, False, True, True])
    found = sided(p, Sides(cover=(Cover("finance", members, np.array([1, 0])),)))
    assert found.answer.flow.tolist() == [1, 0, 1, 0, 1, 1, 0, 0]
    assert found.shortages == ()


def test_a_field_without_enough_people_is_named_with_its_items():
    p = square(3, 4, [9, 8, 7, 1] * 3, load=[3, 3, 3, 2], item_names=("A", "B", "C"))
    members = np.array([False, False, False, True])
    found = sided(p, Sides(cover=(Cover("finance", members, np.array([1, 1, 1])),)))
    assert [(s.what, s.short) for s in found.shortages] == [("finance", 1)]


def test_cover_of_probabilities_is_refused():
    p = square(1, 3, [9, 8, 5], scale=2)
    with pytest.raises(ValueError, match="needs scale 1"):
        solve_with(p, Sides(cover=(Cover("f", np.ones(3, bool), np.array([1])),)))


def test_a_seat_that_cannot_be_filled_at_all_stays_infeasible():
    assert isinstance(solve_with(square(1, 1, [1]), Sides()), Infeasible)


def best_covered(p: Instance, cover: Cover) -> tuple[int, int]:
    """The fewest seats short and the best fit with them, by trying everything."""
    found = []
    for flow in product((0, 1), repeat=p.pairs):
        chosen = np.array(flow, np.int64)
        if not list(broken(p, chosen)):
            own = chosen * cover.members[p.candidate]
            held = np.bincount(p.item, weights=own, minlength=p.items)
            short = int(np.maximum(cover.least - held, 0).sum())
            found.append((-short, int(p.fit @ chosen)))
    return max(found)


def test_cover_with_all_panels_stuck_is_as_good_as_can_be():
    for number in range(12):
        dice = np.random.default_rng(number)
        p = square(3, 4, dice.integers(0, 99, 12).tolist(), load=2)
        cover = Cover("f", np.arange(4) >= 3, np.ones(3, np.int64))
        found = sided(p, Sides(cover=(cover,)))
        short = sum(s.short for s in found.shortages)
        best_short, best_fit = best_covered(p, cover)
        assert (number, -short) == (number, best_short)
        assert found.answer.objective <= best_fit
