"""Writes. Every change to the review room's tables happens here, through its machines."""

from jiebang.review.actions import (
    appraisal,
    ceremony,
    conflicts,
    convening,
    fees,
    invitations,
    meeting,
    reading,
    results,
    sheets,
)
from jiebang.review.actions.agreeing import consensus, voice
from jiebang.review.actions.conflict_lives import conflict
from jiebang.review.actions.defending import ballot, defence, hearing
from jiebang.review.actions.machines import panel, review, seat

__all__ = [
    "appraisal", "ballot", "ceremony", "conflict", "conflicts", "consensus", "convening",
    "defence", "fees", "hearing",
    "invitations", "meeting", "panel", "reading", "results", "review", "seat", "sheets", "voice",
]  # fmt: skip
