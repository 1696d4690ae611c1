"""Task book and contract, its milestones, its changes, its end before time."""

from __future__ import annotations

from django.db import models

from jiebang.delivery.models.award import Award
from jiebang.platform.models import Aggregate, known_states
from jiebang.rulebook.change import State as ChangeState
from jiebang.rulebook.change import TerminationState
from jiebang.rulebook.contract import State
from jiebang.rulebook.milestone import State as MilestoneState


class Contract(Aggregate):
    """`indicators`, `milestones` and `tranches` are the task book's tables; `digest` is of the
    exact document that is signed. Money in fen: public, the publisher's own, matched by others."""

    award = models.OneToOneField(Award, on_delete=models.PROTECT, related_name="contract")
    challenge = models.ForeignKey(
        "programme.Challenge", on_delete=models.PROTECT, related_name="contracts"
    )
    bid = models.OneToOneField("programme.Bid", on_delete=models.PROTECT, related_name="contract")
    number = models.CharField(max_length=24, unique=True)
    title = models.CharField(max_length=200)
    public_money = models.BigIntegerField()
    own_money = models.BigIntegerField(default=0)
    matched_money = models.BigIntegerField(default=0)
    start_on = models.DateField()
    end_on = models.DateField(db_index=True)
    sign_by_on = models.DateField(db_index=True)
    warn_on = models.DateField()
    warned_at = models.DateTimeField(null=True)
    indicators = models.JSONField(default=list)
    milestones = models.JSONField(default=list)
    tranches = models.JSONField(default=list)
    terms = models.JSONField(default=dict)
    text = models.JSONField(default=dict)  # the task book as it was sent for signing
    digest = models.CharField(max_length=64, blank=True)
    unsigned = models.PositiveSmallIntegerField(default=0)
    signed_at = models.DateTimeField(null=True)  # by the last of them
    in_force_at = models.DateTimeField(null=True)
    registration = models.JSONField(default=dict)
    supplements = models.JSONField(default=list)  # 补充任务书: what changed, when, digest
    acceptance_until_on = models.DateField(null=True, db_index=True)
    verdict = models.TextField(blank=True)

    class Meta:
        constraints = [
            known_states(State, "contract_state_known"),
            models.CheckConstraint(
                condition=models.Q(public_money__gt=0), name="contract_has_money"
            ),
            models.CheckConstraint(
                condition=models.Q(start_on__lt=models.F("end_on")), name="contract_dates_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"contract:{self.pk}"


class ContractParty(models.Model):
    """A unit of the contract. `waiting` is the unit's id while its signature is missing, else "".
    The bureau and the district have no unit. Part of the contract."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="parties")
    organisation = models.ForeignKey(
        "registry.Organisation",
        on_delete=models.PROTECT,
        null=True,
        related_name="contract_parties",
    )
    part = models.CharField(max_length=12)
    name = models.CharField(max_length=120)
    task = models.TextField(blank=True)
    signs = models.BooleanField(default=True)
    waiting = models.CharField(max_length=36, blank=True)
    signed_at = models.DateTimeField(null=True)
    signed_by = models.IntegerField(null=True)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "part", "organisation"], name="contract_party_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.contract_id} {self.part}"


class Milestone(Aggregate):
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="milestone_rows")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80)
    goal = models.TextField()
    shown_by = models.CharField(max_length=200)
    due_on = models.DateField(db_index=True)
    summary = models.TextField(blank=True)
    method = models.CharField(max_length=20, blank=True)
    values = models.JSONField(default=list)
    evidence = models.JSONField(default=list)
    submitted_at = models.DateTimeField(null=True)
    opinion = models.JSONField(default=dict)
    verdicts = models.JSONField(default=list)
    rectify_until_on = models.DateField(null=True)

    class Meta:
        constraints = [
            known_states(MilestoneState, "milestone_state_known"),
            models.UniqueConstraint(fields=["contract", "number"], name="milestone_number_once"),
        ]

    def __str__(self) -> str:
        return f"milestone:{self.pk}"


class Change(Aggregate):
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="changes")
    organisation = models.ForeignKey("registry.Organisation", on_delete=models.PROTECT)  # who asked
    kind = models.CharField(max_length=40)
    cause_on = models.DateField()
    months = models.PositiveSmallIntegerField(default=0)
    new_value = models.TextField()
    reason = models.TextField()
    evidence = models.JSONField(default=list)
    opinion = models.JSONField(default=dict)
    verdict = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [known_states(ChangeState, "change_state_known")]

    def __str__(self) -> str:
        return f"change:{self.pk}"


class Termination(Aggregate):
    """`settlement` is the record of the group: sums in fen."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="terminations")
    organisation = models.ForeignKey("registry.Organisation", on_delete=models.PROTECT, null=True)
    kind = models.CharField(max_length=12)
    reason = models.TextField()
    evidence = models.JSONField(default=list)
    settlement = models.JSONField(default=dict)
    to_return = models.BigIntegerField(default=0)
    verdict = models.TextField(blank=True)
    concluded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [known_states(TerminationState, "termination_state_known")]

    def __str__(self) -> str:
        return f"termination:{self.pk}"
