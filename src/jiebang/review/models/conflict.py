"""Conflicts of interest that people have to decide about, or that came to light after the draw."""

from __future__ import annotations

from django.db import models

from jiebang.platform.models import Aggregate, known_states
from jiebang.review.models.panel import Panel
from jiebang.rulebook.conflict import State


class Conflict(Aggregate):
    """One path from an expert to an item of a panel. `key` is the digest of rule, verdict and
    facts: a judgement or a waiver speaks of it and of nothing that came to light later. `path` is
    how it was found, step by step, readable for good. `effect`, once people have decided about
    sheets that had counted: who stood where with them and without (queries.late)."""

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="conflicts")
    expert = models.ForeignKey("registry.Expert", on_delete=models.PROTECT, related_name="+")
    item = models.CharField(max_length=12)
    rule = models.CharField(max_length=60)
    verdict = models.CharField(max_length=4)
    waivable = models.BooleanField()
    key = models.CharField(max_length=32)
    path = models.JSONField(default=list)
    ground = models.CharField(max_length=20, blank=True)
    reason = models.TextField(blank=True)
    signed_as = models.CharField(max_length=12, blank=True)
    signers = models.JSONField(default=list)
    decided_at = models.DateTimeField(null=True)
    effect = models.JSONField(default=dict)

    class Meta:
        constraints = [
            known_states(State, "conflict_state_known"),
            models.UniqueConstraint(
                fields=["panel", "expert", "item", "key"], condition=~models.Q(state="gone"),
                name="conflict_once",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"conflict:{self.pk}"
