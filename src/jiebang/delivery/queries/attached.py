"""What hangs on a contract, as its page lists it, without long texts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import CharField, QuerySet, Sum, UUIDField, Value

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
from jiebang.platform.prepared import Prepared
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
    found = [RequestLine(life, str(pk), *rest) for life, pk, *rest in _beside(*[c.pk] * 4)]
    return sorted(found, key=lambda x: x.at)


def _union(*pks: Any) -> QuerySet[Any]:
    tables = (("change", Change, "kind"), ("termination", Termination, "kind"),
              ("acceptance", Acceptance, "certificate"), ("use", Use, "title"))  # fmt: skip
    first, *others = (
        table.objects.filter(contract_id=pk).values_list(
            Value(life, CharField()), "pk", said, "created_at", "state"
        )
        for pk, (life, table, said) in zip(pks, tables, strict=True)
    )
    return first.union(*others, all=True)


_beside = Prepared(_union, *[UUIDField()] * 4)
_milestones = Prepared(
    lambda pk: Milestone.objects.filter(contract_id=pk).values_list(
        "number", "pk", "name", "goal", "due_on", "state"
    ),
    UUIDField(),
)
_payments = Prepared(
    lambda pk: Payment.objects.filter(contract_id=pk).values_list(
        "number", "pk", "label", "share", "amount", "condition", "milestone", "state", "paid_on"
    ),
    UUIDField(),
)
_spent = Prepared(
    lambda pk: Spending.objects.filter(contract_id=pk, state=SpendingState.CONFIRMED)
    .values_list("source").annotate(Sum("amount")),
    UUIDField(),
)  # fmt: skip


def milestones(c: Contract) -> tuple[MilestoneRow, ...]:
    rows = sorted(_milestones(c.pk))
    return tuple(MilestoneRow(str(pk), number, *rest) for number, pk, *rest in rows)


def payments(c: Contract) -> tuple[PaymentLine, ...]:
    rows = sorted(_payments(c.pk))
    return tuple(PaymentLine(str(pk), number, *rest) for number, pk, *rest in rows)


def followups(c: Contract) -> tuple[tuple[str, int, date, str], ...]:
    rows = c.followups.values_list("number", "pk", "due_on", "state")
    return tuple((str(pk), number, due_on, state) for number, pk, due_on, state in sorted(rows))


def spent(c: Contract) -> dict[str, int]:
    """What is confirmed, by source."""
    return dict(_spent(c.pk))
