"""Writes. Every change to the programme's tables happens here, through its machines."""

from jiebang.programme.actions import likeness as _likeness  # noqa: F401 -- steps of the bid
from jiebang.programme.actions.bid import bid
from jiebang.programme.actions.challenge import challenge, question
from jiebang.programme.actions.demand import demand
from jiebang.programme.actions.programme import adopt_shipped, batch, edition
from jiebang.programme.actions.subscription import subscribe, subscription

__all__ = [
    "adopt_shipped",
    "batch",
    "bid",
    "challenge",
    "demand",
    "edition",
    "question",
    "subscribe",
    "subscription",
]
