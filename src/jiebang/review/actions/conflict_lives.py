"""What people decide about a conflict of interest, and what that does to a seat."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from jiebang.engine.conflicts import Waiver
from jiebang.platform.accounts.actor import CLOCK
from jiebang.platform.lifecycle import Act, Machine, Reach, refuse
from jiebang.review.actions.machines import seat
from jiebang.review.models import Conflict, Panel, Seat
from jiebang.review.queries.conflicts import conflict_facts
from jiebang.review.queries.facts import edition
from jiebang.review.queries.late import unanswered, undecided
from jiebang.review.queries.screening import Found, Screened
from jiebang.rulebook.conflict import CONFLICT, HEAD, LIFTED, SUPERVISOR
from jiebang.rulebook.panel import State as PanelState
from jiebang.rulebook.roles import Role
from jiebang.rulebook.seat import LIVE

AT_WORK = (PanelState.REVIEWING, PanelState.MEETING)

conflict = Machine(
    lifecycle=CONFLICT,
    model=Conflict,
    facts=conflict_facts,
    reach={
        r: (Reach(r),)
        for r in (Role.SUPERVISOR, Role.HEAD, Role.LEADER, Role.OFFICER, Role.SECRETARY, Role.CLOCK)
    },
    title=lambda c: f"{c.item} {c.panel.title}",
    related=("panel",),
    ready={
        "clear": lambda now: unanswered(),
        "confirm": lambda now: unanswered(),
        "keep_sheets": lambda now: undecided(),
    },
)


def remember(p: Panel, s: Screened, wanted: Callable[[Found], str], act: Act) -> Screened:
    """A life for each finding that has none and that `wanted` names a birth for; what is gone
    is lifted. The same screening, with what is known of each finding now."""
    _lift(p, s, act)
    rules = edition(p).conflicts
    for f in (f for told in s.found.values() for f in told):
        birth = wanted(f) if not s.state(f) else ""
        if birth:
            told = f.finding
            rule = rules.rule(told.rule)
            made = conflict.create(
                birth, actor=CLOCK, now=act.now, panel=p, finding=told, path=list(f.path),
                waivable=rule is not None and rule.waivable,
            )  # fmt: skip
            s.states[told.expert, told.item, told.key] = made.state
    return s


def _lift(p: Panel, s: Screened, act: Act) -> None:
    """Of the experts who were looked at."""
    there = {(f.finding.expert, f.finding.item, f.finding.key)
             for told in s.found.values() for f in told}  # fmt: skip
    rows = Conflict.objects.filter(panel=p, state__in=LIFTED, expert_id__in=s.experts)
    for c in list(rows.order_by("pk")):
        known = (str(c.expert_id), c.item, c.key)
        if known not in there:
            conflict.perform(c.pk, "lift", actor=CLOCK, now=act.now)
            s.states.pop(known, None)


@conflict.builder("ask")
@conflict.builder("ask_late")
@conflict.builder("find")
@conflict.builder("find_late")
@conflict.builder("find_after")
@conflict.builder("find_decided")
def _build(act: Act) -> Conflict:
    given, told = act.given, act.given["finding"]
    return Conflict(panel=given["panel"], expert_id=told.expert, item=told.item, rule=told.rule,
                    verdict=told.verdict, key=told.key, path=given["path"],
                    waivable=given["waivable"])  # fmt: skip


@conflict.effect("ask", "ask_late", "find", "find_late", "find_after", "find_decided")
def _found(c: Conflict, act: Act) -> dict[str, Any]:
    return {"item": c.item, "rule": c.rule, "verdict": c.verdict, "key": c.key}


@conflict.effect("clear", "confirm", "confirm_after", "confirm_decided", "refuse_waiver",
                 "refuse_waiver_after")  # fmt: skip
def _judge(c: Conflict, act: Act) -> dict[str, Any]:
    not_own(c, act)
    c.reason, c.decided_at = act.given["reason"], act.now
    return {"reason": c.reason}


@conflict.effect("confirm", "refuse_waiver")
def _stand_back(c: Conflict, act: Act) -> None:
    """Who is found to be in conflict leaves the panel that is at work, and the next is called."""
    if c.panel.state not in AT_WORK:
        return
    rows = Seat.objects.filter(panel=c.panel, round=c.panel.round, expert=c.expert)
    for s in list(rows.order_by("pk")):
        if s.items and c.item not in s.items:
            continue
        if s.state in LIVE:
            seat.perform(s.pk, "withdraw_conflict", actor=CLOCK, now=act.now, rules=[c.rule],
                         call_next=True)  # fmt: skip
        elif s.state == "reserve":
            seat.perform(s.pk, "drop_reserve", actor=CLOCK, now=act.now, rules=[c.rule])


@conflict.effect("propose_waiver")
def _propose(c: Conflict, act: Act) -> dict[str, Any]:
    not_own(c, act)
    c.signed_as = HEAD if act.actor.holds(Role.HEAD) else SUPERVISOR
    c.signers, c.ground, c.reason = [act.actor.id], act.given["ground"], act.given["reason"]
    return {"as": c.signed_as, "ground": c.ground, "reason": c.reason}


@conflict.effect("sign_as_head", "sign_as_supervisor")
def _sign(c: Conflict, act: Act) -> dict[str, Any]:
    """Two different people, neither of them the expert (the engine's own condition)."""
    not_own(c, act)
    if act.actor.id in c.signers:
        refuse("conflict_other_signs", post=c.signed_as)
    c.signers, c.decided_at = [*c.signers, act.actor.id], act.now
    first, second = (f"user:{pk}" for pk in c.signers)
    Waiver(f"user:{c.expert.user_id}", c.item, (c.key,), (first, second),
           timezone.localdate(act.now))  # fmt: skip
    return {"signers": len(c.signers), "key": c.key}


def not_own(c: Conflict, act: Act) -> None:
    if c.expert.user_id == act.actor.id:
        refuse("conflict_own")


@conflict.effect("refuse_waiver", "refuse_waiver_after")
def _refused(c: Conflict, act: Act) -> None:
    c.signed_as, c.signers, c.ground = "", [], ""
