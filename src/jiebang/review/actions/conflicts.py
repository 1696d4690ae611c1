"""Screening a panel: before the draw the whole pool, while it works whoever sits or waits, after
its close whoever has signed. What becomes known takes effect by the clock."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from jiebang.platform.accounts.actor import CLOCK
from jiebang.platform.lifecycle import Act
from jiebang.review.actions.conflict_lives import remember
from jiebang.review.actions.invitations import next_in_order
from jiebang.review.actions.machines import panel, seat
from jiebang.review.models import Panel, Seat
from jiebang.review.queries.facts import edition
from jiebang.review.queries.late import decided
from jiebang.review.queries.screening import Found, Screened, screened
from jiebang.rulebook.conflict import UNSETTLED_CODE, reasons_of
from jiebang.rulebook.panel import State as PanelState
from jiebang.rulebook.review import COUNTED
from jiebang.rulebook.seat import LIVE, State


def screen_pool(p: Panel, act: Act) -> Screened:
    """The whole pool; a life for each question and for each rule that two people may waive."""
    rules = edition(p).conflicts

    def wanted(f: Found) -> str:
        rule = rules.rule(f.finding.rule)
        waivable = rule is not None and rule.waivable
        births = {"ask": "ask", "hard": "find" if waivable else ""}
        return births.get(f.finding.verdict, "")

    p.screened_at = act.now
    return remember(p, screened(p, None, act.now), wanted, act)


def frozen_paths(s: Screened, codes: dict[str, str]) -> list[dict[str, Any]]:
    """Every finding with its path, under the pseudonyms of a round."""
    return [
        {"expert": expert, "code": codes[expert], "item": f.finding.item, "rule": f.finding.rule,
         "verdict": f.finding.verdict, "key": f.finding.key, "state": s.state(f),
         "path": list(f.path)}
        for expert, told in sorted(s.found.items()) if expert in codes for f in told
    ]  # fmt: skip


@panel.effect("screen")
def _screen(p: Panel, act: Act) -> dict[str, Any]:
    s = screen_pool(p, act)
    return {"experts": len(s.experts), "findings": sum(map(len, s.found.values()))}


@panel.effect("recheck_conflicts")
def _recheck(p: Panel, act: Act) -> dict[str, Any]:
    """Facts have changed: whoever must not sit any more is withdrawn and the next is called; after
    the close nothing changes by itself: the head of the office decides about the sheets, and once
    the decision is made the finding stays on record."""
    closed = p.state == PanelState.CLOSED
    seats = list(_looked_at(p, closed=closed))
    hard = ("find_decided" if decided(p) else "find_after") if closed else "find_late"
    births = {"hard": hard, "ask": "ask_late"}
    covered = {str(s.expert_id): s.items for s in seats}

    def wanted(f: Found) -> str:
        items = covered[f.finding.expert]
        return births.get(f.finding.verdict, "") if not items or f.finding.item in items else ""

    found = remember(p, screened(p, covered.keys(), act.now), wanted, act)
    p.screened_at = act.now
    left = [] if closed else _withdraw(seats, found, act)
    called = next_in_order(p, {}, act) if left else {}
    return {"experts": len(seats), "withdrawn": left, **called}


def _looked_at(p: Panel, *, closed: bool) -> Iterable[Seat]:
    rows = p.seats.filter(round=p.round).order_by("number")
    if closed:
        return rows.filter(reviews__state__in=COUNTED).distinct()
    return rows.filter(state__in=[*LIVE, State.RESERVE])


def _withdraw(seats: list[Seat], found: Screened, act: Act) -> list[str]:
    left = []
    for s in seats:
        rules = [r for r in _against(s, found) if r != UNSETTLED_CODE]
        if not rules:
            continue
        step = "drop_reserve" if s.state == State.RESERVE else "withdraw_conflict"
        seat.perform(s.pk, step, actor=CLOCK, now=act.now, rules=rules, call_next=False)
        left.append(s.pseudonym)
    return left


def _against(s: Seat, found: Screened) -> tuple[str, ...]:
    told = (f.finding for f in found.found.get(str(s.expert_id), ()))
    return reasons_of((f for f in told if not s.items or f.item in s.items), found.states)
