"""From a ranking to a panel: seat each candidate in turn, unless that would leave a rule unmet.

A candidate is seated when those ranked behind can still complete the panel. Whoever is passed over
stays passed over: had a later, larger panel room for them, so had the smaller one. So the walk
never ends with an empty seat when a panel exists, and its result is the first feasible panel in
the order of the ranking.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jiebang.engine.draw.feasibility import completable
from jiebang.engine.draw.problem import Candidate, Rules


@dataclass(frozen=True, slots=True)
class Passed:
    """`reason`: unit_full, or seats_needed (the open seats are all needed for quotas)."""

    candidate: str
    reason: str


@dataclass(frozen=True, slots=True)
class Walk:
    seated: tuple[Candidate, ...]
    passed: tuple[Passed, ...]


def walk(
    ranking: Sequence[Candidate], rules: Rules, seated: Sequence[Candidate] = ()
) -> Walk | None:
    """Fill the seats left by `seated`; None when no completion exists."""
    if not completable(seated, ranking, rules):
        return None
    panel, passed = list(seated), []
    for position, candidate in enumerate(ranking):
        if len(panel) == rules.seats:
            break
        if sum(c.unit == candidate.unit for c in panel) >= rules.per_unit:
            passed.append(Passed(candidate.id, "unit_full"))
        elif completable([*panel, candidate], ranking[position + 1 :], rules):
            panel.append(candidate)
        else:
            passed.append(Passed(candidate.id, "seats_needed"))
    return Walk(tuple(panel[len(seated) :]), tuple(passed))
