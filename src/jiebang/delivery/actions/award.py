"""Awards: proposed, decided, told to the public, confirmed when the days are over."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q

from jiebang.delivery.actions.contract import contract
from jiebang.delivery.actions.reaches import CITY, midnight, said
from jiebang.delivery.models import Award, Objection
from jiebang.delivery.queries import awards
from jiebang.delivery.queries.facts import award_facts, policy, today
from jiebang.delivery.queries.ranking import feedback
from jiebang.engine.calendar import add_days
from jiebang.platform import holidays
from jiebang.platform.accounts.actor import CLOCK
from jiebang.platform.lifecycle import Act, Machine, Reach, refuse
from jiebang.programme.actions import bid as bids
from jiebang.programme.actions import challenge as challenges
from jiebang.rulebook import objection as objections
from jiebang.rulebook.award import AWARD
from jiebang.rulebook.bid import State as BidState
from jiebang.rulebook.roles import Role


def _objected(*states: str) -> Exists:
    return Exists(Objection.objects.filter(award_id=OuterRef("pk"), state__in=states))


award = Machine(
    lifecycle=AWARD,
    model=Award,
    facts=award_facts,
    reach={
        **CITY,
        Role.PUBLISHER: (Reach("member", "challenge__organisation_id"),),
        Role.LEAD: (Reach("member", "bid__lead_id"),),
    },
    title=lambda a: a.challenge.title,
    related=("challenge__batch", "bid"),
    forms={"propose_again": awards.proposal_form_of},
    moments=("ends_at",),
    ready={
        "confirm": lambda now: Q(until_on__lt=today(now)) & ~Q(_objected(*objections.OPEN)),
        "resume": lambda now: ~Q(_objected(objections.State.ACCEPTED)),
    },
)


@award.builder("propose")
def _propose(act: Act) -> Award:
    """Locks the challenge: two officers at once make one proposal."""
    found = awards.locked_challenge(act.given["challenge"])
    if found is None:
        refuse("challenge_not_ranked")
    return _filled(Award(challenge=found), act)


@award.effect("propose_again")
def _propose_again(a: Award, act: Act) -> dict[str, Any]:
    return _recorded(_filled(a, act))


@award.effect("propose")
def _record_proposal(a: Award, act: Act) -> dict[str, Any]:
    return _recorded(a)


def _filled(a: Award, act: Act) -> Award:
    chosen = act.given.get("bid") or None
    a.bid = a.challenge.bids.filter(pk=chosen).first() if chosen else None
    if chosen and a.bid is None:
        refuse("bid_not_ranked")
    a.public_money = (act.given.get("public_money") or 0) if chosen else 0
    if chosen and not 0 < a.public_money <= a.challenge.public_money:
        sums = {"have": a.public_money, "limit": a.challenge.public_money, "unit": "money"}
        refuse("public_money_outside", **sums)
    a.reason = act.given["reason"]
    return a


def _recorded(a: Award) -> dict[str, Any]:
    return {
        "challenge": str(a.challenge_id),
        "bid": str(a.bid_id or ""),
        "public_money": a.public_money,
        "reason": a.reason,
    }


@award.effect("approve", "return_proposal", "reject")
def _decide(a: Award, act: Act) -> dict[str, Any]:
    """The meeting's record is kept whole (R090)."""
    a.decisions = [*a.decisions, {**said(act.given, act), "outcome": act.name}]
    a.decided_at = act.now
    return {
        "meeting": act.given["meeting"],
        "number": act.given["number"],
        "votes": [act.given[k] for k in ("votes_for", "votes_against", "votes_abstained")],
    }


@award.effect("reject")
def _award_nobody(a: Award, act: Act) -> None:
    a.verdict = act.given["reason"]
    challenges.perform(a.challenge_id, "award_nobody", actor=CLOCK, now=act.now)
    _reject_others(a, act, chosen=None)


@award.effect("publish_notice")
def _publish(a: Award, act: Act) -> dict[str, Any]:
    """Day one is the day after; the edition says how many and of which kind (R091)."""
    rule = policy(a.challenge).notice
    window = holidays.calendar().window(today(act.now), rule.days, rule.unit)
    a.number, a.published_at = act.given["number"], act.now
    a.from_on, a.until_on = window.first_on, window.last_on
    a.ends_at = midnight(add_days(a.until_on, 1))
    return {"number": a.number, "from": a.from_on.isoformat(), "until": a.until_on.isoformat()}


@award.effect("freeze")
def _freeze(a: Award, act: Act) -> dict[str, Any]:
    """The days that are left wait (R094)."""
    unit, now_on = policy(a.challenge).notice.unit, today(act.now)
    calendar = holidays.calendar()
    left = (
        calendar.working_days_between(add_days(now_on, 1), a.until_on)
        if unit == "working"
        else (a.until_on - now_on).days
    )
    a.left_days = max(0, left)
    return {"left_days": a.left_days}


@award.effect("resume")
def _resume(a: Award, act: Act) -> dict[str, Any]:
    """Counting goes on from the day after, by the edition's kind of day."""
    if a.left_days:
        unit = policy(a.challenge).notice.unit
        window = holidays.calendar().window(today(act.now), a.left_days, unit)
        a.until_on = window.last_on
        a.ends_at = midnight(add_days(a.until_on, 1))
    a.left_days = None
    return {"until": a.until_on.isoformat()}


@award.effect("cancel", "call_off")
def _cancel(a: Award, act: Act) -> dict[str, Any]:
    """The ranking stands; another proposal may follow."""
    a.verdict = act.given.get("reason") or ""
    return {"reason": a.verdict}


@award.effect("confirm")
def _confirm(a: Award, act: Act) -> dict[str, Any]:
    a.confirmed_at = act.now
    step = "award" if a.bid_id else "award_nobody"
    challenges.perform(a.challenge_id, step, actor=CLOCK, now=act.now)
    if a.bid_id:
        bids.perform(a.bid_id, "select", actor=CLOCK, now=act.now, reason=a.reason)
    _reject_others(a, act, chosen=a.bid_id)
    if not a.bid_id:
        return {"contract": ""}
    made = contract.create("draft", actor=CLOCK, now=act.now, award=a)
    return {"contract": str(made.pk)}


def _reject_others(a: Award, act: Act, *, chosen: Any) -> None:
    """Everybody else is told why, in the panel's words without its names (R088)."""
    others = a.challenge.bids.filter(state=BidState.VALID).exclude(pk=chosen).order_by("pk")
    for pk in list(others.values_list("pk", flat=True)):
        bids.perform(pk, "reject", actor=CLOCK, now=act.now, reason=feedback(str(pk)))
