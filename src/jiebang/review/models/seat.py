"""Experts on panels, and what they write."""

from __future__ import annotations

from django.db import models

from jiebang.platform.models import Aggregate, known_states
from jiebang.review.models.panel import Panel, PanelItem
from jiebang.rulebook.review import State as ReviewState
from jiebang.rulebook.seat import State as SeatState


class Seat(Aggregate):
    """`number` is all that most people learn of an expert. `items` are the codes the seat covers,
    none meaning all."""

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="seats")
    expert = models.ForeignKey("registry.Expert", on_delete=models.PROTECT, related_name="seats")
    round = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    pseudonym = models.CharField(max_length=16)
    items = models.JSONField(default=list)
    invited_at = models.DateTimeField(null=True)
    answer_by = models.DateTimeField(null=True, db_index=True)
    remind_at = models.DateTimeField(null=True)
    nudged_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    promise_version = models.CharField(max_length=20, blank=True)
    promise_digest = models.CharField(max_length=64, blank=True)
    ground = models.CharField(max_length=20, blank=True)
    remark = models.TextField(blank=True)

    class Meta:
        constraints = [
            known_states(SeatState, "seat_state_known"),
            models.UniqueConstraint(fields=["panel", "round", "expert"], name="seat_once"),
            models.UniqueConstraint(fields=["panel", "round", "number"], name="seat_number_once"),
        ]
        indexes = [models.Index(fields=["expert", "state"])]

    def __str__(self) -> str:
        return f"seat:{self.pk}"


class Review(Aggregate):
    """One expert's sheet on one item. `values` is the form of the edition's score table."""

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="reviews")
    item = models.ForeignKey(PanelItem, on_delete=models.PROTECT, related_name="reviews")
    values = models.JSONField(default=dict)
    saved_at = models.DateTimeField(null=True)
    total = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    signed_at = models.DateTimeField(null=True)
    digest = models.CharField(max_length=64, blank=True)
    relation = models.CharField(max_length=20, blank=True)
    remark = models.TextField(blank=True)
    questioned_at = models.DateTimeField(null=True)
    confirmation = models.TextField(blank=True)
    verdict = models.TextField(blank=True)

    class Meta:
        constraints = [
            known_states(ReviewState, "review_state_known"),
            models.UniqueConstraint(fields=["seat", "item"], name="review_once"),
        ]
        indexes = [models.Index(fields=["item", "state"])]

    def __str__(self) -> str:
        return f"review:{self.pk}"


class SeatFee(models.Model):
    """What one expert is paid for a panel, after tax, in fen, with the arithmetic; `refused` says
    why nothing is. Part of the panel."""

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="fees")
    expert = models.ForeignKey("registry.Expert", on_delete=models.PROTECT, related_name="fees")
    items = models.PositiveSmallIntegerField()
    half_days = models.PositiveSmallIntegerField()
    fen = models.PositiveIntegerField()
    lines = models.JSONField(default=list)
    refused = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["panel", "expert"], name="seat_fee_once")]

    def __str__(self) -> str:
        return f"{self.panel_id} {self.fen}"
