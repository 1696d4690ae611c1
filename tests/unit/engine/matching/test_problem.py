"""What contradicts itself is refused by name; what does not is put in order."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from jiebang.engine.matching import (
    NO_LIMIT,
    Curve,
    Instance,
    Level,
    Pieces,
    Quadratic,
    own_group,
    perturbed,
    scattered,
    smooth,
)


def build(**other: Any) -> Instance:
    given: dict[str, Any] = {
        "seats": 1, "load": 2, "item": [0, 0, 1], "candidate": [0, 1, 1], "fit": [1, 2, 3],
        "item_names": ("甲", "乙"), "candidate_names": ("x", "y"), "scale": 2,
    }  # fmt: skip
    return Instance.build(**(given | other))


def test_pairs_are_sorted_with_what_belongs_to_them():
    p = build(item=[1, 0, 0], candidate=[1, 1, 0], fit=[3, 2, 1], cap=[2, 1, 0])
    assert p.item.tolist() == [0, 0, 1]
    assert p.candidate.tolist() == [0, 1, 1]
    assert p.fit.tolist() == [1, 2, 3]
    assert p.cap.tolist() == [0, 1, 2]


def test_one_number_stands_for_all():
    p = build()
    assert p.seats.tolist() == [1, 1]
    assert p.load.tolist() == [2, 2]
    assert p.least.tolist() == [0, 0]
    assert p.cap.tolist() == [2, 2, 2]


def test_arrays_cannot_be_written_to():
    with pytest.raises(ValueError, match="read-only"):
        build().fit[0] = 9


@pytest.mark.parametrize(
    ("other", "says"),
    [
        ({"fit": [0.5, 1, 1]}, "fit: whole numbers only, not float64"),
        ({"fit": [1, 2]}, "fit: shape (2,), one row of 3 wanted"),
        ({"candidate": [0, 1]}, "candidate: 2 entries for 3 pairs"),
        ({"item": [0, 0, 2]}, "pair 2: item 2 is outside 0 to 1"),
        ({"candidate": [0, -1, 1]}, "pair 0: candidate -1 is outside 0 to 1"),
        ({"candidate": [1, 1, 1]}, "甲 and y: the same pair twice"),
        ({"seats": [1, -1]}, "乙: seats -1 is outside 0 to 2147483647"),
        ({"load": [1, 2], "least": [2, 2]}, "x: least load 2 is above load 1"),
        ({"cap": [1, 3, 1]}, "甲 and y: cap 3 is outside 0 to 2"),
        ({"scale": 0}, "scale 0 is outside 1 to 1000000"),
        ({"fit": [1, 2**31, 1]}, "甲 and y: fit 2147483648 is outside 32 bits"),
        ({"item_names": ("甲",)}, "seats: shape"),
        ({"levels": [Level("unit", [0])]}, "unit: groups of 1 for 2 candidates"),
        (
            {"levels": [own_group("city", [0, 0], [0, 0, 0], 1)]},
            "city: a limit for item 2, which is outside 0 to 1",
        ),
    ],
)
def test_a_contradiction_is_refused_with_its_place(other: dict[str, Any], says: str):
    if "item_names" in other:
        other = {**other, "seats": [1, 1]}
    with pytest.raises(ValueError) as refused:  # noqa: PT011 -- the text is compared below
        build(**other)
    assert str(refused.value).startswith(says)


def test_negative_fits_have_no_place_on_a_curve():
    with pytest.raises(ValueError, match="甲 and x: a fit below 0"):
        build(fit=[-1, 2, 3], objective=perturbed("1/10", 2, 1))


def test_a_unit_in_two_cities_is_refused_by_both_names():
    levels = [
        Level("unit", [0, 0], 1, names=("研究所",)),
        Level("city", [0, 1], 2, names=("济南", "青岛")),
    ]
    with pytest.raises(ValueError) as refused:  # noqa: PT011 -- the text is compared below
        build(levels=levels)
    assert str(refused.value) == (
        "x and y share 研究所 but are in 济南 and 青岛: unit must lie inside city"
    )


def test_a_level_refuses_limits_below_nothing_and_two_for_one_panel():
    with pytest.raises(ValueError, match="unit: limit -1 is below 0"):
        Level("unit", [0], -1)
    with pytest.raises(ValueError, match="unit: two limits for item 0 and unit 0"):
        Level("unit", [0], 1, [0, 0], [0, 0], [1, 2])
    with pytest.raises(ValueError, match="unit: 1 names for 2 groups"):
        Level("unit", [0, 1], 1, names=("a",))


def test_an_items_own_city_has_its_own_limit():
    level = own_group("city", [0, 1, -1], [1, -1], most=0, limit=2)
    items, groups = np.array([0, 0, 1, 0]), np.array([0, 1, 1, -1])
    assert level.limits(items, groups).tolist() == [2, 0, 2, NO_LIMIT]


def test_perturbation_falls_piece_by_piece():
    assert perturbed("1/2", 10, 2) == Pieces((5, 5), (3, 1))
    with pytest.raises(ValueError, match="beta"):
        perturbed("3/5", 10, 2)
    with pytest.raises(ValueError, match="slopes of a curve fall"):
        Pieces((1, 1), (1, 2))


def test_the_smooth_objective_is_a_multiple_of_the_expected_quadratic():
    assert smooth(300, 10) == Quadratic(20, 300)
    fit, flow = np.array([5000]), np.array([4])
    expected = 2 * 10**2 * (5000 * 0.4 - 300 * 0.4**2 / 2)
    assert smooth(300, 10).value(fit, flow) == expected


def test_a_curve_takes_the_first_costs_off_and_buys_each_part_that_gains_more_than_it_costs():
    curve, fit, flow = Curve(2, (-3, 1, 9)), np.array([4, 4]), np.array([2, 3])
    assert curve.value(fit, flow) == 2 * 4 * 5 - (-3 + 1) - (-3 + 1 + 9)
    assert curve.best(fit, np.array([3, 1]), np.array([2, 2])) == (6 * 2 + 2) + (6 + 3)
    assert curve.average(fit, flow, 2).tolist() == [8 - 9, 8 - 9]
    assert curve.average(fit, np.array([0, 1]), 2).tolist() == [8 + 1, 8 - 5]


def test_without_a_tilt_the_scattered_objective_is_the_smooth_one():
    fit, flow = np.array([5000, 200]), np.array([4, 9])
    assert scattered(300, 10, 0).value(fit, flow) == smooth(300, 10).value(fit, flow)
    tilted, plain = (scattered(300, 10, tilt).costs for tilt in (0.1, 0))
    assert tilted[0] < 0 < plain[0]


@pytest.mark.parametrize(
    ("weight", "costs", "says"),
    [(-1, (1,), "a weight from 0"), (1, (), "what each part costs"), (1, (2, 1), "rise")],
)
def test_a_curve_that_is_none_is_refused(weight: int, costs: tuple[int, ...], says: str):
    with pytest.raises(ValueError, match=says):
        Curve(weight, costs)


def test_a_curve_covers_every_part_and_a_spread_has_a_bend():
    with pytest.raises(ValueError, match="costs of 1 parts for a scale of 2"):
        build(objective=Curve(1, (0,)))
    with pytest.raises(ValueError, match="a bend from 1"):
        scattered(0, 10)
