"""Who sits where: the best assignment under caps, loads and quotas, with a proof."""

from jiebang.engine.matching.causes import feasible, infeasible
from jiebang.engine.matching.certificate import bound, broken, pair_prices, verify
from jiebang.engine.matching.dense import DenseError, read_dense
from jiebang.engine.matching.levels import NO_LIMIT, UNGROUPED, Level, own_group
from jiebang.engine.matching.measures import Measures, measures, widest
from jiebang.engine.matching.objective import (
    LINEAR,
    Curve,
    Integers,
    Linear,
    Objective,
    Pieces,
    Quadratic,
    perturbed,
    scattered,
    smooth,
)
from jiebang.engine.matching.problem import (
    FIT_SCALE,
    Cause,
    GroupPrices,
    Infeasible,
    Instance,
    Marginals,
    Prices,
)
from jiebang.engine.matching.sides import Cover, Shortage, Sided, Sides, mutual, solve_with
from jiebang.engine.matching.solvers import SOLVERS, solve, with_reserves
from jiebang.engine.matching.ties import solve_shuffled

__all__ = [
    "FIT_SCALE",
    "LINEAR",
    "NO_LIMIT",
    "SOLVERS",
    "UNGROUPED",
    "Cause",
    "Cover",
    "Curve",
    "DenseError",
    "GroupPrices",
    "Infeasible",
    "Instance",
    "Integers",
    "Level",
    "Linear",
    "Marginals",
    "Measures",
    "Objective",
    "Pieces",
    "Prices",
    "Quadratic",
    "Shortage",
    "Sided",
    "Sides",
    "bound",
    "broken",
    "feasible",
    "infeasible",
    "measures",
    "mutual",
    "own_group",
    "pair_prices",
    "perturbed",
    "read_dense",
    "scattered",
    "smooth",
    "solve",
    "solve_shuffled",
    "solve_with",
    "verify",
    "widest",
    "with_reserves",
]
