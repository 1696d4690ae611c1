"""Tranches of public money."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q

from jiebang.delivery.actions.reaches import adopt, day, on_contract, said
from jiebang.delivery.models import Acceptance, Milestone, Payment, Spending
from jiebang.delivery.queries.facts import payment_facts, today
from jiebang.platform.lifecycle import Act, Machine, refuse
from jiebang.rulebook import acceptance, milestone, spending
from jiebang.rulebook.contract import RUNNING
from jiebang.rulebook.payment import PAYMENT, Condition


def _condition_met(now: Any) -> Q:
    """The same conditions as the rule's, asked of all rows at once."""
    mine = {"contract_id": OuterRef("contract_id")}
    passed = Milestone.objects.filter(
        **mine, number=OuterRef("milestone"), state=milestone.State.PASSED
    )
    accepted = Acceptance.objects.filter(**mine, state=acceptance.State.PASSED)
    paid = Spending.objects.filter(**mine, paid_to_bidder=True, state=spending.State.CONFIRMED)
    met = (
        Q(condition=Condition.CONTRACT, contract__state__in=RUNNING)
        | (Q(condition=Condition.MILESTONE) & Q(Exists(passed)))
        | (Q(condition=Condition.ACCEPTANCE) & Q(Exists(accepted)))
        | (Q(condition=Condition.PUBLISHER_PAYMENT) & Q(Exists(paid)))
    )
    return met & Q(held=False)


payment = Machine(
    lifecycle=PAYMENT,
    model=Payment,
    facts=payment_facts,
    reach=on_contract(),
    title=lambda p: f"{p.contract.number} {p.label}",
    related=("contract__challenge__batch", "contract__bid"),
    ready={"fall_due": _condition_met},
)


@payment.builder("plan")
def _plan(act: Act) -> Payment:
    plan = act.given["plan"]
    return Payment(
        contract=act.given["contract"], number=act.given["number"], code=plan["code"],
        label=plan["label"], label_en=plan["label_en"], share=plan["share"], amount=plan["fen"],
        condition=plan["condition"], milestone=plan["milestone"],
    )  # fmt: skip


@payment.effect("fall_due", "release")
def _due(p: Payment, act: Act) -> dict[str, Any]:
    p.due_at, p.held = act.now, False
    return {"amount": p.amount}


@payment.effect("approve")
def _approve(p: Payment, act: Act) -> dict[str, Any]:
    p.approved_at = act.now
    return {"amount": p.amount}


@payment.effect("hold", "cancel")
def _hold(p: Payment, act: Act) -> dict[str, Any]:
    p.held, p.remark = act.name == "hold", act.given.get("reason") or ""
    return {"reason": p.remark}


@payment.effect("pay")
def _pay(p: Payment, act: Act) -> dict[str, Any]:
    """Only to a unit of the project, by its registered name (R105); one receipt, one payment."""
    given = act.given
    units = p.contract.parties.exclude(organisation=None)
    names = sorted(set(units.values_list("organisation__name", flat=True)))
    if given["payee"] not in names:
        refuse("payee_not_project_unit", given=given["payee"], units=tuple(names))
    if Payment.objects.filter(receipt_number=given["receipt_number"]).exists():
        refuse("bank_receipt_used", number=given["receipt_number"])
    if day(given["paid_on"]) > today(act.now):
        refuse("date_ahead", on=given["paid_on"])
    p.paid_on, p.receipt_number = day(given["paid_on"]), given["receipt_number"]
    p.payee = given["payee"]
    p.receipt = adopt(given["files"], "payment", p.pk, "receipt", act)
    return {"amount": p.amount, "payee": p.payee, "receipt": p.receipt_number,
            "paid_on": given["paid_on"]}  # fmt: skip


@payment.effect("return_money")
def _return(p: Payment, act: Act) -> dict[str, Any]:
    given = act.given
    if not 0 < given["returned"] <= p.amount:
        refuse("return_above_payment", have=given["returned"], limit=p.amount, unit="money")
    p.returned = said(given, act)
    return {"returned": given["returned"], "interest": given["interest"]}
