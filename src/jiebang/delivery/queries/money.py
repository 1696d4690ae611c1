"""Reads about tranches, R&D spending and bank credit. Sums in fen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet, Sum

from jiebang.delivery.models import Consent, Credit, Payment, Spending
from jiebang.delivery.queries.rows import on_contract
from jiebang.delivery.queries.sight import hanging, in_city
from jiebang.platform import reading
from jiebang.platform.accounts.actor import Actor
from jiebang.platform.paging import Page, paged
from jiebang.rulebook.challenge import PUBLIC_STATES
from jiebang.rulebook.credit import ANNOUNCED, ConsentState
from jiebang.rulebook.roles import Role


@dataclass(frozen=True, slots=True)
class PaymentRow:
    id: str
    contract_id: str
    contract: str
    title: str
    lead: str
    label: str
    amount: int
    condition: str
    state: str
    due_at: datetime | None
    paid_on: date | None
    invented: bool


@dataclass(frozen=True, slots=True)
class PaymentView:
    row: PaymentRow
    version: int
    number: int
    share: int
    milestone: int
    payee: str
    receipt_number: str
    approved_at: datetime | None
    returned: Mapping[str, Any]
    remark: str
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SpendingRow:
    id: str
    contract_id: str
    contract: str
    title: str
    unit: str
    source: str
    amount: int
    from_on: date
    until_on: date
    state: str
    version: int
    paid_to_bidder: bool
    evidence: str
    verdict: str


@dataclass(frozen=True, slots=True)
class CreditRow:
    """Three different numbers: a ceiling offered, a line approved, a balance drawn."""

    id: str
    version: int
    bank: str
    unit: str
    challenge_id: str
    challenge: str
    year: int
    offered: int
    approved: int
    drawn: int
    drawn_as_of_on: date | None
    announced_on: date
    valid_until_on: date | None
    product: str
    approval: Mapping[str, Any]
    remark: str
    state: str
    balances: tuple[tuple[date, int], ...] = ()


@dataclass(frozen=True, slots=True)
class CreditSums:
    bank: str
    year: int
    offered: int
    approved: int
    drawn: int


@dataclass(frozen=True, slots=True)
class ConsentRow:
    """`shown` holds only what the unit agreed to; nothing else leaves the table."""

    id: str
    organisation_id: str
    challenge_id: str
    state: str
    version: int
    shown: Mapping[str, str]
    public_money: int | None
    offered: bool


def payments(actor: Actor, *, state: str = "", number: int = 1) -> Page[PaymentRow]:
    rows = on_contract(Payment).filter(hanging(actor))
    if state:
        rows = rows.filter(state=state)
    return paged(rows.order_by("-contract__created_at", "number"), number, _payment)


def payment(pk: str, actor: Actor) -> PaymentView | None:
    p = reading.among(on_contract(Payment).filter(hanging(actor)), pk)
    if p is None:
        return None
    units = p.contract.parties.exclude(organisation=None).values_list(
        "organisation__name", flat=True
    )
    return PaymentView(
        _payment(p), p.version, p.number, p.share, p.milestone, p.payee, p.receipt_number,
        p.approved_at, p.returned, p.remark, tuple(sorted(set(units))),
    )  # fmt: skip


def _payment(p: Payment) -> PaymentRow:
    c = p.contract
    return PaymentRow(
        str(p.pk), str(c.pk), c.number, c.title, c.bid.lead.name, p.label, p.amount, p.condition,
        p.state, p.due_at, p.paid_on, c.challenge.organisation.invented,
    )  # fmt: skip


def spendings(
    actor: Actor, *, contract: str = "", state: str = "", number: int = 1
) -> Page[SpendingRow]:
    rows = on_contract(Spending, "organisation__name").filter(hanging(actor))
    wanted = {"contract_id": contract, "state": state}
    rows = rows.filter(**{k: v for k, v in wanted.items() if v})
    return paged(rows.order_by("-created_at", "pk"), number, _spending)


def spending(pk: str, actor: Actor) -> SpendingRow | None:
    rows = on_contract(Spending, "organisation__name").filter(hanging(actor))
    found = reading.among(rows, pk)
    return _spending(found) if found else None


def _spending(s: Spending) -> SpendingRow:
    return SpendingRow(
        str(s.pk), str(s.contract_id), s.contract.number, s.contract.title, s.organisation.name,
        s.source, s.amount, s.from_on, s.until_on, s.state, s.version, s.paid_to_bidder,
        s.evidence_text, s.verdict,
    )  # fmt: skip


# Credit ----------------------------------------------------------------------------------------


def _credits_seen(actor: Actor) -> Q:
    if in_city(actor):
        return Q()
    own = Q(organisation_id__in=actor.scopes(Role.MEMBER))
    return own | Q(bank_id__in=actor.scopes(Role.BANK))


def credits(actor: Actor, *, state: str = "", bank: str = "", year: int = 0,
            number: int = 1) -> Page[CreditRow]:  # fmt: skip
    rows = _credits().filter(_credits_seen(actor))
    wanted = {"state": state, "bank_id": bank, "challenge__batch__year": year}
    rows = rows.filter(**{k: v for k, v in wanted.items() if v})
    return paged(rows.order_by("-announced_on", "-created_at", "pk"), number, _credit)


def credit(pk: str, actor: Actor) -> CreditRow | None:
    found = reading.among(_credits().filter(_credits_seen(actor)), pk)
    if found is None:
        return None
    rows = found.balances.values_list("as_of_on", "pk", "drawn")
    return _credit(found, tuple((on, drawn) for on, _pk, drawn in sorted(rows, reverse=True)))


def _credits() -> QuerySet[Credit]:
    return reading.narrow(Credit, "bank__name", "organisation__name", "challenge__title",
                  "challenge__batch__year")  # fmt: skip


def _credit(c: Credit, balances: tuple[tuple[date, int], ...] = ()) -> CreditRow:
    return CreditRow(
        str(c.pk), c.version, c.bank.name, c.organisation.name, str(c.challenge_id),
        c.challenge.title, c.challenge.batch.year, c.offered, c.approved, c.drawn,
        c.drawn_as_of_on, c.announced_on, c.valid_until_on, c.product, c.approval, c.remark,
        c.state, balances,
    )  # fmt: skip


def credit_sums(actor: Actor) -> list[CreditSums]:
    """By bank and year: what was announced, approved, drawn — never added to each other."""
    rows = Credit.objects.filter(_credits_seen(actor), state__in=ANNOUNCED)
    found = rows.values("bank__name", "challenge__batch__year").annotate(
        o=Sum("offered"), a=Sum("approved"), d=Sum("drawn")
    )
    return [
        CreditSums(r["bank__name"], r["challenge__batch__year"], r["o"], r["a"], r["d"])
        for r in found.order_by("-challenge__batch__year", "bank__name")
    ]


def shared_with_banks(actor: Actor, *, number: int = 1) -> Page[ConsentRow]:
    """Units that agreed, with the fields they agreed to; for a bank's people only."""
    rows = Consent.objects.filter(state=ConsentState.GIVEN)
    banks = actor.scopes(Role.BANK)
    if not banks:
        rows = rows.none()
    offered = set(Credit.objects.filter(bank_id__in=banks, state__in=ANNOUNCED)
                  .values_list("organisation_id", "challenge_id"))  # fmt: skip
    rows = rows.select_related("organisation", "challenge").order_by("-created_at", "pk")
    return paged(rows, number, lambda c: _consent(c, offered))


def consents(actor: Actor, *, number: int = 1) -> Page[ConsentRow]:
    """A unit's own answers, whole."""
    rows = Consent.objects.filter(organisation_id__in=actor.scopes(Role.MEMBER))
    rows = rows.select_related("organisation", "challenge").order_by("-created_at", "pk")
    return paged(rows, number, lambda c: _consent(c, set()))


def consent(pk: str, actor: Actor) -> ConsentRow | None:
    rows = Consent.objects.filter(organisation_id__in=actor.scopes(Role.MEMBER), pk=pk)
    found = rows.select_related("organisation", "challenge").first()
    return _consent(found, set()) if found else None


def consent_for(organisation: str, challenge: str) -> str:
    rows = Consent.objects.filter(organisation_id=organisation, challenge_id=challenge)
    pk = rows.values_list("pk", flat=True).first()
    return str(pk) if pk else ""


def _consent(c: Consent, offered: set[tuple[Any, Any]]) -> ConsentRow:
    o, agreed = c.organisation, set(c.fields)
    known = {"name": o.name, "code": o.code or "", "region": o.region,
             "challenge": c.challenge.title, "contact": c.contact}  # fmt: skip
    return ConsentRow(
        str(c.pk), str(c.organisation_id), str(c.challenge_id), c.state, c.version,
        {k: v for k, v in known.items() if k in agreed},
        c.challenge.public_money if "public_money" in agreed else None,
        (c.organisation_id, c.challenge_id) in offered,
    )  # fmt: skip


# What forms start with -------------------------------------------------------------------------


def correcting(pk: str) -> dict[str, Any]:
    s = Spending.objects.get(pk=pk)
    return {"source": s.source, "amount": s.amount, "from_on": s.from_on.isoformat(),
            "until_on": s.until_on.isoformat(), "paid_to_bidder": s.paid_to_bidder,
            "evidence": s.evidence_text}  # fmt: skip


def offering(consent_id: str, actor: Actor) -> dict[str, str] | None:
    """To whom a bank's offer goes: a unit that agreed, for its challenge."""
    rows = Consent.objects.filter(pk=consent_id, state=ConsentState.GIVEN)
    c = rows.first() if actor.scopes(Role.BANK) else None
    return {"organisation": str(c.organisation_id), "challenge": str(c.challenge_id)} if c else None


def consenting(challenge_id: str, actor: Actor) -> dict[str, str] | None:
    """The viewer's unit that takes part in a challenge and has not answered yet."""
    for unit in units_in(challenge_id, actor):
        if not consent_for(unit, challenge_id):
            return {"organisation": unit, "challenge": challenge_id}
    return None


def units_in(challenge_id: str, actor: Actor) -> list[str]:
    model = Credit._meta.get_field("challenge").related_model
    c = model.objects.filter(pk=challenge_id).first()
    if c is None:
        return []
    bidders = c.bid_units.filter(in_force=True).values_list("organisation_id", flat=True)
    taking_part = {str(c.organisation_id), *(str(u) for u in bidders)}
    return sorted(taking_part & actor.scopes(Role.MEMBER))


def may_consent(actor: Actor) -> list[tuple[str, str]]:
    """Challenges in which a unit of the viewer takes part and has not answered: (id, title)."""
    mine = actor.scopes(Role.MEMBER)
    model = Credit._meta.get_field("challenge").related_model
    part = Q(organisation_id__in=mine)
    part |= Q(bid_units__organisation_id__in=mine, bid_units__in_force=True)
    answered = Consent.objects.filter(organisation_id__in=mine).values("challenge_id")
    rows = model.objects.filter(part, state__in=PUBLIC_STATES).exclude(pk__in=answered).distinct()
    found = rows.order_by("-published_at", "pk").values_list("pk", "title")
    return [(str(pk), title) for pk, title in found[:20]]
