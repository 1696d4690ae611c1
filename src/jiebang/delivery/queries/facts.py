"""What the rules may look at: one frozen picture of a row, taken under its lock."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils import timezone

from jiebang.delivery.models import (
    Acceptance,
    Award,
    Change,
    Complaint,
    Consent,
    Contract,
    Credit,
    Followup,
    Milestone,
    Objection,
    Payment,
    Spending,
    Termination,
    Use,
)
from jiebang.delivery.queries.ranking import Ranked, places
from jiebang.delivery.queries.tables import comparison, indicators_of
from jiebang.engine.calendar import MissingYear
from jiebang.platform import holidays, reading
from jiebang.programme import queries as programme
from jiebang.review import queries as review
from jiebang.rulebook import (
    acceptance,
    award,
    change,
    contract,
    credit,
    followup,
    milestone,
    payment,
    spending,
)
from jiebang.rulebook import objection as rules
from jiebang.rulebook.challenge import State as ChallengeState
from jiebang.rulebook.edition import Edition

today = timezone.localdate


def policy(challenge: Any) -> Edition:
    """The edition that governs a challenge and all that follows from it."""
    return programme.edition_of(challenge.batch)


def places_of(a: Award) -> list[Ranked]:
    """The ranking of the award's challenge; read once for a row in hand."""
    if not hasattr(a, "_places"):
        a._places = places(str(a.challenge_id))
    return a._places


def objections_to(a: Award) -> list[str]:
    """Where the objections to an award stand; read once for a row in hand."""
    if not hasattr(a, "_objected"):
        a._objected = list(a.objections.values_list("state", flat=True))
    return a._objected


def award_facts(a: Award, now: datetime) -> award.Facts:
    ranked = {p.bid: p for p in places_of(a)}
    mine = ranked.get(str(a.bid_id)) if a.bid_id else None
    others = Award.objects.filter(challenge_id=a.challenge_id).exclude(pk=a.pk)
    objected = objections_to(a) if a.state else []
    return award.Facts(
        today=today(now),
        now=now,
        challenge_ranked=a.challenge.state == ChallengeState.RANKED,
        awards_in_force=others.exclude(state__in=award.OVER).count(),
        bid=str(a.bid_id or ""),
        bid_ranked=mine is not None and mine.place is not None,
        bid_vetoed=mine is not None and mine.vetoed,
        public_money=a.public_money,
        public_money_limit=a.challenge.public_money,
        notice_until_on=a.until_on,
        objections_open=sum(s in rules.OPEN for s in objected),
        objections_accepted=objected.count(rules.State.ACCEPTED),
        holidays_known=_holidays_known(policy(a.challenge).notice, today(now)),
        late_conflicts=review.late_undecided(str(a.challenge_id)) if a.state else 0,
    )


def _holidays_known(rule: Any, on: date) -> bool:
    try:
        holidays.calendar().window(on, rule.days, rule.unit)
    except MissingYear:
        return False
    return True


def objection_facts(o: Objection, now: datetime) -> rules.Facts:
    rule = policy(o.award.challenge).notice
    return rules.Facts(
        now=now,
        notice_running=o.award.state in (award.State.IN_NOTICE, award.State.FROZEN),
        real_name=not rule.objection_real_name or bool(o.name and o.id_sealed),
        evidence_needed=rule.objection_evidence,
        evidence=len(o.evidence) + bool(o.evidence_text),
        seal_needed=rule.objection_seal_for_units and bool(o.unit),
        sealed=bool(o.seal),
    )


def complaint_facts(c: Complaint, now: datetime) -> rules.ComplaintFacts:
    return rules.ComplaintFacts(now=now)


def contract_facts(c: Contract, now: datetime) -> contract.Facts:
    edition = policy(c.challenge)
    rows = indicators_of(c)
    parties = list(c.parties.all()) if c.state else []
    missing = {p.part for p in parties if p.signs and p.signed_at is None}
    highest = max((t["milestone"] for t in c.tranches), default=0)
    counterpart = c.public_money * edition.funding.own_ratio // 100
    return contract.Facts(
        now=now,
        today=today(now),
        sign_by_on=c.sign_by_on,
        warn_on=c.warn_on,
        warned=c.warned_at is not None,
        lower=tuple(i.name for i in rows if i.value and contract.below_bid(i)),
        unanswered=tuple(i.name for i in rows if not i.value.strip()),
        milestones=len(c.milestones),
        milestones_min=edition.milestones.count_min,
        milestones_max=edition.milestones.count_max,
        tranche_without_milestone=highest if highest > len(c.milestones) else 0,
        public_money=c.public_money,
        counterpart=c.own_money + c.matched_money,
        counterpart_needed=counterpart,
        terms_missing=tuple(
            f.label for f in contract.TERMS if f.required and not c.terms.get(f.name)
        ),
        unsigned=sum(p.signs and p.signed_at is None for p in parties),
        bureau_unsigned=contract.Part.BUREAU in missing,
        district_unsigned=contract.Part.DISTRICT in missing,
        registered=bool(c.registration),
        acceptance_until_on=c.acceptance_until_on,
        acceptance_open=_acceptance_open(c) if c.state else False,
    )


def _acceptance_open(c: Contract) -> bool:
    """The page of a contract has read their states by the time its rules ask."""
    known = reading.held(c, "beside")
    if known is None:
        return _acceptances(c).exists()
    return any(x.life == "acceptance" and x.state not in CLOSED for x in known)


CLOSED = frozenset({*acceptance.OVER, acceptance.State.WITHDRAWN})


def _acceptances(c: Contract):
    return Acceptance.objects.filter(contract_id=c.pk).exclude(state__in=CLOSED)


def milestone_facts(m: Milestone, now: datetime) -> milestone.Facts:
    settled = (milestone.State.PASSED, milestone.State.DROPPED)
    earlier = Milestone.objects.filter(contract_id=m.contract_id, number__lt=m.number)
    unsettled = earlier.exclude(state__in=settled).values_list("number", flat=True)
    return milestone.Facts(
        now=now,
        contract_alive=m.contract.state in contract.ALIVE,
        earlier_unsettled=min(unsettled, default=0),
        opined=bool(m.opinion),
    )


def payment_facts(p: Payment, now: datetime) -> payment.Facts:
    return payment.Facts(
        now=now,
        condition=p.condition,
        condition_met=CONDITIONS[p.condition](p),
        contract_alive=p.contract.state in contract.ALIVE,
    )


def _in_force(p: Payment) -> bool:
    return p.contract.state in contract.RUNNING or p.contract.in_force_at is not None


def _milestone_passed(p: Payment) -> bool:
    rows = Milestone.objects.filter(contract_id=p.contract_id, number=p.milestone)
    return rows.filter(state=milestone.State.PASSED).exists()


def _accepted(p: Payment) -> bool:
    rows = Acceptance.objects.filter(contract_id=p.contract_id)
    return rows.filter(state=acceptance.State.PASSED).exists()


def _publisher_paid(p: Payment) -> bool:
    rows = Spending.objects.filter(contract_id=p.contract_id, paid_to_bidder=True)
    return rows.filter(state=spending.State.CONFIRMED).exists()


CONDITIONS = {
    payment.Condition.CONTRACT: _in_force,
    payment.Condition.MILESTONE: _milestone_passed,
    payment.Condition.ACCEPTANCE: _accepted,
    payment.Condition.PUBLISHER_PAYMENT: _publisher_paid,
}


def spending_facts(s: Spending, now: datetime) -> spending.Facts:
    return spending.Facts(
        now=now,
        contract_running=s.contract.state in contract.RUNNING,
        amount=s.amount,
        period_in_order=s.from_on <= s.until_on <= today(now),
        evidence=len(s.evidence) + bool(s.evidence_text),
    )


def credit_facts(c: Credit, now: datetime) -> credit.Facts:
    agreed = Consent.objects.filter(
        organisation_id=c.organisation_id,
        challenge_id=c.challenge_id,
        state=credit.ConsentState.GIVEN,
    )
    return credit.Facts(
        now=now,
        today=today(now),
        consented=agreed.exists(),
        offered=c.offered,
        approved=c.approved,
        drawn=c.drawn,
        valid_until_on=c.valid_until_on,
    )


def consent_facts(c: Consent, now: datetime) -> credit.ConsentFacts:
    """Only a unit of the challenge has something to share: its publisher, or a bidder's unit."""
    units = {str(c.challenge.organisation_id)}
    units |= {
        str(u)
        for u in c.challenge.bid_units.filter(in_force=True).values_list("organisation", flat=True)
    }
    others = Consent.objects.filter(
        organisation_id=c.organisation_id, challenge_id=c.challenge_id
    ).exclude(pk=c.pk)
    return credit.ConsentFacts(
        now=now, takes_part=str(c.organisation_id) in units, already=others.exists()
    )


def change_facts(c: Change, now: datetime) -> change.Facts:
    alike = Change.objects.filter(contract_id=c.contract_id, kind=c.kind).exclude(pk=c.pk)
    return change.Facts(
        now=now,
        today=today(now),
        contract_alive=c.contract.state in contract.ALIVE,
        kind=policy(c.contract.challenge).change(c.kind),
        cause_on=c.cause_on,
        end_on=c.contract.end_on,
        approved_before=alike.filter(state=change.State.APPROVED).count(),
        open_before=alike.filter(state=change.State.REQUESTED).count(),
        months=c.months,
        opined=bool(c.opinion),
    )


def termination_facts(t: Termination, now: datetime) -> change.TerminationFacts:
    T = change.TerminationState
    others = Termination.objects.filter(contract_id=t.contract_id).exclude(pk=t.pk)
    return change.TerminationFacts(
        now=now,
        contract_alive=t.contract.state in contract.ALIVE,
        another_open=others.exclude(state__in=[T.REFUSED, T.WITHDRAWN]).exists(),
        settled=bool(t.settlement),
    )


def acceptance_facts(a: Acceptance, now: datetime) -> acceptance.Facts:
    c, rule = a.contract, policy(a.contract.challenge).acceptance
    needed = acceptance.papers_needed(c.public_money, rule.audit_above)
    labels = {o.code: o.label for o in acceptance.PAPERS}
    others = _acceptances(c).exclude(pk=a.pk)
    return acceptance.Facts(
        now=now,
        today=today(now),
        contract_alive=c.state in contract.ALIVE and c.state != contract.State.OVERDUE,
        earliest_on=_earliest(c),
        until_on=c.acceptance_until_on or c.end_on,
        another_open=others.exists(),
        papers_missing=tuple(labels[p] for p in needed if p not in a.papers),
        opinion_needed=rule.opinion_required,
        opined=bool(a.opinion),
        panel_closed=a.panel_closed_at is not None,
        share=acceptance.share_reached(comparison(a)),
        pass_share=rule.pass_share,
        discuss_share=rule.discuss_share,
        rectifications=a.rectifications,
        rectify_times=rule.rectify_times,
        rectify_until_on=a.rectify_until_on,
    )


def _earliest(c: Contract) -> date:
    """The day after the end; at once when every milestone has been passed."""
    open_rows = c.milestone_rows.exclude(state=milestone.State.PASSED)
    started = timezone.localdate(c.in_force_at) if c.in_force_at else c.start_on
    return c.end_on if open_rows.exists() else started


def followup_facts(f: Followup, now: datetime) -> followup.Facts:
    return followup.Facts(now=now, today=today(now), due_on=f.due_on)


def use_facts(u: Use, now: datetime) -> followup.UseFacts:
    running = u.contract.state in contract.RUNNING
    return followup.UseFacts(
        now=now, today=today(now), since_on=u.since_on, contract_running=running
    )
