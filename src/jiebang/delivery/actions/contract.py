"""Contracts: drafted from data, signed by all, in force, ended."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q

from jiebang.delivery.actions.milestone import milestone
from jiebang.delivery.actions.payment import payment
from jiebang.delivery.actions.reaches import day, on_contract, said
from jiebang.delivery.models import Acceptance, Contract, ContractParty
from jiebang.delivery.queries import drafting, taskbook
from jiebang.delivery.queries.facts import contract_facts, policy, today
from jiebang.delivery.queries.tables import indicators_of
from jiebang.engine.calendar import add_days, add_months
from jiebang.platform import documents, entropy
from jiebang.platform.accounts.actor import CLOCK
from jiebang.platform.lifecycle import Act, Machine, Reach, refuse
from jiebang.rulebook import acceptance as acceptances
from jiebang.rulebook.contract import CONTRACT, TERMS, Part, revise_form
from jiebang.rulebook.milestone import State as MilestoneState
from jiebang.rulebook.payment import State as PaymentState
from jiebang.rulebook.roles import Role


def _under_way() -> Exists:
    over = [*acceptances.OVER, acceptances.State.WITHDRAWN]
    rows = Acceptance.objects.filter(contract_id=OuterRef("pk")).exclude(state__in=over)
    return Exists(rows)


contract = Machine(
    lifecycle=CONTRACT,
    model=Contract,
    facts=contract_facts,
    reach={
        **on_contract(""),
        Role.MEMBER: (Reach("member", "parties__waiting"),),  # a unit whose signature is missing
        Role.DISTRICT: (Reach("district", "challenge__organisation__region_code"),),
    },
    title=lambda c: f"{c.number} {c.title}",
    related=("challenge__batch", "bid", "award"),
    parts=((ContractParty, "contract"),),
    forms={"revise": lambda c: revise_form(indicators_of(c))},
    ready={
        "sign_for_bureau": lambda now: _waits_for(Part.BUREAU),
        "warn": lambda now: Q(warned_at=None, warn_on__lte=today(now)),
        "give_up": lambda now: Q(sign_by_on__lt=today(now)),
        "enter_into_force": lambda now: Q(unsigned=0),
        "fall_overdue": lambda now: Q(acceptance_until_on__lt=today(now)) & ~Q(_under_way()),
    },
)


def _waits_for(part: str) -> Q:
    waiting = ContractParty.objects.filter(contract_id=OuterRef("pk"), part=part, signs=True)
    return Q(Exists(waiting.filter(signed_at=None)))


@contract.builder("draft")
def _draft(act: Act) -> Contract:
    """Everything that is known already is in it: indicators, milestones, money, terms (R097)."""
    award = act.given["award"]
    return drafting.contract_from(
        award, number=entropy.receipt_code("HT"), on=today(act.now), edition=policy(award.challenge)
    )


@contract.effect("draft")
def _parties(c: Contract, act: Act) -> dict[str, Any]:
    ContractParty.objects.bulk_create(
        ContractParty(contract=c, **row) for row in drafting.parties_of(c, policy(c.challenge))
    )
    c.unsigned = c.parties.filter(signs=True).count()
    return {"number": c.number, "award": str(c.award_id), "public_money": c.public_money}


@contract.effect("revise")
def _revise(c: Contract, act: Act) -> dict[str, Any]:
    given = act.given
    rows = zip(c.indicators, given["indicators"], strict=True)
    c.indicators = [{**old, "value": new["value"], "method": new["method"]} for old, new in rows]
    c.milestones = given["milestones"]
    c.own_money, c.matched_money = given["own_money"], given["matched_money"]
    c.start_on, c.end_on = day(given["start_on"]), day(given["end_on"])
    c.terms = {f.name: given[f.name] or "" for f in TERMS}
    return {"own_money": c.own_money, "matched_money": c.matched_money,
            "end_on": c.end_on.isoformat()}  # fmt: skip


@contract.effect("send_for_signing")
def _send(c: Contract, act: Act) -> dict[str, Any]:
    """The text is fixed: what is signed is this digest and no other."""
    c.text = taskbook.text_of(c)
    c.digest = documents.digest(taskbook.document(c.text))
    for party in c.parties.filter(signs=True):
        party.waiting = str(party.organisation_id or "")
        party.save()
    return {"digest": c.digest}


@contract.effect("take_back")
def _take_back(c: Contract, act: Act) -> dict[str, Any]:
    """A changed text needs every signature again."""
    c.parties.update(signed_at=None, signed_by=None, digest="", waiting="")
    c.unsigned, c.digest, c.signed_at = c.parties.filter(signs=True).count(), "", None
    return {"reason": act.given["reason"]}


@contract.effect("sign")
def _sign(c: Contract, act: Act) -> dict[str, Any]:
    mine = act.actor.scopes(Role.MEMBER)
    return _signed(c, c.parties.filter(waiting__in=mine), act)


@contract.effect("sign_for_bureau", "sign_for_district")
def _sign_for_office(c: Contract, act: Act) -> dict[str, Any]:
    part = Part.BUREAU if act.name == "sign_for_bureau" else Part.DISTRICT
    return _signed(c, c.parties.filter(part=part), act)


def _signed(c: Contract, parties: Any, act: Act) -> dict[str, Any]:
    """Person, time, and the digest of the exact document."""
    found = list(parties.filter(signs=True, signed_at=None))
    if not found:
        refuse("already_signed")
    for party in found:
        party.signed_at, party.signed_by, party.digest = act.now, act.actor.id, c.digest
        party.waiting = ""
        party.save()
    c.unsigned = c.parties.filter(signs=True, signed_at=None).count()
    c.signed_at = None if c.unsigned else act.now
    return {"parties": [p.part for p in found], "digest": c.digest}


@contract.effect("warn")
def _warn(c: Contract, act: Act) -> dict[str, Any]:
    c.warned_at = act.now
    return {"sign_by": c.sign_by_on.isoformat()}


@contract.effect("extend_signing")
def _extend(c: Contract, act: Act) -> dict[str, Any]:
    before, c.sign_by_on = c.sign_by_on, _later(act.given["until_on"], c.sign_by_on)
    c.warn_on = add_days(c.sign_by_on, -policy(c.challenge).contract.warn_days)
    c.warned_at = None
    return {"before": before.isoformat(), "after": c.sign_by_on.isoformat()}


def _later(text: str, before: date) -> date:
    return day(text) if day(text) > before else refuse("date_not_later", at=before.isoformat())


@contract.effect("give_up")
def _give_up(c: Contract, act: Act) -> dict[str, Any]:
    c.parties.update(waiting="")
    return {"unsigned": c.unsigned}


@contract.effect("enter_into_force")
def _enter(c: Contract, act: Act) -> dict[str, Any]:
    """Milestones and tranches come to life with the contract."""
    c.in_force_at = act.now
    window = policy(c.challenge).acceptance.window_days
    c.acceptance_until_on = add_days(c.end_on, window)
    for number, plan in enumerate(c.milestones, 1):
        milestone.create("plan", actor=CLOCK, now=act.now, contract=c, number=number,
                         plan=plan, due_on=add_months(c.start_on, int(plan["month"])))  # fmt: skip
    for number, plan in enumerate(c.tranches, 1):
        payment.create("plan", actor=CLOCK, now=act.now, contract=c, number=number, plan=plan)
    return {"milestones": len(c.milestones), "tranches": len(c.tranches)}


@contract.effect("register_contract")
def _register(c: Contract, act: Act) -> dict[str, Any]:
    """R101: late registrations are marked; the days are the edition's."""
    given, signed = act.given, c.signed_at
    if given["technology_amount"] > given["amount"]:
        refuse("technology_above_contract", have=given["technology_amount"],
               limit=given["amount"], unit="money")  # fmt: skip
    limit = policy(c.challenge).contract.registration_days
    late = bool(signed) and day(given["registered_on"]) > add_days(today(signed), limit)
    c.registration = {**said(given, act), "late": late}
    return {"number": given["number"], "late": late}


@contract.effect("amend")
def _amend(c: Contract, act: Act) -> dict[str, Any]:
    """What an approved change does; a major one makes a supplementary task book (R112)."""
    given = act.given
    if given["months"]:
        c.end_on = add_months(c.end_on, given["months"])
        c.acceptance_until_on = add_months(c.acceptance_until_on, given["months"])
    if given["kind"] == "project_name":
        c.title = given["new_value"][:200]
    if given["major"]:
        entry = {k: given[k] for k in ("change", "kind", "label", "new_value", "reason", "months")}
        entry |= {"number": len(c.supplements) + 1, "at": act.now.isoformat(),
                  "end_on": c.end_on.isoformat()}  # fmt: skip
        entry["digest"] = documents.digest(taskbook.supplement(c, entry))
        c.supplements = [*c.supplements, entry]
    return {"change": given["change"], "kind": given["kind"], "end_on": c.end_on.isoformat()}


@contract.effect("amend")
def _move_milestones(c: Contract, act: Act) -> None:
    months = act.given["months"]
    open_rows = c.milestone_rows.filter(state=MilestoneState.PLANNED) if months else ()
    for m in open_rows:
        milestone.perform(
            m.pk, "move", actor=CLOCK, now=act.now, due_on=add_months(m.due_on, months)
        )


@contract.effect("allow_late_acceptance")
def _allow(c: Contract, act: Act) -> dict[str, Any]:
    before = c.acceptance_until_on
    c.acceptance_until_on = _later(act.given["until_on"], today(act.now))
    return {"before": before.isoformat(), "after": c.acceptance_until_on.isoformat()}


@contract.effect("terminate", "fail", "complete")
def _end(c: Contract, act: Act) -> dict[str, Any]:
    """Nothing more is paid, except what a passed acceptance has made due."""
    c.verdict = act.given.get("reason") or ""
    keep = Q(condition="acceptance") if act.given.get("passed") else Q(pk=None)
    open_states = [PaymentState.PLANNED, PaymentState.DUE, PaymentState.APPROVED]
    stopped = c.payments.filter(state__in=open_states).exclude(keep).order_by("number")
    if act.name == "complete":
        stopped = stopped.filter(state=PaymentState.PLANNED)
    for pk in list(stopped.values_list("pk", flat=True)):
        payment.perform(pk, "cancel", actor=CLOCK, now=act.now, reason=c.verdict)
    left = [MilestoneState.PLANNED, MilestoneState.SUBMITTED, MilestoneState.RECTIFY]
    for pk in list(c.milestone_rows.filter(state__in=left).values_list("pk", flat=True)):
        milestone.perform(pk, "drop", actor=CLOCK, now=act.now)
    return {"reason": c.verdict}
