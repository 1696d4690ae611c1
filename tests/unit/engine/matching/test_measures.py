"""Figures of an answer, and the trade of fit for spread."""

from __future__ import annotations

from dataclasses import replace
from math import log

import numpy as np
import pytest

from jiebang.engine.matching import (
    LINEAR,
    Instance,
    Marginals,
    measures,
    smooth,
    solve,
    verify,
    widest,
    with_reserves,
)
from tests.matchings import round_of


def test_the_figures_of_two_panels_can_be_counted_by_hand():
    p = Instance.build(
        seats=[1, 2], load=2, item=[0, 0, 1, 1], candidate=[0, 1, 0, 1], fit=[10, 20, 8, 4],
        scale=2, item_names=("first", "second"), candidates=2,
    )  # fmt: skip
    found = measures(p, np.array([1, 1, 2, 2]))
    assert (found.fit, found.worst, found.worst_item) == (27.0, 12.0, "second")
    assert (found.squares, found.likeliest, found.support) == (2.5, 1.0, 4)
    assert found.entropy == pytest.approx(log(2))


def best(p: Instance) -> Marginals:
    answer = solve(p)
    assert isinstance(answer, Marginals)
    return answer


def test_the_widest_spread_keeps_its_fit_and_is_proved():
    p = round_of(5)
    most = best(p).objective
    bent, answer = widest(p, most * 97 // 100)
    assert verify(bent, answer) == ()
    assert LINEAR.value(p.fit, answer.flow) >= most * 97 // 100
    assert measures(p, answer.flow).squares < measures(p, best(p).flow).squares


def test_a_little_entropy_brings_more_pairs_in_at_nearly_the_least_squares():
    p = round_of(5)
    even = replace(p, objective=smooth(9000, p.scale))
    fit = LINEAR.value(p.fit, best(even).flow)
    bent, answer = widest(p, fit)
    plain, found = measures(p, best(even).flow), measures(bent, answer.flow)
    assert found.entropy > plain.entropy
    assert found.squares < 1.01 * plain.squares


def test_a_fit_out_of_reach_is_refused():
    p = round_of(5)
    with pytest.raises(ValueError, match="no spread keeps"):
        widest(p, best(p).objective + 1)


def test_reserves_are_seats_under_the_same_limits():
    p = with_reserves(round_of(6), 2)
    answer = best(p)
    assert p.seats.tolist() == [5] * p.items
    assert verify(p, answer) == ()
    with pytest.raises(ValueError, match="reserves: -1 is below 0"):
        with_reserves(p, -1)


def test_more_seats_never_lower_the_best_fit():
    p = round_of(7)
    values = [best(replace(p, seats=np.full(p.items, k))).objective for k in range(4)]
    assert values == sorted(values)
