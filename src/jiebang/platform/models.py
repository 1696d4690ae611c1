"""What every aggregate has: an id of our own, one state, a version, two times."""

from __future__ import annotations

from django.db import models

from jiebang.platform import entropy


class Aggregate(models.Model):
    """A thing with a life. `state` and `version` are assigned by `Machine` and nobody else."""

    id = models.UUIDField(primary_key=True, default=entropy.new_id, editable=False)
    state = models.CharField(max_length=24, editable=False, db_index=True)
    version = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(editable=False)
    updated_at = models.DateTimeField(editable=False)

    class Meta:
        abstract = True


def known_states(lifecycle_states, name: str) -> models.CheckConstraint:
    """The database itself refuses a state that the rulebook does not have."""
    return models.CheckConstraint(
        condition=models.Q(state__in=[s.value for s in lifecycle_states]), name=name
    )
