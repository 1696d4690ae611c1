"""What was found out about who is tied to whom."""

from __future__ import annotations

from django.db import models

from jiebang.platform.models import Aggregate, known_states
from jiebang.registry.models.expert import Expert
from jiebang.rulebook.relation_fact import State


class RelationFact(Aggregate):
    """`expert` where the recorder may know the pool and meant one of it; the names as written.
    `sure`: recorded by supervision or the keeper of the pool."""

    kind = models.CharField(max_length=20)
    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, null=True, related_name="+")
    person = models.CharField(max_length=40)
    person_unit = models.CharField(max_length=120, blank=True)
    other_person = models.CharField(max_length=40, blank=True)
    other_unit = models.CharField(max_length=120, blank=True)
    source = models.CharField(max_length=200)
    since_on = models.DateField(null=True)
    until_on = models.DateField(null=True)
    share = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    sure = models.BooleanField(default=False)
    recorder = models.IntegerField(db_index=True)
    verdict = models.TextField(blank=True)

    class Meta:
        constraints = [known_states(State, "relation_fact_state_known")]

    def __str__(self) -> str:
        return f"relation_fact:{self.pk}"


class ToldApart(models.Model):
    """Two records of the pool that look alike and are two people. Part of the record `expert`."""

    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="told_apart")
    other = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["expert", "other"], name="told_apart_once")]

    def __str__(self) -> str:
        return f"{self.expert_id} is not {self.other_id}"
