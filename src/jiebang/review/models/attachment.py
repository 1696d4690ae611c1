"""Files that experts may read with an item, and what masking did to each passage."""

from __future__ import annotations

from django.db import models

from jiebang.platform.models import Aggregate, known_states
from jiebang.review.models.panel import PanelItem
from jiebang.rulebook.attachment import State


class Attachment(Aggregate):
    """`source` is the stored file as it was handed in, `given` what experts get, none while they
    get nothing. `flags` are what the machine could not judge or had to change: [code, params,
    stops], `leak` in per mille. `corrections` is the digest of the panel's corrections
    that the masked file rests on."""

    item = models.ForeignKey(PanelItem, on_delete=models.PROTECT, related_name="attachments")
    number = models.PositiveSmallIntegerField()
    source = models.UUIDField()
    name = models.CharField(max_length=200)
    mime = models.CharField(max_length=100)
    given = models.UUIDField(null=True)
    given_sha256 = models.CharField(max_length=64, blank=True)
    suffix = models.CharField(max_length=12, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    masked = models.PositiveIntegerField(default=0)
    doubtful = models.PositiveIntegerField(default=0)
    leak = models.PositiveSmallIntegerField(null=True)
    flags = models.JSONField(default=list)
    corrections = models.CharField(max_length=64, blank=True)
    verdict = models.TextField(blank=True)

    class Meta:
        constraints = [
            known_states(State, "attachment_state_known"),
            models.UniqueConstraint(fields=["item", "number"], name="attachment_number_once"),
        ]

    def __str__(self) -> str:
        return f"attachment:{self.pk}"


class Passage(models.Model):
    """One text of an item before masking, with its masks: of the form where `attachment` is none,
    else a paragraph, cell or line of the file. Derived from them, so no part of anything; never
    for a blind reader. `masks`: [start, end, kind, placeholder, doubtful]; `doubts`, left readable:
    [start, end, kind, probability]; `weight` puts first what somebody should look at."""

    item = models.ForeignKey(PanelItem, on_delete=models.PROTECT, related_name="passages")
    attachment = models.ForeignKey(
        Attachment, on_delete=models.PROTECT, related_name="passages", null=True
    )
    number = models.PositiveIntegerField()
    place = models.CharField(max_length=300)
    place_en = models.CharField(max_length=300, blank=True)
    text = models.TextField()
    masks = models.JSONField(default=list)
    doubts = models.JSONField(default=list)
    weight = models.FloatField(default=0)

    class Meta:
        indexes = [models.Index(fields=["item", "attachment", "-weight", "number"])]

    def __str__(self) -> str:
        return f"{self.item_id} {self.number}"
