"""One row for every file that people sent and the system acknowledged."""

from __future__ import annotations

from django.db import models

from jiebang.platform import entropy


class Scan(models.TextChoices):
    CLEAN = "clean"  # a scanner looked and found nothing
    UNSCANNED = "unscanned"  # no scanner is configured: shown to whoever opens it
    QUARANTINED = "quarantined"  # a scanner is configured but did not answer: closed until it does
    INFECTED = "infected"  # found on a later look: closed for ever


class StoredFile(models.Model):
    """Linked to its owner by (life, pk) and by nothing else; unowned until an edit adopts it."""

    id = models.UUIDField(primary_key=True, default=entropy.new_id, editable=False)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField()
    name = models.CharField(max_length=200)
    mime = models.CharField(max_length=100)
    pages = models.PositiveIntegerField(null=True)
    flags = models.JSONField(default=list)  # [[code, params], …] from the inspection
    path = models.CharField(max_length=100, unique=True)  # random, below JIEBANG_FILES
    uploaded_at = models.DateTimeField()
    uploader = models.BigIntegerField(null=True)
    scan = models.CharField(max_length=12, choices=Scan.choices)
    purpose = models.CharField(max_length=60, blank=True)
    owner_life = models.CharField(max_length=40, blank=True)
    owner_pk = models.CharField(max_length=64, blank=True)
    unowned_since = models.DateTimeField(null=True)  # the sweep counts from here

    class Meta:
        indexes = [
            models.Index(fields=["owner_life", "owner_pk"], name="files_owner"),
            models.Index(fields=["unowned_since"], name="files_unowned"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(scan__in=Scan.values), name="files_known_scan"
            ),
            models.CheckConstraint(
                condition=models.Q(owner_life="", unowned_since__isnull=False)
                | (~models.Q(owner_life="") & models.Q(unowned_since__isnull=True)),
                name="files_owned_or_counting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.id} {self.name}"
