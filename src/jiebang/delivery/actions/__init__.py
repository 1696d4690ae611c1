"""Writes. Every change to delivery's tables happens here, through its machines."""

from jiebang.delivery.actions.acceptance import acceptance, followup, use
from jiebang.delivery.actions.award import award
from jiebang.delivery.actions.change import change, termination
from jiebang.delivery.actions.contract import contract
from jiebang.delivery.actions.credit import consent, credit, record_viewing
from jiebang.delivery.actions.milestone import milestone
from jiebang.delivery.actions.objection import complaint, objection
from jiebang.delivery.actions.payment import payment
from jiebang.delivery.actions.spending import spending

__all__ = [
    "acceptance",
    "award",
    "change",
    "complaint",
    "consent",
    "contract",
    "credit",
    "followup",
    "milestone",
    "objection",
    "payment",
    "record_viewing",
    "spending",
    "termination",
    "use",
]
