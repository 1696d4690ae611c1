"""Raw rows of a span of years that the city's figures are computed from. Sums in fen."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from django.db.models import QuerySet

from jiebang.delivery.models import Contract, ContractParty, Credit, Payment, Spending, Use
from jiebang.platform.reading import dashed, written
from jiebang.programme.queries.span import Span, prepared
from jiebang.rulebook.credit import ANNOUNCED
from jiebang.rulebook.followup import UseState
from jiebang.rulebook.payment import State as PaymentState
from jiebang.rulebook.spending import State as SpendingState


class ContractFact(NamedTuple):
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


class PartyFact(NamedTuple):
    contract_id: str
    challenge_id: str
    organisation_id: str
    name: str
    kind: str
    leading: bool
    part: str
    invented: bool


class PaymentFact(NamedTuple):
    """A tranche that was paid."""

    id: str
    contract_id: str
    challenge_id: str
    label: str
    contract: str
    paid_on: date | None
    amount: int


class SpendingFact(NamedTuple):
    """R&D money spent that the bureau has confirmed; public money is not among its sources."""

    id: str
    contract_id: str
    challenge_id: str
    contract: str
    unit: str
    source: str
    until_on: date
    amount: int


class CreditFact(NamedTuple):
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


class UseFact(NamedTuple):
    """A result in use that is public."""

    id: str
    contract_id: str
    challenge_id: str
    title: str
    place: str
    since_on: date
    effect: str
    invented: bool


def contracts(span: Span) -> list[ContractFact]:
    return [
        ContractFact(dashed(pk), dashed(c), *rest, at is not None)
        for pk, c, *rest, at in _contracts(span)
    ]


@prepared
def _contracts(span: Span) -> QuerySet[Any]:
    rows = Contract.objects.filter(span.by("challenge"))
    return rows.order_by("-challenge__batch__year", "number").values_list(
        written("pk"), written("challenge_id"), "number", "title", "state", "public_money",
        "own_money", "matched_money", "in_force_at",
    )  # fmt: skip


def parties(span: Span) -> list[PartyFact]:
    return [PartyFact(dashed(k), dashed(c), dashed(o), *rest) for k, c, o, *rest in _parties(span)]


@prepared
def _parties(span: Span) -> QuerySet[Any]:
    rows = ContractParty.objects.filter(
        span.by("contract__challenge"),
        contract__in_force_at__isnull=False,
        organisation__isnull=False,
    )
    return rows.order_by("contract__number", "pk").values_list(
        written("contract_id"), written("contract__challenge_id"), written("organisation_id"),
        "organisation__name", "organisation__kind", "organisation__leading", "part",
        "organisation__invented",
    )  # fmt: skip


def payments(span: Span) -> list[PaymentFact]:
    return [
        PaymentFact(dashed(pk), dashed(k), dashed(c), *rest) for pk, k, c, *rest in _payments(span)
    ]


@prepared
def _payments(span: Span) -> QuerySet[Any]:
    rows = Payment.objects.filter(span.by("contract__challenge"), state=PaymentState.PAID)
    return rows.order_by("-paid_on", "pk").values_list(
        written("pk"), written("contract_id"), written("contract__challenge_id"), "label",
        "contract__number", "paid_on", "amount",
    )  # fmt: skip


def spendings(span: Span) -> list[SpendingFact]:
    return [
        SpendingFact(dashed(pk), dashed(k), dashed(c), *rest)
        for pk, k, c, *rest in _spendings(span)
    ]


@prepared
def _spendings(span: Span) -> QuerySet[Any]:
    rows = Spending.objects.filter(span.by("contract__challenge"), state=SpendingState.CONFIRMED)
    return rows.order_by("-until_on", "pk").values_list(
        written("pk"), written("contract_id"), written("contract__challenge_id"),
        "contract__number", "organisation__name", "source", "until_on", "amount",
    )  # fmt: skip


def credits(span: Span) -> list[CreditFact]:
    return [
        CreditFact(dashed(pk), dashed(c), dashed(b), *rest) for pk, c, b, *rest in _credits(span)
    ]


@prepared
def _credits(span: Span) -> QuerySet[Any]:
    rows = Credit.objects.filter(span.by("challenge"), state__in=ANNOUNCED)
    return rows.order_by("bank__name", "-announced_on", "pk").values_list(
        written("pk"), written("challenge_id"), written("bank_id"), "bank__name",
        "organisation__name", "state", "announced_on", "offered", "approved", "drawn",
    )  # fmt: skip


def uses(span: Span) -> list[UseFact]:
    return [UseFact(dashed(pk), dashed(k), dashed(c), *rest) for pk, k, c, *rest in _uses(span)]


@prepared
def _uses(span: Span) -> QuerySet[Any]:
    rows = Use.objects.filter(span.by("contract__challenge"), state=UseState.PUBLISHED)
    return rows.order_by("-since_on", "pk").values_list(
        written("pk"), written("contract_id"), written("contract__challenge_id"), "title", "place",
        "since_on", "effect", "contract__challenge__organisation__invented",
    )  # fmt: skip
