"""Units, batches, demands, challenges, questions and bids in words."""

from jiebang.web.wording.programme.events import EVENTS
from jiebang.web.wording.programme.files import REASONS as FILES
from jiebang.web.wording.programme.lives import FAULTS, LIVES, SOURCES, STATES, STEPS
from jiebang.web.wording.programme.reasons import REASONS as REFUSALS

REASONS = {**REFUSALS, **FILES}

__all__ = ["EVENTS", "FAULTS", "LIVES", "REASONS", "SOURCES", "STATES", "STEPS"]
