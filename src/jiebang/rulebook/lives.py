"""Every life the rulebook knows, in the order of the process."""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping

from jiebang.engine.lifecycle import Guard, Lifecycle
from jiebang.rulebook.acceptance import ACCEPTANCE
from jiebang.rulebook.attachment import ATTACHMENT
from jiebang.rulebook.award import AWARD
from jiebang.rulebook.ballot import BALLOT
from jiebang.rulebook.batch import BATCH, EDITION
from jiebang.rulebook.bid import BID
from jiebang.rulebook.challenge import CHALLENGE, QUESTION_LIFE
from jiebang.rulebook.change import CHANGE, TERMINATION_LIFE
from jiebang.rulebook.conflict import CONFLICT
from jiebang.rulebook.consensus import CONSENSUS, VOICE
from jiebang.rulebook.contract import CONTRACT
from jiebang.rulebook.credit import CONSENT_LIFE, CREDIT
from jiebang.rulebook.defence import DEFENCE, HEARING
from jiebang.rulebook.demand import DEMAND
from jiebang.rulebook.expert import EXPERT
from jiebang.rulebook.followup import FOLLOWUP, USE_LIFE
from jiebang.rulebook.milestone import MILESTONE
from jiebang.rulebook.objection import COMPLAINT_LIFE, OBJECTION_LIFE
from jiebang.rulebook.organisation import MEMBERSHIP, ORGANISATION
from jiebang.rulebook.panel import PANEL
from jiebang.rulebook.payment import PAYMENT
from jiebang.rulebook.relation_fact import RELATION_FACT
from jiebang.rulebook.review import REVIEW
from jiebang.rulebook.seat import SEAT
from jiebang.rulebook.spending import SPENDING
from jiebang.rulebook.subscription import SUBSCRIPTION

LIVES: Mapping[str, Lifecycle] = {
    life.name: life
    for life in (
        ORGANISATION, MEMBERSHIP, EXPERT, RELATION_FACT, EDITION, BATCH, DEMAND, CHALLENGE,
        SUBSCRIPTION, QUESTION_LIFE, BID, PANEL, ATTACHMENT, SEAT, REVIEW, CONFLICT, DEFENCE,
        HEARING, BALLOT, CONSENSUS, VOICE, AWARD, OBJECTION_LIFE, COMPLAINT_LIFE, CONTRACT,
        MILESTONE, SPENDING, PAYMENT, CONSENT_LIFE, CREDIT, CHANGE, TERMINATION_LIFE, ACCEPTANCE,
        USE_LIFE, FOLLOWUP,
    )
}  # fmt: skip


def guard_name(guard: Guard) -> str:
    """How a condition is called; one that was made by a function says with what."""
    maker, _, inner = guard.__qualname__.partition(".<locals>.")
    if not inner:
        return maker
    given = [str(c.cell_contents) for c in guard.__closure__ or ()]
    return f"{maker}({', '.join(given)})"


def guard_codes(guard: Guard) -> tuple[str, ...]:
    """The reasons a condition may give, as its source names them."""
    found = re.findall(r'Reason\(\s*"(\w+)"', inspect.getsource(guard))
    return tuple(dict.fromkeys(found))
