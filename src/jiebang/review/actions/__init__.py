"""Writes. Every change to the review room's tables happens here, through its machines."""

from jiebang.review.actions import (
    appraisal,
    attaching,
    ceremony,
    choosing,
    conflicts,
    convening,
    drawing,
    fees,
    grouping,
    invitations,
    late,
    meeting,
    reading,
    rehearsal,
    results,
    sheets,
    together,
)
from jiebang.review.actions.agreeing import consensus, voice
from jiebang.review.actions.attaching import attachment
from jiebang.review.actions.conflict_lives import conflict
from jiebang.review.actions.defending import ballot, defence, hearing
from jiebang.review.actions.machines import panel, review, seat

__all__ = [
    "appraisal", "attaching", "attachment", "ballot", "ceremony", "choosing", "conflict",
    "conflicts", "consensus", "convening", "defence", "drawing", "fees", "grouping", "hearing",
    "invitations", "late", "meeting", "panel", "reading", "rehearsal", "results", "review", "seat",
    "sheets", "together", "voice",
]  # fmt: skip
