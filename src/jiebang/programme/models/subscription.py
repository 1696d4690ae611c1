"""Who wants to hear of new challenges by e-mail."""

from __future__ import annotations

from django.db import models

from jiebang.platform.models import Aggregate, known_states
from jiebang.rulebook.subscription import State


class Subscription(Aggregate):
    """`token` is the key of its links, known only to whoever reads the mail. What was published
    up to `told_until` has been told."""

    email = models.CharField(max_length=120)
    field = models.CharField(max_length=60, blank=True)
    language = models.CharField(max_length=10, blank=True)
    token = models.CharField(max_length=64, unique=True)
    link_sent_at = models.DateTimeField(null=True)
    told_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            known_states(State, "subscription_state_known"),
            models.UniqueConstraint(
                fields=["email"], condition=~models.Q(state="ended"), name="subscribes_once"
            ),
        ]

    def __str__(self) -> str:
        return f"subscription:{self.pk}"
