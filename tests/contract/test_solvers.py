"""One suite for all solvers: the same optimum, every limit kept, a proof that holds, or causes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace

import numpy as np
import pytest

from jiebang.engine.matching import (
    SOLVERS,
    GroupPrices,
    Infeasible,
    Instance,
    Marginals,
    Prices,
    feasible,
    verify,
)
from tests.matchings import every_flow, keeps, round_of, small

Solver = Callable[[Instance], Marginals | Infeasible]
NUMBERS = range(60)
MUCH = 10_000_000

solvers = pytest.mark.parametrize("solver", SOLVERS.values(), ids=SOLVERS)


def tiny(number: int) -> Instance:
    return small(number, items=2, candidates=4, scales=(1, 2))


def solved(solver: Solver) -> list[tuple[Instance, Marginals]]:
    pairs = [(p, solver(p)) for p in map(small, NUMBERS)]
    return [(p, answer) for p, answer in pairs if isinstance(answer, Marginals)]


@solvers
def test_the_objective_is_that_of_the_best_of_all_flows(solver: Solver):
    for number in range(45):
        p = tiny(number)
        best = max((p.objective.value(p.fit, f) for f in every_flow(p)), default=None)
        answer = solver(p)
        found = answer.objective if isinstance(answer, Marginals) else None
        assert (number, found) == (number, best)


@solvers
def test_an_answer_keeps_every_limit_and_proves_itself(solver: Solver):
    answers = solved(solver)
    assert len(answers) > 20
    assert [verify(p, answer) for p, answer in answers] == [()] * len(answers)
    assert [keeps(p, answer.flow) for p, answer in answers] == [True] * len(answers)


def test_all_solvers_agree():
    for number in NUMBERS:
        answers = [solver(small(number)) for solver in SOLVERS.values()]
        values = {a.objective if isinstance(a, Marginals) else None for a in answers}
        assert len(values) == 1, f"{number}: {values}"


@solvers
def test_the_prices_of_one_solver_prove_the_flow_of_another(solver: Solver):
    for p, answer in solved(solver):
        for other in SOLVERS.values():
            found = other(p)
            assert isinstance(found, Marginals)
            assert verify(p, found, answer.prices) == ()


@solvers
def test_solving_twice_gives_the_same(solver: Solver):
    first, second = solver(round_of(1)), solver(round_of(1))
    assert isinstance(first, Marginals)
    assert isinstance(second, Marginals)
    assert (first.flow == second.flow).all()


@solvers
def test_the_order_of_the_pairs_changes_nothing(solver: Solver):
    p = round_of(2)
    mixed = np.random.default_rng(0).permutation(p.pairs)
    again = Instance.build(
        seats=p.seats, load=p.load, item=p.item[mixed], candidate=p.candidate[mixed],
        fit=p.fit[mixed], cap=p.cap[mixed], scale=p.scale, levels=p.levels,
    )  # fmt: skip
    first, second = solver(p), solver(again)
    assert isinstance(first, Marginals)
    assert isinstance(second, Marginals)
    assert (first.flow == second.flow).all()


@solvers
def test_the_input_stays_as_it_was(solver: Solver):
    p, untouched = round_of(3), round_of(3)
    solver(p)
    arrays = [f.name for f in fields(p) if isinstance(getattr(p, f.name), np.ndarray)]
    assert [n for n in arrays if (getattr(p, n) != getattr(untouched, n)).any()] == []


@solvers
def test_who_finds_no_answer_says_why(solver: Solver):
    for p in map(small, NUMBERS):
        answer = solver(p)
        if isinstance(answer, Infeasible):
            assert not feasible(p)
            assert answer.short > 0
            assert all(cause.short > 0 for cause in answer.causes)
        else:
            assert feasible(p)


def altered(p: Instance, answer: Marginals) -> list[tuple[str, Marginals]]:
    """An answer with one thing wrong, in many ways."""
    prices = answer.prices
    assert prices is not None
    found = []
    for pair in range(p.pairs):
        for step in (-1, 1):
            flow = answer.flow.copy()
            flow[pair] += step
            found.append((f"flow {pair}", replace(answer, flow=flow)))
    for i in np.flatnonzero(p.seats):
        item = prices.item.copy()
        item[i] += MUCH
        found.append((f"item's price {i}", replace(answer, prices=replace(prices, item=item))))
    for c in range(p.candidates):
        dear = prices.candidate.copy()
        dear[c] += MUCH
        wrong = replace(prices, candidate=dear)
        found.append((f"candidate's price {c}", replace(answer, prices=wrong)))
    found.append(("objective", replace(answer, objective=answer.objective + 1)))
    return found


@solvers
def test_an_altered_answer_is_refused(solver: Solver):
    seen = 0
    for p, answer in solved(solver):
        for what, wrong in altered(p, answer):
            assert verify(p, wrong) != (), what
            seen += 1
    assert seen > 500


@solvers
def test_an_exchange_that_keeps_all_limits_but_loses_value_is_refused(solver: Solver):
    refused = 0
    for number in range(45):
        p = tiny(number)
        answer = solver(p)
        if not isinstance(answer, Marginals):
            continue
        for flow in every_flow(p):
            value = p.objective.value(p.fit, flow)
            faults = verify(p, Marginals(flow, value, answer.prices))
            assert (faults == ()) == (value == answer.objective)
            refused += faults != ()
    assert refused > 20


def prices_of(p: Instance) -> Prices:
    answer = SOLVERS["flow"](p)
    assert isinstance(answer, Marginals)
    assert answer.prices is not None
    return answer.prices


def test_prices_that_could_overflow_are_refused():
    p = round_of(4)
    answer = SOLVERS["flow"](p)
    assert isinstance(answer, Marginals)
    huge = replace(prices_of(p), item=np.full(p.items, 2**61))
    assert verify(p, answer, huge) == ("prices: too large to add without rounding",)


def test_a_price_below_nothing_for_a_limit_is_refused():
    p = round_of(4)
    answer = SOLVERS["flow"](p)
    assert isinstance(answer, Marginals)
    one = np.array([0])
    wrong = replace(prices_of(p), groups=(GroupPrices(one, one, one - 1),))
    assert verify(p, answer, wrong) == ("prices: unit: a price below 0",)


def test_an_answer_without_prices_is_not_proved():
    p = round_of(4)
    answer = SOLVERS["flow"](p)
    assert isinstance(answer, Marginals)
    assert verify(p, replace(answer, prices=None)) == ("prices: none given",)


def test_prices_and_flows_of_another_kind_of_number_are_refused():
    p = round_of(4)
    answer = SOLVERS["flow"](p)
    assert isinstance(answer, Marginals)
    prices = prices_of(p)
    unsigned = replace(prices, item=prices.item.astype(np.uint64))
    assert verify(p, answer, unsigned) == ("prices: int64 only",)
    real = replace(answer, flow=answer.flow.astype(float))
    assert verify(p, real) == (f"flow: ({p.pairs},) float64, one int64 for each pair wanted",)


def test_a_price_where_there_is_no_limit_is_refused():
    p = round_of(4)
    answer = SOLVERS["flow"](p)
    assert isinstance(answer, Marginals)
    free = replace(p, levels=(replace(p.levels[0], limit=None),))
    one = np.array([0])
    priced = replace(prices_of(p), groups=(GroupPrices(one, one, one + 1),))
    assert verify(free, answer, priced) == ("prices: unit: a price where there is no limit",)
