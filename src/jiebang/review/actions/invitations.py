"""Invitations, answers, and whom to call next (R070, R073)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from jiebang.engine.transparency import digest
from jiebang.platform.accounts.actor import CLOCK
from jiebang.platform.lifecycle import Act, refuse
from jiebang.review.actions.machines import panel, review, seat
from jiebang.review.models import Panel, Review, Seat
from jiebang.review.queries import drawn as reading
from jiebang.review.queries.facts import current_round, over_limits, policy, review_counts
from jiebang.review.queries.screening import unsafe_among
from jiebang.rulebook.panel import State as PanelState
from jiebang.rulebook.review import LIVE as LIVE_REVIEWS
from jiebang.rulebook.review import State as ReviewState
from jiebang.rulebook.seat import GONE, LIVE, PROMISE, PROMISE_VERSION, State


@seat.builder("list")
def _list(act: Act) -> Seat:
    given = act.given
    return Seat(panel=given["panel"], expert_id=given["expert"], round=given["panel"].round,
                number=given["number"], pseudonym=given["pseudonym"])  # fmt: skip


@seat.effect("invite")
def _invite(s: Seat, act: Act) -> dict[str, Any]:
    """Called to the items named, none meaning all; to answer within the edition's hours."""
    s.items = list(act.given["items"])
    s.invited_at = act.now
    rules = policy(s.panel)
    s.answer_by = act.now + timedelta(hours=rules.accept_hours)
    s.remind_at = s.answer_by - timedelta(hours=min(rules.remind_hours, rules.accept_hours // 2))
    return {"number": s.number, "answer_by": s.answer_by.isoformat()}


@seat.effect("accept")
def _accept(s: Seat, act: Act) -> dict[str, Any]:
    """The promise comes before anything is seen (R072)."""
    if not act.given["promise"]:
        refuse("promise_not_made")
    s.answered_at = act.now
    s.promise_version, s.promise_digest = PROMISE_VERSION, digest(PROMISE)
    _assign(s, s.items, act)
    return {"promise": s.promise_version, "digest": s.promise_digest}


def _assign(s: Seat, codes: list[str], act: Act) -> None:
    items = s.panel.items.order_by("code")
    for item in items.filter(code__in=codes) if codes else items:
        review.create("assign", actor=CLOCK, now=act.now, seat=s, item=item)


@seat.effect("widen")
def _widen(s: Seat, act: Act) -> dict[str, Any]:
    more = [c for c in act.given["items"] if s.items and c not in s.items]
    s.items = sorted([*s.items, *more])
    if s.state == State.ACCEPTED and more:
        _assign(s, more, act)
    return {"items": more}


@seat.effect("remind")
def _remind(s: Seat, act: Act) -> None:
    s.remind_at = None


@seat.effect("nudge")
def _nudge(s: Seat, act: Act) -> None:
    s.nudged_at = act.now


@seat.effect(
    "accept",
    "decline",
    "expire",
    "withdraw",
    "replace",
    "release",
    "withdraw_conflict",
    "drop_reserve",
)
def _answered(s: Seat, act: Act) -> None:
    s.remind_at = None


@seat.effect("decline")
def _decline(s: Seat, act: Act) -> dict[str, Any]:
    s.answered_at = act.now
    s.ground, s.remark = act.given["ground"], act.given["remark"] or ""
    _call_next(s, act)
    return {"ground": s.ground}


@seat.effect("expire")
def _expire(s: Seat, act: Act) -> None:
    _call_next(s, act)


@seat.effect("withdraw", "release", "replace", "withdraw_conflict", "drop_reserve")
def _withdraw(s: Seat, act: Act) -> dict[str, Any]:
    s.remark = act.given.get("reason") or s.remark
    for pk in list(s.reviews.filter(state__in=LIVE_REVIEWS).values_list("pk", flat=True)):
        review.perform(pk, "lapse", actor=CLOCK, now=act.now,
                       reason=act.given.get("reason") or WHY_LAPSED[act.name])  # fmt: skip
    if act.name == "withdraw" or act.given.get("call_next"):
        _call_next(s, act)
    rules = act.given.get("rules")
    return {"reason": s.remark, **({"rules": rules} if rules else {})}


WHY_LAPSED = {"release": "本轮抽取作废", "replace": "到期未完成评审",
              "withdraw_conflict": "核查发现应当回避"}  # fmt: skip


@panel.effect("prolong")
def _prolong(p: Panel, act: Act) -> dict[str, Any]:
    """Too few sheets at the due time: whoever has not written is replaced by the next in the
    published order, and there are some more days."""
    rules = policy(p)
    p.prolongs_left -= 1
    schedule(p, act.now + timedelta(days=rules.prolong_days))
    short = [n for n, c in review_counts(p.pk).items() if c["valid"] < rules.minimum_valid]
    late = Review.objects.filter(seat__panel=p, seat__round=p.round, item__in=short,
                                 state=ReviewState.OPEN)  # fmt: skip
    seats = set(late.values_list("seat_id", flat=True))
    for pk in list(late.order_by("pk").values_list("pk", flat=True)):
        review.perform(pk, "lapse", actor=CLOCK, now=act.now, reason=WHY_LAPSED["replace"])
    empty = p.seats.filter(pk__in=seats, state=State.ACCEPTED)
    empty = empty.exclude(reviews__state__in=LIVE_REVIEWS).order_by("number")
    for pk in list(empty.values_list("pk", flat=True)):
        seat.perform(pk, "replace", actor=CLOCK, now=act.now)
    called = next_in_order(p, {}, act)
    return {"due_at": p.due_at.isoformat(), "replaced": len(seats), **called}


@panel.effect("resume")
def _resume(p: Panel, act: Act) -> dict[str, Any]:
    """Somebody who had to stand back has left too few sheets: reserves write theirs first, and the
    panel comes together again after that."""
    schedule(p, act.now + timedelta(days=policy(p).prolong_days))
    p.spread_checked, p.meets_until = False, None
    return {"due_at": p.due_at.isoformat(), **next_in_order(p, {}, act)}


def schedule(p: Panel, due_at: datetime) -> None:
    """When the sheets are due, and when experts are reminded of it."""
    p.due_at = due_at
    p.nudge_at = due_at - timedelta(hours=policy(p).nudge_hours)


def _call_next(s: Seat, act: Act) -> None:
    if s.round == s.panel.round:
        panel.perform(s.panel_id, "call_reserve", actor=CLOCK, now=act.now, left=str(s.pk))


@panel.effect("call_reserve")
def _call_reserve(p: Panel, act: Act) -> dict[str, Any]:
    """The next in published order that keeps the rules takes the place, item by item: after a
    conflict on one item the newcomer reviews that item only."""
    return next_in_order(p, act.given, act)


STARTS_AGAIN = ("draw", "draw_along", "resume", "reopen")


def next_in_order(p: Panel, given: Mapping[str, Any], act: Act) -> dict[str, Any]:
    if p.state != PanelState.REVIEWING and act.name not in STARTS_AGAIN:
        return {"called": []}
    transcript = reading.drawn(current_round(p))
    called, short, unsafe = _wanted(p, transcript, given, act.now)
    codes = set(p.items.values_list("code", flat=True))
    for pseudonym, wanted in called.items():
        _call(p, pseudonym, [] if wanted == codes else sorted(wanted), act)
    if called:
        p.spread_checked = False
    p.reserves_out = p.reserves_out or short
    return {"called": sorted(called), "reserves_out": short, "passed_over": sorted(unsafe)}


def _wanted(
    p: Panel, transcript: reading.Drawn, given: Any, now: datetime
) -> tuple[dict[str, set[str]], bool, set[str]]:
    """(pseudonym → codes of the items it is wanted for, whether the reserves ran out, who was
    passed over for a conflict or a load that came after the draw)."""
    seats = list(p.seats.filter(round=p.round))
    left, conflict = given.get("left"), given.get("conflict")
    conflicts = set(
        Review.objects.filter(seat__panel=p, seat__round=p.round,
                              state__in=[ReviewState.CONFLICTED, ReviewState.LAPSED])
        .values_list("seat__pseudonym", "item__code")
    )  # fmt: skip
    if conflict:
        conflicts.add(tuple(conflict))
    gone = {s.pseudonym for s in seats if s.state in GONE or str(s.pk) == left}
    live = [s for s in seats if s.state in LIVE and s.pseudonym not in gone]
    called: dict[str, set[str]] = {}
    short, look = False, _Unfit(p, transcript, now)
    for code in p.items.order_by("code").values_list("code", flat=True):
        declined = gone | {who for who, on in conflicts if on == code}
        occupied = {s.pseudonym for s in live if not s.items or code in s.items} - declined
        while len(occupied) < transcript.seats:
            found = transcript.next(occupied, (declined | look.unsafe) - occupied)
            if found is None:
                short = True
                break
            if look.against(found):
                continue
            called.setdefault(found, set()).add(code)
            occupied.add(found)
    return called, short, look.unsafe


class _Unfit:
    """Looks at whoever is about to be called, some at a time in the published order: a conflict, or
    too much at hand."""

    def __init__(self, p: Panel, transcript: reading.Drawn, now: datetime) -> None:
        self.panel, self.order, self.now = p, list(transcript.order), now
        self.looked_at: set[str] = set()
        self.unsafe: set[str] = set()

    def against(self, code: str) -> bool:
        if code not in self.looked_at:
            place = self.order.index(code)
            some = [code, *self.order[place + 1 : place + TOGETHER]]
            experts = {c["code"]: c["expert"] for c in current_round(self.panel).candidates}
            those = {c: experts[c] for c in some}
            self.unsafe |= unsafe_among(self.panel, those, self.now)
            self.unsafe |= over_limits(self.panel, those, self.now)
            self.looked_at |= set(some)
        return code in self.unsafe


TOGETHER = 10


def _call(p: Panel, pseudonym: str, items: list[str], act: Act) -> None:
    found = p.seats.filter(round=p.round, pseudonym=pseudonym).first()
    if found is not None and found.state in LIVE:
        seat.perform(found.pk, "widen", actor=CLOCK, now=act.now, items=items)
        return
    pk = found.pk if found else _list_late(p, pseudonym, act)
    seat.perform(pk, "invite", actor=CLOCK, now=act.now, items=items)


def _list_late(p: Panel, pseudonym: str, act: Act) -> Any:
    """Beyond the first reserves the published order goes on."""
    expert = {c["code"]: c["expert"] for c in current_round(p).candidates}[pseudonym]
    number = p.seats.filter(round=p.round).count() + 1
    made = seat.create("list", actor=CLOCK, now=act.now, panel=p, expert=expert, number=number,
                       pseudonym=pseudonym)  # fmt: skip
    return made.pk
