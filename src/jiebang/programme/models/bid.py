"""Who offers to solve a challenge, and with whom."""

from __future__ import annotations

from django.db import models

from jiebang.platform.models import Aggregate, known_states
from jiebang.programme.models.challenge import Challenge
from jiebang.rulebook.bid import IN_FORCE, State


class Bid(Aggregate):
    """`content` is the edition's bid form. `number` is the receipt's, `digest` covers what was
    submitted with its files. Money in fen."""

    challenge = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="bids")
    lead = models.ForeignKey("registry.Organisation", on_delete=models.PROTECT, related_name="bids")
    number = models.CharField(max_length=24, blank=True, db_index=True)
    title = models.CharField(max_length=200, blank=True)
    content = models.JSONField(default=dict)
    total = models.BigIntegerField(default=0)
    promised_at = models.DateTimeField(null=True)
    promised_by = models.IntegerField(null=True)
    promise_digest = models.CharField(max_length=64, blank=True)
    submitted_at = models.DateTimeField(null=True, db_index=True)
    digest = models.CharField(max_length=64, blank=True)
    relation = models.CharField(max_length=12, default="none")
    relation_paths = models.JSONField(default=list)
    relation_decision = models.JSONField(default=dict)
    form_check = models.JSONField(default=dict)
    opinion_will = models.CharField(max_length=12, blank=True)
    opinion_score = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    opinion_reason = models.TextField(blank=True)
    opined_at = models.DateTimeField(null=True)
    verdict = models.TextField(blank=True)
    compared_at = models.DateTimeField(null=True)  # with the other texts; None: to be compared
    likeness_finding = models.JSONField(default=dict)
    asked_to_explain_at = models.DateTimeField(null=True)
    question = models.TextField(blank=True)
    explained_at = models.DateTimeField(null=True)
    explanation = models.TextField(blank=True)

    class Meta:
        constraints = [known_states(State, "bid_state_known")]
        indexes = [models.Index(fields=["challenge", "state"])]

    def __str__(self) -> str:
        return f"bid:{self.pk}"


class BidUnit(models.Model):
    """A unit in a bid. While in force, it stands in one bid of a challenge only (R039). Part of
    the bid."""

    bid = models.ForeignKey(Bid, on_delete=models.PROTECT, related_name="units")
    challenge = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="bid_units")
    organisation = models.ForeignKey(
        "registry.Organisation", on_delete=models.PROTECT, related_name="bid_units"
    )
    part = models.CharField(max_length=12)
    task = models.TextField(blank=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.IntegerField(null=True)
    in_force = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["challenge", "organisation"],
                condition=models.Q(in_force=True),
                name="unit_bids_once_per_challenge",
            ),
            models.CheckConstraint(
                condition=models.Q(in_force=False) | models.Q(part__in=[p.value for p in IN_FORCE]),
                name="unit_in_force_has_a_part",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.part} {self.bid_id}"


class BidVersion(models.Model):
    """What was submitted each time; only the last counts, all are kept (R038). Part of the bid."""

    bid = models.ForeignKey(Bid, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    receipt = models.CharField(max_length=24, unique=True)
    content = models.JSONField()
    files = models.JSONField(default=list)
    digest = models.CharField(max_length=64)
    submitted_at = models.DateTimeField()
    submitted_by = models.IntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bid", "number"], name="bid_version_once")]

    def __str__(self) -> str:
        return f"{self.bid_id} v{self.number}"
