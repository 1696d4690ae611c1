"""What hangs on a contract, as its page lists it, without long texts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import CharField, Sum, Value

from jiebang.delivery.models import (
    Acceptance,
    Change,
    Contract,
    Milestone,
    Payment,
    Spending,
    Termination,
    Use,
)
from jiebang.rulebook.spending import State as SpendingState


@dataclass(frozen=True, slots=True)
class MilestoneRow:
    id: str
    number: int
    name: str
    goal: str
    due_on: date
    state: str


@dataclass(frozen=True, slots=True)
class PaymentLine:
    id: str
    number: int
    label: str
    share: int
    amount: int
    condition: str
    milestone: int
    state: str
    paid_on: date | None


@dataclass(frozen=True, slots=True)
class RequestLine:
    """A change or an end before time."""

    life: str
    id: str
    kind: str
    at: datetime
    state: str


def beside(c: Contract) -> list[RequestLine]:
    """Requests, acceptances and uses of a contract, the oldest first; one statement."""
    tables = (("change", Change, "kind"), ("termination", Termination, "kind"),
              ("acceptance", Acceptance, "certificate"), ("use", Use, "title"))  # fmt: skip
    first, *others = (
        table.objects.filter(contract_id=c.pk).values_list(
            Value(life, CharField()), "pk", said, "created_at", "state"
        )
        for life, table, said in tables
    )
    found = [
        RequestLine(life, str(pk), *rest) for life, pk, *rest in first.union(*others, all=True)
    ]
    return sorted(found, key=lambda x: x.at)


def milestones(c: Contract) -> tuple[MilestoneRow, ...]:
    rows = Milestone.objects.filter(contract_id=c.pk).values_list(
        "number", "pk", "name", "goal", "due_on", "state"
    )
    return tuple(MilestoneRow(str(pk), number, *rest) for number, pk, *rest in sorted(rows))


PAYMENT = ("number", "pk", "label", "share", "amount", "condition", "milestone", "state", "paid_on")


def payments(c: Contract) -> tuple[PaymentLine, ...]:
    rows = Payment.objects.filter(contract_id=c.pk).values_list(*PAYMENT)
    return tuple(PaymentLine(str(pk), number, *rest) for number, pk, *rest in sorted(rows))


def followups(c: Contract) -> tuple[tuple[str, int, date, str], ...]:
    rows = c.followups.values_list("number", "pk", "due_on", "state")
    return tuple((str(pk), number, due_on, state) for number, pk, due_on, state in sorted(rows))


def spent(c: Contract) -> dict[str, int]:
    """What is confirmed, by source."""
    rows = Spending.objects.filter(contract_id=c.pk, state=SpendingState.CONFIRMED)
    return dict(rows.values_list("source").annotate(Sum("amount")))
