"""Laws of assignment."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from jiebang.engine.matching import (
    SOLVERS,
    Infeasible,
    Instance,
    Marginals,
    Sides,
    solve,
    solve_shuffled,
    solve_with,
    verify,
)
from tests.matchings import small

numbers = st.integers(0, 10**6)


def worth(p: Instance) -> float:
    """The best value; minus infinity where there is none."""
    answer = solve(p)
    return answer.objective if isinstance(answer, Marginals) else float("-inf")


@given(numbers)
def test_flow_and_program_agree_and_both_prove_it(number: int):
    p = small(number)
    answers = [solver(p) for solver in SOLVERS.values()]
    if isinstance(answers[0], Infeasible):
        assert all(isinstance(answer, Infeasible) for answer in answers)
        assert len({answer.short for answer in answers if isinstance(answer, Infeasible)}) == 1
        return
    solved = [answer for answer in answers if isinstance(answer, Marginals)]
    assert len(solved) == len(answers)
    assert len({answer.objective for answer in solved}) == 1
    assert [verify(p, answer) for answer in solved] == [()] * len(solved)


@given(numbers, st.integers(0, 100))
def test_a_seed_changes_who_but_never_how_good(number: int, seed: int):
    p = small(number)
    plain, drawn = solve(p), solve_shuffled(p, seed, solve)
    if isinstance(plain, Infeasible):
        assert isinstance(drawn, Infeasible)
        assert drawn.short == plain.short
        return
    assert isinstance(drawn, Marginals)
    assert drawn.objective == plain.objective
    assert verify(p, drawn) == ()


@given(numbers, st.data())
def test_taking_a_pair_away_never_helps(number: int, data: st.DataObject):
    p = small(number)
    cap = p.cap.copy()
    cap[data.draw(st.integers(0, p.pairs - 1))] = 0
    assert worth(replace(p, cap=cap)) <= worth(p)


@given(numbers)
def test_more_load_never_hurts(number: int):
    p = small(number)
    assert worth(replace(p, load=p.load + 1)) >= worth(p)


@settings(max_examples=30)
@given(numbers, st.data())
def test_who_is_kept_apart_meets_only_where_the_report_says(number: int, data: st.DataObject):
    p = small(number)
    people = st.integers(0, p.candidates - 1)
    couples = data.draw(st.lists(st.tuples(people, people), max_size=4))
    couples = [(one, other) for one, other in couples if one != other]
    left, right = (np.array([c[k] for c in couples], np.int64) for k in (0, 1))
    found = solve_with(p, Sides(left, right))
    if isinstance(found, Infeasible):
        assert isinstance(solve(p), Infeasible)
        return
    assert verify(found.instance, found.answer) == ()
    assert found.answer.objective <= found.bound
    table = np.zeros((p.items, p.candidates), bool)
    table[p.item, p.candidate] = found.answer.flow > 0
    told = {shortage.item for shortage in found.shortages}
    for one, other in couples:
        for i in np.flatnonzero(table[:, one] & table[:, other]).tolist():
            assert p.item_name(i) in told
