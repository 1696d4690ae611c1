"""Raw rows of a span of years that the city's figures are computed from. Sums in fen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from jiebang.delivery.models import Contract, ContractParty, Credit, Payment, Spending, Use
from jiebang.platform.reading import dashed, written
from jiebang.rulebook.challenge import PUBLIC_STATES
from jiebang.rulebook.credit import ANNOUNCED
from jiebang.rulebook.followup import UseState
from jiebang.rulebook.payment import State as PaymentState
from jiebang.rulebook.spending import State as SpendingState


@dataclass(frozen=True, slots=True)
class ContractFact:
    """`in_force`: it came into force, whatever became of it since."""

    id: str
    challenge_id: str
    number: str
    title: str
    state: str
    public_money: int
    own_money: int
    matched_money: int
    in_force: bool


@dataclass(frozen=True, slots=True)
class PartyFact:
    contract_id: str
    challenge_id: str
    organisation_id: str
    name: str
    kind: str
    leading: bool
    part: str
    invented: bool


@dataclass(frozen=True, slots=True)
class PaymentFact:
    """A tranche that was paid."""

    id: str
    contract_id: str
    challenge_id: str
    label: str
    contract: str
    paid_on: date | None
    amount: int


@dataclass(frozen=True, slots=True)
class SpendingFact:
    """R&D money spent that the bureau has confirmed; public money is not among its sources."""

    id: str
    contract_id: str
    challenge_id: str
    contract: str
    unit: str
    source: str
    until_on: date
    amount: int


@dataclass(frozen=True, slots=True)
class CreditFact:
    id: str
    challenge_id: str
    bank_id: str
    bank: str
    unit: str
    state: str
    announced_on: date
    offered: int
    approved: int
    drawn: int


@dataclass(frozen=True, slots=True)
class UseFact:
    """A result in use that is public."""

    id: str
    contract_id: str
    challenge_id: str
    title: str
    place: str
    since_on: date
    effect: str
    invented: bool


class Span:
    """Which challenges' rows are wanted, as a condition for any table that leads to them."""

    def __init__(self, years: Iterable[int] = (), *, field: str = "", district: str = "") -> None:
        chosen: dict[str, Any] = {
            "batch__year__in": list(years),
            "field": field,
            "organisation__region_code": district,
            "state__in": list(PUBLIC_STATES),
        }
        self.wanted = {k: v for k, v in chosen.items() if v}

    def by(self, path: str) -> Q:
        return Q(**{f"{path}__{k}": v for k, v in self.wanted.items()})


def contracts(span: Span) -> list[ContractFact]:
    rows = Contract.objects.filter(span.by("challenge"))
    rows = rows.order_by("-challenge__batch__year", "number").values_list(
        written("pk"), written("challenge_id"), "number", "title", "state", "public_money",
        "own_money",
        "matched_money", "in_force_at",
    )  # fmt: skip
    return [ContractFact(dashed(pk), dashed(c), *rest, at is not None) for pk, c, *rest, at in rows]


def parties(span: Span) -> list[PartyFact]:
    rows = ContractParty.objects.filter(
        span.by("contract__challenge"),
        contract__in_force_at__isnull=False,
        organisation__isnull=False,
    )
    rows = rows.order_by("contract__number", "pk").values_list(
        written("contract_id"), written("contract__challenge_id"), written("organisation_id"),
        "organisation__name",
        "organisation__kind", "organisation__leading", "part", "organisation__invented",
    )  # fmt: skip
    return [PartyFact(dashed(k), dashed(c), dashed(o), *rest) for k, c, o, *rest in rows]


def payments(span: Span) -> list[PaymentFact]:
    rows = Payment.objects.filter(span.by("contract__challenge"), state=PaymentState.PAID)
    rows = rows.order_by("-paid_on", "pk").values_list(
        written("pk"), written("contract_id"), written("contract__challenge_id"), "label",
        "contract__number", "paid_on",
        "amount",
    )  # fmt: skip
    return [PaymentFact(dashed(pk), dashed(k), dashed(c), *rest) for pk, k, c, *rest in rows]


def spendings(span: Span) -> list[SpendingFact]:
    rows = Spending.objects.filter(span.by("contract__challenge"), state=SpendingState.CONFIRMED)
    rows = rows.order_by("-until_on", "pk").values_list(
        written("pk"), written("contract_id"), written("contract__challenge_id"),
        "contract__number", "organisation__name",
        "source", "until_on", "amount",
    )  # fmt: skip
    return [SpendingFact(dashed(pk), dashed(k), dashed(c), *rest) for pk, k, c, *rest in rows]


def credits(span: Span) -> list[CreditFact]:
    rows = Credit.objects.filter(span.by("challenge"), state__in=ANNOUNCED)
    rows = rows.order_by("bank__name", "-announced_on", "pk").values_list(
        written("pk"), written("challenge_id"), written("bank_id"), "bank__name",
        "organisation__name", "state",
        "announced_on", "offered", "approved", "drawn",
    )  # fmt: skip
    return [CreditFact(dashed(pk), dashed(c), dashed(b), *rest) for pk, c, b, *rest in rows]


def uses(span: Span) -> list[UseFact]:
    rows = Use.objects.filter(span.by("contract__challenge"), state=UseState.PUBLISHED)
    rows = rows.order_by("-since_on", "pk").values_list(
        written("pk"), written("contract_id"), written("contract__challenge_id"), "title", "place",
        "since_on", "effect",
        "contract__challenge__organisation__invented",
    )  # fmt: skip
    return [UseFact(dashed(pk), dashed(k), dashed(c), *rest) for pk, k, c, *rest in rows]
