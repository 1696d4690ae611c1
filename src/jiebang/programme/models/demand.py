"""What companies need solved."""

from __future__ import annotations

from django.db import models

from jiebang.platform.models import Aggregate, known_states
from jiebang.programme.models.programme import Batch
from jiebang.rulebook.demand import State


class Demand(Aggregate):
    """`content` is the edition's demand form; money in fen."""

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="demands")
    organisation = models.ForeignKey(
        "registry.Organisation", on_delete=models.PROTECT, related_name="demands"
    )
    number = models.CharField(max_length=24, blank=True, db_index=True)
    title = models.CharField(max_length=200, blank=True)
    content = models.JSONField(default=dict)
    promised_at = models.DateTimeField(null=True)
    promised_by = models.IntegerField(null=True)
    promise_digest = models.CharField(max_length=64, blank=True)
    submitted_at = models.DateTimeField(null=True)
    supplements = models.PositiveSmallIntegerField(default=0)
    recommendation = models.JSONField(default=dict)
    verdict = models.TextField(blank=True)  # why returned, declined, refused, not selected
    screening_score = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    kind = models.CharField(max_length=40, blank=True)
    field = models.CharField(max_length=60, blank=True)
    public_money = models.BigIntegerField(default=0)
    selection_reason = models.TextField(blank=True)
    text = models.JSONField(default=dict)
    text_digest = models.CharField(max_length=64, blank=True)
    text_confirmed_at = models.DateTimeField(null=True)
    text_confirmed_by = models.IntegerField(null=True)

    class Meta:
        constraints = [known_states(State, "demand_state_known")]
        indexes = [models.Index(fields=["batch", "state"])]

    def __str__(self) -> str:
        return f"demand:{self.pk}"


class DemandVersion(models.Model):
    """What was submitted each time. Part of the demand."""

    demand = models.ForeignKey(Demand, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    submitted_at = models.DateTimeField()
    submitted_by = models.IntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["demand", "number"], name="demand_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.demand_id} v{self.number}"
