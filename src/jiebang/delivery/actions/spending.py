"""R&D spending, reported by the units, confirmed by the bureau."""

from __future__ import annotations

from typing import Any

from jiebang.delivery.actions.reaches import adopt, day, on_contract, own_unit
from jiebang.delivery.models import Contract, Spending
from jiebang.delivery.queries.facts import spending_facts
from jiebang.platform.lifecycle import Act, Machine, Reach
from jiebang.rulebook.roles import Role
from jiebang.rulebook.spending import SPENDING

spending = Machine(
    lifecycle=SPENDING,
    model=Spending,
    facts=spending_facts,
    reach={
        **on_contract(),
        Role.PARTNER: (Reach("member", "organisation_id"),),  # a party: see the builder
        Role.MEMBER: (Reach("member", "organisation_id"),),
    },
    title=lambda s: s.contract.title,
    related=("contract__challenge__batch", "contract__bid", "organisation"),
)


@spending.builder("report")
def _report(act: Act) -> Spending:
    found = Contract.objects.select_related("challenge__batch", "bid").get(pk=act.given["contract"])
    return _filled(Spending(contract=found, organisation=own_unit(found, act)), act)


@spending.effect("correct")
def _correct(s: Spending, act: Act) -> None:
    _filled(s, act)


def _filled(s: Spending, act: Act) -> Spending:
    given = act.given
    s.source, s.amount = given["source"], given["amount"]
    s.from_on, s.until_on = day(given["from_on"]), day(given["until_on"])
    s.paid_to_bidder, s.evidence_text = bool(given["paid_to_bidder"]), given["evidence"]
    return s


@spending.effect("report", "correct")
def _reported(s: Spending, act: Act) -> dict[str, Any]:
    s.evidence = [*s.evidence, *adopt(act.given["files"], "spending", s.pk, "evidence", act)]
    return {"contract": str(s.contract_id), "source": s.source, "amount": s.amount}


@spending.effect("confirm")
def _confirm(s: Spending, act: Act) -> dict[str, Any]:
    s.confirmed_at, s.verdict = act.now, ""
    return {"source": s.source, "amount": s.amount}


@spending.effect("send_back", "withdraw")
def _back(s: Spending, act: Act) -> dict[str, Any]:
    s.verdict = act.given["reason"]
    return {"reason": s.verdict}
