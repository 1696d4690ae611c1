"""The draw by fit: marginals near the best fit, capped, published; then one outcome by the seed.

How an application makes a round: `FitInput.build` freezes, a solver of `engine.matching` answers
`frozen.instance`, `announce` gives the commitment, parties and public numbers reveal, `draw_fit`
gives the transcript, `next_reserve` whom to call. A round without all reveals: `void_record`.
"""

from jiebang.engine.draw.balls import Sheet
from jiebang.engine.draw.fit.announcement import Announcement, RowProof, announce
from jiebang.engine.draw.fit.names import open_names, pseudonym, seal
from jiebang.engine.draw.fit.panels import Lottery, Panel, lottery
from jiebang.engine.draw.fit.problem import FORMAT, ClassSeats, FitInput
from jiebang.engine.draw.fit.program import program_digest
from jiebang.engine.draw.fit.transcript import (
    FitTranscript,
    ball_sheet,
    check_fit,
    draw_fit,
    next_reserve,
    void_record,
)

__all__ = [
    "FORMAT",
    "Announcement",
    "ClassSeats",
    "FitInput",
    "FitTranscript",
    "Lottery",
    "Panel",
    "RowProof",
    "Sheet",
    "announce",
    "ball_sheet",
    "check_fit",
    "draw_fit",
    "lottery",
    "next_reserve",
    "open_names",
    "program_digest",
    "pseudonym",
    "seal",
    "void_record",
]
