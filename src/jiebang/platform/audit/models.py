"""The record. Written by `log` only; the database refuses updates and deletes."""

from __future__ import annotations

from django.db import models


class Entry(models.Model):
    """One link of one stream. The body holds no personal data, only commitments to it."""

    stream = models.CharField(max_length=80)  # "challenge:1b9d6bcd-…"
    seq = models.PositiveIntegerField()
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)
    event = models.CharField(max_length=60)
    at = models.DateTimeField(db_index=True)
    actor_id = models.IntegerField(null=True, db_index=True)
    body = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["stream", "seq"], name="audit_one_entry_per_seq")
        ]

    def __str__(self) -> str:
        return f"{self.stream}#{self.seq}"


class Private(models.Model):
    """The value and salt behind a commitment; may be deleted so that a person is forgotten."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="private")
    name = models.CharField(max_length=40)
    value = models.TextField()
    salt = models.CharField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "name"], name="audit_private_once")]

    def __str__(self) -> str:
        return f"{self.entry_id}:{self.name}"


class Leaf(models.Model):
    """Where an entry stands in the public tree; given once, in order, when it is folded in."""

    index = models.PositiveBigIntegerField(primary_key=True)
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="leaf")

    def __str__(self) -> str:
        return str(self.index)


class Checkpoint(models.Model):
    """A signed statement of the tree's size and root."""

    size = models.PositiveBigIntegerField(unique=True)
    frontier = models.JSONField()
    note = models.TextField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.size)
