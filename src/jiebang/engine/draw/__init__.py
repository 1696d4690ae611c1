"""The public draw: frozen input, randomness by several parties, a ranking, a panel, a record."""

from jiebang.engine.draw.ceremony import (
    Reveal,
    VoidCause,
    VoidRound,
    commit,
    commit_reveal,
    seed,
    ticket,
    void_causes,
)
from jiebang.engine.draw.certificate import broken_rules, check
from jiebang.engine.draw.feasibility import Cause, Infeasible
from jiebang.engine.draw.problem import (
    AWAY,
    FORMAT,
    Candidate,
    DrawInput,
    Exclusion,
    Quota,
    Rules,
)
from jiebang.engine.draw.selection import Passed
from jiebang.engine.draw.sources import Source
from jiebang.engine.draw.transcript import (
    Transcript,
    check_feasible,
    draw,
    next_reserve,
    passed_over,
)

__all__ = [
    "AWAY",
    "FORMAT",
    "Candidate",
    "Cause",
    "DrawInput",
    "Exclusion",
    "Infeasible",
    "Passed",
    "Quota",
    "Reveal",
    "Rules",
    "Source",
    "Transcript",
    "VoidCause",
    "VoidRound",
    "broken_rules",
    "check",
    "check_feasible",
    "commit",
    "commit_reveal",
    "draw",
    "next_reserve",
    "passed_over",
    "seed",
    "ticket",
    "void_causes",
]
