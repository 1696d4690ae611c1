"""The ways to solve an instance, by name. All give the same optimum and a proof of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from jiebang.engine.matching.flow import solve_straight
from jiebang.engine.matching.linear_program import solve_program
from jiebang.engine.matching.objective import Bent
from jiebang.engine.matching.problem import Infeasible, Instance, Marginals
from jiebang.engine.matching.quadratic import solve_smooth


def solve(instance: Instance) -> Marginals | Infeasible:
    """The best flow of any objective, by network flow, with its prices; or why there is none."""
    if isinstance(instance.objective, Bent):
        return solve_smooth(instance)
    return solve_straight(instance)


SOLVERS: dict[str, Callable[[Instance], Marginals | Infeasible]] = {
    "flow": solve,
    "program": solve_program,
}


def with_reserves(instance: Instance, reserves: int) -> Instance:
    """The same limits and caps for k + r seats on each item; which of them are reserves is for the
    draw to order."""
    if reserves < 0:
        raise ValueError(f"reserves: {reserves} is below 0")
    return replace(instance, seats=instance.seats + reserves)
