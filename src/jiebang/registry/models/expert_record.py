"""What an expert has done on panels, and what was upheld against one. Parts of the expert."""

from __future__ import annotations

from django.db import models

from jiebang.registry.models.expert import Expert


class ExpertWork(models.Model):
    """One panel's share, added when it has closed; see rulebook.quality.Work. `panel_id` belongs to
    a room above this one and is shown to nobody here."""

    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="work")
    panel_id = models.CharField(max_length=36)
    closed_at = models.DateTimeField()
    sheets = models.PositiveSmallIntegerField()
    late = models.PositiveSmallIntegerField()
    lapsed = models.PositiveSmallIntegerField()
    length = models.PositiveIntegerField()
    distance = models.DecimalField(max_digits=8, decimal_places=2)
    compared = models.PositiveSmallIntegerField()
    minutes = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["expert", "panel_id"], name="expert_work_once")
        ]

    def __str__(self) -> str:
        return f"{self.expert_id} {self.sheets}"


class ExpertComplaint(models.Model):
    """A complaint about an expert that supervision has upheld."""

    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="complaints")
    upheld_at = models.DateTimeField()
    reason = models.TextField()

    def __str__(self) -> str:
        return f"{self.expert_id} {self.upheld_at:%Y-%m-%d}"
