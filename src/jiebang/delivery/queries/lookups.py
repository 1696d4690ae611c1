"""Small questions about contracts, asked by whoever already knows which one."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from jiebang.delivery.models import Contract, Milestone, Payment
from jiebang.rulebook.contract import Part


@dataclass(frozen=True, slots=True)
class MoneyView:
    """A contract's sums in fen, and how long it runs."""

    public: int
    own: int
    matched: int
    start_on: date
    end_on: date


@dataclass(frozen=True, slots=True)
class DuePayment:
    id: str
    payee: str


def contract_of(challenge_id: str) -> str:
    return str(Contract.objects.values_list("pk", flat=True).get(challenge_id=challenge_id))


def milestone_of(contract_id: str, number: int) -> str:
    found = Milestone.objects.filter(contract_id=contract_id, number=number)
    return str(found.values_list("pk", flat=True).get())


def money_of(contract_id: str) -> MoneyView:
    c = Contract.objects.get(pk=contract_id)
    return MoneyView(c.public_money, c.own_money, c.matched_money, c.start_on, c.end_on)


def ends_on(contract_id: str) -> date:
    return Contract.objects.values_list("end_on", flat=True).get(pk=contract_id)


def payments_in(state: str) -> list[DuePayment]:
    """Tranches in a state, each with the account name of its project's leading unit."""
    rows = Payment.objects.filter(state=state).select_related("contract").order_by("pk")
    found = []
    for p in rows.prefetch_related("contract__parties"):
        lead = next(x for x in p.contract.parties.all() if x.part == Part.LEAD)
        found.append(DuePayment(str(p.pk), lead.name))
    return found


@dataclass(frozen=True, slots=True)
class ContractOn:
    """The contract made on a challenge; money in fen."""

    id: str
    number: str
    public: int


def contracts_on(challenge_ids: Collection[str]) -> dict[str, ContractOn]:
    rows = Contract.objects.filter(challenge_id__in=challenge_ids)
    found = rows.values_list("challenge_id", "pk", "number", "public_money")
    return {str(c): ContractOn(str(pk), number, public) for c, pk, number, public in found}
