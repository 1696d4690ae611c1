"""Writes. Every change to the review room's tables happens here, through its machines."""

from jiebang.review.actions import (
    appraisal,
    ceremony,
    convening,
    fees,
    invitations,
    reading,
    results,
    sheets,
)
from jiebang.review.actions.machines import panel, review, seat

__all__ = [
    "appraisal", "ceremony", "convening", "fees", "invitations", "panel", "reading", "results",
    "review", "seat", "sheets",
]  # fmt: skip
