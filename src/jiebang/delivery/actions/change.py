"""Changes and ends before time."""

from __future__ import annotations

from typing import Any

from jiebang.delivery.actions.contract import contract
from jiebang.delivery.actions.reaches import adopt, day, on_contract, own_unit, said
from jiebang.delivery.models import Change, Contract, Termination
from jiebang.delivery.queries.facts import change_facts, policy, termination_facts
from jiebang.platform.accounts.actor import CLOCK
from jiebang.platform.lifecycle import Act, Machine, Reach, refuse
from jiebang.rulebook import change as rules
from jiebang.rulebook.payment import State as PaymentState
from jiebang.rulebook.roles import Role

REACH = {**on_contract(), Role.MEMBER: (Reach("member", "organisation_id"),)}
change = Machine(
    lifecycle=rules.CHANGE,
    model=Change,
    facts=change_facts,
    reach=REACH,
    title=lambda c: c.contract.title,
    related=("contract__challenge__batch", "contract__bid"),
)
termination = Machine(
    lifecycle=rules.TERMINATION_LIFE,
    model=Termination,
    facts=termination_facts,
    reach=REACH,
    title=lambda t: t.contract.title,
    related=("contract__challenge__batch", "contract__bid"),
)


def _contract(act: Act) -> Contract:
    """Locked: two requests at once are counted one after the other."""
    rows = Contract.objects.select_for_update(of=("self",))
    return rows.select_related("challenge__batch", "bid").get(pk=act.given["contract"])


@change.builder("request")
def _request(act: Act) -> Change:
    found, given = _contract(act), act.given
    known = {k.code for k in policy(found.challenge).changes}
    if given["kind"] not in known:
        refuse("not_an_option", given=given["kind"][:40])
    return Change(
        contract=found,
        organisation=own_unit(found, act),
        kind=given["kind"],
        cause_on=day(given["cause_on"]),
        months=given["months"] or 0,
        new_value=given["new_value"],
        reason=given["reason"],
        evidence=list(given["files"] or []),
    )


@change.effect("request")
def _requested(c: Change, act: Act) -> dict[str, Any]:
    c.evidence = adopt(c.evidence, "change", c.pk, "evidence", act)
    return {"contract": str(c.contract_id), "kind": c.kind, "months": c.months}


@change.effect("opine")
def _opine(c: Change, act: Act) -> dict[str, Any]:
    c.opinion = said(act.given, act)
    return {"will": act.given["will"]}


@change.effect("approve")
def _approve(c: Change, act: Act) -> dict[str, Any]:
    kind = policy(c.contract.challenge).change(c.kind)
    c.decided_at, c.verdict = act.now, act.given.get("remark") or ""
    contract.perform(
        c.contract_id,
        "amend",
        actor=CLOCK,
        now=act.now,
        change=str(c.pk),
        kind=c.kind,
        label=kind.label,
        major=kind.major,
        months=c.months if kind.months_max else 0,
        new_value=c.new_value,
        reason=c.reason,
    )
    return {"kind": c.kind}


@change.effect("refuse", "withdraw")
def _refuse(c: Change, act: Act) -> dict[str, Any]:
    c.decided_at, c.verdict = act.now, act.given["reason"]
    return {"reason": c.verdict}


@termination.builder("request")
def _ask_end(act: Act) -> Termination:
    found = _contract(act)
    unit = None if act.actor.holds(Role.OFFICER) else own_unit(found, act)
    return Termination(
        contract=found,
        organisation=unit,
        kind=act.given["kind"],
        reason=act.given["reason"],
        evidence=list(act.given["files"] or []),
    )


@termination.effect("request")
def _asked_end(t: Termination, act: Act) -> dict[str, Any]:
    t.evidence = adopt(t.evidence, "termination", t.pk, "evidence", act)
    return {"contract": str(t.contract_id), "kind": t.kind, "reason": t.reason}


@termination.effect("record_settlement")
def _settle(t: Termination, act: Act) -> dict[str, Any]:
    """Used, unused and irregular are all that was paid; the rule says what goes back (R106)."""
    given = act.given
    rows = t.contract.payments.filter(state=PaymentState.PAID)
    paid = sum(rows.values_list("amount", flat=True))
    why = rules.settlement_adds_up(paid, given["used"], given["unused"], given["irregular"])
    if why:
        refuse(why.code, **why.params)
    t.settlement = {**said(given, act), "paid": paid}
    t.to_return = rules.to_return(
        t.kind, paid, given["unused"], given["irregular"], given["interest"]
    )
    return {"paid": paid, "to_return": t.to_return, "diligent": bool(given["diligent"])}


@termination.effect("conclude")
def _conclude(t: Termination, act: Act) -> dict[str, Any]:
    t.concluded_at, t.verdict = act.now, act.given["reason"]
    contract.perform(t.contract_id, "terminate", actor=CLOCK, now=act.now, reason=t.verdict)
    return {"to_return": t.to_return, "reason": t.verdict}


@termination.effect("open_settlement", "refuse", "withdraw", "settle_again")
def _say(t: Termination, act: Act) -> dict[str, Any]:
    t.verdict = act.given["reason"]
    return {"reason": t.verdict}
