"""Subscriptions: asked by anybody, confirmed and ended with the key that only the mail holds."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from jiebang.platform import entropy
from jiebang.platform.accounts.actor import Actor
from jiebang.platform.lifecycle import Act, Machine, Reach, refuse
from jiebang.programme import queries
from jiebang.programme.models import Subscription
from jiebang.programme.queries.subscription import subscription_facts
from jiebang.rulebook.roles import Role
from jiebang.rulebook.subscription import SUBSCRIPTION

subscription = Machine(
    lifecycle=SUBSCRIPTION,
    model=Subscription,
    facts=subscription_facts,
    reach={
        Role.PUBLIC: (Reach("public"),),
        Role.PERSON: (Reach("signed_in"),),
        Role.CLOCK: (Reach("clock"),),
    },
    title=lambda s: "—",  # an address is nobody else's to read
)


def subscribe(email: str, field: str, *, language: str, actor: Actor, now: datetime) -> None:
    """Ask, or have the link sent once more. Whether the address is known already is not told."""
    email = email.strip().lower()
    again = queries.waiting_for_link(email, now)
    if again:
        subscription.perform(again, "ask_again", actor=actor, now=now)
    elif not queries.subscribed(email):
        subscription.create(
            "ask", actor=actor, now=now, email=email, field=field, language=language
        )


@subscription.builder("ask")
def _ask(act: Act) -> Subscription:
    return Subscription(email=act.given["email"], field=act.given.get("field") or "",
                        language=act.given.get("language") or "",
                        token=entropy.token(32).hex())  # fmt: skip


@subscription.effect("ask_again")
def _again(s: Subscription, act: Act) -> None:
    s.link_sent_at = None


@subscription.effect("send_link")
def _link_sent(s: Subscription, act: Act) -> None:
    s.link_sent_at = act.now


@subscription.effect("send_news")
def _told(s: Subscription, act: Act) -> dict[str, Any]:
    s.told_until = act.given["until"]
    return {"challenges": act.given["count"]}


@subscription.effect("confirm", "end")
def _with_its_key(s: Subscription, act: Act) -> None:
    if act.given.get("token") != s.token:
        refuse("subscription_unknown")
    if act.name == "confirm":
        s.told_until = act.now
    else:
        s.email = f"ended-{s.pk}"  # the address is forgotten
