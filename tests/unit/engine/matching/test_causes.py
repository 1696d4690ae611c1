"""Why seats stay empty: who lacks what, and how much."""

from __future__ import annotations

from typing import Any

import pytest

from jiebang.engine.matching import (
    Cause,
    Infeasible,
    Instance,
    Level,
    infeasible,
    solve,
)


def problem(eligible: dict[str, str], **other: Any) -> Instance:
    """Items by letter, each with the letters of its candidates."""
    candidates = sorted(set("".join(eligible.values())))
    pairs = [(i, candidates.index(c)) for i, own in enumerate(eligible.values()) for c in own]
    return Instance.build(
        item=[i for i, _ in pairs], candidate=[c for _, c in pairs], fit=[1] * len(pairs),
        item_names=tuple(eligible), candidate_names=tuple(candidates),
        **({"seats": 2, "load": 1} | other),
    )  # fmt: skip


def causes(p: Instance) -> tuple[Cause, ...]:
    answer = solve(p)
    assert isinstance(answer, Infeasible)
    assert answer == infeasible(p)
    return answer.causes


def test_an_item_with_too_few_candidates_is_named_alone():
    p = problem({"A": "x", "B": "uvw", "C": "stq"})
    assert causes(p) == (Cause("pairs", ("A",), 2, 1),)


def test_an_item_whose_limits_are_too_tight_names_the_layer():
    p = problem({"A": "xyz", "B": "uvw"}, levels=[Level("unit", [0, 1, 2, 3, 3, 3], 1)])
    assert causes(p) == (Cause("groups", ("A",), 2, 1, ("unit",)),)


def test_items_that_share_too_few_candidates_are_named_together_and_no_others():
    p = problem({"A": "xyz", "B": "xyz", "C": "uvw", "D": "uq"})
    assert causes(p) == (Cause("load", ("A", "B"), 4, 3, (), ("x", "y", "z"), 3),)


def test_two_unconnected_shortages_are_two_causes():
    p = problem({"A": "x", "B": "uvw", "C": "uvw"})
    found = causes(p)
    assert [(c.kind, c.items, c.short) for c in found] == [
        ("pairs", ("A",), 1),
        ("load", ("B", "C"), 1),
    ]


def test_a_cap_on_probability_is_named():
    p = problem({"A": "xyz"}, scale=10, cap=5)
    assert causes(p) == (Cause("pairs", ("A",), 20, 15, ("cap",), scale=10),)


def test_a_place_without_any_admitted_candidate_is_named():
    p = problem({"A": "xyz"}, levels=[Level("city", [0, 0, 0], 0)])
    assert causes(p) == (Cause("groups", ("A",), 2, 0, ("city",)),)


def test_candidates_whose_least_load_finds_no_seat_are_named():
    p = problem({"A": "xyz", "B": "xyz"}, seats=1, least=[0, 1, 1], load=2)
    assert not isinstance(solve(p), Infeasible)
    p = problem({"A": "xyz", "B": "xyz"}, seats=1, least=1, load=2)
    found = causes(p)
    assert [(c.kind, c.items, c.need, c.have, c.candidate_count) for c in found] == [
        ("least", (), 1, 0, 1)
    ]


def test_a_shortage_is_the_number_of_seats_that_stay_empty():
    answer = solve(problem({"A": "x", "B": "x", "C": "x"}))
    assert isinstance(answer, Infeasible)
    assert answer.short == 5


def test_asking_why_of_what_can_be_filled_is_an_error():
    with pytest.raises(ValueError, match="every seat can be filled"):
        infeasible(problem({"A": "xyz"}))
