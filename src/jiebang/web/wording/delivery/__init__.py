"""Words of the delivery room."""

from jiebang.web.wording.delivery.events import EVENTS
from jiebang.web.wording.delivery.lives import LIVES, STATES, STEPS
from jiebang.web.wording.delivery.reasons import REASONS

__all__ = ["EVENTS", "LIVES", "REASONS", "STATES", "STEPS"]
