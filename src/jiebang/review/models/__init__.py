"""Tables and constraints. No behaviour: see rulebook (rules), actions (writes), queries (reads)."""

from jiebang.review.models.beside import Beside
from jiebang.review.models.panel import DrawRound, DrawSecret, Panel, PanelItem, ScoreResult
from jiebang.review.models.seat import Review, Seat, SeatFee

__all__ = ["Beside", "DrawRound", "DrawSecret", "Panel", "PanelItem", "Review", "ScoreResult",
           "Seat", "SeatFee"]  # fmt: skip
