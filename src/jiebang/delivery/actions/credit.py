"""Bank credit, and the consent without which a bank sees nobody."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from jiebang.delivery.actions.reaches import CITY, day, said
from jiebang.delivery.models import Balance, Consent, Credit
from jiebang.delivery.queries import units
from jiebang.delivery.queries.facts import consent_facts, credit_facts, today
from jiebang.platform.accounts.actor import Actor
from jiebang.platform.audit import log
from jiebang.platform.lifecycle import Act, Machine, Reach, refuse
from jiebang.rulebook import credit as rules
from jiebang.rulebook.roles import Role

credit = Machine(
    lifecycle=rules.CREDIT,
    model=Credit,
    facts=credit_facts,
    reach={
        **CITY,
        Role.BANK: (Reach("bank", "bank_id"),),
        Role.MEMBER: (Reach("member", "organisation_id"),),
    },
    title=lambda c: f"{c.bank.name} — {c.organisation.name}",
    related=("bank", "organisation", "challenge__batch"),
    parts=((Balance, "credit"),),
)
consent = Machine(
    lifecycle=rules.CONSENT_LIFE,
    model=Consent,
    facts=consent_facts,
    reach={
        **CITY,
        Role.UNIT_ADMIN: (Reach("unit_admin", "organisation_id"),),
        Role.MEMBER: (Reach("member", "organisation_id"),),
    },
    title=lambda c: c.challenge.title,
    related=("organisation", "challenge__batch"),
)


@credit.builder("offer")
def _offer(act: Act) -> Credit:
    given = act.given
    banks = sorted(act.actor.scopes(Role.BANK))
    if not banks:
        refuse("not_a_bank")
    return Credit(
        bank=units.organisation(given.get("bank") or banks[0]),
        organisation=units.organisation(given["organisation"]),
        challenge=units.challenge(given["challenge"]), offered=given["offered"],
        announced_on=day(given["announced_on"]), product=given["product"] or "",
        valid_until_on=day(given["valid_until_on"]) if given["valid_until_on"] else None,
        remark=given["remark"] or "",
    )  # fmt: skip


@credit.effect("offer")
def _offered(c: Credit, act: Act) -> dict[str, Any]:
    return {"organisation": str(c.organisation_id), "challenge": str(c.challenge_id),
            "offered": c.offered}  # fmt: skip


@credit.effect("approve")
def _approve(c: Credit, act: Act) -> dict[str, Any]:
    why = rules.within_offer(act.given["approved"], c.offered)
    if why:
        refuse(why.code, **why.params)
    c.approved, c.approval = act.given["approved"], said(act.given, act)
    return {"approved": c.approved, "number": act.given["number"]}


@credit.effect("report_balance")
def _balance(c: Credit, act: Act) -> dict[str, Any]:
    drawn, on = act.given["drawn"], day(act.given["as_of_on"])
    why = rules.within_approval(drawn, c.approved)
    if why:
        refuse(why.code, **why.params)
    if on > today(act.now):
        refuse("date_ahead", on=on.isoformat())
    Balance.objects.create(credit=c, as_of_on=on, drawn=drawn, at=act.now)
    if c.drawn_as_of_on is None or on >= c.drawn_as_of_on:
        c.drawn, c.drawn_as_of_on = drawn, on
    return {"drawn": drawn, "as_of": on.isoformat()}


@credit.effect("withdraw", "decline")
def _end(c: Credit, act: Act) -> dict[str, Any]:
    c.remark = act.given.get("reason") or act.given.get("remark") or c.remark
    return {"reason": c.remark}


@consent.builder("give")
def _give(act: Act) -> Consent:
    """For the unit the person acts for; several units: the one that was named."""
    mine = act.actor.scopes(Role.MEMBER)
    wanted = str(act.given["organisation"])
    if wanted not in mine:
        refuse("unit_takes_no_part")
    return _agreed(Consent(organisation=units.organisation(wanted),
                           challenge=units.challenge(act.given["challenge"])), act)  # fmt: skip


@consent.effect("give", "give_again")
def _given(c: Consent, act: Act) -> dict[str, Any]:
    _agreed(c, act)
    return {"fields": c.fields, "challenge": str(c.challenge_id)}


def _agreed(c: Consent, act: Act) -> Consent:
    c.fields = sorted({*act.given["fields"], *rules.ALWAYS_SHARED})
    c.contact = act.given["contact"] or ""
    return c


def record_viewing(actor: Actor, consents: list[str], *, now: datetime) -> None:
    """A bank read the list of units: each reading is on record (R128)."""
    with transaction.atomic():
        for bank in sorted(actor.scopes(Role.BANK)):
            log.append(stream=f"bank:{bank}", event="consent.viewed", actor=actor.id, now=now,
                       data={"consents": consents})  # fmt: skip
