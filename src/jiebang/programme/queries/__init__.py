"""Reads. Facts for the rules, frozen views for people; never a model."""

from jiebang.programme.queries.bid import (
    BidRow,
    BidView,
    bid,
    bid_checks,
    bid_form,
    bids,
    own_bid,
    receipt,
    requirement,
    sealed_count,
)
from jiebang.programme.queries.challenge import (
    ChallengeRow,
    ChallengeView,
    QuestionView,
    challenge,
    challenges,
    follows,
    next_deadline,
    questions,
)
from jiebang.programme.queries.demand import (
    DemandRow,
    DemandView,
    demand,
    demand_form,
    demand_gates,
    demands,
)
from jiebang.programme.queries.editions import (
    BatchView,
    EditionView,
    batch,
    batches,
    demands_in,
    edition,
    edition_of,
    edition_text,
    editions,
)

__all__ = [
    "BatchView", "BidRow", "BidView", "ChallengeRow", "ChallengeView", "DemandRow", "DemandView",
    "EditionView", "QuestionView", "batch", "batches", "bid", "bid_checks", "bid_form", "bids",
    "challenge", "challenges", "demand", "demand_form", "demand_gates", "demands", "demands_in",
    "edition", "edition_of", "edition_text", "editions", "follows", "next_deadline", "own_bid",
    "questions", "receipt", "requirement", "sealed_count",
]  # fmt: skip
