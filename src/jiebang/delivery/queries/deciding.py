"""Whether what a panel was convened for has been decided: what comes to light afterwards is put on
record and changes no result."""

from __future__ import annotations

from typing import Any

from jiebang.delivery.models import Acceptance, Award
from jiebang.review.queries.late import decides
from jiebang.rulebook import acceptance
from jiebang.rulebook.award import State
from jiebang.rulebook.panel import PanelKind

OPEN = (State.PROPOSED, State.RETURNED, State.CANCELLED)


@decides(PanelKind.BID)
def awarded(p: Any) -> bool:
    return Award.objects.filter(challenge_id=p.subject_id).exclude(state__in=OPEN).exists()


@decides(PanelKind.ACCEPTANCE)
def accepted(p: Any) -> bool:
    rows = Acceptance.objects.filter(pk=p.subject_id)
    return rows.exclude(state=acceptance.State.IN_REVIEW).exists()
