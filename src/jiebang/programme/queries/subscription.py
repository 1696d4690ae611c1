"""Reads about subscriptions: by their key, and what is to be sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from jiebang.programme.models import Challenge, Subscription
from jiebang.rulebook.challenge import PUBLIC_STATES
from jiebang.rulebook.subscription import Facts, State

AGAIN_AFTER = timedelta(days=1)  # a second link to the same address is not sent sooner


@dataclass(frozen=True, slots=True)
class SubscriptionView:
    id: str
    email: str
    field: str
    language: str
    token: str
    state: str
    told_until: datetime | None


@dataclass(frozen=True, slots=True)
class News:
    """A published challenge, as a mail tells it."""

    id: str
    number: int | None
    title: str
    field: str
    public_money: int
    published_at: datetime
    closes_at: datetime | None


def subscription_facts(s: Subscription, now: datetime) -> Facts:
    rows = Subscription.objects.filter(email=s.email).exclude(pk=s.pk)
    return Facts(already=rows.exclude(state=State.ENDED).exists())


def subscription(token: str) -> SubscriptionView | None:
    row = Subscription.objects.filter(token=token).first() if token else None
    return _view(row) if row else None


def waiting_for_link(email: str, now: datetime) -> str:
    """The subscription of this address whose link may be sent once more, or ""."""
    row = Subscription.objects.filter(email=email, state=State.ASKED).first()
    sent = row.link_sent_at if row else None
    return str(row.pk) if row and sent and now - sent >= AGAIN_AFTER else ""


def subscribed(email: str) -> bool:
    return Subscription.objects.filter(email=email).exclude(state=State.ENDED).exists()


def links_due(limit: int = 200) -> list[SubscriptionView]:
    rows = Subscription.objects.filter(state=State.ASKED, link_sent_at=None).order_by("created_at")
    return [_view(s) for s in rows[:limit]]


def confirmed() -> list[SubscriptionView]:
    rows = Subscription.objects.filter(state=State.CONFIRMED).order_by("created_at", "pk")
    return [_view(s) for s in rows]


def published_since(at: datetime) -> list[News]:
    rows = Challenge.objects.filter(state__in=PUBLIC_STATES, published_at__gt=at)
    return [
        News(str(c.pk), c.number, c.title, c.field, c.public_money, c.published_at, c.closes_at)
        for c in rows.order_by("published_at", "number").defer("content", "indicators")
    ]


def _view(s: Subscription) -> SubscriptionView:
    return SubscriptionView(str(s.pk), s.email, s.field, s.language, s.token, s.state, s.told_until)
