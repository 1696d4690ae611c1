"""The end of the work, and what became of it."""

from __future__ import annotations

from django.db import models

from jiebang.delivery.models.contract import Contract
from jiebang.platform.models import Aggregate, known_states
from jiebang.rulebook.acceptance import State
from jiebang.rulebook.followup import State as FollowupState
from jiebang.rulebook.followup import UseState


class Acceptance(Aggregate):
    """`results` is what was declared, `checked` what the panel found; `share` is computed."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="acceptances")
    results = models.JSONField(default=list)
    checked = models.JSONField(default=list)
    share = models.PositiveSmallIntegerField(default=0)
    papers = models.JSONField(default=list)
    files = models.JSONField(default=list)
    summary = models.TextField()
    public_spent = models.BigIntegerField(default=0)
    total_spent = models.BigIntegerField(default=0)
    opinion = models.JSONField(default=dict)
    panel_closed_at = models.DateTimeField(null=True)
    panel_result = models.JSONField(default=dict)
    rectifications = models.PositiveSmallIntegerField(default=0)
    rectify_until_on = models.DateField(null=True)
    verdict = models.TextField(blank=True)
    diligence = models.TextField(blank=True)
    certificate = models.CharField(max_length=24, blank=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [known_states(State, "acceptance_state_known")]

    def __str__(self) -> str:
        return f"acceptance:{self.pk}"


class Use(Aggregate):
    """A result in use: where, since when, with what effect."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="uses")
    title = models.CharField(max_length=120)
    place = models.CharField(max_length=200)
    since_on = models.DateField()
    effect = models.TextField()
    first_of_kind = models.BooleanField(default=False)
    evidence = models.JSONField(default=list)
    published_at = models.DateTimeField(null=True, db_index=True)
    verdict = models.TextField(blank=True)

    class Meta:
        constraints = [known_states(UseState, "use_state_known")]

    def __str__(self) -> str:
        return f"use:{self.pk}"


class Followup(Aggregate):
    """One yearly report after acceptance; `report` is the form's values."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="followups")
    number = models.PositiveSmallIntegerField()
    due_on = models.DateField(db_index=True)
    due_at = models.DateTimeField(db_index=True)  # the same, as a moment
    report = models.JSONField(default=dict)
    reported_at = models.DateTimeField(null=True)
    verdict = models.TextField(blank=True)

    class Meta:
        constraints = [
            known_states(FollowupState, "followup_state_known"),
            models.UniqueConstraint(fields=["contract", "number"], name="followup_number_once"),
        ]

    def __str__(self) -> str:
        return f"followup:{self.pk}"
