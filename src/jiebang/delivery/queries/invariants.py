"""Facts about awards, contracts and money that must always hold: who breaks them."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import F, Q, Sum
from django.utils import timezone

from jiebang.delivery.models import Award, Balance, Contract, Credit, Payment
from jiebang.delivery.queries.facts import CONDITIONS, policy
from jiebang.delivery.queries.tables import indicators_of
from jiebang.platform import holidays
from jiebang.rulebook.award import State as AwardState
from jiebang.rulebook.contract import RUNNING, below_bid
from jiebang.rulebook.payment import State as PaymentState

SETTLED = (PaymentState.APPROVED, PaymentState.PAID, PaymentState.RETURNED)


def tranches_do_not_add_up() -> Iterator[str]:
    rows = Contract.objects.filter(state__in=RUNNING).annotate(planned=Sum("payments__amount"))
    rows = rows.exclude(planned=F("public_money")) | rows.filter(planned=None)
    yield from _named("contract", rows)


def paid_too_early() -> Iterator[str]:
    """Tranches approved or paid while what they wait for has not come about."""
    rows = Payment.objects.filter(state__in=SETTLED).select_related("contract").order_by("pk")
    for p in rows:
        if not CONDITIONS[p.condition](p):
            yield f"payment:{p.pk}"


def paid_above_contract() -> Iterator[str]:
    paid = Sum("payments__amount", filter=Q(payments__state=PaymentState.PAID))
    yield from _named("contract", Contract.objects.annotate(paid=paid).filter(
        paid__gt=F("public_money")))  # fmt: skip


def indicators_lowered() -> Iterator[str]:
    """Contracts that bind to less than the winner promised; supplements are read with them."""
    rows = Contract.objects.filter(state__in=RUNNING).select_related("bid").order_by("pk")
    for c in rows:
        found = indicators_of(c)
        promised = [str(r.get("promised") or "") for r in c.bid.content.get("responses") or []]
        if [i.bid for i in found] != promised[: len(found)] or any(below_bid(i) for i in found):
            yield f"contract:{c.pk}"


def confirmed_too_early() -> Iterator[str]:
    """Awards confirmed before every day of the public notice had passed."""
    rows = Award.objects.filter(state=AwardState.CONFIRMED).select_related("challenge__batch")
    for a in rows.order_by("pk"):
        if a.published_at is None or a.until_on is None or a.confirmed_at is None:
            yield f"award:{a.pk}"
            continue
        rule = policy(a.challenge).notice
        published = timezone.localdate(a.published_at)
        window = holidays.calendar().window(published, rule.days, rule.unit)
        whole = a.until_on >= window.last_on
        if not whole or timezone.localdate(a.confirmed_at) <= a.until_on:
            yield f"award:{a.pk}"


def above_challenge() -> Iterator[str]:
    """Contracts with more public money than their challenge was given."""
    rows = Contract.objects.filter(public_money__gt=F("challenge__public_money"))
    yield from _named("contract", rows)


def credit_out_of_order() -> Iterator[str]:
    """Credit that does not keep drawn ≤ approved ≤ offered, or is not as last reported."""
    latest = {}
    for credit_id, drawn in Balance.objects.order_by("credit_id", "as_of_on", "pk").values_list(
        "credit_id", "drawn"
    ):
        latest[credit_id] = drawn
    for c in Credit.objects.order_by("pk"):
        if not 0 <= c.drawn <= c.approved <= c.offered or c.drawn != latest.get(c.pk, 0):
            yield f"credit:{c.pk}"


def _named(life: str, rows) -> Iterator[str]:
    for pk in rows.order_by("pk").values_list("pk", flat=True):
        yield f"{life}:{pk}"
