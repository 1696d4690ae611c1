"""Editions and the batches they govern."""

from __future__ import annotations

from django.db import models

from jiebang.platform.models import Aggregate, known_states
from jiebang.rulebook.batch import BatchState, EditionState


class Edition(Aggregate):
    """One immutable version of the policy's values: the document and its digest."""

    code = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    digest = models.CharField(max_length=64, unique=True)
    document = models.TextField()

    class Meta:
        constraints = [
            known_states(EditionState, "edition_state_known"),
            models.UniqueConstraint(fields=["code", "number"], name="edition_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.code} v{self.number}"


class Batch(Aggregate):
    """One round of a year's programme, governed for life by one edition (R001)."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="batches")
    year = models.PositiveSmallIntegerField(db_index=True)
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    collection_opens_at = models.DateTimeField()
    collection_closes_at = models.DateTimeField()
    district_closes_at = models.DateTimeField()
    list_published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            known_states(BatchState, "batch_state_known"),
            models.UniqueConstraint(fields=["year", "number"], name="batch_number_once"),
        ]

    def __str__(self) -> str:
        return f"batch:{self.year}-{self.number}"
