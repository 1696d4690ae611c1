"""The public draw: frozen input, randomness by several parties, a ranking, a panel, a record."""

from jiebang.engine.draw.ceremony import (
    Reveal,
    VoidCause,
    VoidRound,
    commit,
    commit_reveal,
    reveals_from,
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
from jiebang.engine.draw.sources import (
    LEAST_BITS,
    AnySource,
    Beacon,
    PublicNumber,
    Source,
    TooLittleEntropy,
    not_ahead,
)
from jiebang.engine.draw.sources import from_row as source_from
from jiebang.engine.draw.transcript import (
    Transcript,
    ball_sheet,
    check_feasible,
    draw,
    next_reserve,
    passed_over,
    read_input,
)
from jiebang.engine.draw.void import record_digest, void_record

__all__ = [
    "AWAY",
    "FORMAT",
    "LEAST_BITS",
    "AnySource",
    "Beacon",
    "Candidate",
    "Cause",
    "DrawInput",
    "Exclusion",
    "Infeasible",
    "Passed",
    "PublicNumber",
    "Quota",
    "Reveal",
    "Rules",
    "Source",
    "TooLittleEntropy",
    "Transcript",
    "VoidCause",
    "VoidRound",
    "ball_sheet",
    "broken_rules",
    "check",
    "check_feasible",
    "commit",
    "commit_reveal",
    "draw",
    "next_reserve",
    "not_ahead",
    "passed_over",
    "read_input",
    "record_digest",
    "reveals_from",
    "seed",
    "source_from",
    "ticket",
    "void_causes",
    "void_record",
]
