"""What the head of the office decides when a conflict comes to light after the sheets were added up
and before the decision: they stay, or they are set aside and the result is computed anew; where too
few are left, the panel works again and the next reserve is called."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from jiebang.platform.accounts.actor import CLOCK
from jiebang.platform.lifecycle import Act
from jiebang.programme import actions as programme
from jiebang.review.actions.conflict_lives import conflict, not_own
from jiebang.review.actions.invitations import next_in_order, schedule
from jiebang.review.actions.machines import panel, seat
from jiebang.review.actions.results import forget
from jiebang.review.models import Conflict, Panel, Seat
from jiebang.review.queries.facts import policy
from jiebang.review.queries.late import without
from jiebang.rulebook.conflict import State
from jiebang.rulebook.panel import PanelKind
from jiebang.rulebook.seat import LIVE


@conflict.effect("keep_sheets", "set_aside", "review_again")
def _decide(c: Conflict, act: Act) -> dict[str, Any]:
    """Who decided, why, and what the result was and would be: kept as it was seen then."""
    not_own(c, act)
    c.reason, c.decided_at, c.signers = act.given["reason"], act.now, [act.actor.id]
    found = without(c.panel, c.expert_id)
    c.effect = found.told()
    return {"reason": c.reason, "sheets": len(found.sheets), "left": found.left,
            "before": list(found.before), "after": list(found.after)}  # fmt: skip


@conflict.effect("set_aside")
def _set_aside(c: Conflict, act: Act) -> None:
    _leave(c, act)
    panel.perform(c.panel_id, "recount", actor=CLOCK, now=act.now, conflict=str(c.pk))


@conflict.effect("review_again")
def _again(c: Conflict, act: Act) -> None:
    _leave(c, act)
    panel.perform(c.panel_id, "reopen", actor=CLOCK, now=act.now, conflict=str(c.pk))


def _leave(c: Conflict, act: Act) -> None:
    """As before the close: whoever has to stand back from one item leaves the panel, since the
    scores of the others decide about it too. What else was found of the same expert is settled
    with it."""
    rows = Seat.objects.filter(panel_id=c.panel_id, round=c.panel.round, expert_id=c.expert_id)
    for pk in list(rows.filter(state__in=LIVE).order_by("pk").values_list("pk", flat=True)):
        seat.perform(pk, "withdraw_conflict", actor=CLOCK, now=act.now, rules=[c.rule],
                     call_next=False)  # fmt: skip
    others = Conflict.objects.filter(panel_id=c.panel_id, expert_id=c.expert_id, state=State.LATE)
    for pk in list(others.exclude(pk=c.pk).order_by("pk").values_list("pk", flat=True)):
        conflict.perform(pk, "settle", actor=CLOCK, now=act.now)


@panel.effect("reopen")
def _reopen(p: Panel, act: Act) -> dict[str, Any]:
    """There is no result until a reserve has written too; fees are counted anew. Whoever else is
    in conflict leaves by the clock, which looks at everybody again."""
    before = forget(p)
    p.closed_at = p.screened_at = p.fees_settled_at = p.meets_until = None
    p.spread_checked = False
    p.fees.all().delete()
    schedule(p, act.now + timedelta(days=policy(p).prolong_days))
    if p.kind == PanelKind.BID:
        programme.challenge.perform(p.subject_id, "review_again", actor=CLOCK, now=act.now,
                                    panel=str(p.pk))  # fmt: skip
    if p.kind == PanelKind.SCREENING:
        for subject in p.items.order_by("code").values_list("subject_id", flat=True):
            programme.demand.perform(subject, "screen_again", actor=CLOCK, now=act.now)
    called = next_in_order(p, {}, act)
    return {"before": before, "due_at": p.due_at.isoformat(), **called}
