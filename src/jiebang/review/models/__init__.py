"""Tables and constraints. No behaviour: see rulebook (rules), actions (writes), queries (reads)."""

from jiebang.review.models.attachment import Attachment, Passage
from jiebang.review.models.beside import Beside
from jiebang.review.models.conflict import Conflict
from jiebang.review.models.consensus import Consensus, Voice
from jiebang.review.models.defence import Ballot, Defence, Hearing
from jiebang.review.models.panel import DrawRound, DrawSecret, Panel, PanelItem, ScoreResult
from jiebang.review.models.seat import Review, Seat, SeatFee

__all__ = ["Attachment", "Ballot", "Beside", "Conflict", "Consensus", "Defence", "DrawRound",
           "DrawSecret", "Hearing", "Panel", "PanelItem", "Passage", "Review", "ScoreResult",
           "Seat", "SeatFee", "Voice"]  # fmt: skip
