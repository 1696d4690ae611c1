"""Tables and constraints. No behaviour: see rulebook (rules), actions (writes), queries (reads)."""

from jiebang.programme.models.bid import Bid, BidUnit, BidVersion
from jiebang.programme.models.challenge import Challenge, Contact, Correction, Follow, Question
from jiebang.programme.models.demand import Demand, DemandVersion
from jiebang.programme.models.likeness import BidLikeness, BidText
from jiebang.programme.models.programme import Batch, Edition
from jiebang.programme.models.subscription import Subscription

__all__ = [
    "Batch",
    "Bid",
    "BidLikeness",
    "BidText",
    "BidUnit",
    "BidVersion",
    "Challenge",
    "Contact",
    "Correction",
    "Demand",
    "DemandVersion",
    "Edition",
    "Follow",
    "Question",
    "Subscription",
]
